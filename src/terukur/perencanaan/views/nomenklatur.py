"""The official nomenclature: lists, versions side by side, the year's choice; priorities."""

from collections import Counter
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.perencanaan.actions.nomenklatur import pilih_versi_tahun, simpan_prioritas
from terukur.perencanaan.choices import JenisPemda
from terukur.perencanaan.forms import (
    FormulirBanding,
    FormulirDiketahui,
    FormulirPrioritas,
    FormulirSaringNomenklatur,
    FormulirSaringPrioritas,
    FormulirTahunVersi,
)
from terukur.perencanaan.models import PrioritasDaerah
from terukur.perencanaan.queries import (
    daftar_prioritas,
    daftar_versi,
    pilihan_tahun,
    prioritas_saat,
    saring_nomenklatur,
    selisih_versi,
)
from terukur.perencanaan.rules.selisih import LABEL_BEDA

KOLOM_NOMENKLATUR = (
    Kolom("Jenis pemda", "jenis_pemda"),
    Kolom("Kode", "kode", "kode"),
    Kolom("Tingkat", lambda n: n.get_tingkat_display()),
    Kolom("Nama", "nama"),
    Kolom("Kinerja", "kinerja"),
    Kolom("Indikator", "indikator"),
    Kolom("Satuan", "satuan"),
    Kolom("SPM", lambda n: "SPM" if n.spm else "NON-SPM"),
    Kolom("Jenis", "jenis"),
    Kolom("Pelaksana", "pelaksana"),
    Kolom("Definisi operasional", "definisi"),
    Kolom("Tag", lambda n: "; ".join(n.tag)),
    Kolom("Kode sebelumnya", "kode_sebelumnya", "kode"),
)
KOLOM_BEDA = (
    Kolom("Perubahan", lambda d: LABEL_BEDA[d.jenis]),
    Kolom("Kode lama", lambda d: d.lama.kode if d.lama else "", "kode"),
    Kolom("Nama lama", lambda d: d.lama.nama if d.lama else ""),
    Kolom("Kode baru", lambda d: d.baru.kode if d.baru else "", "kode"),
    Kolom("Nama baru", lambda d: d.baru.nama if d.baru else ""),
    Kolom("Indikator lama", lambda d: d.lama.indikator if d.lama else ""),
    Kolom("Indikator baru", lambda d: d.baru.indikator if d.baru else ""),
    Kolom("Satuan lama", lambda d: d.lama.satuan if d.lama else ""),
    Kolom("Satuan baru", lambda d: d.baru.satuan if d.baru else ""),
)


@izin(Izin.NOMENKLATUR_LIHAT)
@require_GET
def nomenklatur(request: HttpRequest) -> HttpResponseBase:
    """Rows of one version, by code or words."""
    semua = list(daftar_versi())
    formulir = FormulirSaringNomenklatur(request.GET or None)
    isi: dict[str, Any] = formulir.cleaned_data if formulir.is_valid() else {}
    versi = isi.get("versi") or (semua[0] if semua else None)
    konteks: dict[str, Any] = {"saring": formulir, "versi": versi, "hal": None}
    if versi is not None:
        baris = saring_nomenklatur(
            versi,
            kata=isi.get("kata", ""),
            jenis_pemda=isi.get("jenis_pemda") or JenisPemda.KABKOT,
            tingkat=[isi["tingkat"]] if isi.get("tingkat") else [],
        )
        urut = request.GET.get("urut", "")
        if urut.lstrip("-") in ("kode", "nama", "satuan"):
            baris = baris.order_by(urut, "pk")
        if unduhan := respons_tabel(
            request, f"Nomenklatur {versi.nama}", KOLOM_NOMENKLATUR, baris.iterator()
        ):
            return unduhan
        konteks |= {"hal": Paginator(baris, 50).get_page(request.GET.get("hal")), "urut": urut}
    return render(request, "perencanaan/nomenklatur.html", konteks)


@izin(Izin.NOMENKLATUR_LIHAT)
@require_http_methods(["GET", "POST"])
def versi(request: HttpRequest) -> HttpResponse:
    """All versions, and which one a year uses, as known at ``?diketahui=``.

    Choosing is for who keeps the nomenclature.
    """
    boleh = request.user.akses.boleh(Izin.NOMENKLATUR_KELOLA)  # type: ignore[union-attr]
    saring = FormulirDiketahui(request.GET or None)
    diketahui = saring.cleaned_data["diketahui"] if saring.is_valid() else None
    formulir = FormulirTahunVersi(request.POST or None)
    if request.method == "POST":
        if not boleh:
            raise AturanDilanggar("Memilih versi nomenklatur adalah wewenang Bappeda.", kode="tidak_berhak")
        if formulir.is_valid():
            isi = formulir.cleaned_data
            laksanakan(
                request, pilih_versi_tahun, peristiwa="nomenklatur.pilih_tahun", objek="nomenklatur",
                objek_id=isi["versi"].pk, tujuan="", tahun=isi["tahun"], versi=isi["versi"],
            )  # fmt: skip
            messages.success(request, f"Tahun {isi['tahun']} kini memakai {isi['versi'].nama}.")
            return redirect("perencanaan:versi")
    return render(
        request,
        "perencanaan/versi.html",
        {
            "daftar": daftar_versi(diketahui=diketahui),
            "tahun": pilihan_tahun(diketahui=diketahui),
            "saring": saring,
            "diketahui": diketahui,
            "boleh": boleh,
            "formulir": formulir,
            "banding": FormulirBanding(),
        },
        status=422 if formulir.errors else 200,
    )


@izin(Izin.NOMENKLATUR_LIHAT)
@require_GET
def selisih(request: HttpRequest) -> HttpResponseBase:
    """Two versions side by side: new, gone, renamed, moved, indicator changed."""
    formulir = FormulirBanding(request.GET or None)
    konteks: dict[str, Any] = {"formulir": formulir, "hal": None, "label": LABEL_BEDA}
    if formulir.is_valid():
        isi = formulir.cleaned_data
        beda = selisih_versi(isi["lama"], isi["baru"], jenis_pemda=isi["jenis_pemda"] or JenisPemda.KABKOT)
        hitung = Counter(d.jenis for d in beda)
        jenis = request.GET.get("jenis", "")
        if jenis in LABEL_BEDA:
            beda = [d for d in beda if d.jenis == jenis]
        nama = f"Selisih {isi['lama'].nama} dan {isi['baru'].nama}"
        if unduhan := respons_tabel(request, nama, KOLOM_BEDA, beda):
            return unduhan
        konteks |= {
            "lama": isi["lama"],
            "baru": isi["baru"],
            "hitung": hitung,
            "jenis": jenis,
            "hal": Paginator(beda, 50).get_page(request.GET.get("hal")),
        }
    return render(request, "perencanaan/selisih.html", konteks)


KOLOM_PRIORITAS = (
    Kolom("Urutan", "urutan", "angka"),
    Kolom("Prioritas", "nama"),
    Kolom("Uraian", "uraian"),
    Kolom("Berlaku sejak", "berlaku_sejak", "tanggal"),
    Kolom("Berlaku sampai", "berlaku_sampai", "tanggal"),
)


@izin(Izin.NOMENKLATUR_LIHAT)
@require_GET
def prioritas(request: HttpRequest) -> HttpResponseBase:
    """Priorities of the kabupaten, past and present, or those of the day ``?per=``, as known when."""
    saring = FormulirSaringPrioritas(request.GET)
    isi = saring.isi
    lalu = isi.get("diketahui")
    semua = prioritas_saat(lalu, isi.get("per")) if lalu else daftar_prioritas(isi.get("per"))
    kata = isi.get("kata", "").casefold()
    daftar = [p for p in semua if kata in p.nama.casefold()]
    if unduhan := respons_tabel(request, "Prioritas daerah", KOLOM_PRIORITAS, daftar):
        return unduhan
    return render(
        request,
        "perencanaan/prioritas.html",
        {
            "daftar": daftar,
            "saring": saring,
            "lalu": lalu,
            "boleh": not lalu and request.user.akses.boleh(Izin.NOMENKLATUR_KELOLA),  # type: ignore[union-attr]
        },
    )


@izin(Izin.NOMENKLATUR_KELOLA)
@require_http_methods(["GET", "POST"])
def ubah_prioritas(request: HttpRequest, prioritas_id: int | None = None) -> HttpResponse:
    """Add a priority, or change one; ending it is giving it a last day."""
    lama = None
    if prioritas_id is not None:
        lama = PrioritasDaerah.objects.filter(pk=prioritas_id).first()
        if lama is None:
            raise TidakDitemukan("Prioritas tidak ditemukan.")
    awal = {k: getattr(lama, k) for k in FormulirPrioritas.base_fields} if lama else {}
    formulir = FormulirPrioritas(request.POST or None, initial=awal)
    if request.method == "POST" and formulir.is_valid():
        try:
            laksanakan(
                request, partial(simpan_prioritas, prioritas=lama), peristiwa="prioritas_daerah.simpan",
                objek="prioritas_daerah", objek_id=lama.pk if lama else "", tujuan="",
                **formulir.cleaned_data,
            )  # fmt: skip
            messages.success(request, "Prioritas daerah disimpan.")
            return redirect("perencanaan:prioritas")
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
    return render(
        request,
        "perencanaan/ubah_prioritas.html",
        {"formulir": formulir, "lama": lama},
        status=422 if formulir.errors else 200,
    )
