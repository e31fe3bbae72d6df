"""The only place that joins the rooms' addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("berkas/", include("terukur.berkas.urls")),
    path("", include("terukur.jejak.urls")),
]
