"""Forms of the pohon kinerja and of crosscutting."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from terukur.antarmuka.formulir import Formulir, KolomBulat
from terukur.kinerja.actions import IsiSimpulBaru
from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.rules.pohon import Simpul
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.models import OPD
from terukur.perencanaan.models import ButirRencana, DokumenRencana

LABEL_SIMPUL = {
    "pernyataan": "Kondisi yang ingin dicapai",
    "tingkat": "Tingkat",
    "induk": "Simpul di atasnya",
    "butir": "Tujuan atau sasaran rencana",
    "urutan": "Nomor urut",
}


class FormulirSaatPohon(FormulirPer):
    """Of which RPJMD's years, of which day, and as known when."""

    periode = forms.TypedChoiceField(required=False, label="Periode", coerce=int, empty_value=None)
    field_order: Sequence[str] = ("periode", "per", "diketahui")

    def __init__(self, data: Any = None, *, periode: Iterable[DokumenRencana], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        pilihan: Any = self.fields["periode"]
        pilihan.choices = [(d.tahun_awal, f"{d.tahun_awal}–{d.tahun_akhir}") for d in periode]


class FormulirSaringPohon(FormulirSaatPohon):
    """The list of trees: words first, since the first field is always in sight."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    field_order = ("kata", "periode", "per", "diketahui")


class FormulirSimpul(Formulir):
    """One node: what it says, how wide it is, and where it stands."""

    use_required_attribute = False

    pernyataan = forms.CharField(
        label=LABEL_SIMPUL["pernyataan"], max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kondisi, bukan kegiatan.",
    )  # fmt: skip
    tingkat = forms.TypedChoiceField(
        label=LABEL_SIMPUL["tingkat"], choices=TingkatKinerja.choices, coerce=lambda n: TingkatKinerja(int(n))
    )
    induk = forms.ChoiceField(required=False, label=LABEL_SIMPUL["induk"])
    butir = forms.ChoiceField(required=False, label=LABEL_SIMPUL["butir"])
    urutan = KolomBulat(required=False, label=LABEL_SIMPUL["urutan"], min_value=1, max_value=999)
    contoh = {"pernyataan": "Meningkatnya balita yang tumbuh sesuai usia"}

    def __init__(
        self,
        data: Any = None,
        *,
        simpul: Sequence[tuple[int, Simpul]],
        butir: Sequence[ButirRencana],
        kini: ButirRencana | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        induk, sasaran = (self.fields[k] for k in ("induk", "butir"))
        induk.choices = [  # type: ignore[attr-defined]
            ("", "Tidak ada: awal pohon"),
            *(
                (str(s.id), f"{'– ' * dalam}{s.tingkat.pendek}: {s.pernyataan[:90]} ({s.pemilik})")
                for dalam, s in simpul
                if s.tingkat < TingkatKinerja.KELUARAN
            ),
        ]
        pilihan = [(str(b.pk), f"{b.get_jenis_display()}: {b.nama[:90]}") for b in butir]
        if kini is not None and str(kini.pk) not in dict(pilihan):
            pilihan.append((str(kini.pk), f"{kini.get_jenis_display()} versi sebelumnya: {kini.nama[:90]}"))
        sasaran.choices = [("", "Tidak ada"), *pilihan]  # type: ignore[attr-defined]

    def isi(self) -> IsiSimpulBaru:
        """What ``actions`` takes; call after ``is_valid()``."""
        bersih = self.cleaned_data
        return IsiSimpulBaru(
            bersih["pernyataan"],
            bersih["tingkat"],
            UUID(bersih["induk"]) if bersih["induk"] else None,
            bersih["urutan"],
            UUID(bersih["butir"]) if bersih["butir"] else None,
        )


class FormulirUsulan(Formulir):
    """Which OPD is asked for what."""

    mitra = forms.ModelChoiceField(OPD.objects.none(), label="OPD yang diminta", empty_label="Pilih OPD")
    permintaan = forms.CharField(
        label="Kondisi yang diharapkan", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    contoh = {"permintaan": "Keluarga berisiko stunting terlayani air minum layak"}

    def __init__(self, data: Any = None, *, opd_id: UUID, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        mitra: Any = self.fields["mitra"]
        mitra.queryset = OPD.objects.filter(aktif=True).exclude(pk=opd_id).order_by("kode", "pk")


class FormulirTerima(Formulir):
    """With which node the asked OPD contributes."""

    simpul = forms.ChoiceField(label="Simpul yang berkontribusi")

    def __init__(self, data: Any = None, *, simpul: Iterable[Simpul], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        pilihan: Any = self.fields["simpul"]
        pilihan.choices = [
            ("", "Pilih simpul"),
            *((str(s.id), f"{s.tingkat.pendek}: {s.pernyataan[:110]}") for s in simpul),
        ]


class FormulirAlasan(Formulir):
    """Why a crosscutting is refused or withdrawn."""

    alasan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    contoh = {"alasan": "Sudah menjadi bagian Dinas Perumahan menurut Renstra"}
