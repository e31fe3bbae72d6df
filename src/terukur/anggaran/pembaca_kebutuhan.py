"""Reads our own list of needs: one row per sub kegiatan, unit, source and rekening. Pure.

Every row counts by itself; unlike the stacked workbooks of ``pembaca`` no row sums others. The
column “Usulan di atas pagu” tells this list from those.
"""

from decimal import Decimal
from typing import Final

from terukur.anggaran.pembaca_baris import BarisAnggaran
from terukur.impor.pembaca import (
    Buku,
    HasilBaca,
    KolomSasaran,
    Tabel,
    baca_bilangan,
    baca_teks,
    is_kosong,
    kenali_kode,
    kenali_tabel,
)
from terukur.inti.angka import BukanAngka

SASARAN: Final = (
    KolomSasaran("kode", ("kode sub kegiatan",), wajib=True),
    KolomSasaran("nama", ("nama sub kegiatan",)),
    KolomSasaran("kode_unit", ("kode unit",), wajib=True),
    KolomSasaran("nama_unit", ("nama unit",)),
    KolomSasaran("kode_sumber", ("kode sumber dana",), wajib=True),
    KolomSasaran("rekening", ("kode rekening",), wajib=True),
    KolomSasaran("uraian", ("uraian",)),
    KolomSasaran("jumlah", ("jumlah kebutuhan",), wajib=True),
    KolomSasaran("atas", ("usulan di atas pagu",), wajib=True),
    KolomSasaran("alasan", ("alasan",)),
)


def baca_kebutuhan(buku: Buku) -> HasilBaca | None:
    """The list as ``BarisAnggaran`` that are all ``daun``; None when no visible sheet is such a list.

    ``tambahan["di_atas_pagu"]`` is ``Ya`` or empty, ``tambahan["alasan"]`` its reason.
    """
    hasil = HasilBaca("anggaran", buku.nama, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        if (tabel := kenali_tabel(lembar, SASARAN)) is None:
            hasil.lembar_dilewati.append((lembar.nama, "bukan daftar kebutuhan anggaran"))
            continue
        hasil.lembar_dibaca.append(lembar.nama)
        hasil.kolom[lembar.nama] = {k: tabel.sebut(k) for k in tabel.kolom}
        hasil.kolom_tak_dikenal[lembar.nama] = tabel.tak_dikenal()
        _baca(tabel, hasil)
    if not hasil.lembar_dibaca:
        return None
    hasil.total["anggaran"] = sum((b.nilai["anggaran"] or Decimal(0) for b in hasil.baris), Decimal(0))
    hasil.baris_per_tingkat = {"sub_kegiatan": len({(b.kode_nomenklatur, b.kode_unit) for b in hasil.baris})}
    hasil.nama_kode = {b.kode_nomenklatur: b.tambahan["nama_sub_kegiatan"] for b in hasil.baris}
    hasil.jumlah["daun"] = len(hasil.baris)
    return hasil


def _baca(tabel: Tabel, hasil: HasilBaca) -> None:
    lembar = tabel.lembar.nama
    pernah: dict[tuple[str, ...], int] = {}
    for nomor, sel in enumerate(tabel.lembar.baris[tabel.mulai :], start=tabel.mulai + 1):
        if all(is_kosong(s) for s in sel):
            continue
        isi = {k: baca_teks(tabel.sel(sel, k)) for k in tabel.kolom}
        kode = kenali_kode(isi["kode"])
        rekening = kenali_kode(isi["rekening"])
        try:
            jumlah = baca_bilangan(tabel.sel(sel, "jumlah"))
        except BukanAngka as salah:
            hasil.tambah(
                "galat", "bukan_angka", str(salah), lembar=lembar, baris=nomor, kolom=tabel.huruf("jumlah")
            )
            continue
        atas = isi["atas"].casefold() in {"ya", "1", "x"}
        kunci = (isi["kode"], isi["kode_unit"], isi["kode_sumber"], isi["rekening"], str(atas))
        pesan, kolom = "", "kode"
        if kode is None or kode.tingkat != "sub_kegiatan":
            pesan = f"“{isi['kode'][:40]}” bukan kode sub kegiatan. Contoh 1.02.02.2.01.0001."
        elif isi["rekening"] and rekening is None:
            pesan, kolom = f"“{isi['rekening'][:40]}” bukan kode rekening.", "rekening"
        elif kunci in pernah:
            pesan, kolom = (
                f"Sumber dana dan rekening sub kegiatan ini sudah ada di baris {pernah[kunci]}; jumlahkan "
                "menjadi satu baris.",
                "kode_sumber",
            )
        elif atas and not isi.get("alasan"):
            pesan, kolom = "Isi alasan usulan di atas pagu.", "atas"
        if pesan or kode is None:
            hasil.tambah("galat", "baris_keliru", pesan, lembar=lembar, baris=nomor, kolom=tabel.huruf(kolom))
            continue
        pernah[kunci] = nomor
        b = BarisAnggaran(
            lembar, nomor, "sub_kegiatan", (kode.kode,), isi["kode_unit"], isi.get("nama_unit", ""),
            kode.kode, rekening.kode if rekening else "", isi.get("uraian", ""), isi["kode_sumber"],
            {"anggaran": jumlah}, daun=True,
        )  # fmt: skip
        b.tambahan = {
            "nama_sub_kegiatan": isi.get("nama", ""),
            "di_atas_pagu": "Ya" if atas else "",
            "alasan": isi.get("alasan", "") if atas else "",
        }
        hasil.baris.append(b)
