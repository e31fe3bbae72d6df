"""Reads of action plans: the rows being filled in, and what was set."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.periode import JenisPeriode
from terukur.kinerja.choices import KODE_PENYEDIA, Agregasi, JenisIndikator
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi, RencanaAksiResmi, TargetAksi, TargetResmi
from terukur.kinerja.queries.indikator import definisi_banyak
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.rencana_aksi import BarisAksi, HasilRencana, periksa_rencana
from terukur.organisasi.models import OPD, OPDVersi
from terukur.perencanaan.choices import Polaritas
from terukur.perencanaan.models import ProgramKerjaResmi
from terukur.tenggat.choices import StatusJendela
from terukur.tenggat.models import Pengajuan


def daftar_aksi(pengajuan_ids: Iterable[UUID], *, terhapus: bool = False) -> QuerySet[RencanaAksi]:
    """Rows of these submissions in their order; ``terhapus``: only what was removed."""
    return (
        RencanaAksi.objects.filter(pengajuan__in=list(pengajuan_ids), dihapus_pada__isnull=not terhapus)
        .select_related("unit", "penanggung_jawab", "indikator")
        .order_by("pengajuan", "urutan", "pk")
    )


def get_aksi(
    aksi_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.KINERJA_LIHAT, terhapus: bool = False
) -> RencanaAksi:
    """One row in the reader's scope, with its package."""
    aksi = (
        RencanaAksi.objects.filter(pk=aksi_id, dihapus_pada__isnull=not terhapus)
        .select_related("pengajuan__jendela", "pengajuan__opd", "unit", "penanggung_jawab", "indikator")
        .first()
    )
    if aksi is None or not _terlihat(untuk, aksi.opd_id):
        raise TidakDitemukan("Rencana aksi tidak ditemukan; mungkin sudah dihapus.")
    if not untuk.akses.boleh(izin, aksi.opd_id):
        raise TidakDitemukan("Rencana aksi tidak ditemukan.")
    return aksi


def _terlihat(untuk: Pengguna, opd_id: UUID) -> bool:
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    return cakupan is None or opd_id in cakupan


def target_aksi(aksi_ids: Iterable[UUID]) -> dict[UUID, dict[str, Target]]:
    """{row: {period code: target}} of rows being filled in. One query."""
    hasil: dict[UUID, dict[str, Target]] = defaultdict(dict)
    for t in TargetAksi.objects.filter(rencana_aksi__in=list(aksi_ids)).order_by("periode"):
        hasil[t.rencana_aksi_id][t.periode] = Target(t.nilai, t.nilai_atas)
    return hasil


def baca_aksi(
    pengajuan_ids: Sequence[UUID], *, tahun: int
) -> dict[UUID, list[tuple[RencanaAksi, DefinisiIndikator, dict[str, Target]]]]:
    """{submission: its rows with what their indicator means and their targets}. Three queries."""
    daftar = list(daftar_aksi(pengajuan_ids))
    definisi = definisi_banyak((a.indikator_id for a in daftar), per=dt.date(tahun, 12, 31))
    target = target_aksi(a.pk for a in daftar)
    hasil: dict[UUID, list[tuple[RencanaAksi, DefinisiIndikator, dict[str, Target]]]] = {
        i: [] for i in pengajuan_ids
    }
    for a in daftar:
        hasil[a.pengajuan_id].append((a, definisi[a.indikator_id], target.get(a.pk, {})))
    return hasil


def kode_rencana_opd(opd_ids: Iterable[UUID], tahun: int) -> dict[UUID, dict[str, str]]:
    """{OPD: {code: name of its sub kegiatan in the latest official program kerja of the year}}. One query."""
    hasil: dict[UUID, dict[str, str]] = defaultdict(dict)
    baris = (
        ProgramKerjaResmi.objects.diketahui(None)
        .filter(opd__in=list(opd_ids), tahun=tahun)
        .order_by("kode", "dicatat_pada", "pk")
        .values_list("opd", "kode", "isi__nama")
    )
    for opd_id, kode, nama in baris:
        hasil[opd_id][kode] = nama
    return hasil


def periksa_banyak(
    paket: Sequence[Pengajuan], *, tahun: int
) -> dict[UUID, tuple[HasilRencana, list[tuple[RencanaAksi, DefinisiIndikator, dict[str, Target]]]]]:
    """{submission: findings, and the rows that were read} in a constant number of queries."""
    isi = baca_aksi([p.pk for p in paket], tahun=tahun)
    kode = kode_rencana_opd({p.opd_id for p in paket}, tahun)
    return {
        p.pk: (
            periksa_rencana(
                [susun_baris(*b) for b in isi[p.pk]], tahun=tahun, kode_rencana=kode.get(p.opd_id)
            ),
            isi[p.pk],
        )
        for p in paket
    }


def susun_baris(aksi: RencanaAksi, definisi: DefinisiIndikator, target: dict[str, Target]) -> BarisAksi:
    """A row as the rules see it."""
    return BarisAksi(
        id=aksi.pk,
        urutan=aksi.urutan,
        aksi=aksi.aksi,
        indikator_id=aksi.indikator_id,
        nama_indikator=definisi.nama,
        jenis=JenisIndikator(definisi.jenis),
        polaritas=Polaritas(definisi.polaritas),
        agregasi=Agregasi(definisi.agregasi),
        periode=JenisPeriode(definisi.periode),
        bobot=aksi.bobot,
        target=target,
        penanggung_jawab=aksi.penanggung_jawab.nama if aksi.penanggung_jawab else "",
        kode_sub=aksi.kode_sub,
        definisi=definisi.definisi,
        sumber_data=definisi.sumber_data,
        satuan=definisi.satuan,
    )


def aksi_resmi(
    opd_id: UUID, tahun: int, *, diketahui: dt.datetime | None = None
) -> QuerySet[RencanaAksiResmi]:
    """The set actions of an OPD for a year, as known at ``diketahui``: its own plan, then what it took over.

    ``opd`` of an action is the OPD whose plan it was set in; ``target_resmi`` tells whose each period is.
    """
    return (
        rencana_milik(opd_id, tahun, diketahui=diketahui)
        .select_related("indikator", "opd")
        .order_by("pengajuan", "isi__urutan", "pk")
    )


def rencana_milik(
    opd_id: UUID, tahun: int, *, diketahui: dt.datetime | None = None
) -> QuerySet[RencanaAksiResmi]:
    """The same, bare and unordered. Both ways in have their index."""
    resmi = RencanaAksiResmi.objects.diketahui(diketahui).exclude(nomor_register="").filter(tahun=tahun)
    alihan = TargetResmi.objects.diketahui(diketahui).filter(opd=opd_id, tahun=tahun, asal__isnull=False)
    sendiri = resmi.filter(opd=opd_id).order_by().values("pk")
    warisan = resmi.filter(kunci__in=alihan.order_by().values("kunci")).order_by().values("pk")
    return resmi.filter(pk__in=sendiri.union(warisan))


def target_resmi(
    kunci: Iterable[UUID], *, diketahui: dt.datetime | None = None
) -> dict[UUID, dict[str, TargetResmi]]:
    """{action: {period code: its set target}}, as known at ``diketahui``. One query."""
    hasil: dict[UUID, dict[str, TargetResmi]] = defaultdict(dict)
    for t in TargetResmi.objects.diketahui(diketahui).filter(kunci__in=list(kunci)).order_by("periode", "pk"):
        hasil[t.kunci][t.periode] = t
    return hasil


def nama_asal(
    rencana: Iterable[RencanaAksiResmi], opd_id: UUID, diketahui: dt.datetime | None
) -> dict[UUID, str]:
    """{action: name of the OPD in whose plan it was set} of those that this OPD took over.

    As that OPD was last called, as known then. One query, none where nothing was taken over.
    """
    asal = {a.kunci: a.opd_id for a in rencana if a.opd_id != opd_id}
    if not asal:
        return {}
    versi = OPDVersi.objects.diketahui(diketahui).filter(opd__in=asal.values()).order_by("berlaku_sejak")
    nama = dict(versi.values_list("opd", "nama"))
    return {k: nama[o] for k, o in asal.items()}


def nama_pemilik(target: Mapping[UUID, Mapping[str, TargetResmi]]) -> dict[UUID | None, str]:
    """{OPD: its name} of those that owe one of these targets; None: nobody does. One query."""
    pemilik = {t.opd_id for daftar in target.values() for t in daftar.values() if t.opd_id}
    hasil: dict[UUID | None, str] = {None: "Belum ada penerima"}
    hasil |= OPD.objects.filter(pk__in=pemilik).order_by("pk").values_list("pk", "nama")
    return hasil


def target_pertama(kunci: Iterable[UUID]) -> dict[tuple[UUID, str], dt.datetime]:
    """{(action, period code): when its first target was set}, whatever was revised since. One query."""
    hasil: dict[tuple[UUID, str], dt.datetime] = {}
    baris = TargetResmi.objects.filter(kunci__in=list(kunci)).order_by("dicatat_pada", "pk")
    for k, periode, pada in baris.values_list("kunci", "periode", "dicatat_pada"):
        hasil.setdefault((k, periode), pada)
    return hasil


def paket_terlihat(untuk: Pengguna, diketahui: dt.datetime | None = None) -> QuerySet[Pengajuan]:
    """Packages that ask for an action plan, in the reader's scope, with ``nomor_register`` where it was set
    by ``diketahui``."""
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    nomor = (
        RencanaAksiResmi.objects.diketahui(diketahui)
        .filter(pengajuan=OuterRef("pk"))
        .exclude(nomor_register="")
        .order_by("pk")
        .values("nomor_register")[:1]
    )
    baris = (
        Pengajuan.objects.filter(jendela__daftar_syarat__kode=KODE_PENYEDIA)
        .exclude(jendela__status=StatusJendela.DISIAPKAN)
        .select_related("jendela", "opd")
        .annotate(nomor_register=Subquery(nomor))
    )
    return baris if cakupan is None else baris.filter(opd__in=cakupan)
