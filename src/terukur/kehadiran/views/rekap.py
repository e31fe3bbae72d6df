"""Recaps of a month: by OPD, by person and echelon, and who stopped pressing."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.kehadiran.forms.rekap import SaringBulan, SaringOPD, SaringRekap
from terukur.kehadiran.queries.ponsel import persen_ponsel
from terukur.kehadiran.queries.rekap import MUNDUR, berhenti_rekam, rekap_opd, rekap_orang
from terukur.kehadiran.rules.kalender import akhir_bulan, sebut_bulan
from terukur.kehadiran.views.saya import bulan_dari
from terukur.organisasi.queries import daftar_opd, hari_pemda
from terukur.organisasi.views.kerangka import Daftar, KolomDaftar, diterima, halaman_daftar, pembaca

_UKURAN = (
    KolomDaftar("Hari kerja", "ukuran.hari_kerja", "ukuran.hari_kerja", "angka"),
    KolomDaftar("Masuk (%)", "ukuran.persen_masuk", "ukuran.persen_masuk", "persen"),
    KolomDaftar("Hadir", "ukuran.hadir", "ukuran.hadir", "angka", di="unduhan"),
    KolomDaftar("Dinas luar", "ukuran.dinas", "ukuran.dinas", "angka", di="unduhan"),
    KolomDaftar("Cuti", "ukuran.cuti", "ukuran.cuti", "angka", di="unduhan"),
    KolomDaftar("Izin dan sakit", "ukuran.izin_sakit", "ukuran.izin_sakit", "angka", di="unduhan"),
    KolomDaftar("Terlambat", "ukuran.terlambat", "ukuran.terlambat", "angka"),
    KolomDaftar("Pulang cepat", "ukuran.cepat", "ukuran.cepat", "angka"),
    KolomDaftar("Tanpa keterangan", "ukuran.tk", "ukuran.tk", "angka"),
    KolomDaftar("Rekam manual (%)", "ukuran.persen_manual", "ukuran.persen_manual", "persen"),
    KolomDaftar("Hari tanpa jadwal", "ukuran.tanpa_jadwal", "ukuran.tanpa_jadwal", "angka"),
    KolomDaftar("Menit terlambat", "ukuran.menit_terlambat", jenis="angka", di="unduhan"),
)


_DI_BERKAS = {"Pulang cepat", "Rekam manual (%)", "Hari tanpa jadwal"}
_UKURAN_ORANG = tuple(replace(k, di="unduhan") if k.judul in _DI_BERKAS else k for k in _UKURAN)
"""Of a person the screen shows fewer columns; the file has all."""


def _bulan(request: HttpRequest) -> tuple[dt.date, dt.date]:
    """(first day, last day that can be over) of the month asked for."""
    kini = hari_pemda(diterima(request))
    awal = bulan_dari(request, kini)
    return awal, min(akhir_bulan(awal), kini)


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def opd(request: HttpRequest) -> HttpResponseBase:
    """Each OPD in a month: presence, lateness, absence, manual records and those by phone, no roster."""
    awal, akhir = _bulan(request)
    cakupan = pembaca(request).akses.cakupan(Izin.KEHADIRAN_LIHAT)
    ponsel = persen_ponsel(awal, akhir, opd_ids=cakupan)

    def tautan(r: Any) -> str:
        return f"{reverse('kehadiran:rekap_orang')}?bulan={awal:%Y-%m}&opd={r.opd_id}"

    kolom = (
        KolomDaftar("OPD", "opd", "opd", tautan=tautan),
        KolomDaftar("Pegawai", "pegawai", "pegawai", "angka"),
        *_UKURAN,
        KolomDaftar("Rekam ponsel (%)", lambda r: ponsel.get(r.opd_id), jenis="persen"),
    )
    return halaman_daftar(
        request,
        Daftar(
            f"Rekap kehadiran per OPD {sebut_bulan(awal)}", kolom, rekap_opd(awal, akhir, opd_ids=cakupan),
            "opd",
            SaringBulan(request.GET or None, bulan=awal), templat="kehadiran/daftar.html",
            kosong="Belum ada hari yang dihitung pada bulan ini.",
        ),
    )  # fmt: skip


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def orang(request: HttpRequest) -> HttpResponseBase:
    """Each person in a month, echelon II among them; an exception shows the number of its SK."""
    awal, akhir = _bulan(request)
    pengguna = pembaca(request)
    saring = SaringRekap(request.GET or None, bulan=awal, opd=daftar_opd(pengguna, izin=Izin.KEHADIRAN_LIHAT))
    isi = saring.cleaned_data if saring.is_valid() else {}
    cakupan = [isi["opd"].pk] if isi.get("opd") else pengguna.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    baris = rekap_orang(awal, akhir, opd_ids=cakupan)
    if eselon := isi.get("eselon"):
        baris = [r for r in baris if r.eselon == eselon]
    if kata := isi.get("kata", "").casefold():
        baris = [r for r in baris if kata in r.nama.casefold() or kata in r.nip]
    kolom = (
        KolomDaftar("Pegawai", "nama", "nama", tautan=lambda r: _bulan_orang(r.pegawai_id, awal)),
        KolomDaftar("NIP", "nip", jenis="kode", di="unduhan"),
        KolomDaftar("Jabatan", "jabatan", "jabatan"),
        KolomDaftar("Eselon", "eselon", "eselon", di="unduhan"),
        KolomDaftar("OPD", "opd", "opd", di="unduhan"),
        KolomDaftar("SK pengecualian", "sk", "sk"),
        *_UKURAN_ORANG,
        KolomDaftar("Perkiraan potongan (%)", "ukuran.persen_potongan", "ukuran.persen_potongan", "angka"),
    )
    return halaman_daftar(
        request,
        Daftar(
            f"Rekap kehadiran pegawai {sebut_bulan(awal)}", kolom, baris, "nama", saring,
            templat="kehadiran/daftar.html",
        ),
    )  # fmt: skip


def _bulan_orang(pegawai_id: Any, bulan: dt.date) -> str:
    return f"{reverse('kehadiran:orang', args=[pegawai_id])}?bulan={bulan:%Y-%m}"


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def berhenti(request: HttpRequest) -> HttpResponseBase:
    """Who does not press any more, or never did, without a letter that explains it."""
    kini = hari_pemda(diterima(request))
    pengguna = pembaca(request)
    saring = SaringOPD(request.GET or None, opd=daftar_opd(pengguna, izin=Izin.KEHADIRAN_LIHAT))
    isi = saring.cleaned_data if saring.is_valid() else {}
    cakupan = [isi["opd"].pk] if isi.get("opd") else pengguna.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    kolom = (
        KolomDaftar("Pegawai", "nama", "nama", tautan=lambda r: _bulan_orang(r.pegawai_id, kini)),
        KolomDaftar("NIP", "nip", jenis="kode", di="unduhan"),
        KolomDaftar("OPD", "opd", "opd"),
        KolomDaftar("Rekam terakhir", "terakhir", "terakhir", "tanggal"),
        KolomDaftar("Hari kerja sejak itu", "hari", "hari", "angka"),
    )
    return halaman_daftar(
        request,
        Daftar(
            "Berhenti merekam", kolom, berhenti_rekam(kini, opd_ids=cakupan), "-hari", saring,
            templat="kehadiran/daftar.html",
            keterangan="Tidak merekam tiga hari kerja atau lebih tanpa keterangan yang disetujui, "
            f"dilihat {MUNDUR} hari ke belakang. Tanpa tanggal: tidak ada rekam dalam {MUNDUR} hari itu.",
            kosong="Tidak ada pegawai yang berhenti merekam.",
        ),
    )  # fmt: skip
