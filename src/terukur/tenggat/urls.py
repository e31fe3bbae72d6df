"""Addresses of windows, submissions, verification, extensions and late lists."""

from django.urls import path

from terukur.tenggat.views import dokumen, jendela, laporan, pemeriksaan, pengajuan, perpanjangan

app_name = "tenggat"
_P = "pengajuan/<uuid:pengajuan_id>/"
urlpatterns = [
    path("", jendela.daftar, name="daftar"),
    path("siapkan/", jendela.siapkan, name="siapkan"),
    path("antrean/", pemeriksaan.antrean, name="antrean"),
    path("perpanjangan/", perpanjangan.daftar, name="perpanjangan_daftar"),
    path("perpanjangan/<uuid:perpanjangan_id>/", perpanjangan.perpanjangan, name="perpanjangan"),
    path("laporan/", laporan.daftar, name="laporan_daftar"),
    path("laporan/<uuid:laporan_id>/", laporan.laporan, name="laporan"),
    path("surat/<uuid:kertas_id>/", laporan.surat, name="surat"),
    path("surat/<uuid:kertas_id>/hasil-tte/", dokumen.hasil_tte, name="hasil_tte"),
    path("gangguan/", perpanjangan.gangguan, name="gangguan"),
    path("catatan/<int:catatan_id>/tanggapi/", pemeriksaan.tanggapi, name="tanggapi"),
    path("catatan/<int:catatan_id>/selesaikan/", pemeriksaan.selesaikan, name="selesaikan"),
    path(_P, pengajuan.pengajuan, name="pengajuan"),
    path(f"{_P}siap/", pengajuan.siap, name="siap"),
    path(f"{_P}batalkan-siap/", pengajuan.batalkan_siap, name="batalkan_siap"),
    path(f"{_P}paraf/", pengajuan.paraf, name="paraf"),
    path(f"{_P}minta-perbaikan/", pengajuan.minta_perbaikan, name="minta_perbaikan"),
    path(f"{_P}ajukan/", pengajuan.ajukan, name="ajukan"),
    path(f"{_P}banding/<uuid:lama_id>/", pengajuan.banding, name="banding"),
    path(f"{_P}dokumen/", dokumen.dokumen, name="dokumen"),
    path(f"{_P}dokumen/<int:dokumen_id>/unggah/", dokumen.unggah, name="unggah"),
    path(f"{_P}dokumen/<int:dokumen_id>/hapus/", dokumen.hapus, name="hapus"),
    path(f"{_P}periksa/", pemeriksaan.periksa, name="periksa"),
    path(f"{_P}periksa/<slug:kode>/verifikasi/", pemeriksaan.verifikasi, name="verifikasi"),
    path(f"{_P}periksa/<slug:kode>/catat/", pemeriksaan.catat, name="catat"),
    path(f"{_P}reviu/", pemeriksaan.reviu, name="reviu"),
    path(f"{_P}tetapkan/", pemeriksaan.tetapkan, name="tetapkan"),
    path(f"{_P}minta-perpanjangan/", perpanjangan.minta, name="minta"),
    path("<uuid:jendela_id>/", jendela.jendela, name="jendela"),
    path("<uuid:jendela_id>/ubah/", jendela.siapkan, name="ubah"),
    path("<uuid:jendela_id>/buka/", jendela.buka, name="buka"),
    path("<uuid:jendela_id>/perpanjang/", perpanjangan.kolektif, name="kolektif"),
    path("<uuid:jendela_id>/tetapkan/", pemeriksaan.tetapkan_bersama, name="tetapkan_bersama"),
]
