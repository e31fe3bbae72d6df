"""Money spent: every OPD and book, and one book of one OPD down to the sub kegiatan."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.anggaran import exports, queries
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.forms.serapan import FormulirSaringSerapan
from terukur.anggaran.models.serapan import JENIS
from terukur.anggaran.rules.serapan import URUTAN_BUKU, persen_serapan, tambah
from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import respons_tabel
from terukur.organisasi.queries import get_opd, hari_pemda

PER_HALAMAN = 50


class Saringan:
    """Year, day and knowledge asked for in the address; what is not given follows from today."""

    def __init__(self, request: HttpRequest) -> None:
        hari = hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]
        data = request.GET.copy()
        data.setdefault("tahun", str(hari.year))
        self.formulir = FormulirSaringSerapan(data)
        isi = self.formulir.cleaned_data if self.formulir.is_valid() else {}
        self.tahun: int = isi.get("tahun") or hari.year
        self.per: dt.date | None = isi.get("per")
        self.diketahui: dt.datetime | None = isi.get("diketahui")
        self.hari: dt.date = self.per or hari

    @property
    def query(self) -> str:
        """What was asked, as a query string for links to other pages."""
        isi = f"?tahun={self.tahun}"
        return isi + (f"&per={self.per.isoformat()}" if self.per else "")


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def serapan(request: HttpRequest) -> HttpResponseBase:
    """Budget and spending of every OPD in scope, in every book, at the last cut-off up to a day."""
    saring = Saringan(request)
    pengguna: Any = request.user
    baris = queries.serapan_per_opd(pengguna, tahun=saring.tahun, per=saring.hari, diketahui=saring.diketahui)
    urut = request.GET.get("urut", "")
    kunci = {
        "opd": lambda b: b.nama,
        "persen": lambda b: (b.persen is not None, b.persen or 0),
        "realisasi": lambda b: (b.realisasi is not None, b.realisasi or 0),
    }.get(urut.lstrip("-"))
    if kunci:
        baris.sort(key=kunci, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Realisasi anggaran {saring.tahun}", exports.KOLOM_SERAPAN, baris):
        return unduhan
    return render(
        request,
        "anggaran/serapan.html",
        {
            "saring": saring,
            "baris": baris,
            "urut": urut,
            "boleh_catat": pengguna.akses.boleh(Izin.SERAPAN_CATAT),
        },
    )


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def serapan_opd(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """One book of an OPD: by kind of spending, and every sub kegiatan of every unit."""
    pengguna: Any = request.user
    opd = get_opd(opd_id, untuk=pengguna, izin=Izin.ANGGARAN_LIHAT)
    saring = Saringan(request)
    semua = queries.realisasi_terlihat(
        pengguna, tahun=saring.tahun, per=saring.hari, diketahui=saring.diketahui
    ).filter(opd=opd)
    batas = dict(semua.values_list("sumber").annotate(Max("batas")).order_by("sumber"))
    ada = sorted(batas, key=lambda s: (-batas[s].toordinal(), URUTAN_BUKU.index(s)))
    sumber = request.GET.get("sumber", "")
    sumber = sumber if sumber in ada else (ada[0] if ada else "")
    buku = semua.filter(sumber=sumber)
    per_jenis = queries.serapan_per_jenis(buku)
    sub = queries.serapan_per_sub(buku)
    nama = f"Realisasi anggaran {opd.singkatan} {saring.tahun} {sumber.upper()}"
    if unduhan := respons_tabel(request, nama, exports.kolom_serapan_opd(sub), sub):
        return unduhan
    anggaran = realisasi = None
    for b in per_jenis:
        anggaran, realisasi = tambah(anggaran, b["anggaran"]), tambah(realisasi, b["realisasi"])
    satu = buku.order_by("pk").first()
    per_sub: tuple[Any, Any] = (None, None)
    for x in sub:
        per_sub = (tambah(per_sub[0], x.jumlah(0)), tambah(per_sub[1], x.jumlah(1)))
    konteks = {
        "opd": opd,
        "saring": saring,
        "buku": satu,
        "sumber": dict(SumberRealisasi.choices),
        "ada": ada,
        "kini": sumber,
        "per_jenis": per_jenis,
        "nama_jenis": dict(JENIS),
        "anggaran": anggaran,
        "realisasi": realisasi,
        "persen": persen_serapan(anggaran, realisasi),
        "sama": per_sub == (anggaran, realisasi),
        "catatan": satu.catatan_nomor if satu else None,
        "hal": Paginator(sub, PER_HALAMAN).get_page(request.GET.get("hal")),
        "impor": reverse("impor:unggah", args=["realisasi_anggaran"])
        + f"?opd={opd.pk}&tahun={saring.tahun}&sumber={sumber or SumberRealisasi.SP2D}&batas={saring.hari}"
        if pengguna.akses.boleh(Izin.SERAPAN_CATAT, opd.pk)
        else "",
    }
    return render(request, "anggaran/serapan_opd.html", konteks)
