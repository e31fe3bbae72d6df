"""The page of a sub kegiatan with its money is saved as a whole or not at all."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.anggaran.actions.kebutuhan import IsianKebutuhan, isi_kebutuhan
from terukur.inti.pelaku import Pelaku
from terukur.perencanaan.actions.program import ubah_sub_kegiatan
from terukur.perencanaan.models import SubKegiatanRencana


@transaction.atomic
def simpan_sub_kegiatan(
    *,
    sub_kegiatan_id: UUID,
    versi: int,
    isi: Mapping[str, Any],
    baris: Sequence[IsianKebutuhan],
    sidik: str | None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> SubKegiatanRencana:
    """Save the fields of perencanaan (``versi``, ``isi``) and the needs (``baris``, ``sidik``).

    Raises what ``ubah_sub_kegiatan`` and ``isi_kebutuhan`` raise; then neither is stored.
    """
    sub = ubah_sub_kegiatan(sub_kegiatan_id=sub_kegiatan_id, versi=versi, isi=isi, oleh=oleh, pada=pada)
    isi_kebutuhan(sub_kegiatan=sub, baris=baris, sidik=sidik, oleh=oleh, pada=pada)
    return sub
