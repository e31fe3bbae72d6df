"""The words of a status, each with its colour pair and icon. Incomplete is never green."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.templatetags.static import static
from markupsafe import Markup

from terukur.inti.angka import tulis_angka

SELESAI, TUNGGU, BURUK, NETRAL, INFO = "selesai", "tunggu", "buruk", "netral", "info"


@dataclass(frozen=True, slots=True)
class RupaStatus:
    """``jenis``: class of the colour pair; ``ikon``: symbol in ikon.svg."""

    jenis: str
    ikon: str


IKON_JENIS = {
    SELESAI: "centang",
    TUNGGU: "jam",
    BURUK: "peringatan",
    NETRAL: "titik",
    INFO: "info",
}

_BELUM = RupaStatus(NETRAL, "titik")
_SELESAI = RupaStatus(SELESAI, "centang")
_TUNGGU = RupaStatus(TUNGGU, "jam")
_BURUK = RupaStatus(BURUK, "peringatan")
_MAJU = RupaStatus(INFO, "pena")

# Longest beginning wins, so "Belum tercapai" is not read as "Belum".
STATUS: dict[str, RupaStatus] = {
    "belum": _BELUM,
    "belum, sisa": _TUNGGU,
    "belum tercapai": _TUNGGU,
    "belum mengajukan": _TUNGGU,
    "belum lengkap": _TUNGGU,
    "draf": _BELUM,
    "disiapkan": _BELUM,
    "data belum lengkap": _BELUM,
    "siap ditandatangani": _MAJU,
    "diparaf": _MAJU,
    "diajukan": _MAJU,
    "dibuka": _MAJU,
    "berjalan": _MAJU,
    "berlaku": _SELESAI,
    "diperpanjang": _MAJU,
    "dikembalikan": _TUNGGU,
    "diminta": _TUNGGU,
    "laporan dikembalikan": _TUNGGU,
    "sedang ditindaklanjuti": _MAJU,
    "sudah ditanggapi": _MAJU,
    "sudah dilaporkan": _MAJU,
    "tanggapan diterima": _SELESAI,
    "tanggapan tidak diterima": _BURUK,
    "menunggu": _TUNGGU,
    "kurang": _TUNGGU,
    "peringatan": _TUNGGU,
    "diverifikasi": _SELESAI,
    "direviu": _SELESAI,
    "diberikan": _SELESAI,
    "diterapkan": _SELESAI,
    "disetujui": _SELESAI,
    "lengkap": _SELESAI,
    "tepat waktu": _SELESAI,
    "tercapai": _SELESAI,
    "terpenuhi": _SELESAI,
    "tidak terpenuhi": _BURUK,
    "aktif": _SELESAI,
    "tersambung": _SELESAI,
    "diam": _BURUK,
    "definitif": _SELESAI,
    "ditetapkan": RupaStatus(SELESAI, "segel"),
    "plt": _TUNGGU,
    "plh": _TUNGGU,
    "terlambat": _BURUK,
    "lewat": _BURUK,
    "ditolak": _BURUK,
    "gagal": _BURUK,
    "galat": _BURUK,
    "melampaui": _BURUK,
    "ditutup": RupaStatus(NETRAL, "kunci"),
    "nonaktif": RupaStatus(NETRAL, "silang"),
    "selesai": _SELESAI,
    "dicabut": RupaStatus(NETRAL, "silang"),
    "dibatalkan": RupaStatus(NETRAL, "silang"),
    "berakhir": RupaStatus(NETRAL, "kunci"),
}

_AWAL = re.compile("|".join(re.escape(awal) for awal in sorted(STATUS, key=len, reverse=True)))


def rupa_status(kata: str) -> RupaStatus:
    """Colour and icon of a status word; an unknown word is neutral, never green."""
    cocok = _AWAL.match(kata.strip().lower())
    return STATUS[cocok[0]] if cocok else _BELUM


def lencana(kata: object, jenis: str = "", ikon_nama: str = "", lipat: bool = False) -> Markup:
    """A status word as a badge. It chooses colour and icon by itself; ``jenis``, ``ikon_nama`` override."""
    return _lencana(str(kata), jenis, ikon_nama, lipat)


@lru_cache(4096)
def _lencana(kata: str, jenis: str, ikon_nama: str, lipat: bool) -> Markup:
    rupa = rupa_status(kata)
    return Markup(
        '<span class="lencana {}{}"><svg class="ikon" focusable="false" aria-hidden="true">'
        '<use href="{}#{}"/></svg>{}</span>'
    ).format(
        jenis or rupa.jenis,
        " lencana-lipat" if lipat else "",
        static("antarmuka/ikon.svg"),
        ikon_nama or (IKON_JENIS[jenis] if jenis else rupa.ikon),
        kata,
    )


def kemajuan(
    persen: int | Decimal | None,
    teks: str = "",
    label: str = "Kelengkapan",
    susun: bool = False,
    jenis: str = "",
) -> Markup:
    """A progress bar of 0..100 or None. ``teks`` replaces "86 %"; ``susun`` puts the words below."""
    return _kemajuan(persen, str(teks), str(label), susun, jenis)


@lru_cache(4096)
def _kemajuan(persen: int | Decimal | None, teks: str, label: str, susun: bool, jenis: str) -> Markup:
    p = 0 if persen is None else persen
    jenis = jenis or ("buruk" if p < 25 else "")
    return Markup(
        '<span class="kemajuan{}"><progress max="100" value="{}" aria-label="{}"{}></progress>'
        '<span class="teks-k">{}</span></span>'
    ).format(
        " susun" if susun else "",
        round(p),
        label,
        Markup(' class="{}"').format(jenis) if jenis else "",
        teks or ("–" if persen is None else f"{tulis_angka(p, 0)} %"),
    )
