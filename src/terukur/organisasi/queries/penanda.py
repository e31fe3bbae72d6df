"""Who signs for an OPD, and which roles a user holds, at an instant."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from terukur.akun.akses import PeranAktif
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.sql import kolom, rekaman, tanya
from terukur.organisasi.choices import JenisPenugasan
from terukur.organisasi.models import Penugasan, PeranPengguna
from terukur.organisasi.models.pegawai import PERAN_PER_OPD, PenugasanQuerySet
from terukur.organisasi.queries.waktu import hari_pemda

URUTAN_PENANDA = (JenisPenugasan.PLH, JenisPenugasan.PLT, JenisPenugasan.PJ, JenisPenugasan.DEFINITIF)
"""Who signs when several hold the office: whoever stands in, before the one stood in for."""


def _penanda(pada: dt.datetime, diketahui: dt.datetime | None) -> PenugasanQuerySet:
    hari = hari_pemda(pada)
    saat = diketahui or pada
    return (
        Penugasan.objects.pada(hari, saat)
        .dengan_jabatan(hari, saat)
        .filter(kepala_pada=True, pegawai__aktif=True)
        .select_related("pegawai", "pegawai__pengguna", "jabatan")
        .order_by("pk")
    )


def daftar_penanda(
    opd_ids: Collection[UUID] | None = None, *, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> dict[UUID, list[Penugasan]]:
    """All who may sign, per OPD, the one standing in first. One query.

    As known at ``diketahui`` (None: at ``pada``, so that an SK recorded later gives nobody
    authority over acts of before).
    """
    kueri = _penanda(pada, diketahui)
    if opd_ids is not None:
        kueri = kueri.filter(opd_pada__in=opd_ids)
    hasil: dict[UUID, list[Penugasan]] = defaultdict(list)
    for p in kueri:
        hasil[p.opd_pada].append(p)
    for daftar in hasil.values():
        daftar.sort(key=lambda p: URUTAN_PENANDA.index(JenisPenugasan(p.jenis)))
    return dict(hasil)


def pemegang_jabatan(
    jabatan_ids: Collection[UUID], *, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> dict[UUID, list[Penugasan]]:
    """{office: who holds it at ``pada``}, the one standing in first; an empty office is left out. One query.

    As known at ``diketahui`` (None: at ``pada``), as in ``daftar_penanda``.
    """
    hari, saat = hari_pemda(pada), diketahui or pada
    kueri = (
        Penugasan.objects.pada(hari, saat)
        .dengan_jabatan(hari, saat)
        .filter(jabatan__in=jabatan_ids, pegawai__aktif=True)
        .select_related("pegawai", "pegawai__pengguna", "jabatan")
        .order_by("pk")
    )
    hasil: dict[UUID, list[Penugasan]] = defaultdict(list)
    for p in kueri:
        hasil[p.jabatan_id].append(p)
    for daftar in hasil.values():
        daftar.sort(key=lambda p: URUTAN_PENANDA.index(JenisPenugasan(p.jenis)))
    return dict(hasil)


def pemegang_peran(peran: Peran, *, pada: dt.datetime) -> list[PeranPengguna]:
    """Granted holdings at ``pada`` of a role of the whole kabupaten, by active users; the latest first."""
    return list(
        PeranPengguna.objects.pada(hari_pemda(pada), pada)
        .filter(peran=peran, pengguna__is_active=True)
        .select_related("pengguna")
        .order_by("-berlaku_sejak", "-pk")
    )


def penanda_tangan(
    opd_id: UUID, *, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> Penugasan | None:
    """Who signs for the OPD at ``pada``: Plh before Plt before Pj before the definitive head."""
    return next(iter(daftar_penanda([opd_id], pada=pada, diketahui=diketahui).get(opd_id, [])), None)


def _berlaku(tabel: str) -> str:
    """The facts of the day ``hari`` as known at ``pada``, as ``FaktaQuerySet.pada`` asks for them."""
    return (
        f"{tabel}.dicatat_pada <= %(pada)s"
        f" and ({tabel}.digantikan_pada is null or {tabel}.digantikan_pada > %(pada)s)"
        f" and {tabel}.berlaku_sejak <= %(hari)s"
        f" and ({tabel}.berlaku_sampai is null or {tabel}.berlaku_sampai >= %(hari)s)"
    )


_MENGEPALAI = f"""
select array_position(%(jenis)s, p.jenis::text), %(kepala)s, p.id, v.opd_id, null::uuid, '{{}}'::varchar[],
  p.nomor_sk, p.jenis, coalesce(nullif(v.nama, ''), j.nama)
from organisasi_pegawai g
join organisasi_penugasan p on p.pegawai_id = g.id and {_berlaku("p")}
join organisasi_jabatan j on j.id = p.jabatan_id
join organisasi_jabatanversi v on v.jabatan_id = j.id and {_berlaku("v")}
where g.pengguna_id = %(pengguna)s and g.aktif and v.kepala"""  # noqa: S608 - all text is ours
_PERAN = f"""
select 0 as urutan, r.peran, r.id, r.opd_id, r.unit_id, r.syarat, r.dasar, '' as jenis, '' as jabatan
from organisasi_peranpengguna r
where r.pengguna_id = %(pengguna)s and {_berlaku("r")}
union all {_MENGEPALAI}
order by 1, 2, 3"""  # noqa: S608 - all text is ours


def peran_pengguna(pengguna: Pengguna, pada: dt.datetime) -> list[PeranAktif]:
    """The ``sumber_peran`` of organisasi: granted roles, then KEPALA_OPD by penugasan, in the order of
    ``URUTAN_PENANDA``. One query.

    Every request of somebody logged in asks this. It is written in SQL because composing the same as
    a queryset (``_penanda``) cost more than answering it; a test holds the two together.
    """
    return _peran_aktif(_PERAN, pengguna, pada)


def _peran_aktif(sql: str, pengguna: Pengguna, pada: dt.datetime) -> list[PeranAktif]:
    baris = tanya(
        sql,
        {
            "pengguna": pengguna.pk, "pada": pada, "hari": hari_pemda(pada),
            "kepala": Peran.KEPALA_OPD.value, "jenis": [j.value for j in URUTAN_PENANDA],
        },
    )  # fmt: skip
    hasil = []
    for _, peran, _, opd_id, unit_id, syarat, dasar, jenis, jabatan in baris:
        if jenis:
            penugasan = Penugasan(jenis=jenis, nomor_sk=dasar)
            penugasan.nama_jabatan = jabatan
            dasar = penugasan.dasar_kewenangan
        hasil.append(PeranAktif(Peran(peran), opd_id, unit_id, frozenset(syarat), dasar))
    return hasil


def dasar_penanda(pengguna: Pengguna, opd_id: UUID, *, pada: dt.datetime) -> str:
    """By which penugasan ``pengguna`` may sign for the OPD at ``pada``, in words; empty: he may not.

    Asked afresh: the roles of a request were read before its act waited for its locks.
    """
    mengepalai = _peran_aktif(f"{_MENGEPALAI} order by 1, 3", pengguna, pada)
    return next((p.dasar for p in mengepalai if p.opd_id == opd_id), "")


def pengguna_berperan(
    peran: Peran, *, opd_id: UUID | None = None, pada: dt.datetime, syarat: tuple[str, ...] | None = None
) -> list[Pengguna]:
    """Active users holding ``peran`` at ``pada``, by name.

    ``opd_id`` narrows roles that name an OPD; roles of the whole kabupaten hold for every OPD.
    ``syarat``: of the verifikator, those who check one of these requirements.
    """
    if opd_id is not None and (peran in PERAN_PER_OPD or peran is Peran.KEPALA_OPD):
        return pengguna_berperan_per_opd(peran, [opd_id], pada=pada).get(opd_id, [])
    if peran is Peran.KEPALA_OPD:
        semua = {u for daftar in pengguna_berperan_per_opd(peran, None, pada=pada).values() for u in daftar}
        return sorted(semua, key=lambda u: (u.nama, str(u.pk)))
    baris = tanya(
        f"select {kolom(Pengguna, 'u')} from akun_pengguna u"  # noqa: S608
        f" join organisasi_peranpengguna r on r.pengguna_id = u.id and {_berlaku('r')}"
        " where u.is_active and r.peran = %(peran)s"
        " and (%(syarat)s::text[] is null or r.syarat = '{}' or r.syarat && %(syarat)s::varchar[])",
        {
            "peran": peran.value, "pada": pada, "hari": hari_pemda(pada),
            "syarat": None if syarat is None else list(syarat),
        },
    )  # fmt: skip
    return sorted({rekaman(Pengguna, b) for b in baris}, key=lambda u: (u.nama, str(u.pk)))


def pengguna_berperan_per_opd(
    peran: Peran, opd_ids: Collection[UUID] | None, *, pada: dt.datetime
) -> dict[UUID, list[Pengguna]]:
    """Active users holding ``peran`` for each OPD at ``pada`` (None: every OPD). One query."""
    hasil: dict[UUID, set[Pengguna]] = defaultdict(set)
    if peran is Peran.KEPALA_OPD:
        for opd, daftar in daftar_penanda(opd_ids, pada=pada).items():
            hasil[opd] |= {
                p.pegawai.pengguna for p in daftar if p.pegawai.pengguna and p.pegawai.pengguna.is_active
            }
    else:
        kueri = (
            PeranPengguna.objects.pada(hari_pemda(pada), pada)
            .filter(peran=peran, opd__isnull=False, pengguna__is_active=True)
            .select_related("pengguna")
        )
        if opd_ids is not None:
            kueri = kueri.filter(opd_id__in=opd_ids)
        for p in kueri:
            hasil[p.opd_id].add(p.pengguna)
    return {opd: sorted(u, key=lambda u: (u.nama, str(u.pk))) for opd, u in hasil.items() if u}


def opd_pengguna(pengguna: Pengguna, *, pada: dt.datetime) -> frozenset[UUID]:
    """The OPD in which this user works at ``pada``: by penugasan and by roles of one OPD."""
    hari = hari_pemda(pada)
    dari_sk = (
        Penugasan.objects.pada(hari, pada)
        .dengan_jabatan(hari, pada)
        .filter(pegawai__pengguna=pengguna)
        .values_list("opd_pada", flat=True)
    )
    return frozenset(dari_sk) | frozenset(p.opd_id for p in pengguna.akses.peran if p.opd_id)


def jabatan_pengguna(pengguna: Pengguna, *, pada: dt.datetime) -> str:
    """The office in which this user acts at ``pada``, with its SK; the roles where there is none.

    ``Plh. Sekretaris Daerah, SK 821/7/2026``. Of several offices the one that heads an OPD.
    """
    hari = hari_pemda(pada)
    penugasan = (
        Penugasan.objects.pada(hari, pada)
        .dengan_jabatan(hari, pada)
        .filter(pegawai__pengguna=pengguna)
        .select_related("jabatan")
        .order_by("-kepala_pada", "pk")
        .first()
    )
    return penugasan.dasar_kewenangan if penugasan else pengguna.akses.sebutan
