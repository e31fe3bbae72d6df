"""Reads a program kerja (Renja) from other people's workbooks, and from our own kertas kerja.

Pure: no database and no settings. Sub kegiatan are found by their codes; rows of higher levels give
names and, where they state a pagu, a sum to compare with. Rows of rekening below a sub kegiatan are
left to the budget reader.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from terukur.impor.pembaca import (
    Buku,
    HasilBaca,
    Kode,
    Tabel,
    baca_bilangan,
    baca_kode,
    baca_teks,
    cari_kolom_kode,
    kenali_tabel,
    pisah_kode_nama,
    satukan_kode,
)
from terukur.impor.pembaca.sel import BELUM_DIHITUNG, RumusBelumDihitung, baca_tahun
from terukur.impor.pembaca.tabel import is_baris_nomor
from terukur.inti.angka import BukanAngka, baca_angka, tulis_rupiah
from terukur.inti.kesalahan import AturanDilanggar
from terukur.perencanaan.pembaca_program_kolom import BELANJA, SASARAN

TINGKAT: Final = ("urusan", "bidang", "skpd", "program", "kegiatan", "sub_kegiatan", "jumlah")
TOLERANSI: Final = Decimal("0.99")
_TEKS: Final = (
    "indikator", "satuan", "indikator_program", "target_program", "indikator_hasil", "target_hasil",
    "keluaran", "lokasi", "kelompok_sasaran", "prioritas", "catatan",
)  # fmt: skip
_TARGET = re.compile(r"^(-?[\d.,]+)\s*(\D.*)?$")
_JUMLAH = re.compile(r"^(grand )?(jumlah|total)\b", re.IGNORECASE)


@dataclass(slots=True)
class BarisProgram:
    """One row. ``pagu`` in rupiah; ``None`` is empty, not zero. ``target`` with ``satuan`` of the
    keluaran; ``isian``: the other columns as text, by the names of the reader's fields.
    """

    lembar: str
    nomor: int
    tingkat: str
    kode: str
    nama: str
    kode_unit: str = ""
    nama_unit: str = ""
    pagu: Decimal | None = None
    pagu_maju: Decimal | None = None
    target: Decimal | None = None
    target_maju: Decimal | None = None
    satuan: str = ""
    sumber_dana: str = ""
    awal: dt.date | None = None
    akhir: dt.date | None = None
    isian: dict[str, str] = field(default_factory=dict)


def pisah_target(nilai: object) -> tuple[Decimal | None, str]:
    """``"1 Laporan"`` -> (1, ``Laporan``); ``0.96`` -> (0.96, ``""``); empty -> (None, ``""``).

    Raises ``BukanAngka`` when there are words but no number.
    """
    if isinstance(nilai, (int, float)) and not isinstance(nilai, bool):
        return baca_angka(nilai), ""
    teks = baca_teks(nilai)
    if not teks or teks in {"-", "–"}:
        return None, ""
    cocok = _TARGET.match(teks)
    if not cocok:
        raise BukanAngka(f"“{teks[:40]}” tidak diawali angka. Contoh: 12 Dokumen")
    return baca_angka(cocok[1].rstrip(".,")), (cocok[2] or "").strip()


def baca_program(buku: Buku, *, tahun: int | None = None) -> HasilBaca:
    """Read a workbook of program kerja. ``hasil.baris`` are ``BarisProgram``; ``hasil.total["pagu"]``
    sums the sub kegiatan. Raises ``AturanDilanggar`` when no visible sheet has codes of sub kegiatan.
    """
    hasil = HasilBaca("program-kerja", buku.nama, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        tabel = kenali_tabel(lembar, SASARAN, lambda k: {"kode", "nama"} & set(k) != set() and len(k) > 2)
        if tabel is None:
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada tabel program kerja"))
            continue
        satukan_kode(tabel)
        bukan = {
            c
            for k, c in tabel.kolom.items()
            if k in {"pagu", "pagu_maju", "target", "target_maju", "tahun", *BELANJA}
        } | {c for k, c in tabel.kolom.items() if "sumber_dana" in k}
        kode = cari_kolom_kode(tabel, bukan)
        baris = _baca_lembar(tabel, kode, hasil, milik_sendiri="pengajuan" in buku.penanda)
        if not any(b.tingkat == "sub_kegiatan" for b in baris):
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada kode sub kegiatan"))
            hasil.masalah = [m for m in hasil.masalah if m.lembar != lembar.nama]
            continue
        hasil.baris += baris
        hasil.lembar_dibaca.append(lembar.nama)
        hasil.kolom[lembar.nama] = {k: tabel.sebut(k) for k in tabel.kolom}
        hasil.kolom_tak_dikenal[lembar.nama] = tabel.tak_dikenal(kode)
        hasil.judul += [j for j in tabel.judul if j not in hasil.judul]
        _periksa_tahun(tabel, hasil, tahun)
    if not hasil.baris:
        raise AturanDilanggar(
            f"Tidak ada tabel program kerja di “{buku.nama}”. Pastikan ada kolom kode sub kegiatan dan "
            "namanya, dan lembarnya tidak disembunyikan.",
            kode="tanpa_tabel",
        )
    _periksa_kembar(hasil)
    _periksa_jumlah(hasil)
    _periksa_kosong(hasil)
    _ringkas(hasil)
    hasil.masalah.sort(key=lambda m: (m.parah, m.lembar, m.baris))
    return hasil


def _periksa_tahun(tabel: Tabel, hasil: HasilBaca, diminta: int | None) -> None:
    isi = Counter(t for b in tabel.lembar.baris[tabel.mulai :] if (t := baca_tahun(tabel.sel(b, "tahun"))))
    kolom = isi.most_common(1)[0][0] if isi else None
    judul = tabel.tahun_judul
    nama = tabel.lembar.nama
    if judul and kolom and judul != kolom:
        hasil.tambah(
            "peringatan", "tahun_beda",
            f"Judul lembar menyebut tahun {judul}, tetapi kolom {tabel.sebut('tahun')} berisi {kolom}.",
            lembar=nama, baris=tabel.mulai + 1, kolom=tabel.huruf("tahun"),
        )  # fmt: skip
    pelaksanaan = Counter(b.awal.year for b in hasil.baris if b.lembar == nama and b.awal)
    nyata = judul or kolom or (pelaksanaan.most_common(1)[0][0] if pelaksanaan else None)
    if diminta and nyata and nyata != diminta:
        hasil.tambah(
            "peringatan", "tahun_lain",
            f"Berkas ini menyebut tahun {nyata}, sedangkan yang diimpor tahun {diminta}.", lembar=nama,
        )  # fmt: skip
    hasil.tahun = hasil.tahun or diminta or nyata


class _Pembaca:
    def __init__(self, tabel: Tabel, hasil: HasilBaca) -> None:
        self.tabel, self.hasil = tabel, hasil

    def angka(self, nomor: int, sel: Sequence[Any], kunci: str, sub: bool = True) -> Decimal | None:
        try:
            nilai = baca_bilangan(self.tabel.sel(sel, kunci))
        except RumusBelumDihitung as e:
            if sub:  # what higher rows state is only compared
                self.lapor("galat", nomor, kunci, e)
            return None
        except BukanAngka as e:
            self.lapor("galat", nomor, kunci, e)
            return None
        if nilai is not None and nilai < 0:
            self.lapor("galat", nomor, kunci, f"Isinya angka negatif {tulis_rupiah(nilai)}.", "negatif")
        return nilai

    def pagu(self, nomor: int, sel: Sequence[Any], sub: bool) -> Decimal | None:
        if "pagu" in self.tabel.kolom:
            return self.angka(nomor, sel, "pagu", sub)
        ada = [k for k in BELANJA if k in self.tabel.kolom]
        isi = [v for k in ada if (v := self.angka(nomor, sel, k, sub)) is not None]
        return sum(isi, Decimal(0)) if isi else None

    def target(self, nomor: int, sel: Sequence[Any], kunci: str) -> tuple[Decimal | None, str]:
        try:
            return pisah_target(self.tabel.sel(sel, kunci))
        except BukanAngka as e:
            self.lapor("peringatan", nomor, kunci, e)
            return None, ""

    def lapor(
        self, parah: Any, nomor: int, kunci: str, e: BukanAngka | str, kode: str = "bukan_angka"
    ) -> None:
        self.hasil.tambah(
            parah, kode, f"Kolom {self.tabel.sebut(kunci)}: {e}",
            lembar=self.tabel.lembar.nama, baris=nomor, kolom=self.tabel.huruf(kunci),
        )  # fmt: skip

    def tanggal(self, sel: Sequence[Any], kunci: str) -> dt.date | None:
        isi = self.tabel.sel(sel, kunci)
        if isinstance(isi, dt.datetime):
            return isi.date()
        if isinstance(isi, dt.date):
            return isi
        teks = baca_teks(isi)
        for pola in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
            try:
                return dt.datetime.strptime(teks[:10], pola).date()  # noqa: DTZ007
            except ValueError:
                continue
        return None


def _baca_lembar(
    tabel: Tabel, kolom_kode: Sequence[int], hasil: HasilBaca, *, milik_sendiri: bool
) -> list[BarisProgram]:
    """``milik_sendiri``: our own working paper, where an empty unit is the OPD, not the unit above."""
    p = _Pembaca(tabel, hasil)
    baris: list[BarisProgram] = []
    unit_kini = ""
    for nomor, sel in enumerate(tabel.lembar.baris[tabel.mulai :], start=tabel.mulai + 1):
        if is_baris_nomor(sel):
            continue
        kode = [k for c in kolom_kode if c < len(sel) and (k := baca_kode(sel[c]))]
        unit = next((k.kode for k in reversed(kode) if k.jenis == "skpd"), "")
        nomen: Kode | None = max(
            (k for k in kode if k.jenis == "nomenklatur"), key=lambda k: len(k.ruas), default=None
        )
        isi_kode = [t for c in kolom_kode if c < len(sel) and "." in (t := baca_teks(sel[c]))]
        if not kode and isi_kode and any(h.isdigit() for h in isi_kode[0]):
            hasil.tambah(
                "galat", "kode_salah",
                f"“{isi_kode[0][:40]}” bukan kode nomenklatur. Contoh 1.02.02.2.01.0001.",
                lembar=tabel.lembar.nama, baris=nomor,
            )  # fmt: skip
            continue
        if any(k.jenis == "rekening" for k in kode):
            continue
        nama = pisah_kode_nama(tabel.sel(sel, "nama"))[1]
        if nomen is None and not unit:
            if _JUMLAH.match(nama) or any(_JUMLAH.match(baca_teks(s)) for s in sel):
                b = BarisProgram(tabel.lembar.nama, nomor, "jumlah", "", nama or "Jumlah")
                b.pagu = p.pagu(nomor, sel, sub=False)
                baris.append(b)
            continue
        unit_kini = unit or ("" if milik_sendiri else unit_kini)
        b = BarisProgram(tabel.lembar.nama, nomor, nomen.tingkat if nomen else "skpd",
                         nomen.kode if nomen else "", nama, unit_kini)  # fmt: skip
        if unit and nomen and len(nomen.ruas) <= 2:
            b.tingkat, b.kode = "skpd", nomen.kode
        sebutan = baca_teks(tabel.sel(sel, "nama_unit"))
        b.nama_unit = nama if b.tingkat == "skpd" else "" if sebutan == BELUM_DIHITUNG else sebutan
        sub = b.tingkat == "sub_kegiatan"
        b.pagu, b.pagu_maju = p.pagu(nomor, sel, sub), p.angka(nomor, sel, "pagu_maju", sub)
        b.target, satuan = p.target(nomor, sel, "target")
        b.target_maju, _ = p.target(nomor, sel, "target_maju")
        b.isian = {k: t for k in _TEKS if (t := baca_teks(tabel.sel(sel, k)))}
        b.satuan = b.isian.pop("satuan", "") or satuan
        b.sumber_dana = baca_teks(tabel.sel(sel, "kode_sumber_dana")) or baca_teks(
            tabel.sel(sel, "sumber_dana")
        )
        b.awal, b.akhir = p.tanggal(sel, "awal"), p.tanggal(sel, "akhir")
        baris.append(b)
    return baris


def _sub(hasil: HasilBaca) -> list[BarisProgram]:
    return [b for b in hasil.baris if b.tingkat == "sub_kegiatan"]


def _periksa_kembar(hasil: HasilBaca) -> None:
    pertama: dict[tuple[str, str, str], BarisProgram] = {}
    for b in _sub(hasil):
        lama = pertama.setdefault((b.kode_unit, b.kode, b.sumber_dana), b)
        if lama is not b:
            hasil.tambah(
                "galat", "kode_ganda",
                f"Sub kegiatan {b.kode} dengan sumber dana yang sama sudah ada di baris {lama.nomor}. "
                "Gabungkan atau hapus salah satu.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip


def _periksa_jumlah(hasil: HasilBaca) -> None:
    di_bawah: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    per_lembar: dict[str, Decimal] = defaultdict(Decimal)
    for b in _sub(hasil):
        nilai = b.pagu or Decimal(0)
        per_lembar[b.lembar] += nilai
        ruas = b.kode.split(".")
        for n in (1, 2, 3, 5):
            di_bawah[b.lembar, b.kode_unit, ".".join(ruas[:n])] += nilai
            if n <= 2:
                di_bawah[b.lembar, "", ".".join(ruas[:n])] += nilai * bool(b.kode_unit)
        di_bawah[b.lembar, b.kode_unit, "unit " + ".".join(ruas[:2])] += nilai
    for b in hasil.baris:
        if b.tingkat == "sub_kegiatan" or b.pagu is None:
            continue
        tempat = (b.lembar, b.kode_unit)
        if b.tingkat == "jumlah":
            nyata = per_lembar[b.lembar]
        elif b.tingkat == "skpd" and not b.kode:
            milik = (v for k, v in di_bawah.items() if k[:2] == tempat and k[2].startswith("unit "))
            nyata = sum(milik, Decimal(0))
        elif b.tingkat == "skpd":
            nyata = di_bawah[b.lembar, b.kode_unit, "unit " + b.kode]
        else:
            nyata = (
                di_bawah[b.lembar, b.kode_unit if b.tingkat not in {"urusan", "bidang"} else "", b.kode]
                or (di_bawah[b.lembar, b.kode_unit, b.kode])
            )
        if abs(nyata - b.pagu) > TOLERANSI:
            hasil.tambah(
                "galat", "jumlah_beda",
                f"{'Baris' if b.tingkat == 'jumlah' else b.tingkat.replace('_', ' ').capitalize()} "
                f"{b.kode or b.nama} tertulis "
                f"{tulis_rupiah(b.pagu)}, sedangkan sub kegiatannya berjumlah {tulis_rupiah(nyata)} (selisih "
                f"{tulis_rupiah(b.pagu - nyata)}).",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip


def _periksa_kosong(hasil: HasilBaca) -> None:
    """One peringatan per kind of empty field, at its first row, with the number of rows."""
    kosong: dict[str, list[BarisProgram]] = defaultdict(list)
    for b in _sub(hasil):
        if b.pagu is None:
            kosong["Pagu"].append(b)
        if b.target is None:
            kosong["Target keluaran"].append(b)
        if not b.isian.get("lokasi"):
            kosong["Lokasi"].append(b)
        if not b.sumber_dana:
            kosong["Sumber dana"].append(b)
    for nama, baris in kosong.items():
        hasil.tambah(
            "peringatan", "kosong",
            f"{nama} kosong pada {len(baris)} sub kegiatan, mulai baris {baris[0].nomor}; kosong bukan nol.",
            lembar=baris[0].lembar, baris=baris[0].nomor,
        )  # fmt: skip


def _ringkas(hasil: HasilBaca) -> None:
    sub = _sub(hasil)
    hasil.total["pagu"] = sum((b.pagu for b in sub if b.pagu is not None), Decimal(0))
    if any(b.pagu_maju is not None for b in sub):
        hasil.total["pagu_maju"] = sum((b.pagu_maju for b in sub if b.pagu_maju is not None), Decimal(0))
    # Levels that have no row of their own still exist through the codes below them.
    kode: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for b in sub:
        ruas = b.kode.split(".")
        for tingkat, n in (("bidang", 2), ("program", 3), ("kegiatan", 5), ("sub_kegiatan", 6)):
            kode[tingkat].add((b.kode_unit, ".".join(ruas[:n])))
    hasil.hitung_tingkat(Counter(b.tingkat for b in hasil.baris), TINGKAT)
    hasil.jumlah["kode_berbeda"] = {t: len(isi) for t, isi in kode.items()}
    hasil.nama_kode = {b.kode: b.nama for b in hasil.baris if b.kode and b.tingkat != "skpd"}
    unit: dict[str, dict[str, Any]] = {}
    for b in hasil.baris:
        if b.kode_unit:
            u = unit.setdefault(b.kode_unit, {"kode": b.kode_unit, "nama": "", "pagu": Decimal(0)})
            u["nama"] = u["nama"] or b.nama_unit
            if b.tingkat == "sub_kegiatan" and b.pagu is not None:
                u["pagu"] += b.pagu
    hasil.unit = [unit[k] for k in sorted(unit)]
