"""Users for tests, made by the actions themselves."""

import datetime as dt
import itertools

from django.test import Client
from django.utils import timezone

from terukur.akun.actions import buat_pengguna
from terukur.akun.akses import Akses, PeranAktif
from terukur.akun.models import Pengguna
from terukur.inti.pelaku import SISTEM

SANDI = "latihan-kopi-1234"
_nomor = itertools.count(1)


def buat(
    nama_pengguna: str = "", *, wajib_ganti_sandi: bool = False, nip: str = "", sandi: str = SANDI
) -> Pengguna:
    """A user with a known password (``SANDI``)."""
    nama_pengguna = nama_pengguna or f"pengguna.{next(_nomor)}"
    pengguna, _ = buat_pengguna(
        nama_pengguna=nama_pengguna,
        nama=f"Contoh {nama_pengguna}",
        nip=nip,
        sandi=sandi,
        wajib_ganti_sandi=wajib_ganti_sandi,
        oleh=SISTEM,
        pada=timezone.now(),
    )
    pengguna.akses = Akses([])
    return pengguna


def dengan_peran(pengguna: Pengguna, *peran: PeranAktif) -> Pengguna:
    """The user as if these roles were held (queries and actions, not requests)."""
    pengguna.akses = Akses(peran)
    return pengguna


def masuk(klien: Client, pengguna: Pengguna, *, sandi: str = SANDI) -> None:
    """Log in through the login page, so that the password counts as given this minute."""
    jawaban = klien.post("/akun/masuk/", {"login": pengguna.nama_pengguna, "password": sandi})
    assert jawaban.status_code == 302, jawaban.content.decode()[:2000]


def lupakan_konfirmasi(klien: Client, *, selama: dt.timedelta = dt.timedelta(minutes=16)) -> None:
    """As if the session's password had been given that long ago."""
    sesi = klien.session
    for catatan in sesi["account_authentication_methods"]:
        catatan["at"] -= selama.total_seconds()
    sesi.save()
