"""Official nomenclature and reference lists: whole versions in, the year's choice, priorities."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from terukur.inti.bitemporal import catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.perencanaan.actions.penguncian import nomenklatur_berubah
from terukur.perencanaan.models import (
    Nomenklatur,
    PrioritasDaerah,
    Rekening,
    SumberDana,
    TahunNomenklatur,
    VersiNomenklatur,
)
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur, rapikan_daftar, rapikan_spasi

_KOLOM = (
    "tingkat", "kode_induk", "nama", "kinerja", "indikator", "satuan", "spm", "jenis",
    "pelaksana", "definisi", "tag", "kode_sebelumnya",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HasilSimpanVersi:
    """What storing a version did, by number of rows."""

    versi: VersiNomenklatur
    baru: int
    berubah: int
    hilang: int
    tetap: int


def _isi(b: IsianNomenklatur) -> dict[str, object]:
    return {k: list(b.tag) if k == "tag" else getattr(b, k) for k in _KOLOM}


@transaction.atomic
def simpan_versi_nomenklatur(
    *,
    nama: str,
    dasar: str,
    tahun_mulai: int,
    baris: Iterable[IsianNomenklatur],
    oleh: Pelaku,
    pada: dt.datetime,
) -> HasilSimpanVersi:
    """Store a version as the file has it: create it, or bring the stored one in line.

    Storing the same rows again changes nothing. Raises ``AturanDilanggar`` when a row is wrong or
    when a row that the file no longer has is used by a program kerja; then nothing is written. A jenis
    pemda of which the file has no row stays as it is stored.
    """
    rapi, galat = rapikan_daftar(baris)
    if galat:
        lain = f" (dan {len(galat) - 3} lagi)" if len(galat) > 3 else ""
        raise AturanDilanggar(
            f"Nomenklatur tidak disimpan. {' '.join(galat[:3])}{lain} Perbaiki berkasnya, lalu impor ulang.",
            kode="nomenklatur_galat",
        )
    if not rapi:
        raise AturanDilanggar("Berkas tidak berisi baris nomenklatur.", kode="nomenklatur_kosong")
    versi, _ = VersiNomenklatur.objects.select_for_update().update_or_create(
        nama=rapikan_spasi(nama),
        defaults={"dasar": rapikan_spasi(dasar), "tahun_mulai": tahun_mulai},
        create_defaults={"dasar": rapikan_spasi(dasar), "tahun_mulai": tahun_mulai, "dicatat_pada": pada},
    )
    tersimpan = Nomenklatur.objects.filter(versi=versi, jenis_pemda__in={b.jenis_pemda for b in rapi})
    lama = {(n.jenis_pemda, n.kode): n for n in tersimpan.order_by("pk")}
    baru, berubah = [], []
    for b in rapi:
        n = lama.pop((b.jenis_pemda, b.kode), None)
        isi = _isi(b)
        if n is None:
            baru.append(Nomenklatur(versi=versi, jenis_pemda=b.jenis_pemda, kode=b.kode, **isi))
        elif any(getattr(n, k) != v for k, v in isi.items()):
            for k, v in isi.items():
                setattr(n, k, v)
            berubah.append(n)
    try:
        Nomenklatur.objects.filter(pk__in=[n.pk for n in lama.values()]).delete()
    except ProtectedError as dipakai:
        kode = sorted({str(getattr(o, "kode", "")) for o in dipakai.protected_objects})
        raise AturanDilanggar(
            f"Kode {', '.join(kode[:5])} tidak ada dalam berkas, tetapi dipakai program kerja. "
            "Simpan sebagai versi dengan nama lain.",
            kode="nomenklatur_dipakai",
        ) from None
    Nomenklatur.objects.bulk_create(baru, batch_size=1000)
    Nomenklatur.objects.bulk_update(berubah, list(_KOLOM), batch_size=500)
    hasil = HasilSimpanVersi(versi, len(baru), len(berubah), len(lama), len(rapi) - len(baru) - len(berubah))
    catat(
        peristiwa="nomenklatur.simpan",
        objek="nomenklatur",
        objek_id=versi.pk,
        isi={
            "nama": versi.nama,
            "dasar": versi.dasar,
            "tahun_mulai": tahun_mulai,
            "baris": len(rapi),
            "baru": hasil.baru,
            "berubah": hasil.berubah,
            "hilang": hasil.hilang,
            "sidik_isi": sha256(repr(rapi).encode()).hexdigest(),
        },
        oleh=oleh,
        pada=pada,
    )
    nomenklatur_berubah(pada=pada)
    return hasil


@transaction.atomic
def pilih_versi_tahun(
    *, tahun: int, versi: VersiNomenklatur, oleh: Pelaku, pada: dt.datetime
) -> TahunNomenklatur:
    """Let the planning year use this version. An earlier choice is superseded, not overwritten."""
    fakta = catat_fakta(
        TahunNomenklatur,
        kunci={"tahun": tahun},
        isi={"versi_id": versi.pk},
        sejak=dt.date(tahun, 1, 1),
        sampai=dt.date(tahun, 12, 31),
        pada=pada,
    )
    catat(
        peristiwa="nomenklatur.pilih_tahun",
        objek="nomenklatur",
        objek_id=versi.pk,
        isi={"tahun": tahun, "versi": versi.nama},
        oleh=oleh,
        pada=pada,
    )
    nomenklatur_berubah(tahun=tahun, pada=pada)
    return fakta


def _simpan_daftar(
    model: type[SumberDana] | type[Rekening],
    daftar: Iterable[tuple[str, str]],
    *,
    peristiwa: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    peta = {kode.strip(): rapikan_spasi(nama) for kode, nama in daftar}
    with transaction.atomic():
        pengelola: Any = model.objects
        # A part of the list may be stored by itself: what has something below it in the whole is no leaf.
        induk = {kode.rpartition(".")[0] for kode in peta}
        induk |= set(pengelola.exclude(kode_induk="").values_list("kode_induk", flat=True))
        pengelola.bulk_create(
            [
                model(kode=kode, nama=nama, kode_induk=kode.rpartition(".")[0], daun=kode not in induk)
                for kode, nama in sorted(peta.items())
            ],
            update_conflicts=True,
            unique_fields=["kode"],
            update_fields=["nama", "kode_induk", "daun"],
            batch_size=1000,
        )
        pengelola.filter(kode__in=induk, daun=True).update(daun=False)
        catat(
            peristiwa=peristiwa,
            objek=peristiwa.split(".")[0],
            objek_id="daftar",
            isi={"baris": len(peta), "sidik_isi": sha256(repr(sorted(peta.items())).encode()).hexdigest()},
            oleh=oleh,
            pada=pada,
        )
    return len(peta)


def simpan_sumber_dana(*, daftar: Iterable[tuple[str, str]], oleh: Pelaku, pada: dt.datetime) -> int:
    """Store (code, name) rows of sumber dana; returns how many. Codes not named stay."""
    return _simpan_daftar(SumberDana, daftar, peristiwa="sumber_dana.simpan", oleh=oleh, pada=pada)


def simpan_rekening(*, daftar: Iterable[tuple[str, str]], oleh: Pelaku, pada: dt.datetime) -> int:
    """Store (code, name) rows of rekening; returns how many. Codes not named stay."""
    return _simpan_daftar(Rekening, daftar, peristiwa="rekening.simpan", oleh=oleh, pada=pada)


@transaction.atomic
def simpan_prioritas(
    *,
    nama: str,
    urutan: int,
    berlaku_sejak: dt.date,
    berlaku_sampai: dt.date | None = None,
    uraian: str = "",
    prioritas: PrioritasDaerah | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> PrioritasDaerah:
    """Add a priority of the kabupaten, or change ``prioritas``. Ending it is setting its last day."""
    nama = rapikan_spasi(nama)
    if not nama:
        raise AturanDilanggar("Nama prioritas kosong.", kolom={"nama": "Isi nama prioritas."})
    if berlaku_sampai and berlaku_sampai < berlaku_sejak:
        raise AturanDilanggar(
            "Tanggal akhir mendahului tanggal mulai.",
            kolom={"berlaku_sampai": "Pilih tanggal sesudah tanggal mulai."},
        )
    kembar = PrioritasDaerah.objects.filter(nama=nama, berlaku_sejak=berlaku_sejak)
    if prioritas is not None:
        kembar = kembar.exclude(pk=prioritas.pk)
    if kembar.exists():
        raise AturanDilanggar(
            f"Prioritas “{nama}” dengan tanggal mulai itu sudah ada.", kolom={"nama": "Sudah ada."}
        )
    p = prioritas or PrioritasDaerah()
    p.nama, p.uraian, p.urutan = nama, rapikan_spasi(uraian), urutan
    p.berlaku_sejak, p.berlaku_sampai = berlaku_sejak, berlaku_sampai
    p.save()
    catat(
        peristiwa="prioritas_daerah.simpan",
        objek="prioritas_daerah",
        objek_id=p.pk,
        isi={"nama": nama, "urutan": urutan, "sejak": berlaku_sejak, "sampai": berlaku_sampai},
        oleh=oleh,
        pada=pada,
    )
    return p
