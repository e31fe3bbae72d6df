"""Rosters as arrays: where somebody works on each day, what holds for him there, and his hours.

Days are columns from 0 (the day ``awal``); a range of days ends inclusively, None is open. -1: none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.rules.hari import HARI, KOSONG, Angka, Benar

Indeks = npt.NDArray[np.int32]
TAHUN_2000 = 10_957
"""1 January 2000, from which cycles of shifts are counted."""
TINGKAT = (LingkupJadwal.SEMUA, LingkupJadwal.OPD, LingkupJadwal.UNIT, LingkupJadwal.PEGAWAI)


def potong(sejak: int, sampai: int | None, awal: int, hari: int) -> slice:
    """Columns of the days ``sejak`` .. ``sampai`` within ``awal`` .. ``awal + hari - 1``."""
    return slice(max(sejak - awal, 0), hari if sampai is None else max(sampai - awal + 1, 0))


@dataclass(frozen=True, slots=True)
class Lingkup:
    """For whom a row holds: ``milik`` is the index of the OPD, unit or person; of no use for all."""

    lingkup: str
    milik: int
    sejak: int
    sampai: int | None


def susun_lingkup(baris: Sequence[Lingkup], opd: Indeks, unit: Indeks, awal: int) -> tuple[Indeks, Indeks]:
    """(index of the row that holds, its level 0 to 3) of each person and day; the narrowest wins."""
    orang, hari = opd.shape
    kolom = np.arange(hari)
    hasil, tingkat = np.full((2, orang, hari), -1, np.int32)
    for n, lingkup in enumerate(TINGKAT):
        isi = [(k, b) for k, b in enumerate(baris) if b.lingkup == lingkup]
        if not isi:
            continue
        banyak = max(b.milik for _, b in isi) + 1
        tabel = np.full((banyak + 1, hari), -1, np.int32)
        for k, b in isi:
            tabel[0 if n == 0 else b.milik, potong(b.sejak, b.sampai, awal, hari)] = k
        if n == 3:
            terpilih = np.full((orang, hari), -1, np.int32)
            terpilih[:banyak] = tabel[:-1]
        else:
            milik = (np.zeros_like(opd), opd, unit)[n]
            terpilih = tabel[np.where((milik < 0) | (milik >= banyak), banyak, milik), kolom]
        hasil = np.where(terpilih >= 0, terpilih, hasil)
        tingkat = np.where(terpilih >= 0, np.int32(n), tingkat)
    return hasil, tingkat


@dataclass(frozen=True, slots=True)
class Pola:
    """``hari``: (Ramadan, day of the cycle, first day, last day, in, out, minutes before) of the pattern."""

    siklus: int
    ikut_libur: bool
    luwes: int
    hari: Sequence[tuple[bool, int, int, int | None, int | None, int | None, int | None]]


@dataclass(frozen=True, slots=True)
class PolaDipakai:
    pola: int
    geser: int


@dataclass(frozen=True, slots=True)
class Khusus:
    """Other hours on given days; without hours a day off."""

    masuk: int | None
    pulang: int | None


@dataclass(frozen=True, slots=True)
class JadwalHari:
    """(P, n): roster hours as instants, window, whether a roster is known, flexible minutes, holiday."""

    masuk: Angka
    pulang: Angka
    buka: Angka
    ada: Benar
    luwes: Angka
    libur: npt.NDArray[np.int16]


def susun_jadwal(
    *,
    awal: int,
    zona: int,
    pola: Sequence[Pola],
    dipakai: Sequence[PolaDipakai],
    berlaku: Indeks,
    khusus: Sequence[Khusus],
    khusus_berlaku: Indeks,
    khusus_tingkat: Indeks,
    ramadan: Benar,
    libur: npt.NDArray[np.int16],
) -> JadwalHari:
    """Hours of everyone. ``ramadan`` and ``libur`` (0, 1 holiday, 2 estimate) by day.

    A day of Ramadan takes the pattern's Ramadan hours, where it has none the ordinary ones. A special day
    goes before pattern and holiday (an upacara on 17 August), but one for all leaves those alone who work
    on holidays: whoever means the RSUD names it.
    """
    hari = berlaku.shape[1]
    tanggal = np.arange(awal, awal + hari)
    jam = [(None, None, None)] + [h[4:] for p in pola for h in p.hari]
    letak = _letak_hari(pola, awal, hari)
    siklus = np.array([p.siklus for p in pola] or [7])
    p_baris = np.array([d.pola for d in dipakai] or [0])
    geser = np.array([d.geser for d in dipakai] or [0])

    punya = berlaku >= 0
    di = np.where(punya, berlaku, 0)
    ke_pola = p_baris[di]
    panjang = siklus[ke_pola]
    urutan = np.where(panjang == 7, (tanggal + 3) % 7, (tanggal - TAHUN_2000 + geser[di]) % panjang)
    biasa = letak[ke_pola, 0, urutan, np.arange(hari)]
    puasa = letak[ke_pola, 1, urutan, np.arange(hari)]
    baris = np.where(punya, np.where(ramadan & (puasa > 0), puasa, biasa), 0)
    masuk, pulang, buka = (np.array([-1 if j[n] is None else j[n] for j in jam])[baris] for n in range(3))
    luwes = np.array([p.luwes for p in pola] or [0])[ke_pola] * punya
    ikut = np.array([p.ikut_libur for p in pola] or [True])[ke_pola] | ~punya
    ada = baris > 0
    hari_libur = np.where(ikut & ada, libur, 0).astype(np.int16)

    istimewa = (khusus_berlaku >= 0) & ((khusus_tingkat > 0) | ikut)
    if istimewa.any():
        di = np.where(istimewa, khusus_berlaku, 0)
        for tujuan, nama in ((masuk, "masuk"), (pulang, "pulang")):
            isi = np.array([-1 if getattr(k, nama) is None else getattr(k, nama) for k in khusus])
            tujuan[istimewa] = isi[di][istimewa]
        buka[istimewa], luwes[istimewa], hari_libur[istimewa], ada[istimewa] = -1, 0, 0, True

    lepas = (masuk < 0) | (hari_libur == 1)
    tengah_malam = tanggal * HARI - zona
    return JadwalHari(
        masuk=np.where(lepas, KOSONG, tengah_malam + masuk * 60),
        pulang=np.where(lepas, KOSONG, tengah_malam + pulang * 60),
        buka=np.where(lepas, -1, buka),
        ada=ada,
        luwes=luwes,
        libur=hari_libur,
    )


def _letak_hari(pola: Sequence[Pola], awal: int, hari: int) -> Indeks:
    """(pattern, Ramadan, day of the cycle, day) -> number of the row of hours, from 1; 0: none."""
    terpanjang = max((p.siklus for p in pola), default=7)
    letak = np.zeros((max(len(pola), 1), 2, max(terpanjang, 7), hari), np.int32)
    nomor = 0
    for n, p in enumerate(pola):
        for ramadan, urutan, sejak, sampai, *_ in p.hari:
            nomor += 1
            if urutan < terpanjang:
                letak[n, int(ramadan), urutan, potong(sejak, sampai, awal, hari)] = nomor
    return letak
