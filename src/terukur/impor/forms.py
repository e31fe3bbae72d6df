"""Upload of a workbook, and the filter of the list of imports."""

from typing import Any

from django import forms

from terukur.impor.choices import Status
from terukur.impor.jenis import daftar_impor


class FormSaring(forms.Form):
    """Filter of the list."""

    jenis = forms.ChoiceField(label="Jenis", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *Status.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan = [("", "Semua jenis"), *((k, j.nama) for k, j in daftar_impor)]
        self.fields["jenis"].choices = pilihan  # type: ignore[attr-defined]
