"""Rows of an action plan while it is being filled in: add, change, remove and bring back.

Drafts are no official facts and are not journalled one by one; what counts is frozen at ``ajukan``.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.periode import Periode, periode_setahun
from terukur.kinerja.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.kinerja.choices import Asal
from terukur.kinerja.models import DefinisiIndikator, RencanaAksi, TargetAksi
from terukur.kinerja.queries.indikator import definisi_banyak, pilihan_indikator
from terukur.kinerja.queries.rencana_aksi import target_aksi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.rencana_aksi import LABEL_KOLOM
from terukur.perencanaan.choices import Polaritas
from terukur.tenggat.models import Pengajuan

_KOLOM = ("aksi", "unit", "asal", "penanggung_jawab", "kode_sub", "bobot", "catatan")


def _definisi(pengajuan: Pengajuan, indikator_id: UUID) -> DefinisiIndikator:
    per = dt.date(pengajuan.jendela.tahun, 12, 31)
    definisi = pilihan_indikator(pengajuan.opd_id, per=per).filter(indikator=indikator_id).first()
    if definisi is None:
        raise AturanDilanggar(
            "Indikator itu tidak ada dalam katalog OPD ini.", kolom={"indikator": "Pilih dari katalog."}
        )
    return definisi


def _periksa(pengajuan: Pengajuan, isi: Mapping[str, Any]) -> None:
    if asing := set(isi) - {*_KOLOM, "indikator", "target"}:
        raise AturanDilanggar(f"Isian tidak dikenal: {', '.join(sorted(asing))}.", kode="isian_asing")
    if "aksi" in isi and not isi["aksi"].strip():
        raise AturanDilanggar("Tuliskan rencana aksinya.", kolom={"aksi": "Isi rencana aksi."})
    if "bobot" in isi and (isi["bobot"] is None or isi["bobot"] <= 0):
        raise AturanDilanggar("Bobot lebih besar dari 0.", kolom={"bobot": "Isi angka di atas 0. Contoh: 1"})
    for kolom in ("unit", "penanggung_jawab"):
        if isi.get(kolom) is not None and isi[kolom].opd_id != pengajuan.opd_id:
            raise AturanDilanggar(
                f"{LABEL_KOLOM[kolom]} itu bukan bagian OPD ini.", kolom={kolom: "Pilih dari OPD ini."}
            )


def _periksa_target(target: Mapping[str, Target], definisi: DefinisiIndikator, tahun: int) -> None:
    boleh = {p.kode: p for p in periode_setahun(tahun, definisi.jenis_periode)}
    for kode, t in target.items():
        kolom = f"target_{kode}"
        if kode not in boleh:
            raise AturanDilanggar(f"{kode} bukan periode indikator ini.", kode="periode_asing")
        nama = boleh[kode].label_pendek
        if definisi.polaritas == Polaritas.RENTANG:
            if t.atas is None:
                raise AturanDilanggar(
                    f"Target {nama} memerlukan dua batas.", kolom={kolom: "Isi kedua batas."}
                )
            if t.atas < t.nilai:
                raise AturanDilanggar(
                    f"Batas atas {nama} lebih kecil dari batas bawahnya.", kolom={kolom: "Tukar kedua batas."}
                )
        elif t.nilai < 0 and definisi.polaritas != Polaritas.YA_TIDAK:
            raise AturanDilanggar(
                f"Target {nama} negatif; capaiannya tidak dapat dihitung.", kolom={kolom: "Isi 0 atau lebih."}
            )


def _simpan_target(aksi: RencanaAksi, target: Mapping[str, Target]) -> None:
    TargetAksi.objects.filter(rencana_aksi=aksi).exclude(periode__in=list(target)).delete()
    TargetAksi.objects.bulk_create(
        [
            TargetAksi(rencana_aksi=aksi, periode=k, nilai=t.nilai, nilai_atas=t.atas)
            for k, t in target.items()
        ],
        update_conflicts=True,
        unique_fields=["rencana_aksi", "periode"],
        update_fields=["nilai", "nilai_atas"],
    )


@transaction.atomic
def tambah_aksi(
    *, pengajuan_id: UUID, indikator_id: UUID, isi: Mapping[str, Any], oleh: Pelaku, pada: dt.datetime
) -> RencanaAksi:
    """Add an action. ``isi``: {field: value} of ``LABEL_KOLOM``; ``target``: {period code: Target}.

    Raises ``AturanDilanggar`` when the package may not be filled in or a value cannot be.
    """
    pengajuan = buka_untuk_diisi(pengajuan_id, pada=pada)
    _periksa(pengajuan, isi)
    definisi = _definisi(pengajuan, indikator_id)
    target = isi.get("target", {})
    _periksa_target(target, definisi, pengajuan.jendela.tahun)
    terakhir = RencanaAksi.objects.filter(pengajuan=pengajuan).aggregate(n=Max("urutan"))["n"] or 0
    aksi = RencanaAksi.objects.create(
        pengajuan=pengajuan,
        opd=pengajuan.opd,
        urutan=terakhir + 1,
        indikator_id=indikator_id,
        dibuat_pada=pada,
        disimpan_pada=pada,
        disimpan_oleh=oleh.id,
        nama_penyimpan=oleh.nama,
        **{k: v for k, v in isi.items() if k in _KOLOM},
    )
    _simpan_target(aksi, target)
    selesai_diisi(pengajuan, pada=pada)
    return aksi


def _kunci(aksi_id: UUID, *, pada: dt.datetime, terhapus: bool = False) -> RencanaAksi:
    """The row, locked, of a package that may be filled in."""
    dasar = RencanaAksi.objects.filter(pk=aksi_id, dihapus_pada__isnull=not terhapus)
    hilang = TidakDitemukan("Rencana aksi tidak ditemukan; mungkin sudah dihapus.")
    pengajuan_id = dasar.values_list("pengajuan_id", flat=True).first()
    if pengajuan_id is None:
        raise hilang
    pengajuan = buka_untuk_diisi(pengajuan_id, pada=pada)
    aksi = dasar.select_for_update(of=("self",)).select_related("unit", "penanggung_jawab").first()
    if aksi is None:  # a colleague was here while this waited for the package
        raise hilang
    aksi.pengajuan = pengajuan
    return aksi


def _tandai(aksi: RencanaAksi, *, oleh: Pelaku, pada: dt.datetime) -> None:
    aksi.versi += 1
    aksi.disimpan_pada = max(pada, aksi.disimpan_pada)
    aksi.disimpan_oleh, aksi.nama_penyimpan = oleh.id, oleh.nama


@transaction.atomic
def ubah_aksi(
    *, aksi_id: UUID, versi: int, isi: Mapping[str, Any], oleh: Pelaku, pada: dt.datetime
) -> RencanaAksi:
    """Save one field or many, as in ``tambah_aksi``; others stay. ``versi``: as the form was opened with.

    Raises ``Bentrok`` with both sides when somebody saved since and a sent field differs from what
    stands there; equal values write nothing.
    """
    aksi = _kunci(aksi_id, pada=pada)
    _periksa(aksi.pengajuan, isi)
    tahun = aksi.pengajuan.jendela.tahun
    definisi = definisi_banyak([aksi.indikator_id], per=dt.date(tahun, 12, 31))[aksi.indikator_id]
    if "target" in isi:
        _periksa_target(isi["target"], definisi, tahun)
    lama = {k: getattr(aksi, k) for k in _KOLOM} | {"target": target_aksi([aksi.pk]).get(aksi.pk, {})}
    beda = [k for k, v in isi.items() if k in lama and lama[k] != v]
    if not beda:
        return aksi
    if versi != aksi.versi:
        raise Bentrok(
            f"Baris ini sudah disimpan oleh {aksi.nama_penyimpan or 'pengguna lain'} setelah Anda "
            "membukanya. Isian Anda belum disimpan; bandingkan keduanya lalu pilih.",
            tersimpan={k: _kata(k, lama[k]) for k in beda},
            kiriman={k: _kata(k, isi[k]) for k in beda},
        )
    for k in beda:
        if k != "target":
            setattr(aksi, k, isi[k])
    _tandai(aksi, oleh=oleh, pada=pada)
    aksi.save()
    if "target" in beda:
        _simpan_target(aksi, isi["target"])
    selesai_diisi(aksi.pengajuan, pada=pada)
    return aksi


def _kata(kolom: str, nilai: Any) -> object:
    """A field as the form names it: ``Mandatori pusat``; ``Triwulan I 80; Triwulan II 82,5``."""
    if kolom == "asal":
        return Asal(nilai).label
    if kolom == "target":
        return "; ".join(
            f"{Periode.baca(k).label_pendek} {tulis_angka(t.nilai)}"
            + ("" if t.atas is None else f" sampai {tulis_angka(t.atas)}")
            for k, t in sorted(nilai.items())
        )
    return nilai


@transaction.atomic
def hapus_aksi(*, aksi_id: UUID, oleh: Pelaku, pada: dt.datetime) -> RencanaAksi:
    """Take the row out of the plan. It stays, dated, and ``pulihkan_aksi`` undoes it."""
    aksi = _kunci(aksi_id, pada=pada)
    _tandai(aksi, oleh=oleh, pada=pada)
    aksi.dihapus_pada, aksi.dihapus_oleh = pada, oleh.id
    aksi.save()
    selesai_diisi(aksi.pengajuan, pada=pada)
    return aksi


@transaction.atomic
def pulihkan_aksi(*, aksi_id: UUID, oleh: Pelaku, pada: dt.datetime) -> RencanaAksi:
    """Bring a removed row back with everything it had."""
    aksi = _kunci(aksi_id, pada=pada, terhapus=True)
    _tandai(aksi, oleh=oleh, pada=pada)
    aksi.dihapus_pada, aksi.dihapus_oleh = None, ""
    aksi.save()
    selesai_diisi(aksi.pengajuan, pada=pada)
    return aksi
