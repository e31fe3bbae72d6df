"""Addresses of the journal. The verification page stands at the root: it is printed on paper."""

from django.urls import path

from terukur.jejak.views import baca, resmi, sampel

app_name = "jejak"
urlpatterns = [
    path("jejak/", resmi.daftar, name="daftar"),
    path("jejak/ekspor/", resmi.ekspor, name="ekspor"),
    path("jejak/catatan/<int:nomor>/", resmi.catatan, name="catatan"),
    path("jejak/catatan/<int:nomor>/bukti.jsonl", resmi.bukti_catatan, name="bukti"),
    path("jejak/riwayat/<slug:objek>/<path:objek_id>/", resmi.riwayat, name="riwayat"),
    path("jejak/baca/", baca.daftar, name="baca"),
    path("jejak/baca/masa-simpan/", baca.masa_simpan, name="masa_simpan"),
    path("jejak/sampel/", sampel.daftar, name="sampel_daftar"),
    path("jejak/sampel/<uuid:sampel_id>/", sampel.sampel, name="sampel"),
    path("jejak/sampel/<uuid:sampel_id>/berkas.zip", sampel.berkas, name="sampel_berkas"),
    path("jejak/segel/", resmi.segel, name="segel"),
    path("jejak/segel.json", resmi.segel_json, name="segel_json"),
    path("periksa/", resmi.periksa_cari, name="periksa_cari"),
    path("periksa/<slug:kode>/", resmi.periksa, name="periksa"),
]
