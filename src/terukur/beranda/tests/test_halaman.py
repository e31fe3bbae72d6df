"""What the landing pages say of packages and windows."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.tenggat import actions
from terukur.tenggat.choices import HasilReviu
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)
LENGKAP = "Semua isian wajib sudah lengkap"


@pytest.fixture(autouse=True)
def _hari_buka():
    with time_machine.travel(f.SEKARANG + JAM, tick=True):
        yield


def beranda(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien.get("/beranda/").content.decode()


def test_a_missing_document_is_never_called_complete():
    p = f.buat_pengajuan(syarat=(("data_dukung", True),), dokumen=(f.dokumen("SK Tim"),))
    isi = beranda(f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd))
    assert LENGKAP not in isi
    assert "SK Tim" in isi


def test_an_empty_requirement_is_named_even_where_nothing_is_wrong_with_it():
    f.daftarkan_contoh()
    p = f.buat_pengajuan()
    isi = beranda(f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd))
    assert LENGKAP not in isi
    assert "Isian contoh: belum diisi" in isi


def test_the_head_reads_that_it_waits_for_him():
    contoh = f.daftarkan_contoh()
    p = f.buat_pengajuan()
    contoh.lengkapi(p)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    assert "menunggu persetujuan Anda" not in beranda(kepala)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    assert f"{LENGKAP}; menunggu persetujuan Anda" in beranda(kepala)


def test_past_due_no_time_is_left():
    p = f.buat_pengajuan(syarat=(("data_dukung", True),), dokumen=(f.dokumen("SK Tim"),))
    with time_machine.travel(f.TENGGAT + JAM):
        isi = beranda(f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd))
    assert "Sisa waktu" not in isi
    assert "tercatat terlambat" in isi


def test_leaders_read_of_money_only_where_money_is_asked_for():
    f.buat_pengajuan(syarat=(("data_dukung", True),), dokumen=(f.dokumen("SK Tim"),))
    bupati = f.buat_orang(Peran.PIMPINAN)
    assert "Kebutuhan" not in beranda(bupati)
    tanya = dt.timedelta(days=-1)
    f.buat_pengajuan(syarat=(("kebutuhan_anggaran", True),), tenggat_pada=f.TENGGAT + tanya)
    assert "Kebutuhan" in beranda(bupati)


def _terverifikasi(**ganti):
    contoh = f.daftarkan_contoh()
    p = f.buat_pengajuan(**ganti)
    contoh.lengkapi(p)
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), pada=f.SEKARANG)
    pemeriksa = f.buat_orang(Peran.VERIFIKATOR)
    actions.verifikasi(
        pengajuan_id=p.pk, kode="contoh", pengguna=pemeriksa, oleh=pemeriksa.pelaku(), pada=f.SEKARANG
    )
    return p


def test_the_inspectorate_reads_what_waits_for_its_review():
    p = _terverifikasi(reviu_apip=True)
    _terverifikasi()
    pereviu = f.buat_orang(Peran.INSPEKTORAT)
    isi = beranda(pereviu)
    assert "Menunggu reviu Anda" in isi
    assert "1 OPD" in isi
    assert f"/tenggat/pengajuan/{p.pk}/reviu/" in isi
    actions.reviu(
        pengajuan_id=p.pk, hasil=HasilReviu.TANPA_CATATAN, catatan="", pengguna=pereviu,
        oleh=pereviu.pelaku(), pada=f.SEKARANG,
    )  # fmt: skip
    assert "Menunggu reviu Anda" not in beranda(pereviu)


def test_the_organiser_reads_what_waits_for_the_decree():
    p = _terverifikasi()
    assert "menunggu penetapan Anda" in beranda(f.buat_orang(Peran.PENYELENGGARA))
    assert f"/tenggat/{p.jendela_id}/tetapkan/" not in beranda(f.buat_orang(Peran.PIMPINAN))
