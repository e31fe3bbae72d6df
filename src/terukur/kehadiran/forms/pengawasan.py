"""Forms of sidak, apel and findings."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.kehadiran.actions.pengawasan import Letak
from terukur.kehadiran.choices import JenisTemuan, PutusanTemuan, StatusPengawasan
from terukur.kehadiran.models import Mesin
from terukur.organisasi.forms.dasar import KolomPilih, KolomPilihBanyak
from terukur.organisasi.models import OPD, Pegawai, Unit
from terukur.organisasi.queries import zona_pemda


class FormSidak(Formulir):
    """Where and when to look."""

    contoh = {"nomor_tugas": "094/112/Inspektorat/2026", "tempat": "Kantor utama, lantai 1"}

    opd = KolomPilih(label="OPD")
    unit = KolomPilih(label="Unit", required=False)
    tempat = forms.CharField(label="Tempat", max_length=200, required=False)
    nomor_tugas = forms.CharField(label="Nomor surat tugas", max_length=100, required=False)
    mulai = KolomWaktu(
        label="Direncanakan pada", required=False, help_text="Kosong: daftarnya dibuka sekarang juga."
    )

    def __init__(self, *args: Any, opd: Iterable[OPD], unit: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].isi(opd)  # type: ignore[attr-defined]
        self.fields["unit"].isi(unit, label=_unit, kosong="Seluruh OPD")  # type: ignore[attr-defined]


def _unit(u: Unit) -> str:
    return f"{u.nama} ({u.opd.singkatan or u.opd.nama})"


def _jam(label: str, bantuan: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H.%M"], help_text=bantuan,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip


class FormApel(Formulir):
    """An apel: for whom, when, and on which devices a press counts."""

    contoh = {"nama": "Apel Senin pagi", "tempat": "Halaman kantor bupati"}

    nama = forms.CharField(label="Nama", max_length=150)
    opd = KolomPilih(label="OPD", required=False)
    unit = KolomPilih(label="Unit", required=False)
    tanggal = KolomTanggal(label="Tanggal")
    mulai = _jam("Apel mulai")
    buka = _jam("Rekam dihitung sejak")
    tutup = _jam("Rekam dihitung sampai")
    tempat = forms.CharField(label="Tempat", max_length=200, required=False)
    penanggung_jawab = forms.CharField(
        label="Penanggung jawab daftar", max_length=150, required=False,
        help_text="NIP atau nama lengkap; harus punya akun. Kosong: admin OPD.",
    )  # fmt: skip
    hari_libur = forms.BooleanField(label="Wajib juga bagi yang libur hari itu (upacara)", required=False)
    mesin = KolomPilihBanyak(
        label="Mesin yang dihitung", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Kosong: hadir hanya menurut tanda penanggung jawab.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        opd: Iterable[OPD],
        unit: Iterable[Unit],
        mesin: Iterable[Mesin],
        orang: QuerySet[Pegawai],
        semua: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.orang, self.semua = orang, semua
        self.fields["opd"].isi(opd, kosong="Seluruh kabupaten" if semua else "— pilih —")  # type: ignore[attr-defined]
        self.fields["unit"].isi(unit, label=_unit, kosong="Semua unit")  # type: ignore[attr-defined]
        self.fields["mesin"].isi(mesin)  # type: ignore[attr-defined]

    def clean_penanggung_jawab(self) -> Pegawai | None:
        teks = str(self.cleaned_data["penanggung_jawab"]).strip()
        if not teks:
            return None
        ada = list(self.orang.filter(nip=teks)[:2] or self.orang.filter(nama__iexact=teks)[:2])
        if len(ada) != 1:
            raise ValidationError(
                "Ada beberapa orang dengan nama itu; isi NIP." if ada else "Tidak ditemukan atau tanpa akun."
            )
        return ada[0]

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or self.cleaned_data
        if not self.semua and not self.errors and not (isi.get("opd") or isi.get("unit")):
            self.add_error("opd", "Pilih OPD atau unit.")
        return isi

    def isi(self) -> dict[str, Any]:
        """What the action takes."""
        c = self.cleaned_data
        saat = {n: dt.datetime.combine(c["tanggal"], c[n], zona_pemda()) for n in ("mulai", "buka", "tutup")}
        nama = ("nama", "opd", "unit", "tempat", "hari_libur", "mesin", "penanggung_jawab")
        return {n: c[n] for n in nama} | saat


class FormTutup(Formulir):
    """The end of a sidak or apel."""

    contoh = {"jabatan_pendamping": "Sekretaris Dinas"}

    pendamping = forms.CharField(label="Pejabat yang mendampingi", max_length=150, required=False)
    jabatan_pendamping = forms.CharField(label="Jabatannya", max_length=200, required=False)
    catatan = forms.CharField(
        label="Catatan", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class FormTandai(Formulir):
    """One mark with its note."""

    catatan = forms.CharField(label="Catatan", max_length=300, required=False)

    def __init__(self, *args: Any, koreksi: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if koreksi:
            self.fields["catatan"].label = "Alasan mengubah"


class FormPenjelasan(Formulir):
    penjelasan = forms.CharField(
        label="Penjelasan", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text="Sekali saja, dan tidak dapat diubah. Jangan menuliskan diagnosis.",
    )  # fmt: skip


class FormPutusan(Formulir):
    putusan = forms.ChoiceField(label="Putusan", choices=[("", "— pilih —"), *PutusanTemuan.choices])
    alasan = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class SaringPengawasan(Formulir):
    """Filter of the lists of sidak and apel."""

    kata = forms.CharField(label="Nama atau tempat", required=False, max_length=100)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *StatusPengawasan.choices]
    )
    sejak = KolomTanggal(label="Tanggal dari", required=False)
    sampai = KolomTanggal(label="sampai", required=False)
    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].isi(opd, kosong="Semua OPD")  # type: ignore[attr-defined]


class SaringTemuan(Formulir):
    """Filter of the findings."""

    kata = forms.CharField(label="Nama", required=False, max_length=100)
    jenis = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *JenisTemuan.choices]
    )
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False,
        choices=[
            ("", "Semua keadaan"), ("jelas", "Menunggu penjelasan"), ("putus", "Menunggu putusan"),
            *PutusanTemuan.choices,
        ],
    )  # fmt: skip
    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].isi(opd, kosong="Semua OPD")  # type: ignore[attr-defined]


def baca_letak(isi: QueryDict) -> Letak | None:
    """The position a phone sent with a mark; anything that is none is none."""
    try:
        lintang, bujur = (
            Decimal(isi.get(n, "")[:12]).quantize(Decimal("0.000001")) for n in ("lintang", "bujur")
        )
        akurasi = int(isi.get("akurasi", "")[:7])
    except (InvalidOperation, ValueError):
        return None
    if not (abs(lintang) <= 90 and abs(bujur) <= 180 and akurasi >= 0):
        return None
    return Letak(lintang, bujur, akurasi)
