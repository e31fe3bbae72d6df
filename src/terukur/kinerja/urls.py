"""Addresses of this room."""

from django.urls import path

from terukur.kinerja.views import indikator, rencana_aksi, resmi

app_name = "kinerja"
urlpatterns = [
    path("", rencana_aksi.daftar, name="daftar"),
    path("indikator/", indikator.daftar, name="indikator_daftar"),
    path("indikator/tambah/", indikator.tambah, name="indikator_tambah"),
    path("indikator/<uuid:indikator_id>/", indikator.indikator, name="indikator"),
    path("indikator/<uuid:indikator_id>/ubah/", indikator.ubah, name="indikator_ubah"),
    path("aksi/<uuid:aksi_id>/", rencana_aksi.ubah, name="ubah"),
    path("aksi/<uuid:aksi_id>/hapus/", rencana_aksi.hapus, name="hapus"),
    path("aksi/<uuid:aksi_id>/pulihkan/", rencana_aksi.pulihkan, name="pulihkan"),
    path("target/<uuid:kunci>/revisi/", resmi.revisi, name="revisi"),
    path("opd/<uuid:opd_id>/<int:tahun>/", resmi.resmi, name="resmi"),
    path("<uuid:pengajuan_id>/", rencana_aksi.rencana_aksi, name="rencana_aksi"),
    path("<uuid:pengajuan_id>/tambah/<uuid:indikator_id>/", rencana_aksi.tambah, name="tambah"),
]
