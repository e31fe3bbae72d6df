"""Starting from what exists: last year's program kerja, or the previous stage."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.queries import pendahulu_opd
from terukur.perencanaan.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.perencanaan.models import IndikatorRencana, Nomenklatur, SubKegiatanRencana
from terukur.perencanaan.queries.nomenklatur import telusuri_kode, versi_tahun
from terukur.perencanaan.queries.program import daftar_sub_kegiatan
from terukur.perencanaan.rules.kode import (
    bentangkan_kode,
    bidang_dari_kode_opd,
    bidang_kode,
    is_penunjang,
)
from terukur.tenggat.models import Pengajuan

_SALIN_TETAP = ("lokasi_uraian", "kelompok_sasaran", "prioritas_nasional", "target_akhir_renstra", "tag")


@dataclass(frozen=True, slots=True)
class TakTersalin:
    """A row that was not copied, with the reason in words."""

    kode: str
    nama: str
    alasan: str


@dataclass(frozen=True, slots=True)
class Pemetaan:
    """Where a row of last year goes: the row of this year's version and its code."""

    asal: SubKegiatanRencana
    nomenklatur: Nomenklatur
    kode: str


@dataclass(frozen=True, slots=True)
class RencanaSalin:
    """What a copy will do: rows to copy (``pindah``: their code changes) and those it cannot."""

    salin: tuple[Pemetaan, ...]
    tak_tersalin: tuple[TakTersalin, ...]

    @property
    def pindah(self) -> tuple[Pemetaan, ...]:
        return tuple(p for p in self.salin if p.kode != p.asal.kode)


def asal_salinan(pengajuan: Pengajuan) -> set[UUID]:
    """The OPD whose earlier program kerja this one may start from: itself and those it carries on."""
    return {pengajuan.opd_id, *pendahulu_opd(pengajuan.opd_id)}


def susun_salinan_tahun_lalu(pengajuan: Pengajuan, sumber: Pengajuan) -> RencanaSalin:
    """Map last year's rows onto this year's nomenclature, following kode sebelumnya. Reads only.

    A code that lives on maps to itself; a code with exactly one successor to that; several
    successors, none, a row already there, or a unit that went elsewhere are told instead of guessed.
    """
    versi = versi_tahun(pengajuan.jendela.tahun)
    if versi is None:
        raise AturanDilanggar(
            f"Nomenklatur tahun {pengajuan.jendela.tahun} belum ada. Hubungi Bappeda untuk mengimpornya.",
            kode="tanpa_nomenklatur",
        )
    lama = list(daftar_sub_kegiatan([sumber.pk]))
    ada = {(b.kode, b.unit_id) for b in daftar_sub_kegiatan([pengajuan.pk])}
    temuan = telusuri_kode(versi, [b.kode for b in lama])
    bidang = bidang_dari_kode_opd(pengajuan.opd.kode)
    salin: list[Pemetaan] = []
    gagal: list[TakTersalin] = []
    for b in lama:
        if b.unit and b.unit.opd_id != pengajuan.opd_id:
            gagal.append(TakTersalin(b.kode, b.nama, f"{b.unit.nama} bukan unit {pengajuan.opd.nama}"))
            continue
        t = temuan[b.kode]
        calon: Sequence[Nomenklatur] = [t.baris] if t.versi_tahun and t.baris else t.pengganti
        if len(calon) != 1:
            alasan = (
                f"terpecah menjadi {', '.join(n.kode for n in calon)}; pilih sendiri"
                if calon
                else f"tidak ada dalam {versi.nama} dan tidak punya pengganti"
            )
            gagal.append(TakTersalin(b.kode, b.nama, alasan))
            continue
        kode = calon[0].kode
        if is_penunjang(kode):
            lama_bidang = bidang_kode(b.kode)
            kode = bentangkan_kode(kode, bidang[0] if bidang and lama_bidang not in bidang else lama_bidang)
        if (kode, b.unit_id) in ada:
            gagal.append(TakTersalin(b.kode, b.nama, f"{kode} sudah ada dalam program kerja ini"))
            continue
        ada.add((kode, b.unit_id))
        salin.append(Pemetaan(b, calon[0], kode))
    return RencanaSalin(tuple(salin), tuple(gagal))


def _simpan_salinan(
    pasangan: Sequence[tuple[SubKegiatanRencana, SubKegiatanRencana]],
) -> None:
    SubKegiatanRencana.objects.bulk_create([baru for _, baru in pasangan], batch_size=500)
    lewat = SubKegiatanRencana.lokasi.through
    lewat.objects.bulk_create(
        [lewat(subkegiatanrencana=baru, wilayah=w) for lama, baru in pasangan for w in lama.lokasi.all()],
        batch_size=1000,
    )


def _salin_indikator(
    pasangan: Sequence[tuple[SubKegiatanRencana, SubKegiatanRencana]],
    target: Callable[[IndikatorRencana], dict[str, Any]],
) -> None:
    IndikatorRencana.objects.bulk_create(
        IndikatorRencana(sub_kegiatan=baru, urutan=i.urutan, nama=i.nama, satuan=i.satuan, **target(i))
        for lama, baru in pasangan
        for i in lama.daftar_indikator.all()
    )


@transaction.atomic
def salin_tahun_lalu(
    *, pengajuan: Pengajuan, sumber: Pengajuan, oleh: Pelaku, pada: dt.datetime
) -> RencanaSalin:
    """Copy last year's rows that map onto this year, and tell those that do not.

    ``sumber`` may be of an OPD that this one carries on after a merge or split. Last year's
    prakiraan maju becomes this year's target (that is what it was for), also of the additional
    indicators; last year's target becomes the prakiraan capaian of the running year; prakiraan
    maju and catatan begin empty. Raises ``AturanDilanggar`` when locked or when ``sumber`` is of
    another OPD or of a year that is not earlier.
    """
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    if sumber.opd_id not in asal_salinan(pengajuan) or sumber.jendela.tahun >= pengajuan.jendela.tahun:
        raise AturanDilanggar("Sumber salinan harus program kerja OPD ini dari tahun sebelumnya.")
    rencana = susun_salinan_tahun_lalu(pengajuan, sumber)
    berurutan = sumber.jendela.tahun == pengajuan.jendela.tahun - 1
    hari = dt.date(pengajuan.jendela.tahun, 1, 1)
    pasangan = []
    for p in rencana.salin:
        lama = p.asal
        prioritas = lama.prioritas
        if prioritas and prioritas.berlaku_sampai and prioritas.berlaku_sampai < hari:
            prioritas = None
        baru = SubKegiatanRencana(
            pengajuan=pengajuan,
            opd_id=pengajuan.opd_id,
            unit=lama.unit,
            nomenklatur=p.nomenklatur,
            kode=p.kode,
            nama=p.nomenklatur.nama,
            target=lama.target_maju if berurutan else None,
            prakiraan_berjalan=lama.target if berurutan else None,
            prioritas=prioritas,
            dibuat_pada=pada,
            disimpan_pada=pada,
            disimpan_oleh=oleh.id,
            nama_penyimpan=oleh.nama,
            **{k: getattr(lama, k) for k in _SALIN_TETAP},
        )
        pasangan.append((lama, baru))
    _simpan_salinan(pasangan)
    _salin_indikator(pasangan, lambda i: {"target": i.target_maju if berurutan else None})
    catat(
        peristiwa="program_kerja.salin",
        objek="pengajuan",
        objek_id=pengajuan.pk,
        opd_id=pengajuan.opd_id,
        isi={
            "dari": sumber.pk,
            "disalin": len(rencana.salin),
            "pindah_kode": {p.asal.kode: p.kode for p in rencana.pindah},
            "tidak_disalin": [t.kode for t in rencana.tak_tersalin],
        },
        oleh=oleh,
        pada=pada,
    )
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return rencana


@transaction.atomic
def salin_tahapan(
    *, lama: Pengajuan, baru: Pengajuan, oleh: Pelaku, pada: dt.datetime
) -> dict[str, SubKegiatanRencana]:
    """Start the next stage from the previous one: every row, with ``asal`` pointing back.

    Returns {id of the old row as text: new row} so that anggaran can copy the money along. Does
    nothing where the new stage has rows already. Notes (catatan) begin empty: they explain
    changes against the stage before.
    """
    if SubKegiatanRencana.objects.filter(pengajuan=baru).exists():
        return {}
    tetap = (
        "opd_id", "unit_id", "nomenklatur_id", "kode", "nama", "target", "target_maju", "pagu_maju",
        "target_akhir_renstra", "realisasi_lalu", "prakiraan_berjalan", "lokasi_uraian",
        "kelompok_sasaran", "prioritas_id", "prioritas_nasional", "tag",
    )  # fmt: skip
    semua = list(daftar_sub_kegiatan([lama.pk]))
    pasangan = [
        (
            b,
            SubKegiatanRencana(
                pengajuan=baru,
                asal=b,
                dibuat_pada=pada,
                disimpan_pada=pada,
                disimpan_oleh=oleh.id,
                nama_penyimpan=oleh.nama,
                **{k: getattr(b, k) for k in tetap},
            ),
        )
        for b in semua
    ]
    _simpan_salinan(pasangan)
    _salin_indikator(pasangan, lambda i: {"target": i.target, "target_maju": i.target_maju})
    return {str(b.pk): n for b, n in pasangan}
