"""Field checks as the office sees them: the list, one of them, asking, renewing the link, withdrawing."""

import base64
import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.surat import qr_svg
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.periode import Periode
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.tindakan import Hasil, laksanakan
from terukur.organisasi.queries import hari_pemda
from terukur.perencanaan.queries import label_wilayah
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import KeadaanLapangan
from terukur.realisasi.forms import FormulirAlasan
from terukur.realisasi.forms.lapangan import FormulirMintaLapangan, FormulirSaringLapangan
from terukur.realisasi.forms.waktu import FormulirDiketahui
from terukur.realisasi.models import JawabanLapangan, PemeriksaanLapangan
from terukur.realisasi.rules.lapangan import hari_tutup, keadaan, sebut_letak
from terukur.realisasi.views.bantu import Bahan, alamat_laporan, ambil, hari, laksanakan_pada, pembaca

SEHALAMAN = 25
JENIS_LENCANA = {
    KeadaanLapangan.MENUNGGU: "tunggu",
    KeadaanLapangan.TERLAMBAT: "buruk",
    KeadaanLapangan.SESUAI: "selesai",
    KeadaanLapangan.TIDAK_SESUAI: "buruk",
    KeadaanLapangan.TIDAK_DAPAT: "tunggu",
    KeadaanLapangan.DICABUT: "netral",
}
_URUT = {
    "opd": "opd__nama",
    "desa": "wilayah__nama",
    "diminta": "diminta_pada",
    "tenggat": "tanggal_tenggat",
    "hasil": "hasil_saat",
}


def sajikan_lapangan(
    p: PemeriksaanLapangan, per: dt.date, *, hasil: str | None = None, dicabut: bool | None = None
) -> dict[str, Any]:
    """One field check in words, as it stands on ``per``; ``hasil`` and ``dicabut`` where known otherwise."""
    k = keadaan(
        p.hasil if hasil is None else hasil,
        dicabut=p.dicabut_pada is not None if dicabut is None else dicabut,
        tenggat=p.tanggal_tenggat,
        hari=per,
    )
    return {
        "p": p,
        "keadaan": k.label,
        "jenis": JENIS_LENCANA[k],
        "wilayah": label_wilayah(p.wilayah),
        "periode": Periode.baca(p.periode),
    }


def sajikan_jawaban(j: JawabanLapangan) -> dict[str, Any]:
    """One version of an answer in words."""
    return {
        "j": j,
        "jenis": JENIS_LENCANA[KeadaanLapangan(j.hasil)],
        "letak": sebut_letak(j.lintang, j.bujur, j.akurasi),
        "foto": list(j.daftar_foto.all()),
    }


def sajikan_baris(p: PemeriksaanLapangan, per: dt.date) -> dict[str, Any]:
    """One of ``queries.lapangan_pada``."""
    return sajikan_lapangan(p, per, hasil=p.hasil_saat, dicabut=p.dicabut_saat is not None)  # type: ignore[attr-defined]


def _kolom(per: dt.date) -> tuple[Kolom, ...]:
    return (
        Kolom("OPD", "opd.nama"),
        Kolom("Kode OPD", "opd.kode", "kode"),
        Kolom("Periode", lambda p: Periode.baca(p.periode).label),
        Kolom("Yang dilaporkan", "judul", lebar=60),
        Kolom("Desa atau kecamatan", lambda p: label_wilayah(p.wilayah)),
        Kolom("Kode wilayah", "wilayah.kode", "kode"),
        Kolom("Yang perlu dilihat", "yang_dilihat", lebar=60),
        Kolom("Diminta kepada", "jabatan_pemeriksa"),
        Kolom("Diminta oleh", "diminta_nama"),
        Kolom("Sebagai", "diminta_sebagai"),
        Kolom("Diminta pada", "diminta_pada", "waktu"),
        Kolom("Paling lambat", "tanggal_tenggat", "tanggal"),
        Kolom("Keadaan", lambda p: sajikan_baris(p, per)["keadaan"]),
        Kolom("Dijawab pada", "dijawab_saat", "waktu"),
        Kolom("Versi jawaban", "versi_saat", "angka"),
        Kolom("Dicabut pada", "dicabut_saat", "waktu"),
        Kolom("Alasan dicabut", lambda p: p.alasan_cabut if p.dicabut_saat else ""),
    )


@izin(Izin.REALISASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Field checks in the reader's scope, the last one asked first, as known at ``?diketahui=``."""
    saring = FormulirSaringLapangan(request.GET or None)
    diketahui = saring.cleaned_data["diketahui"] if saring.is_valid() else None
    kini = hari_pemda(diketahui) if diketahui else hari(request)
    semua = queries.lapangan_pada(queries.lapangan_terlihat(pembaca(request)), diketahui)
    if saring.is_valid():
        semua = saring.pilih(semua, hari=kini)
    urut = request.GET.get("urut", "-diminta")
    kolom = _URUT.get(urut.lstrip("-"), "diminta_pada")
    semua = semua.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    baris = queries.pemilik_saat(semua, diketahui) if diketahui else semua
    if unduhan := respons_tabel(request, "Pemeriksaan lapangan", _kolom(kini), baris):
        return unduhan
    hal = Paginator(baris, SEHALAMAN).get_page(request.GET.get("hal"))
    konteks = {
        "saring": saring,
        "hal": hal,
        "urut": urut,
        "diketahui": diketahui,
        "baris": [sajikan_baris(p, kini) for p in hal],
    }
    return render(request, "realisasi/lapangan_daftar.html", konteks)


@izin(Izin.REALISASI_LIHAT)
@require_GET
def lapangan(request: HttpRequest, pemeriksaan_id: UUID) -> HttpResponse:
    """One field check: what was asked, every version of the answer, and what may be done now."""
    return _halaman(request, queries.get_lapangan(pemeriksaan_id, untuk=pembaca(request)))


def _halaman(
    request: HttpRequest, p: PemeriksaanLapangan, formulir: FormulirAlasan | None = None
) -> HttpResponse:
    saring = FormulirDiketahui(request.GET or None)
    diketahui = saring.cleaned_data["diketahui"] if saring.is_valid() else None
    pengguna, kini = pembaca(request), hari_pemda(diketahui) if diketahui else hari(request)
    boleh_minta = pengguna.akses.boleh(Izin.LAPANGAN_MINTA, p.opd_id)
    if diketahui:
        queries.pemilik_saat([p], diketahui)
    jawaban = queries.jawaban_lapangan(p, diketahui)
    dicabut = p.dicabut_pada is not None and (diketahui is None or p.dicabut_pada <= diketahui)
    konteks = {
        "s": sajikan_lapangan(p, kini, hasil=jawaban[0].hasil if jawaban else "", dicabut=dicabut),
        "p": p,
        "saring": saring,
        "diketahui": diketahui,
        "dicabut": dicabut,
        "jawaban": [sajikan_jawaban(j) for j in jawaban],
        "tutup": hari_tutup(p.tanggal_tenggat),
        "terbuka": not p.versi and kini <= hari_tutup(p.tanggal_tenggat),
        "alamat_laporan": alamat_laporan(p.opd_id, p.periode),
        "boleh": boleh_minta and p.dicabut_pada is None and diketahui is None,
        "alasan": actions.alasan_bukan_pengelola(p, pengguna),
        "formulir": formulir or FormulirAlasan(),
    }
    status = 422 if formulir is not None else 200
    return render(request, "realisasi/lapangan.html", konteks, status=status)


@izin(Izin.LAPANGAN_MINTA)
@require_http_methods(["GET", "POST"])
def minta(request: HttpRequest, opd_id: UUID, periode: str, kunci: UUID) -> HttpResponse:
    """Ask for a field check of one row; the link is shown once."""
    bahan = ambil(request, opd_id, periode, Izin.LAPANGAN_MINTA)
    baris = next((b for b in bahan.baris if b.kunci == kunci), None)
    if baris is None:
        raise TidakDitemukan("Baris itu tidak ada dalam laporan ini.")
    formulir = FormulirMintaLapangan(request.POST or None)
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan_pada(
                request, bahan, actions.minta_pemeriksaan, "minta_lapangan", tujuan="", kunci=kunci,
                wilayah=formulir.cleaned_data["wilayah"], isi=formulir.isi(),
                sebagai=_sebagai(request, bahan),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            return _sekali(request, hasil)
    konteks = {"bahan": bahan, "baris": baris, "formulir": formulir}
    return render(request, "realisasi/lapangan_minta.html", konteks, status=422 if formulir.errors else 200)


def _sebagai(request: HttpRequest, bahan: Bahan) -> str:
    """In which role somebody asks: an OPD that has itself checked must be told from a verifier."""
    akses = pembaca(request).akses
    sendiri = akses.cakupan(Izin.LAPANGAN_MINTA) is not None
    return f"{akses.sebutan} {bahan.opd.singkatan}" if sendiri else akses.sebutan


def _sekali(request: HttpRequest, hasil: Hasil[tuple[PemeriksaanLapangan, str]]) -> HttpResponse:
    """The page with the link, which is also the slip to print; a second arrival of the form has no link."""
    konteks: dict[str, Any] = {"p": None}
    if hasil.nilai is not None:
        p, token = hasil.nilai
        jalur = reverse("realisasi:jawab_lapangan", args=[token])
        alamat = f"{settings.TERUKUR_ALAMAT.rstrip('/')}{jalur}"
        gambar = base64.b64encode(qr_svg(alamat).encode()).decode()
        konteks = {
            "p": p,
            "alamat": alamat,
            "qr": f"data:image/svg+xml;base64,{gambar}",
            "wilayah": label_wilayah(p.wilayah),
            "periode": Periode.baca(p.periode),
            "teks": f"Yth. {p.jabatan_pemeriksa} ({p.nama_pemeriksa}). Mohon periksa di "
            f"{label_wilayah(p.wilayah)}: {p.yang_dilihat} Paling lambat "
            f"{tulis_tanggal(p.tanggal_tenggat, hari=True)}. Buka tautan ini di ponsel, tanpa akun; mohon "
            f"tidak diteruskan kepada orang lain: {alamat}",
        }
    jawaban = render(request, "realisasi/lapangan_tautan.html", konteks)
    jawaban["Cache-Control"] = "no-store"
    return jawaban


def _tindak(
    request: HttpRequest, p: PemeriksaanLapangan, nama: str, tujuan: str, **kwargs: Any
) -> Hasil[Any]:
    return laksanakan(
        request, partial(getattr(actions, nama), pemeriksaan_id=p.pk, pengguna=pembaca(request), **kwargs),
        peristiwa=f"lapangan.{nama.removesuffix('_lapangan')}", objek="lapangan", objek_id=p.pk,
        opd_id=p.opd_id, tujuan=tujuan,
    )  # fmt: skip


@izin(Izin.LAPANGAN_MINTA)
@require_POST
def ganti_tautan(request: HttpRequest, pemeriksaan_id: UUID) -> HttpResponse:
    """A new link; the old one ends."""
    p = queries.get_lapangan(pemeriksaan_id, untuk=pembaca(request), izin=Izin.LAPANGAN_MINTA)
    try:
        return _sekali(request, _tindak(request, p, "ganti_tautan", ""))
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect("realisasi:lapangan", p.pk)


@izin(Izin.LAPANGAN_MINTA)
@require_POST
def cabut(request: HttpRequest, pemeriksaan_id: UUID) -> HttpResponse:
    """Close the link, or withdraw the answer, with a reason."""
    p = queries.get_lapangan(pemeriksaan_id, untuk=pembaca(request), izin=Izin.LAPANGAN_MINTA)
    formulir = FormulirAlasan(request.POST)
    if formulir.is_valid():
        try:
            tujuan = reverse("realisasi:lapangan", args=[p.pk])
            hasil = _tindak(request, p, "cabut_lapangan", tujuan, alasan=formulir.cleaned_data["alasan"])
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Pemeriksaan dicabut; catatannya tetap tersimpan.")
            return redirect(hasil.tujuan)
    return _halaman(request, p, formulir)
