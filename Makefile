# make run    jalankan Terukur dengan kabupaten contoh
# make test   semua uji;  make check   pemeriksaan cepat;  make format   rapikan kode
# make soak   uji panjang (tests/soak);  make bench   pengukuran (tests/bench): keduanya menulis docs/rujukan/angka.md
# make install   pasang di server
# make lock   perbarui daftar dependensi terkunci;  make clean   buang hasil sementara (data tetap)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: run install test check format lock clean rujukan soak bench
MAKEFLAGS += --no-print-directory
# The processes that tests start would otherwise compile all of Terukur again, each of them.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
PIP := python -m pip --disable-pip-version-check --no-input -qq install
TANDA_JALAN := $(VENV)/.terpasang-jalan
TANDA_UJI := $(VENV)/.terpasang-uji
VENV_HA := .venv-ha
TANDA_HA := $(VENV_HA)/.terpasang

# A linked .venv belongs to another checkout: use it, never install into it.
ifneq ($(shell test -L $(VENV) && echo tautan),)
TANDA_JALAN :=
TANDA_UJI :=
export PYTHONPATH := src
TERUKUR := $(BIN)/python -m terukur.cli
else
TERUKUR := $(BIN)/terukur
endif

run: $(TANDA_JALAN)
	@exec $(TERUKUR) demo

# For a server: dependencies and Terukur itself, compiled, since its services may not write here.
install: $(TANDA_JALAN)
	@$(BIN)/python -m compileall -q src

test: $(TANDA_UJI)
	@$(call pasang_chromium)
	@$(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder

# Long tests stand in tests/soak/soak_*.py, which make test does not collect.
# Patroni, for the test of two database servers, lives in an environment of its own.
soak: $(TANDA_UJI) $(TANDA_HA)
	@$(BIN)/python -m pytest -n 0 -s -o python_files='soak_*.py' tests/soak

# Measurements against their limits, beside a floor measured in the same run.
bench: $(TANDA_UJI)
	@$(BIN)/python -m pytest -n 0 -s -o python_files='bench_*.py' tests/bench

check: $(TANDA_UJI)
	@$(BIN)/ruff format --check --quiet . || { echo "Jalankan: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@keluaran=$$($(BIN)/lint-imports --no-cache --no-logo 2>&1) || { echo "$$keluaran"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/djlint --quiet --lint src
	@$(BIN)/python -m pytest tests/periksa

format: $(TANDA_UJI)
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

rujukan: $(TANDA_UJI)
	@$(TERUKUR) rujukan

KUNCI := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

lock:
	@command -v uv >/dev/null || { echo "make lock memerlukan uv; pasang dengan: pip install uv"; exit 1; }
	@UV_PYTHON_DOWNLOADS=never $(KUNCI) pyproject.toml --group pasang --output-file requirements/runtime.txt
	@UV_PYTHON_DOWNLOADS=never $(KUNCI) pyproject.toml --group dev --output-file requirements/dev.txt
	@UV_PYTHON_DOWNLOADS=never $(KUNCI) --group ha --output-file requirements/ha.txt

clean:
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache hasil
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- installation ----
# --no-deps: the lists are complete (make lock), there is nothing to resolve.

$(TANDA_JALAN): requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "Memasang dependensi ..."
	@$(BIN)/$(PIP) --require-hashes --no-deps -r requirements/runtime.txt
	@$(BIN)/$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TANDA_UJI): requirements/dev.txt $(TANDA_JALAN)
	@echo "Memasang alat uji ..."
	@$(BIN)/$(PIP) --require-hashes --no-deps --no-compile -r requirements/dev.txt
	@touch $@

$(TANDA_HA): requirements/ha.txt $(TANDA_UJI)
	@echo "Memasang Patroni ..."
	@$(BIN)/python -m venv $(VENV_HA)
	@$(VENV_HA)/bin/$(PIP) --require-hashes --no-deps -r requirements/ha.txt
	@touch $@

$(BIN)/python:
	@$(call buat_venv)

define buat_venv
	cari() { for p in $${PYTHON:-} python3.11 python3 python3.12 python3.13; do \
		"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && return; done; true; }; \
	py=$$(cari); \
	if [ -z "$$py" ] || ! "$$py" -c 'import venv, ensurepip' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Memasang python3-venv ..."; \
			{ apt-get -qq update || true; DEBIAN_FRONTEND=noninteractive apt-get -qq install -y python3 python3-venv; } >/dev/null; \
			py=$$(cari); \
		else echo "Perlu Python 3.11 ke atas beserta venv. Di Debian atau Ubuntu: sudo apt install python3-venv"; exit 1; fi; \
	fi; \
	[ -n "$$py" ] || { echo "Python di mesin ini lebih lama daripada 3.11; pasang yang lebih baru."; exit 1; }; \
	echo "Membuat lingkungan Python ..."; \
	"$$py" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
endef

define pasang_chromium
	for p in "$${TERUKUR_CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do \
		[ -n "$$p" ] && command -v "$$p" >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Memasang chromium ..."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get -qq update || true; apt-get -qq install -y chromium-headless-shell 2>/dev/null \
			|| apt-get -qq install -y chromium; } >/dev/null; \
	else echo "Uji peramban memerlukan Chromium. Di Debian atau Ubuntu: sudo apt install chromium"; exit 1; fi
endef
