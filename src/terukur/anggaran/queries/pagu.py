"""Reads of ceilings: today's, those of any past day, and as they were known."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from terukur.akun.models import Pengguna
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import KebijakanPagu, Kebutuhan, Pagu
from terukur.anggaran.rules.ruang import NOL, Sel, Tahap
from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.izin import Izin
from terukur.inti.sql import tanya
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import daftar_opd
from terukur.perencanaan.models import SumberDana
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Jendela, Syarat


def tahap_jendela(jendela: Jendela) -> Tahap:
    """The stage of which a window collects the amounts."""
    return Tahap(jendela.tahun, Tahapan(jendela.tahapan), jendela.pergeseran_ke or 0)


def pagu_berlaku(
    tahap: Tahap, *, per: dt.date | None = None, diketahui: dt.datetime | None = None
) -> QuerySet[Pagu]:
    """The ceilings of a stage on the day ``per`` as known at ``diketahui``.

    ``per`` None: the last set. A ceiling never begins in the future and is always set without
    end, so the last one is also today's.
    """
    baris = Pagu.objects.diketahui(diketahui).filter(**tahap.kunci)
    return baris.berlaku(per) if per else baris.filter(berlaku_sampai=None)


def sidik_pagu(pagu: Iterable[Pagu]) -> str:
    """A short digest of the ceilings of one OPD, by which a stale form is noticed."""
    isi = sorted(f"{p.unit_id}|{p.sumber_dana_id}|{p.nilai:.2f}" for p in pagu)
    return hashlib.sha256("\n".join(isi).encode()).hexdigest()[:16]


_PAGU_OPD = f"""
select p.opd_id, p.unit_id, p.sumber_dana_id, p.nilai
from anggaran_pagu p
where p.opd_id = any(%(opd)s) and p.tahun = %(tahun)s and p.tahapan = %(tahapan)s
  and p.pergeseran_ke = %(pergeseran_ke)s and {sql_diketahui("p")}
  and case when %(per)s::date is null then p.berlaku_sampai is null
    else p.berlaku_sejak <= %(per)s and (p.berlaku_sampai is null or p.berlaku_sampai >= %(per)s) end
order by p.opd_id, p.kunci_unit, p.kunci_sumber"""  # noqa: S608 - all text is ours


def pagu_opd(
    opd_ids: Collection[UUID],
    tahap: Tahap,
    *,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
) -> dict[UUID, dict[Sel, Decimal]]:
    """{OPD: {place: ceiling}} of many OPD, in one query."""
    hasil: dict[UUID, dict[Sel, Decimal]] = defaultdict(dict)
    baris = tanya(_PAGU_OPD, {"opd": list(opd_ids), "per": per, "diketahui": diketahui, **tahap.kunci})
    for opd_id, unit_id, sumber_dana_id, nilai in baris:
        hasil[opd_id][Sel(unit_id, sumber_dana_id)] = nilai
    return dict(hasil)


def cara_lampaui(
    tahap: Tahap, *, per: dt.date | None = None, diketahui: dt.datetime | None = None
) -> CaraLampaui:
    """What happens above the ceiling in this stage; without a decision: the list of proposals."""
    baris = KebijakanPagu.objects.diketahui(diketahui).filter(**tahap.kunci)
    baris = baris.berlaku(per) if per else baris.filter(berlaku_sampai=None)
    kebijakan = baris.order_by("-berlaku_sejak").first()
    return CaraLampaui(kebijakan.cara) if kebijakan else CaraLampaui.USULAN


def tahap_terakhir(*, tahun: int) -> Tahap:
    """The stage that lists open with: of the window opened last, else of the ceilings set last.

    A window that collects no money counts only where none does.

    ``tahun``: the year that a pemda without either plans for.
    """
    minta_uang = Exists(Syarat.objects.filter(jendela=OuterRef("pk"), kode="kebutuhan_anggaran"))
    jendela = Jendela.objects.exclude(diumumkan_pada=None).order_by(minta_uang.desc(), "-dibuka_pada", "-pk")
    if terakhir := jendela.first():
        return tahap_jendela(terakhir)
    if pagu := Pagu.objects.diketahui(None).order_by("-dicatat_pada", "-pk").first():
        return Tahap(pagu.tahun, Tahapan(pagu.tahapan), pagu.pergeseran_ke)
    return Tahap(tahun, Tahapan.RANCANGAN_AWAL_RENJA)


@dataclass(slots=True)
class BarisMatriks:
    """One OPD of the matrix. ``terpakai`` None: what is used is not asked for a past day."""

    opd: OPD
    nilai: dict[int, Decimal] = field(default_factory=dict)
    terpakai: Decimal | None = None
    di_atas_pagu: Decimal = NOL

    @property
    def total(self) -> Decimal | None:
        """None: TAPD has set nothing, which is not a ceiling of zero."""
        return sum(self.nilai.values(), NOL) if self.nilai else None

    @property
    def sisa(self) -> Decimal | None:
        return None if self.total is None or self.terpakai is None else self.total - self.terpakai


@dataclass(frozen=True, slots=True)
class Matriks:
    """Ceilings OPD x source. Source id 0 is "any source"."""

    sumber: list[tuple[int, str, str]]
    baris: list[BarisMatriks]
    jumlah: dict[int, Decimal]
    total: Decimal | None


def matriks_pagu(
    *,
    untuk: Pengguna,
    tahap: Tahap,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
) -> Matriks:
    """The matrix within the reader's scope, OPD by kode. A constant number of queries."""
    baris = {o.pk: BarisMatriks(o) for o in daftar_opd(untuk, izin=Izin.PAGU_LIHAT)}
    sumber: dict[int, tuple[str, str]] = {}
    jumlah: dict[int, Decimal] = defaultdict(Decimal)
    pagu = pagu_berlaku(tahap, per=per, diketahui=diketahui).filter(opd__in=list(baris))
    for p in pagu.select_related("sumber_dana").order_by("pk"):
        kunci = p.sumber_dana_id or 0
        sumber[kunci] = (
            (p.sumber_dana.kode, p.sumber_dana.nama) if p.sumber_dana else ("", "Semua sumber dana")
        )
        milik = baris[p.opd_id].nilai
        milik[kunci] = milik.get(kunci, NOL) + p.nilai
        jumlah[kunci] += p.nilai
    if per is None and diketahui is None:
        for b in baris.values():
            b.terpakai = NOL
        for opd_id, atas, terpakai in terpakai_opd(tahap, list(baris)):
            if atas:
                baris[opd_id].di_atas_pagu = terpakai
            else:
                baris[opd_id].terpakai = terpakai
    return Matriks(
        sumber=sorted((k, kode, nama) for k, (kode, nama) in sumber.items()),
        baris=sorted(baris.values(), key=lambda b: (b.opd.kode, str(b.opd.pk))),
        jumlah=dict(jumlah),
        total=sum(jumlah.values(), NOL) if jumlah else None,
    )


def terpakai_opd(tahap: Tahap, opd_ids: Collection[UUID]) -> list[tuple[UUID, bool, Decimal]]:
    """(OPD, is proposed above, sum) of what these OPD have entered in a stage. One query."""
    return list(
        Kebutuhan.objects.aktif()
        .filter(
            sub_kegiatan_rencana__opd__in=opd_ids,
            jumlah__isnull=False,
            **saring_tahap(tahap, "sub_kegiatan_rencana__pengajuan__jendela__"),
        )
        .values("sub_kegiatan_rencana__opd", "di_atas_pagu")
        .annotate(total=Sum("jumlah"))
        .order_by("sub_kegiatan_rencana__opd", "di_atas_pagu")
        .values_list("sub_kegiatan_rencana__opd", "di_atas_pagu", "total")
    )


def saring_tahap(tahap: Tahap, awalan: str) -> dict[str, object]:
    """Filter on the window behind ``awalan`` for this stage."""
    return {
        f"{awalan}tahun": tahap.tahun,
        f"{awalan}tahapan": tahap.tahapan.value,
        f"{awalan}pergeseran_ke": tahap.pergeseran_ke or None,
    }


def rincian_pagu(
    *,
    untuk: Pengguna,
    tahap: Tahap,
    opd_id: UUID | None = None,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
) -> QuerySet[Pagu]:
    """Ceilings row by row within the reader's scope, for pages and for the export that imports again."""
    baris = pagu_berlaku(tahap, per=per, diketahui=diketahui)
    return _dalam_cakupan(baris, untuk, opd_id).order_by(
        "opd__kode", F("unit__kode").asc(nulls_first=True), "sumber_dana__kode", "pk"
    )


def riwayat_pagu(*, untuk: Pengguna, tahap: Tahap, opd_id: UUID) -> QuerySet[Pagu]:
    """Everything ever recorded about the ceilings of one OPD in a stage, the newest first."""
    return _dalam_cakupan(Pagu.objects.filter(**tahap.kunci), untuk, opd_id).order_by(
        "-dicatat_pada", "unit__kode", "sumber_dana__kode", "pk"
    )


def _dalam_cakupan(baris: QuerySet[Pagu], untuk: Pengguna, opd_id: UUID | None) -> QuerySet[Pagu]:
    cakupan = untuk.akses.cakupan(Izin.PAGU_LIHAT)
    if cakupan is not None:
        baris = baris.filter(opd__in=cakupan)
    if opd_id is not None:
        baris = baris.filter(opd=opd_id)
    return baris.select_related("opd", "unit", "sumber_dana")


def daftar_sumber_dana(opd_id: UUID | None, tahap: Tahap) -> list[SumberDana]:
    """Sources to offer in a form: those with a ceiling of this OPD, else of anyone, in the stage."""
    pagu = pagu_berlaku(tahap).exclude(sumber_dana=None)
    milik = pagu.filter(opd=opd_id) if opd_id else pagu
    ids = set(milik.values_list("sumber_dana", flat=True)) or set(pagu.values_list("sumber_dana", flat=True))
    return list(SumberDana.objects.filter(pk__in=ids, aktif=True).order_by("kode"))
