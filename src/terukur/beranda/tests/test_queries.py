"""The landing page of an OPD: what waits for it, whatever became of the window."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from terukur.akun.peran import Peran
from terukur.beranda import queries
from terukur.inti.pelaku import SISTEM
from terukur.tenggat import actions
from terukur.tenggat.actions import IsiCatatan
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
SESUDAH = f.TUTUP + dt.timedelta(days=2)


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


def test_what_was_returned_stays_after_the_window_is_closed(contoh):
    """Verification mostly happens after the close: the operator still finds what came back and why."""
    p = f.buat_pengajuan()
    operator = f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    verifikator = f.buat_orang(Peran.VERIFIKATOR)
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, operator=operator, pada=f.SEKARANG)
    actions.tutup_jendela(jendela_id=p.jendela_id, oleh=verifikator.pelaku(), pada=f.TUTUP)
    assert queries.paket_saya(operator, pada=SESUDAH) == []  # waits for the verifier, not for the OPD
    actions.kembalikan(
        pengajuan_id=p.pk, kode="contoh", catatan=(IsiCatatan("target keliru", "a"),), pengguna=verifikator,
        oleh=verifikator.pelaku(), pada=SESUDAH,
    )  # fmt: skip
    (paket,) = queries.paket_saya(operator, pada=SESUDAH)
    assert paket.giliran_saya
    assert [c.isi for c in paket.catatan] == ["target keliru"]
    actions.tandai_siap(pengajuan_id=p.pk, oleh=operator.pelaku(), pada=SESUDAH)
    (paket,) = queries.paket_saya(kepala, pada=SESUDAH)
    assert paket.giliran_saya


def test_a_required_document_that_is_missing_is_named(contoh):
    p = f.buat_pengajuan(
        syarat=(("contoh", True), ("data_dukung", True)), dokumen=(f.dokumen("SK Tim"), f.dokumen("Peta"))
    )
    contoh.lengkapi(p)
    (paket,) = queries.paket_saya(f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd), pada=f.SEKARANG)
    assert len(paket.temuan) == 2
    assert "SK Tim" in paket.temuan[0].pesan


def test_the_grid_of_a_leader_asks_at_most_15_queries(contoh, django_assert_max_num_queries):
    """Packages in every state, money and a request for an extension: all the grid can ask for."""
    opd = [f.buat_opd() for _ in range(4)]
    syarat = (("contoh", True), ("kebutuhan_anggaran", False))
    j = f.buat_jendela(opd=opd, syarat=syarat, langkah_paraf=("Sekretaris",), reviu_apip=True)
    draf, siap, diverifikasi, _ = j.daftar_pengajuan.select_related("jendela", "opd").order_by("opd__kode")
    for p in (siap, diverifikasi):
        contoh.lengkapi(p)
        actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    actions.minta_perpanjangan(
        pengajuan_id=draf.pk, alasan="Banjir", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG
    )
    actions.paraf(pengajuan_id=diverifikasi.pk, oleh=SISTEM, pada=f.SEKARANG)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=diverifikasi.opd)
    actions.ajukan(
        pengajuan_id=diverifikasi.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=f.SEKARANG
    )  # fmt: skip
    for s in j.daftar_syarat.order_by("pk"):
        orang = f.buat_orang(Peran.VERIFIKATOR)
        actions.verifikasi(
            pengajuan_id=diverifikasi.pk, kode=s.kode, pengguna=orang, oleh=orang.pelaku(), pada=f.SEKARANG
        )
    klien = Client()
    klien.force_login(f.buat_orang(Peran.PIMPINAN))
    with time_machine.travel(f.SEKARANG + dt.timedelta(hours=1)), django_assert_max_num_queries(15):
        isi = klien.get("/beranda/").content.decode()
    assert "1 permintaan perpanjangan" in isi
    assert isi.count('data-label="Waktu"') == 4
