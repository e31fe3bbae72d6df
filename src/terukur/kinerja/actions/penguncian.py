"""The door through which every write of an action plan passes."""

import datetime as dt
from uuid import UUID

from terukur.kinerja.choices import KODE_PENYEDIA
from terukur.tenggat.actions import catat_kegiatan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.queries import kunci_pengajuan
from terukur.tenggat.rules import periksa_boleh_diisi


def buka_untuk_diisi(pengajuan_id: UUID, *, pada: dt.datetime) -> Pengajuan:
    """The submission, locked, if it may be filled in at ``pada``; raises ``AturanDilanggar`` if not."""
    terkunci = kunci_pengajuan(pengajuan_id)
    periksa_boleh_diisi(terkunci, pada=pada)
    return terkunci


def selesai_diisi(pengajuan: Pengajuan, *, pada: dt.datetime) -> None:
    """Tell tenggat that the content changed, so that it knows how complete it was at any instant."""
    catat_kegiatan(pengajuan=pengajuan, kode=KODE_PENYEDIA, pada=pada)
