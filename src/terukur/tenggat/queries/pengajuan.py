"""Reads of submissions, each in the scope of its reader."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.models import Catatan, CatatanQuerySet, Kertas
from terukur.jejak.queries import riwayat
from terukur.tenggat import rules
from terukur.tenggat.choices import StatusPerpanjangan
from terukur.tenggat.models import Jendela, Paraf, Pengajuan, Perpanjangan, Syarat
from terukur.tenggat.penyedia import KOSONG, Kelengkapan, daftar_penyedia


def pengajuan_terlihat(untuk: Pengguna) -> QuerySet[Pengajuan]:
    """Packages that ``untuk`` may see: those of his OPD, or all."""
    semua = Pengajuan.objects.select_related("jendela", "opd")
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    return semua if cakupan is None else semua.filter(opd_id__in=cakupan)


def get_pengajuan(pengajuan_id: UUID, *, untuk: Pengguna) -> Pengajuan:
    """One package with its window and OPD; outside the reader's scope ``TidakDitemukan``."""
    pengajuan = pengajuan_terlihat(untuk).filter(pk=pengajuan_id).first()
    if pengajuan is None:
        raise TidakDitemukan("Pengajuan tidak ditemukan.")
    return pengajuan


def get_pengajuan_kertas(kertas: Kertas, *, untuk: Pengguna) -> Pengajuan:
    """The package whose receipt or minutes this paper is, in the reader's scope."""
    pengajuan = (
        pengajuan_terlihat(untuk)
        .filter(Q(daftar_tanda_terima__kertas=kertas) | Q(daftar_berita_acara__kertas=kertas))
        .first()
    )
    if pengajuan is None:
        raise TidakDitemukan("Surat tidak ditemukan.")
    return pengajuan


def kunci_pengajuan(pengajuan_id: UUID) -> Pengajuan:
    """The package, its row locked until the transaction ends, with window and OPD."""
    pengajuan = (
        Pengajuan.objects.select_for_update(of=("self",))
        .select_related("jendela", "opd")
        .filter(pk=pengajuan_id)
        .first()
    )
    if pengajuan is None:
        raise TidakDitemukan("Pengajuan tidak ditemukan.")
    return pengajuan


def daftar_syarat(jendela: Jendela) -> list[Syarat]:
    """Requirements of a window in their order."""
    return list(Syarat.objects.filter(jendela=jendela).order_by("urutan", "pk"))


_TERCATAT = """
select p.id, s.kode, k.pada, k.terpenuhi, k.jumlah, k.jumlah_galat, k.ringkasan, k.kegiatan_pada
from tenggat_pengajuan p
join tenggat_syarat s on s.jendela_id = p.jendela_id
cross join lateral (
  select * from tenggat_kegiatantercatat k
  where k.pengajuan_id = p.id and k.kode = s.kode
    and (%(sampai)s::timestamptz is null or k.pada <= %(sampai)s)
  order by k.pada desc, k.id desc limit 1
) k
where p.id = any(%(paket)s)"""


def kelengkapan_tercatat(
    pengajuan_ids: Iterable[UUID], *, sampai: dt.datetime | None = None
) -> dict[UUID, dict[str, rules.FaktaKegiatan]]:
    """{package: {provider code: its completeness as recorded last, or last up to ``sampai``}}. One query.

    What nobody touched has no entry. The same as asking the providers, for the price of reading:
    one step into the index for each requirement, however many changes are recorded before it.
    """
    hasil: dict[UUID, dict[str, rules.FaktaKegiatan]] = {i: {} for i in pengajuan_ids}
    with connection.cursor() as kursor:
        kursor.execute(_TERCATAT, {"paket": list(hasil), "sampai": sampai})
        for pk, *isi in kursor.fetchall():
            hasil[pk][isi[0]] = rules.FaktaKegiatan(*isi)
    return hasil


def kelengkapan_pengajuan(pengajuan: Pengajuan, syarat: Iterable[Syarat]) -> dict[str, Kelengkapan]:
    """{provider code: completeness} of one package, window and OPD joined."""
    return {
        s.kode: daftar_penyedia.ambil(s.kode)
        .kelengkapan(pengajuan.jendela, [pengajuan])
        .get(pengajuan.opd_id, KOSONG)
        for s in syarat
    }


def daftar_kekurangan(pengajuan: Pengajuan, syarat: list[Syarat]) -> tuple[str, ...]:
    """What hinders submission now, as sentences; empty when nothing does."""
    kelengkapan = kelengkapan_pengajuan(pengajuan, syarat)
    return rules.kekurangan((s.nama, s.wajib, kelengkapan[s.kode]) for s in syarat)


def masa_perpanjangan(pengajuan_ids: Iterable[UUID]) -> dict[UUID, list[rules.MasaPerpanjangan]]:
    """Granted extensions by package. One query."""
    return perpanjangan_banyak(pengajuan_ids)[0]


def perpanjangan_banyak(
    pengajuan_ids: Iterable[UUID],
) -> tuple[dict[UUID, list[rules.MasaPerpanjangan]], dict[UUID, int]]:
    """(granted extensions, number of requests that wait) by package. One query."""
    masa: dict[UUID, list[rules.MasaPerpanjangan]] = {i: [] for i in pengajuan_ids}
    diminta: dict[UUID, int] = defaultdict(int)
    baris = (
        Perpanjangan.objects.filter(
            pengajuan_id__in=masa, status__in=(StatusPerpanjangan.DIBERIKAN, StatusPerpanjangan.DIMINTA)
        )
        .order_by("diputus_pada", "pk")
        .values_list("pengajuan_id", "status", "diputus_pada", "sampai")
    )
    for pengajuan_id, status, diputus, sampai in baris:
        if status == StatusPerpanjangan.DIMINTA:
            diminta[pengajuan_id] += 1
        else:
            assert diputus is not None
            assert sampai is not None
            masa[pengajuan_id].append(rules.MasaPerpanjangan(diputus, sampai))
    return masa, diminta


def paraf_sisa_banyak(pengajuan: Iterable[Pengajuan]) -> dict[UUID, tuple[str, ...]]:
    """Names of the initials still missing, by package, for the content about to be submitted. One query."""
    semua = {p.pk: p for p in pengajuan if p.jendela.langkah_paraf}
    ada: dict[UUID, set[int]] = {pk: set() for pk in semua}
    if semua:
        baris = Paraf.objects.filter(pengajuan__in=ada, dibatalkan_pada=None).order_by("pk")
        for pk, putaran, urutan in baris.values_list("pengajuan_id", "putaran", "urutan"):
            if putaran == semua[pk].versi + 1:
                ada[pk].add(urutan)
    return {
        pk: tuple(nama for i, nama in enumerate(p.jendela.langkah_paraf, 1) if i not in ada[pk])
        for pk, p in semua.items()
    }


def paraf_sisa(pengajuan: Pengajuan) -> tuple[str, ...]:
    """``paraf_sisa_banyak`` of one package."""
    return paraf_sisa_banyak([pengajuan]).get(pengajuan.pk, ())


def tenggat_pengajuan(pengajuan: Pengajuan, *, pada: dt.datetime) -> dt.datetime:
    """The due instant that holds for this package at ``pada``."""
    masa = masa_perpanjangan([pengajuan.pk])[pengajuan.pk]
    return rules.tenggat_berlaku(pengajuan.jendela.tenggat_pada, masa, pada=pada)


def riwayat_pengajuan(pengajuan: Pengajuan) -> CatatanQuerySet:
    """What happened to this package and its extensions, newest first.

    Refused attempts are left to the auditor, as in ``jejak``: to the office a refused step reads
    like a decision against it. The caller has checked that the reader may see the package.
    """
    perpanjangan = [
        str(pk) for pk in pengajuan.daftar_perpanjangan.order_by("pk").values_list("pk", flat=True)
    ]
    tentang = riwayat("pengajuan", pengajuan.pk) | Catatan.objects.filter(
        objek="perpanjangan", objek_id__in=perpanjangan
    )
    return tentang.filter(ditolak=False).order_by("-nomor")
