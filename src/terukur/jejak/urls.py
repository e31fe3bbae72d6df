"""Addresses of the journal. The verification page stands at the root: it is printed on paper."""

from django.urls import path

from terukur.jejak import views

app_name = "jejak"
urlpatterns = [
    path("jejak/", views.daftar, name="daftar"),
    path("jejak/ekspor/", views.ekspor, name="ekspor"),
    path("jejak/catatan/<int:nomor>/", views.catatan, name="catatan"),
    path("jejak/catatan/<int:nomor>/bukti.jsonl", views.bukti_catatan, name="bukti"),
    path("jejak/riwayat/<slug:objek>/<str:objek_id>/", views.riwayat, name="riwayat"),
    path("jejak/segel/", views.segel, name="segel"),
    path("jejak/segel.json", views.segel_json, name="segel_json"),
    path("periksa/", views.periksa_cari, name="periksa_cari"),
    path("periksa/<slug:kode>/", views.periksa, name="periksa"),
]
