"""Smaller forms: notes, review, decree, extensions, filters."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.tenggat.choices import HasilReviu, JenisPenetapan
from terukur.tenggat.forms.jendela import ke_zona


class _BerZona(Formulir):
    """A form whose instants are read in the zone of the window."""

    kolom_waktu: tuple[str, ...] = ("sampai",)

    def __init__(self, *args: Any, zona: ZoneInfo, **kwargs: Any) -> None:
        self.zona = zona
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        isi: dict[str, Any] = super().clean() or self.cleaned_data
        for nama in self.kolom_waktu:
            if isinstance(isi.get(nama), dt.datetime):
                isi[nama] = ke_zona(isi[nama], self.zona)
        return isi


class FormMinta(_BerZona):
    sampai = KolomWaktu(label="Diminta sampai")
    alasan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    contoh = {"alasan": "Jaringan kecamatan putus sejak 20 November akibat banjir."}


class FormBeri(_BerZona):
    sampai = KolomWaktu(label="Diperpanjang sampai")
    dasar = forms.CharField(label="Dasar keputusan", max_length=300)
    contoh = {"dasar": "Banjir 20–22 November; laporan BPBD 360/88/2026"}


class FormTolak(Formulir):
    alasan = forms.CharField(label="Alasan penolakan", max_length=300)


class FormKolektif(FormBeri):
    opd_ids = forms.MultipleChoiceField(label="OPD", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pilihan_opd: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["opd_ids"]
        assert isinstance(kolom, forms.ChoiceField)
        kolom.choices = pilihan_opd


class FormGangguan(_BerZona):
    kolom_waktu = ("mulai_pada", "selesai_pada")
    mulai_pada = KolomWaktu(label="Mulai")
    selesai_pada = KolomWaktu(label="Selesai")
    keterangan = forms.CharField(label="Keterangan", max_length=200)


class FormCatatan(Formulir):
    """A verifier's note on the whole requirement, on a row, or on one field of a row."""

    baris = forms.ChoiceField(label="Baris", required=False)
    kolom = forms.ChoiceField(label="Isian", required=False)
    isi = forms.CharField(label="Catatan", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    contoh = {"isi": "Target 10 balita terlalu kecil; data Puskesmas menyebut 1.250 balita."}

    def __init__(
        self,
        *args: Any,
        pilihan_baris: list[tuple[str, str]],
        pilihan_kolom: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for nama, kosong, daftar in (
            ("baris", "Seluruh syarat", pilihan_baris),
            ("kolom", "Seluruh baris", pilihan_kolom),
        ):
            kolom = self.fields[nama]
            assert isinstance(kolom, forms.ChoiceField)
            kolom.choices = [("", kosong), *daftar]

    def clean(self) -> dict[str, Any]:
        isi: dict[str, Any] = super().clean() or self.cleaned_data
        if isi.get("kolom") and not isi.get("baris"):
            self.add_error("baris", "Pilih barisnya bila catatan menunjuk satu isian.")
        return isi


class FormTanggapan(Formulir):
    tanggapan = forms.CharField(label="Tanggapan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class FormReviu(Formulir):
    hasil = forms.ChoiceField(label="Hasil reviu", choices=[("", "Pilih hasil reviu"), *HasilReviu.choices])
    catatan = forms.CharField(
        label="Catatan",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Wajib, kecuali hasilnya “Sesuai, tanpa catatan”. OPD membacanya bersama hasilnya.",
    )


class FormMintaPerbaikan(Formulir):
    alasan = forms.CharField(
        label="Yang perlu diperbaiki", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Operator membacanya di beranda dan di kotak pesan.",
    )  # fmt: skip
    contoh = {"alasan": "Target posyandu belum sesuai hasil rapat 20 November; sesuaikan menjadi 60."}


class FormPenetapan(Formulir):
    jenis = forms.ChoiceField(label="Jenis dokumen", choices=JenisPenetapan.choices)
    nomor = forms.CharField(label="Nomor dokumen", max_length=100)
    tanggal = KolomTanggal(label="Tanggal dokumen")
    penanda_tangan = forms.CharField(label="Penanda tangan", max_length=200)
    contoh = {"nomor": "12 Tahun 2027", "penanda_tangan": "Bupati Nusa Tenun"}


class FormHasilTTE(Formulir):
    nomor_naskah = forms.CharField(
        label="Nomor naskah dinas", max_length=100, required=False,
        help_text="Nomor dari Srikandi atau buku agenda.",
    )  # fmt: skip
    berkas = forms.FileField(label="Salinan bertanda tangan (PDF)", required=False)


class FormSaring(Formulir):
    """Filter of the grid."""

    cari = forms.CharField(label="Cari OPD", required=False, max_length=80)
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False,
        choices=[("", "Semua"), ("belum", "Belum mengajukan"), ("sudah", "Sudah mengajukan"),
                 ("perbaikan", "Dalam perbaikan"), ("terlambat", "Terlambat")],
    )  # fmt: skip
