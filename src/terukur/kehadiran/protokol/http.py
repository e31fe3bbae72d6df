"""HTTP as firmware writes it, and the exact answers it accepts (absensi.md 1.2, 1.4).

Requests come without ``Host``, with spaces in the address, by HTTP/1.0, with ``.aspx`` or a slash behind
the path. Answers have ``Date`` in canonical case, ``text/plain``, a length and a final newline, and nothing
else: the header buffer of old firmware holds 2 kB.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import unquote

BATAS_KEPALA = 16 * 1024
BATAS_BADAN = 10 * 1024 * 1024
"""Bytes of the head of a request, and of its body (absensi.md 1.9)."""

_VERSI = {"HTTP/1.0": True, "HTTP/1.1": False}
"""How a request line ends -> whether the connection ends behind the answer."""


class PermintaanBuruk(ValueError):
    """Not a request that can be answered otherwise than by ``status``."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Permintaan:
    """``ruas``: parts of the path as written, the last without ``.aspx``. Names in ``kueri`` and ``tajuk``
    are in lower case; of a name given twice the first counts, but all of X-Forwarded-For are joined."""

    metode: str
    ruas: tuple[str, ...]
    kueri: Mapping[str, str]
    tajuk: Mapping[str, str]
    panjang: int
    berpotong: bool
    tutup: bool
    isi: bytes = b""

    @property
    def jalur(self) -> str:
        """The path in lower case: ``iclock/cdata``."""
        return "/".join(self.ruas).lower()


@dataclass(frozen=True, slots=True)
class Jawaban:
    """``isi`` ends with a newline. ``tajuk``: only for dialects that answer by headers (FK)."""

    isi: bytes
    status: int = 200
    tajuk: tuple[tuple[str, str], ...] = ()


OKE = Jawaban(b"OK\n")
ASING = Jawaban(b"UNKNOWN DEVICE\n", 403)
"""Firmware keeps its records and shakes hands again (absensi.md 1.4)."""
ULANGI = Jawaban(b"RETRY\n", 503)
TERLALU_SERING = Jawaban(b"RETRY\n", 429)
TIDAK_ADA = Jawaban(b"NOT FOUND\n", 404)


def galat(status: int) -> Jawaban:
    """An answer that no firmware takes for success: not 200, and without the two letters it looks for."""
    return Jawaban(HTTPStatus(status).phrase.upper().encode() + b"\n", status)


def baca_kepala(baris: Sequence[bytes]) -> Permintaan:
    """The request of which ``baris`` are the lines before the empty one. Raises ``PermintaanBuruk``."""
    teks = [b.replace(b"\0", b"").decode("utf-8", "replace").rstrip("\r\n") for b in baris]
    metode, alamat, tutup = _baris_awal(teks[0] if teks else "")
    tajuk: dict[str, str] = {}
    for satu in teks[1:]:
        nama, ada, nilai = satu.partition(":")
        nama, nilai = nama.strip().lower(), nilai.strip()
        if not ada:
            continue
        if nama == "content-length" and tajuk.get(nama, nilai) != nilai:
            raise PermintaanBuruk(400)  # two lengths: where the next request begins is anybody's guess
        if nama == "x-forwarded-for" and nama in tajuk:  # a proxy may add a line of its own
            nilai = f"{tajuk.pop(nama)}, {nilai}"
        tajuk.setdefault(nama, nilai)
    jalur, _, kueri = alamat.partition("?")
    berpotong = "chunked" in tajuk.get("transfer-encoding", "").lower()
    return Permintaan(
        metode=metode,
        ruas=_ruas(jalur),
        kueri=_kueri(kueri),
        tajuk=tajuk,
        panjang=_panjang(tajuk, butuh=metode != "GET" and not berpotong),
        berpotong=berpotong,
        tutup=tutup or "close" in tajuk.get("connection", "").lower(),
    )


def _baris_awal(teks: str) -> tuple[str, str, bool]:
    """(method, address with its unescaped spaces, HTTP/1.0?). Raises ``PermintaanBuruk``."""
    metode, _, sisa = teks.strip().partition(" ")
    alamat, _, versi = sisa.strip(" ").rpartition(" ")
    tutup = _VERSI.get(versi.upper())
    if metode.upper() not in ("GET", "POST", "PUT") or not alamat.startswith("/") or tutup is None:
        raise PermintaanBuruk(400)
    return metode.upper(), alamat.rstrip(" "), tutup


def _ruas(jalur: str) -> tuple[str, ...]:
    ruas = [_urai(r) for r in jalur.split("/") if r.strip()]
    if ruas and ruas[-1].lower().endswith(".aspx"):
        ruas[-1] = ruas[-1][:-5]
    return tuple(ruas)


def _kueri(teks: str) -> dict[str, str]:
    hasil: dict[str, str] = {}
    for pasangan in teks.split("&"):
        nama, _, nilai = pasangan.partition("=")
        hasil.setdefault(_urai(nama).strip().lower(), _urai(nilai))
    return hasil


def _urai(teks: str) -> str:
    return unquote(teks, errors="replace").replace("\0", "")


def _panjang(tajuk: Mapping[str, str], *, butuh: bool) -> int:
    nilai = tajuk.get("content-length")
    if nilai is None:
        if butuh:
            raise PermintaanBuruk(411)
        return 0
    if not re.fullmatch(r"[0-9]{1,12}", nilai):
        raise PermintaanBuruk(400)
    if int(nilai) > BATAS_BADAN:
        raise PermintaanBuruk(413)
    return int(nilai)


def tulis_jawaban(jawaban: Jawaban, *, pada: dt.datetime, tutup: bool) -> bytes:
    """The answer as bytes; ``pada`` becomes the ``Date`` by which devices set their clocks."""
    kepala = [
        f"HTTP/1.1 {jawaban.status} {HTTPStatus(jawaban.status).phrase}",
        f"Date: {format_datetime(pada.astimezone(dt.UTC), usegmt=True)}",
        "Content-Type: text/plain",
        f"Content-Length: {len(jawaban.isi)}",
        *(f"{nama}: {nilai}" for nama, nilai in jawaban.tajuk),
    ]
    if tutup:
        kepala.append("Connection: close")
    return ("\r\n".join(kepala) + "\r\n\r\n").encode("ascii") + jawaban.isi
