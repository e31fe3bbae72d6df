"""Teams, heads, recaps, who stopped pressing, and counters of PP 94 with their draft summons."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.kehadiran.choices import JenisPermohonan
from terukur.kehadiran.models import HariKehadiran, Pengecualian
from terukur.kehadiran.queries.hadir import orang_hari
from terukur.kehadiran.queries.pembinaan import binaan
from terukur.kehadiran.queries.rekap import berhenti_rekam, rekap_opd, rekap_orang, tren_opd
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, masuk, tgl
from terukur.kehadiran.tests.factories import buat_pejabat
from terukur.kehadiran.tests.isian import OKTOBER, resmi
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

pytestmark = pytest.mark.django_db
J = JenisPermohonan
AKHIR = tgl(31)


@pytest.fixture(autouse=True)
def saat():
    with time_machine.travel(AWAL_NOVEMBER, tick=False):
        yield


@pytest.fixture
def d():
    return Dunia()


@pytest.fixture
def bkpsdm():
    return buat_pengguna(Peran.BKPSDM)


def teks(pengguna, nama, kueri="", *args):
    jawaban = masuk(pengguna).get(reverse(f"kehadiran:{nama}", args=args) + kueri)
    assert jawaban.status_code == 200, jawaban.content.decode()[-2000:]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", jawaban.content.decode()))


def test_a_superior_sees_his_people_of_the_day_whoever_needs_a_look_first(d):
    hari = AWAL_NOVEMBER.date()
    telat, belum, cuti = d.staf_lain("8"), d.staf_lain("9"), d.staf_lain("10")
    d.tekan(hari, "07.20")
    d.tekan(hari, "07.55", pin="8")
    d.setuju(cuti, hari, J.CUTI_TAHUNAN)
    d.hitung(bulan=hari.replace(day=1))
    baris = {
        x.pegawai_id: x
        for x in orang_hari([d.orang.pk, telat.pk, belum.pk, cuti.pk], hari, pada=AWAL_NOVEMBER)
    }
    assert [x.kelompok for x in baris.values()] == ["Belum rekam", "Terlambat", "Hadir", "Berketerangan"]
    assert baris[telat.pk].kata == "Terlambat 25 menit"
    assert baris[d.orang.pk].masuk == "07.20"
    isi = teks(d.kadis, "tim")
    assert "Staf 9" in isi
    assert "Belum rekam 1" in isi
    assert "07.55" in isi
    assert isi.index("Staf 9") < isi.index("Staf 8") < isi.index("Staf 10")
    assert "Tidak ada pegawai di bawah Anda" in teks(d.staf, "tim")
    kemarin = teks(d.kadis, "tim", "?tanggal=2026-10-30")
    assert "Belum dihitung" in kemarin


def test_the_team_links_to_what_waits_for_a_decision(d):
    from terukur.kehadiran.tests.factories import buat_permohonan

    buat_permohonan(d.orang, pada=AWAL_NOVEMBER, sejak=tgl(3, 11), sampai=tgl(3, 11))
    html = masuk(d.kadis).get(reverse("kehadiran:tim")).content.decode()
    assert "1 permohonan menunggu keputusan Anda" in html
    assert reverse("kehadiran:keputusan") in html


def test_queries_of_a_team_do_not_grow_with_people(d):
    klien = masuk(d.kadis)
    d.staf_lain("8")  # absent all month, as those to come
    d.hitung()

    def jumlah():
        with CaptureQueriesContext(connection) as q:
            assert klien.get(reverse("kehadiran:tim") + "?tanggal=2026-10-02").status_code == 200
        return len(q)

    jumlah()
    sedikit = jumlah()
    for n in range(9, 20):
        d.staf_lain(str(n))
    d.hitung()
    assert jumlah() == sedikit


def test_heads_stand_in_every_list_and_an_exemption_shows_its_sk(d, bkpsdm):
    Pengecualian.objects.create(
        **resmi(tgl(1)), pegawai=d.kadis.pegawai, nomor_sk="800/7/SK", tanggal_sk=tgl(1), alasan="Uji"
    )
    d.hitung()
    d.hitung(bulan=dt.date(2026, 9, 1))
    d.hitung(bulan=dt.date(2026, 11, 1))
    pimpinan = buat_pengguna(Peran.PIMPINAN)
    isi = teks(pimpinan, "pimpinan")
    assert "Kadis" in isi
    assert "SK 800/7/SK" in isi
    assert "Jabatan Kadis" in isi
    assert "Jabatan Staf" not in isi
    html = masuk(pimpinan).get(reverse("kehadiran:pimpinan")).content.decode()
    assert 'aria-label="Persentase masuk kerja Dinas Uji, 2 bulan"' in html
    assert re.search(r'points="[0-9.]+,[0-9.]+ 94.0,2.0 "', html)  # October, the last month, at the top
    assert "100,0 %" in isi  # whoever is exempt by SK lowers nobody's percentage
    orang = teks(bkpsdm, "rekap_orang", "?bulan=2026-10")
    assert "Kadis" in orang
    assert "800/7/SK" in orang
    assert "Staf" in orang
    hanya = teks(bkpsdm, "rekap_orang", "?bulan=2026-10&eselon=II.b")
    assert "Kadis" in hanya
    assert "Jabatan Staf" not in hanya


def test_recaps_count_what_the_days_say(d, bkpsdm):
    d.setuju(d.orang, tgl(5), J.CUTI_TAHUNAN)
    d.setuju(d.orang, tgl(6), J.KOREKSI, masuk=500, pulang=1000)
    tanpa = d.staf_lain("8")
    d.tekan(tgl(1), "08.00", "16.40", pin="8")
    d.hitung()
    satu = {r.pegawai_id: r for r in rekap_orang(OKTOBER, AKHIR)}
    u = satu[d.orang.pk].ukuran
    hari = HariKehadiran.objects.filter(pegawai=d.orang)
    assert (u.hari_kerja, u.cuti, u.tk, u.manual) == (22, 1, 0, 1)
    assert u.hadir == hari.filter(status=1).count() == 21
    assert u.persen_masuk == Decimal("95.45")
    assert u.potongan == sum(hari.values_list("potongan", flat=True)) > 0
    assert satu[tanpa.pk].ukuran.tk == 21
    assert satu[tanpa.pk].ukuran.menit_terlambat == 30
    assert satu[d.kadis.pegawai.pk].eselon == "II.b"
    assert satu[d.kadis.pegawai.pk].jabatan == "Jabatan Kadis"
    opd = rekap_opd(OKTOBER, AKHIR)
    assert [(r.opd, r.pegawai) for r in opd] == [("Dinas Uji", 3)]
    assert opd[0].ukuran.tk == 21
    assert opd[0].ukuran.hari_kerja == 66
    assert rekap_opd(OKTOBER, AKHIR, opd_ids=[]) == []
    tren = tren_opd(OKTOBER, AKHIR)[d.opd.pk]
    assert tren == {OKTOBER: Decimal("66.67")}
    isi = teks(bkpsdm, "rekap", "?bulan=2026-10")
    assert "Dinas Uji" in isi
    assert "66" in isi
    assert "66,7" in isi


def test_lists_sort_by_number_and_go_out_as_files(d, bkpsdm):
    for pin in ("8", "9"):
        d.staf_lain(pin)
    for hari in range(1, 13):
        d.tekan(tgl(hari), "07.20", "16.40", pin="8")
    d.hitung()
    isi = teks(bkpsdm, "rekap_orang", "?bulan=2026-10&urut=-ukuran.tk")
    assert isi.index("Staf 9") < isi.index("Staf 8") < isi.index("Jabatan Kadis")
    csv = masuk(bkpsdm).get(reverse("kehadiran:rekap_orang") + "?bulan=2026-10&unduh=csv")
    baris = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    assert len(baris) == 5
    assert "Perkiraan potongan (%)" in baris[0]
    assert ";II.b;" in baris[1]
    xlsx = masuk(bkpsdm).get(reverse("kehadiran:rekap") + "?bulan=2026-10&unduh=xlsx")
    assert xlsx.status_code == 200
    assert xlsx.content[:2] == b"PK"


def test_an_opd_sees_only_its_own(d):
    lain = buat_opd("Dinas Lain")
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=lain)
    d.hitung()
    for nama in ("rekap", "rekap_orang", "berhenti", "disiplin"):
        assert "Staf" not in teks(admin, nama, "?bulan=2026-10" if nama.startswith("rekap") else "")
    assert masuk(admin).get(reverse("kehadiran:rekap_orang") + f"?opd={d.opd.pk}").status_code == 404


def test_recaps_take_one_statement_for_many_people(d):
    def jumlah():
        with CaptureQueriesContext(connection) as q:
            rekap_orang(OKTOBER, AKHIR)
            rekap_opd(OKTOBER, AKHIR)
            berhenti_rekam(AKHIR)
        return len(q)

    d.hitung()
    assert jumlah() == 3
    for n in range(8, 14):
        d.staf_lain(str(n))
    d.hitung()
    assert jumlah() == 3


def test_who_stopped_pressing_without_a_letter(bkpsdm):
    d = Dunia(range(1, 24))
    d.setuju(d.kadis.pegawai, tgl(26), J.CUTI_TAHUNAN)
    for n in (27, 28, 29, 30):
        d.setuju(d.kadis.pegawai, tgl(n), J.CUTI_TAHUNAN)
    d.staf_lain("8")  # never pressed
    d.hitung()
    assert [(b.nama, b.terakhir, b.hari) for b in berhenti_rekam(AKHIR)] == [
        ("Staf 8", None, 22), ("Staf", tgl(23), 5),
    ]  # fmt: skip
    d.setuju(d.orang, tgl(28), J.KOREKSI, masuk=450, pulang=960)
    d.hitung()
    assert berhenti_rekam(AKHIR)[1].hari == 5  # present by a statement: still no press
    assert [b.nama for b in berhenti_rekam(tgl(27))] == ["Staf 8"]
    assert "Tanpa tanggal: tidak ada rekam dalam 60 hari itu." in teks(bkpsdm, "berhenti")
    HariKehadiran.objects.exclude(pegawai=d.orang).delete()
    HariKehadiran.objects.filter(tanggal__lte=tgl(23)).update(tanggal=F("tanggal") - dt.timedelta(days=60))
    assert [(b.nama, b.terakhir) for b in berhenti_rekam(AKHIR)] == [("Staf", None)]


def test_counters_warn_ahead_of_each_step_and_draft_a_summons(bkpsdm):
    d = Dunia(range(3, 32))
    d.hitung()
    satu = next(b for b in binaan(AWAL_NOVEMBER.date(), pada=AWAL_NOVEMBER) if b.pegawai.pk == d.orang.pk)
    assert (satu.hari, satu.kini, satu.lagi) == (2, None, 1)
    assert satu.kata_berikut == "1 hari lagi: Teguran lisan"
    isi = teks(bkpsdm, "disiplin")
    assert "Bahan pertimbangan pejabat yang berwenang" in isi
    assert "1 hari lagi: Teguran lisan" in isi
    klien = masuk(bkpsdm)
    pdf = klien.get(reverse("kehadiran:panggilan", args=[d.orang.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    hadir = buat_pejabat(d.opd, "Rajin")
    assert klien.get(reverse("kehadiran:panggilan", args=[hadir.pegawai.pk])).status_code == 404
    # The superior is who must summon; nobody beside him.
    assert "1 hari lagi: Teguran lisan" in teks(d.kadis, "tim")
    assert masuk(d.kadis).get(reverse("kehadiran:panggilan", args=[d.orang.pk])).content[:4] == b"%PDF"
    assert masuk(d.staf).get(reverse("kehadiran:panggilan", args=[d.orang.pk])).status_code == 404
    assert "Teguran lisan" not in teks(d.staf, "tim")
    admin_lain = buat_pengguna(Peran.ADMIN_OPD, opd=buat_opd("Dinas Lain"))
    assert masuk(admin_lain).get(reverse("kehadiran:panggilan", args=[d.orang.pk])).status_code == 404


@pytest.mark.parametrize("bulan", ["0001-01", "9999-12", "1900-01", "2100-12", "2026-13", "x"])
def test_a_month_that_lies_beside_the_calendar_breaks_no_page(d, bkpsdm, bulan):
    klien = {"staf": masuk(d.staf), "bkpsdm": masuk(bkpsdm)}
    satu = [d.orang.pk]
    for siapa, nama, arg, kunci in (
        ("staf", "saya", [], "bulan"), ("staf", "saya", [], "hari"), ("bkpsdm", "orang", satu, "bulan"),
        ("bkpsdm", "rekap", [], "bulan"), ("bkpsdm", "rekap_orang", [], "bulan"),
        ("bkpsdm", "apel_rekap", [], "bulan"), ("bkpsdm", "apel_orang", [], "bulan"),
        ("bkpsdm", "sif", [], "bulan"), ("bkpsdm", "pimpinan", [], "tanggal"),
        ("staf", "permohonan_baru", [], "tanggal"), ("bkpsdm", "sidak", [], "sejak"),
        ("bkpsdm", "dasar", [*satu, f"{bulan}-01"], "x"), ("bkpsdm", "permohonan_daftar", [], "sampai"),
    ):  # fmt: skip
        nilai = bulan if kunci == "bulan" else f"{bulan}-01"
        alamat = reverse(f"kehadiran:{nama}", args=arg) + f"?{kunci}={nilai}"
        assert klien[siapa].get(alamat).status_code in (200, 404), alamat
    assert klien["bkpsdm"].post(reverse("kehadiran:tutup_siapkan"), {"bulan": bulan}).status_code in (
        302,
        404,
    )
