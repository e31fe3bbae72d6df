"""Samples for the sweep of routes."""

import datetime as dt
from typing import Any

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi import actions
from terukur.organisasi.models import OPD, PeranPengguna
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
    buat_wilayah,
)
from tests.rute import Contoh, Dunia

PENGELOLA = "managed for the whole kabupaten only"


def _isi(opd: OPD) -> dict[str, Any]:
    tugas = buat_penugasan(jabatan=buat_jabatan(opd))
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    return {
        "opd": {"opd_id": opd.pk},
        "unit": {"unit_id": buat_unit(opd).pk},
        "jabatan": {"jabatan_id": tugas.jabatan_id},
        "pegawai": {"pegawai_id": tugas.pegawai_id},
        "penugasan": {"penugasan_id": tugas.pk},
        "pengguna": {"pengguna_id": operator.pk},
        "peran": {"peran_id": PeranPengguna.objects.get(pengguna=operator).pk},
    }


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    sendiri, lain = _isi(dunia.sendiri), _isi(dunia.lain)
    libur = actions.tetapkan_libur(
        tanggal=dt.date(2025, 2, 1),
        nama="Libur Contoh",
        jenis="lokal",
        dasar="SK",
        oleh=SISTEM,
        pada=dunia.pada,
    )
    wilayah = buat_wilayah("99", "Provinsi Contoh", tingkat="provinsi")
    opd_lain = {"opd": str(dunia.lain.pk)}

    def milik(objek: str, **tambahan: Any) -> Contoh:
        return Contoh(sendiri[objek], lain=lain[objek], **tambahan)

    hasil = {
        "organisasi:opd": milik("opd"),
        "organisasi:pegawai": milik("pegawai"),
        "organisasi:pengguna": milik("pengguna"),
        "organisasi:peran_beri": milik("pengguna", isi_lain=opd_lain, kueri_lain=opd_lain),
        "organisasi:peran_alihkan": milik("pengguna", kueri_lain=opd_lain),
        "organisasi:peran_cabut": milik("peran"),
        "organisasi:pengguna_baru": Contoh(isi_lain=opd_lain, kueri_lain=opd_lain),
        "organisasi:batas_ubah": Contoh({"jenis": "plt"}, umum="the law's limit"),
        "organisasi:wilayah_anak": Contoh({"kode": wilayah.kode}, umum="regions are common"),
        "organisasi:libur_hapus": Contoh({"libur_id": libur.pk}, umum="the calendar is common"),
    }
    for nama in ("sandi", "tutup", "buka", "lepas_sso"):
        hasil[f"organisasi:pengguna_{nama}"] = milik("pengguna")
    for nama in ("opd_ubah", "opd_akhiri", "opd_profil", "opd_pecah", "jabatan_baru"):
        hasil[f"organisasi:{nama}"] = Contoh(sendiri["opd"], umum=PENGELOLA)
    for objek, nama in (
        ("unit", "unit_ubah"), ("unit", "unit_akhiri"), ("jabatan", "jabatan_ubah"),
        ("jabatan", "jabatan_akhiri"), ("pegawai", "pegawai_ubah"), ("pegawai", "pegawai_akun"),
        ("penugasan", "penugasan_akhiri"),
    ):  # fmt: skip
        hasil[f"organisasi:{nama}"] = Contoh(sendiri[objek], umum=PENGELOLA)
    for nama in ("unit", "jabatan", "pegawai", "penugasan", "pengguna"):
        hasil[f"organisasi:{nama}_daftar"] = Contoh(kueri_lain=opd_lain)
    return hasil
