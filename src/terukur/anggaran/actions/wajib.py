"""Mandatory spending: limits, components and entered amounts; superseded, never overwritten."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from terukur.anggaran.actions.pagu import id_jejak
from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.anggaran.models import KetentuanBelanja, KomponenBelanja, NilaiKomponen
from terukur.anggaran.queries import awal_tahun, get_ketentuan, get_komponen, komponen_tahun
from terukur.anggaran.rules.ruang import Tahap, periksa_jumlah
from terukur.anggaran.rules.wajib import RumusKeliru, baca_rumus
from terukur.inti.bitemporal import cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.queries import hari_pemda


@dataclass(frozen=True, slots=True)
class IsiKetentuan:
    """A limit as TAPD writes it; formulas over codes of components."""

    nama: str
    arah: ArahBatas
    persen: Decimal
    pembilang: str
    penyebut: str
    dasar: str
    catatan: str = ""
    urutan: int = 50


@dataclass(frozen=True, slots=True)
class IsiKomponen:
    """A component as TAPD writes it; see ``KomponenBelanja``."""

    nama: str
    cara: CaraKomponen
    dasar: str
    rekening: Sequence[str] = ()
    sub_kegiatan: Sequence[str] = ()
    mengikat: bool = False
    urutan: int = 50


def _tolak(kolom: str, pesan: str, kode: str) -> AturanDilanggar:
    return AturanDilanggar(pesan, kode=kode, kolom={kolom: pesan})


def _kunci(nama: str) -> None:
    """Two who edit one thing at once act one after the other."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [nama])


def _periksa_rumus(isi: IsiKetentuan, tahun: int) -> None:
    ada = set(komponen_tahun(tahun).values_list("kode", flat=True))
    for kolom in ("pembilang", "penyebut"):
        try:
            dipakai = {kode for _, kode in baca_rumus(getattr(isi, kolom))}
        except RumusKeliru as keliru:
            raise _tolak(kolom, str(keliru), "rumus_keliru") from None
        if asing := sorted(dipakai - ada):
            pesan = (
                f"Komponen {', '.join(asing)} tidak ada pada tahun anggaran {tahun}. "
                f"Yang ada: {', '.join(sorted(ada))}."
            )
            raise _tolak(kolom, pesan, "komponen_tidak_dikenal")


@transaction.atomic
def tetapkan_ketentuan(
    *, kode: str, mulai_tahun: int, isi: IsiKetentuan, baru: bool = False, oleh: Pelaku, pada: dt.datetime
) -> KetentuanBelanja:
    """Set a limit as from a budget year; what was known of earlier years stays.

    ``baru``: there must be none of this code yet. Raises ``AturanDilanggar`` for a percentage
    outside 0..100, a formula that cannot be read or names no component of that year, no legal source.
    """
    if not 0 < isi.persen <= 100:
        raise _tolak("persen", "Isi persen di atas 0 sampai 100. Contoh: 40", "persen_keliru")
    if not isi.dasar.strip():
        raise _tolak("dasar", "Isi dasar hukum. Contoh: UU 1/2022 Ps 147", "tanpa_dasar")
    _periksa_rumus(isi, mulai_tahun)
    _kunci(f"ketentuan {kode}")
    if baru and KetentuanBelanja.objects.diketahui(None).filter(kode=kode).exists():
        raise _tolak("kode", f"Kode {kode} sudah dipakai ketentuan lain.", "kode_terpakai")
    hasil = catat_fakta(
        KetentuanBelanja,
        kunci={"kode": kode},
        isi={**asdict(isi), "arah": isi.arah.value, "ditetapkan_oleh": oleh.id},
        sejak=awal_tahun(mulai_tahun),
        pada=pada,
    )
    catat(
        peristiwa="ketentuan_belanja.tetapkan",
        objek="ketentuan_belanja",
        objek_id=kode,
        isi={"mulai_tahun": mulai_tahun, **asdict(isi), "arah": isi.arah.value},
        oleh=oleh,
        pada=pada,
    )
    return hasil


@transaction.atomic
def cabut_ketentuan(*, kode: str, mulai_tahun: int, alasan: str, oleh: Pelaku, pada: dt.datetime) -> None:
    """A limit no longer holds from a budget year on; earlier years keep it."""
    if not alasan.strip():
        raise _tolak("alasan", "Isi alasan. Contoh: UU 17/2023 tidak lagi mengaturnya.", "tanpa_alasan")
    _kunci(f"ketentuan {kode}")
    get_ketentuan(kode, mulai_tahun)
    cabut_fakta(KetentuanBelanja, kunci={"kode": kode}, sejak=awal_tahun(mulai_tahun), sampai=None, pada=pada)
    catat(
        peristiwa="ketentuan_belanja.cabut",
        objek="ketentuan_belanja",
        objek_id=kode,
        isi={"mulai_tahun": mulai_tahun, "alasan": alasan.strip()},
        oleh=oleh,
        pada=pada,
    )


@transaction.atomic
def tetapkan_komponen(
    *, kode: str, mulai_tahun: int, isi: IsiKomponen, baru: bool = False, oleh: Pelaku, pada: dt.datetime
) -> KomponenBelanja:
    """Set where an amount of the formulas comes from, as from a budget year.

    Raises ``AturanDilanggar`` for a way without the beginnings of codes that it needs.
    """
    rekening, sub = [*isi.rekening], [*isi.sub_kegiatan]
    if isi.cara == CaraKomponen.REKENING and not rekening:
        raise _tolak("rekening", "Isi sedikitnya satu awalan rekening. Contoh: 5.1.01", "tanpa_awalan")
    if isi.cara == CaraKomponen.SUB_KEGIATAN and not sub:
        raise _tolak("sub_kegiatan", "Isi sedikitnya satu awalan kode. Contoh: 1.01", "tanpa_awalan")
    if isi.cara != CaraKomponen.REKENING:
        rekening = []
    if isi.cara in (CaraKomponen.SEMUA, CaraKomponen.ISIAN):
        sub = []
    if not isi.dasar.strip():
        raise _tolak("dasar", "Isi dasar. Contoh: Permendagri 90/2019", "tanpa_dasar")
    _kunci(f"komponen {kode}")
    if baru and KomponenBelanja.objects.diketahui(None).filter(kode=kode).exists():
        raise _tolak("kode", f"Kode {kode} sudah dipakai komponen lain.", "kode_terpakai")
    simpan: dict[str, Any] = {
        **asdict(isi), "cara": isi.cara.value, "rekening": rekening, "sub_kegiatan": sub
    }  # fmt: skip
    hasil = catat_fakta(
        KomponenBelanja,
        kunci={"kode": kode},
        isi={**simpan, "ditetapkan_oleh": oleh.id},
        sejak=awal_tahun(mulai_tahun),
        pada=pada,
    )
    catat(
        peristiwa="komponen_belanja.tetapkan",
        objek="komponen_belanja",
        objek_id=kode,
        isi={"mulai_tahun": mulai_tahun, **simpan},
        oleh=oleh,
        pada=pada,
    )
    return hasil


@transaction.atomic
def isi_nilai(
    *, komponen: str, tahap: Tahap, nilai: Decimal | None, dasar: str, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Enter the amount of a component for a stage; ``nilai`` None withdraws it."""
    if get_komponen(komponen, tahap.tahun).cara != CaraKomponen.ISIAN:
        raise AturanDilanggar(
            "Komponen ini dihitung dari kebutuhan OPD dan tidak diisi tangan.", kode="komponen_dihitung"
        )
    if pesan := periksa_jumlah(nilai):
        raise _tolak("nilai", pesan, "jumlah_keliru")
    if not dasar.strip():
        raise _tolak("dasar", "Isi dasar dokumen. Contoh: Perpres rincian APBN 2028", "tanpa_dasar")
    _kunci(f"nilai {komponen} {id_jejak(tahap)}")
    kunci = {"komponen": komponen, **tahap.kunci}
    sejak = hari_pemda(pada)
    if nilai is None:
        cabut_fakta(NilaiKomponen, kunci=kunci, sejak=sejak, sampai=None, pada=pada)
    else:
        isi = {"nilai": nilai, "dasar": dasar.strip(), "ditetapkan_oleh": oleh.id}
        catat_fakta(NilaiKomponen, kunci=kunci, isi=isi, sejak=sejak, pada=pada)
    catat(
        peristiwa="komponen_belanja.isi_nilai",
        objek="komponen_belanja",
        objek_id=komponen,
        isi={"tahap": tahap.label, "nilai": nilai, "dasar": dasar.strip()},
        oleh=oleh,
        pada=pada,
    )
