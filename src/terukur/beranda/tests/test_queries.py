"""The landing page of an OPD: what waits for it, whatever became of the window."""

import datetime as dt

import pytest

from terukur.akun.peran import Peran
from terukur.beranda import queries
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
