"""What may be entered as a result, and what a report still lacks."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID

from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.periode import Periode
from terukur.inti.waktu import tulis_tanggal
from terukur.kinerja.rules.capaian import Rumus, Target, baca_rumus, bulatkan, hitung_capaian
from terukur.kinerja.rules.indikator import nilai_komponen, sebut_nilai, sebut_target
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi.choices import Pihak

SERATUS = Decimal(100)
KELIPATAN_WAJAR = Decimal(10)
"""A result above ten times its target (1000 %) is usually a unit mistaken: it needs a written reason."""
TERBESAR = Decimal(10) ** 16
_RUANG = UUID("6b1d2f64-0d57-5c2e-9c43-1f1f6a3c2027")

TEKS = ("alasan", "kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut")
LABEL_KOLOM = {
    "nilai": "Realisasi",
    "pembilang": "Pembilang",
    "penyebut": "Penyebut",
    "alasan": "Alasan angka di luar kewajaran",
    "kendala": "Kendala",
    "faktor_pendorong": "Faktor pendorong",
    "faktor_penghambat": "Faktor penghambat",
    "tindak_lanjut": "Tindak lanjut",
    "kontribusi": "Kontribusi terhadap capaian",
}


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """What the pemda decided (``KetentuanRealisasi``); these values where nothing was decided yet."""

    hari_tenggat: int = 15
    ambang_lebih: Decimal = Decimal(20)
    pihak_diakui: tuple[str, ...] = (Pihak.OPD.value,)
    dasar: str = ""


@dataclass(frozen=True, slots=True)
class IsiKontribusi:
    """A part of the result: in per cent, or in its units (``satuan``)."""

    pihak: Pihak
    persen: Decimal | None = None
    satuan: Decimal | None = None
    dasar: str = ""
    berkas_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class IsiRealisasi:
    """What is entered for one indicator; a value, or its two components."""

    nilai: Decimal | None = None
    pembilang: Decimal | None = None
    penyebut: Decimal | None = None
    alasan: str = ""
    kendala: str = ""
    faktor_pendorong: str = ""
    faktor_penghambat: str = ""
    tindak_lanjut: str = ""
    kontribusi: tuple[IsiKontribusi, ...] = field(default_factory=tuple)


def kunci_di_luar_rencana(opd_id: UUID, indikator_id: UUID, tahun: int) -> UUID:
    """Identity of a success outside the plan: always the same for one OPD, indicator and year."""
    return uuid.uuid5(_RUANG, f"{opd_id}:{indikator_id}:{tahun}")


def alasan_belum_berakhir(periode: Periode, *, hari: dt.date) -> str:
    """Why no result of the period can be entered on ``hari``; empty once it has ended."""
    if periode.sampai < hari:
        return ""
    mulai = tulis_tanggal(periode.sampai + dt.timedelta(days=1))
    return f"{periode.label} belum berakhir; realisasinya diisi mulai {mulai}."


def is_jatuh_tempo(ditetapkan: dt.date, periode: Periode) -> bool:
    """Whether a report of the period is due: nobody can be late about a target set after it had ended."""
    return ditetapkan <= periode.sampai


def tenggat_periode(periode: Periode, ketentuan: Ketentuan) -> dt.date:
    """The last day on which results of the period are in time."""
    return periode.sampai + dt.timedelta(days=ketentuan.hari_tenggat)


def tenggat_diterima(tenggat: dt.date, periode: Periode, diterima: dt.date | None) -> dt.date:
    """The due day of what passed as a whole to another OPD on the day ``diterima``.

    Nobody is late with what became his duty only after the period: the days run from there.
    """
    return tenggat if diterima is None else tenggat + max(diterima - periode.sampai, dt.timedelta(0))


def nilai_dari_isian(isi: IsiRealisasi, ukuran: Mapping[str, Any]) -> Decimal | None:
    """The result that was entered, from its components where the indicator has them.

    Raises ``AturanDilanggar`` for one component without the other, a denominator of zero, components
    of an indicator that has none, or a figure too large to be one.
    """
    if not ukuran["komponen"]:
        if isi.pembilang is not None or isi.penyebut is not None:
            raise AturanDilanggar("Indikator ini diisi langsung, tanpa pembilang dan penyebut.")
        return isi.nilai
    pembilang, penyebut, pengali = ukuran["komponen"]
    if isi.pembilang is None and isi.penyebut is None:
        return None
    for ada, nama, kolom in ((isi.pembilang, pembilang, "pembilang"), (isi.penyebut, penyebut, "penyebut")):
        if ada is None:
            raise AturanDilanggar(
                "Pembilang dan penyebut diisi keduanya, atau kosong keduanya.",
                kolom={kolom: f"Isi {nama}."},
            )
    assert isi.pembilang is not None
    assert isi.penyebut is not None
    nilai = nilai_komponen(isi.pembilang, isi.penyebut, Decimal(pengali))
    if nilai is None:
        raise AturanDilanggar(
            f"{penyebut} tidak boleh 0; tanpa pembagi tidak ada nilainya.",
            kolom={"penyebut": "Isi angka selain 0."},
        )
    if abs(nilai) >= TERBESAR:
        raise AturanDilanggar("Hasil pembilang ÷ penyebut terlalu besar; periksa satuannya.")
    return nilai


def periksa_kewajaran(
    nilai: Decimal | None, target: Target | None, ukuran: Mapping[str, Any], alasan: str
) -> None:
    """Refuse what is usually a slip unless a reason is written beside it.

    A result or an achievement above 1000 % of the target, or a result below zero where the target is not.
    """
    if nilai is None or target is None or alasan.strip() or ukuran["rumus"]["polaritas"] in _KATA:
        return
    puncak = target.nilai if target.atas is None else target.atas
    if nilai < 0 <= target.nilai:
        pesan = (
            f"Realisasi {sebut_nilai(nilai, ukuran)} di bawah nol, padahal target "
            f"{sebut_target(target, ukuran)}. Periksa tandanya; bila benar, tuliskan alasannya."
        )
        raise AturanDilanggar(pesan, kode="di_luar_kewajaran", kolom={"alasan": pesan})
    mentah = hitung_capaian(baca_rumus(ukuran["rumus"]), target, nilai).mentah
    lebih = puncak > 0 and nilai > puncak * KELIPATAN_WAJAR
    if lebih or (mentah is not None and mentah > SERATUS * KELIPATAN_WAJAR):
        apa = "lebih dari" if lebih else "mencapai lebih dari"
        pesan = (
            f"Realisasi {sebut_nilai(nilai, ukuran)} {apa} 1.000 % target "
            f"{sebut_target(target, ukuran)}. Periksa satuannya; bila benar, tuliskan alasannya."
        )
        raise AturanDilanggar(pesan, kode="di_luar_kewajaran", kolom={"alasan": pesan})


_KATA = (Polaritas.YA_TIDAK, Polaritas.PREDIKAT)


def bakukan_kontribusi(nilai: Decimal | None, daftar: Sequence[IsiKontribusi]) -> tuple[IsiKontribusi, ...]:
    """Every part in per cent, summing exactly to 100; none at all is allowed.

    Parts in units must sum exactly to the result; their rounding difference of at most a few ten
    thousandths of a per cent goes to the largest part. Raises ``AturanDilanggar``.
    """
    if not daftar:
        return ()

    def tolak(pesan: str) -> AturanDilanggar:
        return AturanDilanggar(pesan, kode="kontribusi", kolom={"kontribusi": pesan})

    if nilai is None:
        raise tolak("Isi realisasi dahulu, baru kontribusinya.")
    if len({k.pihak for k in daftar}) != len(daftar):
        raise tolak("Setiap pihak disebut sekali saja.")
    if any((k.persen is None) == (k.satuan is None) for k in daftar):
        raise tolak("Isi kontribusi setiap pihak dalam persen atau dalam satuan, salah satu.")
    hasil = list(daftar)
    if any(k.satuan is not None for k in daftar):
        if any(k.persen is not None for k in daftar):
            raise tolak("Kontribusi diisi semua dalam persen, atau semua dalam satuan.")
        hasil = _dari_satuan(nilai, daftar, tolak)
    if any(k.persen is None or k.persen <= 0 for k in hasil):
        raise tolak("Kontribusi setiap pihak lebih besar dari 0; kosongkan pihak yang tidak berperan.")
    jumlah = sum((k.persen for k in hasil if k.persen is not None), Decimal(0))
    if jumlah != SERATUS:
        raise tolak(f"Kontribusi berjumlah {tulis_angka(jumlah)} %; harus tepat 100 %.")
    for k in hasil:
        if not k.dasar.strip() and not (k.pihak == Pihak.OPD and k.persen == SERATUS):
            raise tolak(f"Tuliskan dasar kontribusi {k.pihak.label}. Contoh: LKPM triwulan II")
    return tuple(hasil)


def _dari_satuan(nilai: Decimal, daftar: Sequence[IsiKontribusi], tolak: Any) -> list[IsiKontribusi]:
    jumlah = sum((k.satuan for k in daftar if k.satuan is not None), Decimal(0))
    if nilai <= 0:
        raise tolak("Realisasi ini tidak dapat dibagi dalam satuan; isi kontribusinya dalam persen.")
    if jumlah != nilai:
        raise tolak(
            f"Kontribusi berjumlah {tulis_angka(jumlah)}; harus tepat sama dengan realisasi, "
            f"{tulis_angka(nilai)}."
        )
    with localcontext(prec=50):
        persen = [bulatkan((k.satuan or Decimal(0)) / nilai * SERATUS) for k in daftar]
    persen[persen.index(max(persen))] += SERATUS - sum(persen, Decimal(0))
    return [
        IsiKontribusi(k.pihak, p, k.satuan, k.dasar, k.berkas_id) for k, p in zip(daftar, persen, strict=True)
    ]


def is_jauh_di_atas(rumus: Rumus, target: Target | None, nilai: Decimal | None, ketentuan: Ketentuan) -> bool:
    """Whether a result exceeds its target so far that who caused it must be told; words never do."""
    if rumus.polaritas in _KATA:
        return False
    mentah = hitung_capaian(rumus, target, nilai).mentah
    return mentah is not None and mentah > SERATUS + ketentuan.ambang_lebih
