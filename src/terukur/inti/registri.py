"""Registries: how an upper room offers something to a lower one without being imported by it."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registri(Generic[T]):
    """Named providers, filled in ``AppConfig.ready`` and read afterwards, in order of name."""

    def __init__(self, nama: str) -> None:
        self.nama = nama
        self._isi: dict[str, T] = {}

    def daftarkan(self, kode: str, penyedia: T) -> None:
        """Add a provider. Registering another one under the same code raises ``ValueError``."""
        if self._isi.get(kode, penyedia) is not penyedia:
            raise ValueError(f"{self.nama}: '{kode}' is already registered")
        self._isi[kode] = penyedia

    def ambil(self, kode: str) -> T:
        """Return the provider, or raise ``KeyError`` naming the registry and its codes."""
        try:
            return self._isi[kode]
        except KeyError:
            raise KeyError(f"{self.nama}: no '{kode}' among {sorted(self._isi)}") from None

    def __contains__(self, kode: object) -> bool:
        return kode in self._isi

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(sorted(self._isi.items()))
