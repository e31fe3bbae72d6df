"""The public front page, the page on which each role lands, and the health of the server."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from terukur.akun.peran import Peran
from terukur.anggaran.queries import tahap_jendela
from terukur.beranda import queries
from terukur.beranda.exports import (
    JENIS_METRIK,
    KOLOM_HALAMAN,
    KOLOM_KESEHATAN,
    KOLOM_TABEL,
    tulis_metrik,
)
from terukur.beranda.rules import JATAH_KINERJA, PALING_BANYAK
from terukur.inti.izin import Izin, izin, publik
from terukur.inti.kesehatan import Hasil, Keadaan, periksa_semua
from terukur.inti.kesehatan.halaman import LAMBAT
from terukur.inti.kesehatan.mesin import UkuranTabel, ukuran_tabel
from terukur.inti.lembar import respons_tabel
from terukur.inti.pengukuran import RingkasHalaman, ringkas_halaman
from terukur.kinerja.queries.crosscutting import crosscutting_menunggu
from terukur.kinerja.queries.perjanjian import menunggu_tanda_tangan
from terukur.tenggat import queries as tenggat
from terukur.tenggat.queries.papan import laju_pengajuan, papan_jendela

ANTREAN_TERLIHAT = 10
MASA_KONTAK = dt.timedelta(days=180)
T = TypeVar("T")
Urut = dict[str, Callable[[T], Any]]

URUT_KESEHATAN: Urut[Hasil] = {"keadaan": lambda h: (h.berat, h.judul), "judul": lambda h: h.judul}
URUT_HALAMAN: Urut[RingkasHalaman] = {
    "rute": lambda h: h.rute,
    "jumlah": lambda h: h.jumlah,
    "galat": lambda h: h.galat,
    "p50": lambda h: h.p50,
    "p95": lambda h: h.p95,
    "terlama": lambda h: h.terlama,
}
URUT_TABEL: Urut[UkuranTabel] = {
    "nama": lambda t: t.nama,
    "baris": lambda t: t.baris,
    "mati": lambda t: t.baris_mati,
    "bita": lambda t: t.bita,
    "indeks": lambda t: t.bita_indeks,
}
RENTANG = {"jam": dt.timedelta(hours=1), "hari": dt.timedelta(days=1)}


@require_safe
@publik
def depan(request: HttpRequest) -> HttpResponse:
    """For everybody: what this is, what is being collected, how to check a paper."""
    return render(request, "beranda/depan.html", {"daftar_jendela": queries.jendela_umum()})


@require_safe
@publik
def kontak_keamanan(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). Not there until the operator has named somebody."""
    if not settings.TERUKUR_KONTAK_KEAMANAN:
        raise Http404
    sampai = request.diterima_pada + MASA_KONTAK  # type: ignore[attr-defined]
    baris = [f"Contact: {kontak}" for kontak in settings.TERUKUR_KONTAK_KEAMANAN]
    baris += [
        f"Expires: {sampai:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.TERUKUR_ALAMAT}{request.path}",
    ]
    return HttpResponse("\n".join(baris) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@izin(Izin.AKUN_SENDIRI)
def beranda(request: HttpRequest) -> HttpResponse:
    """What must I do now, and by when? Leaders and those who see all OPD get the grid."""
    pengguna: Any = request.user
    if pengguna.akses.boleh(Izin.PIMPINAN_LIHAT) and not queries.opd_sendiri(pengguna):
        return _papan(request)
    if pengguna.akses.boleh(Izin.PERPANJANGAN_PUTUS):  # the Sekda heads an OPD and sees all of them
        return _papan(request)
    pada = request.diterima_pada  # type: ignore[attr-defined]
    isi = {
        "paket": queries.paket_saya(pengguna, pada=pada),
        "surat": queries.surat_menunggu(pengguna, pada=pada),
        "antrean": _antrean(pengguna),
        "perhatian": queries.perhatian_pengelola(pengguna, pada=pada),
        "laporan": queries.laporan_saya(pengguna, pada=pada)[:ANTREAN_TERLIHAT],
        "perjanjian": menunggu_tanda_tangan(pengguna, pada=pada)[:ANTREAN_TERLIHAT],
        "crosscutting": crosscutting_menunggu(pengguna)[:ANTREAN_TERLIHAT],
        "kesehatan": queries.kesehatan_saya(pengguna, pada=pada),
    }
    return render(request, "beranda/saya.html", isi)


def _antrean(pengguna: Any) -> list[Any]:
    if not pengguna.akses.memegang(Peran.VERIFIKATOR):
        return []
    return list(tenggat.antrean_pemeriksa(pengguna)[:ANTREAN_TERLIHAT])


def _reviu(pengguna: Any) -> list[Any]:
    if not pengguna.akses.memegang(Peran.INSPEKTORAT):
        return []
    return list(tenggat.antrean_reviu(pengguna)[:ANTREAN_TERLIHAT])


def _papan(request: HttpRequest) -> HttpResponse:
    pengguna: Any = request.user
    pada = request.diterima_pada  # type: ignore[attr-defined]
    jendela, terbuka = queries.jendela_pilihan(pengguna, request.GET.get("jadwal", ""))
    boleh_terbit = pengguna.akses.boleh(Izin.ESKALASI_TERBIT)
    isi: dict[str, Any] = {
        "jendela": jendela,
        "lainnya": [j for j in terbuka if jendela is not None and j.pk != jendela.pk],
        "paket": queries.paket_saya(pengguna, pada=pada),
        "antrean": _antrean(pengguna),
        "reviu": _reviu(pengguna),
        "tanpa_penerima": queries.tanpa_penerima(pengguna),
        "boleh_terbit": boleh_terbit,
        "jatah_kinerja": JATAH_KINERJA,
        "laporan": queries.laporan_saya(pengguna, pada=pada)[:ANTREAN_TERLIHAT],
        "perjanjian": menunggu_tanda_tangan(pengguna, pada=pada)[:ANTREAN_TERLIHAT],
        "crosscutting": crosscutting_menunggu(pengguna)[:ANTREAN_TERLIHAT],
    }
    if jendela is not None:
        papan = papan_jendela(jendela, untuk=pengguna, pada=pada)
        uang = queries.uang_jendela(papan, untuk=pengguna)
        perhatian = queries.perhatian_jendela(papan, uang, untuk=pengguna, pada=pada)
        if boleh_terbit:
            perhatian = perhatian[: PALING_BANYAK - JATAH_KINERJA]
        isi |= {
            "papan": papan,
            "uang": uang,
            "ke_uang": f"{reverse('anggaran:rekap')}{tahap_jendela(jendela).kueri}",
            "perhatian": perhatian,
            "laju": laju_pengajuan(papan, pada=pada),
        }
    return render(request, "beranda/papan.html", isi)


@require_safe
@izin(Izin.ESKALASI_TERBIT)
def perhatian(request: HttpRequest) -> HttpResponse:
    """What of the performance of all OPD the leader should look at; at most five points.

    A page of its own, because the grid has a budget that it would burst; the landing page takes its region.
    """
    semua = queries.perhatian_kinerja(request.user, pada=request.diterima_pada)  # type: ignore[arg-type, attr-defined]
    banyak = JATAH_KINERJA if request.GET.get("banyak") == str(JATAH_KINERJA) else PALING_BANYAK
    return render(request, "beranda/perhatian.html", {"kinerja": semua[:banyak]})


def _urutkan(request: HttpRequest, baris: Iterable[T], urut: Urut[T], bawaan: str) -> tuple[list[T], str]:
    """The rows in the order of ``?urut=``, and that order's name."""
    pilihan = request.GET.get("urut", bawaan)
    if pilihan.removeprefix("-") not in urut:
        pilihan = bawaan
    kunci = urut[pilihan.removeprefix("-")]
    return sorted(baris, key=kunci, reverse=pilihan.startswith("-")), pilihan


@require_safe
@izin(Izin.SISTEM_LIHAT)
def kesehatan(request: HttpRequest) -> HttpResponseBase:
    """What needs action first; below, every check with its value and limit."""
    pengguna: Any = request.user
    semua = periksa_semua(pada=request.diterima_pada)  # type: ignore[attr-defined]
    perlu = [h for h in semua if h.keadaan is not Keadaan.BAIK]
    saring = request.GET.get("tampil") == "perlu"
    baris, urut = _urutkan(request, perlu if saring else semua, URUT_KESEHATAN, "keadaan")
    if unduhan := respons_tabel(request, "Kesehatan server", KOLOM_KESEHATAN, baris):
        return unduhan
    isi = {
        "perlu": perlu,
        "jumlah": len(semua),
        "baris": baris,
        "urut": urut,
        "saring": saring,
        "tautan": queries.tautan_terbuka(pengguna, (h.nama_url for h in semua)),
    }
    return render(request, "beranda/kesehatan.html", isi)


@require_safe
@izin(Izin.SISTEM_LIHAT)
def kesehatan_halaman(request: HttpRequest) -> HttpResponseBase:
    """How long each page took within the last hour or day, all processes together."""
    rentang = request.GET.get("rentang", "jam")
    if rentang not in RENTANG:
        rentang = "jam"
    sejak = request.diterima_pada - RENTANG[rentang]  # type: ignore[attr-defined]
    baris, urut = _urutkan(request, ringkas_halaman(sejak=sejak), URUT_HALAMAN, "-p95")
    if unduhan := respons_tabel(request, "Waktu halaman", KOLOM_HALAMAN, baris):
        return unduhan
    isi = {"baris": baris, "urut": urut, "rentang": rentang, "lambat": LAMBAT}
    return render(request, "beranda/kesehatan_halaman.html", isi)


@require_safe
@izin(Izin.SISTEM_LIHAT)
def kesehatan_tabel(request: HttpRequest) -> HttpResponseBase:
    """How large each table of the database is."""
    baris, urut = _urutkan(request, ukuran_tabel(), URUT_TABEL, "-bita")
    if unduhan := respons_tabel(request, "Ukuran tabel", KOLOM_TABEL, baris):
        return unduhan
    return render(request, "beranda/kesehatan_tabel.html", {"baris": baris, "urut": urut})


@require_safe
@publik
def metrik(request: HttpRequest) -> HttpResponse:
    """The same figures for a monitoring server that shows ``TERUKUR_METRIK_TOKEN``."""
    if not settings.TERUKUR_METRIK_TOKEN:
        raise Http404
    kirim = request.headers.get("Authorization", "")
    if not constant_time_compare(kirim, f"Bearer {settings.TERUKUR_METRIK_TOKEN}"):
        return HttpResponse(
            "Token tidak cocok.\n", status=401, content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": "Bearer"},
        )  # fmt: skip
    isi = tulis_metrik(periksa_semua(pada=request.diterima_pada))  # type: ignore[attr-defined]
    return HttpResponse(isi, content_type=JENIS_METRIK, headers={"Cache-Control": "no-store"})
