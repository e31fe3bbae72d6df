"""Realisasi fisik and procurement: who filled in a month, the month of an OPD, its confirmation."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.periode import JenisPeriode, Periode
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import dasar_penanda, get_opd
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import KeadaanFisik
from terukur.realisasi.forms.fisik import FormulirFisik, FormulirSahkanFisik, FormulirSaringFisik
from terukur.realisasi.forms.waktu import FormulirDiketahui
from terukur.realisasi.queries.fisik import BulanFisik, versi_resmi
from terukur.realisasi.views.bantu import get_periode, hari, pembaca, saat

SEHALAMAN = 50
KOLOM_DAFTAR = (
    Kolom("OPD", "opd.nama", lebar=45),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Sub kegiatan", "banyak", "angka"),
    Kolom("Terisi", "terisi", "angka"),
    Kolom("Belum disahkan", "belum_disahkan", "angka"),
    Kolom("Keadaan", "keadaan.label"),
    Kolom("Disahkan terakhir", "disahkan_pada", "waktu"),
)
KOLOM_BULAN = (
    Kolom("Kode", "sub.kode", "kode"),
    Kolom("Sub kegiatan", "sub.nama", lebar=50),
    Kolom("Rencana fisik (%)", "isi.rencana", "persen"),
    Kolom("Realisasi fisik (%)", "isi.realisasi", "persen"),
    Kolom("Deviasi (poin)", "deviasi", "angka"),
    Kolom("Pengadaan", "nama_pengadaan"),
    Kolom("Nomor kontrak", "isi.nomor_kontrak"),
    Kolom("Tanggal kontrak", "isi.tanggal_kontrak", "tanggal"),
    Kolom("Nilai kontrak (Rp)", "isi.nilai_kontrak", "rupiah"),
    Kolom("Catatan", "isi.catatan", lebar=40),
    Kolom("Status", "status"),
)
_URUT: dict[str, Any] = {
    "keadaan": lambda b: (list(KeadaanFisik).index(b.keadaan), b.opd.kode),
    "opd": lambda b: (b.opd.nama, str(b.opd.pk)),
    "terisi": lambda b: (b.terisi, b.opd.kode),
    "belum": lambda b: (b.belum_disahkan, b.opd.kode),
}


@izin(Izin.REALISASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Every OPD in the reader's scope: who has not filled in or confirmed a month."""
    saring = FormulirSaringFisik(request.GET or None)
    isi = saring.cleaned_data if saring.is_valid() else {}
    kini = hari(request)
    periode = Periode(isi.get("tahun") or kini.year, JenisPeriode.BULAN, isi.get("bulan") or kini.month)
    diketahui = isi.get("diketahui")
    semua = queries.daftar_fisik(pembaca(request), periode, hari=kini, diketahui=diketahui)
    kata, keadaan = isi.get("kata", "").casefold(), isi.get("keadaan", "")
    baris = [b for b in semua if kata in b.opd.nama.casefold() and keadaan in ("", b.keadaan)]
    urut = request.GET.get("urut", "keadaan")
    baris.sort(key=_URUT.get(urut.lstrip("-"), _URUT["keadaan"]), reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Realisasi fisik {periode.kode}", KOLOM_DAFTAR, baris):
        return unduhan
    konteks = {
        "saring": saring,
        "periode": periode,
        "diketahui": diketahui,
        "saat": "?" + urlencode({"diketahui": request.GET["diketahui"]}) if diketahui else "",
        "urut": urut,
        "hal": Paginator(baris, SEHALAMAN).get_page(request.GET.get("hal")),
    }
    return render(request, "realisasi/fisik_daftar.html", konteks)


def _ambil(request: HttpRequest, opd_id: UUID, periode: str, perlu: Izin) -> tuple[OPD, Periode]:
    opd, p = get_opd(opd_id, untuk=pembaca(request), izin=perlu), get_periode(periode)
    if p.jenis != JenisPeriode.BULAN:
        raise TidakDitemukan("Realisasi fisik dicatat per bulan.")
    return opd, p


def _tetangga(opd: OPD, p: Periode, geser: int) -> tuple[str, str]:
    """(label, address) of the month before or after within the year; empty at its ends."""
    if not 1 <= p.ke + geser <= 12:
        return "", ""
    lain = Periode(p.tahun, JenisPeriode.BULAN, p.ke + geser)
    return lain.label, reverse("realisasi:fisik", args=[opd.pk, lain.kode])


@izin(Izin.REALISASI_LIHAT)
@require_http_methods(["GET", "POST"])
def bulan(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponseBase:
    """The month of an OPD: to read, and for its operator one table to fill in."""
    pengguna = pembaca(request)
    opd, p = _ambil(request, opd_id, periode, Izin.REALISASI_LIHAT)
    saring = FormulirDiketahui(request.GET or None)
    diketahui = saring.cleaned_data.get("diketahui") if saring.is_valid() else None
    isi = queries.bulan_fisik(opd.pk, p, diketahui=diketahui)
    if request.method == "POST":
        if not pengguna.akses.boleh(Izin.REALISASI_ISI, opd.pk):
            raise TidakBerhak("Realisasi fisik diisi operator OPD ini.")
        return _simpan(request, opd, p, isi)
    if unduhan := respons_tabel(request, f"Realisasi fisik {opd.singkatan} {p.kode}", KOLOM_BULAN, isi.baris):
        return unduhan
    boleh = (
        not diketahui
        and p.sejak <= hari(request)
        and pengguna.akses.boleh(Izin.REALISASI_ISI, opd.pk)
        and not pengguna.akses.unit(Izin.REALISASI_ISI, opd.pk)
    )
    formulir = [FormulirFisik(baris=b) for b in isi.baris] if boleh else []
    return _halaman(request, opd, p, isi, formulir, saring=saring, diketahui=diketahui)


def _simpan(request: HttpRequest, opd: OPD, p: Periode, isi: BulanFisik) -> HttpResponse:
    formulir = [FormulirFisik(request.POST, baris=b) for b in isi.baris]
    salah = [f for f in formulir if not f.is_valid()]
    if salah:
        galat = "Belum ada yang disimpan. Betulkan isian yang ditandai."
        return _halaman(request, opd, p, isi, formulir, galat=galat)
    try:
        hasil = laksanakan(
            request,
            partial(actions.simpan_fisik, opd_id=opd.pk, periode=p.kode),
            peristiwa="fisik.catat",
            objek="fisik",
            objek_id=opd.pk,
            opd_id=opd.pk,
            tujuan=request.path,
            kiriman=[f.kiriman for f in formulir],
            hanya_unit=bool(pembaca(request).akses.unit(Izin.REALISASI_ISI, opd.pk)),
        )
    except (TidakBerhak, TidakDitemukan):
        raise
    except Bentrok as tolak:
        return _halaman(request, opd, p, isi, _pakai_versi_baru(request, isi, tolak), bentrok=tolak)
    except AturanDilanggar as tolak:
        return _halaman(request, opd, p, isi, formulir, galat=tolak.pesan)
    if hasil.nilai:
        messages.success(request, f"Tersimpan: {hasil.nilai} sub kegiatan. Menunggu pengesahan kepala OPD.")
    elif not hasil.ulang:
        messages.info(request, "Tidak ada isian yang berubah.")
    return redirect(hasil.tujuan)


def _pakai_versi_baru(request: HttpRequest, isi: BulanFisik, tolak: Bentrok) -> list[FormulirFisik]:
    """The form as sent; rows in conflict carry the new version, so that saving again is a choice."""
    data = request.POST.copy()
    for b in isi.baris:
        if b.sub.kode in tolak.kiriman:
            data[f"{b.sub.kode.replace('.', '_')}-versi"] = str(b.versi)
    return [FormulirFisik(data, baris=b) for b in isi.baris]


def _halaman(
    request: HttpRequest,
    opd: OPD,
    p: Periode,
    isi: BulanFisik,
    formulir: list[FormulirFisik],
    *,
    saring: FormulirDiketahui | None = None,
    diketahui: Any = None,
    galat: str = "",
    bentrok: Bentrok | None = None,
) -> HttpResponse:
    pengguna = pembaca(request)
    nama = {b.sub.kode: b.sub.nama for b in isi.baris}
    konteks = {
        "opd": opd,
        "periode": p,
        "isi": isi,
        "formulir": formulir,
        "saring": saring or FormulirDiketahui(),
        "diketahui": diketahui,
        "galat": galat,
        "bentrok": bentrok,
        "beda": [
            {"label": nama[k], "tersimpan": v, "kiriman": bentrok.kiriman[k]}
            for k, v in bentrok.tersimpan.items()
        ]
        if bentrok
        else [],
        "versi": [(nama.get(f.kode, f.kode), f) for f in versi_resmi(opd.pk, p, diketahui)],
        "belum_tiba": p.sejak > hari(request),
        "boleh_sahkan": not diketahui and pengguna.akses.boleh(Izin.REALISASI_AJUKAN, opd.pk),
        "sebelum": _tetangga(opd, p, -1),
        "sesudah": _tetangga(opd, p, 1),
    }
    return render(request, "realisasi/fisik.html", konteks, status=422 if galat or bentrok else 200)


@izin(Izin.REALISASI_AJUKAN)
@require_http_methods(["GET", "POST"])
def sahkan(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponse:
    """What the head confirms, and the confirmation of who does."""
    opd, p = _ambil(request, opd_id, periode, Izin.REALISASI_AJUKAN)
    alamat = reverse("realisasi:fisik", args=[opd.pk, p.kode])
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    formulir = FormulirSahkanFisik(request.POST or None)
    galat = ""
    if request.method == "POST" and formulir.is_valid() and pastikan(request, konfirmasi):
        try:
            hasil = laksanakan(
                request,
                partial(actions.sahkan_fisik, opd_id=opd.pk, periode=p.kode),
                peristiwa="fisik.sahkan",
                objek="fisik",
                objek_id=opd.pk,
                opd_id=opd.pk,
                tujuan=alamat,
                sidik=formulir.cleaned_data["sidik"],
                pengguna=pembaca(request),
            )
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            galat = tolak.pesan
        else:
            if hasil.nilai:
                messages.success(request, f"Disahkan: {hasil.nilai} sub kegiatan pada {p.label}.")
            return redirect(hasil.tujuan)
    isi = queries.bulan_fisik(opd.pk, p)
    konteks = {
        "opd": opd,
        "periode": p,
        "isi": isi,
        "menunggu": [b for b in isi.baris if b.belum_disahkan],
        "konfirmasi": konfirmasi,
        "galat": galat,
        "alamat": alamat,
        "boleh": bool(dasar_penanda(pembaca(request), opd.pk, pada=saat(request))),
    }
    salah = galat or konfirmasi.errors or formulir.errors
    return render(request, "realisasi/fisik_sahkan.html", konteks, status=422 if salah else 200)
