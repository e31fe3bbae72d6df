"""The month of a person and the grounds of a day, as he, his superior and strangers see them."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.kehadiran.choices import JenisPermohonan
from terukur.kehadiran.models import MesinPadam, Pengecualian
from terukur.kehadiran.queries.hitungan import hari_orang
from terukur.kehadiran.rules.hari import Tanda
from terukur.kehadiran.rules.kalender import minggu
from terukur.kehadiran.rules.rincian import NilaiHari, rincian
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, masuk, tgl
from terukur.kehadiran.tests.factories import buat_pejabat
from terukur.kehadiran.tests.isian import resmi, setempat
from terukur.kehadiran.tests.susun import bahan, detik, kabupaten, mesin
from terukur.organisasi.tests.factories import buat_opd

J = JenisPermohonan


@pytest.fixture(autouse=True)
def saat():
    with time_machine.travel(AWAL_NOVEMBER, tick=False):
        yield


@pytest.fixture
def d(db):
    """A month with everything in it, computed."""
    d = Dunia(range(8, 30))
    d.tekan(tgl(1), "07.20", "16.40")
    d.tekan(tgl(2), "07.42.18", "16.40")
    d.setuju(d.orang, tgl(5), J.CUTI_TAHUNAN)
    d.setuju(d.orang, tgl(6), J.DINAS_LUAR, nomor="090/12")
    d.hitung()
    return d


def isi(jawaban):
    assert jawaban.status_code == 200, jawaban.content.decode()[-2000:]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", jawaban.content.decode()))


def saya(d, kueri="?bulan=2026-10&hari=2026-10-02"):
    return isi(masuk(d.staf).get(reverse("kehadiran:saya") + kueri))


def test_the_month_in_words_with_totals_trace_and_deadline(d):
    teks = saya(d)
    assert "Oktober 2026" in teks
    assert "Sn" in teks
    for kata in ("TL 1", "Cuti", "DL", "TK"):
        assert kata in teks
    assert re.search(r"18 Hadir", teks)
    assert re.search(r"1 Terlambat", teks)
    assert re.search(r"2 Tanpa keterangan", teks), teks
    assert "TL 1 · 12 mnt" in teks
    assert "07.42.18 · sidik jari · Mesin 1" in teks
    assert "TL 1: 1–30 menit, 0,5 %" in teks
    assert "Permentan 68/2012" in teks
    # 0.5 for the second, 4 for each of the seventh and the thirtieth
    assert "Perkiraan potongan saya 8,5 %" in teks
    assert "TL 1: terlambat 12 menit (1–30 menit), 0,5 %" in teks
    assert "Koreksi dapat diajukan sampai 4 November 2026" in teks
    assert "Sedang dihitung" not in teks


def test_a_correction_is_one_tap_away_until_its_deadline(d):
    alamat = f"{reverse('kehadiran:permohonan_baru')}?jenis=koreksi&amp;tanggal=2026-10-02"
    buka = masuk(d.staf)
    assert alamat in buka.get(reverse("kehadiran:saya") + "?bulan=2026-10&hari=2026-10-02").content.decode()
    with time_machine.travel(dt.datetime(2026, 11, 6, 1, tzinfo=dt.UTC), tick=False):
        alamat_saya = reverse("kehadiran:saya") + "?bulan=2026-10&hari=2026-10-02"
        html = masuk(d.staf).get(alamat_saya).content.decode()
    assert alamat not in html
    assert "Batas koreksi 4 November 2026 sudah lewat" in html


def test_days_before_attendance_was_recorded_are_no_absence(d):
    teks = saya(d, "?bulan=2026-09&hari=2026-09-03")
    assert "Kehadiran pada hari itu tidak tercatat di sini" in teks
    assert "Belum ada hari yang tercatat" in teks
    assert "TK" not in teks


def test_days_to_come_show_what_is_known_of_them(d):
    d.setuju(d.orang, tgl(12, 11), J.CUTI_TAHUNAN)
    teks = saya(d, "?bulan=2026-11&hari=2026-11-12")
    assert "Cuti tahunan, 12 November 2026" in teks
    assert "Belum ada hari yang tercatat" not in teks


def test_the_grounds_of_a_day_tell_everything_the_engine_saw(d):
    teks = isi(masuk(d.staf).get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-02"])))
    for kata in (
        "07.30 – 16.30", "07.42.18", "16.40.00", "Mesin 1", "sidik jari", "dikirim mesin", "2 rekam",
        "Permentan 68/2012, berlaku sejak", "TL 1: terlambat 12 menit (1–30 menit), 0,5 %",
        "bukan hukuman disiplin", "Sidik masukan",
    ):  # fmt: skip
        assert kata in teks, kata
    assert "Sedang dihitung" not in teks
    satu = hari_orang(d.orang.pk, tgl(2), tgl(2), pada=AWAL_NOVEMBER)[0]
    assert satu.baris is not None
    assert bytes(satu.baris.sidik).hex() in teks
    assert satu.potongan == satu.baris.potongan == 500


def test_a_press_that_came_late_says_that_the_day_is_being_computed(d):
    d.tekan(tgl(2), "07.10")
    teks = isi(masuk(d.staf).get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-02"])))
    assert "Sedang dihitung" in teks
    assert "07.10.00" in teks
    assert "Sedang dihitung" in saya(d)
    d.hitung_hari(d.orang, tgl(2))
    assert "Sedang dihitung" not in saya(d)


def test_an_approved_hour_says_so_and_an_exemption_names_its_sk(d):
    d.setuju(d.orang, tgl(7), J.KOREKSI, masuk=450, pulang=960)
    Pengecualian.objects.create(
        **resmi(tgl(30), tgl(30)), pegawai=d.orang, nomor_sk="9/SK", tanggal_sk=tgl(1), alasan="Uji"
    )
    d.hitung()
    teks = saya(d, "?bulan=2026-10&hari=2026-10-07")
    assert "07.30 · menurut permohonan yang disetujui" in teks
    assert "Jam dikoreksi" in teks
    assert "SK 9/SK" in saya(d, "?bulan=2026-10&hari=2026-10-30")


def test_only_he_his_superior_and_the_overseer_may_look(d):
    teman = buat_pejabat(d.opd, "Teman")
    orang_lain = buat_pejabat(buat_opd("Dinas Lain"), "Kadis Lain", eselon="II.b", kepala=True)
    for alamat in (
        reverse("kehadiran:orang", args=[d.orang.pk]),
        reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-05"]),
    ):  # fmt: skip
        assert masuk(d.kadis).get(alamat).status_code == 200
        assert masuk(teman).get(alamat).status_code == 404
        assert masuk(orang_lain).get(alamat).status_code == 404
    assert masuk(d.staf).get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-13-05"])).status_code == 404


def test_a_superior_reads_sakit_and_never_why(d):
    d.setuju(d.orang, tgl(7), J.SAKIT, alasan="Tifus berat")
    d.hitung()
    teks = isi(masuk(d.kadis).get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-07"])))
    assert "Sakit" in teks
    assert "Tifus" not in teks
    assert "Ajukan koreksi" not in teks


def test_a_silent_device_stands_on_the_page_with_one_tap_to_ask(d):
    p8 = d.staf_lain("8")
    d.tekan(tgl(28), "07.21", pin="8")
    MesinPadam.objects.create(
        mesin=d.mesin, sejak=setempat(tgl(30), "07.10"), sampai=setempat(tgl(30), "08.02")
    )
    html = masuk(d.staf).get(reverse("kehadiran:saya") + "?bulan=2026-10").content.decode()
    assert "Mesin 1 padam 07.10–08.02, 3 pegawai terdampak" in html
    minta = f"?jenis=mesin_rusak&amp;tanggal=2026-10-30&amp;mesin={d.mesin.pk}"
    assert minta in html
    buka = masuk(d.staf).get(reverse("kehadiran:permohonan_baru") + minta.replace("&amp;", "&"))
    assert buka.status_code == 200
    assert 'value="2026-10-30"' in buka.content.decode()
    # at an hour at which nothing is missing it touches nobody
    MesinPadam.objects.all().update(sejak=setempat(tgl(29), "07.10"), sampai=setempat(tgl(29), "08.02"))
    assert "padam" not in saya(d)
    assert p8.pk


def test_queries_do_not_grow_with_presses(d):
    klien = masuk(d.staf)
    alamat = reverse("kehadiran:saya") + "?bulan=2026-10&hari=2026-10-02"
    klien.get(alamat)
    with CaptureQueriesContext(
        connection,
    ) as sedikit:
        klien.get(alamat)
    for n in range(20):
        d.tekan(tgl(2), f"09.{n:02d}")
        d.setuju(d.orang, tgl(1 + n), J.LUPA_REKAM, masuk=450)
    with CaptureQueriesContext(connection) as banyak:
        klien.get(alamat)
    assert len(banyak) == len(sedikit) <= 30, [q["sql"][:120] for q in banyak]


def test_an_account_without_a_person_is_told_whom_to_ask(db):
    from terukur.akun.tests.factories import buat

    assert "Hubungi BKPSDM" in isi(masuk(buat()).get(reverse("kehadiran:saya")))


@pytest.mark.parametrize("biji", range(4))
def test_the_trace_sums_to_what_the_engine_deducts(biji):
    """Every day of random months, whatever lies over it."""
    orang = kabupaten(biji, 12)
    pada = dt.datetime(2028, 1, 1)
    b, aturan = bahan(orang)
    h = mesin(orang, pada=pada)
    assert detik(pada) > 0
    n = bukan_nol = 0
    for o in range(h.status.shape[0]):
        for k in range(h.status.shape[1]):
            nilai = NilaiHari(
                b.masuk[o, k + 1] > 0, int(h.status[o, k]), int(h.terlambat[o, k]), int(h.pulang_cepat[o, k]),
                int(h.pita_terlambat[o, k]), int(h.pita_pulang_cepat[o, k]), int(b.pagi[o, k]),
                int(b.siang[o, k]),
                int(h.tanda[o, k]), int(h.apel[o, k]),
            )  # fmt: skip
            butir, jumlah = rincian(aturan[int(b.aturan[o, k])], nilai)
            assert jumlah == int(h.potongan[o, k]), (nilai, butir, Tanda(nilai.tanda))
            n += 1
            bukan_nol += jumlah > 0
    assert n == 12 * 31
    assert bukan_nol > 30


@pytest.mark.parametrize(("bulan", "banyak"), [(dt.date(2026, 2, 1), 5), (dt.date(2027, 2, 1), 4)])
def test_weeks_of_a_month(bulan, banyak):
    w = minggu(bulan)
    assert len(w) == banyak
    assert all(len(x) == 7 for x in w)
    assert [t for x in w for t in x if t] == [bulan + dt.timedelta(n) for n in range(28)]
    assert all(t is None or t.weekday() == n for x in w for n, t in enumerate(x))
