"""Reads of the official figures: the card of one OPD, the grid of all, the history of one figure."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.inti.sql import tanya
from terukur.kinerja.models import RencanaAksiResmi
from terukur.kinerja.queries import definisi_banyak
from terukur.kinerja.rules.indikator import ukuran_beku
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import semua_opd
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.rules.nilai import NilaiOPD, rata_rata_berbobot

_TERAKHIR = f"""
from realisasi_capaianresmi c
where c.tahun = %(tahun)s and c.berlaku_sampai <= %(per)s and {sql_diketahui("c")}"""
_KINI = """
from realisasi_capaianresmi c
where c.tahun = %(tahun)s and c.berlaku_sampai <= %(per)s and c.digantikan_pada is null"""
_URUT = "order by c.opd_id, c.kunci, c.urutan desc, c.berlaku_sejak"


def _sumber(diketahui: dt.datetime | None) -> str:
    """Asked as known now, the partial index of what is in force answers."""
    return _KINI if diketahui is None else _TERAKHIR


@dataclass(frozen=True, slots=True)
class BarisKartu:
    """The last figure of one indicator, with its name and measure as known then."""

    capaian: CapaianResmi
    judul: str
    ukuran: dict[str, Any]
    di_luar_rencana: bool

    @property
    def periode(self) -> Periode:
        return Periode.baca(self.capaian.periode)


def kartu_opd(
    opd_id: UUID, tahun: int, *, per: dt.date, diketahui: dt.datetime | None = None
) -> list[BarisKartu]:
    """The last figure of each indicator whose period ended on or before ``per``, as known at ``diketahui``.

    Planned actions in the order of the plan, then what is outside it. Three queries.
    """
    terakhir = list(
        CapaianResmi.objects.diketahui(diketahui)
        .filter(tahun=tahun, opd=opd_id, berlaku_sampai__lte=per)
        .order_by("opd", "kunci", "-urutan", "berlaku_sejak")
        .distinct("opd", "kunci")
    )
    aksi = {
        a.kunci: a
        for a in RencanaAksiResmi.objects.diketahui(diketahui)
        .filter(opd=opd_id, tahun=tahun)
        .exclude(nomor_register="")
        .order_by("pk")
    }
    luar = [c for c in terakhir if c.kunci not in aksi]
    definisi = definisi_banyak((c.indikator_id for c in luar), per=per, diketahui=diketahui) if luar else {}
    hasil = [
        BarisKartu(c, aksi[c.kunci].isi["aksi"], aksi[c.kunci].isi["ukuran"], False)
        for c in sorted((c for c in terakhir if c.kunci in aksi), key=lambda c: aksi[c.kunci].isi["urutan"])
    ]
    for c in luar:
        d = definisi[c.indikator_id]
        hasil.append(BarisKartu(c, d.nama, ukuran_beku(d), True))
    return hasil


def nilai_kartu(kartu: list[BarisKartu]) -> NilaiOPD:
    """The score of an OPD from its card; ``papan_kinerja`` computes the same in the database."""
    hasil: dict[str, int] = {}
    for b in kartu:
        hasil[b.capaian.hasil] = hasil.get(b.capaian.hasil, 0) + 1
    berisi = [b.capaian for b in kartu if b.capaian.realisasi is not None]
    return NilaiOPD(
        rata_rata_berbobot((b.capaian.bobot, b.capaian.capaian_sd) for b in kartu),
        len(kartu),
        hasil,
        sum(c.bukti > 0 for c in berisi),
        len(berisi),
    )


_PAPAN = """
select c.opd_id,
  round(sum(c.bobot * c.capaian_sd) / nullif(sum(c.bobot) filter (where c.capaian_sd is not null), 0), 4),
  count(*), count(*) filter (where c.realisasi is not null and c.bukti > 0), count(c.realisasi), {hasil}
from (select distinct on (c.opd_id, c.kunci) c.opd_id, c.bobot, c.capaian_sd, c.realisasi, c.bukti, c.hasil
{sumber} and (%(cakupan)s::uuid[] is null or c.opd_id = any(%(cakupan)s::uuid[])) {urut}) c
group by c.opd_id"""
_HITUNG = ", ".join(f"count(*) filter (where c.hasil = '{h.value}')" for h in HasilCapaian)


def papan_kinerja(
    untuk: Pengguna, *, per: dt.date, diketahui: dt.datetime | None = None
) -> list[tuple[OPD, NilaiOPD]]:
    """Every OPD in the reader's scope with its score on ``per``; those without figures too. Two queries."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    baris = tanya(
        _PAPAN.format(hasil=_HITUNG, sumber=_sumber(diketahui), urut=_URUT),
        {
            "tahun": per.year, "per": per, "diketahui": diketahui,
            "cakupan": None if cakupan is None else list(cakupan),
        },
    )  # fmt: skip
    nilai = {
        opd_id: NilaiOPD(
            nilai, jumlah, dict(zip(map(str, HasilCapaian), menurut, strict=True)), berbukti, berealisasi
        )
        for opd_id, nilai, jumlah, berbukti, berealisasi, *menurut in baris
    }
    kosong = NilaiOPD(None, 0, {}, 0, 0)
    return [(o, nilai.get(o.pk, kosong)) for o in semua_opd(per=per, diketahui=diketahui, id_opd=cakupan)]


def urutan_perhatian(nilai: NilaiOPD) -> tuple[bool, Decimal]:
    """Sort key: whoever needs attention first: nothing known at all, then the lowest score."""
    return (nilai.nilai is not None, nilai.nilai or Decimal(0))


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
