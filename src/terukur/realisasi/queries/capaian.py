"""Reads of the official figures: the card of one OPD, the grid of all, the history of one figure."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.inti.sql import tanya
from terukur.kinerja.models import RencanaAksiResmi
from terukur.kinerja.queries import definisi_banyak, nama_asal, rencana_milik
from terukur.kinerja.rules.indikator import ukuran_beku
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import semua_opd
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.rules.nilai import NilaiOPD, rata_rata_berbobot


@dataclass(frozen=True, slots=True)
class BarisKartu:
    """The last figure of one indicator, with its name and measure as known then.

    ``asal``: the OPD that ended in whose plan it was set; empty for the OPD's own.
    """

    capaian: CapaianResmi
    judul: str
    ukuran: dict[str, Any]
    di_luar_rencana: bool
    asal: str = ""

    @property
    def periode(self) -> Periode:
        return Periode.baca(self.capaian.periode)

    @property
    def sebutan(self) -> str:
        """The name with where it comes from, for paper."""
        return f"{self.judul} (warisan dari {self.asal})" if self.asal else self.judul


@dataclass(frozen=True, slots=True)
class RingkasKartu:
    """What order, filter and score of a card need of one indicator. ``urutan`` in the plan; None outside."""

    kunci: UUID
    urutan: int | None
    judul: str
    bobot: Decimal
    capaian: Decimal | None
    hasil: HasilCapaian
    berealisasi: bool
    berbukti: bool


def _terakhir(
    opd_id: UUID, tahun: int, per: dt.date, diketahui: dt.datetime | None
) -> QuerySet[CapaianResmi]:
    """The last figure of each indicator whose period ended on or before ``per``, as known then."""
    return (
        CapaianResmi.objects.diketahui(diketahui)
        .filter(tahun=tahun, opd=opd_id, berlaku_sampai__lte=per)
        .order_by("opd", "kunci", "-urutan", "berlaku_sejak")
        .distinct("opd", "kunci")
    )


def _rencana(opd_id: UUID, tahun: int, diketahui: dt.datetime | None) -> QuerySet[RencanaAksiResmi]:
    return rencana_milik(opd_id, tahun, diketahui=diketahui).order_by("pk")


def ringkas_kartu(
    opd_id: UUID, tahun: int, *, per: dt.date, diketahui: dt.datetime | None = None
) -> list[RingkasKartu]:
    """The whole card in brief: actions in the order of the plan, then what is outside it. Two queries."""
    rencana = {
        k: (urutan, judul)
        for k, urutan, judul in _rencana(opd_id, tahun, diketahui).values_list(
            "kunci", "isi__urutan", "isi__aksi"
        )
    }
    kolom = ("kunci", "bobot", "capaian_sd", "hasil", "realisasi", "bukti")
    hasil = [
        RingkasKartu(
            k, *rencana.get(k, (None, "")), bobot, capaian, HasilCapaian(hasil), realisasi is not None,
            realisasi is not None and bukti > 0,
        )
        for k, bobot, capaian, hasil, realisasi, bukti in _terakhir(
            opd_id, tahun, per, diketahui
        ).values_list(*kolom)
    ]  # fmt: skip
    return sorted(hasil, key=lambda b: (b.urutan is None, b.urutan or 0))


def kartu_opd(
    opd_id: UUID,
    tahun: int,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    kunci: Collection[UUID] | None = None,
) -> list[BarisKartu]:
    """The figures of ``_terakhir`` with names and measures as known then, of all or of these keys.

    In the order of ``kunci``, else as in ``ringkas_kartu``. Four queries at most.
    """
    terakhir, rencana = _terakhir(opd_id, tahun, per, diketahui), _rencana(opd_id, tahun, diketahui)
    if kunci is not None:
        terakhir, rencana = terakhir.filter(kunci__in=kunci), rencana.filter(kunci__in=kunci)
    semua = list(terakhir.defer("rumus", "sumber"))
    aksi = {a.kunci: a for a in rencana}
    asal = nama_asal(aksi.values(), opd_id, diketahui)
    luar = [c for c in semua if c.kunci not in aksi]
    definisi = definisi_banyak((c.indikator_id for c in luar), per=per, diketahui=diketahui) if luar else {}
    hasil = [
        BarisKartu(
            c,
            aksi[c.kunci].isi["aksi"],
            aksi[c.kunci].isi["ukuran"],
            False,
            asal.get(c.kunci, ""),
        )
        if c.kunci in aksi
        else BarisKartu(c, definisi[c.indikator_id].nama, ukuran_beku(definisi[c.indikator_id]), True)
        for c in semua
    ]
    if kunci is not None:
        tempat = {k: n for n, k in enumerate(kunci)}
        return sorted(hasil, key=lambda b: tempat[b.capaian.kunci])
    urutan = {a.kunci: a.isi["urutan"] for a in aksi.values()}
    return sorted(hasil, key=lambda b: (b.di_luar_rencana, urutan.get(b.capaian.kunci, 0)))


def nilai_kartu(kartu: Sequence[RingkasKartu]) -> NilaiOPD:
    """The score of an OPD from its card; ``papan_kinerja`` computes the same in the database."""
    return NilaiOPD(
        rata_rata_berbobot((b.bobot, b.capaian) for b in kartu),
        len(kartu),
        dict(Counter(b.hasil.value for b in kartu)),
        sum(b.berbukti for b in kartu),
        sum(b.berealisasi for b in kartu),
    )


_HITUNG = ", ".join(f"count(*) filter (where c.hasil = '{h.value}')" for h in HasilCapaian)
SQL_PAPAN = f"""
select c.opd_id,
  round(sum(c.bobot * c.capaian_sd) / nullif(sum(c.bobot) filter (where c.capaian_sd is not null), 0), 4),
  count(*), count(*) filter (where c.realisasi is not null and c.bukti > 0), count(c.realisasi), {_HITUNG}
from (
  select distinct on (c.opd_id, c.kunci) c.opd_id, c.bobot, c.capaian_sd, c.realisasi, c.bukti, c.hasil
  from realisasi_capaianresmi c
  where c.tahun = %(tahun)s and c.berlaku_sampai <= %(per)s and {sql_diketahui("c")}
    and (%(cakupan)s::uuid[] is null or c.opd_id = any(%(cakupan)s::uuid[]))
  order by c.opd_id, c.kunci, c.urutan desc, c.berlaku_sejak
) c
group by c.opd_id"""  # noqa: S608 - all text is ours
"""One index holds all it reads (``capaian_resmi_papan``): the same time for any instant."""


def papan_kinerja(
    untuk: Pengguna, *, per: dt.date, diketahui: dt.datetime | None = None
) -> list[tuple[OPD, NilaiOPD]]:
    """Every OPD in the reader's scope with its score on ``per``; those without figures too. Two queries."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    nilai = nilai_banyak(cakupan, per, diketahui)
    semua = semua_opd(per=per, diketahui=diketahui, id_opd=cakupan)
    return [(o, nilai.get(o.pk, TANPA_ANGKA)) for o in semua]


def nilai_opd(opd_id: UUID, *, per: dt.date, diketahui: dt.datetime | None = None) -> NilaiOPD:
    """The score of one OPD as the grid reckons it. One query."""
    return nilai_banyak([opd_id], per, diketahui).get(opd_id, TANPA_ANGKA)


TANPA_ANGKA = NilaiOPD(None, 0, {}, 0, 0)


def susun_nilai(
    nilai: Decimal | None,
    jumlah: int | None,
    berbukti: int | None,
    berealisasi: int | None,
    menurut: Sequence[int | None],
) -> NilaiOPD:
    """A line of ``SQL_PAPAN`` without its OPD; all None where the OPD has no figure."""
    per_hasil = {str(h): n for h, n in zip(HasilCapaian, menurut, strict=True) if n}
    return NilaiOPD(nilai, jumlah or 0, per_hasil, berbukti or 0, berealisasi or 0)


def nilai_banyak(
    cakupan: Collection[UUID] | None, per: dt.date, diketahui: dt.datetime | None
) -> dict[UUID, NilaiOPD]:
    """{OPD: score on ``per``} of these or of all; OPD without any figure are not in it. One query."""
    isi = {"tahun": per.year, "per": per, "diketahui": diketahui}
    baris = tanya(SQL_PAPAN, isi | {"cakupan": None if cakupan is None else list(cakupan)})
    return {
        opd_id: susun_nilai(nilai, jumlah, berbukti, berealisasi, menurut)
        for opd_id, nilai, jumlah, berbukti, berealisasi, *menurut in baris
    }


def urutan_perhatian(nilai: NilaiOPD) -> tuple[bool, bool, Decimal]:
    """Sort key, whoever needs attention first: no figure at all, then what is incomplete, then the lowest."""
    return (nilai.nilai is not None, nilai.is_lengkap, nilai.nilai or Decimal(0))


def riwayat_capaian(
    kunci: UUID, tahun: int, *, diketahui: dt.datetime | None = None
) -> tuple[list[CapaianResmi], list[CapaianResmi]]:
    """(figures of all periods as known at ``diketahui``, every version recorded until then). One query."""
    semua = CapaianResmi.objects.filter(kunci=kunci, tahun=tahun)
    if diketahui is not None:
        semua = semua.filter(dicatat_pada__lte=diketahui)
    versi = list(semua.order_by("urutan", "periode", "dicatat_pada", "pk"))
    berlaku = [
        v
        for v in versi
        if v.digantikan_pada is None or (diketahui is not None and v.digantikan_pada > diketahui)
    ]
    return berlaku, versi
