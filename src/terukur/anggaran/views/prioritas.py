"""Does the money follow the priorities? The matrix, the list behind it, and the flag by hand."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.anggaran import actions, exports, queries
from terukur.anggaran.forms.prioritas import FormulirSaringSub
from terukur.anggaran.forms.wajib import FormulirRutin
from terukur.anggaran.penyedia import capaian_program
from terukur.anggaran.queries import tahap_jendela
from terukur.anggaran.rules import prioritas as rules
from terukur.anggaran.rules.prioritas import SubTahap
from terukur.anggaran.views.pagu import Saringan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.queries import daftar_opd
from terukur.perencanaan.queries import daftar_prioritas, get_sub_kegiatan

PER_HALAMAN = 50


def _saring(request: HttpRequest) -> tuple[Saringan, list[SubTahap], list[SubTahap]]:
    """What the address asks for, every sub kegiatan of the stage, and those that pass the filter."""
    opd = [(str(o.pk), o.nama) for o in daftar_opd(request.user, izin=Izin.ANGGARAN_LIHAT)]  # type: ignore[arg-type]
    saring = Saringan(request, partial(FormulirSaringSub, prioritas=daftar_prioritas(), opd=opd))
    semua = queries.sub_tahap(saring.tahap, untuk=request.user, diketahui=saring.diketahui)  # type: ignore[arg-type]
    isi = saring.formulir.cleaned_data
    terpilih = rules.saring_sub(
        semua, **{k: isi.get(k, "") for k in ("prioritas", "program", "opd", "jenis")}
    )
    return saring, semua, terpilih


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def matriks(request: HttpRequest) -> HttpResponseBase:
    """Prioritas x program x money of one stage."""
    saring, semua, terpilih = _saring(request)
    baris = queries.matriks_prioritas(
        terpilih,
        saring.tahap,
        untuk=request.user,  # type: ignore[arg-type]
        diketahui=saring.diketahui,
    )
    urut = request.GET.get("urut", "")
    match urut.lstrip("-"):
        case "jumlah":
            baris.sort(key=lambda b: (b.jumlah, b.program), reverse=urut.startswith("-"))
        case "program":
            baris.sort(key=lambda b: b.program, reverse=urut.startswith("-"))
        case "belum_terukur":
            baris.sort(key=lambda b: (b.belum_terukur, b.program), reverse=urut.startswith("-"))
    capaian = capaian_program()
    kolom = exports.kolom_prioritas(capaian=capaian is not None)
    if unduhan := respons_tabel(request, f"Prioritas dan program {saring.tahap.label}", kolom, baris):
        return unduhan
    return render(
        request,
        "anggaran/prioritas.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "ringkas": rules.ringkas(semua),
            "halaman": Paginator(baris, PER_HALAMAN).get_page(request.GET.get("hal")),
            "jumlah": sum(b.jumlah for b in baris),
            "urut": urut,
            "capaian": capaian,
            "tanpa": rules.TANPA,
            "tanpa_prioritas": rules.TANPA_PRIORITAS,
        },
    )


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def daftar_sub(request: HttpRequest) -> HttpResponseBase:
    """The sub kegiatan behind a line of the matrix."""
    saring, _, baris = _saring(request)
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") == "jumlah":
        baris.sort(key=lambda s: (s.jumlah is not None, s.jumlah or 0, s.kode), reverse=urut.startswith("-"))
    if unduhan := respons_tabel(
        request, f"Sub kegiatan {saring.tahap.label}", exports.KOLOM_SUB_PRIORITAS, baris
    ):
        return unduhan
    return render(
        request,
        "anggaran/prioritas_sub.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "halaman": Paginator(baris, PER_HALAMAN).get_page(request.GET.get("hal")),
            "jumlah": sum(s.jumlah or 0 for s in baris),
            "urut": urut,
            "boleh_tandai": saring.diketahui is None and request.user.akses.boleh(Izin.PAGU_KELOLA),  # type: ignore[union-attr]
        },
    )


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def tandai(request: HttpRequest, sub_id: UUID) -> HttpResponse:
    """Say by hand whether a sub kegiatan is belanja rutin internal, with the reason."""
    sub = get_sub_kegiatan(sub_id, untuk=request.user, izin=Izin.PAGU_KELOLA)  # type: ignore[arg-type]
    tahap = tahap_jendela(sub.pengajuan.jendela)
    satu = next(s for s in queries.sub_tahap(tahap, untuk=request.user) if s.id == sub.pk)  # type: ignore[arg-type]
    formulir = FormulirRutin(request.POST or None)
    kembali = f"{reverse('anggaran:prioritas_sub')}{tahap.kueri}&program={satu.program}"
    if request.method == "POST" and formulir.is_valid():
        keputusan, alasan = formulir.cleaned_data["keputusan"], formulir.cleaned_data["alasan"]
        lepas = keputusan == "lepas"
        aksi = actions.lepas_tanda if lepas else partial(actions.tandai_rutin, rutin=keputusan == "rutin")
        try:
            hasil = laksanakan(
                request,
                aksi,
                peristiwa=f"tanda_rutin.{'lepas' if lepas else 'tandai'}",
                objek="tanda_rutin",
                objek_id=f"{tahap.tahun}-{sub.opd_id}-{sub.kode}",
                opd_id=sub.opd_id,
                tujuan=kembali,
                sub_kegiatan=sub,
                alasan=alasan,
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"Tanda {sub.kode} tercatat.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/prioritas_tandai.html",
        {
            "sub": satu,
            "tahap": tahap,
            "formulir": formulir,
            "riwayat": queries.riwayat_tanda(sub.opd_id, tahap.tahun, sub.kode),
            "kembali": kembali,
        },
        status=422 if formulir.is_bound else 200,
    )
