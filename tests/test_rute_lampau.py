"""Issue 4: every page and export of its rooms speaks of the past when asked as known on a past day."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.cli.routes import Rute
from terukur.inti.izin import Izin
from tests.rute import Contoh, Dunia, bangun, daftar_rute, dikembalikan, klien, semua_contoh
from tests.test_rute import alamat

pytestmark = pytest.mark.django_db
RUANG = ("kinerja:", "realisasi:", "eskalasi:", "studi:", "perencanaan:", "anggaran:")
BEKU = "a paper or edition: its bytes never change"
ISIAN = "works on the draft of now; drafts are on no record"
ACUAN = "a reference list imported as a whole, of which no past state is kept"
TANPA_LAMPAU = {
    "realisasi:edisi": BEKU,
    "realisasi:edisi_berkas": BEKU,
    "eskalasi:surat": BEKU,
    "kinerja:perjanjian_surat": BEKU,
    "realisasi:kertas_pilih": "chooses a report, which then asks of which day",
    "realisasi:perubahan": "asks of two instants of its own, ?dari= and ?sampai=",
    "anggaran:luring": "a script",
    "anggaran:cari_rekening": "proposals while typing",
    "perencanaan:cari_wilayah": "proposals while typing",
    "anggaran:isi": ISIAN,
    "anggaran:sub": ISIAN,
    "anggaran:usulan": ISIAN,
    "perencanaan:kerja": ISIAN,
    "perencanaan:kertas_kerja": ISIAN,
    "perencanaan:lembar_sipd": ISIAN,
    "perencanaan:tahapan": ISIAN,
    "perencanaan:nomenklatur": ACUAN,
    "perencanaan:selisih": ACUAN,
    "perencanaan:sumber_dana": ACUAN,
    "perencanaan:rekening": ACUAN,
}
"""Reading pages that need not, each with its reason."""
BACA_TULIS = {"realisasi:fisik", "perencanaan:versi"}
"""Pages to read that also take a POST; all others that do are forms."""
SEBELUM = "2024-03-01T08:00"
SEBUTAN = "1 Maret 2024 pukul 08.00"


def _baca(r: Rute) -> bool:
    tulis = "POST" in r.methods and r.nama not in BACA_TULIS
    return bool(r.izin) and r.nama.startswith(RUANG) and "GET" in r.methods and not tulis


HALAMAN = [r for r in daftar_rute() if r.nama and _baca(r)]


@pytest.fixture
def _django_db_helper() -> None:
    """As in ``test_rute``: one transaction for the module."""


@pytest.fixture(scope="module")
def dunia(django_db_setup: None, django_db_blocker: object) -> Iterator[Dunia]:
    with django_db_blocker.unblock(), dikembalikan():  # type: ignore[attr-defined]
        yield bangun()


@pytest.fixture(scope="module")
def contoh(dunia: Dunia) -> dict[str, Contoh]:
    return semua_contoh(dunia)


def _terbuka(rute: Rute, contoh: dict[str, Contoh], dunia: Dunia) -> tuple[Client, str] | None:
    """A reader who can open it now, and its address."""
    izin = {Izin(i) for i in rute.izin}
    for peran in (p for p in Peran if izin & DAFTAR_PERAN[p].izin):
        k, jalur = klien(dunia.pengguna[peran]), alamat(rute, contoh, dunia, peran)
        if k.get(jalur).status_code < 400:
            return k, jalur
    return None


def test_the_list_of_exceptions_is_exact() -> None:
    assert set(TANPA_LAMPAU) <= {r.nama for r in HALAMAN}


@pytest.mark.parametrize("rute", [r for r in HALAMAN if r.nama not in TANPA_LAMPAU], ids=lambda r: r.nama)
def test_speaks_of_the_past_when_asked(rute: Rute, contoh: dict[str, Contoh], dunia: Dunia) -> None:
    """Before anything was recorded it says so, for that instant, and offers nothing to do."""
    with dikembalikan():
        buka = _terbuka(rute, contoh, dunia)
        assert buka or contoh[rute.nama].belum_terbuka
        if buka is None:
            return
        k, jalur = buka
        jawaban = k.get(f"{jalur}{'&' if '?' in jalur else '?'}diketahui={SEBELUM}", follow=True)
        isi = jawaban.content.decode()
        assert jawaban.status_code in (200, 404)
        assert SEBUTAN in isi, "it ignores ?diketahui=; honour it, or give a reason in TANPA_LAMPAU"
        utama = isi[isi.index("<main") : isi.index("</main>")] if "<main" in isi else isi
        assert not re.search(r'<form[^>]*method="post"', utama)
