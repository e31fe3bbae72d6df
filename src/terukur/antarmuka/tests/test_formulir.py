"""Forms read what people type and answer with what to do."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from terukur.antarmuka.formulir import (
    Formulir,
    FormulirModel,
    KolomAngka,
    KolomBulat,
    KolomRupiah,
    KolomTanggal,
    KolomWaktu,
    kolom_model,
    label_kalimat,
)
from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar


class FormulirUji(Formulir):
    contoh = {"sasaran": "balita 0–59 bulan"}
    nilai = KolomRupiah(label="Kebutuhan anggaran")
    jumlah = KolomBulat(label="Jumlah", required=False)
    sasaran = forms.CharField(label="Kelompok sasaran")
    nip = forms.CharField(label="NIP", required=False)
    sumber = forms.ChoiceField(label="Sumber dana", choices=[("dau", "DAU")], required=False)
    lama = forms.DecimalField(label="Lama", required=False)


def isi(**ubah):
    return FormulirUji({"nilai": "1", "sasaran": "a"} | ubah)


@pytest.mark.parametrize(
    ("tulis", "baca"),
    [
        ("1.234,50", Decimal("1234.50")),
        ("1234.50", Decimal("1234.50")),
        ("Rp 1.250.000.000", Decimal("1250000000")),
        ("12.345.678.901.234,56", Decimal("12345678901234.56")),
    ],
)
def test_rupiah_dibaca_dalam_kedua_cara_tulis(tulis, baca):
    formulir = isi(nilai=tulis)
    assert formulir.is_valid(), formulir.errors
    assert formulir.cleaned_data["nilai"] == baca


def test_kosong_bukan_nol():
    formulir = isi(jumlah="", lama="-")
    formulir.is_valid()
    assert formulir.cleaned_data["jumlah"] is None


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_yang_ditulis_terbaca_kembali(nilai):
    formulir = isi(nilai=tulis_angka(nilai, 2))
    assert formulir.is_valid(), formulir.errors
    assert formulir.cleaned_data["nilai"] == nilai


@pytest.mark.parametrize(
    ("ubah", "kolom", "kalimat"),
    [
        ({"nilai": "sebelas"}, "nilai", "“sebelas” bukan angka. Contoh yang benar: 1.234.567,89"),
        ({"nilai": ""}, "nilai", "Isi kebutuhan anggaran."),
        ({"sasaran": ""}, "sasaran", "Isi kelompok sasaran. Contoh: balita 0–59 bulan"),
        ({"jumlah": "1,5"}, "jumlah", "Isi dengan bilangan bulat, tanpa koma. Contoh: 11.850"),
        ({"sumber": "x"}, "sumber", "Pilih sumber dana dari daftar yang tersedia."),
    ],
)
def test_galat_mengatakan_apa_yang_harus_dilakukan(ubah, kolom, kalimat):
    formulir = isi(**ubah)
    assert not formulir.is_valid()
    assert formulir.errors[kolom] == [kalimat]


def test_kolom_angka_bawaan_django_ikut_cara_indonesia():
    formulir = isi(lama="1.234,5")
    assert formulir.is_valid(), formulir.errors
    assert formulir.cleaned_data["lama"] == Decimal("1234.5")
    assert 'type="text"' in str(formulir["lama"])


def test_singkatan_tetap_huruf_besar_dalam_kalimat():
    assert label_kalimat("NIP") == "NIP"
    assert label_kalimat("Kelompok sasaran") == "kelompok sasaran"


def test_penolakan_aturan_ditaruh_di_kolomnya():
    formulir = isi()
    formulir.is_valid()
    formulir.terima_galat(AturanDilanggar("Melampaui pagu.", kolom={"nilai": "Kurangi Rp 2 M."}))
    assert formulir.errors["nilai"] == ["Kurangi Rp 2 M."]
    lain = isi()
    lain.is_valid()
    lain.terima_galat(AturanDilanggar("Sudah ditutup.", kolom={"tidak_ada": "x"}))
    assert lain.non_field_errors() == ["Sudah ditutup."]


def test_tanggal_dalam_tiga_cara_tulis():
    class Tanggal(Formulir):
        t = KolomTanggal(label="Tanggal")
        w = KolomWaktu(label="Waktu")

    for teks in ("2026-11-23", "23-11-2026", "23/11/2026"):
        formulir = Tanggal({"t": teks, "w": "2026-11-23T16:00"})
        assert formulir.is_valid(), formulir.errors
        assert formulir.cleaned_data["t"] == dt.date(2026, 11, 23)
    salah = Tanggal({"t": "30-02-2026", "w": "sore"})
    assert "Contoh: 23-11-2026" in salah.errors["t"][0]
    assert "Contoh: 23-11-2026 16.00" in salah.errors["w"][0]
    assert 'value="2026-11-23"' in str(Tanggal(initial={"t": dt.date(2026, 11, 23)})["t"])


@pytest.mark.parametrize("tahun", ["0001", "0026", "1899"])
def test_tahun_dua_angka_dari_kalender_peramban_ditolak(tahun):
    class Tanggal(Formulir):
        t = KolomTanggal(label="Tanggal")
        w = KolomWaktu(label="Waktu", required=False)

    salah = Tanggal({"t": f"{tahun}-11-23", "w": f"{tahun}-11-23T16:00"})
    kalimat = ["Tulis tahun dengan empat angka. Contoh: 23-11-2026"]
    assert salah.errors == {"t": kalimat, "w": kalimat}
    assert Tanggal({"t": "1900-01-01"}).is_valid()


def test_tahun_yang_terlalu_jauh_ditolak():
    class Tanggal(Formulir):
        t = KolomTanggal(label="Tanggal")

    assert "paling akhir 2100" in Tanggal({"t": "9999-12-31"}).errors["t"][0]
    assert Tanggal({"t": "2100-12-31"}).is_valid()


def test_karakter_yang_tidak_terlihat_tidak_ikut_tersimpan():
    class Catatan(Formulir):
        nama = forms.CharField(label="Nama")
        isi = forms.CharField(label="Isi", widget=forms.Textarea)
        sandi = forms.CharField(label="Sandi", strip=False)

    kotor = {"nama": "Ani\x0b \x1bBudi\u202e", "isi": "satu\x0bdua\x1b[31m\ttiga\n", "sandi": "a\x1bb "}
    formulir = Catatan(kotor)
    assert formulir.is_valid()
    assert formulir.cleaned_data == {
        "nama": "Ani  Budi", "isi": "satu\ndua[31m\ttiga", "sandi": "a\x1bb "
    }  # fmt: skip
    assert Catatan(kotor | {"nama": "\x1b"}).errors["nama"] == ["Isi nama."]
    assert "nama" in Catatan(kotor | {"nama": "a\x00b"}).errors


def test_kolom_model_memilih_kolom_kita():
    assert isinstance(kolom_model(models.DecimalField(max_digits=9, decimal_places=2)), KolomAngka)
    assert isinstance(kolom_model(models.IntegerField()), KolomBulat)
    assert isinstance(kolom_model(models.DateField()), KolomTanggal)
    assert isinstance(kolom_model(models.DateTimeField()), KolomWaktu)
    berpilihan = models.IntegerField(choices=[(1, "Satu")])
    assert isinstance(kolom_model(berpilihan), forms.TypedChoiceField)


def test_formulir_model_tidak_menyimpan():
    from terukur.akun.models import Pengguna

    class FormulirPengguna(FormulirModel):
        class Meta:
            model = Pengguna
            fields = ["nama"]

    formulir = FormulirPengguna({"nama": "a"})
    assert formulir.is_valid()
    with pytest.raises(NotImplementedError):
        formulir.save()
