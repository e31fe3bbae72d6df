"""Of which day a page speaks, and as known when: the filter that asks it."""

import datetime as dt
from typing import Any

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.organisasi.queries import akhir_hari, hari_pemda

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


class FormulirSaat(FormulirPer):
    """The same for records of acts, such as letters: what was done on a day was known that day, so that both
    fields ask for one instant."""

    def saat(self, hari: dt.date) -> dt.datetime | None:
        """The earlier of the end of ``per`` and ``diketahui``; None: now, also where neither is past."""
        per, diketahui = self.baca(hari)
        batas = [akhir_hari(per)] if per < hari else []
        if diketahui is not None and hari_pemda(diketahui) <= hari:
            batas.append(diketahui)
        return min(batas, default=None)
