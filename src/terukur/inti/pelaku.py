"""Who acts, as a plain value, so that the journal depends on no table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pelaku:
    """The actor of an official act.

    ``id``: user id as text, or ``sistem``. ``nama``: display name. ``peran``: role codes at the
    moment of the act, joined by comma. ``penugasan``: the office held, in words, with SK number
    (``Plt. Kepala Dinas Kesehatan, SK 821/12/2026``), empty where the act needs none.
    """

    id: str
    nama: str
    peran: str = ""
    penugasan: str = ""


SISTEM = Pelaku(id="sistem", nama="Terukur (otomatis)", peran="sistem")
