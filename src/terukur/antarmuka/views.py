"""The gallery: every component in every state, for people who build pages and for the checks."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from terukur.antarmuka.bentrok import bandingkan
from terukur.antarmuka.formulir import Formulir, KolomAngka, KolomRupiah, KolomTanggal
from terukur.antarmuka.rupa import STATUS
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import Bentrok


class FormulirContoh(Formulir):
    """One field of each kind."""

    contoh = {
        "kelompok_sasaran": "balita 0–59 bulan di 12 puskesmas",
        "kebutuhan": "1.250.000.000",
        "surel": "nama@contoh.go.id",
    }
    indikator = forms.CharField(label="Indikator keluaran", widget=forms.Textarea(attrs={"rows": 2}))
    target = KolomAngka(label="Target 2028", max_digits=12, decimal_places=2)
    satuan = forms.ChoiceField(label="Satuan", choices=[("", "Pilih satuan"), ("orang", "Orang")])
    kebutuhan = KolomRupiah(label="Kebutuhan anggaran", help_text="Sisa pagu OPD: Rp 1.527.500.000")
    tanggal = KolomTanggal(label="Tanggal mulai", required=False)
    kelompok_sasaran = forms.CharField(label="Kelompok sasaran")
    surel = forms.EmailField(label="Surel", required=False)
    lokasi = forms.MultipleChoiceField(
        label="Lokasi",
        choices=[("ti", "Kec. Tanjung Ikat"), ("wi", "Desa Watu Ikat")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sifat = forms.ChoiceField(
        label="Sifat belanja",
        choices=[("p", "Pelayanan publik"), ("r", "Belanja rutin internal")],
        widget=forms.RadioSelect,
    )
    berkas = forms.FileField(label="Data dukung", required=False)
    setuju = forms.BooleanField(label="Saya sudah memeriksa isian ini")


class FormulirSaring(Formulir):
    """Filter bar of the sample table."""

    cari = forms.CharField(label="Cari OPD", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua status"), ("draf", "Draf"), ("diajukan", "Diajukan")],
    )


BARIS = [
    ("Kec. Tanjung Ikat", "Belum mulai", "Kurang 6", 0, "Diperpanjang 27 Nov", Decimal("0")),
    ("Dinas Sosial P3A", "Draf", "Kurang 6", 22, "Belum, sisa 1 hari", Decimal("1250000000")),
    ("Dinas Peternakan", "Draf", "Kurang 3", 54, "Belum, sisa 1 hari", Decimal("4310000000")),
    ("Dinas PUPR", "Dikembalikan", "Lengkap 6/6", 88, "Tepat waktu · perbaikan", Decimal("61400000000")),
    ("Dinas Kesehatan", "Diverifikasi", "Lengkap 6/6", 100, "Tepat waktu", Decimal("59872500000.5")),
    ("Dinas Pertanian", "Diajukan", "Lengkap 6/6", 100, "Tepat waktu", Decimal("8200000000")),
    ("BKPSDM", "Ditetapkan", "Lengkap 6/6", 100, "Terlambat 2 hari", Decimal("3100000000")),
] * 4


@izin(Izin.AKUN_SENDIRI)
@require_http_methods(["GET"])
def galeri(request: HttpRequest) -> HttpResponse:
    """Every component. ``?pesan=1`` adds the flash messages."""
    if request.GET.get("pesan"):
        messages.success(request, "Program kerja tersimpan.")
        messages.warning(request, "Dua baris melampaui pagu unit.")
        messages.error(request, "Berkas tidak terbaca. Simpan ulang sebagai XLSX, lalu unggah lagi.")
        messages.info(request, "Tenggat diperpanjang sampai 27 November 2026 pukul 16.00 WITA.")
    salah = FormulirContoh(
        {"indikator": "Jumlah balita dilayani", "target": "sebelas", "kebutuhan": "1.250.000,555"}
    )
    salah.is_valid()
    sekarang: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
    return render(
        request,
        "antarmuka/galeri.html",
        {
            "status": [kata.capitalize() for kata in STATUS],
            "formulir": FormulirContoh(initial={"target": 11850, "kebutuhan": Decimal("1250000000")}),
            "salah": salah,
            "saring": FormulirSaring(request.GET),
            "hal": Paginator(BARIS, 7).get_page(request.GET.get("hal")),
            "urut": request.GET.get("urut", ""),
            "tindakan": [
                Tindakan("verifikasi", "Verifikasi", True),
                Tindakan("kembalikan", "Kembalikan", True),
                Tindakan(
                    "ajukan", "Ajukan ke Kepala Dinas", False,
                    "4 hal belum lengkap; lengkapi sampai 23 November 2026 pukul 16.00 WITA.",
                ),
            ],
            "beda": bandingkan(
                Bentrok("", tersimpan={"target": 11850}, kiriman={"target": 12000, "lokasi": ["Watu Ikat"]}),
                {"target": "Target 2028", "lokasi": "Lokasi"},
            ),
            "tenggat": sekarang + dt.timedelta(hours=28, minutes=3),
        },
    )  # fmt: skip
