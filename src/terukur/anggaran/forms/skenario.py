"""Input of capacity scenarios and filters of their lists."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from terukur.anggaran.choices import Kriteria
from terukur.anggaran.forms.uang import FormulirTahapKini
from terukur.anggaran.models import Skenario
from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomRupiah
from terukur.organisasi.forms.waktu import FormulirSaat


class FormulirSkenario(FormulirTahapKini):
    """A new scenario: which stage, and how much less money."""

    contoh: ClassVar[Mapping[str, str]] = {
        "nama": "DAU turun 10 persen", "turun_persen": "10", "kekurangan": "15.000.000.000"
    }  # fmt: skip
    nama = forms.CharField(label="Nama skenario", max_length=120)
    turun_persen = KolomAngka(
        label="Pendapatan turun (persen)",
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text="Dari pendapatan tahapan itu. Isi ini atau kekurangan dalam rupiah.",
    )
    kekurangan = KolomRupiah(label="Kekurangan (rupiah)", required=False)
    field_order = ["nama", "tahun", "tahapan", "pergeseran_ke", "turun_persen", "kekurangan"]


class FormulirBobot(Formulir):
    """Weights of the criteria, and the protected share."""

    contoh: ClassVar[Mapping[str, str]] = {"dasar": "Berita acara rapat TAPD 12/2027"}
    dasar = forms.CharField(label="Dasar", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for k in Kriteria:
            self.fields[k.value] = KolomAngka(
                label=f"{k.label} (persen)" if k == Kriteria.LINDUNG else k.label,
                max_digits=5,
                decimal_places=2,
                min_value=0,
                max_value=100,
            )
        self.order_fields([k.value for k in Kriteria])
        self._siapkan()


class FormulirPotong(Formulir):
    """The cut of one line by hand."""

    contoh: ClassVar[Mapping[str, str]] = {
        "potong": "25.000.000", "alasan": "Sudah ada kontrak tahun jamak"
    }  # fmt: skip
    potong = KolomRupiah(label="Potongan")
    alasan = forms.CharField(label="Alasan", max_length=300)


class FormulirSaringBaris(FormulirSaat):
    """Filter of the lines of a scenario, as they stood when."""

    kata = forms.CharField(label="Cari kode, sub kegiatan atau OPD", required=False, max_length=80)
    pilih = forms.ChoiceField(
        label="Tampilkan",
        required=False,
        choices=[("", "Semua"), ("potong", "Yang dipotong"), ("tangan", "Yang diubah tangan")],
    )
    field_order = ["kata", "pilih", "per", "diketahui"]


class FormulirBanding(Formulir):
    """Which two scenarios stand side by side."""

    a = forms.ChoiceField(label="Skenario pertama")
    b = forms.ChoiceField(label="Skenario kedua")
    beda = forms.BooleanField(label="Hanya yang berbeda", required=False)

    def __init__(self, *args: Any, daftar: Iterable[Skenario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan = [(str(s.pk), s.nama) for s in daftar]
        for nama in ("a", "b"):
            self.fields[nama].choices = pilihan  # type: ignore[attr-defined]
