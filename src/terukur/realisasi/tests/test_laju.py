"""The comparison over time as read from the records, of any day and as known at any instant."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran.actions import catat_realisasi
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.rules.serapan import UangRealisasi
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import ArahLaju
from terukur.realisasi.models import KetentuanLaju
from terukur.realisasi.rules.laju import SERIWAYAT, AmbangLaju, deret_triwulan
from terukur.realisasi.tests.factories import TAHUN, TW1, TW2, TW3, ajukan, buat_regu, isi, laporkan, sesudah
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
A, D = ArahLaju, Decimal
PADA = dt.datetime(TAHUN, 11, 1, 1, tzinfo=dt.UTC)
PER = dt.date(TAHUN, 11, 1)
"""Triwulan III is judged."""


@pytest.fixture
def regu():
    """{how it moves: OPD}. 10 of 10 each quarter is 100 %; what follows moves the standing of the year."""
    hasil = {}
    for nama, nilai in (
        (A.BERHENTI, (10, 10, None)), (A.MELAMBAT, (10, 10, 2)), (A.NAIK, (5, 5, 10)), (A.TETAP, (10, 9, 9)),
        (A.PULIH, (10, None, 10)),
    ):  # fmt: skip
        hasil[nama] = buat_regu()
        for periode, n in zip((TW1, TW2, TW3), nilai, strict=True):
            if n is not None:
                laporkan(hasil[nama], n, periode=periode, pada=sesudah(periode, 5 if nama != A.TETAP else 20))
    return hasil


def arah(pengguna, **waktu):
    triwulan, daftar = queries.daftar_laju(pengguna, **({"per": PER} | waktu))
    return triwulan, {b.opd.pk: b for b in daftar}


def test_every_opd_of_the_day_and_how_it_moves(regu, django_assert_num_queries):
    tanpa, bupati = buat_opd(), buat_orang(Peran.PIMPINAN, pada=PADA)
    with django_assert_num_queries(8):
        triwulan, semua = arah(bupati)
    assert triwulan.kode == TW3
    assert {n: semua[r.opd.pk].laju.arah for n, r in regu.items()} == {n: n for n in regu}
    assert semua[tanpa.pk].laju.arah == A.BELUM
    lambat = semua[regu[A.MELAMBAT].opd.pk]
    assert (lambat.titik[-2].nilai.nilai, lambat.titik[-1].nilai.nilai) == (D(100), D("73.3333"))
    assert lambat.laju.selisih == D("-26.6667")
    for _ in range(2):
        laporkan(buat_regu(), 9)
    with django_assert_num_queries(8):
        arah(bupati)
    assert list(arah(regu[A.NAIK].kepala)[1]) == [regu[A.NAIK].opd.pk], "an OPD reads its own only"


def test_as_known_then_nobody_had_slowed_yet(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    diketahui = sesudah(TW3, 2)
    _, semua = arah(bupati, diketahui=diketahui)
    assert semua[regu[A.MELAMBAT].opd.pk].laju.arah == A.BERHENTI, "nothing of Triwulan III was known"
    triwulan, semua = arah(bupati, per=dt.date(TAHUN, 10, 3), diketahui=diketahui)
    assert triwulan.kode == TW2
    assert semua[regu[A.MELAMBAT].opd.pk].laju.arah == A.TETAP


def test_the_thresholds_of_the_day_count_and_are_kept(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    actions.tetapkan_laju(
        ambang=AmbangLaju(D(30), D(5), "SK Bupati"), sejak=dt.date(TAHUN, 11, 1), oleh=SISTEM, pada=PADA
    )
    assert arah(bupati)[1][regu[A.MELAMBAT].opd.pk].laju.arah == A.TETAP
    assert arah(bupati, per=dt.date(TAHUN, 10, 31))[1][regu[A.MELAMBAT].opd.pk].laju.arah == A.MELAMBAT
    with pytest.raises(AturanDilanggar):
        actions.tetapkan_laju(ambang=AmbangLaju(), sejak=PER, oleh=SISTEM, pada=PADA)
    with pytest.raises(IntegrityError), transaction.atomic():
        KetentuanLaju.objects.create(
            berlaku_sejak=dt.date(2020, 1, 1), berlaku_sampai=dt.date(2020, 12, 31), dicatat_pada=PADA,
            ambang_turun=0, ambang_naik=10, dasar="x",
        )  # fmt: skip


def test_own_history_score_spending_and_reports_in_time(regu, django_assert_num_queries):
    opd = regu[A.TETAP].opd
    for bulan, uang in ((3, 20), (6, 45)):
        catat_realisasi(
            opd_id=opd.pk, tahun=TAHUN, sumber=SumberRealisasi.SP2D, batas=dt.date(TAHUN, bulan, 30),
            baris=[UangRealisasi("", "", "1.02.02", "Balita", "operasi", D(100), D(uang))], dasar="contoh",
            oleh=SISTEM, pada=PADA,
        )  # fmt: skip
    deret = deret_triwulan(Periode.baca(TW3), SERIWAYAT)
    with django_assert_num_queries(2 * SERIWAYAT + 6):
        riwayat = queries.riwayat_triwulan(opd, deret, per=PER)
    isian = [
        (r.titik.periode.kode, r.titik.nilai.nilai, r.serapan and r.serapan.persen, r.tepat, r.jatuh)
        for r in riwayat[-3:]
    ]
    assert isian == [
        (TW1, D(100), D(20), 0, 1), (TW2, D(95), D(45), 0, 1), (TW3, D("93.3333"), D(45), 0, 1),
    ]  # fmt: skip
    assert [(r.titik.nilai.nilai, r.serapan, r.jatuh) for r in riwayat[:-3]] == [(None, None, 0)] * 5
    tepat = queries.riwayat_triwulan(regu[A.BERHENTI].opd, deret, per=PER)
    assert [(r.tepat, r.jatuh) for r in tepat[-3:]] == [(1, 1), (1, 1), (0, 1)]


def test_what_was_returned_and_sent_again_was_there_in_time(regu):
    satu = buat_regu()
    isi(satu, 8)
    ajukan(satu)
    actions.kembalikan(
        opd_id=satu.opd.pk, periode=TW1, alasan="Lengkapi", pengguna=satu.verifikator,
        oleh=satu.verifikator.pelaku(), pada=sesudah(TW1, 14),
    )  # fmt: skip
    isi(satu, 9, pada=sesudah(TW1, 30))
    ajukan(satu, pada=sesudah(TW1, 31))
    [r] = queries.riwayat_triwulan(satu.opd, [Periode.baca(TW1)], per=PER)
    assert (r.tepat, r.jatuh) == (1, 1)
    [awal] = queries.riwayat_triwulan(satu.opd, [Periode.baca(TW1)], per=PER, diketahui=sesudah(TW1, 3))
    assert (awal.tepat, awal.jatuh) == (0, 1), "nothing was known of it then"


def test_pages_say_reason_figures_and_recomputation(regu):
    with time_machine.travel(PADA, tick=False):
        klien = Client()
        klien.force_login(buat_orang(Peran.PENYELENGGARA, pada=PADA))
        alamat = reverse("realisasi:laju")
        halaman = klien.get(alamat).content.decode()
        for nama in regu:
            assert f"{nama.label}: 1" in halaman
        assert halaman.index(regu[A.BERHENTI].opd.nama) < halaman.index(regu[A.MELAMBAT].opd.nama)
        assert "turun 26,67 poin, ambang 10." in halaman
        hanya = klien.get(alamat, {"arah": "melambat"}).content.decode()
        assert regu[A.NAIK].opd.nama not in hanya
        csv = b"".join(klien.get(alamat, {"unduh": "csv"}).streaming_content).decode()
        assert "turun 26,67 poin" in csv
        satu = klien.get(reverse("realisasi:laju_opd", args=[regu[A.MELAMBAT].opd.pk])).content.decode()
        assert "73,33 − 100,00 = -26,67 poin" in satu
        assert "Dihitung ulang: sama" in satu
        assert 'aria-label="Nilai kinerja dan serapan per triwulan"' in satu
        ketentuan = reverse("realisasi:ketentuan_laju")
        isian = {"turun": "15", "naik": "12", "dasar": "Keputusan Bupati (contoh)", "sejak": str(PER)}
        assert klien.post(ketentuan, isian | {"turun": "0"}).status_code == 422
        assert klien.post(ketentuan, isian).status_code == 302
        assert "Keputusan Bupati (contoh)" in klien.get(ketentuan).content.decode()
        assert Catatan.objects.filter(peristiwa="ketentuan_laju.tetapkan", ditolak=False).count() == 1
