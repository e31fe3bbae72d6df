"""Reads of field checks: those a reader sees, those about one result, and the one that a link opens."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.queries import riwayat_sampai
from terukur.realisasi.choices import HasilLapangan, KeadaanLapangan
from terukur.realisasi.models import FotoLapangan, JawabanLapangan, PemeriksaanLapangan
from terukur.realisasi.rules.lapangan import MASA_SUSULAN, sidik_token

_ASAL = ("opd", "asal", "wilayah__induk")


def lapangan_terlihat(
    untuk: Pengguna, *, izin: Izin = Izin.REALISASI_LIHAT
) -> "QuerySet[PemeriksaanLapangan]":
    """Field checks of the OPD for which the reader holds ``izin``."""
    semua = PemeriksaanLapangan.objects.select_related(*_ASAL)
    cakupan = untuk.akses.cakupan(izin)
    return semua if cakupan is None else semua.filter(opd__in=cakupan)


def get_lapangan(
    pemeriksaan_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.REALISASI_LIHAT
) -> PemeriksaanLapangan:
    """One field check in the reader's scope, else ``TidakDitemukan``."""
    p = lapangan_terlihat(untuk, izin=izin).filter(pk=pemeriksaan_id).first()
    if p is None:
        raise TidakDitemukan("Pemeriksaan lapangan itu tidak ditemukan.")
    return p


def get_dari_tautan(token: str) -> PemeriksaanLapangan:
    """The field check that this secret opens; whether it still may, ``rules.alasan_tertutup`` tells."""
    p = PemeriksaanLapangan.objects.select_related(*_ASAL).filter(sidik_token=sidik_token(token)).first()
    if p is None:
        raise TidakDitemukan("Tautan ini tidak dikenal: salinannya terpotong, atau sudah diganti yang baru.")
    return p


def lapangan_pada(
    semua: "QuerySet[PemeriksaanLapangan]", diketahui: dt.datetime | None
) -> "QuerySet[PemeriksaanLapangan]":
    """Those asked for by then, with ``hasil_saat``, ``versi_saat``, ``dijawab_saat`` and ``dicabut_saat``:
    what was known then (None: now) of the answer and of a withdrawal.
    """
    if diketahui is None:
        return semua.annotate(
            hasil_saat=F("hasil"), versi_saat=F("versi"), dijawab_saat=F("dijawab_pada"),
            dicabut_saat=F("dicabut_pada"),
        )  # fmt: skip
    jawaban = JawabanLapangan.objects.filter(pemeriksaan=OuterRef("pk"), dijawab_pada__lte=diketahui)
    terakhir = jawaban.order_by("-versi")
    return semua.filter(diminta_pada__lte=diketahui).annotate(
        hasil_saat=Coalesce(Subquery(terakhir.values("hasil")[:1]), Value("")),
        versi_saat=Coalesce(Subquery(terakhir.values("versi")[:1]), 0),
        dijawab_saat=Subquery(terakhir.values("dijawab_pada")[:1]),
        dicabut_saat=Case(When(dicabut_pada__lte=diketahui, then=F("dicabut_pada"))),
    )


def pemilik_saat(semua: Iterable[PemeriksaanLapangan], diketahui: dt.datetime) -> list[PemeriksaanLapangan]:
    """These with the OPD that had to deal with them then (ADR 0023). One query more."""
    daftar = list(semua)
    alihan = riwayat_sampai("lapangan", [p.pk for p in daftar if p.asal_id], sampai=diketahui)
    for p in daftar:
        if p.asal and not any(c.peristiwa == "lapangan.alih" for c in alihan[str(p.pk)]):
            p.opd, p.asal = p.asal, None
    return daftar


def saring_keadaan(
    semua: "QuerySet[PemeriksaanLapangan]", keadaan: KeadaanLapangan, *, hari: dt.date
) -> "QuerySet[PemeriksaanLapangan]":
    """Those of ``lapangan_pada`` that stand so on ``hari``: in the database what ``rules.keadaan`` says."""
    if keadaan == KeadaanLapangan.DICABUT:
        return semua.filter(Q(dicabut_saat__isnull=False))
    belum = Q(versi_saat=0)
    pilihan = {
        KeadaanLapangan.MENUNGGU: belum & Q(tanggal_tenggat__gte=hari),
        KeadaanLapangan.TERLAMBAT: belum & Q(tanggal_tenggat__lt=hari),
    }
    return semua.filter(pilihan.get(keadaan, Q(hasil_saat=keadaan)) & Q(dicabut_saat=None))


def lapangan_laporan(
    opd_id: UUID, periode: str, diketahui: dt.datetime | None = None
) -> dict[UUID, list[PemeriksaanLapangan]]:
    """{row key: its field checks as ``lapangan_pada``, the oldest first} of one report, also those
    that passed on. One query."""
    hasil: dict[UUID, list[PemeriksaanLapangan]] = defaultdict(list)
    semua = PemeriksaanLapangan.objects.filter(Q(opd=opd_id) | Q(asal=opd_id), periode=periode)
    semua = semua.select_related(*_ASAL)
    for p in lapangan_pada(semua, diketahui).order_by("diminta_pada", "pk"):
        hasil[p.kunci].append(p)
    return dict(hasil)


def tidak_sesuai(daftar: dict[UUID, list[PemeriksaanLapangan]]) -> list[PemeriksaanLapangan]:
    """Those that were found not to be as reported, and stand."""
    return [
        p
        for milik in daftar.values()
        for p in milik
        if p.hasil == HasilLapangan.TIDAK_SESUAI and p.dicabut_pada is None
    ]


@dataclass(frozen=True, slots=True)
class LapanganDiketahui:
    """A field check as known at an instant: withdrawn by then or not, with the versions given by then."""

    p: PemeriksaanLapangan
    dicabut: bool
    jawaban: list[JawabanLapangan] = field(default_factory=list)

    @property
    def hasil(self) -> str:
        return self.jawaban[-1].hasil if self.jawaban else ""


def lapangan_angka(
    kunci: UUID, tahun: int, *, diketahui: dt.datetime | None = None
) -> list[LapanganDiketahui]:
    """All field checks of one figure in its year, as known at ``diketahui``. Three queries at most."""
    semua = PemeriksaanLapangan.objects.filter(kunci=kunci, tahun=tahun).select_related(*_ASAL)
    jawaban = _jawaban()
    if diketahui is not None:
        semua = semua.filter(diminta_pada__lte=diketahui)
        jawaban = jawaban.filter(dijawab_pada__lte=diketahui)
    return [
        LapanganDiketahui(
            p,
            p.dicabut_pada is not None and (diketahui is None or p.dicabut_pada <= diketahui),
            list(p.daftar_jawaban.all()),
        )
        for p in semua.prefetch_related(Prefetch("daftar_jawaban", jawaban)).order_by("diminta_pada", "pk")
    ]


def jawaban_lapangan(p: PemeriksaanLapangan, diketahui: dt.datetime | None = None) -> list[JawabanLapangan]:
    """Every version given by then with its photos, the newest first. Two queries."""
    semua = _jawaban().filter(pemeriksaan=p).order_by("-versi")
    return list(semua if diketahui is None else semua.filter(dijawab_pada__lte=diketahui))


def _jawaban() -> "QuerySet[JawabanLapangan]":
    foto = FotoLapangan.objects.select_related("berkas").order_by("urutan")
    return JawabanLapangan.objects.prefetch_related(Prefetch("daftar_foto", foto)).order_by("versi")


def lapangan_terbuka(opd_ids: Collection[UUID] | None = None) -> list[PemeriksaanLapangan]:
    """What was asked about results of these OPD, or of all, and nobody has answered. One query."""
    semua = PemeriksaanLapangan.objects.filter(versi=0, dicabut_pada=None)
    if opd_ids is not None:
        semua = semua.filter(opd__in=opd_ids)
    return list(semua.select_related(*_ASAL).order_by("diminta_pada", "pk"))


def lapangan_terlambat(hari: dt.date) -> list[PemeriksaanLapangan]:
    """What nobody answered by its last day, while the link is still open."""
    return list(
        PemeriksaanLapangan.objects.filter(
            versi=0, dicabut_pada=None, tanggal_tenggat__lt=hari, tanggal_tenggat__gte=hari - MASA_SUSULAN
        )
        .select_related(*_ASAL)
        .order_by("tanggal_tenggat", "pk")
    )
