"""From draft to receipt: siap, paraf, ajukan."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.sql import perbarui, sisipkan
from terukur.inti.waktu import tulis_waktu
from terukur.jejak.actions import catat
from terukur.jejak.baku import baku, sidik
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.models import Catatan
from terukur.organisasi import queries as organisasi
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.kegiatan import simpan_kegiatan
from terukur.tenggat.actions.pemberitahuan import (
    beri_tahu_diajukan,
    beri_tahu_minta_perbaikan,
    beri_tahu_siap,
)
from terukur.tenggat.actions.pemeriksaan import mulai_pemeriksaan
from terukur.tenggat.actions.ralat import catat_ralat
from terukur.tenggat.choices import StatusPengajuan
from terukur.tenggat.models import Paraf, Pengajuan, Syarat, TandaTerima
from terukur.tenggat.penyedia import Kelengkapan, daftar_penyedia

S = StatusPengajuan
PUTUSAN = (
    "diajukan_pada", "diajukan_oleh", "diajukan_nama", "diajukan_penugasan", "tepat_waktu", "tenggat_berlaku",
    "selisih_detik",
)  # fmt: skip
"""What the first submission decides about the package, and nothing changes afterwards."""


def _catat(
    pengajuan: Pengajuan, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime
) -> Catatan:
    return catat(
        peristiwa=f"pengajuan.{verba}", objek="pengajuan", objek_id=pengajuan.pk,
        isi={"jendela": pengajuan.jendela_id, "opd": pengajuan.opd.nama, **isi},
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip


@transaction.atomic
def tandai_siap(
    *, pengajuan_id: UUID, hanya_unit: bool = False, oleh: Pelaku, pada: dt.datetime
) -> Pengajuan:
    """The operator hands a complete package to the head; its content is locked from here.

    ``hanya_unit``: the operator works for units of the OPD only, and is refused.
    """
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    syarat = queries.daftar_syarat(pengajuan.jendela)
    konteks = rules.KonteksPengajuan(
        pengajuan.jendela, pada, kekurangan=queries.daftar_kekurangan(pengajuan, syarat),
        hanya_unit=hanya_unit,
    )  # fmt: skip
    nama = "tandai_siap_perbaikan" if pengajuan.diajukan_pada else "tandai_siap"
    langkah = rules.ALUR_PENGAJUAN.periksa(nama, status=pengajuan.status, konteks=konteks)
    pengajuan.status = langkah.ke
    pengajuan.siap_pada, pengajuan.siap_oleh, pengajuan.siap_nama = pada, oleh.id, oleh.nama
    pengajuan.perbaikan_pada, pengajuan.perbaikan_oleh, pengajuan.perbaikan_alasan = None, "", ""
    pengajuan.save()
    beri_tahu_siap(pengajuan, queries.paraf_sisa(pengajuan), pada=pada)
    _catat(pengajuan, langkah.nama, {}, oleh=oleh, pada=pada)
    return pengajuan


@transaction.atomic
def batalkan_siap(
    *, pengajuan_id: UUID, hanya_unit: bool = False, oleh: Pelaku, pada: dt.datetime
) -> Pengajuan:
    """Back to the operator, before the signature. Initials given so far are void."""
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    nama = "batalkan_siap_perbaikan" if pengajuan.diajukan_pada else "batalkan_siap"
    langkah = rules.ALUR_PENGAJUAN.periksa(
        nama, status=pengajuan.status,
        konteks=rules.KonteksPengajuan(pengajuan.jendela, pada, hanya_unit=hanya_unit),
    )  # fmt: skip
    _buka_kembali(pengajuan, langkah.ke, pada=pada)
    _catat(pengajuan, langkah.nama, {}, oleh=oleh, pada=pada)
    return pengajuan


@transaction.atomic
def minta_perbaikan(
    *, pengajuan_id: UUID, alasan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Pengajuan:
    """The head or a pemaraf sends what waits for them back to the operator, with the reason.

    Initials given so far are void. The reason stays with the package until it is ready again.
    """
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    nama = "minta_perbaikan_ulang" if pengajuan.diajukan_pada else "minta_perbaikan"
    langkah = rules.ALUR_PENGAJUAN.periksa(
        nama, status=pengajuan.status, konteks=rules.KonteksPengajuan(pengajuan.jendela, pada)
    )
    if not alasan.strip():
        raise AturanDilanggar("Tuliskan yang perlu diperbaiki, agar operator tahu apa yang diubah.")
    penugasan = organisasi.dasar_penanda(pengguna, pengajuan.opd_id, pada=pada)
    oleh = replace(oleh, penugasan=penugasan or "Pemaraf")
    pengajuan.perbaikan_pada, pengajuan.perbaikan_alasan = pada, alasan.strip()
    pengajuan.perbaikan_oleh = f"{oleh.nama}, {oleh.penugasan}"
    _buka_kembali(pengajuan, langkah.ke, pada=pada)
    catatan = _catat(pengajuan, langkah.nama, {"alasan": pengajuan.perbaikan_alasan}, oleh=oleh, pada=pada)
    beri_tahu_minta_perbaikan(pengajuan, kunci=f"pengajuan.{nama}:{catatan.nomor}", pada=pada)
    return pengajuan


def _buka_kembali(pengajuan: Pengajuan, status: str, *, pada: dt.datetime) -> None:
    pengajuan.status = status
    if not pengajuan.diajukan_pada:
        pengajuan.siap_pada, pengajuan.siap_oleh, pengajuan.siap_nama = None, "", ""
    pengajuan.save()
    Paraf.objects.filter(
        pengajuan=pengajuan, putaran=pengajuan.versi + 1, dibatalkan_pada=None
    ).update(dibatalkan_pada=pada)  # fmt: skip


@transaction.atomic
def paraf(*, pengajuan_id: UUID, oleh: Pelaku, pada: dt.datetime) -> Paraf:
    """Put the next initial below the head's signature.

    Each step by a person of its own, unless the OPD has no other pemaraf for it.
    """
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    sisa = queries.paraf_sisa(pengajuan)
    nama = "paraf_perbaikan" if pengajuan.diajukan_pada else "paraf"
    rules.ALUR_PENGAJUAN.periksa(
        nama,
        status=pengajuan.status,
        konteks=rules.KonteksPengajuan(pengajuan.jendela, pada, paraf_sisa=sisa),
    )
    langkah = sisa[0]
    _periksa_pemaraf_lain(pengajuan, langkah, oleh=oleh, pada=pada)
    hasil = Paraf.objects.create(
        pengajuan=pengajuan, urutan=pengajuan.jendela.langkah_paraf.index(langkah) + 1, langkah=langkah,
        putaran=pengajuan.versi + 1, oleh=oleh.id, nama=oleh.nama, pada=pada,
    )  # fmt: skip
    _catat(pengajuan, nama, {"langkah": langkah}, oleh=oleh, pada=pada)
    beri_tahu_siap(pengajuan, sisa[1:], pada=pada)
    return hasil


def _periksa_pemaraf_lain(pengajuan: Pengajuan, langkah: str, *, oleh: Pelaku, pada: dt.datetime) -> None:
    sudah = Paraf.objects.filter(pengajuan=pengajuan, putaran=pengajuan.versi + 1, dibatalkan_pada=None)
    oleh_siapa = dict(sudah.order_by("urutan").values_list("oleh", "langkah"))
    if oleh.id not in oleh_siapa:
        return
    pemaraf = organisasi.pengguna_berperan(Peran.PEMARAF, opd_id=pengajuan.opd_id, pada=pada)
    if any(str(u.pk) not in oleh_siapa for u in pemaraf):
        raise AturanDilanggar(
            f"Anda sudah memaraf sebagai {oleh_siapa[oleh.id]}; paraf {langkah} oleh pemaraf lain."
        )


def _bekukan(
    pengajuan: Pengajuan,
    syarat: list[Syarat],
    kelengkapan: Mapping[str, Kelengkapan],
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> dict[str, str]:
    """Freeze every requirement as version ``pengajuan.versi``; {provider code: digest}."""
    isi = {
        s.kode: baku(
            daftar_penyedia.ambil(s.kode).bekukan(
                pengajuan, bacaan=kelengkapan[s.kode].bacaan, oleh=oleh, pada=pada
            )
        )
        for s in syarat
    }
    hasil = {kode: sidik(i) for kode, i in isi.items()}
    with connection.cursor() as kursor:  # as the text that was digested: nothing reads and writes it again
        kursor.execute(
            "insert into tenggat_isibeku (pengajuan_id, versi, kode, isi, sidik, dibekukan_pada) values "  # noqa: S608
            + ", ".join(["(%s, %s, %s, %s::jsonb, %s, %s)"] * len(isi)),
            [
                nilai
                for kode, i in isi.items()
                for nilai in (pengajuan.pk, pengajuan.versi, kode, i.decode(), hasil[kode], pada)
            ],
        )
    return hasil


@transaction.atomic
def ajukan(*, pengajuan_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime) -> TandaTerima:
    """The head submits: content frozen, verdict on time frozen, receipt issued.

    Also submits a correction after a return, which leaves the verdict of the first receipt as it
    is. Who may is told by the penugasan of the day; ``pada`` is the time of receipt. Raises
    ``AlurMenolak`` naming what is missing, who must initial, or why the user may not sign.
    """
    queries.kunci_penerimaan_paket(pengajuan_id)
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    jendela = pengajuan.jendela
    syarat = queries.daftar_syarat(jendela)
    bekal = queries.bekal_ajukan(pengajuan, pada=pada)
    kelengkapan = queries.kelengkapan_pengajuan(pengajuan, syarat)
    penugasan = organisasi.dasar_penanda(pengguna, pengajuan.opd_id, pada=pada)
    if str(pengguna.pk) != oleh.id:
        raise AturanDilanggar("Yang mengajukan harus orang yang masuk; muat ulang halaman.")
    langkah = rules.ALUR_PENGAJUAN.periksa(
        rules.langkah_ajukan(pengajuan.status),
        status=pengajuan.status,
        konteks=rules.KonteksPengajuan(
            jendela,
            pada,
            kekurangan=rules.kekurangan((s.nama, s.wajib, kelengkapan[s.kode]) for s in syarat),
            paraf_sisa=bekal.paraf_sisa,
            penugasan=penugasan,
        ),
    )
    oleh = replace(oleh, penugasan=penugasan)
    pertama = pengajuan.diajukan_pada is None
    pengajuan.versi += 1
    sidik_syarat = _bekukan(pengajuan, syarat, kelengkapan, oleh=oleh, pada=pada)
    if pertama:
        toleransi = dt.timedelta(seconds=jendela.toleransi_detik)
        putusan = rules.putusan(pada, jendela.tenggat_pada, bekal.masa, toleransi)
        pengajuan.diajukan_pada, pengajuan.diajukan_oleh = pada, oleh.id
        pengajuan.diajukan_nama, pengajuan.diajukan_penugasan = oleh.nama, oleh.penugasan
        pengajuan.tepat_waktu = putusan.tepat_waktu
        pengajuan.tenggat_berlaku = putusan.tenggat_berlaku
        pengajuan.selisih_detik = round(putusan.selisih.total_seconds())
    else:
        pengajuan.diperbaiki_pada = pada
    pengajuan.status = langkah.ke
    perbarui(pengajuan, "status", "versi", "diperbaiki_pada", *(PUTUSAN if pertama else ()))
    simpan_kegiatan(pengajuan, kelengkapan, selalu=True, pada=pada)
    mulai_pemeriksaan(pengajuan, syarat, pada=pada)
    beri_tahu_diajukan(pengajuan, syarat, pada=pada)
    # From here to the commit all others who act wait for the end of the chain: nothing slow below.
    catatan = _catat(
        pengajuan, langkah.nama,
        {
            "versi": pengajuan.versi, "sidik": sidik_syarat, "tepat_waktu": pengajuan.tepat_waktu,
            "tenggat_berlaku": pengajuan.tenggat_berlaku, "selisih_detik": pengajuan.selisih_detik,
            "toleransi_detik": jendela.toleransi_detik,
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    tanda = _terbitkan_tanda_terima(pengajuan, syarat, sidik_syarat, catatan, oleh=oleh, pada=pada)
    if pertama:
        catat_ralat(pengajuan, bekal.laporan, oleh=oleh, pada=pada)
    return tanda


def _terbitkan_tanda_terima(
    pengajuan: Pengajuan,
    syarat: list[Syarat],
    sidik_syarat: dict[str, str],
    catatan: Catatan,
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> TandaTerima:
    jendela = pengajuan.jendela
    assert pengajuan.tenggat_berlaku is not None
    isi = {
        "opd": pengajuan.opd.nama,
        "judul": jendela.judul,
        "tahapan": jendela.nama_tahapan,
        "edaran": jendela.nomor_edaran,
        "perbaikan": pengajuan.versi > 1,
        "versi": pengajuan.versi,
        "diterima": tulis_waktu(pada, jendela.zona_waktu, hari=True),
        "diterima_pada": pada,
        "tenggat": tulis_waktu(pengajuan.tenggat_berlaku, jendela.zona_waktu, hari=True),
        "putusan": rules.tulis_putusan(pengajuan.tepat_waktu, pengajuan.selisih_detik),
        "toleransi_detik": jendela.toleransi_detik,
        "penanda_tangan": oleh.nama,
        "penugasan": oleh.penugasan,
        "syarat": [{"kode": s.kode, "nama": s.nama, "sidik": sidik_syarat[s.kode]} for s in syarat],
    }
    kertas = daftarkan_kertas(
        jenis="TT", nama_jenis="Tanda Terima Pengajuan",
        judul=f"{jendela.judul} — {pengajuan.opd.nama}"[:300], isi=isi, catatan=catatan,
        opd_id=pengajuan.opd_id, nama_opd=pengajuan.opd.nama, oleh=oleh, pada=pada,
    )  # fmt: skip
    tanda = TandaTerima(pengajuan=pengajuan, versi=pengajuan.versi, kertas=kertas, diterima_pada=pada)
    sisipkan([tanda])
    return tanda
