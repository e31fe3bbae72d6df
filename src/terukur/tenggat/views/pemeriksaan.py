"""Verification: inbox, reading page by requirement, notes, review, decree."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.waktu import tulis_sisa
from terukur.jejak.rules import tulis_nilai
from terukur.jejak.tindakan import laksanakan
from terukur.tenggat import actions, queries, rules
from terukur.tenggat.actions import IsiCatatan, IsiPenetapan
from terukur.tenggat.choices import HasilReviu, JenisPenetapan, StatusPengajuan
from terukur.tenggat.forms import FormCatatan, FormPenetapan, FormReviu, FormTanggapan
from terukur.tenggat.models import PemeriksaanSyarat, Pengajuan
from terukur.tenggat.penyedia import daftar_penyedia
from terukur.tenggat.views.bantu import ambil, kerjakan, pembaca, saat


@izin(Izin.PENGAJUAN_VERIFIKASI)
@require_GET
def antrean(request: HttpRequest) -> HttpResponseBase:
    """The verifier's inbox: what waits, oldest first, with its age."""
    pada = saat(request)
    baris = queries.antrean_pemeriksa(pembaca(request))
    if cari := request.GET.get("cari", "").strip():
        baris = baris.filter(pengajuan__opd__nama__icontains=cari)
    urut = request.GET.get("urut", "umur")
    kolom_urut = {"umur": "menunggu_sejak", "opd": "pengajuan__opd__nama", "syarat": "syarat__nama"}.get(
        urut.lstrip("-"), "menunggu_sejak"
    )
    baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom_urut}", "pk")
    kolom = [
        Kolom("OPD", "pengajuan.opd.nama"), Kolom("Jadwal", "pengajuan.jendela.judul"),
        Kolom("Syarat", "syarat.nama"), Kolom("Menunggu sejak", "menunggu_sejak", "waktu"),
        Kolom("Umur", lambda b: tulis_sisa(pada - b.menunggu_sejak)),
    ]  # fmt: skip
    if unduhan := respons_tabel(request, "Antrean pemeriksaan", kolom, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    return render(request, "tenggat/antrean.html", {"hal": hal, "urut": urut, "cari": cari, "pada": pada})


def _form_catatan(p: Pengajuan, kode: str, data: QueryDict | None = None) -> FormCatatan:
    """A note on one requirement: its rows and fields as they stand frozen, in the words of the office."""
    penyedia = daftar_penyedia.ambil(kode) if kode in daftar_penyedia else None
    if penyedia is None:
        raise TidakDitemukan("Syarat tidak ditemukan.")
    isi = queries.isi_versi(p, kode, p.versi)
    ada = {c for v in isi.get("baris", {}).values() for c in v}
    kolom = [(c, nama) for c, nama in penyedia.kolom().items() if c in ada]
    return FormCatatan(data, auto_id=f"{kode}_%s", pilihan_baris=penyedia.baris(p), pilihan_kolom=kolom)


def _bagian(
    request: HttpRequest, p: Pengajuan, periksa: PemeriksaanSyarat, form: FormCatatan | None
) -> dict[str, object]:
    """One requirement as the verifier reads it: differences since verified, notes, form, steps."""
    pengguna = pembaca(request)
    kode = periksa.syarat.kode
    penyedia = daftar_penyedia.ambil(kode)
    milik = kode in queries.bagian_pemeriksa(pengguna, [kode])
    alasan = ""
    if milik:
        alasan, _ = queries.konflik(pengguna, p, syarat=kode, pada=saat(request))
    sejak = periksa.versi_diverifikasi or (p.versi - 1 if p.versi > 1 else 0)
    return {
        "periksa": periksa,
        "syarat": periksa.syarat,
        "tautan": penyedia.tautan_isi(p),
        "milik": milik,
        "alasan": alasan,
        "label": dict(penyedia.baris(p)),
        "kolom": penyedia.kolom(),
        "jumlah_baris": len(queries.isi_versi(p, kode, p.versi).get("baris", {})),
        "sejak": sejak,
        "perubahan": queries.perubahan_syarat(p, kode, sejak_versi=sejak) if sejak else [],
        "form": form or _form_catatan(p, kode),
        "catatan": [c for c in p.daftar_catatan.order_by("selesai_pada", "dibuat_pada", "pk")
                    if c.syarat_id == periksa.syarat_id],
    }  # fmt: skip


@izin(Izin.PENGAJUAN_VERIFIKASI, Izin.PENGAJUAN_REVIU, Izin.PENGAJUAN_TETAPKAN)
@require_GET
def periksa(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """Everything a verifier needs about one package, requirement by requirement."""
    return _halaman_periksa(request, ambil(request, pengajuan_id))


def _halaman_periksa(
    request: HttpRequest, p: Pengajuan, *, kode: str = "", form: FormCatatan | None = None
) -> HttpResponse:
    """The reading page; with ``form``, the refused note on requirement ``kode``, as it was typed."""
    baris = p.daftar_pemeriksaan.select_related("syarat").order_by("syarat__urutan", "pk")
    return render(
        request,
        "tenggat/periksa.html",
        {
            "p": p, "j": p.jendela,
            "bagian": [_bagian(request, p, x, form if x.syarat.kode == kode else None) for x in baris],
            "tulis_kolom": rules.tulis_kolom,
            "tulis_isi": partial(tulis_nilai, zona=p.jendela.zona_waktu),
            "terbuka": p.status in (StatusPengajuan.DIAJUKAN, StatusPengajuan.DIKEMBALIKAN,
                                    StatusPengajuan.DIVERIFIKASI),
        },
        status=422 if form else 200,
    )  # fmt: skip


@izin(Izin.PENGAJUAN_VERIFIKASI)
@require_POST
def verifikasi(request: HttpRequest, pengajuan_id: UUID, kode: str) -> HttpResponse:
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_VERIFIKASI)
    return kerjakan(
        request, actions.verifikasi, peristiwa="pengajuan.verifikasi", pengajuan=p, pengajuan_id=p.pk,
        kode=kode, pengguna=pembaca(request), kembali=reverse("tenggat:periksa", args=[p.pk]),
        berhasil="Syarat diverifikasi.",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_VERIFIKASI)
@require_POST
def catat(request: HttpRequest, pengajuan_id: UUID, kode: str) -> HttpResponse:
    """Add a note; with the button ``kembalikan`` the package goes back with it."""
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_VERIFIKASI)
    mengembalikan = "kembalikan" in request.POST
    form = _form_catatan(p, kode, request.POST)
    form.fields["isi"].required = not mengembalikan  # an older open note may say what to correct
    if not form.is_valid():
        return _halaman_periksa(request, p, kode=kode, form=form)
    b = form.cleaned_data
    catatan = IsiCatatan(b["isi"], b["baris"], b["kolom"])
    isian: dict[str, Any] = {"catatan": catatan}
    if mengembalikan:
        isian = {"catatan": (catatan,) if catatan.isi else ()}
    try:
        hasil = laksanakan(
            request, actions.kembalikan if mengembalikan else actions.tambah_catatan,
            peristiwa="pengajuan.kembalikan" if mengembalikan else "pengajuan.catat",
            objek="pengajuan", objek_id=p.pk, opd_id=p.opd_id,
            tujuan=f"{reverse('tenggat:periksa', args=[p.pk])}#{kode}",
            pengajuan_id=p.pk, kode=kode, pengguna=pembaca(request), **isian,
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        form.terima_galat(tolak)
        return _halaman_periksa(request, p, kode=kode, form=form)
    if not hasil.ulang:
        kabar = "Dikembalikan kepada OPD dengan catatannya." if mengembalikan else "Catatan tersimpan."
        messages.success(request, kabar)
    return redirect(hasil.tujuan)


@izin(Izin.PENGAJUAN_ISI)
@require_POST
def tanggapi(request: HttpRequest, catatan_id: int) -> HttpResponse:
    catatan = queries.get_catatan(catatan_id, untuk=pembaca(request))
    p = ambil(request, catatan.pengajuan_id, Izin.PENGAJUAN_ISI)
    kembali = f"{reverse('tenggat:pengajuan', args=[p.pk])}#catatan"
    form = FormTanggapan(request.POST)
    if not form.is_valid():
        messages.error(request, "Tuliskan tanggapan, paling panjang 2.000 huruf.")
        return redirect(kembali)
    return kerjakan(
        request, actions.tanggapi_catatan, peristiwa="pengajuan.tanggapi", pengajuan=p, catatan_id=catatan.pk,
        tanggapan=form.cleaned_data["tanggapan"], kembali=kembali, berhasil="Tanggapan tersimpan.",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_VERIFIKASI)
@require_POST
def selesaikan(request: HttpRequest, catatan_id: int) -> HttpResponse:
    catatan = queries.get_catatan(catatan_id, untuk=pembaca(request))
    p = ambil(request, catatan.pengajuan_id, Izin.PENGAJUAN_VERIFIKASI)
    return kerjakan(
        request, actions.selesaikan_catatan, peristiwa="pengajuan.selesaikan_catatan", pengajuan=p,
        catatan_id=catatan.pk, pengguna=pembaca(request), berhasil="Catatan ditandai selesai.",
        kembali=f"{reverse('tenggat:periksa', args=[p.pk])}#{catatan.syarat.kode}",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_REVIU)
@require_http_methods(["GET", "POST"])
def reviu(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """The APIP review of one package."""
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_REVIU)
    form = FormReviu(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hasil = laksanakan(
                request, actions.reviu, peristiwa="pengajuan.reviu", objek="pengajuan", objek_id=p.pk,
                opd_id=p.opd_id, tujuan=reverse("tenggat:pengajuan", args=[p.pk]), pengajuan_id=p.pk,
                hasil=HasilReviu(form.cleaned_data["hasil"]), catatan=form.cleaned_data["catatan"],
                pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Hasil reviu tercatat.")
            return redirect(hasil.tujuan)
    return render(
        request,
        "tenggat/reviu.html",
        {"p": p, "j": p.jendela, "form": form},
        status=422 if form.errors else 200,
    )


def _tetapkan(
    request: HttpRequest, calon: list[Pengajuan], *, judul: str, kembali: tuple[str, str],
    menunggu: Sequence[tuple[str, str]] = (),
) -> HttpResponse:  # fmt: skip
    """``kembali``: (name, address) of the page before; ``menunggu``: (OPD, who must act on it first)."""
    form = FormPenetapan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        b = form.cleaned_data
        dipilih = set(request.POST.getlist("pengajuan"))
        isi = IsiPenetapan(JenisPenetapan(b["jenis"]), b["nomor"], b["tanggal"], b["penanda_tangan"])
        ids = [p.pk for p in calon if len(calon) == 1 or str(p.pk) in dipilih]
        try:
            hasil = laksanakan(
                request, actions.tetapkan, peristiwa="pengajuan.tetapkan", objek="pengajuan",
                objek_id=ids[0] if len(ids) == 1 else "", tujuan=kembali[1], pengajuan_ids=ids, isi=isi,
                pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, f"{len(ids)} pengajuan ditetapkan dengan {isi.nomor}.")
            return redirect(hasil.tujuan)
    return render(
        request, "tenggat/tetapkan.html",
        {"calon": calon, "form": form, "judul": judul, "kembali": kembali, "menunggu": menunggu},
        status=422 if form.errors else 200,
    )  # fmt: skip


@izin(Izin.PENGAJUAN_TETAPKAN)
@require_http_methods(["GET", "POST"])
def tetapkan(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """Set the stage of one package by a document."""
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_TETAPKAN)
    kembali = (p.opd.singkatan, reverse("tenggat:pengajuan", args=[p.pk]))
    return _tetapkan(request, [p], judul=f"{p.jendela.judul}: {p.opd.nama}", kembali=kembali)


@izin(Izin.PENGAJUAN_TETAPKAN)
@require_http_methods(["GET", "POST"])
def tetapkan_bersama(request: HttpRequest, jendela_id: UUID) -> HttpResponse:
    """Set the stage of several verified packages by one document."""
    j = queries.get_jendela(jendela_id, untuk=pembaca(request))
    semua = list(
        queries.pengajuan_terlihat(pembaca(request))
        .filter(jendela=j, status=StatusPengajuan.DIVERIFIKASI)
        .select_related("opd", "jendela")
        .order_by("opd__kode", "pk")
    )
    penahan = queries.penahan_reviu(semua)
    return _tetapkan(
        request, [p for p in semua if p.pk not in penahan], judul=j.judul,
        kembali=(j.nama_tahapan, reverse("tenggat:jendela", args=[j.pk])),
        menunggu=[(p.opd.nama, penahan[p.pk]) for p in semua if p.pk in penahan],
    )  # fmt: skip
