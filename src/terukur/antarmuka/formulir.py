"""Forms as an Indonesian office fills them in: "1.234,50" is read, errors say what to do."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import Jinja2

from terukur.inti.angka import BukanAngka, baca_angka, tulis_angka
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.teks import buang_kendali


class PerenderFormulir(Jinja2):
    """Django's own Jinja2 form templates; antarmuka's take their place by name."""


# ---- widgets ----


class IsianAngka(forms.TextInput):
    """A number as text: the numeric keyboard on phones, no locale guesses by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "data-angka": ""} | (attrs or {}))

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return tulis_angka(value)
        return None if value is None else str(value)


class IsianTahun(forms.TextInput):
    """A year as text with the numeric keyboard."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "maxlength": "5", "autocomplete": "off"} | (attrs or {}))


class IsianTanggal(forms.DateInput):
    """The browser's own calendar; ISO on the wire, other Indonesian notations are read too."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class IsianWaktu(forms.DateTimeInput):
    """Date and time in the zone of the pemda."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


# ---- fields ----


class KolomAngka(forms.DecimalField):
    """Decimal read by ``inti.angka.baca_angka``. Empty is None, never zero."""

    widget = IsianAngka

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        try:
            return baca_angka(value)
        except BukanAngka as galat:
            raise ValidationError(str(galat), code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class KolomRupiah(KolomAngka):
    """Rupiah with at most two decimals, not negative unless ``min_value`` says so."""

    def __init__(self, *, max_digits: int = 20, decimal_places: int = 2, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)


class KolomBulat(forms.IntegerField):
    """Whole number: ``11.850`` is eleven thousand eight hundred and fifty."""

    widget: type[forms.Widget] = IsianAngka

    def to_python(self, value: Any) -> int | None:
        try:
            angka = baca_angka(value)
        except BukanAngka as galat:
            raise ValidationError(str(galat), code="invalid") from None
        if angka is None:
            return None
        if angka != angka.to_integral_value():
            raise ValidationError("Isi dengan bilangan bulat, tanpa koma. Contoh: 11.850", code="invalid")
        return int(angka)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric"}


class KolomTahun(KolomBulat):
    """A year: four digits that are never grouped."""

    widget = IsianTahun


TAHUN_TERAWAL, TAHUN_TERAKHIR = 1900, 2100


def _periksa_tahun(nilai: dt.date | None) -> None:
    """A browser's calendar turns a year typed as ``26`` into 0026."""
    if nilai and nilai.year < TAHUN_TERAWAL:
        raise ValidationError("Tulis tahun dengan empat angka. Contoh: 23-11-2026", code="tahun")
    if nilai and nilai.year > TAHUN_TERAKHIR:
        raise ValidationError(
            f"Tahun {nilai.year} terlalu jauh; paling akhir {TAHUN_TERAKHIR}. "
            "Kosongkan bila tidak ada batas akhirnya dan isian ini boleh kosong.",
            code="tahun",
        )


class KolomTanggal(forms.DateField):
    widget = IsianTanggal

    def validate(self, value: Any) -> None:
        super().validate(value)
        _periksa_tahun(value)


class KolomWaktu(forms.DateTimeField):
    widget = IsianWaktu

    def validate(self, value: Any) -> None:
        super().validate(value)
        _periksa_tahun(value)


# ---- error wording ----


def label_kalimat(label: str) -> str:
    """The label inside a sentence: ``Kelompok sasaran`` -> ``kelompok sasaran``; ``NIP`` stays."""
    return label[:1].lower() + label[1:] if len(label) > 1 and label[1].islower() else label


def _perintah(kolom: forms.Field, nama: str) -> str:
    if isinstance(kolom, forms.FileField):
        return f"Pilih berkas {nama}."
    if isinstance(kolom, forms.BooleanField):
        return "Centang pernyataan ini untuk melanjutkan."
    if isinstance(kolom, forms.ChoiceField | forms.ModelChoiceField):
        return f"Pilih {nama}."
    if isinstance(kolom, forms.DateTimeField):
        return f"Isi tanggal dan jam {nama}."
    if isinstance(kolom, forms.DateField) and not nama.startswith("tanggal"):
        return f"Isi tanggal {nama}."
    return f"Isi {nama}."


def _sapa(kolom: forms.Field, nama_kolom: str, contoh: str) -> None:
    """Give one field its Indonesian error messages, with the example where there is one."""
    nama = label_kalimat(str(kolom.label or nama_kolom.replace("_", " ")))
    ekor = f" Contoh: {contoh}" if contoh else ""
    kolom.contoh = contoh  # type: ignore[attr-defined]
    pesan = {"required": _perintah(kolom, nama) + ekor}
    if isinstance(kolom, forms.DateTimeField):
        pesan["invalid"] = "Tulis tanggal dan jam. Contoh: 23-11-2026 16.00"
    elif isinstance(kolom, forms.DateField):
        pesan["invalid"] = "Tulis tanggal yang ada di kalender. Contoh: 23-11-2026"
    elif isinstance(kolom, forms.TimeField):
        pesan["invalid"] = "Tulis jam. Contoh: 16.00"
    elif isinstance(kolom, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        pesan["invalid_choice"] = "Salah satu pilihan tidak ada lagi dalam daftar; pilih ulang."
    elif isinstance(kolom, forms.ChoiceField | forms.ModelChoiceField):
        pesan["invalid_choice"] = f"Pilih {nama} dari daftar yang tersedia."
    elif isinstance(kolom, forms.EmailField):
        pesan["invalid"] = "Tulis alamat surel yang lengkap. Contoh: nama@contoh.go.id"
    kolom.error_messages = {**kolom.error_messages, **pesan}


def _baca_bersih(baca: Callable[[Any], Any], baris_baru: str, nilai: Any) -> Any:
    """What a text field reads, without what nobody sees."""
    teks = baca(nilai)
    return buang_kendali(teks, baris_baru=baris_baru).strip() if isinstance(teks, str) else teks


class _Ramah:
    """What both base forms share."""

    contoh: ClassVar[Mapping[str, str]] = {}
    """{field name: example}, shown with the field's errors."""

    fields: dict[str, forms.Field]

    def _siapkan(self) -> None:
        for nama, kolom in self.fields.items():
            _sapa(kolom, nama, self.contoh.get(nama, ""))
            if isinstance(kolom, forms.CharField) and kolom.strip:  # passwords are taken as they are
                baris_baru = "\n" if isinstance(kolom.widget, forms.Textarea) else " "
                bersih = partial(_baca_bersih, kolom.to_python, baris_baru)
                kolom.to_python = bersih  # type: ignore[method-assign]
            if type(kolom.widget) is forms.NumberInput:
                kolom.localize = True
                kolom.widget = IsianAngka()

    def terima_galat(self, galat: AturanDilanggar) -> None:
        """Put a domain refusal on the form: at its fields where it names them, else on top."""
        ada = {k: p for k, p in galat.kolom.items() if k in self.fields}
        for kolom, pesan in ada.items():
            self.add_error(kolom, pesan)  # type: ignore[attr-defined]
        if not ada:
            self.add_error(None, galat.pesan)  # type: ignore[attr-defined]


class Formulir(_Ramah, forms.Form):
    """Base of every plain form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._siapkan()


def kolom_model(kolom: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: numbers and dates get ours unless the form says otherwise."""
    if "form_class" not in kwargs and "widget" not in kwargs and not kolom.choices:
        kelas: type[forms.Field] | None = None
        match kolom:
            case models.DecimalField():
                kelas = KolomAngka
            case models.IntegerField() if not isinstance(kolom, models.AutoField):
                kelas = KolomBulat
            case models.DateTimeField():
                kelas = KolomWaktu
            case models.DateField():
                kelas = KolomTanggal
        if kelas:
            kwargs["form_class"] = kelas
    return kolom.formfield(**kwargs)


class _MetaFormulirModel(ModelFormMetaclass):
    def __new__(mcs, nama: str, dasar: tuple[type, ...], isi: dict[str, Any]) -> Any:
        if (meta := isi.get("Meta")) and not getattr(meta, "formfield_callback", None):
            meta.formfield_callback = staticmethod(kolom_model)
            meta.localized_fields = "__all__"
        return super().__new__(mcs, nama, dasar, isi)


class FormulirModel(_Ramah, forms.ModelForm, metaclass=_MetaFormulirModel):  # type: ignore[type-arg]
    """Base of every model form: validates only; actions save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._siapkan()

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("Forms validate; an action of the room saves.")
