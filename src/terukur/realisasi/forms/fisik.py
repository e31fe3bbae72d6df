"""What is entered of one sub kegiatan in a month, and the filter of the list."""

from typing import Any

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomRupiah, KolomTahun, KolomTanggal, KolomWaktu
from terukur.inti.waktu import BULAN
from terukur.realisasi.actions import KirimanFisik
from terukur.realisasi.choices import KeadaanFisik, Pengadaan
from terukur.realisasi.queries.fisik import BarisFisik
from terukur.realisasi.rules.fisik import IsiFisik

_ISI = tuple(IsiFisik.__dataclass_fields__)


class FormulirFisik(Formulir):
    """One row of the month; named by the code of its sub kegiatan. Limits are the action's to judge."""

    use_required_attribute = False

    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False, required=False)
    rencana = KolomAngka(label="Rencana (%)", required=False, max_digits=9, decimal_places=2)
    realisasi = KolomAngka(label="Realisasi fisik (%)", required=False, max_digits=9, decimal_places=2)
    pengadaan = forms.ChoiceField(
        label="Pengadaan", required=False, choices=[("", "Belum dicatat"), *Pengadaan.choices]
    )
    nomor_kontrak = forms.CharField(label="Nomor kontrak", required=False, max_length=120)
    tanggal_kontrak = KolomTanggal(label="Tanggal kontrak", required=False)
    nilai_kontrak = KolomRupiah(label="Nilai kontrak (rupiah)", required=False)
    catatan = forms.CharField(label="Catatan", required=False, max_length=500)
    alasan = forms.CharField(label="Alasan", required=False, max_length=300)
    contoh = {"rencana": "45", "realisasi": "42,5", "nilai_kontrak": "1.250.000.000"}

    def __init__(self, data: Any = None, *, baris: BarisFisik, **kwargs: Any) -> None:
        self.baris = baris
        awal = {n: getattr(baris.isi, n) for n in _ISI} | {"versi": baris.versi}
        super().__init__(data, prefix=baris.sub.kode.replace(".", "_"), initial=awal, **kwargs)

    @property
    def kiriman(self) -> KirimanFisik:
        isi: dict[str, Any] = {n: self.cleaned_data[n] for n in _ISI}
        return KirimanFisik(
            self.baris.sub.kode, self.cleaned_data["versi"] or 0, IsiFisik(**isi), self.cleaned_data["alasan"]
        )


class FormulirSaringFisik(Formulir):
    """Which month, of which OPD, as known when."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    bulan = forms.TypedChoiceField(
        required=False, label="Bulan", coerce=int, empty_value=None,
        choices=[("", "Bulan ini"), *enumerate(BULAN, 1)],
    )  # fmt: skip
    tahun = KolomTahun(required=False, label="Tahun", min_value=2000, max_value=2100)
    keadaan = forms.ChoiceField(
        required=False, label="Keadaan", choices=[("", "Semua keadaan"), *KeadaanFisik.choices]
    )
    diketahui = KolomWaktu(required=False, label="Diketahui pada")


class FormulirSahkanFisik(Formulir):
    """Which state of the entries the head read."""

    sidik = forms.IntegerField(widget=forms.HiddenInput, localize=False)
