"""How often one may ask: token buckets in the memory of a process. The clock is passed in."""

from collections import OrderedDict
from collections.abc import Hashable


class Laju:
    """``per_detik`` on average and ``sekaligus`` at once, for each key; forgets the longest unused."""

    def __init__(self, per_detik: float, sekaligus: float, banyak_kunci: int = 20_000) -> None:
        self.per_detik, self.sekaligus, self.banyak_kunci = per_detik, sekaligus, banyak_kunci
        self._isi: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def boleh(self, kunci: Hashable, *, kini: float) -> bool:
        """Whether ``kunci`` may at ``kini`` (monotonic seconds); takes one if so."""
        sisa = self._sisa(kunci, kini)
        self._isi.pop(kunci, None)
        self._isi[kunci] = (sisa - 1 if sisa >= 1 else sisa, kini)
        if len(self._isi) > self.banyak_kunci:
            self._isi.popitem(last=False)
        return sisa >= 1

    def habis(self, kunci: Hashable, *, kini: float) -> bool:
        """Whether nothing is left for ``kunci``; takes nothing."""
        return self._sisa(kunci, kini) < 1

    def _sisa(self, kunci: Hashable, kini: float) -> float:
        sisa, lalu = self._isi.get(kunci, (self.sekaligus, kini))
        return min(self.sekaligus, sisa + (kini - lalu) * self.per_detik)
