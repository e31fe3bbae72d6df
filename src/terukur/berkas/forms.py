"""A file out of a form, whether it came whole or in pieces beforehand."""

from typing import BinaryIO, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest

from terukur.berkas.actions import simpan, simpan_unggahan
from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AturanDilanggar


class FormMulaiUnggahan(forms.Form):
    """What the browser states before the first piece."""

    nama = forms.CharField(max_length=500)
    ukuran = forms.IntegerField(min_value=1, localize=False)
    sidik = forms.RegexField(r"^[0-9a-f]{64}$")


def ada_kiriman(request: HttpRequest, kolom: str) -> bool:
    """Did the form bring a file in ``kolom`` (or its ``<kolom>_unggahan``)?"""
    return kolom in request.FILES or bool(request.POST.get(f"{kolom}_unggahan"))


def simpan_kiriman(
    request: HttpRequest,
    kolom: str,
    *,
    jenis_diizinkan: tuple[str, ...],
    batas_ukuran: int,
    opd_id: UUID | None,
    pertahankan_lokasi: bool = False,
) -> Berkas:
    """Keep the file of one form field; for use inside the action of a view's transaction.

    ``<input type="file" name="kolom">`` works alone; with the page's script the hidden field
    ``<kolom>_unggahan`` names a finished chunked upload instead. Raises ``AturanDilanggar`` with
    the sentence on ``kolom``.
    """
    oleh = request.user.pelaku()  # type: ignore[union-attr]
    pada = request.diterima_pada  # type: ignore[attr-defined]
    try:
        if unggahan := request.POST.get(f"{kolom}_unggahan"):
            try:
                unggahan_id = UUID(unggahan)
            except ValueError:
                raise AturanDilanggar("Unggahan tidak sah. Pilih berkasnya kembali.") from None
            return simpan_unggahan(
                unggahan_id=unggahan_id, jenis_diizinkan=jenis_diizinkan, batas_ukuran=batas_ukuran,
                opd_id=opd_id, pertahankan_lokasi=pertahankan_lokasi, oleh=oleh, pada=pada,
            )  # fmt: skip
        berkas = request.FILES.get(kolom)
        if berkas is None or berkas.file is None:
            raise AturanDilanggar("Pilih berkas yang akan diunggah.", kode="tanpa_berkas")
        return simpan(
            nama=berkas.name or "", isi=cast(BinaryIO, berkas.file), jenis_diizinkan=jenis_diizinkan,
            batas_ukuran=batas_ukuran, opd_id=opd_id, pertahankan_lokasi=pertahankan_lokasi,
            oleh=oleh, pada=pada,
        )  # fmt: skip
    except AturanDilanggar as e:
        e.kolom.setdefault(kolom, e.pesan)
        raise
