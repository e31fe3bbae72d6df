"""What every page knows: the pemda, the mode, who reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def umum(request: HttpRequest) -> dict[str, Any]:
    return {"pemda": settings.TERUKUR_PEMDA, "mode_latihan": settings.MODE_LATIHAN}
