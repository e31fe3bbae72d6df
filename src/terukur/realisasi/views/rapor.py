"""Rapor OPD: how an OPD stands on a day, as known at an instant, and where each figure comes from."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.kinerja.rules.capaian import Target, sebut_peringkat
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target
from terukur.organisasi.queries import get_opd, semua_opd
from terukur.realisasi import queries
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.forms import FormulirRapor
from terukur.realisasi.queries.capaian import BarisKartu
from terukur.realisasi.views.bantu import hari, pembaca

SEBATANG = 12
"""So many indicators fit in one chart; of more the table speaks."""

KOLOM = (
    Kolom("Rencana aksi", "judul"),
    Kolom("Kode indikator", "ukuran.kode", "kode"),
    Kolom("Indikator", "ukuran.nama"),
    Kolom("Satuan", "ukuran.satuan"),
    Kolom("Periode terakhir", "periode.label"),
    Kolom("Direncanakan", "capaian.direncanakan"),
    Kolom("Target s.d.", "capaian.target_sd", "angka"),
    Kolom("Realisasi s.d.", "capaian.realisasi_sd", "angka"),
    Kolom(
        "Bagian diakui (%)",
        lambda b: None if b.capaian.bagian_sd is None else b.capaian.bagian_sd * 100,
        "persen",
    ),
    Kolom("Capaian mentah (%)", "capaian.mentah_sd", "persen"),
    Kolom("Capaian (%)", "capaian.capaian_sd", "persen"),
    Kolom("Bobot", "capaian.bobot", "angka"),
    Kolom("Status", lambda b: b.capaian.get_hasil_display()),
    Kolom("Terisi", "capaian.terisi", "angka"),
    Kolom("Jatuh tempo", "capaian.jatuh", "angka"),
    Kolom("Bukti", "capaian.bukti", "angka"),
    Kolom("Hitungan", "capaian.hitungan"),
    Kolom("Catatan jejak", "capaian.catatan_nomor", "angka"),
)
_ARAH: dict[str, Any] = {
    "judul": lambda b: b.judul,
    "capaian": lambda b: (b.capaian.capaian_sd is not None, b.capaian.capaian_sd or 0),
    "status": lambda b: list(HasilCapaian).index(HasilCapaian(b.capaian.hasil)),
}


def sajikan(b: BarisKartu) -> dict[str, Any]:
    """A row in words."""
    c = b.capaian
    return {
        "b": b,
        "c": c,
        "target": "–"
        if c.target_sd is None
        else sebut_target(Target(c.target_sd, c.target_atas_sd), b.ukuran),
        "realisasi": sebut_nilai(c.realisasi_sd, b.ukuran),
        "diakui": None if c.bagian_sd is None else c.bagian_sd * 100,
        "tanpa_rincian": c.realisasi is not None and not c.kontribusi.get("baris"),
    }


@izin(Izin.REALISASI_LIHAT)
@require_GET
def rapor(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """The card of one OPD; every figure leads to its explanation."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    saring = FormulirRapor(request.GET or None)
    per, diketahui = saring.baca(hari(request))
    dahulu = semua_opd(per=per, diketahui=diketahui, id_opd=[opd.pk])
    kartu = queries.kartu_opd(opd.pk, per.year, per=per, diketahui=diketahui)
    nilai = queries.nilai_kartu(kartu)
    terlihat = (
        [b for b in kartu if b.capaian.hasil == saring.cleaned_data.get("hasil")] if _hasil(saring) else kartu
    )
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") in _ARAH:
        terlihat = sorted(terlihat, key=_ARAH[urut.lstrip("-")], reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Rapor {opd.singkatan} {per:%Y-%m-%d}", KOLOM, terlihat):
        return unduhan
    dinilai = [b for b in kartu if b.capaian.mentah_sd is not None][:SEBATANG]
    konteks = {
        "opd": dahulu[0] if dahulu else opd,
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "urut": urut,
        "nilai": nilai,
        "peringkat": sebut_peringkat(nilai.nilai),
        "jumlah": [(h.label, nilai.menurut_hasil.get(h, 0)) for h in HasilCapaian],
        "baris": [sajikan(b) for b in terlihat],
        "grafik": [(b.ukuran["kode"], 100, round(b.capaian.mentah_sd, 1)) for b in dinilai],
    }
    return render(request, "realisasi/rapor.html", konteks)


def _hasil(saring: FormulirRapor) -> bool:
    return saring.is_valid() and bool(saring.cleaned_data["hasil"])
