"""Input of mandatory spending and of the flag belanja rutin internal."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomBulat, KolomRupiah, KolomTahun

_KODE = re.compile(r"[a-z][a-z0-9_]*")
_AWALAN = re.compile(r"[0-9X]+(\.[0-9X]+)*")


class KolomKode(forms.CharField):
    """A short code in small letters, as formulas name it."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not _KODE.fullmatch(value):
            raise ValidationError("Huruf kecil, angka dan garis bawah saja. Contoh: dana_kelurahan")


class KolomAwalan(forms.CharField):
    """Beginnings of codes, separated by commas: ``5.2.03, 5.2.04`` -> a list."""

    def to_python(self, value: Any) -> Any:
        teks = super().to_python(value) or ""
        daftar = [b.strip().rstrip(".") for b in teks.replace(";", ",").split(",") if b.strip()]
        if salah := [b for b in daftar if not _AWALAN.fullmatch(b)]:
            raise ValidationError(f"“{salah[0][:30]}” bukan awalan kode. Contoh: 5.2.03, 5.2.04")
        return daftar

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


class FormulirKetentuan(Formulir):
    """A limit of mandatory spending. ``kode`` only for a new one."""

    contoh: ClassVar[Mapping[str, str]] = {
        "nama": "Infrastruktur pelayanan publik", "persen": "40", "pembilang": "pegawai - tunjangan_guru",
        "penyebut": "belanja - transfer_bawahan", "dasar": "UU 1/2022 Ps 147", "mulai_tahun": "2027",
        "kode": "dana_kelurahan",
    }  # fmt: skip
    kode = KolomKode(label="Kode", max_length=40)
    nama = forms.CharField(label="Nama", max_length=150)
    arah = forms.ChoiceField(label="Batas", choices=ArahBatas.choices)
    persen = KolomAngka(label="Persen", max_digits=7, decimal_places=4, min_value=0, max_value=100)
    pembilang = forms.CharField(
        label="Yang dihitung", max_length=300, help_text="Kode komponen, digabung dengan + atau -."
    )
    penyebut = forms.CharField(label="Dasar perhitungan", max_length=300)
    dasar = forms.CharField(label="Dasar hukum", max_length=200)
    catatan = forms.CharField(label="Catatan", max_length=300, required=False)
    mulai_tahun = KolomTahun(label="Berlaku mulai tahun anggaran", min_value=2000, max_value=2100)
    urutan = KolomBulat(label="Urutan", min_value=1, max_value=999)

    def __init__(self, *args: Any, baru: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not baru:
            del self.fields["kode"]


class FormulirKomponen(Formulir):
    """A component of the formulas. ``kode`` only for a new one."""

    contoh: ClassVar[Mapping[str, str]] = {
        "nama": "Belanja pegawai", "rekening": "5.1.01", "sub_kegiatan": "1.03, 1.04",
        "dasar": "Permendagri 90/2019", "mulai_tahun": "2027", "kode": "dana_kelurahan",
    }  # fmt: skip
    kode = KolomKode(label="Kode", max_length=40)
    nama = forms.CharField(label="Nama", max_length=150)
    cara = forms.ChoiceField(label="Asal angka", choices=CaraKomponen.choices)
    rekening = KolomAwalan(
        label="Awalan rekening", max_length=300, required=False, help_text="Pisahkan dengan koma."
    )
    sub_kegiatan = KolomAwalan(
        label="Awalan kode sub kegiatan",
        max_length=300,
        required=False,
        help_text="Pada cara rekening: dipakai sebagai perkiraan bagi kebutuhan yang belum berekening. "
        "X.XX.01 berarti program 01 semua bidang.",
    )
    mengikat = forms.BooleanField(label="Lindungi sub kegiatan ini pada skenario", required=False)
    dasar = forms.CharField(label="Dasar", max_length=200)
    mulai_tahun = KolomTahun(label="Berlaku mulai tahun anggaran", min_value=2000, max_value=2100)
    urutan = KolomBulat(label="Urutan", min_value=1, max_value=999)

    def __init__(self, *args: Any, baru: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not baru:
            del self.fields["kode"]


class FormulirNilai(Formulir):
    """The amount of a component in one stage; empty withdraws it."""

    contoh: ClassVar[Mapping[str, str]] = {
        "nilai": "650.000.000.000", "dasar": "Perpres rincian APBN 2028"
    }  # fmt: skip
    nilai = KolomRupiah(label="Nilai", required=False, help_text="Kosongkan untuk mencabut.")
    dasar = forms.CharField(label="Dasar dokumen", max_length=200)


class FormulirAlasan(Formulir):
    """A reason and nothing else."""

    contoh: ClassVar[Mapping[str, str]] = {"alasan": "Hanya untuk rapat staf OPD"}
    alasan = forms.CharField(label="Alasan", max_length=300)


class FormulirCabut(FormulirAlasan):
    """From which budget year a limit no longer holds."""

    contoh: ClassVar[Mapping[str, str]] = {"alasan": "Dicabut UU 17/2023", "mulai_tahun": "2028"}
    mulai_tahun = KolomTahun(label="Tidak berlaku mulai tahun anggaran", min_value=2000, max_value=2100)


class FormulirRutin(FormulirAlasan):
    """What a sub kegiatan is, against the rule."""

    PILIHAN: ClassVar = (
        ("rutin", "Belanja rutin internal"),
        ("publik", "Bukan belanja rutin internal"),
        ("lepas", "Lepas tanda; ikuti aturan program 01"),
    )
    keputusan = forms.ChoiceField(label="Tanda", choices=PILIHAN, widget=forms.RadioSelect)
    field_order = ["keputusan", "alasan"]
