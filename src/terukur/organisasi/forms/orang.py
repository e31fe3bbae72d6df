"""Forms of pegawai, penugasan and the limits of temporary offices."""

from collections.abc import Iterable
from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomBulat, KolomTanggal
from terukur.organisasi.choices import JabatanLama, JenisPenugasan, StatusPegawai
from terukur.organisasi.forms.dasar import KolomPilih, SaringSaat, pilihan
from terukur.organisasi.forms.struktur import SaringPerOPD
from terukur.organisasi.models import OPD, Jabatan, Pegawai


class SaringPegawai(SaringPerOPD):
    status = forms.ChoiceField(
        label="Status", required=False, choices=pilihan("Semua", *StatusPegawai.choices)
    )
    tanpa_jabatan = forms.BooleanField(label="Hanya tanpa jabatan", required=False)


class SaringPenugasan(SaringPerOPD):
    jenis = forms.ChoiceField(
        label="Jenis",
        required=False,
        choices=pilihan("Semua", ("sementara", "Pj, Plt dan Plh"), *JenisPenugasan.choices),
    )
    kepala = forms.BooleanField(label="Hanya kepala OPD", required=False)


class SaringPenanda(SaringSaat):
    catatan = forms.BooleanField(label="Hanya yang bercatatan", required=False)


class FormPegawai(Formulir):
    contoh = {"nip": "18 angka tanpa spasi"}

    nama = forms.CharField(label="Nama", max_length=150, help_text="Dengan gelar, sesuai SK.")
    status = forms.ChoiceField(label="Status", choices=StatusPegawai.choices)
    nip = forms.CharField(
        label="NIP",
        max_length=24,
        required=False,
        help_text="Wajib untuk PNS, CPNS dan PPPK. NIK tidak disimpan di sini.",
    )
    aktif = forms.BooleanField(label="Masih bekerja", required=False, initial=True)

    def __init__(self, *args: Any, baru: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if baru:
            del self.fields["aktif"]

    def clean_nip(self) -> str:
        return str(self.cleaned_data["nip"]).replace(" ", "")


class FormHubungkan(Formulir):
    contoh = {"nama_pengguna": "kepala.dinkes"}

    nama_pengguna = forms.CharField(label="Nama pengguna atau NIP akun", max_length=60)


class SaringTugaskan(Formulir):
    """First step of recording an SK: which OPD, and whom to look for."""

    opd = KolomPilih(label="OPD tempat jabatan")
    kata = forms.CharField(label="Nama atau NIP pegawai", max_length=100)

    def __init__(self, *args: Any, opd: Iterable[OPD], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kolom = self.fields["opd"]
        assert isinstance(kolom, KolomPilih)
        kolom.isi(opd, lambda o: o.nama)


class FormTugaskan(Formulir):
    contoh = {"nomor_sk": "821.2/14/2026"}

    pegawai = KolomPilih(label="Pegawai")
    jabatan = KolomPilih(label="Jabatan")
    jenis = forms.ChoiceField(label="Jenis penugasan", choices=JenisPenugasan.choices)
    nomor_sk = forms.CharField(label="Nomor SK", max_length=100)
    tanggal_sk = KolomTanggal(label="Tanggal SK")
    sejak = KolomTanggal(label="Berlaku sejak", help_text="Boleh sudah lewat bila SK baru diterima.")
    sampai = KolomTanggal(
        label="Berlaku sampai",
        required=False,
        help_text="Wajib untuk Pj, Plt dan Plh; Plt paling lama 3 bulan.",
    )
    gantikan = forms.BooleanField(
        label="Gantikan pejabat lama",
        required=False,
        help_text="Penugasan pejabat yang sekarang memegang jabatan ini diakhiri sehari sebelumnya.",
    )

    jabatan_lama = forms.ChoiceField(
        label="Bila pegawai ini masih memegang jabatan definitif lain",
        required=False,
        choices=pilihan("Tidak memegang jabatan definitif lain", *JabatanLama.choices),
    )

    def __init__(
        self, *args: Any, pegawai: Iterable[Pegawai], jabatan: Iterable[Jabatan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        orang, kantor = self.fields["pegawai"], self.fields["jabatan"]
        assert isinstance(orang, KolomPilih)
        assert isinstance(kantor, KolomPilih)
        # Names repeat; whoever records an SK reads the NIP on it.
        orang.isi(pegawai, lambda p: f"{p.nama} · {p.nip}")
        kantor.isi(jabatan)


class FormAkhiriPenugasan(Formulir):
    contoh = {"alasan": "Pensiun per 1 Desember 2026"}

    hari_terakhir = KolomTanggal(label="Hari terakhir bertugas")
    alasan = forms.CharField(label="Alasan", max_length=200)


class FormBatas(Formulir):
    contoh = {"dasar": "SE Kepala BKN Nomor 1/SE/I/2021"}

    bulan = KolomBulat(label="Paling lama (bulan)", min_value=1, max_value=36)
    jumlah_perpanjangan = KolomBulat(label="Jumlah perpanjangan", min_value=0, max_value=10)
    hari_peringatan = KolomBulat(label="Diperingatkan berapa hari sebelumnya", min_value=1, max_value=90)
    dasar = forms.CharField(label="Dasar hukum", max_length=200)
    sejak = KolomTanggal(label="Berlaku sejak")
