"""Addresses of this room."""

from django.urls import path

from terukur.eskalasi.views import disposisi, peringatan, tanggapan, terbit

app_name = "eskalasi"
_P = "peringatan/<uuid:peringatan_id>/"
_T = "disposisi/opd/<uuid:tindak_lanjut_id>/"
urlpatterns = [
    path("", peringatan.daftar, name="daftar"),
    path("peringatan/baru/", terbit.terbitkan, name="terbitkan"),
    path(_P, peringatan.peringatan, name="peringatan"),
    path(f"{_P}tingkatkan/", terbit.tingkatkan, name="tingkatkan"),
    path(f"{_P}tanggapan/", tanggapan.tulis_peringatan, name="tulis_tanggapan"),
    path(f"{_P}kirim/", tanggapan.kirim_peringatan, name="kirim_tanggapan"),
    path(f"{_P}terima/", peringatan.terima, name="terima"),
    path(f"{_P}tolak/", peringatan.tolak, name="tolak"),
    path(f"{_P}tenggat/", peringatan.beri_tenggat, name="beri_tenggat"),
    path(f"{_P}cabut/", peringatan.cabut, name="cabut"),
    path(f"{_P}penerima/", peringatan.penerima, name="penerima"),
    path("disposisi/", disposisi.daftar, name="daftar_disposisi"),
    path("disposisi/baru/", terbit.beri, name="beri"),
    path("disposisi/<uuid:disposisi_id>/", disposisi.disposisi, name="disposisi"),
    path(_T, disposisi.tindak_lanjut, name="tindak_lanjut"),
    path(f"{_T}terima/", disposisi.terima, name="terima_disposisi"),
    path(f"{_T}laporan/", tanggapan.tulis_laporan, name="tulis_laporan"),
    path(f"{_T}kirim/", tanggapan.kirim_laporan, name="kirim_laporan"),
    path(f"{_T}selesai/", disposisi.selesaikan, name="selesaikan"),
    path(f"{_T}kembalikan/", disposisi.kembalikan, name="kembalikan"),
    path(f"{_T}batalkan/", disposisi.batalkan, name="batalkan"),
    path(f"{_T}penerima/", disposisi.penerima, name="penerima_disposisi"),
    path("surat/<uuid:kertas_id>/", peringatan.surat, name="surat"),
]
