"""To which day a press belongs (absensi.md 4.3): every instant lies in exactly one window of a person."""

import numpy as np

from terukur.kehadiran.rules.hari import HARI, KOSONG, Angka

SIANG = HARI // 2


def ujung_hari(masuk: Angka, pulang: Angka, awal: int, zona: int) -> tuple[Angka, Angka]:
    """Begin and end of each day, (P, n) with ``awal`` as the first day: a day off is noon, without length."""
    siang = (np.arange(awal, awal + masuk.shape[1], dtype=np.int64) * HARI + SIANG - zona)[None, :]
    lepas = masuk == KOSONG
    return np.where(lepas, siang, masuk), np.where(lepas, siang, pulang)


def batas_jendela(masuk: Angka, pulang: Angka, buka: Angka, awal: int, zona: int) -> Angka:
    """Instants between neighbouring days, (P, n - 1); column j opens day ``awal + j + 1``.

    In the middle of (end of the one, begin of the next), or ``buka`` minutes before the begin. Never
    outside of the time between the two begins, so that windows neither cross nor overlap.
    """
    mulai, selesai = ujung_hari(masuk, pulang, awal, zona)
    tengah = (selesai[:, :-1] + mulai[:, 1:]) // 2
    dibuka = mulai[:, 1:] - buka[:, 1:] * 60
    return np.clip(np.where(buka[:, 1:] >= 0, dibuka, tengah), mulai[:, :-1], mulai[:, 1:])
