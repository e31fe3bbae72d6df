"""Addresses of this room."""

from django.urls import path

from terukur.studi import views

app_name = "studi"
urlpatterns = [
    path("", views.daftar, name="daftar"),
    path("baru/", views.baru, name="baru"),
    path("<uuid:studi_id>/", views.studi, name="studi"),
    path("<uuid:studi_id>/ubah/", views.ubah, name="ubah"),
    path("<uuid:studi_id>/nyatakan/<str:langkah>/", views.nyatakan, name="nyatakan"),
]
