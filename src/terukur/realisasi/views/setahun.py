"""What an OPD filled in for a year, quarter by quarter; the import of evaluation workbooks reads it back."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.periode import JenisPeriode, Periode, periode_setahun
from terukur.kinerja.rules.capaian import baca_rumus, hitung_capaian
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target
from terukur.organisasi.queries import get_opd
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi import queries
from terukur.realisasi.forms import FormulirSetahun
from terukur.realisasi.queries import BarisSetahun
from terukur.realisasi.views.bantu import hari, pembaca

_ARAH: dict[str, Any] = {
    "judul": lambda b: (b.judul.casefold(), str(b.kunci)),
    "indikator": lambda b: (b.ukuran["nama"].casefold(), str(b.kunci)),
}


def _nilai(b: BarisSetahun, periode: str) -> Decimal | None:
    return b.nilai.get(periode)


def _capaian(b: BarisSetahun, periode: str) -> Decimal | None:
    return hitung_capaian(baca_rumus(b.ukuran["rumus"]), b.target.get(periode), _nilai(b, periode)).terbatas


def _sebut(b: BarisSetahun, nilai: Decimal | None) -> object:
    """A number as a number; a word of the indicator's own as that word."""
    kata = b.ukuran["rumus"]["polaritas"] in (Polaritas.YA_TIDAK, Polaritas.PREDIKAT)
    return sebut_nilai(nilai, b.ukuran) if kata and nilai is not None else nilai


def _target(b: BarisSetahun, periode: str) -> object:
    t = b.target.get(periode)
    return None if t is None else sebut_target(t, b.ukuran) if t.atas is not None else _sebut(b, t.nilai)


def kolom_setahun(triwulan: tuple[Periode, ...]) -> tuple[Kolom, ...]:
    """Names first, then target, result and achievement of every quarter, under headers of a single row."""

    def milik(p: Periode) -> tuple[Kolom, ...]:
        return (
            Kolom(f"{p.label_pendek}: target", lambda b: _target(b, p.kode), "angka"),
            Kolom(f"{p.label_pendek}: realisasi", lambda b: _sebut(b, _nilai(b, p.kode)), "angka"),
            Kolom(f"{p.label_pendek}: capaian (%)", lambda b: _capaian(b, p.kode), "persen"),
        )

    return (
        Kolom("Rencana aksi", "judul"),
        Kolom("Sub kegiatan", "nama_sub"),
        Kolom("Kode indikator", "ukuran.kode", "kode"),
        Kolom("Indikator", "ukuran.nama"),
        Kolom("Satuan", "ukuran.satuan"),
        Kolom("Diukur", "jenis_periode.label"),
        *(k for p in triwulan for k in milik(p)),
    )


@izin(Izin.REALISASI_LIHAT)
@require_GET
def setahun(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """All set actions of a year with what was filled in, drafts too; of a past day what was official."""
    pengguna = pembaca(request)
    opd = get_opd(opd_id, untuk=pengguna, izin=Izin.REALISASI_LIHAT)
    saring = FormulirSetahun(request.GET)
    saring.is_valid()
    isi = saring.cleaned_data
    diketahui = isi.get("diketahui")
    tahun, kata = isi.get("tahun") or hari(request).year, isi.get("kata", "").casefold()
    triwulan = periode_setahun(tahun, JenisPeriode.TRIWULAN)
    baris = [
        b
        for b in (
            queries.setahun_resmi(opd.pk, tahun, diketahui=diketahui)
            if diketahui
            else queries.baris_setahun(opd.pk, tahun)
        )
        if kata in b.judul.casefold() or kata in b.ukuran["nama"].casefold()
    ]
    urut = request.GET.get("urut", "")
    if arah := _ARAH.get(urut.lstrip("-")):
        baris.sort(key=arah, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(
        request, f"Realisasi {opd.singkatan} {tahun}", kolom_setahun(triwulan), baris
    ):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    akses = pengguna.akses
    konteks = {
        "opd": opd,
        "tahun": tahun,
        "diketahui": diketahui,
        "saring": saring,
        "urut": urut,
        "triwulan": triwulan,
        "hal": hal,
        "sajian": [
            (b, [(p, sebut_nilai(_nilai(b, p.kode), b.ukuran), _capaian(b, p.kode), p.kode in b.target)
                 for p in triwulan])
            for b in hal
        ],
        "boleh_impor": akses.boleh(Izin.REALISASI_ISI, opd.pk) and akses.boleh(Izin.IMPOR_JALANKAN, opd.pk),
    }  # fmt: skip
    return render(request, "realisasi/setahun.html", konteks)
