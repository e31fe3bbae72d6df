"""The form by which an organiser prepares a window."""

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone

from terukur.antarmuka.formulir import Formulir, KolomBulat, KolomTahun, KolomTanggal, KolomWaktu
from terukur.inti.waktu import ZONA
from terukur.tenggat.actions import IsiDokumen, IsiJendela
from terukur.tenggat.choices import JENIS_BERKAS, TOLERANSI_TERBESAR, Tahapan, Zona
from terukur.tenggat.models import Jendela

BIASA = (
    "judul", "tahapan", "pergeseran_ke", "tahun", "nomor_edaran", "tanggal_edaran", "zona",
    "toleransi_detik", "reviu_apip",
)  # fmt: skip
PILIHAN_JENIS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("PDF", ("pdf",)),
    "pdf_gambar": ("PDF atau gambar", ("pdf", "jpg", "png")),
    "pdf_word": ("PDF atau Word", ("pdf", "docx")),
    "excel": ("Excel", ("xlsx", "xls")),
    "pdf_excel": ("PDF atau Excel", ("pdf", "xlsx", "xls")),
    "semua": ("Semua jenis yang diterima", JENIS_BERKAS),
}
"""{code: (words, file kinds)} that an organiser chooses from for one document."""
WAKTU = ("dibuka_pada", "tenggat_pada", "ditutup_pada")


def ke_zona(nilai: dt.datetime, zona: ZoneInfo) -> dt.datetime:
    """The clock reading that was typed, taken as a time in ``zona``."""
    return nilai.astimezone(timezone.get_current_timezone()).replace(tzinfo=zona)


class FormJendela(Formulir):
    """``pilihan_opd``: [(id, label)]; ``pilihan_syarat``: [(code, name)]; ``pilihan_asal`` likewise."""

    judul = forms.CharField(label="Judul", max_length=200)
    tahapan = forms.ChoiceField(label="Tahapan", choices=Tahapan.pilihan)
    pergeseran_ke = KolomBulat(label="Pergeseran ke-", min_value=1, max_value=20, required=False)
    tahun = KolomTahun(label="Tahun rencana", min_value=2020, max_value=2060)
    nomor_edaran = forms.CharField(label="Nomor edaran", max_length=100)
    tanggal_edaran = KolomTanggal(label="Tanggal edaran")
    zona = forms.ChoiceField(label="Zona waktu", choices=Zona.choices)
    dibuka_pada = KolomWaktu(label="Dibuka")
    tenggat_pada = KolomWaktu(label="Tenggat")
    ditutup_pada = KolomWaktu(label="Ditutup", help_text="Perpanjangan tidak dapat melewati saat ini.")
    toleransi_detik = KolomBulat(
        label="Toleransi antrean server (detik)", min_value=0, max_value=TOLERANSI_TERBESAR, initial=10,
        help_text="Diumumkan pada tanda terima dan laporan; diterima dalam toleransi dihitung tepat waktu.",
    )  # fmt: skip
    syarat = forms.MultipleChoiceField(label="Syarat wajib", widget=forms.CheckboxSelectMultiple)
    syarat_boleh = forms.MultipleChoiceField(
        label="Syarat yang boleh kosong", widget=forms.CheckboxSelectMultiple, required=False
    )
    opd_ids = forms.MultipleChoiceField(label="OPD peserta", widget=forms.CheckboxSelectMultiple)
    langkah_paraf = forms.CharField(
        label="Langkah paraf", required=False, max_length=300,
        help_text="Pisahkan dengan koma, berurutan. Kosongkan bila tidak ada paraf.",
    )  # fmt: skip
    reviu_apip = forms.BooleanField(
        label="Direviu Inspektorat sebelum ditetapkan",
        required=False,
        help_text="Lazim untuk Renja, KUA-PPAS, RKA dan perubahannya.",
    )
    lanjutan_dari = forms.ChoiceField(
        label="Melanjutkan dari", required=False,
        help_text="Isian tahapan terpilih disalin ke tahapan ini saat jadwal dibuka.",
    )  # fmt: skip

    contoh = {
        "judul": "Rancangan Awal Renja 2028",
        "nomor_edaran": "000.7/412/2026",
        "langkah_paraf": "Kasubag Perencanaan, Sekretaris",
        "tahun": "2028",
    }

    def __init__(
        self,
        *args: Any,
        pilihan_opd: list[tuple[str, str]],
        pilihan_syarat: list[tuple[str, str]],
        pilihan_asal: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        pilihan = {
            "opd_ids": pilihan_opd,
            "syarat": pilihan_syarat,
            "syarat_boleh": pilihan_syarat,
            "lanjutan_dari": [("", "Tidak melanjutkan tahapan lain"), *pilihan_asal],
        }
        for nama, daftar in pilihan.items():
            kolom = self.fields[nama]
            assert isinstance(kolom, forms.ChoiceField)
            kolom.choices = daftar

    def clean_pergeseran_ke(self) -> int | None:
        ke: int | None = self.cleaned_data["pergeseran_ke"]
        if ke and self.data.get("tahapan") != Tahapan.PERGESERAN:
            raise forms.ValidationError("Hanya untuk tahapan Pergeseran; kosongkan.")
        return ke

    def clean(self) -> dict[str, Any]:
        isi: dict[str, Any] = super().clean() or self.cleaned_data
        zona = ZONA[isi.get("zona", settings.TERUKUR_ZONA)]
        for nama in WAKTU:
            if isi.get(nama):
                isi[nama] = ke_zona(isi[nama], zona)
        ganda = set(isi.get("syarat", [])) & set(isi.get("syarat_boleh", []))
        if ganda:
            self.add_error("syarat_boleh", "Syarat yang sudah wajib tidak dipilih lagi di sini.")
        dibuka, tenggat, ditutup = (isi.get(n) for n in WAKTU)
        if dibuka and tenggat and tenggat <= dibuka:
            self.add_error("tenggat_pada", "Tenggat harus sesudah saat dibuka.")
        if tenggat and ditutup and ditutup < tenggat:
            self.add_error("ditutup_pada", "Saat ditutup tidak boleh sebelum tenggat.")
        return isi

    def isi(self, dokumen: tuple[IsiDokumen, ...], berkas_edaran_id: UUID | None) -> IsiJendela:
        """What was typed, as the action takes it."""
        b = self.cleaned_data
        return IsiJendela(
            **{n: b[n] for n in (*BIASA, *WAKTU)},
            syarat=tuple(
                [(k, True) for k in b["syarat"]] + [(k, False) for k in b["syarat_boleh"]]
            ),
            opd_ids=tuple(UUID(i) for i in b["opd_ids"]),
            dokumen=dokumen,
            langkah_paraf=tuple(x.strip() for x in b["langkah_paraf"].split(",") if x.strip()),
            lanjutan_dari_id=UUID(b["lanjutan_dari"]) if b["lanjutan_dari"] else None,
            berkas_edaran_id=berkas_edaran_id,
        )  # fmt: skip


class FormDokumen(Formulir):
    """One named document; an empty name drops the row."""

    nama = forms.CharField(label="Nama dokumen", max_length=150, required=False)
    wajib = forms.BooleanField(label="Wajib", required=False, initial=True)
    jenis = forms.ChoiceField(
        label="Jenis berkas", choices=[(k, n) for k, (n, _) in PILIHAN_JENIS.items()], initial="pdf"
    )
    batas_mb = KolomBulat(
        label="Ukuran terbesar (MB)", min_value=1, max_value=100, required=False, initial=10
    )


FormDokumenSet = forms.formset_factory(FormDokumen, extra=4, max_num=40, absolute_max=60)


def kode_jenis(jenis: list[str]) -> str:
    """The choice that stands for these file kinds; all kinds where none fits."""
    return next((k for k, (_, isi) in PILIHAN_JENIS.items() if set(isi) == set(jenis)), "semua")


def dokumen_dari(formset: Any) -> tuple[IsiDokumen, ...]:
    """The named documents of a valid formset, in order, empty rows left out."""
    return tuple(
        IsiDokumen(
            nama=f["nama"].strip(),
            wajib=f["wajib"],
            jenis=PILIHAN_JENIS[f["jenis"]][1],
            batas_mb=f["batas_mb"] or 10,
        )
        for f in formset.cleaned_data
        if f and f.get("nama", "").strip()
    )


def awal_jendela(jendela: Jendela) -> dict[str, Any]:
    """Initial values of the form from a window that is being prepared."""
    isi: dict[str, Any] = {n: getattr(jendela, n) for n in BIASA}
    for n in WAKTU:
        isi[n] = getattr(jendela, n).astimezone(jendela.zona_waktu).replace(tzinfo=None)
    isi["langkah_paraf"] = ", ".join(jendela.langkah_paraf)
    isi["lanjutan_dari"] = str(jendela.lanjutan_dari_id or "")
    syarat = list(jendela.daftar_syarat.order_by("urutan"))
    isi["syarat"] = [s.kode for s in syarat if s.wajib]
    isi["syarat_boleh"] = [s.kode for s in syarat if not s.wajib]
    isi["opd_ids"] = [str(i) for i in jendela.daftar_calon.order_by("pk").values_list("opd_id", flat=True)]
    return isi
