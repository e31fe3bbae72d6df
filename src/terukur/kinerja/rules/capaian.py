"""Achievement of one indicator: target, result, formula, and what comes out.

No single regulation fixes these formulas: PermenPANRB 53/2014 lets each pemda define them, so every
indicator carries its own, and every figure stores the formula with which it was computed. Rules
that other programs leave open are decided here once, and stated with the outcome:

- target zero: higher-is-better and a word ladder give no figure (nothing to divide by); lower-is-better
  and stable give 100 when the result is zero too, else 0;
- a negative target gives no figure: a percentage of it would turn the direction round;
- lower-is-better by ratio: a result of zero is 100 (it cannot be divided by), below zero no figure;
- a range gives 100 inside it; outside, the distance to the nearer bound counts as in ``STABIL``;
- empty is "Belum mengisi", never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from typing import Any

from terukur.inti.angka import tulis_angka
from terukur.kinerja.choices import Agregasi, Metode
from terukur.perencanaan.choices import Polaritas

VERSI_RUMUS = 1
"""Raised whenever the same inputs would give another figure; old figures keep the number they had."""

SERATUS, NOL = Decimal(100), Decimal(0)
_TEMPAT = Decimal("0.0001")


class Keadaan(StrEnum):
    """Whether there is a figure, and if not, why."""

    DIHITUNG = "dihitung"
    BELUM_MENGISI = "belum_mengisi"
    TANPA_TARGET = "tanpa_target"
    TAK_TERHITUNG = "tak_terhitung"

    @property
    def label(self) -> str:
        return {
            "dihitung": "Dihitung",
            "belum_mengisi": "Belum mengisi",
            "tanpa_target": "Tanpa target",
            "tak_terhitung": "Tidak dapat dihitung",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Target:
    """A target. ``atas`` only for a range, whose lower bound is ``nilai``."""

    nilai: Decimal
    atas: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rumus:
    """How an indicator is judged. Bounds in per cent; ``batas_atas`` None: no cap."""

    polaritas: Polaritas
    metode: Metode = Metode.SELISIH
    batas_atas: Decimal | None = Decimal(120)
    batas_bawah: Decimal = NOL

    def isi(self) -> dict[str, Any]:
        """As stored beside every figure, and read back by ``baca_rumus``."""
        return {
            "versi": VERSI_RUMUS,
            "polaritas": self.polaritas.value,
            "metode": self.metode.value,
            "batas_atas": None if self.batas_atas is None else str(self.batas_atas),
            "batas_bawah": str(self.batas_bawah),
        }


def baca_rumus(isi: dict[str, Any]) -> Rumus:
    """The formula as it was stored with a figure; ``ValueError`` for a version this code does not know."""
    if isi["versi"] != VERSI_RUMUS:
        raise ValueError(f"formula version {isi['versi']} is not known here")
    atas = isi["batas_atas"]
    return Rumus(
        Polaritas(isi["polaritas"]),
        Metode(isi["metode"]),
        None if atas is None else Decimal(atas),
        Decimal(isi["batas_bawah"]),
    )


@dataclass(frozen=True, slots=True)
class Capaian:
    """The outcome in per cent, four decimals half up: as it came out, and within the bounds.

    ``hitungan``: the calculation with its numbers, or why there is none, in words for the page.
    """

    keadaan: Keadaan
    hitungan: str
    mentah: Decimal | None = None
    terbatas: Decimal | None = None


def bulatkan(nilai: Decimal) -> Decimal:
    """Four decimals, half up."""
    return nilai.quantize(_TEMPAT, rounding=ROUND_HALF_UP)


def batasi(nilai: Decimal, rumus: Rumus) -> Decimal:
    """Within the bounds of the formula."""
    bawah = max(nilai, rumus.batas_bawah)
    return bawah if rumus.batas_atas is None else min(bawah, rumus.batas_atas)


def hitung_capaian(rumus: Rumus, target: Target | None, realisasi: Decimal | None) -> Capaian:
    """Achievement of ``realisasi`` against ``target``; see the head of this file for the edges."""
    if target is None:
        return Capaian(Keadaan.TANPA_TARGET, "Tidak ada target yang ditetapkan.")
    if realisasi is None:
        return Capaian(Keadaan.BELUM_MENGISI, "Realisasi belum diisi.")
    with localcontext(prec=50):
        mentah, hitungan = _hitung(rumus, target, realisasi)
        if mentah is None:
            return Capaian(Keadaan.TAK_TERHITUNG, hitungan)
        mentah = bulatkan(mentah)
    return Capaian(Keadaan.DIHITUNG, hitungan, mentah, batasi(mentah, rumus))


def _hitung(rumus: Rumus, target: Target, r: Decimal) -> tuple[Decimal | None, str]:
    t = target.nilai
    if rumus.polaritas == Polaritas.YA_TIDAK:
        return (SERATUS, "Sesuai target = 100") if r == t else (NOL, "Tidak sesuai target = 0")
    if rumus.polaritas == Polaritas.RENTANG:
        return _rentang(t, t if target.atas is None else target.atas, r)
    if t < 0:
        return None, "Target negatif: persentase terhadapnya membalik arah, jadi tidak dihitung."
    if t == 0:
        return _target_nol(rumus.polaritas, r)
    tulis_t, tulis_r = tulis_angka(t), tulis_angka(r)
    match rumus.polaritas:
        case Polaritas.TURUN if rumus.metode == Metode.RASIO:
            if r < 0:
                return None, "Realisasi negatif tidak dapat dinilai dengan rasio."
            if r == 0:
                return SERATUS, "Realisasi 0 pada rasio = 100"
            return t / r * 100, f"{tulis_t} ÷ {tulis_r} × 100"
        case Polaritas.TURUN:
            return (2 * t - r) / t * 100, f"(2 × {tulis_t} − {tulis_r}) ÷ {tulis_t} × 100"
        case Polaritas.STABIL:
            return (1 - abs(r - t) / t) * 100, f"(1 − |{tulis_r} − {tulis_t}| ÷ {tulis_t}) × 100"
    return r / t * 100, f"{tulis_r} ÷ {tulis_t} × 100"


def _target_nol(polaritas: Polaritas, r: Decimal) -> tuple[Decimal | None, str]:
    if polaritas in (Polaritas.TURUN, Polaritas.STABIL):
        return (
            (SERATUS, "Target 0 dan realisasi 0 = 100")
            if r == 0
            else (NOL, "Target 0, realisasi bukan 0 = 0")
        )
    return None, "Target 0: tidak ada pembagi."


def _rentang(bawah: Decimal, atas: Decimal, r: Decimal) -> tuple[Decimal | None, str]:
    tulis = f"{tulis_angka(bawah)} sampai {tulis_angka(atas)}"
    if bawah <= r <= atas:
        return SERATUS, f"{tulis_angka(r)} di dalam rentang {tulis} = 100"
    dekat = bawah if r < bawah else atas
    if dekat <= 0:
        return NOL, f"{tulis_angka(r)} di luar rentang {tulis} = 0"
    return (
        (1 - abs(r - dekat) / dekat) * 100,
        f"(1 − |{tulis_angka(r)} − {tulis_angka(dekat)}| ÷ {tulis_angka(dekat)}) × 100; rentang {tulis}",
    )


# ---- several periods ----


def gabungkan(nilai: Sequence[Decimal | None], cara: Agregasi) -> Decimal | None:
    """One figure for several periods in order of time; empty ones do not count. None when all are empty."""
    terisi = [n for n in nilai if n is not None]
    if not terisi:
        return None
    match cara:
        case Agregasi.AKUMULATIF:
            return sum(terisi, NOL)
        case Agregasi.POSISI_AKHIR:
            return terisi[-1]
        case Agregasi.MAKSIMUM:
            return max(terisi)
    with localcontext(prec=50):
        return bulatkan(sum(terisi, NOL) / len(terisi))


# ---- the scale of Permendagri 86/2017 ----


@dataclass(frozen=True, slots=True)
class Peringkat:
    """One step of a scale: from ``batas`` per cent upwards. The lowest has no bound."""

    batas: Decimal | None
    nama: str


PERINGKAT_86 = (
    Peringkat(Decimal(91), "Sangat Tinggi"),
    Peringkat(Decimal(76), "Tinggi"),
    Peringkat(Decimal(66), "Sedang"),
    Peringkat(Decimal(51), "Rendah"),
    Peringkat(None, "Sangat Rendah"),
)
"""Permendagri 86/2017 leaves gaps (90 < x < 91 and so on): each figure belongs to the step whose lower
bound it reached, so 90,99 is Tinggi and 50,50 Sangat Rendah."""


def sebut_peringkat(nilai: Decimal | None, tangga: Sequence[Peringkat] = PERINGKAT_86) -> str:
    """Name of the step of ``nilai`` per cent, unrounded; empty for no figure."""
    if nilai is None:
        return ""
    return next(p.nama for p in tangga if p.batas is None or nilai >= p.batas)
