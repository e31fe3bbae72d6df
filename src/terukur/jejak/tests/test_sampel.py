"""Samples: anybody can draw them again; what is drawn leads to record, history and evidence."""

import csv
import hashlib
import io
import zipfile
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from terukur.akun.peran import Peran
from terukur.berkas.models import Berkas
from terukur.berkas.queries import buka
from terukur.berkas.tests.factories import simpan_pdf
from terukur.inti.arsip import SIDIK_ISI
from terukur.jejak.models import Catatan, SampelAudit
from terukur.jejak.penyedia import BerkasUnsur, Populasi, Unsur, daftar_populasi
from terukur.jejak.rules import tarik
from terukur.jejak.tests.factories import buat_catatan
from terukur.jejak.tests.test_halaman import isi, masuk
from terukur.organisasi.tests.factories import buat_pengguna


@given(st.sets(st.text(min_size=1, max_size=8), max_size=40), st.text(max_size=8), st.integers(1, 50))
def test_tarikan_menurut_rumusnya(anggota, benih, ukuran):
    """Against the formula written out, whatever order the members come in within one population."""
    ids = sorted(anggota)
    hasil = tarik(ids, benih, ukuran)
    kunci = {i: hashlib.sha256(f"{benih}|{i}".encode()).digest() for i in ids}
    assert hasil.terpilih == sorted(ids, key=kunci.__getitem__)[:ukuran]
    assert hasil.jumlah == len(ids)
    assert hasil.sidik == hashlib.sha256("".join(f"{i}\n" for i in ids).encode()).hexdigest()


def test_setiap_anggota_berpeluang_sama():
    """10 of 100, drawn with 2,000 seeds: each member about 200 times (six sigma)."""
    kali = dict.fromkeys(map(str, range(100)), 0)
    for benih in range(2000):
        for satu in tarik(kali, str(benih), 10).terpilih:
            kali[satu] += 1
    assert all(120 < n < 280 for n in kali.values())


@pytest.fixture
def auditor(db, settings, tmp_path):
    settings.DATA = tmp_path
    return masuk(buat_pengguna(Peran.AUDITOR))


def kirim(klien, **ganti):
    data = {"populasi": "jejak:", "ukuran": "5", "benih": "lembar 7"}
    return klien.post("/jejak/sampel/", data | ganti)


def test_ditarik_dicatat_dan_dapat_diulang(auditor):
    for n in range(1, 31):
        buat_catatan(n)
    jawaban = kirim(auditor, peristiwa="pengajuan.ajukan")
    satu = SampelAudit.objects.get()
    assert jawaban["Location"] == f"/jejak/sampel/{satu.pk}/"
    assert (satu.ukuran, satu.jumlah_populasi, satu.benih) == (5, 30, "lembar 7")
    catatan = Catatan.objects.get(pk=satu.catatan_nomor)
    assert (catatan.peristiwa, catatan.isi["sidik_populasi"]) == ("sampel.tarik", satu.sidik_populasi)
    kirim(auditor, peristiwa="pengajuan.ajukan")
    kirim(auditor, peristiwa="pengajuan.ajukan", benih="lain")
    dua, tiga = SampelAudit.objects.exclude(pk=satu.pk).order_by("catatan_nomor")
    assert (dua.terpilih, dua.sidik_populasi) == (satu.terpilih, satu.sidik_populasi)
    assert tiga.terpilih != satu.terpilih
    halaman = isi(auditor.get(f"/jejak/sampel/{satu.pk}/"))
    for nomor in satu.terpilih:
        assert f'href="/jejak/catatan/{nomor}/"' in halaman
    assert 'href="/jejak/riwayat/pengajuan/' in halaman
    assert "Peristiwa: Ajukan pengajuan" in halaman
    assert "lembar 7" in isi(auditor.get("/jejak/sampel/"))


def test_saringan_dibaca_sebagai_kata(auditor):
    buat_catatan(1)
    kirim(auditor, ukuran="1", sejak="2026-11-01", sampai="2026-11-30")
    halaman = isi(auditor.get(f"/jejak/sampel/{SampelAudit.objects.get().pk}/"))
    assert "Sejak: 1 November 2026; Sampai: 30 November 2026" in halaman


def test_tanpa_benih_diacak_dan_disebut(auditor):
    for n in range(1, 4):
        buat_catatan(n)
    kirim(auditor, benih="", ukuran="500")
    satu = SampelAudit.objects.get()
    assert len(satu.benih) == 16
    assert satu.ukuran == satu.jumlah_populasi


def test_yang_tidak_dapat_ditarik_ditolak(auditor):
    assert kirim(auditor, ukuran="0").status_code == 422
    assert kirim(auditor, populasi="tiada:x").status_code == 422
    kosong = kirim(auditor, sejak="2031-01-01")
    assert kosong.status_code == 422
    assert "Populasi ini kosong" in kosong.content.decode()
    assert not SampelAudit.objects.exists()


def test_sampel_tidak_dapat_diubah(auditor):
    buat_catatan(1)
    kirim(auditor, ukuran="1")
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        SampelAudit.objects.update(benih="lain")
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        SampelAudit.objects.all().delete()


def test_inspektorat_menarik_tetapi_bukan_dari_jejak(db):
    apip = masuk(buat_pengguna(Peran.INSPEKTORAT))
    halaman = isi(apip.get("/jejak/sampel/"))
    assert 'value="jejak:"' not in halaman
    assert kirim(apip).status_code == 422
    assert masuk(buat_pengguna(Peran.OPERATOR_OPD)).get("/jejak/sampel/").status_code == 403


@pytest.fixture
def berbukti(monkeypatch, auditor):
    """A population of three, the first with two files of which the store has lost one."""
    ada = simpan_pdf()
    hilang = Berkas(nama="../../etc/hilang.pdf", sidik="ab" * 32)

    def unsur(ids):
        berkas = tuple(BerkasUnsur(b.nama, b.sidik, "/", partial(buka, b)) for b in (ada, hilang))
        return {
            i: Unsur(f"Data {i}", None, "/data/", "pengajuan", i, berkas if i == "a" else ())
            for i in ids
            if i != "c"
        }

    contoh = Populasi("Contoh", list, lambda pilihan, saring: ["a", "b", "c"], unsur)
    monkeypatch.setitem(daftar_populasi._isi, "contoh", contoh)
    kirim(auditor, populasi="contoh:", ukuran="3")
    return SampelAudit.objects.get(), ada, hilang


def test_zip_memuat_bukti_daftar_dan_sidik(auditor, berbukti):
    satu, ada, hilang = berbukti
    jawaban = auditor.get(f"/jejak/sampel/{satu.pk}/berkas.zip")
    arsip = zipfile.ZipFile(io.BytesIO(b"".join(jawaban)))
    assert arsip.testzip() is None
    urut = satu.terpilih.index("a") + 1
    nama = [n for n in arsip.namelist() if n.startswith("berkas/")]
    assert [n.startswith(f"berkas/{urut:03d}-") and ".." not in n for n in nama] == [True, True]
    assert hashlib.sha256(arsip.read(nama[0])).hexdigest() == ada.sidik
    assert f"Sidik yang tercatat: {hilang.sidik}" in arsip.read(nama[1]).decode()
    assert f"{ada.sidik}  {nama[0]}" in arsip.read(SIDIK_ISI).decode().splitlines()
    baris = list(csv.DictReader(io.StringIO(arsip.read("daftar.csv").decode("utf-8-sig")), delimiter=";"))
    assert [b["Nomor anggota"] for b in baris] == satu.terpilih
    assert "Sudah tidak ada" in next(b["Sebutan"] for b in baris if b["Nomor anggota"] == "c")
    assert satu.sidik_populasi in arsip.read("METODE.txt").decode()
    assert auditor.get(f"/jejak/sampel/{satu.pk}/?unduh=xlsx").content.startswith(b"PK")


def test_kueri_tetap_berapa_pun_ukurannya(auditor):
    for n in range(1, 60):
        buat_catatan(n)
    jumlah = []
    for ukuran in ("1", "50"):
        kirim(auditor, ukuran=ukuran)
        alamat = f"/jejak/sampel/{SampelAudit.objects.latest('catatan_nomor').pk}/"
        with CaptureQueriesContext(connection) as kueri:
            isi(auditor.get(alamat))
        jumlah.append(len(kueri))
    assert jumlah[0] == jumlah[1]
