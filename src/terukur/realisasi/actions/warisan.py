"""What an OPD that ended still owed passes to who carries on; where that is not plain, an officer decides."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.kinerja.actions import alihkan_target
from terukur.kinerja.models import RencanaAksi, TargetResmi
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import calon_penerus, hari_pemda, hari_terakhir, opd_unit, penerus_banyak
from terukur.realisasi.actions.lapangan import alihkan_lapangan
from terukur.realisasi.models import LaporanRealisasi, PemeriksaanLapangan
from terukur.realisasi.queries.lapangan import lapangan_terbuka
from terukur.realisasi.queries.warisan import belum_terjawab, pernah_berlaku

Beraksi = TypeVar("Beraksi", TargetResmi, PemeriksaanLapangan)
"""What speaks of one action by its ``kunci``."""


def wariskan(opd_ids: Collection[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Pass on what these OPD owe for periods that end after their last day; nothing for those that go on.

    A period that was over when its target was first set asks nothing of anybody: it stays where it is.

    A single successor takes all of it. Of several, each takes the actions of the units that went to it;
    the rest, and all where no successor is recorded, waits for ``tetapkan_penerima``. What was submitted
    stays with who signed it. Registered with ``organisasi.penyedia.daftar_penerima_akhir``.
    """
    _teruskan(hari_terakhir(opd_ids), hanya_sesudah=True, oleh=oleh, pada=pada)


def wariskan_sisa(*, pada: dt.datetime) -> None:
    """Pass on also what OPD whose last day is over left unreported of the periods before it.

    Nobody holds a role there any more who could report it.
    """
    pemilik = TargetResmi.objects.diketahui(None).filter(opd__isnull=False)
    akhir = hari_terakhir(set(pemilik.order_by("opd").values_list("opd", flat=True)))
    lewat = {o: hari for o, hari in akhir.items() if hari < hari_pemda(pada)}
    _teruskan(lewat, hanya_sesudah=False, oleh=SISTEM, pada=pada)


@transaction.atomic
def teruskan_lapangan(opd_ids: Collection[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Pass on unanswered field checks of those of these OPD whose last day is over, as their targets.

    What was answered before stays with whom it speaks of. Registered with
    ``organisasi.penyedia.daftar_penerima_akhir``.
    """
    hari = hari_pemda(pada)
    akhir = {o: h for o, h in hari_terakhir(opd_ids).items() if h < hari}
    penerus = penerus_banyak(akhir) if akhir else {}
    milik: dict[UUID, list[PemeriksaanLapangan]] = defaultdict(list)
    for p in lapangan_terbuka(akhir) if akhir else ():
        milik[p.opd_id].append(p)
    for opd_id, semua in milik.items():
        alasan = f"OPD berakhir {tulis_tanggal(akhir[opd_id])}"
        for penerima, daftar in _bagi(semua, penerus.get(opd_id, []), akhir[opd_id] + SATU_HARI).items():
            if penerima is not None:
                for p in daftar:
                    alihkan_lapangan(p, penerima, alasan, oleh=oleh, pada=pada)


def teruskan_lapangan_sisa(*, pada: dt.datetime) -> None:
    """The same of all OPD; each night, because an end is recorded before the last day."""
    teruskan_lapangan({p.opd_id for p in lapangan_terbuka()}, oleh=SISTEM, pada=pada)


@transaction.atomic
def _teruskan(akhir: Mapping[UUID, dt.date], *, hanya_sesudah: bool, oleh: Pelaku, pada: dt.datetime) -> None:
    if not akhir:
        return
    _kunci_laporan(akhir)
    penerus = penerus_banyak(akhir)
    for opd_id, hari in sorted(akhir.items()):
        semua = TargetResmi.objects.diketahui(None).filter(opd=opd_id)
        if hanya_sesudah:
            semua = semua.filter(berlaku_sampai__gt=hari)
        sisa = pernah_berlaku(belum_terjawab(list(semua.order_by("kunci", "berlaku_sejak", "pk"))))
        for penerima, daftar in _bagi(sisa, penerus.get(opd_id, []), hari + SATU_HARI).items():
            alasan = f"OPD berakhir {tulis_tanggal(hari)}"
            alihkan_target(target=daftar, penerima=penerima, alasan=alasan, oleh=oleh, pada=pada)


def _kunci_laporan(opd_ids: Iterable[UUID]) -> None:
    """Whoever signs one of their reports right now comes first, or finds its targets gone."""
    semua = LaporanRealisasi.objects.select_for_update(of=("self",)).filter(opd__in=opd_ids).order_by("pk")
    list(semua.values_list("pk", flat=True))


def _bagi(
    target: Sequence[Beraksi], penerus: Sequence[OPD], hari: dt.date
) -> dict[OPD | None, list[Beraksi]]:
    """{recipient: targets, or checks}; None where nobody follows from what is recorded."""
    if len(penerus) == 1:
        return {penerus[0]: list(target)}
    menurut_id = {o.pk: o for o in penerus}
    kunci = {t.kunci for t in target}
    unit = dict(
        RencanaAksi.objects.filter(pk__in=kunci, unit__isnull=False).order_by("pk").values_list("pk", "unit")
    )
    milik = opd_unit(set(unit.values()), per=hari) if penerus else {}
    hasil: dict[OPD | None, list[Beraksi]] = defaultdict(list)
    for t in target:
        opd_id = milik.get(unit[t.kunci]) if t.kunci in unit else None
        hasil[menurut_id.get(opd_id) if opd_id else None].append(t)
    return hasil


def teruskan_target(kunci: Sequence[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """A plan may be set when its OPD has ended already: pass on what it cannot do any more.

    Registered with ``kinerja.penyedia.daftar_penerima_target``.
    """
    pemilik = TargetResmi.objects.diketahui(None).filter(kunci__in=kunci, opd__isnull=False)
    wariskan(set(pemilik.order_by("opd").values_list("opd", flat=True)), oleh=oleh, pada=pada)


@transaction.atomic
def tetapkan_penerima(*, kunci: UUID, penerima: OPD, alasan: str, oleh: Pelaku, pada: dt.datetime) -> int:
    """Bagian Organisasi decides who owes the remaining periods of one action; how many they are.

    Also corrects an earlier decision, as far as no result was submitted under it.
    """
    if not alasan.strip():
        raise AturanDilanggar(
            "Tuliskan dasar atau alasan penerimanya.",
            kolom={"alasan": "Isi alasan, misalnya pembagian tugas menurut Perbup SOTK."},
        )
    alihan = TargetResmi.objects.diketahui(None).filter(kunci=kunci, asal__isnull=False)
    semua = list(alihan.select_related("asal").order_by("berlaku_sejak", "pk"))
    if not semua:
        raise TidakDitemukan("Tidak ada target yang diteruskan dengan rencana aksi itu.")
    if penerima not in calon_penerus(semua[0].asal, hari=hari_pemda(pada)):
        raise AturanDilanggar(
            f"{penerima.nama} bukan penerus {semua[0].asal.nama} yang berlaku hari ini.",
            kolom={"penerima": "Pilih dari daftar."},
        )
    _kunci_laporan({t.opd_id for t in semua if t.opd_id})
    sisa = belum_terjawab(semua)
    if not sisa or all(t.opd_id == penerima.pk for t in sisa):
        raise AturanDilanggar(
            "Tidak ada target yang berpindah: sudah pada OPD itu, atau realisasinya sudah diajukan.",
            kode="tanpa_perubahan",
        )
    banyak = alihkan_target(target=sisa, penerima=penerima, alasan=alasan.strip(), oleh=oleh, pada=pada)
    pemilik = {i for t in semua for i in (t.opd_id, t.asal_id) if i}
    for p in lapangan_terbuka(pemilik):
        if p.kunci == kunci and (p.asal_id or p.opd_id) == semua[0].asal_id:
            alihkan_lapangan(p, penerima, alasan.strip(), oleh=oleh, pada=pada)
    return banyak
