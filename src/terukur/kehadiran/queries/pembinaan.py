"""People whose days without reason call for a look under PP 94/2021, with the step ahead of them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.models import HariKehadiran, PinPegawai
from terukur.kehadiran.queries.atasan import kedudukan_banyak
from terukur.kehadiran.queries.disiplin import Penghitung, penghitung
from terukur.kehadiran.rules.atasan import Kedudukan
from terukur.kehadiran.rules.disiplin import BERUNTUN, TANGGA, Jenjang
from terukur.organisasi.models import OPD, Pegawai

MULAI = 2
"""Days of a year, or half of ``BERUNTUN`` in a row, from which somebody is listed."""


@dataclass(frozen=True, slots=True)
class Binaan:
    """One PNS or CPNS. ``kini``: the step the days stand on; ``berikut``: the next, and days until it.

    ``ber_pin``: false where no device knows him, so that his records may be nobody's.
    """

    pegawai: Pegawai
    opd: str
    sebutan: str
    hari: int
    beruntun: int
    kini: Jenjang | None
    berikut: Jenjang | None
    lagi: int
    ber_pin: bool

    @property
    def kata_kini(self) -> str:
        return f"{self.kini.sebutan} ({self.kini.pasal})" if self.kini else "Belum sampai jenjang pertama"

    @property
    def kata_berikut(self) -> str:
        return f"{self.lagi} hari lagi: {self.berikut.sebutan}" if self.berikut else "Jenjang terakhir"

    @property
    def kata_periksa(self) -> str:
        return "" if self.ber_pin else "Belum mempunyai PIN; petakan dahulu"


def _berikut(p: Penghitung) -> Jenjang | None:
    if p.beruntun >= BERUNTUN:
        return None
    return next((j for j in TANGGA if j.dari > p.hari), None)


def binaan(
    sampai: dt.date,
    *,
    pada: dt.datetime,
    opd_ids: Collection[UUID] | None = None,
    pegawai_ids: Collection[UUID] | None = None,
) -> list[Binaan]:
    """Everyone from ``MULAI`` days on, most days first, of these OPD and among these people (None: all).

    A fixed number of queries.
    """
    ada = penghitung(sampai, pegawai_ids=pegawai_ids)
    semua = {p.pegawai_id: p for p in ada if p.hari >= MULAI or p.beruntun >= BERUNTUN // 2}
    tempat = kedudukan_banyak(set(semua), pada=pada)
    nama_opd = {o.pk: o.nama for o in OPD.objects.all().order_by("pk")}
    ber_pin = set(
        PinPegawai.objects.diketahui(None).filter(pegawai__in=semua).values_list("pegawai", flat=True)
    )
    orang = {p.pk: p for p in Pegawai.objects.filter(pk__in=semua).order_by("pk")}
    hasil = []
    for pegawai_id, p in semua.items():
        j = tempat[pegawai_id].orang
        if opd_ids is not None and (j is None or j.opd_id not in opd_ids):
            continue
        berikut = _berikut(p)
        hasil.append(
            Binaan(
                orang[pegawai_id], nama_opd.get(j.opd_id, "") if j else "", j.sebutan if j else "", p.hari,
                p.beruntun, p.jenjang, berikut, berikut.dari - p.hari if berikut else 0,
                pegawai_id in ber_pin,
            )
        )  # fmt: skip
    return hasil


@dataclass(frozen=True, slots=True)
class BahanPanggilan:
    """What a draft summons says: who, by whom, for which days."""

    binaan: Binaan
    kedudukan: Kedudukan
    hari: list[dt.date]


def bahan_panggilan(pegawai_id: UUID, sampai: dt.date, *, pada: dt.datetime) -> BahanPanggilan | None:
    """None when this person is not listed."""
    satu = next(iter(binaan(sampai, pada=pada, pegawai_ids=[pegawai_id])), None)
    if satu is None:
        return None
    hari = HariKehadiran.objects.filter(
        pegawai=pegawai_id, status=StatusHari.TANPA_KETERANGAN, tanggal__gte=sampai.replace(month=1, day=1),
        tanggal__lte=sampai,
    )  # fmt: skip
    return BahanPanggilan(
        satu,
        kedudukan_banyak([pegawai_id], pada=pada)[pegawai_id],
        list(hari.order_by("tanggal").values_list("tanggal", flat=True)),
    )
