"""Addresses of the API, its description, the tokens and the webhooks."""

from django.urls import include, path

from terukur.api.views import dokumen, token, v1, webhook

app_name = "api"
urlpatterns = [
    path("", dokumen.halaman, name="dokumen"),
    path("token/", token.daftar, name="token"),
    path("token/baru/", token.baru, name="token_baru"),
    path("token/<uuid:token_id>/cabut/", token.cabut, name="token_cabut"),
    path("webhook/", webhook.daftar, name="webhook"),
    path("webhook/baru/", webhook.baru, name="webhook_baru"),
    path("webhook/<uuid:webhook_id>/hentikan/", webhook.hentikan, name="webhook_hentikan"),
    path("webhook/kabar/<uuid:kabar_id>/ulang/", webhook.ulang, name="kabar_ulang"),
    path("v1/openapi.json", dokumen.openapi, name="openapi"),
    path("v1/", include(v1.pola())),
]
