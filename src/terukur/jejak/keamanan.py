"""The security log: what is refused but is no official act. Lines of key=value, no chain."""

import logging

from django.utils.crypto import salted_hmac

_catatan = logging.getLogger("terukur.keamanan")


def catat_keamanan(kejadian: str, *, tingkat: int = logging.WARNING, **rincian: object) -> None:
    """Write one line, e.g. ``catat_keamanan("masuk.gagal", akun=nama_samaran(nama), alamat=...)``.

    Values are quoted so that no input can forge a second line. They name no person: accounts by
    their number, what was typed by ``nama_samaran``.
    """
    bagian = [f"{kunci}={str(nilai)[:200]!r}" for kunci, nilai in sorted(rincian.items())]
    _catatan.log(tingkat, "%s %s", kejadian, " ".join(bagian))


def nama_samaran(teks: object) -> str:
    """The same word for the same input, on this server only: attempts on one account can be counted.

    People type NIP, e-mail and now and then their password into the field of the name.
    """
    return salted_hmac("terukur.keamanan", str(teks).strip().lower(), algorithm="sha256").hexdigest()[:16]
