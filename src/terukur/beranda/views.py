"""The public front page, and the page on which each role lands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terukur.akun.peran import Peran
from terukur.beranda import queries
from terukur.inti.izin import Izin, izin, publik
from terukur.tenggat import queries as tenggat
from terukur.tenggat.queries.papan import laju_pengajuan, papan_jendela

ANTREAN_TERLIHAT = 10


@require_safe
@publik
def depan(request: HttpRequest) -> HttpResponse:
    """For everybody: what this is, what is being collected, how to check a paper."""
    return render(request, "beranda/depan.html", {"daftar_jendela": queries.jendela_umum()})


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
        "antrean": _antrean(pengguna),
        "perhatian": queries.perhatian_pengelola(pengguna, pada=pada),
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
