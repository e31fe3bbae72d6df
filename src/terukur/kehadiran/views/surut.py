"""What admins of OPD set for days that were over, for BKPSDM to look at."""

import datetime as dt

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import izin
from terukur.kehadiran.queries.surut import berlaku_surut
from terukur.kehadiran.views.jadwal import KABUPATEN
from terukur.organisasi.views.kerangka import Daftar, KolomDaftar, diterima, halaman_daftar

SELAMA = dt.timedelta(days=62)

_KOLOM = (
    KolomDaftar("Dicatat", "pada", "nomor", "waktu"),
    KolomDaftar("Oleh", "oleh", "oleh"),
    KolomDaftar("OPD", "opd", "opd"),
    KolomDaftar("Apa", "apa", "apa"),
    KolomDaftar("Untuk", "untuk", "untuk"),
    KolomDaftar("Berlaku sejak", "sejak", "sejak", "tanggal"),
    KolomDaftar("Dasar", "dasar"),
)


@izin(KABUPATEN)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The last two months of it."""
    return halaman_daftar(
        request,
        Daftar(
            "Berlaku surut", _KOLOM, berlaku_surut(sejak=diterima(request) - SELAMA), "-nomor",
            Formulir(request.GET or None), templat="kehadiran/daftar.html",
            keterangan="Jadwal yang ditetapkan admin OPD untuk hari yang sudah lewat, dan PIN atau berkas "
            "rekam yang menyangkut dirinya sendiri, dua bulan terakhir.",
            kosong="Tidak ada yang ditetapkan surut oleh admin OPD.",
            remah=[("Pola berlaku", reverse("kehadiran:jadwal")), ("Berlaku surut", "")],
        ),
    )  # fmt: skip
