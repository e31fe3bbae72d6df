"""Reads a list of ceilings: one row per OPD, unit and source. Pure: no database and no settings.

The room's own export is read back by it, and lists that a TAPD keeps by itself: columns are found by
what they are called, rows of totals are left out and said.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from terukur.impor.pembaca import (
    Buku,
    HasilBaca,
    KolomSasaran,
    Tabel,
    baca_bilangan,
    baca_teks,
    kenali_tabel,
)
from terukur.impor.pembaca.sel import baca_tahun
from terukur.inti.angka import BukanAngka
from terukur.inti.kesalahan import AturanDilanggar

SASARAN: Final = (
    KolomSasaran("kode_opd", ("kode opd|skpd|perangkat -unit|sub", "kode satuan kerja")),
    KolomSasaran(
        "nama_opd",
        ("nama opd|skpd|perangkat -unit|kode", "opd|skpd -kode|unit", "perangkat daerah -kode"),
    ),
    KolomSasaran("kode_unit", ("kode unit|uptd", "kode sub skpd|opd|unit")),
    KolomSasaran("nama_unit", ("nama unit|uptd", "unit|uptd -kode", "nama sub skpd|opd|unit")),
    KolomSasaran("kode_sumber", ("kode sumber dana", "kode dana")),
    KolomSasaran("nama_sumber", ("nama sumber dana", "sumber dana|pendanaan -kode", "nama dana -kode")),
    KolomSasaran(
        "nilai",
        ("pagu|plafon|batas -kode|sumber|nama", "nilai|jumlah pagu|plafon", "nilai|jumlah -baris"),
        wajib=True,
    ),
    KolomSasaran("tahun", ("tahun -lalu|maju",), bobot=0.3),
    KolomSasaran("tahapan", ("tahapan|tahap",), bobot=0.3),
    KolomSasaran("digantikan", ("digantikan",), bobot=0.2),
)
_JUMLAH = re.compile(r"^(grand |sub )?(jumlah|total)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BarisPagu:
    """One ceiling as written. Empty text: the file does not say."""

    lembar: str
    nomor: int
    kode_opd: str
    nama_opd: str
    kode_unit: str
    nama_unit: str
    kode_sumber: str
    nama_sumber: str
    nilai: Decimal
    tahapan: str


def _cukup(kunci: Any) -> bool:
    return bool({"kode_opd", "nama_opd"} & set(kunci))


def baca_pagu(buku: Buku, *, tahun: int | None = None) -> HasilBaca:
    """Read ceilings in rupiah. ``hasil.baris`` are ``BarisPagu``, ``hasil.total["pagu"]`` their sum.

    ``tahun``: the year asked for; another year in the file is a galat of that row, since a ceiling
    of another year must not land here. Rows that were superseded (in our own history export) are
    left out. Raises ``AturanDilanggar`` when no visible sheet holds such a list.
    """
    hasil = HasilBaca("pagu", buku.nama, tahun=tahun, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        tabel = kenali_tabel(lembar, SASARAN, _cukup)
        if tabel is None:
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada daftar pagu"))
            continue
        hasil.lembar_dibaca.append(lembar.nama)
        hasil.kolom[lembar.nama] = {k: tabel.sebut(k) for k in tabel.kolom}
        hasil.kolom_tak_dikenal[lembar.nama] = tabel.tak_dikenal()
        _baca_lembar(tabel, hasil, tahun)
    if not hasil.lembar_dibaca:
        raise AturanDilanggar(
            f"Tidak ada daftar pagu di “{buku.nama}”. Pastikan ada kolom kode atau nama OPD dan kolom pagu, "
            "dan lembarnya tidak disembunyikan.",
            kode="tanpa_tabel",
        )
    hasil.total = {"pagu": sum((b.nilai for b in hasil.baris), Decimal(0))}
    hasil.jumlah["baris"] = len(hasil.baris)
    return hasil


def _baca_lembar(tabel: Tabel, hasil: HasilBaca, tahun: int | None) -> None:
    lembar = tabel.lembar.nama
    for nomor, sel in enumerate(tabel.lembar.baris[tabel.mulai :], start=tabel.mulai + 1):
        if all(baca_teks(s) == "" for s in sel) or baca_teks(tabel.sel(sel, "digantikan")):
            continue
        teks = {
            k: baca_teks(tabel.sel(sel, k)) for k in tabel.kolom if k not in ("nilai", "tahun", "digantikan")
        }
        if any(_JUMLAH.match(t) for t in teks.values()) and not teks.get("kode_opd"):
            continue
        kolom = tabel.huruf("nilai")
        try:
            nilai = baca_bilangan(tabel.sel(sel, "nilai"))
        except BukanAngka as galat:
            hasil.tambah("galat", "bukan_angka", str(galat), lembar=lembar, baris=nomor, kolom=kolom)
            continue
        if nilai is None:
            if teks.get("kode_opd") or teks.get("nama_opd"):
                hasil.tambah(
                    "peringatan", "tanpa_angka", "Pagu baris ini kosong dan dilewati; kosong bukan nol.",
                    lembar=lembar, baris=nomor, kolom=kolom,
                )  # fmt: skip
            continue
        if not teks.get("kode_opd") and not teks.get("nama_opd"):
            hasil.tambah(
                "galat", "tanpa_opd", "Baris ini berisi pagu tetapi tidak menyebut OPD.",
                lembar=lembar, baris=nomor,
            )  # fmt: skip
            continue
        tertulis = baca_tahun(tabel.sel(sel, "tahun"))
        if tahun and tertulis and tertulis != tahun:
            hasil.tambah(
                "galat", "tahun_lain",
                f"Baris ini untuk tahun {tertulis}, sedangkan yang diimpor tahun {tahun}.",
                lembar=lembar, baris=nomor, kolom=tabel.huruf("tahun"),
            )  # fmt: skip
            continue
        hasil.baris.append(
            BarisPagu(
                lembar,
                nomor,
                kode_opd=teks.get("kode_opd", ""),
                nama_opd=teks.get("nama_opd", ""),
                kode_unit=teks.get("kode_unit", ""),
                nama_unit=teks.get("nama_unit", ""),
                kode_sumber=teks.get("kode_sumber", ""),
                nama_sumber=teks.get("nama_sumber", ""),
                nilai=nilai,
                tahapan=teks.get("tahapan", ""),
            )
        )
