"""How the presses of one window become an arrival and a departure (absensi.md 4.4 and 4.5)."""

from dataclasses import dataclass

import numpy as np

from terukur.kehadiran.choices import CaraBaca
from terukur.kehadiran.rules.hari import KOSONG, Angka, Benar, Rekam

GESER = 34
"""Bits of a key below the person: seconds of five centuries."""
MASUK, PULANG, TAK_TENTU = 1, 2, 0
_ARAH = np.zeros(256, np.int64)
_ARAH[[0, 3, 4]], _ARAH[[1, 2, 5]] = MASUK, PULANG
CARA = list(CaraBaca)


@dataclass(frozen=True, slots=True)
class Urut:
    """Presses once each, in the order of ``kunci`` = person and seconds after ``nol``."""

    nol: int
    kunci: Angka
    arah: Angka

    def letak(self, batas: Angka) -> tuple[Angka, Angka]:
        """First press and the one after the last of each window, flat; ``batas`` (P, D + 1)."""
        orang = np.arange(batas.shape[0], dtype=np.int64)[:, None] << GESER
        di = np.searchsorted(self.kunci, (orang + (batas - self.nol)).ravel()).reshape(batas.shape)
        return di[:, :-1].ravel(), di[:, 1:].ravel()

    def waktu(self, di: Angka, ada: Benar) -> Angka:
        """Instants of the presses ``di``, ``KOSONG`` where not ``ada``."""
        if not self.kunci.size:
            return np.full(di.shape, KOSONG)
        detik = self.kunci[np.minimum(di, self.kunci.size - 1)] & ((1 << GESER) - 1)
        return np.where(ada, detik + self.nol, KOSONG)


def urutkan(rekam: Rekam, nol: int, sampai: int) -> Urut:
    """Sort the presses from ``nol`` (inclusive) until ``sampai``; the same second of a person counts once.

    Two buttons in one second say nothing: undefined.
    """
    dalam = (rekam.waktu >= nol) & (rekam.waktu < sampai)
    arah = _ARAH[np.where((rekam.tombol >= 0) & (rekam.tombol < 256), rekam.tombol, 255)]
    penuh = (((rekam.orang.astype(np.int64) << GESER) + (rekam.waktu - nol)) << 2 | arah)[dalam]
    penuh.sort()
    if not penuh.size:
        return Urut(nol, penuh, penuh.astype(np.int16))
    kunci = penuh >> 2
    baru = np.flatnonzero(np.concatenate(([True], kunci[1:] != kunci[:-1])))
    terkecil = (penuh[baru] & 3).astype(np.int16)
    terbesar = (penuh[np.concatenate((baru[1:], [penuh.size])) - 1] & 3).astype(np.int16)
    return Urut(nol, kunci[baru], np.where(terkecil == terbesar, terkecil, TAK_TENTU).astype(np.int16))


@dataclass(frozen=True, slots=True)
class Jendela:
    """Windows, flat: presses ``dari`` .. ``sampai - 1`` of ``urut``; hours of the roster; way of reading.

    ``tengah``: middle of the shift; ``luwes`` seconds; ``toleransi`` and ``jarak`` seconds.
    """

    urut: Urut
    dari: Angka
    sampai: Angka
    jadwal_masuk: Angka
    jadwal_pulang: Angka
    luwes: Angka
    toleransi: Angka
    jarak: Angka
    cara: Angka

    def pilih(self, di: Angka) -> "Jendela":
        return Jendela(
            self.urut, self.dari[di], self.sampai[di], self.jadwal_masuk[di], self.jadwal_pulang[di],
            self.luwes[di], self.toleransi[di], self.jarak[di], self.cara[di],
        )  # fmt: skip


def menit_lambat(masuk: Angka, jadwal: Angka, toleransi: Angka) -> Angka:
    """Completed minutes after the hour; within the tolerance none. ``KOSONG`` counts as none."""
    lewat = np.where(masuk == KOSONG, 0, masuk - jadwal)
    return np.where(lewat > toleransi, lewat // 60, 0)


def geseran(masuk: Angka, jadwal: Angka, luwes: Angka, toleransi: Angka) -> Angka:
    """Seconds by which flexible hours move both ends: the minutes of being late, up to ``luwes`` seconds."""
    return np.minimum(menit_lambat(masuk, jadwal, toleransi) * 60, luwes)


def baca(j: Jendela) -> tuple[Angka, Angka, Benar, Benar]:
    """(arrival, departure, is a single press, an odd press is left over) of every window.

    Presses that all lie within ``jarak`` are one: an arrival before the middle of the shift, else a
    departure. A day off has no middle: the first press counts as arrival, in every way of reading FILO.
    """
    ada = j.sampai > j.dari
    pertama, akhir = j.urut.waktu(j.dari, ada), j.urut.waktu(j.sampai - 1, ada)
    lepas = j.jadwal_masuk == KOSONG
    tengah = np.where(lepas, np.iinfo(np.int64).max, j.jadwal_masuk + (j.jadwal_pulang - j.jadwal_masuk) // 2)
    tunggal = ada & (akhir - pertama < j.jarak)
    datang = ada & (~tunggal | (pertama < tengah))
    pergi = ada & (~tunggal | (pertama >= tengah))
    masuk, pulang = np.where(datang, pertama, KOSONG), np.where(pergi, akhir, KOSONG)
    ganjil = np.zeros(masuk.shape, np.bool_)
    for nomor, cara in enumerate(CARA):
        if cara == CaraBaca.FILO:
            continue
        di = np.flatnonzero(ada & ~lepas & (j.cara == nomor) & (~tunggal | (cara == CaraBaca.STATUS)))
        if not di.size:
            continue
        p = j.pilih(di)
        if cara == CaraBaca.PERTAMA:
            masuk[di], pulang[di] = _pertama(p, pertama[di], akhir[di], tengah[di])
        elif cara == CaraBaca.STATUS:
            masuk[di], pulang[di] = _status(p, masuk[di], pulang[di])
        else:
            pulang[di], ganjil[di] = _selang(p, pertama[di])
    return masuk, pulang, tunggal, ganjil


def _pertama(p: Jendela, pertama: Angka, akhir: Angka, tengah: Angka) -> tuple[Angka, Angka]:
    """First press before the middle; first at or after the end of work, else the last after the middle."""
    masuk = np.where(pertama < tengah, pertama, KOSONG)
    usai = p.jadwal_pulang + geseran(masuk, p.jadwal_masuk, p.luwes, p.toleransi)
    orang = p.urut.kunci[p.dari] >> GESER << GESER
    di = np.maximum(np.searchsorted(p.urut.kunci, orang + (usai - p.urut.nol)), p.dari)
    sesudah = p.urut.waktu(di, di < p.sampai)
    return masuk, np.where(sesudah != KOSONG, sesudah, np.where(akhir >= tengah, akhir, KOSONG))


def _status(p: Jendela, masuk: Angka, pulang: Angka) -> tuple[Angka, Angka]:
    """First press of an in button, last of an out button.

    Where a press has no button, or the buttons contradict each other (out not at least ``jarak`` after in),
    the day is read as FILO, which ``masuk`` and ``pulang`` already are.
    """
    takada = np.concatenate(([0], np.cumsum(p.urut.arah == TAK_TENTU)))
    jelas = takada[p.sampai] == takada[p.dari]
    letak_in, letak_out = np.flatnonzero(p.urut.arah == MASUK), np.flatnonzero(p.urut.arah == PULANG)
    di = np.searchsorted(letak_in, p.dari)
    awal = np.append(letak_in, p.urut.kunci.size)[di]
    datang = p.urut.waktu(awal, awal < p.sampai)
    di = np.searchsorted(letak_out, p.sampai)
    akhir = np.concatenate(([-1], letak_out))[di]
    pergi = p.urut.waktu(akhir, akhir >= p.dari)
    dua = (datang != KOSONG) & (pergi != KOSONG)
    jelas &= ~dua | (np.where(dua, pergi - datang, 0) >= p.jarak)
    return np.where(jelas, datang, masuk), np.where(jelas, pergi, pulang)


def _selang(p: Jendela, pertama: Angka) -> tuple[Angka, Benar]:
    """In, out, in, out ... of presses at least ``jarak`` apart: the last out, and whether an in is left."""
    orang = p.urut.kunci[p.dari] >> GESER << GESER
    kini, pulang = pertama, np.full(pertama.shape, KOSONG)
    ganjil = np.ones(pertama.shape, np.bool_)
    while True:
        di = np.searchsorted(p.urut.kunci, orang + (kini + p.jarak - p.urut.nol))
        lanjut = (kini != KOSONG) & (di < p.sampai)
        if not lanjut.any():
            return pulang, ganjil
        kini = np.where(lanjut, p.urut.waktu(di, lanjut), kini)
        ganjil = ganjil ^ lanjut
        pulang = np.where(lanjut & ~ganjil, kini, pulang)
