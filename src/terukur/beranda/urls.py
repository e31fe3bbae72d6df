"""Addresses of this room."""

from django.urls import path

from terukur.beranda import views

app_name = "beranda"
urlpatterns = [
    path("", views.depan, name="depan"),
    path("beranda/", views.beranda, name="beranda"),
]
