"""Gives each logged-in user the roles of the instant at which the request was received."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from terukur.akun.akses import susun_akses


class AksesPenggunaMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.user.is_authenticated:
            request.user.akses = susun_akses(request.user, pada=request.diterima_pada)  # type: ignore[attr-defined]
