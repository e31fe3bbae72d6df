"""Which fields of a row people may write, and how two values of one compare."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terukur.inti.angka import tulis_angka
from terukur.perencanaan.rules.matriks import BarisRencana

LABEL_KOLOM = {
    "unit": "Unit",
    "target": "Target",
    "lokasi": "Lokasi",
    "lokasi_uraian": "Uraian lokasi",
    "kelompok_sasaran": "Kelompok sasaran",
    "prioritas": "Prioritas daerah",
    "prioritas_nasional": "Prioritas nasional",
    "target_maju": "Target prakiraan maju",
    "pagu_maju": "Pagu prakiraan maju",
    "target_akhir_renstra": "Target akhir Renstra",
    "realisasi_lalu": "Realisasi dua tahun lalu",
    "prakiraan_berjalan": "Prakiraan capaian tahun berjalan",
    "tag": "Penanda",
    "catatan": "Catatan",
}
"""Fields of a sub kegiatan that an operator fills, with the words of the form."""

KOLOM_ANGKA = (
    "target", "target_maju", "pagu_maju", "target_akhir_renstra", "realisasi_lalu", "prakiraan_berjalan",
)  # fmt: skip


def periksa_besar(kolom: str, nilai: Decimal | None) -> str | None:
    """Why a number cannot be stored, or None: 18 digits before the comma for money, else 16."""
    angka = 18 if kolom == "pagu_maju" else 16
    if nilai is None or abs(nilai) < Decimal(10) ** angka:
        return None
    return f"{LABEL_KOLOM[kolom]} terlalu besar: paling banyak {angka} angka sebelum koma."


KOLOM_RESMI = (
    "kode", "nama", "unit", "indikator", "satuan", "target", "lokasi", "uraian_lokasi", "kelompok_sasaran",
    "prioritas_daerah", "prioritas_nasional", "target_prakiraan_maju", "pagu_prakiraan_maju",
    "target_akhir_renstra", "realisasi_dua_tahun_lalu", "prakiraan_tahun_berjalan", "penanda",
    "indikator_tambahan", "catatan", "nomenklatur",
)  # fmt: skip
"""Columns of a frozen row in the order of reading; the database keeps them in none."""


def isi_baris(baris: BarisRencana) -> dict[str, Any]:
    """A row's content as canonical values: what is frozen, digested and compared between stages.

    Numbers as text in plain notation, empty as None, so that equal contents are equal text.
    """

    def angka(nilai: Decimal | None) -> str | None:
        return None if nilai is None else f"{nilai.normalize():f}"

    return {
        "kode": baris.kode,
        "nama": baris.nama,
        "unit": baris.nama_unit,
        "indikator": baris.indikator,
        "satuan": baris.satuan,
        "nomenklatur": baris.nama_versi,
        "target": angka(baris.target),
        "lokasi": [f"{k} {n}" for k, n in zip(baris.lokasi, baris.nama_lokasi, strict=True)],
        "uraian_lokasi": baris.lokasi_uraian,
        "kelompok_sasaran": baris.kelompok_sasaran,
        "prioritas_daerah": baris.nama_prioritas,
        "prioritas_nasional": baris.prioritas_nasional,
        "target_prakiraan_maju": angka(baris.target_maju),
        "pagu_prakiraan_maju": angka(baris.pagu_maju),
        "target_akhir_renstra": angka(baris.target_akhir_renstra),
        "realisasi_dua_tahun_lalu": angka(baris.realisasi_lalu),
        "prakiraan_tahun_berjalan": angka(baris.prakiraan_berjalan),
        "penanda": list(baris.tag),
        "catatan": baris.catatan,
        "indikator_tambahan": [
            {
                "nama": i.nama,
                "satuan": i.satuan,
                "target": angka(i.target),
                "target_maju": angka(i.target_maju),
            }
            for i in baris.indikator_tambahan
        ],
    }


PENANDA = (
    "SPM", "DAK", "Pokir", "Mandatori", "Kemiskinan", "Stunting", "Inflasi", "IKU", "IKK", "PSN",
)  # fmt: skip
"""Tags of the Renja matrix that an operator may set beside the official ones."""


def tulis_isian(nilai: object) -> str:
    """A field's value in words, for a page that shows two of them side by side."""
    if nilai is None or nilai == "" or nilai == []:
        return "(kosong)"
    if isinstance(nilai, Decimal):
        return tulis_angka(nilai)
    if isinstance(nilai, (list, tuple)):
        return ", ".join(str(n) for n in nilai)
    return str(nilai)


def sebut_isian(kolom: str) -> str:
    """A field of a row in words: ``kelompok_sasaran`` -> ``Kelompok sasaran``; none: the whole row."""
    kata = kolom.replace("_", " ") or "seluruh baris"
    return kata[0].upper() + kata[1:]


def kolom_bentrok(tersimpan: Mapping[str, object], kiriman: Mapping[str, object]) -> list[str]:
    """Fields in which what somebody else saved differs from what is being sent."""
    return [k for k in kiriman if tersimpan.get(k) != kiriman[k]]
