"""RPJMD and Renstra: starting one, its content, and a Perubahan that begins as a copy."""

import datetime as dt
import uuid
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.perencanaan.choices import JenisRencana, StatusRencana
from terukur.perencanaan.models import (
    ButirRencana,
    DokumenRencana,
    IndikatorButir,
    PaguIndikatif,
    TargetIndikator,
    VersiRencana,
)
from terukur.perencanaan.queries.berlaku import versi_berlaku
from terukur.perencanaan.rules.alur import alasan_tidak_diubah
from terukur.perencanaan.rules.nomenklatur import rapikan_spasi


def kunci_versi(versi_id: UUID) -> VersiRencana:
    """The version with its document, locked until the transaction ends."""
    versi = (
        VersiRencana.objects.select_for_update(of=("self",))
        .select_related("dokumen__opd")
        .filter(pk=versi_id)
        .first()
    )
    if versi is None:
        raise TidakDitemukan("Rencana tidak ditemukan.")
    return versi


def kunci_draf(versi_id: UUID) -> VersiRencana:
    """``kunci_versi`` for writing its content; refused once it is signed or set."""
    versi = kunci_versi(versi_id)
    if alasan := alasan_tidak_diubah(versi.status):
        raise AturanDilanggar(alasan, kode="bukan_draf")
    return versi


def catat_rencana(
    versi: VersiRencana, verba: str, isi: Mapping[str, object], *, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Journal an act on a version under the name of its kind of plan."""
    jenis = versi.dokumen.jenis
    catat(
        peristiwa=f"{jenis}.{verba}", objek=jenis, objek_id=versi.pk,
        isi={"rencana": str(versi.dokumen), "versi": versi.sebutan, **isi},
        oleh=oleh, pada=pada, opd_id=versi.dokumen.opd_id,
    )  # fmt: skip


@transaction.atomic
def mulai_rencana(
    *,
    jenis: JenisRencana,
    tahun_awal: int,
    tahun_akhir: int,
    opd: OPD | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> VersiRencana:
    """Start an RPJMD, or the Renstra of ``opd``, for a period: an empty draft."""
    if not tahun_awal <= tahun_akhir <= tahun_awal + 5:
        raise AturanDilanggar(
            "Periode rencana paling lama enam tahun.",
            kolom={"tahun_akhir": "Isi tahun yang sama atau sesudah tahun awal, paling lama enam tahun."},
        )
    dokumen, baru = DokumenRencana.objects.get_or_create(
        jenis=jenis, opd=opd, tahun_awal=tahun_awal, defaults={"tahun_akhir": tahun_akhir}
    )
    if not baru:
        raise AturanDilanggar(
            f"{dokumen} sudah ada. Bukalah dari daftar; yang sudah ditetapkan diubah melalui Perubahan.",
            kolom={"tahun_awal": "Periode yang dimulai tahun ini sudah ada."},
        )
    versi = VersiRencana.objects.create(dokumen=dokumen, dibuat_pada=pada, dibuat_oleh=oleh.id)
    catat_rencana(versi, "mulai", {}, oleh=oleh, pada=pada)
    return versi


@transaction.atomic
def simpan_visi(*, versi_id: UUID, visi: str, oleh: Pelaku, pada: dt.datetime) -> VersiRencana:
    """Write the visi of an RPJMD."""
    versi = kunci_draf(versi_id)
    versi.visi = rapikan_spasi(visi)
    versi.save(update_fields=["visi"])
    catat_rencana(versi, "visi", {"visi": versi.visi}, oleh=oleh, pada=pada)
    return versi


@transaction.atomic
def hapus_draf(*, versi_id: UUID, oleh: Pelaku, pada: dt.datetime) -> None:
    """Throw a draft away with everything in it; a document without any version goes too."""
    versi = kunci_draf(versi_id)
    if versi.diajukan_pada:
        raise AturanDilanggar("Renstra yang pernah diajukan tidak dihapus; perbaiki lalu ajukan kembali.")
    catat_rencana(versi, "hapus_draf", {}, oleh=oleh, pada=pada)
    versi.daftar_butir.all().delete()
    dokumen = versi.dokumen
    versi.delete()
    if not dokumen.daftar_versi.exists():
        dokumen.delete()


@transaction.atomic
def mulai_perubahan(*, versi_id: UUID, alasan: str, oleh: Pelaku, pada: dt.datetime) -> VersiRencana:
    """Start a Perubahan as a copy of the set version ``versi_id``, the newest of its document.

    Everything keeps its ``kunci``. A sasaran of a Renstra follows its sasaran of the RPJMD into the
    version that is in force now; where that one is gone the link stays open, to be chosen anew.
    """
    lama = kunci_versi(versi_id)
    if lama.status != StatusRencana.DITETAPKAN:
        raise AturanDilanggar("Hanya dokumen yang sudah ditetapkan yang diubah melalui Perubahan.")
    nomor: int = VersiRencana.objects.filter(dokumen=lama.dokumen).aggregate(n=Max("nomor"))["n"]
    if nomor != lama.nomor:
        raise AturanDilanggar(f"{lama.dokumen} sudah memiliki versi yang lebih baru; buka versi itu.")
    if not alasan.strip():
        raise AturanDilanggar("Alasan perubahan wajib diisi.", kolom={"alasan": "Tuliskan alasannya."})
    baru = VersiRencana.objects.create(
        dokumen=lama.dokumen, nomor=nomor + 1, visi=lama.visi, alasan=alasan.strip(),
        dibuat_pada=pada, dibuat_oleh=oleh.id,
    )  # fmt: skip
    _salin_isi(lama, baru, pada=pada)
    catat_rencana(baru, "mulai_perubahan", {"alasan": baru.alasan}, oleh=oleh, pada=pada)
    return baru


def _salin_isi(lama: VersiRencana, baru: VersiRencana, *, pada: dt.datetime) -> None:
    semua = list(ButirRencana.objects.filter(versi=lama).select_related("sasaran_rpjmd").order_by("pk"))
    rpjmd = versi_berlaku("kabupaten", hari_pemda(pada))
    acuan = dict(
        ButirRencana.objects.filter(versi=rpjmd.versi_id if rpjmd else None).values_list("kunci", "pk")
    )
    butir = {b.pk: uuid.uuid4() for b in semua}
    ButirRencana.objects.bulk_create(
        ButirRencana(
            id=butir[b.pk], kunci=b.kunci, versi=baru, jenis=b.jenis, urutan=b.urutan, nama=b.nama,
            induk_id=butir[b.induk_id] if b.induk_id else None, kode=b.kode, opd_id=b.opd_id,
            sasaran_rpjmd_id=acuan.get(b.sasaran_rpjmd.kunci) if b.sasaran_rpjmd else None,
        )
        for b in semua
    )  # fmt: skip
    daftar = list(IndikatorButir.objects.filter(butir__in=butir).order_by("pk"))
    indikator = {i.pk: uuid.uuid4() for i in daftar}
    IndikatorButir.objects.bulk_create(
        IndikatorButir(
            id=indikator[i.pk], kunci=i.kunci, butir_id=butir[i.butir_id], urutan=i.urutan, nama=i.nama,
            satuan=i.satuan, polaritas=i.polaritas, sumber_data=i.sumber_data,
        )
        for i in daftar
    )  # fmt: skip
    TargetIndikator.objects.bulk_create(
        TargetIndikator(
            indikator_id=indikator[t.indikator_id], titik=t.titik, tahun=t.tahun, nilai=t.nilai,
            nilai_atas=t.nilai_atas, predikat=t.predikat,
        )
        for t in TargetIndikator.objects.filter(indikator__in=indikator).order_by("pk")
    )  # fmt: skip
    PaguIndikatif.objects.bulk_create(
        PaguIndikatif(program_id=butir[p.program_id], tahun=p.tahun, jumlah=p.jumlah)
        for p in PaguIndikatif.objects.filter(program__in=butir).order_by("pk")
    )
