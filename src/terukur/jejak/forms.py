"""Filters of the auditor's list."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from terukur.antarmuka.formulir import IsianTanggal
from terukur.jejak.penyedia import nama_objek, nama_opd
from terukur.jejak.queries import Saringan, kata_yang_ada
from terukur.jejak.rules import sebut_peristiwa


class SaringForm(forms.Form):
    """Reads the address of the list; an unreadable filter is left out and said so."""

    objek = forms.ChoiceField(label="Objek", required=False)
    objek_id = forms.CharField(label="Nomor objek", required=False, max_length=100)
    peristiwa = forms.ChoiceField(label="Peristiwa", required=False)
    pelaku = forms.CharField(label="Pelaku", required=False, max_length=100)
    opd = forms.ChoiceField(label="Perangkat daerah", required=False)
    sejak = forms.DateField(label="Sejak", required=False, widget=IsianTanggal)
    sampai = forms.DateField(label="Sampai", required=False, widget=IsianTanggal)
    ditolak = forms.ChoiceField(
        label="Hasil", required=False, choices=[("", "Semua"), ("1", "Hanya yang ditolak")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pilih("objek", [(o, nama_objek(o)) for o in kata_yang_ada("objek")])
        self._pilih("peristiwa", [(p, sebut_peristiwa(p)) for p in kata_yang_ada("peristiwa")])
        if daftar := nama_opd():
            self._pilih("opd", [(str(k), nama) for k, nama in daftar.items()])
        else:
            del self.fields["opd"]

    def _pilih(self, kolom: str, pilihan: list[tuple[str, str]]) -> None:
        isian = self.fields[kolom]
        assert isinstance(isian, forms.ChoiceField)
        isian.choices = [("", "Semua"), *sorted(pilihan, key=lambda p: p[1])]

    def saringan(self) -> Saringan:
        """The valid filters; days are read in the zone of the pemda, both ends inclusive."""
        self.is_valid()
        isi = self.cleaned_data
        zona = ZoneInfo(settings.TIME_ZONE)

        def awal(hari: dt.date | None, tambah: int = 0) -> dt.datetime | None:
            if hari is None:
                return None
            hari = min(hari, dt.date.max - dt.timedelta(days=1))  # a day after the last is no day
            return dt.datetime.combine(hari + dt.timedelta(days=tambah), dt.time(), tzinfo=zona)

        return Saringan(
            objek=isi.get("objek", ""),
            objek_id=isi.get("objek_id", "").strip(),
            peristiwa=isi.get("peristiwa", ""),
            pelaku=isi.get("pelaku", "").strip(),
            opd_id=isi.get("opd") or None,
            sejak=awal(isi.get("sejak")),
            sampai=awal(isi.get("sampai"), 1),
            ditolak=isi.get("ditolak") == "1",
        )
