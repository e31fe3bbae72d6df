"""RPJMD and Renstra in the reader's scope, and one version as plain values."""

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.alur import Tindakan
from terukur.inti.angka import tulis_rupiah
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakBerhak, TidakDitemukan
from terukur.jejak.queries import riwayat
from terukur.organisasi.queries import belum_ada, dasar_penanda, hari_pemda, opd_pengguna
from terukur.perencanaan.choices import JenisRencana, StatusRencana
from terukur.perencanaan.models import (
    ButirRencana,
    IndikatorButir,
    PaguIndikatif,
    RencanaBerlaku,
    VersiRencana,
)
from terukur.perencanaan.queries.berlaku import isi_indikator_butir, versi_berlaku
from terukur.perencanaan.rules.alur import ALUR_RENCANA, IZIN_ISI, IZIN_LIHAT, KonteksRencana
from terukur.perencanaan.rules.rencana import IsiButir, IsiRencana, kekurangan_rencana, kolom_indikator
from terukur.tenggat import queries as tenggat
from terukur.tenggat.rules import konflik_pemeriksa

SYARAT_VERIFIKATOR = "program_kerja"
"""Verifikator of this requirement (Bappeda) also verify Renstra."""


def rencana_terlihat(
    untuk: Pengguna,
    jenis: JenisRencana,
    *,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
) -> QuerySet[VersiRencana]:
    """Versions of RPJMD or Renstra that ``untuk`` may read, each with ``fakta``: when it is in force.

    A draft of the RPJMD is seen by who edits it; of a Renstra by all who read that OPD. ``diketahui``:
    only what was set by then, as it was known then. ``per``: only what is in force on that day.
    """
    semua = VersiRencana.objects.filter(dokumen__jenis=jenis)
    cakupan = untuk.akses.cakupan(IZIN_LIHAT[jenis])
    if jenis == JenisRencana.RENSTRA:
        semua = semua if cakupan is None else semua.filter(dokumen__opd_id__in=cakupan)
    elif not untuk.akses.boleh(IZIN_LIHAT[jenis]):
        semua = semua.none()
    elif not untuk.akses.boleh(IZIN_ISI[jenis]):
        semua = semua.filter(status=StatusRencana.DITETAPKAN)
    fakta = RencanaBerlaku.objects.diketahui(diketahui).order_by("berlaku_sejak", "pk")
    if diketahui is not None:
        semua = semua.filter(ditetapkan_pada__lte=diketahui)
    if per is not None:
        semua = semua.filter(pk__in=fakta.berlaku(per).order_by().values("versi"))
    return semua.select_related("dokumen__opd").prefetch_related(
        Prefetch("daftar_berlaku", fakta, to_attr="fakta")
    )


def boleh_mengisi(versi: VersiRencana, untuk: Pengguna) -> bool:
    """Whether this reader writes plans of this kind for this owner, whatever their state."""
    return untuk.akses.boleh(IZIN_ISI[JenisRencana(versi.dokumen.jenis)], versi.dokumen.opd_id)


def alasan_unit(versi: VersiRencana, untuk: Pengguna) -> str:
    """Why somebody who works for units of the OPD only does not write its Renstra; empty for others."""
    opd_id = versi.dokumen.opd_id
    if opd_id is None or untuk.akses.unit(Izin.RENSTRA_ISI, opd_id) is None:
        return ""
    return "Renstra memuat seluruh OPD, sedangkan Anda operator unit. Minta admin OPD mengisinya."


def get_versi_rencana(
    versi_id: UUID, *, untuk: Pengguna, isi: bool = False, diketahui: dt.datetime | None = None
) -> VersiRencana:
    """One version in the reader's scope, set by ``diketahui``, else ``TidakDitemukan``.

    ``isi``: for writing, so also ``TidakDitemukan`` for who only reads it, and ``TidakBerhak`` for an
    operator of a unit.
    """
    jenis = VersiRencana.objects.filter(pk=versi_id).values_list("dokumen__jenis", flat=True).first()
    versi = rencana_terlihat(untuk, JenisRencana(jenis)).filter(pk=versi_id).first() if jenis else None
    if versi is None or (isi and not boleh_mengisi(versi, untuk)):
        raise TidakDitemukan("Rencana tidak ditemukan.")
    if diketahui is not None and jenis:
        dahulu = rencana_terlihat(untuk, JenisRencana(jenis), diketahui=diketahui).filter(pk=versi_id).first()
        if dahulu is None:
            raise belum_ada("Rencana yang ditetapkan ini", diketahui)
        return dahulu
    if isi and (alasan := alasan_unit(versi, untuk)):
        raise TidakBerhak(alasan)
    return versi


def get_butir(butir_id: UUID, *, untuk: Pengguna) -> ButirRencana:
    """One butir of a version that ``untuk`` may write, else ``TidakDitemukan`` or ``TidakBerhak``."""
    butir = ButirRencana.objects.filter(pk=butir_id).select_related("induk", "opd").first()
    if butir is None:
        raise TidakDitemukan("Butir rencana tidak ditemukan.")
    butir.versi = get_versi_rencana(butir.versi_id, untuk=untuk, isi=True)
    return butir


def get_indikator(indikator_id: UUID, *, untuk: Pengguna) -> IndikatorButir:
    """One indicator of a version that ``untuk`` may write."""
    indikator = IndikatorButir.objects.filter(pk=indikator_id).first()
    if indikator is None:
        raise TidakDitemukan("Indikator tidak ditemukan.")
    indikator.butir = get_butir(indikator.butir_id, untuk=untuk)
    return indikator


def baca_rencana(versi: VersiRencana, *, pada: dt.datetime) -> IsiRencana:
    """A version as plain values, in five queries whatever its size; ``versi`` with its document.

    ``pada``: the instant at which a sasaran of the RPJMD must be in force to count as such.
    """
    semua = list(
        ButirRencana.objects.filter(versi=versi)
        .select_related("opd", "sasaran_rpjmd")
        .order_by("urutan", "kode", "pk")
    )
    rpjmd = versi_berlaku("kabupaten", hari_pemda(pada)) if versi.dokumen.opd_id else None
    indikator = isi_indikator_butir([b.pk for b in semua])
    pagu: dict[UUID, dict[int, Any]] = defaultdict(dict)
    for p in PaguIndikatif.objects.filter(program__versi=versi).order_by("tahun", "pk"):
        pagu[p.program_id][p.tahun] = p.jumlah
    simpul: dict[UUID | None, IsiButir] = {}
    for b in semua:
        acuan = b.sasaran_rpjmd
        simpul[b.pk] = IsiButir(
            id=str(b.pk), kunci=str(b.kunci), jenis=b.jenis, nama=b.nama, kode=b.kode,
            opd=b.opd.nama if b.opd else "", acuan=acuan.nama if acuan else "",
            acuan_berlaku=bool(acuan and rpjmd and acuan.versi_id == rpjmd.versi_id),
            indikator=indikator.get(b.pk, ()), pagu=pagu[b.pk],
        )  # fmt: skip
    akar: list[IsiButir] = []
    for b in semua:
        (simpul[b.induk_id].anak if b.induk_id else akar).append(simpul[b.pk])
    return IsiRencana(versi.dokumen.jenis, versi.dokumen.tahun, versi.visi, akar)


def kata_butir(butir: ButirRencana) -> dict[str, object]:
    """What stands stored of a butir, in the words of its form."""
    kata: dict[str, object] = {"Uraian": butir.nama}
    if butir.kode:
        pagu = PaguIndikatif.objects.filter(program=butir).order_by("tahun", "pk")
        kata = {"Program": str(butir), "OPD penanggung jawab": butir.opd.nama if butir.opd else ""}
        kata |= {f"Pagu indikatif {p.tahun}": tulis_rupiah(p.jumlah) for p in pagu}
    if butir.sasaran_rpjmd:
        kata["Sasaran RPJMD"] = butir.sasaran_rpjmd.nama
    return kata


def kata_indikator(indikator: IndikatorButir, tahun: range) -> dict[str, object]:
    """What stands stored of an indicator, in the words of its form."""
    semua = isi_indikator_butir([indikator.butir_id])[indikator.butir_id]
    return kolom_indikator(next(i for i in semua if i.id == str(indikator.pk)), tahun)


def konflik_renstra(versi: VersiRencana, *, pengguna: Pengguna, pada: dt.datetime) -> tuple[str, bool]:
    """(reason why this user may not verify the Renstra or empty, is "diverifikasi sendiri")."""
    opd_id = versi.dokumen.opd_id
    assert opd_id is not None
    if not tenggat.bagian_pemeriksa(pengguna, [SYARAT_VERIFIKATOR]):
        return "Renstra diperiksa oleh verifikator program kerja (Bappeda).", False
    milik = opd_pengguna(pengguna, pada=pada)
    terlibat = set(
        riwayat("renstra", versi.pk)
        .filter(ditolak=False)
        .exclude(peristiwa__in=("renstra.verifikasi", "renstra.kembalikan"))
        .values_list("pelaku_id", flat=True)
    )
    lain = opd_id in milik and tenggat.ada_pemeriksa_lain(
        pengguna, opd_id, peran=Peran.VERIFIKATOR, syarat=SYARAT_VERIFIKATOR, pada=pada
    )
    return konflik_pemeriksa(
        pelaku_id=str(pengguna.pk), opd_pelaku=milik, opd_id=opd_id, terlibat=terlibat,
        ada_pemeriksa_lain=lain,
    )  # fmt: skip


def susun_konteks_rencana(
    versi: VersiRencana, isi: IsiRencana, *, pengguna: Pengguna, pada: dt.datetime
) -> KonteksRencana:
    """Everything the conditions ask about a version, for one reader at one instant."""
    opd_id = versi.dokumen.opd_id
    penugasan = konflik = ""
    if opd_id is not None:
        if versi.status in (StatusRencana.DRAF, StatusRencana.DIKEMBALIKAN):
            penugasan = dasar_penanda(pengguna, opd_id, pada=pada)
        elif versi.status != StatusRencana.DITETAPKAN:
            konflik, _ = konflik_renstra(versi, pengguna=pengguna, pada=pada)
    return KonteksRencana(kekurangan_rencana(isi), penugasan, konflik)


def tindakan_rencana(versi: VersiRencana, konteks: KonteksRencana, *, pengguna: Pengguna) -> list[Tindakan]:
    """The steps this reader may take now, each allowed or with the reason why not."""
    return ALUR_RENCANA[JenisRencana(versi.dokumen.jenis)].tindakan(
        status=versi.status,
        izin=lambda kode: pengguna.akses.boleh(kode, versi.dokumen.opd_id),
        konteks=konteks,
    )


def versi_lain(
    versi: VersiRencana, *, untuk: Pengguna, diketahui: dt.datetime | None = None
) -> list[VersiRencana]:
    """The other versions of the same plan's owner (set by ``diketahui``), the newest first."""
    milik = Q(dokumen__opd_id=versi.dokumen.opd_id)
    return list(
        rencana_terlihat(untuk, JenisRencana(versi.dokumen.jenis), diketahui=diketahui)
        .filter(milik)
        .exclude(pk=versi.pk)
        .order_by("-dokumen__tahun_awal", "-nomor", "pk")
    )
