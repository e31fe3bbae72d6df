"""How cells look: percentages by their style, merged ranges, hidden rows and columns."""

import io

from openpyxl import Workbook

from terukur.impor.pembaca import baca_buku
from terukur.impor.pembaca.tampilan import _bulat, _gaya_persen


def test_persen_gabungan_dan_yang_tersembunyi() -> None:
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.title = "A & B"
    for tempat, kode in (
        ("A1", "0%"),
        ("B1", "0.00%"),
        ("C1", '0.0" %"'),
        ("D1", "General"),
        ("E1", "0.0#%;[Red]-0%"),
    ):
        lembar[tempat] = 0.5
        lembar[tempat].number_format = kode
    lembar["A3"] = "gabung"
    lembar.merge_cells("A3:B4")
    lembar["A5"] = 1
    lembar.row_dimensions[5].hidden = True
    lembar.column_dimensions["C"].hidden = True
    keluar = io.BytesIO()
    buku.save(keluar)
    tampilan = baca_buku("a.xlsx", keluar.getvalue()).lembar[0].tampilan()
    assert tampilan.persen == {(0, 0), (0, 1), (0, 4)}
    assert tampilan.gabungan == (((2, 0), (3, 1)),)
    assert tampilan.baris_sembunyi == (4,)
    assert tampilan.kolom_sembunyi == (2,)


def test_yang_tidak_tahu_rupanya() -> None:
    tampilan = baca_buku("a.csv", b"a;b\r\n1;2\r\n").lembar[0].tampilan()
    assert (tampilan.gabungan, tampilan.persen, tampilan.baris_sembunyi) == ((), frozenset(), ())


def test_atribut_yang_rusak_tidak_menghentikan_pembacaan() -> None:
    gaya = (
        b'<numFmts><numFmt numFmtId="x" formatCode="0%"/></numFmts><cellXfs><xf numFmtId="\x08"/></cellXfs>'
    )
    assert _gaya_persen(gaya) <= {b"0"}
    assert _bulat(b"12", 1) == 12
    assert [_bulat(t, 1) for t in (None, b"", b"-3", b"1" * 40, b"a")] == [1] * 5
