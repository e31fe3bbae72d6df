"""Steps of one import: upload, read, apply, cancel, undo."""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from terukur.berkas.models import Berkas
from terukur.berkas.queries import buka
from terukur.impor.anotasi import beri_catatan
from terukur.impor.choices import Status
from terukur.impor.jenis import LEWATI, JenisImpor, Konteks, Lapor, daftar_impor
from terukur.impor.kemajuan import diam
from terukur.impor.models import Impor, KemajuanImpor, padatkan
from terukur.impor.pembaca import HasilBaca, baca_buku
from terukur.impor.queries import alasan_tidak_diterapkan
from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal_singkat
from terukur.jejak.actions import catat

BATAS_UKURAN: Final = 25 * 1024 * 1024
JENIS_BERKAS: Final = ("xlsx", "xls", "ods", "csv", "json")
LANGSUNG_UKURAN: Final = 300 * 1024
"""Bytes up to which a workbook is read within the request; larger ones by a job."""
LANGSUNG_BARIS: Final = 300
"""Rows up to which an import is applied within the request."""
TUGAS_BACA: Final = "impor.baca"
TUGAS_TERAPKAN: Final = "impor.terapkan"


def _konteks(impor: Impor) -> Konteks:
    return Konteks(impor.judul, impor.konteks, impor.opd_id, impor.tautan, pada=impor.dibuat_pada)


def pelaku_impor(impor: Impor) -> Pelaku:
    """Who started it, for a job that goes on without them."""
    return Pelaku(id=impor.oleh, nama=impor.oleh_nama, peran=impor.oleh_peran)


def _kunci(impor_id: UUID, *status: Status) -> Impor:
    # Progress is written beside this lock: its foreign key needs only the key to stay.
    impor = Impor.objects.select_for_update(no_key=True).filter(pk=impor_id).first()
    if impor is None:
        raise TidakDitemukan("Impor tidak ditemukan.")
    if impor.status not in status:
        raise AturanDilanggar(
            f"Langkah ini tidak dapat dilakukan: impor berstatus “{impor.get_status_display()}”.",
            kode="status",
        )
    return impor


@transaction.atomic
def mulai_impor(
    *,
    jenis: JenisImpor,
    berkas: Berkas,
    konteks: Konteks,
    langsung: bool = False,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Impor:
    """Take in a stored workbook. Small ones (or all, if ``langsung``) are read at once, others by a job."""
    impor = Impor.objects.create(
        jenis=jenis.kode,
        judul=konteks.judul[:300],
        berkas=berkas,
        opd_id=konteks.opd_id,
        konteks=dict(konteks.data),
        tautan=konteks.tautan,
        oleh=oleh.id,
        oleh_nama=oleh.nama,
        oleh_peran=oleh.peran,
        dibuat_pada=pada,
    )
    KemajuanImpor.objects.create(impor=impor, langkah="Menunggu giliran dibaca")
    catat(
        peristiwa="impor.mulai",
        objek="impor",
        objek_id=impor.pk,
        isi={"jenis": jenis.kode, "untuk": impor.judul, "berkas": berkas.nama, "sidik": berkas.sidik},
        oleh=oleh,
        pada=pada,
        opd_id=impor.opd_id,
    )
    if langsung or berkas.ukuran <= LANGSUNG_UKURAN:
        return baca_impor(impor_id=impor.pk, pada=pada)
    _serahkan(TUGAS_BACA, impor)
    return impor


def _serahkan(tugas: str, impor: Impor, **lain: Any) -> None:
    from procrastinate.contrib.django import app

    app.configure_task(tugas, lock=f"impor.{impor.pk}").defer(impor_id=str(impor.pk), **lain)


def baca_hasil(impor: Impor) -> HasilBaca:
    """Read the workbook of an import once more; the bytes are the same, so is the result."""
    jenis = daftar_impor.ambil(impor.jenis)
    with buka(impor.berkas) as isi:
        buku = baca_buku(impor.berkas.nama, isi.read())
    konteks = _konteks(impor)
    hasil = jenis.baca(buku, konteks)
    if jenis.periksa:
        jenis.periksa(hasil, konteks)
    return hasil


@transaction.atomic
def baca_impor(*, impor_id: UUID, pada: dt.datetime, lapor: Lapor = diam) -> Impor:
    """Read, compare with what is stored, keep the preview; a file that cannot be used is ``gagal``."""
    impor = _kunci(impor_id, Status.DIUNGGAH)
    jenis = daftar_impor.ambil(impor.jenis)
    lapor(0, 3)
    try:
        hasil = baca_hasil(impor)
    except AturanDilanggar as e:
        impor.status, impor.pesan, impor.ditutup_pada = Status.GAGAL, e.pesan, pada
        impor.save()
        return impor
    lapor(1, 3)
    _susun_pratinjau(impor, jenis, hasil, pada)
    lapor(2, 3)
    impor.save()
    KemajuanImpor.objects.filter(impor=impor).update(langkah="Selesai dibaca", selesai=3, jumlah=3)
    return impor


def _susun_pratinjau(impor: Impor, jenis: JenisImpor, hasil: HasilBaca, pada: dt.datetime) -> None:
    konteks = _konteks(impor)
    selisih = jenis.bandingkan(hasil, konteks) if jenis.bandingkan else None
    beda = None if selisih is None else [[s.kode, s.nama, s.kolom, s.tersimpan, s.berkas] for s in selisih]
    pilihan = asdict(jenis.pilihan(hasil, konteks)) if jenis.pilihan else None
    impor.pratinjau = padatkan(
        _isi_pratinjau(jenis, hasil) | {"selisih": beda} | ({"pilihan": pilihan} if pilihan else {})
    )
    impor.jumlah_baris = len(hasil.baris)
    impor.jumlah_galat, impor.jumlah_peringatan = len(hasil.galat), len(hasil.peringatan)
    impor.status = Status.DIBACA if hasil.galat else Status.SIAP
    impor.dibaca_pada = pada
    impor.catatan = _simpan_catatan(impor, hasil, pada) if hasil.masalah else None


@transaction.atomic
def pilih_impor(
    *, impor_id: UUID, konteks: Konteks, jawaban: Mapping[str, str], oleh: Pelaku, pada: dt.datetime
) -> Impor:
    """Keep the user's answers to ``JenisImpor.pilihan`` and make the preview anew with them.

    ``jawaban``: {row: option, ``LEWATI``, or empty to take an answer back}; the other rows keep theirs.
    ``konteks``: prepared anew, so that the preview speaks of what is stored now.
    """
    impor = _kunci(impor_id, Status.SIAP, Status.DIBACA)
    jenis = daftar_impor.ambil(impor.jenis)
    ada = impor.isi.get("pilihan")
    if jenis.pilihan is None or ada is None:
        raise AturanDilanggar("Tidak ada yang perlu dipilih pada impor ini.", kode="tanpa_pilihan")
    boleh = {"", LEWATI, *ada["opsi"]}
    if not jawaban.keys() <= {b["kunci"] for b in ada["baris"]} or not boleh.issuperset(jawaban.values()):
        raise AturanDilanggar(
            "Pilihan itu tidak ada dalam pratinjau ini; muat ulang halaman.", kode="pilihan"
        )
    semua = {**impor.konteks.get("pilihan", {}), **jawaban}
    impor.konteks = {**konteks.data, "pilihan": {k: v for k, v in semua.items() if v}}
    _susun_pratinjau(impor, jenis, baca_hasil(impor), pada)
    impor.pesan = ""
    impor.save()
    return impor


def _isi_pratinjau(jenis: JenisImpor, hasil: HasilBaca) -> dict[str, Any]:
    def teks(nilai: object) -> str:
        if nilai is None:
            return ""
        if isinstance(nilai, dt.date):
            return tulis_tanggal_singkat(nilai)
        return tulis_angka(nilai) if isinstance(nilai, (int, Decimal)) else str(nilai)

    kepala = ["Lembar", "Baris", *(k.judul for k in jenis.kolom)]
    baris = [
        [
            str(getattr(b, "lembar", "")),
            str(getattr(b, "nomor", "")),
            *(teks(k.ambil(b)) for k in jenis.kolom),
        ]
        for b in hasil.baris
    ]
    angka = [False, True, *(k.jenis in {"angka", "rupiah", "persen"} for k in jenis.kolom)]
    return {"ringkasan": hasil.json(), "kepala": kepala, "angka": angka, "baris": baris}


def _simpan_catatan(impor: Impor, hasil: HasilBaca, pada: dt.datetime) -> Berkas:
    from terukur.berkas.actions import simpan

    with buka(impor.berkas) as asli:
        nama, isi = beri_catatan(impor.berkas.nama, asli.read(), hasil.masalah)
    return simpan(
        nama=nama, isi=io.BytesIO(isi), jenis_diizinkan=("xlsx",), batas_ukuran=4 * BATAS_UKURAN,
        opd_id=impor.opd_id, oleh=pelaku_impor(impor), pada=pada,
    )  # fmt: skip


@transaction.atomic
def terapkan_impor(*, impor_id: UUID, langsung: bool = False, oleh: Pelaku, pada: dt.datetime) -> Impor:
    """Apply a preview without galat: at once when it is small (or ``langsung``), else by a job."""
    impor = _kunci(impor_id, Status.SIAP)
    if alasan := alasan_tidak_diterapkan(impor):
        raise AturanDilanggar(alasan, kode="belum_dipilih")
    impor.status = Status.MENERAPKAN
    impor.save(update_fields=["status"])
    KemajuanImpor.objects.filter(impor=impor).update(
        langkah="Menunggu giliran diterapkan", selesai=0, jumlah=impor.jumlah_baris, batal_diminta=False
    )
    if langsung or impor.jumlah_baris <= LANGSUNG_BARIS:
        return laksanakan_terapan(impor_id=impor.pk, oleh=oleh, pada=pada)
    catat(
        peristiwa="impor.antre", objek="impor", objek_id=impor.pk, isi={"jenis": impor.jenis},
        oleh=oleh, pada=pada, opd_id=impor.opd_id,
    )  # fmt: skip
    _serahkan(TUGAS_TERAPKAN, impor, oleh=asdict(oleh))
    return impor


@transaction.atomic
def laksanakan_terapan(*, impor_id: UUID, oleh: Pelaku, pada: dt.datetime, lapor: Lapor = diam) -> Impor:
    """Write everything or, by raising, nothing."""
    impor = _kunci(impor_id, Status.MENERAPKAN)
    jenis = daftar_impor.ambil(impor.jenis)
    hasil = baca_hasil(impor)
    if hasil.galat:
        raise AturanDilanggar(
            f"Impor tidak diterapkan: sekarang ada {len(hasil.galat)} galat, antara lain: "
            f"{hasil.galat[0].pesan} Unggah kembali untuk melihat semuanya.",
            kode="galat",
        )
    lapor(0, max(len(hasil.baris), 1))
    terapan = jenis.terapkan(hasil, _konteks(impor), lapor=lapor, oleh=oleh, pada=pada)
    impor.status, impor.diterapkan_pada = Status.DITERAPKAN, pada
    impor.pesan, impor.urung = terapan.pesan[:1000], dict(terapan.urung)
    impor.tautan = terapan.tautan or impor.tautan
    impor.save()
    catat(
        peristiwa="impor.terapkan",
        objek="impor",
        objek_id=impor.pk,
        isi={
            "jenis": impor.jenis,
            "untuk": impor.judul,
            "sidik": impor.berkas.sidik,
            "baris": len(hasil.baris),
            "total": dict(hasil.total),
            "peringatan": len(hasil.peringatan),
        },
        oleh=oleh,
        pada=pada,
        opd_id=impor.opd_id,
    )
    return impor


@transaction.atomic
def kembalikan_ke_siap(*, impor_id: UUID, pesan: str) -> None:
    """After a job that wrote nothing: the preview stands again, with the reason."""
    impor = _kunci(impor_id, Status.MENERAPKAN)
    impor.status, impor.pesan = Status.SIAP, pesan[:1000]
    impor.save(update_fields=["status", "pesan"])


@transaction.atomic
def batalkan_impor(*, impor_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Impor:
    """Drop an import that has not been applied; a running one is asked to stop and writes nothing."""
    diminta = KemajuanImpor.objects.filter(impor_id=impor_id, impor__status=Status.MENERAPKAN)
    if diminta.update(batal_diminta=True):
        catat(
            peristiwa="impor.minta_batal", objek="impor", objek_id=impor_id, isi={}, oleh=oleh, pada=pada
        )  # fmt: skip
        return Impor.objects.get(pk=impor_id)
    impor = _kunci(impor_id, Status.DIUNGGAH, Status.DIBACA, Status.SIAP)
    impor.status, impor.ditutup_pada = Status.DIBATALKAN, pada
    impor.save(update_fields=["status", "ditutup_pada"])
    catat(
        peristiwa="impor.batalkan", objek="impor", objek_id=impor.pk, isi={"jenis": impor.jenis},
        oleh=oleh, pada=pada, opd_id=impor.opd_id,
    )  # fmt: skip
    return impor


@transaction.atomic
def urungkan_impor(*, impor_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Impor:
    """Take back what was applied, where the room can; raises its reason where it cannot."""
    impor = _kunci(impor_id, Status.DITERAPKAN)
    jenis = daftar_impor.ambil(impor.jenis)
    if jenis.urungkan is None:
        raise AturanDilanggar(f"Impor {jenis.nama.lower()} tidak dapat diurungkan.", kode="tak_terurungkan")
    jenis.urungkan(impor.urung, _konteks(impor), oleh=oleh, pada=pada)
    impor.status, impor.ditutup_pada = Status.DIURUNGKAN, pada
    impor.save(update_fields=["status", "ditutup_pada"])
    catat(
        peristiwa="impor.urungkan", objek="impor", objek_id=impor.pk, isi={"jenis": impor.jenis},
        oleh=oleh, pada=pada, opd_id=impor.opd_id,
    )  # fmt: skip
    return impor
