"""ZIP archives that are sent while they are made: nothing of them is held in memory or on disk."""

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator

SIDIK_ISI = "SIDIK.txt"
"""Last member: SHA-256 and name of all others, as ``sha256sum --check`` reads them."""


class _Keluar(io.RawIOBase):
    """Takes what zipfile writes until it is fetched; cannot be sought, so zipfile never looks back."""

    def __init__(self) -> None:
        self.isi = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, potongan: object) -> int:
        self.isi += bytes(potongan)  # type: ignore[call-overload]
        return len(potongan)  # type: ignore[arg-type]

    def ambil(self) -> bytes:
        hasil = bytes(self.isi)
        self.isi.clear()
        return hasil


def zip_mengalir(isi: Iterable[tuple[str, Iterable[bytes]]], *, pada: dt.datetime) -> Iterator[bytes]:
    """The members ``(name, pieces)`` as a ZIP in pieces, with ``SIDIK.txt`` at the end.

    ``pada`` is the time written for every member. Names are used as given: the caller keeps them
    plain and different.
    """
    keluar = _Keluar()
    daftar = list[str]()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nama, potongan in isi:
            sidik = hashlib.sha256()
            with arsip.open(_info(nama, pada), "w", force_zip64=True) as anggota:
                for p in potongan:
                    sidik.update(p)
                    anggota.write(p)
                    if len(keluar.isi) > 65_536:
                        yield keluar.ambil()
            daftar.append(f"{sidik.hexdigest()}  {nama}\n")
            yield keluar.ambil()
        arsip.writestr(_info(SIDIK_ISI, pada), "".join(daftar))
    yield keluar.ambil()


def _info(nama: str, pada: dt.datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(nama, max(pada.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
