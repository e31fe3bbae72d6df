"""Attacks by workbooks: entities that grow, entities that read files, formulas, deep nesting."""

import contextlib
import io
import time
import zipfile
from pathlib import Path

import pytest

from terukur.impor.anotasi import beri_catatan
from terukur.impor.pembaca import baca_buku
from terukur.impor.pembaca.hasil import Masalah
from terukur.impor.tests.buku_uji import tulis_xlsx
from terukur.inti.kesalahan import AturanDilanggar

BOM = b"<!DOCTYPE l [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)
) + b"]>"  # fmt: skip


def dengan(bagian: str, doctype: bytes, rujukan: bytes) -> bytes:
    """A workbook in which one part declares entities and, as a text, names one of them."""
    asal = zipfile.ZipFile(io.BytesIO(tulis_xlsx(("Data", [["Kode", "Uraian"], ["1.01", "SISIPAN"]]))))
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        for satu in asal.infolist():
            isi = asal.read(satu)
            if satu.filename == bagian:
                isi = isi.replace(b"?>", b"?>" + doctype, 1).replace(b"SISIPAN", rujukan)
            arsip.writestr(satu.filename, isi)
    return keluar.getvalue()


@pytest.mark.parametrize("bagian", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_bom_entitas_tidak_membesar(bagian):
    """Also where the check at the door was not asked: the readers themselves stay small and quick."""
    isi = dengan(bagian, BOM, b"&a11;")
    awal = time.process_time()
    for kerja in (
        lambda: repr(baca_buku("uji.xlsx", isi)),
        lambda: beri_catatan("uji.xlsx", isi, [Masalah("galat", "uji", "salah", "Data", 2, "A")]),
    ):
        try:
            hasil = kerja()
        except (AturanDilanggar, ValueError):
            continue
        assert len(hasil if isinstance(hasil, str) else hasil[1]) < 100_000
    assert time.process_time() - awal < 3


def test_entitas_luar_tidak_dibaca(tmp_path: Path):
    rahasia = tmp_path / "rahasia"
    rahasia.write_text("isi-berkas-server")
    doctype = b'<!DOCTYPE l [<!ENTITY x SYSTEM "%s">]>' % rahasia.as_uri().encode()
    for bagian in ("xl/sharedStrings.xml", "xl/workbook.xml"):
        isi = dengan(bagian, doctype, b"&x;")
        try:
            assert "isi-berkas-server" not in repr(baca_buku("uji.xlsx", isi))
            catatan = beri_catatan("uji.xlsx", isi, [Masalah("galat", "uji", "salah", "Data", 2, "A")])[1]
        except (AturanDilanggar, ValueError):
            continue
        with zipfile.ZipFile(io.BytesIO(catatan)) as arsip:
            assert not any(b"isi-berkas-server" in arsip.read(n) for n in arsip.namelist())


def test_json_bersarang_dalam_ditolak_dengan_kalimat():
    for isi in (b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000):
        with pytest.raises(AturanDilanggar):
            baca_buku("uji.json", isi)


def test_angka_raksasa_dalam_json_ditolak_atau_cepat():
    awal = time.process_time()
    with contextlib.suppress(AturanDilanggar):
        baca_buku("uji.json", b'[{"kode": "1.01", "pagu": ' + b"9" * 200_000 + b"}]")
    assert time.process_time() - awal < 2
