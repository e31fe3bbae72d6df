"""Input of RPJMD and Renstra: validates only; actions save."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from terukur.antarmuka.formulir import Formulir, KolomRupiah, KolomTahun, KolomTanggal, KolomWaktu
from terukur.organisasi.models import OPD
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas, StatusRencana
from terukur.perencanaan.models import VersiRencana
from terukur.perencanaan.rules.rencana import IsiIndikator
from terukur.perencanaan.rules.target import BukanTarget, baca_target

Pilihan = list[tuple[str, str]]


class FormulirSaringRencana(Formulir):
    """Filter of the lists of RPJMD and Renstra."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    tahun = KolomTahun(required=False, label="Memuat tahun", min_value=2000, max_value=2100)
    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Semua status"), *StatusRencana.choices]
    )
    per = KolomTanggal(required=False, label="Berlaku pada")
    diketahui = KolomWaktu(required=False, label="Diketahui pada")

    def __init__(self, *args: Any, jenis: JenisRencana, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if jenis == JenisRencana.RPJMD:
            del self.fields["kata"]

    def saring(self, baris: QuerySet[VersiRencana]) -> QuerySet[VersiRencana]:
        """Apply what was filled in, except ``per`` and ``diketahui``; call after ``is_valid()``."""
        isi = self.cleaned_data
        if kata := isi.get("kata"):
            milik = Q(dokumen__opd__nama__icontains=kata) | Q(dokumen__opd__singkatan__icontains=kata)
            baris = baris.filter(milik)
        if tahun := isi["tahun"]:
            baris = baris.filter(dokumen__tahun_awal__lte=tahun, dokumen__tahun_akhir__gte=tahun)
        if isi["status"]:
            baris = baris.filter(status=isi["status"])
        return baris


class FormulirRencanaBaru(Formulir):
    """The period of a new plan; of a Renstra also whose it is."""

    opd = forms.ModelChoiceField(OPD.objects.none(), label="OPD", empty_label=None)
    tahun_awal = KolomTahun(label="Tahun awal", min_value=2000, max_value=2100)
    tahun_akhir = KolomTahun(label="Tahun akhir", min_value=2000, max_value=2100)
    contoh = {"tahun_awal": "2025", "tahun_akhir": "2029"}

    def __init__(self, *args: Any, opd: QuerySet[OPD] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if opd is None:
            del self.fields["opd"]
        else:
            pilihan: Any = self.fields["opd"]
            pilihan.queryset = opd


class FormulirVisi(Formulir):
    visi = forms.CharField(label="Visi", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    contoh = {"visi": "Nusa Tenun sehat, terdidik dan sejahtera"}


class FormulirButir(Formulir):
    """A misi, tujuan or sasaran in words, or a program by its code."""

    nama = forms.CharField(label="Uraian", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    sasaran_rpjmd = forms.ChoiceField(label="Mendukung sasaran RPJMD")
    kode = forms.CharField(label="Kode program", max_length=20)
    penanggung_jawab = forms.ModelChoiceField(OPD.objects.none(), label="OPD penanggung jawab")

    def __init__(
        self,
        *args: Any,
        rencana: JenisRencana,
        jenis: JenisButir,
        tahun: range,
        sasaran: Pilihan,
        program: Pilihan,
        opd: QuerySet[OPD],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        renstra = rencana == JenisRencana.RENSTRA
        self.tahun = tahun if renstra and jenis == JenisButir.PROGRAM else range(0)
        dipakai = {"kode"} if jenis == JenisButir.PROGRAM else {"nama"}
        if jenis == JenisButir.PROGRAM and not renstra:
            dipakai.add("penanggung_jawab")
            self.fields["kode"].help_text = "Kode dari nomenklatur; namanya terisi sendiri."
            pilihan: Any = self.fields["penanggung_jawab"]
            pilihan.queryset = opd
        if jenis == JenisButir.PROGRAM and renstra:
            self.fields["kode"] = forms.ChoiceField(
                label="Program", choices=[("", "Pilih program"), *program]
            )
        if jenis == JenisButir.SASARAN and renstra:
            dipakai.add("sasaran_rpjmd")
            acuan: Any = self.fields["sasaran_rpjmd"]
            acuan.choices = [("", "Pilih sasaran RPJMD"), *sasaran]
        for nama in set(self.fields) - dipakai:
            del self.fields[nama]
        for t in self.tahun:
            self.fields[f"pagu_{t}"] = KolomRupiah(required=False, label=f"Pagu indikatif {t} (Rp)")
        self._siapkan()

    contoh = {"kode": "1.02.02", "nama": "Menurunnya prevalensi stunting"}

    def isi(self) -> dict[str, Any]:
        """Arguments of ``simpan_butir``."""
        isi = dict(self.cleaned_data)
        pagu: dict[int, Decimal | None] = {t: isi.pop(f"pagu_{t}") for t in self.tahun}
        if "sasaran_rpjmd" in isi:
            isi["sasaran_rpjmd_id"] = isi.pop("sasaran_rpjmd")
        return {**isi, "pagu": pagu}


class FormulirIndikatorButir(Formulir):
    """An indicator with its kondisi awal, its target of each year, and its kondisi akhir."""

    nama = forms.CharField(label="Indikator", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    satuan = forms.CharField(label="Satuan", max_length=100)
    polaritas = forms.ChoiceField(label="Polaritas", choices=Polaritas.choices)
    sumber_data = forms.CharField(label="Sumber data", max_length=200, required=False)
    contoh = {"nama": "Prevalensi stunting", "satuan": "Persen", "sumber_data": "SSGI"}

    def __init__(
        self, *args: Any, tahun: range, indikator: IsiIndikator | None = None, **kwargs: Any
    ) -> None:
        if indikator is not None:
            kwargs["initial"] = {
                "nama": indikator.nama, "satuan": indikator.satuan, "polaritas": indikator.polaritas,
                "sumber_data": indikator.sumber_data,
                "target_awal": indikator.tulis(indikator.awal),
                "target_akhir": indikator.tulis(indikator.akhir),
                **{f"target_{t}": indikator.tulis(indikator.target.get(t)) for t in tahun},
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.label_target: Mapping[str, str] = {
            "awal": f"Kondisi awal ({tahun[0] - 1})",
            **{str(t): f"Target {t}" for t in tahun},
            "akhir": "Kondisi akhir",
        }
        for kunci, label in self.label_target.items():
            self.fields[f"target_{kunci}"] = forms.CharField(required=False, label=label, max_length=60)
        self.fields[
            "polaritas"
        ].help_text = (
            "Rentang ditulis “3,5 – 4,5”, ya atau tidak ditulis “Ya”, predikat ditulis apa adanya (“WTP”)."
        )
        self._siapkan()

    def clean(self) -> dict[str, Any]:
        isi: dict[str, Any] = super().clean() or self.cleaned_data
        if polaritas := isi.get("polaritas"):
            for kunci in self.label_target:
                try:
                    baca_target(polaritas, isi.get(f"target_{kunci}") or "")
                except BukanTarget as galat:
                    self.add_error(f"target_{kunci}", str(galat))
        return isi

    def isi(self) -> dict[str, Any]:
        """Arguments of ``simpan_indikator_butir``."""
        isi = dict(self.cleaned_data)
        target = {kunci: isi.pop(f"target_{kunci}") for kunci in self.label_target}
        return {**isi, "target": target}


class FormulirPerubahan(Formulir):
    alasan = forms.CharField(
        label="Alasan perubahan", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    contoh = {"alasan": "Penyesuaian dengan RPJMN 2025–2029"}


class FormulirKembali(Formulir):
    catatan = forms.CharField(
        label="Yang perlu diperbaiki", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    contoh = {"catatan": "Target 2027 pada indikator prevalensi stunting lebih tinggi daripada 2026."}


class FormulirBandingVersi(Formulir):
    """Which other version to stand beside this one."""

    dengan = forms.ChoiceField(label="Bandingkan dengan")

    def __init__(self, *args: Any, pilihan: Pilihan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom: Any = self.fields["dengan"]
        kolom.choices = pilihan
