"""What of performance the leaders read on landing, and what the heads of OPD read of the leaders' papers."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terukur.akun.peran import Peran
from terukur.beranda import queries, rules
from terukur.eskalasi.tests.factories import beri, kirim, opd_berkepala, terbitkan, tulis
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi.tests.factories import TAHUN, TW1, ajukan, buat_regu, isi, laporkan, verifikasi
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
PADA = dt.datetime(TAHUN, 8, 10, 1, tzinfo=dt.UTC)
TENGGAT = dt.date(TAHUN, 8, 18)
HARI = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _hari():
    with time_machine.travel(PADA, tick=True):
        yield


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


def test_at_most_five_each_with_cause_source_and_step():
    bupati = f.buat_orang(Peran.PIMPINAN, pada=PADA)
    for _ in range(6):
        laporkan(buat_regu(), 5)
    for _ in range(4):
        buat_opd()
    titik = queries.perhatian_kinerja(bupati, pada=PADA)
    assert len(titik) == 5
    assert [t.pokok for t in titik if "OPD" in t.pokok] == ["4 OPD"]
    isi = masuk(bupati).get("/beranda/perhatian/").content.decode()
    assert isi.count("Lihat sumbernya") == 5
    assert isi.count("Minta penjelasan") == 4
    assert isi.count("Beri disposisi") == 1
    assert masuk(bupati).get("/beranda/perhatian/?banyak=3").content.decode().count("Lihat sumbernya") == 3


def test_it_costs_two_queries_whatever_their_number(django_assert_num_queries):
    bupati = f.buat_orang(Peran.PIMPINAN, pada=PADA)
    laporkan(buat_regu(), 5)
    with django_assert_num_queries(2):
        queries.perhatian_kinerja(bupati, pada=PADA)
    for _ in range(3):
        regu = buat_regu()
        laporkan(regu, 5)
        terbitkan(regu.opd, bupati, pada=PADA, tanggal_tenggat=TENGGAT)
    with django_assert_num_queries(2):
        queries.perhatian_kinerja(bupati, pada=PADA)


def test_the_grid_of_a_leader_asks_nothing_more_and_takes_the_region():
    f.buat_pengajuan(syarat=(("data_dukung", True),), dokumen=(f.dokumen("SK Tim"),))

    def kueri(peran):
        klien = masuk(f.buat_orang(peran, pada=PADA))
        klien.get("/beranda/")
        with CaptureQueriesContext(connection) as hasil:
            isi = klien.get("/beranda/").content.decode()
        return len(hasil), isi

    (bupati, isi), (penyelenggara, biasa) = kueri(Peran.PIMPINAN), kueri(Peran.PENYELENGGARA)
    assert bupati <= penyelenggara
    assert 'hx-get="/beranda/perhatian/?banyak=3"' in isi
    assert "/beranda/perhatian/" not in biasa


def test_what_waits_for_the_leader_and_what_nobody_answered_come_first():
    bupati = f.buat_orang(Peran.PIMPINAN, pada=PADA)
    (a, kepala), (b, _) = opd_berkepala(), opd_berkepala()
    p = terbitkan(a, bupati, pada=PADA, tanggal_tenggat=TENGGAT)
    beri([b], bupati, pada=PADA, tanggal_tenggat=TENGGAT)
    tulis(p, kepala, pada=PADA)
    kirim(p, kepala, pada=PADA)
    titik = queries.perhatian_kinerja(bupati, pada=PADA + 10 * HARI)
    assert [t.pokok for t in titik[:2]] == ["1 tanggapan atau laporan", "1 surat atau disposisi"]
    assert [t.langkah for t in titik[:2]] == ["Lihat 1 surat", "Lihat 1 disposisi"]


def test_the_head_and_the_operator_read_what_waits_for_their_opd():
    opd, kepala = opd_berkepala()
    bupati = f.buat_orang(Peran.PIMPINAN, pada=PADA)
    terbitkan(opd, bupati, pada=PADA, tanggal_tenggat=TENGGAT, perihal="Laporan triwulan")
    beri([opd], bupati, pada=PADA, tanggal_tenggat=TENGGAT, perihal="Bukti realisasi")
    for pengguna in (kepala, f.buat_orang(Peran.OPERATOR_OPD, opd=opd, pada=PADA)):
        isi = masuk(pengguna).get("/beranda/").content.decode()
        assert "Menunggu tanggapan OPD Anda" in isi
        assert "Laporan triwulan" in isi
        assert "Bukti realisasi" in isi
    with time_machine.travel(PADA + 10 * HARI):
        assert masuk(kepala).get("/beranda/").content.decode().count("Lewat tenggat") == 2
    _, kepala_lain = opd_berkepala()
    assert "Menunggu tanggapan" not in masuk(kepala_lain).get("/beranda/").content.decode()


def test_no_point_for_nothing():
    assert rules.perhatian_surat([rules.Surat(0, "surat", "/a/")], []) == []


def test_who_has_the_turn_finds_the_report_on_his_landing_page():
    regu = buat_regu()
    alamat = f"/kinerja/realisasi/laporan/{regu.opd.pk}/{TW1}/"

    def menunggu():
        orang = {"operator": regu.operator, "verifikator": regu.verifikator}
        return [nama for nama, o in orang.items() if alamat in masuk(o).get("/beranda/").content.decode()]

    assert menunggu() == ["operator"]
    assert "sudah lewat" in masuk(regu.operator).get("/beranda/").content.decode()
    isi(regu, 5)
    ajukan(regu)
    assert menunggu() == ["verifikator"]
    verifikasi(regu)
    assert menunggu() == []
