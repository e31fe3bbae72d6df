"""One node of a pohon kinerja: read, add, change, move, remove, measure."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.bentrok import bandingkan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja import actions, queries
from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.forms import LABEL_SIMPUL, FormulirSimpul
from terukur.kinerja.models import IsiSimpul, SimpulKinerja
from terukur.kinerja.queries import pohon as baca
from terukur.kinerja.queries.crosscutting import crosscutting_terlihat
from terukur.kinerja.queries.pohon import SaatPohon
from terukur.kinerja.queries.temuan_pohon import temuan_pohon
from terukur.kinerja.rules.pohon import Cabang, Simpul, cari_cabang, susun_cabang
from terukur.kinerja.views.perjanjian import pembaca, saat
from terukur.kinerja.views.pohon import alasan_baca
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import belum_ada, get_opd, tanda_fakta

PILIHAN_TERLIHAT = 30


def alamat_pohon(opd_id: UUID | None, periode: int) -> str:
    alamat = reverse("kinerja:pohon_opd", args=[opd_id]) if opd_id else reverse("kinerja:pohon")
    return f"{alamat}?periode={periode}"


def alamat_simpul(simpul: SimpulKinerja) -> str:
    return reverse("kinerja:simpul", args=[simpul.pk])


def _ambil(
    request: HttpRequest,
    simpul_id: UUID,
    *,
    isi: bool = False,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
) -> tuple[SimpulKinerja, SaatPohon]:
    simpul = baca.get_simpul(simpul_id, untuk=pembaca(request), isi=isi)
    return simpul, baca.saat_pohon(simpul.dokumen, pada=saat(request), diketahui=diketahui, per=per)


def _berjenjang(akar: list[Cabang], dalam: int = 0) -> list[tuple[int, Simpul]]:
    """The nodes in the order of reading with their depth, for a list to choose from."""
    return [b for c in akar for b in ((dalam, c.simpul), *_berjenjang(c.anak, dalam + 1))]


def _formulir(
    tanya: SaatPohon, opd_id: UUID | None, isi: IsiSimpul | None, data: Any = None, **awal: Any
) -> FormulirSimpul:
    akar = susun_cabang(baca.baca_simpul(tanya, opd_ids=[opd_id] if opd_id else ()))
    sendiri = cari_cabang(akar, isi.simpul_id) if isi else None
    di_bawah = {c.simpul.id for c in sendiri[1].semua()} if sendiri else set()
    simpul = [b for b in _berjenjang(akar) if b[1].id not in di_bawah]
    butir = baca.pilihan_butir(opd_id, tanya)
    kini = isi.butir if isi else None
    if isi is not None:
        sama = next((b for b in butir if kini and b.kunci == kini.kunci), kini)
        awal = {
            "pernyataan": isi.pernyataan, "tingkat": isi.tingkat, "urutan": isi.urutan,
            "induk": str(isi.induk_id or ""), "butir": str(sama.pk) if sama else "",
        }  # fmt: skip
        kini = sama
    return FormulirSimpul(data, simpul=simpul, butir=butir, kini=kini, initial=awal)


# -- add --------------------------------------------------------------------------------------


@izin(Izin.KINERJA_KELOLA)
@require_http_methods(["GET", "POST"])
def tambah_kabupaten(request: HttpRequest) -> HttpResponse:
    """Add a node to the kabupaten's tree."""
    return _tambah(request, None)


@izin(Izin.KINERJA_ISI)
@require_http_methods(["GET", "POST"])
def tambah(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """Add a node to the tree of the own OPD."""
    return _tambah(request, get_opd(opd_id, untuk=pembaca(request), izin=Izin.KINERJA_ISI))


def _tambah(request: HttpRequest, opd: OPD | None) -> HttpResponse:
    diminta = request.GET.get("periode", "")
    periode = int(diminta) if diminta.isascii() and diminta.isdigit() and len(diminta) < 5 else None
    tanya = baca.periode_pohon(periode, pada=saat(request))
    if tanya is None:
        messages.error(request, "Belum ada RPJMD yang ditetapkan; pohon kinerja menjabarkan RPJMD.")
        return redirect("kinerja:pohon")
    opd_id = opd.pk if opd else None
    formulir = _formulir(tanya, opd_id, None, request.POST or None, **_awal_simpul(request, tanya, opd))
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request, actions.tambah_simpul, peristiwa="simpul_kinerja.tambah", objek="simpul_kinerja",
                opd_id=opd_id, tujuan=alamat_simpul, dokumen_id=tanya.dokumen.pk, pemilik_id=opd_id,
                isi=formulir.isi(),
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Simpul ditambahkan.")
            return redirect(hasil.tujuan)
    konteks = {
        "opd": opd,
        "saat": tanya,
        "formulir": formulir,
        "pohon": alamat_pohon(opd_id, tanya.dokumen.tahun_awal),
    }
    return render(request, "kinerja/simpul_tambah.html", konteks, status=422 if formulir.errors else 200)


def _awal_simpul(request: HttpRequest, tanya: SaatPohon, opd: OPD | None) -> dict[str, Any]:
    """``?induk=``: below which node; ``?dari=``: from which request; ``?sasaran=``: kunci of the plan."""
    awal: dict[str, Any] = {"tingkat": TingkatKinerja.HASIL_ANTARA if opd else TingkatKinerja.HASIL_AKHIR}
    if induk := _uuid(request.GET.get("induk", "")):
        milik = Q(simpul__opd=None) | Q(simpul__opd=opd)
        atas = baca.isi_simpul(tanya).filter(milik, simpul=induk).first()
        if atas is not None and atas.tingkat < TingkatKinerja.KELUARAN:
            awal |= {"induk": str(induk), "tingkat": TingkatKinerja(atas.tingkat + 1)}
    if opd and (dari := _uuid(request.GET.get("dari", ""))):
        diminta = crosscutting_terlihat(pembaca(request)).filter(pk=dari, mitra=opd).first()
        if diminta:
            awal["pernyataan"] = diminta.permintaan
    if kunci := _uuid(request.GET.get("sasaran", "")):
        butir = next(
            (b for b in baca.pilihan_butir(opd.pk if opd else None, tanya) if b.kunci == kunci), None
        )
        if butir:
            awal |= {"pernyataan": butir.nama, "butir": str(butir.pk)}
    return awal


def _uuid(teks: str) -> UUID | None:
    try:
        return UUID(teks)
    except ValueError:
        return None


# -- read and change --------------------------------------------------------------------------


@izin(Izin.KINERJA_LIHAT)
@require_GET
def simpul(request: HttpRequest, simpul_id: UUID) -> HttpResponse:
    """One node, with its form for whoever writes the tree. ``?cari=``: indicators to choose from.

    Of a past day as it stood, to be read only.
    """
    saring = FormulirPer(request.GET or None)
    isi = saring.isi
    satu, tanya = _ambil(request, simpul_id, per=isi.get("per"), diketahui=isi.get("diketahui"))
    return _halaman(request, satu, tanya, saring=saring)


def _halaman(
    request: HttpRequest,
    satu: SimpulKinerja,
    tanya: SaatPohon,
    *,
    formulir: FormulirSimpul | None = None,
    bentrok: Bentrok | None = None,
    saring: FormulirPer | None = None,
    status: int = 200,
) -> HttpResponse:
    semua = baca.baca_simpul(tanya, opd_ids=[satu.opd_id] if satu.opd_id else ())
    ada = cari_cabang(susun_cabang(semua), satu.pk)
    isi = baca.isi_simpul(tanya).filter(simpul=satu).first()
    pohon = alamat_pohon(satu.opd_id, satu.dokumen.tahun_awal)
    konteks: dict[str, Any] = {"satu": satu, "saat": tanya, "pohon": pohon, "cabang": None}
    konteks["saring"] = saring or FormulirPer()
    if ada is None or isi is None:
        dahulu = IsiSimpul.objects.filter(simpul=satu).order_by("dicatat_pada", "pk")
        if tanya.diketahui:
            dahulu = dahulu.filter(dicatat_pada__lte=tanya.diketahui)
        terakhir = dahulu.last()
        if terakhir is None and tanya.diketahui:
            raise belum_ada("Simpul ini", tanya.diketahui)
        return render(request, "kinerja/simpul.html", konteks | {"terakhir": terakhir})
    alasan = alasan_baca(request, satu.opd_id, tanya)
    cari = None if alasan else request.GET.get("cari")
    if not alasan and formulir is None:
        formulir = _formulir(tanya, satu.opd_id, isi)
    konteks |= {
        "cabang": ada[1],
        "jalur": ada[0],
        "simpul": ada[1].simpul,
        "alasan": alasan,
        "formulir": formulir,
        "bentrok": bandingkan(bentrok, LABEL_SIMPUL) if bentrok else None,
        "pesan_bentrok": bentrok.pesan if bentrok else "",
        "dibaca": tanda_fakta(IsiSimpul, simpul=satu)
        if bentrok or formulir is None or not formulir.is_bound
        else request.POST.get("dibaca", ""),
        "cari": cari,
        "pilihan": _pilihan(satu, tanya, cari) if cari is not None else [],
        "temuan": [t for t in temuan_pohon(semua, [satu.opd_id], tanya)[satu.opd_id] if t.simpul == satu.pk],
    }
    return render(request, "kinerja/simpul.html", konteks, status=status)


def _pilihan(satu: SimpulKinerja, tanya: SaatPohon, cari: str) -> list[Any]:
    semua = queries.pilihan_indikator(satu.opd_id, per=dt.date(tanya.tahun, 12, 31))
    return list((semua.filter(nama__icontains=cari.strip()) if cari.strip() else semua)[:PILIHAN_TERLIHAT])


@izin(Izin.KINERJA_ISI, Izin.KINERJA_KELOLA)
@require_POST
def ubah(request: HttpRequest, simpul_id: UUID) -> HttpResponse:
    """Save one node; who saved meanwhile is shown beside."""
    satu, tanya = _ambil(request, simpul_id, isi=True)
    isi = baca.isi_simpul(tanya).filter(simpul=satu).first()
    if isi is None:
        return redirect(alamat_simpul(satu))
    formulir = _formulir(tanya, satu.opd_id, isi, request.POST)
    bentrok = None
    if formulir.is_valid():
        try:
            hasil = _laksanakan(
                request, satu, actions.ubah_simpul, "ubah", isi=formulir.isi(),
                dibaca=request.POST.get("dibaca") or None,
            )  # fmt: skip
        except Bentrok as tolak:
            bentrok = tolak
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Simpul disimpan.")
            return redirect(hasil.tujuan)
    return _halaman(request, satu, tanya, formulir=formulir, bentrok=bentrok, status=409 if bentrok else 422)


def _laksanakan(
    request: HttpRequest, satu: SimpulKinerja, aksi: Any, verba: str, *, tujuan: str = "", **isi: Any
) -> Any:
    return laksanakan(
        request, partial(aksi, simpul_id=satu.pk), peristiwa=f"simpul_kinerja.{verba}",
        objek="simpul_kinerja", objek_id=satu.pk, opd_id=satu.opd_id, tujuan=tujuan or alamat_simpul(satu),
        **isi,
    )  # fmt: skip


def _kerjakan(
    request: HttpRequest, satu: SimpulKinerja, aksi: Any, verba: str, *, berhasil: str, **isi: Any
) -> HttpResponse:
    """A button's act; a refusal becomes a sentence on the page of the node."""
    try:
        hasil = _laksanakan(request, satu, aksi, verba, **isi)
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(alamat_simpul(satu))
    if not hasil.ulang:
        messages.success(request, berhasil)
    return redirect(hasil.tujuan)


@izin(Izin.KINERJA_ISI, Izin.KINERJA_KELOLA)
@require_POST
def pindah(request: HttpRequest, simpul_id: UUID) -> HttpResponse:
    """Dragged in the tree: the same node below another one, behind those that stand there."""
    satu, tanya = _ambil(request, simpul_id, isi=True)
    dibaca = tanda_fakta(IsiSimpul, simpul=satu)
    isi = baca.isi_simpul(tanya).filter(simpul=satu).first()
    induk = _uuid(request.POST.get("induk", ""))
    if isi is None or induk is None:
        return redirect(alamat_simpul(satu))
    return _kerjakan(
        request, satu, actions.ubah_simpul, "ubah", berhasil="Simpul dipindahkan.",
        isi=replace(actions.isi_tersimpan(isi), induk_id=induk, urutan=None),
        dibaca=dibaca,
        tujuan=f"{alamat_pohon(satu.opd_id, satu.dokumen.tahun_awal)}#s-{satu.pk}",
    )  # fmt: skip


@izin(Izin.KINERJA_ISI, Izin.KINERJA_KELOLA)
@require_POST
def hapus(request: HttpRequest, simpul_id: UUID) -> HttpResponse:
    """Take a node out of the tree."""
    satu, _ = _ambil(request, simpul_id, isi=True)
    return _kerjakan(
        request, satu, actions.hapus_simpul, "hapus", berhasil="Simpul dihapus dari pohon.",
        tujuan=alamat_pohon(satu.opd_id, satu.dokumen.tahun_awal),
    )  # fmt: skip


@izin(Izin.KINERJA_ISI, Izin.KINERJA_KELOLA)
@require_POST
def pasang(request: HttpRequest, simpul_id: UUID, indikator_id: UUID) -> HttpResponse:
    """Measure a node by an indicator of the catalogue."""
    satu, _ = _ambil(request, simpul_id, isi=True)
    return _kerjakan(
        request, satu, actions.pasang_indikator, "pasang_indikator", berhasil="Indikator dipasang.",
        indikator_id=indikator_id,
    )  # fmt: skip


@izin(Izin.KINERJA_ISI, Izin.KINERJA_KELOLA)
@require_POST
def lepas(request: HttpRequest, simpul_id: UUID, indikator_id: UUID) -> HttpResponse:
    """No longer measure it by this indicator."""
    satu, _ = _ambil(request, simpul_id, isi=True)
    return _kerjakan(
        request, satu, actions.lepas_indikator, "lepas_indikator", berhasil="Indikator dilepas.",
        indikator_id=indikator_id,
    )  # fmt: skip
