"""What changed between two days: every difference with its author and reason, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.realisasi.queries import rincian_perubahan
from terukur.realisasi.tests.factories import (
    TW1,
    TW2,
    Regu,
    ajukan,
    buat_regu,
    isi,
    laporkan,
    sesudah,
    tindak,
    verifikasi,
)

pytestmark = pytest.mark.django_db
D = Decimal
PER = dt.date(2027, 6, 30)
LAPOR, RALAT = sesudah(TW1), sesudah(TW1, 40)
SEBELUM, ANTARA, KINI = LAPOR - dt.timedelta(days=1), LAPOR + dt.timedelta(days=1), sesudah(TW1, 60)


@pytest.fixture
def regu() -> Regu:
    """TW I reported as 8, corrected to 9 a month later."""
    regu = buat_regu()
    laporkan(regu, 8, pada=LAPOR)
    tindak(regu, "buka_ralat", "verifikator", pada=RALAT, alasan="Salah hitung puskesmas")
    isi(regu, 9, pada=RALAT)
    ajukan(regu, pada=RALAT)
    verifikasi(regu, pada=RALAT)
    return regu


def rinci(regu: Regu, dari: dt.datetime, sampai: dt.datetime):
    return rincian_perubahan(regu.opd.pk, 2027, per=PER, dari=dari, sampai=sampai)


def test_a_correction_is_told_with_old_new_author_and_reason(regu):
    satu, dua = rinci(regu, ANTARA, KINI)
    assert (satu.periode.kode, dua.periode.kode) == (TW1, TW2)
    assert (satu.lama.realisasi, satu.baru.realisasi) == (D(8), D(9))
    assert {"realisasi", "realisasi_sd", "mentah_sd", "capaian_sd"} <= set(satu.kolom)
    assert [c.peristiwa for c in satu.sebab] == [
        "realisasi.buka_ralat", "realisasi.ajukan", "realisasi.verifikasi"
    ]  # fmt: skip
    assert satu.sebab[0].isi["alasan"] == "Salah hitung puskesmas"
    assert "realisasi" not in dua.kolom  # its own result is as empty as before; only the sum moved
    assert satu.judul == regu.aksi[0].aksi


def test_nothing_changed_is_an_empty_list(regu):
    assert rinci(regu, KINI, KINI + dt.timedelta(days=9)) == []
    assert rinci(regu, ANTARA, RALAT - dt.timedelta(seconds=1)) == []


def test_from_before_the_plan_everything_is_new(regu):
    dahulu = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    semua = rinci(regu, dahulu, KINI)
    assert [p.lama for p in semua] == [None, None]
    assert semua[0].sebab[0].peristiwa == "rencana_aksi.tetapkan"


def test_what_changed_and_changed_back_is_no_difference(regu):
    lagi = sesudah(TW1, 50)
    tindak(regu, "buka_ralat", "verifikator", pada=lagi, alasan="Ternyata benar semula")
    isi(regu, 8, pada=lagi)
    ajukan(regu, pada=lagi)
    verifikasi(regu, pada=lagi)
    assert rinci(regu, ANTARA, KINI) == []


def test_periods_not_yet_over_on_the_day_are_left_out(regu):
    semua = rincian_perubahan(regu.opd.pk, 2027, per=dt.date(2027, 4, 30), dari=ANTARA, sampai=KINI)
    assert [p.periode.kode for p in semua] == [TW1]


def test_the_page_and_its_download(regu, django_assert_num_queries):
    with time_machine.travel(KINI, tick=False):
        klien = Client()
        klien.force_login(regu.kepala)
        alamat = reverse("realisasi:perubahan", args=[regu.opd.pk])
        kueri = {"per": "2027-06-30", "dari": ANTARA.strftime("%Y-%m-%dT%H:%M")}
        halaman = " ".join(klien.get(alamat, kueri).content.decode().split())
        assert "Realisasi:</span> 8 → <b>9</b>" in halaman
        assert "Salah hitung puskesmas" in halaman
        unduhan = klien.get(alamat, kueri | {"unduh": "csv"})
        baris = b"".join(unduhan.streaming_content).decode("utf-8-sig").splitlines()
        assert any(";Realisasi;8;9;" in b and regu.verifikator.nama in b for b in baris)
        terbalik = klien.get(alamat, {"dari": "2027-07-01T00:00", "sampai": "2027-05-01T00:00"})
        assert "Saat pertama harus sebelum" in terbalik.content.decode()
