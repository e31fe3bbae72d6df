"""Reads for late lists: recorded facts of a window, instants without an edition, reminders."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.waktu import tulis_waktu
from terukur.organisasi import queries as organisasi
from terukur.tenggat import rules
from terukur.tenggat.choices import JenisSaat, StatusJendela, StatusPerpanjangan
from terukur.tenggat.models import (
    Jendela,
    LaporanKeterlambatan,
    Pengajuan,
    Pengingat,
    Perpanjangan,
)
from terukur.tenggat.queries.pengajuan import daftar_syarat, kelengkapan_tercatat, masa_perpanjangan


def _perpanjangan(ids: list[UUID], jendela: Jendela) -> dict[UUID, list[rules.FaktaPerpanjangan]]:
    hasil: dict[UUID, list[rules.FaktaPerpanjangan]] = defaultdict(list)
    baris = (
        Perpanjangan.objects.filter(pengajuan_id__in=ids, status=StatusPerpanjangan.DIBERIKAN)
        .prefetch_related("daftar_gangguan")
        .order_by("diputus_pada", "pk")
    )
    for p in baris:
        assert p.diputus_pada is not None
        assert p.sampai is not None
        gangguan = sorted(p.daftar_gangguan.all(), key=lambda g: (g.mulai_pada, g.pk))
        jabatan = p.diputus_penugasan.split(", SK")[0] or "Sekretaris Daerah"
        sendiri = " (untuk perangkat daerah sendiri)" if p.diputus_sendiri else ""
        kata = "; ".join(f"{tulis_waktu(g.mulai_pada, jendela.zona_waktu)}, {g.keterangan}" for g in gangguan)
        hasil[p.pengajuan_id].append(
            rules.FaktaPerpanjangan(p.diputus_pada, p.sampai, p.dasar, f"{jabatan}{sendiri}", kata)
        )
    return hasil


def keadaan_jendela(jendela: Jendela, *, saat: dt.datetime) -> rules.Keadaan:
    """The situation of a window at ``saat`` from what is recorded; constant number of queries."""
    toleransi = dt.timedelta(seconds=jendela.toleransi_detik)
    pengajuan = list(
        Pengajuan.objects.filter(jendela=jendela).select_related("opd").order_by("opd__kode", "pk")
    )
    ids = [p.pk for p in pengajuan]
    tercatat = kelengkapan_tercatat(ids, sampai=saat)
    kegiatan = {pk: list(milik.values()) for pk, milik in tercatat.items()}
    perpanjangan = _perpanjangan(ids, jendela)
    hari = organisasi.hari_pemda(saat)
    nama = {o.pk: o.nama for o in organisasi.semua_opd(per=hari, id_opd=[p.opd_id for p in pengajuan])}
    penanda = organisasi.daftar_penanda([p.opd_id for p in pengajuan], pada=saat)
    return rules.keadaan_pada(
        saat,
        tenggat=jendela.tenggat_pada,
        toleransi=toleransi,
        syarat=[rules.FaktaSyarat(s.kode, s.nama, s.wajib) for s in daftar_syarat(jendela)],
        peserta=[
            rules.FaktaPengajuan(
                id=p.pk,
                opd_id=p.opd_id,
                nama=nama.get(p.opd_id, p.opd.nama),
                penanggung_jawab=penanda[p.opd_id][0].sebutan if penanda.get(p.opd_id) else "",
                diajukan_pada=p.diajukan_pada,
                tepat_waktu=p.tepat_waktu,
                selisih_detik=p.selisih_detik,
                perpanjangan=tuple(perpanjangan[p.pk]),
                kegiatan=tuple(kegiatan[p.pk]),
            )
            for p in pengajuan
        ],
    )


def saat_tanpa_laporan(*, pada: dt.datetime) -> list[tuple[UUID, dt.datetime, JenisSaat]]:
    """(window, instant, kind) whose tolerance is over and that have no edition, oldest first.

    Only open windows are asked: one is closed when nothing is lacking, and nothing can lack later.
    """
    terbuka = Jendela.objects.filter(status=StatusJendela.DIBUKA, tenggat_pada__lt=pada)
    jendela = {j.pk: j for j in terbuka.order_by("tenggat_pada", "pk")}
    terbit = set(LaporanKeterlambatan.objects.filter(jendela__in=jendela).values_list("jendela_id", "saat"))
    pengajuan: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, jendela_id in (
        Perpanjangan.objects.filter(pengajuan__jendela__in=jendela, status=StatusPerpanjangan.DIBERIKAN)
        .order_by("pk")
        .values_list("pengajuan_id", "pengajuan__jendela_id")
    ):
        pengajuan[jendela_id].append(pk)
    masa = masa_perpanjangan(pk for daftar in pengajuan.values() for pk in daftar)
    hasil = []
    for j in jendela.values():
        toleransi = dt.timedelta(seconds=j.toleransi_detik)
        milik = [masa[pk] for pk in dict.fromkeys(pengajuan[j.pk])]
        for saat, jenis in rules.saat_laporan(j.tenggat_pada, j.ditutup_pada, milik):
            if (j.pk, saat) not in terbit and rules.is_siap_terbit(saat, toleransi=toleransi, pada=pada):
                hasil.append((j.pk, saat, jenis))
    return sorted(hasil, key=lambda x: (x[1], str(x[0])))


def laporan_terlihat(untuk: Pengguna) -> QuerySet[LaporanKeterlambatan]:
    """Editions: for those who see all OPD only."""
    semua = LaporanKeterlambatan.objects.select_related("jendela", "kertas")
    return semua if untuk.akses.boleh(Izin.LAPORAN_LIHAT) else semua.none()


def get_laporan(laporan_id: UUID, *, untuk: Pengguna) -> LaporanKeterlambatan:
    """One edition, else ``TidakDitemukan``."""
    laporan = laporan_terlihat(untuk).filter(pk=laporan_id).first()
    if laporan is None:
        raise TidakDitemukan("Laporan tidak ditemukan.")
    return laporan


def pengingat_jatuh(*, pada: dt.datetime) -> Iterable[tuple[Pengajuan, dt.datetime, int]]:
    """(package, due instant, hours before) of the reminders to be sent at ``pada``."""
    belum = list(
        Pengajuan.objects.filter(
            jendela__status=StatusJendela.DIBUKA, diajukan_pada=None, jendela__ditutup_pada__gt=pada
        )
        .select_related("jendela", "opd")
        .order_by("pk")
    )
    masa = masa_perpanjangan(p.pk for p in belum)
    terkirim = set(
        Pengingat.objects.filter(pengajuan__in=belum).values_list(
            "pengajuan_id", "tenggat_pada", "jam_sebelum"
        )
    )
    for p in belum:
        tenggat = rules.tenggat_berlaku(p.jendela.tenggat_pada, masa[p.pk], pada=pada)
        assert p.jendela.diumumkan_pada is not None
        jam = rules.pengingat_jatuh(tenggat, diumumkan_pada=p.jendela.diumumkan_pada, pada=pada)
        if jam is not None and (p.pk, tenggat, jam) not in terkirim:
            yield p, tenggat, jam
