"""Lateness made up for on the same day, so many times a month (PermenPANRB 6/2018)."""

import datetime as dt

import numpy as np

from terukur.kehadiran.rules.hari import Angka, Benar

EPOK = dt.date(1970, 1, 1)


def tebus(boleh: Benar, kali: Angka, awal: int) -> tuple[Benar, Angka]:
    """(made up, how many of the month came before it) of each person and day, (P, D).

    ``boleh``: late by no more than the rule allows, and left so many minutes later. The first ``kali`` of a
    calendar month cost nothing; so ``awal`` must be the first day of one where ``kali`` is not zero.
    """
    hasil, sebelum = np.zeros(boleh.shape, np.bool_), np.zeros(boleh.shape, np.int64)
    if not kali.any():
        return hasil, sebelum
    lalu = np.zeros(boleh.shape[0], np.int64)
    for d in range(boleh.shape[1]):
        if (EPOK + dt.timedelta(days=awal + d)).day == 1:
            lalu[:] = 0
        hasil[:, d] = boleh[:, d] & (lalu < kali[:, d])
        sebelum[:, d] = lalu * boleh[:, d]
        lalu += hasil[:, d]
    return hasil, sebelum
