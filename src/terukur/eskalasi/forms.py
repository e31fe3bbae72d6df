"""What is filled in: validates only; actions save."""

from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.eskalasi.choices import (
    JabatanPimpinan,
    JenisPeringatan,
    SifatDisposisi,
    StatusPeringatan,
    StatusTindakLanjut,
)
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.models import OPD

TEKS = {"rows": 3}


class FormulirTerbitan(Formulir):
    """What a warning and a disposisi share. A cause handed over by the system is shown, not typed."""

    def __init__(self, data: Any = None, *, jabatan: str, sebab_ada: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if jabatan:
            del self.fields["sebagai"]
        if sebab_ada:
            del self.fields["sebab"]
        self._siapkan()

    sebab = forms.CharField(
        label="Sebab",
        max_length=4000,
        widget=forms.Textarea(attrs=TEKS),
        help_text="Apa yang terjadi, dengan angka dan tanggalnya. Dibekukan bersama surat ini.",
    )
    perihal = forms.CharField(label="Perihal", max_length=200)
    tanggal_tenggat = KolomTanggal(label="Paling lambat", help_text="Hari kerja sesudah hari ini.")
    sebagai = forms.ChoiceField(label="Menandatangani sebagai", choices=JabatanPimpinan)


class FormulirPeringatan(FormulirTerbitan):
    jenis = forms.ChoiceField(label="Jenis")
    diminta = forms.CharField(label="Yang diminta", max_length=4000, widget=forms.Textarea(attrs=TEKS))
    contoh = {
        "perihal": "Realisasi triwulan III belum disampaikan",
        "diminta": "Jelaskan sebabnya dan kapan laporan disampaikan.",
        "sebab": "Laporan triwulan III belum diajukan sampai 15 Oktober.",
    }
    field_order = ["opd", "jenis", "perihal", "sebab", "diminta", "tanggal_tenggat", "sebagai"]

    def __init__(
        self, data: Any = None, *, pilihan_jenis: tuple[JenisPeringatan, ...], opd: list[OPD], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["jenis"].choices = [(j.value, j.label) for j in pilihan_jenis]  # type: ignore[attr-defined]
        if opd:
            pilihan = [("", "Pilih OPD"), *((str(o.pk), o.nama) for o in opd)]
            self.fields["opd"] = forms.ChoiceField(label="OPD", choices=pilihan)
            self.order_fields(self.field_order)
        self._siapkan()


class FormulirDisposisi(FormulirTerbitan):
    opd = forms.MultipleChoiceField(label="Kepada OPD", widget=forms.CheckboxSelectMultiple)
    instruksi = forms.CharField(label="Instruksi", max_length=4000, widget=forms.Textarea(attrs=TEKS))
    sifat = forms.ChoiceField(label="Sifat", choices=SifatDisposisi)
    contoh = {"perihal": "Bukti realisasi", "instruksi": "Lengkapi bukti setiap realisasi yang dilaporkan."}
    field_order = ["perihal", "sebab", "instruksi", "sifat", "tanggal_tenggat", "sebagai", "opd"]

    def __init__(self, data: Any = None, *, pilihan_opd: list[OPD], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["opd"].choices = [(str(o.pk), o.nama) for o in pilihan_opd]  # type: ignore[attr-defined]
        if "sebab" in self.fields:
            self.fields["sebab"].required = False
        self._siapkan()


class FormulirTanggapan(Formulir):
    """The draft of an answer; a file may come with it."""

    isi = forms.CharField(label="Isi", max_length=10000, widget=forms.Textarea(attrs={"rows": 6}))
    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False, min_value=0)


class FormulirCatatan(Formulir):
    """The note of a decision."""

    catatan = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class FormulirAlasan(Formulir):
    """The reason of a decision that needs one."""

    catatan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class FormulirPenerima(FormulirAlasan):
    """Which of the OPD that carry on answers the paper; ``calon``: among whom to choose."""

    penerima = forms.ChoiceField(label="Penerima")
    field_order = ["penerima", "catatan"]

    def __init__(self, data: Any = None, *, calon: list[OPD], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._calon = {str(o.pk): o for o in calon}
        pilihan = [("", "Pilih OPD"), *((k, o.nama) for k, o in self._calon.items())]
        self.fields["penerima"].choices = pilihan  # type: ignore[attr-defined]

    def clean_penerima(self) -> OPD:
        return self._calon[self.cleaned_data["penerima"]]


class FormulirTenggat(FormulirAlasan):
    tanggal_tenggat = KolomTanggal(label="Paling lambat", help_text="Hari kerja sesudah hari ini.")


class FormulirSaring(FormulirSaat):
    """Filter of the list of warnings, as they stood when."""

    kata = forms.CharField(required=False, label="OPD atau perihal", max_length=100)
    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Semua status"), *StatusPeringatan.choices]
    )
    jenis = forms.ChoiceField(
        required=False, label="Jenis", choices=[("", "Semua jenis"), *JenisPeringatan.choices]
    )
    terlambat = forms.BooleanField(required=False, label="Hanya yang lewat tenggat")
    putus = forms.BooleanField(required=False, label="Hanya yang menunggu keputusan")
    field_order = ["kata", "status", "jenis", "terlambat", "putus", "per", "diketahui"]


class FormulirSaringDisposisi(FormulirSaat):
    """Filter of the list of disposisi, as they stood when."""

    kata = forms.CharField(required=False, label="OPD atau perihal", max_length=100)
    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Semua status"), *StatusTindakLanjut.choices]
    )
    terlambat = forms.BooleanField(required=False, label="Hanya yang lewat tenggat")
    putus = forms.BooleanField(required=False, label="Hanya yang menunggu keputusan")
    field_order = ["kata", "status", "terlambat", "putus", "per", "diketahui"]
