"""Keeping files, whole or in pieces."""

import contextlib
import datetime as dt
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction

from terukur.berkas import gudang
from terukur.berkas.choices import JenisBerkas
from terukur.berkas.gambar import hapus_lokasi
from terukur.berkas.models import Berkas, Unggahan
from terukur.berkas.rules import kenali_jenis, rapikan_nama, tulis_ukuran
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat

BATAS_UNGGAHAN: Final = 200 * 1024 * 1024
"""Most bytes of one chunked upload; the field that takes it has its own, lower limit."""
BATAS_BAGIAN: Final = 4 * 1024 * 1024
BATAS_BERJALAN: Final = 10
"""Most unfinished uploads of one user."""
UMUR_UNGGAHAN: Final = dt.timedelta(days=3)


@transaction.atomic
def simpan(
    *,
    nama: str,
    isi: BinaryIO,
    jenis_diizinkan: tuple[str, ...],
    batas_ukuran: int,
    opd_id: UUID | None,
    pertahankan_lokasi: bool = False,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Berkas:
    """Keep a file: examined by content, freed of location, on disk before the row exists.

    ``jenis_diizinkan``: codes of ``berkas.choices.DAFTAR_JENIS``. ``batas_ukuran`` in bytes.
    Raises ``AturanDilanggar`` (terlalu_besar, kosong, jenis_berkas, isi_tidak_cocok, bom_zip,
    terkunci, rusak, makro); nothing is kept then.
    """
    siap = _siapkan(nama, isi, jenis_diizinkan, batas_ukuran, pertahankan_lokasi)
    return _catat(siap, opd_id, oleh=oleh, pada=pada)


@transaction.atomic
def simpan_banyak(
    *,
    kiriman: Sequence[tuple[str, BinaryIO]],
    jenis_diizinkan: tuple[str, ...],
    batas_ukuran: int,
    opd_id: UUID | None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[Berkas]:
    """Keep several (name, content), all or none: every one is examined before the journal is held up."""
    siap = [_siapkan(nama, isi, jenis_diizinkan, batas_ukuran, False) for nama, isi in kiriman]
    return [_catat(s, opd_id, oleh=oleh, pada=pada) for s in siap]


@dataclass(frozen=True, slots=True)
class _Siap:
    """A file that lies on disk and is known to nobody yet."""

    nama: str
    jenis: JenisBerkas
    sidik: str
    ukuran: int


def _siapkan(
    nama: str, isi: BinaryIO, jenis_diizinkan: tuple[str, ...], batas_ukuran: int, pertahankan_lokasi: bool
) -> _Siap:
    nama = rapikan_nama(nama)
    with gudang.berkas_sementara(isi, batas_ukuran) as sementara:
        jenis = kenali_jenis(nama, sementara, jenis_diizinkan)
        akhir: BinaryIO = sementara
        if jenis.kode in {"jpg", "png"} and not pertahankan_lokasi:
            akhir = io.BytesIO(hapus_lokasi(sementara.read(), jenis.kode))
        return _Siap(nama, jenis, *gudang.letakkan(akhir))


def _catat(siap: _Siap, opd_id: UUID | None, *, oleh: Pelaku, pada: dt.datetime) -> Berkas:
    berkas = Berkas.objects.create(
        sidik=siap.sidik,
        nama=siap.nama,
        jenis=siap.jenis.kode,
        jenis_mime=siap.jenis.mime,
        ukuran=siap.ukuran,
        opd_id=opd_id,
        diunggah_oleh=oleh.id,
        diunggah_pada=pada,
    )
    catat(
        peristiwa="berkas.simpan",
        objek="berkas",
        objek_id=berkas.pk,
        isi={"nama": siap.nama, "sidik": siap.sidik, "ukuran": siap.ukuran, "jenis": siap.jenis.kode},
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
    )
    return berkas


@transaction.atomic
def mulai_unggahan(*, nama: str, ukuran: int, sidik: str, oleh: Pelaku, pada: dt.datetime) -> Unggahan:
    """Begin a chunked upload, or find the one that broke off (same sender, same content).

    ``sidik``: SHA-256 (hex) of the whole. Not an official act, so nothing is journalled here.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", sidik):
        raise AturanDilanggar("Sidik berkas tidak sah. Muat ulang halaman, lalu pilih berkas kembali.")
    if not 0 < ukuran <= BATAS_UNGGAHAN:
        raise AturanDilanggar(
            f"Ukuran berkas harus antara 1 byte dan {tulis_ukuran(BATAS_UNGGAHAN)}.", kode="terlalu_besar"
        )
    milik = Unggahan.objects.filter(oleh=oleh.id)
    if lama := milik.filter(sidik=sidik, ukuran=ukuran).first():
        jalan = gudang.jalan_unggahan(lama.pk)
        ada = jalan.stat().st_size if jalan.exists() else 0
        if ada < lama.diterima:  # the part on disk is the truth
            lama.diterima = ada
            lama.save(update_fields=["diterima"])
        return lama
    if milik.count() >= BATAS_BERJALAN:
        raise AturanDilanggar(
            f"Anda masih mempunyai {BATAS_BERJALAN} unggahan yang belum selesai. Lanjutkan salah satu, "
            f"atau tunggu sampai dihapus sendiri setelah {UMUR_UNGGAHAN.days} hari.",
            kode="terlalu_banyak",
        )
    return Unggahan.objects.create(
        nama=rapikan_nama(nama), ukuran=ukuran, sidik=sidik, oleh=oleh.id, dimulai_pada=pada,
        diterima_pada=pada,
    )  # fmt: skip


@transaction.atomic
def terima_bagian(*, unggahan_id: UUID, mulai: int, isi: bytes, oleh: Pelaku, pada: dt.datetime) -> Unggahan:
    """Append a piece that starts at byte ``mulai``. A piece already received changes nothing.

    Raises ``AturanDilanggar`` with ``kode="urutan"`` when the piece does not join on; the sender
    then asks how far we are and goes on from there. The last piece is checked against ``sidik``;
    on a mismatch everything received is dropped and the upload starts again (``sidik_beda``).
    """
    unggahan = Unggahan.objects.select_for_update().filter(pk=unggahan_id, oleh=oleh.id).first()
    if unggahan is None:
        raise TidakDitemukan("Unggahan tidak ditemukan atau sudah kedaluwarsa. Pilih berkasnya kembali.")
    if len(isi) > BATAS_BAGIAN:
        raise AturanDilanggar(f"Satu bagian paling besar {tulis_ukuran(BATAS_BAGIAN)}.", kode="terlalu_besar")
    if mulai + len(isi) <= unggahan.diterima:
        return unggahan
    if mulai != unggahan.diterima or mulai + len(isi) > unggahan.ukuran:
        raise AturanDilanggar(
            "Bagian berkas tidak urut; unggahan dilanjutkan dari yang terakhir.", kode="urutan"
        )
    jalan = gudang.jalan_unggahan(unggahan.pk)
    nomor = os.open(jalan, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(nomor, "r+b") as berkas:
        berkas.seek(mulai)
        berkas.write(isi)
        berkas.truncate()
        berkas.flush()
        os.fsync(berkas.fileno())
        unggahan.diterima = mulai + len(isi)
        if unggahan.is_lengkap and gudang.hitung_sidik(berkas)[0] != unggahan.sidik:
            unggahan.diterima = 0
    unggahan.diterima_pada = max(pada, unggahan.diterima_pada)
    unggahan.save(update_fields=["diterima", "diterima_pada"])
    return unggahan


@transaction.atomic
def simpan_unggahan(
    *,
    unggahan_id: UUID,
    jenis_diizinkan: tuple[str, ...],
    batas_ukuran: int,
    opd_id: UUID | None,
    pertahankan_lokasi: bool = False,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Berkas:
    """Keep a finished chunked upload, under the same rules as ``simpan``."""
    unggahan = Unggahan.objects.select_for_update().filter(pk=unggahan_id, oleh=oleh.id).first()
    if unggahan is None:
        raise TidakDitemukan("Unggahan tidak ditemukan atau sudah kedaluwarsa. Pilih berkasnya kembali.")
    if not unggahan.is_lengkap:
        raise AturanDilanggar(
            f"Unggahan “{unggahan.nama}” belum selesai: {tulis_ukuran(unggahan.diterima)} dari "
            f"{tulis_ukuran(unggahan.ukuran)}. Lanjutkan dahulu.",
            kode="belum_lengkap",
        )
    jalan = gudang.jalan_unggahan(unggahan.pk)
    with jalan.open("rb") as isi:
        berkas = simpan(
            nama=unggahan.nama, isi=isi, jenis_diizinkan=jenis_diizinkan, batas_ukuran=batas_ukuran,
            opd_id=opd_id, pertahankan_lokasi=pertahankan_lokasi, oleh=oleh, pada=pada,
        )  # fmt: skip
    unggahan.delete()
    transaction.on_commit(lambda: jalan.unlink(missing_ok=True))
    return berkas


@transaction.atomic
def hapus_unggahan_lama(*, pada: dt.datetime) -> int:
    """Drop uploads whose last piece came more than ``UMUR_UNGGAHAN`` ago; how many."""
    lama = list(
        Unggahan.objects.select_for_update(skip_locked=True)
        .filter(diterima_pada__lt=pada - UMUR_UNGGAHAN)
        .order_by("pk")
    )
    for unggahan in lama:
        with contextlib.suppress(FileNotFoundError):
            gudang.jalan_unggahan(unggahan.pk).unlink()
        unggahan.delete()
    return len(lama)
