"""Laporan Realisasi Fisik dan Keuangan: one OPD down to the sub kegiatan, or every OPD in one line."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.anggaran.queries import SerapanOPD, anggaran_program, buku_opd, buku_semua
from terukur.anggaran.rules.serapan import persen_serapan, tambah
from terukur.inti.waktu import BULAN, tulis_tanggal
from terukur.organisasi.queries import semua_opd
from terukur.perencanaan.queries.berlaku import renstra_opd
from terukur.realisasi.queries.capaian import nilai_banyak
from terukur.realisasi.queries.evaluasi import baca_aksi, nama_tingkat, uang_evaluasi
from terukur.realisasi.queries.kertas import tulis
from terukur.realisasi.rules.evaluasi import susun_simpul
from terukur.realisasi.rules.nilai import SERATUS

TANPA_FISIK = (
    "Realisasi fisik per sub kegiatan dan rencana penarikan per bulan belum dicatat di Terukur, jadi "
    "kolomnya tidak dimuat. Yang ditunjukkan di sampingnya adalah kinerja: capaian rencana aksi yang sudah "
    "diverifikasi terhadap target s.d. periode yang sama, dan deviasinya dari 100 %."
)


def _uang(pagu: Decimal | None, realisasi: Decimal | None) -> dict[str, Any]:
    return {
        "pagu": tulis(pagu),
        "realisasi": tulis(realisasi),
        "persen": tulis(persen_serapan(pagu, realisasi)),
    }


def _kinerja(capaian: Decimal | None) -> dict[str, Any]:
    """Achievement where a plan is recorded and scored, and how far it is from that plan."""
    return {
        "kinerja": tulis(capaian),
        "deviasi": None if capaian is None else tulis(capaian - SERATUS),
    }


def _bulan(per: dt.date) -> str:
    akhir = (per + dt.timedelta(days=1)).day == 1
    return f"{BULAN[per.month - 1]} {per.year}" if akhir else f"s.d. {tulis_tanggal(per)}"


def susun_rfk(opd_id: UUID, per: dt.date, diketahui: dt.datetime) -> dict[str, Any]:
    """Money and achievement of one OPD by program, kegiatan and sub kegiatan."""
    tahun = per.year
    aksi = baca_aksi(opd_id, tahun, per=per, diketahui=diketahui)
    buku = buku_opd(opd_id, tahun, per=per, diketahui=diketahui)
    anggaran = None if buku else anggaran_program(opd_id, tahun, "sub_kegiatan", diketahui=diketahui)
    uang, dasar = uang_evaluasi(anggaran, buku)
    simpul = susun_simpul(uang, [a.ukur for a in aksi])
    nama = nama_tingkat(
        tahun, {s.kode for s in simpul}, diketahui, aksi=aksi, buku=buku,
        renstra=renstra_opd(opd_id, tahun, diketahui),
    )  # fmt: skip
    lain = {"lain": "Di luar sub kegiatan", "jumlah": "Jumlah"}
    baris = [
        {"tingkat": s.tingkat, "kode": s.kode, "nama": lain.get(s.tingkat) or nama.get(s.kode, s.kode)}
        | _uang(s.uang.pagu, s.uang.realisasi)
        | _kinerja(s.capaian)
        | {"status": f"{s.dinilai} dari {s.banyak} indikator dinilai" if s.banyak else ""}
        for s in simpul
    ]
    catatan = [TANPA_FISIK]
    if buku is None:
        catatan.insert(0, "Realisasi anggaran belum tercatat di Terukur; kolom realisasi kosong, bukan nol.")
    elif buku.batas < per.replace(day=1):
        catatan.insert(0, f"Batas data {buku.nama_sumber} {tulis_tanggal(buku.batas)}, sebelum bulan ini.")
    return {
        "seluruh": False,
        "bulan": _bulan(per),
        "sumber": buku.nama_sumber if buku else "",
        "batas": tulis_tanggal(buku.batas) if buku else "",
        "pagu_dasar": dasar,
        "catatan": catatan,
        "baris": baris[:-1] if aksi or uang else [],
        "jumlah": baris[-1:],
    }


def susun_rfk_semua(
    per: dt.date, diketahui: dt.datetime, *, opd_ids: Collection[UUID] | None = None
) -> dict[str, Any]:
    """Every OPD of the day, or these, with the book that each is told from. Three queries."""
    buku = buku_semua(per.year, per=per, diketahui=diketahui, opd_ids=opd_ids)
    nilai = nilai_banyak(opd_ids, per, diketahui)
    baris = []
    for o in semua_opd(per=per, diketahui=diketahui, id_opd=opd_ids):
        b, n = buku.get(o.pk), nilai.get(o.pk)
        baris.append(
            {"tingkat": "opd", "id": str(o.pk), "kode": o.kode, "nama": o.nama}
            | _uang(b.anggaran if b else None, b.realisasi if b else None)
            | _kinerja(n.nilai if n else None)
            | {
                "sumber": b.nama_sumber if b else "",
                "batas": tulis_tanggal(b.batas) if b else "",
                "status": _status(b, per),
            }
        )
    return {
        "seluruh": True,
        "bulan": _bulan(per),
        "catatan": [TANPA_FISIK],
        "baris": baris,
        "jumlah": _jumlah(baris),
    }


def _status(b: SerapanOPD | None, per: dt.date) -> str:
    if b is None:
        return "Anggaran belum tercatat"
    return "Batas data sebelum bulan ini" if b.batas < per.replace(day=1) else ""


def _jumlah(baris: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One sum for each book: figures of different books are not added up."""
    milik: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for b in baris:
        if b["sumber"]:
            milik[b["sumber"]].append(b)
    hasil = []
    for sumber, daftar in sorted(milik.items()):
        pagu = realisasi = None
        for b in daftar:
            pagu = tambah(pagu, None if b["pagu"] is None else Decimal(b["pagu"]))
            realisasi = tambah(realisasi, None if b["realisasi"] is None else Decimal(b["realisasi"]))
        hasil.append(
            {"tingkat": "jumlah", "kode": "", "nama": f"Jumlah menurut {sumber} ({len(daftar)} OPD)"}
            | _uang(pagu, realisasi)
            | _kinerja(None)
            | {"sumber": sumber, "batas": "", "status": ""}
        )
    return hasil
