"""Samples of this room's routes for the sweep over all routes and roles."""

from typing import Any

from terukur.anggaran.tests.factories import buat_kebutuhan, isian
from terukur.perencanaan.tests.factories import buat_pengajuan, buat_sub_kegiatan


def contoh(dunia: Any) -> dict[str, Any]:
    from tests.rute import Contoh

    pengajuan, lain = buat_pengajuan(dunia.sendiri), buat_pengajuan(dunia.lain)
    sub, sub_lain = buat_sub_kegiatan(pengajuan), buat_sub_kegiatan(lain)
    for s in (sub, sub_lain):
        buat_kebutuhan(s, isian(1000))
    opd = Contoh({"opd_id": dunia.sendiri.pk}, {"opd_id": dunia.lain.pk})
    baris = Contoh({"sub_id": sub.pk}, {"sub_id": sub_lain.pk})
    return {
        "anggaran:pagu_opd": opd,
        "anggaran:serapan_opd": opd,
        "anggaran:pagu_ubah": opd,
        "anggaran:isi": Contoh({"pengajuan_id": pengajuan.pk}, {"pengajuan_id": lain.pk}),
        "anggaran:sub": baris,
        "anggaran:simpan": baris,
    }
