"""The time slider: its stops are all the days on which the card became another, and nothing else."""

import datetime as dt
import random
import re
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.inti.pelaku import SISTEM
from terukur.kinerja.tests.factories import DITETAPKAN, buat_indikator
from terukur.realisasi import actions, queries
from terukur.realisasi.queries.titik_waktu import TitikWaktu, titik_kini
from terukur.realisasi.tests.factories import (
    TAHUN,
    TW1,
    TW2,
    ajukan,
    buat_regu,
    di_luar_rencana,
    isi,
    kontribusi,
    sesudah,
    tindak,
    verifikasi,
)

pytestmark = pytest.mark.django_db
PER = dt.date(TAHUN, 6, 30)
KINI = sesudah(TW2, 40)
HARI = dt.timedelta(days=1)


@pytest.fixture
def regu():
    """Two quarters, a reopened report, evidence withdrawn, a decision and a name that changed meanwhile."""
    hasil = buat_regu((buat_indikator(), 10), (buat_indikator(), 20))
    luar = di_luar_rencana(hasil, buat_indikator())
    isi(hasil, 7, kunci=luar.kunci)
    for a, n in zip(hasil.aksi, (8, 30), strict=True):
        isi(hasil, n, kunci=a.pk, kontribusi=kontribusi(opd=40, swasta=60) if n == 30 else ())
    ajukan(hasil)
    verifikasi(hasil, pada=sesudah(TW1, 9) + dt.timedelta(seconds=31))
    actions.tetapkan_ketentuan(
        hari_tenggat=10, ambang_lebih=20, pihak_diakui=["swasta"], dasar="Perbup contoh",
        sejak=dt.date(TAHUN, 1, 1), oleh=SISTEM, pada=sesudah(TW1, 12),
    )  # fmt: skip
    tindak(hasil, "buka_ralat", "verifikator", alasan="Salah satuan", pada=sesudah(TW1, 20))
    isi(hasil, 9, kunci=hasil.kunci, pada=sesudah(TW1, 21))
    ajukan(hasil, pada=sesudah(TW1, 22))
    verifikasi(hasil, pada=sesudah(TW1, 23))
    return hasil


def kartu(regu, diketahui):
    """All that the card says at an instant."""
    baris = queries.kartu_opd(regu.opd.pk, TAHUN, per=PER, diketahui=diketahui)
    return [
        (b.judul, b.ukuran["nama"], b.periode, *(getattr(b.capaian, n) for n in (
            "hasil", "target_sd", "realisasi_sd", "bagian_sd", "mentah_sd", "capaian_sd", "bobot", "terisi",
            "jatuh", "hitungan", "realisasi", "sumber",
        )))
        for b in baris
    ]  # fmt: skip


def test_between_two_stops_the_card_never_changes_and_at_figures_it_does(regu):
    titik = queries.titik_waktu(regu.opd.pk, TAHUN, per=PER)
    assert titik == sorted(titik, key=lambda t: t.saat)
    assert len({t.saat.date() for t in titik}) == len(titik)
    acak = random.Random(7)
    for _ in range(60):
        saat = DITETAPKAN + (KINI - DITETAPKAN) * acak.random()
        n = titik_kini(titik, saat)
        if n is None:
            assert kartu(regu, saat) == []
            continue
        berikut = titik[n + 1].saat if n + 1 < len(titik) else KINI
        if saat.date() != berikut.date():  # within the day of a change both states occur
            assert kartu(regu, saat) == kartu(regu, titik[n].saat), saat
    assert kartu(regu, titik[-1].saat) == kartu(regu, None)
    peristiwa = [p for t in titik for p in t.peristiwa]
    assert {"rencana_aksi.tetapkan", "realisasi.ajukan", "realisasi.verifikasi", "realisasi.buka_ralat"} <= {
        *peristiwa
    }
    for t in titik:
        if t.peristiwa:
            assert kartu(regu, t.saat) != kartu(regu, t.saat - HARI), t


def test_the_rule_of_the_day_stays_with_the_figures_that_were_submitted_under_it(regu):
    """The decision of 12 days after the quarter came after submission; only the correction took it in."""
    sebelum = {b[0]: b for b in kartu(regu, sesudah(TW1, 15))}
    kini = {b[0]: b for b in kartu(regu, None)}
    judul = regu.aksi[1].aksi
    assert sebelum[judul][6] == Decimal("0.4")
    assert kini[judul][6] == 1


def test_asked_later_nothing_after_the_present_is_a_stop(regu, django_assert_num_queries):
    with django_assert_num_queries(5):
        semua = queries.titik_waktu(regu.opd.pk, TAHUN, per=PER)
    with django_assert_num_queries(5):
        awal = queries.titik_waktu(regu.opd.pk, TAHUN, per=PER, sampai=sesudah(TW1, 10))
    assert 0 < len(awal) < len(semua)
    assert semua[: len(awal)] == awal


def test_an_instant_belongs_to_the_last_stop_before_it():
    titik = [TitikWaktu(DITETAPKAN + n * HARI, ()) for n in range(3)]
    assert titik_kini(titik, None) == 3
    assert titik_kini(titik, DITETAPKAN - HARI) is None
    assert titik_kini(titik, DITETAPKAN) == 0
    assert titik_kini(titik, DITETAPKAN + HARI * 1.5) == 1
    assert titik_kini(titik, DITETAPKAN + HARI * 9) == 2


def test_without_script_list_and_links_walk_through_every_stop(regu):
    with time_machine.travel(KINI, tick=False):
        klien = Client()
        klien.force_login(regu.kepala)
        alamat = f"{reverse('realisasi:rapor', args=[regu.opd.pk])}?per={PER}"
        halaman = klien.get(alamat).content.decode()
        pilihan = re.findall(
            r'<option value="([^"]*)"( selected)?>([^<]*)</option>', halaman.split("id_titik")[2]
        )
        pilihan = pilihan[: next(n for n, p in enumerate(pilihan) if p[2] == "Sekarang") + 1]
        assert pilihan[-1][1]
        assert any("laporan diverifikasi" in label for _, _, label in pilihan)
        langkah, terlihat = halaman, []
        while m := re.search(r'rel="prev" href="([^"#]*)#waktu"', langkah):
            tujuan = m.group(1).replace("&amp;", "&")
            terlihat.append(re.search(r"diketahui=([^&]*)", tujuan).group(1).replace("%3A", ":"))
            jawaban = klien.get(alamat.split("?")[0] + tujuan)
            assert jawaban.status_code == 200
            langkah = jawaban.content.decode()
        assert terlihat == [nilai for nilai, *_ in reversed(pilihan[:-1])]
        assert 'rel="next"' in langkah
        awal = klien.get(f"{alamat}&diketahui=2020-01-01T00:00").content.decode()
        assert "belum ada yang diketahui" in awal
        assert "Belum ada angka" in awal
        assert "onchange" not in halaman
        assert "<script>" not in halaman
