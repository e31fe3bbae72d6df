"""Forms of rosters, exceptions and rules."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomBulat, KolomTanggal
from terukur.kehadiran.choices import CaraBaca, PeristiwaPotongan
from terukur.kehadiran.models import Ketentuan, PolaKerja
from terukur.kehadiran.rules.jadwal import Jam, baca_jam
from terukur.kehadiran.rules.ketentuan import BERPITA, PITA_TERBANYAK, IsiKetentuan, susun_baris
from terukur.organisasi.forms.dasar import KolomPilih
from terukur.organisasi.models import OPD, Pegawai, Unit

PALING_PANJANG = 31
"""Longest cycle that the page can show."""


class FormLingkup(Formulir):
    """For whom: a person, else a unit, else an OPD, else all. ``semua``: the reader manages all."""

    opd = KolomPilih(label="OPD", required=False)
    unit = KolomPilih(label="Unit", required=False)
    pegawai = forms.CharField(
        label="Pegawai", required=False, max_length=150,
        help_text="NIP atau nama lengkap. Yang paling sempit yang dipakai: pegawai, lalu unit, lalu OPD.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        opd: Iterable[OPD],
        unit: Iterable[Unit],
        orang: QuerySet[Pegawai],
        semua: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.orang, self.semua = orang, semua
        kosong = "Seluruh kabupaten" if semua else "— pilih —"
        self.fields["opd"].isi(opd, kosong=kosong)  # type: ignore[attr-defined]
        self.fields["unit"].isi(unit, kosong="Semua unit")  # type: ignore[attr-defined]

    def clean_pegawai(self) -> Pegawai | None:
        teks = str(self.cleaned_data["pegawai"]).strip()
        if not teks:
            return None
        ada = list(self.orang.filter(nip=teks)[:2] or self.orang.filter(nama__iexact=teks)[:2])
        if len(ada) != 1:
            raise ValidationError(
                "Ada beberapa orang dengan nama itu; isi NIP." if ada else "Tidak ditemukan di OPD Anda."
            )
        return ada[0]

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or self.cleaned_data
        if not self.semua and not self.errors and self.pemilik is None:
            self.add_error("opd", "Pilih OPD, unit, atau pegawai.")
        return isi

    @property
    def pemilik(self) -> OPD | Unit | Pegawai | None:
        """The narrowest that was named."""
        isi = self.cleaned_data
        return isi.get("pegawai") or isi.get("unit") or isi.get("opd")


class FormPolaBerlaku(FormLingkup):
    pola = KolomPilih(label="Pola kerja")
    sejak = KolomTanggal(label="Berlaku sejak")
    sampai = KolomTanggal(label="Berlaku sampai", required=False, help_text="Kosong: sampai diganti.")
    hari_ke = KolomBulat(
        label="Hari siklus pada tanggal mulai", min_value=1, initial=1, required=False,
        help_text="Untuk sif bergilir: 1 bila tanggal mulai adalah hari pertama siklus.",
    )  # fmt: skip
    dasar = forms.CharField(label="Dasar", max_length=200, required=False)
    field_order = ("pola", "opd", "unit", "pegawai", "sejak", "sampai", "hari_ke", "dasar")

    def __init__(self, *args: Any, pola: Iterable[PolaKerja], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pola"].isi(pola)  # type: ignore[attr-defined]


class KolomJam(forms.CharField):
    """``07.30-16.00``; empty: a day off."""

    def clean(self, value: Any) -> Jam:
        try:
            return baca_jam(super().clean(value) or "")
        except ValueError as salah:
            raise ValidationError(str(salah)) from None


class FormKhusus(FormLingkup):
    contoh = {"jam": "08.00-12.00", "dasar": "SE Bupati 800/12/2026"}

    sejak = KolomTanggal(label="Mulai")
    sampai = KolomTanggal(label="Sampai")
    jam = KolomJam(label="Jam kerja", required=False, help_text="Kosong: hari itu lepas.")
    dasar = forms.CharField(label="Dasar", max_length=200)
    field_order = ("sejak", "sampai", "jam", "opd", "unit", "pegawai", "dasar")


class FormMasa(Formulir):
    """Days from which something is taken back."""

    sejak = KolomTanggal(label="Mulai")
    sampai = KolomTanggal(label="Sampai", required=False, help_text="Kosong: seterusnya.")


class FormPola(Formulir):
    contoh = {"kode": "SIF3", "nama": "Sif tiga regu"}

    kode = forms.CharField(
        label="Kode", max_length=20, help_text="Kode pendek pola sehari menjadi kode sif di buku kerja."
    )
    nama = forms.CharField(label="Nama", max_length=100)
    siklus = KolomBulat(
        label="Panjang siklus (hari)", min_value=1, max_value=PALING_PANJANG, initial=7,
        help_text="7: berulang setiap pekan mulai Senin.",
    )  # fmt: skip
    luwes_menit = KolomBulat(label="Kelonggaran masuk (menit)", min_value=0, max_value=240, initial=0)
    ikut_libur = forms.BooleanField(
        label="Libur pada hari libur nasional dan cuti bersama", required=False, initial=True
    )


class FormJam(Formulir):
    """The hours of every day of a pattern."""

    contoh = {"dasar": "Perbup 12/2026 tentang hari dan jam kerja"}

    sejak = KolomTanggal(label="Berlaku sejak")
    dasar = forms.CharField(label="Dasar", max_length=200)

    def __init__(self, *args: Any, hari: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jumlah = 0
        for n, nama in enumerate(hari):
            self.fields[f"jam_{n}"] = KolomJam(label=nama, required=False)
            self.fields[f"istirahat_{n}"] = KolomBulat(
                label=f"{nama}, istirahat (menit)", min_value=0, max_value=240, required=False
            )
            self.jumlah += 1
        self._siapkan()

    def jam(self) -> list[Jam]:
        c = self.cleaned_data
        return [
            Jam(j.masuk, j.pulang, (c.get(f"istirahat_{n}") or 0) if j.masuk is not None else 0)
            for n in range(self.jumlah)
            if (j := c[f"jam_{n}"]) is not None
        ]


class FormRamadan(Formulir):
    contoh = {"dasar": "Sidang isbat 17 Februari 2026"}

    sejak = KolomTanggal(label="Hari pertama puasa")
    sampai = KolomTanggal(label="Hari terakhir puasa")
    dasar = forms.CharField(label="Dasar", max_length=200)


class FormKecualikan(Formulir):
    contoh = {"nomor_sk": "800.1.4/21/BKPSDM/2026"}

    pegawai = forms.CharField(label="Pegawai", max_length=150, help_text="NIP atau nama lengkap.")
    nomor_sk = forms.CharField(label="Nomor SK", max_length=100)
    tanggal_sk = KolomTanggal(label="Tanggal SK")
    alasan = forms.CharField(
        label="Alasan", max_length=200, help_text="Tampak bagi admin OPD. Jangan menuliskan diagnosis."
    )
    sejak = KolomTanggal(label="Berlaku sejak")
    sampai = KolomTanggal(label="Berlaku sampai", required=False)

    def __init__(self, *args: Any, orang: QuerySet[Pegawai], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orang = orang

    clean_pegawai = FormLingkup.clean_pegawai


class FormAkhiri(Formulir):
    hari_terakhir = KolomTanggal(label="Hari terakhir pengecualian")


class FormKetentuan(FormLingkup):
    """A rule set: bands by their upper ends, other events by one deduction each."""

    contoh = {"dasar": "Perbup 12/2026 tentang TPP"}

    dasar = forms.CharField(label="Dasar hukum", max_length=300)
    sejak = KolomTanggal(label="Berlaku sejak")
    cara = forms.ChoiceField(label="Cara membaca rekam", choices=CaraBaca.choices)
    toleransi_detik = KolomBulat(label="Toleransi (detik)", min_value=0, max_value=3600)
    jarak_ganda_detik = KolomBulat(label="Jarak rekam ganda (detik)", min_value=1, max_value=3600)
    batas_persen = KolomAngka(
        label="Potongan tertinggi sehari (%)", min_value=0, max_value=100, required=False
    )
    kuota_lupa = KolomBulat(label="Kuota lupa rekam sebulan", min_value=0, max_value=31)
    hari_sanggah = KolomBulat(label="Hari sanggah (hari kerja)", min_value=0, max_value=30)
    tebus_menit = KolomBulat(
        label="Terlambat yang boleh ditebus (menit)", min_value=0, max_value=240,
        help_text="Dengan pulang sekian menit lebih lambat pada hari itu. 0: tidak dapat ditebus.",
    )  # fmt: skip
    tebus_kali = KolomBulat(
        label="Menebus terlambat sebulan (kali)", min_value=0, max_value=31,
        help_text="Selebihnya dipotong seperti biasa. PermenPANRB 6/2018: 30 menit, 5 kali.",
    )  # fmt: skip

    def __init__(self, *args: Any, lama: Ketentuan | None = None, **kwargs: Any) -> None:
        awal = kwargs.pop("initial", {})
        super().__init__(*args, initial=self._awal(lama) | awal, **kwargs)
        for p, sebutan in ((BERPITA[0], "TL"), (BERPITA[1], "PSW")):
            for n in range(1, PITA_TERBANYAK + 1):
                if n < PITA_TERBANYAK:
                    self.fields[f"{p}_sampai_{n}"] = KolomBulat(
                        label=f"{sebutan} {n}, sampai menit ke", min_value=1, max_value=1440, required=False
                    )
                self.fields[f"{p}_persen_{n}"] = self._persen(f"{sebutan} {n}, potongan (%)")
        for peristiwa in PeristiwaPotongan:
            if peristiwa not in BERPITA:
                self.fields[f"{peristiwa}_persen"] = self._persen(f"{peristiwa.label}, potongan (%)")
        self._siapkan()

    @staticmethod
    def _persen(label: str) -> KolomAngka:
        return KolomAngka(
            label=label, min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False
        )

    @staticmethod
    def _awal(lama: Ketentuan | None) -> dict[str, Any]:
        if lama is None:
            return {
                "cara": CaraBaca.FILO, "toleransi_detik": 59, "jarak_ganda_detik": 60, "kuota_lupa": 2,
                "hari_sanggah": 3, "tebus_menit": 0, "tebus_kali": 0,
            }  # fmt: skip
        nama = (
            "dasar", "cara", "toleransi_detik", "jarak_ganda_detik", "kuota_lupa", "hari_sanggah",
            "tebus_menit", "tebus_kali",
        )  # fmt: skip
        awal: dict[str, Any] = {n: getattr(lama, n) for n in nama} | {"batas_persen": lama.batas_persen}
        for b in lama.baris.order_by("pk"):
            if b.pita:
                awal[f"{b.peristiwa}_persen_{b.pita}"] = b.persen
                awal[f"{b.peristiwa}_sampai_{b.pita}"] = b.sampai
            else:
                awal[f"{b.peristiwa}_persen"] = b.persen
        return awal

    def isi(self) -> IsiKetentuan:
        """The rule set as filled in; raises ``AturanDilanggar`` where the bands do not follow each other."""
        c = self.cleaned_data
        batas: Decimal | None = c["batas_persen"]
        return IsiKetentuan(
            susun_baris(c), c["dasar"], c["cara"], c["toleransi_detik"], c["jarak_ganda_detik"], batas,
            c["kuota_lupa"], c["hari_sanggah"], c["tebus_menit"], c["tebus_kali"],
        )  # fmt: skip
