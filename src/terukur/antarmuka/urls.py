"""The gallery of components."""

from django.urls import path

from terukur.antarmuka.views import galeri

app_name = "antarmuka"
urlpatterns = [path("", galeri, name="galeri")]
