"""The secret link of a field check, until when it works, and what an answer must hold. Pure."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.waktu import tulis_tanggal
from terukur.organisasi.choices import TingkatWilayah
from terukur.realisasi.choices import HasilLapangan, KeadaanLapangan

TENGGAT_TERJAUH: Final = dt.timedelta(days=90)
MASA_SUSULAN: Final = dt.timedelta(days=14)
"""So long after the last day a first answer is still taken, and marked late; then the link is closed."""
PALING_BANYAK_VERSI: Final = 5
PALING_BANYAK_FOTO: Final = 4
BATAS_FOTO_MB: Final = 8
JENIS_FOTO: Final = ("jpg", "png")
TINGKAT: Final = (TingkatWilayah.KECAMATAN, TingkatWilayah.DESA, TingkatWilayah.KELURAHAN)
PANJANG_TOKEN: Final = 32


def token_baru() -> str:
    """192 random bits: nobody guesses it, so no address has to be locked out for trying."""
    return secrets.token_urlsafe(24)


def sidik_token(token: str) -> str:
    """What is stored of a token. Plain SHA-256: against so many random bits no list helps."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IsiPermintaan:
    """What is asked of whom."""

    yang_dilihat: str
    tanggal_tenggat: dt.date
    nama_pemeriksa: str
    jabatan_pemeriksa: str


@dataclass(frozen=True, slots=True)
class IsiJawaban:
    """What was found, and where. Coordinates in degrees, ``akurasi`` in metres."""

    hasil: HasilLapangan
    catatan: str = ""
    tempat: str = ""
    lintang: Decimal | None = None
    bujur: Decimal | None = None
    akurasi: int | None = None


def keadaan(hasil: str, *, dicabut: bool, tenggat: dt.date, hari: dt.date) -> KeadaanLapangan:
    """In one word how a request stands on ``hari``."""
    if dicabut:
        return KeadaanLapangan.DICABUT
    if hasil:
        return KeadaanLapangan(hasil)
    return KeadaanLapangan.TERLAMBAT if tenggat < hari else KeadaanLapangan.MENUNGGU


def hari_tutup(tenggat: dt.date) -> dt.date:
    """The last day on which the link of a request opens."""
    return tenggat + MASA_SUSULAN


def alasan_tertutup(*, dicabut: bool, tenggat: dt.date, hari: dt.date) -> str:
    """Why the link opens no longer; empty while it does."""
    if dicabut:
        return "Tautan pemeriksaan ini sudah dicabut oleh pemerintah daerah, jadi tidak perlu dijawab lagi."
    if hari > hari_tutup(tenggat):
        return f"Masa tautan pemeriksaan ini sudah lewat sejak {tulis_tanggal(hari_tutup(tenggat))}."
    return ""


def alasan_tidak_dijawab(*, versi: int, tenggat: dt.date, hari: dt.date) -> str:
    """Why no (further) answer is taken through an open link; empty while one is."""
    if versi == 0:
        return ""
    if hari > tenggat:
        return f"Jawaban dapat diperbaiki sampai {tulis_tanggal(tenggat)}; sesudah itu tetap seperti ini."
    if versi >= PALING_BANYAK_VERSI:
        return f"Jawaban sudah {PALING_BANYAK_VERSI} kali dikirim; hubungi yang meminta bila masih keliru."
    return ""


def periksa_permintaan(isi: IsiPermintaan, *, tingkat: str, aktif: bool, hari: dt.date) -> None:
    """Refuse what cannot be asked."""
    galat = {}
    if not hari <= isi.tanggal_tenggat <= hari + TENGGAT_TERJAUH:
        galat["tanggal_tenggat"] = (
            f"Pilih tanggal dari hari ini sampai {tulis_tanggal(hari + TENGGAT_TERJAUH)}."
        )
    if tingkat not in TINGKAT or not aktif:
        galat["wilayah"] = "Pilih desa, kelurahan atau kecamatan yang masih aktif."
    for nama in ("yang_dilihat", "nama_pemeriksa", "jabatan_pemeriksa"):
        if not getattr(isi, nama).strip():
            galat[nama] = "Bagian ini wajib diisi."
    if galat:
        raise AturanDilanggar(next(iter(galat.values())), kolom=galat)


def periksa_jawaban(isi: IsiJawaban, *, banyak_foto: int) -> None:
    """Refuse an answer that nobody could use: what is wrong must be told, and where it was looked."""
    galat = {}
    if isi.hasil != HasilLapangan.SESUAI and not isi.catatan.strip():
        galat["catatan"] = (
            "Tuliskan apa yang tidak sesuai."
            if isi.hasil == HasilLapangan.TIDAK_SESUAI
            else "Tuliskan mengapa tidak dapat diperiksa."
        )
    if isi.hasil != HasilLapangan.TIDAK_DAPAT and not isi.tempat.strip() and isi.lintang is None:
        galat["tempat"] = "Tuliskan tempat yang Anda lihat. Contoh: RT 2 Dusun Contoh, dekat balai desa"
    if banyak_foto > PALING_BANYAK_FOTO:
        galat["foto"] = f"Paling banyak {PALING_BANYAK_FOTO} foto; Anda memilih {banyak_foto}."
    if galat:
        raise AturanDilanggar(next(iter(galat.values())), kode="belum_lengkap", kolom=galat)


def hari_terlambat(tenggat: dt.date, hari: dt.date) -> int:
    """How many days after the last day; 0 in time."""
    return max((hari - tenggat).days, 0)


def sebut_letak(lintang: Decimal | None, bujur: Decimal | None, akurasi: int | None = None) -> str:
    """``8,670458° LS, 115,212631° BT (± 12 m)``; empty where the telephone told none."""
    if lintang is None or bujur is None:
        return ""

    def derajat(nilai: Decimal, kurang: str, lebih: str) -> str:
        return f"{abs(nilai):.6f}".replace(".", ",") + f"° {kurang if nilai < 0 else lebih}"

    teks = f"{derajat(lintang, 'LS', 'LU')}, {derajat(bujur, 'BB', 'BT')}"
    return teks if akurasi is None else f"{teks} (± {akurasi} m)"
