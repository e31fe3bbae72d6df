"""Handing one signed message to an address outside, and to no other address than the one checked."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from terukur.api.rules import boleh_dihubungi

BATAS_DETIK = 10


class GagalAntar(RuntimeError):
    """The receiver did not take the message; trying again later may help."""


def alamat_ip(nama: str, port: int, *, aman: bool) -> str:
    """The address behind ``nama``; ``GagalAntar`` unless every one it has may be contacted."""
    try:
        temuan = socket.getaddrinfo(nama, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise GagalAntar("Nama servernya tidak dikenal.") from None
    semua = [str(t[4][0]) for t in temuan]
    jaringan = settings.TERUKUR_WEBHOOK_JARINGAN
    ip = [ipaddress.ip_address(s.split("%")[0]) for s in semua]
    if not all(boleh_dihubungi(i, jaringan, aman=aman) for i in ip):
        raise GagalAntar("Alamatnya tanpa https, atau di jaringan dalam yang tidak dibuka pengaturan server.")
    return semua[0]


def kirim(alamat: str, isi: bytes, tajuk: Mapping[str, str]) -> None:
    """POST ``isi``. Follows no redirect, uses no proxy. Raises ``GagalAntar`` unless the answer is 2xx."""
    bagian = urlsplit(alamat)
    aman = bagian.scheme == "https"
    nama, port = bagian.hostname or "", bagian.port or (443 if aman else 80)
    # The address is looked up once, checked, and used: a name that changes in between gains nothing.
    ip = alamat_ip(nama, port, aman=aman)
    sambungan = http.client.HTTPConnection(nama, port, timeout=BATAS_DETIK)
    try:
        soket = socket.create_connection((ip, port), timeout=BATAS_DETIK)
        if aman:
            soket = ssl.create_default_context().wrap_socket(soket, server_hostname=nama)
        sambungan.sock = soket
        jalur = (bagian.path or "/") + (f"?{bagian.query}" if bagian.query else "")
        sambungan.request("POST", jalur, body=isi, headers={"Content-Type": "application/json", **tajuk})
        status = sambungan.getresponse().status
    except (OSError, http.client.HTTPException):
        raise GagalAntar("Server penerima tidak terjangkau atau menutup sambungan.") from None
    finally:
        sambungan.close()
    if not 200 <= status < 300:
        raise GagalAntar(f"Server penerima menjawab {status}.")
