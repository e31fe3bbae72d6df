"""Roles of users: granted, withdrawn, handed over."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from terukur.akun.peran import Peran
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import actions, queries
from terukur.organisasi.forms.pengguna import (
    FormAlasan,
    FormAlihkan,
    FormBeriPeran,
)
from terukur.organisasi.queries.daftar_pengguna import (
    get_peran,
    riwayat_peran,
    tabel_pengguna,
)
from terukur.organisasi.syarat import daftar_syarat
from terukur.organisasi.views.kerangka import (
    diterima,
    halaman_formulir,
    kiriman,
    pembaca,
)
from terukur.organisasi.views.pengguna import REMAH, alamat, boleh_diberi, get_kelola, opd_unit, sebut_peran


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def beri(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Grant a role."""
    pengguna = get_kelola(request, pengguna_id)
    opd, unit = opd_unit(request)
    hari: dt.date = queries.hari_pemda(diterima(request))
    formulir = FormBeriPeran(
        kiriman(request),
        peran=boleh_diberi(request),
        opd=opd,
        unit=unit,
        syarat=daftar_syarat(),
        initial={"sejak": hari},
    )
    return halaman_formulir(
        request,
        formulir,
        judul=f"Beri peran {pengguna.nama}",
        tombol="Beri peran",
        proses=lambda isi: laksanakan(
            request, actions.beri_peran, peristiwa="peran.beri", objek="pengguna", objek_id=pengguna.pk,
            opd_id=isi["opd"].pk if isi["opd"] else None, tujuan=alamat(pengguna.pk), pengguna=pengguna,
            akses=pembaca(request).akses, **(isi | {"peran": Peran(isi["peran"])}),
        ),
        berhasil="Peran diberikan.",
        remah=[REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Beri peran", "")],
        kembali=alamat(pengguna.pk),
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def cabut(request: HttpRequest, peran_id: int) -> HttpResponse:
    """Withdraw a role at once."""
    baris = get_peran(peran_id, untuk=pembaca(request))
    pengguna = baris.pengguna
    return halaman_formulir(
        request,
        FormAlasan(kiriman(request)),
        judul=f"Cabut peran {pengguna.nama}",
        tombol="Cabut peran",
        proses=lambda isi: laksanakan(
            request, actions.cabut_peran, peristiwa="peran.cabut", objek="pengguna", objek_id=pengguna.pk,
            opd_id=baris.opd_id, tujuan=REMAH[1], baris=baris, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Peran dicabut.",
        remah=[REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Cabut peran", "")],
        keterangan=f"{sebut_peran(baris)}. Berlaku seketika; yang sudah dikerjakan tetap tercatat.",
        kembali=alamat(pengguna.pk),
        konfirmasi="Cabut peran ini sekarang?",
    )  # fmt: skip


@izin(Izin.PENGGUNA_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def alihkan(request: HttpRequest, pengguna_id: UUID) -> HttpResponse:
    """Hand over everything a user does for an OPD to somebody else."""
    pengguna = get_kelola(request, pengguna_id)
    hari = queries.hari_pemda(diterima(request))
    cakupan = pembaca(request).akses.cakupan(Izin.PENGGUNA_KELOLA)
    milik = [
        p.opd
        for p in riwayat_peran(pengguna)
        if p.opd
        and (cakupan is None or p.opd_id in cakupan)
        and p.berlaku_sejak <= hari
        and (p.berlaku_sampai is None or hari <= p.berlaku_sampai)
    ]
    if not milik:
        konteks = {
            "judul": "Tidak ada tugas yang dialihkan",
            "keterangan": f"{pengguna.nama} tidak memegang peran pada OPD mana pun.",
            "remah": [REMAH, (pengguna.nama, alamat(pengguna.pk))],
        }
        return render(request, "organisasi/pesan.html", konteks)
    pilihan = request.GET.get("opd") or str(milik[0].pk)
    opd = next((o for o in milik if str(o.pk) == pilihan), None)
    if opd is None:
        raise TidakDitemukan("OPD tidak ditemukan.")
    calon = tabel_pengguna(pembaca(request), pada=diterima(request), per=hari, opd_id=None)
    formulir = FormAlihkan(
        kiriman(request),
        pengguna=calon.filter(is_active=True).exclude(pk=pengguna.pk).order_by("nama", "pk")[:300],
    )
    return halaman_formulir(
        request,
        formulir,
        judul=f"Alihkan tugas {pengguna.nama}",
        tombol="Alihkan tugas",
        proses=lambda isi: laksanakan(
            request, actions.alihkan_tugas, peristiwa="peran.alihkan", objek="pengguna", objek_id=pengguna.pk,
            tujuan=alamat(isi["kepada"].pk), dari=pengguna, opd=opd, akses=pembaca(request).akses, **isi,
        ),
        berhasil="Tugas dialihkan; draf tetap pada OPD dan dilanjutkan penerima.",
        remah=[REMAH, (pengguna.nama, alamat(pengguna.pk)), ("Alihkan tugas", "")],
        keterangan=f"Semua peran pada {opd.nama} berpindah. Draf milik OPD, jadi tidak ada yang hilang.",
        kembali=alamat(pengguna.pk),
        konfirmasi="Alihkan semua tugas pada OPD ini?",
    )  # fmt: skip
