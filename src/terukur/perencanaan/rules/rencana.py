"""What an RPJMD or a Renstra says, as plain values: its shape, what it still lacks, its rows.

Shape: Permendagri 86/2017. An RPJMD goes from visi and misi to tujuan, sasaran and program
prioritas; the Renstra of an OPD from tujuan to sasaran, each serving a sasaran of the RPJMD, to program.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas
from terukur.perencanaan.rules.target import Target, tulis_target

J = JenisButir

SUSUNAN: Mapping[str, Mapping[str, str]] = {
    JenisRencana.RPJMD: {J.MISI: "", J.TUJUAN: J.MISI, J.SASARAN: J.TUJUAN, J.PROGRAM: J.SASARAN},
    JenisRencana.RENSTRA: {J.TUJUAN: "", J.SASARAN: J.TUJUAN, J.PROGRAM: J.SASARAN},
}
"""Level -> the level above it (empty: the document itself), for each kind of plan."""

BERINDIKATOR = frozenset({J.TUJUAN, J.SASARAN, J.PROGRAM})


def jenis_bawahan(rencana: str, jenis: str) -> str:
    """The level below ``jenis`` (empty: the document itself); empty when there is none."""
    return next((anak for anak, induk in SUSUNAN[rencana].items() if induk == jenis), "")


@dataclass(frozen=True, slots=True)
class IsiIndikator:
    """An indicator with its targets by year; a year that is not filled in is absent."""

    id: str
    kunci: str
    nama: str
    satuan: str
    polaritas: str
    sumber_data: str = ""
    awal: Target | None = None
    target: Mapping[int, Target] = field(default_factory=dict)
    akhir: Target | None = None

    def tulis(self, target: Target | None) -> str:
        return tulis_target(self.polaritas, target)

    def sel(self, target: Target | None) -> Decimal | str | None:
        """For a sheet: a number where the target is one number, else as ``tulis``; None when empty."""
        if target is None:
            return None
        satu = target.nilai is not None and target.nilai_atas is None
        return target.nilai if satu and self.polaritas != Polaritas.YA_TIDAK else self.tulis(target)


@dataclass(slots=True)
class IsiButir:
    """A misi, tujuan, sasaran or program with everything below it.

    ``acuan``: the sasaran of the RPJMD that a sasaran serves; ``acuan_berlaku``: it belongs to the
    version in force. ``opd``: who answers for a program of the RPJMD. ``pagu``: by year.
    """

    id: str
    kunci: str
    jenis: str
    nama: str
    kode: str = ""
    opd: str = ""
    acuan: str = ""
    acuan_berlaku: bool = False
    indikator: tuple[IsiIndikator, ...] = ()
    pagu: Mapping[int, Decimal] = field(default_factory=dict)
    anak: list["IsiButir"] = field(default_factory=list)

    @property
    def sebutan(self) -> str:
        return f"{JenisButir(self.jenis).label} “{f'{self.kode} {self.nama}'.strip()}”"

    def semua(self) -> Iterator["IsiButir"]:
        """This one and everything below it, in the order of reading."""
        yield self
        for anak in self.anak:
            yield from anak.semua()


@dataclass(frozen=True, slots=True)
class IsiRencana:
    """One version of a plan."""

    jenis: str
    tahun: range
    visi: str
    akar: Sequence[IsiButir]

    def semua(self) -> Iterator[IsiButir]:
        for butir in self.akar:
            yield from butir.semua()


def kekurangan_rencana(isi: IsiRencana) -> tuple[str, ...]:
    """What must be there before a plan is signed or set, as sentences; empty: it is complete.

    Every tujuan has a sasaran; every tujuan, sasaran and program an indicator with kondisi awal,
    a target for each year and kondisi akhir; a Renstra's sasaran serves a sasaran of the RPJMD in force.
    """
    hasil = []
    if isi.jenis == JenisRencana.RPJMD and not isi.visi.strip():
        hasil.append("Visi belum diisi.")
    if not isi.akar:
        hasil.append(f"Belum ada {JenisButir(jenis_bawahan(isi.jenis, '')).label.lower()}.")
    for butir in isi.semua():
        hasil += _kekurangan_butir(butir, isi)
    return tuple(hasil)


def _kekurangan_butir(butir: IsiButir, isi: IsiRencana) -> list[str]:
    hasil = []
    bawah = jenis_bawahan(isi.jenis, butir.jenis)
    if bawah and not butir.anak and not (isi.jenis == JenisRencana.RPJMD and bawah == J.PROGRAM):
        hasil.append(f"{butir.sebutan}: belum ada {JenisButir(bawah).label.lower()}.")
    if butir.jenis in BERINDIKATOR and not butir.indikator:
        hasil.append(f"{butir.sebutan}: belum ada indikator.")
    for ind in butir.indikator:
        kosong = [str(t) for t in isi.tahun if t not in ind.target]
        kosong = (["kondisi awal"] if ind.awal is None else []) + kosong
        kosong += ["kondisi akhir"] if ind.akhir is None else []
        if kosong:
            hasil.append(f"Indikator “{ind.nama}”: target belum diisi ({', '.join(kosong)}).")
    if isi.jenis == JenisRencana.RENSTRA:
        if butir.jenis == J.SASARAN and not butir.acuan_berlaku:
            hasil.append(f"{butir.sebutan}: pilih sasaran RPJMD yang berlaku.")
        if butir.jenis == J.PROGRAM and (kosong := [str(t) for t in isi.tahun if t not in butir.pagu]):
            hasil.append(f"{butir.sebutan}: pagu indikatif belum diisi ({', '.join(kosong)}).")
    return hasil


def isi_baku(isi: IsiRencana) -> dict[str, tuple[str, dict[str, object]]]:
    """{key: (label, {field in the words of the page: value})}: what is compared and digested."""
    hasil: dict[str, tuple[str, dict[str, object]]] = {}
    if isi.jenis == JenisRencana.RPJMD:
        hasil["visi"] = ("Visi", {"Visi": isi.visi})
    for induk, butir in _berinduk(isi.akar, ""):
        kolom: dict[str, object] = {"Nama": butir.nama, "Di bawah": induk}
        if butir.jenis == J.PROGRAM:
            kolom |= {"Kode": butir.kode, "OPD penanggung jawab": butir.opd}
            kolom |= {f"Pagu {t}": butir.pagu.get(t) for t in isi.tahun}
        if butir.jenis == J.SASARAN:
            kolom["Sasaran RPJMD"] = butir.acuan
        hasil[butir.kunci] = (butir.sebutan, kolom)
        for ind in butir.indikator:
            hasil[ind.kunci] = (
                f"Indikator “{ind.nama}”",
                {"Milik": butir.sebutan, **kolom_indikator(ind, isi.tahun)},
            )
    return hasil


def _berinduk(daftar: Sequence[IsiButir], induk: str) -> Iterator[tuple[str, IsiButir]]:
    for butir in daftar:
        yield induk, butir
        yield from _berinduk(butir.anak, butir.sebutan)


def kolom_indikator(ind: IsiIndikator, tahun: range) -> dict[str, object]:
    """The fields of an indicator in the words of the page, targets as written there."""
    return {
        "Indikator": ind.nama,
        "Satuan": ind.satuan,
        "Polaritas": Polaritas(ind.polaritas).label,
        "Kondisi awal": ind.tulis(ind.awal),
        **{f"Target {t}": ind.tulis(ind.target.get(t)) for t in tahun},
        "Kondisi akhir": ind.tulis(ind.akhir),
        "Sumber data": ind.sumber_data,
    }


def baris_lembar(isi: IsiRencana) -> Iterator[dict[str, Any]]:
    """Rows of a sheet: one per indicator, and one for each butir that has none."""
    for butir in isi.semua():
        awal: dict[str, Any] = {
            "Tingkat": JenisButir(butir.jenis).label, "Kode": butir.kode, "Uraian": butir.nama,
            "Sasaran RPJMD": butir.acuan, "OPD penanggung jawab": butir.opd,
        }  # fmt: skip
        uang = {f"Pagu {t}": butir.pagu.get(t) for t in isi.tahun}
        for n, ind in enumerate(butir.indikator):
            angka = {f"Target {t}": ind.sel(ind.target.get(t)) for t in isi.tahun}
            angka |= {"Kondisi awal": ind.sel(ind.awal), "Kondisi akhir": ind.sel(ind.akhir)}
            yield {**awal, **kolom_indikator(ind, isi.tahun), **angka, **(uang if n == 0 else {})}
        if not butir.indikator:
            yield {**awal, **uang}
