"""The lists of the journal as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.inti.waktu import singkatan_zona
from terukur.jejak.models import Catatan, Segel
from terukur.jejak.penyedia import nama_objek, nama_opd, sebut
from terukur.jejak.rules import sebut_peristiwa, tulis_nilai

JUDUL_CATATAN = (
    "Nomor", "Waktu", "Pelaku", "Peran", "Penugasan", "Peristiwa", "Objek", "Nomor objek",
    "Perangkat daerah", "Hasil", "Isi", "Sidik",
)  # fmt: skip
JUDUL_SEGEL = ("Segel", "Waktu", "Sampai catatan", "Sidik ujung jejak", "Kunci publik", "Tanda tangan")


def baris_catatan(catatan: Iterable[Catatan]) -> Iterator[tuple[object, ...]]:
    """Rows under ``JUDUL_CATATAN``."""
    zona = ZoneInfo(settings.TIME_ZONE)
    opd = nama_opd()
    for c in catatan:
        yield (
            c.nomor,
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


def baris_segel(segel: Iterable[Segel]) -> Iterator[tuple[object, ...]]:
    """Rows under ``JUDUL_SEGEL``."""
    zona = ZoneInfo(settings.TIME_ZONE)
    for s in segel:
        waktu = f"{s.pada.astimezone(zona):%d/%m/%Y %H:%M:%S} {singkatan_zona(zona)}"
        yield (s.nomor, waktu, s.catatan_nomor, s.sidik, s.kunci, s.tanda)
