"""The door through which every write of a program kerja passes."""

import datetime as dt

from terukur.inti.pelaku import Pelaku
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.queries import kunci_pengajuan
from terukur.tenggat.rules import periksa_boleh_diisi

KODE_PENYEDIA = "program_kerja"


def buka_untuk_diisi(pengajuan: Pengajuan, *, pada: dt.datetime) -> Pengajuan:
    """The submission, locked, if it may be filled in at ``pada``; raises ``AturanDilanggar`` if not."""
    terkunci = kunci_pengajuan(pengajuan.pk)
    periksa_boleh_diisi(terkunci, pada=pada)
    return terkunci


def selesai_diisi(pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Tell tenggat that the content changed, so that it knows how complete it was at any instant."""
