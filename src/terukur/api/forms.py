"""The forms of a new token and of a new webhook."""

from collections.abc import Iterable
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.api.choices import Peristiwa, Sumber
from terukur.organisasi.models import OPD


class FormToken(Formulir):
    contoh = {"nama": "Satu data kabupaten, Bappeda"}

    nama = forms.CharField(label="Nama sistem", max_length=100, help_text="Sistem apa, milik siapa.")
    sampai = KolomTanggal(label="Berlaku sampai", help_text="Paling lama satu tahun.")
    sumber = forms.MultipleChoiceField(
        label="Data yang boleh dibaca", choices=Sumber.choices, widget=forms.CheckboxSelectMultiple
    )
    opd = forms.MultipleChoiceField(
        label="Hanya OPD ini",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa pilihan berarti seluruh OPD.",
    )

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["opd"]
        assert isinstance(kolom, forms.MultipleChoiceField)
        kolom.choices = [(str(o.pk), o.nama) for o in opd]


class FormWebhook(Formulir):
    contoh = {"nama": "Dasbor Bappeda", "alamat": "https://dasbor.contohkab.go.id/terukur"}

    nama = forms.CharField(label="Nama sistem", max_length=100, help_text="Sistem apa, milik siapa.")
    alamat = forms.URLField(label="Alamat penerima", max_length=300, assume_scheme="https")
    peristiwa = forms.MultipleChoiceField(
        label="Kabari bila", choices=Peristiwa.choices, widget=forms.CheckboxSelectMultiple
    )
