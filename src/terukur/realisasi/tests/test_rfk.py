"""Laporan RFK: one book for each OPD, sums by book, and what is not recorded is not made up."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.peran import Peran
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.queries import buku_opd, buku_semua
from terukur.anggaran.queries.buku import pilih_buku
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions, exports, queries
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.tests.dunia_kertas import BALITA, PER, SAAT, buat_dunia, catat_buku, uang
from terukur.realisasi.tests.factories import Regu
from terukur.tenggat.tests.factories import buat_orang
from tests.rute import dikembalikan

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(scope="module")
def regu(django_db_setup: None, django_db_blocker: Any) -> Iterator[Regu]:
    """One world for the module; what a test does in it is rolled back."""
    with django_db_blocker.unblock(), dikembalikan():
        regu = buat_dunia()
        yield regu


@pytest.fixture
def _django_db_helper(regu: Regu) -> Iterator[None]:
    """Takes the place of pytest-django's transaction per test."""
    with dikembalikan():
        yield


def test_the_newest_book_then_the_most_complete() -> None:
    juni, mei = dt.date(2027, 6, 30), dt.date(2027, 5, 31)
    assert pilih_buku([("lra", mei), ("sp2d", juni)]) == "sp2d"
    assert pilih_buku([("sp2d", juni), ("bku", juni), ("lra", juni)]) == "lra"
    assert pilih_buku([]) is None


def test_one_opd_by_level(regu: Regu) -> None:
    data = queries.susun_data(JenisEdisi.RFK, regu.opd.pk, per=PER, diketahui=SAAT)
    [jumlah] = data["jumlah"]
    assert (data["bulan"], data["sumber"], data["batas"]) == ("Juni 2027", "SP2D", "31 Mei 2027")
    assert "Batas data SP2D 31 Mei 2027" in data["catatan"][0]
    atas = [b for b in data["baris"] if b["tingkat"] in ("program", "lain")]
    for kolom in ("pagu", "realisasi"):
        assert sum(D(b[kolom] or 0) for b in atas) == D(jumlah[kolom])
    assert (jumlah["pagu"], jumlah["realisasi"], jumlah["persen"]) == ("100", "31.5", "31.5")
    [sub] = [b for b in data["baris"] if b["kode"] == BALITA]
    assert (sub["kinerja"], sub["deviasi"]) == ("102.5", "2.5")
    assert data["catatan"][-1].startswith("Realisasi fisik per sub kegiatan"), "what is left out is said"


def test_all_opd_and_a_sum_for_each_book(regu: Regu, django_assert_max_num_queries: Any) -> None:
    lain, kosong = buat_opd(), buat_opd()
    catat_buku(lain, dt.date(2027, 6, 30), uang(BALITA, 7, 70), sumber=SumberRealisasi.LRA)
    with django_assert_max_num_queries(4):
        data = queries.rfk_seluruh(per=PER, diketahui=SAAT)
    baris = {b["id"]: b for b in data["baris"]}
    assert baris[str(kosong.pk)]["status"] == "Anggaran belum tercatat"
    assert baris[str(kosong.pk)]["realisasi"] is None, "no data is not zero"
    assert baris[str(regu.opd.pk)]["status"] == "Batas data sebelum bulan ini"
    assert {j["sumber"]: (j["pagu"], j["realisasi"]) for j in data["jumlah"]} == {
        "LRA": ("70", "7"), "SP2D": ("100", "31.5"),
    }  # fmt: skip
    for o in (regu.opd, lain):
        buku, semua = buku_opd(o.pk, 2027, per=PER, diketahui=SAAT), buku_semua(2027, per=PER, diketahui=SAAT)
        assert buku is not None
        assert (buku.sumber, buku.batas) == (semua[o.pk].sumber, semua[o.pk].batas)
        assert sum(n for n in buku.realisasi.values() if n is not None) == semua[o.pk].realisasi


def test_the_whole_kabupaten_is_published_and_comes_out_the_same(regu: Regu) -> None:
    e = actions.terbitkan_edisi(opd=None, jenis=JenisEdisi.RFK, per=PER, oleh=SISTEM, pada=SAAT)
    assert e.kertas.nomor.startswith("RFK-2027-")
    semula = (exports.cetak_pdf(e), exports.cetak_xlsx(e))
    catat_buku(regu.opd, dt.date(2027, 6, 30), uang(BALITA, 50, 60), pada=SAAT + dt.timedelta(days=2))
    assert queries.susun_ulang_edisi(e).sama
    assert (exports.cetak_pdf(e), exports.cetak_xlsx(e)) == semula
    buku = load_workbook(io.BytesIO(semula[1]))
    assert buku.sheetnames == ["Laporan Realisasi Fisik dan Keu", "Jumlah", "Keterangan"]
    assert buku["Jumlah"]["E2"].value == 31.5
    with pytest.raises(IntegrityError, match="edisi_seluruh_hanya_rfk"), transaction.atomic():
        actions.terbitkan_edisi(opd=None, jenis=JenisEdisi.RAPOR, per=PER, oleh=SISTEM, pada=SAAT)


def test_read_sorted_and_published_on_the_pages(regu: Regu) -> None:
    penyelenggara = buat_orang(Peran.PENYELENGGARA, pada=SAAT)
    with time_machine.travel(SAAT, tick=False):
        klien = Client()
        klien.force_login(penyelenggara)
        pilih = {"laporan": "rfk", "opd": "", "tahun": "2027", "bulan": "6"}
        buat_opd("Dinas Kosong")
        jawaban = klien.get(reverse("realisasi:kertas_pilih"), pilih)
        assert jawaban["Location"] == reverse("realisasi:kertas_seluruh") + "?per=2027-06-30"
        halaman = klien.get(jawaban["Location"] + "&urut=-persen").content.decode()
        assert halaman.index(regu.opd.nama) < halaman.index("Dinas Kosong")
        assert (
            klien.get(reverse("realisasi:kertas_pilih"), pilih | {"laporan": "evaluasi"}).status_code == 422
        )
        satu = klien.get(reverse("realisasi:kertas", args=["rfk", regu.opd.pk]), {"per": "2027-06-30"})
        assert "31,50%" in satu.content.decode().replace(" ", "")
        terbit = reverse("realisasi:terbitkan_seluruh")
        assert "Terbitkan edisi" in klien.get(terbit).content.decode()
        e = klien.post(terbit, {"jenis": "rfk", "per": "2027-06-30"})["Location"]
        assert "sama, sidik" in klien.get(e, {"ulang": "1"}).content.decode()
        assert "Seluruh perangkat daerah" in klien.get(reverse("realisasi:edisi_daftar")).content.decode()
        klien.force_login(regu.operator)
        assert klien.get(e).status_code == 404, "of every OPD, for who reads them all"
        assert "Dinas Kosong" not in klien.get(reverse("realisasi:kertas_seluruh")).content.decode()
