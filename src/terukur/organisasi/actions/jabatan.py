"""Offices of an OPD."""

import datetime as dt
from typing import Any

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi.actions.potret import (
    jejak_versi,
    kunci,
    masih_berlaku,
    periksa_dibaca,
    periksa_urutan,
    tanda_versi,
    tulis_versi,
    tutup_versi,
    versi_pada,
)
from terukur.organisasi.models import OPD, Jabatan, JabatanVersi, Penugasan, Unit
from terukur.organisasi.penyedia import beri_tahu_hari


def _periksa_jabatan(
    opd: OPD,
    unit: Unit | None,
    *,
    kepala: bool,
    tunggal: bool,
    sejak: dt.date,
    sampai: dt.date | None,
    kecuali: Jabatan | None,
) -> None:
    versi_pada(opd, sejak)
    if unit is not None and versi_pada(unit, sejak).opd_id != opd.pk:
        raise AturanDilanggar(
            f"{unit.nama} bukan unit dari {opd.nama} pada {tulis_tanggal(sejak)}.",
            kode="unit_lain",
            kolom={"unit": "Pilih unit dari OPD ini."},
        )
    if not kepala:
        return
    if unit is not None or not tunggal:
        raise AturanDilanggar(
            "Kepala OPD memimpin seluruh OPD, seorang diri; kosongkan unit dan pilih hanya seorang.",
            kode="kepala_unit",
            kolom={"kepala": "Jabatan pada unit tidak menandatangani untuk OPD."},
        )
    lain = masih_berlaku(JabatanVersi, sejak - SATU_HARI).filter(opd=opd, kepala=True)
    if sampai is not None:
        lain = lain.filter(berlaku_sejak__lte=sampai)
    if kecuali is not None:
        lain = lain.exclude(jabatan=kecuali)
    if ada := lain.first():
        raise AturanDilanggar(
            f"{opd.nama} sudah dipimpin jabatan “{ada.nama}”; akhiri jabatan itu lebih dahulu.",
            kode="kepala_ganda",
            kolom={"kepala": f"Sudah ada: {ada.nama}."},
        )


@transaction.atomic
def catat_jabatan(
    *,
    opd: OPD,
    nama: str,
    eselon: str,
    unit: Unit | None = None,
    kepala: bool = False,
    tunggal: bool = True,
    sejak: dt.date,
    sampai: dt.date | None = None,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> Jabatan:
    """Record a new office. ``kepala``: its holder signs for the OPD; only one such at a time."""
    periksa_urutan(sejak, sampai)
    _periksa_jabatan(opd, unit, kepala=kepala, tunggal=tunggal, sejak=sejak, sampai=sampai, kecuali=None)
    jabatan = Jabatan(
        opd=opd, unit=unit, nama=nama, eselon=eselon, kepala=kepala, tunggal=tunggal, aktif=False
    )
    jabatan.save(force_insert=True)
    isi: dict[str, Any] = {"opd": opd, "unit": unit, "nama": nama, "eselon": eselon}
    isi |= {"kepala": kepala, "tunggal": tunggal, "dasar": dasar}
    versi = tulis_versi(jabatan, isi, sejak=sejak, sampai=sampai, pada=pada)
    jejak_versi("jabatan.catat", jabatan, opd.pk, versi, oleh=oleh, pada=pada)
    return jabatan


@transaction.atomic
def ubah_jabatan(
    *,
    jabatan: Jabatan,
    nama: str,
    eselon: str,
    unit: Unit | None = None,
    kepala: bool = False,
    sejak: dt.date,
    dasar: str = "",
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Jabatan:
    """From ``sejak`` on the office is called and ranked so, up to the next change.

    It stays in its OPD and as single or shared as it was: a new office is recorded for that.
    """
    kunci(jabatan)
    lama = versi_pada(jabatan, sejak)
    opd = OPD.objects.get(pk=lama.opd_id)
    sampai = lama.berlaku_sampai
    isi: dict[str, Any] = {"opd": opd, "unit": unit, "nama": nama, "eselon": eselon}
    isi |= {"kepala": kepala, "tunggal": lama.tunggal, "dasar": dasar}
    periksa_dibaca(dibaca, tanda_versi(jabatan), tersimpan={k: getattr(lama, k) for k in isi}, kiriman=isi)
    _periksa_jabatan(
        opd, unit, kepala=kepala, tunggal=lama.tunggal, sejak=sejak, sampai=sampai, kecuali=jabatan
    )
    versi = tulis_versi(jabatan, isi, sejak=sejak, sampai=sampai, pada=pada)
    if lama.unit_id != versi.unit_id:
        pemegang = masih_berlaku(Penugasan, sejak - SATU_HARI).filter(jabatan=jabatan)
        orang = set(pemegang.order_by().values_list("pegawai_id", flat=True))
        beri_tahu_hari(orang, sejak=sejak, sampai=sampai, pada=pada)
    jejak_versi("jabatan.ubah", jabatan, opd.pk, versi, oleh=oleh, pada=pada)
    return jabatan


@transaction.atomic
def akhiri_jabatan(
    *, jabatan: Jabatan, hari_terakhir: dt.date, dasar: str, oleh: Pelaku, pada: dt.datetime
) -> Jabatan:
    """End an office together with the penugasan in it."""
    kunci(jabatan)
    orang = set()
    for tugas in masih_berlaku(Penugasan, hari_terakhir).filter(jabatan=jabatan):
        orang.add(tugas.pegawai_id)
        cabut_fakta(
            Penugasan,
            kunci={"pegawai": tugas.pegawai_id, "jabatan": jabatan},
            sejak=hari_terakhir + SATU_HARI,
            sampai=None,
            pada=pada,
        )
    tutup_versi(jabatan, hari_terakhir=hari_terakhir, pada=pada)
    beri_tahu_hari(orang, sejak=hari_terakhir + SATU_HARI, sampai=None, pada=pada)
    catat(
        peristiwa="jabatan.akhiri",
        objek="jabatan",
        objek_id=jabatan.pk,
        opd_id=jabatan.opd_id,
        isi={"nama": jabatan.nama, "hari_terakhir": hari_terakhir, "dasar": dasar},
        oleh=oleh,
        pada=pada,
    )
    return jabatan
