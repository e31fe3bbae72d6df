"""The plan of an OPD for a year with everything filled in so far, or officially known then, by period."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.inti.periode import JenisPeriode
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.kinerja.queries import aksi_resmi, target_resmi
from terukur.kinerja.rules.capaian import Target
from terukur.perencanaan.queries import nama_kode, versi_tahun
from terukur.realisasi.models import CapaianResmi, Kontribusi, LaporanRealisasi, Realisasi


@dataclass(frozen=True, slots=True)
class BarisSetahun:
    """One set action. ``target`` and ``realisasi`` by code of period; drafts count as filled in.

    ``nilai``: the results alone. ``asal``: the OPD that ended in whose plan it was set. ``nama_induk``:
    names of its kegiatan and program, as far as its sub kegiatan tells.
    """

    kunci: UUID
    judul: str
    ukuran: dict[str, Any]
    kode_sub: str = ""
    nama_sub: str = ""
    nama_induk: tuple[str, ...] = ()
    target: dict[str, Target] = field(default_factory=dict)
    nilai: dict[str, Decimal | None] = field(default_factory=dict)
    realisasi: dict[str, Realisasi] = field(default_factory=dict)
    kontribusi: dict[str, list[Kontribusi]] = field(default_factory=dict)
    asal: str = ""

    @property
    def jenis_periode(self) -> JenisPeriode:
        return JenisPeriode(self.ukuran["periode"])


def laporan_setahun(opd_id: UUID, tahun: int) -> dict[str, LaporanRealisasi]:
    """{period: report} of all that were begun."""
    baris = LaporanRealisasi.objects.filter(opd=opd_id, tahun=tahun).order_by("periode", "pk")
    return {lap.periode: lap for lap in baris}


def baris_setahun(opd_id: UUID, tahun: int) -> list[BarisSetahun]:
    """The set actions in their order. A constant number of queries."""
    aksi = list(aksi_resmi(opd_id, tahun))
    kunci = [a.kunci for a in aksi]
    target = target_resmi(kunci)
    realisasi: dict[UUID, dict[str, Realisasi]] = defaultdict(dict)
    semua = Realisasi.objects.filter(laporan__opd=opd_id, laporan__tahun=tahun, kunci__in=kunci)
    for r in semua.select_related("laporan").order_by("pk"):
        realisasi[r.kunci][r.laporan.periode] = r
    kontribusi: dict[UUID, dict[str, list[Kontribusi]]] = defaultdict(lambda: defaultdict(list))
    bagian = Kontribusi.objects.filter(
        realisasi__laporan__opd=opd_id, realisasi__laporan__tahun=tahun, realisasi__kunci__in=kunci
    )
    for k in bagian.select_related("realisasi__laporan").order_by("pk"):
        kontribusi[k.realisasi.kunci][k.realisasi.laporan.periode].append(k)
    induk = _nama_induk({a.isi["kode_sub"] for a in aksi if a.isi["kode_sub"]}, tahun)
    return [
        replace(
            _baris(a, target.get(a.kunci, {}), opd_id),
            nama_induk=induk.get(a.isi["kode_sub"], ()),
            nilai={p: r.nilai for p, r in realisasi[a.kunci].items()},
            realisasi=realisasi[a.kunci],
            kontribusi=dict(kontribusi[a.kunci]),
        )
        for a in aksi
    ]


def setahun_resmi(opd_id: UUID, tahun: int, *, diketahui: dt.datetime) -> list[BarisSetahun]:
    """The set actions with what was officially known at ``diketahui``; no draft is. Three queries."""
    aksi = list(aksi_resmi(opd_id, tahun, diketahui=diketahui))
    target = target_resmi([a.kunci for a in aksi], diketahui=diketahui)
    nilai: dict[UUID, dict[str, Decimal | None]] = defaultdict(dict)
    fakta = CapaianResmi.objects.diketahui(diketahui).filter(opd=opd_id, tahun=tahun)
    for kunci, periode, n in fakta.order_by("pk").values_list("kunci", "periode", "realisasi"):
        nilai[kunci][periode] = n
    return [replace(_baris(a, target.get(a.kunci, {}), opd_id), nilai=nilai[a.kunci]) for a in aksi]


def _baris(a: RencanaAksiResmi, target: Mapping[str, TargetResmi], opd_id: UUID) -> BarisSetahun:
    return BarisSetahun(
        a.kunci,
        a.isi["aksi"],
        a.isi["ukuran"],
        a.isi["kode_sub"],
        a.isi["nama_sub"],
        target={p: Target(t.nilai, t.nilai_atas) for p, t in target.items() if t.opd_id == opd_id},
        asal="" if a.opd_id == opd_id else a.opd.nama,
    )


def _nama_induk(kode: set[str], tahun: int) -> dict[str, tuple[str, ...]]:
    """{code of a sub kegiatan: names of its kegiatan and program}."""
    versi = versi_tahun(tahun) if kode else None
    if versi is None:
        return {}
    induk = {k: (".".join(k.split(".")[:5]), ".".join(k.split(".")[:3])) for k in kode}
    nama = nama_kode(versi, {i for daftar in induk.values() for i in daftar})
    return {k: tuple(nama[i] for i in daftar if i in nama) for k, daftar in induk.items()}
