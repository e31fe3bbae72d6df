"""Input about money spent."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from terukur.anggaran.choices import SumberRealisasi
from terukur.antarmuka.formulir import Formulir, KolomTahun, KolomTanggal, KolomWaktu
from terukur.organisasi.models import OPD


class PilihanOPD(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: OPD) -> str:
        return obj.nama


class FormulirImporRealisasi(Formulir):
    """Whose book it is, which one, and up to which day it speaks."""

    contoh: ClassVar[Mapping[str, str]] = {"tahun": "2026"}
    opd = PilihanOPD(OPD.objects.none(), label="OPD", empty_label="Pilih OPD", to_field_name="id")
    tahun = KolomTahun(label="Tahun anggaran", min_value=2000, max_value=2100)
    sumber = forms.ChoiceField(label="Sumber", choices=SumberRealisasi.choices)
    batas = KolomTanggal(label="Keadaan sampai")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["opd"]
        pilihan.queryset = OPD.objects.filter(aktif=True).order_by("nama", "pk")

    def clean_opd(self) -> str:
        return str(self.cleaned_data["opd"].pk)


class FormulirSaringSerapan(Formulir):
    """Which year, as of which day, as known when."""

    tahun = KolomTahun(label="Tahun anggaran", required=False, min_value=2000, max_value=2100)
    per = KolomTanggal(label="Keadaan pada", required=False)
    diketahui = KolomWaktu(label="Diketahui pada", required=False)
