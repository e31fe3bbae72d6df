"""The register of official papers."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from terukur.inti.angka import tulis_angka
from terukur.inti.pelaku import Pelaku
from terukur.inti.sql import sisipkan, tanya
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.actions import catat, kunci_rantai
from terukur.jejak.baku import baku, sidik, sidik_sambung, sidik_singkat
from terukur.jejak.models import Catatan, Kertas, SalinanKertas
from terukur.jejak.queries import segel_atas

_ABJAD = "23456789abcdefghjkmnpqrstuvwxyz"  # without the signs that are easily misread
PANJANG_KODE = 16  # 79 bits


def _kode_baru() -> str:
    return "".join(secrets.choice(_ABJAD) for _ in range(PANJANG_KODE))


def daftarkan_kertas(
    *,
    jenis: str,
    nama_jenis: str,
    judul: str,
    isi: Mapping[str, Any],
    catatan: Catatan,
    opd_id: UUID | None = None,
    nama_opd: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> Kertas:
    """Give an official paper its register number, QR code word and digest, and journal it.

    ``jenis``: two to four capitals (``TT``), ``nama_jenis`` in words (``Tanda Terima Pengajuan``).
    ``isi``: everything the paper says, in types that ``baku`` takes; the paper is printed from
    ``Kertas.isi``, so that digest and print agree. ``catatan``: the act which the paper attests,
    the last entry of the chain and written in the caller's transaction, which so holds its end.
    Kind, ``judul``, ``nama_opd``, time and digests are public on the verification page: no
    personal names in them. Numbers run without gaps per kind and year (year of ``pada`` in the
    time zone of the pemda).
    """
    tahun = timezone.localtime(pada).year
    [(terakhir,)] = tanya(
        "select coalesce(max(urut), 0) from jejak_kertas where jenis = %s and tahun = %s", [jenis, tahun]
    )
    isi_baku = baku(isi)
    kertas = Kertas(
        jenis=jenis,
        nama_jenis=nama_jenis,
        tahun=tahun,
        urut=terakhir + 1,
        kode=_kode_baru(),
        judul=judul,
        opd_id=opd_id,
        nama_opd=nama_opd,
        isi_baku=isi_baku,
        sidik=sidik(isi_baku),
        catatan_nomor=catatan.nomor,
        pada=pada,
    )
    daftar = catat(
        peristiwa="kertas.daftarkan",
        objek="kertas",
        objek_id=kertas.pk,
        isi={
            "nomor": kertas.nomor,
            "jenis": nama_jenis,
            "judul": judul,
            "sidik": kertas.sidik,
            "catatan": catatan.nomor,
        },
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
        setelah=catatan,
    )
    kertas.catatan_daftar = daftar.nomor
    sisipkan([kertas])
    return kertas


@transaction.atomic
def catat_salinan(
    kertas: Kertas, *, ragam: SalinanKertas.Ragam, sidik_berkas: str, oleh: Pelaku, pada: dt.datetime
) -> SalinanKertas:
    """Record that the file with this SHA-256 is a print, or the signed copy, of ``kertas``.

    Recording the same file again returns what is there.
    """
    kunci_rantai()
    if ada := SalinanKertas.objects.filter(kertas=kertas, sidik=sidik_berkas).first():
        return ada
    catatan = catat(
        peristiwa="kertas.salin",
        objek="kertas",
        objek_id=kertas.pk,
        isi={"nomor": kertas.nomor, "ragam": ragam.label, "sidik_berkas": sidik_berkas},
        oleh=oleh,
        pada=pada,
        opd_id=kertas.opd_id,
    )
    return SalinanKertas.objects.create(
        kertas=kertas, ragam=ragam, sidik=sidik_berkas, catatan_nomor=catatan.nomor, pada=pada
    )


def keterangan_surat(kertas: Kertas) -> dict[str, str]:
    """What the foot of the printed paper says about itself, all as text.

    Keys: ``nomor``, ``sidik`` (64 hex), ``sidik_singkat`` (``7f3a 91c2 04be``), ``tautan``,
    ``catatan`` (``18.204``), ``segel`` (time of the seal over it, empty while there is none).
    """
    segel = segel_atas(kertas.catatan_daftar)
    zona = ZoneInfo(settings.TIME_ZONE)
    return {
        "nomor": kertas.nomor,
        "sidik": kertas.sidik,
        "sidik_singkat": sidik_singkat(kertas.sidik),
        "tautan": kertas.tautan,
        "catatan": tulis_angka(kertas.catatan_nomor),
        "segel": tulis_waktu(segel.pada, zona) if segel else "",
    }


def kertas_cocok(kertas: Kertas) -> bool:
    """Whether the register still says what the journal recorded at registration."""
    catatan = Catatan.objects.filter(pk=kertas.catatan_daftar).first()
    return (
        catatan is not None
        and catatan.sidik == sidik_sambung(catatan.sebelum, sidik(bytes(catatan.baku)))
        and sidik(bytes(kertas.isi_baku)) == kertas.sidik
        and catatan.isi
        == {
            "nomor": kertas.nomor,
            "jenis": kertas.nama_jenis,
            "judul": kertas.judul,
            "sidik": kertas.sidik,
            "catatan": kertas.catatan_nomor,
        }
    )
