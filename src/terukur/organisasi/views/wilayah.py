"""Regions and the calendar of holidays."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.inti.izin import Izin, izin
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries
from terukur.organisasi.forms.pengguna import (
    FormAlasan,
    FormLibur,
    FormWilayah,
    SaringLibur,
    SaringWilayah,
)
from terukur.organisasi.models import HariLibur, Wilayah
from terukur.organisasi.queries.daftar_wilayah import get_libur, get_wilayah, tabel_libur, tabel_wilayah
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

REMAH = ("Wilayah", "/organisasi/wilayah/")
REMAH_KALENDER = ("Kalender", "/organisasi/kalender/")


def _alamat(kode: str) -> str:
    return reverse("organisasi:wilayah_anak", args=[kode])


KOLOM_WILAYAH = (
    KolomDaftar("Kode", "kode", "kode", "kode"),
    KolomDaftar("Nama", "nama", "nama", tautan=lambda w: _alamat(w.kode) if w.jumlah_anak else ""),
    KolomDaftar("Tingkat", lambda w: w.get_tingkat_display(), "tingkat"),
    KolomDaftar("Wilayah di bawahnya", "jumlah_anak", "jumlah_anak", "angka", di="layar"),
    KolomDaftar("Kode induk", lambda w: w.induk.kode if w.induk else None, jenis="kode", di="unduhan"),
)


def _halaman_wilayah(request: HttpRequest, induk: Wilayah | None) -> HttpResponseBase:
    saring = SaringWilayah(request.GET)
    isi = saring.cleaned_data if saring.is_valid() else {}
    remah = [REMAH]
    jejak: list[tuple[str, str]] = []
    atas = induk
    while atas is not None:
        jejak.insert(0, (atas.nama, _alamat(atas.kode)))
        atas = atas.induk
    kelola = pembaca(request).akses.boleh(Izin.ORGANISASI_KELOLA)
    tambah = reverse("organisasi:wilayah_baru") + (f"?induk={induk.kode}" if induk else "")
    return halaman_daftar(
        request,
        Daftar(
            judul=f"Wilayah {induk.nama}" if induk else "Wilayah",
            kolom=KOLOM_WILAYAH,
            baris=tabel_wilayah(
                induk=induk,
                kata=isi.get("kata", ""),
                tingkat=isi.get("tingkat", ""),
                semua="unduh" in request.GET,
            ),
            urut="kode",
            saring=saring,
            remah=[*remah, *jejak],
            aksi=[
                Aksi("Impor dari Excel", reverse("impor:unggah", args=["wilayah"])),
                Aksi("Tambah wilayah", tambah, "utama"),
            ]
            if kelola
            else [],
        ),
    )


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The topmost regions stored."""
    return _halaman_wilayah(request, None)


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def anak(request: HttpRequest, kode: str) -> HttpResponseBase:
    """The regions below one."""
    return _halaman_wilayah(request, get_wilayah(kode))


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Record a region; ``?induk=`` names the one above."""
    induk = get_wilayah(request.GET["induk"]) if request.GET.get("induk") else None
    tujuan = _alamat(induk.kode) if induk else REMAH[1]
    return halaman_formulir(
        request,
        FormWilayah(kiriman(request), initial={"kode": f"{induk.kode}." if induk else ""}),
        judul=f"Tambah wilayah di {induk.nama}" if induk else "Tambah wilayah",
        tombol="Simpan wilayah",
        proses=lambda isi: laksanakan(
            request, actions.catat_wilayah, peristiwa="wilayah.catat", objek="wilayah",
            objek_id=isi["kode"], tujuan=tujuan, induk=induk, **isi,
        ),
        berhasil="Wilayah tersimpan.",
        remah=[REMAH, ("Tambah wilayah", "")],
        kembali=tujuan,
    )  # fmt: skip


# -- kalender -------------------------------------------------------------------------------


def _kolom_libur(kelola: bool) -> tuple[KolomDaftar, ...]:
    kolom: tuple[KolomDaftar, ...] = (
        KolomDaftar("Tanggal", "tanggal", "tanggal", "tanggal"),
        KolomDaftar("Nama", "nama", "nama"),
        KolomDaftar("Jenis", lambda h: h.get_jenis_display(), "jenis"),
        KolomDaftar("Sifat", lambda h: "Perkiraan" if h.perkiraan else "Ditetapkan", "perkiraan"),
        KolomDaftar("Dasar", "dasar", "dasar"),
    )
    if kelola:
        kolom += (
            KolomDaftar(
                "Kelola",
                lambda h: "Hapus",
                tautan=lambda h: reverse("organisasi:libur_hapus", args=[h.pk]),
                di="layar",
            ),
        )
    return kolom


@izin(Izin.AKUN_SENDIRI)
@require_safe
def kalender(request: HttpRequest) -> HttpResponseBase:
    """Holidays of a year; this year unless asked."""
    saring = SaringLibur(request.GET)
    isi: dict[str, Any] = saring.cleaned_data if saring.is_valid() else {}
    tahun = isi.get("tahun") or queries.hari_pemda(diterima(request)).year
    kelola = pembaca(request).akses.boleh(Izin.ORGANISASI_KELOLA)
    return halaman_daftar(
        request,
        Daftar(
            judul=f"Hari libur {tahun}",
            kolom=_kolom_libur(kelola),
            baris=tabel_libur(tahun=tahun, jenis=isi.get("jenis", "")),
            urut="tanggal",
            saring=saring,
            keterangan="Hari libur bertanda perkiraan belum menjadi dasar tenggat apa pun.",
            kosong=f"Belum ada hari libur {tahun} yang tercatat.",
            aksi=[
                Aksi("Impor dari Excel", reverse("impor:unggah", args=["libur"])),
                Aksi("Tambah hari libur", reverse("organisasi:libur_baru"), "utama"),
            ]
            if kelola
            else [],
        ),
    )


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def libur_baru(request: HttpRequest) -> HttpResponse:
    """Record a holiday."""
    return halaman_formulir(
        request,
        FormLibur(kiriman(request)),
        judul="Tambah hari libur",
        tombol="Simpan hari libur",
        proses=lambda isi: laksanakan(
            request, actions.tetapkan_libur, peristiwa="libur.tetapkan", objek="libur",
            objek_id=isi["tanggal"].isoformat(), tujuan=f"{REMAH_KALENDER[1]}?tahun={isi['tanggal'].year}",
            **isi,
        ),
        berhasil="Hari libur tersimpan.",
        remah=[REMAH_KALENDER, ("Tambah", "")],
        kembali=REMAH_KALENDER[1],
    )  # fmt: skip


@izin(Izin.ORGANISASI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def libur_hapus(request: HttpRequest, libur_id: int) -> HttpResponse:
    """Take a holiday out of the calendar."""
    libur: HariLibur = get_libur(libur_id)
    return halaman_formulir(
        request,
        FormAlasan(kiriman(request)),
        judul=f"Hapus {libur.nama}",
        tombol="Hapus hari libur",
        proses=lambda isi: laksanakan(
            request, actions.hapus_libur, peristiwa="libur.hapus", objek="libur",
            objek_id=libur.tanggal.isoformat(), tujuan=REMAH_KALENDER[1], libur=libur, **isi,
        ),
        berhasil="Hari libur dihapus.",
        remah=[REMAH_KALENDER, ("Hapus", "")],
        kembali=REMAH_KALENDER[1],
        konfirmasi="Hapus hari libur ini dari kalender?",
    )  # fmt: skip
