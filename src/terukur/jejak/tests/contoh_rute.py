"""Samples for the sweep of routes."""

from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.tests.factories import OPERATOR, buat_catatan
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    kertas = daftarkan_kertas(
        jenis="TT",
        nama_jenis="Tanda Terima Pengajuan",
        judul="Tanda terima contoh",
        isi={"opd": dunia.sendiri.nama},
        catatan=buat_catatan(),
        opd_id=dunia.sendiri.pk,
        nama_opd=dunia.sendiri.nama,
        oleh=OPERATOR,
        pada=dunia.pada,
    )
    return {"jejak:periksa": Contoh({"kode": kertas.kode}, umum="published by whoever prints the paper")}
