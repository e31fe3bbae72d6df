"""Lines of the server's log: one request, one number, and nothing about persons.

What a reader needs to find an error is kept: class, place, SQLSTATE, constraint, the view's name. What
repeats somebody's data is not: messages of exceptions, addresses, parameters, arguments of jobs.
"""

import datetime as dt
import json
import logging
import re
import traceback
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import OperationalError

permintaan_kini: ContextVar[str] = ContextVar("permintaan_kini", default="")
"""Number of the request that this thread answers; empty outside one."""

BIDANG = ("rute", "metode", "status", "milidetik", "pengguna")
"""What ``catat_permintaan`` adds to a line."""

_log = logging.getLogger("terukur.permintaan")
_PAKET = Path(__file__).resolve().parent.parent
_KENDALI = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What ends a line for one reader or another, or moves the cursor of a terminal."""
_SAMARAN = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[surel]"),
    (re.compile(r"(?<![\w-])(?:\+62|0)8\d{7,11}(?![\w-])"), "[telepon]"),
    (re.compile(r"(?<![\w-])\d{16,18}(?![\w-])"), "[nomor]"),
    (re.compile(r"(?<![\w-])\d{8} \d{6} [12] \d{3}(?!\w)"), "[nomor]"),
)
"""The net below the rules: e-mail, telephone, NIK (16 digits), NIP (18), with or without blanks."""


def samarkan(teks: str) -> str:
    """Take out what looks like a person's address or number."""
    for pola, ganti in _SAMARAN:
        teks = pola.sub(ganti, teks)
    return teks


def _pesan(catatan: logging.LogRecord) -> str:
    """The message. Django's own repeat the address of the request, procrastinate's the job's arguments."""
    if hasattr(catatan, "request"):
        return samarkan(str(catatan.args[0]) if isinstance(catatan.args, tuple) and catatan.args else "")
    pesan = catatan.getMessage()
    if catatan.name.startswith("procrastinate"):
        pesan = re.sub(r"(\[\d+\])\(.*?\)(?= |$)", r"\1(…)", pesan, flags=re.DOTALL)
    return samarkan(pesan)


def _tumpukan(jejak: TracebackType | None) -> list[str]:
    """``tenggat/jobs.py:31 berdetak``, outermost first; files of packages by their last two parts."""
    hasil = []
    for b in traceback.extract_tb(jejak):
        berkas = Path(b.filename)
        nama = berkas.relative_to(_PAKET) if berkas.is_relative_to(_PAKET) else Path(*berkas.parts[-2:])
        hasil.append(f"{nama}:{b.lineno} {b.name}")
    return hasil


def uraikan_galat(galat: BaseException | None) -> list[dict[str, Any]]:
    """An exception and its causes, the last one first, without what they say about data."""
    hasil: list[dict[str, Any]] = []
    while galat is not None and len(hasil) < 5:
        satu: dict[str, Any] = {"jenis": f"{type(galat).__module__}.{type(galat).__qualname__}"}
        if sqlstate := getattr(galat, "sqlstate", None):
            satu["sqlstate"] = sqlstate
        if batasan := getattr(getattr(galat, "diag", None), "constraint_name", None):
            satu["batasan"] = batasan
        if isinstance(galat, OSError) and galat.strerror:
            satu["sebab"] = galat.strerror
        elif isinstance(galat, OperationalError):  # tells of the server, not of rows
            satu["sebab"] = samarkan(str(galat).partition("\n")[0])
        satu["tempat"] = _tumpukan(galat.__traceback__)
        hasil.append(satu)
        galat = galat.__cause__ or (None if galat.__suppress_context__ else galat.__context__)
    return hasil


def _isi(catatan: logging.LogRecord) -> dict[str, Any]:
    isi: dict[str, Any] = {
        "waktu": dt.datetime.fromtimestamp(catatan.created, dt.UTC).isoformat(timespec="milliseconds"),
        "tingkat": catatan.levelname,
        "pencatat": catatan.name,
        "pesan": _pesan(catatan),
    }
    permintaan: Any = getattr(catatan, "request", None)
    if nomor := permintaan_kini.get():
        isi["permintaan"] = nomor
    if cocok := getattr(permintaan, "resolver_match", None):
        isi["rute"] = cocok.view_name
    isi |= {b: getattr(catatan, b) for b in BIDANG if hasattr(catatan, b)}
    if catatan.exc_info and catatan.exc_info[1]:
        isi["galat"] = uraikan_galat(catatan.exc_info[1])
    return isi


class FormatJson(logging.Formatter):
    """One JSON object a line, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_isi(record), ensure_ascii=False, default=str)


class FormatBaris(logging.Formatter):
    """The same for eyes: a line, and one more for each cause of an error. While debugging, everything."""

    def format(self, record: logging.LogRecord) -> str:
        if settings.DEBUG:
            return super().format(record)
        isi = _isi(record)
        galat = isi.pop("galat", [])
        kepala = [isi.pop(k) for k in ("waktu", "tingkat", "pencatat", "pesan")]
        baris = [_KENDALI.sub(" ", " ".join([*map(str, kepala), *(f"{k}={v}" for k, v in isi.items())]))]
        for g in galat:
            tempat = " < ".join(reversed(g.pop("tempat")))
            baris.append("    " + " ".join(f"{k}={v}" for k, v in g.items()) + f" di {tempat}")
        return "\n".join(baris)


def catat_permintaan(*, rute: str, metode: str, status: int, milidetik: float, pengguna: str) -> None:
    """One line per answered request. ``pengguna``: the account's random number, "" for nobody."""
    _log.info(
        "dijawab",
        extra={
            "rute": rute,
            "metode": metode,
            "status": status,
            "milidetik": round(milidetik, 1),
            "pengguna": pengguna,
        },
    )
