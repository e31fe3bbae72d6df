"""Rows of one sheet of a budget workbook -> values with their place in the tree of codes."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from terukur.anggaran.pembaca_kolom import JENIS_BELANJA, KOLOM_BULAN, KOLOM_UANG
from terukur.impor.pembaca import (
    Kode,
    Masalah,
    Tabel,
    baca_bilangan,
    baca_kode,
    baca_teks,
    huruf_kolom,
    kenali_kode,
    pisah_kode_nama,
)
from terukur.impor.pembaca.hasil import Parah
from terukur.impor.pembaca.sel import RumusBelumDihitung, baca_tahun
from terukur.impor.pembaca.tabel import is_baris_nomor
from terukur.inti.angka import BukanAngka, tulis_rupiah

_JUMLAH = re.compile(
    r"^(grand |sub )?(jumlah|total)( (total|keseluruhan|seluruhnya|anggaran|belanja|pagu|umum))*\s*:?$",
    re.IGNORECASE,
)
_AWAL_JUMLAH = re.compile(r"^(grand |sub )?(jumlah|total)\b", re.IGNORECASE)
TOLERANSI: Final = Decimal("0.99")


@dataclass(slots=True)
class BarisAnggaran:
    """One row. ``nomor``: row in the workbook, from 1. Codes are padded to the official widths.

    ``jalur``: its place in the tree, from urusan down; empty for a total row. ``nilai``: rupiah per
    column of ``KOLOM_UANG`` that the sheet has; ``None`` is empty. ``daun``: counted in the sums.
    ``belum_dihitung``: letters of a column of money whose formula has no value here.
    ``tambahan``: volume, satuan, harga, komponen, bulan_1..12, nama_sub_kegiatan, as text.
    """

    lembar: str
    nomor: int
    tingkat: str
    jalur: tuple[str, ...]
    kode_unit: str = ""
    nama_unit: str = ""
    kode_nomenklatur: str = ""
    kode_rekening: str = ""
    uraian: str = ""
    sumber_dana: str = ""
    nilai: dict[str, Decimal | None] = field(default_factory=dict)
    tambahan: dict[str, str] = field(default_factory=dict)
    daun: bool = False
    belum_dihitung: str = ""

    @property
    def kode_akhir(self) -> str:
        """The deepest code of the row."""
        return self.kode_rekening or self.kode_nomenklatur or self.kode_unit

    @property
    def bidang(self) -> str:
        """The bidang urusan under which the row stands; empty when the file does not say."""
        return next((j for j in self.jalur[:2] if len(j) == 4), "")

    def jumlah(self, apa: str) -> Decimal | None:
        """``anggaran`` or ``realisasi`` over all kinds of spending; ``None`` when all are empty."""
        isi = [v for j in JENIS_BELANJA if (v := self.nilai.get(f"{apa}_{j}")) is not None]
        return sum(isi, Decimal(0)) if isi else self.nilai.get(apa)


@dataclass(slots=True)
class RincianLembar:
    """One sheet read. ``tahun``: of its column Tahun, when that holds one year."""

    tabel: Tabel
    baris: list[BarisAnggaran] = field(default_factory=list)
    masalah: list[Masalah] = field(default_factory=list)
    tahun: int | None = None
    kolom_kode: tuple[int, ...] = ()


class _PembacaLembar:
    def __init__(self, tabel: Tabel, kolom_kode: Sequence[int]) -> None:
        self.tabel = tabel
        self.kolom_kode = kolom_kode
        self.hasil = RincianLembar(tabel, kolom_kode=tuple(kolom_kode))
        self.uang = [k for k in KOLOM_UANG if k in tabel.kolom]
        self.bulan = [k for k in KOLOM_BULAN if k in tabel.kolom]
        self.menghitung = not any(k.startswith("anggaran") for k in self.uang)
        data = tabel.lembar.baris[tabel.mulai :]
        isi = [{k.jenis for b in data if c < len(b) and (k := baca_kode(b[c]))} for c in kolom_kode]
        # One column for several kinds of code: the rows above say where a row belongs.
        self.bertumpuk = any(len(j) > 1 for j in isi)
        self.unit_kini = ""
        self.nomenklatur_kini: Kode | None = None
        self.bidang_unit = self._bidang_di_bawah(data) if self.bertumpuk else {}

    def masalah(self, parah: Parah, kode: str, pesan: str, nomor: int, kolom: str = "") -> None:
        self.hasil.masalah.append(Masalah(parah, kode, pesan, self.tabel.lembar.nama, nomor, kolom))

    def _bidang_di_bawah(self, data: Sequence[Sequence[Any]]) -> dict[int, str]:
        """{row of a unit: bidang of the programme below it}, which the rows above need not name again."""
        hasil: dict[int, str] = {}
        menunggu = 0
        for nomor, sel in enumerate(data, start=self.tabel.mulai + 1):
            kode = [k for c in self.kolom_kode if c < len(sel) and (k := baca_kode(sel[c]))]
            if any(k.jenis == "skpd" for k in kode):
                menunggu = nomor
            elif menunggu and (nomen := [k for k in kode if k.jenis == "nomenklatur"]):
                if len(nomen[-1].ruas) > 2:
                    hasil[menunggu] = ".".join(nomen[-1].ruas[:2])
                menunggu = 0
        return hasil

    def baca(self) -> RincianLembar:
        tahun: Counter[int] = Counter()
        for i, sel in enumerate(self.tabel.lembar.baris[self.tabel.mulai :], start=self.tabel.mulai + 1):
            if th := baca_tahun(self.tabel.sel(sel, "tahun")):
                tahun[th] += 1
            isi = any(s != "" and s is not None for s in sel) and not is_baris_nomor(sel)
            if isi and (b := self._baris(i, sel)):
                self.hasil.baris.append(b)
        if tahun:
            self.hasil.tahun = tahun.most_common(1)[0][0]
        self._isi_unit_kosong()
        return self.hasil

    def _baris(self, nomor: int, sel: Sequence[Any]) -> BarisAnggaran | None:
        kode = [k for c in self.kolom_kode if c < len(sel) and (k := baca_kode(sel[c]))]
        self._periksa_kode_asing(nomor, sel)
        b = BarisAnggaran(self.tabel.lembar.nama, nomor, "", ())
        b.uraian = self._uraian(sel)
        b.nilai = {k: self._uang(b, sel, k) for k in self.uang}
        self._tambahan(nomor, sel, b)
        ada_uang = any(v is not None for v in b.nilai.values())
        if not kode:
            return self._tanpa_kode(b, sel, ada_uang)
        self._letakkan(b, kode, sel)
        self._periksa_nilai(b)
        return b

    def _periksa_kode_asing(self, nomor: int, sel: Sequence[Any]) -> None:
        for c in self.kolom_kode:
            if c >= len(sel):
                continue
            teks = baca_teks(sel[c])
            if teks and any(h.isdigit() for h in teks) and "." in teks and baca_kode(sel[c]) is None:
                self.masalah(
                    "galat", "kode_salah",
                    f"“{teks[:40]}” bukan kode yang dikenal. Contoh sub kegiatan 1.02.02.2.01.0001, "
                    "rekening 5.1.02.01.01.0024.",
                    nomor, huruf_kolom(c),
                )  # fmt: skip

    def _tanpa_kode(self, b: BarisAnggaran, sel: Sequence[Any], ada_uang: bool) -> BarisAnggaran | None:
        if not ada_uang:
            return None
        teks = [t for s in sel if (t := baca_teks(s)) and any(h.isalpha() for h in t)]
        if not teks or any(_JUMLAH.match(t) for t in teks):
            b.tingkat, b.uraian = "jumlah", b.uraian or (teks[0] if teks else "")
            return b
        if not any(_AWAL_JUMLAH.match(t) for t in teks):
            self.masalah(
                "peringatan", "tanpa_kode",
                f"Baris “{(b.uraian or teks[0])[:60]}” berisi angka tetapi tanpa kode; tidak dijumlahkan.",
                b.nomor,
            )  # fmt: skip
        return None

    def _letakkan(self, b: BarisAnggaran, kode: Sequence[Kode], sel: Sequence[Any]) -> None:
        unit = [k for k in kode if k.jenis == "skpd"]
        nomen = sorted((k for k in kode if k.jenis == "nomenklatur"), key=lambda k: len(k.ruas))
        rekening = sorted((k for k in kode if k.jenis == "rekening"), key=lambda k: len(k.ruas))
        if self.bertumpuk:
            self._warisi(b, unit, nomen, rekening)
        dalam = nomen[-1] if nomen else None
        jalur: list[str] = []
        if dalam:
            bidang = next((k.kode for k in nomen if k.tingkat == "bidang"), ".".join(dalam.ruas[:2]))
            jalur.append(bidang.split(".")[0])
            if len(dalam.ruas) > 1:
                jalur.append(bidang)
        if unit:
            b.kode_unit = unit[-1].kode
            jalur.append(b.kode_unit)
        b.nama_unit = baca_teks(self.tabel.sel(sel, "nama_unit"))
        b.tingkat = unit[-1].tingkat if unit else ""
        if dalam:
            b.kode_nomenklatur = dalam.kode
            jalur += [".".join(dalam.ruas[:n]) for n in (3, 5, 6) if n <= len(dalam.ruas)]
            if not unit or len(dalam.ruas) > 2:
                b.tingkat = dalam.tingkat
            self._periksa_induk(b, nomen)
        if rekening:
            b.kode_rekening = rekening[-1].kode
            jalur += ["b" + ".".join(rekening[-1].ruas[:n]) for n in range(1, len(rekening[-1].ruas) + 1)]
            b.tingkat = rekening[-1].tingkat
        elif (
            akun := baca_teks(self.tabel.sel(sel, "nama_akun"))
        ) and "nama_sub_kegiatan" in self.tabel.kolom:
            b.tingkat, b.uraian = "tanpa_kode", akun
            jalur.append(f"?{akun}")
            self.masalah(
                "peringatan", "rekening_kosong",
                f"Kode rekening kosong pada “{akun[:60]}”. Nilainya dijumlahkan; lengkapi kodenya.",
                b.nomor,
            )  # fmt: skip
        b.jalur = tuple(jalur)

    def _warisi(self, b: BarisAnggaran, unit: list[Kode], nomen: list[Kode], rekening: list[Kode]) -> None:
        if (
            not rekening and not unit and len(nomen) == 1 and nomen[0].tingkat == "urusan"
            and self.nomenklatur_kini and self.nomenklatur_kini.tingkat == "sub_kegiatan"
            and "belanja" in b.uraian.lower()
        ):  # fmt: skip
            rekening.append(Kode("rekening", nomen.pop().kode, "akun"))
        if unit:
            self.unit_kini = unit[-1].kode
            if not nomen and not rekening:
                bidang = ".".join(unit[-1].ruas[:2])
                lama = self.nomenklatur_kini
                atas = ".".join(lama.ruas[:2]) if lama and len(lama.ruas) > 1 else bidang
                if k := kenali_kode(self.bidang_unit.get(b.nomor, atas)):
                    nomen.append(k)
                    self.nomenklatur_kini = k
        elif nomen:
            self.nomenklatur_kini = nomen[-1]
            if len(nomen[-1].ruas) <= 2:
                self.unit_kini = ""
        if rekening and not nomen and self.nomenklatur_kini:
            nomen.append(self.nomenklatur_kini)
        if not unit and self.unit_kini and (k := kenali_kode(self.unit_kini)):
            unit.append(k)

    def _periksa_induk(self, b: BarisAnggaran, nomen: Sequence[Kode]) -> None:
        dalam = nomen[-1]
        for k in nomen[:-1]:
            if len(k.ruas) > 2 and dalam.ruas[: len(k.ruas)] != k.ruas:
                self.masalah(
                    "peringatan", "induk_beda",
                    f"Kode {dalam.kode} tidak berada di bawah kode {k.tingkat} {k.kode} di baris yang sama.",
                    b.nomor,
                )  # fmt: skip

    def _uraian(self, sel: Sequence[Any]) -> str:
        for kunci in ("nama_akun", "uraian", "nama_sub_kegiatan"):
            if teks := baca_teks(self.tabel.sel(sel, kunci)):
                return pisah_kode_nama(teks)[1]
        for c in reversed(self.kolom_kode):
            if c < len(sel):
                kode, nama = pisah_kode_nama(sel[c])
                if kode:
                    return nama
        return ""

    def _uang(self, b: BarisAnggaran, sel: Sequence[Any], kunci: str) -> Decimal | None:
        isi = self.tabel.sel(sel, kunci)
        try:
            return baca_bilangan(isi)
        except RumusBelumDihitung:
            b.belum_dihitung = self.tabel.huruf(kunci)
            return None
        except BukanAngka as e:
            self.masalah(
                "galat",
                "bukan_angka",
                f"Kolom {self.tabel.sebut(kunci)}: {e}",
                b.nomor,
                self.tabel.huruf(kunci),
            )
            return None

    def _tambahan(self, nomor: int, sel: Sequence[Any], b: BarisAnggaran) -> None:
        for kunci in ("komponen", "satuan", "volume", "harga", "nama_sub_kegiatan"):
            if teks := baca_teks(self.tabel.sel(sel, kunci)):
                b.tambahan[kunci] = pisah_kode_nama(teks)[1] if kunci == "nama_sub_kegiatan" else teks
        b.sumber_dana = baca_teks(self.tabel.sel(sel, "kode_sumber_dana")) or baca_teks(
            self.tabel.sel(sel, "sumber_dana")
        )
        self._hitung_harga(nomor, b)
        jumlah, ada = Decimal(0), False
        for kunci in self.bulan:
            try:
                nilai = baca_bilangan(self.tabel.sel(sel, kunci))
            except BukanAngka as e:
                self.masalah(
                    "peringatan", "bukan_angka", f"Kolom {self.tabel.sebut(kunci)}: {e} Dianggap kosong.",
                    nomor, self.tabel.huruf(kunci),
                )  # fmt: skip
                continue
            if nilai is not None:
                b.tambahan[kunci] = str(nilai)
                jumlah, ada = jumlah + nilai, True
        setahun = b.nilai.get("anggaran")
        if ada and len(self.bulan) == 12 and setahun is not None and abs(jumlah - setahun) > TOLERANSI:
            self.masalah(
                "peringatan", "kas_beda",
                f"Rencana kas 12 bulan berjumlah {tulis_rupiah(jumlah)}, tidak sama dengan anggarannya "
                f"{tulis_rupiah(setahun)}.",
                nomor,
            )  # fmt: skip

    def _hitung_harga(self, nomor: int, b: BarisAnggaran) -> None:
        """Volume ``200;2`` of ``lembar;bulan`` times the price, where no amount is written."""
        harga, volume = b.tambahan.get("harga"), b.tambahan.get("volume")
        if not harga or not volume:
            return
        try:
            bagian = [n for v in re.split(r"[;xX×]", volume) if (n := baca_bilangan(v)) is not None]
            satuan = baca_bilangan(harga)
        except BukanAngka:
            if self.menghitung or b.nilai.get("anggaran") is None:
                self.masalah(
                    "peringatan", "volume_salah",
                    f"Volume “{volume}” atau harga “{harga}” bukan angka; jumlahnya tidak dapat dihitung.",
                    nomor, self.tabel.huruf("volume"),
                )  # fmt: skip
            return
        if not bagian or satuan is None:
            return
        hasil = math.prod(bagian) * satuan
        tertulis = b.nilai.get("anggaran")
        if tertulis is None:
            b.nilai["anggaran"] = hasil
        elif abs(tertulis - hasil) > TOLERANSI:
            self.masalah(
                "peringatan", "perkalian_beda",
                f"Volume {volume} x harga {tulis_rupiah(satuan)} = {tulis_rupiah(hasil)}, tetapi tertulis "
                f"{tulis_rupiah(tertulis)}.",
                nomor, self.tabel.huruf("anggaran"),
            )  # fmt: skip

    def _periksa_nilai(self, b: BarisAnggaran) -> None:
        for kunci, nilai in b.nilai.items():
            if nilai is not None and nilai < 0:
                self.masalah(
                    "galat" if kunci.startswith("anggaran") else "peringatan", "negatif",
                    f"Kolom {self.tabel.sebut(kunci)} berisi angka negatif {tulis_rupiah(nilai)}.",
                    b.nomor, self.tabel.huruf(kunci),
                )  # fmt: skip
        for apa in ("anggaran", "realisasi"):
            tertulis = b.nilai.get(apa)
            rinci = b.jumlah(apa)
            if tertulis is not None and rinci is not None and abs(tertulis - rinci) > TOLERANSI:
                self.masalah(
                    "peringatan", "total_beda",
                    f"Kolom {self.tabel.sebut(apa)} berisi {tulis_rupiah(tertulis)}, sedangkan jumlah jenis "
                    f"belanjanya {tulis_rupiah(rinci)}.",
                    b.nomor, self.tabel.huruf(apa),
                )  # fmt: skip

    def _isi_unit_kosong(self) -> None:
        """Detail rows without a unit belong to the only unit of the sheet, if there is only one."""
        unit = {b.kode_unit for b in self.hasil.baris if b.kode_unit}
        if len(unit) != 1:
            return
        (kode,) = unit
        for b in self.hasil.baris:
            if b.kode_unit or b.tingkat in {"urusan", "bidang", "jumlah"} or not b.kode_nomenklatur:
                continue
            b.kode_unit = kode
            b.jalur = (*b.jalur[:2], kode, *b.jalur[2:])
            self.masalah(
                "peringatan", "unit_kosong",
                f"Kode SKPD kosong; dianggap {kode}, satu-satunya unit pada lembar ini.", b.nomor,
            )  # fmt: skip


def baca_lembar(tabel: Tabel, kolom_kode: Sequence[int]) -> RincianLembar:
    """Read the data rows of one recognised sheet; ``kolom_kode`` from ``pembaca_kolom.kolom_kode``."""
    return _PembacaLembar(tabel, kolom_kode).baca()
