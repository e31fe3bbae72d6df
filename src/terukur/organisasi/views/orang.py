"""People."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.akun.queries import cari_pengguna
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.jejak.baca import sensitif
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries, rules
from terukur.organisasi.forms.orang import (
    FormHubungkan,
    FormPegawai,
    SaringPegawai,
)
from terukur.organisasi.models import Pegawai, Penugasan
from terukur.organisasi.queries.daftar_orang import (
    get_pegawai,
    hari_terlambat,
    peringatan,
    riwayat_penugasan,
    tabel_pegawai,
)
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    aksi_jejak,
    baca_saat,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

REMAH = ("Daftar pegawai", "/organisasi/pegawai/")


def _alamat(pegawai_id: UUID) -> str:
    return reverse("organisasi:pegawai", args=[pegawai_id])


@sensitif("Daftar pegawai dengan NIP", izin=Izin.PEGAWAI_KELOLA)
@izin(Izin.PEGAWAI_LIHAT)
@require_safe
def daftar_pegawai(request: HttpRequest) -> HttpResponseBase:
    """People with their offices of the day. NIP are masked for readers who do not manage people."""
    saring = SaringPegawai(request.GET, opd=queries.daftar_opd(pembaca(request)))
    saat = baca_saat(request, saring)
    isi = saring.cleaned_data
    kelola = pembaca(request).akses.boleh(Izin.PEGAWAI_KELOLA)
    kolom = (
        KolomDaftar("Nama", "nama", "nama", tautan=lambda p: _alamat(p.pk)),
        KolomDaftar(
            "NIP", (lambda p: p.nip) if kelola else (lambda p: rules.samarkan_nip(p.nip)), "nip", "kode"
        ),
        KolomDaftar("Status", lambda p: p.get_status_display(), "status"),
        KolomDaftar("Jabatan", lambda p: [t.sebutan for t in p.penugasan_pada], di="layar"),
        KolomDaftar("Jabatan", lambda p: "; ".join(t.sebutan for t in p.penugasan_pada), di="unduhan"),
    )
    return halaman_daftar(
        request,
        Daftar(
            judul="Daftar pegawai",
            kolom=kolom,
            baris=tabel_pegawai(
                pembaca(request),
                **saat.bentuk,
                kata=isi.get("kata", ""),
                status=isi.get("status", ""),
                opd_id=isi["opd"].pk if isi.get("opd") else None,
                tanpa_jabatan=bool(isi.get("tanpa_jabatan")),
                cari_nip=kelola,
            ),
            urut="nama",
            saring=saring,
            saat=saat,
            aksi=[
                Aksi("Impor dari Excel", reverse("impor:unggah", args=["pegawai"])),
                Aksi("Tambah pegawai", reverse("organisasi:pegawai_baru"), "utama"),
            ]
            if kelola
            else [],
        ),
    )


@sensitif("Data pegawai dengan NIP", izin=Izin.PEGAWAI_KELOLA)
@izin(Izin.PEGAWAI_LIHAT)
@require_safe
def rincian_pegawai(request: HttpRequest, pegawai_id: UUID) -> HttpResponse:
    """One person with all penugasan as known now."""
    pegawai = get_pegawai(pegawai_id, untuk=pembaca(request))
    kelola = pembaca(request).akses.boleh(Izin.PEGAWAI_KELOLA)
    tugas = riwayat_penugasan(pegawai)
    hari = queries.hari_pemda(diterima(request))
    konteks = {
        "pegawai": pegawai,
        "nip": pegawai.nip if kelola else rules.samarkan_nip(pegawai.nip),
        "tugas": [_baris_tugas(t, peringatan(tugas, per=hari), hari) for t in tugas],
        "kelola": kelola,
        "aksi": aksi_jejak(request, "pegawai", pegawai.pk) + (_aksi(request, pegawai) if kelola else []),
    }
    return render(request, "organisasi/pegawai.html", konteks)


def _aksi(request: HttpRequest, pegawai: Pegawai) -> list[Aksi]:
    aksi = [
        Aksi("Ubah", reverse("organisasi:pegawai_ubah", args=[pegawai.pk])),
        Aksi("Catat SK penugasan", f"{reverse('organisasi:tugaskan')}?pegawai={pegawai.pk}", "utama"),
    ]
    akses = pembaca(request).akses
    if pegawai.pengguna is None and akses.boleh(Izin.PENGGUNA_KELOLA):
        aksi[1:1] = [
            Aksi("Buatkan akun", f"{reverse('organisasi:pengguna_baru')}?pegawai={pegawai.pk}"),
            Aksi("Hubungkan akun", reverse("organisasi:pegawai_akun", args=[pegawai.pk])),
        ]
    return aksi


def _baris_tugas(
    t: Penugasan, daftar: dict[int, list[rules.PeringatanPenugasan]], hari: dt.date
) -> dict[str, Any]:
    return {
        "tugas": t,
        "kini": t.berlaku_sejak <= hari and (t.berlaku_sampai is None or hari <= t.berlaku_sampai),
        "dapat_diakhiri": t.berlaku_sampai is None or t.berlaku_sampai >= hari,
        "terlambat": hari_terlambat(t),
        "peringatan": daftar.get(t.pk, []),
    }


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def pegawai_baru(request: HttpRequest) -> HttpResponse:
    """Record a person."""
    return halaman_formulir(
        request,
        FormPegawai(kiriman(request), baru=True),
        judul="Tambah pegawai",
        tombol="Simpan pegawai",
        proses=lambda isi: laksanakan(
            request, actions.catat_pegawai, peristiwa="pegawai.catat", objek="pegawai",
            tujuan=lambda p: _alamat(p.pk), **isi,
        ),
        berhasil="Pegawai tersimpan.",
        remah=[REMAH, ("Tambah pegawai", "")],
        kembali=REMAH[1],
    )  # fmt: skip


@izin(Izin.PEGAWAI_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def pegawai_ubah(request: HttpRequest, pegawai_id: UUID) -> HttpResponse:
    """Correct a person's data."""
    pegawai = get_pegawai(pegawai_id, untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)
    awal = {k: getattr(pegawai, k) for k in ("nama", "status", "nip", "aktif")}
    tanda = queries.tanda_nilai(*awal.values())
    return halaman_formulir(
        request,
        FormPegawai(kiriman(request), initial=awal),
        judul=f"Ubah {pegawai.nama}",
        tombol="Simpan perubahan",
        proses=lambda isi: laksanakan(
            request, actions.ubah_pegawai, peristiwa="pegawai.ubah", objek="pegawai", objek_id=pegawai.pk,
            tujuan=_alamat(pegawai.pk), pegawai=pegawai, **isi,
        ),
        berhasil="Perubahan tersimpan.",
        remah=[REMAH, (pegawai.nama, _alamat(pegawai.pk)), ("Ubah", "")],
        dibaca=lambda: tanda,
        kembali=_alamat(pegawai.pk),
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def hubungkan(request: HttpRequest, pegawai_id: UUID) -> HttpResponse:
    """Say which existing login is this person's; with it come the rights of the person's SK."""
    pegawai = get_pegawai(pegawai_id, untuk=pembaca(request), izin=Izin.PEGAWAI_KELOLA)

    def proses(isi: dict[str, Any]) -> Any:
        pengguna = cari_pengguna(isi["nama_pengguna"])
        if pengguna is None:
            pesan = "Tidak ada pengguna dengan nama atau NIP itu."
            raise AturanDilanggar(pesan, kode="pengguna_tidak_ada", kolom={"nama_pengguna": pesan})
        return laksanakan(
            request, actions.hubungkan_pengguna, peristiwa="pegawai.hubungkan", objek="pegawai",
            objek_id=pegawai.pk, tujuan=_alamat(pegawai.pk), pegawai=pegawai, pengguna=pengguna,
        )  # fmt: skip

    return halaman_formulir(
        request,
        FormHubungkan(kiriman(request)),
        judul=f"Hubungkan akun {pegawai.nama}",
        tombol="Hubungkan akun",
        proses=proses,
        berhasil="Akun terhubung; kewenangannya mengikuti SK penugasan.",
        remah=[REMAH, (pegawai.nama, _alamat(pegawai.pk)), ("Hubungkan akun", "")],
        kembali=_alamat(pegawai.pk),
    )
