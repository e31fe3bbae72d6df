"""Slow pages and server errors of the last hour."""

import datetime as dt
from collections.abc import Iterator

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran
from terukur.inti.pengukuran import ringkas_halaman

LAMBAT = 1000
"""Milliseconds that 95 of 100 answers of a page may take: the promise for the deadline day."""
SANGAT_LAMBAT = 5000
CUKUP = 20
"""A page asked for less often within the hour says nothing by its p95."""
GALAT_GANGGUAN = 0.01
JAM = dt.timedelta(hours=1)


def periksa_halaman(pada: dt.datetime) -> Iterator[Hasil]:
    """Pages whose p95 is above the promise, and answers of 500 and above."""
    halaman = ringkas_halaman(sejak=pada - JAM)
    lambat = [h for h in halaman if h.p95 > LAMBAT and h.jumlah >= CUKUP]
    parah = any(h.p95 > SANGAT_LAMBAT for h in lambat)
    ukuran = [
        Ukuran(nama, nilai, {"rute": h.rute})
        for h in halaman
        for nama, nilai in (
            ("halaman_permintaan_1jam", h.jumlah),
            ("halaman_galat_1jam", h.galat),
            ("halaman_p50_detik", h.p50 / 1000),
            ("halaman_p95_detik", h.p95 / 1000),
            ("halaman_terlama_detik", h.terlama / 1000),
        )
    ]
    yield Hasil(
        "halaman_lambat", "Halaman lambat",
        (Keadaan.GANGGUAN if parah else Keadaan.PERHATIAN) if lambat else Keadaan.BAIK,
        f"{len(lambat)} halaman, yang terlama {lambat[0].p95 / 1000:.1f} detik".replace(".", ",") if lambat
        else f"tidak ada; {len(halaman)} halaman dibuka dalam satu jam terakhir",
        "95 dari 100 jawaban dalam 1 detik (perhatian), 5 detik (gangguan); dalam 1 jam, sedikitnya 20 kali",
        "Lihat daftar waktu halaman. Bila hampir semua lambat, prosesor atau cakram mesin kewalahan; "
        "bila hanya satu, laporkan nama rutenya kepada pengembang.",
        nama_url="beranda:kesehatan_halaman", ukuran=tuple(ukuran),
        rincian=tuple(h.rute for h in lambat[:3]),
    )  # fmt: skip
    galat, jumlah = sum(h.galat for h in halaman), sum(h.jumlah for h in halaman)
    parah = galat > jumlah * GALAT_GANGGUAN
    yield Hasil(
        "galat_server", "Galat server",
        (Keadaan.GANGGUAN if parah else Keadaan.PERHATIAN) if galat else Keadaan.BAIK,
        f"{galat} dari {jumlah} permintaan" if galat else f"tidak ada dari {jumlah} permintaan",
        "0 dalam 1 jam terakhir; lebih dari 1 % berarti gangguan",
        "Cari galat dengan nama rute itu dalam catatan server, lalu laporkan kepada pengembang.",
        nama_url="beranda:kesehatan_halaman",
        ukuran=(Ukuran("permintaan_1jam", jumlah), Ukuran("galat_1jam", galat)),
        rincian=tuple(h.rute for h in sorted(halaman, key=lambda h: -h.galat)[:3] if h.galat),
    )  # fmt: skip
