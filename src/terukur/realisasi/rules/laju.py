"""Which OPD stopped, slowed, recovered or shifted up, judged by itself over time. Pure, and our own rule.

Compared is the score of an OPD at the end of a quarter with its score one quarter before (of Triwulan I
with Triwulan IV of the year before). Both are ratios of the OPD's own targets, so an office with four
hundred indicators and one with four are judged alike; how many indicators stand behind is said beside,
because few of them move a score more. Judged is the last quarter whose reports are overdue on that day,
the same for all. What was not reported or not verified is never a fall and never a rise: it is a stop
where the OPD reported before, else unknown.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terukur.inti.angka import tulis_angka
from terukur.inti.periode import JenisPeriode, Periode
from terukur.realisasi.choices import ArahLaju
from terukur.realisasi.rules.nilai import NilaiOPD

SEBANDING = 4
"""So many quarters are looked at to say how an OPD moves."""
SERIWAYAT = 8
"""So many are shown of one OPD."""


@dataclass(frozen=True, slots=True)
class AmbangLaju:
    """What the pemda decided (``KetentuanLaju``), in points; these values where nothing was decided yet.

    A score that falls by ``turun`` or more has slowed, one that rises by ``naik`` or more has shifted up.
    """

    turun: Decimal = Decimal(10)
    naik: Decimal = Decimal(10)
    dasar: str = ""


@dataclass(frozen=True, slots=True)
class TitikLaju:
    """One quarter of an OPD. ``nilai``: its score from the beginning of that year to the end of the quarter.

    Of ``jatuh`` targets of periods that ended in the quarter, ``lapor`` have a submitted result and
    ``terverifikasi`` a verified one.
    """

    periode: Periode
    nilai: NilaiOPD
    jatuh: int = 0
    lapor: int = 0
    terverifikasi: int = 0


@dataclass(frozen=True, slots=True)
class Laju:
    """How an OPD moves. ``selisih``: points from the quarter before; None where not both are known."""

    arah: ArahLaju
    sebab: str
    selisih: Decimal | None = None


def deret_triwulan(sampai: Periode, banyak: int) -> list[Periode]:
    """The last ``banyak`` quarters up to and including ``sampai``, oldest first."""
    akhir = sampai.tahun * 4 + sampai.ke - 1
    return [Periode(n // 4, JenisPeriode.TRIWULAN, n % 4 + 1) for n in range(akhir - banyak + 1, akhir + 1)]


def calon_triwulan(per: dt.date) -> list[Periode]:
    """Quarters one of which is judged on ``per``: the eight up to that day."""
    return deret_triwulan(Periode(per.year, JenisPeriode.TRIWULAN, (per.month - 1) // 3 + 1), 8)


def triwulan_dinilai(per: dt.date, tenggat: Mapping[Periode, dt.date]) -> Periode:
    """The last quarter whose reports are overdue on ``per``; ``tenggat`` of ``calon_triwulan``."""
    return max(q for q, hari in tenggat.items() if hari < per)


def _nilai(titik: TitikLaju) -> str:
    return f"{tulis_angka(titik.nilai.nilai, 2)} %"


def arah_laju(titik: Sequence[TitikLaju], ambang: AmbangLaju) -> Laju:
    """How the OPD moves in the last of these quarters, oldest first; ``titik`` must not be empty."""
    kini, sebelum = titik[-1], titik[:-1]
    label = kini.periode.label
    if kini.jatuh == 0:
        return Laju(ArahLaju.BELUM, f"Tidak ada target yang jatuh tempo pada {label}.")
    if kini.lapor == 0:
        terakhir = next((t for t in reversed(sebelum) if t.lapor), None)
        if terakhir is None:
            return Laju(ArahLaju.BELUM, f"Belum melapor {label}, juga pada triwulan-triwulan sebelumnya.")
        return Laju(
            ArahLaju.BERHENTI,
            f"Terakhir melapor {terakhir.periode.label}; dari {kini.jatuh} target {label} tidak satu pun "
            "dilaporkan, padahal tenggatnya sudah lewat.",
        )
    if kini.terverifikasi == 0:
        return Laju(ArahLaju.BELUM, f"Laporan {label} belum diverifikasi.")
    if kini.nilai.nilai is None:
        return Laju(ArahLaju.BELUM, f"Sampai {label} belum ada yang dapat dinilai.")
    lalu = sebelum[-1] if sebelum else None
    selisih = (
        kini.nilai.nilai - lalu.nilai.nilai if lalu is not None and lalu.nilai.nilai is not None else None
    )
    arah_lalu = arah_laju(sebelum, ambang).arah if sebelum else ArahLaju.BELUM
    if lalu is not None and arah_lalu == ArahLaju.BERHENTI:
        return Laju(
            ArahLaju.PULIH, f"Melapor lagi pada {label}, sesudah tidak melapor {lalu.periode.label}.", selisih
        )
    if lalu is None or selisih is None:
        return Laju(ArahLaju.BELUM, f"Belum ada nilai triwulan sebelum {label} untuk dibandingkan.")
    dari = f"Nilai {_nilai(lalu)} s.d. {lalu.periode.label} menjadi {_nilai(kini)} s.d. {label}"
    if selisih <= -ambang.turun:
        kata = f"{dari}: turun {tulis_angka(-selisih, 2)} poin, ambang {tulis_angka(ambang.turun)}."
        return Laju(ArahLaju.MELAMBAT, kata, selisih)
    if selisih >= ambang.naik:
        pulih = arah_lalu == ArahLaju.MELAMBAT
        kata = f"{dari}: naik {tulis_angka(selisih, 2)} poin, ambang {tulis_angka(ambang.naik)}" + (
            ", sesudah melambat." if pulih else "."
        )
        return Laju(ArahLaju.PULIH if pulih else ArahLaju.NAIK, kata, selisih)
    return Laju(ArahLaju.TETAP, f"{dari}: belum melewati ambang.", selisih)


def urutan_laju(laju: Laju) -> tuple[int, Decimal]:
    """Sort key: who stopped, then who fell most, then who recovered and rose; the unknown last."""
    return (list(ArahLaju).index(laju.arah), laju.selisih or Decimal(0))


def sebut_tepat(tepat: int, jatuh: int) -> str:
    """Reports in time of those due; a dash where none was."""
    return f"{tepat} dari {jatuh}" if jatuh else "–"
