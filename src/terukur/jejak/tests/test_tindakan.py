"""laksanakan: once per form, one transaction, refusals on record."""

import datetime as dt
import threading
import time
import uuid
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.models import KirimanSekali
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import BATAS_PENOLAKAN, UMUR_KUNCI, catat, hapus_kunci_lama
from terukur.jejak.models import Catatan
from terukur.jejak.tests.factories import OPERATOR, SAAT, permintaan
from terukur.jejak.tindakan import kunci_baru, laksanakan

LAIN = Pelaku(id="lain", nama="Orang Lain (contoh)")


def ajukan(*, nomor, oleh, pada):
    catat(peristiwa="pengajuan.ajukan", objek="pengajuan", objek_id=nomor, isi={}, oleh=oleh, pada=pada)
    return SimpleNamespace(alamat=f"/pengajuan/{nomor}/")


def tolak(*, oleh, pada):
    catat(peristiwa="pengajuan.ajukan", objek="pengajuan", objek_id=9, isi={}, oleh=oleh, pada=pada)
    raise AturanDilanggar("Data dukung belum lengkap.", kode="belum_lengkap")


def jalankan(request, aksi=ajukan, **kwargs):
    if aksi is ajukan:
        kwargs.setdefault("nomor", 7)
    return laksanakan(
        request,
        aksi,
        peristiwa="pengajuan.ajukan",
        objek="pengajuan",
        objek_id="7",
        tujuan=lambda hasil: hasil.alamat,
        **kwargs,
    )


@pytest.mark.django_db
def test_kiriman_kedua_tidak_berbuat_apa_apa():
    kunci = kunci_baru()
    pertama = jalankan(permintaan(kunci))
    kedua = jalankan(permintaan(kunci))
    assert (pertama.ulang, pertama.tujuan) == (False, "/pengajuan/7/")
    assert (kedua.ulang, kedua.nilai, kedua.tujuan) == (True, None, "/pengajuan/7/")
    assert Catatan.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "isi",
    [
        lambda n: {"nilai": "7.000.000" if n else "8.000.000"},
        lambda n: {"berkas": SimpleUploadedFile("sk.pdf", b"%PDF-1" if n else b"%PDF-2")},
    ],
    ids=["kolom", "berkas"],
)
def test_tombol_kembali_lalu_isi_lain_adalah_tindakan_lain(isi):
    """The browser's back button brings back the form with its old key."""
    kunci = kunci_baru()
    assert not jalankan(permintaan(kunci, **isi(0))).ulang
    kedua = permintaan(kunci, **isi(1))
    assert not jalankan(kedua).ulang
    assert all(b.read() == b"%PDF-1" for b in kedua.FILES.values())  # still whole for the action
    assert jalankan(permintaan(kunci, **isi(1))).ulang
    assert Catatan.objects.count() == 2


@pytest.mark.django_db
def test_akhir_baris_dan_tanda_csrf_bukan_isi():
    """A script sends the same entry with other line ends than the form itself, after a new login too."""
    kunci = kunci_baru()
    assert not jalankan(permintaan(kunci, catatan="satu\r\ndua", csrfmiddlewaretoken="a")).ulang
    assert jalankan(permintaan(kunci, csrfmiddlewaretoken="b", catatan="satu\ndua")).ulang


@pytest.mark.django_db
def test_tanpa_kunci_dua_kali_tetap_dua():
    assert not jalankan(permintaan()).ulang
    assert not jalankan(permintaan()).ulang
    assert Catatan.objects.filter(ditolak=False).count() == 2


@pytest.mark.django_db
def test_kunci_orang_lain_ditolak():
    kunci = kunci_baru()
    jalankan(permintaan(kunci))
    with pytest.raises(TidakBerhak):
        jalankan(permintaan(kunci, oleh=LAIN))
    assert Catatan.objects.filter(ditolak=False).count() == 1
    assert Catatan.objects.get(ditolak=True).isi["kode"] == "kunci_terpakai"


@pytest.mark.django_db
def test_kunci_lama_dilupakan():
    for kunci, pada in ((kunci_baru(), SAAT), (kunci_baru(), SAAT + UMUR_KUNCI)):
        jalankan(permintaan(kunci, pada=pada))
    assert hapus_kunci_lama(pada=SAAT + UMUR_KUNCI) == 0
    assert hapus_kunci_lama(pada=SAAT + UMUR_KUNCI + dt.timedelta(seconds=1)) == 1
    assert KirimanSekali.objects.get().dicatat_pada == SAAT + UMUR_KUNCI


@pytest.mark.django_db
def test_kunci_rusak_ditolak():
    with pytest.raises(AturanDilanggar, match="muat ulang"):
        jalankan(permintaan("bukan-uuid"))
    assert not Catatan.objects.filter(ditolak=False).exists()


@pytest.mark.django_db
def test_penolakan_tercatat_dan_tindakannya_batal():
    kunci = kunci_baru()
    request = permintaan(kunci)
    with pytest.raises(AturanDilanggar):
        jalankan(request, tolak)
    catatan = Catatan.objects.get()
    assert catatan.ditolak
    assert (catatan.nomor, catatan.peristiwa, catatan.objek_id) == (1, "pengajuan.ajukan", "7")
    assert catatan.isi == {"kode": "belum_lengkap", "alasan": "Data dukung belum lengkap."}
    assert not KirimanSekali.objects.exists()
    assert request.penolakan_dicatat
    assert not jalankan(permintaan(kunci)).ulang  # the same form may be sent again once it is right


@pytest.mark.django_db
def test_penolakan_dibatasi(caplog):
    for _ in range(BATAS_PENOLAKAN + 3):
        with pytest.raises(AturanDilanggar):
            jalankan(permintaan(), tolak)
    with pytest.raises(AturanDilanggar):
        jalankan(permintaan(oleh=LAIN), tolak)
    assert Catatan.objects.filter(pelaku_id=OPERATOR.id).count() == BATAS_PENOLAKAN
    assert Catatan.objects.filter(pelaku_id=LAIN.id).count() == 1
    assert sum("tindakan.ditolak" in b for b in caplog.messages) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pertama_gagal", [False, True])
def test_dua_kiriman_pada_saat_yang_sama(pertama_gagal):
    """The second waits for the first; it replays if that committed, and acts if it rolled back."""
    kunci = uuid.uuid4()
    di_dalam, hasil = threading.Event(), {}

    def lambat(*, oleh, pada):
        di_dalam.set()
        time.sleep(0.3)
        if pertama_gagal:
            raise AturanDilanggar("Belum boleh.")
        return ajukan(nomor=7, oleh=oleh, pada=pada)

    def kirim(nama, aksi):
        try:
            hasil[nama] = jalankan(permintaan(kunci), aksi)
        except AturanDilanggar as e:
            hasil[nama] = e
        finally:
            connection.close()

    satu = threading.Thread(target=kirim, args=("satu", lambat))
    dua = threading.Thread(target=kirim, args=("dua", ajukan))
    satu.start()
    assert di_dalam.wait(5)
    dua.start()
    satu.join()
    dua.join()
    assert isinstance(hasil["satu"], AturanDilanggar) is pertama_gagal
    assert hasil["dua"].ulang is not pertama_gagal
    assert hasil["dua"].tujuan == "/pengajuan/7/"
    assert Catatan.objects.filter(ditolak=False).count() == 1
    assert KirimanSekali.objects.get().dicatat_pada == SAAT
