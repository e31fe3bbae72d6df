"""PIN: whose is which, which are nobody's."""

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions.pin import PetaPin, akhiri_pin, petakan_pin
from terukur.kehadiran.forms.mesin import FormAkhiriPin, FormPin, FormSaringPin, FormSejakPin
from terukur.kehadiran.importers.pin import PIN_PEGAWAI
from terukur.kehadiran.queries import pin as queries
from terukur.kehadiran.queries.lingkup import opd_orang
from terukur.kehadiran.views.jadwal import hari_ini, tab
from terukur.organisasi.models import OPD
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
    tengah_hari,
)

KELOLA = Izin.MESIN_KELOLA
LALU = dt.timedelta(days=31)


@izin(KELOLA)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Whose each PIN is, from when to when; the download is what the import reads back."""
    pengguna, pada, hari = pembaca(request), diterima(request), hari_ini(request)
    saring = FormSaringPin(request.GET or None)
    baris = queries.daftar_pin(pengguna, pada=pada)
    if saring.is_valid():
        if cari := saring.cleaned_data["cari"]:
            baris = (
                baris.filter(pin=cari) | baris.filter(pegawai__nama__icontains=cari)
                | baris.filter(pegawai__nip=cari)
            )  # fmt: skip
        if saring.cleaned_data["ganda"]:
            baris = baris.filter(pegawai__in=queries.pegawai_ganda(hari))

    def tempat(isi: list[Any]) -> None:
        milik = opd_orang([b.pegawai_id for b in isi], pada=pada)
        nama = dict(OPD.objects.filter(pk__in=set(milik.values())).order_by().values_list("pk", "nama"))
        for b in isi:
            b.opd = nama[milik[b.pegawai_id]] if b.pegawai_id in milik else ""

    kolom = (
        KolomDaftar("PIN", "pin", "pin", "kode"),
        KolomDaftar("NIP", "pegawai.nip", "pegawai__nip", "kode"),
        KolomDaftar("Nama", "pegawai.nama", "pegawai__nama"),
        KolomDaftar("OPD", "opd", di="layar"),
        KolomDaftar("Kelompok", "kelompok.nama", "kelompok__nama"),
        KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
        KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal"),
        KolomDaftar(
            "Kelola", lambda b: "Akhiri" if b.berlaku_sampai is None or b.berlaku_sampai >= hari else "",
            di="layar", tautan=lambda b: reverse("kehadiran:pin_akhiri", args=[b.pk]),
        ),
    )  # fmt: skip
    aksi = [
        Aksi("PIN tak dikenal", reverse("kehadiran:pin_tanpa")),
        Aksi("Petakan PIN", reverse("kehadiran:pin_baru"), "utama"),
    ]
    if PIN_PEGAWAI.boleh(pengguna):
        alamat = f"{reverse('impor:unggah', args=[PIN_PEGAWAI.kode])}?{urlencode({'sejak': hari})}"
        aksi.insert(1, Aksi("Impor dari Excel", alamat))
    return halaman_daftar(
        request,
        Daftar(
            "PIN pegawai", kolom, baris, "pin", saring, aksi=aksi, olah=tempat,
            keterangan="007 lain daripada 7. Pemetaan bertanggal; yang berlaku surut menghitung ulang.",
            kosong="Belum ada PIN. Petakan satu per satu, atau impor dari Excel.", **tab("PIN"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_GET
def tanpa(request: HttpRequest) -> HttpResponseBase:
    """PIN that were used and are nobody's, with the name the device knows and a proposal."""
    pengguna, pada, hari = pembaca(request), diterima(request), hari_ini(request)
    saring = FormSejakPin(request.GET if "sejak" in request.GET else None, initial={"sejak": hari - LALU})
    sejak = (saring.cleaned_data["sejak"] if saring.is_valid() else None) or hari - LALU
    baris = queries.pin_tanpa_pemilik(pengguna, sejak=tengah_hari(sejak) - dt.timedelta(hours=12))

    def petakan(b: queries.PinTanpaPemilik) -> str:
        isi = {"pin": b.pin, "kelompok": b.kelompok_id, "sejak": b.pertama.date()}
        if len(b.usulan) == 1:
            isi["pegawai"] = b.usulan[0].nip or b.usulan[0].nama
        return f"{reverse('kehadiran:pin_baru')}?{urlencode(isi)}"

    kolom = (
        KolomDaftar("PIN", "pin", "pin", "kode"),
        KolomDaftar("", lambda b: f"{b.jumlah:012}", "jumlah", di="urutan"),
        KolomDaftar("Rekam", "jumlah", jenis="angka"),
        KolomDaftar("Pertama", "pertama", jenis="waktu"),
        KolomDaftar("Terakhir", "terakhir", jenis="waktu"),
        KolomDaftar("Mesin", "mesin"),
        KolomDaftar("Kelompok", "kelompok", di="unduhan"),
        KolomDaftar("Nama di mesin", "nama"),
        KolomDaftar("Usulan", lambda b: [f"{p.nama} ({p.nip or 'tanpa NIP'})" for p in b.usulan], di="layar"),
        KolomDaftar("Kelola", lambda b: "Petakan", di="layar", tautan=petakan),
    )
    return halaman_daftar(
        request,
        Daftar(
            "PIN tak dikenal", kolom, baris, "-jumlah", saring,
            olah=lambda isi: queries.beri_usulan(isi, pengguna, pada=pada),
            keterangan="Rekamnya tersimpan, tetapi belum milik siapa pun; dihitung sesudah dipetakan.",
            kosong="Semua rekam sejak tanggal itu ada pemiliknya.", remah=[
                ("PIN pegawai", reverse("kehadiran:pin")), ("PIN tak dikenal", ""),
            ], templat="kehadiran/daftar.html",
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Map one PIN."""
    pengguna, pada = pembaca(request), diterima(request)
    awal: dict[str, Any] = {k: request.GET.get(k, "")[:150] for k in ("pin", "kelompok", "pegawai")}
    awal["sejak"] = request.GET.get("sejak", "")[:10] or hari_ini(request)
    kelompok = list(queries.kelompok_pin(pengguna))
    if not awal["kelompok"] and len(kelompok) == 1:
        awal["kelompok"] = kelompok[0].pk
    formulir = FormPin(
        kiriman(request), orang=queries.orang_pin(pengguna, pada=pada), kelompok=kelompok, initial=awal
    )

    def aksi(*, oleh: Any, pada: dt.datetime) -> Any:
        c = formulir.cleaned_data
        opd = opd_orang([c["pegawai"].pk], pada=pada).get(c["pegawai"].pk)
        peta = PetaPin(c["pin"], c["pegawai"], c["sejak"], c["sampai"], opd)
        return petakan_pin(
            kelompok=c["kelompok"], peta=[peta], dasar=c["dasar"], oleh=oleh, pada=pada,
            terlihat=queries.orang_bernama(pengguna, pada=pada),
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Petakan PIN", tombol="Simpan",
        keterangan="Seorang boleh mempunyai beberapa PIN; satu PIN pada satu hari milik satu orang.",
        proses=lambda c: laksanakan(
            request, aksi, peristiwa="pin_pegawai.petakan", objek="pin_pegawai",
            tujuan=reverse("kehadiran:pin"),
        ),
        berhasil="PIN dipetakan; harinya dihitung ulang.",
        remah=[("PIN pegawai", reverse("kehadiran:pin")), ("Petakan", "")], kembali=reverse("kehadiran:pin"),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def akhiri(request: HttpRequest, baris_id: int) -> HttpResponse:
    """From the day after, a PIN is nobody's."""
    pengguna, pada = pembaca(request), diterima(request)
    baris = queries.get_pin(baris_id, untuk=pengguna, pada=pada)
    opd = opd_orang([baris.pegawai_id], pada=pada).get(baris.pegawai_id)
    formulir = FormAkhiriPin(kiriman(request), initial={"hari_terakhir": hari_ini(request)})
    return halaman_formulir(
        request, formulir, judul=f"Akhiri PIN {baris.pin} milik {baris.pegawai.nama}", tombol="Akhiri",
        proses=lambda c: laksanakan(
            request, partial(akhiri_pin, baris=baris, opd_id=opd, hari_terakhir=c["hari_terakhir"]),
            peristiwa="pin_pegawai.akhiri", objek="pin_pegawai", objek_id=f"{baris.kelompok_id}:{baris.pin}",
            opd_id=opd, tujuan=reverse("kehadiran:pin"),
        ),
        berhasil="PIN diakhiri.", remah=[("PIN pegawai", reverse("kehadiran:pin")), ("Akhiri", "")],
        kembali=reverse("kehadiran:pin"),
    )  # fmt: skip
