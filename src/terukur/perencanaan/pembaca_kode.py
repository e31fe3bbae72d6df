"""Compares what readers found: two versions of the nomenclature, and codes with their versions. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from terukur.impor.pembaca import HasilBaca


class BarisResmi(NamedTuple):
    """What is compared of a row, whether read from a file or stored."""

    jenis_pemda: str
    kode: str
    nama: str


def baris_resmi(hasil: HasilBaca) -> list[BarisResmi]:
    return [BarisResmi(b.jenis_pemda, b.kode, b.nama) for b in hasil.baris]


def selisih(lama: Iterable[BarisResmi], baru: Iterable[BarisResmi]) -> dict[str, Any]:
    """What a new version changes: counts and the first codes of new, gone and renamed rows."""
    a = {x[:2]: x.nama for x in lama}
    b = {x[:2]: x.nama for x in baru}
    pemda = {k[0] for k in b}
    hilang = sorted(k for k in a.keys() - b.keys() if k[0] in pemda)
    ganti = sorted(k for k in a.keys() & b.keys() if a[k].casefold() != b[k].casefold())
    tambah = sorted(b.keys() - a.keys())
    return {
        "baru": len(tambah), "hilang": len(hilang), "berganti_nama": len(ganti),
        "tetap": len(a.keys() & b.keys()) - len(ganti),
        "contoh": {"baru": [k[1] for k in tambah[:10]], "hilang": [k[1] for k in hilang[:10]],
                   "berganti_nama": [k[1] for k in ganti[:10]]},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DaftarKode:
    """Codes of one version of the nomenclature, ``X.XX`` included as it stands."""

    nama: str
    kode: Mapping[str, str]

    def ada(self, kode: str) -> bool:
        """Is the code in this version, by itself or as a program 01 of any bidang?"""
        ruas = kode.split(".")
        if kode in self.kode:
            return True
        return len(ruas) >= 3 and ruas[2] == "01" and ".".join(("X", "XX", *ruas[2:])) in self.kode


def periksa_kode(
    hasil: HasilBaca, pakai: Iterable[tuple[str, str, int]], versi: Sequence[DaftarKode]
) -> dict[str, int]:
    """Look up the sub kegiatan codes of a workbook: in the year's version, else in older ones.

    ``pakai``: (code, sheet, row). ``versi``: the year's version first. A code found only in an older
    version is a peringatan, one found nowhere a galat; each code is reported once, at its first row.
    Returns the number of codes per version name, ``tidak_ditemukan`` included.
    """
    if not versi:
        return {}
    utama, *lain = versi
    jumlah = {v.nama: 0 for v in versi} | {"tidak_ditemukan": 0}
    pernah: set[str] = set()
    for kode, lembar, nomor in pakai:
        if kode in pernah or kode.count(".") != 5:
            continue
        pernah.add(kode)
        if utama.ada(kode):
            jumlah[utama.nama] += 1
            continue
        lama = next((v for v in lain if v.ada(kode)), None)
        nama = hasil.nama_kode.get(kode, "")[:70]
        if lama:
            jumlah[lama.nama] += 1
            hasil.tambah(
                "peringatan", "kode_versi_lama",
                f"Kode {kode} {nama} tidak ada di {utama.nama}, tetapi ada di {lama.nama}. "
                "Cari penggantinya.",
                lembar=lembar, baris=nomor,
            )  # fmt: skip
        else:
            jumlah["tidak_ditemukan"] += 1
            hasil.tambah(
                "galat", "kode_tak_dikenal",
                f"Kode {kode} {nama} tidak ada di {' maupun '.join(v.nama for v in versi)}. Periksa kodenya.",
                lembar=lembar, baris=nomor,
            )  # fmt: skip
    return jumlah
