"""The deduction of one day spelled out: which band, which regulation's row, and what the cap leaves."""

from dataclasses import dataclass

from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.rules.hari import Aturan, Pita, Tanda
from terukur.kehadiran.rules.ponsel import CARA_LAYAR, CARA_PAGAR

S = StatusHari


@dataclass(frozen=True, slots=True)
class NilaiHari:
    """What the trace needs of a day.

    ``kerja``: the roster has hours; ``pagi``, ``siang``: StatusHari over the half, 0 none; ``tanda``: bits.
    ``apel``: how many were missed.
    """

    kerja: bool
    status: int
    terlambat: int
    pulang_cepat: int
    pita_terlambat: int
    pita_pulang_cepat: int
    pagi: int
    siang: int
    tanda: int
    apel: int = 0


@dataclass(frozen=True, slots=True)
class Butir:
    """One addend: ``TL 1``, ``12 menit``, ``1–30 menit``, thousandths of a per cent."""

    kode: str
    sebab: str
    baris: str
    persen: int


def sebut_pita(p: Pita) -> str:
    return f"{p.dari}–{p.sampai} menit" if p.sampai is not None else f"{p.dari} menit atau lebih"


def _butir_pita(kode: str, pita: tuple[Pita, ...], nomor: int, sebab: str) -> list[Butir]:
    return [Butir(f"{kode} {p.pita}", sebab, sebut_pita(p), p.persen) for p in pita if p.pita == nomor]


def rincian(aturan: Aturan, n: NilaiHari) -> tuple[list[Butir], int]:
    """(addends, deduction after the cap). The second is what the engine stores as ``potongan``."""
    if not n.kerja or n.status in (S.BELUM, S.DIKECUALIKAN):
        return [], 0
    if n.status == S.TANPA_KETERANGAN:
        butir = [Butir("TK", "tanpa keterangan", "sehari", aturan.tanpa_keterangan)]
    else:
        tanda = Tanda(n.tanda)
        masuk = "tanpa rekam masuk" if tanda & Tanda.TANPA_MASUK else f"terlambat {n.terlambat} menit"
        pulang = (
            "tanpa rekam pulang"
            if tanda & Tanda.TANPA_PULANG
            else f"pulang {n.pulang_cepat} menit lebih awal"
        )
        butir = []
        if tanda & Tanda.DITEBUS:
            kali = f"paling banyak {aturan.tebus_kali} kali sebulan"
            butir.append(Butir("TL", f"{masuk}, ditebus dengan pulang lebih lambat", kali, 0))
        butir += _butir_pita("TL", aturan.terlambat, n.pita_terlambat, masuk)
        butir += _butir_pita("PSW", aturan.pulang_cepat, n.pita_pulang_cepat, pulang)
        for kode, persen in ((S.IZIN, aturan.izin), (S.SAKIT, aturan.sakit)):
            paruh = (n.pagi == kode) + (n.siang == kode)
            if paruh and persen:
                lama = "sehari" if paruh == 2 else "separuh hari"
                butir.append(Butir(kode.label, kode.label.lower(), lama, persen * paruh // 2))
        if n.apel and aturan.apel:
            kali = "sekali" if n.apel == 1 else f"{n.apel} kali"
            butir.append(Butir("APEL", "tidak ikut apel", kali, aturan.apel * n.apel))
    jumlah = sum(b.persen for b in butir)
    return butir, jumlah if aturan.batas is None else min(jumlah, aturan.batas)


CARA = {
    0: "cara apa pun", 1: "sidik jari", 3: "sandi", 4: "kartu", 15: "wajah", 21: "pembuluh darah",
    25: "telapak tangan", 200: "cara lain", CARA_PAGAR: "posisi ponsel", CARA_LAYAR: "kode di layar",
}  # fmt: skip
"""How a device recognised the person, by ZKTeco's numbers; other makes are translated at intake."""


def sebut_cara(kode: int) -> str:
    return CARA.get(kode, f"cara {kode} menurut mesin")
