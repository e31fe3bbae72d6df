"""Ceilings: superseded, never overwritten; readable as of any day and as known at any instant."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from terukur.akun.peran import Peran
from terukur.anggaran import queries
from terukur.anggaran.actions import IsianPagu, tetapkan_pagu
from terukur.anggaran.models import Pagu
from terukur.anggaran.providers.syarat import KODE
from terukur.anggaran.rules.ruang import Sel, Tahap
from terukur.anggaran.tests.factories import (
    DAK,
    SEJAK,
    TAHAP,
    buat_kebutuhan,
    buat_pagu,
    isian,
    sumber,
)
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.queries import kelengkapan_tercatat

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)


def pagu_satu(opd, **pilihan):
    return queries.pagu_opd([opd.pk], TAHAP, **pilihan).get(opd.pk, {})


def test_a_change_supersedes_and_every_day_stays_readable():
    opd = buat_opd()
    sel = Sel(None, sumber().pk)
    buat_pagu(opd, 100)
    nanti = PADA + dt.timedelta(days=5)
    buat_pagu(opd, 80, sejak=SEJAK + dt.timedelta(days=3), pada=nanti)
    assert pagu_satu(opd) == {sel: Decimal(80)}
    assert pagu_satu(opd, per=SEJAK) == {sel: Decimal(100)}
    assert pagu_satu(opd, per=SEJAK + dt.timedelta(days=4), diketahui=nanti - JAM) == {sel: Decimal(100)}
    assert pagu_satu(opd, diketahui=PADA - JAM) == {}
    assert [c.peristiwa for c in Catatan.objects.order_by("nomor") if c.peristiwa == "pagu.tetapkan"] == [
        "pagu.tetapkan"
    ] * 2


def test_same_value_writes_nothing_and_empty_withdraws():
    opd = buat_opd()
    assert buat_pagu(opd, 100) == 1
    assert buat_pagu(opd, "100.00", pada=PADA + JAM) == 0
    assert Pagu.objects.count() == 1
    assert buat_pagu(opd, None, pada=PADA + JAM) == 1
    assert pagu_satu(opd) == {}
    assert pagu_satu(opd, diketahui=PADA) != {}


def test_stages_and_pergeseran_stand_side_by_side():
    opd = buat_opd()
    satu, dua = Tahap(2027, Tahapan.PERGESERAN, 1), Tahap(2027, Tahapan.PERGESERAN, 2)
    buat_pagu(opd, 1, tahap=satu)
    buat_pagu(opd, 2, tahap=dua)
    assert queries.pagu_opd([opd.pk], satu)[opd.pk] == {Sel(None, sumber().pk): Decimal(1)}
    assert queries.pagu_opd([opd.pk], dua)[opd.pk] == {Sel(None, sumber().pk): Decimal(2)}
    assert (satu.label, TAHAP.label) == ("Pergeseran ke-1 2027", "Rancangan Awal Renja 2027")


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"dasar": " "}, "tanpa_dasar"),
        ({"sejak": PADA.date() + dt.timedelta(days=2)}, "pagu_mendatang"),
        ({"nilai": Decimal("-1")}, "jumlah_pagu"),
        ({"nilai": Decimal("1.001")}, "jumlah_pagu"),
    ],
)
def test_ceilings_that_cannot_be(ganti, kode):
    opd = buat_opd()
    nilai = ganti.pop("nilai", Decimal(5))
    pilihan = {"tahap": TAHAP, "sejak": SEJAK, "dasar": "SE TAPD", "oleh": SISTEM, "pada": PADA} | ganti
    with pytest.raises(AturanDilanggar) as tolak:
        tetapkan_pagu(baris=[IsianPagu(opd.pk, None, sumber().pk, nilai)], **pilihan)
    assert tolak.value.kode == kode
    assert not Pagu.objects.exists()


def test_two_amounts_for_one_place_are_refused():
    opd = buat_opd()
    baris = [IsianPagu(opd.pk, None, None, Decimal(n)) for n in (1, 2)]
    with pytest.raises(AturanDilanggar, match="dua kali"):
        tetapkan_pagu(tahap=TAHAP, baris=baris, sejak=SEJAK, dasar="SE", oleh=SISTEM, pada=PADA)


def test_the_database_knows_that_no_unit_and_no_source_are_one_place():
    opd = buat_opd()
    buat_pagu(opd, 5, kode=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pagu.objects.create(
            opd=opd,
            **TAHAP.kunci,
            nilai=6,
            dasar="SE",
            ditetapkan_oleh="x",
            berlaku_sejak=SEJAK,
            dicatat_pada=PADA,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Pagu.objects.create(
            opd=opd,
            **Tahap(2028, Tahapan.RKA).kunci,
            nilai=-1,
            dasar="SE",
            ditetapkan_oleh="x",
            berlaku_sejak=SEJAK,
            dicatat_pada=PADA,
        )


def test_matrix_adds_units_and_shows_what_is_used_within_scope():
    opd, lain = buat_opd(kode="1.02.0.00.0.00.01.0000"), buat_opd()
    rsud = buat_unit(opd, "RSUD")
    buat_pagu(opd, 100)
    buat_pagu(opd, 40, unit=rsud)
    buat_pagu(opd, 7, kode=DAK)
    sub = buat_sub_kegiatan(buat_pengajuan(opd))
    buat_kebutuhan(sub, isian(90), isian(9, DAK, usulkan_kelebihan=True, alasan="perlu"))
    semua = queries.matriks_pagu(untuk=buat_pengguna(Peran.TAPD), tahap=TAHAP)
    baris = {b.opd.pk: b for b in semua.baris}
    assert (baris[opd.pk].total, baris[opd.pk].terpakai, baris[opd.pk].sisa) == (147, 97, 50)
    assert baris[opd.pk].di_atas_pagu == 2
    assert baris[lain.pk].total is None
    assert semua.total == 147
    sendiri = queries.matriks_pagu(untuk=buat_pengguna(Peran.OPERATOR_OPD, opd=lain), tahap=TAHAP)
    assert [b.opd.pk for b in sendiri.baris] == [lain.pk]
    assert sendiri.total is None


def test_matrix_takes_the_same_queries_for_one_and_for_many():
    tapd = buat_pengguna(Peran.TAPD)

    def hitung() -> int:
        with CaptureQueriesContext(
            connection,
        ) as kueri:
            queries.matriks_pagu(untuk=tapd, tahap=TAHAP)
        return len(kueri)

    buat_pagu(buat_opd(), 5)
    satu = hitung()
    for n in range(5):
        buat_pagu(buat_opd(), n, kode=DAK)
    assert hitung() == satu


@pytest.mark.django_db
def test_daftar_dibuka_pada_tahapan_yang_meminta_uang():
    """A later window that asks for documents only does not lead TAPD away from the money."""
    uang = buat_pengajuan(syarat=(("kebutuhan_anggaran", True),), tahapan=Tahapan.RKA)
    buat_pengajuan(uang.opd, syarat=(("program_kerja", True),), tahapan=Tahapan.RENJA)
    assert queries.tahap_terakhir(tahun=2030) == Tahap(uang.jendela.tahun, Tahapan.RKA)


def test_a_lower_ceiling_shows_in_the_grid_at_once():
    """The grid reads what was recorded; the ceiling is set by another than who fills in."""
    p = buat_pengajuan(syarat=(("program_kerja", True), (KODE, True)))
    tahap = queries.tahap_jendela(p.jendela)
    buat_pagu(p.opd, 100, tahap=tahap)
    buat_kebutuhan(buat_sub_kegiatan(p), isian(90))
    tercatat = kelengkapan_tercatat([p.pk])[p.pk][KODE]
    assert tercatat.jumlah_galat == 0
    buat_pagu(p.opd, 80, tahap=tahap, pada=PADA + JAM)
    baru = kelengkapan_tercatat([p.pk])[p.pk][KODE]
    assert baru.jumlah_galat == 1
    assert (baru.pada, baru.kegiatan_pada) == (PADA + JAM, tercatat.kegiatan_pada)
