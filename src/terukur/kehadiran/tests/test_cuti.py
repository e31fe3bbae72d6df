"""Annual leave: working days by the person's own roster, a year of service, what is left of earlier years."""

import datetime as dt

import pytest

from terukur.inti.kesalahan import AturanDilanggar
from terukur.kehadiran.choices import JenisPermohonan, LingkupJadwal, StatusPermohonan
from terukur.kehadiran.models import Permohonan
from terukur.kehadiran.queries.kuota import hari_cuti, saldo_cuti
from terukur.kehadiran.rules.permohonan import setahun_bekerja, susun_saldo
from terukur.kehadiran.tests.factories import SEKARANG, buat_permohonan, buat_staf
from terukur.kehadiran.tests.isian import buat_pola, pakai
from terukur.organisasi.models import HariLibur
from terukur.organisasi.tests.factories import buat_opd

pytestmark = pytest.mark.django_db
J, L, S = JenisPermohonan, LingkupJadwal, StatusPermohonan
HARI = dt.timedelta(days=1)


@pytest.fixture
def opd():
    return buat_opd("Dinas Uji")


@pytest.fixture
def staf(opd):
    return buat_staf(opd)


def test_annual_leave_counts_working_days_against_its_balance(staf):
    awal = dt.date(2026, 3, 2)
    p = buat_permohonan(staf, J.CUTI_TAHUNAN, sejak=awal, sampai=awal + 13 * HARI)  # two weeks
    assert (saldo_cuti(staf, 2026).menunggu, saldo_cuti(staf, 2026).sisa) == (10, 2)
    Permohonan.objects.filter(pk=p.pk).update(status=S.DISETUJUI, berlaku_pada=SEKARANG)
    assert saldo_cuti(staf, 2026).terpakai == 10
    # Earlier years are not recorded here: the law's maximum of 24 is the bound, and the page says so.
    assert saldo_cuti(staf, 2026).bawaan is None
    buat_permohonan(staf, J.CUTI_TAHUNAN, sejak=dt.date(2026, 4, 6), sampai=dt.date(2026, 4, 19))
    with pytest.raises(AturanDilanggar, match="tersisa 4 hari kerja; yang diajukan 5"):
        buat_permohonan(staf, J.CUTI_TAHUNAN, sejak=dt.date(2026, 6, 8), sampai=dt.date(2026, 6, 12))


def test_annual_leave_is_counted_by_ones_own_roster(opd):
    """A six-day week has a Saturday, a shift of four days a day off; a holiday is a shift's work day."""
    enam, sif, kosong = (buat_staf(opd) for _ in range(3))
    pakai(buat_pola("ENAM", dict.fromkeys(range(6), (450, 900)) | {6: None}), L.PEGAWAI, enam)
    empat = {0: (420, 840), 1: (840, 1260), 2: (1260, 1860), 3: None}
    pakai(buat_pola("EMPAT", empat, siklus=4, ikut_libur=False), L.PEGAWAI, sif)
    senin = dt.date(2026, 3, 2)
    HariLibur.objects.create(tanggal=senin + HARI, nama="Hari uji", jenis="libur_nasional", dasar="SKB")
    banyak = [len(hari_cuti(p.pk, senin, senin + 7 * HARI)) for p in (enam, sif, kosong)]
    assert banyak == [6, 6, 5]
    with pytest.raises(AturanDilanggar, match="Tidak ada hari kerja Anda"):
        buat_permohonan(kosong, J.CUTI_TAHUNAN, sejak=senin + 5 * HARI, sampai=senin + 6 * HARI)
    buat_permohonan(enam, J.CUTI_TAHUNAN, sejak=senin + 5 * HARI, sampai=senin + 6 * HARI)
    assert saldo_cuti(enam, 2026).menunggu == 1


def test_annual_leave_begins_after_a_year_by_the_nip(staf):
    staf.nip, staf.status = "199501012026021001", "cpns"
    staf.save()
    with pytest.raises(AturanDilanggar, match="sesudah setahun bekerja: menurut NIP sejak 1 Februari 2027"):
        buat_permohonan(staf, J.CUTI_TAHUNAN)
    assert setahun_bekerja("199501012026211001", "pppk") is None
    assert setahun_bekerja("199501012026211001", "pns") is None
    buat_permohonan(staf, J.CUTI_TAHUNAN, sejak=dt.date(2027, 2, 1), sampai=dt.date(2027, 2, 1))


@pytest.mark.parametrize(
    ("terpakai", "tercatat", "bawaan"),
    [
        ({}, (), None),
        ({}, (2025,), 6),
        ({2025: 3}, (2025,), 6),
        ({2025: 9}, (2025,), 3),
        ({2025: 12}, (2025,), 0),
        ({}, (2024, 2025), 12),
        ({2024: 1}, (2024, 2025), 6),
    ],
)
def test_what_is_left_of_earlier_years(terpakai, tercatat, bawaan):
    saldo = susun_saldo(2026, terpakai=terpakai, menunggu=0, tercatat=frozenset(tercatat))
    assert saldo.bawaan == bawaan
    assert saldo.sisa == 12 + (bawaan or 0)
