"""What a reader hands back: rows, totals per level, and problems with their place and a sentence."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from terukur.impor.pembaca.sel import SEN

Parah = Literal["galat", "peringatan"]


def huruf_kolom(nomor: int) -> str:
    """Letters of a column counted from 0: 0 -> ``A``, 27 -> ``AB``."""
    huruf = ""
    nomor += 1
    while nomor:
        nomor, sisa = divmod(nomor - 1, 26)
        huruf = chr(65 + sisa) + huruf
    return huruf


@dataclass(frozen=True, slots=True)
class Masalah:
    """One problem. ``baris`` counts from 1 as the workbook does (0: the whole sheet); ``kolom`` in letters.

    *galat*: the file is not applied. *peringatan*: applied, flagged and explained.
    """

    parah: Parah
    kode: str
    pesan: str
    lembar: str = ""
    baris: int = 0
    kolom: str = ""

    def json(self) -> dict[str, Any]:
        return {
            "lembar": self.lembar,
            "baris": self.baris or None,
            "kolom": self.kolom or None,
            "tingkat": self.parah,
            "kode": self.kode,
            "pesan": self.pesan,
        }


def angka_json(nilai: Decimal | None) -> int | float | str | None:
    """A number JSON can hold exactly; as text where a float would alter it."""
    if nilai is None:
        return None
    if nilai == nilai.to_integral_value():
        return int(nilai)
    rapi = nilai.quantize(SEN) if nilai == nilai.quantize(SEN) else nilai
    return float(rapi) if Decimal(repr(float(rapi))) == rapi else str(rapi)


@dataclass(slots=True)
class HasilBaca:
    """The result of one reader.

    ``baris``: rows of the reader's own type, leaves and parents, in the order of the workbook.
    ``unit``: {"kode", "nama", and totals}. ``total``: per money column, of the leaves only.
    ``jumlah``: other counts by name (for nomenklatur: by jenis pemda).
    ``nama_kode``: code -> name, for every level named in the file.
    ``lembar_dilewati``: (name, why). ``kolom``: sheet -> {target field: "F (label)"}.
    """

    jenis: str
    berkas: str
    tahun: int | None = None
    unit: list[dict[str, Any]] = field(default_factory=list)
    baris: list[Any] = field(default_factory=list)
    baris_per_tingkat: dict[str, int] = field(default_factory=dict)
    total: dict[str, Decimal] = field(default_factory=dict)
    jumlah: dict[str, Any] = field(default_factory=dict)
    masalah: list[Masalah] = field(default_factory=list)
    lembar_dibaca: list[str] = field(default_factory=list)
    lembar_dilewati: list[tuple[str, str]] = field(default_factory=list)
    lembar_tersembunyi: list[str] = field(default_factory=list)
    kolom: dict[str, dict[str, str]] = field(default_factory=dict)
    kolom_tak_dikenal: dict[str, list[str]] = field(default_factory=dict)
    judul: list[str] = field(default_factory=list)
    nama_kode: dict[str, str] = field(default_factory=dict)

    @property
    def galat(self) -> list[Masalah]:
        return [m for m in self.masalah if m.parah == "galat"]

    @property
    def peringatan(self) -> list[Masalah]:
        return [m for m in self.masalah if m.parah == "peringatan"]

    def tambah(
        self, parah: Parah, kode: str, pesan: str, *, lembar: str = "", baris: int = 0, kolom: str = ""
    ) -> None:
        self.masalah.append(Masalah(parah, kode, pesan, lembar, baris, kolom))

    def json(self) -> dict[str, Any]:
        """Machine output with stable keys."""
        return {
            "jenis": self.jenis,
            "berkas": self.berkas,
            "tahun": self.tahun,
            "judul": self.judul,
            "lembar": {
                "dibaca": self.lembar_dibaca,
                "dilewati": [{"nama": n, "sebab": s} for n, s in self.lembar_dilewati],
                "tersembunyi": self.lembar_tersembunyi,
            },
            "kolom": {"dikenali": self.kolom, "tidak_dikenal": self.kolom_tak_dikenal},
            "unit": {
                "jumlah": len(self.unit),
                "daftar": [
                    {k: angka_json(v) if isinstance(v, Decimal) else v for k, v in u.items()}
                    for u in self.unit
                ],
            },
            "baris": self.baris_per_tingkat,
            "jumlah": self.jumlah,
            "total": {k: angka_json(v) for k, v in self.total.items()},
            "masalah": [m.json() for m in self.masalah],
            "jumlah_masalah": {"galat": len(self.galat), "peringatan": len(self.peringatan)},
        }

    def hitung_tingkat(self, tingkat: Counter[str], urutan: tuple[str, ...]) -> None:
        """Fill ``baris_per_tingkat`` in the order of levels, leaving out those that do not occur."""
        self.baris_per_tingkat = {t: tingkat[t] for t in urutan if tingkat[t]}
