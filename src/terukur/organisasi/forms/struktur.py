"""Forms of OPD, unit, jabatan, profile and their rearrangement."""

from collections.abc import Iterable
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal
from terukur.organisasi.choices import Eselon, JenisOPD, JenisUnit
from terukur.organisasi.forms.dasar import KolomPilih, KolomPilihBanyak, SaringSaat, pilihan
from terukur.organisasi.models import OPD, Unit

CONTOH_KODE = "1.02.0.00.0.00.01.0000"


class SaringOPD(SaringSaat):
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=pilihan("Semua", *JenisOPD.choices))


class SaringPerOPD(SaringSaat):
    opd = KolomPilih(label="OPD", required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["opd"]
        assert isinstance(kolom, KolomPilih)
        kolom.isi(opd, lambda o: o.singkatan, kosong="Semua")


class SaringUnit(SaringPerOPD):
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=pilihan("Semua", *JenisUnit.choices))


class SaringJabatan(SaringPerOPD):
    eselon = forms.ChoiceField(label="Eselon", required=False, choices=pilihan("Semua", *Eselon.choices))
    kosong = forms.BooleanField(label="Hanya yang kosong", required=False)


class FormOPD(Formulir):
    contoh = {"kode": CONTOH_KODE, "dasar": "Perda Nomor 4 Tahun 2026"}

    kode = forms.CharField(label="Kode", max_length=22, help_text="22 karakter sesuai nomenklatur.")
    nama = forms.CharField(label="Nama", max_length=200)
    singkatan = forms.CharField(label="Singkatan", max_length=40)
    jenis = forms.ChoiceField(label="Jenis", choices=JenisOPD.choices, initial=JenisOPD.DINAS)
    induk = KolomPilih(label="OPD induk", required=False)
    sejak = KolomTanggal(label="Berlaku sejak")
    dasar = forms.CharField(label="Dasar hukum", max_length=200, required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["induk"]
        assert isinstance(kolom, KolomPilih)
        kolom.isi(opd, lambda o: o.nama, kosong="Tidak ada")


class FormUnit(Formulir):
    contoh = {"kode": "1.02.0.00.0.00.01.0005"}

    opd = KolomPilih(label="OPD")
    kode = forms.CharField(
        label="Kode", max_length=22, help_text="Delapan belas karakter pertama sama dengan kode OPD."
    )
    nama = forms.CharField(label="Nama", max_length=200)
    jenis = forms.ChoiceField(label="Jenis", choices=JenisUnit.choices)
    sejak = KolomTanggal(label="Berlaku sejak")
    dasar = forms.CharField(label="Dasar hukum", max_length=200, required=False)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["opd"]
        assert isinstance(kolom, KolomPilih)
        kolom.isi(opd, lambda o: o.nama)


class FormJabatan(Formulir):
    contoh = {"nama": "Kepala Bidang Kesehatan Masyarakat"}

    nama = forms.CharField(label="Nama jabatan", max_length=200)
    unit = KolomPilih(label="Unit", required=False)
    eselon = forms.ChoiceField(label="Eselon", choices=Eselon.choices)
    kepala = forms.BooleanField(
        label="Memimpin dan menandatangani untuk OPD",
        required=False,
        help_text="Hanya satu jabatan per OPD. Direktur RSUD dan kepala unit tidak termasuk.",
    )
    tunggal = forms.BooleanField(
        label="Hanya dipegang seorang",
        required=False,
        initial=True,
        help_text="Hapus centang untuk jabatan yang dipegang banyak orang, misalnya pelaksana atau guru.",
    )
    sejak = KolomTanggal(label="Berlaku sejak")
    dasar = forms.CharField(label="Dasar hukum", max_length=200, required=False)

    def __init__(self, *args: Any, unit: Iterable[Unit], ubah: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["unit"]
        assert isinstance(kolom, KolomPilih)
        kolom.isi(unit, lambda u: u.nama, kosong="OPD induk")
        if ubah:
            del self.fields["tunggal"]


class FormAkhiri(Formulir):
    contoh = {"dasar": "Perbup Nomor 12 Tahun 2026"}

    hari_terakhir = KolomTanggal(label="Hari terakhir berlaku")
    dasar = forms.CharField(label="Dasar hukum", max_length=200)


class FormProfil(Formulir):
    """Tugas, and one line per fungsi: the sentence, then the codes of its programs after ``|``."""

    contoh = {"fungsi": "Perumusan kebijakan pelayanan kesehatan | 1.02.02 1.02.03"}

    tugas = forms.CharField(label="Tugas", widget=forms.Textarea(attrs={"rows": 4}))
    fungsi = forms.CharField(
        label="Fungsi",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Satu fungsi per baris. Kode program yang melaksanakannya ditulis setelah tanda |.",
    )
    dasar = forms.CharField(label="Dasar hukum", max_length=200)
    sejak = KolomTanggal(label="Berlaku sejak")

    def clean_fungsi(self) -> list[tuple[str, list[str]]]:
        hasil = []
        for baris in self.cleaned_data["fungsi"].splitlines():
            uraian, _, kode = baris.partition("|")
            if uraian.strip():
                hasil.append((uraian.strip(), kode.replace(",", " ").replace(";", " ").split()))
        return hasil


class FormGabung(Formulir):
    contoh = {"kode": CONTOH_KODE, "dasar": "Perda Nomor 4 Tahun 2026"}

    pendahulu = KolomPilihBanyak(label="OPD yang digabung", widget=forms.CheckboxSelectMultiple)
    kode = forms.CharField(label="Kode OPD baru", max_length=22)
    nama = forms.CharField(label="Nama OPD baru", max_length=200)
    singkatan = forms.CharField(label="Singkatan", max_length=40)
    jenis = forms.ChoiceField(label="Jenis", choices=JenisOPD.choices, initial=JenisOPD.DINAS)
    tanggal = KolomTanggal(label="Mulai tanggal", help_text="Biasanya 1 Januari.")
    dasar = forms.CharField(label="Dasar hukum", max_length=200)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["pendahulu"]
        assert isinstance(kolom, KolomPilihBanyak)
        kolom.isi(opd, lambda o: f"{o.kode} {o.nama}")


class FormPecah(Formulir):
    """Two or three new OPD, and for every unit the one it goes to."""

    BAGIAN = (1, 2, 3)
    contoh = {"kode_1": CONTOH_KODE, "dasar": "Perda Nomor 4 Tahun 2026"}

    tanggal = KolomTanggal(label="Mulai tanggal", help_text="Biasanya 1 Januari.")
    dasar = forms.CharField(label="Dasar hukum", max_length=200)

    def __init__(self, *args: Any, unit: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in self.BAGIAN:
            wajib = n < 3
            self.fields[f"kode_{n}"] = forms.CharField(
                label=f"Kode OPD baru {n}", max_length=22, required=wajib
            )
            self.fields[f"nama_{n}"] = forms.CharField(
                label=f"Nama OPD baru {n}", max_length=200, required=wajib
            )
            self.fields[f"singkatan_{n}"] = forms.CharField(
                label=f"Singkatan OPD baru {n}", max_length=40, required=wajib
            )
            self.fields[f"jenis_{n}"] = forms.ChoiceField(
                label=f"Jenis OPD baru {n}", choices=JenisOPD.choices, required=wajib, initial=JenisOPD.DINAS
            )
        self.unit = list(unit)
        tujuan = [("", "— pilih —"), *((str(n), f"OPD baru {n}") for n in self.BAGIAN)]
        for u in self.unit:
            self.fields[f"unit_{u.pk}"] = forms.ChoiceField(label=f"{u.nama} ke", choices=tujuan)
        self._siapkan()

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or self.cleaned_data
        if isi.get("nama_3") and not (isi.get("kode_3") and isi.get("singkatan_3")):
            self.add_error("kode_3", "Lengkapi kode dan singkatan OPD baru 3, atau kosongkan semuanya.")
        elif not isi.get("nama_3") and any(isi.get(f"unit_{u.pk}") == "3" for u in self.unit):
            self.add_error("nama_3", "Ada unit yang pergi ke OPD baru 3; isi nama dan kodenya.")
        return isi
