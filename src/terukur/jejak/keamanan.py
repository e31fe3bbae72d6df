"""The security log: what is refused but is no official act. Lines of key=value, no chain."""

import logging

_catatan = logging.getLogger("terukur.keamanan")


def catat_keamanan(kejadian: str, **rincian: object) -> None:
    """Write one line, e.g. ``catat_keamanan("masuk.gagal", nama=..., alamat=...)``.

    Values are quoted so that no input can forge a second line.
    """
    bagian = [f"{kunci}={str(nilai)[:200]!r}" for kunci, nilai in sorted(rincian.items())]
    _catatan.warning("%s %s", kejadian, " ".join(bagian))
