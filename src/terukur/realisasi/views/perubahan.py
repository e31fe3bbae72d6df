"""What changed between two days: each figure known otherwise, by whose act, and why."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.angka import tulis_angka, tulis_persen
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.organisasi.queries import get_opd
from terukur.realisasi import queries
from terukur.realisasi.forms import FormulirPerubahan
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries.perubahan import KOLOM, Perubahan
from terukur.realisasi.views.bantu import hari, pembaca, saat
from terukur.realisasi.views.penjelasan import SEBAB

SEHALAMAN = 50
SEBULAN = dt.timedelta(days=30)
LABEL = {
    "target": "Target", "target_atas": "Target sampai", "realisasi": "Realisasi", "bagian": "Bagian diakui",
    "status": "Keadaan laporan", "direncanakan": "Direncanakan", "bobot": "Bobot", "bukti": "Bukti",
    "target_sd": "Target s.d.", "realisasi_sd": "Realisasi s.d.", "mentah_sd": "Capaian mentah",
    "capaian_sd": "Capaian", "hasil": "Status",
}  # fmt: skip
_PERSEN = ("mentah_sd", "capaian_sd")


def _sebut(c: CapaianResmi | None, kolom: str) -> str:
    """One figure in words; what was not known then is a dash."""
    if c is None:
        return "–"
    nilai = getattr(c, kolom)
    if kolom in ("status", "hasil"):
        return str(getattr(c, f"get_{kolom}_display")())
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if kolom == "bagian":
        return tulis_persen(nilai * 100, 2)
    if kolom in _PERSEN:
        return tulis_persen(nilai, 2)
    return tulis_angka(nilai) if isinstance(nilai, Decimal | int) else "–"


def _baris(p: Perubahan) -> dict[str, Any]:
    return {
        "p": p,
        "beda": [(LABEL[k], _sebut(p.lama, k), _sebut(p.baru, k)) for k in p.kolom],
        "sebab": [(c, SEBAB.get(c.peristiwa, c.peristiwa), c.isi.get("alasan", "")) for c in p.sebab],
    }


def _datar(b: dict[str, Any]) -> list[dict[str, Any]]:
    """One line for every difference, for the download."""
    sebab = "; ".join(
        f"{nama} oleh {c.pelaku_nama}, catatan {c.nomor}{f': {alasan}' if alasan else ''}"
        for c, nama, alasan in b["sebab"]
    )
    p: Perubahan = b["p"]
    return [
        {"judul": p.judul, "periode": p.periode.label, "kolom": k, "lama": a, "baru": z, "sebab": sebab}
        for k, a, z in b["beda"]
    ]


UNDUH = (
    Kolom("Rencana aksi", "judul"),
    Kolom("Periode", "periode"),
    Kolom("Yang berubah", "kolom"),
    Kolom("Semula", "lama"),
    Kolom("Menjadi", "baru"),
    Kolom("Sebab", "sebab"),
)
assert set(LABEL) == set(KOLOM)


@izin(Izin.REALISASI_LIHAT)
@require_GET
def perubahan(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """Differences of the card of ``?per=`` between ``?dari=`` (default: 30 days ago) and ``?sampai=``."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    saring = FormulirPerubahan(request.GET or None)
    isi = saring.cleaned_data if saring.is_valid() else {}
    per = isi.get("per") or hari(request)
    sampai = min(isi.get("sampai") or saat(request), saat(request))
    dari = isi.get("dari") or sampai - SEBULAN
    daftar = (
        queries.rincian_perubahan(opd.pk, per.year, per=per, dari=dari, sampai=sampai)
        if dari < sampai
        else []
    )
    unduh = request.GET.keys() & {"unduh", "format"}
    if unduh and saring.errors:
        raise AturanDilanggar("Waktu pada alamat berkas ini tidak dapat dibaca; pilih lagi pada halamannya.")
    if unduh and (
        unduhan := respons_tabel(
            request, f"Perubahan {opd.singkatan}", UNDUH, [x for p in daftar for x in _datar(_baris(p))]
        )
    ):
        return unduhan
    hal = Paginator(daftar, SEHALAMAN).get_page(request.GET.get("hal"))
    konteks = {
        "opd": opd, "saring": saring, "per": per, "dari": dari, "sampai": sampai, "terbalik": dari >= sampai,
        "hal": hal, "baris": [_baris(p) for p in hal],
    }  # fmt: skip
    return render(request, "realisasi/perubahan.html", konteks)
