"""How long pages take: counted in the process, written every half minute, read for all processes together.

No request pays a query. A page is known by its view's name, never by its address: nothing personal.
"""

import bisect
import datetime as dt
import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from terukur.inti.models import WaktuHalaman

LANGKAH_PER_GANDA = 4
"""Steps per doubling: a percentile is exact to a fifth, always rounded up, never above the longest."""
BATAS_LANGKAH = tuple(2 ** (i / LANGKAH_PER_GANDA) for i in range(16 * LANGKAH_PER_GANDA + 1))
"""Upper ends of the steps in milliseconds: 1 ms to 65.5 s; what is longer falls into one more step."""
RENTANG = dt.timedelta(minutes=5)
DISIMPAN = dt.timedelta(days=2)


@dataclass(slots=True)
class Hitungan:
    """What one page did since the last writing."""

    jumlah: int = 0
    galat: int = 0
    terlama: int = 0
    sebaran: list[int] | None = None

    def tambah(self, milidetik: float, *, galat: bool) -> None:
        langkah = bisect.bisect_left(BATAS_LANGKAH, milidetik)
        self.sebaran = jumlahkan(self.sebaran or [], [0] * langkah + [1])
        self.jumlah += 1
        self.galat += galat
        self.terlama = max(self.terlama, math.ceil(milidetik))


def jumlahkan(a: Sequence[int], b: Sequence[int]) -> list[int]:
    """Element by element; the shorter one counts as zero beyond its end."""
    panjang = max(len(a), len(b))
    return [(a[i] if i < len(a) else 0) + (b[i] if i < len(b) else 0) for i in range(panjang)]


class Pencatat:
    """The counts of this process. Safe between threads."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._isi: dict[str, Hitungan] = {}

    def catat(self, rute: str, milidetik: float, *, galat: bool) -> None:
        with self._kunci:
            self._isi.setdefault(rute[:120], Hitungan()).tambah(milidetik, galat=galat)

    def ambil(self) -> dict[str, Hitungan]:
        """Take everything counted so far."""
        with self._kunci:
            isi, self._isi = self._isi, {}
        return isi

    def kembalikan(self, isi: Mapping[str, Hitungan]) -> None:
        """What could not be written is counted again at the next writing."""
        with self._kunci:
            for rute, h in isi.items():
                kini = self._isi.setdefault(rute, Hitungan())
                kini.jumlah += h.jumlah
                kini.galat += h.galat
                kini.terlama = max(kini.terlama, h.terlama)
                kini.sebaran = jumlahkan(kini.sebaran or [], h.sebaran or [])


pencatat = Pencatat()

_SIMPAN = """
insert into inti_waktuhalaman as t (awal_pada, rute, jumlah, jumlah_galat, terlama, sebaran)
values (%s, %s, %s, %s, %s, %s)
on conflict (awal_pada, rute) do update set
  jumlah = t.jumlah + excluded.jumlah,
  jumlah_galat = t.jumlah_galat + excluded.jumlah_galat,
  terlama = greatest(t.terlama, excluded.terlama),
  sebaran = (select array_agg(coalesce(a, 0) + coalesce(b, 0) order by i)
             from unnest(t.sebaran, excluded.sebaran) with ordinality as u (a, b, i))"""


def simpan_pengukuran(*, pada: dt.datetime, dari: Pencatat = pencatat) -> int:
    """Write what this process counted; returns how many pages. Forgets what is older than two days."""
    isi = dari.ambil()
    awal = dt.datetime.fromtimestamp(
        pada.timestamp() // RENTANG.total_seconds() * RENTANG.total_seconds(), tz=dt.UTC
    )
    try:
        with transaction.atomic(), connection.cursor() as kursor:
            if isi:
                # In order of name, so that two processes never wait for each other.
                kursor.executemany(
                    _SIMPAN,
                    [(awal, r, h.jumlah, h.galat, h.terlama, h.sebaran) for r, h in sorted(isi.items())],
                )
        WaktuHalaman.objects.filter(awal_pada__lt=pada - DISIMPAN).delete()
    except BaseException:
        dari.kembalikan(isi)
        raise
    return len(isi)


@dataclass(frozen=True, slots=True)
class RingkasHalaman:
    """One page over a span; times in milliseconds."""

    rute: str
    jumlah: int
    galat: int
    p50: int
    p95: int
    terlama: int


def persentil(sebaran: Sequence[int], bagian: float, terlama: int) -> int:
    """The upper end of the step in which the ``bagian`` (0..1) of the answers lies, at most ``terlama``."""
    sisa = max(1, math.ceil(bagian * sum(sebaran)))
    for langkah, jumlah in enumerate(sebaran):
        sisa -= jumlah
        if sisa <= 0 and langkah < len(BATAS_LANGKAH):
            return min(terlama, math.ceil(BATAS_LANGKAH[langkah]))
    return terlama


_RINGKAS = """
with baris as (select * from inti_waktuhalaman where awal_pada > %s),
langkah as (
  select rute, i, sum(n)::int as n from baris, unnest(sebaran) with ordinality as u (n, i) group by rute, i)
select b.rute, sum(b.jumlah)::bigint, sum(b.jumlah_galat)::bigint, max(b.terlama),
  (select array_agg(l.n order by l.i) from langkah l where l.rute = b.rute)
from baris b group by b.rute"""


def ringkas_halaman(*, sejak: dt.datetime) -> list[RingkasHalaman]:
    """Every page that was asked for since about ``sejak`` (whole five minutes), the slowest p95 first."""
    with connection.cursor() as kursor:
        kursor.execute(_RINGKAS, [sejak - RENTANG])
        baris: Iterable[tuple[str, int, int, int, list[int]]] = kursor.fetchall()
    hasil = [
        RingkasHalaman(rute, n, galat, persentil(s, 0.5, lama), persentil(s, 0.95, lama), lama)
        for rute, n, galat, lama, s in baris
    ]
    return sorted(hasil, key=lambda h: (-h.p95, h.rute))
