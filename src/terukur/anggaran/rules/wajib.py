"""Mandatory spending: is a share of the budget within what the law says? Pure arithmetic of money.

UU 1/2022 Ps 146 and 147 and their like, as dated data: a formula over named amounts above a formula
below, in percent. An amount that is not known in full gives no percentage at all: incomplete is
neither met nor zero. Met or not is judged on the exact amounts, never on the rounded percentage.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.anggaran.rules.ruang import NOL
from terukur.inti.angka import tulis_angka, tulis_rupiah
from terukur.perencanaan.rules.kode import lipat_kode

_RUMUS = re.compile(r"\s*([+-]?)\s*([a-z][a-z0-9_]*)")


class Putusan(StrEnum):
    """Outcome of a check, with its word on the page."""

    TERPENUHI = "Terpenuhi"
    TIDAK = "Tidak terpenuhi"
    BELUM = "Data belum lengkap"


class RumusKeliru(ValueError):
    """The text is no formula; ``str(e)`` is an Indonesian sentence."""


@dataclass(frozen=True, slots=True)
class Komponen:
    """How one amount is found. ``rekening`` and ``sub_kegiatan``: beginnings of codes."""

    kode: str
    nama: str
    cara: CaraKomponen
    rekening: tuple[str, ...] = ()
    sub_kegiatan: tuple[str, ...] = ()
    mengikat: bool = False


@dataclass(frozen=True, slots=True)
class KelompokUang:
    """Needs of one sub kegiatan code and one account, added up. ``rekening`` "": not broken down.

    ``jumlah_kosong``: rows begun whose amount is still empty.
    """

    kode: str
    rekening: str
    jumlah: Decimal
    jumlah_kosong: int = 0


@dataclass(frozen=True, slots=True)
class Nilai:
    """An amount in rupiah with what it still lacks (``belum``); ``jumlah`` None: nothing is known.

    ``umum``: what the whole stage lacks, not this amount alone. ``perkiraan``: the part of it that was
    judged by sub kegiatan for want of an account.
    """

    jumlah: Decimal | None
    belum: tuple[str, ...] = ()
    perkiraan: Decimal = NOL
    umum: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """One limit: ``pembilang`` of ``penyebut``, at least or at most ``persen``."""

    kode: str
    nama: str
    arah: ArahBatas
    persen: Decimal
    pembilang: str
    penyebut: str
    dasar: str = ""
    catatan: str = ""


@dataclass(frozen=True, slots=True)
class HasilWajib:
    """The verdict on one limit.

    ``pembilang`` and ``penyebut`` hold what is known so far. ``persen`` and ``batas`` (rupiah) are
    None while data is incomplete. ``selisih``: rupiah between the amount and the limit, positive
    when it is on the right side. ``sementara``: the percentage among those who have entered
    everything, told beside "Data belum lengkap" while others have entered nothing; no verdict.
    """

    ketentuan: Ketentuan
    putusan: Putusan
    pembilang: Decimal | None
    penyebut: Decimal | None
    persen: Decimal | None
    batas: Decimal | None
    selisih: Decimal | None
    belum: tuple[str, ...]
    perkiraan: Decimal
    sementara: Decimal | None = None


def baca_rumus(teks: str) -> tuple[tuple[int, str], ...]:
    """``belanja - transfer_desa`` -> ``((1, "belanja"), (-1, "transfer_desa"))``.

    Codes of components joined by ``+`` and ``-``. Raises ``RumusKeliru`` for anything else.
    """
    hasil: list[tuple[int, str]] = []
    tempat = 0
    teks = teks.strip()
    while tempat < len(teks):
        cocok = _RUMUS.match(teks, tempat)
        if cocok is None or (hasil and not cocok[1]):
            raise RumusKeliru(
                f"“{teks[:60]}” bukan rumus. Tulis kode komponen dengan + atau -. "
                "Contoh: pegawai - tunjangan_guru"
            )
        hasil.append((-1 if cocok[1] == "-" else 1, cocok[2]))
        tempat = cocok.end()
    if not hasil:
        raise RumusKeliru("Rumus kosong. Contoh: pegawai - tunjangan_guru")
    return tuple(hasil)


def berawalan(kode: str, awalan: Sequence[str]) -> bool:
    """Whether a code is one of these or stands below it: ``5.1.01`` holds ``5.1.01.02``, not ``5.1.011``."""
    return any(kode == a or kode.startswith(f"{a}.") for a in awalan)


def milik_sub_kegiatan(kode: str, awalan: Sequence[str]) -> bool:
    """The same for an expanded sub kegiatan code; ``X.XX.01`` means program 01 of every bidang."""
    return berawalan(kode, awalan) or berawalan(lipat_kode(kode), awalan)


def _termasuk(komponen: Komponen, u: KelompokUang) -> bool | None:
    """Whether a need belongs to a component; None: its account does not tell."""
    if komponen.cara == CaraKomponen.SEMUA:
        return True
    if komponen.cara == CaraKomponen.REKENING and _cukup_rinci(u.rekening, komponen.rekening):
        return berawalan(u.rekening, komponen.rekening)
    return milik_sub_kegiatan(u.kode, komponen.sub_kegiatan) if komponen.sub_kegiatan else None


def _cukup_rinci(rekening: str, awalan: Sequence[str]) -> bool:
    """``5.1`` does not tell whether a need is ``5.1.01``."""
    return bool(rekening) and not any(a.startswith(f"{rekening}.") for a in awalan)


def jumlah_komponen(komponen: Komponen, uang: Iterable[KelompokUang]) -> Nilai:
    """Add up the needs that belong to a component; not for ``ISIAN``.

    A need without an account may or may not be belanja pegawai: unless the component says which
    sub kegiatan then count, the component is not known.
    """
    jumlah = perkiraan = belum_rinci = NOL
    kosong = banyak = 0
    for u in uang:
        banyak += 1
        masuk = _termasuk(komponen, u)
        if masuk is None:
            belum_rinci += u.jumlah
        elif masuk:
            jumlah += u.jumlah
            if komponen.cara == CaraKomponen.REKENING and not _cukup_rinci(u.rekening, komponen.rekening):
                perkiraan += u.jumlah
        if masuk is not False:
            kosong += u.jumlah_kosong
    if not banyak:
        return Nilai(None, ("belum ada kebutuhan yang diisi",))
    belum = []
    if belum_rinci:
        belum.append(f"{tulis_rupiah(belum_rinci)} belum dirinci per rekening")
    if kosong:
        belum.append(f"{tulis_angka(kosong)} baris belum berisi jumlah")
    return Nilai(jumlah, tuple(belum), perkiraan)


def hitung_rumus(rumus: str, nilai: Mapping[str, Nilai], nama: Mapping[str, str]) -> Nilai:
    """The value of a formula, with everything its parts lack. A part nobody knows is not zero."""
    jumlah: Decimal | None = NOL
    belum: list[str] = []
    perkiraan = NOL
    for tanda, kode in baca_rumus(rumus):
        isi = nilai.get(kode, Nilai(None, ("komponen tidak dikenal",)))
        perkiraan += isi.perkiraan
        belum += [*isi.umum, *(f"{nama.get(kode, kode)}: {b}" for b in isi.belum)]
        jumlah = None if jumlah is None or isi.jumlah is None else jumlah + tanda * isi.jumlah
    return Nilai(jumlah, tuple(belum), perkiraan)


def periksa_ketentuan(
    ketentuan: Ketentuan, nilai: Mapping[str, Nilai], nama: Mapping[str, str] | None = None
) -> HasilWajib:
    """Judge one limit. ``nama``: names of the components, for the sentences about what is missing.

    A base of zero or less has no percentage: then the data is not complete either.
    """
    atas = hitung_rumus(ketentuan.pembilang, nilai, nama or {})
    bawah = hitung_rumus(ketentuan.penyebut, nilai, nama or {})
    belum = tuple(dict.fromkeys(atas.belum + bawah.belum))
    perkiraan = atas.perkiraan + bawah.perkiraan
    if not belum and bawah.jumlah is not None and bawah.jumlah <= 0:
        belum = ("dasar perhitungan nol",)
    if belum or atas.jumlah is None or bawah.jumlah is None:
        return HasilWajib(
            ketentuan, Putusan.BELUM, atas.jumlah, bawah.jumlah, None, None, None, belum, perkiraan
        )
    batas = bawah.jumlah * ketentuan.persen / 100
    selisih = batas - atas.jumlah if ketentuan.arah == ArahBatas.MAKS else atas.jumlah - batas
    return HasilWajib(
        ketentuan,
        Putusan.TERPENUHI if selisih >= 0 else Putusan.TIDAK,
        atas.jumlah,
        bawah.jumlah,
        atas.jumlah * 100 / bawah.jumlah,
        batas,
        selisih,
        (),
        perkiraan,
    )


def uraikan_rumus(
    rumus: str, nilai: Mapping[str, Nilai], nama: Mapping[str, str]
) -> list[tuple[str, str, Decimal | None]]:
    """(sign, name, amount) of each part of a formula, as a page writes it; no sign before the first plus."""
    return [
        (
            "\u2212" if tanda < 0 else "+" if n else "",
            nama.get(kode, kode),
            nilai[kode].jumlah if kode in nilai else None,
        )
        for n, (tanda, kode) in enumerate(baca_rumus(rumus))
    ]
