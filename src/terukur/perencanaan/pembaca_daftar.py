"""Reads lists of rekening and sumber dana: our own export, or the official lists with split codes. Pure."""

import re
from typing import Final, Literal

from terukur.impor.pembaca import Buku, HasilBaca, KolomSasaran, Tabel, baca_teks, is_kosong, kenali_tabel
from terukur.inti.kesalahan import AturanDilanggar
from terukur.perencanaan.pembaca_nomenklatur import LEVEL_AKUN, BarisNomenklatur, baca_nomenklatur

JenisDaftar = Literal["sumber_dana", "rekening"]

_SASARAN: Final[dict[JenisDaftar, tuple[KolomSasaran, ...]]] = {
    "sumber_dana": (
        KolomSasaran("kode", ("kode sumber dana", "kode dana"), wajib=True),
        KolomSasaran("nama", ("nama|uraian sumber dana -kode", "nama|uraian dana -kode"), wajib=True),
    ),
    "rekening": (
        KolomSasaran("kode", ("kode rekening|akun",), wajib=True),
        KolomSasaran("nama", ("nama|uraian rekening|akun -kode",), wajib=True),
    ),
}
_POLA: Final[dict[JenisDaftar, re.Pattern[str]]] = {
    "sumber_dana": re.compile(r"\d(\.\d(\.\d{1,2}){0,3}(\.\d{1,4})?)?"),
    "rekening": re.compile(r"[4-8](\.\d(\.\d{2}){0,3}(\.\d{2,4})?)?"),
}
_CONTOH: Final[dict[JenisDaftar, str]] = {"sumber_dana": "1.2.01", "rekening": "5.1.02.01.01.0024"}
SEBUTAN: Final[dict[JenisDaftar, str]] = {"sumber_dana": "sumber dana", "rekening": "rekening belanja"}


def baca_daftar(buku: Buku, jenis: JenisDaftar) -> HasilBaca:
    """Read the list; ``hasil.baris`` are ``BarisNomenklatur`` with their ``tingkat``.

    One column of codes beside one of names, as the page's own download has them, is kept as written;
    split codes are joined with their official widths. Raises ``AturanDilanggar`` for another list.
    """
    hasil = HasilBaca(jenis, buku.nama, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        if tabel := kenali_tabel(lembar, _SASARAN[jenis]):
            hasil.lembar_dibaca.append(lembar.nama)
            hasil.kolom[lembar.nama] = {k: tabel.sebut(k) for k in tabel.kolom}
            hasil.kolom_tak_dikenal[lembar.nama] = tabel.tak_dikenal()
            _baca(tabel, hasil, jenis)
        else:
            hasil.lembar_dilewati.append((lembar.nama, f"tidak ada kolom kode dan nama {SEBUTAN[jenis]}"))
    if not hasil.lembar_dibaca:
        hasil = baca_nomenklatur(buku)
        if hasil.jenis != jenis:
            raise AturanDilanggar(
                f"“{buku.nama}” bukan daftar {SEBUTAN[jenis]}, melainkan {hasil.jenis.replace('_', ' ')}. "
                "Pilih jenis impor yang sesuai.",
                kode="jenis_lain",
            )
    return hasil


def _baca(tabel: Tabel, hasil: HasilBaca, jenis: JenisDaftar) -> None:
    lembar = tabel.lembar.nama
    pertama: dict[str, int] = {b.kode: b.nomor for b in hasil.baris}
    for nomor, sel in enumerate(tabel.lembar.baris[tabel.mulai :], start=tabel.mulai + 1):
        if all(is_kosong(s) for s in sel):
            continue
        kode, nama = baca_teks(tabel.sel(sel, "kode")), baca_teks(tabel.sel(sel, "nama"))
        pesan, kolom = "", "kode"
        if not _POLA[jenis].fullmatch(kode):
            pesan = f"“{kode[:50]}” bukan kode {SEBUTAN[jenis]}. Contoh {_CONTOH[jenis]}."
        elif kode in pertama:
            pesan = f"Kode {kode} sudah ada di baris {pertama[kode]}; hapus salah satunya."
        elif not nama:
            pesan, kolom = f"Nama {kode} kosong; isi atau hapus baris ini.", "nama"
        if pesan:
            hasil.tambah("galat", "baris_keliru", pesan, lembar=lembar, baris=nomor, kolom=tabel.huruf(kolom))
            continue
        pertama[kode] = nomor
        hasil.baris.append(BarisNomenklatur(lembar, nomor, "", kode, LEVEL_AKUN[kode.count(".")], nama))
