"""Filters of the matrix prioritas x program and of the list behind it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from terukur.anggaran.forms.uang import FormulirTahapDiketahui
from terukur.anggaran.rules.prioritas import TANPA, TANPA_PRIORITAS
from terukur.perencanaan.models import PrioritasDaerah


class FormulirSaringSub(FormulirTahapDiketahui):
    """Stage, priority, program, OPD and kind of sub kegiatan."""

    prioritas = forms.ChoiceField(label="Prioritas", required=False)
    program = forms.CharField(label="Kode program", required=False, max_length=20)
    opd = forms.ChoiceField(label="OPD", required=False)
    jenis = forms.ChoiceField(
        label="Tampilkan",
        required=False,
        choices=[
            ("", "Semua"), ("rutin", "Belanja rutin internal"), ("publik", "Bukan rutin internal"),
            ("belum_terukur", "Tanpa indikator atau target"), ("bertanda", "Ditandai tangan"),
        ],
    )  # fmt: skip

    def __init__(
        self, *args: Any, prioritas: Iterable[PrioritasDaerah], opd: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prioritas"].choices = [  # type: ignore[attr-defined]
            ("", "Semua prioritas"), *((str(p.pk), p.nama) for p in prioritas), (TANPA, TANPA_PRIORITAS),
        ]  # fmt: skip
        self.fields["opd"].choices = [("", "Semua OPD"), *opd]  # type: ignore[attr-defined]
