"""Records by phone: samples of a position, fences, and the code on a screen. Metres, degrees WGS 84."""

import datetime as dt
import hmac
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terukur.inti.kesalahan import AturanDilanggar

KELOMPOK_PONSEL = "Rekam lewat ponsel"
"""The group of all places; a PIN in it is the dated right to record by phone."""
CARA_PAGAR, CARA_LAYAR = 240, 241
"""``Pindai.cara`` of records by phone; devices use numbers up to 200."""
PALING_BANYAK = 20
"""Samples kept of one record."""
PALING_LAMA = 120_000
"""Milliseconds between a sample and its sending."""
JEDA = dt.timedelta(seconds=60)
"""Another press of the same person within this time is the same press."""
JEDA_KIRIM = dt.timedelta(minutes=10)
"""The same form sent again within this time is the same press; a page left open till evening is not."""
LANGKAH = 30
"""Seconds for which a screen shows one code."""
LANGKAH_LALU = 3
"""Codes before the present one that are still taken: at most two minutes after a code appeared."""
JARI_BUMI = 6_371_009.0


@dataclass(frozen=True, slots=True)
class Sampel:
    """One position as the phone told it; ``usia`` in ms before it was sent."""

    lintang: float
    bujur: float
    akurasi: float
    usia: int

    @property
    def baris(self) -> list[float]:
        return [self.lintang, self.bujur, self.akurasi, self.usia]


def baca_sampel(teks: str) -> list[Sampel]:
    """``[[-9.1, 124.9, 12.5, 800], ...]``; empty text: none. Raises ``AturanDilanggar``."""
    if not teks.strip():
        return []
    try:
        isi = json.loads(teks)
        if not isinstance(isi, list) or len(isi) > PALING_BANYAK:
            raise ValueError
        hasil = [_satu(s) for s in isi]
    except (ValueError, TypeError, RecursionError):
        raise AturanDilanggar(
            "Posisi dari ponsel tidak terbaca; tidak ada yang disimpan. Muat ulang halaman ini, lalu coba "
            "lagi.",
            kode="posisi_rusak",
        ) from None
    return hasil


def _satu(s: object) -> Sampel:
    if not isinstance(s, list) or len(s) != 4 or any(type(x) not in (int, float) for x in s):
        raise ValueError
    lintang, bujur, akurasi, usia = (float(x) for x in s)
    if not (abs(lintang) <= 90 and abs(bujur) <= 180 and 0 <= akurasi <= 1e6 and 0 <= usia <= PALING_LAMA):
        raise ValueError  # also what is no number
    return Sampel(lintang, bujur, akurasi, int(usia))


def desimal(nilai: float, angka: int = 7) -> Decimal:
    """As it is stored: degrees to seven places, some centimetres."""
    return Decimal(str(round(nilai, angka)))


def terbaik(sampel: Iterable[Sampel]) -> Sampel | None:
    """The most accurate one, of several the latest."""
    return min(sampel, key=lambda s: (s.akurasi, s.usia), default=None)


def jarak(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres on a sphere between two (latitude, longitude)."""
    f1, f2 = math.radians(a[0]), math.radians(b[0])
    df, dl = f2 - f1, math.radians(b[1] - a[1])
    h = math.sin(df / 2) ** 2 + math.cos(f1) * math.cos(f2) * math.sin(dl / 2) ** 2
    return 2 * JARI_BUMI * math.asin(min(1.0, math.sqrt(h)))


def di_dalam(jauh: float, radius: float, akurasi: float) -> bool:
    """Whether somebody so far from the middle may be inside: the phone's own doubt is for his benefit."""
    return jauh - akurasi <= radius


def sebut_jarak(meter: float) -> str:
    """``340 m``, ``4,2 km``."""
    return f"{round(meter)} m" if meter < 1000 else f"{meter / 1000:.1f} km".replace(".", ",")


# ---- the code on a screen ----


def langkah(pada: dt.datetime) -> int:
    return int(pada.timestamp()) // LANGKAH


def kode_layar(rahasia: str, ke: int) -> str:
    """The code of one step: 80 bits of HMAC-SHA256."""
    return hmac.new(rahasia.encode(), ke.to_bytes(8, "big"), "sha256").hexdigest()[:20]


def kode_sah(rahasia: str, kode: str, pada: dt.datetime) -> bool:
    """The present code or one of the ``LANGKAH_LALU`` before it."""
    kini = langkah(pada)
    cocok = [
        hmac.compare_digest(kode_layar(rahasia, kini - n).encode(), kode.encode())
        for n in range(LANGKAH_LALU + 1)
    ]
    return any(cocok)


@dataclass(frozen=True, slots=True)
class Tempat:
    """A place with its fence."""

    mesin_id: int
    nama: str
    titik: tuple[float, float]
    radius: int


def tempat_terdekat(posisi: Sampel, tempat: Sequence[Tempat]) -> tuple[Tempat, float] | None:
    """(place, metres to its middle): the nearest whose fence holds the position, else the nearest."""
    semua = [(t, jarak((posisi.lintang, posisi.bujur), t.titik)) for t in tempat]
    dalam = [(t, j) for t, j in semua if di_dalam(j, t.radius, posisi.akurasi)]
    return min(dalam or semua, key=lambda x: (x[1], x[0].mesin_id), default=None)
