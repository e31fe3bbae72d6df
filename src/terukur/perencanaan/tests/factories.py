"""Objects for tests, made through the actions."""

import datetime as dt
from collections.abc import Iterable

from terukur.inti.pelaku import SISTEM
from terukur.perencanaan.actions.nomenklatur import (
    pilih_versi_tahun,
    simpan_prioritas,
    simpan_rekening,
    simpan_sumber_dana,
    simpan_versi_nomenklatur,
)
from terukur.perencanaan.models import PrioritasDaerah, Rekening, SumberDana, VersiNomenklatur
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur

PADA = dt.datetime(2026, 11, 2, 1, 0, tzinfo=dt.UTC)

BARIS_CONTOH = (
    IsianNomenklatur("KABKOT", "X", "URUSAN X.XX"),
    IsianNomenklatur("KABKOT", "X.XX", "URUSAN PEMERINTAHAN BIDANG XX"),
    IsianNomenklatur("KABKOT", "X.XX.01", "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH"),
    IsianNomenklatur("KABKOT", "X.XX.01.2.01", "Perencanaan dan Evaluasi Kinerja Perangkat Daerah"),
    IsianNomenklatur(
        "KABKOT", "X.XX.01.2.01.0001", "Penyusunan Dokumen Perencanaan Perangkat Daerah",
        kinerja="Tersusunnya Dokumen Perencanaan", indikator="Jumlah Dokumen Perencanaan", satuan="Dokumen",
    ),
    IsianNomenklatur("KABKOT", "1", "URUSAN WAJIB"),
    IsianNomenklatur("KABKOT", "1.02", "URUSAN PEMERINTAHAN BIDANG KESEHATAN"),
    IsianNomenklatur("KABKOT", "1.02.02", "PROGRAM PEMENUHAN UPAYA KESEHATAN"),
    IsianNomenklatur("KABKOT", "1.02.02.2.02", "Penyediaan Layanan Kesehatan"),
    IsianNomenklatur(
        "KABKOT", "1.02.02.2.02.0004", "Pengelolaan Pelayanan Kesehatan Balita",
        kinerja="Balita dilayani", indikator="Jumlah Balita yang Dilayani", satuan="Orang", spm=True,
    ),
    IsianNomenklatur(
        "KABKOT", "1.02.02.2.02.0015", "Pengelolaan Pelayanan Kesehatan Gizi Masyarakat",
        kinerja="Dokumen gizi", indikator="Jumlah Dokumen Gizi", satuan="Dokumen", tag=("STUNTING",),
    ),
    IsianNomenklatur(
        "KABKOT", "1.02.02.2.02.0053", "Pengambilan dan Pengiriman Spesimen",
        kinerja="Spesimen terkirim", indikator="Jumlah Spesimen", satuan="Paket",
        kode_sebelumnya="1.02.02.2.02.0028",
    ),
    IsianNomenklatur("KABKOT", "2", "URUSAN WAJIB NON PELAYANAN DASAR"),
    IsianNomenklatur("KABKOT", "2.16", "URUSAN PEMERINTAHAN BIDANG KOMUNIKASI"),
    IsianNomenklatur("KABKOT", "2.16.03", "PROGRAM APLIKASI INFORMATIKA"),
    IsianNomenklatur("KABKOT", "2.16.03.2.02", "Pengelolaan Pemerintahan Digital"),
    IsianNomenklatur(
        "KABKOT", "2.16.03.2.02.0037", "Pengembangan Aplikasi",
        kinerja="Aplikasi", indikator="Jumlah Aplikasi", satuan="Unit",
    ),
)  # fmt: skip
"""A small version with every level, a placeholder program and a successor."""

BARIS_LAMA = (
    *(b for b in BARIS_CONTOH if b.kode not in ("1.02.02.2.02.0053", "1.02.02.2.02.0015")),
    IsianNomenklatur(
        "KABKOT", "1.02.02.2.02.0028", "Pengambilan Spesimen Penyakit",
        indikator="Jumlah Spesimen", satuan="Paket",
    ),
    IsianNomenklatur(
        "KABKOT", "1.02.02.2.02.0015", "Pengelolaan Gizi", indikator="Jumlah Dokumen Gizi", satuan="Dokumen"
    ),
)  # fmt: skip

BARIS_SUMBER_DANA = (
    ("1", "DANA UMUM"),
    ("1.1", "PENDAPATAN ASLI DAERAH"),
    ("1.2", "DANA ALOKASI UMUM"),
    ("1.2.01", "DAU yang tidak ditentukan penggunaannya"),
    ("1.2.02", "DAU yang ditentukan penggunaannya bidang kesehatan"),
    ("2", "DANA KHUSUS"),
    ("2.1", "DAK Nonfisik BOK Puskesmas"),
)

BARIS_REKENING = (
    ("5", "BELANJA DAERAH"),
    ("5.1", "BELANJA OPERASI"),
    ("5.1.02", "Belanja Barang dan Jasa"),
    ("5.1.02.01", "Belanja Barang"),
    ("5.1.02.01.01", "Belanja Barang Pakai Habis"),
    ("5.1.02.01.01.0024", "Belanja Alat Tulis Kantor"),
)


def buat_versi_nomenklatur(
    nama: str = "Nomenklatur 2027",
    *,
    baris: Iterable[IsianNomenklatur] = BARIS_CONTOH,
    tahun_mulai: int = 2027,
    tahun: int | None = None,
) -> VersiNomenklatur:
    """A stored version; ``tahun`` also lets that year use it."""
    versi = simpan_versi_nomenklatur(
        nama=nama, dasar="Kepmendagri contoh", tahun_mulai=tahun_mulai, baris=baris, oleh=SISTEM, pada=PADA
    ).versi
    if tahun:
        pilih_versi_tahun(tahun=tahun, versi=versi, oleh=SISTEM, pada=PADA)
    return versi


def buat_sumber_dana() -> list[SumberDana]:
    """The sample list of sumber dana, in order of code."""
    simpan_sumber_dana(daftar=BARIS_SUMBER_DANA, oleh=SISTEM, pada=PADA)
    return list(SumberDana.objects.order_by("kode"))


def buat_rekening() -> list[Rekening]:
    """The sample list of rekening, in order of code."""
    simpan_rekening(daftar=BARIS_REKENING, oleh=SISTEM, pada=PADA)
    return list(Rekening.objects.order_by("kode"))


def buat_prioritas(nama: str = "Kesehatan", *, urutan: int = 1) -> PrioritasDaerah:
    """A priority in force since 2026."""
    return simpan_prioritas(
        nama=nama, urutan=urutan, berlaku_sejak=dt.date(2026, 1, 1), oleh=SISTEM, pada=PADA
    )
