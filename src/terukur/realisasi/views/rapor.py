"""Rapor OPD: how an OPD stands on a day, as known at an instant, and where each figure comes from."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.antarmuka.jinja import tulis_waktu_singkat
from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.kinerja.rules.capaian import Target, sebut_peringkat
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.queries import get_opd, semua_opd
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi import queries
from terukur.realisasi.choices import HasilCapaian, JenisEdisi
from terukur.realisasi.exports import keterangan_langsung
from terukur.realisasi.forms.waktu import FormulirRapor
from terukur.realisasi.queries.capaian import BarisKartu, RingkasKartu
from terukur.realisasi.views.bantu import hari, pembaca, saat
from terukur.realisasi.views.penjelasan import SEBAB

SEHALAMAN = 50
SEBATANG = 12
"""So many indicators fit in one chart; of more the table speaks."""


def _target(b: BarisKartu) -> str:
    """The target so far in words: a range with both its bounds, a predikat by its name."""
    c = b.capaian
    return "–" if c.target_sd is None else sebut_target(Target(c.target_sd, c.target_atas_sd), b.ukuran)


KOLOM = (
    Kolom("Rencana aksi", "judul"),
    Kolom("Warisan dari", "asal"),
    Kolom("Kode indikator", "ukuran.kode", "kode"),
    Kolom("Indikator", "ukuran.nama"),
    Kolom("Satuan", "ukuran.satuan"),
    Kolom("Periode terakhir", "periode.label"),
    Kolom("Direncanakan", "capaian.direncanakan"),
    Kolom("Target s.d.", "capaian.target_sd", "angka"),
    Kolom("Target s.d. (kata)", _target),
    Kolom("Realisasi s.d.", "capaian.realisasi_sd", "angka"),
    Kolom("Realisasi s.d. (kata)", lambda b: sebut_nilai(b.capaian.realisasi_sd, b.ukuran)),
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


def kolom_unduh(diketahui: str) -> tuple[Kolom, ...]:
    """The columns of the download; the last one is where each figure explains itself."""
    tambahan = f"?{urlencode({'diketahui': diketahui})}" if diketahui else ""

    def alamat(b: BarisKartu) -> str:
        jalur = reverse("realisasi:penjelasan", args=[b.capaian.kunci, b.capaian.periode])
        return f"{settings.TERUKUR_ALAMAT.rstrip('/')}{jalur}{tambahan}"

    return (*KOLOM, Kolom("Penjelasan", alamat, lebar=60))


_ARAH: dict[str, Any] = {
    "judul": lambda b: (b.urutan is None, b.judul),
    "capaian": lambda b: (b.capaian is not None, b.capaian or 0),
    "status": lambda b: list(HasilCapaian).index(b.hasil),
}


def sajikan(b: BarisKartu) -> dict[str, Any]:
    """A row in words."""
    c = b.capaian
    return {
        "b": b,
        "c": c,
        "target": _target(b),
        "realisasi": sebut_nilai(c.realisasi_sd, b.ukuran),
        "diakui": None if c.bagian_sd is None else c.bagian_sd * 100,
        "tanpa_rincian": c.bagian_sd == 1 and not c.kontribusi.get("baris"),
    }


def _titik(opd_id: UUID, per: dt.date, saat: dt.datetime, diketahui: dt.datetime | None) -> dict[str, Any]:
    """The stops of the time slider in words, and which of them answers what was asked."""
    titik = queries.titik_waktu(opd_id, per.year, per=per, sampai=saat)
    zona = zona_pemda()
    kini = queries.titik_kini(titik, diketahui)
    daftar = [
        {
            "nilai": t.saat.astimezone(zona).strftime("%Y-%m-%dT%H:%M"),
            "label": f"{tulis_waktu_singkat(t.saat)}: "
            + (
                ", ".join(SEBAB.get(p, p).lower() for p in t.peristiwa) or "rencana, target atau nama berubah"
            ),
        }
        for t in titik
    ]
    if kini is None:  # before anything was known: a stop of its own
        assert diketahui is not None
        lokal = diketahui.astimezone(zona)
        awal = {
            "nilai": lokal.strftime("%Y-%m-%dT%H:%M"),
            "label": f"{tulis_waktu_singkat(diketahui)}: belum ada yang diketahui",
        }
        return {"titik": [awal, *daftar], "kini": 0}
    return {"titik": daftar, "kini": kini}


@izin(Izin.REALISASI_LIHAT)
@require_GET
def rapor(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """The card of one OPD; every figure leads to its explanation."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    saring = FormulirRapor(request.GET or None)
    per, diketahui = saring.baca(hari(request))
    dahulu = semua_opd(per=per, diketahui=diketahui, id_opd=[opd.pk])
    kartu = queries.ringkas_kartu(opd.pk, per.year, per=per, diketahui=diketahui)
    nilai = queries.nilai_kartu(kartu)
    hasil = saring.isi.get("hasil")
    terlihat = [b for b in kartu if not hasil or b.hasil == hasil]
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") in _ARAH:
        terlihat.sort(key=_ARAH[urut.lstrip("-")], reverse=urut.startswith("-"))

    def baca(bagian: Sequence[RingkasKartu]) -> list[BarisKartu]:
        kunci = [b.kunci for b in bagian]
        return queries.kartu_opd(opd.pk, per.year, per=per, diketahui=diketahui, kunci=kunci)

    nama = f"Rapor {opd.singkatan} {per:%Y-%m-%d}"
    if request.GET.keys() & {"unduh", "format"} and (
        unduhan := respons_tabel(
            request,
            nama,
            kolom_unduh(request.GET.get("diketahui", "") if diketahui else ""),
            baca(terlihat),
            keterangan=keterangan_langsung(JenisEdisi.RAPOR.label, opd.nama, per, diketahui or saat(request)),
        )
    ):
        return unduhan
    hal = Paginator(terlihat, SEHALAMAN).get_page(request.GET.get("hal"))
    baris = baca(list(hal))
    dinilai = [(b.ukuran["kode"], b.capaian.mentah_sd) for b in baris if b.capaian.mentah_sd is not None]
    konteks = {
        "opd": dahulu[0] if dahulu else opd,
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "urut": urut,
        "boleh_terbit": pembaca(request).akses.boleh(Izin.KINERJA_KELOLA),
        "nilai": nilai,
        "peringkat": sebut_peringkat(nilai.nilai),
        "jumlah": [(h, nilai.menurut_hasil.get(h, 0)) for h in HasilCapaian],
        "hal": hal,
        "baris": [sajikan(b) for b in baris],
        "grafik": [(kode, 100, round(mentah, 1)) for kode, mentah in dinilai[:SEBATANG]],
        **_titik(opd.pk, per, saat(request), diketahui),
    }
    return render(request, "realisasi/rapor.html", konteks)


@izin(Izin.REALISASI_LIHAT)
@require_GET
def nilai(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """How the score of an OPD comes about: every weight and achievement, and the counts behind its words.

    Reckoned here row by row and, as the grid does it, in the database: the page says whether both agree.
    """
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    saring = FormulirPer(request.GET or None)
    per, diketahui = saring.baca(hari(request))
    dahulu = semua_opd(per=per, diketahui=diketahui, id_opd=[opd.pk])
    kartu = queries.kartu_opd(opd.pk, per.year, per=per, diketahui=diketahui)
    hitung = queries.nilai_kartu(queries.ringkas_kartu(opd.pk, per.year, per=per, diketahui=diketahui))
    dinilai = [b.capaian for b in kartu if b.capaian.capaian_sd is not None]
    konteks = {
        "opd": dahulu[0] if dahulu else opd,
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "nilai": hitung,
        "peringkat": sebut_peringkat(hitung.nilai),
        "hal": Paginator(kartu, SEHALAMAN).get_page(request.GET.get("hal")),
        "kali": {c.kunci: c.bobot * c.capaian_sd for c in dinilai if c.capaian_sd is not None},
        "jumlah_bobot": sum(c.bobot for c in dinilai),
        "jumlah_kali": sum(c.bobot * c.capaian_sd for c in dinilai if c.capaian_sd is not None),
        "sama": hitung == queries.nilai_opd(opd.pk, per=per, diketahui=diketahui),
        "menurut": [(h, hitung.menurut_hasil.get(h, 0)) for h in HasilCapaian],
    }
    return render(request, "realisasi/nilai.html", konteks)
