"""What all pages of this room share: the list with filter, sort and download; the form page."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.antarmuka.bentrok import BarisBentrok, bandingkan
from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import JenisKolom, Kolom, respons_tabel
from terukur.jejak.tindakan import Hasil
from terukur.organisasi.queries import hari_pemda, zona_pemda

BARIS_PER_HALAMAN = 50


def pembaca(request: HttpRequest) -> Pengguna:
    """The logged-in reader: every view of this room requires one."""
    return cast(Pengguna, request.user)


def diterima(request: HttpRequest) -> dt.datetime:
    """When the request was received (``PenerimaanMiddleware``)."""
    return cast(dt.datetime, request.diterima_pada)  # type: ignore[attr-defined]


def kiriman(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the body of a POST (also an empty one), nothing on a GET."""
    return request.POST if request.method == "POST" else None


def tengah_hari(per: dt.date) -> dt.datetime:
    """Noon of a day in the pemda's zone: an instant that is surely of that day."""
    return dt.datetime.combine(per, dt.time(12), tzinfo=zona_pemda())


@dataclass(frozen=True, slots=True)
class KolomDaftar:
    """One column on screen and in the download. ``urut``: key of the database to sort by.

    ``tautan``: address of a row's cell. ``lencana``: shown as a status word.
    ``peringatan``: a list of ``rules.PeringatanPenugasan``, shown with their icons. ``di``: where the
    column stands: both, only ``layar``, or only ``unduhan``.
    """

    judul: str
    nilai: str | Callable[[Any], object]
    urut: str = ""
    jenis: JenisKolom = "teks"
    tautan: Callable[[Any], str] | None = None
    lencana: bool = False
    peringatan: bool = False
    di: str = "semua"

    def ambil(self, baris: Any) -> Any:
        return Kolom(self.judul, self.nilai, self.jenis).ambil(baris)


@dataclass(frozen=True, slots=True)
class Saat:
    """The day a list speaks of, and as known when (None: now)."""

    per: dt.date
    diketahui: dt.datetime | None
    lampau: bool

    @property
    def bentuk(self) -> dict[str, Any]:
        return {"per": self.per, "diketahui": self.diketahui}


def baca_saat(request: HttpRequest, saring: Formulir) -> Saat:
    """``?per=`` and ``?diketahui=`` of a filter form; today as known now where they lack."""
    isi = saring.cleaned_data if saring.is_valid() else getattr(saring, "cleaned_data", {})
    diketahui = isi.get("diketahui")
    hari_ini = hari_pemda(diterima(request))
    per = isi.get("per") or (hari_pemda(diketahui) if diketahui else hari_ini)
    return Saat(per, diketahui, per != hari_ini or diketahui is not None)


@dataclass(frozen=True, slots=True)
class Aksi:
    """A button on top of a page: a link, or disabled with its reason."""

    label: str
    alamat: str
    jenis: str = "biasa"
    alasan: str = ""


def aksi_jejak(request: HttpRequest, objek: str, objek_id: object) -> list[Aksi]:
    """The link to a record's history, for whoever may read it."""
    if not pembaca(request).akses.boleh(Izin.JEJAK_LIHAT):
        return []
    return [Aksi("Riwayat", reverse("jejak:riwayat", args=[objek, objek_id]))]


@dataclass(slots=True)
class Daftar:
    """What a list view hands to ``halaman_daftar``."""

    judul: str
    kolom: Sequence[KolomDaftar]
    baris: "QuerySet[Any] | list[Any]"
    urut: str
    saring: Formulir
    saat: Saat | None = None
    aksi: Sequence[Aksi] = ()
    olah: Callable[[list[Any]], None] | None = None
    remah: Sequence[tuple[str, str]] = ()
    keterangan: str = ""
    kosong: str = "Tidak ada baris yang cocok. Ubah atau hapus saringan."
    templat: str = "organisasi/daftar.html"
    lain: Mapping[str, Any] = field(default_factory=dict)


def _kunci_urut(nilai: object) -> tuple[int, Any]:
    """Nothing first, then numbers by size, everything else by its words."""
    if nilai is None:
        return (0, 0)
    return (1, nilai) if isinstance(nilai, int | Decimal) else (2, str(nilai))


def _urutkan(daftar: Daftar, urut: str) -> "QuerySet[Any] | list[Any]":
    turun, kunci = urut.startswith("-"), urut.removeprefix("-")
    if isinstance(daftar.baris, list):
        kolom = next(k for k in daftar.kolom if k.urut == kunci)
        return sorted(daftar.baris, key=lambda b: _kunci_urut(kolom.ambil(b)), reverse=turun)
    return daftar.baris.order_by(f"-{kunci}" if turun else kunci, "pk")


def halaman_daftar(request: HttpRequest, daftar: Daftar) -> HttpResponseBase:
    """Filtered, sorted, paginated; with ``?unduh=`` the whole list as XLSX or CSV."""
    boleh = {k.urut for k in daftar.kolom if k.urut}
    urut = request.GET.get("urut", "")
    if urut.removeprefix("-") not in boleh:
        urut = daftar.urut
    baris = _urutkan(daftar, urut)
    if request.GET.get("unduh"):
        semua = list(baris)
        if daftar.olah:
            daftar.olah(semua)
        kolom = [Kolom(k.judul, k.nilai, k.jenis) for k in daftar.kolom if k.di in ("semua", "unduhan")]
        if jawaban := respons_tabel(request, daftar.judul, kolom, semua):
            return jawaban
    hal = Paginator(baris, BARIS_PER_HALAMAN).get_page(request.GET.get("hal"))
    isi = list(hal.object_list)
    if daftar.olah:
        daftar.olah(isi)
    konteks = {
        "daftar": daftar,
        "kolom": [k for k in daftar.kolom if k.di in ("semua", "layar")],
        "baris": isi,
        "hal": hal,
        "urut": urut,
        **daftar.lain,
    }
    return render(request, daftar.templat, konteks)


def halaman_formulir(
    request: HttpRequest,
    formulir: Formulir,
    *,
    judul: str,
    tombol: str,
    proses: Callable[[dict[str, Any]], Hasil[Any]],
    berhasil: str,
    remah: Sequence[tuple[str, str]] = (),
    keterangan: str = "",
    kembali: str = "",
    konfirmasi: str = "",
    templat: str = "organisasi/formulir.html",
    lain: Mapping[str, Any] | None = None,
    dibaca: Callable[[], str] | None = None,
) -> HttpResponse:
    """A page with one form and one act: refused -> sentence at the field, done -> redirect.

    ``dibaca`` marks the record the form is filled from (``queries.tanda_fakta``); the act gets the
    mark that came back with the form, and both sides are shown when somebody saved in between.
    """
    status = 200
    bentrok: Bentrok | None = None
    if request.method == "POST":
        status = 422
        if formulir.is_valid():
            isi = formulir.cleaned_data
            if dibaca:
                isi = isi | {"dibaca": request.POST.get("dibaca") or None}
            try:
                hasil = proses(isi)
            except (TidakBerhak, TidakDitemukan):
                raise
            except Bentrok as tolak:
                bentrok, status = tolak, 409
            except AturanDilanggar as tolak:
                formulir.terima_galat(tolak)
            else:
                messages.success(request, berhasil)
                return redirect(hasil.tujuan)
    konteks = {
        "formulir": formulir,
        "judul": judul,
        "tombol": tombol,
        "remah": remah,
        "keterangan": keterangan,
        "kembali": kembali,
        "konfirmasi": konfirmasi,
        "bentrok": bentrok,
        "beda": _beda(formulir, bentrok) if bentrok else [],
        # After a conflict the form knows what is stored now: saved again after comparing, it wins.
        "dibaca": (request.POST.get("dibaca", "") if status == 422 else dibaca()) if dibaca else "",
        **(lain or {}),
    }
    return render(request, templat, konteks, status=status)


def _beda(formulir: Formulir, bentrok: Bentrok) -> list[BarisBentrok]:
    """What stands stored beside what was sent, in the words of the form."""

    def kata(nama: str, nilai: Any) -> Any:
        if nama == "fungsi":
            return [f"{f['uraian']} | {' '.join(f['program'])}".rstrip(" |") for f in nilai or []]
        pilihan = getattr(formulir.fields[nama], "choices", None)
        kunci = str(getattr(nilai, "pk", nilai) or "")
        return dict(pilihan).get(kunci, nilai) if pilihan else nilai

    label = {k: str(f.label) for k, f in formulir.fields.items() if k in bentrok.kiriman}
    sisi = [{k: kata(k, s.get(k)) for k in label} for s in (bentrok.tersimpan, bentrok.kiriman)]
    return bandingkan(Bentrok(bentrok.pesan, tersimpan=sisi[0], kiriman=sisi[1]), label)
