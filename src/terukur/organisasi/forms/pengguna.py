"""Forms of users and their roles, of regions and of the calendar."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.antarmuka.formulir import Formulir, KolomTahun, KolomTanggal
from terukur.organisasi.choices import JenisLibur, TingkatWilayah
from terukur.organisasi.forms.dasar import KolomPilih, pilihan
from terukur.organisasi.forms.struktur import SaringPerOPD
from terukur.organisasi.models import OPD, Unit


def pilihan_peran(peran: Iterable[Peran]) -> list[tuple[str, str]]:
    return [(p.value, DAFTAR_PERAN[p].nama) for p in peran]


class SaringPengguna(SaringPerOPD):
    peran = forms.ChoiceField(
        label="Peran",
        required=False,
        choices=pilihan("Semua", *pilihan_peran(p for p in Peran if p is not Peran.PEGAWAI)),
    )


class _FormPeran(Formulir):
    peran = forms.ChoiceField(label="Peran")
    opd = KolomPilih(label="OPD", required=False, help_text="Untuk operator, admin OPD dan pemaraf.")
    unit = KolomPilih(label="Unit", required=False, help_text="Kosongkan bila tugasnya untuk seluruh OPD.")

    def siapkan_peran(self, peran: Iterable[Peran], opd: Iterable[OPD], unit: Iterable[Unit]) -> None:
        """Fill the choices by what the granter may grant; without units the field falls away."""
        kolom_peran, kolom_opd, kolom_unit = (self.fields[n] for n in ("peran", "opd", "unit"))
        assert isinstance(kolom_peran, forms.ChoiceField)
        assert isinstance(kolom_opd, KolomPilih)
        assert isinstance(kolom_unit, KolomPilih)
        kolom_peran.choices = pilihan_peran(peran)
        daftar = list(opd)
        kolom_opd.isi(daftar, lambda o: o.nama, kosong="Seluruh kabupaten")
        if len(daftar) == 1:
            kolom_opd.initial = str(daftar[0].pk)
        milik = list(unit)
        if milik:
            kolom_unit.isi(milik, lambda u: u.nama, kosong="Seluruh OPD")
        else:
            del self.fields["unit"]


class FormBeriPeran(_FormPeran):
    contoh = {"dasar": "SK Kepala Dinas Nomor 800/12/2026"}

    syarat = forms.MultipleChoiceField(
        label="Syarat yang diperiksa",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Khusus verifikator; tanpa pilihan berarti semua syarat.",
    )
    sejak = KolomTanggal(label="Berlaku sejak")
    sampai = KolomTanggal(label="Berlaku sampai", required=False)
    dasar = forms.CharField(label="Dasar", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        peran: Iterable[Peran],
        opd: Iterable[OPD],
        unit: Iterable[Unit],
        syarat: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        daftar = list(peran)
        self.siapkan_peran(daftar, opd, unit)
        kolom = self.fields["syarat"]
        assert isinstance(kolom, forms.MultipleChoiceField)
        kolom.choices = list(syarat.items())
        if not syarat or Peran.VERIFIKATOR not in daftar:
            del self.fields["syarat"]


class FormPengguna(_FormPeran):
    contoh = {"nama_pengguna": "operator.dinkes", "nip": "18 angka tanpa spasi"}

    nama_pengguna = forms.CharField(label="Nama pengguna", max_length=60)
    nama = forms.CharField(label="Nama", max_length=150)
    nip = forms.CharField(label="NIP", max_length=24, required=False)

    def __init__(
        self,
        *args: Any,
        peran: Iterable[Peran],
        opd: Iterable[OPD],
        unit: Iterable[Unit],
        tanpa_peran: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.siapkan_peran(peran, opd, unit)
        kolom = self.fields["peran"]
        assert isinstance(kolom, forms.ChoiceField)
        if tanpa_peran:
            kolom.required = False
            kolom.choices = [("", "Tanpa peran (kepala OPD mengikuti SK)"), *pilihan_peran(peran)]
        self.order_fields(["nama", "nama_pengguna", "nip", "peran", "opd", "unit"])


class FormAlihkan(Formulir):
    contoh = {"alasan": "Mutasi per 1 Desember 2026"}

    kepada = KolomPilih(label="Alihkan kepada")
    alasan = forms.CharField(label="Alasan", max_length=200)

    def __init__(self, *args: Any, pengguna: Iterable[Pengguna], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["kepada"]
        assert isinstance(kolom, KolomPilih)
        kolom.isi(pengguna, lambda p: f"{p.nama} ({p.nama_pengguna})")


class FormAlasan(Formulir):
    contoh = {"alasan": "Mutasi ke OPD lain per 1 Desember 2026"}

    alasan = forms.CharField(label="Alasan", max_length=200)


class FormLepasTautan(FormAlasan):
    contoh = {"alasan": "Akun SSO yang lama diganti"}


class FormSetelSandi(Formulir):
    hapus_dua_langkah = forms.BooleanField(
        label="Hapus juga verifikasi dua langkah",
        required=False,
        help_text="Pilih bila telepon pengguna hilang.",
    )


class SaringWilayah(Formulir):
    kata = forms.CharField(label="Cari", required=False, max_length=100)
    tingkat = forms.ChoiceField(
        label="Tingkat", required=False, choices=pilihan("Semua", *TingkatWilayah.choices)
    )


class FormWilayah(Formulir):
    contoh = {"kode": "53.13.01.2001"}

    kode = forms.CharField(label="Kode", max_length=13)
    nama = forms.CharField(label="Nama", max_length=120)
    tingkat = forms.ChoiceField(label="Tingkat", choices=TingkatWilayah.choices)


class SaringLibur(Formulir):
    tahun = KolomTahun(label="Tahun", required=False, min_value=1945, max_value=2100)
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=pilihan("Semua", *JenisLibur.choices))


class FormLibur(Formulir):
    contoh = {"dasar": "SKB Tiga Menteri tentang Hari Libur Nasional dan Cuti Bersama Tahun 2027"}

    tanggal = KolomTanggal(label="Tanggal")
    nama = forms.CharField(label="Nama", max_length=150)
    jenis = forms.ChoiceField(label="Jenis", choices=JenisLibur.choices)
    perkiraan = forms.BooleanField(
        label="Masih perkiraan",
        required=False,
        help_text="SKB tahun itu belum terbit; tidak ada tenggat yang boleh bergantung padanya.",
    )
    dasar = forms.CharField(label="SKB atau keputusan", max_length=200, required=False)
