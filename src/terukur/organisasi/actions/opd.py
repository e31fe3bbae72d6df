"""OPD, unit, jabatan and the profile of an OPD."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi import rules
from terukur.organisasi.actions.potret import (
    kunci,
    periksa_kode_bebas,
    periksa_urutan,
    tulis_versi,
    tutup_versi,
    versi_pada,
)
from terukur.organisasi.models import (
    OPD,
    Jabatan,
    JabatanVersi,
    OPDVersi,
    Penugasan,
    ProfilOPD,
    Unit,
    UnitVersi,
)
from terukur.organisasi.models.pegawai import PeranPengguna


def _jejak(peristiwa: str, jangkar: Any, opd_id: Any, versi: Any, *, oleh: Pelaku, pada: dt.datetime) -> None:
    isi = {kolom: getattr(versi, kolom) for kolom in versi.KOLOM_POTRET}
    isi |= {
        "berlaku_sejak": versi.berlaku_sejak,
        "berlaku_sampai": versi.berlaku_sampai,
        "dasar": versi.dasar,
    }
    catat(
        peristiwa=peristiwa,
        objek=peristiwa.split(".")[0],
        objek_id=jangkar.pk,
        opd_id=opd_id,
        isi=isi,
        oleh=oleh,
        pada=pada,
    )


# -- OPD ------------------------------------------------------------------------------------


@transaction.atomic
def catat_opd(
    *,
    kode: str,
    nama: str,
    singkatan: str,
    jenis: str,
    induk: OPD | None = None,
    sejak: dt.date,
    sampai: dt.date | None = None,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> OPD:
    """Record a new OPD from ``sejak`` on.

    Raises ``AturanDilanggar`` for a code of the wrong shape or in use on these days.
    """
    rules.periksa_kode(kode)
    periksa_urutan(sejak, sampai)
    periksa_kode_bebas(OPDVersi, kode, sejak=sejak, sampai=sampai)
    opd = OPD(kode=kode, nama=nama, singkatan=singkatan, jenis=jenis, induk=induk, aktif=False)
    opd.save(force_insert=True)
    isi = {"kode": kode, "nama": nama, "singkatan": singkatan, "jenis": jenis, "induk": induk, "dasar": dasar}
    versi = tulis_versi(opd, isi, sejak=sejak, sampai=sampai, pada=pada)
    _jejak("opd.catat", opd, opd.pk, versi, oleh=oleh, pada=pada)
    return opd


@transaction.atomic
def ubah_opd(
    *,
    opd: OPD,
    kode: str,
    nama: str,
    singkatan: str,
    jenis: str,
    induk: OPD | None = None,
    sejak: dt.date,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> OPD:
    """From ``sejak`` on the OPD is called and coded so, up to the next change already recorded.

    A ``sejak`` in the past corrects what was known; the old knowledge stays readable.
    """
    rules.periksa_kode(kode)
    kunci(opd)
    sampai = versi_pada(opd, sejak).berlaku_sampai
    periksa_kode_bebas(OPDVersi, kode, sejak=sejak, sampai=sampai, kecuali=opd)
    isi = {"kode": kode, "nama": nama, "singkatan": singkatan, "jenis": jenis, "induk": induk, "dasar": dasar}
    versi = tulis_versi(opd, isi, sejak=sejak, sampai=sampai, pada=pada)
    _jejak("opd.ubah", opd, opd.pk, versi, oleh=oleh, pada=pada)
    return opd


@transaction.atomic
def akhiri_opd(*, opd: OPD, hari_terakhir: dt.date, dasar: str, oleh: Pelaku, pada: dt.datetime) -> OPD:
    """End an OPD with its units, jabatan, penugasan and the roles named for it."""
    kunci(opd)
    versi = versi_pada(opd, hari_terakhir)
    milik_unit = _masih_berlaku(UnitVersi, hari_terakhir).filter(opd=opd).values("unit")
    for unit in Unit.objects.filter(pk__in=milik_unit.order_by()).order_by("pk"):
        akhiri_unit(unit=unit, hari_terakhir=hari_terakhir, dasar=dasar, oleh=oleh, pada=pada)
    milik_jabatan = _masih_berlaku(JabatanVersi, hari_terakhir).filter(opd=opd).values("jabatan")
    for jabatan in Jabatan.objects.filter(pk__in=milik_jabatan.order_by()).order_by("pk"):
        akhiri_jabatan(jabatan=jabatan, hari_terakhir=hari_terakhir, dasar=dasar, oleh=oleh, pada=pada)
    for peran in _masih_berlaku(PeranPengguna, hari_terakhir).filter(opd=opd):
        cabut_fakta(
            PeranPengguna,
            kunci={"pengguna": peran.pengguna_id, "peran": peran.peran, "lingkup": peran.lingkup},
            sejak=hari_terakhir + SATU_HARI,
            sampai=None,
            pada=pada,
        )
    tutup_versi(opd, hari_terakhir=hari_terakhir, pada=pada)
    catat(
        peristiwa="opd.akhiri",
        objek="opd",
        objek_id=opd.pk,
        opd_id=opd.pk,
        isi={"kode": versi.kode, "nama": versi.nama, "hari_terakhir": hari_terakhir, "dasar": dasar},
        oleh=oleh,
        pada=pada,
    )
    return opd


def _masih_berlaku(model: type[Any], hari_terakhir: dt.date) -> Any:
    """Rows as known now that reach beyond ``hari_terakhir``."""
    return (
        model.objects.diketahui(None)
        .filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gt=hari_terakhir))
        .order_by("pk")
    )


@transaction.atomic
def tulis_profil(
    *,
    opd: OPD,
    tugas: str,
    fungsi: Sequence[tuple[str, Sequence[str]]],
    dasar: str = "",
    sejak: dt.date,
    oleh: Pelaku,
    pada: dt.datetime,
) -> ProfilOPD:
    """Record tugas and fungsi by Perbup SOTK. ``fungsi``: (uraian, codes of its programs)."""
    kunci(opd)
    versi_pada(opd, sejak)
    isi_fungsi = [{"uraian": uraian, "program": sorted(set(program))} for uraian, program in fungsi]
    profil = catat_fakta(
        ProfilOPD,
        kunci={"opd": opd},
        isi={"tugas": tugas, "fungsi": isi_fungsi, "dasar": dasar},
        sejak=sejak,
        pada=pada,
    )
    catat(
        peristiwa="opd.tulis_profil",
        objek="opd",
        objek_id=opd.pk,
        opd_id=opd.pk,
        isi={"tugas": tugas, "fungsi": isi_fungsi, "dasar": dasar, "berlaku_sejak": sejak},
        oleh=oleh,
        pada=pada,
    )
    return profil


# -- unit -----------------------------------------------------------------------------------


def _periksa_unit(opd: OPD, kode: str, sejak: dt.date) -> None:
    rules.periksa_kode(kode)
    milik = versi_pada(opd, sejak)
    if rules.kode_induk(kode) != rules.kode_induk(milik.kode):
        raise AturanDilanggar(
            f"Kode unit {kode} bukan milik {milik.nama}; delapan belas karakter pertama harus "
            f"{milik.kode[:18]}.",
            kode="kode_bukan_induk",
            kolom={"kode": f"Harus diawali {milik.kode[:18]}"},
        )


@transaction.atomic
def catat_unit(
    *,
    opd: OPD,
    kode: str,
    nama: str,
    jenis: str,
    sejak: dt.date,
    sampai: dt.date | None = None,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> Unit:
    """Record a new unit of ``opd``; its code begins with the OPD's."""
    periksa_urutan(sejak, sampai)
    _periksa_unit(opd, kode, sejak)
    periksa_kode_bebas(UnitVersi, kode, sejak=sejak, sampai=sampai)
    unit = Unit(opd=opd, kode=kode, nama=nama, jenis=jenis, aktif=False)
    unit.save(force_insert=True)
    isi = {"opd": opd, "kode": kode, "nama": nama, "jenis": jenis, "dasar": dasar}
    versi = tulis_versi(unit, isi, sejak=sejak, sampai=sampai, pada=pada)
    _jejak("unit.catat", unit, opd.pk, versi, oleh=oleh, pada=pada)
    return unit


@transaction.atomic
def ubah_unit(
    *,
    unit: Unit,
    opd: OPD,
    kode: str,
    nama: str,
    jenis: str,
    sejak: dt.date,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> Unit:
    """From ``sejak`` on the unit is called so and belongs to ``opd``, up to the next change."""
    kunci(unit)
    sampai = versi_pada(unit, sejak).berlaku_sampai
    _periksa_unit(opd, kode, sejak)
    periksa_kode_bebas(UnitVersi, kode, sejak=sejak, sampai=sampai, kecuali=unit)
    isi = {"opd": opd, "kode": kode, "nama": nama, "jenis": jenis, "dasar": dasar}
    versi = tulis_versi(unit, isi, sejak=sejak, sampai=sampai, pada=pada)
    _jejak("unit.ubah", unit, opd.pk, versi, oleh=oleh, pada=pada)
    return unit


@transaction.atomic
def akhiri_unit(*, unit: Unit, hari_terakhir: dt.date, dasar: str, oleh: Pelaku, pada: dt.datetime) -> Unit:
    """End a unit; it is unknown from the day after ``hari_terakhir`` on."""
    kunci(unit)
    tutup_versi(unit, hari_terakhir=hari_terakhir, pada=pada)
    catat(
        peristiwa="unit.akhiri",
        objek="unit",
        objek_id=unit.pk,
        opd_id=unit.opd_id,
        isi={"kode": unit.kode, "nama": unit.nama, "hari_terakhir": hari_terakhir, "dasar": dasar},
        oleh=oleh,
        pada=pada,
    )
    return unit


# -- jabatan --------------------------------------------------------------------------------


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
    lain = _masih_berlaku(JabatanVersi, sejak - SATU_HARI).filter(opd=opd, kepala=True)
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
    _jejak("jabatan.catat", jabatan, opd.pk, versi, oleh=oleh, pada=pada)
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
    _periksa_jabatan(
        opd, unit, kepala=kepala, tunggal=lama.tunggal, sejak=sejak, sampai=sampai, kecuali=jabatan
    )
    isi: dict[str, Any] = {"opd": opd, "unit": unit, "nama": nama, "eselon": eselon}
    isi |= {"kepala": kepala, "tunggal": lama.tunggal, "dasar": dasar}
    versi = tulis_versi(jabatan, isi, sejak=sejak, sampai=sampai, pada=pada)
    _jejak("jabatan.ubah", jabatan, opd.pk, versi, oleh=oleh, pada=pada)
    return jabatan


@transaction.atomic
def akhiri_jabatan(
    *, jabatan: Jabatan, hari_terakhir: dt.date, dasar: str, oleh: Pelaku, pada: dt.datetime
) -> Jabatan:
    """End an office together with the penugasan in it."""
    kunci(jabatan)
    for tugas in _masih_berlaku(Penugasan, hari_terakhir).filter(jabatan=jabatan):
        cabut_fakta(
            Penugasan,
            kunci={"pegawai": tugas.pegawai_id, "jabatan": jabatan},
            sejak=hari_terakhir + SATU_HARI,
            sampai=None,
            pada=pada,
        )
    tutup_versi(jabatan, hari_terakhir=hari_terakhir, pada=pada)
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
