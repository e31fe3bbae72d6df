"""Differences: between versions of the nomenclature, between stages, and with a SIPD export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

NOL = Decimal(0)


@dataclass(frozen=True, slots=True)
class BarisNomenklatur:
    """What a difference of versions looks at."""

    kode: str
    nama: str
    indikator: str = ""
    satuan: str = ""
    kode_sebelumnya: str = ""


JenisBeda = Literal["baru", "hilang", "ganti_nama", "pindah_kode", "ubah_indikator"]

LABEL_BEDA: dict[str, str] = {
    "baru": "Baru",
    "hilang": "Tidak ada lagi",
    "ganti_nama": "Ganti nama",
    "pindah_kode": "Pindah kode",
    "ubah_indikator": "Indikator atau satuan berubah",
}


@dataclass(frozen=True, slots=True)
class BedaNomenklatur:
    """``lama`` or ``baru`` is None where the row exists only on the other side."""

    jenis: JenisBeda
    lama: BarisNomenklatur | None
    baru: BarisNomenklatur | None

    @property
    def kode(self) -> str:
        sisi = self.baru or self.lama
        return sisi.kode if sisi else ""


def _kata(teks: str) -> list[str]:
    return teks.casefold().split()


def beda_nomenklatur(
    lama: Iterable[BarisNomenklatur], baru: Iterable[BarisNomenklatur]
) -> list[BedaNomenklatur]:
    """What changed from one version to the next, in order of code.

    A row that is new under its code and whose ``kode_sebelumnya`` names an old row has moved, and
    that old row is not gone (even where several new rows follow one). Names compare by words,
    without case or runs of spaces.
    """
    peta_lama = {b.kode: b for b in lama}
    peta_baru = {b.kode: b for b in baru}
    hasil: list[BedaNomenklatur] = []
    diteruskan = set()
    for kode, b in peta_baru.items():
        asal = peta_lama.get(b.kode_sebelumnya) if b.kode_sebelumnya != kode else None
        sama = peta_lama.get(kode)
        if sama is not None and _kata(sama.nama) == _kata(b.nama):
            if _kata(sama.indikator) != _kata(b.indikator) or _kata(sama.satuan) != _kata(b.satuan):
                hasil.append(BedaNomenklatur("ubah_indikator", sama, b))
        elif asal is not None:
            diteruskan.add(asal.kode)
            hasil.append(BedaNomenklatur("pindah_kode", asal, b))
        elif sama is None:
            hasil.append(BedaNomenklatur("baru", None, b))
        else:
            hasil.append(BedaNomenklatur("ganti_nama", sama, b))
    hasil += [
        BedaNomenklatur("hilang", b, None)
        for kode, b in peta_lama.items()
        if kode not in peta_baru and kode not in diteruskan
    ]
    return sorted(hasil, key=lambda d: (d.kode, d.jenis))


@dataclass(frozen=True, slots=True)
class BedaKolom:
    """One field of one row that differs. None: the row does not exist on that side."""

    kunci: str
    label: str
    kolom: str
    lama: object
    baru: object


def beda_tahapan(
    lama: Mapping[str, tuple[str, Mapping[str, object]]],
    baru: Mapping[str, tuple[str, Mapping[str, object]]],
) -> list[BedaKolom]:
    """Differences of two stages: {key: (label, {field: value})} on both sides.

    A row on one side only gives one difference with field ``""``: its label stands on the side
    that has it. Order: keys of both sides sorted, fields as given.
    """
    hasil: list[BedaKolom] = []
    for kunci in sorted(lama.keys() | baru.keys()):
        if kunci not in lama:
            hasil.append(BedaKolom(kunci, baru[kunci][0], "", None, baru[kunci][0]))
        elif kunci not in baru:
            hasil.append(BedaKolom(kunci, lama[kunci][0], "", lama[kunci][0], None))
        else:
            label, isi = baru[kunci]
            semula = lama[kunci][1]
            kolom = list(dict.fromkeys([*semula, *isi]))
            hasil += [
                BedaKolom(kunci, label, k, semula.get(k), isi.get(k))
                for k in kolom
                if semula.get(k) != isi.get(k)
            ]
    return hasil


@dataclass(frozen=True, slots=True)
class BarisUang:
    """Money of one sub kegiatan from one source; ``unit`` empty when the export names none."""

    kode: str
    sumber: str
    jumlah: Decimal
    nama: str = ""
    nama_sumber: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SelisihUang:
    """``terukur`` or ``sipd`` None: not there at all (which is not the same as 0)."""

    kode: str
    nama: str
    sumber: str
    nama_sumber: str
    terukur: Decimal | None
    sipd: Decimal | None

    @property
    def selisih(self) -> Decimal:
        return (self.terukur or NOL) - (self.sipd or NOL)


def rekonsiliasi(terukur: Sequence[BarisUang], sipd: Sequence[BarisUang]) -> list[SelisihUang]:
    """Compare per sub kegiatan and sumber dana; equal sums are left out.

    Rows of the same code and source are added up first, so split rows and several units do not
    matter. A code on one side only is a difference even when its amount is 0. Where an export
    names no source for a code, that code is compared by its total.
    """
    tanpa_sumber = {b.kode for b in sipd if not b.sumber}

    def kumpulkan(daftar: Sequence[BarisUang]) -> dict[tuple[str, str], tuple[Decimal, str, str]]:
        peta: dict[tuple[str, str], tuple[Decimal, str, str]] = {}
        for b in daftar:
            sumber = "" if b.kode in tanpa_sumber else b.sumber
            jumlah, nama, nama_sumber = peta.get((b.kode, sumber), (NOL, "", ""))
            peta[b.kode, sumber] = (
                jumlah + b.jumlah,
                nama or b.nama,
                nama_sumber or (b.nama_sumber if sumber else ""),
            )
        return peta

    kiri, kanan = kumpulkan(terukur), kumpulkan(sipd)
    hasil = []
    for kunci in sorted(kiri.keys() | kanan.keys()):
        a, b = kiri.get(kunci), kanan.get(kunci)
        if a is not None and b is not None and a[0] == b[0]:
            continue
        nama = (a and a[1]) or (b and b[1]) or ""
        nama_sumber = (a and a[2]) or (b and b[2]) or ""
        hasil.append(
            SelisihUang(kunci[0], nama, kunci[1], nama_sumber, a[0] if a else None, b[0] if b else None)
        )
    return hasil
