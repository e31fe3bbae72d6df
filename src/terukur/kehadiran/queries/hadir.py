"""People on one day, in the words of a morning: present, late, not yet, on duty, absent."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.models import HariKehadiran, Pengecualian
from terukur.kehadiran.queries.atasan import jabatan_banyak
from terukur.kehadiran.queries.lingkup import penugasan_hari
from terukur.kehadiran.rules.atasan import jabatan_tertinggi
from terukur.kehadiran.rules.kalender import BERKETERANGAN, sebut_hari
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.queries import zona_pemda

S = StatusHari
KELOMPOK = ("Belum rekam", "Tanpa keterangan", "Terlambat", "Hadir", "Berketerangan", "Bukan hari kerja")
"""In the order of who needs a look."""
JENIS = {"Belum rekam": "tunggu", "Tanpa keterangan": "buruk", "Terlambat": "tunggu", "Hadir": "selesai"}


@dataclass(frozen=True, slots=True)
class OrangHari:
    """One person on the day. ``kata`` and ``jenis``: his badge; ``sk``: number of the SK that exempts him."""

    pegawai_id: UUID
    nama: str
    sebutan: str
    opd: str
    kelompok: str
    kata: str
    jenis: str
    masuk: str
    pulang: str
    sk: str


def _kelompok(h: HariKehadiran | None, *, usai: bool) -> tuple[str, str, str]:
    """(group, words, class of the badge). ``usai``: the day lies in the past."""
    if h is None:
        return ("Belum rekam", "Belum dihitung", "netral")
    status = S(h.status)
    if status == S.BELUM:
        if h.masuk is None and h.pulang is None:
            kata = "Menunggu keputusan libur" if usai else "Belum rekam"
            return "Belum rekam", kata, "tunggu"
        if h.terlambat:
            return "Terlambat", f"Terlambat {h.terlambat} menit", "tunggu"
        return "Hadir", "Hadir", "selesai"
    kata, jenis = sebut_hari(h)
    if status == S.HADIR:
        return ("Terlambat" if h.pita_terlambat else "Hadir"), kata, jenis
    if status == S.TANPA_KETERANGAN:
        return "Tanpa keterangan", kata, jenis
    return (
        ("Berketerangan" if status in (*BERKETERANGAN, S.DIKECUALIKAN) else "Bukan hari kerja"),
        kata,
        jenis,
    )


def orang_hari(
    pegawai_ids: Collection[UUID], tanggal: dt.date, *, pada: dt.datetime, usai: bool = False
) -> list[OrangHari]:
    """Each of these people on ``tanggal``, whoever needs a look first. Five queries."""
    hari = {
        h.pegawai_id: h
        for h in HariKehadiran.objects.filter(tanggal=tanggal, pegawai__in=pegawai_ids).order_by("pegawai_id")
    }
    jabatan = {p: jabatan_tertinggi(j) for p, j in jabatan_banyak(pegawai_ids, pada=pada).items()}
    opd = {o.pk: o.nama for o in OPD.objects.filter(pk__in={j.opd_id for j in jabatan.values() if j})}
    sk = {
        k.pegawai_id: k.nomor_sk
        for k in Pengecualian.objects.pada(tanggal).filter(pegawai__in=pegawai_ids).order_by("pk")
    }
    zona = zona_pemda()
    hasil = []
    for p in Pegawai.objects.filter(pk__in=pegawai_ids).order_by("nama", "pk"):
        h, j = hari.get(p.pk), jabatan.get(p.pk)
        kelompok, kata, jenis = _kelompok(h, usai=usai)
        jam = [
            f"{x.astimezone(zona):%H.%M}" if x else "" for x in ((h.masuk, h.pulang) if h else (None, None))
        ]
        hasil.append(
            OrangHari(
                p.pk, p.nama, j.sebutan if j else "", opd.get(j.opd_id, "") if j else "", kelompok,
                kata, jenis,
                jam[0], jam[1], sk.get(p.pk, ""),
            )
        )  # fmt: skip
    return sorted(hasil, key=lambda x: (KELOMPOK.index(x.kelompok), x.nama, x.pegawai_id))


def kepala_dan_eselon_ii(opd_ids: Collection[UUID] | None, *, pada: dt.datetime) -> list[UUID]:
    """People of echelon II or at the head of an OPD on the day of ``pada``; nobody is left out by rank."""
    tugas = penugasan_hari(pada).filter(
        Q(kepala_pada=True) | Q(eselon_pada__in=[Eselon.II_A, Eselon.II_B]), pegawai__aktif=True
    )
    if opd_ids is not None:
        tugas = tugas.filter(opd_pada__in=opd_ids)
    return list(dict.fromkeys(tugas.order_by("pegawai__nama", "pk").values_list("pegawai_id", flat=True)))
