"""Input of ceilings and needs: shape only; what fits is decided by the actions."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from terukur.anggaran.actions import IsianKebutuhan, IsianPagu
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import Kebutuhan, Pagu
from terukur.anggaran.queries import cari_rekening, cari_sumber_dana, sidik_pagu
from terukur.anggaran.rules.ruang import Tahap
from terukur.antarmuka.formulir import Formulir, KolomBulat, KolomRupiah, KolomTahun, KolomTanggal, KolomWaktu
from terukur.organisasi.models import Unit
from terukur.tenggat.choices import Tahapan

BARIS_KOSONG = 1
BATAS_BARIS = 400
SUMBER_TIDAK_DIKENAL = (
    "Sumber dana tidak dikenal. Pilih dari daftar atau ketik kodenya. Contoh: 1.2.1.07.01.01"
)


def jumlah_baris(data: Mapping[str, Any] | None, awal: int) -> int:
    """How many rows a posted or fresh form has; at most ``BATAS_BARIS``."""
    if data is None:
        return min(awal + BARIS_KOSONG, BATAS_BARIS)
    try:
        kiriman = int(data.get("jumlah_baris", ""))
    except ValueError:
        kiriman = awal
    return max(1, min(kiriman, BATAS_BARIS))


class FormulirTahap(Formulir):
    """Which stage a list speaks of, and as known when."""

    tahun = KolomTahun(label="Tahun", min_value=2000, max_value=2100)
    tahapan = forms.ChoiceField(label="Tahapan", choices=Tahapan.pilihan)
    pergeseran_ke = KolomBulat(label="Pergeseran ke-", min_value=0, max_value=20, required=False)
    per = KolomTanggal(label="Berlaku pada", required=False)
    diketahui = KolomWaktu(label="Menurut data tercatat s.d.", required=False)

    def tahap(self) -> Tahap:
        isi = self.cleaned_data
        tahapan = Tahapan(isi["tahapan"])
        ke = (isi.get("pergeseran_ke") or 0) if tahapan is Tahapan.PERGESERAN else 0
        return Tahap(isi["tahun"], tahapan, ke)


class FormulirTahapDiketahui(FormulirTahap):
    """A stage as known at an instant; its amounts have no valid day of their own."""

    per = None  # type: ignore[assignment]


class FormulirTahapKini(FormulirTahapDiketahui):
    """A stage as it is now."""

    diketahui = None  # type: ignore[assignment]


class FormulirKebijakan(Formulir):
    """What happens above the ceiling."""

    contoh: ClassVar[Mapping[str, str]] = {"dasar": "Surat Edaran TAPD Nomor 900/12/2026"}
    cara = forms.ChoiceField(label="Di atas pagu", choices=CaraLampaui.choices)
    dasar = forms.CharField(label="Dasar dokumen", max_length=200)


class FormulirBaris(Formulir):
    """Base of forms with numbered rows; a row left wholly empty does not exist."""

    jumlah_baris = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, banyak: int, **kwargs: Any) -> None:
        self.banyak = banyak
        super().__init__(*args, **kwargs)
        for n in range(banyak):
            self.fields.update(self.kolom_baris(n))
        self._siapkan()
        self.initial["jumlah_baris"] = banyak

    def kolom_baris(self, n: int) -> dict[str, forms.Field]:
        raise NotImplementedError

    @cached_property
    def sumber(self) -> Mapping[str, Any]:
        """Sources as typed in any row, found in one query."""
        return cari_sumber_dana(
            [self.data.get(self.add_prefix(f"sumber_{n}"), "") for n in range(self.banyak)]
        )

    def baca_sumber(self, n: int) -> int | None:
        teks = self.cleaned_data.get(f"sumber_{n}", "")
        if not teks:
            return None
        if (sumber := self.sumber.get(teks)) is None:
            self.add_error(f"sumber_{n}", SUMBER_TIDAK_DIKENAL)
            return None
        return int(sumber.pk)


def _kolom_sumber(label: str, daftar: str) -> forms.CharField:
    atribut = {"list": daftar, "autocomplete": "off"}
    return forms.CharField(label=label, max_length=300, required=False, widget=forms.TextInput(attrs=atribut))


_SARAN_REKENING = {
    "list": "usulan-rekening",
    "autocomplete": "off",
    "placeholder": "Kode atau kata, mis. alat tulis",
    "hx-get": reverse_lazy("anggaran:cari_rekening"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#usulan-rekening",
    "hx-select": "#usulan-rekening",
    "hx-swap": "outerHTML",
}


class FormulirPagu(FormulirBaris):
    """The ceilings of one OPD in one stage: unit, source, amount per row."""

    contoh: ClassVar[Mapping[str, str]] = {"dasar": "Surat Edaran TAPD Nomor 900/12/2026"}
    dasar = forms.CharField(label="Dasar dokumen", max_length=200)
    sejak = KolomTanggal(label="Berlaku sejak")
    sidik = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, *args: Any, opd_id: UUID, unit: Sequence[Unit], lama: Sequence[Pagu], **kwargs: Any
    ) -> None:
        self.opd_id = opd_id
        self.lama = lama
        self.pilihan_unit = [("", "OPD (di luar unit berpagu sendiri)"), *((str(u.pk), u.nama) for u in unit)]
        awal: dict[str, Any] = {"sidik": sidik_pagu(lama)}
        for n, p in enumerate(lama):
            awal[f"unit_{n}"] = str(p.unit_id or "")
            awal[f"sumber_{n}"] = str(p.sumber_dana) if p.sumber_dana else ""
            awal[f"nilai_{n}"] = p.nilai
        kwargs["initial"] = awal | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def kolom_baris(self, n: int) -> dict[str, forms.Field]:
        return {
            f"unit_{n}": forms.ChoiceField(
                label=f"Unit, baris {n + 1}", choices=self.pilihan_unit, required=False
            ),
            f"sumber_{n}": _kolom_sumber(f"Sumber dana, baris {n + 1}", "daftar-sumber"),
            f"nilai_{n}": KolomRupiah(label=f"Pagu, baris {n + 1}", required=False),
        }

    def clean(self) -> dict[str, Any]:
        isi: dict[str, Any] = super().clean() or {}
        baris: list[IsianPagu] = []
        for n in range(self.banyak):
            unit, nilai = isi.get(f"unit_{n}", ""), isi.get(f"nilai_{n}")
            sumber = self.baca_sumber(n)
            if nilai is not None:
                baris.append(IsianPagu(self.opd_id, UUID(unit) if unit else None, sumber, nilai))
            elif (isi.get(f"sumber_{n}") or unit) and n >= len(self.lama) and f"nilai_{n}" not in self.errors:
                self.add_error(
                    f"nilai_{n}", "Isi pagu baris ini, atau kosongkan seluruh barisnya. Contoh: 1.250.000.000"
                )
        diisi = {(b.unit_id, b.sumber_dana_id) for b in baris}
        baris += [
            IsianPagu(self.opd_id, p.unit_id, p.sumber_dana_id, None)
            for p in self.lama
            if (p.unit_id, p.sumber_dana_id) not in diisi
        ]
        isi["baris"] = baris
        return isi

    @property
    def daftar_baris(self) -> list[tuple[int, Any, Any, Any]]:
        """(number, unit, source, amount) as bound fields, for the page."""
        return [(n, self[f"unit_{n}"], self[f"sumber_{n}"], self[f"nilai_{n}"]) for n in range(self.banyak)]


class FormulirKebutuhan(FormulirBaris):
    """The needs of one sub kegiatan: source, account, amount per row, and what is proposed above."""

    sidik = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, lama: Iterable[Kebutuhan], sidik: str, **kwargs: Any) -> None:
        awal: dict[str, Any] = {"sidik": sidik}
        lama = list(lama)
        self._rekening_lama = {k.rekening.kode: k.rekening for k in lama if k.rekening}
        for n, k in enumerate(lama):
            awal[f"sumber_{n}"] = str(k.sumber_dana) if k.sumber_dana else ""
            awal[f"rekening_{n}"] = k.rekening.kode if k.rekening else ""
            awal[f"uraian_{n}"] = k.uraian
            awal[f"jumlah_{n}"] = k.jumlah
            awal[f"atas_{n}"] = "1" if k.di_atas_pagu else ""
            awal[f"alasan_{n}"] = k.alasan
        kwargs["initial"] = awal | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def kolom_baris(self, n: int) -> dict[str, forms.Field]:
        ke = f"baris {n + 1}"
        return {
            f"jumlah_{n}": KolomRupiah(label=f"Kebutuhan anggaran, {ke}", required=False),
            f"sumber_{n}": _kolom_sumber(f"Sumber dana, {ke}", "daftar-sumber"),
            f"rekening_{n}": forms.CharField(
                label=f"Rekening, {ke}",
                max_length=30,
                required=False,
                widget=forms.TextInput(attrs=_SARAN_REKENING),
            ),
            f"uraian_{n}": forms.CharField(label=f"Uraian, {ke}", max_length=300, required=False),
            f"usulkan_{n}": forms.BooleanField(
                label="Jadikan kelebihannya usulan di atas pagu", required=False
            ),
            f"alasan_{n}": forms.CharField(
                label=f"Alasan usulan di atas pagu, {ke}", required=False, max_length=1000
            ),
            f"atas_{n}": forms.CharField(widget=forms.HiddenInput, required=False, max_length=1),
        }

    @cached_property
    def rekening(self) -> Mapping[str, Any]:
        """Accounts by code; one above the last level counts where an import has booked on it."""
        return self._rekening_lama | cari_rekening(
            [self.data.get(self.add_prefix(f"rekening_{n}"), "").strip() for n in range(self.banyak)]
        )

    def clean(self) -> dict[str, Any]:
        isi: dict[str, Any] = super().clean() or {}
        baris: list[IsianKebutuhan] = []
        nomor: list[int] = []
        for n in range(self.banyak):
            jumlah: Decimal | None = isi.get(f"jumlah_{n}")
            kode = isi.get(f"rekening_{n}", "").strip()
            if jumlah is None and not (isi.get(f"sumber_{n}") or kode or isi.get(f"uraian_{n}")):
                continue
            rekening = self.rekening.get(kode) if kode else None
            if kode and rekening is None:
                self.add_error(
                    f"rekening_{n}",
                    "Rekening tidak dikenal. Ketik kode belanja terinci. Contoh: 5.1.02.01.01.0024",
                )
            nomor.append(n)
            baris.append(
                IsianKebutuhan(
                    sumber_dana_id=self.baca_sumber(n),
                    jumlah=jumlah,
                    rekening_id=rekening.pk if rekening else None,
                    uraian=isi.get(f"uraian_{n}", ""),
                    di_atas_pagu=bool(isi.get(f"atas_{n}")),
                    usulkan_kelebihan=bool(isi.get(f"usulkan_{n}")),
                    alasan=isi.get(f"alasan_{n}", ""),
                )
            )
        isi["baris"] = baris
        self.nomor = nomor
        return isi

    def terima_kolom(self, kolom: Mapping[str, str]) -> bool:
        """Put an action's sentences at their rows; the action counts rows without the empty ones."""
        kena = False
        for nama, pesan in kolom.items():
            dasar, _, urut = nama.rpartition("_")
            if (
                urut.isdigit()
                and int(urut) < len(self.nomor)
                and f"{dasar}_{self.nomor[int(urut)]}" in self.fields
            ):
                self.add_error(f"{dasar}_{self.nomor[int(urut)]}", pesan)
                kena = True
        return kena

    @property
    def daftar_baris(self) -> list[dict[str, Any]]:
        """Bound fields per row with ``n``, ``atas`` (is a proposal) and ``lampau`` (was refused)."""
        hasil = []
        for n in range(self.banyak):
            atas = self[f"atas_{n}"].value()
            hasil.append(
                {
                    "n": n,
                    "atas": bool(atas),
                    "lampau": bool(self.errors.get(f"jumlah_{n}") or self.errors.get(f"alasan_{n}"))
                    or bool(self[f"usulkan_{n}"].value()),
                    **{
                        nama: self[f"{nama}_{n}"]
                        for nama in ("jumlah", "sumber", "rekening", "uraian", "usulkan", "alasan")
                    },
                    "kolom_atas": self[f"atas_{n}"],
                }
            )
        return hasil


class FormulirImporAnggaran(Formulir):
    """What a budget workbook does not say itself."""

    contoh: ClassVar[Mapping[str, str]] = {"sumber_dana": "1.2.1.07.01.01"}
    pengajuan = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    sumber_dana = forms.CharField(
        label="Sumber dana untuk baris yang tidak menyebutnya",
        required=False,
        max_length=200,
        help_text="Kode atau nama. Bila dikosongkan, lengkapi tiap baris sebelum diajukan.",
    )


class FormulirImporPagu(Formulir):
    """Stage, day and ground of imported ceilings."""

    contoh: ClassVar[Mapping[str, str]] = {"dasar": "Surat Edaran TAPD Nomor 900/12/2026"}
    tahun = KolomTahun(label="Tahun", min_value=2000, max_value=2100)
    tahapan = forms.ChoiceField(label="Tahapan", choices=Tahapan.pilihan)
    pergeseran_ke = KolomBulat(label="Pergeseran ke-", min_value=0, max_value=20, required=False)
    sejak = KolomTanggal(label="Berlaku sejak")
    dasar = forms.CharField(label="Dasar dokumen", max_length=200)
