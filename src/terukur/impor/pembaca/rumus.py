"""Cells of an xlsx in which a reader sees nothing: formulas without a value, and those that failed."""

import io
import re
import zipfile

from terukur.impor.pembaca.sel import BELUM_DIHITUNG
from terukur.impor.pembaca.tampilan import lembar_xlsx

_AWAL_SEL = re.compile(rb"<c(?=\s)")
_SEL = re.compile(rb'([^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_NILAI = re.compile(rb"<v[^>]*>([^<]+)</v>")


def sel_cacat(isi: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet -> {(row, column), both from 0: ``BELUM_DIHITUNG`` or the error, as ``#REF!``}."""
    hasil: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        for nama, jalur in lembar_xlsx(arsip):
            hasil[nama] = _cari(arsip.read(jalur))
    return hasil


def _cari(xml: bytes) -> dict[tuple[int, int], str]:
    if b"<f" not in xml and b't="e"' not in xml:
        return {}
    hasil: dict[tuple[int, int], str] = {}
    for sel in _AWAL_SEL.split(xml)[1:]:
        if b"<f" not in sel and b't="e"' not in sel:  # most cells of most sheets
            continue
        cocok = _SEL.match(sel)
        if cocok is None:
            continue
        atribut, huruf, nomor, isi = cocok.groups()
        nilai = _NILAI.search(isi)
        if b't="e"' in atribut:
            cacat = nilai[1].decode("ascii", "replace") if nilai else "#REF!"
        elif b"<f" in isi and not nilai and b't="str"' not in atribut:
            cacat = BELUM_DIHITUNG
        else:
            continue
        kolom = 0
        for h in huruf:
            kolom = kolom * 26 + h - 64
        hasil[int(nomor) - 1, kolom - 1] = cacat
    return hasil
