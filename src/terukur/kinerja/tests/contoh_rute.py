"""Samples of this room's routes for the sweep of all routes and roles."""

from typing import Any

from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.models import BarisPerjanjian
from terukur.kinerja.tests import pabrik_perjanjian as pk
from terukur.kinerja.tests import pabrik_pohon as pohon
from terukur.kinerja.tests.factories import (
    BUKA,
    TAHUN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
)
from terukur.organisasi.models import OPD, Jabatan
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd
from tests.rute import Contoh, Dunia


def _isi(opd: OPD) -> dict[str, dict[str, Any]]:
    pengajuan = buat_pengajuan(opd)
    milik = buat_indikator(opd)
    aksi, dihapus = buat_aksi(pengajuan, milik), buat_aksi(pengajuan)
    actions.hapus_aksi(aksi_id=dihapus.pk, oleh=SISTEM, pada=BUKA)
    resmi = buat_pengajuan(opd)
    ditetapkan = buat_aksi(resmi)
    ajukan_dan_tetapkan(resmi)
    janji, draf = pk.buat_ditetapkan(opd), _draf_bawahan(opd)
    baris = BarisPerjanjian.objects.filter(perjanjian=draf).get()
    simpul, ketiga = pohon.pohon_opd(opd)["antara"], buat_opd()
    asing = pohon.simpul(3, "Simpul OPD ketiga", opd=ketiga)
    return {
        "pohon": {"opd_id": opd.pk},
        "simpul": {"simpul_id": simpul.pk},
        "simpul_indikator": {"simpul_id": simpul.pk, "indikator_id": milik.indikator_id},
        "meminta": {"crosscutting_id": pohon.usulkan(simpul, ketiga).pk},
        "diminta": {"crosscutting_id": pohon.usulkan(asing, opd).pk},
        "mulai": {"jabatan_id": buat_jabatan(opd, eselon="III.a").pk, "tahun": pk.TAHUN},
        "janji": {"perjanjian_id": janji.pk},
        "draf": {"perjanjian_id": draf.pk},
        "draf_tambah": {"perjanjian_id": draf.pk, "indikator_id": milik.indikator_id},
        "baris": {"baris_id": baris.pk},
        "pengajuan": {"pengajuan_id": pengajuan.pk},
        "tambah": {"pengajuan_id": pengajuan.pk, "indikator_id": milik.indikator_id},
        "aksi": {"aksi_id": aksi.pk},
        "dihapus": {"aksi_id": dihapus.pk},
        "indikator": {"indikator_id": milik.indikator_id},
        "opd": {"opd_id": opd.pk, "tahun": TAHUN},
        "kunci": {"kunci": ditetapkan.pk},
    }


def _draf_bawahan(opd: OPD) -> Any:
    """A draft below the head, with one line."""
    kepala = Jabatan.objects.get(opd=opd, kepala=True)
    draf = actions.mulai_perjanjian(
        jabatan_id=buat_jabatan(opd, eselon="III.b").pk, atasan_id=kepala.pk, tahun=pk.TAHUN, oleh=SISTEM,
        pada=pk.PADA,
    )  # fmt: skip
    pk.tambah(draf)
    return draf


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
        "pohon_opd": milik("pohon"),
        "simpul_tambah": milik("pohon"),
        "simpul": milik("simpul"),
        "simpul_ubah": milik("simpul"),
        "simpul_pindah": milik("simpul"),
        "simpul_hapus": milik("simpul"),
        "simpul_pasang": milik("simpul_indikator"),
        "simpul_lepas": milik("simpul_indikator"),
        "crosscutting_usulkan": milik("simpul"),
        "crosscutting": milik("meminta"),
        "crosscutting_terima": milik("diminta"),
        "crosscutting_tolak": milik("diminta"),
        "crosscutting_tarik": milik("meminta"),
        "perjanjian_mulai": milik("mulai"),
        "perjanjian": milik("janji"),
        "perjanjian_tambah": milik("draf_tambah"),
        "perjanjian_ubah": milik("baris"),
        "perjanjian_hapus": milik("baris"),
        "perjanjian_ambil": milik("draf"),
        "perjanjian_program": milik("draf"),
        "perjanjian_hapus_draf": milik("draf"),
        "perjanjian_tandatangani": milik("draf"),
        "perjanjian_tetapkan": milik("janji"),
        "perjanjian_kembalikan": milik("janji"),
        "perjanjian_perubahan": milik("janji"),
        "perjanjian_bandingkan": milik("janji"),
        "perjanjian_surat": milik("janji"),
    }
    return {f"kinerja:{nama}": c for nama, c in hasil.items()}
