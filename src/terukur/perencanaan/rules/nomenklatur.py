"""A row of the nomenclature as a plain value, tidied and checked before it is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from terukur.perencanaan.choices import JenisPemda, Tingkat
from terukur.perencanaan.rules.kode import KodeKeliru, induk_kode, rapikan_kode, tingkat_kode


@dataclass(frozen=True, slots=True)
class IsianNomenklatur:
    """One row to store. ``kode`` may be in any spelling that ``rapikan_kode`` reads."""

    jenis_pemda: str
    kode: str
    nama: str
    kinerja: str = ""
    indikator: str = ""
    satuan: str = ""
    spm: bool = False
    jenis: str = ""
    pelaksana: str = ""
    definisi: str = ""
    tag: tuple[str, ...] = ()
    kode_sebelumnya: str = ""

    @property
    def tingkat(self) -> Tingkat:
        return tingkat_kode(self.kode)

    @property
    def kode_induk(self) -> str:
        return induk_kode(self.kode)


def rapikan_spasi(teks: str) -> str:
    """Runs of spaces and line breaks, as in texts taken from PDF, become one space."""
    return " ".join(teks.split())


def _rapikan(baris: IsianNomenklatur) -> IsianNomenklatur:
    sebelum = baris.kode_sebelumnya.strip()
    return IsianNomenklatur(
        jenis_pemda=baris.jenis_pemda,
        kode=rapikan_kode(baris.kode),
        nama=rapikan_spasi(baris.nama),
        kinerja=rapikan_spasi(baris.kinerja),
        indikator=rapikan_spasi(baris.indikator),
        satuan=rapikan_spasi(baris.satuan),
        spm=baris.spm,
        jenis=rapikan_spasi(baris.jenis),
        pelaksana=rapikan_spasi(baris.pelaksana),
        definisi=rapikan_spasi(baris.definisi),
        tag=tuple(dict.fromkeys(t for t in map(rapikan_spasi, baris.tag) if t)),
        kode_sebelumnya=rapikan_kode(sebelum) if sebelum else "",
    )


def rapikan_daftar(daftar: Iterable[IsianNomenklatur]) -> tuple[list[IsianNomenklatur], list[str]]:
    """Tidy rows in order of code, and the sentences about what is wrong with the others.

    Wrong are: a code that is none, a row without a name, an unknown jenis pemda, and a code that
    occurs twice for one jenis pemda (both named once).
    """
    rapi: list[IsianNomenklatur] = []
    galat: list[str] = []
    for mentah in daftar:
        try:
            baris = _rapikan(mentah)
        except KodeKeliru as salah:
            galat.append(str(salah))
            continue
        if baris.jenis_pemda not in JenisPemda.values:
            galat.append(f"{baris.kode}: jenis pemda “{baris.jenis_pemda}” tidak dikenal (KABKOT atau PROV).")
        elif not baris.nama:
            galat.append(f"{baris.kode}: namanya kosong.")
        else:
            rapi.append(baris)
    for (jenis, kode), banyak in Counter((b.jenis_pemda, b.kode) for b in rapi).items():
        if banyak > 1:
            galat.append(f"{kode} ({jenis}) tercatat {banyak} kali.")
    return sorted(rapi, key=lambda b: (b.jenis_pemda, b.kode)), galat
