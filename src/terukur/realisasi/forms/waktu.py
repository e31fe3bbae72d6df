"""Of which day a figure speaks, and as known when: the filters that ask it."""

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomWaktu
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.realisasi.choices import ArahLaju, HasilCapaian, JenisDini


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
