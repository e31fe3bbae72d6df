"""An edition keeps what it said, whatever is corrected later, and can be made again from the facts."""

import datetime as dt
import hashlib
import io
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.actions import catat
from terukur.jejak.models import Catatan
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions, exports, queries
from terukur.realisasi.actions.capaian import tulis_capaian
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.jobs import cetak_edisi
from terukur.realisasi.models import CapaianResmi, Edisi
from terukur.realisasi.tests.factories import (
    TW1,
    TW2,
    Regu,
    ajukan,
    buat_regu,
    isi,
    laporkan,
    sesudah,
    verifikasi,
)
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
PER = dt.date(2027, 6, 30)
TERBIT = sesudah(TW2, 20)


def terbitkan(regu: Regu, *, pada: dt.datetime = TERBIT, **isi_lain: object) -> Edisi:
    isian = {"jenis": JenisEdisi.RAPOR, "per": PER} | isi_lain
    return actions.terbitkan_edisi(opd=regu.opd, oleh=SISTEM, pada=pada, **isian)


@pytest.fixture
def regu() -> Regu:
    regu = buat_regu((buat_indikator(), 10), (buat_indikator(), 20))
    isi(regu, 4, kunci=regu.aksi[1].pk, periode=TW1)
    laporkan(regu, 12, periode=TW1)
    return regu


def test_an_edition_says_what_was_known_and_is_on_record(regu):
    e = terbitkan(regu)
    data = e.kertas.isi["data"]
    assert data["opd"] == regu.opd.nama
    assert [b["realisasi_sd"] for b in data["baris"]] == ["12", "4"]
    assert not data["lengkap"]
    assert e.kertas.nomor.startswith("RK-2027-")
    catatan = Catatan.objects.get(peristiwa="edisi.terbitkan")
    assert catatan.isi["edisi"] == 1
    assert catatan.nomor == e.kertas.catatan_nomor
    assert e.diketahui == TERBIT - actions.edisi.JEDA


def test_files_carry_day_knowledge_stage_and_digest(regu):
    e = terbitkan(regu)
    buku = load_workbook(io.BytesIO(exports.cetak_xlsx(e)))
    keterangan = {b[0].value: b[1].value for b in buku["Keterangan"].iter_rows()}
    assert keterangan["Keadaan per"] == "30 Juni 2027"
    assert keterangan["Menurut data tercatat sampai"] == e.kertas.isi["bingkai"]["diketahui"]
    assert "RA-" in keterangan["Dasar target"]
    assert keterangan["Sidik isi (SHA-256)"] == e.kertas.sidik
    assert buku.worksheets[0].max_row == 3
    assert exports.cetak_pdf(e).startswith(b"%PDF")


def test_the_worker_puts_the_files_on_record_once(regu):
    e = terbitkan(regu)
    for _ in range(2):
        cetak_edisi(str(e.pk))
    dikenal = {s.sidik for s in e.kertas.salinan.all()}
    assert dikenal == {hashlib.sha256(f(e)).hexdigest() for f in (exports.cetak_pdf, exports.cetak_xlsx)}


def _ralat_500_kali(kunci: list[UUID]) -> dt.datetime:
    """25 corrections of 20 figures each, as a verified correction writes them; the instant of the last."""
    pada = TERBIT
    for putaran in range(25):
        pada += dt.timedelta(hours=1)
        ganti = {(k, TW1): {"realisasi": Decimal(6 + putaran + n)} for n, k in enumerate(kunci)}
        with transaction.atomic():
            catatan = catat(
                peristiwa="realisasi.verifikasi", objek="realisasi", objek_id=putaran,
                isi={"alasan": "Salah hitung"}, oleh=SISTEM, pada=pada,
            )  # fmt: skip
            tulis_capaian(kunci, ganti=ganti, catatan_nomor=catatan.nomor, pada=pada)
    baru = CapaianResmi.objects.filter(kunci__in=kunci, periode=TW1, dicatat_pada__gt=TERBIT)
    assert baru.count() == 500
    return pada


def test_five_hundred_later_corrections_change_neither_digest_nor_bytes():
    rencana = [(buat_indikator(), 10) for _ in range(20)]
    regu = buat_regu(*rencana)
    for a in regu.aksi:
        isi(regu, 5, kunci=a.pk, periode=TW1)
    ajukan(regu)
    verifikasi(regu)
    e = terbitkan(regu)
    semula = (e.kertas.sidik, exports.cetak_pdf(e), exports.cetak_xlsx(e))
    baris = CapaianResmi.objects.filter(opd=regu.opd, digantikan_pada=None, realisasi=5).count()
    assert baris == 20
    pada = _ralat_500_kali([a.pk for a in regu.aksi])
    lagi = Edisi.objects.select_related("kertas").get(pk=e.pk)
    assert queries.susun_ulang_edisi(lagi).sama
    assert (lagi.kertas.sidik, exports.cetak_pdf(lagi), exports.cetak_xlsx(lagi)) == semula
    kini = terbitkan(regu, pada=pada + dt.timedelta(hours=1), alasan="Ralat triwulan I")
    assert kini.kertas.isi["data"]["baris"] != lagi.kertas.isi["data"]["baris"]


def test_a_tampered_figure_is_told_with_its_place(regu):
    e = terbitkan(regu)
    CapaianResmi.objects.filter(kunci=regu.kunci, periode=TW1).update(realisasi_sd=13)
    CapaianResmi.objects.filter(kunci=regu.kunci, periode=TW2).update(realisasi_sd=13)
    hasil = queries.susun_ulang_edisi(e)
    assert not hasil.sama
    assert ("baris 1 realisasi_sd", "12", "13") in hasil.beda


def test_a_second_edition_of_the_day_needs_a_reason_and_leaves_the_first(regu):
    satu = terbitkan(regu)
    with pytest.raises(AturanDilanggar, match="edisi ke-1"):
        terbitkan(regu, alasan=" ")
    dua = terbitkan(regu, alasan="Ralat", pada=TERBIT + dt.timedelta(days=1))
    assert (satu.ke, dua.ke, dua.alasan) == (1, 2, "Ralat")
    assert Edisi.objects.count() == 2


@pytest.mark.parametrize(
    ("per", "opd_lain", "kata"),
    [(dt.date(2028, 1, 1), False, "belum tiba"), (dt.date(2027, 2, 1), False, "Belum ada angka"),
     (PER, True, "Belum ada angka")],
)  # fmt: skip
def test_what_cannot_be_published_is_said(regu, per, opd_lain, kata):
    opd = buat_opd() if opd_lain else regu.opd
    with pytest.raises(AturanDilanggar, match=kata):
        actions.terbitkan_edisi(opd=opd, jenis=JenisEdisi.RAPOR, per=per, oleh=SISTEM, pada=TERBIT)
    assert not Edisi.objects.exists()


@pytest.mark.parametrize("ubah", [{"per": dt.date(2027, 3, 31)}, {"alasan": "x"}])
def test_the_database_refuses_to_change_an_edition(regu, ubah):
    e = terbitkan(regu)
    with pytest.raises(IntegrityError, match="hanya dapat ditambah"), transaction.atomic():
        Edisi.objects.filter(pk=e.pk).update(**ubah)
    with pytest.raises(IntegrityError, match="hanya dapat ditambah"), transaction.atomic():
        Edisi.objects.filter(pk=e.pk).delete()


def test_published_and_checked_on_the_pages(regu):
    bagian_organisasi = buat_orang(Peran.PENYELENGGARA, pada=TERBIT)
    alamat = reverse("realisasi:terbitkan", args=[regu.opd.pk])
    with time_machine.travel(TERBIT, tick=False):
        klien = Client()
        klien.force_login(bagian_organisasi)
        assert "Terbitkan edisi" in klien.get(alamat).content.decode()
        kosong = klien.post(alamat, {"jenis": "rapor", "per": "2028-01-01"})
        assert kosong.status_code == 422
        assert "belum tiba" in kosong.content.decode()
        jawaban = klien.post(alamat, {"jenis": "rapor", "per": "2027-06-30"})
        assert jawaban.status_code == 302
        e = Edisi.objects.get()
        cetak_edisi(str(e.pk))
        halaman = klien.get(jawaban["Location"], {"ulang": "1"}).content.decode()
        assert halaman.count("byte demi byte sama") == 2
        assert "sama, sidik" in halaman
        daftar = klien.get(reverse("realisasi:edisi_daftar"), {"tahun": "2027"}).content.decode()
        assert e.kertas.nomor in daftar
        for format in ("pdf", "xlsx"):
            berkas = klien.get(reverse("realisasi:edisi_berkas", args=[e.pk, format]))
            assert (berkas.status_code, berkas["Content-Type"]) == (200, exports.FORMAT[format])
        assert klien.get(reverse("realisasi:edisi_berkas", args=[e.pk, "docx"])).status_code == 404
