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
from terukur.realisasi.queries.fisik import FisikRFK, fisik_rfk, pagu_sub
from terukur.realisasi.queries.kertas import tulis
from terukur.realisasi.queries.rfk_fisik import (
    catatan_fisik,
    fisik_simpul,
    gabung_kode,
    pakai,
    sebut_tanpa,
    tulis_gabungan,
)
from terukur.realisasi.rules.evaluasi import susun_simpul
from terukur.realisasi.rules.fisik import gabung_fisik
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
    """Money, physical progress and achievement of one OPD by program, kegiatan and sub kegiatan."""
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
    fisik = fisik_rfk(per, diketahui, opd_ids=[opd_id])
    catatan = [TANPA_FISIK]
    if fisik.pernah:
        baris = [pakai(b, f) for b, f in zip(baris, fisik_simpul(opd_id, simpul, fisik), strict=True)]
        catatan = catatan_fisik(per.month, len(fisik.belum(opd_id)))
        luar = sorted(fisik.resmi.get(opd_id, {}).keys() - {s.kode for s in simpul})
        if luar:
            catatan.insert(0, f"Fisik disahkan untuk sub kegiatan di luar tabel ini: {', '.join(luar)}.")
    if buku is None:
        catatan.insert(0, "Realisasi anggaran belum tercatat di Terukur; kolom realisasi kosong, bukan nol.")
    elif buku.batas < per.replace(day=1):
        catatan.insert(0, f"Batas data {buku.nama_sumber} {tulis_tanggal(buku.batas)}, sebelum bulan ini.")
    return _tanda(fisik) | {
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
    """Every OPD of the day, or these, with the book that each is told from. Five queries at most."""
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
    jumlah = _jumlah(baris)
    fisik = fisik_rfk(per, diketahui, opd_ids=opd_ids)
    catatan = [TANPA_FISIK]
    if fisik.pernah:
        baris, jumlah = _fisik_semua(baris, jumlah, fisik, buku, per=per, diketahui=diketahui)
        catatan = catatan_fisik(per.month, sum(len(fisik.belum(UUID(b["id"]))) for b in baris))
    return _tanda(fisik) | {
        "seluruh": True,
        "bulan": _bulan(per),
        "catatan": catatan,
        "baris": baris,
        "jumlah": jumlah,
    }


def _tanda(fisik: FisikRFK) -> dict[str, Any]:
    """Whether the paper has physical columns; one of before has no such word and stays as it was."""
    return {"fisik": True} if fisik.pernah else {}


def _fisik_semua(
    baris: list[dict[str, Any]],
    jumlah: list[dict[str, Any]],
    fisik: FisikRFK,
    buku: dict[UUID, SerapanOPD],
    *,
    per: dt.date,
    diketahui: dt.datetime,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Each OPD weighted by the pagu of its book; the sum of a book over all its sub kegiatan. One query."""
    pagu = pagu_sub(per, diketahui, {o: b.sumber for o, b in buku.items()})
    hasil: list[dict[str, Any]] = []
    semua: dict[str, list[tuple[Decimal | None, Decimal | None, Decimal | None]]] = defaultdict(list)
    dihitung: dict[str, list[bool]] = defaultdict(list)
    for b in baris:
        opd_id = UUID(b["id"])
        resmi, milik = fisik.resmi.get(opd_id, {}), pagu.get(opd_id, {})
        g = gabung_kode(milik, milik, resmi)
        belum = len(fisik.belum(opd_id))
        tanpa = "fisik tidak ditimbang karena pagunya belum tercatat" if resmi and not milik else ""
        ket = [tanpa, sebut_tanpa(g), f"{belum} isian fisik belum disahkan" if belum else ""]
        hasil.append(pakai(b, tulis_gabungan(g) | {"ket_fisik": "; ".join(k for k in ket if k)}))
        dihitung[b["sumber"]].append(g.dihitung > 0)
        for kode, nilai in milik.items():
            f = resmi.get(kode)
            semua[b["sumber"]].append((nilai, f.realisasi if f else None, f.rencana if f else None))
    terjumlah = []
    for j in jumlah:
        g, ada = gabung_fisik(semua[j["sumber"]]), dihitung[j["sumber"]]
        ket = [f"fisik dari {sum(ada)} dari {len(ada)} OPD" if sum(ada) < len(ada) else "", sebut_tanpa(g)]
        terjumlah.append(pakai(j, tulis_gabungan(g) | {"ket_fisik": "; ".join(k for k in ket if k)}))
    return hasil, terjumlah


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
