"""Who signs for each OPD, with what is to be watched about it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from terukur.akun.models import Pengguna
from terukur.organisasi.models import OPD, Penugasan
from terukur.organisasi.queries.daftar_orang import catatan_penugasan, peringatan
from terukur.organisasi.queries.opd import daftar_opd
from terukur.organisasi.queries.penanda import daftar_penanda
from terukur.organisasi.queries.waktu import hari_pemda
from terukur.organisasi.rules import PeringatanPenugasan

TANPA_PENANDA = PeringatanPenugasan(
    "tanpa_penanda", "Tidak ada yang dapat menandatangani; catat SK penugasan.", True
)


@dataclass(frozen=True, slots=True)
class BarisPenanda:
    """One OPD on one day. ``penugasan`` None: nobody may sign for it."""

    opd: OPD
    penugasan: Penugasan | None
    catatan: tuple[PeringatanPenugasan, ...]

    @property
    def nama(self) -> str:
        return self.penugasan.pegawai.nama if self.penugasan else "Belum ada"

    @property
    def sebutan(self) -> str | None:
        return self.penugasan.sebutan if self.penugasan else None

    @property
    def akun(self) -> str | None:
        if self.penugasan is None:
            return None
        return "Ada" if self.penugasan.pegawai.pengguna_id else "Belum ada akun"


def baris_penanda(
    untuk: Pengguna, *, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> list[BarisPenanda]:
    """Every OPD of the reader with whoever signs first for it at ``pada``."""
    hari = hari_pemda(pada)
    opd = daftar_opd(untuk, per=hari, diketahui=diketahui)
    penanda = daftar_penanda([o.pk for o in opd], pada=pada, diketahui=diketahui)
    semua = peringatan([p for daftar in penanda.values() for p in daftar], per=hari)
    hasil = []
    for o in opd:
        p = next(iter(penanda.get(o.pk, [])), None)
        catatan = tuple(catatan_penugasan(p, semua)) if p else (TANPA_PENANDA,)
        hasil.append(BarisPenanda(o, p, catatan))
    return hasil


def jumlah_catatan_penanda(untuk: Pengguna, *, pada: dt.datetime) -> Counter[str]:
    """How many OPD carry each kind of note today; ``tanpa_akun``: who signs has no login."""
    hitung: Counter[str] = Counter()
    for b in baris_penanda(untuk, pada=pada):
        hitung.update({c.kode for c in b.catatan})
        hitung["tanpa_akun"] += b.akun == "Belum ada akun"
    return +hitung
