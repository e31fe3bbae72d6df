"""The store of backups: a folder, or a bucket of an S3-compatible server.

A name appears in the store with its whole content or not at all.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import urlsplit

from terukur.config.lingkungan import PengaturanSalah, env_rahasia

if TYPE_CHECKING:
    pass

SEBAGIAN = ".sebagian-"
"""How the names of half-written files begin; they are no part of the store."""


class GudangGagal(PengaturanSalah):
    """The store cannot be read or written; the sentence says which and why."""


class Gudang(Protocol):
    """Names are relative, with ``/`` between their parts."""

    alamat: str

    def daftar(self, awalan: str) -> dict[str, int]:
        """Size in bytes of everything whose name begins with ``awalan``."""

    def tulis(self, nama: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """A file to write into; it gets its name when the block ends well, else it vanishes."""

    def buka(self, nama: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """Read from the start. ``GudangGagal`` when there is no such name."""

    def hapus(self, nama: str) -> None:
        """Remove; nothing when there is no such name."""

    def bersihkan_sebagian(self) -> None:
        """Remove what interrupted backups left half-written. Only while no other backup runs."""


def buka_gudang(alamat: str) -> Gudang:
    """The store at ``alamat``: a folder, or ``s3://server[:port]/bucket[/folder]``.

    ``s3+http://`` speaks without TLS, for a server in the same room. A folder must exist:
    made here, it could be the mount point of a disk that is not there.
    """
    bagian = urlsplit(alamat)
    if bagian.scheme in {"s3", "s3+http"}:
        return GudangS3(alamat)
    if "://" in alamat:
        raise PengaturanSalah(
            "Tujuan cadangan harus folder atau s3://server/bucket/folder; lihat .env.contoh."
        )
    return GudangFolder(Path(alamat))


class GudangFolder:
    def __init__(self, akar: Path) -> None:
        self.akar = akar.resolve()
        self.alamat = str(self.akar)
        if not self.akar.is_dir():
            raise GudangGagal(
                f"Folder cadangan {self.akar} tidak ada. Pasang cakramnya, atau buat folder itu dahulu."
            )

    def daftar(self, awalan: str) -> dict[str, int]:
        with self._galat():
            return {
                p.relative_to(self.akar).as_posix(): p.stat().st_size
                for p in (self.akar / awalan).rglob("*")
                if p.is_file() and not p.name.startswith(SEBAGIAN)
            }

    @contextlib.contextmanager
    def tulis(self, nama: str) -> Iterator[BinaryIO]:
        tujuan = self.akar / nama
        with self._galat():
            tujuan.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            nomor, sementara = tempfile.mkstemp(prefix=SEBAGIAN, dir=tujuan.parent)
            try:
                with os.fdopen(nomor, "wb") as keluaran:
                    yield keluaran
                    keluaran.flush()
                    os.fsync(keluaran.fileno())
                os.replace(sementara, tujuan)
            except BaseException:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(sementara)
                raise
            for folder in (tujuan.parent, tujuan.parent.parent):
                _pastikan_tersimpan(folder)

    @contextlib.contextmanager
    def buka(self, nama: str) -> Iterator[BinaryIO]:
        with self._galat():
            masukan = (self.akar / nama).open("rb")
        with masukan:
            yield masukan

    def hapus(self, nama: str) -> None:
        with self._galat():
            berkas = self.akar / nama
            berkas.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # the folder still holds something
                berkas.parent.rmdir()

    def bersihkan_sebagian(self) -> None:
        with self._galat():
            for sisa in self.akar.rglob(f"{SEBAGIAN}*"):
                sisa.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _galat(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as galat:
            raise GudangGagal(f"Tidak ada di gudang cadangan: {galat.filename}") from galat
        except OSError as galat:
            raise GudangGagal(f"Gudang cadangan {self.alamat}: {galat.strerror}") from galat


def _pastikan_tersimpan(folder: Path) -> None:
    arah = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(arah)
    finally:
        os.close(arah)


class GudangS3:
    """Credentials from ``TERUKUR_CADANGAN_S3_KUNCI`` and ``TERUKUR_CADANGAN_S3_RAHASIA[_FILE]``."""

    def __init__(self, alamat: str) -> None:
        from minio import Minio

        bagian = urlsplit(alamat)
        self.bucket, _, folder = bagian.path.strip("/").partition("/")
        self.awalan = f"{folder}/" if folder else ""
        self.alamat = alamat.rstrip("/")
        if not bagian.netloc or not self.bucket or "@" in bagian.netloc:
            raise PengaturanSalah("Tujuan cadangan S3 harus s3://server[:port]/bucket[/folder].")
        self.klien: Minio = Minio(
            bagian.netloc,
            access_key=env_rahasia("TERUKUR_CADANGAN_S3_KUNCI"),
            secret_key=env_rahasia("TERUKUR_CADANGAN_S3_RAHASIA"),
            secure=bagian.scheme == "s3",
        )

    def daftar(self, awalan: str) -> dict[str, int]:
        with self._galat():
            isi = self.klien.list_objects(self.bucket, prefix=self.awalan + awalan, recursive=True)
            return {(o.object_name or "").removeprefix(self.awalan): o.size or 0 for o in isi}

    @contextlib.contextmanager
    def tulis(self, nama: str) -> Iterator[BinaryIO]:
        # On disk first: a broken line then costs a retry, not a new dump. What lies there is encrypted.
        with tempfile.TemporaryFile(dir=os.environ.get("TMPDIR", "/var/tmp")) as sementara:  # noqa: S108
            yield sementara
            ukuran = sementara.tell()
            sementara.seek(0)
            with self._galat():
                self.klien.put_object(self.bucket, self.awalan + nama, sementara, ukuran)

    @contextlib.contextmanager
    def buka(self, nama: str) -> Iterator[BinaryIO]:
        with self._galat():
            jawaban = self.klien.get_object(self.bucket, self.awalan + nama)
            try:
                yield jawaban  # type: ignore[misc]
            finally:
                jawaban.close()
                jawaban.release_conn()

    def hapus(self, nama: str) -> None:
        with self._galat():
            self.klien.remove_object(self.bucket, self.awalan + nama)

    def bersihkan_sebagian(self) -> None:
        pass  # an object appears only when it is whole

    @contextlib.contextmanager
    def _galat(self) -> Iterator[None]:
        from minio.error import MinioException
        from urllib3.exceptions import HTTPError

        try:
            yield
        except (MinioException, HTTPError, ValueError) as galat:  # ValueError: no name for a bucket
            raise GudangGagal(f"Gudang cadangan {self.alamat}: {galat}") from galat


class Penulis(Protocol):
    def write(self, isi: bytes, /) -> object: ...


def salin(masukan: IO[bytes], keluaran: Penulis) -> None:
    while potongan := masukan.read(1 << 20):
        keluaran.write(potongan)
