"""Pages on the way from one stage to the next: review, decree, comparison."""

import datetime as dt

import pytest
import time_machine

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak
from terukur.tenggat import actions
from terukur.tenggat.choices import HasilReviu, JenisPenetapan
from terukur.tenggat.tests import factories as f
from terukur.tenggat.tests.test_halaman import kirim, lihat, masuk, orang

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hari_buka():
    with time_machine.travel(f.SEKARANG + dt.timedelta(hours=1), tick=True):
        yield


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


def _diverifikasi(jendela, contoh, pemeriksa):
    hasil = list(jendela.daftar_pengajuan.order_by("opd__kode"))
    for x in hasil:
        contoh.lengkapi(x)
        f.ajukan(x, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=x.opd), pada=f.SEKARANG)
        actions.verifikasi(
            pengajuan_id=x.pk, kode="contoh", pengguna=pemeriksa, oleh=pemeriksa.pelaku(), pada=f.SEKARANG
        )
    return hasil


def test_the_decree_offers_what_is_reviewed_and_names_what_waits(contoh):
    """A package that waits for the review is neither ticked nor the organiser's turn."""
    j = f.buat_jendela(opd=[f.buat_opd() for _ in range(3)], reviu_apip=True)
    a, b, c = _diverifikasi(j, contoh, f.buat_orang(Peran.VERIFIKATOR))
    pereviu = f.buat_orang(Peran.INSPEKTORAT)
    for x, hasil in ((a, HasilReviu.TANPA_CATATAN), (b, HasilReviu.PERLU_PERBAIKAN)):
        actions.reviu(
            pengajuan_id=x.pk, hasil=hasil, catatan="Lengkapi", pengguna=pereviu, oleh=pereviu.pelaku(),
            pada=f.SEKARANG,
        )  # fmt: skip
    penyelenggara = orang(Peran.PENYELENGGARA)
    isi = lihat(penyelenggara, "tetapkan_bersama", j.pk)
    dapat, belum = isi.split("Belum dapat ditetapkan")
    assert a.opd.nama in dapat
    assert f"{c.opd.nama}: menunggu reviu Inspektorat" in belum
    assert f"{b.opd.nama}: reviu Inspektorat meminta perbaikan" in belum
    papan = lihat(penyelenggara, "jendela", j.pk)
    assert [papan.count(f"giliran {x}") for x in ("Penyelenggara", "Verifikator", "Inspektorat")] == [1, 1, 1]
    dokumen = {"jenis": "perbup", "nomor": "12", "tanggal": "2026-11-18", "penanda_tangan": "Bupati"}
    kirim(penyelenggara, "tetapkan_bersama", j.pk, **dokumen, pengajuan=[str(a.pk)])
    isi = lihat(penyelenggara, "tetapkan_bersama", j.pk)
    assert "Belum ada pengajuan yang siap ditetapkan" in isi
    assert c.opd.nama in isi


def test_a_refused_decree_names_the_opd(contoh):
    j = f.buat_jendela(opd=[f.buat_opd() for _ in range(2)], reviu_apip=True)
    pemeriksa = f.buat_orang(Peran.VERIFIKATOR)
    a, b = _diverifikasi(j, contoh, pemeriksa)
    isi = actions.IsiPenetapan(JenisPenetapan.PERBUP, "12", f.SEKARANG.date(), "Bupati")
    with pytest.raises(AlurMenolak) as tolak:
        actions.tetapkan(
            pengajuan_ids=[a.pk, b.pk], isi=isi, pengguna=pemeriksa, oleh=pemeriksa.pelaku(), pada=f.TENGGAT
        )
    assert tolak.value.pesan.startswith((f"{a.opd.nama}: ", f"{b.opd.nama}: "))


def test_stages_are_compared_only_once_both_are_handed_in(contoh):
    lama = f.buat_pengajuan()
    baru = f.buat_jendela(opd=[lama.opd], tahapan="rka").daftar_pengajuan.get()
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=lama.opd)
    for x, nilai in ((lama, "7"), (baru, "8")):
        isi = lihat(masuk(kepala), "banding", baru.pk, lama.pk)
        assert "Belum dapat dibandingkan" in isi
        assert "Tidak ada selisih" not in isi
        contoh.lengkapi(x, a=nilai)
        f.ajukan(x, kepala=kepala, pada=f.SEKARANG)
    isi = lihat(masuk(kepala), "banding", baru.pk, lama.pk)
    assert "selisih: 1 isian" in isi
