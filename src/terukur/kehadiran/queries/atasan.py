"""Superiors and their people on a day, for many people in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.kehadiran.rules.atasan import (
    Atasan,
    Jabatan,
    Kedudukan,
    jabatan_tertinggi,
    menjabat,
    tentukan_atasan,
)
from terukur.organisasi.choices import JenisOPD
from terukur.organisasi.models import OPDVersi, Penugasan, PeranPengguna
from terukur.organisasi.queries import hari_pemda


def _jabatan(penugasan: Iterable[Penugasan]) -> list[Jabatan]:
    return [
        Jabatan(
            p.pegawai_id, p.pegawai.pengguna_id, p.pegawai.nama, p.sebutan, p.nama_jabatan, p.jenis,
            p.opd_pada, p.unit_pada, p.eselon_pada, p.kepala_pada,
        )
        for p in penugasan
    ]  # fmt: skip


def jabatan_banyak(pegawai_ids: Collection[UUID], *, pada: dt.datetime) -> dict[UUID, list[Jabatan]]:
    """{person: the offices held at ``pada``, as known then}; who holds none is left out. One query."""
    hari = hari_pemda(pada)
    baris = (
        Penugasan.objects.pada(hari, pada)
        .dengan_jabatan(hari, pada)
        .filter(pegawai__in=pegawai_ids)
        .select_related("pegawai", "jabatan")
        .order_by("pk")
    )
    hasil: dict[UUID, list[Jabatan]] = defaultdict(list)
    for j in _jabatan(baris):
        hasil[j.pegawai_id].append(j)  # type: ignore[index]
    return dict(hasil)


def _pejabat(opd_ids: Collection[UUID], *, pada: dt.datetime) -> list[Jabatan]:
    """Those under whom people of these OPD may stand."""
    hari = hari_pemda(pada)
    baris = (
        Penugasan.objects.pada(hari, pada)
        .dengan_jabatan(hari, pada)
        .filter(opd_pada__in=opd_ids, pegawai__aktif=True)
        .filter(Q(jabatan__tunggal=True) | Q(kepala_pada=True))
        .select_related("pegawai", "jabatan")
        .order_by("pk")
    )
    return [j for j in _jabatan(baris) if j.memimpin]


def setda(*, pada: dt.datetime) -> UUID | None:
    """The OPD whose head is the Sekda."""
    ada = OPDVersi.objects.pada(hari_pemda(pada), pada).filter(jenis=JenisOPD.SEKRETARIAT_DAERAH)
    opd_id: UUID | None = ada.order_by("pk").values_list("opd_id", flat=True).first()
    return opd_id


def kepala_daerah(*, pada: dt.datetime) -> list[Atasan]:
    """Who leads the region at ``pada``: by document first, then who holds the role of a leader."""
    peran = (Peran.KEPALA_DAERAH, Peran.PIMPINAN)
    baris = (
        PeranPengguna.objects.pada(hari_pemda(pada), pada)
        .filter(peran__in=[str(p) for p in peran], pengguna__is_active=True)
        .select_related("pengguna")
        .order_by("peran", "-berlaku_sejak", "pk")  # kepala_daerah before pimpinan
    )
    satu = {r.pengguna_id: r for r in reversed(baris)}
    return [
        Atasan(None, r.pengguna_id, r.pengguna.nama, r.dasar or r.get_peran_display())
        for r in sorted(satu.values(), key=lambda r: (r.peran, r.pengguna.nama))
    ]


def kedudukan_banyak(pegawai_ids: Collection[UUID], *, pada: dt.datetime) -> dict[UUID, Kedudukan]:
    """{person: his place at ``pada``}, as known then; an empty one where he holds no office.

    Four queries, however many people.
    """
    milik = jabatan_banyak(pegawai_ids, pada=pada)
    setda_id = setda(pada=pada)
    opd = {j.opd_id for semua in milik.values() for j in semua} | ({setda_id} if setda_id else set())
    per_opd: dict[UUID, list[Jabatan]] = defaultdict(list)
    for j in _pejabat(opd, pada=pada):
        per_opd[j.opd_id].append(j)
    puncak = kepala_daerah(pada=pada)
    hasil: dict[UUID, Kedudukan] = {}
    for pegawai_id in pegawai_ids:
        orang = jabatan_tertinggi(milik.get(pegawai_id, []))
        if orang is None:
            hasil[pegawai_id] = Kedudukan(None)
            continue
        dekat = per_opd[orang.opd_id]
        kepala = menjabat([j for j in dekat if j.kepala], kecuali=pegawai_id)
        if setda_id is not None and setda_id != orang.opd_id:
            dekat = dekat + per_opd[setda_id]
        atasan = tentukan_atasan(orang, dekat, setda_id=setda_id, kepala_daerah=puncak)
        hasil[pegawai_id] = Kedudukan(orang, tuple(atasan), tuple(kepala))
    return hasil


def atasan_banyak(pegawai_ids: Collection[UUID], *, pada: dt.datetime) -> dict[UUID, tuple[Atasan, ...]]:
    """{person: who decides for him at ``pada``, standing-in first}; empty where he holds no office."""
    return {p: k.atasan for p, k in kedudukan_banyak(pegawai_ids, pada=pada).items()}


def atasan(pegawai_id: UUID, *, pada: dt.datetime) -> tuple[Atasan, ...]:
    """Who decides for one person at ``pada``."""
    return atasan_banyak([pegawai_id], pada=pada)[pegawai_id]


def calon_bawahan(pengguna: Pengguna, *, pada: dt.datetime) -> Q:
    """A condition on Penugasan with jabatan of the day that holds every subordinate, and others too.

    Who heads Setda or leads the region may have the heads of all OPD, and everybody of an OPD without one.
    """
    hari = hari_pemda(pada)
    hari_itu = Penugasan.objects.pada(hari, pada).dengan_jabatan(hari, pada)
    milik = _jabatan(
        hari_itu.filter(pegawai__pengguna=pengguna).select_related("pegawai", "jabatan").order_by("pk")
    )
    syarat = Q(pk__in=[])
    for j in milik:
        if j.memimpin:
            syarat |= Q(unit_pada=j.unit_id) if j.unit_id else Q(opd_pada=j.opd_id)
    tinggi = bool(pengguna.akses.memegang(Peran.KEPALA_DAERAH, Peran.PIMPINAN))
    mengepalai = {j.opd_id for j in milik if j.kepala}
    if tinggi or (mengepalai and setda(pada=pada) in mengepalai):
        berkepala = hari_itu.filter(kepala_pada=True, pegawai__aktif=True).values_list("opd_pada", flat=True)
        syarat |= Q(kepala_pada=True) | ~Q(opd_pada__in=set(berkepala))
    return syarat


def bawahan(pengguna: Pengguna, *, pada: dt.datetime, di_antara: Collection[UUID] | None = None) -> set[UUID]:
    """Ids of the people for whom ``pengguna`` decides at ``pada``; ``di_antara`` narrows who is asked about.

    A fixed number of queries.
    """
    hari = hari_pemda(pada)
    baris = (
        Penugasan.objects.pada(hari, pada)
        .dengan_jabatan(hari, pada)
        .filter(calon_bawahan(pengguna, pada=pada))
        .filter(pegawai__aktif=True)
    )
    if di_antara is not None:
        baris = baris.filter(pegawai__in=di_antara)
    calon = set(baris.values_list("pegawai_id", flat=True))
    return {
        pegawai_id
        for pegawai_id, semua in atasan_banyak(calon, pada=pada).items()
        if any(a.pengguna_id == pengguna.pk for a in semua)
    }
