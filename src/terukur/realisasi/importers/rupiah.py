"""The Rp of an evaluation workbook beside what is on record: compared and named, never taken over.

Spending is recorded by sub kegiatan with its source (SP2D, BKU, LRA) and cut-off. An evaluation workbook
names neither, has no codes, and writes one amount beside an indicator, its kegiatan and its program.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from terukur.anggaran.queries import BukuOPD
from terukur.impor.pembaca import HasilBaca
from terukur.inti.angka import tulis_angka
from terukur.inti.waktu import tulis_tanggal
from terukur.realisasi.importers.buku_evaluasi import BarisEvaluasi, SelBuku, sebut_triwulan
from terukur.realisasi.queries import BarisSetahun
from terukur.realisasi.rules.evaluasi import uang_triwulan

Sebutan = list[tuple[BarisEvaluasi, SelBuku]]


def banding_rupiah(hasil: HasilBaca, milik: Mapping[str, BarisSetahun], buku: BukuOPD | None) -> None:
    """Name what differs, and once that and why the amounts are not imported. ``milik``: {key: action}."""
    semua = [
        (b, s, q)
        for b in hasil.baris
        for (q, u), s in sorted(b.isi.items())
        if u == "rp" and s.bacaan.angka is not None
    ]
    if not semua:
        return
    per_sub: dict[tuple[str, int], Sebutan] = defaultdict(list)
    for b, s, q in semua:
        if b.kunci and milik[b.kunci].kode_sub:
            per_sub[milik[b.kunci].kode_sub, q].append((b, s))
    sama = beda = 0
    for (kode, q), daftar in per_sub.items():
        tercatat = _tercatat(buku, kode, q)
        if buku is None or tercatat is None or len(daftar) > 1:
            continue
        b, s = daftar[0]
        assert s.bacaan.angka is not None
        if abs(s.bacaan.angka - tercatat) < 1:
            sama += 1
            continue
        beda += 1
        hasil.tambah(
            "peringatan", "rp_beda",
            f"{sebut_triwulan(q)}: Rp {tulis_angka(s.bacaan.angka)} di berkas, Rp {tulis_angka(tercatat)} "
            f"tercatat menurut {buku.nama_sumber} sampai {tulis_tanggal(buku.batas)}. Rp di berkas "
            "tidak diambil.",
            lembar=b.lembar, baris=s.baris, kolom=s.kolom,
        )  # fmt: skip
    b, s, _ = semua[0]
    hasil.tambah(
        "peringatan", "rp_tidak_diambil",
        "Rp di berkas hanya dibandingkan, tidak diambil: tanpa kode sub kegiatan, sumber (SP2D, BKU, atau "
        "LRA) dan batas data, jumlahnya dapat tercatat dua kali. Realisasi anggaran mempunyai "
        "impornya sendiri. "
        f"Dari {tulis_angka(len(semua))} jumlah: {tulis_angka(sama)} sama, {tulis_angka(beda)} berbeda, "
        f"{tulis_angka(len(semua) - sama - beda)} tidak dapat dibandingkan.",
        lembar=b.lembar, baris=s.baris, kolom=s.kolom,
    )  # fmt: skip


def _tercatat(buku: BukuOPD | None, kode: str, triwulan: int) -> Decimal | None:
    """What was spent in the quarter alone, as far as the book tells."""
    if buku is None or kode not in buku.sd:
        return None
    return uang_triwulan(buku.sd[kode], buku.ada)[triwulan - 1]
