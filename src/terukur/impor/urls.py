from django.urls import path

from terukur.impor import views

app_name = "impor"
urlpatterns = [
    path("", views.daftar, name="daftar"),
    path("baru/<slug:kode>/", views.unggah, name="unggah"),
    path("<uuid:impor_id>/", views.rincian, name="rincian"),
    path("<uuid:impor_id>/pilih/", views.pilih, name="pilih"),
    path("<uuid:impor_id>/terapkan/", views.terapkan, name="terapkan"),
    path("<uuid:impor_id>/batalkan/", views.batalkan, name="batalkan"),
    path("<uuid:impor_id>/urungkan/", views.urungkan, name="urungkan"),
]
