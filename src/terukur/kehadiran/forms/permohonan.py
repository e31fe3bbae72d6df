"""Forms of requests: only the fields that a kind asks for."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from terukur.antarmuka.formulir import TAHUN_TERAKHIR, TAHUN_TERAWAL, Formulir, KolomTanggal
from terukur.kehadiran.choices import BagianHari, JenisPermohonan, StatusPermohonan
from terukur.kehadiran.forms.rekap import saring_opd
from terukur.kehadiran.models import Mesin
from terukur.kehadiran.rules.isi_permohonan import IsiPermohonan, menit_jam
from terukur.kehadiran.rules.permohonan import ATURAN, is_rekam
from terukur.organisasi.forms.dasar import KolomPilih, KolomPilihBanyak
from terukur.organisasi.models import OPD, Pegawai

JENIS_ROMBONGAN = (
    JenisPermohonan.DINAS_LUAR,
    JenisPermohonan.PERJALANAN_DINAS,
    JenisPermohonan.DIKLAT,
)


def _jam(label: str, bantuan: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, help_text=bantuan, input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip


class FormPermohonan(Formulir):
    """One request of one kind."""

    contoh = {"nomor": "000.1.2.3/145/2026", "alasan": "Mesin di lobi tidak membaca sidik jari"}

    sejak = KolomTanggal(label="Mulai")
    sampai = KolomTanggal(label="Sampai")
    bagian = forms.ChoiceField(label="Bagian hari", choices=BagianHari.choices, required=False)
    masuk = _jam("Jam masuk", "Isi yang keliru atau tidak terekam saja.")
    pulang = _jam("Jam pulang")
    esok = forms.BooleanField(label="Pulangnya keesokan hari (sif malam)", required=False)
    mesin = KolomPilih(label="Mesin", required=False)
    nomor = forms.CharField(label="Nomor surat", max_length=100, required=False)
    alasan = forms.CharField(
        label="Alasan", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )

    def __init__(self, *args: Any, jenis: str, mesin: Iterable[Mesin] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jenis = jenis
        aturan = ATURAN[JenisPermohonan(jenis)]
        buang = {"masuk", "pulang", "esok", "mesin"}
        if is_rekam(jenis):
            buang = {"sampai", "bagian"} if aturan.mesin else {"sampai", "bagian", "mesin"}
            self.fields["sejak"].label = "Tanggal"
        elif not aturan.separuh:
            buang |= {"bagian"}
        if not aturan.nomor:
            buang |= {"nomor"}
        for nama in buang:
            del self.fields[nama]
        if aturan.nomor:
            self.fields["nomor"].label = aturan.nomor
            self.fields["nomor"].required = True
        if "mesin" in self.fields:
            self.fields["mesin"].isi(mesin)  # type: ignore[attr-defined]
            self.fields["mesin"].required = True
        self.fields["alasan"].required = aturan.alasan
        if "bagian" in self.fields:
            self.fields["bagian"].required = True
        if aturan.kesehatan:
            self.fields["alasan"].help_text = "Hanya dibaca Anda dan BKPSDM; atasan tidak melihatnya."

    def isi(self) -> IsiPermohonan:
        """What was filled in."""
        c = self.cleaned_data
        esok = bool(c.get("esok"))
        return IsiPermohonan(
            self.jenis, c["sejak"], c.get("sampai") or c["sejak"], c.get("bagian") or BagianHari.PENUH,
            menit_jam(c.get("masuk")), menit_jam(c.get("pulang"), esok=esok), c.get("nomor", ""),
            c.get("alasan", ""), getattr(c.get("mesin"), "pk", None),
        )  # fmt: skip


class FormRombongan(Formulir):
    """One letter for several people of an OPD."""

    contoh = {"nomor": "000.1.2.3/145/2026"}

    jenis = forms.ChoiceField(label="Jenis", choices=[(j.value, j.label) for j in JENIS_ROMBONGAN])
    nomor = forms.CharField(label="Nomor SPT atau surat tugas", max_length=100)
    sejak = KolomTanggal(label="Mulai")
    sampai = KolomTanggal(label="Sampai")
    alasan = forms.CharField(label="Keperluan", max_length=500, required=False)
    pegawai = KolomPilihBanyak(label="Pegawai", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pegawai: Iterable[Pegawai], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pegawai"].isi(pegawai)  # type: ignore[attr-defined]

    def isi(self) -> IsiPermohonan:
        c = self.cleaned_data
        return IsiPermohonan(c["jenis"], c["sejak"], c["sampai"], nomor=c["nomor"], alasan=c["alasan"])


class FormLangkah(Formulir):
    """A step with its word of reason."""

    catatan = forms.CharField(
        label="Alasan", widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False
    )


class FormBanding(Formulir):
    alasan = forms.CharField(
        label="Alasan banding", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


class SaringPermohonan(Formulir):
    """Filter of the list of an OPD or of all."""

    kata = forms.CharField(label="Nama atau nomor", required=False, max_length=100)
    jenis = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *JenisPermohonan.choices]
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *StatusPermohonan.choices]
    )
    sejak = KolomTanggal(label="Tanggal dari", required=False)
    sampai = KolomTanggal(label="sampai", required=False)
    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saring_opd(self, opd)


def tanggal_dari(teks: str) -> dt.date | None:
    """A day of an address; None when it is none, or so far away that the calendar ends beside it."""
    try:
        hari = dt.date.fromisoformat(teks)
    except ValueError:
        return None
    return hari if TAHUN_TERAWAL <= hari.year <= TAHUN_TERAKHIR else None
