"""The public front page, and the page on which each role lands."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terukur.akun.peran import Peran
from terukur.beranda import queries
from terukur.inti.izin import Izin, izin, publik
from terukur.tenggat import queries as tenggat
from terukur.tenggat.queries.papan import laju_pengajuan, papan_jendela

ANTREAN_TERLIHAT = 10
MASA_KONTAK = dt.timedelta(days=180)


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
    isi = {"paket": queries.paket_saya(pengguna, pada=pada), "antrean": _antrean(pengguna)}
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
    isi: dict[str, Any] = {
        "jendela": jendela,
        "lainnya": [j for j in terbuka if jendela is not None and j.pk != jendela.pk],
        "paket": queries.paket_saya(pengguna, pada=pada),
        "antrean": _antrean(pengguna),
        "reviu": _reviu(pengguna),
    }
    if jendela is not None:
        papan = papan_jendela(jendela, untuk=pengguna, pada=pada)
        uang = queries.uang_jendela(papan, untuk=pengguna)
        isi |= {
            "papan": papan,
            "uang": uang,
            "perhatian": queries.perhatian_jendela(papan, uang, untuk=pengguna, pada=pada),
            "laju": laju_pengajuan(jendela, untuk=pengguna, pada=pada),
            "laporan": tenggat.laporan_terlihat(pengguna).filter(jendela=jendela).order_by("-edisi").first(),
        }
    return render(request, "beranda/papan.html", isi)
