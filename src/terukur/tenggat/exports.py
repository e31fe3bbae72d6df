"""Official papers of this room as PDF, set from the content registered in the journal."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from terukur.antarmuka.surat import cetak
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.kertas import keterangan_surat
from terukur.jejak.models import Kertas
from terukur.tenggat.choices import KeadaanPengajuan

TEMPLAT = {"TT": "tenggat/tanda_terima", "BA": "tenggat/berita_acara", "LK": "tenggat/laporan"}


def cetak_kertas(kertas: Kertas) -> bytes:
    """The PDF of a receipt, minutes or late list; the same register entry gives the same paper."""
    tanggal = timezone.localtime(kertas.pada).date()
    data: dict[str, Any] = {
        **kertas.isi,
        "kertas": keterangan_surat(kertas),
        "kop": {
            "pemda": settings.TERUKUR_PEMDA,
            "instansi": "Sekretariat Daerah",
            "alamat": settings.TERUKUR_IBU_KOTA,
        },
        "tempat_tanggal": f"{settings.TERUKUR_IBU_KOTA}, {tulis_tanggal(tanggal)}",
        "ibu_kota": settings.TERUKUR_IBU_KOTA,
        "pemda_singkat": settings.TERUKUR_PEMDA.replace("Kabupaten ", ""),
    }
    if kertas.jenis == "LK":
        data["belum"] = [b for b in kertas.isi["baris"] if b["keadaan"] == KeadaanPengajuan.BELUM]
    return cetak(TEMPLAT[kertas.jenis], data, tanggal=tanggal)


def nama_berkas(kertas: Kertas) -> str:
    """``tt-2026-000123.pdf``."""
    return f"{kertas.nomor.lower()}.pdf"
