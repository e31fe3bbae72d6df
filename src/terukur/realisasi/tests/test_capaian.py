"""Reads of the official figures: card, grid, recomputation; and the pages by role."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.peran import Peran
from terukur.inti.periode import Periode
from terukur.kinerja.tests.factories import TAHUN, buat_indikator
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi.forms import FormulirRealisasi
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries import (
    baris_laporan,
    daftar_laporan,
    get_laporan,
    kartu_opd,
    ketentuan,
    nilai_kartu,
    papan_kinerja,
    ringkas_kartu,
)
from terukur.realisasi.queries.capaian import urutan_perhatian
from terukur.realisasi.queries.hitung_ulang import periksa_semua
from terukur.realisasi.tests.factories import (
    TW1,
    TW2,
    ajukan,
    buat_regu,
    di_luar_rencana,
    isi,
    laporkan,
    sesudah,
    tindak,
    verifikasi,
)
from terukur.tenggat.tests.factories import buat_orang

D = Decimal
pytestmark = pytest.mark.django_db
PER = dt.date(TAHUN, 7, 31)


def klien(orang: Any) -> Client:
    k = Client()
    k.force_login(orang)
    return k


def teks(jawaban: Any) -> str:
    assert jawaban.status_code == 200
    return " ".join(jawaban.content.decode().split())


def test_the_card_takes_the_last_period_that_ended() -> None:
    regu = buat_regu()
    laporkan(regu, 8)
    laporkan(regu, 11, periode=TW2)
    for per, periode, capaian in (
        (dt.date(TAHUN, 3, 30), None, None),
        (dt.date(TAHUN, 3, 31), TW1, D(80)),
        (dt.date(TAHUN, 6, 29), TW1, D(80)),
        (PER, TW2, D(95)),
    ):
        kartu = kartu_opd(regu.opd.pk, TAHUN, per=per)
        assert [(b.capaian.periode, b.capaian.capaian_sd) for b in kartu] == (
            [(periode, capaian)] if periode else []
        )


def test_the_grid_computes_what_the_card_does() -> None:
    regu = buat_regu((buat_indikator(), 10), (buat_indikator(), 10))
    isi(regu, 8)
    isi(regu, 10, kunci=regu.aksi[1].pk)
    isi(regu, 99, kunci=di_luar_rencana(regu, buat_indikator()).kunci)
    ajukan(regu)
    verifikasi(regu)
    buat_opd("Dinas Tanpa Rencana")
    pimpinan = buat_orang(Peran.PIMPINAN)
    per = dt.date(TAHUN, 4, 30)
    papan = {o.pk: n for o, n in papan_kinerja(pimpinan, per=per)}
    kartu = nilai_kartu(ringkas_kartu(regu.opd.pk, TAHUN, per=per))
    milik = papan[regu.opd.pk]
    assert (milik.nilai, milik.jumlah, milik.berbukti, milik.berealisasi) == (
        kartu.nilai, kartu.jumlah, kartu.berbukti, kartu.berealisasi,
    ) == (D(90), 3, 0, 3)  # fmt: skip
    assert {k: v for k, v in milik.menurut_hasil.items() if v} == kartu.menurut_hasil
    assert milik.is_lengkap
    assert milik.persen_tidak_direncanakan == D("33.3333")
    assert not {o.pk: n for o, n in papan_kinerja(pimpinan, per=PER)}[regu.opd.pk].is_lengkap
    assert urutan_perhatian(papan[regu.opd.pk]) > urutan_perhatian(
        next(n for n in papan.values() if not n.jumlah)
    )
    dulu = sesudah(TW1) - dt.timedelta(days=1)
    assert {o.pk: n for o, n in papan_kinerja(pimpinan, per=per, diketahui=dulu)}[regu.opd.pk].nilai is None


def test_reads_cost_the_same_for_many(django_assert_num_queries: Any) -> None:
    kecil, besar = buat_regu(), buat_regu(*[(buat_indikator(), 10) for _ in range(5)])
    for regu in (kecil, besar):
        with django_assert_num_queries(2):
            kartu_opd(regu.opd.pk, TAHUN, per=PER)
        with django_assert_num_queries(2):
            ringkas_kartu(regu.opd.pk, TAHUN, per=PER)
        isi(regu, 8)
        laporan = get_laporan(regu.opd.pk, TW1)
        with django_assert_num_queries(6):
            baris_laporan(regu.opd.pk, Periode.baca(TW1), laporan)
    pimpinan = buat_orang(Peran.PIMPINAN)
    with django_assert_num_queries(2):
        papan_kinerja(pimpinan, per=PER)
    hari = dt.date(TAHUN, 7, 1)
    with django_assert_num_queries(4):
        daftar_laporan(pimpinan, tahun=TAHUN, hari=hari)


def test_the_list_names_what_is_due_and_whose_turn_it_is() -> None:
    regu = buat_regu()
    isi(regu, 8)
    hari = dt.date(TAHUN, 7, 1)
    daftar = daftar_laporan(regu.operator, tahun=TAHUN, hari=hari)
    assert [(b.periode.kode, b.terisi, b.jumlah, b.status, b.giliran, b.tenggat) for b in daftar] == [
        (TW1, 1, 1, "Draf", "Operator OPD", dt.date(TAHUN, 4, 15)),
        (TW2, 0, 1, "Belum mulai", "Operator OPD", dt.date(TAHUN, 7, 15)),
    ]


def test_every_stored_figure_recomputes_equal_and_a_changed_one_is_found() -> None:
    regu = buat_regu((buat_indikator(agregasi="rata_rata"), 10))
    laporkan(regu, 8)
    laporkan(regu, 11, periode=TW2)
    tindak(regu, "buka_ralat", "verifikator", alasan="Salah", pada=sesudah(TW2, 9))
    isi(regu, 6, pada=sesudah(TW2, 9))
    ajukan(regu, pada=sesudah(TW2, 9))
    verifikasi(regu, pada=sesudah(TW2, 10))
    semua = list(periksa_semua())
    assert len(semua) > 10
    assert [b for _, beda in semua for b in beda] == []
    palsu = CapaianResmi.objects.diketahui(None).get(kunci=regu.kunci, periode=TW2)
    CapaianResmi.objects.filter(pk=palsu.pk).update(capaian_sd=D(99), bagian=D("0.5"))
    beda = [b for _, daftar in periksa_semua() for b in daftar if b.fakta.pk == palsu.pk]
    assert {b.kolom for b in beda} >= {"capaian_sd", "bagian"}


def test_the_command_says_so_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    from terukur.cli.hitung_ulang import periksa

    regu = buat_regu()
    laporkan(regu, 8)
    assert periksa() == 0
    assert "SAMA" in capsys.readouterr().out
    CapaianResmi.objects.filter(kunci=regu.kunci, periode=TW1, hasil="belum_tercapai").update(mentah_sd=D(1))
    assert periksa() == 1
    keluar = capsys.readouterr().out
    assert "capaian mentah tersimpan 1.0000, dihitung 80.0000" in keluar
    assert "BERBEDA: 1 angka." in keluar


def test_pages_by_role() -> None:
    regu = buat_regu()
    isi(regu, 8)
    ajukan(regu)
    laporan = reverse("realisasi:laporan", args=[regu.opd.pk, TW1])
    assert "Periksa" not in teks(klien(regu.operator).get(laporan))
    assert reverse("realisasi:periksa", args=[regu.opd.pk, TW1]) in teks(klien(regu.verifikator).get(laporan))
    periksa = klien(regu.verifikator).get(reverse("realisasi:periksa", args=[regu.opd.pk, TW1]))
    assert "Verifikasi semua" in teks(periksa)
    lain = buat_orang(Peran.OPERATOR_OPD, opd=buat_opd())
    for nama, args in (
        ("laporan", [regu.opd.pk, TW1]),
        ("rapor", [regu.opd.pk]),
        ("penjelasan", [regu.kunci, TW1]),
    ):
        assert klien(lain).get(reverse(f"realisasi:{nama}", args=args)).status_code == 404
        assert (
            klien(buat_orang(Peran.PIMPINAN)).get(reverse(f"realisasi:{nama}", args=args)).status_code == 200
        )


def test_the_editor_shows_row_chooser_and_why_not() -> None:
    regu = buat_regu()
    isi(regu, 8)
    buat_indikator(nama="Nilai ekspor")
    k = klien(regu.operator)
    alamat = reverse("realisasi:laporan", args=[regu.opd.pk, TW1])
    with pytest.MonkeyPatch.context() as m:
        m.setattr("terukur.realisasi.views.bantu.saat", lambda _: sesudah(TW1))
        halaman = teks(k.get(alamat, {"baris": str(regu.kunci), "cari": "ekspor"}))
    for kata in ("Kontribusi Swasta", "Nilai ekspor", "Lampirkan bukti", "Ajukan ke Kepala OPD"):
        assert kata in halaman, kata
    assert "belum berakhir; realisasinya diisi mulai" in teks(k.get(alamat))


def test_a_basis_without_its_part_is_not_lost_in_silence() -> None:
    regu = buat_regu()
    isi(regu, 8)
    data = {"versi": 1, "cara": "persen", "nilai": "8", "dasar_swasta": "LKPM"}
    formulir = FormulirRealisasi(data, baris=baris_laporan(regu.opd.pk, Periode.baca(TW1), None)[0])
    assert formulir.errors == {"bagian_swasta": ["Isi bagiannya, atau kosongkan dasarnya."]}


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_lists_download(format_: str) -> None:
    regu = buat_regu()
    laporkan(regu, 8)
    k = klien(regu.verifikator)
    for nama, args in (
        ("daftar", []), ("laporan", [regu.opd.pk, TW1]), ("rapor", [regu.opd.pk]), ("papan", []),
    ):  # fmt: skip
        jawaban = k.get(
            reverse(f"realisasi:{nama}", args=args), {"unduh": format_, "per": PER, "tahun": TAHUN}
        )
        isi_ = b"".join(jawaban.streaming_content) if jawaban.streaming else jawaban.content
        assert jawaban.status_code == 200
        assert len(isi_) > 100, nama


def test_a_workbook_of_live_figures_says_of_which_day_and_that_it_is_no_edition() -> None:
    regu = buat_regu()
    laporkan(regu, 8)
    k = klien(regu.verifikator)
    opd = regu.opd.pk
    for alamat, laporan in (
        (reverse("realisasi:rapor", args=[opd]), "Rapor Kinerja"),
        (reverse("realisasi:kertas", args=["evaluasi", opd]), "Evaluasi Hasil Renja"),
        (reverse("realisasi:kertas_seluruh"), "Laporan Realisasi Fisik dan Keuangan"),
        (reverse("realisasi:esakip", args=[opd]), f"Berkas e-SAKIP {TAHUN}"),
    ):
        isi_ = k.get(alamat, {"unduh": "xlsx", "per": PER, "tahun": TAHUN}).content
        ket = dict(load_workbook(io.BytesIO(isi_))["Keterangan"].iter_rows(values_only=True))
        assert (ket["Laporan"], ket["Edisi"]) == (laporan, "belum diterbitkan")
        assert "WITA" in ket["Menurut data tercatat sampai"]
        assert len(ket["Sidik berkas CSV (SHA-256)"]) == 64
        assert ket["Keadaan per"].endswith(str(TAHUN)) or "e-SAKIP" in laporan


def test_a_figure_that_was_not_known_yet_says_so() -> None:
    regu = buat_regu()
    k = klien(regu.kepala)
    alamat = reverse("realisasi:penjelasan", args=[regu.kunci, TW1])
    assert "Belum ada angka pada saat itu" in teks(k.get(alamat, {"diketahui": "2026-11-01T00:00"}))
    assert k.get(reverse("realisasi:penjelasan", args=[regu.kunci, "2027-XX"])).status_code == 404


def test_the_decisions_are_set_by_whoever_manages_the_catalogue() -> None:
    k = klien(buat_orang(Peran.PENYELENGGARA))
    alamat = reverse("realisasi:ketentuan")
    isi_ = {
        "hari_tenggat": "10",
        "ambang_lebih": "25",
        "pihak_diakui": ["pusat"],
        "dasar": "Perbup 1",
        "sejak": "2026-01-01",
    }
    assert k.post(alamat, isi_ | {"dasar": ""}).status_code == 422
    assert k.post(alamat, isi_).status_code == 302
    kini = ketentuan(PER)
    assert (kini.hari_tenggat, kini.ambang_lebih, kini.pihak_diakui) == (10, D(25), ("opd", "pusat"))
    assert "Perbup 1" in teks(k.get(alamat))
