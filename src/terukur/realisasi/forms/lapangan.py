"""Forms of field checks: what is asked, what is answered, how the list is filtered."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.organisasi.models import Wilayah
from terukur.perencanaan.queries import temukan_wilayah
from terukur.realisasi.choices import HasilLapangan, KeadaanLapangan
from terukur.realisasi.models import PemeriksaanLapangan
from terukur.realisasi.queries.lapangan import saring_keadaan
from terukur.realisasi.rules.lapangan import IsiJawaban, IsiPermintaan


class FormulirMintaLapangan(Formulir):
    """Who is asked to look at what, where, until when."""

    contoh = {
        "wilayah": "Benang Raya",
        "nama_pemeriksa": "Nama lengkap tanpa NIK atau nomor telepon",
        "jabatan_pemeriksa": "Kepala Desa Contoh",
        "yang_dilihat": "Apakah 12 sumur bor di dusun timur sudah selesai dan mengalir?",
    }

    wilayah = forms.CharField(
        label="Desa, kelurahan atau kecamatan",
        max_length=200,
        help_text="Bila namanya dipakai di dua kecamatan, tulis keduanya: Desa Contoh, Kecamatan Contoh.",
    )
    yang_dilihat = forms.CharField(
        label="Yang perlu dilihat",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu atau dua kalimat yang dipahami tanpa membuka laporan Anda.",
    )
    nama_pemeriksa = forms.CharField(label="Nama yang diminta", max_length=150)
    jabatan_pemeriksa = forms.CharField(label="Jabatannya", max_length=150)
    tanggal_tenggat = KolomTanggal(label="Paling lambat")

    def clean_wilayah(self) -> Wilayah:
        ada, gagal = temukan_wilayah([self.cleaned_data["wilayah"]])
        if gagal:
            raise ValidationError(gagal)
        return ada[0]

    def isi(self) -> IsiPermintaan:
        """What ``actions`` takes; call after ``is_valid()``."""
        b = self.cleaned_data
        return IsiPermintaan(
            b["yang_dilihat"], b["tanggal_tenggat"], b["nama_pemeriksa"], b["jabatan_pemeriksa"]
        )


class FormulirJawabLapangan(Formulir):
    """What was found. Photos come beside it; coordinates only where the page's script put them in."""

    use_required_attribute = False

    hasil = forms.ChoiceField(
        label="Hasil pemeriksaan", choices=HasilLapangan.choices, widget=forms.RadioSelect
    )
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila tidak sesuai atau tidak dapat diperiksa.",
    )
    tempat = forms.CharField(label="Tempat yang dilihat", required=False, max_length=300)
    lintang = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    bujur = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    akurasi = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    contoh = {"tempat": "RT 2 Dusun Contoh, dekat balai desa"}

    def clean(self) -> dict[str, Any]:
        b: dict[str, Any] = self.cleaned_data
        try:
            b["letak"] = _letak(b.get("lintang", ""), b.get("bujur", ""), b.get("akurasi", ""))
        except (InvalidOperation, ValueError):
            self.add_error("tempat", "Letak dari ponsel tidak terbaca; tuliskan tempatnya dengan kata.")
        return b

    def isi(self) -> IsiJawaban:
        """What ``actions`` takes; call after ``is_valid()``."""
        b = self.cleaned_data
        return IsiJawaban(HasilLapangan(b["hasil"]), b["catatan"], b["tempat"], *b["letak"])


def _letak(lintang: str, bujur: str, akurasi: str) -> tuple[Decimal | None, Decimal | None, int | None]:
    """Degrees with six digits (a hand's breadth) and metres, or nothing at all; else ``ValueError``."""
    if not (lintang or bujur):
        return None, None, None
    a, b = (Decimal(x).quantize(Decimal("0.000001")) for x in (lintang, bujur))
    if not (abs(a) <= 90 and abs(b) <= 180):
        raise ValueError("no such place on Earth")
    meter = round(Decimal(akurasi)) if akurasi else None
    if meter is not None and not 0 <= meter < 2**31:
        raise ValueError("no such accuracy")
    return a, b, meter


class FormulirSaringLapangan(Formulir):
    """Filter of the list of field checks."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    desa = forms.CharField(required=False, label="Desa atau kecamatan", max_length=100)
    keadaan = forms.ChoiceField(
        required=False, label="Keadaan", choices=[("", "Semua keadaan"), *KeadaanLapangan.choices]
    )
    tahun = forms.IntegerField(required=False, label="Tahun", min_value=2000, max_value=2100, localize=False)
    diketahui = KolomWaktu(required=False, label="Diketahui pada")

    def pilih(
        self, semua: "QuerySet[PemeriksaanLapangan]", *, hari: dt.date
    ) -> "QuerySet[PemeriksaanLapangan]":
        isi = self.cleaned_data
        if isi["kata"]:
            semua = semua.filter(
                Q(opd__nama__icontains=isi["kata"]) | Q(opd__singkatan__icontains=isi["kata"])
            )
        if isi["desa"]:
            semua = semua.filter(
                Q(wilayah__nama__icontains=isi["desa"]) | Q(wilayah__induk__nama__icontains=isi["desa"])
            )
        if isi["tahun"]:
            semua = semua.filter(tahun=isi["tahun"])
        return saring_keadaan(semua, KeadaanLapangan(isi["keadaan"]), hari=hari) if isi["keadaan"] else semua
