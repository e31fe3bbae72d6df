"""Flash messages in a cookie that, under HTTPS, no other host can plant."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _Kuki(CookieStorage):
    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return "__Host-terukur-kilas" if settings.SESSION_COOKIE_SECURE else "messages"


class Kilas(FallbackStorage):
    """Django's own, with the cookie's name bound to the host."""

    storage_classes = (_Kuki, SessionStorage)
