"""SK of penugasan, who signs, and the limits of temporary offices."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries
from terukur.organisasi.choices import JenisPenugasan
from terukur.organisasi.forms.orang import (
    FormAkhiriPenugasan,
    FormBatas,
    FormTugaskan,
    SaringPenanda,
    SaringPenugasan,
    SaringTugaskan,
)
from terukur.organisasi.models import BatasPenugasan, Jabatan, Pegawai, Penugasan
from terukur.organisasi.queries.catatan_penanda import baris_penanda
from terukur.organisasi.queries.daftar_orang import (
    batas_penugasan,
    cari_pegawai,
    catatan_penugasan,
    get_pegawai,
    get_penugasan,
    peringatan,
    tabel_penugasan,
)
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    baca_saat,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
    tengah_hari,
)

REMAH_TUGAS = ("Daftar penugasan", "/organisasi/penugasan/")


def _alamat(pegawai_id: UUID) -> str:
    return reverse("organisasi:pegawai", args=[pegawai_id])


def _kolom_penugasan(*, nip: bool, kelola: bool) -> tuple[KolomDaftar, ...]:
    kolom: tuple[KolomDaftar, ...] = (
        KolomDaftar("Pegawai", "pegawai.nama", "pegawai__nama", tautan=lambda p: _alamat(p.pegawai_id)),
        KolomDaftar("Jabatan", "nama_jabatan", "nama_jabatan"),
        KolomDaftar("Jenis", lambda p: p.get_jenis_display(), "jenis"),
        KolomDaftar("OPD", "nama_opd", "nama_opd"),
        KolomDaftar("Unit", "nama_unit", di="unduhan"),
        KolomDaftar("Nomor SK", "nomor_sk", "nomor_sk", "kode"),
        KolomDaftar("Tanggal SK", "tanggal_sk", "tanggal_sk", "tanggal", di="unduhan"),
        KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
        KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal"),
        KolomDaftar("Catatan", "catatan", peringatan=True, di="layar"),
        KolomDaftar("Catatan", lambda p: "; ".join(w.pesan for w in p.catatan), di="unduhan"),
    )
    if nip:
        kolom = (kolom[0], KolomDaftar("NIP", "pegawai.nip", jenis="kode", di="unduhan"), *kolom[1:])
    if kelola:
        kolom += (
            KolomDaftar(
                "Kelola",
                lambda p: "Akhiri",
                tautan=lambda p: reverse("organisasi:penugasan_akhiri", args=[p.pk]),
                di="layar",
            ),
        )
    return kolom


@izin(Izin.PEGAWAI_LIHAT)
@require_safe
def daftar_penugasan(request: HttpRequest) -> HttpResponseBase:
    """Penugasan of the day with warnings about temporary offices and SK recorded late."""
    saring = SaringPenugasan(request.GET, opd=queries.daftar_opd(pembaca(request)))
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    kelola = pembaca(request).akses.boleh(Izin.PEGAWAI_KELOLA)

    def olah(baris: list[Penugasan]) -> None:
        semua = peringatan(baris, per=saat.per)
        for p in baris:
            p.catatan = catatan_penugasan(p, semua)  # type: ignore[attr-defined]

    aksi = []
    if kelola:
        aksi = [
            Aksi("Batas Plt dan Pj", reverse("organisasi:batas")),
            Aksi("Impor dari Excel", reverse("impor:unggah", args=["penugasan"])),
            Aksi("Catat SK penugasan", reverse("organisasi:tugaskan"), "utama"),
        ]
    return halaman_daftar(
        request,
        Daftar(
            judul="Daftar penugasan",
            kolom=_kolom_penugasan(nip=kelola, kelola=kelola and not saat.lampau),
            baris=tabel_penugasan(
                pembaca(request),
                **saat.bentuk,
                kata=isi.get("kata", ""),
                jenis=isi.get("jenis", ""),
                opd_id=isi["opd"].pk if isi.get("opd") else None,
                kepala=bool(isi.get("kepala")),
            ),
            urut="nama_opd",
            saring=saring,
            saat=saat,
            aksi=aksi,
            olah=olah,
        ),
    )


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def tugaskan(request: HttpRequest) -> HttpResponse:
    """Record an SK, in two steps: find the person and the OPD, then fill in the SK."""
    opd = queries.daftar_opd(pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    pegawai_tetap = request.GET.get("pegawai", "")
    awal_cari = {"opd": request.GET.get("opd", ""), "kata": request.GET.get("kata", "")}
    orang: list[Pegawai] = []
    if pegawai_tetap:
        orang = [_get_pegawai_teks(request, pegawai_tetap)]
        awal_cari["kata"] = awal_cari["kata"] or orang[0].nama
    cari = SaringTugaskan(awal_cari if awal_cari["opd"] else None, opd=opd, initial=awal_cari)
    if not cari.is_valid():
        konteks = {"cari": cari, "remah": [REMAH_TUGAS, ("Catat SK penugasan", "")], "orang": orang}
        return render(request, "organisasi/tugaskan_cari.html", konteks)
    dipilih = cari.cleaned_data["opd"]
    orang = orang or cari_pegawai(cari.cleaned_data["kata"])
    jabatan = list(Jabatan.objects.filter(opd=dipilih, aktif=True).order_by("-kepala", "nama", "pk"))
    if not orang:
        cari.add_error("kata", "Tidak ada pegawai dengan nama atau NIP itu. Contoh: sebagian nama")
        konteks = {"cari": cari, "remah": [REMAH_TUGAS, ("Catat SK penugasan", "")], "orang": []}
        return render(request, "organisasi/tugaskan_cari.html", konteks)
    awal = {"pegawai": str(orang[0].pk) if len(orang) == 1 else ""}
    formulir = FormTugaskan(kiriman(request), pegawai=orang, jabatan=jabatan, initial=awal)
    return halaman_formulir(
        request,
        formulir,
        judul=f"Catat SK penugasan pada {dipilih.nama}",
        tombol="Simpan penugasan",
        proses=lambda isi: laksanakan(
            request, actions.tugaskan, peristiwa="penugasan.tugaskan", objek="pegawai",
            objek_id=isi["pegawai"].pk, opd_id=dipilih.pk, tujuan=_alamat(isi["pegawai"].pk), **isi,
        ),
        berhasil="Penugasan tersimpan; kewenangannya berlaku sesuai tanggal SK.",
        remah=[REMAH_TUGAS, ("Catat SK penugasan", "")],
        kembali=reverse("organisasi:tugaskan"),
    )  # fmt: skip


def _get_pegawai_teks(request: HttpRequest, teks: str) -> Pegawai:
    try:
        return get_pegawai(UUID(teks), untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    except ValueError:
        raise TidakDitemukan("Pegawai tidak ditemukan.") from None


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def penugasan_akhiri(request: HttpRequest, penugasan_id: int) -> HttpResponse:
    """End a penugasan, or withdraw one recorded by mistake."""
    p = get_penugasan(penugasan_id, untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    return halaman_formulir(
        request,
        FormAkhiriPenugasan(kiriman(request)),
        judul=f"Akhiri penugasan {p.pegawai.nama}",
        tombol="Akhiri penugasan",
        proses=lambda isi: laksanakan(
            request, partial(actions.akhiri_penugasan, penugasan=p), peristiwa="penugasan.akhiri",
            objek="pegawai", objek_id=p.pegawai_id, opd_id=p.jabatan.opd_id,
            tujuan=_alamat(p.pegawai_id), **isi,
        ),
        berhasil="Penugasan diakhiri.",
        remah=[REMAH_TUGAS, (p.pegawai.nama, _alamat(p.pegawai_id)), ("Akhiri", "")],
        keterangan=f"{p.dasar_kewenangan}. Tanggal sebelum hari pertama membatalkan seluruh penugasan.",
        kembali=_alamat(p.pegawai_id),
        konfirmasi="Akhiri penugasan ini?",
    )  # fmt: skip


# -- who signs ------------------------------------------------------------------------------


@izin(Izin.ORGANISASI_LIHAT)
@require_safe
def penanda(request: HttpRequest) -> HttpResponseBase:
    """Who signs for each OPD on the day."""
    saring = SaringPenanda(request.GET)
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    kata = isi.get("kata", "").casefold()
    baris = baris_penanda(
        pembaca(request), pada=tengah_hari(saat.per), diketahui=saat.diketahui or diterima(request)
    )
    if kata:
        baris = [b for b in baris if kata in f"{b.opd.nama} {b.nama} {b.sebutan or ''}".casefold()]
    if isi.get("catatan"):
        baris = [b for b in baris if b.catatan]
    kolom = (
        KolomDaftar("OPD", "opd.nama", "opd", tautan=lambda b: reverse("organisasi:opd", args=[b.opd.pk])),
        KolomDaftar("Penanda tangan", "nama", "penanda"),
        KolomDaftar("Sebagai", "sebutan", "sebutan"),
        KolomDaftar("Nomor SK", lambda b: b.penugasan and b.penugasan.nomor_sk, "sk", "kode"),
        KolomDaftar("Sejak", lambda b: b.penugasan and b.penugasan.berlaku_sejak, "sejak", "tanggal"),
        KolomDaftar("Sampai", lambda b: b.penugasan and b.penugasan.berlaku_sampai, "sampai", "tanggal"),
        KolomDaftar("Akun", "akun", "akun"),
        KolomDaftar("Catatan", "catatan", peringatan=True, di="layar"),
        KolomDaftar("Catatan", lambda b: "; ".join(w.pesan for w in b.catatan), di="unduhan"),
    )
    return halaman_daftar(
        request,
        Daftar(
            judul="Penanda tangan OPD",
            kolom=kolom,
            baris=baris,
            urut="opd",
            saring=saring,
            saat=saat,
            keterangan="Kewenangan mengikuti SK penugasan; Plh, Plt dan Pj didahulukan.",
        ),
    )


# -- limits ---------------------------------------------------------------------------------


@izin(Izin.PEGAWAI_KELOLA)
@require_safe
def batas(request: HttpRequest) -> HttpResponse:
    """Limits of Plt and Pj in force today."""
    kini = batas_penugasan(queries.hari_pemda(diterima(request)))
    baris = [(j, kini.get(j.value)) for j in JenisPenugasan if j is not JenisPenugasan.DEFINITIF]
    return render(request, "organisasi/batas.html", {"baris": baris, "remah": [REMAH_TUGAS, ("Batas", "")]})


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def batas_ubah(request: HttpRequest, jenis: str) -> HttpResponse:
    """Set the limit of one kind from a day on."""
    if jenis not in JenisPenugasan.values or jenis == JenisPenugasan.DEFINITIF:
        raise TidakDitemukan("Jenis penugasan tidak dikenal.")
    hari = queries.hari_pemda(diterima(request))
    kini = batas_penugasan(hari).get(jenis)
    awal: dict[str, Any] = {"sejak": hari}
    if kini:
        awal |= {k: getattr(kini, k) for k in ("bulan", "jumlah_perpanjangan", "hari_peringatan", "dasar")}
    alamat = reverse("organisasi:batas")
    return halaman_formulir(
        request,
        FormBatas(kiriman(request), initial=awal),
        judul=f"Batas {JenisPenugasan(jenis).label}",
        tombol="Simpan batas",
        proses=lambda isi: laksanakan(
            request, actions.tetapkan_batas, peristiwa="batas_penugasan.tetapkan", objek="batas_penugasan",
            objek_id=jenis, tujuan=alamat, jenis=jenis, **isi,
        ),
        berhasil="Batas tersimpan.",
        remah=[REMAH_TUGAS, ("Batas", alamat), (JenisPenugasan(jenis).label, "")],
        dibaca=partial(queries.tanda_fakta, BatasPenugasan, jenis=jenis),
        kembali=alamat,
    )  # fmt: skip
