"""One version of a perjanjian kinerja with its editor."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from terukur.akun.models import Pengguna
from terukur.antarmuka.bentrok import bandingkan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import Hasil, laksanakan
from terukur.kinerja import actions, queries
from terukur.kinerja.choices import PemicuRevisi, StatusPerjanjian
from terukur.kinerja.forms import FormulirBaris
from terukur.kinerja.models import BarisPerjanjian, DefinisiIndikator, PerjanjianKinerja
from terukur.kinerja.queries import perjanjian as baca
from terukur.kinerja.rules.indikator import ukuran_beku
from terukur.kinerja.rules.perjanjian import GILIRAN, LABEL_BARIS, alasan_tidak_diisi, baca_pihak, pernyataan
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.queries import belum_ada, hari_pemda, pemegang_jabatan

PILIHAN_TERLIHAT = 30
KOLOM_ISI = (
    Kolom("Sasaran", "sasaran"),
    Kolom("Kode indikator", "ukuran.kode", "kode"),
    Kolom("Indikator kinerja", "ukuran.nama"),
    Kolom("Satuan", "ukuran.satuan"),
    Kolom("Target", lambda b: b.target.nilai if b.target else None, "angka"),
    Kolom("Target sampai", lambda b: b.target.atas if b.target else None, "angka"),
    Kolom("Target dalam kata", "sebut"),
)


def pembaca(request: HttpRequest) -> Pengguna:
    """Who is logged in; the access middleware let nobody else in."""
    return cast(Pengguna, request.user)


def saat(request: HttpRequest) -> dt.datetime:
    """When this request was received."""
    return cast(dt.datetime, request.diterima_pada)  # type: ignore[attr-defined]


def boleh_isi(request: HttpRequest, opd_id: UUID) -> bool:
    """Whether the reader fills in for this OPD."""
    return pembaca(request).akses.boleh(Izin.KINERJA_ISI, opd_id)


def ambil_perjanjian(
    request: HttpRequest, perjanjian_id: UUID, perlu: Izin = Izin.KINERJA_LIHAT
) -> PerjanjianKinerja:
    """The version in the reader's scope of ``perlu`` (404 outside)."""
    return baca.get_perjanjian(perjanjian_id, untuk=pembaca(request), izin=perlu)


def laksanakan_pada(
    request: HttpRequest,
    satu: PerjanjianKinerja,
    aksi: Callable[..., Any],
    verba: str,
    *,
    tujuan: Callable[[Any], str] | str,
    **isi: Any,
) -> Hasil[Any]:
    """Perform an act on this version; ``verba`` names it where it is refused."""
    return laksanakan(
        request, aksi, peristiwa=f"perjanjian_kinerja.{verba}", objek="perjanjian_kinerja", objek_id=satu.pk,
        opd_id=satu.opd_id, tujuan=tujuan, **isi,
    )  # fmt: skip


def sudah_ditetapkan(satu: PerjanjianKinerja, lalu: dt.datetime | None) -> bool:
    """Whether both parties had signed by ``lalu``; None: any version counts."""
    return lalu is None or (satu.ditetapkan_pada is not None and satu.ditetapkan_pada <= lalu)


def alamat_perjanjian(satu: PerjanjianKinerja) -> str:
    return reverse("kinerja:perjanjian", args=[satu.pk])


@izin(Izin.KINERJA_LIHAT)
@require_GET
def perjanjian(request: HttpRequest, perjanjian_id: UUID) -> HttpResponseBase:
    """One version; ``?baris=`` opens a line, ``?cari=`` the chooser, ``?indikator=`` a new line.

    Of a past day it is there once both parties had signed; its content is frozen since.
    """
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(hari_pemda(saat(request)))
    satu = ambil_perjanjian(request, perjanjian_id)
    if lalu and not sudah_ditetapkan(satu, lalu):
        raise belum_ada("Perjanjian kinerja yang ditandatangani kedua pihak ini", lalu)
    if unduhan := respons_tabel(
        request,
        f"{satu.sebutan} {satu.tahun} {satu.jabatan.nama}",
        KOLOM_ISI,
        baca.baca_perjanjian(satu).baris,
    ):
        return unduhan
    if lalu:
        return _halaman(request, satu, saring=saring, lalu=lalu)
    terbuka = next((b for b in baca.baca_baris(satu) if str(b[0].pk) == request.GET.get("baris", "")), None)
    if terbuka:
        return _halaman(request, satu, baris=terbuka[0], definisi=terbuka[1])
    return _halaman(request, satu, definisi=_indikator_diminta(request, satu))


def _pilihan(satu: PerjanjianKinerja) -> Any:
    return queries.pilihan_indikator(satu.opd_id, per=dt.date(satu.tahun, 12, 31))


def _indikator_diminta(request: HttpRequest, satu: PerjanjianKinerja) -> DefinisiIndikator | None:
    try:
        kunci = UUID(request.GET.get("indikator", ""))
    except ValueError:
        return None
    return cast("DefinisiIndikator | None", _pilihan(satu).filter(indikator=kunci).first())


def _formulir(
    satu: PerjanjianKinerja,
    definisi: DefinisiIndikator,
    baris: BarisPerjanjian | None = None,
    data: Any = None,
) -> FormulirBaris:
    atasan = baca.perjanjian_atasan(satu)
    induk = baca.baca_baris(atasan) if atasan else []
    pilihan = [(str(b.pk), d.nama) for b, d in induk]
    if baris and baris.induk_id and str(baris.induk_id) not in dict(pilihan):
        pilihan.append((str(baris.induk_id), "Indikator pada versi sebelumnya"))
    return FormulirBaris(
        data, tahun=satu.tahun, ukuran=ukuran_beku(definisi), pilihan_induk=pilihan, baris=baris
    )


def alasan_baca(request: HttpRequest, satu: PerjanjianKinerja) -> str:
    """Why the reader cannot edit; empty: he can."""
    if alasan := alasan_tidak_diisi(satu.status):
        return alasan
    return "" if boleh_isi(request, satu.opd_id) else "Isinya disiapkan oleh operator OPD."


def sajian(request: HttpRequest, satu: PerjanjianKinerja) -> dict[str, Any]:
    """What every page of a version shows: its parties, its content, and the steps of this reader."""
    isi = baca.baca_perjanjian(satu)
    konteks = baca.susun_konteks(satu, isi, pengguna=pembaca(request), pada=saat(request))
    pihak = []
    for beku, calon in ((satu.pihak_pertama, konteks.pertama), (satu.pihak_kedua, konteks.kedua)):
        pihak.append(baca_pihak(beku) if beku else next(iter(calon), None))
    return {
        "satu": satu,
        "isi": isi,
        "pihak": pihak,
        "konteks": konteks,
        "pernyataan": pernyataan(satu.tahun),
        "tindakan": baca.tindakan(satu, konteks, pengguna=pembaca(request)),
        "giliran": GILIRAN[StatusPerjanjian(satu.status)],
        "pemicu": dict(PemicuRevisi.choices),
        "menurut": "Program" if satu.jabatan.kepala else "Kegiatan",
    }


def _halaman(
    request: HttpRequest,
    satu: PerjanjianKinerja,
    *,
    baris: BarisPerjanjian | None = None,
    definisi: DefinisiIndikator | None = None,
    formulir: FormulirBaris | None = None,
    bentrok: Bentrok | None = None,
    saring: FormulirSaat | None = None,
    lalu: dt.datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    alasan = alasan_baca(request, satu)
    cari = request.GET.get("cari")
    pilihan: list[DefinisiIndikator] = []
    if cari is not None and not alasan:
        semua = _pilihan(satu)
        pilihan = list(
            (semua.filter(nama__icontains=cari.strip()) if cari.strip() else semua)[:PILIHAN_TERLIHAT]
        )
    if definisi is not None and formulir is None and not alasan:
        formulir = _formulir(satu, definisi, baris)
    versi = [v for v in baca.versi_perjanjian(satu) if sudah_ditetapkan(v, lalu)]
    isi = sajian(request, satu)
    if lalu:
        isi["tindakan"] = []
    anggaran = None if alasan else baca.anggaran_perjanjian(satu)
    dipilih = {p.kode for p in isi["isi"].program} or (
        {k for k, _, _ in anggaran.baris} if anggaran and satu.jabatan.kepala else set()
    )
    pemegang = pemegang_jabatan([satu.jabatan_id], pada=lalu or saat(request)).get(satu.jabatan_id, [])
    id_baris = {str(b.kunci): b.pk for b in BarisPerjanjian.objects.filter(perjanjian=satu).order_by("pk")}
    konteks = isi | {
        "alasan": alasan,
        "saring": saring or FormulirSaat(),
        "lalu": lalu,
        "cari": cari,
        "pilihan": pilihan,
        "definisi": definisi,
        "baris": baris,
        "id_baris": id_baris,
        "formulir": formulir,
        "bentrok": bandingkan(bentrok, LABEL_BARIS) if bentrok else None,
        "pesan_bentrok": bentrok.pesan if bentrok else "",
        "versi": versi,
        "dapat_berubah": not lalu
        and satu.status == StatusPerjanjian.DITETAPKAN
        and versi[0].pk == satu.pk
        and boleh_isi(request, satu.opd_id),
        "berganti": satu.status == StatusPerjanjian.DITETAPKAN
        and versi[0].pk == satu.pk
        and baca.is_berganti(satu, pemegang),
        "pemegang": pemegang[0] if pemegang else None,
        "anggaran": anggaran,
        "dipilih": dipilih,
    }
    return render(request, "kinerja/perjanjian.html", konteks, status=status)


@izin(Izin.KINERJA_ISI)
@require_POST
def tambah(request: HttpRequest, perjanjian_id: UUID, indikator_id: UUID) -> HttpResponse:
    """Add a line with this indicator of the catalogue."""
    satu = ambil_perjanjian(request, perjanjian_id, Izin.KINERJA_ISI)
    definisi = _pilihan(satu).filter(indikator=indikator_id).first()
    if definisi is None:
        messages.error(request, "Indikator itu tidak ada dalam katalog OPD ini; pilih lagi.")
        return redirect(f"{alamat_perjanjian(satu)}?cari=")
    formulir = _formulir(satu, definisi, data=request.POST)
    if formulir.is_valid():
        try:
            hasil = laksanakan_pada(
                request, satu, actions.tambah_baris, "tambah_baris", tujuan=alamat_perjanjian(satu),
                perjanjian_id=satu.pk, indikator_id=indikator_id, isi=formulir.isi(),
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Indikator ditambahkan.")
            return redirect(hasil.tujuan)
    return _halaman(request, satu, definisi=definisi, formulir=formulir, status=422)


@izin(Izin.KINERJA_ISI)
@require_POST
def ubah(request: HttpRequest, baris_id: UUID) -> HttpResponse:
    """Save one line; who saved meanwhile is shown beside."""
    baris = baca.get_baris(baris_id, untuk=pembaca(request))
    satu = baris.perjanjian
    definisi = next(d for b, d in baca.baca_baris(satu) if b.pk == baris.pk)
    formulir = _formulir(satu, definisi, baris, request.POST)
    bentrok = None
    if formulir.is_valid():
        try:
            hasil = laksanakan_pada(
                request, satu, actions.ubah_baris, "ubah_baris", tujuan=alamat_perjanjian(satu),
                baris_id=baris.pk, versi=formulir.cleaned_data["versi"], isi=formulir.isi(),
            )  # fmt: skip
        except Bentrok as tolak:
            bentrok = tolak
            data = request.POST.copy()
            data["versi"] = str(baris.versi)
            formulir = _formulir(satu, definisi, baris, data)
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Baris disimpan.")
            return redirect(hasil.tujuan)
    status = 409 if bentrok else 422
    return _halaman(
        request, satu, baris=baris, definisi=definisi, formulir=formulir, bentrok=bentrok, status=status
    )


def kerjakan(
    request: HttpRequest, satu: PerjanjianKinerja, aksi: Callable[..., Any], verba: str, *, berhasil: str,
    tujuan: str = "", **isi: Any,
) -> HttpResponse:  # fmt: skip
    """A button's act; a refusal becomes a sentence on the page of the version."""
    try:
        hasil = laksanakan_pada(request, satu, aksi, verba, tujuan=tujuan or alamat_perjanjian(satu), **isi)
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(alamat_perjanjian(satu))
    if not hasil.ulang:
        messages.success(request, berhasil)
    return redirect(hasil.tujuan)


@izin(Izin.KINERJA_ISI)
@require_POST
def hapus(request: HttpRequest, baris_id: UUID) -> HttpResponse:
    """Take a line out of the draft."""
    baris = baca.get_baris(baris_id, untuk=pembaca(request))
    return kerjakan(
        request, baris.perjanjian, actions.hapus_baris, "hapus_baris", berhasil="Baris dihapus.",
        baris_id=baris.pk,
    )  # fmt: skip


@izin(Izin.KINERJA_ISI)
@require_POST
def ambil(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """Fill from the Renstra (head of the OPD) or from the superior's PK (all below)."""
    satu = ambil_perjanjian(request, perjanjian_id, Izin.KINERJA_ISI)
    aksi = actions.ambil_renstra if satu.jabatan.kepala else actions.ambil_atasan
    try:
        hasil = laksanakan_pada(
            request, satu, aksi, "ambil", tujuan=alamat_perjanjian(satu), perjanjian_id=satu.pk
        )
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(alamat_perjanjian(satu))
    if hasil.nilai:
        messages.success(
            request, f"{hasil.nilai.jumlah} indikator ditambahkan; yang sudah ada tidak berubah."
        )
        for kalimat in hasil.nilai.dilewati[:5]:
            messages.warning(request, kalimat)
    return redirect(hasil.tujuan)


@izin(Izin.KINERJA_ISI)
@require_POST
def program(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """Which programs or kegiatan stand behind the promise; their amounts come from the budget."""
    satu = ambil_perjanjian(request, perjanjian_id, Izin.KINERJA_ISI)
    return kerjakan(
        request, satu, actions.pilih_program, "pilih_program", berhasil="Anggaran disimpan.",
        perjanjian_id=satu.pk, kode=request.POST.getlist("kode"),
    )  # fmt: skip


@izin(Izin.KINERJA_ISI)
@require_POST
def hapus_draf(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    satu = ambil_perjanjian(request, perjanjian_id, Izin.KINERJA_ISI)
    return kerjakan(
        request, satu, actions.hapus_draf_perjanjian, "hapus_draf", berhasil="Draf dihapus.",
        tujuan=reverse("kinerja:perjanjian_daftar"), perjanjian_id=satu.pk,
    )  # fmt: skip
