"""The door through which every write of a program kerja passes."""

import datetime as dt

from terukur.inti.pelaku import Pelaku
from terukur.tenggat.actions import catat_kegiatan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.queries import kunci_pengajuan
from terukur.tenggat.rules import periksa_boleh_diisi

KODE_PENYEDIA = "program_kerja"
KODE_UANG = "kebutuhan_anggaran"
"""Code of the requirement that the room above offers for the same rows."""


def buka_untuk_diisi(pengajuan: Pengajuan, *, pada: dt.datetime) -> Pengajuan:
    """The submission, locked, if it may be filled in at ``pada``; raises ``AturanDilanggar`` if not."""
    terkunci = kunci_pengajuan(pengajuan.pk)
    periksa_boleh_diisi(terkunci, pada=pada)
    return terkunci


def selesai_diisi(pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Tell tenggat that the content changed, so that it knows how complete it was at any instant.

    A row added or removed changes the requirement of the money too, so both are asked; tenggat
    passes over one that the window does not require.
    """
    catat_kegiatan(pengajuan=pengajuan, kode=(KODE_PENYEDIA, KODE_UANG), pada=pada)
