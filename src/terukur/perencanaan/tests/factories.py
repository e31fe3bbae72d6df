"""Objects for tests, made through the actions."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.actions.nomenklatur import (
    pilih_versi_tahun,
    simpan_prioritas,
    simpan_rekening,
    simpan_sumber_dana,
    simpan_versi_nomenklatur,
)
from terukur.perencanaan.actions.program import tambah_sub_kegiatan
from terukur.perencanaan.models import (
    PrioritasDaerah,
    Rekening,
    SubKegiatanRencana,
    SumberDana,
    VersiNomenklatur,
)
from terukur.perencanaan.queries.nomenklatur import telusuri_kode, versi_tahun
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.tests import factories as tenggat
from tests.rekaman_dunia import rekam

PADA = tenggat.SEKARANG + dt.timedelta(hours=2)
"""An instant at which the windows of these factories are open."""
TUTUP = tenggat.TUTUP

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


@rekam
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


@rekam
def buat_sumber_dana() -> list[SumberDana]:
    """The sample list of sumber dana, in order of code."""
    simpan_sumber_dana(daftar=BARIS_SUMBER_DANA, oleh=SISTEM, pada=PADA)
    return list(SumberDana.objects.order_by("kode"))


@rekam
def buat_rekening() -> list[Rekening]:
    """The sample list of rekening, in order of code."""
    simpan_rekening(daftar=BARIS_REKENING, oleh=SISTEM, pada=PADA)
    return list(Rekening.objects.order_by("kode"))


@rekam
def buat_prioritas(nama: str = "Kesehatan", *, urutan: int = 1) -> PrioritasDaerah:
    """A priority in force since 2026."""
    return simpan_prioritas(
        nama=nama, urutan=urutan, berlaku_sejak=dt.date(2026, 1, 1), oleh=SISTEM, pada=PADA
    )


@rekam
def buat_pengajuan(
    opd: OPD | None = None,
    *,
    tahun: int = 2027,
    tahapan: Tahapan = Tahapan.RANCANGAN_AWAL_RENJA,
    syarat: tuple[tuple[str, bool], ...] = (("program_kerja", True),),
) -> Pengajuan:
    """A draft of ``opd`` (default: one of kesehatan) in a window of its own that is open at ``PADA``."""
    return tenggat.buat_pengajuan(
        opd or buat_opd(kode="1.02.0.00.0.00.01.0000"), tahun=tahun, tahapan=tahapan, syarat=syarat
    )


@rekam
def buat_beberapa_pengajuan(jumlah: int, *, tahun: int = 2027) -> list[Pengajuan]:
    """Drafts of so many OPD in one window."""
    opd = [buat_opd() for _ in range(jumlah)]
    jendela = tenggat.buat_jendela(opd=opd, tahun=tahun, syarat=(("program_kerja", True),))
    return list(
        Pengajuan.objects.filter(jendela=jendela).select_related("jendela", "opd").order_by("opd__kode", "pk")
    )


def isian_lengkap(**ganti: Any) -> dict[str, Any]:
    """Fields that make a row complete."""
    return {
        "target": Decimal(120),
        "target_maju": Decimal(130),
        "pagu_maju": Decimal(1_500_000),
        "lokasi_uraian": "Semua kecamatan",
        "kelompok_sasaran": "balita 0-59 bulan",
        **ganti,
    }


@rekam
def buat_sub_kegiatan(
    pengajuan: Pengajuan | None = None,
    kode: str = "1.02.02.2.02.0004",
    *,
    lengkap: bool = True,
    oleh: Pelaku = SISTEM,
    **isi: Any,
) -> SubKegiatanRencana:
    """A row of ``pengajuan`` by its (expanded) code; ``isi`` overrides single fields.

    Makes the sample nomenclature where there is none.
    """
    pengajuan = pengajuan or buat_pengajuan()
    versi = versi_tahun(pengajuan.jendela.tahun) or buat_versi_nomenklatur(tahun_mulai=2020)
    nomenklatur = telusuri_kode(versi, [kode])[kode].baris
    assert nomenklatur is not None, kode
    return tambah_sub_kegiatan(
        pengajuan=pengajuan,
        nomenklatur=nomenklatur,
        kode=kode,
        isi=isian_lengkap(**isi) if lengkap else isi,
        oleh=oleh,
        pada=PADA,
    )
