"""A report from draft to verified, and back where it must be corrected."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.inti.alur import Transisi
from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.models import Catatan
from terukur.realisasi.actions.capaian import MASUKAN_KOSONG, Acuan, tulis_capaian
from terukur.realisasi.actions.isian import baca_periode
from terukur.realisasi.actions.pemberitahuan import beri_tahu_diajukan, beri_tahu_opd, beri_tahu_siap
from terukur.realisasi.actions.warisan import wariskan
from terukur.realisasi.choices import StatusCapaian, StatusLaporan
from terukur.realisasi.models import CapaianResmi, LaporanRealisasi
from terukur.realisasi.queries.ketentuan import ketentuan
from terukur.realisasi.queries.konteks import konflik, susun_konteks
from terukur.realisasi.queries.laporan import BarisLaporan, baris_laporan
from terukur.realisasi.rules.alur import ALUR_REALISASI
from terukur.realisasi.rules.nilai import baca_bagian, bulatkan_bagian

S = StatusLaporan


def _kunci(opd_id: UUID, periode: str) -> LaporanRealisasi:
    """The report, locked."""
    baca_periode(periode)
    laporan = (
        LaporanRealisasi.objects.select_for_update(of=("self",))
        .select_related("opd", "kertas")
        .filter(opd=opd_id, periode=periode)
        .first()
    )
    if laporan is None:
        raise TidakDitemukan("Laporan ini belum dimulai; isi realisasinya dahulu.")
    return laporan


def _langkah(
    laporan: LaporanRealisasi,
    nama: str,
    baris: Sequence[BarisLaporan],
    *,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Transisi:
    if str(pengguna.pk) != oleh.id:
        raise AturanDilanggar("Yang bertindak harus orang yang masuk; muat ulang halaman.")
    return ALUR_REALISASI.periksa(
        nama,
        status=laporan.status,
        konteks=susun_konteks(laporan, baris, pengguna=pengguna, pada=pada),
    )


def _baris(laporan: LaporanRealisasi) -> list[BarisLaporan]:
    return baris_laporan(laporan.opd_id, Periode.baca(laporan.periode), laporan)


def _catat(
    laporan: LaporanRealisasi, verba: str, isi: Mapping[str, Any], *, oleh: Pelaku, pada: dt.datetime
) -> Catatan:
    return catat(
        peristiwa=f"realisasi.{verba}",
        objek="realisasi",
        objek_id=laporan.pk,
        isi={"periode": laporan.periode, **isi},
        oleh=oleh,
        pada=pada,
        opd_id=laporan.opd_id,
    )


@transaction.atomic
def tandai_siap(
    *, opd_id: UUID, periode: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> LaporanRealisasi:
    """The operator hands the report to the head; also a correction after a return."""
    laporan = _kunci(opd_id, periode)
    nama = "tandai_siap_perbaikan" if laporan.status == S.DIKEMBALIKAN else "tandai_siap"
    langkah = _langkah(laporan, nama, _baris(laporan), pengguna=pengguna, oleh=oleh, pada=pada)
    laporan.status = langkah.ke
    laporan.siap_pada, laporan.siap_oleh, laporan.siap_nama = pada, oleh.id, oleh.nama
    laporan.terlibat = sorted({*laporan.terlibat, oleh.id})
    laporan.save()
    beri_tahu_siap(laporan, pada=pada)
    return laporan


@transaction.atomic
def batalkan_siap(
    *, opd_id: UUID, periode: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> LaporanRealisasi:
    """The operator takes the report back before it is signed."""
    laporan = _kunci(opd_id, periode)
    nama = "batalkan_siap_perbaikan" if laporan.status == S.SIAP_PERBAIKAN else "batalkan_siap"
    laporan.status = _langkah(laporan, nama, (), pengguna=pengguna, oleh=oleh, pada=pada).ke
    laporan.save()
    return laporan


def _masukan(b: BarisLaporan, diakui: Sequence[str], sumber: Mapping[str, Any]) -> dict[str, Any]:
    """What the figure of one row takes from the report as it is signed."""
    r = b.realisasi
    if r is None or r.nilai is None:
        return dict(MASUKAN_KOSONG)
    kontribusi: dict[str, Any] = {
        "baris": [[k.pihak, str(k.persen), k.dasar] for k in b.kontribusi],
        "diakui": list(diakui),
    }
    if any(k.satuan is not None for k in b.kontribusi):
        kontribusi["satuan"] = [[k.pihak, str(k.satuan)] for k in b.kontribusi]
    return {
        "status": StatusCapaian.DIAJUKAN,
        "realisasi": r.nilai,
        "pembilang": r.pembilang,
        "penyebut": r.penyebut,
        "bagian": bulatkan_bagian(baca_bagian(kontribusi)),
        "kontribusi": kontribusi,
        "bukti": len(b.bukti_berlaku),
        "bukti_dicabut": sum(x.sesudah_diajukan for x in b.bukti),
        "sumber": {"pengisi": r.nama_penyimpan, **sumber},
    }


@transaction.atomic
def ajukan(
    *, opd_id: UUID, periode: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> LaporanRealisasi:
    """The head signs: results become official figures, unverified; the report gets its register number.

    Who may is told by the penugasan of the day. Also submits a correction after a return.
    """
    laporan = _kunci(opd_id, periode)
    baris = _baris(laporan)
    langkah = _langkah(laporan, "ajukan", baris, pengguna=pengguna, oleh=oleh, pada=pada)
    konteks = susun_konteks(laporan, baris, pengguna=pengguna, pada=pada)
    oleh = replace(oleh, penugasan=konteks.penugasan)
    diakui = ketentuan(Periode.baca(periode).sampai).pihak_diakui
    laporan.status = langkah.ke
    laporan.diajukan_pada, laporan.diajukan_oleh, laporan.diajukan_nama = pada, oleh.id, oleh.nama
    laporan.diajukan_penugasan = oleh.penugasan[:300]
    laporan.terlibat = sorted({*laporan.terlibat, oleh.id})
    laporan.save()
    isi = [_isi_baris(b) for b in baris]
    catatan = _catat(laporan, "ajukan", {"baris": isi}, oleh=oleh, pada=pada)
    laporan.kertas = daftarkan_kertas(
        jenis="LR",
        nama_jenis="Laporan Realisasi",
        judul=f"Laporan Realisasi {Periode.baca(periode).label} — {laporan.opd.nama}"[:300],
        isi={
            "opd": laporan.opd.nama,
            "periode": Periode.baca(periode).label,
            "kepala": oleh.nama,
            "penugasan": oleh.penugasan,
            "baris": isi,
        },
        catatan=catatan,
        opd_id=laporan.opd_id,
        nama_opd=laporan.opd.nama,
        oleh=oleh,
        pada=pada,
    )
    laporan.save(update_fields=["kertas"])
    sumber = {"penanda": oleh.nama, "penugasan": oleh.penugasan, "catatan_ajukan": catatan.nomor}
    tulis_capaian(
        [b.kunci for b in baris],
        ganti={(b.kunci, periode): _masukan(b, diakui, sumber) for b in baris},
        acuan={
            b.kunci: Acuan(laporan.opd_id, b.indikator_id, b.ukuran["rumus"], b.ukuran["agregasi"])
            for b in baris
            if b.di_luar_rencana
        },
        catatan_nomor=catatan.nomor,
        pada=pada,
    )
    beri_tahu_diajukan(laporan, nomor_catatan=catatan.nomor, pada=pada)
    return laporan


def _tulis(nilai: Decimal | None) -> str | None:
    """A figure as journal and paper hold it, without idle zeros."""
    return None if nilai is None else f"{nilai.normalize():f}"


def _isi_baris(b: BarisLaporan) -> dict[str, Any]:
    r = b.realisasi
    return {
        "indikator": b.ukuran["nama"],
        "satuan": b.ukuran["satuan"],
        "target": _tulis(b.target.nilai) if b.target else None,
        **({"target_sampai": _tulis(b.target.atas)} if b.target and b.target.atas is not None else {}),
        "realisasi": _tulis(r.nilai) if r else None,
        "direncanakan": b.direncanakan,
        "kontribusi": [f"{k.get_pihak_display()} {tulis_angka(k.persen)} %" for k in b.kontribusi],
        "bukti": len(b.bukti_berlaku),
        "kendala": r.kendala if r else "",
    }


def _ubah_status(laporan: LaporanRealisasi, dari: str, ke: str, sumber: Mapping[str, Any]) -> dict[Any, Any]:
    """{(key, period): status and source} of the figures of this report that stand at ``dari``."""
    return {
        (c.kunci, c.periode): {"status": ke, "sumber": {**c.sumber, **sumber}}
        for c in CapaianResmi.objects.diketahui(None)
        .filter(opd=laporan.opd_id, tahun=laporan.tahun, periode=laporan.periode, status=dari)
        .order_by("pk")
    }


@transaction.atomic
def verifikasi(
    *, opd_id: UUID, periode: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> LaporanRealisasi:
    """The verifier accepts all results: from now on they count, in this and every later period."""
    laporan = _kunci(opd_id, periode)
    laporan.status = _langkah(laporan, "verifikasi", (), pengguna=pengguna, oleh=oleh, pada=pada).ke
    _, sendiri = konflik(pengguna, laporan, pada=pada)
    laporan.diverifikasi_pada, laporan.diverifikasi_oleh = pada, oleh.id
    laporan.diverifikasi_nama, laporan.diverifikasi_sendiri = oleh.nama, sendiri
    laporan.save()
    nomor = laporan.kertas.nomor if laporan.kertas else ""
    isi = {"nomor_register": nomor, "diverifikasi_sendiri": sendiri}
    catatan = _catat(laporan, "verifikasi", isi, oleh=oleh, pada=pada)
    ganti = _ubah_status(
        laporan, StatusCapaian.DIAJUKAN, StatusCapaian.DIVERIFIKASI,
        {"verifikator": oleh.nama, "sendiri": sendiri, "catatan_verifikasi": catatan.nomor},
    )  # fmt: skip
    tulis_capaian([k for k, _ in ganti], ganti=ganti, catatan_nomor=catatan.nomor, pada=pada)
    beri_tahu_opd(
        laporan, "Diverifikasi", f"Realisasi {laporan.opd.nama} kini dinilai.",
        nomor_catatan=catatan.nomor, pada=pada,
    )  # fmt: skip
    return laporan


def _kembalikan(
    nama: str, opd_id: UUID, periode: str, alasan: str, *, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> tuple[LaporanRealisasi, Catatan]:
    laporan = _kunci(opd_id, periode)
    langkah = _langkah(laporan, nama, (), pengguna=pengguna, oleh=oleh, pada=pada)
    if not alasan.strip():
        raise AturanDilanggar(
            "Tuliskan alasannya, supaya OPD tahu apa yang harus dibetulkan.", kolom={"alasan": "Isi alasan."}
        )
    laporan.status = langkah.ke
    laporan.dikembalikan_pada, laporan.dikembalikan_oleh = pada, oleh.id
    laporan.dikembalikan_nama, laporan.alasan = oleh.nama, alasan.strip()
    laporan.diverifikasi_pada, laporan.diverifikasi_oleh = None, ""
    laporan.diverifikasi_nama, laporan.diverifikasi_sendiri = "", False
    laporan.save()
    catatan = _catat(laporan, nama, {"alasan": laporan.alasan}, oleh=oleh, pada=pada)
    beri_tahu_opd(
        laporan, "Dikembalikan" if nama == "kembalikan" else "Ralat dibuka",
        f"Realisasi {laporan.opd.nama} perlu diperbaiki: {laporan.alasan[:300]}",
        nomor_catatan=catatan.nomor, pada=pada,
    )  # fmt: skip
    return laporan, catatan


@transaction.atomic
def kembalikan(
    *, opd_id: UUID, periode: str, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> LaporanRealisasi:
    """The verifier returns the report with the reason; its figures stay submitted and unverified.

    Of a period that the OPD did not see to its end, the correction is its successor's.
    """
    hasil, _ = _kembalikan("kembalikan", opd_id, periode, alasan, pengguna=pengguna, oleh=oleh, pada=pada)
    wariskan([opd_id], oleh=oleh, pada=pada)
    return hasil


@transaction.atomic
def buka_ralat(
    *, opd_id: UUID, periode: str, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> LaporanRealisasi:
    """Open a verified report for correction. Its figures count no longer until verified anew; the verified
    versions stay on record."""
    laporan, catatan = _kembalikan(
        "buka_ralat", opd_id, periode, alasan, pengguna=pengguna, oleh=oleh, pada=pada
    )
    ganti = _ubah_status(laporan, StatusCapaian.DIVERIFIKASI, StatusCapaian.DIAJUKAN, {})
    tulis_capaian([k for k, _ in ganti], ganti=ganti, catatan_nomor=catatan.nomor, pada=pada)
    wariskan([opd_id], oleh=oleh, pada=pada)
    return laporan
