"""The door through which every write of a program kerja passes."""

import datetime as dt

from terukur.inti.pelaku import Pelaku
from terukur.tenggat.actions import catat_kegiatan, catat_kegiatan_jendela
from terukur.tenggat.choices import StatusJendela
from terukur.tenggat.models import Jendela, Pengajuan
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


def nomenklatur_berubah(*, tahun: int | None = None, pada: dt.datetime) -> None:
    """Other official rows may change what is complete in the open windows (of the planning year)."""
    terbuka = Jendela.objects.filter(status=StatusJendela.DIBUKA).order_by("pk")
    for jendela in terbuka if tahun is None else terbuka.filter(tahun=tahun):
        catat_kegiatan_jendela(jendela=jendela, kode=(KODE_PENYEDIA, KODE_UANG), pada=pada)
