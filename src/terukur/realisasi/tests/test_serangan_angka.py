"""Attempts to make the figures lie: shares, evidence, deadlines, days to come, and rows changed by SQL."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.eskalasi.penyedia import cari_sebab
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import JenisPeriode, Periode
from terukur.kinerja import actions as kinerja
from terukur.kinerja.choices import Agregasi, Metode, PemicuRevisi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.tests.factories import buat_indikator
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import ArahLaju, HasilCapaian, JenisDini, JenisEdisi, KeadaanBerkas, Pihak
from terukur.realisasi.models import BuktiRealisasi, CapaianResmi
from terukur.realisasi.queries.esakip import daftar_esakip
from terukur.realisasi.queries.hitung_ulang import periksa_semua
from terukur.realisasi.rules.isian import IsiKontribusi
from terukur.realisasi.tests.dunia_kertas import buat_pk
from terukur.realisasi.tests.factories import (
    TAHUN,
    TW1,
    TW2,
    Regu,
    ajukan,
    buat_regu,
    isi,
    kontribusi,
    laporkan,
    sesudah,
    tindak,
    verifikasi,
)
from terukur.tenggat.tests.factories import buat_orang

D = Decimal
pytestmark = pytest.mark.django_db
KINI = dt.datetime(TAHUN, 8, 10, 1, tzinfo=dt.UTC)
AKHIR = dt.date(TAHUN, 12, 31)


def kartu(regu: Regu, per: dt.date = dt.date(TAHUN, 3, 31), **lain: Any) -> CapaianResmi:
    [satu] = queries.kartu_opd(regu.opd.pk, TAHUN, per=per, **lain)
    return satu.capaian


def minta(orang: Pengguna, nama: str, args: Any = (), pada: dt.datetime = KINI, **kueri: Any) -> Any:
    with time_machine.travel(pada, tick=False):
        klien = Client()
        klien.force_login(orang)
        return klien.get(reverse(nama, args=args), kueri)


def teks(jawaban: Any) -> str:
    assert jawaban.status_code == 200, jawaban.status_code
    return " ".join(jawaban.content.decode().split())


# ---- attribution ----


def satuan(**bagian: Any) -> tuple[IsiKontribusi, ...]:
    return tuple(IsiKontribusi(Pihak(p), satuan=D(n), dasar=f"Dasar {p}") for p, n in bagian.items())


def test_a_third_in_units_is_exactly_a_third() -> None:
    """Own part 100 of 300 against a target of 100 is the target itself: 99.9999 % would call it missed."""
    regu = buat_regu((buat_indikator(), 100))
    laporkan(regu, 300, kontribusi=satuan(opd=100, swasta=200))
    c = kartu(regu)
    assert (c.mentah_sd, c.bagian_sd, c.capaian_sd) == (D(300), D("0.333333"), D(100))
    assert c.hasil == HasilCapaian.TERCAPAI
    assert not any(beda for _, beda in periksa_semua())


def test_the_report_of_the_year_counts_the_recognised_part_as_the_card_does() -> None:
    """aturan.md section 2, Morowali Utara: recognised is raw times share; the full figure stays beside it."""
    regu = buat_regu((buat_indikator(periode=JenisPeriode.TAHUN), 100))
    buat_pk(regu, regu.aksi[0].indikator_id, target=100)
    laporkan(regu, 200, periode=str(TAHUN), kontribusi=kontribusi(opd=40, swasta=60))
    saat = dt.datetime(TAHUN + 1, 2, 1, tzinfo=dt.UTC)
    [b] = queries.susun_data(JenisEdisi.LKJIP, regu.opd.pk, per=AKHIR, diketahui=saat)["baris"]
    assert (b["realisasi"]["angka"], b["diakui"], b["capaian"]) == ("200", "40", "80")
    assert (b["peringkat"], b["status"]) == ("Tinggi", "Belum tercapai")
    assert D(b["capaian"]) == kartu(regu, AKHIR).capaian_sd
    halaman = minta(regu.kepala, "realisasi:kertas", ["lkjip", regu.opd.pk], pada=saat, per=AKHIR)
    assert "diakui 40,00 %" in teks(halaman)


# ---- evidence ----


def bukti(regu: Regu, pada: dt.datetime) -> BuktiRealisasi:
    return actions.tambah_bukti(
        opd_id=regu.opd.pk, periode=TW1, kunci=regu.kunci, tautan="https://contoh.go.id/lkpm",
        oleh=regu.operator.pelaku(), pada=pada,
    )  # fmt: skip


def test_evidence_that_was_never_submitted_is_not_taken_from_what_was() -> None:
    regu = buat_regu()
    isi(regu, 10)
    bukti(regu, sesudah(TW1))
    ajukan(regu, pada=sesudah(TW1, 6))
    tindak(regu, "kembalikan", "verifikator", alasan="Lengkapi", pada=sesudah(TW1, 7))
    baru = bukti(regu, sesudah(TW1, 8))
    actions.cabut_bukti(bukti_id=baru.pk, alasan="Salah", oleh=regu.operator.pelaku(), pada=sesudah(TW1, 9))
    assert (kartu(regu).bukti, kartu(regu).bukti_dicabut) == (1, 0)
    ajukan(regu, pada=sesudah(TW1, 10))
    assert (kartu(regu).bukti, kartu(regu).bukti_dicabut) == (1, 0)


# ---- deadlines ----


def test_one_report_has_one_deadline_whatever_was_decided_since() -> None:
    """15 days for the first quarter, 45 from July on: no page may move the deadline of the first."""
    regu = buat_regu()
    actions.tetapkan_ketentuan(
        hari_tenggat=45, ambang_lebih=D(20), pihak_diakui=[], dasar="Perbup contoh",
        sejak=dt.date(TAHUN, 7, 1), oleh=SISTEM, pada=sesudah(TW2, 3),
    )  # fmt: skip
    april = dt.date(TAHUN, 4, 15)
    bupati, per = buat_orang(Peran.PIMPINAN, pada=KINI), dt.date(TAHUN, 8, 10)
    daftar = queries.daftar_laporan(bupati, tahun=TAHUN, hari=per)
    assert {b.periode.kode: b.tenggat for b in daftar} == {TW1: april, TW2: dt.date(TAHUN, 7, 15)}
    [p] = queries.daftar_dini(bupati, per=per, opd_ids=[regu.opd.pk])
    diam = next(w for w in p.peringatan if w.jenis == JenisDini.DIAM)
    assert diam.angka[:2] == (("Tenggat", "15 April 2027"), ("Lewat", "117 hari"))
    assert diam in queries.nilai_dini_ulang(regu.opd, per=per, diketahui=None).peringatan
    assert queries.daftar_laju(bupati, per=dt.date(TAHUN, 7, 20))[0].kode == TW2


def test_a_plan_set_after_the_quarter_is_not_accused_of_silence_about_it() -> None:
    regu = buat_regu(ditetapkan=dt.datetime(TAHUN, 7, 20, 1, tzinfo=dt.UTC))
    bupati, per = buat_orang(Peran.PIMPINAN, pada=KINI), dt.date(TAHUN, 8, 10)
    [p] = queries.daftar_dini(bupati, per=per, opd_ids=[regu.opd.pk])
    assert JenisDini.DIAM not in [w.jenis for w in p.peringatan]
    assert p == queries.nilai_dini_ulang(regu.opd, per=per, diketahui=None)
    [*_, satu] = queries.riwayat_triwulan(regu.opd, [Periode.baca(TW1)], per=per)
    assert (satu.tepat, satu.jatuh) == (0, 0)


# ---- days to come ----


def test_nobody_is_late_on_a_day_that_has_not_come() -> None:
    regu = buat_regu()
    laporkan(regu, 10)
    laporkan(regu, 10, periode=TW2)
    bupati = buat_orang(Peran.PIMPINAN, pada=KINI)
    for waktu in ({"per": AKHIR}, {"diketahui": "2027-04-10T09:00"}):
        halaman = teks(minta(bupati, "realisasi:peringatan_dini", **waktu))
        assert "belum diajukan" not in halaman, waktu
        halaman = teks(minta(bupati, "realisasi:laju_opd", [regu.opd.pk], **waktu))
        assert str(ArahLaju.BERHENTI.label) not in halaman, waktu
        tujuan = [regu.opd.pk, JenisDini.DIAM.value]
        assert "belum diajukan" not in teks(minta(bupati, "realisasi:penjelasan_dini", tujuan, **waktu))
    sebab = cari_sebab(f"dini:diam/{AKHIR}", [regu.opd.pk], diketahui=KINI, untuk=bupati)
    assert sebab is None, "no letter about a report that is not due"
    assert "belum tiba" in teks(minta(bupati, "realisasi:rapor", [regu.opd.pk], per=AKHIR))


@pytest.mark.parametrize(
    "kueri", [{"per": "2027-99-99"}, {"diketahui": "kapan-kapan"}, {"per": "0027-03-31"}]
)
def test_a_file_of_a_day_that_cannot_be_read_is_refused(kueri: dict[str, str]) -> None:
    """A page says so at the field; a file without a word would pass for the day that was asked."""
    regu = buat_regu()
    laporkan(regu, 10)
    jawaban = minta(regu.kepala, "realisasi:rapor", [regu.opd.pk], unduh="xlsx", **kueri)
    assert jawaban.status_code == 409
    assert "tidak dapat dibaca" in jawaban.content.decode()
    halaman = teks(minta(regu.kepala, "realisasi:rapor", [regu.opd.pk], **kueri))
    assert "Keadaan per 10 Agustus 2027" in halaman
    assert 'class="galat-kolom"' in halaman, "the page says that it shows another day than was asked"


def test_a_filter_that_is_wrong_does_not_move_the_day() -> None:
    regu = buat_regu()
    laporkan(regu, 10)
    laporkan(regu, 10, periode=TW2)
    halaman = minta(regu.kepala, "realisasi:rapor", [regu.opd.pk], per="2027-03-31", hasil="entah")
    assert "Keadaan per 31 Maret 2027" in teks(halaman)


def test_what_was_not_due_then_was_not_missing_then() -> None:
    regu = buat_regu()
    with time_machine.travel(KINI, tick=False):
        butir = daftar_esakip(
            regu.opd.pk, TAHUN, untuk=regu.kepala, diketahui=dt.datetime(TAHUN, 4, 10, tzinfo=dt.UTC)
        )
    keadaan = {b.nama: b.keadaan for b in butir}
    assert keadaan[f"Evaluasi Triwulan I {TAHUN}"] == KeadaanBerkas.BELUM_ADA
    assert keadaan[f"Evaluasi Triwulan II {TAHUN}"] == KeadaanBerkas.BELUM_WAKTUNYA


# ---- the file says what the page says ----


def test_a_range_and_a_word_are_whole_in_the_workbook() -> None:
    posisi = {"agregasi": Agregasi.POSISI_AKHIR}
    rentang = buat_indikator(polaritas=Polaritas.RENTANG, satuan="derajat", **posisi)
    opini = buat_indikator(
        polaritas=Polaritas.PREDIKAT, satuan="opini", tangga=(("WTP", D(4)), ("WDP", D(3))), **posisi
    )
    batas = {p: Target(D(20), D(30)) for p in (TW1, TW2, f"{TAHUN}-TW3", f"{TAHUN}-TW4")}
    regu = buat_regu((rentang, batas), (opini, 4))
    for a, n in zip(regu.aksi, (25, 3), strict=True):
        isi(regu, n, kunci=a.pk)
    ajukan(regu)
    verifikasi(regu)
    jawaban = minta(regu.kepala, "realisasi:rapor", [regu.opd.pk], per="2027-03-31", unduh="xlsx")
    kepala, *baris = load_workbook(io.BytesIO(jawaban.content)).worksheets[0].iter_rows(values_only=True)
    isi_baris = [dict(zip(kepala, b, strict=True)) for b in baris]
    assert [b["Target s.d. (kata)"] for b in isi_baris] == ["20 sampai 30 derajat", "WTP"]
    assert [b["Realisasi s.d. (kata)"] for b in isi_baris] == ["25 derajat", "WDP"]


# ---- impossible figures ----


def test_a_result_a_hundred_times_too_good_needs_a_reason_where_lower_is_better_too() -> None:
    """By ratio (aturan.md section 2) 0.05 of 10 is 20,000 %: usually a comma in the wrong place."""
    regu = buat_regu((buat_indikator(polaritas=Polaritas.TURUN, metode=Metode.RASIO), 10))
    with pytest.raises(AturanDilanggar, match=r"1\.000 %"):
        isi(regu, "0.05")
    isi(regu, "0.05", alasan="Wabah berakhir")
    isi(regu, 1, kunci=regu.kunci)


# ---- rows changed by SQL ----


@pytest.mark.parametrize(
    "ubah",
    [
        "capaian_sd = 1",
        "bobot = 9",
        "target = 5, target_sd = 5, mentah_sd = 200, capaian_sd = 120, hitungan = '10 ÷ 5 × 100 = 200; "
        "dibatasi menjadi 120'",
        "realisasi = 9, realisasi_sd = 9, mentah_sd = 90, capaian_sd = 90, hasil = 'belum_tercapai', "
        "hitungan = '9 ÷ 10 × 100 = 90'",
        "target_sejak = target_sejak - interval '1 day'",
        "rumus = jsonb_set(rumus, '{batas_atas}', '\"100\"')",
        'kontribusi = jsonb_set(kontribusi, \'{baris}\', \'[["opd", "100.0000", ""]]\')',
        "sumber = jsonb_set(sumber, '{catatan_verifikasi}', '1')",
    ],
)
def test_a_figure_changed_by_sql_is_found_even_where_all_its_parts_agree(ubah: str) -> None:
    regu = buat_regu()
    laporkan(regu, 10)
    assert not any(beda for _, beda in periksa_semua())
    palsu = kartu(regu)
    with connection.cursor() as k:
        k.execute(f"update realisasi_capaianresmi set {ubah} where id = %s", [palsu.pk])
    assert {c.pk for c, beda in periksa_semua() if beda} >= {palsu.pk}


def test_honest_corrections_are_no_difference() -> None:
    """Revision, return, correction, evidence withdrawn, a success outside the plan: all are on record."""
    regu = buat_regu((buat_indikator(), 10), (buat_indikator(), 20))
    luar = actions.tambah_di_luar_rencana(
        opd_id=regu.opd.pk, periode=TW1, indikator_id=buat_indikator().indikator_id, oleh=SISTEM,
        pada=sesudah(TW1),
    )  # fmt: skip
    for kunci in (*(a.pk for a in regu.aksi), luar.kunci):
        isi(regu, "30.5", kunci=kunci, kontribusi=kontribusi(opd=40, swasta=60))
    b = bukti(regu, sesudah(TW1))
    ajukan(regu, pada=sesudah(TW1, 6))
    verifikasi(regu, pada=sesudah(TW1, 7))
    actions.cabut_bukti(bukti_id=b.pk, alasan="Keliru", oleh=regu.operator.pelaku(), pada=sesudah(TW1, 8))
    tindak(regu, "buka_ralat", "verifikator", alasan="Satuan", pada=sesudah(TW1, 9))
    isi(regu, 12, pada=sesudah(TW1, 10))
    ajukan(regu, pada=sesudah(TW1, 11))
    kinerja.revisi_target(
        kunci=regu.kunci, target={TW2: Target(D(15))},
        isi=kinerja.IsiRevisi(PemicuRevisi.DPPA, "DPPA", "900/1", dt.date(TAHUN, 4, 20), "Bupati"),
        oleh=SISTEM, pada=sesudah(TW1, 30),
    )  # fmt: skip
    semua = list(periksa_semua())
    assert len(semua) > 10
    assert [str(b) for _, beda in semua for b in beda] == []
