"""What is filled in: validates only; actions save."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import format_html_join

from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomBulat, KolomRupiah, KolomTanggal
from terukur.organisasi.models import Unit, Wilayah
from terukur.perencanaan.choices import JenisPemda
from terukur.perencanaan.models import PrioritasDaerah, SubKegiatanRencana, VersiNomenklatur
from terukur.perencanaan.queries import daftar_prioritas, daftar_versi, label_wilayah, temukan_wilayah
from terukur.perencanaan.rules.isian import LABEL_KOLOM, PENANDA
from terukur.perencanaan.rules.matriks import TemuanBaris
from terukur.tenggat.models import Pengajuan


class PilihanWilayah(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Places already chosen, as boxes to untick; any active place is accepted."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Wilayah) -> str:
        return label_wilayah(obj)


class _Draf:
    """A field that must be filled before submission, but may be saved empty until then.

    ``required`` only says so on the page; the checks of the program kerja insist on it.
    """

    def validate(self, value: Any) -> None:
        if value not in forms.Field.empty_values:
            super().validate(value)  # type: ignore[misc]


class AngkaDraf(_Draf, KolomAngka):
    pass


class RupiahDraf(_Draf, KolomRupiah):
    pass


class TeksDraf(_Draf, forms.CharField):
    pass


class FormulirSubKegiatan(Formulir):
    """The fields of a sub kegiatan that perencanaan owns; every one may stay empty in a draft.

    ``isi()`` gives what was sent: with ``penuh`` (the whole form) all fields, without it only
    the fields present, so that one field can be saved alone. Findings of the checks stand as
    help text at their field.
    """

    use_required_attribute = False

    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False)
    penuh = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, label=LABEL_KOLOM["unit"], empty_label="OPD (tanpa unit)"
    )
    target = AngkaDraf(max_digits=20, decimal_places=4, min_value=0)
    lokasi = PilihanWilayah(Wilayah.objects.none(), required=False, label="Lokasi")
    lokasi_tambah = forms.CharField(
        required=False,
        label="Tambah lokasi",
        max_length=500,
        help_text="Nama desa, kelurahan atau kecamatan; pisahkan beberapa dengan titik koma.",
    )
    lokasi_uraian = forms.CharField(required=False, label=LABEL_KOLOM["lokasi_uraian"], max_length=1000)
    kelompok_sasaran = TeksDraf(
        label=LABEL_KOLOM["kelompok_sasaran"],
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    prioritas = forms.ModelChoiceField(
        PrioritasDaerah.objects.none(),
        required=False,
        label=LABEL_KOLOM["prioritas"],
        empty_label="Tidak ada",
    )
    prioritas_nasional = forms.CharField(
        required=False, label=LABEL_KOLOM["prioritas_nasional"], max_length=500
    )
    target_maju = AngkaDraf(max_digits=20, decimal_places=4, min_value=0)
    pagu_maju = RupiahDraf()
    target_akhir_renstra = KolomAngka(required=False, max_digits=20, decimal_places=4, min_value=0)
    realisasi_lalu = KolomAngka(required=False, max_digits=20, decimal_places=4, min_value=0)
    prakiraan_berjalan = KolomAngka(required=False, max_digits=20, decimal_places=4, min_value=0)
    tag = forms.MultipleChoiceField(
        required=False,
        label=LABEL_KOLOM["tag"],
        choices=[(p, p) for p in PENANDA],
        widget=forms.CheckboxSelectMultiple,
    )
    catatan = forms.CharField(
        required=False,
        label=LABEL_KOLOM["catatan"],
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    contoh = {
        "target": "1.250",
        "pagu_maju": "1.250.000.000",
        "kelompok_sasaran": "balita 0-59 bulan di 12 puskesmas",
        "lokasi_tambah": "Watu Ikat, Tanjung Ikat",
    }

    def __init__(
        self,
        data: Any = None,
        *,
        pengajuan: Pengajuan,
        baris: SubKegiatanRencana | None = None,
        unit_boleh: Collection[UUID] | None = None,
        temuan: Iterable[TemuanBaris] = (),
        **kwargs: Any,
    ) -> None:
        tahun = pengajuan.jendela.tahun
        if baris is not None:
            awal = {k: getattr(baris, k) for k in LABEL_KOLOM if k not in ("lokasi",)}
            awal |= {"versi": baris.versi, "lokasi": list(baris.lokasi.all())}
            kwargs["initial"] = awal | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        label = {
            "target": f"Target {tahun}",
            "target_maju": f"Target prakiraan maju {tahun + 1}",
            "pagu_maju": f"Pagu prakiraan maju {tahun + 1}",
            "target_akhir_renstra": "Target akhir Renstra",
            "realisasi_lalu": f"Realisasi {tahun - 2}",
            "prakiraan_berjalan": f"Prakiraan capaian {tahun - 1}",
        }
        for k, teks in label.items():
            self.fields[k].label = teks
        unit = Unit.objects.filter(opd=pengajuan.opd_id, aktif=True).order_by("kode", "pk")
        pilihan_unit: Any = self.fields["unit"]
        if unit_boleh is not None:
            unit = unit.filter(pk__in=unit_boleh)
            pilihan_unit.empty_label = None
        pilihan_unit.queryset = unit
        pilihan_prioritas: Any = self.fields["prioritas"]
        pilihan_prioritas.queryset = daftar_prioritas(dt.date(tahun, 1, 1))
        self._siapkan_lokasi(baris)
        self._tempel_temuan(temuan)

    def _siapkan_lokasi(self, baris: SubKegiatanRencana | None) -> None:
        pilihan: Any = self.fields["lokasi"]
        pilihan.queryset = Wilayah.objects.filter(aktif=True).select_related("induk").order_by("kode", "pk")
        terpilih = list(baris.lokasi.select_related("induk").order_by("kode", "pk")) if baris else []
        pilihan.widget.choices = [(w.pk, label_wilayah(w)) for w in terpilih]

    def _tempel_temuan(self, temuan: Iterable[TemuanBaris]) -> None:
        per_kolom: dict[str, list[TemuanBaris]] = defaultdict(list)
        for t in temuan:
            per_kolom["lokasi_tambah" if t.kolom == "lokasi" else t.kolom].append(t)
        for k, daftar in per_kolom.items():
            if k in self.fields:
                self.fields[k].help_text = format_html_join(
                    " ",
                    '<span class="{}">{}</span>',
                    (("t-buruk" if t.jenis == "galat" else "t-tunggu", t.pesan) for t in daftar),
                )

    def clean_lokasi_tambah(self) -> list[Wilayah]:
        teks = re.split(r"[;\n]", self.cleaned_data["lokasi_tambah"])
        hasil, gagal = temukan_wilayah(teks)
        if gagal:
            raise ValidationError(gagal)
        return hasil

    def isi(self) -> dict[str, Any]:
        """{field: value} for ``actions.program``; call after ``is_valid()``."""
        penuh = bool(self.cleaned_data.get("penuh"))
        dikirim = {k for k in LABEL_KOLOM if penuh or self.add_prefix(k) in self.data}
        hasil = {k: self.cleaned_data[k] for k in dikirim if k != "lokasi"}
        tambahan = self.cleaned_data.get("lokasi_tambah") or []
        if "lokasi" in dikirim or tambahan:
            lama = list(self.cleaned_data["lokasi"])
            if "lokasi" not in dikirim:
                lama = list(self.initial.get("lokasi", []))
            hasil["lokasi"] = lama + [w for w in tambahan if w not in lama]
        return hasil


class FormulirIndikator(Formulir):
    """An additional indicator."""

    nama = forms.CharField(label="Indikator tambahan", max_length=500)
    satuan = forms.CharField(label="Satuan", max_length=100)
    target = KolomAngka(required=False, label="Target", max_digits=20, decimal_places=4, min_value=0)
    target_maju = KolomAngka(
        required=False, label="Target prakiraan maju", max_digits=20, decimal_places=4, min_value=0
    )
    contoh = {"nama": "Persentase balita ditimbang", "satuan": "Persen", "target": "90"}


class FormulirPilih(Formulir):
    """Which row of the nomenclature to add."""

    nomenklatur = forms.IntegerField(widget=forms.HiddenInput, localize=False)
    kode = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, label="Unit pelaksana", empty_label="OPD (tanpa unit)"
    )

    def __init__(
        self, *args: Any, opd_id: UUID, unit_boleh: Collection[UUID] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit = Unit.objects.filter(opd=opd_id, aktif=True).order_by("kode", "pk")
        pilihan: Any = self.fields["unit"]
        if unit_boleh is not None:
            unit = unit.filter(pk__in=unit_boleh)
            pilihan.empty_label = None
            pilihan.required = True
        pilihan.queryset = unit


class FormulirTahunVersi(Formulir):
    """Which version a planning year uses."""

    tahun = forms.IntegerField(label="Tahun rencana", min_value=2020, max_value=2100, localize=False)
    versi = forms.ModelChoiceField(VersiNomenklatur.objects.none(), label="Versi nomenklatur")
    contoh = {"tahun": "2027"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["versi"]
        pilihan.queryset = daftar_versi()


class FormulirPrioritas(Formulir):
    """A priority of the kabupaten."""

    nama = forms.CharField(label="Nama prioritas", max_length=150)
    uraian = forms.CharField(
        required=False, label="Uraian", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    urutan = KolomBulat(label="Urutan", min_value=1, max_value=999)
    berlaku_sejak = KolomTanggal(label="Berlaku sejak")
    berlaku_sampai = KolomTanggal(label="Berlaku sampai", required=False)
    contoh = {"nama": "Kesehatan", "urutan": "1"}


class FormulirBanding(Formulir):
    """Two versions of the nomenclature to compare."""

    lama = forms.ModelChoiceField(VersiNomenklatur.objects.none(), label="Versi lama")
    baru = forms.ModelChoiceField(VersiNomenklatur.objects.none(), label="Versi baru")
    jenis_pemda = forms.ChoiceField(required=False, label="Jenis pemda", choices=JenisPemda.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nama in ("lama", "baru"):
            pilihan: Any = self.fields[nama]
            pilihan.queryset = daftar_versi()

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if isi.get("lama") and isi.get("lama") == isi.get("baru"):
            self.add_error("baru", "Pilih versi yang berbeda dari versi lama.")
        return isi


BATAS_BERKAS = 20 * 1024 * 1024


class PilihanPengajuan(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A submission by its stage and year; of another OPD than ``opd_id`` with that one's name."""

    opd_id: UUID | None = None

    def label_from_instance(self, obj: Pengajuan) -> str:
        asal = f"{obj.opd.singkatan}: " if self.opd_id and obj.opd_id != self.opd_id else ""
        return f"{asal}{obj.jendela.nama_tahapan} ({obj.get_status_display().lower()})"


class FormulirSumberSalin(Formulir):
    """The earlier program kerja to copy from."""

    sumber = PilihanPengajuan(
        Pengajuan.objects.none(), label="Salin dari", empty_label="Pilih tahun dan tahapan"
    )

    def __init__(self, *args: Any, sumber: QuerySet[Pengajuan], opd_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["sumber"]
        pilihan.opd_id, pilihan.queryset = opd_id, sumber


class FormulirTahapan(Formulir):
    """The other stage to put beside this one."""

    pembanding = PilihanPengajuan(
        Pengajuan.objects.none(), label="Bandingkan dengan", empty_label="Pilih tahapan"
    )

    def __init__(self, *args: Any, lain: QuerySet[Pengajuan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["pembanding"]
        pilihan.queryset = lain


class FormulirBerkasSipd(Formulir):
    """A SIPD export to compare with; read, never stored."""

    berkas = forms.FileField(label="Ekspor SIPD (XLSX, XLS, ODS atau CSV)")
    unduh = forms.BooleanField(required=False, label="Unduh hasilnya sebagai XLSX")

    def clean_berkas(self) -> Any:
        berkas = self.cleaned_data["berkas"]
        if berkas.size > BATAS_BERKAS:
            raise ValidationError("Berkas lebih dari 20 MB. Ekspor satu OPD saja, lalu coba lagi.")
        return berkas


class FormulirVersiBaru(Formulir):
    """Which version of the nomenclature a workbook holds."""

    nama = forms.CharField(label="Nama versi", max_length=120)
    dasar = forms.CharField(label="Dasar (Kepmendagri)", max_length=200)
    tahun_mulai = forms.IntegerField(
        label="Berlaku mulai tahun", min_value=2020, max_value=2100, localize=False
    )
    contoh = {
        "nama": "Nomenklatur 2027",
        "dasar": "Kepmendagri 900.1-861 Tahun 2026",
        "tahun_mulai": "2027",
    }
