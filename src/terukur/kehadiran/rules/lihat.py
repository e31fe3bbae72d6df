"""What people saw, in the day to whose window the instant belongs."""

from dataclasses import dataclass

import numpy as np

from terukur.kehadiran.rules.baca import GESER
from terukur.kehadiran.rules.hari import ADA, KOSONG, TANPA_APEL, TIDAK_ADA, Angka, Benar, Lihat


@dataclass(frozen=True, slots=True)
class Dilihat:
    """Flat, by day: seen, found not to be there, and apel missed in the first and the second half."""

    ada: Benar
    tidak_ada: Benar
    apel_pagi: Angka
    apel_siang: Angka


def susun_lihat(lihat: Lihat, batas: Angka, masuk: Angka, pulang: Angka) -> Dilihat:
    """``batas`` (P, D + 1) windows; ``masuk`` and ``pulang`` of the roster, flat.

    An instant outside of all windows belongs to a day that is not asked for.
    """
    orang, tepi = batas.shape
    ada, tidak = np.zeros((2, masuk.size), np.bool_)
    pagi, siang = np.zeros((2, masuk.size), np.int64)
    if lihat.waktu.size:
        nol = int(min(batas.min(), lihat.waktu.min()))
        kunci = (np.arange(orang, dtype=np.int64)[:, None] << GESER) + (batas - nol)
        letak = np.searchsorted(kunci.ravel(), (lihat.orang << GESER) + (lihat.waktu - nol), "right") - 1
        dalam = (letak >= 0) & (letak // tepi == lihat.orang) & (letak % tepi < tepi - 1)
        di = (letak - lihat.orang)[dalam]  # one boundary more than days in each row
        waktu, jenis = lihat.waktu[dalam], lihat.jenis[dalam]
        ada[di[jenis == ADA]] = True
        tidak[di[jenis == TIDAK_ADA]] = True
        awal = (masuk[di] == KOSONG) | (waktu < masuk[di] + (pulang[di] - masuk[di]) // 2)
        np.add.at(pagi, di[(jenis == TANPA_APEL) & awal], 1)
        np.add.at(siang, di[(jenis == TANPA_APEL) & ~awal], 1)
    return Dilihat(ada, tidak, pagi, siang)
