"""Lists and single records in the reader's scope, and what is open about a matter."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from terukur.akun.models import Pengguna
from terukur.eskalasi.models import Disposisi, Peringatan, Tanggapan, TindakLanjut
from terukur.eskalasi.models.disposisi import SELESAI
from terukur.eskalasi.models.peringatan import BERAKHIR
from terukur.eskalasi.queries.lampau import peringatan_saat, tindak_lanjut_saat
from terukur.eskalasi.rules.alur import LANJUTAN, MENUNGGU_OPD
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi import queries as organisasi
from terukur.organisasi.queries import belum_ada


def peringatan_terlihat(untuk: Pengguna) -> QuerySet[Peringatan]:
    """Warnings in the reader's scope, unordered; of a matter that passed on also the papers before it."""
    semua = Peringatan.objects.select_related("opd", "asal", "kertas")
    cakupan = untuk.akses.cakupan(Izin.ESKALASI_LIHAT)
    if cakupan is None:
        return semua
    syarat, sesudah = Q(opd__in=cakupan), ""
    for _ in LANJUTAN:
        sesudah += "berikutnya__"
        syarat |= Q(**{f"{sesudah}opd__in": cakupan})
    return semua.filter(syarat)


def tindak_lanjut_terlihat(untuk: Pengguna) -> QuerySet[TindakLanjut]:
    """What became of each disposisi in each OPD in the reader's scope, unordered."""
    semua = TindakLanjut.objects.select_related("opd", "asal", "disposisi__kertas")
    cakupan = untuk.akses.cakupan(Izin.ESKALASI_LIHAT)
    return semua if cakupan is None else semua.filter(opd__in=cakupan)


def disposisi_terlihat(untuk: Pengguna) -> QuerySet[Disposisi]:
    """Disposisi of which the reader sees at least one OPD."""
    semua = Disposisi.objects.select_related("kertas")
    cakupan = untuk.akses.cakupan(Izin.ESKALASI_LIHAT)
    if cakupan is None:
        return semua
    return semua.filter(pk__in=TindakLanjut.objects.filter(opd__in=cakupan).values("disposisi"))


def daftar_peringatan(untuk: Pengguna, saat: dt.datetime | None = None) -> list[Peringatan]:
    """Warnings in the reader's scope, unordered, as they stood at ``saat`` (None: now)."""
    semua = peringatan_terlihat(untuk).defer("kertas__isi_baku")
    return list(semua) if saat is None else peringatan_saat(semua.filter(terbit_pada__lte=saat), saat)


def daftar_tindak_lanjut(
    untuk: Pengguna, saat: dt.datetime | None = None, *, disposisi: Disposisi | None = None
) -> list[TindakLanjut]:
    """Every disposisi (or one) in each OPD in the reader's scope, unordered, as it stood at ``saat``."""
    semua = tindak_lanjut_terlihat(untuk).defer("disposisi__kertas__isi_baku")
    if disposisi is not None:
        semua = semua.filter(disposisi=disposisi)
    if saat is None:
        return list(semua)
    return tindak_lanjut_saat(semua.filter(disposisi__terbit_pada__lte=saat), saat)


def get_peringatan(peringatan_id: UUID, *, untuk: Pengguna, saat: dt.datetime | None = None) -> Peringatan:
    """One warning in the reader's scope as it stood at ``saat``, else ``TidakDitemukan``."""
    p = peringatan_terlihat(untuk).filter(pk=peringatan_id).first()
    if p is None:
        raise TidakDitemukan("Peringatan tidak ditemukan.")
    _periksa_terbit(p, saat)
    return p if saat is None else peringatan_saat([p], saat)[0]


def get_tindak_lanjut(
    tindak_lanjut_id: UUID, *, untuk: Pengguna, saat: dt.datetime | None = None
) -> TindakLanjut:
    """A disposisi in the hands of one OPD in the reader's scope as it stood at ``saat``, else
    ``TidakDitemukan``."""
    t = tindak_lanjut_terlihat(untuk).filter(pk=tindak_lanjut_id).first()
    if t is None:
        raise TidakDitemukan("Disposisi tidak ditemukan.")
    _periksa_terbit(t.disposisi, saat)
    return t if saat is None else tindak_lanjut_saat([t], saat)[0]


def get_disposisi(disposisi_id: UUID, *, untuk: Pengguna, saat: dt.datetime | None = None) -> Disposisi:
    """A disposisi that the reader gave, got or may read, and that was given by ``saat``, else
    ``TidakDitemukan``."""
    d = disposisi_terlihat(untuk).filter(pk=disposisi_id).first()
    if d is None:
        raise TidakDitemukan("Disposisi tidak ditemukan.")
    _periksa_terbit(d, saat)
    return d


def _periksa_terbit(surat: Peringatan | Disposisi, saat: dt.datetime | None) -> None:
    if saat is not None and surat.terbit_pada > saat:
        raise belum_ada("Surat ini", saat)


def rangkaian(peringatan: Peringatan, saat: dt.datetime | None = None) -> list[Peringatan]:
    """Every paper of the same matter, the first one first, as they stood at ``saat``. At most four, one query
    each."""
    semua = Peringatan.objects.select_related("opd", "kertas")
    awal = peringatan
    while awal.sebelumnya_id:
        awal = semua.get(pk=awal.sebelumnya_id)
    hasil: list[Peringatan] = [awal]
    while lanjutan := semua.filter(sebelumnya=hasil[-1]).first():
        hasil.append(lanjutan)
    return hasil if saat is None else peringatan_saat((p for p in hasil if p.terbit_pada <= saat), saat)


def tanggapan_terkirim(induk: Peringatan | TindakLanjut, saat: dt.datetime | None = None) -> list[Tanggapan]:
    """Answers that were sent (by ``saat``), the newest first."""
    milik = induk.daftar_tanggapan.filter(dikirim_pada__isnull=False).select_related("berkas")
    if saat is not None:
        milik = milik.filter(dikirim_pada__lte=saat)
    return list(milik.order_by("-dikirim_pada", "pk"))


def is_menunggu_opd(induk: Peringatan | TindakLanjut) -> bool:
    """Whether the OPD must act before the deadline."""
    jenis = "peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut"
    return induk.status in MENUNGGU_OPD[jenis]


@dataclass(frozen=True, slots=True)
class BarisTerbitan:
    """An open paper about a matter, as whoever handed over its cause asks for it."""

    opd_id: UUID
    kunci: str
    jenis: str
    """A ``JenisPeringatan``, or ``DISPOSISI``."""
    id: UUID
    status: str
    tanggal_tenggat: dt.date
    is_menunggu_opd: bool


DISPOSISI = "disposisi"


def terbitan_terbuka(awalan: str = "", opd_ids: Collection[UUID] | None = None) -> list[BarisTerbitan]:
    """Every open paper whose matter begins with ``awalan``, the newest first. One query."""
    syarat_opd = Q() if opd_ids is None else Q(opd__in=opd_ids)
    peringatan = (
        Peringatan.objects.filter(syarat_opd, sebab_kunci__startswith=awalan)
        .exclude(status__in=BERAKHIR)
        .values_list("opd", "sebab_kunci", "jenis", "pk", "status", "tanggal_tenggat", "terbit_pada")
    )
    disposisi = (
        TindakLanjut.objects.filter(syarat_opd, disposisi__sebab_kunci__startswith=awalan)
        .exclude(status__in=SELESAI)
        .values_list(
            "opd", "disposisi__sebab_kunci", Value(DISPOSISI), "pk", "status",
            "tanggal_tenggat", "disposisi__terbit_pada",
        )
    )  # fmt: skip
    return [
        BarisTerbitan(
            opd, kunci, jenis, pk, status, tenggat,
            status in MENUNGGU_OPD["tindak_lanjut" if jenis == DISPOSISI else "peringatan"],
        )
        for opd, kunci, jenis, pk, status, tenggat, terbit in peringatan.union(disposisi, all=True).order_by(
            "-terbit_pada", "pk"
        )
    ]  # fmt: skip


def surat_terbuka(opd_ids: Collection[UUID] | None = None) -> list[Peringatan | TindakLanjut]:
    """Every paper of these OPD, or of all, that has not come to its end. Two queries."""
    syarat = Q() if opd_ids is None else Q(opd__in=opd_ids)
    peringatan = Peringatan.objects.filter(syarat).exclude(status__in=BERAKHIR).order_by("terbit_pada", "pk")
    disposisi = TindakLanjut.objects.filter(syarat).exclude(status__in=SELESAI).order_by("pk")
    return [*peringatan, *disposisi]


def is_terbuka(induk: Peringatan | TindakLanjut) -> bool:
    """Whether the paper has not come to its end."""
    return induk.status not in (BERAKHIR if isinstance(induk, Peringatan) else SELESAI)


HARI_DEKAT = 1
"""So many working days before a deadline the OPD is reminded."""


def perlu_diingatkan(*, pada: dt.datetime) -> list[tuple[Peringatan | TindakLanjut, int]]:
    """(paper that waits for its OPD, days past its deadline) of what is near or past it. Four queries."""
    hari = organisasi.hari_pemda(pada)
    sampai = organisasi.geser_hari_kerja(hari, HARI_DEKAT).tanggal
    peringatan = (
        Peringatan.objects.filter(status__in=MENUNGGU_OPD["peringatan"], tanggal_tenggat__lte=sampai)
        .select_related("opd", "kertas")
        .order_by("tanggal_tenggat", "pk")
    )
    disposisi = (
        TindakLanjut.objects.filter(status__in=MENUNGGU_OPD["tindak_lanjut"], tanggal_tenggat__lte=sampai)
        .select_related("opd", "disposisi__kertas")
        .order_by("tanggal_tenggat", "pk")
    )
    return [(p, (hari - p.tanggal_tenggat).days) for p in peringatan] + [
        (t, (hari - t.tanggal_tenggat).days) for t in disposisi
    ]
