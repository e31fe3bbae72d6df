"""Attacks through messages: an address that leads elsewhere, a subject that becomes a header."""

import contextlib
import email
import warnings
from collections.abc import Iterator
from email import policy
from typing import Any

import apprise
import pytest

from terukur.pesan import saluran
from terukur.pesan.tests.test_pesan import SUREL

with warnings.catch_warnings():  # its plugins use modules that Python 3.13 drops
    warnings.simplefilter("ignore")
    apprise.Apprise().add("mailto://a:b@contoh.go.id")


@pytest.fixture
def surat(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[list[str], Any]]]:
    """(recipients, parsed letter) of what the real library would hand to the mail server."""
    settings.MODE_LATIHAN = False
    settings.TERUKUR_APPRISE = [SUREL]
    keluar: list[tuple[list[str], Any]] = []

    class Server:
        def __init__(self, tuan: str, *args: Any, **kwargs: Any) -> None:
            tujuan.append(tuan)

        def sendmail(self, from_addr: str, to_addrs: list[str], msg: str, *args: Any, **kwargs: Any) -> None:
            keluar.append((to_addrs, email.message_from_string(msg, policy=policy.default)))

        def __getattr__(self, nama: str) -> Any:
            return lambda *args, **kwargs: None

    tujuan: list[str] = []
    monkeypatch.setattr("smtplib.SMTP", Server)
    monkeypatch.setattr("smtplib.SMTP_SSL", Server)
    yield keluar
    assert set(tujuan) <= {"surel.contoh.go.id"}


def antar(alamat: str, judul: str = "Tenggat 3 hari lagi") -> None:
    saluran.antar("mailtos", email=alamat, judul=judul, isi="Lengkapi isian Anda.", tautan="/tenggat/1/")


def test_surel_biasa_sampai_pada_satu_penerima(surat: Any) -> None:
    antar("operator@contoh.go.id")
    assert [kepada for kepada, _ in surat] == [["operator@contoh.go.id"]]


@pytest.mark.parametrize(
    "alamat",
    [
        "a@contoh.go.id&to=jahat@jahat.example",
        "a@contoh.go.id,jahat@jahat.example",
        "a@contoh.go.id&smtp=jahat.example",
        "a@contoh.go.id\r\nBcc: jahat@jahat.example",
        "a@contoh.go.id#@jahat.example",
        "{email}",
    ],
)
def test_alamat_penerima_tidak_mengubah_tujuan_lain(surat: Any, alamat: str) -> None:
    with contextlib.suppress(saluran.GagalKirim):
        antar(alamat)
    for _, isi in surat:
        assert "jahat.example" not in str(isi["bcc"])
        assert isi["from"].addresses[0].addr_spec == "terukur@contoh.go.id"


def test_judul_tidak_menjadi_tajuk_surat(surat: Any) -> None:
    antar("operator@contoh.go.id", judul="Tenggat\r\nBcc: jahat@jahat.example\r\n\r\nisi lain")
    for _, isi in surat:
        assert isi["bcc"] is None


def test_hanya_tujuan_yang_ditetapkan_pengelola(settings: Any) -> None:
    """No address of a service comes from a user: the only part that varies is the recipient."""
    settings.MODE_LATIHAN = False
    settings.TERUKUR_APPRISE = [SUREL, "json://169.254.169.254/latest"]
    assert set(saluran.daftar_saluran()) == {"mailtos"}
    with pytest.raises(saluran.GagalKirim):
        saluran.antar("json", email="a@b.id", judul="x", isi="y", tautan="")
    assert apprise.Apprise().add(SUREL.replace("{email}", "a%40contoh.go.id"))
