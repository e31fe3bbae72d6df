"""The auditor's list as XLSX and CSV."""

import io
import tempfile
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import xlsxwriter
from django.conf import settings

from terukur.inti.lembar import csv_mengalir
from terukur.inti.waktu import singkatan_zona
from terukur.jejak.models import Catatan
from terukur.jejak.penyedia import nama_objek, nama_opd, sebut
from terukur.jejak.rules import sebut_peristiwa, tulis_nilai

JUDUL = (
    "Nomor", "Waktu", "Pelaku", "Peran", "Penugasan", "Peristiwa", "Objek", "Nomor objek",
    "Perangkat daerah", "Hasil", "Isi", "Sidik",
)  # fmt: skip
BATAS_XLSX = 100_000


def _baris(catatan: Iterable[Catatan]) -> Iterator[tuple[str, ...]]:
    zona = ZoneInfo(settings.TIME_ZONE)
    opd = nama_opd()
    for c in catatan:
        yield (
            str(c.nomor),
            f"{c.pada.astimezone(zona):%d/%m/%Y %H:%M:%S} {singkatan_zona(zona)}",
            c.pelaku_nama,
            ", ".join(sebut(p) for p in c.pelaku_peran.split(",") if p),
            c.penugasan,
            sebut_peristiwa(c.peristiwa),
            nama_objek(c.objek),
            c.objek_id,
            (opd.get(c.opd_id) or str(c.opd_id)) if c.opd_id else "",
            "Ditolak" if c.ditolak else "Dilaksanakan",
            tulis_nilai(c.isi, zona) if c.isi else "",
            c.sidik,
        )


def jejak_csv(catatan: Iterable[Catatan]) -> Iterator[bytes]:
    """The list as CSV, row by row."""
    return csv_mengalir(JUDUL, _baris(catatan))


def jejak_xlsx(catatan: Iterable[Catatan]) -> bytes:
    """The list as a workbook of text cells; the caller limits it to ``BATAS_XLSX`` rows."""
    keluar = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        buku = xlsxwriter.Workbook(keluar, {"constant_memory": True, "tmpdir": folder})
        lembar = buku.add_worksheet("Jejak resmi")
        tebal = buku.add_format({"bold": True, "bottom": 1})
        for kolom, judul in enumerate(JUDUL):
            lembar.write_string(0, kolom, judul, tebal)
        lembar.freeze_panes(1, 0)
        lembar.set_column(1, 9, 22)
        lembar.set_column(10, 10, 60)
        for nomor, baris in enumerate(_baris(catatan), 1):
            lembar.write_number(nomor, 0, int(baris[0]))
            for kolom, sel in enumerate(baris[1:], 1):
                lembar.write_string(nomor, kolom, sel[:32_767])
        buku.close()
    return keluar.getvalue()
