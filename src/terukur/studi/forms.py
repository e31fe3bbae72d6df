"""What is filled in: validates only; actions save."""

from typing import Any
from uuid import UUID

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.models import OPD
from terukur.studi.actions import IsiStudi
from terukur.studi.choices import StatusStudi

TEKS = {"rows": 3}


class FormulirStudi(Formulir):
    """One lesson. ``opd``: those for which the reader may record it."""

    pokok = forms.CharField(label="Yang dibandingkan", max_length=200)
    pembanding = forms.CharField(label="Dibandingkan dengan", max_length=200)
    tanggal = KolomTanggal(label="Tanggal studi")
    opd = forms.ChoiceField(label="OPD yang mengadopsi")
    tanggal_tenggat = KolomTanggal(label="Diadopsi paling lambat")
    pelajaran = forms.CharField(label="Pelajaran", max_length=4000, widget=forms.Textarea(attrs=TEKS))
    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False, initial=0)
    contoh = {
        "pokok": "Waktu layanan izin usaha mikro",
        "pembanding": "DPMPTSP kabupaten tetangga",
        "pelajaran": "Satu loket menerima semua berkas; izin terbit dalam satu hari.",
    }

    def __init__(
        self, data: Any = None, *, pilihan_opd: list[OPD], lama: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        pilihan = [(str(o.pk), o.nama) for o in pilihan_opd]
        kosong = [("", "Pilih OPD")] if len(pilihan) != 1 else []
        self.fields["opd"].choices = [*kosong, *pilihan]  # type: ignore[attr-defined]
        if lama:
            self.fields["alasan"] = forms.CharField(
                label="Alasan perubahan",
                required=False,
                max_length=1000,
                help_text="Wajib bila batas atau OPD yang mengadopsi berubah.",
            )
        self._siapkan()

    def isi(self) -> IsiStudi:
        """What ``actions`` takes; call after ``is_valid()``."""
        b = self.cleaned_data
        return IsiStudi(
            b["pokok"], b["pembanding"], b["tanggal"], b["pelajaran"], UUID(b["opd"]), b["tanggal_tenggat"]
        )


class FormulirHasil(Formulir):
    """What was done, or why not."""

    hasil = forms.CharField(label="Hasil", max_length=2000, widget=forms.Textarea(attrs=TEKS))


class FormulirSaring(FormulirSaat):
    """Filter of the list, as it stood when."""

    kata = forms.CharField(required=False, label="Kata, pembanding atau OPD", max_length=100)
    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Semua status"), *StatusStudi.choices]
    )
    lewat = forms.BooleanField(required=False, label="Hanya yang lewat batas")
    field_order = ["kata", "status", "lewat", "per", "diketahui"]
