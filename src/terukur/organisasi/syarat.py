"""Requirement codes that a verifikator can be limited to; tenggat tells which exist."""

from collections.abc import Callable, Mapping

from terukur.inti.registri import Registri

SumberSyarat = Callable[[], Mapping[str, str]]
sumber_syarat: Registri[SumberSyarat] = Registri("sumber syarat")
"""Each source gives {code: name}; the room of the requirements registers itself here."""


def daftar_syarat() -> dict[str, str]:
    """All requirement codes with their names, by name."""
    semua = {kode: nama for _, sumber in sumber_syarat for kode, nama in sumber().items()}
    return dict(sorted(semua.items(), key=lambda s: s[1]))
