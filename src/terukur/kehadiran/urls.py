"""Addresses of this room."""

from django.urls import path

from terukur.kehadiran.views import jadwal, keputusan, ketentuan, permohonan

app_name = "kehadiran"
urlpatterns = [
    path("permohonan/", permohonan.daftar, name="permohonan"),
    path("permohonan/baru/", permohonan.baru, name="permohonan_baru"),
    path("permohonan/daftar/", keputusan.daftar, name="permohonan_daftar"),
    path("permohonan/rombongan/", keputusan.rombongan, name="rombongan"),
    path("permohonan/<uuid:permohonan_id>/", permohonan.satu, name="permohonan_satu"),
    path("permohonan/<uuid:permohonan_id>/berkas/", permohonan.berkas, name="permohonan_berkas"),
    path("permohonan/<uuid:permohonan_id>/banding/", permohonan.banding, name="permohonan_banding"),
    path("permohonan/<uuid:permohonan_id>/<slug:langkah>/", permohonan.langkah, name="permohonan_langkah"),
    path("keputusan/", keputusan.kotak, name="keputusan"),
    path("keputusan/setujui/", keputusan.setujui_banyak, name="setujui_banyak"),
    path("jadwal/", jadwal.berlaku, name="jadwal"),
    path("jadwal/bawaan/", jadwal.bawaan, name="bawaan"),
    path("jadwal/baru/", jadwal.berlaku_baru, name="pola_berlaku_baru"),
    path("jadwal/<int:baris_id>/cabut/", jadwal.berlaku_cabut, name="pola_berlaku_cabut"),
    path("jadwal/khusus/", jadwal.khusus, name="khusus"),
    path("jadwal/khusus/baru/", jadwal.khusus_baru, name="khusus_baru"),
    path("jadwal/khusus/<int:baris_id>/cabut/", jadwal.khusus_cabut, name="khusus_cabut"),
    path("jadwal/pola/", jadwal.pola, name="pola"),
    path("jadwal/pola/baru/", jadwal.pola_baru, name="pola_baru"),
    path("jadwal/pola/<int:pola_id>/", jadwal.pola_satu, name="pola_satu"),
    path("jadwal/ramadan/", jadwal.ramadan, name="ramadan"),
    path("jadwal/sif/", ketentuan.sif, name="sif"),
    path("pengecualian/", ketentuan.pengecualian, name="pengecualian"),
    path("pengecualian/baru/", ketentuan.pengecualian_baru, name="pengecualian_baru"),
    path("pengecualian/<uuid:pegawai_id>/akhiri/", ketentuan.pengecualian_akhiri, name="pengecualian_akhiri"),
    path("ketentuan/", ketentuan.daftar, name="ketentuan"),
    path("ketentuan/baru/", ketentuan.baru, name="ketentuan_baru"),
    path("ketentuan/<int:baris_id>/", ketentuan.satu, name="ketentuan_satu"),
]
