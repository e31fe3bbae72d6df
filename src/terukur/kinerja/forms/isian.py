"""Forms of the catalogue, of action plans and of revisions."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomTanggal, KolomWaktu
from terukur.inti.angka import BukanAngka, baca_angka, tulis_angka
from terukur.inti.periode import JenisPeriode, Periode, periode_setahun
from terukur.kinerja.choices import Agregasi, Asal, JenisIndikator, Metode, PemicuRevisi
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import IsiIndikator
from terukur.kinerja.rules.rencana_aksi import LABEL_KOLOM
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.models import Jabatan, Unit
from terukur.perencanaan.choices import Polaritas

SEBELUM_DIAJUKAN = "diisi sebelum diajukan"


def kolom_nilai(
    ukuran: dict[str, Any], *, label: str, required: bool = False, bawaan: Decimal | None = None
) -> forms.Field:
    """The field for one target or result, as its indicator is measured: a number or a choice of words."""
    polaritas = ukuran["rumus"]["polaritas"]
    if polaritas == Polaritas.YA_TIDAK:
        pilihan = [("", "Belum diisi"), ("1", "Ya"), ("0", "Tidak")]
    elif polaritas == Polaritas.PREDIKAT:
        pilihan = [("", "Belum diisi"), *((t["nilai"], t["nama"]) for t in ukuran["tangga"])]
    else:
        return KolomAngka(label=label, required=required, max_digits=20, decimal_places=4, initial=bawaan)
    cocok = next((k for k, _ in pilihan if k and bawaan is not None and Decimal(k) == bawaan), "")
    return forms.TypedChoiceField(
        label=label, required=required, choices=pilihan, coerce=Decimal, empty_value=None, initial=cocok
    )


def wajib_kelak(formulir: Formulir, nama: Iterable[str], kapan: str) -> None:
    """Say of fields that a draft may leave empty until when they are needed, instead of "boleh kosong"."""
    for n in nama:
        formulir.fields[n].kapan = kapan  # type: ignore[attr-defined]


class KolomTarget:
    """Adds the target fields of the periods to a form and reads them back."""

    def __init__(
        self,
        formulir: Formulir,
        ukuran: dict[str, Any],
        daftar: list[Periode],
        isi: dict[str, Target],
        *,
        required: bool = False,
        kapan: str = "",
    ) -> None:
        self.formulir, self.daftar = formulir, daftar
        self.rentang = ukuran["rumus"]["polaritas"] == Polaritas.RENTANG
        for p in daftar:
            ada = isi.get(p.kode)
            formulir.fields[f"target_{p.kode}"] = kolom_nilai(
                ukuran,
                label=f"Target {p.label_pendek}" + (" dari" if self.rentang else ""),
                required=required,
                bawaan=ada.nilai if ada else None,
            )
            if self.rentang:
                formulir.fields[f"target_{p.kode}_atas"] = kolom_nilai(
                    ukuran,
                    label=f"Target {p.label_pendek} sampai",
                    required=required,
                    bawaan=ada.atas if ada else None,
                )
        if kapan:
            wajib_kelak(formulir, (n for n in formulir.fields if n.startswith("target_")), kapan)

    def kolom(self) -> list[Any]:
        """The bound fields in order, for the template."""
        return [self.formulir[n] for n in self.formulir.fields if n.startswith("target_")]

    def periksa(self) -> None:
        """An upper bound without its lower one is no target; for the form's ``clean``."""
        for p in self.daftar if self.rentang else ():
            nama = f"target_{p.kode}"
            if self.formulir.cleaned_data.get(f"{nama}_atas") is None:
                continue
            if self.formulir.cleaned_data.get(nama) is None and nama not in self.formulir.errors:
                self.formulir.add_error(nama, f"Isi juga batas bawah target {p.label_pendek}.")

    def isi(self) -> dict[str, Target]:
        """{period code: target} of what is filled in; call after ``is_valid()``."""
        bersih = self.formulir.cleaned_data
        return {
            p.kode: Target(bersih[f"target_{p.kode}"], bersih.get(f"target_{p.kode}_atas"))
            for p in self.daftar
            if bersih.get(f"target_{p.kode}") is not None
        }


class FormulirAksi(Formulir):
    """One action with its targets; all may stay empty in a draft but what it is."""

    use_required_attribute = False

    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False, initial=0)
    aksi = forms.CharField(
        label=LABEL_KOLOM["aksi"], max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    penanggung_jawab = forms.ModelChoiceField(
        Jabatan.objects.none(),
        required=False,
        label=LABEL_KOLOM["penanggung_jawab"],
        empty_label="Pilih jabatan",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, label=LABEL_KOLOM["unit"], empty_label="OPD (tanpa unit)"
    )
    asal = forms.ChoiceField(label=LABEL_KOLOM["asal"], choices=Asal.choices)
    kode_sub = forms.ChoiceField(required=False, label=LABEL_KOLOM["kode_sub"])
    bobot = KolomAngka(
        label=LABEL_KOLOM["bobot"],
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        initial=Decimal(1),
        help_text="Dibandingkan dengan rencana aksi lain pada nilai OPD.",
    )
    catatan = forms.CharField(
        required=False,
        label=LABEL_KOLOM["catatan"],
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    contoh = {"aksi": "Mendampingi 40 pelaku usaha mengurus izin lewat OSS", "bobot": "1"}

    def __init__(
        self,
        data: Any = None,
        *,
        opd_id: UUID,
        tahun: int,
        ukuran: dict[str, Any],
        kode_rencana: dict[str, str],
        aksi: RencanaAksi | None = None,
        target: dict[str, Target] | None = None,
        **kwargs: Any,
    ) -> None:
        if aksi is not None:
            kolom = ("versi", "aksi", "penanggung_jawab", "unit", "asal", "kode_sub", "bobot", "catatan")
            kwargs["initial"] = {k: getattr(aksi, k) for k in kolom} | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        self.target = KolomTarget(
            self, ukuran, list(periode_setahun(tahun, JenisPeriode(ukuran["periode"]))), target or {},
            kapan=SEBELUM_DIAJUKAN,
        )  # fmt: skip
        wajib_kelak(self, ["penanggung_jawab"], SEBELUM_DIAJUKAN)
        self._siapkan()
        pilihan: Any = self.fields["penanggung_jawab"]
        pilihan.queryset = Jabatan.objects.filter(opd=opd_id, aktif=True).order_by("eselon", "nama", "pk")
        pilihan = self.fields["unit"]
        pilihan.queryset = Unit.objects.filter(opd=opd_id, aktif=True).order_by("kode", "pk")
        pilihan = self.fields["kode_sub"]
        ada = {aksi.kode_sub: ""} if aksi and aksi.kode_sub else {}
        pilihan.choices = [
            ("", "Belum dikaitkan"),
            *((k, f"{k} {nama}".strip()) for k, nama in (ada | kode_rencana).items()),
        ]

    def clean(self) -> dict[str, Any]:
        self.target.periksa()
        return self.cleaned_data

    def isi(self) -> dict[str, Any]:
        """{field: value} for ``actions``; call after ``is_valid()``."""
        kolom = ("aksi", "penanggung_jawab", "unit", "asal", "kode_sub", "bobot", "catatan")
        return {k: self.cleaned_data[k] for k in kolom} | {"target": self.target.isi()}


class FormulirIndikator(Formulir):
    """The manual of an indicator (manual IK)."""

    nama = forms.CharField(label="Nama indikator", max_length=300)
    jenis = forms.ChoiceField(label="Jenis", choices=JenisIndikator.choices, initial=JenisIndikator.OUTCOME)
    satuan = forms.CharField(label="Satuan", max_length=60)
    polaritas = forms.ChoiceField(label="Arah", choices=Polaritas.choices)
    metode = forms.ChoiceField(
        label="Cara hitung bila makin rendah makin baik", choices=Metode.choices, required=False
    )
    periode = forms.ChoiceField(
        label="Diukur", choices=[(p.value, p.label) for p in JenisPeriode], initial=JenisPeriode.TRIWULAN
    )
    agregasi = forms.ChoiceField(label="Gabungan setahun", choices=Agregasi.choices)
    batas_atas = KolomAngka(
        label="Batas atas capaian (%)",
        required=False,
        max_digits=6,
        decimal_places=2,
        initial=Decimal(120),
        help_text="Capaian mentah tetap ditampilkan di sampingnya. Kosong: tidak dibatasi.",
    )
    tangga = forms.CharField(
        label="Tangga predikat",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hanya untuk arah predikat: satu per baris dari yang terbaik. Contoh: WTP = 4",
    )
    pembilang = forms.CharField(
        label="Pembilang",
        required=False,
        max_length=200,
        help_text="Bila diisi bersama penyebut, realisasi diisi sebagai kedua komponen ini.",
    )
    penyebut = forms.CharField(label="Penyebut", required=False, max_length=200)
    pengali = KolomAngka(
        label="Pengali", required=False, max_digits=8, decimal_places=2, initial=Decimal(100)
    )
    definisi = forms.CharField(
        label="Definisi operasional",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rumus_ukur = forms.CharField(
        label="Rumus pengukuran", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    sumber_data = forms.CharField(label="Sumber data", required=False, max_length=200)
    sejak = KolomTanggal(
        label="Berlaku sejak", help_text="Target yang sudah ditetapkan tetap memakai rumusnya sendiri."
    )
    contoh = {"nama": "Prevalensi stunting", "satuan": "persen", "sumber_data": "EPPGBM", "pengali": "100"}

    def clean_tangga(self) -> tuple[tuple[str, Decimal], ...]:
        hasil = []
        for baris in filter(None, map(str.strip, self.cleaned_data["tangga"].splitlines())):
            nama, ada, nilai = baris.partition("=")
            try:
                angka = baca_angka(nilai)
            except BukanAngka as galat:
                raise ValidationError(str(galat)) from None
            if not ada or angka is None or not nama.strip():
                raise ValidationError(f"“{baris[:40]}” belum berbentuk predikat = nilai. Contoh: WTP = 4")
            hasil.append((nama.strip(), angka))
        return tuple(hasil)

    def isi(self) -> IsiIndikator:
        """What ``actions`` takes; call after ``is_valid()``."""
        b = self.cleaned_data
        return IsiIndikator(
            nama=b["nama"],
            satuan=b["satuan"],
            jenis=JenisIndikator(b["jenis"]),
            polaritas=Polaritas(b["polaritas"]),
            agregasi=Agregasi(b["agregasi"]),
            periode=JenisPeriode(b["periode"]),
            metode=Metode(b["metode"] or Metode.SELISIH),
            batas_atas=b["batas_atas"],
            tangga=b["tangga"],
            definisi=b["definisi"],
            rumus_ukur=b["rumus_ukur"],
            pembilang=b["pembilang"],
            penyebut=b["penyebut"],
            pengali=Decimal(100) if b["pengali"] is None else b["pengali"],
            sumber_data=b["sumber_data"],
        )

    @staticmethod
    def awal(definisi: DefinisiIndikator) -> dict[str, Any]:
        """What the form shows of a definition."""
        kolom = [n for n in FormulirIndikator.base_fields if n not in ("tangga", "sejak")]
        tangga = "\n".join(f"{t['nama']} = {tulis_angka(Decimal(t['nilai']))}" for t in definisi.tangga)
        return {k: getattr(definisi, k) for k in kolom} | {"tangga": tangga}


class FormulirRevisi(Formulir):
    """New targets of one set action, and by which document."""

    pemicu = forms.ChoiceField(label="Sebab", choices=PemicuRevisi.choices)
    alasan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    nomor_dokumen = forms.CharField(label="Nomor dokumen (PK Perubahan)", max_length=100)
    tanggal_dokumen = KolomTanggal(label="Tanggal dokumen")
    disetujui_oleh = forms.CharField(label="Disetujui oleh", max_length=200)
    contoh = {"nomor_dokumen": "000.8.6/14/2027", "disetujui_oleh": "Bupati"}

    def __init__(
        self, data: Any = None, *, ukuran: dict[str, Any], target: dict[str, Target], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.target = KolomTarget(self, ukuran, sorted(map(Periode.baca, target)), target, required=True)
        self._siapkan()


class FormulirSaringIndikator(Formulir):
    """Filter of the catalogue: words, kind, direction, and as of which day."""

    kata = forms.CharField(required=False, label="Nama atau kode", max_length=100)
    jenis = forms.ChoiceField(
        required=False, label="Jenis", choices=[("", "Semua jenis"), *JenisIndikator.choices]
    )
    polaritas = forms.ChoiceField(
        required=False, label="Arah", choices=[("", "Semua arah"), *Polaritas.choices]
    )
    per = KolomTanggal(required=False, label="Berlaku pada")
    diketahui = KolomWaktu(required=False, label="Diketahui pada")

    def saring(self, baris: QuerySet[DefinisiIndikator]) -> QuerySet[DefinisiIndikator]:
        """Apply what was filled in; call after ``is_valid()``."""
        isi = self.cleaned_data
        if kata := isi["kata"]:
            nomor = kata.upper().removeprefix("IK-")
            baris = (
                baris.filter(indikator__nomor=int(nomor))
                if nomor.isdecimal()
                else baris.filter(nama__icontains=kata)
            )
        for kolom in ("jenis", "polaritas"):
            if isi[kolom]:
                baris = baris.filter(**{kolom: isi[kolom]})
        return baris


class FormulirSaringDaftar(FormulirSaat):
    """Filter of the list of action plans, as they stood when."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    tahun = forms.IntegerField(required=False, label="Tahun", min_value=2000, max_value=2100, localize=False)
    field_order = ["kata", "tahun", "per", "diketahui"]
