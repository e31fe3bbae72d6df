"""The entrance of the room: what a reader may open here."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from terukur.inti.izin import Izin, izin
from terukur.organisasi.views.kerangka import pembaca


@dataclass(frozen=True, slots=True)
class Butir:
    """One page of the room: name, what one finds there, its address, who may open it."""

    label: str
    uraian: str
    nama_url: str
    izin: Izin


BUTIR = (
    Butir("Daftar OPD", "Kode, nama, profil, riwayat penggabungan.", "opd_daftar", Izin.ORGANISASI_LIHAT),
    Butir("Unit", "Puskesmas, UPTD, kelurahan, Bagian, RSUD.", "unit_daftar", Izin.ORGANISASI_LIHAT),
    Butir("Penanda tangan", "Siapa menandatangani untuk tiap OPD, hari ini atau pada hari lain.",
          "penanda", Izin.ORGANISASI_LIHAT),
    Butir("Jabatan", "Jabatan, eselon dan pejabatnya.", "jabatan_daftar", Izin.PEGAWAI_LIHAT),
    Butir("Pegawai", "ASN, non-ASN BLUD dan perangkat desa.", "pegawai_daftar", Izin.PEGAWAI_LIHAT),
    Butir("Penugasan", "Definitif, Pj, Plt dan Plh menurut SK, beserta peringatannya.",
          "penugasan_daftar", Izin.PEGAWAI_LIHAT),
    Butir("Pengguna dan peran", "Akun, peran dan pengalihan tugas.", "pengguna_daftar", Izin.PENGGUNA_LIHAT),
    Butir("Wilayah", "Kecamatan, desa dan kelurahan.", "wilayah_daftar", Izin.ORGANISASI_LIHAT),
    Butir("Kalender", "Hari libur dan cuti bersama.", "kalender", Izin.AKUN_SENDIRI),
)  # fmt: skip


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """Links to the pages of this room that the reader may open."""
    butir = [
        (b.label, b.uraian, reverse(f"organisasi:{b.nama_url}"))
        for b in BUTIR
        if pembaca(request).akses.boleh(b.izin)
    ]
    return render(request, "organisasi/menu.html", {"butir": butir})
