"""Canonical bytes: the one form in which the journal digests what happened.

JSON in UTF-8, keys sorted, no blanks, no escapes beyond JSON's own. The verifier needs no
knowledge of it: the bytes themselves are stored, exported and digested.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

SIDIK_AWAL = "0" * 64
"""What the first entry names as its predecessor."""


_POLOS = frozenset({str, int, bool, type(None)})


def waktu_baku(saat: dt.datetime) -> str:
    """``2026-11-22T08:00:00.000000Z``; a naive time raises ``ValueError``."""
    if saat.tzinfo is None:
        raise ValueError("a journal time must carry its zone")
    return saat.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _sederhanakan(nilai: Any) -> Any:
    if type(nilai) in _POLOS:  # most of every content
        return nilai
    if isinstance(nilai, Enum):
        return _sederhanakan(nilai.value)
    if nilai is None or isinstance(nilai, bool | int):
        return nilai
    if isinstance(nilai, str):
        return str(nilai)
    if isinstance(nilai, Decimal):
        if not nilai.is_finite():
            raise ValueError("a journal number must be finite")
        return format(nilai, "f")
    if isinstance(nilai, dt.datetime):
        return waktu_baku(nilai)
    if isinstance(nilai, dt.date):
        return nilai.isoformat()
    if isinstance(nilai, UUID):
        return str(nilai)
    if isinstance(nilai, Mapping):
        return {_kunci(k): _sederhanakan(v) for k, v in nilai.items()}
    if isinstance(nilai, list | tuple):
        return [_sederhanakan(v) for v in nilai]
    raise TypeError(f"{type(nilai).__name__} has no canonical form; give text, int or Decimal")


def _kunci(kunci: Any) -> str:
    if not isinstance(kunci, str):
        raise TypeError("keys of journal content must be text")
    return str(kunci)


def baku(isi: Mapping[str, Any]) -> bytes:
    """Canonical bytes of ``isi``.

    Takes text, int, bool, None, Decimal (written plainly, its digits kept), date, aware datetime
    (UTC, microseconds), UUID, Enum, list, tuple and mappings with text keys. Floats and sets
    raise ``TypeError``: they have no single written form.
    """
    return json.dumps(
        _sederhanakan(isi), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def sidik(isi: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(isi).hexdigest()


def sidik_sambung(sebelum: str, sidik_isi: str) -> str:
    """The chain's link: SHA-256 over the previous link's 32 bytes and the content's 32 bytes.

    Content enters by its digest, so that a proof can show one entry and only the digests of its
    neighbours, and a retention rule can remove a content without breaking the chain.
    """
    return sidik(bytes.fromhex(sebelum) + bytes.fromhex(sidik_isi))


def sidik_singkat(sidik_penuh: str) -> str:
    """``7f3a 91c2 04be``: the first 12 digits, for the eye."""
    return " ".join(sidik_penuh[i : i + 4] for i in (0, 4, 8))
