"""The store on disk: one file per content, named by its SHA-256, written so that it survives a crash."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from terukur.berkas.rules import tulis_ukuran
from terukur.inti.kesalahan import AturanDilanggar

_POTONG = 1 << 20


def _folder(*bagian: str) -> Path:
    folder = Path(settings.DATA, "berkas", *bagian)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def jalan(sidik: str) -> Path:
    """Where the content with this SHA-256 (hex) lies: ``berkas/ab/cd/abcd...``."""
    return Path(settings.DATA, "berkas", sidik[:2], sidik[2:4], sidik)


def jalan_unggahan(unggahan_id: UUID) -> Path:
    """Where the received part of a chunked upload waits."""
    return _folder("unggahan") / str(unggahan_id)


@contextlib.contextmanager
def berkas_sementara(isi: BinaryIO, batas_ukuran: int) -> Iterator[BinaryIO]:
    """A private copy of ``isi`` on the store's own disk, removed at the end.

    Raises ``AturanDilanggar`` (``terlalu_besar``) as soon as ``batas_ukuran`` bytes are passed.
    """
    with tempfile.NamedTemporaryFile(dir=_folder("sementara")) as sementara:
        ukuran = 0
        while potongan := isi.read(_POTONG):
            ukuran += len(potongan)
            if ukuran > batas_ukuran:
                raise AturanDilanggar(
                    f"Berkas ini lebih besar dari batas {tulis_ukuran(batas_ukuran)}. Perkecil atau "
                    "bagi menjadi beberapa berkas.",
                    kode="terlalu_besar",
                )
            sementara.write(potongan)
        sementara.flush()
        sementara.seek(0)
        yield sementara  # type: ignore[misc]


def hitung_sidik(isi: BinaryIO) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes; leaves ``isi`` at its start."""
    isi.seek(0)
    sidik, ukuran = hashlib.sha256(), 0
    while potongan := isi.read(_POTONG):
        sidik.update(potongan)
        ukuran += len(potongan)
    isi.seek(0)
    return sidik.hexdigest(), ukuran


def letakkan(isi: BinaryIO) -> tuple[str, int]:
    """Put content in the store, once: (SHA-256, size). Durable when this returns.

    A content already there, whole, is not written again. A transaction that rolls back later
    leaves a file that no row names; it is harmless and found again by the next upload of it.
    """
    sidik, ukuran = hitung_sidik(isi)
    tujuan = jalan(sidik)
    if tujuan.exists() and tujuan.stat().st_size == ukuran:
        return sidik, ukuran
    folder = _folder(sidik[:2], sidik[2:4])
    nomor, nama = tempfile.mkstemp(dir=_folder("sementara"))
    try:
        with os.fdopen(nomor, "wb") as keluaran:
            while potongan := isi.read(_POTONG):
                keluaran.write(potongan)
            keluaran.flush()
            os.fsync(keluaran.fileno())
        os.chmod(nama, 0o600)
        os.replace(nama, tujuan)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(nama)
        raise
    for satu in (folder, folder.parent):
        arah = os.open(satu, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(arah)
        finally:
            os.close(arah)
    isi.seek(0)
    return sidik, ukuran
