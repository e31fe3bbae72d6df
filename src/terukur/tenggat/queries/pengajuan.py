"""Reads of submissions, each in the scope of its reader."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import kolom, rekaman, rekaman_berderet, tanya
from terukur.jejak.models import Catatan, CatatanQuerySet, Kertas
from terukur.jejak.queries import riwayat, riwayat_sampai
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import sebut_saat
from terukur.tenggat import rules
from terukur.tenggat.choices import StatusPerpanjangan
from terukur.tenggat.models import Jendela, Paraf, Pengajuan, Perpanjangan, Syarat
from terukur.tenggat.penyedia import KOSONG, Kelengkapan, daftar_penyedia


def pengajuan_terlihat(untuk: Pengguna) -> QuerySet[Pengajuan]:
    """Packages that ``untuk`` may see: those of his OPD, or all."""
    semua = Pengajuan.objects.select_related("jendela", "opd")
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    return semua if cakupan is None else semua.filter(opd_id__in=cakupan)


def pengajuan_saat(semua: QuerySet[Pengajuan], saat: dt.datetime) -> list[Pengajuan]:
    """Those that were there by then, in their order, with ``status`` as the journal tells it for then; only
    to be read, never saved. Three queries."""
    daftar = list(semua.filter(dibuat_pada__lte=saat))
    catatan = riwayat_sampai("pengajuan", [p.pk for p in daftar], sampai=saat)
    for p in daftar:
        p.status = rules.ALUR_PENGAJUAN.status_sesudah(
            c.peristiwa.partition(".")[2] for c in catatan[str(p.pk)]
        )
    sebut_saat((p.opd for p in daftar), saat)
    return daftar


def get_pengajuan(pengajuan_id: UUID, *, untuk: Pengguna) -> Pengajuan:
    """One package with its window and OPD; outside the reader's scope ``TidakDitemukan``."""
    pengajuan = _baca(pengajuan_id)
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    if cakupan is not None and pengajuan.opd_id not in cakupan:
        raise TidakDitemukan("Pengajuan tidak ditemukan.")
    return pengajuan


def opd_pengajuan(pengajuan_id: UUID, *, untuk: Pengguna) -> UUID:
    """The OPD of a package in the reader's scope, else ``TidakDitemukan``; for an act that reads more."""
    baris = tanya("select opd_id from tenggat_pengajuan where id = %s", [pengajuan_id])
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    if not baris or (cakupan is not None and baris[0][0] not in cakupan):
        raise TidakDitemukan("Pengajuan tidak ditemukan.")
    opd_id: UUID = baris[0][0]
    return opd_id


def _baca(pengajuan_id: UUID, akhir: str = "") -> Pengajuan:
    """The package with its window and OPD. Every page and act of a package begins with it (ADR 13)."""
    baris = tanya(
        f"select {kolom(Pengajuan, 'p')}, {kolom(Jendela, 'j')}, {kolom(OPD, 'o')}"  # noqa: S608
        " from tenggat_pengajuan p join tenggat_jendela j on j.id = p.jendela_id"
        f" join organisasi_opd o on o.id = p.opd_id where p.id = %s {akhir}",
        [pengajuan_id],
    )
    if not baris:
        raise TidakDitemukan("Pengajuan tidak ditemukan.")
    pengajuan: Pengajuan
    pengajuan, pengajuan.jendela, pengajuan.opd = rekaman_berderet(baris[0], Pengajuan, Jendela, OPD)
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
    return _baca(pengajuan_id, "for update of p")


def daftar_syarat(jendela: Jendela) -> list[Syarat]:
    """Requirements of a window in their order."""
    sql = f"select {kolom(Syarat, 's')} from tenggat_syarat s where s.jendela_id = %s order by s.urutan, s.id"  # noqa: S608
    return [rekaman(Syarat, b) for b in tanya(sql, [jendela.pk])]


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
    for pk, *isi in tanya(_TERCATAT, {"paket": list(hasil), "sampai": sampai}):
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
    masa: dict[UUID, list[rules.MasaPerpanjangan]] = {i: [] for i in pengajuan_ids}
    diberikan = Perpanjangan.objects.filter(pengajuan_id__in=masa, status=StatusPerpanjangan.DIBERIKAN)
    for pengajuan_id, diputus, sampai in diberikan.order_by("diputus_pada", "pk").values_list(
        "pengajuan_id", "diputus_pada", "sampai"
    ):
        assert diputus is not None
        assert sampai is not None
        masa[pengajuan_id].append(rules.MasaPerpanjangan(diputus, sampai))
    return masa


def paraf_sisa(pengajuan: Pengajuan) -> tuple[str, ...]:
    """Names of the initials still missing for the content about to be submitted. One query at most."""
    langkah = pengajuan.jendela.langkah_paraf
    if not langkah:
        return ()
    ada = Paraf.objects.filter(pengajuan=pengajuan, putaran=pengajuan.versi + 1, dibatalkan_pada=None)
    return rules.langkah_tersisa(langkah, set(ada.order_by("pk").values_list("urutan", flat=True)))


@dataclass(frozen=True, slots=True)
class BekalAjukan:
    """What a submission must know besides the content.

    ``laporan``: editions of the late list that were published before it and speak of a later instant.
    """

    paraf_sisa: tuple[str, ...]
    masa: list[rules.MasaPerpanjangan]
    laporan: list[UUID]


_BEKAL = """
select 'paraf', urutan, null::timestamptz, null::timestamptz, null::uuid from tenggat_paraf
where pengajuan_id = %(pengajuan)s and putaran = %(putaran)s and dibatalkan_pada is null
union all
select 'masa', null, diputus_pada, sampai, null from tenggat_perpanjangan
where pengajuan_id = %(pengajuan)s and status = %(diberikan)s
union all
select 'laporan', null, null, null, id from tenggat_laporanketerlambatan
where jendela_id = %(jendela)s and saat >= %(saat)s
order by 3"""


def bekal_ajukan(pengajuan: Pengajuan, *, pada: dt.datetime) -> BekalAjukan:
    """For a package received at ``pada``; its row and its window's receipt are locked. One query."""
    jendela = pengajuan.jendela
    baris = tanya(
        _BEKAL,
        {
            "pengajuan": pengajuan.pk, "putaran": pengajuan.versi + 1, "jendela": jendela.pk,
            "diberikan": StatusPerpanjangan.DIBERIKAN.value,
            "saat": pada - dt.timedelta(seconds=jendela.toleransi_detik),
        },
    )  # fmt: skip
    return BekalAjukan(
        rules.langkah_tersisa(jendela.langkah_paraf, {b[1] for b in baris if b[0] == "paraf"}),
        [rules.MasaPerpanjangan(b[2], b[3]) for b in baris if b[0] == "masa"],
        [b[4] for b in baris if b[0] == "laporan"],
    )


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
