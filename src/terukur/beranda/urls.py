"""Addresses of this room."""

from django.urls import path

from terukur.beranda import views

app_name = "beranda"
urlpatterns = [
    path("", views.depan, name="depan"),
    path(".well-known/security.txt", views.kontak_keamanan, name="kontak_keamanan"),
    path("beranda/", views.beranda, name="beranda"),
]
