"""The reference lists that budgets are written in: sumber dana and rekening."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.perencanaan.forms import FormulirSaringAcuan
from terukur.perencanaan.models import Rekening, SumberDana
from terukur.perencanaan.queries import saring_acuan

PER_HALAMAN = 50


def _daftar(
    request: HttpRequest, model: type[SumberDana] | type[Rekening], *, impor: str, nama: str, keterangan: str
) -> HttpResponseBase:
    saring = FormulirSaringAcuan(request.GET)
    isi = saring.cleaned_data if saring.is_valid() else {}
    baris = saring_acuan(model, kata=isi.get("kata", ""), hanya_daun=bool(isi.get("daun")))
    urut = request.GET.get("urut", "kode")
    if urut in ("-kode", "nama", "-nama"):
        baris = baris.order_by(urut, "pk")
    kode = impor.replace("_", " ")
    kolom = (
        Kolom(f"Kode {kode}", "kode", "kode"),
        Kolom(f"Nama {kode}", "nama", lebar=70),
        Kolom("Kode induk", "kode_induk", "kode"),
        Kolom("Dapat dipakai", "daun"),
    )
    if unduhan := respons_tabel(request, nama, kolom, baris.iterator()):
        return unduhan
    akses = request.user.akses  # type: ignore[union-attr]
    konteks = {
        "judul": nama,
        "keterangan": keterangan,
        "impor": impor,
        "boleh_impor": akses.boleh(Izin.NOMENKLATUR_KELOLA) and akses.boleh(Izin.IMPOR_JALANKAN),
        "saring": saring,
        "urut": urut,
        "hal": Paginator(baris, PER_HALAMAN).get_page(request.GET.get("hal")),
    }
    return render(request, "perencanaan/acuan.html", konteks)


@izin(Izin.NOMENKLATUR_LIHAT)
@require_GET
def sumber_dana(request: HttpRequest) -> HttpResponseBase:
    """Sources of money by code or words."""
    return _daftar(
        request, SumberDana, impor="sumber_dana", nama="Sumber dana",
        keterangan="Klasifikasi sumber dana yang dipilih pada pagu dan kebutuhan anggaran.",
    )  # fmt: skip


@izin(Izin.NOMENKLATUR_LIHAT)
@require_GET
def rekening(request: HttpRequest) -> HttpResponseBase:
    """Accounts of spending by code or words."""
    return _daftar(
        request, Rekening, impor="rekening", nama="Rekening belanja",
        keterangan="Akun belanja yang dipilih pada kebutuhan anggaran.",
    )  # fmt: skip
