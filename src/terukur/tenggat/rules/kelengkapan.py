"""Completeness in percent. Incomplete is never 100, empty is always 0."""

from collections.abc import Iterable

from terukur.inti.angka import tulis_angka
from terukur.tenggat.penyedia import Kelengkapan, Temuan


def persen_syarat(terpenuhi: int, jumlah: int, jumlah_galat: int = 0) -> int:
    """Whole percent of one requirement, rounded down; at most 99 while an error stands."""
    if jumlah <= 0 or terpenuhi <= 0:
        return 0
    persen = min(100, terpenuhi * 100 // jumlah)
    return min(persen, 99) if jumlah_galat else persen


def persen_paket(syarat: Iterable[tuple[bool, int]]) -> int:
    """Whole percent of a package from (is required, percent) of its requirements, rounded down.

    Required ones count equally; optional ones count only where nothing is required.
    """
    semua = list(syarat)
    dihitung = [p for wajib, p in semua if wajib] or [p for _, p in semua]
    return sum(dihitung) // len(dihitung) if dihitung else 0


def persen(kelengkapan: Kelengkapan) -> int:
    """Whole percent of a provider's answer."""
    return persen_syarat(kelengkapan.terpenuhi, kelengkapan.jumlah, len(kelengkapan.galat))


def kekurangan(syarat: Iterable[tuple[str, bool, Kelengkapan]]) -> tuple[str, ...]:
    """What hinders submission: (name, required, completeness) -> sentences, empty when none.

    An optional requirement hinders only by its errors, never by being empty.
    """
    hasil = []
    for nama, wajib, k in syarat:
        if k.is_kosong:
            hasil += [f"{nama}: belum diisi"] * wajib
        elif k.galat:
            hasil.append(f"{nama}: {tulis_angka(len(k.galat))} galat belum diperbaiki")
        elif wajib and not k.is_lengkap:
            hasil.append(f"{nama}: {tulis_angka(k.jumlah - k.terpenuhi)} isian belum lengkap")
    return tuple(hasil)


def penghalang(wajib: bool, k: Kelengkapan) -> tuple[Temuan, ...]:
    """The findings of one requirement that keep a package from being submitted, as `kekurangan` counts.

    What a required list still lacks is told by its provider as warnings; here it hinders.
    """
    if k.galat:
        return k.galat if wajib or not k.is_kosong else ()
    return k.peringatan if wajib and not k.is_lengkap else ()
