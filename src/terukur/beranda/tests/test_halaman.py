"""What the landing pages say of packages and windows."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from terukur.akun.peran import Peran
from terukur.anggaran.tests.factories import buat_kebutuhan, buat_pagu, isian, tahap_pengajuan
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd, buat_penugasan
from terukur.perencanaan.tests.factories import buat_sub_kegiatan
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


def test_leaders_read_the_need_under_the_ceiling_and_what_stands_above_it_apart():
    p = f.buat_pengajuan(syarat=(("program_kerja", True), ("kebutuhan_anggaran", True)))
    sub = buat_sub_kegiatan(p)
    buat_pagu(p.opd, "2500000000", tahap=tahap_pengajuan(p), pada=f.SEKARANG)
    lebih = isian("3000000000", usulkan_kelebihan=True, alasan="Kelas ibu hamil")
    buat_kebutuhan(sub, lebih, pada=f.SEKARANG)
    isi = beranda(f.buat_orang(Peran.PIMPINAN))
    assert "100,0 %" in isi
    assert "Rp 2,5 M dari Rp 2,5 M" in isi
    assert "mengusulkan Rp 500,0 jt di atas pagu" in isi


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


def test_what_still_waits_for_the_review_is_not_called_ready_for_the_decree():
    _terverifikasi(reviu_apip=True)
    assert "menunggu penetapan Anda" not in beranda(f.buat_orang(Peran.PENYELENGGARA))


def test_a_missed_window_stays_for_a_while_and_says_what_can_be_done():
    f.daftarkan_contoh()
    p = f.buat_pengajuan()
    operator = f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd)
    with time_machine.travel(f.TUTUP + JAM):
        actions.tutup_jendela(jendela_id=p.jendela_id, oleh=SISTEM, pada=f.TUTUP)
        isi = beranda(operator)
    assert "<b>Tidak diajukan.</b>" in isi
    assert "hubungi penyelenggara" in isi
    assert "Sisa waktu" not in isi
    with time_machine.travel(f.TUTUP + dt.timedelta(days=31)):
        assert "Tidak ada yang harus Anda kerjakan" in beranda(operator)


def test_what_was_handed_in_is_not_missed():
    contoh = f.daftarkan_contoh()
    p = f.buat_pengajuan()
    contoh.lengkapi(p)
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), pada=f.SEKARANG)
    operator = f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd)
    with time_machine.travel(f.TUTUP + JAM):
        assert "Tidak diajukan" not in beranda(operator)


@pytest.mark.parametrize(
    ("peran", "semula"),
    [(Peran.BKPSDM, "Tidak ada yang harus Anda kerjakan"), (Peran.ADMIN_SISTEM, "Kesehatan server")],
)
def test_who_manages_people_reads_what_is_to_be_watched_about_signing(peran, semula):
    orang = f.buat_orang(peran)
    assert semula in beranda(orang)
    assert "Perlu perhatian</h2>" not in beranda(orang)
    buat_opd()
    plt = {"jenis": "plt", "sejak": f.SEKARANG.date() - dt.timedelta(days=80)}
    buat_penugasan(
        jabatan=buat_jabatan(buat_opd(), kepala=True), sampai=f.SEKARANG.date() + dt.timedelta(days=5), **plt
    )
    isi = beranda(orang)
    assert "<b>1 OPD tanpa penanda tangan</b>" in isi
    assert "<b>1 Plt, Pj atau Plh</b> segera berakhir" in isi
    assert 'href="/organisasi/penanda/?catatan=on"' in isi
    klien = Client()
    klien.force_login(orang)
    assert klien.get("/organisasi/penanda/?catatan=on").content.decode().count("Plt berakhir") == 1
    assert "1 OPD tanpa penanda" not in beranda(f.buat_orang(Peran.OPERATOR_OPD))
