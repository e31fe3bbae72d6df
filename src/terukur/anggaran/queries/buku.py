"""One book of an OPD as a report reads it: which one, and what it says quarter by quarter."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Sum

from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.queries.serapan import SerapanOPD
from terukur.inti.periode import JenisPeriode, periode_setahun

_LENGKAP = (SumberRealisasi.LRA, SumberRealisasi.BKU, SumberRealisasi.SP2D)
"""Of books with the same cut-off, the most complete one first."""


def pilih_buku(batas: Iterable[tuple[str, dt.date]]) -> str | None:
    """Of (source, last cut-off) the book that a report speaks from: the newest, then the most complete."""
    semua = sorted(batas, key=lambda b: (-b[1].toordinal(), _LENGKAP.index(SumberRealisasi(b[0]))))
    return semua[0][0] if semua else None


@dataclass(slots=True)
class BukuOPD:
    """A book up to a day. ``sd``: {code: spending up to the last cut-off within each quarter}.

    ``ada``: which quarters have a cut-off of their own; an amount of another quarter is not known.
    ``anggaran`` and ``realisasi`` by code at the last cut-off ``batas``; empty is not zero.
    """

    sumber: str
    batas: dt.date
    ada: tuple[bool, ...]
    nama: dict[str, str] = field(default_factory=dict)
    anggaran: dict[str, Decimal | None] = field(default_factory=dict)
    realisasi: dict[str, Decimal | None] = field(default_factory=dict)
    sd: dict[str, list[Decimal | None]] = field(default_factory=dict)

    @property
    def nama_sumber(self) -> str:
        return str(SumberRealisasi(self.sumber).label)


def buku_opd(
    opd_id: UUID, tahun: int, *, per: dt.date, diketahui: dt.datetime | None = None
) -> BukuOPD | None:
    """The book of the OPD with the newest cut-off up to ``per``, as known then; None: no book. One query."""
    baris = list(
        RealisasiAnggaran.objects.diketahui(diketahui)
        .filter(opd=opd_id, tahun=tahun, batas__lte=per, berlaku_sejak__lte=per)
        .values("sumber", "kode", "batas", "berlaku_sejak", "berlaku_sampai")
        .annotate(a=Sum("anggaran"), r=Sum("realisasi"), n=Max("nama"))
        .order_by("sumber", "kode", "berlaku_sejak", "batas")
    )
    terakhir: dict[str, dt.date] = {}
    for b in baris:
        if _berlaku(b, per):
            terakhir[b["sumber"]] = max(b["batas"], terakhir.get(b["sumber"], b["batas"]))
    sumber = pilih_buku(terakhir.items())
    if sumber is None:
        return None
    milik = [b for b in baris if b["sumber"] == sumber]
    triwulan = periode_setahun(tahun, JenisPeriode.TRIWULAN)
    hasil = BukuOPD(
        sumber,
        terakhir[sumber],
        tuple(any(p.sejak <= b["batas"] <= p.sampai for b in milik) for p in triwulan),
    )
    for b in milik:
        for n, p in enumerate(triwulan):
            if hasil.ada[n] and p.sejak <= b["batas"] and _berlaku(b, min(p.sampai, per)):
                hasil.sd.setdefault(b["kode"], [None] * 4)[n] = b["r"]
        if _berlaku(b, per):
            hasil.nama[b["kode"]] = b["n"]
            hasil.anggaran[b["kode"]], hasil.realisasi[b["kode"]] = b["a"], b["r"]
    return hasil


def _berlaku(b: dict[str, dt.date], hari: dt.date) -> bool:
    return b["berlaku_sejak"] <= hari and (b["berlaku_sampai"] is None or b["berlaku_sampai"] >= hari)


def buku_semua(
    tahun: int,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    opd_ids: Collection[UUID] | None = None,
) -> dict[UUID, SerapanOPD]:
    """{OPD: its book as ``buku_opd`` chooses it, in one sum}, of all OPD or of these. One query."""
    semua = RealisasiAnggaran.objects.pada(per, diketahui).filter(tahun=tahun)
    if opd_ids is not None:
        semua = semua.filter(opd__in=opd_ids)
    baris = (
        semua.values("opd", "sumber")
        .annotate(a=Sum("anggaran"), r=Sum("realisasi"), b=Max("batas"))
        .order_by("opd", "sumber")
    )
    milik: dict[UUID, dict[str, SerapanOPD]] = {}
    for b in baris:
        buku = SerapanOPD(b["opd"], "", b["sumber"], b["b"], b["a"], b["r"], 0)
        milik.setdefault(b["opd"], {})[b["sumber"]] = buku
    hasil = {}
    for opd_id, daftar in milik.items():
        sumber = pilih_buku((s, d.batas) for s, d in daftar.items())
        assert sumber is not None
        hasil[opd_id] = daftar[sumber]
    return hasil
