"""Addresses of the inbox."""

from django.urls import path

from terukur.pesan import views

app_name = "pesan"
urlpatterns = [
    path("", views.kotak, name="kotak"),
    path("baca-semua/", views.baca_semua, name="baca_semua"),
    path("kiriman/", views.kiriman, name="kiriman"),
    path("kiriman/<uuid:kiriman_id>/ulang/", views.ulang, name="ulang"),
    path("<uuid:pesan_id>/baca/", views.baca, name="baca"),
]
