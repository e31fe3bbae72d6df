"""The digest of what a day was computed from: the same inputs, the same row, whenever it is computed."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple
from itertools import pairwise

import numpy as np

from terukur.kehadiran.rules.baca import Urut
from terukur.kehadiran.rules.hari import KOSONG, Angka, Aturan, Bahan, Benar
from terukur.kehadiran.rules.lihat import Dilihat

VERSI = 1
"""Of the algorithm; part of every digest. Raise it when the same inputs shall give another day."""
VERSI_MANUAL = 2
"""Of days with an hour that was stated and approved, which counts beside presses since; others keep 1."""
FIELD_AWAL = 10
"""Fields of ``Aturan`` that are part of every digest."""


def sidik_hari(
    b: Bahan,
    aturan: Sequence[Aturan],
    tutup: Benar,
    urut: Urut,
    dari: Angka,
    sampai: Angka,
    dilihat: Dilihat,
    ke: Angka,
) -> list[bytes]:
    """BLAKE2b-128 of each day's inputs, as little-endian int64 in this order.

    Version, person (2), day, OPD (2; zero: none), roster in and out, flexible minutes, packed states
    (window closed, roster known, exempt, several overlays, holiday, seen, not seen, the two halves, missed
    apel by half, ``ke``: lateness made up for before it this month), the four approved hours,
    rule set (2), then each press: instant times 4 plus direction of its button (0 undefined, 1 in, 2 out).
    """
    orang, hari = b.luwes.shape
    opd = np.concatenate((b.opd_kode.reshape(-1, 2), np.zeros((1, 2), np.int64)))[b.opd.ravel()]
    keadaan = (
        tutup.astype(np.int64)
        + b.ada_jadwal.ravel() * 2
        + b.dikecualikan.ravel() * 4
        + b.ganda.ravel() * 8
        + b.libur.ravel().astype(np.int64) * 16
        + dilihat.ada * 64
        + dilihat.tidak_ada * 128
        + b.pagi.ravel().astype(np.int64) * 256
        + b.siang.ravel().astype(np.int64) * 65_536
        + dilihat.apel_pagi * 2**24
        + dilihat.apel_siang * 2**32
        + ke * 2**48
    )
    kolom = [
        np.where((np.maximum(b.manual_masuk, b.manual_pulang) == KOSONG).ravel(), VERSI, VERSI_MANUAL),
        *np.repeat(b.pegawai, hari, axis=0).T,
        np.tile(np.arange(b.awal, b.awal + hari), orang),
        *opd.T,
        b.masuk[:, 1:-1].ravel(),
        b.pulang[:, 1:-1].ravel(),
        b.luwes.ravel(),
        keadaan,
        b.manual_masuk.ravel(), b.manual_pulang.ravel(), b.koreksi_masuk.ravel(), b.koreksi_pulang.ravel(),
        *np.array([sidik_aturan(x) for x in aturan], np.int64)[b.aturan.ravel()].T,
    ]  # fmt: skip
    lebar = len(kolom)
    jumlah = sampai - dari
    awal = np.concatenate(([0], np.cumsum(jumlah + lebar)))
    isi = np.empty(awal[-1], "<i8")
    for n, nilai in enumerate(kolom):
        isi[awal[:-1] + n] = nilai
    if jumlah.any():  # presses of all windows, each behind the columns of its day
        tujuan = np.repeat(awal[:-1] + lebar - np.cumsum(jumlah) + jumlah, jumlah) + np.arange(jumlah.sum())
        di = np.repeat(dari - np.cumsum(jumlah) + jumlah, jumlah) + np.arange(jumlah.sum())
        isi[tujuan] = urut.waktu(di, np.ones(di.shape, np.bool_)) * 4 + urut.arah[di]
    teks = isi.tobytes()
    return [hashlib.blake2b(teks[p:q], digest_size=16).digest() for p, q in pairwise((awal * 8).tolist())]


def sidik_aturan(aturan: Aturan) -> tuple[int, int]:
    """128 bits of a rule set's content, so that a band changed in place is seen too.

    What a rule set does not use of the fields added later is left out: days of old keep their digest.
    """
    isi = astuple(aturan)
    while len(isi) > FIELD_AWAL and not isi[-1]:
        isi = isi[:-1]
    d = hashlib.blake2b(repr(isi).encode(), digest_size=16).digest()
    return int.from_bytes(d[:8], "little", signed=True), int.from_bytes(d[8:], "little", signed=True)
