"""Official papers of this room as PDF, set from the content registered in the journal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from terukur.antarmuka.surat import bingkai_surat, cetak
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
        **bingkai_surat(tanggal),
    }
    if kertas.jenis == "LK":
        data["belum"] = [b for b in kertas.isi["baris"] if b["keadaan"] == KeadaanPengajuan.BELUM]
    if kertas.jenis == "BA":
        data["pemeriksa"] = [
            {"nama": nama, "syarat": daftar} for nama, daftar in pemeriksa_syarat(kertas.isi["syarat"])
        ]
    return cetak(TEMPLAT[kertas.jenis], data, tanggal=tanggal)


def pemeriksa_syarat(syarat: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """(verifier, the requirements he checked): each signs for his own, in the order of the paper."""
    per: dict[str, list[str]] = {}
    for s in syarat:
        if s["oleh"]:
            per.setdefault(s["oleh"], []).append(s["nama"])
    return [(nama, ", ".join(daftar)) for nama, daftar in per.items()]


def nama_berkas(kertas: Kertas) -> str:
    """``tt-2026-000123.pdf``."""
    return f"{kertas.nomor.lower()}.pdf"
