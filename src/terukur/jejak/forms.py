"""Filters of the auditor's list."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomBulat, KolomTanggal
from terukur.jejak.penyedia import Saringan, daftar_populasi, nama_objek, nama_opd
from terukur.jejak.queries import kata_yang_ada, zona
from terukur.jejak.rules import sebut_peristiwa


def pilih(isian: forms.Field, pilihan: list[tuple[str, str]], *, kosong: str = "Semua") -> None:
    """Give a choice field its choices by their words, under one that chooses none."""
    assert isinstance(isian, forms.ChoiceField)
    isian.choices = [("", kosong), *sorted(pilihan, key=lambda p: p[1])]


def awal_hari(hari: dt.date | None, tambah: int = 0) -> dt.datetime | None:
    """Midnight in the zone of the pemda, ``tambah`` days later."""
    if hari is None:
        return None
    hari = min(hari, dt.date.max - dt.timedelta(days=1))  # a day after the last is no day
    return dt.datetime.combine(hari + dt.timedelta(days=tambah), dt.time(), tzinfo=zona())


class SaringForm(forms.Form):
    """Reads the address of the list; an unreadable filter is left out and said so."""

    objek = forms.ChoiceField(label="Objek", required=False)
    objek_id = forms.CharField(label="Nomor objek", required=False, max_length=100)
    peristiwa = forms.ChoiceField(label="Peristiwa", required=False)
    pelaku = forms.CharField(label="Pelaku", required=False, max_length=100)
    opd = forms.ChoiceField(label="Perangkat daerah", required=False)
    sejak = KolomTanggal(label="Sejak", required=False)
    sampai = KolomTanggal(label="Sampai", required=False)
    ditolak = forms.ChoiceField(
        label="Hasil", required=False, choices=[("", "Semua"), ("1", "Hanya yang ditolak")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilih(self.fields["objek"], [(o, nama_objek(o)) for o in kata_yang_ada("objek")])
        pilih(self.fields["peristiwa"], [(p, sebut_peristiwa(p)) for p in kata_yang_ada("peristiwa")])
        if daftar := nama_opd():
            pilih(self.fields["opd"], [(str(k), nama) for k, nama in daftar.items()])
        else:
            del self.fields["opd"]

    def saringan(self) -> Saringan:
        """The valid filters; days are read in the zone of the pemda, both ends inclusive."""
        self.is_valid()
        isi = self.cleaned_data
        return Saringan(
            objek=isi.get("objek", ""),
            objek_id=isi.get("objek_id", "").strip(),
            peristiwa=isi.get("peristiwa", ""),
            pelaku=isi.get("pelaku", "").strip(),
            opd_id=isi.get("opd") or None,
            sejak=awal_hari(isi.get("sejak")),
            sampai=awal_hari(isi.get("sampai"), 1),
            ditolak=isi.get("ditolak") == "1",
        )


class SaringBaca(forms.Form):
    """Filters of the log of sensitive reads; an unreadable one is left out and said so."""

    pelaku = forms.CharField(label="Pelaku", required=False, max_length=100)
    opd = forms.ChoiceField(label="Perangkat daerah", required=False)
    sejak = KolomTanggal(label="Sejak", required=False)
    sampai = KolomTanggal(label="Sampai", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilih(self.fields["opd"], [(str(k), nama) for k, nama in nama_opd().items()])

    def saringan(self) -> dict[str, Any]:
        """The valid filters as ``queries.pembacaan`` takes them."""
        self.is_valid()
        isi = self.cleaned_data
        return {
            "pelaku": isi.get("pelaku", "").strip(),
            "opd_id": isi.get("opd") or None,
            "sejak": awal_hari(isi.get("sejak")),
            "sampai": awal_hari(isi.get("sampai"), 1),
        }


class FormMasaSimpan(Formulir):
    """For how many months reads are kept."""

    berlaku_sejak = KolomTanggal(label="Berlaku sejak")
    bulan = KolomBulat(label="Masa simpan (bulan)", min_value=3, max_value=120)
    dasar = forms.CharField(label="Dasar dokumen", max_length=200)
    contoh = {"bulan": "24", "dasar": "Peraturan Bupati Nomor 12 Tahun 2026"}


class FormSampel(Formulir):
    """What to draw: a population, how many, and from which seed."""

    populasi = forms.ChoiceField(label="Populasi")
    ukuran = KolomBulat(label="Ukuran sampel", min_value=1, max_value=500)
    benih = forms.CharField(
        label="Benih",
        required=False,
        max_length=64,
        help_text="Kosongkan agar diacak. Benih dan populasi yang sama memberi sampel yang sama.",
    )
    peristiwa = forms.ChoiceField(label="Peristiwa", required=False)
    opd = forms.ChoiceField(label="Perangkat daerah", required=False)
    sejak = KolomTanggal(label="Sejak", required=False)
    sampai = KolomTanggal(label="Sampai", required=False)
    contoh = {"ukuran": "25"}
    untuk_jejak = ("peristiwa", "opd", "sejak", "sampai")

    def __init__(self, *args: Any, untuk: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pilihan = {
            f"{kode}:{nilai}": f"{p.nama}: {label}" if label else p.nama
            for kode, p in daftar_populasi
            if untuk.akses.boleh(p.izin)
            for nilai, label in p.pilihan() or [("", "")]
        }
        pilih(self.fields["populasi"], list(self.pilihan.items()), kosong="Pilih populasi")
        pilih(self.fields["peristiwa"], [(p, sebut_peristiwa(p)) for p in kata_yang_ada("peristiwa")])
        pilih(self.fields["opd"], [(str(k), nama) for k, nama in nama_opd().items()])
        if not any(p.disaring and untuk.akses.boleh(p.izin) for _, p in daftar_populasi):
            for kolom in self.untuk_jejak:
                del self.fields[kolom]

    def permintaan(self, *, benih: str) -> dict[str, Any]:
        """Arguments of ``actions.tarik_sampel``; ``benih`` where the auditor left it to chance."""
        isi = self.cleaned_data
        kode, _, pilihan = isi["populasi"].partition(":")
        saring = Saringan()
        if daftar_populasi.ambil(kode).disaring:
            saring = Saringan(
                peristiwa=isi.get("peristiwa", ""),
                opd_id=UUID(isi["opd"]) if isi.get("opd") else None,
                sejak=awal_hari(isi.get("sejak")),
                sampai=awal_hari(isi.get("sampai"), 1),
            )
        return {
            "populasi": kode,
            "pilihan": pilihan,
            "nama": self.pilihan[isi["populasi"]],
            "saring": saring,
            "benih": isi.get("benih", "").strip() or benih,
            "ukuran": isi["ukuran"],
        }
