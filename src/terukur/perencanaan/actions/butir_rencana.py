"""The content of a draft RPJMD or Renstra: misi, tujuan, sasaran, program, and their indicators."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.actions.potret import periksa_dibaca
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda, tanda_nilai
from terukur.perencanaan.actions.rencana import catat_rencana, kunci_draf
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas, TitikTarget
from terukur.perencanaan.models import (
    ButirRencana,
    IndikatorButir,
    PaguIndikatif,
    TargetIndikator,
    VersiRencana,
)
from terukur.perencanaan.queries.berlaku import versi_berlaku
from terukur.perencanaan.queries.program_rencana import nama_program
from terukur.perencanaan.queries.rencana import kata_butir, kata_indikator
from terukur.perencanaan.rules.nomenklatur import rapikan_spasi
from terukur.perencanaan.rules.rencana import BERINDIKATOR, SUSUNAN
from terukur.perencanaan.rules.target import BukanTarget, baca_target


def _periksa_tempat(versi: VersiRencana, jenis: JenisButir, induk: ButirRencana | None) -> None:
    perlu = SUSUNAN[versi.dokumen.jenis].get(jenis)
    ada = induk.jenis if induk else ""
    if perlu is None or ada != perlu or (induk and induk.versi_id != versi.pk):
        raise AturanDilanggar(f"{jenis.label} tidak dapat ditempatkan di sini; muat ulang halaman.")


def _acuan(sasaran_id: UUID | None, *, pada: dt.datetime) -> ButirRencana:
    """The sasaran of the RPJMD in force that a sasaran of a Renstra serves (Permendagri 86/2017)."""
    berlaku = versi_berlaku("kabupaten", hari_pemda(pada))
    sasaran = ButirRencana.objects.filter(
        versi=berlaku.versi_id if berlaku else None, jenis=JenisButir.SASARAN
    )
    acuan = sasaran.filter(pk=sasaran_id).first() if sasaran_id else None
    if acuan is None:
        pesan = "Pilih sasaran RPJMD yang sedang berlaku."
        raise AturanDilanggar(pesan, kolom={"sasaran_rpjmd": pesan})
    return acuan


def _program(
    versi: VersiRencana, kode: str, induk: ButirRencana | None, butir: ButirRencana
) -> tuple[str, str]:
    """(expanded code, official name) of a program that this plan may name. Raises ``AturanDilanggar``."""
    kode, nama = nama_program(versi.dokumen, kode)
    if ButirRencana.objects.filter(induk=induk, kode=kode).exclude(pk=butir.pk).exists():
        pesan = f"Program {kode} sudah ada di bawah sasaran ini."
        raise AturanDilanggar(pesan, kolom={"kode": pesan})
    return kode, nama


@transaction.atomic
def simpan_butir(
    *,
    versi_id: UUID,
    jenis: JenisButir,
    induk_id: UUID | None = None,
    butir_id: UUID | None = None,
    nama: str = "",
    kode: str = "",
    penanggung_jawab: OPD | None = None,
    sasaran_rpjmd_id: UUID | None = None,
    pagu: Mapping[int, Decimal | None] | None = None,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> ButirRencana:
    """Add a butir at the end of its level, or change ``butir_id``. A program is named by its code.

    ``pagu``: of a Renstra's program by year; empty takes the year's row away. ``dibaca``: the mark of
    what the form was filled from; who saved in between is not overwritten (``Bentrok``).
    """
    versi = kunci_draf(versi_id)
    butir = _ambil_butir(versi, butir_id) if butir_id else ButirRencana(versi=versi, jenis=jenis)
    lama = kata_butir(butir) if butir_id else {}
    if butir_id is None:
        butir.induk = _ambil_butir(versi, induk_id) if induk_id else None
        _periksa_tempat(versi, jenis, butir.induk)
        terakhir = versi.daftar_butir.filter(induk=butir.induk).aggregate(n=Max("urutan"))["n"]
        butir.urutan = (terakhir or 0) + 1
    butir.nama = rapikan_spasi(nama)
    if butir.jenis == JenisButir.PROGRAM:
        butir.kode, butir.nama = _program(versi, kode, butir.induk, butir)
        if versi.dokumen.jenis == JenisRencana.RPJMD:
            if penanggung_jawab is None:
                raise AturanDilanggar(
                    "Pilih OPD penanggung jawab.", kolom={"penanggung_jawab": "Pilih OPD penanggung jawab."}
                )
            butir.opd = penanggung_jawab
    if butir.jenis == JenisButir.SASARAN and versi.dokumen.jenis == JenisRencana.RENSTRA:
        butir.sasaran_rpjmd = _acuan(sasaran_rpjmd_id, pada=pada)
    if not butir.nama:
        raise AturanDilanggar("Uraian wajib diisi.", kolom={"nama": "Isi uraiannya."})
    butir.save()
    if pagu:
        _simpan_pagu(versi, butir, pagu)
    if lama:
        _periksa_dibaca(dibaca, lama, kata_butir(butir))
    catat_rencana(
        versi, "ubah_butir" if butir_id else "tambah_butir",
        {
            "jenis": butir.jenis, "nama": butir.nama, "kode": butir.kode,
            "sasaran_rpjmd": str(butir.sasaran_rpjmd or ""),
            "pagu_indikatif": [{"tahun": t, "jumlah": j} for t, j in (pagu or {}).items()],
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return butir


def _simpan_pagu(versi: VersiRencana, program: ButirRencana, pagu: Mapping[int, Decimal | None]) -> None:
    if asing := sorted(set(pagu) - set(versi.dokumen.tahun)):
        raise AturanDilanggar(f"Tahun {asing[0]} di luar periode {versi.dokumen}.")
    PaguIndikatif.objects.filter(program=program, tahun__in=list(pagu)).delete()
    PaguIndikatif.objects.bulk_create(
        PaguIndikatif(program=program, tahun=tahun, jumlah=jumlah)
        for tahun, jumlah in pagu.items()
        if jumlah is not None
    )


def _periksa_dibaca(dibaca: str | None, lama: Mapping[str, object], baru: Mapping[str, object]) -> None:
    """Refuse, and roll back, what would overwrite a colleague's save; ``lama``: stored, ``baru``: sent."""
    kosong = dict.fromkeys([*lama, *baru], "")
    periksa_dibaca(
        dibaca, tanda_nilai(*lama.values()), tersimpan={**kosong, **lama}, kiriman={**kosong, **baru}
    )


def _ambil_butir(versi: VersiRencana, butir_id: UUID) -> ButirRencana:
    butir = versi.daftar_butir.filter(pk=butir_id).select_related("induk").first()
    if butir is None:
        raise TidakDitemukan("Butir rencana tidak ditemukan.")
    return butir


@transaction.atomic
def hapus_butir(*, versi_id: UUID, butir_id: UUID, oleh: Pelaku, pada: dt.datetime) -> None:
    """Take a butir out of a draft with everything below it."""
    versi = kunci_draf(versi_id)
    butir = _ambil_butir(versi, butir_id)
    catat_rencana(
        versi, "hapus_butir", {"jenis": butir.jenis, "nama": butir.nama, "kode": butir.kode},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    butir.delete()


def _titik(versi: VersiRencana, kunci: str) -> tuple[TitikTarget, int | None]:
    """``awal``, ``akhir`` or a year of the period."""
    if kunci in (TitikTarget.AWAL, TitikTarget.AKHIR):
        return TitikTarget(kunci), None
    if not kunci.isdecimal() or int(kunci) not in versi.dokumen.tahun:
        raise AturanDilanggar(f"Tahun {kunci} di luar periode {versi.dokumen}.")
    return TitikTarget.TAHUN, int(kunci)


@transaction.atomic
def simpan_indikator_butir(
    *,
    versi_id: UUID,
    butir_id: UUID,
    nama: str,
    satuan: str,
    polaritas: Polaritas,
    sumber_data: str = "",
    target: Mapping[str, str],
    indikator_id: UUID | None = None,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> IndikatorButir:
    """Add an indicator to a tujuan, sasaran or program, or change ``indikator_id``.

    ``target``: as typed, under ``awal``, each year, and ``akhir``; what is empty has no target.
    ``dibaca``: as for ``simpan_butir``.
    """
    versi = kunci_draf(versi_id)
    butir = _ambil_butir(versi, butir_id)
    nama, satuan = rapikan_spasi(nama), rapikan_spasi(satuan)
    if butir.jenis not in BERINDIKATOR or not nama:
        raise AturanDilanggar("Isi nama indikator.", kolom={"nama": "Isi nama indikator."})
    indikator = butir.daftar_indikator.filter(pk=indikator_id).first() if indikator_id else None
    if indikator_id and indikator is None:
        raise TidakDitemukan("Indikator tidak ditemukan.")
    senama = butir.daftar_indikator.filter(nama=nama)
    if (senama.exclude(pk=indikator_id) if indikator_id else senama).exists():
        raise AturanDilanggar(
            f"Indikator “{nama}” sudah ada di sini.", kolom={"nama": "Indikator ini sudah ada di sini."}
        )
    if indikator is None:
        terakhir = butir.daftar_indikator.aggregate(n=Max("urutan"))["n"]
        indikator = IndikatorButir(butir=butir, urutan=(terakhir or 0) + 1)
    lama = kata_indikator(indikator, versi.dokumen.tahun) if indikator_id else {}
    indikator.nama, indikator.satuan, indikator.polaritas = nama, satuan, polaritas
    indikator.sumber_data = rapikan_spasi(sumber_data)
    indikator.save()
    if lama:
        indikator.daftar_target.all().delete()
    TargetIndikator.objects.bulk_create(_baris_target(versi, indikator, target))
    if lama:
        _periksa_dibaca(dibaca, lama, kata_indikator(indikator, versi.dokumen.tahun))
    catat_rencana(
        versi, "ubah_indikator" if indikator_id else "tambah_indikator",
        {
            "milik": str(butir), "nama": nama, "satuan": satuan, "polaritas": polaritas,
            "target": [{"titik": k, "nilai": v} for k, v in target.items() if v],
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return indikator


def _baris_target(
    versi: VersiRencana, indikator: IndikatorButir, target: Mapping[str, str]
) -> list[TargetIndikator]:
    hasil = []
    for kunci, teks in target.items():
        titik, tahun = _titik(versi, kunci)
        try:
            nilai = baca_target(indikator.polaritas, teks)
        except BukanTarget as galat:
            raise AturanDilanggar(str(galat), kolom={f"target_{kunci}": str(galat)}) from None
        if nilai is not None:
            hasil.append(
                TargetIndikator(
                    indikator=indikator, titik=titik, tahun=tahun, nilai=nilai.nilai,
                    nilai_atas=nilai.nilai_atas, predikat=nilai.predikat,
                )
            )  # fmt: skip
    return hasil


@transaction.atomic
def hapus_indikator_butir(*, versi_id: UUID, indikator_id: UUID, oleh: Pelaku, pada: dt.datetime) -> None:
    """Take an indicator with its targets out of a draft."""
    versi = kunci_draf(versi_id)
    indikator = IndikatorButir.objects.filter(pk=indikator_id, butir__versi=versi).first()
    if indikator is None:
        raise TidakDitemukan("Indikator tidak ditemukan.")
    catat_rencana(versi, "hapus_indikator", {"nama": indikator.nama}, oleh=oleh, pada=pada)
    indikator.delete()
