"""Of which day a figure speaks, and as known when: the filters that ask it."""

import datetime as dt
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.choices import ArahLaju, HasilCapaian, JenisDini

BELUM_TIBA = "Hari itu belum tiba; yang ditunjukkan hanya yang tercatat sampai sekarang."


class FormulirPer(Formulir):
    """Of which day a figure speaks, and as known at which instant; empty: today, now."""

    per = KolomTanggal(required=False, label="Keadaan per")
    diketahui = KolomWaktu(required=False, label="Diketahui pada")

    @property
    def isi(self) -> dict[str, Any]:
        """Whatever could be read: a field that is wrong does not undo the others."""
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}

    def baca(self, hari: dt.date) -> tuple[dt.date, dt.datetime | None]:
        """(day, instant or None) as asked; ``hari`` where no day was, or none that can be read.

        A day or instant to come is said at its field: then only what is on record now can be shown.
        """
        per, diketahui = self.isi.get("per"), self.isi.get("diketahui")
        if per and per > hari:
            self.add_error("per", BELUM_TIBA)
        if diketahui and hari_pemda(diketahui) > hari:
            self.add_error("diketahui", BELUM_TIBA)
        return per or hari, diketahui

    def baca_putusan(self, hari: dt.date) -> tuple[dt.date, dt.datetime | None]:
        """The same for a page that says who is late: no later day than today, nor than what was known.

        On a day that had not come, nobody knew yet who would report in time.
        """
        per, diketahui = self.baca(hari)
        return min(per, hari, hari_pemda(diketahui) if diketahui else hari), diketahui


class FormulirRapor(FormulirPer):
    """The same, of indicators that stand in one way."""

    hasil = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Semua status"), *HasilCapaian.choices]
    )


class FormulirPapan(FormulirPer):
    """The same, of OPD by name."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)


class FormulirSaringDini(FormulirPer):
    """The same, of early warnings of one kind."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    jenis = forms.ChoiceField(
        required=False, label="Jenis", choices=[("", "Semua jenis"), *JenisDini.choices]
    )
    field_order = ["kata", "jenis", "per", "diketahui"]


class FormulirDiketahui(Formulir):
    """As known at which instant; empty: now."""

    diketahui = KolomWaktu(required=False, label="Diketahui pada")


class FormulirSaringLaju(FormulirPer):
    """Of which day, as known when, of OPD that move in one way."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    arah = forms.ChoiceField(required=False, label="Arah", choices=[("", "Semua arah"), *ArahLaju.choices])
    field_order = ["kata", "arah", "per", "diketahui"]
