"""Filters of the recaps."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.choices import Eselon
from terukur.organisasi.forms.dasar import KolomPilih
from terukur.organisasi.models import OPD


def saring_opd(formulir: Formulir, opd: Iterable[OPD], kosong: str = "Semua OPD") -> None:
    """Offer the OPD in a filter; who oversees one alone is not asked which, and gets no other."""
    semua = list(opd)
    if len(semua) > 1:
        formulir.fields["opd"].isi(semua, kosong=kosong)  # type: ignore[attr-defined]
        return
    del formulir.fields["opd"]
    if formulir.data.get("opd", "") not in ("", *(str(o.pk) for o in semua)):
        raise TidakDitemukan


class SaringBulan(Formulir):
    """The month a recap speaks of."""

    bulan = forms.CharField(
        label="Bulan", required=False, widget=forms.TextInput(attrs={"type": "month"}), max_length=7
    )

    def __init__(self, *args: Any, bulan: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bulan"].initial = f"{bulan:%Y-%m}"


class SaringRekap(SaringBulan):
    """Filter of the recap of people."""

    kata = forms.CharField(label="Nama atau NIP", required=False, max_length=100)
    opd = KolomPilih(label="OPD", required=False)
    eselon = forms.ChoiceField(
        label="Eselon", required=False, choices=[("", "Semua eselon"), *Eselon.choices]
    )
    field_order = ("kata", "bulan", "opd", "eselon")

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saring_opd(self, opd)


class SaringOPD(Formulir):
    """Filter by one OPD."""

    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saring_opd(self, opd)
