"""Typed reading of environment variables. A missing one fails loudly and names the sample file."""

import os
from pathlib import Path


class PengaturanSalah(RuntimeError):
    """A setting is missing or unreadable."""


def env_str(nama: str, bawaan: str | None = None) -> str:
    nilai = os.environ.get(nama)
    if nilai is None or nilai == "":
        if bawaan is None:
            raise PengaturanSalah(f"Variabel {nama} belum diisi; lihat .env.contoh.")
        return bawaan
    return nilai


def env_bool(nama: str, bawaan: bool) -> bool:
    nilai = env_str(nama, "1" if bawaan else "0").strip().lower()
    if nilai in {"1", "true", "ya", "on"}:
        return True
    if nilai in {"0", "false", "tidak", "off"}:
        return False
    raise PengaturanSalah(f"Variabel {nama} harus ya atau tidak; lihat .env.contoh.")


def env_int(nama: str, bawaan: int) -> int:
    nilai = env_str(nama, str(bawaan))
    try:
        return int(nilai)
    except ValueError:
        raise PengaturanSalah(f"Variabel {nama} harus bilangan bulat; lihat .env.contoh.") from None


def env_daftar(nama: str, bawaan: str = "") -> list[str]:
    return [bagian.strip() for bagian in env_str(nama, bawaan).split(",") if bagian.strip()]


def env_rahasia(nama: str) -> str | None:
    """A secret, from ``NAMA`` or from the file named by ``NAMA_FILE``; None when neither is set."""
    if jalur := os.environ.get(f"{nama}_FILE"):
        return Path(jalur).read_text(encoding="utf-8").strip()
    return os.environ.get(nama) or None
