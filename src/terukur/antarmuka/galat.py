"""Error pages: what happened, and the next step."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from terukur.inti.izin import publik


@dataclass(frozen=True, slots=True)
class TeksGalat:
    judul: str
    pesan: str
    langkah: str


TEKS = {
    400: TeksGalat(
        "Permintaan tidak dapat dibaca",
        "Alamat atau isi kiriman ini rusak di perjalanan.",
        "Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi.",
    ),
    403: TeksGalat(
        "Anda tidak berwenang membuka halaman ini",
        "Peran Anda saat ini tidak mencakup halaman atau tindakan ini.",
        "Bila tugas Anda memerlukannya, minta admin OPD Anda menambahkan perannya.",
    ),
    404: TeksGalat(
        "Halaman tidak ditemukan",
        "Alamatnya keliru, datanya sudah dipindahkan, atau bukan milik OPD Anda.",
        "Periksa alamatnya, atau mulai dari beranda.",
    ),
    405: TeksGalat(
        "Permintaan seperti ini tidak dilayani",
        "Halaman hanya dapat dibuka atau dikirimi isian.",
        "Mulai dari halaman depan.",
    ),
    409: TeksGalat(
        "Tindakan ini belum dapat dilakukan",
        "Keadaan datanya tidak mengizinkan tindakan ini.",
        "Kembali ke halaman sebelumnya dan muat ulang untuk melihat keadaan terakhir.",
    ),
    413: TeksGalat(
        "Kiriman terlalu besar",
        "Berkas atau isi yang dikirim melebihi yang diterima di sini.",
        "Perkecil berkasnya (misalnya pindai dengan resolusi 150 dpi), lalu unggah kembali.",
    ),
    429: TeksGalat(
        "Terlalu banyak percobaan",
        "Demi keamanan akun Anda, percobaan ini tidak diterima.",
        "Tunggu 5 menit, lalu coba lagi.",
    ),
    500: TeksGalat(
        "Ada gangguan di sisi kami",
        "Permintaan Anda tidak selesai dan tidak ada yang tersimpan setengah jalan.",
        "Coba lagi beberapa saat. Bila berulang, sampaikan jam kejadiannya kepada Diskominfo.",
    ),
}
CSRF = TeksGalat(
    "Formulir ini sudah kedaluwarsa",
    "Sejak formulir dibuka, Anda keluar atau masuk kembali di jendela lain; demi keamanan kirimannya "
    "tidak diterima.",
    "Kembali ke halaman sebelumnya dan muat ulang: isian Anda dipulihkan, lalu kirim lagi.",
)


AWALAN_MESIN = "/api/v1/"
"""Addresses whose readers are programs: they get problem details instead of pages."""


def masalah(status: int, judul: str, rincian: str, **lain: Any) -> HttpResponse:
    """Problem details (RFC 9457) in the words of the office."""
    isi = {"type": "about:blank", "title": judul, "status": status, "detail": rincian, **lain}
    return JsonResponse(
        isi,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def halaman_galat(
    request: HttpRequest, status: int, *, pesan: str = "", teks: TeksGalat | None = None
) -> HttpResponse:
    """The page of one error; ``pesan`` replaces the general sentence by the domain's own."""
    teks = teks or TEKS[status]
    if request.path.startswith(AWALAN_MESIN):
        return masalah(status, teks.judul, pesan or teks.pesan)
    isi = {"judul_galat": teks.judul, "pesan_galat": pesan or teks.pesan, "langkah": teks.langkah}
    return HttpResponse(
        render_to_string("antarmuka/galat.html", {**isi, "status": status}, request), status=status
    )


@publik
def permintaan_rusak(request: HttpRequest, exception: Exception) -> HttpResponse:
    return halaman_galat(request, 400)


@publik
def tidak_berwenang(request: HttpRequest, exception: Exception) -> HttpResponse:
    return halaman_galat(request, 403, pesan=str(exception))


@publik
def tidak_ditemukan(request: HttpRequest, exception: Exception) -> HttpResponse:
    return halaman_galat(request, 404)


@publik
def terlalu_banyak(request: HttpRequest) -> HttpResponse:
    """allauth's answer when a limit per account is reached."""
    return halaman_galat(request, 429)


@publik
def csrf_ditolak(request: HttpRequest, reason: str = "") -> HttpResponse:
    return halaman_galat(request, 403, teks=CSRF)


@publik
def gangguan(request: HttpRequest, *args: Any) -> HttpResponse:
    """No database, no context: this page must come out whatever is broken."""
    return gangguan_singkat(request, 500)


def gangguan_singkat(request: HttpRequest, status: int) -> HttpResponse:
    """An error page for where nothing is known yet, not even who asks."""
    teks = TEKS[status]
    if request.path.startswith(AWALAN_MESIN):
        return masalah(status, teks.judul, teks.pesan)
    isi = {"judul_galat": teks.judul, "pesan_galat": teks.pesan, "langkah": teks.langkah}
    isi["saat"] = timezone.localtime().strftime("%d-%m-%Y %H.%M.%S")
    return HttpResponse(render_to_string("antarmuka/galat_500.html", isi), status=status)
