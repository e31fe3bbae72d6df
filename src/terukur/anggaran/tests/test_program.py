"""The budget of an OPD by program: what was set last, and nothing that was only proposed."""

import datetime as dt
from decimal import Decimal

import pytest

from terukur.anggaran.actions.beku import bekukan
from terukur.anggaran.queries import anggaran_program
from terukur.anggaran.tests.factories import DAK, buat_kebutuhan, buat_pagu, isian
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan
from terukur.tenggat.choices import Tahapan

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)


def test_the_last_set_stage_by_program_or_kegiatan(django_assert_num_queries):
    sub = buat_sub_kegiatan()
    gizi = buat_sub_kegiatan(sub.pengajuan, "1.02.02.2.02.0015")
    buat_pagu(sub.opd, 100)
    buat_pagu(sub.opd, 10, kode=DAK)
    buat_kebutuhan(sub, isian(60), isian("7.50", DAK))
    buat_kebutuhan(gizi, isian(90, usulkan_kelebihan=True, alasan="Perlu"))
    tahun = sub.pengajuan.jendela.tahun
    bekukan(pengajuan=sub.pengajuan, peristiwa="ajukan", oleh=SISTEM, pada=PADA)
    assert anggaran_program(sub.opd_id, tahun) is None, "submitted is not set"
    bekukan(pengajuan=sub.pengajuan, peristiwa="tetapkan", oleh=SISTEM, pada=PADA + JAM)
    with django_assert_num_queries(3):
        hasil = anggaran_program(sub.opd_id, tahun)
    assert hasil.tahap.tahapan == Tahapan.RANCANGAN_AWAL_RENJA
    # 60 + 7,50 + 40 of the 90: the other 50 stand above the ceiling and are no budget.
    assert [(k, n) for k, _, n in hasil.baris] == [("1.02.02", Decimal("107.50"))]
    assert hasil.baris[0][1] != "1.02.02", "named by the nomenclature"
    assert [k for k, _, _ in anggaran_program(sub.opd_id, tahun, "kegiatan").baris] == ["1.02.02.2.02"]

    rka = buat_sub_kegiatan(buat_pengajuan(sub.opd, tahapan=Tahapan.RKA))
    buat_kebutuhan(rka, isian(55))
    bekukan(pengajuan=rka.pengajuan, peristiwa="tetapkan", oleh=SISTEM, pada=PADA + 2 * JAM)
    kini = anggaran_program(sub.opd_id, tahun)
    assert (kini.tahap.tahapan, [n for _, _, n in kini.baris]) == (Tahapan.RKA, [Decimal(55)])
    assert anggaran_program(buat_opd().pk, tahun) is None
    assert anggaran_program(sub.opd_id, tahun + 1) is None
