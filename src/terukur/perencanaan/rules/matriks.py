"""Checks of the Renja matrix (T-C.33, Permendagri 86/2017), over plain values.

A *galat* keeps the submission from being signed; a *peringatan* is stored, flagged and explained.
Sumber dana and pagu are anggaran's: its provider adds those findings.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from terukur.inti.angka import tulis_angka
from terukur.perencanaan.rules.kode import bidang_kode, induk_kode

JenisTemuan = Literal["galat", "peringatan"]

SATUAN_BULAT = frozenset(
    {"orang", "dokumen", "unit", "laporan", "paket", "lembaga", "desa", "kecamatan", "kelompok", "buah"}
)
"""Units counted in whole things: a fraction is flagged, since somebody may have meant thousands."""

KOLOM_ISIAN = {
    "target": "Target",
    "lokasi": "Lokasi",
    "kelompok_sasaran": "Kelompok sasaran",
    "target_maju": "Target prakiraan maju",
    "pagu_maju": "Pagu prakiraan maju",
}
"""Fields that count towards completeness, with the words of the form."""

_CONTOH = {
    "target": "Isi target, misalnya 12 atau 1.250.",
    "lokasi": "Pilih lokasi sampai desa/kelurahan, atau tuliskan uraiannya.",
    "kelompok_sasaran": "Isi kelompok sasaran. Contoh: balita 0-59 bulan di 12 puskesmas.",
    "target_maju": "Isi target tahun berikutnya (prakiraan maju).",
    "pagu_maju": "Isi perkiraan dana tahun berikutnya (prakiraan maju) dalam rupiah.",
}


@dataclass(frozen=True, slots=True)
class IndikatorBaris:
    """An additional indicator as a plain value."""

    nama: str
    satuan: str
    target: Decimal | None
    target_maju: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AsalBaris:
    """What a row of the previous stage said in the fields whose change needs a reason."""

    target: Decimal | None = None
    target_maju: Decimal | None = None
    pagu_maju: Decimal | None = None
    prioritas: str = ""
    kelompok_sasaran: str = ""
    lokasi: frozenset[str] = frozenset()
    lokasi_uraian: str = ""


@dataclass(frozen=True, slots=True)
class BarisRencana:
    """One sub kegiatan as a plain value; ``id`` is its key in links and notes.

    ``versi_tahun``: its nomenclature row belongs to the version of the year. If not,
    ``nama_versi`` names where it was found and ``pengganti`` the successor by kode sebelumnya
    (code and name, empty when none is known). ``unit`` and ``prioritas`` are ids, ``lokasi`` codes.
    ``dalam_renstra``: its program stands in the OPD's Renstra of the year; None: there is none.
    """

    id: str
    kode: str
    nama: str
    unit: str = ""
    kode_unit: str = ""
    nama_unit: str = ""
    indikator: str = ""
    satuan: str = ""
    target: Decimal | None = None
    target_maju: Decimal | None = None
    pagu_maju: Decimal | None = None
    target_akhir_renstra: Decimal | None = None
    realisasi_lalu: Decimal | None = None
    prakiraan_berjalan: Decimal | None = None
    lokasi: tuple[str, ...] = ()
    nama_lokasi: tuple[str, ...] = ()
    lokasi_uraian: str = ""
    kelompok_sasaran: str = ""
    prioritas: str = ""
    nama_prioritas: str = ""
    prioritas_nasional: str = ""
    tag: tuple[str, ...] = ()
    catatan: str = ""
    versi_tahun: bool = True
    nama_versi: str = ""
    pengganti: str = ""
    dalam_renstra: bool | None = None
    indikator_tambahan: tuple[IndikatorBaris, ...] = ()
    asal: AsalBaris | None = None

    @property
    def kunci(self) -> str:
        """Name of this row within its submission, the same in every stage."""
        return f"{self.kode} @ {self.kode_unit}" if self.kode_unit else self.kode


@dataclass(frozen=True, slots=True)
class TemuanBaris:
    """A finding: what is wrong, where (row id and field), and how heavy."""

    jenis: JenisTemuan
    kode: str
    pesan: str
    baris: str = ""
    kolom: str = ""


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """Findings of a whole program kerja with its completeness: fields filled of fields needed."""

    terpenuhi: int
    jumlah: int
    temuan: tuple[TemuanBaris, ...]

    @property
    def galat(self) -> tuple[TemuanBaris, ...]:
        return tuple(t for t in self.temuan if t.jenis == "galat")

    @property
    def peringatan(self) -> tuple[TemuanBaris, ...]:
        return tuple(t for t in self.temuan if t.jenis == "peringatan")


def kolom_kosong(baris: BarisRencana) -> list[str]:
    """Names of the required fields that are still empty. Zero is a value, empty is not."""
    isi = {
        "target": baris.target is not None,
        "lokasi": bool(baris.lokasi or baris.lokasi_uraian.strip()),
        "kelompok_sasaran": bool(baris.kelompok_sasaran.strip()),
        "target_maju": baris.target_maju is not None,
        "pagu_maju": baris.pagu_maju is not None,
    }
    return [k for k, ada in isi.items() if not ada]


def kolom_berubah(baris: BarisRencana) -> list[str]:
    """Names of the fields that differ from the previous stage; empty when the row is new there."""
    lama = baris.asal
    if lama is None:
        return []
    beda = [
        k
        for k in ("target", "target_maju", "pagu_maju", "prioritas")
        if getattr(baris, k) != getattr(lama, k)
    ]
    if baris.kelompok_sasaran.split() != lama.kelompok_sasaran.split():
        beda.append("kelompok_sasaran")
    if (frozenset(baris.lokasi), baris.lokasi_uraian.split()) != (lama.lokasi, lama.lokasi_uraian.split()):
        beda.append("lokasi")
    return beda


def samakan_satuan(satuan: str) -> str:
    """Key under which two spellings of a unit are the same: spaces and case do not count."""
    return "".join(satuan.split()).casefold()


def periksa_satuan(resmi: str, kiriman: str) -> str | None:
    """Reason why ``kiriman`` is not the official unit; None when it is, or when one is missing."""
    if not resmi or not kiriman or samakan_satuan(resmi) == samakan_satuan(kiriman):
        return None
    return f"Satuan “{kiriman}” berbeda dari satuan resmi “{resmi}”; satuan resmi yang dipakai."


def _periksa_angka(baris: BarisRencana) -> list[TemuanBaris]:
    hasil = []

    def peringatan(kode: str, kolom: str, pesan: str) -> None:
        hasil.append(TemuanBaris("peringatan", kode, pesan, baris.id, kolom))

    satuan = samakan_satuan(baris.satuan)
    for kolom in ("target", "target_maju"):
        nilai: Decimal | None = getattr(baris, kolom)
        if nilai is None:
            continue
        label = KOLOM_ISIAN[kolom]
        if nilai == 0:
            peringatan("target_nol", kolom, f"{label} bernilai 0. Pastikan memang tidak ada yang dihasilkan.")
        if satuan in {"persen", "%"} and nilai > 100:
            peringatan("persen_lewat", kolom, f"{label} {tulis_angka(nilai)} persen melebihi 100.")
        if satuan in SATUAN_BULAT and nilai != nilai.to_integral_value():
            peringatan(
                "satuan_bulat", kolom,
                f"{label} {tulis_angka(nilai)} {baris.satuan} tidak bulat. "
                "Titik dibaca pemisah ribuan, koma dibaca desimal.",
            )  # fmt: skip
    if baris.pagu_maju == 0:
        peringatan("pagu_maju_nol", "pagu_maju", "Pagu prakiraan maju bernilai 0 rupiah.")
    return hasil


def periksa_baris(baris: BarisRencana, *, bidang_opd: Sequence[str] = ()) -> list[TemuanBaris]:
    """All findings on one row. ``bidang_opd``: bidang urusan of the OPD (empty: not checked)."""
    hasil = [
        TemuanBaris("galat", f"{k}_kosong", f"{KOLOM_ISIAN[k]} kosong. {_CONTOH[k]}", baris.id, k)
        for k in kolom_kosong(baris)
    ]
    hasil += _periksa_angka(baris)
    if not baris.versi_tahun:
        ganti = f" Penggantinya: {baris.pengganti}." if baris.pengganti else " Penggantinya belum diketahui."
        hasil.append(
            TemuanBaris(
                "peringatan", "kode_versi_lama",
                f"Kode tidak ada dalam nomenklatur tahun ini; ditemukan dalam {baris.nama_versi}.{ganti}",
                baris.id, "kode",
            )
        )  # fmt: skip
    if bidang_opd and bidang_kode(baris.kode) not in bidang_opd:
        hasil.append(
            TemuanBaris(
                "peringatan", "bidang_lain",
                f"Bidang urusan {bidang_kode(baris.kode)} bukan bidang OPD ini ({', '.join(bidang_opd)}).",
                baris.id, "kode",
            )
        )  # fmt: skip
    if baris.dalam_renstra is False:
        hasil.append(
            TemuanBaris(
                "peringatan", "di_luar_renstra",
                f"Program {induk_kode(induk_kode(baris.kode))} tidak ada dalam Renstra OPD ini yang berlaku "
                "untuk tahun rencana.",
                baris.id, "kode",
            )
        )  # fmt: skip
    hasil += _periksa_tambahan(baris)
    if (berubah := kolom_berubah(baris)) and not baris.catatan.strip():
        daftar = ", ".join(KOLOM_ISIAN.get(k, "Prioritas daerah") for k in berubah)
        hasil.append(
            TemuanBaris(
                "galat", "catatan_kosong",
                f"Berubah dari tahapan sebelumnya ({daftar}). Isi catatan: alasan perubahannya.",
                baris.id, "catatan",
            )
        )  # fmt: skip
    return hasil


def _periksa_tambahan(baris: BarisRencana) -> list[TemuanBaris]:
    hasil = []
    for ind in baris.indikator_tambahan:
        if ind.target is None:
            hasil.append(
                TemuanBaris(
                    "galat", "target_tambahan_kosong",
                    f"Target indikator tambahan “{ind.nama}” kosong. Isi target atau hapus indikatornya.",
                    baris.id, "indikator",
                )
            )  # fmt: skip
        if ind.nama.split() == baris.indikator.split() and samakan_satuan(ind.satuan) != samakan_satuan(
            baris.satuan
        ):
            hasil.append(
                TemuanBaris(
                    "galat", "satuan_berbeda",
                    f"Indikator “{ind.nama}” sama dengan indikator resmi, tetapi satuannya "
                    f"“{ind.satuan}”, bukan “{baris.satuan}”. Pakai indikator resmi.",
                    baris.id, "indikator",
                )
            )  # fmt: skip
    return hasil


def periksa_program_kerja(
    daftar: Sequence[BarisRencana],
    *,
    bidang_opd: Sequence[str] = (),
    hilang: Sequence[tuple[str, str]] = (),
) -> HasilPeriksa:
    """Findings and completeness of a program kerja.

    ``hilang``: (code, name) of rows of the previous stage that this one no longer has. Without
    any row nothing counts as filled. Each row needs its five fields, the target of each
    additional indicator, and a note where it changed.
    """
    if not daftar:
        pesan = "Belum ada sub kegiatan. Tambahkan sedikitnya satu, atau impor dari Excel."
        return HasilPeriksa(0, 1, (TemuanBaris("galat", "tanpa_baris", pesan),))
    temuan: list[TemuanBaris] = []
    jumlah = terpenuhi = 0
    banyak = Counter((b.unit, b.kode) for b in daftar)
    for b in daftar:
        if banyak[b.unit, b.kode] > 1:
            pesan = (
                f"Kode {b.kode} tercatat {banyak[b.unit, b.kode]} kali pada unit yang sama. Hapus salah satu."
            )
            temuan.append(TemuanBaris("galat", "kode_ganda", pesan, b.id, "kode"))
        temuan += periksa_baris(b, bidang_opd=bidang_opd)
        tambahan = [i.target is not None for i in b.indikator_tambahan]
        wajib_catatan = [bool(b.catatan.strip())] if kolom_berubah(b) else []
        jumlah += len(KOLOM_ISIAN) + len(tambahan) + len(wajib_catatan)
        terpenuhi += len(KOLOM_ISIAN) - len(kolom_kosong(b)) + sum(tambahan) + sum(wajib_catatan)
    temuan += [
        TemuanBaris(
            "peringatan", "baris_hilang", f"{kode} {nama}: ada pada tahapan sebelumnya, kini tidak ada."
        )
        for kode, nama in hilang
    ]
    return HasilPeriksa(terpenuhi, jumlah, tuple(temuan))
