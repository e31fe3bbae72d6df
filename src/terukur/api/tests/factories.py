"""Tokens for tests, made through the action."""

import datetime as dt
from collections.abc import Collection

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.anggaran.actions.beku import bekukan
from terukur.anggaran.tests.factories import buat_kebutuhan, isian
from terukur.api.actions import buat_token
from terukur.api.choices import Sumber
from terukur.api.models import Token
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.perencanaan.actions.beku import bekukan_program_kerja
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan
from terukur.tenggat.models import Pengajuan


def buat(
    *sumber: Sumber,
    opd: Collection[OPD] = (),
    pembuat: Pengguna | None = None,
    pada: dt.datetime,
    umur: dt.timedelta = dt.timedelta(days=90),
) -> tuple[Token, str]:
    """A token (of all data by default) and its text, made by an admin of the kabupaten."""
    pembuat = pembuat or buat_pengguna(Peran.ADMIN_SISTEM)
    return buat_token(
        nama="Satu data contoh",
        sumber=sumber or tuple(Sumber),
        opd=[o.pk for o in opd],
        sampai=pada + umur,
        pembuat=pembuat,
        oleh=pembuat.pelaku(),
        pada=pada,
    )


def tajuk(teks: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {teks}"}


def buat_resmi(opd: OPD, *, jumlah: str | None = "1000.50", pada: dt.datetime = PADA) -> Pengajuan:
    """A submission with one official row of each kind, as its freezing leaves them."""
    p = buat_pengajuan(opd, syarat=(("program_kerja", True), ("kebutuhan_anggaran", True)))
    buat_kebutuhan(buat_sub_kegiatan(p), isian(jumlah))
    bekukan_program_kerja(p, pada=pada)
    bekukan(pengajuan=p, peristiwa="ajukan", oleh=SISTEM, pada=pada)
    return p
