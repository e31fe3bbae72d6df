"""Forms of perjanjian kinerja."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomTanggal, KolomWaktu
from terukur.inti.periode import JenisPeriode, periode_setahun
from terukur.kinerja.actions import IsiBarisBaru
from terukur.kinerja.choices import PemicuRevisi, StatusPerjanjian
from terukur.kinerja.forms.isian import KolomTarget
from terukur.kinerja.models import BarisPerjanjian
from terukur.kinerja.queries.daftar_perjanjian import BELUM_ADA, BERGANTI
from terukur.kinerja.queries.perjanjian import target_baris
from terukur.kinerja.rules.perjanjian import LABEL_BARIS
from terukur.organisasi.models import Jabatan, Penugasan

KEPALA, BAWAHAN = "kepala", "bawahan"
KEADAAN = [
    ("", "Semua keadaan"),
    (BELUM_ADA, "Belum ada"),
    *((s.value, s.label) for s in StatusPerjanjian),
    (BERGANTI, "Pejabat berganti"),
]


class FormulirSaringPerjanjian(Formulir):
    """Filter of the list: words, year, level, state, and as known when."""

    kata = forms.CharField(required=False, label="Nama OPD atau jabatan", max_length=100)
    tahun = forms.IntegerField(required=False, label="Tahun", min_value=2000, max_value=2100, localize=False)
    tingkat = forms.ChoiceField(
        required=False,
        label="Tingkat",
        choices=[("", "Semua tingkat"), (KEPALA, "Kepala OPD"), (BAWAHAN, "Di bawah kepala OPD")],
    )
    keadaan = forms.ChoiceField(required=False, label="Keadaan", choices=KEADAAN)
    diketahui = KolomWaktu(required=False, label="Diketahui pada")


class FormulirMulai(Formulir):
    """Whose PK is begun, and to whom he promises."""

    atasan = forms.ModelChoiceField(
        Jabatan.objects.none(), label="Jabatan atasan (pihak kedua)", empty_label="Pilih jabatan"
    )
    pegawai = forms.ChoiceField(label="Pegawai")

    def __init__(
        self, data: Any = None, *, jabatan: Jabatan, pemegang: Iterable[Penugasan], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if jabatan.kepala:
            del self.fields["atasan"]
        else:
            pilihan: Any = self.fields["atasan"]
            pilihan.queryset = (
                Jabatan.objects.filter(opd=jabatan.opd_id, aktif=True, tunggal=True)
                .exclude(pk=jabatan.pk)
                .order_by("-kepala", "eselon", "nama", "pk")
            )
            pilihan.initial = pilihan.queryset.first()
        if jabatan.tunggal:
            del self.fields["pegawai"]
        else:
            orang: Any = self.fields["pegawai"]
            milik = sorted(((str(p.pegawai_id), p.pegawai.nama) for p in pemegang), key=lambda b: b[1])
            orang.choices = [("", "Pilih pegawai"), *milik]


class FormulirBaris(Formulir):
    """One line: sasaran, target of the year, and which promise of the superior it serves."""

    use_required_attribute = False

    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False, initial=0)
    sasaran = forms.CharField(
        label=LABEL_BARIS["sasaran"], max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    induk = forms.ChoiceField(required=False, label="Mendukung indikator atasan")
    contoh = {"sasaran": "Meningkatnya derajat kesehatan ibu dan anak"}

    def __init__(
        self,
        data: Any = None,
        *,
        tahun: int,
        ukuran: dict[str, Any],
        pilihan_induk: Sequence[tuple[str, str]],
        baris: BarisPerjanjian | None = None,
        **kwargs: Any,
    ) -> None:
        ada = target_baris(baris) if baris else None
        if baris is not None:
            awal = {"versi": baris.versi, "sasaran": baris.sasaran, "induk": str(baris.induk_id or "")}
            kwargs["initial"] = awal | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        periode = list(periode_setahun(tahun, JenisPeriode.TAHUN))
        self.kode = periode[0].kode
        self.target = KolomTarget(
            self, ukuran, periode, {self.kode: ada} if ada else {}, kapan="diisi sebelum ditandatangani"
        )
        self._siapkan()
        induk: Any = self.fields["induk"]
        induk.choices = [("", "Tidak ada"), *pilihan_induk]
        if not pilihan_induk:
            del self.fields["induk"]

    def clean(self) -> dict[str, Any]:
        self.target.periksa()
        return self.cleaned_data

    def isi(self) -> IsiBarisBaru:
        """What ``actions`` takes; call after ``is_valid()``."""
        induk = self.cleaned_data.get("induk")
        return IsiBarisBaru(
            self.cleaned_data["sasaran"],
            self.target.isi().get(self.kode),
            UUID(induk) if induk else None,
        )


class FormulirPerubahan(Formulir):
    """Why a PK changes, and by which document."""

    pemicu = forms.ChoiceField(label="Sebab", choices=PemicuRevisi.choices)
    nomor_dokumen = forms.CharField(label="Nomor dokumen dasar", max_length=100)
    tanggal_dokumen = KolomTanggal(label="Tanggal dokumen")
    alasan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    contoh = {"nomor_dokumen": "900.1/12/DPPA/2026", "alasan": "Anggaran program berkurang menurut DPPA"}


class FormulirKembalikan(Formulir):
    """Why the second party does not sign."""

    alasan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    contoh = {"alasan": "Target stunting lebih ringan daripada Renstra"}


class FormulirBanding(Formulir):
    """With which other version to compare."""

    dengan = forms.ChoiceField(label="Bandingkan dengan")

    def __init__(self, data: Any = None, *, pilihan: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        dengan: Any = self.fields["dengan"]
        dengan.choices = pilihan
