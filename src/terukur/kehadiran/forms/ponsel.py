"""Forms of records by phone: places, rights, rules, and decisions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from terukur.antarmuka.formulir import Formulir, KolomBulat, KolomTanggal
from terukur.kehadiran.choices import AlasanRisiko, PutusanPonsel
from terukur.kehadiran.forms.jadwal import FormLingkup
from terukur.kehadiran.models import KetentuanPonsel
from terukur.kehadiran.rules.risiko import BOBOT_BAWAAN, NILAI_TERTINGGI
from terukur.organisasi.forms.dasar import KolomPilih
from terukur.organisasi.models import OPD, Pegawai

BAWAAN: dict[str, Any] = {
    "ketelitian_terbesar": 100, "kecepatan_terbesar": 150, "ambang": 50, "hitung_menunggu": True,
    "simpan_hari": 90,
}  # fmt: skip
"""Numbers to begin with; BKPSDM sets them, with its own ground."""


class KolomTitik(forms.CharField):
    """``-9.105000, 124.892000``, as maps give it; cleans to (latitude, longitude)."""

    def clean(self, value: Any) -> tuple[float, float]:
        teks = super().clean(value)
        try:
            lintang, bujur = (float(x.strip()) for x in teks.replace(";", ",").split(","))
        except ValueError:
            raise ValidationError(
                "Tulis lintang, koma, lalu bujur dengan titik desimal. Contoh: -9.105000, 124.892000"
            ) from None
        if not (abs(lintang) <= 90 and abs(bujur) <= 180):
            raise ValidationError("Lintang paling jauh 90, bujur 180. Mungkin tertukar.")
        return lintang, bujur


class FormLetak(Formulir):
    """Where a place or a device stands."""

    contoh = {"titik": "-9.105000, 124.892000", "radius": "100"}

    titik = KolomTitik(
        label="Titik tengah", max_length=60,
        help_text="Lintang, bujur. Di aplikasi peta: tekan lama pada gedungnya, lalu salin angkanya.",
    )  # fmt: skip
    radius = KolomBulat(
        label="Radius pagar (meter)", min_value=10, max_value=50_000,
        help_text="Lingkaran yang memuat seluruh halaman kantor. Ketelitian ponsel sudah diperhitungkan.",
    )  # fmt: skip
    sejak = KolomTanggal(label="Berlaku sejak")


class FormTempat(FormLetak):
    contoh = FormLetak.contoh | {"nama": "Kantor Camat"}

    nama = forms.CharField(label="Nama tempat", max_length=100)
    opd = KolomPilih(label="OPD")
    field_order = ("nama", "opd", "titik", "radius", "sejak")

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].isi(opd)  # type: ignore[attr-defined]


class FormLayar(Formulir):
    contoh = {"nama": "Tablet di lobi"}

    nama = forms.CharField(label="Nama layar", max_length=100)


class FormIzinPonsel(Formulir):
    """Who may record by phone, on which ground, from when to when."""

    contoh = {"dasar": "SK Bupati 800/45/2026"}

    pegawai = forms.CharField(label="Pegawai", max_length=150, help_text="NIP atau nama lengkap.")
    dasar = forms.CharField(
        label="Dasar", max_length=200,
        help_text="Nomor SK atau surat tugas: petugas keliling, tempat tanpa mesin, kerja dari lokasi lain.",
    )  # fmt: skip
    sejak = KolomTanggal(label="Berlaku sejak")
    sampai = KolomTanggal(label="Berlaku sampai", required=False, help_text="Kosong: sampai diakhiri.")

    def __init__(self, *args: Any, orang: QuerySet[Pegawai], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orang = orang

    clean_pegawai = FormLingkup.clean_pegawai


class FormAkhiriIzin(Formulir):
    hari_terakhir = KolomTanggal(
        label="Hari terakhir", help_text="Rekam ponsel sesudah hari ini tidak dihitung lagi."
    )


class FormKetentuanPonsel(Formulir):
    """The numbers, and the points of each reason."""

    contoh = {"dasar": "Perbup 12/2026"}

    sejak = KolomTanggal(label="Berlaku sejak")
    dasar = forms.CharField(label="Dasar", max_length=200)
    ketelitian_terbesar = KolomBulat(
        label="Ketelitian posisi paling buruk (meter)", min_value=10, max_value=5_000,
        help_text="Posisi yang lebih kasar tidak disimpan; pegawai diberi tahu.",
    )  # fmt: skip
    kecepatan_terbesar = KolomBulat(
        label="Kecepatan berpindah yang masih mungkin (km/jam)", min_value=60, max_value=1_200
    )
    ambang = KolomBulat(
        label="Diperiksa mulai nilai", min_value=1, max_value=NILAI_TERTINGGI,
        help_text="Jumlah nilai alasan di bawah; rekam yang mencapainya masuk antrean pemeriksaan.",
    )  # fmt: skip
    hitung_menunggu = forms.BooleanField(label="Rekam dihitung selama menunggu pemeriksaan", required=False)
    simpan_hari = KolomBulat(
        label="Koordinat disimpan (hari)", min_value=7, max_value=730,
        help_text="Sesudah itu koordinat dan tanda ponsel dihapus; hasil pemeriksaannya tetap.",
    )  # fmt: skip

    def __init__(self, *args: Any, lama: KetentuanPonsel | None, **kwargs: Any) -> None:
        awal = BAWAAN | {f"bobot_{a}": n for a, n in BOBOT_BAWAAN.items()}
        if lama is not None:
            awal = {n: getattr(lama, n) for n in BAWAAN} | {"dasar": lama.dasar}
            awal |= {f"bobot_{a}": n for a, n in lama.bobot.items()}
        super().__init__(*args, initial=awal | kwargs.pop("initial", {}), **kwargs)
        for a in AlasanRisiko:
            self.fields[f"bobot_{a.value}"] = KolomBulat(
                label=f"Nilai: {a.label.lower()}", min_value=0, max_value=NILAI_TERTINGGI
            )
        self._siapkan()

    def isi(self) -> Mapping[str, Any]:
        """What the action takes."""
        c = self.cleaned_data
        bobot = {a.value: c[f"bobot_{a.value}"] for a in AlasanRisiko}
        return {n: c[n] for n in (*BAWAAN, "dasar", "sejak")} | {"bobot": bobot}


class FormSaringPeriksa(Formulir):
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False,
        choices=[("", PutusanPonsel.MENUNGGU.label), ("semua", "Semua"),
                 *((p.value, p.label) for p in PutusanPonsel if p is not PutusanPonsel.MENUNGGU)],
    )  # fmt: skip
    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].isi(opd, kosong="Semua OPD saya")  # type: ignore[attr-defined]


class FormPutusPonsel(Formulir):
    contoh = {"catatan": "Sudah ditanyakan; ada di lokasi bersama timnya"}

    catatan = forms.CharField(
        label="Alasan putusan", max_length=300, help_text="Dibaca pegawai itu dan tersimpan dalam jejak."
    )
