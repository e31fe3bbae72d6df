"""Filters of the lists."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.organisasi.forms.waktu import FormulirPer, FormulirSaat
from terukur.perencanaan.choices import JenisPemda, Tingkat
from terukur.perencanaan.models import VersiNomenklatur
from terukur.perencanaan.queries import daftar_versi
from terukur.tenggat.choices import StatusPengajuan, Tahapan
from terukur.tenggat.models import Pengajuan


class FormulirSaringNomenklatur(Formulir):
    """Filter of the nomenclature list."""

    kata = forms.CharField(required=False, label="Kode atau kata", max_length=100)
    tingkat = forms.ChoiceField(
        required=False, label="Tingkat", choices=[("", "Semua tingkat"), *Tingkat.choices]
    )
    jenis_pemda = forms.ChoiceField(required=False, label="Jenis pemda", choices=JenisPemda.choices)
    versi = forms.ModelChoiceField(VersiNomenklatur.objects.none(), required=False, label="Versi")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["versi"]
        pilihan.queryset = daftar_versi()
        pilihan.empty_label = None


class FormulirSaringAcuan(Formulir):
    """Filter of the lists of sumber dana and rekening."""

    kata = forms.CharField(required=False, label="Kode atau kata", max_length=100)
    daun = forms.BooleanField(required=False, label="Hanya yang dapat dipakai")


class FormulirSaringProgram(FormulirSaat):
    """Filter of the list of program kerja, as it stood when."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    tahun = forms.IntegerField(
        required=False, label="Tahun rencana", min_value=2000, max_value=2100, localize=False
    )
    tahapan = forms.ChoiceField(
        required=False, label="Tahapan", choices=[("", "Semua tahapan"), *Tahapan.pilihan()]
    )
    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Semua status"), *StatusPengajuan.choices]
    )

    field_order = ["kata", "tahun", "tahapan", "status", "per", "diketahui"]

    def saring(self, baris: QuerySet[Pengajuan]) -> QuerySet[Pengajuan]:
        """Apply what was filled in and can be read, but ``status``, which has its own past."""
        isi = self.isi
        if isi.get("kata"):
            baris = baris.filter(
                Q(opd__nama__icontains=isi["kata"]) | Q(opd__singkatan__icontains=isi["kata"])
            )
        if isi.get("tahun"):
            baris = baris.filter(jendela__tahun=isi["tahun"])
        if isi.get("tahapan"):
            baris = baris.filter(jendela__tahapan=isi["tahapan"])
        return baris


class FormulirDiketahui(Formulir):
    """As known at which instant; empty: now."""

    diketahui = KolomWaktu(required=False, label="Diketahui pada")


class FormulirSaringPrioritas(FormulirPer):
    """Filter of the priorities: words, the day on which they hold, and as known when."""

    kata = forms.CharField(required=False, label="Nama", max_length=100)
    per = KolomTanggal(required=False, label="Berlaku pada")
    field_order = ["kata", "per", "diketahui"]
