"""Places of records by phone with their screens, who may record there, and the rule set."""

import base64
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.formulir import Formulir
from terukur.antarmuka.surat import qr_svg
from terukur.inti.izin import Izin, izin, publik
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import tempat as actions
from terukur.kehadiran.choices import AlasanRisiko, Dialek
from terukur.kehadiran.forms.mesin import JAM_ZONA
from terukur.kehadiran.forms.ponsel import (
    FormAkhiriIzin,
    FormIzinPonsel,
    FormKetentuanPonsel,
    FormLayar,
    FormLetak,
    FormTempat,
)
from terukur.kehadiran.models import LayarTempat, Mesin
from terukur.kehadiran.queries import ponsel as queries
from terukur.kehadiran.queries.lingkup import opd_orang, pilihan_wilayah
from terukur.kehadiran.queries.perangkat import daftar_mesin
from terukur.kehadiran.queries.pin import orang_pin
from terukur.kehadiran.rules.ponsel import LANGKAH, kode_layar, langkah
from terukur.kehadiran.views.jadwal import hanya_kabupaten, hari_ini, tab
from terukur.kehadiran.views.ponsel import alamat_kode
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    aksi_jejak,
    diterima,
    halaman_daftar,
    halaman_formulir,
    kiriman,
    pembaca,
)

KELOLA = Izin.MESIN_KELOLA


def _gambar(alamat: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(alamat).encode()).decode()


# ---- places ----


@izin(KELOLA)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Places of the reader's OPD, with their fences of today."""
    hari = hari_ini(request)

    def lengkapi(isi: list[Any]) -> None:
        letak = queries.letak_mesin([m.pk for m in isi], hari=hari)
        for m in isi:
            ada = letak.get(m.pk)
            m.titik = f"{ada.lintang:.5f}, {ada.bujur:.5f}" if ada else "belum berlaku"
            m.radius = ada.radius if ada else None

    kolom = (
        KolomDaftar("Nama", "nama", "nama", tautan=lambda m: reverse("kehadiran:tempat_satu", args=[m.pk])),
        KolomDaftar("OPD", "opd.nama", "opd__nama"),
        KolomDaftar("Titik tengah", "titik"),
        KolomDaftar("Radius (m)", "radius", jenis="angka"),
        KolomDaftar("Layar", "layar_hidup", "layar_hidup", "angka"),
        KolomDaftar("Keadaan", lambda m: "Dipakai" if m.aktif else "Nonaktif", lencana=True),
    )
    return halaman_daftar(
        request,
        Daftar(
            "Tempat rekam ponsel", kolom, queries.daftar_tempat(pembaca(request)), "nama",
            Formulir(request.GET or None), olah=lengkapi,
            aksi=[Aksi("Daftarkan tempat", reverse("kehadiran:tempat_baru"), "utama")],
            keterangan="Yang berizin dapat merekam di tempat mana pun yang dipakai.",
            kosong="Belum ada tempat. Daftarkan titik dan radiusnya.", **tab("Tempat rekam ponsel"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """A new place."""
    formulir = FormTempat(
        kiriman(request), opd=pilihan_wilayah(pembaca(request), KELOLA)[0],
        initial={"sejak": hari_ini(request), "radius": 100},
    )  # fmt: skip

    def proses(c: dict[str, Any]) -> Any:
        lintang, bujur = c["titik"]
        aksi = partial(
            actions.daftarkan_tempat, nama=c["nama"], opd=c["opd"], zona=JAM_ZONA[settings.TERUKUR_ZONA],
            lintang=lintang, bujur=bujur, radius=c["radius"], sejak=c["sejak"],
        )  # fmt: skip
        return laksanakan(
            request, aksi, peristiwa="tempat_rekam.daftar", objek="tempat_rekam", opd_id=c["opd"].pk,
            tujuan=lambda m: reverse("kehadiran:tempat_satu", args=[m.pk]),
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Daftarkan tempat rekam ponsel", tombol="Daftarkan", proses=proses,
        berhasil="Tempat didaftarkan.", kembali=reverse("kehadiran:tempat"),
        remah=[("Tempat rekam ponsel", reverse("kehadiran:tempat")), ("Daftarkan", "")],
    )  # fmt: skip


@izin(KELOLA)
@require_GET
def satu(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """One place: its fence, its screens."""
    m = queries.get_tempat(mesin_id, untuk=pembaca(request))
    konteks = {
        "tempat": m,
        "letak": queries.letak_mesin([m.pk], hari=hari_ini(request)).get(m.pk),
        "layar": list(m.layar.order_by("dicabut_pada", "-dibuat_pada")),
        "formulir": FormLayar(),
        "aksi": [
            Aksi("Ubah letak", reverse("kehadiran:letak", args=[m.pk])),
            *aksi_jejak(request, "tempat_rekam", m.pk),
        ],
    }
    return render(request, "kehadiran/tempat_satu.html", konteks)


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def letak(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """Where a place or a device stands."""
    pengguna = pembaca(request)
    mesin = daftar_mesin(pengguna).filter(pk=mesin_id).first() or queries.get_tempat(mesin_id, untuk=pengguna)
    ponsel = mesin.dialek == Dialek.PONSEL
    alamat = reverse(f"kehadiran:{'tempat' if ponsel else 'mesin'}_satu", args=[mesin.pk])
    kini = queries.letak_mesin([mesin.pk], hari=hari_ini(request)).get(mesin.pk)
    awal: dict[str, Any] = {"sejak": hari_ini(request), "radius": kini.radius if kini else 100}
    if kini:
        awal["titik"] = f"{kini.lintang:.6f}, {kini.bujur:.6f}"
    formulir = FormLetak(kiriman(request), initial=awal)

    def proses(c: dict[str, Any]) -> Any:
        lintang, bujur = c["titik"]
        aksi = partial(
            actions.tetapkan_letak, mesin=mesin, lintang=lintang, bujur=bujur, radius=c["radius"],
            sejak=c["sejak"],
        )  # fmt: skip
        return laksanakan(
            request, aksi, peristiwa="tempat_rekam.letak", objek="tempat_rekam", objek_id=mesin.pk,
            opd_id=mesin.opd_id, tujuan=alamat,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul=f"Letak {mesin.nama}", tombol="Simpan", proses=proses,
        keterangan="Rekam yang sudah ada tidak berubah."
        if ponsel else "Dipakai untuk melihat orang yang terekam di dua tempat yang berjauhan.",
        berhasil="Letak disimpan.", remah=[(mesin.nama, alamat), ("Letak", "")], kembali=alamat,
    )  # fmt: skip


@izin(KELOLA)
@require_POST
def aktif(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """Put out of use, or into use again."""
    m = queries.get_tempat(mesin_id, untuk=pembaca(request))
    alamat = reverse("kehadiran:tempat_satu", args=[m.pk])
    tujuan = request.POST.get("aktif") == "1"
    laksanakan(
        request, partial(actions.atur_tempat, mesin_id=m.pk, aktif=tujuan),
        peristiwa=f"tempat_rekam.{'aktifkan' if tujuan else 'nonaktifkan'}", objek="tempat_rekam",
        objek_id=m.pk, opd_id=m.opd_id, tujuan=alamat,
    )  # fmt: skip
    return redirect(alamat)


# ---- screens ----


@izin(KELOLA)
@never_cache
@require_POST
def layar_baru(request: HttpRequest, mesin_id: int) -> HttpResponse:
    """A screen; its address is shown on this page and never again."""
    m = queries.get_tempat(mesin_id, untuk=pembaca(request))
    formulir = FormLayar(request.POST)
    if not formulir.is_valid():
        return redirect("kehadiran:tempat_satu", m.pk)
    hasil = laksanakan(
        request, partial(actions.buat_layar, tempat=m, nama=formulir.cleaned_data["nama"]),
        peristiwa="tempat_rekam.buat_layar", objek="tempat_rekam", objek_id=m.pk, opd_id=m.opd_id,
        tujuan=reverse("kehadiran:tempat_satu", args=[m.pk]),
    )  # fmt: skip
    konteks: dict[str, Any] = {"tempat": m, "alamat": ""}
    if hasil.nilai is not None:
        _, kunci = hasil.nilai
        jalur = reverse("kehadiran:layar", args=[kunci])
        konteks["alamat"] = f"{settings.TERUKUR_ALAMAT.rstrip('/')}{jalur}"
    return render(request, "kehadiran/layar_tautan.html", konteks)


@izin(KELOLA)
@require_POST
def layar_cabut(request: HttpRequest, mesin_id: int, layar_id: int) -> HttpResponse:
    """The screen ends at once."""
    m: Mesin = queries.get_tempat(mesin_id, untuk=pembaca(request))
    satu = LayarTempat.objects.filter(mesin=m, pk=layar_id).first()
    if satu is None:
        raise TidakDitemukan("Layar tidak ditemukan.")
    alamat = reverse("kehadiran:tempat_satu", args=[m.pk])
    laksanakan(
        request, partial(actions.cabut_layar, layar_id=satu.pk), peristiwa="tempat_rekam.cabut_layar",
        objek="tempat_rekam", objek_id=m.pk, opd_id=m.opd_id, tujuan=alamat,
    )  # fmt: skip
    return redirect(alamat)


@publik
@never_cache
@require_GET
def layar(request: HttpRequest, kunci: str) -> HttpResponse:
    """The changing code, for a screen that nobody is logged in at; whoever has the address sees it."""
    ada = queries.layar_hidup(kunci)
    konteks: dict[str, Any] = {"layar": ada, "pada": diterima(request), "detik": LANGKAH}
    if ada:
        konteks["qr"] = _gambar(alamat_kode(ada, kode_layar(ada.rahasia, langkah(diterima(request)))))
    return render(request, "kehadiran/layar.html", konteks, status=200 if ada else 404)


# ---- who may ----


@izin(KELOLA)
@require_GET
def izin_daftar(request: HttpRequest) -> HttpResponseBase:
    """Who may record by phone, on which ground."""
    hari = hari_ini(request)
    baris = queries.daftar_izin(pembaca(request), pada=diterima(request))
    kolom = (
        KolomDaftar("Pegawai", "pegawai.nama", "pegawai__nama"),
        KolomDaftar("NIP", "pegawai.nip", "pegawai__nip", "kode", di="unduhan"),
        KolomDaftar("Dasar", "dasar", "dasar"),
        KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
        KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal"),
        KolomDaftar(
            "Kelola", lambda b: "Akhiri" if b.berlaku_sampai is None or b.berlaku_sampai >= hari else "",
            di="layar", tautan=lambda b: reverse("kehadiran:izin_ponsel_akhiri", args=[b.pk]),
        ),
    )  # fmt: skip
    return halaman_daftar(
        request,
        Daftar(
            "Izin rekam ponsel", kolom, baris, "pegawai__nama", Formulir(request.GET or None),
            aksi=[Aksi("Beri izin", reverse("kehadiran:izin_ponsel_baru"), "utama")],
            keterangan="Tanpa izin bertanggal dengan dasarnya, tidak seorang pun merekam lewat ponsel.",
            kosong="Belum ada yang diberi izin.", **tab("Izin rekam ponsel"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def izin_baru(request: HttpRequest) -> HttpResponse:
    """Give the right."""
    pada = diterima(request)
    formulir = FormIzinPonsel(
        kiriman(request), orang=orang_pin(pembaca(request), pada=pada), initial={"sejak": hari_ini(request)}
    )

    def proses(c: dict[str, Any]) -> Any:
        opd = opd_orang([c["pegawai"].pk], pada=pada).get(c["pegawai"].pk)
        return laksanakan(
            request, partial(actions.beri_izin, opd_id=opd, **c), peristiwa="izin_ponsel.beri",
            objek="izin_ponsel", objek_id=c["pegawai"].pk, tujuan=reverse("kehadiran:izin_ponsel"),
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Beri izin rekam ponsel", tombol="Beri izin", proses=proses,
        berhasil="Izin diberikan.", kembali=reverse("kehadiran:izin_ponsel"),
        remah=[("Izin rekam ponsel", reverse("kehadiran:izin_ponsel")), ("Beri izin", "")],
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def izin_akhiri(request: HttpRequest, baris_id: int) -> HttpResponse:
    """End it."""
    pada = diterima(request)
    baris = queries.get_izin(baris_id, untuk=pembaca(request), pada=pada)
    opd = opd_orang([baris.pegawai_id], pada=pada).get(baris.pegawai_id)
    formulir = FormAkhiriIzin(kiriman(request), initial={"hari_terakhir": hari_ini(request)})
    return halaman_formulir(
        request, formulir, judul=f"Akhiri izin {baris.pegawai.nama}", tombol="Akhiri",
        proses=lambda c: laksanakan(
            request,
            partial(actions.akhiri_izin, baris=baris, opd_id=opd, hari_terakhir=c["hari_terakhir"]),
            peristiwa="izin_ponsel.akhiri", objek="izin_ponsel", objek_id=baris.pegawai_id,
            tujuan=reverse("kehadiran:izin_ponsel"),
        ),
        berhasil="Izin diakhiri.", kembali=reverse("kehadiran:izin_ponsel"),
        remah=[("Izin rekam ponsel", reverse("kehadiran:izin_ponsel")), ("Akhiri", "")],
    )  # fmt: skip


# ---- rules ----


@izin(Izin.KEHADIRAN_KELOLA)
@require_GET
def ketentuan(request: HttpRequest) -> HttpResponse:
    """The rule set of today, for everybody who manages attendance."""
    k = queries.ketentuan_ponsel(hari_ini(request))
    tetapkan = reverse("kehadiran:ketentuan_ponsel_baru")
    konteks: dict[str, Any] = {
        "k_": k,
        "bobot": [(a.label, k.bobot[a.value]) for a in AlasanRisiko] if k else [],
        "aksi": [Aksi("Tetapkan ketentuan", tetapkan, "utama")]
        if pembaca(request).akses.boleh(Izin.KEHADIRAN_TUTUP) else [],
    }  # fmt: skip
    return render(request, "kehadiran/ketentuan_ponsel.html", konteks)


@izin(Izin.KEHADIRAN_TUTUP)
@require_http_methods(["GET", "POST"])
def ketentuan_baru(request: HttpRequest) -> HttpResponse:
    """Another rule set from a day on."""
    hanya_kabupaten(request)
    hari = hari_ini(request)
    formulir = FormKetentuanPonsel(
        kiriman(request), lama=queries.ketentuan_ponsel(hari), initial={"sejak": hari}
    )
    return halaman_formulir(
        request, formulir, judul="Ketentuan rekam ponsel", tombol="Simpan",
        keterangan="Nilai alasan (0: tidak dipakai) hanya menentukan apa yang diperiksa orang.",
        proses=lambda c: laksanakan(
            request, partial(actions.tetapkan_ketentuan_ponsel, **formulir.isi()),
            peristiwa="ketentuan_ponsel.tetapkan", objek="ketentuan_ponsel", objek_id="semua",
            tujuan=reverse("kehadiran:ketentuan_ponsel"),
        ),
        berhasil="Ketentuan ditetapkan.", kembali=reverse("kehadiran:ketentuan_ponsel"),
        remah=[("Ketentuan ponsel", reverse("kehadiran:ketentuan_ponsel")), ("Tetapkan", "")],
    )  # fmt: skip
