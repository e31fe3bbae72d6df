"""Reads that are written down: every file that leaves, and pages that show personal data in full."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest

from terukur.inti.izin import Izin

V = TypeVar("V", bound=Callable[..., Any])


def sensitif(perihal: str, *, izin: Izin) -> Callable[[V], V]:
    """Declare that a page shows ``perihal`` in full to holders of ``izin`` (the others see it masked)."""

    def tandai(view: V) -> V:
        view.sensitif = (perihal, izin)  # type: ignore[attr-defined]
        return view

    return tandai


def tandai_opd(request: HttpRequest, opd_id: UUID | None) -> None:
    """Say whose OPD the file is that this request takes, for the auditor's filter."""
    request.opd_dibaca = opd_id  # type: ignore[attr-defined]
