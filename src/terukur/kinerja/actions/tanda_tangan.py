"""Both parties sign a perjanjian kinerja: who they are, and what they promise, is frozen then."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.alur import Transisi
from terukur.inti.angka import tulis_rupiah
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.models import Catatan
from terukur.kinerja.actions.perjanjian import kunci_perjanjian
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import BarisPerjanjian, PerjanjianKinerja
from terukur.kinerja.queries.perjanjian import baca_perjanjian, susun_konteks
from terukur.kinerja.rules.perjanjian import (
    ALUR_PERJANJIAN,
    IsiPerjanjian,
    KonteksPerjanjian,
    Pihak,
    baca_pihak,
    pernyataan,
)
from terukur.organisasi.queries import pengguna_berperan, zona_pemda
from terukur.pesan.actions import kirim


def _langkah(
    satu: PerjanjianKinerja,
    nama: str,
    isi: IsiPerjanjian,
    *,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[Transisi, KonteksPerjanjian]:
    if str(pengguna.pk) != oleh.id:
        raise AturanDilanggar("Yang bertindak harus orang yang masuk; muat ulang halaman.")
    konteks = susun_konteks(satu, isi, pengguna=pengguna, pada=pada)
    return ALUR_PERJANJIAN.periksa(nama, status=satu.status, konteks=konteks), konteks


def _periksa_versi(satu: PerjanjianKinerja, versi: int | None) -> None:
    """``versi``: of the page on which the signer read it; None: not from a page."""
    if versi is not None and versi != satu.versi:
        raise AturanDilanggar(
            "Isi perjanjian ini berubah setelah Anda membukanya; belum ditandatangani. Baca lagi isinya.",
            kode="isi_berubah",
        )


def _sebagai(oleh: Pelaku, pihak: Pihak) -> Pelaku:
    return replace(oleh, penugasan=f"{pihak.sebutan}, {pihak.dasar}" if pihak.dasar else pihak.sebutan)


def isi_tercatat(satu: PerjanjianKinerja, isi: IsiPerjanjian) -> dict[str, Any]:
    """What both the journal and the paper hold of the promise, in types of canonical JSON."""
    hasil: dict[str, Any] = {"tahun": satu.tahun, "perubahan_ke": satu.perubahan_ke}
    if satu.perubahan_ke:
        hasil |= {
            "pemicu": satu.pemicu,
            "alasan": satu.alasan,
            "dokumen": satu.nomor_dokumen,
            "tanggal": satu.tanggal_dokumen,
        }
    return hasil | {
        "baris": [
            {
                "sasaran": b.sasaran,
                "indikator": b.ukuran["nama"],
                "satuan": b.ukuran["satuan"],
                "target": b.sebut,
            }
            for b in isi.baris
        ],
        "program": [
            {"kode": p.kode, "nama": p.nama, "anggaran": tulis_rupiah(p.jumlah)} for p in isi.program
        ],
        "jumlah_anggaran": "" if isi.total is None else tulis_rupiah(isi.total),
        "sumber_anggaran": satu.sumber_anggaran,
    }


def _ringkas(pihak: Pihak) -> dict[str, str]:
    """A party as the journal names it: without NIP and ids."""
    return {"nama": pihak.nama, "sebutan": pihak.sebutan, "kedudukan": pihak.kedudukan, "dasar": pihak.dasar}


def _catat(
    satu: PerjanjianKinerja, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime
) -> Catatan:
    return catat(
        peristiwa=f"perjanjian_kinerja.{verba}",
        objek="perjanjian_kinerja",
        objek_id=satu.pk,
        isi={"jabatan": satu.jabatan.nama, **isi},
        oleh=oleh,
        pada=pada,
        opd_id=satu.opd_id,
    )


def _beri_tahu(
    satu: PerjanjianKinerja, kepada: Iterable[Pengguna], judul: str, isi: str, *, pada: dt.datetime
) -> None:
    kirim(
        kepada=kepada, judul=f"{judul}: {satu.sebutan} {satu.tahun} {satu.jabatan.nama}", isi=isi,
        tautan=reverse("kinerja:perjanjian", args=[satu.pk]),
        kunci=f"perjanjian:{satu.pk}:{satu.status}:{pada.isoformat()}", pada=pada,
    )  # fmt: skip


def _pengguna(pihak: Iterable[Pihak]) -> list[Pengguna]:
    return list(Pengguna.objects.filter(pk__in=[p.pengguna for p in pihak if p.pengguna]).order_by("pk"))


def _penyiap(satu: PerjanjianKinerja, pihak: Pihak, *, pada: dt.datetime) -> list[Pengguna]:
    """Who prepared it, and who signed it first."""
    operator = pengguna_berperan(Peran.OPERATOR_OPD, opd_id=satu.opd_id, pada=pada)
    return list({u.pk: u for u in (*operator, *_pengguna([pihak]))}.values())


@transaction.atomic
def tandatangani_perjanjian(
    *, perjanjian_id: UUID, versi: int | None = None, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> PerjanjianKinerja:
    """The first party signs: whoever holds the office today, Plt included. Lines and person are frozen."""
    satu = kunci_perjanjian(perjanjian_id)
    isi = baca_perjanjian(satu)
    langkah, konteks = _langkah(satu, "tandatangani", isi, pengguna=pengguna, oleh=oleh, pada=pada)
    _periksa_versi(satu, versi)
    pihak = konteks.sebagai(konteks.pertama)
    assert pihak is not None
    ukuran = {b.kunci: b.ukuran for b in isi.baris}
    daftar = list(BarisPerjanjian.objects.filter(perjanjian=satu).order_by("pk"))
    for b in daftar:
        b.ukuran = dict(ukuran[str(b.kunci)])
    BarisPerjanjian.objects.bulk_update(daftar, ["ukuran"])
    satu.status = langkah.ke
    satu.diajukan_pada, satu.diajukan_oleh = pada, oleh.id
    satu.pihak_pertama, satu.penanda_id = pihak.isi(), UUID(pihak.pegawai)
    satu.save()
    _catat(
        satu, "tandatangani", {**isi_tercatat(satu, isi), "pihak_pertama": _ringkas(pihak)},
        oleh=_sebagai(oleh, pihak), pada=pada,
    )  # fmt: skip
    lain = [p for p in konteks.kedua if p.orang != pihak.orang]
    _beri_tahu(
        satu, _pengguna(lain), "Menunggu tanda tangan Anda",
        f"{pihak.sebutan} sudah menandatanganinya; Anda pihak kedua.", pada=pada,
    )  # fmt: skip
    return satu


@transaction.atomic
def tetapkan_perjanjian(
    *, perjanjian_id: UUID, versi: int | None = None, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> PerjanjianKinerja:
    """The second party signs: the PK stands from now on and gets its register number."""
    satu = kunci_perjanjian(perjanjian_id)
    isi = baca_perjanjian(satu)
    langkah, konteks = _langkah(satu, "tetapkan", isi, pengguna=pengguna, oleh=oleh, pada=pada)
    _periksa_versi(satu, versi)
    kedua, pertama = konteks.sebagai(konteks.kedua), baca_pihak(satu.pihak_pertama)
    assert kedua is not None
    oleh = _sebagai(oleh, kedua)
    tercatat = isi_tercatat(satu, isi)
    catatan = _catat(
        satu, "tetapkan",
        {**tercatat, "pihak_pertama": _ringkas(pertama), "pihak_kedua": _ringkas(kedua)},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    kertas = daftarkan_kertas(
        jenis="PK",
        nama_jenis=satu.sebutan,
        judul=f"{satu.sebutan} {satu.tahun} — {satu.jabatan.nama}"[:300],
        isi={
            **tercatat,
            "opd": satu.opd.nama,
            "judul": satu.sebutan,
            "menurut": "Program" if satu.jabatan.kepala else "Kegiatan",
            "pernyataan": list(pernyataan(satu.tahun)),
            "alasan": satu.alasan.rstrip("."),
            "sebab": str(satu.get_pemicu_display()).lower() if satu.pemicu != PemicuRevisi.DPPA else "DPPA",
            "tanggal_kata": tulis_tanggal(satu.tanggal_dokumen) if satu.tanggal_dokumen else "",
            "pihak_pertama": _kertas(pertama, satu.diajukan_pada or pada),
            "pihak_kedua": _kertas(kedua, pada),
        },
        catatan=catatan,
        opd_id=satu.opd_id,
        nama_opd=satu.opd.nama,
        oleh=oleh,
        pada=pada,
    )
    satu.status = langkah.ke
    satu.ditetapkan_pada, satu.ditetapkan_oleh = pada, oleh.id
    satu.pihak_kedua, satu.kertas = kedua.isi(), kertas
    satu.save()
    _beri_tahu(
        satu, _penyiap(satu, pertama, pada=pada), "Ditetapkan", f"Nomor register {kertas.nomor}.", pada=pada
    )
    return satu


def _kertas(pihak: Pihak, pada: dt.datetime) -> dict[str, str]:
    """A party as the paper names it."""
    saat = tulis_waktu(pada, zona_pemda())
    return {**_ringkas(pihak), "jabatan": pihak.jabatan, "nip": pihak.nip, "pada": saat}


@transaction.atomic
def kembalikan_perjanjian(
    *, perjanjian_id: UUID, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> PerjanjianKinerja:
    """The second party returns it with the reason; the first party's signature lapses."""
    satu = kunci_perjanjian(perjanjian_id)
    langkah, konteks = _langkah(
        satu, "kembalikan", baca_perjanjian(satu), pengguna=pengguna, oleh=oleh, pada=pada
    )
    if not alasan.strip():
        raise AturanDilanggar(
            "Tuliskan alasannya, supaya pihak pertama tahu apa yang harus dibetulkan.",
            kolom={"alasan": "Isi alasan."},
        )
    kedua, pertama = konteks.sebagai(konteks.kedua), baca_pihak(satu.pihak_pertama)
    assert kedua is not None
    satu.status = langkah.ke
    satu.diajukan_pada, satu.diajukan_oleh = None, ""
    satu.pihak_pertama, satu.penanda_id = None, None
    satu.dikembalikan_pada, satu.dikembalikan_oleh = pada, oleh.id
    satu.dikembalikan_nama, satu.alasan_kembali = kedua.sebutan[:150], alasan.strip()
    satu.save()
    _catat(satu, "kembalikan", {"alasan": alasan.strip()}, oleh=_sebagai(oleh, kedua), pada=pada)
    _beri_tahu(satu, _penyiap(satu, pertama, pada=pada), "Dikembalikan", satu.alasan_kembali[:300], pada=pada)
    return satu
