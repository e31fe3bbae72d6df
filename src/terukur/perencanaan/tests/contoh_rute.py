"""Samples of this room's routes for the sweep of all routes and roles."""

from typing import Any

from terukur.inti.pelaku import SISTEM
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_unit
from terukur.perencanaan.actions.program import hapus_sub_kegiatan, simpan_indikator
from terukur.perencanaan.actions.rencana import mulai_perubahan
from terukur.perencanaan.models import VersiRencana
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_prioritas, buat_sub_kegiatan
from terukur.perencanaan.tests.pabrik_rencana import buat_renstra_tetap, buat_rpjmd, rpjmd_bersama, sasaran
from tests.rute import Contoh, Dunia


def _isi(opd: OPD) -> dict[str, dict[str, Any]]:
    pengajuan = buat_pengajuan(opd)
    baris = buat_sub_kegiatan(pengajuan)
    dihapus = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    hapus_sub_kegiatan(sub_kegiatan_id=dihapus.pk, oleh=SISTEM, pada=PADA)
    indikator = simpan_indikator(
        sub_kegiatan_id=baris.pk, nama="Cakupan", satuan="Persen", oleh=SISTEM, pada=PADA
    )
    return {
        "pengajuan": {"pengajuan_id": pengajuan.pk},
        "baris": {"sub_kegiatan_id": baris.pk},
        "dihapus": {"sub_kegiatan_id": dihapus.pk},
        "indikator": {"sub_kegiatan_id": baris.pk, "indikator_id": indikator.pk},
    }


def _rencana(opd: OPD, rpjmd: VersiRencana) -> dict[str, dict[str, Any]]:
    """A draft that changes a set Renstra, so that its pages have a version to compare with."""
    tetap = buat_renstra_tetap(opd, rpjmd=rpjmd)
    versi = mulai_perubahan(versi_id=tetap.pk, alasan="RPJMD berubah", oleh=SISTEM, pada=PADA)
    butir = sasaran(versi)
    return {
        "versi": {"versi_id": versi.pk},
        "jenis": {"versi_id": versi.pk, "jenis": "tujuan"},
        "butir": {"butir_id": butir.pk},
        "indikator": {"indikator_id": butir.daftar_indikator.get().pk},
    }


def _contoh_rencana(dunia: Dunia) -> dict[str, Contoh]:
    rpjmd = rpjmd_bersama()
    sendiri, lain = _rencana(dunia.sendiri, rpjmd), _rencana(dunia.lain, rpjmd)

    def milik(objek: str, **tambahan: Any) -> Contoh:
        return Contoh(sendiri[objek], lain=lain[objek], **tambahan)

    versi = (
        "rencana", "ajukan_renstra", "verifikasi_renstra", "kembalikan_renstra", "tetapkan_rencana",
        "perubahan_rencana", "hapus_rencana",
    )  # fmt: skip
    periode = {"tahun_awal": "2031", "tahun_akhir": "2035"}
    return {
        **{nama: milik("versi") for nama in versi},
        "bandingkan_rencana": milik("versi", kueri_lain={"dengan": str(lain["versi"]["versi_id"])}),
        "tambah_butir": milik("jenis", kueri_lain={"induk": str(lain["butir"]["butir_id"])}),
        **{nama: milik("butir") for nama in ("ubah_butir", "hapus_butir", "tambah_indikator_butir")},
        **{nama: milik("indikator") for nama in ("ubah_indikator_butir", "hapus_indikator_butir")},
        "visi": Contoh({"versi_id": buat_rpjmd(tetap=False, tahun_awal=2031).pk}, umum="RPJMD kabupaten"),
        "renstra_baru": Contoh(isi_lain={"opd": str(dunia.lain.pk), **periode}),
    }


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    sendiri, lain = _isi(dunia.sendiri), _isi(dunia.lain)
    unit_lain = buat_unit(dunia.lain)
    pengajuan_lain = str(lain["pengajuan"]["pengajuan_id"])

    def milik(objek: str, **tambahan: Any) -> Contoh:
        return Contoh(sendiri[objek], lain=lain[objek], **tambahan)

    hasil = {
        "program_kerja": milik("pengajuan"),
        "tambah": milik("pengajuan", isi_lain={"pilih": "1:1.02.02.2.02.0004", "unit": str(unit_lain.pk)}),
        "kerja": milik("pengajuan", kueri_lain={"sumber": pengajuan_lain}),
        "salin": milik("pengajuan", isi_lain={"sumber": pengajuan_lain}),
        "kertas_kerja": milik("pengajuan"),
        "lembar_sipd": milik("pengajuan"),
        "rekonsiliasi": milik("pengajuan"),
        "resmi": milik("pengajuan"),
        "tahapan": milik("pengajuan", kueri_lain={"pembanding": pengajuan_lain}),
        "hapus": milik("baris"),
        "pulihkan": milik("dihapus"),
        "tambah_indikator": milik("baris"),
        "hapus_indikator": milik("indikator"),
        "ubah_prioritas": Contoh({"prioritas_id": buat_prioritas().pk}, umum="prioritas seluruh kabupaten"),
    }
    return {f"perencanaan:{nama}": c for nama, c in (hasil | _contoh_rencana(dunia)).items()}
