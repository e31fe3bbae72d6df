"""WSGI entry for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terukur.config.settings")
application = get_wsgi_application()

from terukur.config import denyut  # noqa: E402 - the rooms exist from here on

denyut.mulai()
