"""Samples for the sweep of routes."""

from terukur.jejak.actions import tarik_sampel
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.penyedia import Saringan
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import OPERATOR, buat_catatan
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    lain = buat_catatan(1, opd_id=dunia.lain.pk)
    milik = buat_catatan(2, opd_id=dunia.sendiri.pk)
    kertas = daftarkan_kertas(
        jenis="TT",
        nama_jenis="Tanda Terima Pengajuan",
        judul="Tanda terima contoh",
        isi={"opd": dunia.sendiri.nama},
        catatan=milik,
        opd_id=dunia.sendiri.pk,
        nama_opd=dunia.sendiri.nama,
        oleh=OPERATOR,
        pada=dunia.pada,
    )
    segelkan(pada=dunia.pada)
    sampel = tarik_sampel(
        populasi="jejak",
        pilihan="",
        nama="Catatan jejak resmi",
        saring=Saringan(),
        benih="1",
        ukuran=2,
        oleh=OPERATOR,
        pada=dunia.pada,
    )
    seluruh = Contoh({"sampel_id": sampel.pk}, umum="only roles of all OPD draw samples")
    satu = Contoh({"nomor": milik.nomor}, lain={"nomor": lain.nomor})
    return {
        "jejak:sampel": seluruh,
        "jejak:sampel_berkas": seluruh,
        "jejak:periksa": Contoh({"kode": kertas.kode}, umum="published by whoever prints the paper"),
        "jejak:catatan": satu,
        "jejak:bukti": satu,
        "jejak:riwayat": Contoh(
            {"objek": "pengajuan", "objek_id": milik.objek_id},
            lain={"objek": "pengajuan", "objek_id": lain.objek_id},
        ),
    }
