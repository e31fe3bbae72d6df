"""Pegawai and holidays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from terukur.impor.pembaca import Buku, HasilBaca, KolomSasaran, Tabel, baca_teks
from terukur.inti.kesalahan import AturanDilanggar
from terukur.organisasi import actions, rules
from terukur.organisasi.choices import STATUS_ASN, JenisLibur, StatusPegawai
from terukur.organisasi.importers.baris import (
    baca_baris,
    galat,
    kunci_kata,
    periksa_ganda,
    pilihan,
    tanggal,
    teks,
)
from terukur.organisasi.models import HariLibur, Pegawai

SASARAN_PEGAWAI = (
    KolomSasaran("nama", ("nama", "pegawai"), wajib=True),
    KolomSasaran("nip", ("nip", "nomor induk")),
    KolomSasaran("status", ("status",)),
)
SASARAN_LIBUR = (
    KolomSasaran("tanggal", ("tanggal", "tgl"), wajib=True),
    KolomSasaran("nama", ("nama", "keterangan"), wajib=True),
    KolomSasaran("jenis", ("jenis",)),
    KolomSasaran("sifat", ("sifat", "perkiraan")),
    KolomSasaran("dasar", ("dasar", "skb")),
)


# -- pegawai --------------------------------------------------------------------------------


def _urai_pegawai(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    nip = teks(tabel, sel, "nip", panjang=30).replace(" ", "")
    status = pilihan(tabel, sel, "status", StatusPegawai.choices)
    return {
        "nama": teks(tabel, sel, "nama", wajib="Nama", panjang=150),
        "nip": nip,
        "status": status or (StatusPegawai.PNS.value if nip else StatusPegawai.NON_ASN_BLUD.value),
    }


def baca_pegawai(buku: Buku) -> HasilBaca:
    """Rows of people. A NIP must be text in the workbook: as a number it loses its last digits."""
    hasil = baca_baris("pegawai", buku, SASARAN_PEGAWAI, _urai_pegawai)
    for b in hasil.baris:
        if b.isi["nip"]:
            try:
                rules.periksa_nip(b.isi["nip"], izinkan_fiktif=settings.MODE_LATIHAN)
            except AturanDilanggar as tolak:
                galat(hasil, b, tolak.kode, tolak.pesan)
        elif b.isi["status"] in STATUS_ASN:
            galat(hasil, b, "nip_kosong", f"NIP {b.isi['nama']} kosong; wajib untuk PNS, CPNS dan PPPK.")
    periksa_ganda(hasil, lambda b: b.isi["nip"], "NIP")
    return hasil


def rencana_pegawai(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare by NIP; people without one by their name and status."""
    baris = hasil.baris
    per_nip = {
        p.nip: p for p in Pegawai.objects.filter(nip__in={b.isi["nip"] for b in baris if b.isi["nip"]})
    }
    tanpa: dict[tuple[str, str], list[Pegawai]] = defaultdict(list)
    for p in Pegawai.objects.filter(nip="").order_by("-aktif", "pk"):
        tanpa[kunci_kata(p.nama), p.status].append(p)
    for b in baris:
        isi = b.isi
        kembar = tanpa.get((kunci_kata(isi["nama"]), isi["status"]), [])
        lama = per_nip.get(isi["nip"]) if isi["nip"] else next(iter(kembar), None)
        if lama is None:
            b.baru(lambda oleh, pada, n=isi: actions.catat_pegawai(**n, oleh=oleh, pada=pada))
            continue
        b.tandai(
            lama,
            {k.capitalize(): (getattr(lama, k), isi[k]) for k in ("nama", "status")},
            lambda oleh, pada, n=isi, p=lama: actions.ubah_pegawai(
                pegawai=p, aktif=p.aktif, **n, oleh=oleh, pada=pada
            ),
        )


# -- holidays -------------------------------------------------------------------------------


def _urai_libur(tabel: Tabel, sel: Sequence[Any]) -> dict[str, Any]:
    sifat = baca_teks(tabel.sel(sel, "sifat")).casefold()
    return {
        "tanggal": tanggal(tabel, sel, "tanggal", wajib="Tanggal"),
        "nama": teks(tabel, sel, "nama", wajib="Nama", panjang=150),
        "jenis": pilihan(tabel, sel, "jenis", JenisLibur.choices) or JenisLibur.LIBUR_NASIONAL.value,
        "perkiraan": sifat in {"ya", "perkiraan", "benar", "1", "x"},
        "dasar": teks(tabel, sel, "dasar"),
    }


def baca_libur(buku: Buku, *, dasar: str = "") -> HasilBaca:
    """Rows of holidays. ``dasar``: the ground of all rows that name none; without any ground the
    rows are *perkiraan*, on which nothing may hang."""
    hasil = baca_baris("libur", buku, SASARAN_LIBUR, _urai_libur)
    tanpa = 0
    for b in hasil.baris:
        b.isi["dasar"] = b.isi["dasar"] or ("" if b.isi["perkiraan"] else dasar)
        if not b.isi["dasar"] and not b.isi["perkiraan"]:
            b.isi["perkiraan"] = True
            tanpa += 1
    if tanpa:
        hasil.tambah(
            "peringatan",
            "tanpa_dasar",
            f"{tanpa} baris tanpa SKB atau keputusan dicatat sebagai perkiraan; "
            "isi dasarnya agar dapat dipakai menghitung tenggat.",
        )
    periksa_ganda(hasil, lambda b: (b.isi["tanggal"], b.isi["nama"]), "Tanggal dan nama")
    return hasil


def rencana_libur(hasil: HasilBaca, hari: dt.date) -> None:
    """Compare by day and name."""
    tersimpan = {
        (h.tanggal, kunci_kata(h.nama)): h
        for h in HariLibur.objects.filter(tanggal__in={b.isi["tanggal"] for b in hasil.baris})
    }
    for b in hasil.baris:
        lama = tersimpan.get((b.isi["tanggal"], kunci_kata(b.isi["nama"])))
        nilai = b.isi | ({"nama": lama.nama} if lama else {})

        def lakukan(oleh: Any, pada: dt.datetime, n: dict[str, Any] = nilai) -> object:
            return actions.tetapkan_libur(**n, oleh=oleh, pada=pada)

        if lama is None:
            b.baru(lakukan)
        else:
            b.tandai(
                lama,
                {k.capitalize(): (getattr(lama, k), b.isi[k]) for k in ("jenis", "perkiraan", "dasar")},
                lakukan,
            )
