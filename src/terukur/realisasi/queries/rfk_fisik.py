"""The physical part of the RFK: its columns appear where anything physical is recorded in the year.

Only confirmed figures of the month count. An edition published before the first entry comes out the same.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.inti.waktu import BULAN
from terukur.realisasi.models import RealisasiFisik
from terukur.realisasi.queries.fisik import FisikRFK, sebut_pengadaan
from terukur.realisasi.queries.kertas import tulis
from terukur.realisasi.rules.evaluasi import Simpul
from terukur.realisasi.rules.fisik import RUMUS, GabunganFisik, deviasi_fisik, gabung_fisik

KOSONG: dict[str, Any] = {"fisik": None, "rencana_fisik": None, "deviasi_fisik": None, "pengadaan": ""}
TANPA_KAS = (
    "Rencana penarikan per bulan belum dicatat di Terukur, jadi kolomnya tidak dimuat. Kinerja adalah "
    "capaian rencana aksi yang sudah diverifikasi terhadap target s.d. periode yang sama, dan deviasinya "
    "dari 100 %."
)


def catatan_fisik(bulan: int, belum: int) -> list[str]:
    """What is said below the table: the formula, and what is not confirmed."""
    hasil = [RUMUS, TANPA_KAS]
    if belum:
        hasil.insert(
            0,
            f"{belum} isian fisik bulan {BULAN[bulan - 1]} belum disahkan kepala OPD dan tidak dihitung.",
        )
    return hasil


def _satu(f: RealisasiFisik | None) -> dict[str, Any]:
    if f is None:
        return dict(KOSONG)
    return {
        "fisik": tulis(f.realisasi),
        "rencana_fisik": tulis(f.rencana),
        "deviasi_fisik": tulis(deviasi_fisik(f.rencana, f.realisasi)),
        "pengadaan": sebut_pengadaan(f.pengadaan) + (f", {f.nomor_kontrak}" if f.nomor_kontrak else ""),
    }


def tulis_gabungan(g: GabunganFisik) -> dict[str, Any]:
    return KOSONG | {
        "fisik": tulis(g.realisasi),
        "rencana_fisik": tulis(g.rencana),
        "deviasi_fisik": tulis(g.deviasi),
    }


def sebut_tanpa(g: GabunganFisik) -> str:
    """How many sub kegiatan the figure leaves out, in words."""
    return f"fisik {g.tanpa} dari {g.banyak} sub kegiatan tidak dihitung" if g.tanpa else ""


def gabung_kode(
    kode: Iterable[str], pagu: Mapping[str, Decimal | None], resmi: Mapping[str, RealisasiFisik]
) -> GabunganFisik:
    """The figure of these sub kegiatan."""
    fakta = [(k, resmi.get(k)) for k in sorted(kode)]
    return gabung_fisik((pagu.get(k), f.realisasi if f else None, f.rencana if f else None) for k, f in fakta)


def fisik_simpul(opd_id: UUID, simpul: Iterable[Simpul], fisik: FisikRFK) -> list[dict[str, Any]]:
    """For each level of the table its physical columns, and what to add to its status."""
    simpul = list(simpul)
    pagu = {s.kode: s.uang.pagu for s in simpul if s.tingkat == "sub_kegiatan"}
    resmi, belum = fisik.resmi.get(opd_id, {}), fisik.belum(opd_id)
    hasil = []
    for s in simpul:
        if s.tingkat == "sub_kegiatan":
            ket = "fisik belum disahkan" if s.kode in belum else ""
            hasil.append(_satu(resmi.get(s.kode)) | {"ket_fisik": ket})
        elif s.tingkat == "lain":
            hasil.append(KOSONG | {"ket_fisik": ""})
        else:
            g = gabung_kode(
                (k for k in pagu if s.tingkat == "jumlah" or k.startswith(f"{s.kode}.")), pagu, resmi
            )
            hasil.append(tulis_gabungan(g) | {"ket_fisik": sebut_tanpa(g)})
    return hasil


def pakai(baris: dict[str, Any], fisik: dict[str, Any]) -> dict[str, Any]:
    """The row with its physical columns; the remark goes to the others."""
    ket = fisik.pop("ket_fisik")
    return baris | fisik | {"status": "; ".join(n for n in (baris["status"], ket) if n)}
