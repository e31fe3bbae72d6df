"""Approved requests laid over the days: which half is covered by what, and which hours are stated."""

from collections.abc import Iterable

import numpy as np

from terukur.kehadiran.choices import BagianHari, JenisPermohonan, StatusHari
from terukur.kehadiran.rules.hari import KOSONG, LAPISAN, URUTAN_LAPISAN, Angka, Benar

PERINGKAT = np.zeros(len(StatusHari), np.int16)
"""By StatusHari; the highest holds, 0: covers nothing."""
for _n, _s in enumerate(URUTAN_LAPISAN):
    PERINGKAT[_s] = len(URUTAN_LAPISAN) - _n
_STATUS = np.array([0, *reversed(URUTAN_LAPISAN)], np.int16)

Permohonan = tuple[int, int, int, str, str]
"""(index of the person, first day, last day, JenisPermohonan, BagianHari); days from 0 as columns."""


def susun_lapisan(orang: int, hari: int, permohonan: Iterable[Permohonan]) -> tuple[Angka, Angka, Benar]:
    """(P, D) each: StatusHari over the first half, over the second, and where several cover one half."""
    baris = [(o, a, z, PERINGKAT[LAPISAN[j]], b) for o, a, z, j, b in permohonan if j in LAPISAN]
    paruh, ganda = [], np.zeros(orang * hari, np.bool_)
    for bagian in (BagianHari.PAGI, BagianHari.SIANG):
        isi = [x[:4] for x in baris if x[4] in (BagianHari.PENUH, bagian)]
        o, awal, akhir, nilai = np.array(isi, np.int64).reshape(-1, 4).T
        awal, akhir = np.maximum(awal, 0), np.minimum(akhir, hari - 1)
        n = np.maximum(akhir - awal + 1, 0)
        di = np.repeat(o * hari + awal - np.cumsum(n) + n, n) + np.arange(n.sum())
        tinggi, rendah = np.zeros((2, orang * hari), np.int64)
        rendah += len(PERINGKAT)
        np.maximum.at(tinggi, di, np.repeat(nilai, n))
        np.minimum.at(rendah, di, np.repeat(nilai, n))
        ganda |= rendah < tinggi
        paruh.append(_STATUS[tinggi].reshape(orang, hari))
    return paruh[0], paruh[1], ganda.reshape(orang, hari)


Rekam = tuple[int, int, str, int | None, int | None]
"""(index of the person, day as column, JenisPermohonan, stated arrival, stated departure in minutes)."""


def susun_manual(orang: int, hari: int, awal: int, zona: int, rekam: Iterable[Rekam]) -> list[Angka]:
    """(P, D) instants: manual arrival and departure, corrected arrival and departure; a later row wins."""
    jam = [np.full((orang, hari), KOSONG) for _ in range(4)]
    for o, d, jenis, *menit in rekam:
        for n, m in enumerate(menit):
            if m is not None and 0 <= d < hari:
                jam[n + 2 * (jenis == JenisPermohonan.KOREKSI)][o, d] = (awal + d) * 86_400 - zona + m * 60
    return jam
