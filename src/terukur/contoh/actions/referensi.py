"""Holidays, nomenclature, sumber dana, rekening and priorities of Nusa Tenun."""

import datetime as dt

import holidays
from django.db import transaction
from django.utils import timezone

from terukur.contoh.tabel import baca
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.actions.kalender import tetapkan_libur
from terukur.organisasi.choices import JenisLibur
from terukur.perencanaan.actions.nomenklatur import (
    pilih_versi_tahun,
    simpan_prioritas,
    simpan_rekening,
    simpan_sumber_dana,
    simpan_versi_nomenklatur,
)
from terukur.perencanaan.models import VersiNomenklatur
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur

PRIORITAS = (
    "Kesehatan dan penurunan stunting",
    "Pendidikan",
    "Peternakan",
    "Pertanian dan ketahanan pangan",
    "Infrastruktur",
    "Penguatan lembaga adat",
    "Penataan ruang dan lingkungan",
)
"""Seven priorities, as a kabupaten of the region has named them."""


@transaction.atomic
def isi_referensi(*, tahun: tuple[int, ...], pada: dt.datetime) -> VersiNomenklatur:
    """Store the lists and let every year of ``tahun`` use the one nomenclature version."""
    versi = simpan_versi_nomenklatur(
        nama="SIPD, petikan contoh",
        dasar="Kepmendagri 900.1-861/2026",
        tahun_mulai=min(tahun),
        baris=[
            IsianNomenklatur(
                "KABKOT", b["kode"], b["nama"], kinerja=b["kinerja"], indikator=b["indikator"],
                satuan=b["satuan"], kode_sebelumnya=b["kode_sebelumnya"], spm=b["spm"] == "SPM",
            )
            for b in baca("nomenklatur")
        ],
        oleh=SISTEM,
        pada=pada,
    ).versi  # fmt: skip
    for t in tahun:
        pilih_versi_tahun(tahun=t, versi=versi, oleh=SISTEM, pada=pada)
    for simpan, nama in ((simpan_sumber_dana, "sumber_dana"), (simpan_rekening, "rekening")):
        simpan(daftar=[(b["kode"], b["nama"]) for b in baca(nama)], oleh=SISTEM, pada=pada)
    for n, nama in enumerate(PRIORITAS, 1):
        simpan_prioritas(nama=nama, urutan=n, berlaku_sejak=dt.date(pada.year, 1, 1), oleh=SISTEM, pada=pada)
    return versi


@transaction.atomic
def isi_libur(*, pada: dt.datetime) -> None:
    """National holidays and cuti bersama of this year and the next, as the library ``holidays`` has them."""
    tahun = timezone.localdate(pada).year
    for jenis, kategori in ((JenisLibur.LIBUR_NASIONAL, "public"), (JenisLibur.CUTI_BERSAMA, "government")):
        for t in (tahun, tahun + 1):
            daftar = holidays.country_holidays("ID", years=t, categories=(kategori,), language="id")
            for tanggal, nama in sorted(daftar.items()):
                perkiraan = "(perkiraan)" in nama
                tetapkan_libur(
                    tanggal=tanggal, nama=nama.replace(" (perkiraan)", ""), jenis=jenis, perkiraan=perkiraan,
                    dasar="" if perkiraan else f"SKB tiga menteri tentang hari libur {t}",
                    oleh=SISTEM, pada=pada,
                )  # fmt: skip
