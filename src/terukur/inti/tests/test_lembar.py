"""No cell of an export runs as a formula."""

import csv
import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from terukur.inti.lembar import AWALAN_RUMUS, aman_lembar, csv_mengalir, unduhan_lembar, xlsx_teks


@pytest.mark.parametrize("awal", AWALAN_RUMUS)
def test_awalan_rumus_dijinakkan(awal):
    assert aman_lembar(f"{awal}1+1") == f"'{awal}1+1"


def test_yang_biasa_tetap():
    assert [aman_lembar(n) for n in (None, "", "Dinas Kesehatan", 1)] == ["", "", "Dinas Kesehatan", "1"]


@given(st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)] * 2)))
def test_csv_terbaca_kembali_dan_aman(baris):
    isi = b"".join(csv_mengalir(["a", "b"], baris)).decode("utf-8-sig")
    hasil = list(csv.reader(io.StringIO(isi, newline=""), delimiter=";"))
    assert hasil == [["a", "b"], *([aman_lembar(s) for s in b] for b in baris)]
    assert not any(sel.startswith(AWALAN_RUMUS) for b in hasil for sel in b)


def test_csv_besar_mengalir():
    potongan = list(csv_mengalir(["a"], ([f"baris {n}" * 10] for n in range(5000))))
    assert len(potongan) > 5
    assert len(b"".join(potongan).splitlines()) == 5001


def test_xlsx_angka_sebagai_angka_dan_rumus_sebagai_teks():
    isi = xlsx_teks(["no", "teks"], [[1234, "=1+1"], [True, None]])
    lembar = CalamineWorkbook.from_filelike(io.BytesIO(isi)).get_sheet_by_index(0).to_python()
    assert lembar == [["no", "teks"], [1234.0, "=1+1"], ["True", ""]]


def test_unduhan_hanya_bila_diminta():
    def baris():
        raise AssertionError("read although nobody asked")
        yield

    assert unduhan_lembar(RequestFactory().get("/"), "a", ["x"], baris()) is None
    jawaban = unduhan_lembar(RequestFactory().get("/?unduh=csv"), "a", ["x"], [["@y"]])
    assert b"".join(jawaban).decode("utf-8-sig") == "x\r\n'@y\r\n"
    assert jawaban["Content-Disposition"] == 'attachment; filename="a.csv"'
