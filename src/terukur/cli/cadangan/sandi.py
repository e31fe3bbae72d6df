"""Encryption in the age format (age-encryption.org/v1): readable with the ``age`` command too."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

import pyrage
from pyrage.x25519 import Identity, Recipient

from terukur.config.lingkungan import PengaturanSalah

KUNCI_LATIHAN = "kunci_latihan"
"""File below ``rahasia`` with the server's own identity, for the drill.

It opens what the server holds anyway: the store alone, without server or the operator's key,
stays closed.
"""


class SandiGagal(Exception):
    """Something cannot be opened: another key, or a content that was changed or cut off."""


class BacaGagal(PengaturanSalah):
    """A source cannot be read to its end."""


class Penghitung:
    """Passes bytes on to ``keluaran`` (None: nowhere) and keeps count and SHA-256 of them."""

    def __init__(self, keluaran: IO[bytes] | None = None) -> None:
        self.keluaran, self.ukuran, self._sidik = keluaran, 0, hashlib.sha256()
        self.galat: BaseException | None = None

    @property
    def sidik(self) -> str:
        return self._sidik.hexdigest()

    def write(self, isi: bytes) -> int:
        self.ukuran += len(isi)
        self._sidik.update(isi)
        if self.keluaran is not None:
            try:
                self.keluaran.write(isi)
            except BaseException as galat:
                self.galat = galat  # pyrage would keep only its words
                raise
        return len(isi)

    def flush(self) -> None:
        pass


class Pembaca:
    """Reads from ``masukan``, counting; remembers the exception that pyrage would swallow."""

    def __init__(self, masukan: IO[bytes]) -> None:
        self.masukan, self.hitung = masukan, Penghitung()
        self.galat: BaseException | None = None

    def read(self, n: int = -1) -> bytes:
        try:
            isi = self.masukan.read(n)
        except OSError as galat:
            self.galat = BacaGagal(f"Tidak terbaca sampai habis: {galat.strerror}")
            raise
        except BaseException as galat:
            self.galat = galat
            raise
        self.hitung.write(isi)
        return isi


def sandikan(
    masukan: IO[bytes], keluaran: IO[bytes], penerima: Sequence[Recipient]
) -> tuple[Penghitung, Penghitung]:
    """Encrypt; counts of the plain and of the encrypted bytes. Errors of either side come as they are."""
    polos, tersandi = Pembaca(masukan), Penghitung(keluaran)
    try:
        pyrage.encrypt_io(polos, tersandi, list(penerima))
    except Exception:
        if galat := polos.galat or tersandi.galat:
            raise galat from None
        raise
    return polos.hitung, tersandi


def bukakan(masukan: IO[bytes], keluaran: IO[bytes] | None, identitas: Sequence[Identity]) -> Penghitung:
    """Decrypt to ``keluaran`` (None: only check); count of the plain bytes.

    Raises ``SandiGagal``; what was written until then must be thrown away.
    """
    tersandi, polos = Pembaca(masukan), Penghitung(keluaran)
    try:
        pyrage.decrypt_io(tersandi, polos, list(identitas))
    except Exception as gagal:
        if galat := tersandi.galat or polos.galat:
            raise galat from None
        if "matching keys" in str(gagal):
            raise SandiGagal("kunci rahasia yang diberikan bukan pembukanya") from None
        raise SandiGagal("isinya berubah atau terpotong") from None
    return polos


def baca_penerima(kunci: Iterable[str]) -> list[Recipient]:
    """Public keys ``age1...``."""
    hasil = []
    for teks in kunci:
        try:
            hasil.append(Recipient.from_str(teks))
        except pyrage.RecipientError:
            raise PengaturanSalah(
                f"“{teks[:12]}…” bukan kunci publik cadangan (age1…); buat dengan: "
                "terukur backup --buat-kunci BERKAS"
            ) from None
    return hasil


def baca_identitas(berkas: Iterable[Path]) -> list[Identity]:
    """Secret keys from files as ``age-keygen`` writes them."""
    hasil = []
    for jalur in berkas:
        try:
            baris = jalur.read_text("utf-8").splitlines()
            hasil += [Identity.from_str(b.strip()) for b in baris if b.strip() and not b.startswith("#")]
        except (OSError, ValueError, pyrage.IdentityError):
            raise PengaturanSalah(f"{jalur} bukan berkas kunci rahasia cadangan yang dapat dibaca.") from None
    return hasil


def buat_kunci(berkas: Path) -> str:
    """Write a new secret key to ``berkas`` (mode 0600, must not exist); its public key."""
    identitas = Identity.generate()
    publik = str(identitas.to_public())
    isi = f"# Kunci rahasia cadangan Terukur. Kunci publiknya:\n# {publik}\n{identitas}\n"
    try:
        with os.fdopen(os.open(berkas, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as keluaran:
            keluaran.write(isi)
            keluaran.flush()
            os.fsync(keluaran.fileno())
    except FileExistsError:
        raise PengaturanSalah(f"{berkas} sudah ada; kunci yang ada tidak ditimpa.") from None
    except OSError as galat:
        raise PengaturanSalah(f"{berkas} tidak dapat ditulis: {galat.strerror}") from None
    return publik


def identitas_latihan(rahasia: Path) -> Identity:
    """The server's own key below ``rahasia``, made at first use."""
    berkas = rahasia / KUNCI_LATIHAN
    if not berkas.exists():
        rahasia.mkdir(parents=True, exist_ok=True, mode=0o700)
        buat_kunci(berkas)
    return baca_identitas([berkas])[0]
