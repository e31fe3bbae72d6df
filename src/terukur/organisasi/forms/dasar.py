"""Fields and filters that the forms of this room share."""

from collections.abc import Callable, Container, Iterable
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.inti.kesalahan import TidakDitemukan


def _tolak_di_luar(nilai: Iterable[Any], boleh: Container[str]) -> None:
    """An id outside the reader's choices looks like one that does not exist."""
    if any(str(n) not in boleh for n in nilai):
        raise TidakDitemukan("Pilihan ini tidak ada, atau bukan dalam wewenang Anda.")


class KolomPilih(forms.ChoiceField):
    """A choice among objects already read in the reader's scope; cleans to the object or None.

    Any other id raises ``TidakDitemukan``, as an address with it would.
    """

    def isi(self, objek: Iterable[Any], label: Callable[[Any], str] = str, kosong: str = "— pilih —") -> None:
        """Set what can be chosen; ``kosong`` is the word for nothing chosen."""
        self.objek = {str(o.pk): o for o in objek}
        self.choices = [("", kosong), *((kunci, label(o)) for kunci, o in self.objek.items())]

    def clean(self, value: Any) -> Any:
        _tolak_di_luar([value] if value else [], self.objek)
        return self.objek.get(super().clean(value))


class KolomPilihBanyak(forms.MultipleChoiceField):
    """Several objects; cleans to their list in the order of the choices."""

    def isi(self, objek: Iterable[Any], label: Callable[[Any], str] = str) -> None:
        self.objek = {str(o.pk): o for o in objek}
        self.choices = [(kunci, label(o)) for kunci, o in self.objek.items()]

    def clean(self, value: Any) -> Any:
        _tolak_di_luar(value or [], self.objek)
        dipilih = set(super().clean(value))
        return [o for kunci, o in self.objek.items() if kunci in dipilih]


class SaringSaat(Formulir):
    """Filter of every list: words, the day it speaks of, and as known when."""

    kata = forms.CharField(label="Cari", required=False, max_length=100)
    per = KolomTanggal(label="Keadaan per", required=False)
    diketahui = KolomWaktu(label="Diketahui per", required=False)


def pilihan(semua: str, *baris: tuple[str, str]) -> list[tuple[str, str]]:
    """Choices of a filter, the first for no restriction."""
    return [("", semua), *baris]
