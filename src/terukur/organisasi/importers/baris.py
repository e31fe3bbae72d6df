"""From a workbook to rows, and from rows to acts: what the kinds of this room share."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from terukur.impor.pembaca import (
    MIRIP_KOSONG,
    Buku,
    HasilBaca,
    KolomSasaran,
    Tabel,
    baca_nama,
    baca_teks,
    is_kosong,
    kenali_tabel,
)
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import BULAN

Keadaan = Literal["", "baru", "berubah", "sama"]


class SelSalah(Exception):
    """A cell cannot be read; carries the field and an Indonesian sentence."""

    def __init__(self, kunci: str, pesan: str) -> None:
        super().__init__(pesan)
        self.kunci, self.pesan = kunci, pesan


@dataclass(slots=True)
class Baris:
    """A row as read, and after comparison what it would do.

    ``isi``: values by field. ``perbedaan``: {label: (stored, in the file)}. ``lakukan``: the act
    that applies the row; None when nothing changes. ``lama``: the stored record, if there is one.
    """

    lembar: str
    nomor: int
    isi: dict[str, Any]
    keadaan: Keadaan = ""
    perbedaan: dict[str, tuple[str, str]] = field(default_factory=dict)
    lakukan: Callable[[Pelaku, dt.datetime], object] | None = None
    lama: Any = None

    @property
    def sebutan_keadaan(self) -> str:
        return {"": "", "baru": "Baru", "berubah": "Berubah", "sama": "Tidak berubah"}[self.keadaan]

    def tandai(
        self,
        lama: Any,
        beda: Mapping[str, tuple[object, object]],
        ubah: Callable[[Pelaku, dt.datetime], object],
    ) -> None:
        """The thing exists as ``lama``: ``beda`` holds its fields as stored and as in the file."""
        self.lama = lama
        self.perbedaan = {
            k: (str(a or ""), str(b or "")) for k, (a, b) in beda.items() if _rapi(a) != _rapi(b)
        }
        self.keadaan = "berubah" if self.perbedaan else "sama"
        self.lakukan = ubah if self.perbedaan else None

    def baru(self, catat: Callable[[Pelaku, dt.datetime], object]) -> None:
        """The thing does not exist yet."""
        self.keadaan, self.lakukan = "baru", catat


def _rapi(nilai: object) -> object:
    """Text as a cell can hold it: runs of spaces are no difference."""
    return " ".join(nilai.split()) if isinstance(nilai, str) else nilai


def kunci_kata(isi: str) -> str:
    """A name as it is compared: whatever the case and the spaces."""
    return " ".join(isi.casefold().split())


Urai = Callable[[Tabel, Sequence[Any]], dict[str, Any]]


def baca_baris(jenis: str, buku: Buku, sasaran: Sequence[KolomSasaran], urai: Urai) -> HasilBaca:
    """Read every visible sheet that has the columns; rows with unreadable cells become *galat*."""
    hasil = HasilBaca(jenis=jenis, berkas=buku.nama, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        tabel = kenali_tabel(lembar, sasaran)
        if tabel is None:
            hasil.lembar_dilewati.append((lembar.nama, "kolom yang diperlukan tidak ditemukan"))
            continue
        hasil.lembar_dibaca.append(lembar.nama)
        hasil.kolom[lembar.nama] = {k: tabel.sebut(k) for k in tabel.kolom}
        hasil.kolom_tak_dikenal[lembar.nama] = tabel.tak_dikenal()
        for n, sel in enumerate(lembar.baris[tabel.mulai :], start=tabel.mulai + 1):
            if all(is_kosong(s) for s in sel):
                continue
            try:
                hasil.baris.append(Baris(lembar.nama, n, urai(tabel, sel)))
                _sebut_mirip_kosong(hasil, hasil.baris[-1], tabel)
            except SelSalah as salah:
                hasil.tambah(
                    "galat",
                    "sel_salah",
                    salah.pesan,
                    lembar=lembar.nama,
                    baris=n,
                    kolom=tabel.huruf(salah.kunci),
                )
    if not hasil.lembar_dibaca:
        wajib = ", ".join(s.kunci for s in sasaran if s.wajib)
        hasil.tambah("galat", "tanpa_tabel", f"Tidak ada lembar dengan kolom yang diperlukan: {wajib}.")
    return hasil


def _sebut_mirip_kosong(hasil: HasilBaca, baris: Baris, tabel: Tabel) -> None:
    """A name that exports also write for an empty cell is taken as the name, and said so."""
    for kunci in KOLOM_NAMA:
        isi = str(baris.isi.get(kunci, ""))
        if isi.casefold() in MIRIP_KOSONG:
            hasil.tambah(
                "peringatan", "mirip_kosong",
                f"“{isi}” di kolom nama dibaca sebagai nama. Bila maksudnya kosong, kosongkan selnya.",
                lembar=baris.lembar, baris=baris.nomor, kolom=tabel.huruf(kunci),
            )  # fmt: skip


def galat(hasil: HasilBaca, baris: Baris, kode: str, pesan: str) -> None:
    hasil.tambah("galat", kode, pesan, lembar=baris.lembar, baris=baris.nomor)


def periksa_ganda(hasil: HasilBaca, kunci: Callable[[Baris], object], sebutan: str) -> None:
    """A key that stands on several rows is *galat* on every row after the first."""
    pertama: dict[object, int] = {}
    for b in hasil.baris:
        k = kunci(b)
        if not k:
            continue
        if k in pertama:
            galat(hasil, b, "ganda", f"{sebutan} sama dengan baris {pertama[k]}; hapus salah satunya.")
        pertama.setdefault(k, b.nomor)


# -- cells ----------------------------------------------------------------------------------


KOLOM_NAMA = ("nama", "pegawai")
"""Fields that hold the name of a person, an office or a place."""


def teks(tabel: Tabel, sel: Sequence[Any], kunci: str, *, wajib: str = "", panjang: int = 200) -> str:
    """Text of a field; ``wajib`` names it in the sentence when it must not be empty."""
    isi = (baca_nama if kunci in KOLOM_NAMA else baca_teks)(tabel.sel(sel, kunci))
    if wajib and not isi:
        raise SelSalah(kunci, f"{wajib} kosong; isi atau hapus baris ini.")
    if len(isi) > panjang:
        raise SelSalah(kunci, f"“{isi[:30]}…” terlalu panjang; paling banyak {panjang} huruf.")
    return isi


def tanggal(tabel: Tabel, sel: Sequence[Any], kunci: str, *, wajib: str = "") -> dt.date | None:
    """A date from a date cell, ``31/12/2026``, ``2026-12-31`` or ``31 Desember 2026``."""
    nilai = tabel.sel(sel, kunci)
    if isinstance(nilai, dt.datetime):
        return nilai.date()
    if isinstance(nilai, dt.date):
        return nilai
    isi = baca_teks(nilai)
    if not isi:
        if wajib:
            raise SelSalah(kunci, f"{wajib} kosong. Contoh: 31/12/2026.")
        return None
    try:
        if cocok := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", isi):
            return dt.date(int(cocok[1]), int(cocok[2]), int(cocok[3]))
        if cocok := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", isi):
            return dt.date(int(cocok[3]), int(cocok[2]), int(cocok[1]))
        if cocok := re.fullmatch(r"(\d{1,2}) ([A-Za-z]{3,}) (\d{4})", isi):
            bulan = [b[:3].lower() for b in BULAN].index(cocok[2][:3].lower()) + 1
            return dt.date(int(cocok[3]), bulan, int(cocok[1]))
    except ValueError:
        pass
    raise SelSalah(kunci, f"“{isi}” bukan tanggal. Contoh: 31/12/2026.")


def pilihan(tabel: Tabel, sel: Sequence[Any], kunci: str, daftar: Sequence[tuple[Any, Any]]) -> str:
    """A choice by its code or its label, whatever the case; empty stays empty."""
    isi = baca_teks(tabel.sel(sel, kunci))
    if not isi:
        return ""
    rapi = isi.casefold().rstrip(".")
    for nilai, label in daftar:
        if rapi in (str(nilai).casefold(), str(label).casefold().rstrip(".")):
            return str(nilai)
    boleh = ", ".join(str(label) for _, label in daftar)
    raise SelSalah(kunci, f"“{isi}” tidak dikenal; pilih salah satu: {boleh}.")
