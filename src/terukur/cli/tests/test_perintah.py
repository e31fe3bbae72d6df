"""The command line itself: Indonesian help, one-sentence errors, the list of routes."""

import json

import pytest
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from terukur.cli import SUBPERINTAH, main
from terukur.cli.demo import tabel
from terukur.cli.proses import JEDA_ULANG, MATI_MUDA, Anak
from terukur.cli.routes import SEMUA_METODE, metode, semua_rute

INGGRIS = ("usage", "options:", "show this", "positional", "default", "required", "error")


def bantuan(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit) as keluar:
        main([*argv, "--help"])
    assert keluar.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("modul", SUBPERINTAH, ids=lambda m: m.__name__.rpartition(".")[2])
def test_each_subcommand_has_help(modul: object, capsys: pytest.CaptureFixture[str]) -> None:
    nama = modul.__name__.rpartition(".")[2].replace("impor", "import").replace("_", "-")  # type: ignore[attr-defined]
    assert nama in bantuan(capsys)
    if nama != "kelola":  # Django's own help, behind a running database
        teks = bantuan(capsys, nama)
        assert len(teks) > 200
        assert not [kata for kata in INGGRIS if kata in teks]


@pytest.mark.parametrize("argv", [["serve", "--port", "x"], ["ngawur"], [], ["serve", "--tak-ada"]])
def test_wrong_usage_is_said_in_indonesian(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as keluar:
        main(argv)
    assert keluar.value.code == 2
    teks = capsys.readouterr().err
    assert "--help" in teks
    assert not [kata for kata in (*INGGRIS, "invalid", "argument") if kata in teks]


def test_a_wrong_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUKUR_PORT", "delapan ribu")
    assert main(["routes"]) == 2
    assert "TERUKUR_PORT harus bilangan bulat" in capsys.readouterr().err


def test_routes_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routes", "--json"]) == 0
    isi = json.loads(capsys.readouterr().out)
    assert isi
    for rute in isi:
        assert rute["path"].startswith("/")
        assert rute["methods"]
        assert len({"publik", "izin", "token"} & rute.keys()) == 1
    assert len(isi) == len(semua_rute())


def test_methods_of_a_view() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert metode(view) == SEMUA_METODE
    assert metode(require_POST(view)) == ("POST",)
    assert metode(require_http_methods(["GET", "POST"])(view)) == ("GET", "POST")
    assert set(metode(LoginView.as_view())) >= {"GET", "POST"}


def test_table_is_aligned() -> None:
    assert tabel([("Peran", "Nama"), ("Sekda", "s")]) == "Peran  Nama\n-----  ----\nSekda  s"


def test_repeated_death_slows_the_restart_but_rare_death_does_not() -> None:
    anak = Anak("uji")
    assert [anak.catat_mati(pada=1.0) for _ in range(7)] == [*JEDA_ULANG, JEDA_ULANG[-1], JEDA_ULANG[-1]]
    assert anak.mulai_lagi_pada == 1.0 + JEDA_ULANG[-1]
    assert anak.catat_mati(pada=MATI_MUDA) == 0, "it worked in between"
    assert anak.catat_mati(pada=1.0) == 0
    assert not any(anak.catat_mati(pada=MATI_MUDA + n) for n in range(10)), "killed in the midst of its work"
