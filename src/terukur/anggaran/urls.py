"""Addresses of this room."""

from django.urls import path

from terukur.anggaran.views import isi, pagu, rekap

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
]
