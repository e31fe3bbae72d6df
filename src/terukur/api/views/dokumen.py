"""The description of the API: for programs as OpenAPI, for people as a page made from it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terukur.api.dokumen import susun_dokumen
from terukur.api.views.v1 import api
from terukur.inti.izin import publik


@cache
def _skema() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


@publik
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1. Public: it tells the shape of data, never data."""
    return JsonResponse(_skema(), json_dumps_params={"ensure_ascii": False})


@publik
@require_safe
def halaman(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    konteks = {"dok": susun_dokumen(_skema()), "alamat": settings.TERUKUR_ALAMAT}
    return render(request, "api/dokumen.html", konteks)
