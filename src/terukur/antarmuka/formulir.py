"""Rendering of forms by Jinja2 only."""

from django.forms.renderers import Jinja2


class PerenderFormulir(Jinja2):
    """Django's own Jinja2 form templates; antarmuka's take their place by name."""
