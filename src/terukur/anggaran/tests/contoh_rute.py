"""Samples of this room's routes for the sweep over all routes and roles."""

from typing import Any

from terukur.anggaran.models import BarisSkenario
from terukur.anggaran.queries import tahap_jendela
from terukur.anggaran.tests.factories import TAHAP, buat_kebutuhan, buat_skenario, isian
from terukur.perencanaan.tests.factories import buat_pengajuan, buat_sub_kegiatan


def contoh(dunia: Any) -> dict[str, Any]:
    from tests.rute import Contoh

    pengajuan, lain = buat_pengajuan(dunia.sendiri), buat_pengajuan(dunia.lain)
    sub, sub_lain = buat_sub_kegiatan(pengajuan), buat_sub_kegiatan(lain)
    for s in (sub, sub_lain):
        buat_kebutuhan(s, isian(1000))
    opd = Contoh({"opd_id": dunia.sendiri.pk}, {"opd_id": dunia.lain.pk})
    baris = Contoh({"sub_id": sub.pk}, {"sub_id": sub_lain.pk})
    skenario = buat_skenario()
    tahap = Contoh(kueri=tahap_jendela(pengajuan.jendela).kueri)
    milik_pemda = "a scenario speaks of the whole kabupaten"
    satu = Contoh({"skenario_id": skenario.pk}, umum=milik_pemda)
    garis = BarisSkenario.objects.filter(skenario=skenario).order_by("pk")[0]
    ketentuan = Contoh({"kode": "pegawai"}, umum="the law is the same for every OPD")
    return {
        "anggaran:pagu_opd": opd,
        "anggaran:serapan_opd": opd,
        "anggaran:pagu_ubah": opd,
        "anggaran:isi": Contoh({"pengajuan_id": pengajuan.pk}, {"pengajuan_id": lain.pk}),
        "anggaran:sub": baris,
        "anggaran:simpan": baris,
        "anggaran:prioritas": tahap,
        "anggaran:prioritas_tandai": baris,
        "anggaran:skenario": Contoh(kueri=TAHAP.kueri),
        "anggaran:wajib_ketentuan_ubah": ketentuan,
        "anggaran:wajib_ketentuan_cabut": ketentuan,
        "anggaran:wajib_komponen_ubah": ketentuan,
        "anggaran:wajib_nilai": Contoh({"kode": "dau_dbh"}, umum="amounts of the whole kabupaten"),
        "anggaran:skenario_rincian": satu,
        "anggaran:skenario_sesuaikan": satu,
        "anggaran:skenario_hapus": satu,
        "anggaran:skenario_baris": Contoh(
            {"skenario_id": skenario.pk, "baris_id": garis.pk}, umum=milik_pemda
        ),
    }
