"""Forms of devices, PIN and files of records."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.kehadiran.choices import KELOMPOK_UMUM, Dialek
from terukur.kehadiran.forms.jadwal import FormLingkup
from terukur.kehadiran.forms.rekap import saring_opd
from terukur.kehadiran.models import KelompokMesin, Mesin
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL
from terukur.kehadiran.rules.terima import TERTUA
from terukur.organisasi.forms.dasar import KolomPilih
from terukur.organisasi.models import OPD, Pegawai, Unit

JENIS_MESIN = [(d.value, d.label) for d in Dialek if d is not Dialek.PONSEL]
JAM_ZONA = {"WIB": 7, "WITA": 8, "WIT": 9}


class FormMesin(Formulir):
    """A device; a new one with its serial number and what lies in quarantine. ``utuh``: the OPD whose devices
    need no unit, since the reader manages them wholly.
    """

    contoh = {"nama": "Mesin lobi Dinas Kesehatan", "jaringan": "10.20.0.0/16", "nomor_seri": "CJXK205060099"}

    nomor_seri = forms.CharField(
        label="Nomor seri", max_length=64,
        help_text="Seperti di menu Info mesin, huruf besar dan kecil berbeda; Fingerspot.io: Cloud ID.",
    )  # fmt: skip
    nama = forms.CharField(label="Nama", max_length=100)
    dialek = forms.ChoiceField(label="Jenis", choices=JENIS_MESIN)
    opd = KolomPilih(label="OPD")
    unit = KolomPilih(label="Unit", required=False)
    tempat = forms.CharField(label="Tempat", max_length=200, required=False)
    zona = forms.ChoiceField(label="Zona waktu jam mesin", choices=[(str(n), z) for z, n in JAM_ZONA.items()])
    kelompok = KolomPilih(
        label="Kelompok PIN", help_text="Mesin dalam satu kelompok memakai satu daftar PIN.", required=False
    )
    kelompok_baru = forms.CharField(
        label="Kelompok PIN baru", max_length=100, required=False,
        help_text="Hanya bila PIN di mesin ini milik orang lain di mesin lain.",
    )  # fmt: skip
    jaringan = forms.CharField(
        label="Hanya dari jaringan", max_length=400, required=False,
        help_text="Alamat jaringan mesin; beberapa dipisah koma. Kosong: dari mana saja.",
    )  # fmt: skip
    kunci = forms.CharField(
        label="Kunci komunikasi", max_length=64, required=False,
        help_text="Sama dengan di menu jaringan mesin; Fingerspot.io, Hikvision: rahasia di alamatnya.",
    )  # fmt: skip
    token = forms.CharField(
        label="Token Fingerspot.io", max_length=200, required=False,
        help_text="Bila diisi, rekam juga ditarik dari Fingerspot.io setiap 30 menit.",
    )  # fmt: skip
    hapus_rahasia = forms.BooleanField(label="Hapus kunci dan token yang tersimpan", required=False)
    ambil_alih = forms.BooleanField(
        label="Ambil rekam yang sudah dikirim mesin ini sebelum didaftarkan", required=False, initial=True
    )

    def __init__(
        self, *args: Any, opd: Iterable[OPD], utuh: Iterable[OPD], unit: Iterable[Unit], semua: bool,
        mesin: Mesin | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        awal: dict[str, Any] = {"zona": JAM_ZONA[settings.TERUKUR_ZONA]} if mesin is None else {
            **{n: getattr(mesin, n) for n in ("nama", "dialek", "tempat", "zona")},
            "opd": mesin.opd_id, "unit": mesin.unit_id, "kelompok": mesin.kelompok_id,
            "jaringan": ", ".join(mesin.jaringan),
        }  # fmt: skip
        super().__init__(*args, initial=awal | kwargs.pop("initial", {}), **kwargs)
        self.utuh = set(utuh)
        self.fields["opd"].isi(opd)  # type: ignore[attr-defined]
        self.fields["unit"].isi(unit, kosong="Tanpa unit")  # type: ignore[attr-defined]
        pilih, kelompok = (
            self.fields["kelompok"],
            KelompokMesin.objects.exclude(nama=KELOMPOK_PONSEL).order_by("nama", "pk"),
        )
        pilih.isi(kelompok, kosong=KELOMPOK_UMUM)  # type: ignore[attr-defined]
        if umum := next((k for k in kelompok if k.nama == KELOMPOK_UMUM), None):
            pilih.choices = pilih.choices[1:]  # type: ignore[attr-defined]  # it is offered by its own id
            self.initial.setdefault("kelompok", umum.pk)
        buang = ["hapus_rahasia"] if mesin is None else ["nomor_seri", "ambil_alih"]
        if not semua:
            buang.append("kelompok_baru")
        for nama in buang:
            del self.fields[nama]
        if mesin is not None:
            for nama in ("kunci", "token"):
                tersimpan = "tersimpan; kosong: tidak berubah" if getattr(mesin, nama) else "belum diisi"
                self.fields[nama].help_text = f"{self.fields[nama].help_text} Kini {tersimpan}."

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or self.cleaned_data
        unit, opd = isi.get("unit"), isi.get("opd")
        if unit and opd and unit.opd_id != opd.pk:
            self.add_error("unit", "Unit ini bukan bagian dari OPD yang dipilih.")
        if opd and not unit and opd not in self.utuh:
            self.add_error("unit", "Anda mengelola unit ini saja; pilih unitnya.")
        return isi


class FormSaringMesin(Formulir):
    cari = forms.CharField(label="Cari nama atau nomor seri", required=False)
    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saring_opd(self, opd, "Semua OPD saya")


class FormSaringPin(Formulir):
    cari = forms.CharField(label="Cari PIN, nama atau NIP", required=False)
    ganda = forms.BooleanField(label="Hanya pegawai dengan lebih dari satu PIN", required=False)


class FormSejakPin(Formulir):
    sejak = KolomTanggal(label="Rekam sejak", required=False)


class FormPin(Formulir):
    """One PIN for one person."""

    contoh = {"pin": "1024"}

    pin = forms.CharField(label="PIN", max_length=24, help_text="Seperti di mesin: 007 lain daripada 7.")
    kelompok = KolomPilih(label="Kelompok PIN")
    pegawai = forms.CharField(label="Pegawai", max_length=150, help_text="NIP atau nama lengkap.")
    sejak = KolomTanggal(
        label="Berlaku sejak", help_text="Boleh surut: hari-hari yang sudah lewat dihitung ulang."
    )
    sampai = KolomTanggal(label="Berlaku sampai", required=False, help_text="Kosong: seterusnya.")
    dasar = forms.CharField(label="Keterangan", max_length=200, required=False)

    def __init__(
        self, *args: Any, orang: QuerySet[Pegawai], kelompok: Iterable[KelompokMesin], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.orang = orang
        self.fields["kelompok"].isi(kelompok)  # type: ignore[attr-defined]

    clean_pegawai = FormLingkup.clean_pegawai


class FormAkhiriPin(Formulir):
    hari_terakhir = KolomTanggal(
        label="Hari terakhir",
        help_text="Sesudah hari ini rekam dengan PIN itu bukan lagi miliknya. Salah peta: isi sehari sebelum "
        "mulai berlaku.",
    )


class FormBerkas(Formulir):
    """A file of records with its berita acara."""

    contoh = {"nomor": "800/12/BA/2026", "alasan": "Jaringan kantor putus 3 sampai 5 November"}

    mesin = KolomPilih(label="Mesin")
    nomor = forms.CharField(label="Nomor berita acara", max_length=100)
    alasan = forms.CharField(label="Mengapa lewat berkas", max_length=200)
    tertua = KolomTanggal(
        label="Rekam tertua yang diterima", initial=TERTUA,
        help_text="Rekam sebelum tanggal ini tidak diterima: jam mesin dianggap rusak. "
        "Isi lebih awal hanya untuk arsip lama.",
    )  # fmt: skip

    def __init__(self, *args: Any, mesin: Iterable[Mesin], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mesin"].isi(mesin)  # type: ignore[attr-defined]

    def clean_tertua(self) -> Any:
        hari = self.cleaned_data["tertua"]
        if hari.year < 2001:
            raise ValidationError("Paling awal 1 Januari 2001: jam yang rusak kembali ke tahun 2000.")
        return hari
