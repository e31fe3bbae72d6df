"""Merging and splitting OPD on a date. The history stays with the old ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi import rules
from terukur.organisasi.actions.opd import akhiri_opd, catat_opd, ubah_unit
from terukur.organisasi.actions.potret import versi_pada
from terukur.organisasi.choices import JenisPenerus, JenisUnit
from terukur.organisasi.models import OPD, OPDPenerus, Unit, UnitVersi


@dataclass(frozen=True, slots=True)
class BagianBaru:
    """One OPD that comes out of a merge or split, and the units that go to it."""

    kode: str
    nama: str
    singkatan: str
    jenis: str
    unit: Sequence[Unit] = field(default_factory=tuple)


def _nomor_bebas(kode_opd: str, terpakai: set[str]) -> str:
    for nomor in range(1, 10_000):
        kode = f"{kode_opd[:17]}.{nomor:04d}"
        if kode not in terpakai:
            return kode
    raise AturanDilanggar("Nomor unit pada OPD baru habis; periksa kode OPD.", kode="nomor_habis")


def _pindahkan_unit(
    penerus: OPD,
    kode_opd: str,
    unit: Sequence[Unit],
    *,
    tanggal: dt.date,
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> None:
    """Give the units to ``penerus``, with new codes under its own; the number stays if free."""
    terpakai = set(
        UnitVersi.objects.pada(tanggal).filter(kode__startswith=kode_opd[:18]).values_list("kode", flat=True)
    )
    for u in sorted(unit, key=lambda u: (u.kode, str(u.pk))):
        lama = versi_pada(u, tanggal)
        kode = f"{kode_opd[:18]}{lama.kode[18:]}"
        if kode in terpakai:
            kode = _nomor_bebas(kode_opd, terpakai)
        terpakai.add(kode)
        ubah_unit(
            unit=u,
            opd=penerus,
            kode=kode,
            nama=lama.nama,
            jenis=lama.jenis,
            sejak=tanggal,
            dasar=dasar,
            oleh=oleh,
            pada=pada,
        )


def _catat_penerus(
    pendahulu: OPD,
    penerus: OPD,
    jenis: JenisPenerus,
    *,
    tanggal: dt.date,
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> None:
    OPDPenerus.objects.create(
        pendahulu=pendahulu, penerus=penerus, jenis=jenis, tanggal=tanggal, dasar=dasar, dicatat_pada=pada
    )
    catat(
        peristiwa=f"opd.{jenis.value}",
        objek="opd",
        objek_id=pendahulu.pk,
        opd_id=pendahulu.pk,
        isi={"penerus_id": penerus.pk, "penerus": penerus.nama, "tanggal": tanggal, "dasar": dasar},
        oleh=oleh,
        pada=pada,
    )


def _periksa_dasar(dasar: str) -> None:
    if not dasar.strip():
        raise AturanDilanggar(
            "Sebutkan Perda atau Perbup yang menata perangkat daerah ini.",
            kode="penataan_tanpa_dasar",
            kolom={"dasar": "Wajib diisi, misalnya Perda Nomor 4 Tahun 2026."},
        )


def _unit_pada(opd: OPD, tanggal: dt.date) -> list[Unit]:
    versi = UnitVersi.objects.pada(tanggal).filter(opd=opd).exclude(jenis=JenisUnit.INDUK)
    return [v.unit for v in versi.select_related("unit").order_by("kode", "pk")]


@transaction.atomic
def gabung_opd(
    *,
    pendahulu: Sequence[OPD],
    baru: BagianBaru,
    tanggal: dt.date,
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> OPD:
    """Merge at least two OPD into a new one that begins on ``tanggal``.

    The old ones end the day before, with their jabatan, penugasan and roles; their units go to
    the new OPD under new codes. Pejabat and roles of the new OPD are recorded by their own SK.
    """
    _periksa_dasar(dasar)
    if len({o.pk for o in pendahulu}) < 2:
        raise AturanDilanggar("Pilih paling sedikit dua OPD yang digabung.", kode="gabung_kurang")
    penerus = catat_opd(
        kode=baru.kode,
        nama=baru.nama,
        singkatan=baru.singkatan,
        jenis=baru.jenis,
        sejak=tanggal,
        dasar=dasar,
        oleh=oleh,
        pada=pada,
    )
    for opd in pendahulu:
        versi_pada(opd, tanggal)
        _pindahkan_unit(
            penerus, baru.kode, _unit_pada(opd, tanggal), tanggal=tanggal, dasar=dasar, oleh=oleh, pada=pada
        )
        _catat_penerus(opd, penerus, JenisPenerus.GABUNG, tanggal=tanggal, dasar=dasar, oleh=oleh, pada=pada)
        akhiri_opd(opd=opd, hari_terakhir=tanggal - SATU_HARI, dasar=dasar, oleh=oleh, pada=pada)
    return penerus


@transaction.atomic
def pecah_opd(
    *,
    pendahulu: OPD,
    baru: Sequence[BagianBaru],
    tanggal: dt.date,
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[OPD]:
    """Split an OPD into several that begin on ``tanggal``; every unit goes to exactly one."""
    _periksa_dasar(dasar)
    if len(baru) < 2:
        raise AturanDilanggar("Pemecahan menghasilkan paling sedikit dua OPD.", kode="pecah_kurang")
    versi_pada(pendahulu, tanggal)
    dibagi = [u.pk for b in baru for u in b.unit]
    milik = _unit_pada(pendahulu, tanggal)
    if len(set(dibagi)) != len(dibagi):
        raise AturanDilanggar("Satu unit hanya dapat pergi ke satu OPD baru.", kode="unit_ganda")
    if sisa := [u.nama for u in milik if u.pk not in set(dibagi)]:
        raise AturanDilanggar(
            f"Unit belum dibagi: {', '.join(sisa)}; pilih OPD baru untuk masing-masing.", kode="unit_tersisa"
        )
    if set(dibagi) - {u.pk for u in milik}:
        raise AturanDilanggar(
            f"Ada unit yang bukan milik {pendahulu.nama} pada {tulis_tanggal(tanggal)}.", kode="unit_lain"
        )
    hasil = []
    for bagian in baru:
        rules.periksa_kode(bagian.kode)
        penerus = catat_opd(
            kode=bagian.kode,
            nama=bagian.nama,
            singkatan=bagian.singkatan,
            jenis=bagian.jenis,
            sejak=tanggal,
            dasar=dasar,
            oleh=oleh,
            pada=pada,
        )
        _pindahkan_unit(penerus, bagian.kode, bagian.unit, tanggal=tanggal, dasar=dasar, oleh=oleh, pada=pada)
        _catat_penerus(
            pendahulu, penerus, JenisPenerus.PECAH, tanggal=tanggal, dasar=dasar, oleh=oleh, pada=pada
        )
        hasil.append(penerus)
    akhiri_opd(opd=pendahulu, hari_terakhir=tanggal - SATU_HARI, dasar=dasar, oleh=oleh, pada=pada)
    return hasil
