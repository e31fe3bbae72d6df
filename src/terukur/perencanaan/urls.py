from django.urls import path

from terukur.perencanaan.views import acuan, kerja, nomenklatur, program

app_name = "perencanaan"
urlpatterns = [
    path("", program.daftar, name="daftar"),
    path("wilayah/", program.usulan_wilayah, name="cari_wilayah"),
    path("nomenklatur/", nomenklatur.nomenklatur, name="nomenklatur"),
    path("nomenklatur/versi/", nomenklatur.versi, name="versi"),
    path("nomenklatur/selisih/", nomenklatur.selisih, name="selisih"),
    path("sumber-dana/", acuan.sumber_dana, name="sumber_dana"),
    path("rekening/", acuan.rekening, name="rekening"),
    path("prioritas/", nomenklatur.prioritas, name="prioritas"),
    path("prioritas/tambah/", nomenklatur.ubah_prioritas, name="tambah_prioritas"),
    path("prioritas/<int:prioritas_id>/", nomenklatur.ubah_prioritas, name="ubah_prioritas"),
    path("sub/<uuid:sub_kegiatan_id>/hapus/", program.hapus, name="hapus"),
    path("sub/<uuid:sub_kegiatan_id>/pulihkan/", program.pulihkan, name="pulihkan"),
    path("sub/<uuid:sub_kegiatan_id>/indikator/", program.tambah_indikator, name="tambah_indikator"),
    path(
        "sub/<uuid:sub_kegiatan_id>/indikator/<int:indikator_id>/hapus/",
        program.buang_indikator,
        name="hapus_indikator",
    ),
    path("<uuid:pengajuan_id>/", program.program_kerja, name="program_kerja"),
    path("<uuid:pengajuan_id>/tambah/", program.tambah, name="tambah"),
    path("<uuid:pengajuan_id>/kerja/", kerja.kerja, name="kerja"),
    path("<uuid:pengajuan_id>/kerja/salin/", kerja.salin, name="salin"),
    path("<uuid:pengajuan_id>/kertas-kerja/", kerja.unduh_kertas_kerja, name="kertas_kerja"),
    path("<uuid:pengajuan_id>/lembar-sipd/", kerja.lembar_sipd, name="lembar_sipd"),
    path("<uuid:pengajuan_id>/rekonsiliasi/", kerja.cocokkan, name="rekonsiliasi"),
    path("<uuid:pengajuan_id>/resmi/", kerja.resmi, name="resmi"),
    path("<uuid:pengajuan_id>/tahapan/", kerja.tahapan, name="tahapan"),
]
