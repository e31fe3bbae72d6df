"""What is filled in: validates only; actions save."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomTahun, KolomTanggal, KolomWaktu
from terukur.inti.periode import JenisPeriode, Periode
from terukur.inti.waktu import BULAN
from terukur.kinerja.forms import kolom_nilai
from terukur.organisasi.forms.waktu import FormulirPer, FormulirSaat
from terukur.organisasi.models import OPD
from terukur.realisasi.choices import JenisEdisi, Pihak, StatusLaporan
from terukur.realisasi.models import Edisi
from terukur.realisasi.models.edisi import SELURUH
from terukur.realisasi.queries import BarisLaporan
from terukur.realisasi.rules.isian import LABEL_KOLOM, TEKS, IsiKontribusi, IsiRealisasi

PERSEN, SATUAN = "persen", "satuan"
_TRIWULAN = {3: " (Triwulan I)", 6: " (Triwulan II)", 9: " (Triwulan III)", 12: " (Triwulan IV)"}
_BULAN_AKHIR = [f"{nama}{_TRIWULAN.get(n, '')}" for n, nama in enumerate(BULAN, 1)]


class FormulirRealisasi(Formulir):
    """One result: a value or its components, who caused it, and what explains it."""

    use_required_attribute = False

    versi = forms.IntegerField(widget=forms.HiddenInput, localize=False, initial=0)

    def __init__(self, data: Any = None, *, baris: BarisLaporan, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        r, ukuran = baris.realisasi, baris.ukuran
        self.komponen = bool(ukuran["komponen"])
        if self.komponen:
            for nama, label in zip(("pembilang", "penyebut"), ukuran["komponen"][:2], strict=True):
                self.fields[nama] = KolomAngka(
                    label=label,
                    required=False,
                    max_digits=20,
                    decimal_places=4,
                    initial=getattr(r, nama, None),
                )
        else:
            self.fields["nilai"] = kolom_nilai(
                ukuran, label=f"Realisasi ({ukuran['satuan']})", bawaan=r.nilai if r else None
            )
        for nama in TEKS:
            self.fields[nama] = forms.CharField(
                label=LABEL_KOLOM[nama],
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=getattr(r, nama, ""),
            )
        ada = {k.pihak: k for k in baris.kontribusi}
        satuan = any(k.satuan is not None for k in baris.kontribusi)
        self.fields["cara"] = forms.ChoiceField(
            label="Kontribusi diisi dalam",
            choices=[(PERSEN, "Persen dari realisasi"), (SATUAN, ukuran["satuan"].capitalize())],
            initial=SATUAN if satuan else PERSEN,
        )
        for p in Pihak:
            k = ada.get(p)
            self.fields[f"bagian_{p}"] = KolomAngka(
                label=f"Kontribusi {p.label}",
                required=False,
                max_digits=20,
                decimal_places=4,
                min_value=Decimal(0),
                initial=None if k is None else (k.satuan if satuan else k.persen),
            )
            self.fields[f"dasar_{p}"] = forms.CharField(
                label=f"Dasar kontribusi {p.label}",
                required=False,
                max_length=500,
                initial=k.dasar if k else "",
            )
        self.fields["versi"].initial = r.versi if r else 0
        self._siapkan()

    def kolom_kontribusi(self) -> list[tuple[str, Any, Any]]:
        """(name, part, basis) of each contributor, for the template."""
        return [(p.label, self[f"bagian_{p}"], self[f"dasar_{p}"]) for p in Pihak]

    @property
    def berkontribusi(self) -> bool:
        """Whether any part or basis is filled in."""
        return any(k.value() for _, *isian in self.kolom_kontribusi() for k in isian)

    def clean(self) -> dict[str, Any]:
        """A basis without its part would be lost without a word."""
        b: dict[str, Any] = self.cleaned_data
        for p in Pihak:
            if b.get(f"dasar_{p}") and not b.get(f"bagian_{p}") and f"bagian_{p}" not in self.errors:
                self.add_error(f"bagian_{p}", "Isi bagiannya, atau kosongkan dasarnya.")
        return b

    def isi(self) -> IsiRealisasi:
        """What ``actions`` takes; call after ``is_valid()``."""
        b = self.cleaned_data
        kunci = SATUAN if b["cara"] == SATUAN else PERSEN
        return IsiRealisasi(
            nilai=b.get("nilai"),
            pembilang=b.get("pembilang"),
            penyebut=b.get("penyebut"),
            kontribusi=tuple(
                IsiKontribusi(p, dasar=b[f"dasar_{p}"], **{kunci: b[f"bagian_{p}"]})
                for p in Pihak
                if b[f"bagian_{p}"]
            ),
            **{n: b[n] for n in TEKS},
        )


class FormulirBukti(Formulir):
    """A link as evidence, or words about the file that comes with the form."""

    tautan = forms.URLField(
        label="Tautan (https://)", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Tautan belum benar. Contoh: https://contoh.go.id/laporan.pdf"},
    )  # fmt: skip
    keterangan = forms.CharField(label="Keterangan", required=False, max_length=300)
    tempat = forms.CharField(label="Tempat foto diambil", required=False, max_length=300)


class FormulirAlasan(Formulir):
    """Why something is returned, reopened or withdrawn."""

    alasan = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class FormulirSaringLaporan(FormulirPer):
    """Filter of the list of reports, of which day, as known when."""

    tahun = forms.IntegerField(required=False, label="Tahun", min_value=2000, max_value=2100, localize=False)
    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    status = forms.ChoiceField(
        required=False,
        label="Status",
        choices=[("", "Semua status"), ("-", "Belum mulai"), *StatusLaporan.choices],
    )
    field_order = ["tahun", "kata", "status", "per", "diketahui"]


class FormulirKetentuan(Formulir):
    """What the pemda decides about results."""

    hari_tenggat = forms.IntegerField(
        label="Tenggat (hari sesudah periode berakhir)", min_value=1, max_value=120, localize=False
    )
    ambang_lebih = KolomAngka(
        label="Wajib rincian kontribusi bila melebihi target (%)",
        max_digits=6,
        decimal_places=2,
        min_value=Decimal(0),
    )
    pihak_diakui = forms.MultipleChoiceField(
        label="Pihak lain yang kontribusinya diakui",
        required=False,
        choices=[c for c in Pihak.choices if c[0] != Pihak.OPD],
        widget=forms.CheckboxSelectMultiple,
    )
    dasar = forms.CharField(label="Dasar", max_length=200)
    sejak = KolomTanggal(label="Berlaku sejak", help_text="Yang sudah diajukan tetap memakai ketentuannya.")
    contoh = {"dasar": "Perbup 12/2027", "hari_tenggat": "15", "ambang_lebih": "20"}


ESAKIP = "esakip"


class FormulirEsakip(Formulir):
    """Of which year, as registered by which instant."""

    tahun = KolomTahun(label="Tahun", required=False, min_value=2000, max_value=2100)
    diketahui = KolomWaktu(required=False, label="Diketahui pada")


class FormulirKertas(Formulir):
    """Which report to read: its kind, its OPD, and up to the end of which month."""

    contoh = {"tahun": "2026"}
    laporan = forms.ChoiceField(
        label="Laporan",
        choices=[*(c for c in JenisEdisi.choices if c[0] != JenisEdisi.RAPOR), (ESAKIP, "Berkas e-SAKIP")],
    )
    opd = forms.ChoiceField(label="OPD", required=False)
    tahun = KolomTahun(label="Tahun", min_value=2000, max_value=2100)
    bulan = forms.TypedChoiceField(
        label="Sampai akhir",
        coerce=int,
        choices=list(enumerate(_BULAN_AKHIR, 1)),
        help_text="Laporan kinerja dan berkas e-SAKIP selalu setahun.",
    )

    def __init__(self, data: Any = None, *, opd: Sequence[OPD], hari: dt.date, **kwargs: Any) -> None:
        lalu = hari.replace(day=1) - dt.timedelta(days=1)
        awal = JenisEdisi.RFK if len(opd) > 1 else JenisEdisi.EVALUASI  # all OPD together have only the RFK
        kwargs.setdefault("initial", {"laporan": awal, "tahun": lalu.year, "bulan": lalu.month})
        super().__init__(data, **kwargs)
        self.hari = hari
        semua = [("", f"{SELURUH} (hanya RFK)"), *((str(o.pk), o.nama) for o in opd)]
        self.fields["opd"].choices = semua if len(opd) > 1 else semua[1:]  # type: ignore[attr-defined]
        self.fields["opd"].required = len(opd) <= 1

    def clean(self) -> dict[str, Any]:
        """The day asked for is over; the year's report may be read before its end."""
        b: dict[str, Any] = self.cleaned_data
        if {"laporan", "tahun", "bulan"} <= b.keys():
            setahun = b["laporan"] in (JenisEdisi.LKJIP, ESAKIP)
            akhir = Periode(b["tahun"], JenisPeriode.BULAN, 12 if setahun else b["bulan"]).sampai
            b["per"] = min(akhir, self.hari) if setahun and b["tahun"] == self.hari.year else akhir
            if b["per"] > self.hari:
                self.add_error("bulan", "Bulan itu belum berakhir. Pilih bulan yang sudah lewat.")
        if not b.get("opd") and b.get("laporan") != JenisEdisi.RFK and "opd" not in self.errors:
            self.add_error("opd", "Pilih OPD; laporan ini disusun per OPD.")
        return b

    def alamat(self) -> str:
        """The page of the report; call after ``is_valid()``."""
        b = self.cleaned_data
        if b["laporan"] == ESAKIP:
            return f"{reverse('realisasi:esakip', args=[b['opd']])}?tahun={b['tahun']}"
        if b["opd"]:
            alamat = reverse("realisasi:kertas", args=[b["laporan"], b["opd"]])
        else:
            alamat = reverse("realisasi:kertas_seluruh")
        return f"{alamat}?per={b['per'].isoformat()}"


class FormulirEdisi(Formulir):
    """Which report is published, of which day."""

    jenis = forms.ChoiceField(label="Laporan", choices=JenisEdisi.choices)
    per = KolomTanggal(label="Keadaan per")
    alasan = forms.CharField(
        label="Alasan edisi baru",
        required=False,
        max_length=300,
        help_text="Wajib bila laporan yang sama untuk tanggal ini sudah pernah terbit.",
    )

    def __init__(self, data: Any = None, *, seluruh: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if seluruh:
            pilihan = [c for c in JenisEdisi.choices if c[0] == JenisEdisi.RFK]
            self.fields["jenis"].choices = pilihan  # type: ignore[attr-defined]

    def clean_jenis(self) -> JenisEdisi:
        return JenisEdisi(self.cleaned_data["jenis"])


class FormulirSaringEdisi(FormulirSaat):
    """Filter of the list of editions, as it stood when."""

    kata = forms.CharField(required=False, label="Nama OPD", max_length=100)
    jenis = forms.ChoiceField(
        required=False, label="Laporan", choices=[("", "Semua laporan"), *JenisEdisi.choices]
    )
    tahun = forms.IntegerField(required=False, label="Tahun", min_value=2000, max_value=2100, localize=False)
    field_order = ["kata", "jenis", "tahun", "per", "diketahui"]

    def pilih(self, semua: QuerySet[Edisi]) -> QuerySet[Edisi]:
        isi = self.isi
        if isi.get("kata"):
            semua = semua.filter(opd__nama__icontains=isi["kata"])
        if isi.get("jenis"):
            semua = semua.filter(jenis=isi["jenis"])
        return semua.filter(per__year=isi["tahun"]) if isi.get("tahun") else semua


class FormulirPerubahan(Formulir):
    """Between which two instants something became known, of which day's figures."""

    per = KolomTanggal(required=False, label="Keadaan per")
    dari = KolomWaktu(required=False, label="Diketahui dari")
    sampai = KolomWaktu(required=False, label="Sampai")


class FormulirAmbang(Formulir):
    """From where on a figure is an early warning; the fields of ``rules.peringatan_dini.Ambang``."""

    tertinggal = KolomAngka(
        label="Tertinggal bila capaian di bawah (%)", max_digits=5, decimal_places=2, min_value=Decimal(1),
        max_value=Decimal(100),
    )  # fmt: skip
    serapan = KolomAngka(
        label="Serapan mendahului capaian lebih dari (poin)", max_digits=5, decimal_places=2,
        min_value=Decimal(0), max_value=Decimal(99),
    )  # fmt: skip
    fisik = KolomAngka(
        label="Serapan mendahului fisik lebih dari (poin)", max_digits=5, decimal_places=2,
        min_value=Decimal(0), max_value=Decimal(99),
    )  # fmt: skip
    tanpa_bukti = KolomAngka(
        label="Realisasi tanpa bukti lebih dari (%)", max_digits=5, decimal_places=2, min_value=Decimal(0),
        max_value=Decimal(99),
    )  # fmt: skip
    hari_diam = forms.IntegerField(
        label="Laporan lewat tenggat lebih dari (hari)", min_value=0, max_value=120, localize=False
    )
    hari_rencana = forms.IntegerField(
        label="Rencana aksi paling lambat (hari sejak 1 Januari)", min_value=0, max_value=366, localize=False
    )
    dasar = forms.CharField(label="Dasar", max_length=200)
    sejak = KolomTanggal(label="Berlaku sejak")
    contoh = {
        "dasar": "Keputusan Bupati 188.45/12/2027",
        "tertinggal": "80",
        "serapan": "20",
        "fisik": "20",
        "tanpa_bukti": "50",
    }


class FormulirLaju(Formulir):
    """From how many points on a score has moved; the fields of ``rules.laju.AmbangLaju``."""

    turun = KolomAngka(
        label="Melambat bila turun paling sedikit (poin)", max_digits=5, decimal_places=2,
        min_value=Decimal(1), max_value=Decimal(100),
    )  # fmt: skip
    naik = KolomAngka(
        label="Naik gigi bila naik paling sedikit (poin)", max_digits=5, decimal_places=2,
        min_value=Decimal(1), max_value=Decimal(100),
    )  # fmt: skip
    dasar = forms.CharField(label="Dasar", max_length=200)
    sejak = KolomTanggal(label="Berlaku sejak")
    contoh = {"dasar": "Keputusan Bupati 188.45/12/2027", "turun": "10", "naik": "10"}


class FormulirSetahun(Formulir):
    """Filter of the results of a year, as known when."""

    tahun = KolomTahun(label="Tahun", required=False, min_value=2000, max_value=2100)
    kata = forms.CharField(required=False, label="Rencana aksi atau indikator", max_length=100)
    diketahui = KolomWaktu(required=False, label="Diketahui pada")


class PilihanOPD(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: OPD) -> str:
        return obj.nama


class FormulirImporEvaluasi(Formulir):
    """Whose evaluation workbook it is, of which year, and which quarters are taken from it."""

    contoh = {"tahun": "2026"}
    opd = PilihanOPD(OPD.objects.none(), label="OPD", empty_label="Pilih OPD", to_field_name="id")
    tahun = KolomTahun(label="Tahun", min_value=2000, max_value=2100)
    triwulan = forms.ChoiceField(
        label="Triwulan yang diimpor",
        required=False,
        choices=[
            ("", "Semua yang sudah berakhir"),
            ("1", "Triwulan I"), ("2", "Triwulan II"), ("3", "Triwulan III"), ("4", "Triwulan IV"),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilihan: Any = self.fields["opd"]
        pilihan.queryset = OPD.objects.filter(aktif=True).order_by("nama", "pk")

    def clean_opd(self) -> str:
        """As the address of the import carries it."""
        return str(self.cleaned_data["opd"].pk)
