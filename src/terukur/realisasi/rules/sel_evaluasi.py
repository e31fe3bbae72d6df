"""What a cell of an evaluation workbook says: a number in any dress, words, nothing, or an error.

The figure is kept with everything that tells how it was meant: whether it is shown as a percentage, which
unit stands behind it, whether it is a quotient. Empty, ``-`` and ``n/a`` are nothing, which is not zero.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from terukur.impor.pembaca import baca_teks
from terukur.impor.pembaca.sel import BELUM_DIHITUNG
from terukur.inti.angka import BukanAngka, baca_angka, tulis_angka
from terukur.kinerja.rules.capaian import Target
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi.rules.isian import TERBESAR

SERATUS: Final = Decimal(100)
_TEMPAT: Final = Decimal("0.0001")
KATA_KOSONG: Final = frozenset({
    "-", "–", "—", "--", "n/a", "na", "n.a", "n.a.", "tad", "belum", "belum ada", "belum ada data",
    "tidak ada data",
})  # fmt: skip
_GALAT = re.compile(r"#[A-Z0-9/_]+[!?]?", re.IGNORECASE)
_ANGKA_SATUAN = re.compile(r"(\(?-?(?:rp\.? ?)?[\d.,]*\d\)?(?:,-)?)\s*(%|[^\W\d].*)?", re.IGNORECASE)
_HASIL_BAGI = re.compile(r"([\d.,]*\d)\s*(?:/|:|÷|dari)\s*([\d.,]*\d)", re.IGNORECASE)
_PERSEN: Final = frozenset({"%", "persen", "persentase", "prosentase", "prosen"})
_SAMA: Final = (
    {"indeks", "nilai", "angka", "poin", "skor"},
    {"orang", "jiwa", "org"},
    {"dokumen", "dok"},
    {"unit", "buah", "bh"},
    {"milyar", "miliar"},
)
_TERBILANG = re.compile(
    r"(?<=\d) ?\((?:(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|"
    r"belas|puluh|ratus|ribu|juta) ?)+\)",
    re.IGNORECASE,
)
"""``2 (dua) dokumen``: the number once more, in words."""
_BESARAN: Final = frozenset({"ribu", "juta", "miliar", "milyar", "triliun", "trilyun"})


@dataclass(frozen=True, slots=True)
class Bacaan:
    """``angka`` in what is shown (85 for 0.85 shown as 85 %). ``galat``: why it says nothing usable."""

    teks: str = ""
    angka: Decimal | None = None
    persen: bool = False
    satuan: str = ""
    bagi: tuple[Decimal, Decimal] | None = None
    galat: str = ""
    is_galat_rumus: bool = False

    @property
    def is_kosong(self) -> bool:
        return not self.teks or self.teks.casefold() in KATA_KOSONG


def _bulat(nilai: Decimal) -> Decimal:
    return nilai.quantize(_TEMPAT, ROUND_HALF_UP) if abs(nilai) < TERBESAR else nilai


def baca_sel(isi: Any, *, persen: bool = False) -> Bacaan:
    """One cell. ``persen``: the workbook shows its number as a percentage."""
    if isinstance(isi, bool):
        return Bacaan("Ya" if isi else "Tidak")
    if isinstance(isi, (dt.date, dt.time, dt.timedelta)):
        return Bacaan(str(isi), galat="berisi tanggal atau jam, bukan angka")
    if isinstance(isi, (int, float)) and isi == isi:
        angka = _bulat(Decimal(repr(isi)) * (SERATUS if persen else 1))
        return Bacaan(tulis_angka(angka) + (" %" if persen else ""), angka, persen)
    teks = " ".join(str(isi).replace("\u00a0", " ").split()) if isinstance(isi, str) else ""
    if teks == BELUM_DIHITUNG:
        return Bacaan(
            "rumus", is_galat_rumus=True,
            galat="berisi rumus yang belum dihitung; buka dan simpan berkas di aplikasi lembar kerja",
        )  # fmt: skip
    if _GALAT.fullmatch(teks):
        return Bacaan(teks, galat=f"berisi kesalahan rumus {teks.upper()}", is_galat_rumus=True)
    teks = baca_teks(teks)
    if not teks or teks.casefold() in KATA_KOSONG:
        return Bacaan(teks)
    return _baca_tulisan(_TERBILANG.sub("", teks))


def _baca_tulisan(teks: str) -> Bacaan:
    try:
        if m := _HASIL_BAGI.fullmatch(teks):
            a, b = baca_angka(m[1]), baca_angka(m[2])
            return Bacaan(teks, bagi=None if a is None or b is None else (a, b))
        if m := _ANGKA_SATUAN.fullmatch(teks):
            satuan = (m[2] or "").strip().casefold()
            angka = baca_angka(m[1].strip())
            return Bacaan(
                teks,
                None if angka is None else _bulat(angka),
                satuan.strip("() .") in _PERSEN,
                "" if satuan in _PERSEN else satuan,
            )
    except BukanAngka:
        pass
    return Bacaan(teks)


def _kata_satuan(satuan: str) -> set[str]:
    kata = set(re.findall(r"%|\w+", satuan.casefold()))
    if kata & _PERSEN:
        kata = (kata - _PERSEN) | {"%"}
    return kata


def is_satuan_sama(buku: str, ukuran: str) -> bool:
    """Whether two units mean the same: ``%`` and ``persen``, ``dok`` and ``Dokumen``, not juta and miliar."""
    a, b = _kata_satuan(buku), _kata_satuan(ukuran)
    if not a or not b:
        return True
    besaran = [{"miliar" if k == "milyar" else k for k in s & _BESARAN} for s in (a, b)]
    if besaran[0] != besaran[1] or ("%" in a) != ("%" in b):
        return False
    if a & b or any(a & s and b & s for s in _SAMA):
        return True
    return any(len(x) >= 3 and (x.startswith(y) or y.startswith(x)) for x in a for y in b if len(y) >= 3)


@dataclass(frozen=True, slots=True)
class HasilSel:
    """The result that a cell gives for an indicator, or ``alasan`` why it gives none."""

    nilai: Decimal | None = None
    pembilang: Decimal | None = None
    penyebut: Decimal | None = None
    kode: str = ""
    alasan: str = ""


def _tolak(kode: str, alasan: str) -> HasilSel:
    return HasilSel(kode=kode, alasan=alasan)


def hasil_sel(bacaan: Bacaan, ukuran: Mapping[str, Any], target: Target | None) -> HasilSel:
    """The result in the unit of the indicator. Whatever could be meant in two ways is refused, with both.

    An indicator of components takes a quotient (``12/14``) only; its bare result is given back without
    them, for comparison.
    """
    if bacaan.galat:
        return _tolak("rumus_galat" if bacaan.is_galat_rumus else "bukan_angka", bacaan.galat)
    polaritas = ukuran["rumus"]["polaritas"]
    if polaritas in (Polaritas.YA_TIDAK, Polaritas.PREDIKAT):
        return _kata(bacaan, ukuran, polaritas)
    if ukuran["komponen"] and bacaan.bagi:
        return HasilSel(pembilang=bacaan.bagi[0], penyebut=bacaan.bagi[1])
    if bacaan.angka is None:
        return _tolak("bukan_angka", f"berisi “{bacaan.teks[:60]}”, bukan angka")
    if abs(bacaan.angka) >= TERBESAR:
        return _tolak("terlalu_besar", "terlalu besar untuk sebuah hasil")
    if bacaan.satuan and not is_satuan_sama(bacaan.satuan, ukuran["satuan"]):
        return _tolak(
            "satuan_beda",
            f"bersatuan “{bacaan.satuan[:40]}”, sedangkan satuan indikator ini {ukuran['satuan']}",
        )
    satuan_persen = "%" in _kata_satuan(ukuran["satuan"])
    if bacaan.persen and not satuan_persen:
        return _tolak(
            "persen_keliru",
            f"tertulis {tulis_angka(bacaan.angka)} %, sedangkan satuan indikator ini {ukuran['satuan']}; "
            "tuliskan hasilnya, bukan persentase capaiannya",
        )
    if satuan_persen and not bacaan.persen and _mirip_pecahan(bacaan.angka, target):
        return _tolak(
            "persen_keliru",
            f"tertulis {tulis_angka(bacaan.angka)}, mungkin maksudnya "
            f"{tulis_angka(bacaan.angka * SERATUS)} %; "
            "tuliskan sebagai persen agar jelas",
        )
    return HasilSel(bacaan.angka)


def _mirip_pecahan(angka: Decimal, target: Target | None) -> bool:
    """0.85 where about 85 is expected."""
    if target is None or not 0 < angka <= 2 or target.nilai <= 2:
        return False
    return (angka <= 1 and target.nilai >= 10) or Decimal("0.5") <= angka * SERATUS / target.nilai <= 2


_YA, _TIDAK = frozenset({"ya", "ada", "sudah", "y"}), frozenset({"tidak", "tidak ada", "t"})


def _kata(bacaan: Bacaan, ukuran: Mapping[str, Any], polaritas: str) -> HasilSel:
    kata = bacaan.teks.casefold()
    if polaritas == Polaritas.YA_TIDAK:
        boleh = {**dict.fromkeys(_YA, Decimal(1)), **dict.fromkeys(_TIDAK, Decimal(0))}
        contoh = "Ya atau Tidak"
    else:
        boleh = {t["nama"].casefold(): Decimal(t["nilai"]) for t in ukuran["tangga"]}
        contoh = ", ".join(t["nama"] for t in ukuran["tangga"])
    if kata in boleh:
        return HasilSel(boleh[kata])
    if bacaan.angka is not None and not bacaan.persen and bacaan.angka in {*boleh.values()}:
        return HasilSel(bacaan.angka)
    return _tolak("bukan_pilihan", f"berisi “{bacaan.teks[:60]}”; yang dikenal: {contoh}")


def is_persen_sama(buku: Decimal, terukur: Decimal, desimal: int = 2) -> bool:
    """Whether both are the same figure once rounded as the workbook writes it (at least whole per cent)."""
    return abs(buku - terukur) <= Decimal("0.5").scaleb(-min(max(desimal, 0), 2)) + Decimal("0.0001")


def banyak_desimal(angka: Decimal) -> int:
    """Digits behind the decimal sign, idle zeros apart."""
    eksponen = angka.normalize().as_tuple().exponent
    return max(0, -int(eksponen))
