"""Needs of a stage beside its ceilings, as the leaders' grid shows them: what the summary says."""

from decimal import Decimal

import pytest

from terukur.akun.peran import Peran
from terukur.anggaran import queries
from terukur.anggaran.rules.ruang import Tahap
from terukur.anggaran.tests.factories import DAK, TAHAP, buat_kebutuhan, buat_pagu, isian
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.actions.program import hapus_sub_kegiatan
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
GIZI = "1.02.02.2.02.0015"


def test_the_needs_of_a_stage_agree_with_the_summary(django_assert_num_queries):
    """Neither removed rows nor another stage; what stands above the ceilings is told apart."""
    satu = buat_sub_kegiatan()
    dua = buat_sub_kegiatan(buat_pengajuan(buat_opd(kode="1.02.0.00.0.00.02.0000")))
    buat_pagu(satu.opd, "1000.50")
    buat_pagu(dua.opd, "70", kode=DAK)
    buat_pagu(satu.opd, "9000", tahap=Tahap(2027, Tahapan.RKA))
    buat_kebutuhan(satu, isian("1250.75", usulkan_kelebihan=True, alasan="Gaji bidan PPPK"))
    buat_kebutuhan(dua, isian(60, DAK))
    dihapus = buat_sub_kegiatan(dua.pengajuan, GIZI)
    buat_kebutuhan(dihapus, isian(5, DAK))
    hapus_sub_kegiatan(sub_kegiatan_id=dihapus.pk, oleh=SISTEM, pada=PADA)
    tahap_lain = buat_sub_kegiatan(buat_pengajuan(satu.opd, tahapan=Tahapan.RKA))
    buat_kebutuhan(tahap_lain, isian(700))

    pimpinan, operator = buat_orang(Peran.PIMPINAN), buat_orang(Peran.OPERATOR_OPD, opd=dua.opd)
    with django_assert_num_queries(1):
        uang = queries.uang_tahap(untuk=pimpinan, tahap=TAHAP)
    assert (uang.kebutuhan, uang.pagu) == (Decimal("1060.50"), Decimal("1070.50"))
    assert uang.di_atas_pagu == ((satu.opd.nama, Decimal("250.25")),)
    assert uang.persen == uang.kebutuhan * 100 / uang.pagu
    for orang in (pimpinan, operator):
        uang, rekap = (q(untuk=orang, tahap=TAHAP) for q in (queries.uang_tahap, queries.rekap))
        assert uang.kebutuhan == sum(b.jumlah for b in rekap)
        assert uang.di_atas_pagu == tuple((b.nama, b.di_atas_pagu) for b in rekap if b.di_atas_pagu)
    assert queries.uang_tahap(untuk=operator, tahap=TAHAP).kebutuhan == 60


def test_a_stage_of_which_nothing_is_known_has_no_percentage():
    uang = queries.uang_tahap(untuk=buat_orang(Peran.PIMPINAN), tahap=TAHAP)
    assert (uang.kebutuhan, uang.pagu, uang.di_atas_pagu, uang.persen) == (0, 0, (), None)


def test_each_pergeseran_is_a_stage_of_its_own():
    sub = buat_sub_kegiatan(buat_pengajuan(tahapan=Tahapan.PERGESERAN))
    sub.pengajuan.jendela.pergeseran_ke = 2
    sub.pengajuan.jendela.save()
    kedua = Tahap(2027, Tahapan.PERGESERAN, 2)
    buat_pagu(sub.opd, "80", tahap=kedua)
    buat_kebutuhan(sub, isian(40))
    pimpinan = buat_orang(Peran.PIMPINAN)
    assert queries.uang_tahap(untuk=pimpinan, tahap=kedua).persen == 50
    assert queries.uang_tahap(untuk=pimpinan, tahap=Tahap(2027, Tahapan.PERGESERAN, 1)).kebutuhan == 0
