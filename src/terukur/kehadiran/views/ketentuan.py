"""Rule sets, those left out by an SK, and the monthly shifts."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.antarmuka.formulir import Formulir
from terukur.inti.angka import tulis_angka
from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import jadwal as actions
from terukur.kehadiran.actions.ketentuan import tetapkan_ketentuan
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.forms.jadwal import FormAkhiri, FormKecualikan, FormKetentuan
from terukur.kehadiran.importers.sif import JADWAL_SIF, baca_bulan, sebut_bulan
from terukur.kehadiran.models import Ketentuan
from terukur.kehadiran.queries import jadwal as queries
from terukur.kehadiran.queries.lingkup import opd_orang, pegawai_kelola, penugasan_hari
from terukur.kehadiran.rules.jadwal import sebut_jam
from terukur.kehadiran.views.jadwal import KABUPATEN, hari_ini, pilihan_lingkup, tab, untuk_pemilik
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import daftar_opd
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
PALING_BANYAK = 400
"""People of one page of shifts."""


# ---- rule sets ----


@izin(KELOLA)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The rule sets that hold today and later."""
    baris = queries.ketentuan(pembaca(request), sejak=hari_ini(request), pada=diterima(request))
    boleh = pembaca(request).akses.boleh(KABUPATEN)
    kolom = (
        KolomDaftar("Untuk", queries.sebut_lingkup),
        KolomDaftar(
            "Dasar hukum", "dasar", tautan=lambda k: reverse("kehadiran:ketentuan_satu", args=[k.pk])
        ),
        KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
        KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal"),
        KolomDaftar("Lupa rekam sebulan", "kuota_lupa", jenis="angka"),
        KolomDaftar("Hari sanggah", "hari_sanggah", jenis="angka"),
    )
    return halaman_daftar(
        request,
        Daftar(
            "Ketentuan kehadiran", kolom, baris, "berlaku_sejak", Formulir(request.GET or None),
            aksi=[Aksi("Tetapkan ketentuan", reverse("kehadiran:ketentuan_baru"), "utama")] if boleh else [],
            keterangan="Pita TL dan PSW serta potongannya menurut peraturan; bukan hukuman disiplin. "
            "Ditetapkan BKPSDM.",
            **tab("Ketentuan"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_GET
def satu(request: HttpRequest, baris_id: int) -> HttpResponse:
    """One rule set with its bands."""
    k = queries.get_berlingkup(Ketentuan, baris_id, untuk=pembaca(request), pada=diterima(request))
    batas = f"{tulis_angka(k.batas_persen)} %" if k.batas_persen is not None else "tanpa batas"
    konteks = {
        "ketentuan": k,
        "fakta": [
            ("Dasar hukum", k.dasar),
            ("Cara membaca rekam", k.get_cara_display()),
            ("Toleransi", f"{k.toleransi_detik} detik"),
            ("Rekam ganda bila kurang dari", f"{k.jarak_ganda_detik} detik"),
            ("Potongan tertinggi sehari", batas),
            ("Lupa rekam", f"{k.kuota_lupa} kali sebulan"),
            ("Hari sanggah", f"{k.hari_sanggah} hari kerja"),
            (
                "Terlambat dapat ditebus",
                f"sampai {k.tebus_menit} menit, {k.tebus_kali} kali sebulan" if k.tebus_kali else "tidak",
            ),
        ],
        "untuk": queries.sebut_lingkup(k),
        "boleh": pembaca(request).akses.boleh(KABUPATEN),
        "baris": list(k.baris.order_by("peristiwa", "pita", "pk")),
    }
    return render(request, "kehadiran/ketentuan_satu.html", konteks)


@izin(KABUPATEN)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """A new rule set from a day on; filled from ``?dari=`` another one, else from that of all."""
    pengguna, pada = pembaca(request), diterima(request)
    lama = None
    if dari := request.GET.get("dari", ""):
        if not dari.isdecimal():
            raise TidakDitemukan()
        lama = queries.get_berlingkup(Ketentuan, int(dari), untuk=pengguna, pada=pada)
    awal: dict[str, Any] = {"sejak": hari_ini(request) + SATU_HARI}
    if lama is None:
        lama = Ketentuan.objects.pada(hari_ini(request)).filter(lingkup=LingkupJadwal.SEMUA).first()
    else:
        awal |= {"opd": str(lama.opd_id or ""), "unit": str(lama.unit_id or "")}
        awal |= {"pegawai": lama.pegawai.nama if lama.pegawai else ""}
    formulir = FormKetentuan(kiriman(request), lama=lama, initial=awal, **pilihan_lingkup(request))

    def proses(isi: dict[str, Any]) -> Any:
        milik = untuk_pemilik(formulir.pemilik, request)
        return laksanakan(
            request, partial(tetapkan_ketentuan, untuk=milik), peristiwa="ketentuan_kehadiran.tetapkan",
            objek="ketentuan_kehadiran", objek_id=milik.kunci, opd_id=milik.opd_id,
            tujuan=reverse("kehadiran:ketentuan"), isi=formulir.isi(), sejak=isi["sejak"],
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Tetapkan ketentuan kehadiran", tombol="Simpan", proses=proses,
        berhasil="Ketentuan ditetapkan; hari sejak tanggal itu dihitung ulang.",
        keterangan="Pita dimulai sesudah pita sebelumnya berakhir; pita terakhir tanpa batas.",
        remah=[("Ketentuan", reverse("kehadiran:ketentuan")), ("Tetapkan", "")],
        kembali=reverse("kehadiran:ketentuan"), lain={"draf": "ketentuan-kehadiran"},
    )  # fmt: skip


# ---- left out by an SK ----


@izin(KELOLA)
@require_GET
def pengecualian(request: HttpRequest) -> HttpResponseBase:
    """Who need not record his presence, and by which SK; those of the last two months too."""
    sejak = hari_ini(request) - 62 * SATU_HARI
    baris = queries.pengecualian(pembaca(request), sejak=sejak, pada=diterima(request))
    boleh = pembaca(request).akses.boleh(KABUPATEN)
    kolom = (
        KolomDaftar("Pegawai", "pegawai.nama", "pegawai__nama"),
        KolomDaftar("Nomor SK", "nomor_sk", "nomor_sk", "kode"),
        KolomDaftar("Tanggal SK", "tanggal_sk", "tanggal_sk", "tanggal"),
        KolomDaftar("Alasan", "alasan"),
        KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
        KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal"),
        KolomDaftar(
            "Kelola", lambda p: "Akhiri" if boleh else "", di="layar",
            tautan=lambda p: reverse("kehadiran:pengecualian_akhiri", args=[p.pegawai_id]),
        ),
    )  # fmt: skip
    return halaman_daftar(
        request,
        Daftar(
            "Pengecualian rekam kehadiran", kolom, baris, "pegawai__nama", Formulir(request.GET or None),
            aksi=[Aksi("Tetapkan pengecualian", reverse("kehadiran:pengecualian_baru"), "utama")]
            if boleh else [],
            keterangan="Hanya dengan SK, dicatat BKPSDM; nomornya tampak di setiap daftar.",
            kosong="Tidak ada yang dikecualikan: semua pegawai merekam kehadirannya.", **tab("Pengecualian"),
        ),
    )  # fmt: skip


@izin(KABUPATEN)
@require_http_methods(["GET", "POST"])
def pengecualian_baru(request: HttpRequest) -> HttpResponse:
    pada = diterima(request)
    formulir = FormKecualikan(
        kiriman(request), orang=pegawai_kelola(pembaca(request), pada=pada),
        initial={"sejak": hari_ini(request)},
    )  # fmt: skip

    def proses(isi: dict[str, Any]) -> Any:
        pegawai = isi["pegawai"]
        opd_id = opd_orang([pegawai.pk], pada=pada).get(pegawai.pk)
        return laksanakan(
            request, partial(actions.kecualikan, opd_id=opd_id), peristiwa="pengecualian.tetapkan",
            objek="pengecualian", objek_id=pegawai.pk, opd_id=opd_id,
            tujuan=reverse("kehadiran:pengecualian"), **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Tetapkan pengecualian", tombol="Simpan", proses=proses,
        berhasil="Pengecualian dicatat dengan nomor SK-nya.",
        remah=[("Pengecualian", reverse("kehadiran:pengecualian")), ("Tetapkan", "")],
        kembali=reverse("kehadiran:pengecualian"),
    )  # fmt: skip


@izin(KABUPATEN)
@require_http_methods(["GET", "POST"])
def pengecualian_akhiri(request: HttpRequest, pegawai_id: UUID) -> HttpResponse:
    pada = diterima(request)
    baris = queries.pengecualian(pembaca(request), sejak=None, pada=pada)
    p = baris.filter(pegawai=pegawai_id).order_by("-berlaku_sejak", "pk").first()
    if p is None:
        raise TidakDitemukan("Pengecualian tidak ditemukan.")
    formulir = FormAkhiri(kiriman(request), initial={"hari_terakhir": hari_ini(request)})
    opd_id = opd_orang([p.pegawai_id], pada=pada).get(p.pegawai_id)

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, partial(actions.akhiri_pengecualian, opd_id=opd_id), peristiwa="pengecualian.akhiri",
            objek="pengecualian", objek_id=p.pegawai_id, opd_id=opd_id,
            tujuan=reverse("kehadiran:pengecualian"), pegawai=p.pegawai, **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Akhiri pengecualian", tombol="Akhiri", proses=proses,
        berhasil="Pengecualian diakhiri.", keterangan=f"{p.pegawai.nama}, SK {p.nomor_sk}",
        remah=[("Pengecualian", reverse("kehadiran:pengecualian")), ("Akhiri", "")],
        kembali=reverse("kehadiran:pengecualian"),
    )  # fmt: skip


# ---- shifts of a month ----


def _kode(isi: dict[UUID, dict[dt.date, str]], tanggal: dt.date, p: Pegawai) -> str:
    return isi.get(p.pk, {}).get(tanggal, "")


@izin(KELOLA)
@require_GET
def sif(request: HttpRequest) -> HttpResponseBase:
    """The month's shifts of an OPD as the workbook that is uploaded again; ``?bulan=&opd=``."""
    pengguna, pada = pembaca(request), diterima(request)
    try:
        bulan = baca_bulan(request.GET["bulan"]) if request.GET.get("bulan") else hari_ini(request)
    except AturanDilanggar:
        raise TidakDitemukan("Bulan itu tidak ada.") from None
    opd = daftar_opd(pengguna, izin=KELOLA)
    dipilih = next((o for o in opd if str(o.pk) == request.GET.get("opd", "")), None)
    if request.GET.get("opd") and dipilih is None:
        raise TidakDitemukan("OPD tidak ditemukan.")
    orang = pegawai_kelola(pengguna, pada=pada)
    if dipilih is not None:
        milik = penugasan_hari(pada).filter(opd_pada=dipilih.pk).values("pegawai_id")
        orang = orang.filter(pk__in=milik)
    kode = queries.kode_sif(bulan)
    isi = queries.sif_bulan(orang.order_by().values("pk"), bulan, kode)
    bersif = list(orang.filter(pk__in=isi))
    hari = queries.hari_bulan(bulan)
    kolom = (
        Kolom("Pegawai", "nama"),
        Kolom("NIP", "nip", "kode"),
        *(Kolom(str(h.day), partial(_kode, isi, h), "kode", lebar=5) for h in hari),
    )
    unduhan = bersif or (list(orang[:PALING_BANYAK]) if request.GET.get("unduh") else [])
    if jawaban := respons_tabel(request, f"Jadwal sif {sebut_bulan(bulan)}", kolom, unduhan):
        return jawaban
    konteks = {
        "bulan": bulan,
        "sebut_bulan": sebut_bulan(bulan),
        "opd": opd,
        "dipilih": dipilih,
        "hari": hari,
        "baris": [(p, [isi[p.pk].get(h, "") for h in hari]) for p in bersif[:PALING_BANYAK]],
        "kode": [(k, sebut_jam(j.masuk, j.pulang)) for k, j in kode.items()],
        "jumlah": len(bersif),
        "boleh_impor": JADWAL_SIF.boleh(pengguna),
    }
    return render(request, "kehadiran/sif.html", konteks)
