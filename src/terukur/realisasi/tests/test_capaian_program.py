"""What the rooms that plan hear of programs: the mean of the actions that spend from them."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.akun.peran import Peran
from terukur.anggaran.penyedia import capaian_program as penyedia
from terukur.kinerja.tests.factories import TAHUN, buat_indikator
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.realisasi.queries.capaian_program import capaian_program
from terukur.realisasi.tests.factories import TW1, TW2, ajukan, buat_regu, isi, laporkan, sesudah, verifikasi

pytestmark = pytest.mark.django_db
BALITA, GIZI = "1.02.02.2.02.0004", "1.02.02.2.02.0015"
PROGRAM = "1.02.02"
AKHIR = dt.date(TAHUN, 12, 31)


@pytest.fixture(autouse=True)
def hari():
    with time_machine.travel(sesudah(TW2), tick=False):
        yield


def tanya(sebelum: int = TAHUN + 1, per: dt.date = AKHIR, **lain) -> dict[str, Decimal]:
    return capaian_program(sebelum, [PROGRAM, "1.02.01"], per=per, **{"cakupan": None, **lain})


def test_the_standing_of_each_action_counts_by_its_weight_and_what_is_unknown_is_absent():
    satu = buat_regu((buat_indikator(nama="Ibu hamil diperiksa"), 10), kode_sub=BALITA, bobot=Decimal(3))
    dua = buat_regu((buat_indikator(nama="Balita ditimbang"), 10), opd=buat_opd(), kode_sub=GIZI)
    assert tanya() == {}, "nothing verified is not zero"
    laporkan(satu, 10)
    assert tanya() == {PROGRAM: Decimal(100)}
    laporkan(dua, 6)
    assert tanya() == {PROGRAM: Decimal(90)}  # (3 x 100 + 1 x 60) / 4
    assert tanya(cakupan=[dua.opd.pk]) == {PROGRAM: Decimal(60)}
    assert tanya(cakupan=[]) == {}
    assert tanya(sebelum=TAHUN) == {}, "the year that is planned tells nothing of itself"
    assert tanya(per=dt.date(TAHUN, 1, 31)) == {}, "the quarter had not ended"


def test_an_action_without_money_or_not_verified_tells_nothing_of_a_program():
    tanpa = buat_regu((buat_indikator(nama="Surat dijawab"), 10))
    laporkan(tanpa, 10)
    belum = buat_regu((buat_indikator(nama="Balita ditimbang"), 10), opd=buat_opd(), kode_sub=GIZI)
    isi(belum, 10)
    ajukan(belum)
    assert tanya() == {}
    verifikasi(belum)
    assert tanya() == {PROGRAM: Decimal(100)}


def test_anggaran_asks_it_and_each_reader_hears_of_his_own():
    regu = buat_regu((buat_indikator(nama="Balita ditimbang"), 10), kode_sub=GIZI)
    laporkan(regu, 5, periode=TW1)
    ruang = penyedia()
    assert ruang is not None
    semua = ruang.capaian(TAHUN + 1, [PROGRAM], untuk=None)
    assert semua == {PROGRAM: Decimal(50)}
    lain = buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd())
    assert ruang.capaian(TAHUN + 1, [PROGRAM], untuk=lain) == {}
    with CaptureQueriesContext(connection) as kueri:
        ruang.capaian(TAHUN + 1, [PROGRAM, "1.02.01", "1.03.02"], untuk=None)
    assert len(kueri) == 2
