"""Berkas e-SAKIP: what is there, what is missing, and the same digests in list, archive and register."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.inti.arsip import SIDIK_ISI
from terukur.inti.pelaku import SISTEM
from terukur.realisasi import actions, exports
from terukur.realisasi.choices import JenisEdisi, KeadaanBerkas
from terukur.realisasi.queries.esakip import EVALUASI, LKJIP, PK, daftar_esakip
from terukur.realisasi.tests.dunia_kertas import PER, SAAT, buat_dunia, buat_pk
from terukur.realisasi.tests.factories import TW1, Regu, sesudah
from tests.rute import dikembalikan

pytestmark = pytest.mark.django_db


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


def daftar(regu: Regu, saat: Any = SAAT) -> list[Any]:
    return daftar_esakip(regu.opd.pk, 2027, untuk=regu.operator, diketahui=saat)


def terbitkan(regu: Regu, jenis: JenisEdisi, alasan: str = "") -> Any:
    return actions.terbitkan_edisi(opd=regu.opd, jenis=jenis, per=PER, alasan=alasan, oleh=SISTEM, pada=SAAT)


def test_what_is_missing_is_said_and_what_is_not_due_is_no_fault(regu: Regu) -> None:
    butir = daftar(regu)
    assert [b.kata for b in butir if b.kelompok == PK] == ["Belum ada"]
    assert [b.kata for b in butir if b.kelompok == EVALUASI] == [
        "Belum ada", "Belum ada", "Belum waktunya", "Belum waktunya",
    ]  # fmt: skip
    assert all(b.saran for b in butir if b.keadaan == KeadaanBerkas.BELUM_ADA)
    [aksi] = [b for b in butir if b.kelompok == "Rencana aksi"]
    assert aksi.nomor.startswith("RA-")


def test_the_last_edition_counts_as_it_was_known(regu: Regu, django_assert_num_queries: Any) -> None:
    pk = buat_pk(regu, regu.aksi[0].indikator_id)
    terbitkan(regu, JenisEdisi.EVALUASI)
    dua = terbitkan(regu, JenisEdisi.EVALUASI, "Ralat")
    terbitkan(regu, JenisEdisi.LKJIP)
    daftar(regu)
    with django_assert_num_queries(3):
        butir = daftar(regu)
    milik = {b.nama: b for b in butir}
    [evaluasi] = [b for b in butir if b.kelompok == EVALUASI and b.kertas]
    assert (evaluasi.nomor, evaluasi.sidik) == (dua.kertas.nomor, dua.kertas.sidik)
    assert milik[f"Perjanjian Kinerja: {pk.jabatan.nama}"].kertas == pk.kertas
    dahulu = daftar(regu, sesudah(TW1))
    assert not [b for b in dahulu if b.kelompok in (EVALUASI, LKJIP) and b.kertas]


def test_the_archive_holds_every_file_with_its_digest(regu: Regu) -> None:
    buat_pk(regu, regu.aksi[0].indikator_id)
    e = terbitkan(regu, JenisEdisi.EVALUASI)
    with time_machine.travel(SAAT, tick=False):
        klien = Client()
        klien.force_login(regu.operator)
        alamat = reverse("realisasi:esakip", args=[regu.opd.pk])
        halaman = klien.get(alamat, {"tahun": "2027"}).content.decode()
        assert e.kertas.nomor in halaman
        assert "Belum ada" in halaman
        jawaban = klien.get(alamat, {"tahun": "2027", "unduh": "zip"})
        arsip = zipfile.ZipFile(io.BytesIO(b"".join(jawaban)))  # type: ignore[arg-type]
        assert klien.get(alamat, {"unduh": "csv"}).status_code == 200
    nama = arsip.namelist()
    assert [n.split("/")[0] for n in nama] == [
        "DAFTAR.xlsx", "1-perjanjian-kinerja", "2-rencana-aksi", "3-evaluasi-renja", "3-evaluasi-renja",
        SIDIK_ISI,
    ]  # fmt: skip
    tercatat = dict(b.split("  ")[::-1] for b in arsip.read(SIDIK_ISI).decode().splitlines())
    assert tercatat == {n: hashlib.sha256(arsip.read(n)).hexdigest() for n in nama[:-1]}
    nomor = e.kertas.nomor.lower()
    assert arsip.read(f"3-evaluasi-renja/{nomor}.pdf") == exports.cetak_pdf(e)
    baris = list(load_workbook(io.BytesIO(arsip.read("DAFTAR.xlsx")))["Daftar"].iter_rows(min_row=2))
    isi = {b[3].value: b for b in baris if b[3].value}
    assert isi[e.kertas.nomor][5].value == e.kertas.sidik
    assert {n for b in baris for n in (b[6].value or "").split("; ") if n} == set(nama[1:-1])
    assert {b[2].value for b in baris} == {"Ada", "Belum ada", "Belum waktunya"}
    aksi = load_workbook(io.BytesIO(arsip.read(nama[2]))).worksheets[0]
    assert aksi.max_row == 1 + 3 * 4, "three actions with a target in every quarter"


def test_chosen_from_the_reports(regu: Regu) -> None:
    with time_machine.travel(SAAT, tick=False):
        klien = Client()
        klien.force_login(regu.operator)
        pilih = {"opd": str(regu.opd.pk), "tahun": "2027", "bulan": "12"}
        tujuan = klien.get(reverse("realisasi:kertas_pilih"), pilih | {"laporan": "esakip"})["Location"]
        assert tujuan == reverse("realisasi:esakip", args=[regu.opd.pk]) + "?tahun=2027"
        tujuan = klien.get(reverse("realisasi:kertas_pilih"), pilih | {"laporan": "lkjip"})["Location"]
        assert tujuan.endswith(f"?per={SAAT.date()}"), "the year's report may be read before its end"
