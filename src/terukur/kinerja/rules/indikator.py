"""What an indicator of the catalogue must say about itself, and how words and parts become a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from terukur.inti.angka import tulis_angka
from terukur.inti.periode import JenisPeriode
from terukur.kinerja.choices import Agregasi, JenisIndikator, Metode
from terukur.kinerja.rules.capaian import Rumus, Target, bulatkan
from terukur.perencanaan.choices import Polaritas

if TYPE_CHECKING:
    from terukur.kinerja.models import DefinisiIndikator

BATAS_ATAS = Decimal(120)
"""Cap in per cent where an indicator names none of its own."""


@dataclass(frozen=True, slots=True)
class IsiIndikator:
    """The manual of an indicator (manual IK). ``tangga``: (word, value) from best to worst."""

    nama: str
    satuan: str
    jenis: JenisIndikator
    polaritas: Polaritas
    agregasi: Agregasi
    periode: JenisPeriode
    metode: Metode = Metode.SELISIH
    batas_atas: Decimal | None = BATAS_ATAS
    tangga: tuple[tuple[str, Decimal], ...] = ()
    definisi: str = ""
    rumus_ukur: str = ""
    pembilang: str = ""
    penyebut: str = ""
    pengali: Decimal = field(default=Decimal(100))
    sumber_data: str = ""


def periksa_isi(isi: IsiIndikator) -> dict[str, str]:
    """{field: sentence} of what is wrong; empty when nothing is."""
    galat: dict[str, str] = {}
    if not isi.nama:
        galat["nama"] = "Isi nama indikator. Contoh: Prevalensi stunting"
    if not isi.satuan:
        galat["satuan"] = "Isi satuan. Contoh: persen"
    if isi.batas_atas is not None and isi.batas_atas < 100:
        galat["batas_atas"] = "Batas atas paling kecil 100; kosongkan bila capaian tidak dibatasi."
    if bool(isi.pembilang) != bool(isi.penyebut):
        galat["penyebut" if isi.pembilang else "pembilang"] = (
            "Pembilang dan penyebut diisi keduanya, atau kosong keduanya."
        )
    if isi.pembilang and isi.pengali <= 0:
        galat["pengali"] = "Pengali lebih besar dari 0. Contoh: 100 untuk persen"
    galat |= _periksa_tangga(isi)
    kata = isi.polaritas in (Polaritas.PREDIKAT, Polaritas.YA_TIDAK)
    if kata and isi.agregasi in (Agregasi.AKUMULATIF, Agregasi.RATA_RATA):
        galat["agregasi"] = (
            "Predikat dan ya/tidak tidak dapat dijumlahkan; pilih posisi akhir atau tertinggi."
        )
    if kata and isi.pembilang:
        galat["pembilang"] = "Predikat dan ya/tidak tidak dihitung dari pembilang dan penyebut."
    return galat


def _periksa_tangga(isi: IsiIndikator) -> dict[str, str]:
    if isi.polaritas != Polaritas.PREDIKAT:
        return {"tangga": "Tangga hanya untuk indikator berupa predikat."} if isi.tangga else {}
    nilai = [n for _, n in isi.tangga]
    nama = [kata.casefold() for kata, _ in isi.tangga]
    if len(isi.tangga) < 2:
        return {"tangga": "Tulis sedikitnya dua predikat, dari yang terbaik. Contoh: WTP = 4"}
    if len(set(nama)) != len(nama) or nilai != sorted(set(nilai), reverse=True) or nilai[-1] < 0:
        return {"tangga": "Urutkan dari yang terbaik: setiap predikat sekali, dengan nilai yang menurun."}
    return {}


def rumus_definisi(definisi: "DefinisiIndikator") -> Rumus:
    """The formula by which an indicator is judged while this definition holds."""
    return Rumus(Polaritas(definisi.polaritas), Metode(definisi.metode), definisi.batas_atas)


def ukuran_beku(definisi: "DefinisiIndikator") -> dict[str, Any]:
    """Everything of a definition that a figure depends on, as canonical JSON can hold it."""
    return {
        "kode": definisi.indikator.kode,
        "nama": definisi.nama,
        "satuan": definisi.satuan,
        "jenis": definisi.jenis,
        "rumus": rumus_definisi(definisi).isi(),
        "agregasi": definisi.agregasi,
        "periode": definisi.periode,
        "tangga": definisi.tangga,
        "komponen": [definisi.pembilang, definisi.penyebut, str(definisi.pengali)]
        if definisi.pembilang
        else [],
    }


def nilai_komponen(pembilang: Decimal, penyebut: Decimal, pengali: Decimal) -> Decimal | None:
    """The result from its two parts, four decimals; None when the denominator is zero."""
    if penyebut == 0:
        return None
    with localcontext(prec=50):
        return bulatkan(pembilang / penyebut * pengali)


def sebut_nilai(nilai: Decimal | None, ukuran: Mapping[str, Any]) -> str:
    """A target or result in the words of its indicator: ``WTP``, ``Ya``, ``12,5 persen``."""
    if nilai is None:
        return "–"
    polaritas = ukuran["rumus"]["polaritas"]
    if polaritas == Polaritas.YA_TIDAK:
        return "Ya" if nilai else "Tidak"
    if polaritas == Polaritas.PREDIKAT:
        kata: Sequence[str] = [t["nama"] for t in ukuran["tangga"] if Decimal(t["nilai"]) == nilai]
        return kata[0] if kata else tulis_angka(nilai)
    return f"{tulis_angka(nilai)} {ukuran['satuan']}"


def sebut_target(target: Target, ukuran: Mapping[str, Any]) -> str:
    """A target in words; a range as ``20 sampai 30 persen``."""
    if target.atas is None:
        return sebut_nilai(target.nilai, ukuran)
    return f"{tulis_angka(target.nilai)} sampai {sebut_nilai(target.atas, ukuran)}"
