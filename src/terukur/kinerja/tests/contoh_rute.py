"""Samples of this room's routes for the sweep of all routes and roles."""

from typing import Any

from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.tests.factories import (
    BUKA,
    TAHUN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
)
from terukur.organisasi.models import OPD
from tests.rute import Contoh, Dunia


def _isi(opd: OPD) -> dict[str, dict[str, Any]]:
    pengajuan = buat_pengajuan(opd)
    milik = buat_indikator(opd)
    aksi, dihapus = buat_aksi(pengajuan, milik), buat_aksi(pengajuan)
    actions.hapus_aksi(aksi_id=dihapus.pk, oleh=SISTEM, pada=BUKA)
    resmi = buat_pengajuan(opd)
    ditetapkan = buat_aksi(resmi)
    ajukan_dan_tetapkan(resmi)
    return {
        "pengajuan": {"pengajuan_id": pengajuan.pk},
        "tambah": {"pengajuan_id": pengajuan.pk, "indikator_id": milik.indikator_id},
        "aksi": {"aksi_id": aksi.pk},
        "dihapus": {"aksi_id": dihapus.pk},
        "indikator": {"indikator_id": milik.indikator_id},
        "opd": {"opd_id": opd.pk, "tahun": TAHUN},
        "kunci": {"kunci": ditetapkan.pk},
    }


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    sendiri, lain = _isi(dunia.sendiri), _isi(dunia.lain)

    def milik(objek: str) -> Contoh:
        return Contoh(sendiri[objek], lain=lain[objek])

    hasil = {
        "rencana_aksi": milik("pengajuan"),
        "tambah": milik("tambah"),
        "ubah": milik("aksi"),
        "hapus": milik("aksi"),
        "pulihkan": milik("dihapus"),
        "indikator": milik("indikator"),
        "indikator_ubah": milik("indikator"),
        "resmi": milik("opd"),
        "revisi": milik("kunci"),
    }
    return {f"kinerja:{nama}": c for nama, c in hasil.items()}
