"""Who takes over what an OPD that ended still owed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir
from terukur.organisasi.models import OPD


class FormulirPenerima(Formulir):
    """``calon``: the OPD among which to choose."""

    penerima = forms.ChoiceField(label="Penerima")
    alasan = forms.CharField(
        label="Dasar dan alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya: bidang penanaman modal pindah menurut Perbup SOTK.",
    )

    def __init__(self, data: Any = None, *, calon: Sequence[OPD], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._calon = {str(o.pk): o for o in calon}
        pilihan = [("", "Pilih OPD"), *((k, o.nama) for k, o in self._calon.items())]
        self.fields["penerima"].choices = pilihan  # type: ignore[attr-defined]

    def isi(self) -> dict[str, Any]:
        """As the action takes it."""
        return {
            "penerima": self._calon[self.cleaned_data["penerima"]],
            "alasan": self.cleaned_data["alasan"],
        }
