"""A sidak or apel: the list on a phone while it runs, one person, closing, and what became of it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.choices import JenisPengawasan, KeadaanOrang, StatusPengawasan
from terukur.kehadiran.exports import cetak_pengawasan
from terukur.kehadiran.forms.pengawasan import FormTandai, FormTutup, baca_letak
from terukur.kehadiran.models import Pengawasan
from terukur.kehadiran.queries import pengawasan as queries
from terukur.kehadiran.queries.apel import hadir_apel
from terukur.kehadiran.queries.berita_acara import sebut_lingkup
from terukur.kehadiran.rules.pengawasan import sebut_ada
from terukur.kehadiran.views.hasil_pengawasan import daftar_hasil, konteks_hasil
from terukur.organisasi.views.kerangka import diterima, halaman_formulir, kiriman, pembaca

J, S, K = JenisPengawasan, StatusPengawasan, KeadaanOrang
SEKALI = 40
"""People on one page of a phone."""


def _ambil(request: HttpRequest, pengawasan_id: UUID, *, jalankan: bool = False) -> Pengawasan:
    p = queries.get_pengawasan(pengawasan_id, untuk=pembaca(request))
    if jalankan and not queries.boleh_jalankan(p, pembaca(request)):
        raise TidakDitemukan("Sidak atau apel itu dijalankan orang lain.")
    return p


def remah(p: Pengawasan, *ini: tuple[str, str]) -> list[tuple[str, str]]:
    return [(p.get_jenis_display(), reverse(f"kehadiran:{p.jenis}")), *ini]


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def satu(request: HttpRequest, pengawasan_id: UUID) -> HttpResponse:
    """The list to mark while it runs; else where it stands or what became of it."""
    p = _ambil(request, pengawasan_id)
    if p.status == S.BERJALAN and queries.boleh_jalankan(p, pembaca(request)):
        return _berjalan(request, p)
    konteks = konteks_hasil(request, p) | {"remah": remah(p, (p.nama, ""))}
    return render(request, "kehadiran/pengawasan_hasil.html", konteks)


def _berjalan(request: HttpRequest, p: Pengawasan) -> HttpResponse:
    """Unmarked first, so that the thumb stays where it is. Presses are shown of who is marked only.

    Who looks must not know beforehand what the device says: he marks what he sees.
    """
    orang = list(queries.orang_dari(p, untuk=pembaca(request)))
    semua = queries.baris_orang(orang)
    kata = request.GET.get("kata", "").strip()[:100].casefold()
    wajib = [b for b in semua if b.o.keadaan == K.WAJIB]
    cocok = [b for b in semua if kata in b.o.nama.casefold()]
    belum = [b for b in cocok if b.o.keadaan == K.WAJIB and b.tanda is None]
    sudah = [b for b in cocok if b.tanda]
    if p.jenis == J.SIDAK:
        queries.isi_rekam(sudah, p.mulai_pada)
    else:
        hadir = hadir_apel(p.pk)
        for b in sudah:
            b.rekam = "ada rekam" if hadir[b.o.pk][1] else "belum ada rekam"
    hal = Paginator(belum, SEKALI).get_page(request.GET.get("hal"))
    konteks = {
        "p": p,
        "lingkup": sebut_lingkup(p),
        "hal": hal,
        "sudah": sorted((b for b in sudah if b.tanda), key=lambda b: b.tanda.pk, reverse=True),  # type: ignore[union-attr]
        "lain": [b for b in cocok if b.o.keadaan != K.WAJIB and b.tanda is None],
        "jumlah": [
            ("Seharusnya ada", len(wajib)),
            ("Ada", sum(1 for b in wajib if b.tanda and b.tanda.ada)),
            ("Tidak ada", sum(1 for b in wajib if b.tanda and not b.tanda.ada)),
            ("Belum ditandai", sum(1 for b in wajib if b.tanda is None)),
        ],
        "kata": request.GET.get("kata", "")[:100],
        "cari": len(orang) > SEKALI // 2,
        "boleh_tutup": queries.boleh_tutup(p, pembaca(request)),
        "remah": remah(p, (p.nama, "")),
        "apel": p.jenis == J.APEL,
    }
    return render(request, "kehadiran/pengawasan_jalan.html", konteks)


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def orang(request: HttpRequest, pengawasan_id: UUID, orang_id: int) -> HttpResponse:
    """One person: mark with a note, or change a mark with its reason."""
    p = _ambil(request, pengawasan_id, jalankan=True)
    b = queries.get_orang_pengawasan(p, orang_id, untuk=pembaca(request))
    return _orang(request, p, b, FormTandai(koreksi=b.tanda is not None))


def _orang(
    request: HttpRequest, p: Pengawasan, b: queries.BarisOrang, formulir: FormTandai, status: int = 200
) -> HttpResponse:
    if p.jenis == J.SIDAK:
        queries.isi_rekam([b], p.mulai_pada)
    formulir.fields["catatan"].required = b.tanda is not None  # said here; the action asks for it
    konteks = {
        "p": p, "b": b, "formulir": formulir, "sebut_ada": sebut_ada, "berjalan": p.status == S.BERJALAN,
        "remah": remah(p, (p.nama, actions.tautan(p)), (b.o.nama, "")),
    }  # fmt: skip
    return render(request, "kehadiran/pengawasan_orang.html", konteks, status=status)


def _baca_tanda(request: HttpRequest) -> tuple[int, bool]:
    """``tanda=17:1``: which row, and whether he is there."""
    nomor, _, ada = request.POST.get("tanda", "").partition(":")
    if not nomor.isdecimal() or len(nomor) > 18 or ada not in ("0", "1"):
        raise TidakDitemukan("Tanda itu tidak dikenal.")
    return int(nomor), ada == "1"


@izin(Izin.KEHADIRAN_SENDIRI)
@require_POST
def tandai(request: HttpRequest, pengawasan_id: UUID) -> HttpResponse:
    """Mark one person; the time is the server's."""
    p = _ambil(request, pengawasan_id, jalankan=True)
    orang_id, ada = _baca_tanda(request)
    b = queries.get_orang_pengawasan(p, orang_id, untuk=pembaca(request))
    dibaca = request.POST.get("dibaca", "")
    formulir = FormTandai(request.POST, koreksi=b.tanda is not None)
    catatan = formulir.cleaned_data["catatan"] if formulir.is_valid() else ""
    aksi = partial(
        actions.tandai, pengawasan_id=p.pk, orang_id=orang_id, ada=ada, catatan=catatan,
        letak=baca_letak(request.POST), dibaca=int(dibaca) if dibaca.isdecimal() else None,
        pengguna=pembaca(request),
    )  # fmt: skip
    try:
        hasil = laksanakan(
            request,
            aksi,
            peristiwa=f"{p.jenis}.tandai",
            objek=p.jenis,
            objek_id=p.pk,
            opd_id=actions.opd_jejak(p),
            tujuan=actions.tautan(p),
        )
    except (TidakBerhak, TidakDitemukan):
        raise
    except AturanDilanggar as tolak:
        if tolak.kolom:
            formulir.terima_galat(tolak)
            return _orang(request, p, b, formulir, status=422)
        messages.error(request, f"{b.o.nama}: {tolak.pesan}")
        return redirect(actions.tautan(p))
    if hasil.nilai is not None and hasil.nilai.ada == ada:
        oleh = "" if hasil.nilai.oleh == str(pembaca(request).pk) else f" (oleh {hasil.nilai.nama})"
        messages.success(request, f"{b.o.nama}: {sebut_ada(ada)}{oleh}.")
    return redirect(hasil.tujuan)


@izin(Izin.KEHADIRAN_SENDIRI)
@require_POST
def langkah(request: HttpRequest, pengawasan_id: UUID, langkah: str) -> HttpResponseRedirect:
    """Open the list, or call it off."""
    if langkah not in ("buka", "batalkan"):
        raise TidakDitemukan("Langkah itu tidak dikenal.")
    p = _ambil(request, pengawasan_id, jalankan=True)
    if langkah == "batalkan" and not queries.boleh_tutup(p, pembaca(request)):
        raise TidakDitemukan("Apel seluruh kabupaten dibatalkan BKPSDM atau penanggung jawabnya.")
    aksi = actions.buka if langkah == "buka" else actions.batalkan
    try:
        laksanakan(
            request, partial(aksi, pengawasan_id=p.pk), peristiwa=f"{p.jenis}.{langkah}", objek=p.jenis,
            objek_id=p.pk, opd_id=actions.opd_jejak(p), tujuan=actions.tautan(p),
        )  # fmt: skip
    except (TidakBerhak, TidakDitemukan):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    return redirect(actions.tautan(p))


@izin(Izin.KEHADIRAN_SENDIRI)
@require_http_methods(["GET", "POST"])
def tutup(request: HttpRequest, pengawasan_id: UUID) -> HttpResponse:
    """Close it: who was with the inspector, and what is to be noted."""
    p = _ambil(request, pengawasan_id, jalankan=True)
    if p.status != S.BERJALAN or not queries.boleh_tutup(p, pembaca(request)):
        raise TidakDitemukan("Sidak atau apel itu tidak dapat Anda tutup sekarang.")
    wajib = [b for b in queries.baris_orang(list(p.orang.filter(keadaan=K.WAJIB))) if b.tanda is None]
    formulir = FormTutup(kiriman(request))
    sisa = f"{len(wajib)} orang belum ditandai. " if wajib else ""
    apel = p.jenis == J.APEL

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, partial(actions.tutup, pengawasan_id=p.pk), peristiwa=f"{p.jenis}.tutup", objek=p.jenis,
            objek_id=p.pk, opd_id=actions.opd_jejak(p), tujuan=actions.tautan(p), **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Tutup daftar apel" if apel else "Tutup sidak", proses=proses,
        tombol="Tutup dan buat daftar hadir" if apel else "Tutup dan buat berita acara",
        berhasil="Daftar ditutup." if apel else "Sidak ditutup; berita acaranya dapat dicetak.",
        keterangan=sisa + (
            "Yang belum ditandai dihitung menurut rekam mesin apel." if apel
            else "Sesudah ditutup tidak ada tanda yang dapat ditambah atau diubah."
        ),
        remah=remah(p, (p.nama, actions.tautan(p)), ("Tutup", "")), kembali=actions.tautan(p),
    )  # fmt: skip


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def hasil(request: HttpRequest, pengawasan_id: UUID) -> HttpResponseBase:
    """Everybody of it as a list to filter, sort and download."""
    p = _ambil(request, pengawasan_id)
    if p.status not in (S.BERJALAN, S.SELESAI) or (
        p.status == S.BERJALAN and not queries.boleh_jalankan(p, pembaca(request))
    ):
        raise TidakDitemukan("Daftarnya belum ada.")
    return daftar_hasil(request, p, remah(p, (p.nama, actions.tautan(p)), ("Daftar", "")))


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def kertas(request: HttpRequest, pengawasan_id: UUID) -> HttpResponse:
    """The berita acara or the attendance list, with room for signatures."""
    p = _ambil(request, pengawasan_id)
    if p.kertas is None:
        raise TidakDitemukan("Belum ditutup.")
    jawaban = HttpResponse(cetak_pengawasan(p.kertas, p.jenis), content_type="application/pdf")
    jawaban["Content-Disposition"] = f'inline; filename="{p.jenis}-{diterima(request):%Y-%m-%d}.pdf"'
    return jawaban
