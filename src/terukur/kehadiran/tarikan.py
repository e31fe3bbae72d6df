"""Questions to a device's service on the internet: one POST, one answer."""

import http.client
import ssl
from urllib.parse import urlsplit

BATAS_DETIK = 20
BATAS_JAWABAN = 10 * 1024 * 1024


class GagalTarik(Exception):
    """No answer that can be used; the message says why, in words for the page of devices."""


def tanya(alamat: str, isi: bytes, token: str) -> bytes:
    """The body of the answer. Follows no redirect, uses no proxy. Raises ``GagalTarik`` unless it is 200."""
    bagian = urlsplit(alamat)
    nama, port = bagian.hostname or "", bagian.port
    sambungan = (
        http.client.HTTPSConnection(nama, port, timeout=BATAS_DETIK, context=ssl.create_default_context())
        if bagian.scheme == "https"
        else http.client.HTTPConnection(nama, port, timeout=BATAS_DETIK)
    )
    tajuk = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    try:
        sambungan.request("POST", bagian.path, body=isi, headers=tajuk)
        jawaban = sambungan.getresponse()
        status, hasil = jawaban.status, jawaban.read(BATAS_JAWABAN + 1)
    except (OSError, http.client.HTTPException, ValueError):
        raise GagalTarik("layanan tidak terjangkau") from None
    finally:
        sambungan.close()
    if status in (401, 403):
        raise GagalTarik("token ditolak layanan")
    if status != 200 or len(hasil) > BATAS_JAWABAN:
        raise GagalTarik(f"layanan menjawab {status}")
    return hasil
