"""Addresses of this room."""

from django.urls import path

from terukur.anggaran.views import isi, pagu, prioritas, rekap, serapan, skenario, wajib

app_name = "anggaran"
urlpatterns = [
    path("", rekap.rekap, name="rekap"),
    path("isi/luring.js", isi.luring, name="luring"),
    path("isi/<uuid:pengajuan_id>/", isi.isi, name="isi"),
    path("sub/<uuid:sub_id>/", isi.sub, name="sub"),
    path("sub/<uuid:sub_id>/simpan/", isi.simpan, name="simpan"),
    path("rekening/", isi.usulan_rekening, name="cari_rekening"),
    path("usulan/", rekap.usulan, name="usulan"),
    path("pagu/", pagu.daftar_pagu, name="pagu"),
    path("pagu/kebijakan/", pagu.kebijakan_pagu, name="kebijakan"),
    path("pagu/<uuid:opd_id>/", pagu.rincian_pagu, name="pagu_opd"),
    path("pagu/<uuid:opd_id>/ubah/", pagu.ubah_pagu, name="pagu_ubah"),
    path("prioritas/", prioritas.matriks, name="prioritas"),
    path("prioritas/sub/", prioritas.daftar_sub, name="prioritas_sub"),
    path("prioritas/sub/<uuid:sub_id>/tanda/", prioritas.tandai, name="prioritas_tandai"),
    path("realisasi/", serapan.serapan, name="serapan"),
    path("realisasi/<uuid:opd_id>/", serapan.serapan_opd, name="serapan_opd"),
    path("wajib/", wajib.wajib, name="wajib"),
    path("wajib/ketentuan/", wajib.ketentuan, name="wajib_ketentuan"),
    path("wajib/ketentuan/tambah/", wajib.tambah_ketentuan, name="wajib_ketentuan_tambah"),
    path("wajib/ketentuan/<slug:kode>/", wajib.ubah_ketentuan, name="wajib_ketentuan_ubah"),
    path("wajib/ketentuan/<slug:kode>/cabut/", wajib.cabut_ketentuan, name="wajib_ketentuan_cabut"),
    path("wajib/komponen/tambah/", wajib.tambah_komponen, name="wajib_komponen_tambah"),
    path("wajib/komponen/<slug:kode>/", wajib.ubah_komponen, name="wajib_komponen_ubah"),
    path("wajib/nilai/<slug:kode>/", wajib.nilai, name="wajib_nilai"),
    path("skenario/", skenario.daftar, name="skenario"),
    path("skenario/baru/", skenario.baru, name="skenario_baru"),
    path("skenario/bobot/", skenario.bobot, name="skenario_bobot"),
    path("skenario/banding/", skenario.banding, name="skenario_banding"),
    path("skenario/<uuid:skenario_id>/", skenario.rincian, name="skenario_rincian"),
    path("skenario/<uuid:skenario_id>/sesuaikan/", skenario.sesuaikan, name="skenario_sesuaikan"),
    path("skenario/<uuid:skenario_id>/hapus/", skenario.hapus, name="skenario_hapus"),
    path("skenario/<uuid:skenario_id>/baris/<int:baris_id>/", skenario.ubah_baris, name="skenario_baris"),
]
