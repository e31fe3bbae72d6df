"""Rosters: who works by which pattern, special days, patterns, Ramadan."""

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.formulir import Formulir
from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakBerhak
from terukur.inti.waktu import HARI
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import jadwal as actions
from terukur.kehadiran.actions.ketentuan import siapkan_bawaan
from terukur.kehadiran.actions.lingkup import Untuk, untuk
from terukur.kehadiran.forms.jadwal import (
    FormJam,
    FormKhusus,
    FormMasa,
    FormPola,
    FormPolaBerlaku,
    FormRamadan,
)
from terukur.kehadiran.models import JadwalKhusus, PolaBerlaku, PolaKerja
from terukur.kehadiran.queries import jadwal as queries
from terukur.kehadiran.queries.lingkup import opd_orang, pegawai_kelola, pilihan_wilayah
from terukur.kehadiran.queries.permohonan import is_bkpsdm
from terukur.kehadiran.rules.jadwal import SEMINGGU, sebut_jam, tulis_jam
from terukur.kehadiran.rules.ketentuan import KETENTUAN_BAWAAN
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda
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
KABUPATEN = Izin.KEHADIRAN_TUTUP
"""BKPSDM alone: what has no OPD."""


def hari_ini(request: HttpRequest) -> dt.date:
    return hari_pemda(diterima(request))


def hanya_kabupaten(request: HttpRequest) -> None:
    """Patterns, Ramadan and rules of all are BKPSDM's."""
    if not is_bkpsdm(pembaca(request)):
        raise TidakBerhak("Pola kerja, Ramadan dan ketentuan kabupaten ditetapkan BKPSDM.")


def pilihan_lingkup(request: HttpRequest) -> dict[str, Any]:
    """What a ``FormLingkup`` offers to this reader."""
    pengguna, pada = pembaca(request), diterima(request)
    opd, unit = pilihan_wilayah(pengguna, KELOLA)
    return {
        "opd": opd,
        "unit": unit,
        "orang": pegawai_kelola(pengguna, pada=pada),
        "semua": is_bkpsdm(pengguna),
    }


def untuk_pemilik(pemilik: Any, request: HttpRequest) -> Untuk:
    """The scope of what was chosen; of a person with the OPD in which he works."""
    opd_id = None
    if isinstance(pemilik, Pegawai):
        opd_id = opd_orang([pemilik.pk], pada=diterima(request)).get(pemilik.pk)
    return untuk(pemilik, opd_id=opd_id)


def tab(nama: str) -> dict[str, Any]:
    """What every list page of this part needs beside its rows."""
    return {"templat": "kehadiran/daftar.html", "remah": [(nama, "")]}


_MASA = (
    KolomDaftar("Berlaku sejak", "berlaku_sejak", "berlaku_sejak", "tanggal"),
    KolomDaftar("Berlaku sampai", "berlaku_sampai", "berlaku_sampai", "tanggal"),
)


# ---- who works by which pattern ----


@izin(KELOLA)
@require_GET
def berlaku(request: HttpRequest) -> HttpResponseBase:
    """Who works by which pattern today and later; the narrowest wins."""
    pengguna, hari = pembaca(request), hari_ini(request)
    baris = queries.pola_berlaku(pengguna, sejak=hari, pada=diterima(request))
    if is_bkpsdm(pengguna) and not PolaKerja.objects.exists():
        return render(request, "kehadiran/jadwal_kosong.html", {"dasar": KETENTUAN_BAWAAN.dasar})
    kolom = (
        KolomDaftar("Untuk", queries.sebut_lingkup),
        KolomDaftar("Pola kerja", "pola.nama", "pola__nama"),
        *_MASA,
        KolomDaftar("Dasar", "dasar"),
        KolomDaftar(
            "Kelola", lambda b: "Cabut" if b.lingkup != "semua" and queries.boleh_ubah(b, pengguna) else "",
            di="layar", tautan=lambda b: reverse("kehadiran:pola_berlaku_cabut", args=[b.pk]),
        ),
    )  # fmt: skip
    aksi = [Aksi("Tetapkan pola kerja", reverse("kehadiran:pola_berlaku_baru"), "utama")]
    if pengguna.akses.boleh(KABUPATEN):
        aksi.insert(0, Aksi("Berlaku surut", reverse("kehadiran:jadwal_surut")))
    return halaman_daftar(
        request,
        Daftar(
            "Pola kerja yang berlaku", kolom, baris, "berlaku_sejak", Formulir(request.GET or None),
            aksi=aksi,
            keterangan="Yang paling sempit yang dipakai: pegawai, lalu unit, lalu OPD, lalu kabupaten.",
            **tab("Pola berlaku"),
        ),
    )  # fmt: skip


@izin(KABUPATEN)
@require_POST
def bawaan(request: HttpRequest) -> HttpResponse:
    """Patterns and rules to begin with, from today on: nobody is absent on days before."""
    awal = hari_ini(request)
    hasil = laksanakan(
        request, partial(siapkan_bawaan, sejak=awal), peristiwa="pola_kerja.catat", objek="pola_kerja",
        tujuan=reverse("kehadiran:jadwal"),
    )  # fmt: skip
    return redirect(hasil.tujuan)


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def berlaku_baru(request: HttpRequest) -> HttpResponse:
    formulir = FormPolaBerlaku(
        kiriman(request), pola=PolaKerja.objects.order_by("nama", "pk"),
        initial={"sejak": hari_ini(request) + SATU_HARI}, **pilihan_lingkup(request),
    )  # fmt: skip

    def proses(isi: dict[str, Any]) -> Any:
        milik = untuk_pemilik(formulir.pemilik, request)
        return laksanakan(
            request, partial(actions.tetapkan_pola, untuk=milik), peristiwa="pola_berlaku.tetapkan",
            objek="pola_berlaku", objek_id=milik.kunci, opd_id=milik.opd_id,
            tujuan=reverse("kehadiran:jadwal"), pola=isi["pola"], sejak=isi["sejak"], sampai=isi["sampai"],
            hari_ke=isi["hari_ke"] or 1, dasar=isi["dasar"],
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Tetapkan pola kerja", tombol="Simpan", proses=proses,
        berhasil="Pola kerja ditetapkan; hari yang sudah lewat dihitung ulang.",
        remah=[("Pola berlaku", reverse("kehadiran:jadwal")), ("Tetapkan", "")],
        kembali=reverse("kehadiran:jadwal"),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def berlaku_cabut(request: HttpRequest, baris_id: int) -> HttpResponse:
    b = queries.get_berlingkup(
        PolaBerlaku, baris_id, untuk=pembaca(request), pada=diterima(request), ubah=True
    )
    formulir = FormMasa(kiriman(request), initial={"sejak": max(b.berlaku_sejak, hari_ini(request))})
    milik = untuk_pemilik(b.opd or b.unit or b.pegawai, request)

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, partial(actions.cabut_pola, untuk=milik), peristiwa="pola_berlaku.cabut",
            objek="pola_berlaku", objek_id=milik.kunci, opd_id=milik.opd_id,
            tujuan=reverse("kehadiran:jadwal"), **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Cabut pola kerja", tombol="Cabut", proses=proses,
        berhasil="Pola kerja dicabut.", keterangan=f"{milik.sebutan}: kembali ke pola yang lebih luas.",
        remah=[("Pola berlaku", reverse("kehadiran:jadwal")), ("Cabut", "")],
        kembali=reverse("kehadiran:jadwal"),
    )  # fmt: skip


# ---- special days ----


@izin(KELOLA)
@require_GET
def khusus(request: HttpRequest) -> HttpResponseBase:
    """Other hours on given days, today and later, and the last month."""
    sejak = hari_ini(request) - 31 * SATU_HARI
    pengguna = pembaca(request)
    baris = queries.jadwal_khusus(pengguna, sejak=sejak, pada=diterima(request))
    kolom = (
        KolomDaftar("Untuk", queries.sebut_lingkup),
        KolomDaftar("Jam kerja", lambda j: sebut_jam(j.masuk, j.pulang)),
        *_MASA,
        KolomDaftar("Dasar", "dasar", "dasar"),
        KolomDaftar(
            "Kelola", lambda j: "Cabut" if queries.boleh_ubah(j, pengguna) else "", di="layar",
            tautan=lambda j: reverse("kehadiran:khusus_cabut", args=[j.pk]),
        ),
    )  # fmt: skip
    return halaman_daftar(
        request,
        Daftar(
            "Jadwal khusus", kolom, baris, "-berlaku_sejak", Formulir(request.GET or None),
            aksi=[Aksi("Tetapkan jadwal khusus", reverse("kehadiran:khusus_baru"), "utama")],
            keterangan="Jam lain atau hari lepas pada tanggal tertentu.",
            kosong="Belum ada. Tetapkan bila suatu hari jam kerjanya lain, misalnya menurut surat edaran.",
            **tab("Jadwal khusus"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def khusus_baru(request: HttpRequest) -> HttpResponse:
    esok = hari_ini(request) + SATU_HARI
    formulir = FormKhusus(
        kiriman(request), initial={"sejak": esok, "sampai": esok}, **pilihan_lingkup(request)
    )

    def proses(isi: dict[str, Any]) -> Any:
        milik = untuk_pemilik(formulir.pemilik, request)
        lain = {n: isi[n] for n in ("sejak", "sampai", "jam", "dasar")}
        return laksanakan(
            request, partial(actions.tetapkan_khusus, untuk=milik), peristiwa="jadwal_khusus.tetapkan",
            objek="jadwal_khusus", objek_id=milik.kunci, opd_id=milik.opd_id,
            tujuan=reverse("kehadiran:khusus"), **lain,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Tetapkan jadwal khusus", tombol="Simpan", proses=proses,
        berhasil="Jadwal khusus ditetapkan.",
        remah=[("Jadwal khusus", reverse("kehadiran:khusus")), ("Tetapkan", "")],
        kembali=reverse("kehadiran:khusus"),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def khusus_cabut(request: HttpRequest, baris_id: int) -> HttpResponse:
    j = queries.get_berlingkup(
        JadwalKhusus, baris_id, untuk=pembaca(request), pada=diterima(request), ubah=True
    )
    formulir = FormMasa(
        kiriman(request), initial={"sejak": j.berlaku_sejak, "sampai": j.berlaku_sampai or j.berlaku_sejak}
    )
    formulir.fields["sampai"].required = True
    formulir.fields["sampai"].help_text = ""
    milik = untuk_pemilik(j.opd or j.unit or j.pegawai, request)

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, partial(actions.cabut_khusus, untuk=milik), peristiwa="jadwal_khusus.cabut",
            objek="jadwal_khusus", objek_id=milik.kunci, opd_id=milik.opd_id,
            tujuan=reverse("kehadiran:khusus"), **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Cabut jadwal khusus", tombol="Cabut", proses=proses,
        berhasil="Jadwal khusus dicabut; hari itu kembali mengikuti pola kerja.", keterangan=milik.sebutan,
        remah=[("Jadwal khusus", reverse("kehadiran:khusus")), ("Cabut", "")],
        kembali=reverse("kehadiran:khusus"),
    )  # fmt: skip


# ---- patterns ----


def _ringkas(semua: dict[int, Any]) -> str:
    """The hours of a pattern in one line, equal days in a row told once."""
    jam = [sebut_jam(h.masuk, h.pulang) for _, h in sorted(semua.items())]
    return ", ".join(dict.fromkeys(jam))


@izin(KELOLA)
@require_GET
def pola(request: HttpRequest) -> HttpResponseBase:
    """The patterns with their hours of today."""
    semua = list(PolaKerja.objects.order_by("nama", "pk"))
    jam = queries.jam_pola([p.pk for p in semua], hari=hari_ini(request))
    kolom = (
        KolomDaftar("Kode", "kode", "kode", "kode"),
        KolomDaftar("Nama", "nama", "nama", tautan=lambda p: reverse("kehadiran:pola_satu", args=[p.pk])),
        KolomDaftar("Jam kerja", lambda p: _ringkas(jam[p.pk][False])),
        KolomDaftar("Ramadan", lambda p: _ringkas(jam[p.pk][True])),
        KolomDaftar("Siklus (hari)", "siklus", "siklus", "angka"),
        KolomDaftar("Hari libur", lambda p: "Libur" if p.ikut_libur else "Tetap bekerja"),
        KolomDaftar("Kelonggaran (menit)", "luwes_menit", jenis="angka"),
    )
    boleh = is_bkpsdm(pembaca(request))
    aksi = [Aksi("Tambah pola kerja", reverse("kehadiran:pola_baru"), "utama")] if boleh else []
    return halaman_daftar(
        request,
        Daftar(
            "Pola kerja", kolom, semua, "nama", Formulir(request.GET or None), aksi=aksi, **tab("Pola kerja")
        ),
    )


@izin(KABUPATEN)
@require_http_methods(["GET", "POST"])
def pola_baru(request: HttpRequest) -> HttpResponse:
    formulir = FormPola(kiriman(request))

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, actions.catat_pola, peristiwa="pola_kerja.catat", objek="pola_kerja",
            tujuan=lambda p: reverse("kehadiran:pola_satu", args=[p.pk]), **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Tambah pola kerja", tombol="Simpan", proses=proses,
        berhasil="Pola kerja dicatat; isi jamnya.", keterangan="Siklus dan kelonggaran tidak berubah lagi.",
        remah=[("Pola kerja", reverse("kehadiran:pola")), ("Tambah", "")], kembali=reverse("kehadiran:pola"),
    )  # fmt: skip


def nama_hari(siklus: int) -> list[str]:
    """The days of a pattern: weekdays of a week, else numbered."""
    return list(HARI) if siklus == SEMINGGU else [f"Hari ke-{n}" for n in range(1, siklus + 1)]


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def pola_satu(request: HttpRequest, pola_id: int) -> HttpResponse:
    """The hours of a pattern, and for BKPSDM the form that sets them from a day on; ``?ramadan=1``."""
    p = queries.get_pola(pola_id)
    ramadan = request.GET.get("ramadan") == "1"
    hari = hari_ini(request)
    kini = queries.jam_pola([p.pk], hari=hari)[p.pk][ramadan]
    awal: dict[str, Any] = {"sejak": hari + SATU_HARI}
    for n, h in kini.items():
        awal[f"jam_{n}"] = "" if h.masuk is None else tulis_jam(h.masuk, h.pulang)
        awal[f"istirahat_{n}"] = h.istirahat or None
        awal["dasar"] = h.dasar
    formulir = FormJam(kiriman(request), hari=nama_hari(p.siklus), initial=awal)
    if request.method == "POST":
        hanya_kabupaten(request)
    if not is_bkpsdm(pembaca(request)):
        baris = [
            (nama, sebut_jam(kini[n].masuk, kini[n].pulang) if n in kini else "–")
            for n, nama in enumerate(nama_hari(p.siklus))
        ]
        return render(request, "kehadiran/pola_satu.html", {"p": p, "baris": baris, "ramadan": ramadan})

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, actions.tetapkan_jam, peristiwa="pola_kerja.jam", objek="pola_kerja", objek_id=p.pk,
            tujuan=reverse("kehadiran:pola"), pola_id=p.pk, jam=formulir.jam(), ramadan=ramadan,
            sejak=isi["sejak"], dasar=isi["dasar"],
        )  # fmt: skip

    lain = reverse("kehadiran:pola_satu", args=[p.pk])
    return halaman_formulir(
        request, formulir, judul=f"{p.nama}{', Ramadan' if ramadan else ''}", tombol="Tetapkan jam",
        proses=proses, berhasil="Jam kerja ditetapkan; hari yang sudah lewat dihitung ulang.",
        keterangan="Contoh: 07.30-16.00. Kosong berarti lepas. Pulang sesudah tengah malam: 21.00-07.00.",
        remah=[("Pola kerja", reverse("kehadiran:pola")), (p.nama, "")], kembali=reverse("kehadiran:pola"),
        lain={
            "draf": f"pola-{p.pk}-{int(ramadan)}",
            "aksi": [Aksi("Jam biasa", lain) if ramadan else Aksi("Jam Ramadan", f"{lain}?ramadan=1")],
        },
    )  # fmt: skip


# ---- Ramadan ----


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def ramadan(request: HttpRequest) -> HttpResponse:
    """One switch the evening before: it begins tomorrow, or moves."""
    esok = hari_ini(request) + SATU_HARI
    formulir = FormRamadan(kiriman(request), initial={"sejak": esok, "sampai": esok + 29 * SATU_HARI})
    if request.method == "POST":
        hanya_kabupaten(request)
    masa = list(queries.masa_ramadan().order_by("-berlaku_sejak", "pk"))
    if not is_bkpsdm(pembaca(request)):
        return render(request, "kehadiran/ramadan.html", {"masa": masa})

    def proses(isi: dict[str, Any]) -> Any:
        return laksanakan(
            request, actions.tetapkan_ramadan, peristiwa="ramadan.tetapkan", objek="ramadan",
            tujuan=reverse("kehadiran:ramadan"), **isi,
        )  # fmt: skip

    return halaman_formulir(
        request, formulir, judul="Ramadan", tombol="Tetapkan", proses=proses,
        berhasil="Masa Ramadan ditetapkan; jam Ramadan berlaku pada hari-hari itu.",
        keterangan="Menetapkan lagi untuk tahun Hijriah yang sama memindahkan tanggalnya.",
        templat="kehadiran/ramadan.html", lain={"masa": masa},
    )  # fmt: skip
