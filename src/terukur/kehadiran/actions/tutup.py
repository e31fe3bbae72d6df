"""Closing a month: prepared, open to objection, then frozen; later changes are booked into a later month."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.sql import salin, tanya
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.kehadiran.actions.hitung import KUNCI, hitung_bulan
from terukur.kehadiran.actions.ingatkan import kabari_rekap
from terukur.kehadiran.choices import StatusRekap
from terukur.kehadiran.models import (
    AntreanHari,
    HariKehadiran,
    Ketentuan,
    Penyesuaian,
    RekapBulan,
    RekapPegawai,
)
from terukur.kehadiran.queries.kuota import HARI_SANGGAH
from terukur.kehadiran.queries.rekap import RekapOrang, rekap_orang
from terukur.kehadiran.queries.terhitung import kurang_bulan
from terukur.kehadiran.queries.tutup import Selisih, selisih
from terukur.kehadiran.rules.kalender import akhir_bulan, sebut_bulan
from terukur.kehadiran.rules.rekap import sidik_rekap
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda


def tautan(rekap: RekapBulan) -> str:
    return reverse("kehadiran:tutup_satu", args=[rekap.pk])


@transaction.atomic
def siapkan(*, bulan: dt.date, oleh: Pelaku, pada: dt.datetime) -> RekapBulan:
    """Open the time for objections: as many working days as the longest of the rules in force grants.

    Months follow each other; which is the first one is free. All of its days are computed once more.
    """
    awal, hari = bulan.replace(day=1), hari_pemda(pada)
    akhir = akhir_bulan(awal)
    _kunci()
    if hari <= akhir:
        raise AturanDilanggar(
            f"{sebut_bulan(awal)} belum selesai; dapat disiapkan sejak "
            f"{tulis_tanggal(akhir + dt.timedelta(1))}.",
            kode="bulan_belum_selesai",
        )
    if RekapBulan.objects.filter(bulan__gte=awal).exists():
        raise AturanDilanggar(
            f"{sebut_bulan(awal)} atau bulan sesudahnya sudah disiapkan.", kode="sudah_disiapkan"
        )
    if lalu := RekapBulan.objects.filter(status=StatusRekap.SANGGAH).first():
        raise AturanDilanggar(f"Tutup {sebut_bulan(lalu.bulan)} lebih dahulu.", kode="bulan_lalu_terbuka")
    tertutup = RekapBulan.objects.order_by("-bulan").first()
    antara = HariKehadiran.objects.filter(tanggal__lt=awal).order_by("tanggal")
    if tertutup and (lewat := antara.filter(tanggal__gt=akhir_bulan(tertutup.bulan)).first()):
        raise AturanDilanggar(
            f"Sesudah {sebut_bulan(tertutup.bulan)}, siapkan {sebut_bulan(lewat.tanggal)} lebih dahulu.",
            kode="bulan_terlewat",
        )
    if not HariKehadiran.objects.filter(tanggal__gte=awal, tanggal__lte=akhir).exists():
        raise AturanDilanggar(f"Tidak ada kehadiran pada {sebut_bulan(awal)}.", kode="bulan_kosong")
    hitung_bulan(awal, pada=pada, tercatat=True)
    sanggah = max(Ketentuan.objects.pada(akhir).values_list("hari_sanggah", flat=True), default=HARI_SANGGAH)
    rekap = RekapBulan.objects.create(
        bulan=awal, disiapkan_pada=pada, disiapkan_oleh=oleh.id,
        batas_sanggah=geser_hari_kerja(hari, sanggah).tanggal,
    )  # fmt: skip
    catat(
        peristiwa="rekap_bulan.siapkan", objek="rekap_bulan", objek_id=rekap.pk, oleh=oleh, pada=pada,
        isi={"bulan": awal, "batas_sanggah": rekap.batas_sanggah},
    )  # fmt: skip
    kabari_rekap(rekap, pada=pada)
    return rekap


def _kunci() -> None:
    """No day is computed meanwhile, and no second month closed."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI])


def alasan_belum_tutup(rekap: RekapBulan, *, pada: dt.datetime) -> str:
    """Why a month cannot be closed at ``pada``; empty when it can."""
    if rekap.status == StatusRekap.DITUTUP:
        return "Bulan ini sudah ditutup."
    if hari_pemda(pada) <= rekap.batas_sanggah:
        return f"Masa sanggah sampai {tulis_tanggal(rekap.batas_sanggah)}; dapat ditutup sesudahnya."
    antre = AntreanHari.objects.filter(
        tanggal__gte=rekap.bulan, tanggal__lte=akhir_bulan(rekap.bulan)
    ).count()  # fmt: skip
    return f"{antre} hari masih dihitung; coba lagi sebentar." if antre else kurang_bulan(rekap.bulan).sebab


@transaction.atomic
def tutup(*, rekap_id: UUID, oleh: Pelaku, pada: dt.datetime) -> RekapBulan:
    """Freeze a row per person, book the differences of earlier months, seal all of it with one digest."""
    _kunci()
    rekap = RekapBulan.objects.select_for_update().filter(pk=rekap_id).first()
    if rekap is None:
        raise TidakDitemukan("Rekap bulan tidak ditemukan.")
    if alasan := alasan_belum_tutup(rekap, pada=pada):
        raise AturanDilanggar(alasan, kode="belum_dapat_ditutup")
    beda = selisih()
    Penyesuaian.objects.bulk_create(
        Penyesuaian(
            rekap=rekap, asal_id=s.asal_id, pegawai_id=s.pegawai_id, tanggal=s.tanggal,
            status_lama=s.status_lama,
            status_baru=s.status_baru, potongan_lama=s.potongan_lama, potongan_baru=s.potongan_baru,
            alasan=s.alasan,
        )
        for s in beda
    )  # fmt: skip
    baris = _baris(rekap, beda)
    salin(baris)
    rekap.sidik = sidik_rekap(f"{rekap.bulan:%Y-%m}", baris)
    rekap.jumlah_pegawai = len(baris)
    rekap.status, rekap.ditutup_pada = StatusRekap.DITUTUP, pada
    rekap.ditutup_oleh, rekap.ditutup_nama = oleh.id, oleh.nama
    isi = {
        "bulan": rekap.bulan, "jumlah_pegawai": len(baris), "jumlah_penyesuaian": len(beda),
        "sidik_rekap": rekap.sidik,
    }  # fmt: skip
    catatan = catat(
        peristiwa="rekap_bulan.tutup", objek="rekap_bulan", objek_id=rekap.pk, isi=isi, oleh=oleh, pada=pada
    )
    rekap.kertas = daftarkan_kertas(
        jenis="RK", nama_jenis="Rekap Kehadiran", judul=f"Rekap kehadiran {sebut_bulan(rekap.bulan)}",
        isi=_isi_kertas(rekap, baris, len(beda)), catatan=catatan, oleh=oleh, pada=pada,
    )  # fmt: skip
    rekap.save()
    return rekap


def _baris(rekap: RekapBulan, beda: list[Selisih]) -> list[RekapPegawai]:
    akhir = akhir_bulan(rekap.bulan)
    hari: dict[UUID, tuple[list[int | None], list[int | None], UUID | None]] = {}
    for pegawai_id, nomor, status, potongan, opd in tanya(
        "select pegawai_id, array_agg(extract(day from tanggal)::int order by tanggal),"
        " array_agg(status order by tanggal), array_agg(potongan order by tanggal),"
        " (array_agg(opd_id order by tanggal desc))[1]"
        " from kehadiran_harikehadiran where tanggal between %s and %s group by pegawai_id",
        [rekap.bulan, akhir],
    ):
        s, p = dict(zip(nomor, status, strict=True)), dict(zip(nomor, potongan, strict=True))
        semua = range(1, akhir.day + 1)
        hari[pegawai_id] = ([s.get(n) for n in semua], [p.get(n) for n in semua], opd)
    geser: dict[UUID, int] = defaultdict(int)
    for b in beda:
        geser[b.pegawai_id] += b.potongan_baru - b.potongan_lama
    baris = [
        _satu(rekap, r, *hari[r.pegawai_id], geser[r.pegawai_id]) for r in rekap_orang(rekap.bulan, akhir)
    ]
    tanpa_hari = Pegawai.objects.filter(pk__in=geser.keys() - hari.keys()).order_by("pk")
    kosong = dict.fromkeys(
        (
            "hari_kerja",
            "hadir",
            "dinas",
            "cuti",
            "izin_sakit",
            "tk",
            "terlambat",
            "cepat",
            "manual",
            "potongan",
        ),
        0,
    )
    baris += [
        RekapPegawai(
            rekap=rekap, pegawai=p, nip=p.nip, nama=p.nama, status_hari=[None] * akhir.day,
            potongan_hari=[None] * akhir.day, penyesuaian=geser[p.pk], **kosong,
        )
        for p in tanpa_hari
    ]  # fmt: skip
    return baris


def _satu(
    rekap: RekapBulan,
    r: RekapOrang,
    status: list[int | None],
    potongan: list[int | None],
    opd_id: UUID | None,
    penyesuaian: int,
) -> RekapPegawai:
    u = r.ukuran
    return RekapPegawai(
        rekap=rekap, pegawai_id=r.pegawai_id, opd_id=opd_id, nip=r.nip, nama=r.nama, nama_opd=r.opd,
        jabatan=r.jabatan, eselon=r.eselon, nomor_sk=r.sk, status_hari=status, potongan_hari=potongan,
        hari_kerja=u.hari_kerja, hadir=u.hadir, dinas=u.dinas, cuti=u.cuti, izin_sakit=u.izin_sakit, tk=u.tk,
        terlambat=u.terlambat, cepat=u.cepat, manual=u.manual, potongan=u.potongan, penyesuaian=penyesuaian,
    )  # fmt: skip


def _isi_kertas(rekap: RekapBulan, baris: list[RekapPegawai], penyesuaian: int) -> dict[str, Any]:
    """Counts by OPD, the digest of all rows, who closed; no names of anybody else."""
    opd: dict[str, Counter[str]] = defaultdict(Counter)
    for b in baris:
        c = opd[b.nama_opd or "Tanpa OPD"]
        c["pegawai"] += 1
        for k in ("hari_kerja", "hadir", "tk", "terlambat"):
            c[k] += getattr(b, k)
    return {
        "bulan": sebut_bulan(rekap.bulan),
        "batas_sanggah": tulis_tanggal(rekap.batas_sanggah),
        "jumlah_pegawai": len(baris),
        "jumlah_penyesuaian": penyesuaian,
        "sidik_rekap": rekap.sidik,
        "penutup": rekap.ditutup_nama,
        "opd": [
            {"nama": nama, **{k: c[k] for k in ("pegawai", "hari_kerja", "hadir", "terlambat", "tk")}}
            for nama, c in sorted(opd.items())
        ],
    }
