"""Which RPJMD and Renstra are in force; what the rooms above choose from."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from terukur.perencanaan.choices import JenisButir, TitikTarget
from terukur.perencanaan.models import (
    ButirRencana,
    IndikatorButir,
    PaguIndikatif,
    RencanaBerlaku,
    TargetIndikator,
)
from terukur.perencanaan.rules.rencana import IsiIndikator
from terukur.perencanaan.rules.target import Target


@dataclass(frozen=True, slots=True)
class ButirBerlaku:
    """A sasaran or program of a plan in force: ``id`` in this version, ``kunci`` the same in every one.

    ``sasaran_rpjmd``: of a Renstra, the id of the sasaran that it serves.
    """

    id: UUID
    kunci: UUID
    nama: str
    indikator: tuple[IsiIndikator, ...]
    sasaran_rpjmd: UUID | None = None


@dataclass(frozen=True, slots=True)
class RenstraBerlaku:
    """The Renstra of an OPD in a year: its version, and what it holds."""

    versi_id: UUID
    tahun_awal: int
    tahun_akhir: int
    sasaran: tuple[ButirBerlaku, ...]
    program: tuple[ButirBerlaku, ...]
    """``nama`` of a program begins with its code."""


def versi_berlaku(
    pemilik: str, per: dt.date, *, diketahui: dt.datetime | None = None
) -> RencanaBerlaku | None:
    """Which version of the plan of ``DokumenRencana.pemilik`` is in force on the day ``per``."""
    return (
        RencanaBerlaku.objects.pada(per, diketahui)
        .filter(pemilik=pemilik)
        .select_related("versi__dokumen")
        .first()
    )


def isi_indikator_butir(butir_ids: list[UUID]) -> dict[UUID, tuple[IsiIndikator, ...]]:
    """{butir: its indicators with targets}; two queries."""
    daftar = list(IndikatorButir.objects.filter(butir__in=butir_ids).order_by("urutan", "pk"))
    target: dict[UUID, dict[tuple[str, int], Target]] = {i.pk: {} for i in daftar}
    for t in TargetIndikator.objects.filter(indikator__in=target).order_by("tahun", "pk"):
        target[t.indikator_id][t.titik, t.tahun or 0] = Target(t.nilai, t.nilai_atas, t.predikat)
    hasil: dict[UUID, tuple[IsiIndikator, ...]] = {}
    for i in daftar:
        milik = target[i.pk]
        isi = IsiIndikator(
            id=str(i.pk), kunci=str(i.kunci), nama=i.nama, satuan=i.satuan, polaritas=i.polaritas,
            sumber_data=i.sumber_data, awal=milik.get((TitikTarget.AWAL, 0)),
            target={tahun: t for (_, tahun), t in milik.items() if tahun},
            akhir=milik.get((TitikTarget.AKHIR, 0)),
        )  # fmt: skip
        hasil[i.butir_id] = (*hasil.get(i.butir_id, ()), isi)
    return hasil


def _sasaran(versi_id: UUID, *jenis: JenisButir) -> list[tuple[ButirRencana, ButirBerlaku]]:
    daftar = list(
        ButirRencana.objects.filter(versi=versi_id, jenis__in=jenis).order_by("urutan", "kode", "pk")
    )
    indikator = isi_indikator_butir([b.pk for b in daftar])
    return [
        (b, ButirBerlaku(b.pk, b.kunci, str(b), indikator.get(b.pk, ()), b.sasaran_rpjmd_id)) for b in daftar
    ]


def sasaran_rpjmd_berlaku(per: dt.date, *, diketahui: dt.datetime | None = None) -> list[ButirBerlaku]:
    """Sasaran of the RPJMD in force on the day ``per``, with indicators; four queries. Empty: none is."""
    fakta = versi_berlaku("kabupaten", per, diketahui=diketahui)
    return [s for _, s in _sasaran(fakta.versi_id, JenisButir.SASARAN)] if fakta else []


def renstra_opd(opd_id: UUID, tahun: int, diketahui: dt.datetime | None = None) -> RenstraBerlaku | None:
    """The Renstra of the OPD for the year: the version in force on its last day; four queries."""
    fakta = versi_berlaku(str(opd_id), dt.date(tahun, 12, 31), diketahui=diketahui)
    if fakta is None:
        return None
    isi = _sasaran(fakta.versi_id, JenisButir.SASARAN, JenisButir.PROGRAM)
    dokumen = fakta.versi.dokumen
    return RenstraBerlaku(
        fakta.versi_id, dokumen.tahun_awal, dokumen.tahun_akhir,
        sasaran=tuple(s for b, s in isi if b.jenis == JenisButir.SASARAN),
        program=tuple(s for b, s in isi if b.jenis == JenisButir.PROGRAM),
    )  # fmt: skip


def program_rpjmd(tahun: int) -> frozenset[str] | None:
    """Codes of the programs that the RPJMD in force on the year's last day names; two queries.

    None: there is no RPJMD, or it names no program, so that nothing can be said of any.
    """
    fakta = versi_berlaku("kabupaten", dt.date(tahun, 12, 31))
    if fakta is None:
        return None
    program = ButirRencana.objects.filter(versi=fakta.versi_id, jenis=JenisButir.PROGRAM)
    return frozenset(program.order_by("kode").values_list("kode", flat=True)) or None


def pagu_renstra(versi_id: UUID) -> dict[str, Decimal]:
    """{code of a program: its indicative money over all years of the Renstra}. One query."""
    baris = PaguIndikatif.objects.filter(program__versi=versi_id).values_list("program__kode")
    return dict(baris.annotate(jumlah=Sum("jumlah")).order_by("program__kode"))
