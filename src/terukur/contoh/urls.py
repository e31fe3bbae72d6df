"""Addresses of this room."""

from django.urls import path

from terukur.contoh import views

app_name = "contoh"
urlpatterns = [path("", views.latihan, name="latihan")]
