"""The pohon kinerja of the kabupaten and of an OPD: list, drawing, findings, crosscutting, downloads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import Kolom, nama_unduhan, respons_tabel
from terukur.kinerja.exports import KOLOM_SIMPUL, baris_simpul, cetak_pohon, gambar_svg
from terukur.kinerja.forms import FormulirSaatPohon, FormulirSaringPohon
from terukur.kinerja.queries import crosscutting as baca_crosscutting
from terukur.kinerja.queries import pohon as baca
from terukur.kinerja.queries.pohon import SaatPohon
from terukur.kinerja.queries.temuan_pohon import temuan_pohon
from terukur.kinerja.rules.pohon import Cabang, Simpul, cari_cabang, pangkas, susun_cabang
from terukur.kinerja.rules.tata_letak import gambar
from terukur.kinerja.views.perjanjian import pembaca, saat
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import daftar_opd, get_opd

BESAR = (50, 75, 100, 125, 150, 200)
"""Sizes of the drawing in percent, from the smallest."""
TEMUAN_TERLIHAT = 20


def saat_diminta(
    request: HttpRequest, kelas: type[FormulirSaatPohon] = FormulirSaatPohon
) -> tuple[FormulirSaatPohon, SaatPohon | None]:
    """The filter, and the tree that it asks for; None: no RPJMD was set in Terukur."""
    formulir = kelas(request.GET or None, periode=baca.daftar_periode())
    isi = formulir.isi
    tanya = baca.periode_pohon(
        isi.get("periode"), pada=saat(request), diketahui=isi.get("diketahui"), per=isi.get("per")
    )
    if tanya is not None and not formulir.is_bound:
        formulir.initial["periode"] = tanya.dokumen.tahun_awal
    return formulir, tanya


def simpul_pemilik(semua: Sequence[Simpul], opd_id: UUID) -> list[Simpul]:
    """The nodes of an OPD, with the way up to the kabupaten's."""
    menurut_id = {s.id: s for s in semua}
    milik = [s for s in semua if s.opd == opd_id]
    atas: dict[UUID, Simpul] = {}
    for s in milik:
        induk = s.induk
        while induk and induk in menurut_id and induk not in atas and menurut_id[induk].opd is None:
            atas[induk] = menurut_id[induk]
            induk = menurut_id[induk].induk
    return [*atas.values(), *milik]


@izin(Izin.KINERJA_LIHAT)
@require_GET
def pohon(request: HttpRequest) -> HttpResponseBase:
    """The kabupaten's tree, with the trees of the OPD in the reader's scope below it."""
    return _halaman(request, None)


@izin(Izin.KINERJA_LIHAT)
@require_GET
def pohon_opd(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """The tree of an OPD, below the outcomes of the kabupaten that it serves."""
    return _halaman(request, get_opd(opd_id, untuk=pembaca(request), izin=Izin.KINERJA_LIHAT))


def _cabang_diminta(request: HttpRequest, akar: Sequence[Cabang]) -> tuple[list[Simpul], Cabang] | None:
    try:
        return cari_cabang(akar, UUID(request.GET.get("cabang", "")))
    except ValueError:
        return None


def _halaman(request: HttpRequest, opd: OPD | None) -> HttpResponseBase:
    formulir, tanya = saat_diminta(request)
    dasar: dict[str, Any] = {"opd": opd, "formulir": formulir, "saat": tanya}
    if tanya is None:
        return render(request, "kinerja/pohon.html", dasar)
    pemilik = opd.pk if opd else None
    semua = baca.baca_simpul(tanya, opd_ids=[opd.pk] if opd else (), semua_opd=opd is None)
    cakupan = pembaca(request).akses.cakupan(Izin.KINERJA_LIHAT)
    terlihat = [s for s in semua if s.opd is None or cakupan is None or s.opd in cakupan]
    akar = susun_cabang(simpul_pemilik(semua, opd.pk) if opd else terlihat)
    diminta = _cabang_diminta(request, akar)
    pilihan = [diminta[1]] if diminta else akar
    nama = f"Pohon kinerja {opd.singkatan if opd else 'kabupaten'} {tanya.periode}"
    if unduhan := _unduhan(request, nama, pilihan, tanya, opd):
        return unduhan
    tampak = pangkas(pilihan)
    di_halaman = {c.simpul.opd for a in tampak for c in a.semua()} | {pemilik}
    per_pemilik = temuan_pohon(semua, di_halaman, tanya)
    temuan = per_pemilik[pemilik]
    besar = request.GET.get("besar", "")
    konteks = dasar | {
        "akar": tampak,
        "jumlah": sum(s.opd == opd.pk for s in semua) if opd else len(terlihat),
        "jalur": diminta[0] if diminta else [],
        "gambar": gambar(tampak),
        "besar": int(besar) if besar in map(str, BESAR) else 100,
        "pilihan_besar": BESAR,
        "temuan": temuan[:TEMUAN_TERLIHAT],
        "jumlah_temuan": len(temuan),
        "bermasalah": {t.simpul for milik in per_pemilik.values() for t in milik},
        "pendukung": _pendukung(request, semua) if opd is None else {},
        "crosscutting": _crosscutting(opd, tanya) if opd else [],
        "alasan": alasan_baca(request, pemilik, tanya),
        "tambah": alamat_tambah(pemilik, tanya),
    }
    return render(request, "kinerja/pohon.html", konteks)


def alamat_tambah(opd_id: UUID | None, tanya: SaatPohon) -> str:
    """Where a node is added to this tree."""
    alamat = (
        reverse("kinerja:simpul_tambah", args=[opd_id])
        if opd_id
        else reverse("kinerja:simpul_tambah_kabupaten")
    )
    return f"{alamat}?periode={tanya.dokumen.tahun_awal}"


def alasan_baca(request: HttpRequest, opd_id: UUID | None, tanya: SaatPohon) -> str:
    """Why this reader cannot edit; empty: he can."""
    if tanya.diketahui is not None or request.GET.get("per"):
        return "Anda melihat pohon menurut data yang lalu; hapus saringan untuk mengubahnya."
    if saat(request).year > tanya.dokumen.tahun_akhir:
        return "Periode ini sudah berakhir; pohonnya tidak berubah lagi."
    if baca.boleh_isi(pembaca(request), opd_id):
        return ""
    return "Pohon ini disusun operator OPD." if opd_id else "Pohon kabupaten disusun penyelenggara (Bappeda)."


def _unduhan(
    request: HttpRequest, nama: str, akar: Sequence[Cabang], tanya: SaatPohon, opd: OPD | None
) -> HttpResponseBase | None:
    if unduhan := respons_tabel(request, nama, KOLOM_SIMPUL, baris_simpul(akar)):
        return unduhan
    jenis = request.GET.get("unduh")
    if jenis == "svg":
        jawaban = HttpResponse(gambar_svg(gambar(akar), nama), content_type="image/svg+xml")
    elif jenis == "pdf":
        pdf = cetak_pohon(akar, saat=tanya, opd=opd, pada=saat(request))
        jawaban = HttpResponse(pdf, content_type="application/pdf")
    else:
        return None
    jawaban["Content-Disposition"] = f'attachment; filename="{nama_unduhan(nama, jenis)}"'
    return jawaban


def _pendukung(request: HttpRequest, semua: Sequence[Simpul]) -> dict[UUID, list[tuple[UUID, str, bool]]]:
    """{node of the kabupaten: OPD whose trees hang below it, and whether the reader may open them}."""
    cakupan = pembaca(request).akses.cakupan(Izin.KINERJA_LIHAT)
    kabupaten = {s.id for s in semua if s.opd is None}
    hasil: dict[UUID, dict[UUID, tuple[UUID, str, bool]]] = {}
    for s in sorted(semua, key=lambda s: s.pemilik):
        if s.opd and s.induk in kabupaten:
            terbuka = cakupan is None or s.opd in cakupan
            hasil.setdefault(s.induk, {})[s.opd] = (s.opd, s.pemilik, terbuka)
    return {k: list(v.values()) for k, v in hasil.items()}


def _crosscutting(opd: OPD, tanya: SaatPohon) -> list[dict[str, Any]]:
    """What this OPD asked and was asked within these years, as it was known then."""
    baris = baca_crosscutting.crosscutting_opd(opd.pk).filter(simpul__dokumen=tanya.dokumen)
    daftar = [(c, baca_crosscutting.status_pada(c, tanya.diketahui)) for c in baris]
    return [{"c": c, "status": status, "masuk": c.mitra_id == opd.pk} for c, status in daftar if status]


# -- the list of trees ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarisPohon:
    """One OPD with the size and state of its tree."""

    opd: OPD
    hasil: int
    keluaran: int
    temuan: int
    menunggu: int


KOLOM_POHON = (
    Kolom("OPD", "opd.nama"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Simpul hasil", "hasil", "angka"),
    Kolom("Simpul keluaran", "keluaran", "angka"),
    Kolom("Temuan pemeriksaan", "temuan", "angka"),
    Kolom("Crosscutting menunggu jawaban", "menunggu", "angka"),
)
_ARAH: dict[str, Any] = {
    "opd": lambda b: (b.opd.nama, b.opd.kode),
    "simpul": lambda b: (b.hasil + b.keluaran, b.opd.kode),
    "temuan": lambda b: (b.temuan, b.opd.kode),
    "menunggu": lambda b: (b.menunggu, b.opd.kode),
}


@izin(Izin.KINERJA_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The trees of the OPD in the reader's scope, with what the check finds in each."""
    formulir, tanya = saat_diminta(request, FormulirSaringPohon)
    isi = formulir.isi
    kata = str(isi.get("kata", "")).casefold()
    baris = [] if tanya is None else _baris_pohon(request, tanya)
    baris = [b for b in baris if kata in f"{b.opd.nama} {b.opd.singkatan}".casefold()]
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") in _ARAH:
        baris.sort(key=_ARAH[urut.lstrip("-")], reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Pohon kinerja OPD", KOLOM_POHON, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    return render(
        request, "kinerja/pohon_daftar.html", {"hal": hal, "formulir": formulir, "urut": urut, "saat": tanya}
    )


def _baris_pohon(request: HttpRequest, tanya: SaatPohon) -> list[BarisPohon]:
    opd = daftar_opd(pembaca(request), izin=Izin.KINERJA_LIHAT)
    simpul = baca.baca_simpul(tanya, opd_ids=[o.pk for o in opd])
    temuan = temuan_pohon(simpul, [o.pk for o in opd], tanya)
    jumlah = Counter((s.opd, s.tingkat == s.tingkat.KELUARAN) for s in simpul)
    menunggu = Counter(baca_crosscutting.mitra_menunggu(tanya.dokumen, tanya.diketahui))
    return [
        BarisPohon(o, jumlah[o.pk, False], jumlah[o.pk, True], len(temuan[o.pk]), menunggu[o.pk]) for o in opd
    ]
