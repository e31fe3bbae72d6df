"""Lessons for tests of this and upper rooms, made through the actions."""

import datetime as dt
from typing import Any

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.studi import actions
from terukur.studi.actions import IsiStudi
from terukur.studi.models import StudiBanding
from tests.rekaman_dunia import rekam

SEKARANG = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
HARI = dt.timedelta(days=1)


@rekam
def buat_orang(
    peran: Peran, *, opd: OPD | None = None, pada: dt.datetime = SEKARANG, **lain: Any
) -> Pengguna:
    """A user with the accesses of the instant ``pada``."""
    pengguna = buat_pengguna(peran, opd=opd, **lain)
    pengguna.akses = susun_akses(pengguna, pada=pada)
    return pengguna


def isi_studi(opd: OPD, *, pada: dt.datetime = SEKARANG, **ganti: Any) -> IsiStudi:
    hari = hari_pemda(pada)
    isi: dict[str, Any] = {
        "pokok": "Waktu layanan izin usaha mikro", "pembanding": "Kabupaten Contoh Lain",
        "tanggal": hari - 7 * HARI, "pelajaran": "Satu loket menerima semua berkas.", "opd_id": opd.pk,
        "tanggal_tenggat": hari + 30 * HARI,
    }  # fmt: skip
    return IsiStudi(**isi | ganti)


@rekam
def buat_studi(
    opd: OPD, *, oleh: Pengguna | None = None, pada: dt.datetime = SEKARANG, **ganti: Any
) -> StudiBanding:
    oleh = oleh or buat_orang(Peran.PENYELENGGARA, pada=pada)
    return actions.catat_studi(
        isi=isi_studi(opd, pada=pada, **ganti), pengguna=oleh, oleh=oleh.pelaku(), pada=pada
    )
