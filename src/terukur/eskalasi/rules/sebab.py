"""The cause of a paper: what whoever issues it saw, frozen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sebab:
    """``teks``: one sentence or more. ``angka``: (name, figure in words). ``tautan``: path of the source,
    which shows the figures of ``per`` as known at ``diketahui``. ``kunci`` names the matter, so that its
    room finds what was issued about it.
    """

    teks: str
    kunci: str = ""
    perihal: str = ""
    diminta: str = ""
    angka: tuple[tuple[str, str], ...] = ()
    tautan: str = ""
    per: dt.date | None = None
    diketahui: dt.datetime | None = None

    def sebagai_isi(self) -> dict[str, Any]:
        """As paper, journal and table hold it."""
        return {
            "teks": self.teks,
            "angka": [list(a) for a in self.angka],
            "tautan": self.tautan,
            "per": self.per.isoformat() if self.per else "",
            "diketahui": self.diketahui.isoformat() if self.diketahui else "",
        }


def baca_sebab(isi: Mapping[str, Any]) -> Sebab:
    """The inverse of ``sebagai_isi``."""
    return Sebab(
        isi["teks"],
        angka=tuple((nama, nilai) for nama, nilai in isi["angka"]),
        tautan=isi["tautan"],
        per=dt.date.fromisoformat(isi["per"]) if isi["per"] else None,
        diketahui=dt.datetime.fromisoformat(isi["diketahui"]) if isi["diketahui"] else None,
    )
