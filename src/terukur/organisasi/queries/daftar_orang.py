"""Lists of pegawai and penugasan.

Every list takes ``per`` (the day it speaks of), ``diketahui`` (as known when; None: now) and the
reader, whose scope applies.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
)

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi import rules
from terukur.organisasi.choices import JenisPenugasan
from terukur.organisasi.models import (
    BatasPenugasan,
    OPDVersi,
    Pegawai,
    Penugasan,
    UnitVersi,
)
from terukur.organisasi.models.pegawai import PenugasanQuerySet
from terukur.organisasi.queries.saring import cari, dalam
from terukur.organisasi.queries.waktu import zona_pemda


def tabel_penugasan(
    untuk: Pengguna,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    kata: str = "",
    jenis: str = "",
    opd_id: UUID | None = None,
    kepala: bool = False,
) -> PenugasanQuerySet:
    """Penugasan of the day with jabatan, pegawai, and the names ``nama_opd`` and ``nama_unit``."""
    unit = UnitVersi.objects.pada(per, diketahui).filter(unit=OuterRef("unit_pada")).values("nama")[:1]
    opd = OPDVersi.objects.pada(per, diketahui).filter(opd=OuterRef("opd_pada")).values("nama")[:1]
    baris: PenugasanQuerySet = (
        Penugasan.objects.pada(per, diketahui)
        .dengan_jabatan(per, diketahui)
        .filter(dalam(untuk.akses.cakupan(Izin.PEGAWAI_LIHAT), "opd_pada"))
        .filter(cari(kata, "pegawai__nama", "nama_jabatan", "nomor_sk"))
        .select_related("pegawai", "jabatan")
        .annotate(nama_opd=Subquery(opd), nama_unit=Subquery(unit))
    )
    if jenis == "sementara":
        baris = baris.exclude(jenis=JenisPenugasan.DEFINITIF)
    elif jenis:
        baris = baris.filter(jenis=jenis)
    if opd_id:
        baris = baris.filter(opd_pada=opd_id)
    return baris.filter(kepala_pada=True) if kepala else baris


def batas_penugasan(per: dt.date) -> dict[str, rules.Batas]:
    """Limits of temporary offices in force on the day, by jenis."""
    return {
        b.jenis: rules.Batas(b.bulan, b.jumlah_perpanjangan, b.hari_peringatan, b.dasar)
        for b in BatasPenugasan.objects.pada(per)
    }


def peringatan(penugasan: Iterable[Penugasan], *, per: dt.date) -> dict[int, list[rules.PeringatanPenugasan]]:
    """Warnings of each penugasan on the day, by its primary key. Three queries, however many rows."""
    baris = [p for p in penugasan if p.jenis != JenisPenugasan.DEFINITIF]
    if not baris:
        return {}
    masa: dict[tuple[UUID, UUID, str], list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    for m in Penugasan.objects.diketahui(None).filter(
        pegawai__in={p.pegawai_id for p in baris}, jabatan__in={p.jabatan_id for p in baris}
    ):
        masa[m.pegawai_id, m.jabatan_id, m.jenis].append((m.berlaku_sejak, m.berlaku_sampai))
    batas = batas_penugasan(per)
    pengganti = [p for p in baris if p.jenis in (JenisPenugasan.PLT, JenisPenugasan.PJ)]
    definitif = {
        d.jabatan_id: d.pegawai.nama
        for d in Penugasan.objects.pada(per)
        .filter(jenis=JenisPenugasan.DEFINITIF, jabatan__in=[p.jabatan_id for p in pengganti], tunggal=True)
        .select_related("pegawai")
        .order_by("pk")
    }
    return {
        p.pk: rules.peringatan_penugasan(
            jenis=p.jenis,
            masa=masa[p.pegawai_id, p.jabatan_id, p.jenis],
            berlaku_sampai=p.berlaku_sampai,
            batas=batas.get(p.jenis),
            hari=per,
            mulai=p.berlaku_sejak,
            pejabat_definitif=definitif.get(p.jabatan_id, "") if p in pengganti else "",
        )
        for p in baris
    }


def hari_terlambat(p: Penugasan) -> int:
    """Days between the start of the penugasan and the recording of its SK."""
    return rules.hari_terlambat_dicatat(p.berlaku_sejak, p.sk_dicatat_pada, zona_pemda())


def catatan_penugasan(
    p: Penugasan, semua: dict[int, list[rules.PeringatanPenugasan]]
) -> list[rules.PeringatanPenugasan]:
    """Warnings of the day out of ``peringatan``, and that the SK was recorded after it took effect."""
    catatan = list(semua.get(p.pk, []))
    if hari := hari_terlambat(p):
        pesan = f"SK dicatat {hari} hari setelah berlaku"
        catatan.append(rules.PeringatanPenugasan("sk_terlambat", pesan, False))
    return catatan


def get_penugasan(penugasan_id: int, *, untuk: Pengguna, izin: Izin = Izin.PEGAWAI_LIHAT) -> Penugasan:
    """One penugasan as known now, in the reader's scope, else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    p: Penugasan | None = (
        Penugasan.objects.diketahui(None)
        .select_related("pegawai", "jabatan", "jabatan__opd")
        .filter(pk=penugasan_id)
        .first()
    )
    if p is None or (cakupan is not None and p.jabatan.opd_id not in cakupan):
        raise TidakDitemukan("Penugasan tidak ditemukan.")
    return p


def tabel_pegawai(
    untuk: Pengguna,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    kata: str = "",
    status: str = "",
    opd_id: UUID | None = None,
    tanpa_jabatan: bool = False,
    cari_nip: bool = False,
) -> "QuerySet[Pegawai]":
    """Active people who hold an office in the reader's OPD on the day.

    Who sees all OPD also sees people without any office. Their penugasan of the day come along
    as ``penugasan_pada``. ``cari_nip``: ``kata`` may also match the NIP.
    """
    cakupan = untuk.akses.cakupan(Izin.PEGAWAI_LIHAT)
    tugas = Penugasan.objects.pada(per, diketahui).dengan_jabatan(per, diketahui)
    milik = tugas.filter(pegawai=OuterRef("pk"))
    baris = (
        Pegawai.objects.filter(aktif=True)
        .filter(cari(kata, "nama", *(("nip",) if cari_nip else ())))
        .prefetch_related(
            Prefetch("penugasan", queryset=tugas.order_by("berlaku_sejak", "pk"), to_attr="penugasan_pada")
        )
    )
    if cakupan is not None:
        baris = baris.filter(Exists(milik.filter(opd_pada__in=cakupan)))
    if opd_id:
        baris = baris.filter(Exists(milik.filter(opd_pada=opd_id)))
    if tanpa_jabatan:
        baris = baris.filter(~Exists(milik))
    return baris.filter(status=status) if status else baris


def get_pegawai(pegawai_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.PEGAWAI_LIHAT) -> Pegawai:
    """One person who holds (or held) an office in the reader's OPD, else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    pegawai = Pegawai.objects.select_related("pengguna").filter(pk=pegawai_id).first()
    if pegawai is None or (
        cakupan is not None
        and not Penugasan.objects.diketahui(None)
        .filter(pegawai=pegawai, jabatan__opd_id__in=cakupan)
        .exists()
    ):
        raise TidakDitemukan("Pegawai tidak ditemukan.")
    return pegawai


def riwayat_penugasan(pegawai: Pegawai) -> list[Penugasan]:
    """All penugasan of a person as known now, newest first."""
    return list(
        Penugasan.objects.diketahui(None)
        .filter(pegawai=pegawai)
        .select_related("pegawai", "jabatan", "jabatan__opd")
        .order_by("-berlaku_sejak", "-pk")
    )


def cari_pegawai(kata: str, *, paling_banyak: int = 50) -> list[Pegawai]:
    """Active people by words of their name or by NIP, for whoever manages people."""
    return list(
        Pegawai.objects.filter(aktif=True)
        .filter(cari(kata, "nama", "nip"))
        .order_by("nama", "pk")[:paling_banyak]
    )
