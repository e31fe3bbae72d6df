"""Papan kinerja: all OPD on a day, those who need attention first; and what the pemda decided."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja.rules.capaian import sebut_peringkat
from terukur.organisasi.models import OPD
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.forms import FormulirKetentuan
from terukur.realisasi.forms.waktu import FormulirPapan
from terukur.realisasi.models import KetentuanRealisasi
from terukur.realisasi.queries.capaian import urutan_perhatian
from terukur.realisasi.rules.nilai import NilaiOPD, rata_rata_berbobot
from terukur.realisasi.views.bantu import hari, pembaca


def _jumlah(hasil: HasilCapaian) -> Any:
    return lambda b: b[1].menurut_hasil.get(hasil, 0)


KOLOM = (
    Kolom("OPD", lambda b: b[0].nama),
    Kolom("Kode OPD", lambda b: b[0].kode, "kode"),
    Kolom("Nilai (%)", lambda b: b[1].nilai, "persen"),
    Kolom("Peringkat kinerja", lambda b: sebut_peringkat(b[1].nilai)),
    Kolom("Keadaan", lambda b: sebut_keadaan(b[1])),
    *(Kolom(h.label, _jumlah(h), "angka") for h in HasilCapaian),
    Kolom("Tidak direncanakan (%)", lambda b: b[1].persen_tidak_direncanakan, "persen"),
    Kolom("Berbukti (%)", lambda b: b[1].persen_berbukti, "persen"),
)


def _kolom(per: dt.date, diketahui: str) -> tuple[Kolom, ...]:
    """The columns of the download; the last one is where the score of each OPD explains itself."""
    saat = urlencode({"per": per} | ({"diketahui": diketahui} if diketahui else {}))

    def alamat(b: tuple[OPD, NilaiOPD]) -> str:
        return f"{settings.TERUKUR_ALAMAT.rstrip('/')}{reverse('realisasi:nilai', args=[b[0].pk])}?{saat}"

    return (*KOLOM, Kolom("Penjelasan", alamat, lebar=60))


_ARAH: dict[str, Any] = {
    "opd": lambda b: b[0].nama,
    "nilai": lambda b: (b[1].nilai is not None, b[1].nilai or 0),
    "perhatian": lambda b: urutan_perhatian(b[1]),
}


def sebut_keadaan(nilai: NilaiOPD) -> str:
    """In one word whether the figures are all there; what is incomplete is never green."""
    if nilai.direncanakan == 0:
        return "Rencana belum ditetapkan"
    return "Lengkap" if nilai.is_lengkap else "Data belum lengkap"


@izin(Izin.PIMPINAN_LIHAT, Izin.REALISASI_LIHAT)
@require_GET
def papan(request: HttpRequest) -> HttpResponseBase:
    """Score, word and counts of every OPD in the reader's scope."""
    saring = FormulirPapan(request.GET or None)
    per, diketahui = saring.baca(hari(request))
    semua = queries.papan_kinerja(pembaca(request), per=per, diketahui=diketahui)
    kata = saring.isi.get("kata", "").casefold()
    baris = [b for b in semua if kata in b[0].nama.casefold()]
    urut = request.GET.get("urut", "perhatian")
    baris.sort(key=_ARAH.get(urut.lstrip("-"), _ARAH["perhatian"]), reverse=urut.startswith("-"))
    kolom = _kolom(per, request.GET.get("diketahui", "") if diketahui else "")
    if unduhan := respons_tabel(request, f"Papan kinerja {per:%Y-%m-%d}", kolom, baris):
        return unduhan
    konteks = {
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "urut": urut,
        "baris": [(o, n, sebut_peringkat(n.nilai), sebut_keadaan(n)) for o, n in baris],
        "rata": rata_rata_berbobot((Decimal(1), n.nilai) for _, n in semua),
        "lengkap": sum(n.is_lengkap for _, n in semua),
        "belum": sum(n.direncanakan > 0 and n.nilai is None for _, n in semua),
        "tanpa_rencana": sum(n.direncanakan == 0 for _, n in semua),
        "hasil": list(HasilCapaian),
        "banyak": len(semua),
    }
    return render(request, "realisasi/papan.html", konteks)


@izin(Izin.KINERJA_KELOLA)
@require_http_methods(["GET", "POST"])
def ketentuan(request: HttpRequest) -> HttpResponse:
    """When results are due, from when on causes must be told, and whose part is recognised."""
    kini = queries.ketentuan(hari(request))
    awal = {n: getattr(kini, n) for n in ("hari_tenggat", "ambang_lebih", "pihak_diakui")}
    formulir = FormulirKetentuan(request.POST or None, initial=awal | {"sejak": hari(request)})
    if request.method == "POST" and formulir.is_valid():
        try:
            laksanakan(
                request, actions.tetapkan_ketentuan, peristiwa="ketentuan_realisasi.tetapkan",
                objek="ketentuan_realisasi", tujuan="", **formulir.cleaned_data,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Ketentuan ditetapkan.")
            return redirect("realisasi:ketentuan")
    konteks = {
        "formulir": formulir,
        "riwayat": list(KetentuanRealisasi.objects.order_by("-dicatat_pada", "-berlaku_sejak", "pk")[:20]),
    }
    return render(request, "realisasi/ketentuan.html", konteks, status=422 if formulir.errors else 200)
