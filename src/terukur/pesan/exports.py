"""The lists of this room as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.inti.waktu import tulis_waktu
from terukur.pesan.models import Kiriman, Pesan

JUDUL_PESAN = ("Dikirim", "Judul", "Isi", "Dibaca")
JUDUL_KIRIMAN = (
    "Dikirim",
    "Pesan",
    "Penerima",
    "Saluran",
    "Status",
    "Percobaan",
    "Terakhir dicoba",
    "Alasan",
)


def baris_pesan(pesan: Iterable[Pesan]) -> Iterator[tuple[object, ...]]:
    """Rows under ``JUDUL_PESAN``."""
    zona = ZoneInfo(settings.TIME_ZONE)
    for p in pesan:
        dibaca = tulis_waktu(p.dibaca_pada, zona) if p.dibaca_pada else ""
        yield (tulis_waktu(p.dikirim_pada, zona), p.judul, p.isi, dibaca)


def baris_kiriman(kiriman: Iterable[Kiriman]) -> Iterator[tuple[object, ...]]:
    """Rows under ``JUDUL_KIRIMAN``."""
    zona = ZoneInfo(settings.TIME_ZONE)
    for k in kiriman:
        yield (
            tulis_waktu(k.pesan.dikirim_pada, zona),
            k.pesan.judul,
            k.pesan.penerima.nama,
            k.saluran,
            k.get_status_display(),
            k.percobaan,
            tulis_waktu(k.dicoba_pada, zona) if k.dicoba_pada else "",
            k.alasan,
        )
