"""Addresses of the API, its description, and the tokens."""

from django.urls import include, path

from terukur.api.views import dokumen, token, v1

app_name = "api"
urlpatterns = [
    path("", dokumen.halaman, name="dokumen"),
    path("token/", token.daftar, name="token"),
    path("token/baru/", token.baru, name="token_baru"),
    path("token/<uuid:token_id>/cabut/", token.cabut, name="token_cabut"),
    path("v1/openapi.json", dokumen.openapi, name="openapi"),
    path("v1/", include(v1.pola())),
]
