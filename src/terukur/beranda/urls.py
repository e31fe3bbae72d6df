"""Addresses of this room."""

from django.urls import path

from terukur.beranda import views

app_name = "beranda"
urlpatterns = [
    path("", views.depan, name="depan"),
    path(".well-known/security.txt", views.kontak_keamanan, name="kontak_keamanan"),
    path("beranda/", views.beranda, name="beranda"),
    path("beranda/perhatian/", views.perhatian, name="perhatian"),
    path("kesehatan/", views.kesehatan, name="kesehatan"),
    path("kesehatan/halaman/", views.kesehatan_halaman, name="kesehatan_halaman"),
    path("kesehatan/tabel/", views.kesehatan_tabel, name="kesehatan_tabel"),
    path("metrik/", views.metrik, name="metrik"),
]
