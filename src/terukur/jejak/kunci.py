"""The key that seals the journal. It lives in ``data/rahasia``, never in the database."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def berkas_kunci() -> Path:
    """Where the 32 secret bytes are kept, as hex. Losing them starts a new key; leaking them
    lets somebody forge seals from then on."""
    return Path(settings.DATA) / "rahasia" / "kunci_segel"


def _buat(berkas: Path) -> None:
    """Write the file whole or not at all; of two processes one wins and both use its key."""
    berkas.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sementara = berkas.with_name(f".{berkas.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(sementara, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as f:
        f.write(secrets.token_bytes(32).hex())
        f.flush()
        os.fsync(f.fileno())
    try:
        os.link(sementara, berkas)
    except FileExistsError:
        pass
    finally:
        sementara.unlink()


def kunci_segel() -> Ed25519PrivateKey:
    """The private key, generated at first use with mode 0600."""
    berkas = berkas_kunci()
    if not berkas.exists():
        _buat(berkas)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(berkas.read_text("ascii").strip()))


def kunci_publik() -> str:
    """The public key as 64 hex digits."""
    return kunci_segel().public_key().public_bytes_raw().hex()
