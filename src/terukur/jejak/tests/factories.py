"""Entries and requests for tests, made through the actions."""

import datetime as dt
import uuid
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.test import RequestFactory

from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.models import Catatan

SAAT = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
OPERATOR = Pelaku(id="11111111-1111-4111-8111-111111111111", nama="Tenun Ikat (contoh)", peran="operator_opd")


def buat_catatan(nomor: int = 1, **ganti: Any) -> Catatan:
    """One entry about the pengajuan ``nomor``."""
    rincian: dict[str, Any] = {
        "peristiwa": "pengajuan.ajukan",
        "objek": "pengajuan",
        "objek_id": str(nomor),
        "isi": {"urutan": nomor},
        "oleh": OPERATOR,
        "pada": SAAT + dt.timedelta(seconds=nomor),
    }
    with transaction.atomic():
        return catat(**rincian | ganti)


def permintaan(kunci: object = None, oleh: Pelaku = OPERATOR, pada: dt.datetime = SAAT, **isi: object) -> Any:
    """A POST of ``oleh`` as a view would see it; ``isi`` are its fields and files."""
    data = isi if kunci is None else isi | {"kunci_kirim": str(kunci)}
    request = RequestFactory().post("/contoh/", data)
    request.diterima_pada = pada  # type: ignore[attr-defined]
    request.user = SimpleNamespace(
        pelaku=lambda penugasan="": oleh, is_authenticated=True, pk=uuid.UUID(int=1)
    )  # type: ignore[assignment]
    return request
