"""Lists of apel, scheduling one, and the recap by OPD and by person."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.choices import JenisPengawasan
from terukur.kehadiran.forms.pengawasan import FormApel
from terukur.kehadiran.forms.rekap import SaringBulan, SaringRekap
from terukur.kehadiran.queries.apel import RekapApel, rekap_apel
from terukur.kehadiran.queries.berita_acara import sebut_lingkup
from terukur.kehadiran.queries.lingkup import pilihan_wilayah
from terukur.kehadiran.queries.pengawasan import calon_penanggung_jawab
from terukur.kehadiran.queries.perangkat import daftar_mesin
from terukur.kehadiran.queries.permohonan import is_bkpsdm
from terukur.kehadiran.rules.kalender import akhir_bulan, sebut_bulan
from terukur.kehadiran.views.saya import bulan_dari
from terukur.kehadiran.views.sidak import daftar_pengawasan
from terukur.organisasi.queries import daftar_opd, hari_pemda
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

KELOLA = Izin.KEHADIRAN_KELOLA
_HITUNG = (
    KolomDaftar("Wajib", "wajib", "wajib", "angka"),
    KolomDaftar("Hadir", "hadir", "hadir", "angka"),
    KolomDaftar("Berketerangan", "berketerangan", "berketerangan", "angka"),
    KolomDaftar("Tidak ikut", "tidak_ikut", "tidak_ikut", "angka"),
    KolomDaftar("Hadir (%)", "persen", "persen", "angka"),
)


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Apel of the OPD I oversee, and those of all."""
    kolom = (
        KolomDaftar("Apel", "nama", "nama", tautan=actions.tautan),
        KolomDaftar("Untuk", sebut_lingkup),
        KolomDaftar("Waktu", "mulai_pada", "mulai_pada", "waktu"),
        KolomDaftar("Tempat", "tempat", "tempat", di="unduhan"),
        KolomDaftar(
            "Penanggung jawab", lambda p: p.penanggung_jawab.nama if p.penanggung_jawab else "", di="unduhan"
        ),
        KolomDaftar("Status", lambda p: p.get_status_display(), "status", lencana=True),
        KolomDaftar(
            "Nomor register", lambda p: p.kertas.nomor if p.kertas else "", jenis="kode", di="unduhan"
        ),
    )
    aksi = []
    if pembaca(request).akses.boleh(KELOLA):
        aksi.append(Aksi("Jadwalkan apel", reverse("kehadiran:apel_baru"), "utama"))
    return daftar_pengawasan(
        request, JenisPengawasan.APEL, kolom, Izin.KEHADIRAN_LIHAT, aksi=aksi,
        keterangan="Apel yang lewat ditutup sendiri setengah jam sesudah waktu rekamnya berakhir.",
        kosong="Belum ada apel yang dijadwalkan.",
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Put an apel or upacara into the calendar."""
    pengguna, pada = pembaca(request), diterima(request)
    pilihan, unit = pilihan_wilayah(pengguna, KELOLA)
    awal: dict[str, Any] = {"tanggal": hari_pemda(pada), "mulai": "07:30", "buka": "06:30", "tutup": "08:00"}
    if len(pilihan) == 1:
        awal["opd"] = str(pilihan[0].pk)
    formulir = FormApel(
        kiriman(request), opd=pilihan, unit=unit,
        mesin=daftar_mesin(pengguna).filter(aktif=True).order_by("nama", "pk"),
        orang=calon_penanggung_jawab(pengguna, pada=pada), semua=is_bkpsdm(pengguna), initial=awal,
    )  # fmt: skip

    def proses(isi: dict[str, Any]) -> Any:
        nilai = formulir.isi()
        opd = nilai["opd"] or (nilai["unit"].opd if nilai["unit"] else None)
        return laksanakan(
            request, partial(actions.jadwalkan_apel, **nilai), peristiwa="apel.jadwalkan", objek="apel",
            opd_id=opd.pk if opd else None, tujuan=actions.tautan,
        )  # fmt: skip

    return halaman_formulir(
        request,
        formulir,
        judul="Jadwalkan apel",
        tombol="Simpan",
        proses=proses,
        berhasil="Apel dijadwalkan.",
        keterangan="Hadir bila ditandai penanggung jawab, atau merekam di mesin itu dalam waktunya.",
        remah=[("Apel", reverse("kehadiran:apel")), ("Jadwalkan", "")],
        kembali=reverse("kehadiran:apel"),
    )


def _tautan(alamat: str, bulan: str) -> Any:
    def tautan(r: RekapApel) -> str:
        return f"{alamat}?bulan={bulan}&opd={r.opd_id}"

    return tautan


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def rekap(request: HttpRequest) -> HttpResponseBase:
    """Apel of a month by OPD."""
    awal = bulan_dari(request, hari_pemda(diterima(request)))
    cakupan = pembaca(request).akses.cakupan(Izin.KEHADIRAN_LIHAT)
    tautan = _tautan(reverse("kehadiran:apel_orang"), f"{awal:%Y-%m}")
    return halaman_daftar(
        request,
        Daftar(
            f"Rekap apel per OPD {sebut_bulan(awal)}",
            (KolomDaftar("OPD", "opd", "opd", tautan=tautan), *_HITUNG),
            rekap_apel(awal, akhir_bulan(awal), opd_ids=cakupan, per_orang=False),
            "opd",
            SaringBulan(request.GET or None, bulan=awal),
            templat="kehadiran/daftar.html",
            kosong="Belum ada apel yang selesai pada bulan ini.",
        ),
    )


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def orang(request: HttpRequest) -> HttpResponseBase:
    """Apel of a month by person."""
    awal = bulan_dari(request, hari_pemda(diterima(request)))
    pengguna = pembaca(request)
    saring = SaringRekap(request.GET or None, bulan=awal, opd=daftar_opd(pengguna, izin=Izin.KEHADIRAN_LIHAT))
    del saring.fields["eselon"]
    isi = saring.cleaned_data if saring.is_valid() else {}
    cakupan = [isi["opd"].pk] if isi.get("opd") else pengguna.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    baris = rekap_apel(awal, akhir_bulan(awal), opd_ids=cakupan, per_orang=True)
    if kata := isi.get("kata", "").casefold():
        baris = [r for r in baris if kata in r.nama.casefold() or kata in r.nip]

    def bulan_orang(r: RekapApel) -> str:
        return f"{reverse('kehadiran:orang', args=[r.pegawai_id])}?bulan={awal:%Y-%m}"

    kolom = (
        KolomDaftar("Pegawai", "nama", "nama", tautan=bulan_orang),
        KolomDaftar("NIP", "nip", jenis="kode", di="unduhan"),
        KolomDaftar("OPD", "opd", "opd", di="unduhan"),
        *_HITUNG,
    )
    return halaman_daftar(
        request,
        Daftar(
            f"Rekap apel pegawai {sebut_bulan(awal)}", kolom, baris, "nama", saring,
            templat="kehadiran/daftar.html", kosong="Belum ada apel yang selesai pada bulan ini.",
        ),
    )  # fmt: skip
