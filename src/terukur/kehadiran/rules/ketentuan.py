"""A rule set as people fill it in, and the one to begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terukur.inti.kesalahan import AturanDilanggar
from terukur.kehadiran.choices import CaraBaca, PeristiwaPotongan

P = PeristiwaPotongan
BERPITA = (P.TERLAMBAT, P.PULANG_CEPAT)
PITA_TERBANYAK = 4


@dataclass(frozen=True, slots=True)
class BarisAturan:
    """One band; ``sampai`` None: without end. Minutes inclusive, deduction in per cent."""

    peristiwa: str
    persen: Decimal
    pita: int = 0
    dari: int = 0
    sampai: int | None = None


@dataclass(frozen=True, slots=True)
class IsiKetentuan:
    """What a rule set says; fields as in ``models.Ketentuan``."""

    baris: tuple[BarisAturan, ...]
    dasar: str
    cara: str = CaraBaca.FILO
    toleransi_detik: int = 59
    jarak_ganda_detik: int = 60
    batas_persen: Decimal | None = None
    kuota_lupa: int = 2
    hari_sanggah: int = 3
    tebus_menit: int = 0
    tebus_kali: int = 0


def susun_pita(
    peristiwa: str, batas: Sequence[int | None], persen: Sequence[Decimal | None]
) -> list[BarisAturan]:
    """Bands from their upper ends and deductions: each begins where the last one ends, the last is open."""
    isi = [(b, p) for b, p in zip(batas, persen, strict=True) if p is not None]
    hasil: list[BarisAturan] = []
    dari = 1
    for n, (sampai, p) in enumerate(isi, start=1):
        if n < len(isi) and (sampai is None or sampai < dari):
            raise AturanDilanggar(
                f"Pita {n}: batas menit harus lebih besar daripada pita sebelumnya.",
                kolom={f"{peristiwa}_sampai_{n}": "Isi menit yang lebih besar daripada pita sebelumnya."},
            )
        hasil.append(BarisAturan(peristiwa, p, n, dari, sampai if n < len(isi) else None))
        dari = (sampai or 0) + 1
    return hasil


def susun_baris(isi: Mapping[str, object]) -> tuple[BarisAturan, ...]:
    """The rows of a filled form: ``terlambat_sampai_1``, ``terlambat_persen_1``, ..., ``izin_persen``."""
    baris: list[BarisAturan] = []
    for peristiwa in BERPITA:
        nomor = range(1, PITA_TERBANYAK + 1)
        batas = [isi.get(f"{peristiwa}_sampai_{n}") for n in nomor]
        persen = [isi.get(f"{peristiwa}_persen_{n}") for n in nomor]
        baris += susun_pita(peristiwa, batas, persen)  # type: ignore[arg-type]
    for peristiwa in P:
        persen_satu = isi.get(f"{peristiwa}_persen")
        if peristiwa not in BERPITA and isinstance(persen_satu, Decimal):
            baris.append(BarisAturan(peristiwa, persen_satu))
    return tuple(baris)


def _bawaan() -> tuple[BarisAturan, ...]:
    persen = [Decimal(p) for p in ("0.5", "1", "1.5", "2")]
    pita = [b for p in BERPITA for b in susun_pita(p, [30, 60, 90, None], persen)]
    return (*pita, BarisAturan(P.TANPA_KETERANGAN, Decimal(4)))


KETENTUAN_BAWAAN = IsiKetentuan(
    _bawaan(), "Tabel menurut Permentan 68/2012, sampai diganti dengan Perbup TPP daerah ini"
)
"""TL and PSW 0.5, 1, 1.5 and 2 per cent from 1, 31, 61 and 91 minutes, absent 4 per cent a day."""
