"""What makes a record by phone worth a look (absensi.md 5.6). Pure; the points are dated data.

A browser does not tell whether a position is mocked or a phone in developer mode, so only what a forged
position looks like is judged. Nothing here refuses or punishes: from a sum of points on a human looks.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

from terukur.kehadiran.choices import AlasanRisiko
from terukur.kehadiran.rules.ponsel import Sampel, jarak, sebut_jarak

A = AlasanRisiko
BOBOT_BAWAAN: dict[str, int] = {
    A.KOORDINAT_SAMA: 60, A.KOORDINAT_TETAP: 40, A.TANPA_GETAR: 20, A.KETELITIAN_TETAP: 10,
    A.KECEPATAN: 60, A.PERANGKAT_BARU: 10, A.PERANGKAT_BERSAMA: 30, A.LAYAR_JAUH: 60,
    A.LAYAR_TANPA_POSISI: 20,
}  # fmt: skip
NILAI_TERTINGGI = 100
SAMPEL_GETAR = 4
"""Samples that say something about the trembling of a real position, over ``MASA_GETAR`` ms."""
MASA_GETAR = 3_000
HARI_TETAP = 2
"""Former days with the very same coordinates: once may be chance."""
KALI_KETELITIAN, HARI_KETELITIAN = 8, 5
"""So many former records on so many days with the very same accuracy."""
JAUH = 2_000
"""Metres within which no speed is impossible."""
MASA_PINDAH = dt.timedelta(hours=6)
Titik = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lalu:
    """A former record by phone of the same person."""

    waktu: dt.datetime
    tanggal: dt.date
    titik: Titik | None
    akurasi: float | None
    perangkat: str


@dataclass(frozen=True, slots=True)
class Hadir:
    """A press of the same person elsewhere: at a device, or by phone. ``akurasi`` in m."""

    waktu: dt.datetime
    titik: Titik
    akurasi: float
    tempat: str


@dataclass(frozen=True, slots=True)
class BahanRisiko:
    """A record, and what is known around it.

    ``orang_titik``, ``orang_perangkat``: who else was recorded on the same day with the very same
    coordinates, with the same phone. ``radius`` of the fence; ``jauh`` from its middle, None: no position.
    """

    pegawai: UUID
    waktu: dt.datetime
    tanggal: dt.date
    titik: Titik | None
    akurasi: float
    jauh: float | None
    radius: int
    sampel: Sequence[Sampel]
    perangkat: str
    lewat_layar: bool
    lalu: Sequence[Lalu] = ()
    orang_titik: AbstractSet[UUID] = frozenset()
    orang_perangkat: AbstractSet[UUID] = frozenset()
    hadir: Sequence[Hadir] = ()
    kecepatan_terbesar: int = 150
    bobot: Mapping[str, int] = field(default_factory=lambda: BOBOT_BAWAAN)


@dataclass(frozen=True, slots=True)
class Temuan:
    """``bukti``: one sentence without coordinates."""

    kode: str
    bobot: int
    bukti: str


def temukan(b: BahanRisiko) -> list[Temuan]:
    """The reasons, in the order of ``AlasanRisiko``; those of no weight are left out."""
    bukti = {
        A.KOORDINAT_SAMA: _koordinat_sama(b), A.KOORDINAT_TETAP: _koordinat_tetap(b),
        A.TANPA_GETAR: _tanpa_getar(b), A.KETELITIAN_TETAP: _ketelitian_tetap(b), A.KECEPATAN: _kecepatan(b),
        A.PERANGKAT_BARU: _perangkat_baru(b), A.PERANGKAT_BERSAMA: _perangkat_bersama(b),
        A.LAYAR_JAUH: _layar_jauh(b), A.LAYAR_TANPA_POSISI: _layar_tanpa_posisi(b),
    }  # fmt: skip
    return [Temuan(k.value, b.bobot[k], teks) for k, teks in bukti.items() if teks and b.bobot.get(k, 0) > 0]


def jumlahkan_nilai(temuan: Sequence[Temuan]) -> int:
    return min(NILAI_TERTINGGI, sum(t.bobot for t in temuan))


def _koordinat_sama(b: BahanRisiko) -> str:
    n = len(b.orang_titik - {b.pegawai})
    return f"koordinat persis sama dengan {n} orang lain pada hari itu" if b.titik and n else ""


def _koordinat_tetap(b: BahanRisiko) -> str:
    hari = {x.tanggal for x in b.lalu if x.titik == b.titik} - {b.tanggal}
    ada = b.titik is not None and len(hari) >= HARI_TETAP
    return (
        f"koordinat persis sama pada {len(hari)} hari lain; posisi sungguhan selalu sedikit berbeda"
        if ada
        else ""
    )


def _tanpa_getar(b: BahanRisiko) -> str:
    usia = [s.usia for s in b.sampel]
    if len(usia) < SAMPEL_GETAR or max(usia) - min(usia) < MASA_GETAR:
        return ""
    if len({(s.lintang, s.bujur, s.akurasi) for s in b.sampel}) > 1:
        return ""
    return f"{len(usia)} pembacaan posisi berturut-turut persis sama"


def _ketelitian_tetap(b: BahanRisiko) -> str:
    lalu = [x for x in b.lalu if x.akurasi is not None]
    sama = [x for x in lalu if x.akurasi == b.akurasi]
    cukup = len(sama) >= KALI_KETELITIAN and len({x.tanggal for x in sama}) >= HARI_KETELITIAN
    if b.titik is None or not cukup or len(sama) != len(lalu):
        return ""
    return f"ketelitian selalu {round(b.akurasi)} m pada {len(sama)} rekam sebelumnya"


def _kecepatan(b: BahanRisiko) -> str:
    """The most impossible way to or from another press; doubts of both positions shorten the way."""
    terburuk, teks = float(b.kecepatan_terbesar), ""
    for x in b.hadir:
        selang = abs(b.waktu - x.waktu)
        if b.titik is None or selang > MASA_PINDAH:
            continue
        jauh = jarak(b.titik, x.titik) - b.akurasi - x.akurasi
        laju = jauh / max(selang.total_seconds(), 1) * 3.6
        if jauh > JAUH and laju > terburuk:
            arah = "dari" if x.waktu <= b.waktu else "ke"
            menit = max(1, round(selang.total_seconds() / 60))
            terburuk, teks = laju, f"{sebut_jarak(jauh)} dalam {menit} menit {arah} {x.tempat}"
    return teks


def _perangkat_baru(b: BahanRisiko) -> str:
    dikenal = {x.perangkat for x in b.lalu if x.perangkat}
    baru = b.perangkat and dikenal and b.perangkat not in dikenal
    return "ponsel atau peramban ini belum pernah dipakai dalam 30 hari terakhir" if baru else ""


def _perangkat_bersama(b: BahanRisiko) -> str:
    n = len(b.orang_perangkat - {b.pegawai})
    return f"ponsel yang sama dipakai {n} orang lain pada hari itu" if b.perangkat and n else ""


def _layar_jauh(b: BahanRisiko) -> str:
    if not b.lewat_layar or b.jauh is None or b.jauh - b.akurasi <= b.radius:
        return ""
    return f"kode di layar dibuka {sebut_jarak(b.jauh)} dari tempatnya"


def _layar_tanpa_posisi(b: BahanRisiko) -> str:
    return "kode di layar dibuka tanpa memberi posisi" if b.lewat_layar and b.titik is None else ""
