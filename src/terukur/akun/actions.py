"""Writes about accounts. Nothing here ever journals a password or a code."""

import contextlib
import datetime as dt
import secrets
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from terukur.akun.models import Pengguna, TautanSSO
from terukur.akun.queries import cari_pengguna, periksa_tautan_sso
from terukur.akun.rules import kunci_hitungan, periksa_nama_pengguna, periksa_nip
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat

_KATA = [
    "padi",
    "jagung",
    "kelapa",
    "kopi",
    "cengkih",
    "pala",
    "lontar",
    "cendana",
    "tenun",
    "tais",
    "sagu",
    "ubi",
    "bambu",
    "rotan",
    "jati",
    "rusa",
    "elang",
    "kakatua",
    "penyu",
    "lumba",
    "pari",
    "kuda",
    "sapi",
    "kerbau",
    "laut",
    "pantai",
    "bukit",
    "lembah",
    "telaga",
    "sungai",
    "embun",
    "awan",
    "fajar",
    "senja",
    "bintang",
    "purnama",
    "angin",
    "hujan",
    "pelangi",
    "kapal",
    "dayung",
    "layar",
]


def sandi_sekali() -> str:
    """A one-time password that can be read out by telephone: ``padi-7314-rusa-2098``.

    One that the rules of passwords would refuse (a kabupaten may be named by two of the words) is
    drawn again.
    """
    while True:
        sandi = "-".join(f"{secrets.choice(_KATA)}-{secrets.randbelow(9000) + 1000}" for _ in range(2))
        with contextlib.suppress(ValidationError):
            validate_password(sandi)
            return sandi


def _catat(
    verba: str, pengguna: Pengguna, *, oleh: Pelaku, pada: dt.datetime, opd_id: UUID | None, **isi: Any
) -> None:
    catat(
        peristiwa=f"pengguna.{verba}",
        objek="pengguna",
        objek_id=pengguna.pk,
        isi={"nama_pengguna": pengguna.nama_pengguna, **isi},
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
    )


def _periksa_sandi(sandi: str, pengguna: Pengguna) -> None:
    try:
        validate_password(sandi, pengguna)
    except ValidationError as galat:
        pesan = " ".join(galat.messages)
        raise AturanDilanggar(pesan, kode="sandi_lemah", kolom={"sandi": pesan}) from None


@transaction.atomic
def buat_pengguna(
    *,
    nama_pengguna: str,
    nama: str,
    nip: str = "",
    email: str = "",
    sandi: str | None = None,
    wajib_ganti_sandi: bool = True,
    opd_id: UUID | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[Pengguna, str]:
    """Create a login. Returns it with its password, to be shown once to whoever created it.

    Without ``sandi`` a one-time password is drawn. Raises ``AturanDilanggar`` for a malformed or
    taken name or NIP and for a weak password.
    """
    nama_pengguna, nip = nama_pengguna.strip().lower(), nip.replace(" ", "")
    kolom = {
        kunci: pesan
        for kunci, pesan in (
            ("nama_pengguna", periksa_nama_pengguna(nama_pengguna)),
            ("nip", periksa_nip(nip)),
            ("nama", None if nama.strip() else "Isi nama."),
        )
        if pesan
    }
    if not kolom and cari_pengguna(nama_pengguna):
        kolom["nama_pengguna"] = f"Nama pengguna “{nama_pengguna}” sudah dipakai; pilih nama lain."
    if not kolom and nip and cari_pengguna(nip):
        kolom["nip"] = "NIP ini sudah mempunyai akun; cari akunnya dalam daftar pengguna."
    if kolom:
        raise AturanDilanggar(next(iter(kolom.values())), kode="pengguna_tidak_sah", kolom=kolom)
    pengguna = Pengguna(
        nama_pengguna=nama_pengguna,
        nip=nip,
        nama=nama.strip(),
        email=email.strip(),
        wajib_ganti_sandi=wajib_ganti_sandi,
        dibuat_pada=pada,
    )
    if sandi is not None:
        _periksa_sandi(sandi, pengguna)
    dipakai = sandi if sandi is not None else sandi_sekali()
    pengguna.set_password(dipakai)
    pengguna.save(force_insert=True)
    _catat("buat", pengguna, oleh=oleh, pada=pada, opd_id=opd_id, nama=pengguna.nama)
    return pengguna, dipakai


@transaction.atomic
def ganti_sandi(*, pengguna: Pengguna, sandi: str, oleh: Pelaku, pada: dt.datetime) -> None:
    """A user's own new password; lifts the duty to change it. Other sessions end by themselves."""
    if pengguna.wajib_ganti_sandi and pengguna.check_password(sandi):
        raise AturanDilanggar(
            "Kata sandi baru harus berbeda dari kata sandi sekali pakai.", kode="sandi_sama"
        )
    pengguna.set_password(sandi)
    pengguna.wajib_ganti_sandi = False
    pengguna.save(update_fields=["password", "wajib_ganti_sandi"])
    _catat("ganti_sandi", pengguna, oleh=oleh, pada=pada, opd_id=None)


@transaction.atomic
def setel_ulang_sandi(
    *,
    pengguna: Pengguna,
    hapus_dua_langkah: bool = False,
    opd_id: UUID | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> str:
    """A one-time password set by an admin without mail; it must be changed at the next login; a lockout ends.

    ``hapus_dua_langkah`` also removes the second factor (a lost phone). All sessions end.
    Returns the password, to be shown once. Nobody resets their own this way.
    """
    if oleh.id == str(pengguna.pk):
        raise AturanDilanggar(
            "Kata sandi sendiri diganti lewat halaman akun saya, bukan disetel ulang.", kode="diri_sendiri"
        )
    sandi = sandi_sekali()
    pengguna.set_password(sandi)
    pengguna.wajib_ganti_sandi = True
    pengguna.save(update_fields=["password", "wajib_ganti_sandi"])
    if hapus_dua_langkah:
        Authenticator.objects.filter(user=pengguna).delete()
    _akhiri_semua_sesi(pengguna)
    transaction.on_commit(lambda: _lepaskan_kunci(pengguna))
    _catat(
        "setel_ulang_sandi", pengguna, oleh=oleh, pada=pada, opd_id=opd_id,
        hapus_dua_langkah=hapus_dua_langkah,
    )  # fmt: skip
    return sandi


@transaction.atomic
def nonaktifkan(
    *, pengguna: Pengguna, alasan: str, opd_id: UUID | None = None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Close a login at once, sessions included. What the person did stays theirs on record."""
    if oleh.id == str(pengguna.pk):
        raise AturanDilanggar(
            "Anda tidak dapat menonaktifkan akun sendiri; minta admin lain.", kode="diri_sendiri"
        )
    if not pengguna.is_active:
        raise AturanDilanggar("Akun ini sudah tidak aktif.", kode="sudah_nonaktif")
    if not alasan.strip():
        raise AturanDilanggar(
            "Isi alasan. Contoh: mutasi ke OPD lain per 1 Januari 2027.",
            kode="alasan_kosong",
            kolom={"alasan": "Isi alasan. Contoh: mutasi ke OPD lain per 1 Januari 2027."},
        )
    pengguna.is_active = False
    pengguna.save(update_fields=["is_active"])
    _akhiri_semua_sesi(pengguna)
    _catat("nonaktifkan", pengguna, oleh=oleh, pada=pada, opd_id=opd_id, alasan=alasan.strip())


@transaction.atomic
def aktifkan(*, pengguna: Pengguna, opd_id: UUID | None = None, oleh: Pelaku, pada: dt.datetime) -> None:
    """Open a closed login again."""
    if pengguna.is_active:
        raise AturanDilanggar("Akun ini sudah aktif.", kode="sudah_aktif")
    pengguna.is_active = True
    pengguna.save(update_fields=["is_active"])
    _catat("aktifkan", pengguna, oleh=oleh, pada=pada, opd_id=opd_id)


@transaction.atomic
def catat_dua_langkah(*, pengguna: Pengguna, aktif: bool, oleh: Pelaku, pada: dt.datetime) -> None:
    """Journal that the second factor was switched on or off (allauth stores it)."""
    verba = "aktifkan_dua_langkah" if aktif else "matikan_dua_langkah"
    _catat(verba, pengguna, oleh=oleh, pada=pada, opd_id=None)


@transaction.atomic
def akhiri_sesi(*, pengguna: Pengguna, sesi_id: int, oleh: Pelaku, pada: dt.datetime) -> None:
    """End one of one's own sessions on another device."""
    sesi = UserSession.objects.filter(user=pengguna, pk=sesi_id).order_by("pk").first()
    if sesi is None:
        raise AturanDilanggar("Sesi ini sudah berakhir.", kode="sesi_tidak_ada")
    sesi.end()
    _catat("akhiri_sesi", pengguna, oleh=oleh, pada=pada, opd_id=None)


@transaction.atomic
def tautkan_sso(*, pengguna: Pengguna, penerbit: str, subjek: str, oleh: Pelaku, pada: dt.datetime) -> None:
    """The account of the single sign-on by which this person enters from now on; linked already: nothing.

    Raises ``AturanDilanggar`` as ``periksa_tautan_sso`` does.
    """
    orang = Pengguna.objects.select_for_update().get(pk=pengguna.pk)
    if periksa_tautan_sso(orang, penerbit=penerbit, subjek=subjek):
        return
    TautanSSO.objects.create(pengguna=orang, penerbit=penerbit, subjek=subjek, ditautkan_pada=pada)
    _catat("tautkan_sso", orang, oleh=oleh, pada=pada, opd_id=None, penerbit=penerbit)


@transaction.atomic
def lepaskan_sso(
    *, pengguna: Pengguna, alasan: str, opd_id: UUID | None = None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Release the link: the next account that carries the person's NIP or name is taken. Sessions end."""
    if oleh.id == str(pengguna.pk):
        raise AturanDilanggar("Tautan sendiri tidak dapat dilepaskan; minta admin lain.", kode="diri_sendiri")
    if not alasan.strip():
        pesan = "Isi alasan. Contoh: akun SSO yang lama diganti."
        raise AturanDilanggar(pesan, kode="alasan_kosong", kolom={"alasan": pesan})
    tautan = TautanSSO.objects.select_for_update().filter(pengguna=pengguna).first()
    if tautan is None:
        raise AturanDilanggar("Pengguna ini tidak mempunyai tautan SSO.", kode="tidak_tertaut")
    penerbit = tautan.penerbit
    tautan.delete()
    _akhiri_semua_sesi(pengguna)
    _catat(
        "lepaskan_sso",
        pengguna,
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
        penerbit=penerbit,
        alasan=alasan.strip(),
    )


def _akhiri_semua_sesi(pengguna: Pengguna) -> None:
    for sesi in UserSession.objects.filter(user=pengguna).order_by("pk"):
        sesi.end()


def _lepaskan_kunci(pengguna: Pengguna) -> None:
    """Forget the failed logins and codes of an account: the new password works at once."""
    for kunci in (kunci_hitungan(pengguna), f"mfa-auth-user-{pengguna.pk}"):
        ratelimit.clear(None, app="allauth.account", action="login_failed", key=kunci)
