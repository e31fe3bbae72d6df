"""Addresses of this room."""

from django.urls import path

from terukur.realisasi.views import (
    alur,
    dini,
    edisi,
    esakip,
    fisik,
    isian,
    kertas,
    laju,
    laporan,
    papan,
    penjelasan,
    perubahan,
    rapor,
    setahun,
)

app_name = "realisasi"
_L = "laporan/<uuid:opd_id>/<str:periode>/"
_B = f"{_L}baris/<uuid:kunci>/"
urlpatterns = [
    path("", laporan.daftar, name="daftar"),
    path("papan/", papan.papan, name="papan"),
    path("peringatan-dini/", dini.peringatan_dini, name="peringatan_dini"),
    path("peringatan-dini/ketentuan/", dini.ketentuan_dini, name="ketentuan_dini"),
    path("peringatan-dini/<uuid:opd_id>/<str:jenis>/", dini.penjelasan_dini, name="penjelasan_dini"),
    path("perkembangan/", laju.laju, name="laju"),
    path("perkembangan/ketentuan/", laju.ketentuan_laju, name="ketentuan_laju"),
    path("perkembangan/<uuid:opd_id>/", laju.laju_opd, name="laju_opd"),
    path("ketentuan/", papan.ketentuan, name="ketentuan"),
    path("rapor/<uuid:opd_id>/", rapor.rapor, name="rapor"),
    path("rapor/<uuid:opd_id>/nilai/", rapor.nilai, name="nilai"),
    path("rapor/<uuid:opd_id>/terbitkan/", edisi.terbitkan, name="terbitkan"),
    path("rapor/<uuid:opd_id>/perubahan/", perubahan.perubahan, name="perubahan"),
    path("kertas/", kertas.pilih, name="kertas_pilih"),
    path("kertas/rfk/", kertas.seluruh, name="kertas_seluruh"),
    path("kertas/rfk/terbitkan/", edisi.terbitkan_seluruh, name="terbitkan_seluruh"),
    path("kertas/<str:jenis>/<uuid:opd_id>/", kertas.langsung, name="kertas"),
    path("esakip/<uuid:opd_id>/", esakip.esakip, name="esakip"),
    path("edisi/", edisi.daftar, name="edisi_daftar"),
    path("edisi/<uuid:edisi_id>/", edisi.edisi, name="edisi"),
    path("edisi/<uuid:edisi_id>/berkas.<str:format>", edisi.berkas, name="edisi_berkas"),
    path("fisik/", fisik.daftar, name="fisik_daftar"),
    path("fisik/<uuid:opd_id>/<str:periode>/", fisik.bulan, name="fisik"),
    path("fisik/<uuid:opd_id>/<str:periode>/sahkan/", fisik.sahkan, name="fisik_sahkan"),
    path("setahun/<uuid:opd_id>/", setahun.setahun, name="setahun"),
    path("penjelasan/<uuid:kunci>/<str:periode>/", penjelasan.penjelasan, name="penjelasan"),
    path(_L, laporan.laporan, name="laporan"),
    path(f"{_L}tambah/<uuid:indikator_id>/", isian.tambah, name="tambah"),
    path(f"{_L}siap/", alur.siap, name="siap"),
    path(f"{_L}batal-siap/", alur.batal_siap, name="batal_siap"),
    path(f"{_L}ajukan/", alur.ajukan, name="ajukan"),
    path(f"{_L}periksa/", alur.periksa, name="periksa"),
    path(f"{_L}kembalikan/", alur.kembalikan, name="kembalikan"),
    path(_B, isian.simpan, name="simpan"),
    path(f"{_B}hapus/", isian.hapus, name="hapus"),
    path(f"{_B}bukti/", isian.bukti, name="bukti"),
    path("bukti/<uuid:bukti_id>/cabut/", isian.cabut, name="cabut"),
]
