"""Addresses and words of the test's provider; imported in its own process only."""

import json
import time

from allauth.account.signals import authentication_step_completed
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.urls import include, path

urlpatterns = [path("akun/", include("allauth.account.urls")), path("", include("allauth.idp.urls"))]
TERAKHIR: dict[int, int] = {}


def catat(sender, user, **kwargs):
    TERAKHIR[user.pk] = int(time.time())


authentication_step_completed.connect(catat)


class Adapter(DefaultOIDCAdapter):
    def get_claims(self, purpose, user, client, scopes, email=None, **kwargs):
        """With the instant of the last password, as providers state it, and what the test wants said."""
        klaim = super().get_claims(purpose, user, client, scopes, email=email, **kwargs)
        if purpose == "id_token" and user.pk in TERAKHIR:
            klaim["auth_time"] = TERAKHIR[user.pk]
        kata = json.loads(settings.ORANG.read_text()).get(user.username, {})
        klaim |= {k: v for k, v in kata.items() if v is not None}
        return {k: v for k, v in klaim.items() if k not in kata or kata[k] is not None}
