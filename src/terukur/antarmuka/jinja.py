"""The Jinja2 environment: strict, escaped, with the formats of an Indonesian office."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from terukur.inti import angka, waktu


def environment(**options: Any) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**{"autoescape": True} | options)  # noqa: S701
    env.globals.update(static=static, url=reverse)
    env.filters.update(
        angka=angka.tulis_angka,
        rupiah=angka.tulis_rupiah,
        rupiah_singkat=angka.tulis_rupiah_singkat,
        persen=angka.tulis_persen,
        tanggal=waktu.tulis_tanggal,
    )
    return env
