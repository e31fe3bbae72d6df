"""OPD, unit and the profile of an OPD."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi import rules
from terukur.organisasi.actions.jabatan import akhiri_jabatan
from terukur.organisasi.actions.potret import (
    jejak_versi,
    kunci,
    masih_berlaku,
    periksa_dibaca,
    periksa_kode_bebas,
    periksa_urutan,
    tanda_versi,
    tulis_versi,
    tutup_versi,
    versi_pada,
)
from terukur.organisasi.models import (
    OPD,
    Jabatan,
    JabatanVersi,
    OPDVersi,
    ProfilOPD,
    Unit,
    UnitVersi,
)
from terukur.organisasi.models.pegawai import PeranPengguna
from terukur.organisasi.penyedia import beri_tahu_akhir
from terukur.organisasi.queries import tanda_fakta

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
    jejak_versi("opd.catat", opd, opd.pk, versi, oleh=oleh, pada=pada)
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
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> OPD:
    """From ``sejak`` on the OPD is called and coded so, up to the next change already recorded.

    A ``sejak`` in the past corrects what was known; the old knowledge stays readable.
    """
    rules.periksa_kode(kode)
    kunci(opd)
    lama = versi_pada(opd, sejak)
    sampai = lama.berlaku_sampai
    isi = {"kode": kode, "nama": nama, "singkatan": singkatan, "jenis": jenis, "induk": induk, "dasar": dasar}
    periksa_dibaca(dibaca, tanda_versi(opd), tersimpan={k: getattr(lama, k) for k in isi}, kiriman=isi)
    periksa_kode_bebas(OPDVersi, kode, sejak=sejak, sampai=sampai, kecuali=opd)
    versi = tulis_versi(opd, isi, sejak=sejak, sampai=sampai, pada=pada)
    jejak_versi("opd.ubah", opd, opd.pk, versi, oleh=oleh, pada=pada)
    return opd


@transaction.atomic
def akhiri_opd(*, opd: OPD, hari_terakhir: dt.date, dasar: str, oleh: Pelaku, pada: dt.datetime) -> OPD:
    """End an OPD with its units, jabatan, penugasan and the roles named for it; what it owes moves on.

    Successors are recorded before.
    """
    kunci(opd)
    versi = versi_pada(opd, hari_terakhir)
    milik_unit = masih_berlaku(UnitVersi, hari_terakhir).filter(opd=opd).values("unit")
    for unit in Unit.objects.filter(pk__in=milik_unit.order_by()).order_by("pk"):
        akhiri_unit(unit=unit, hari_terakhir=hari_terakhir, dasar=dasar, oleh=oleh, pada=pada)
    milik_jabatan = masih_berlaku(JabatanVersi, hari_terakhir).filter(opd=opd).values("jabatan")
    for jabatan in Jabatan.objects.filter(pk__in=milik_jabatan.order_by()).order_by("pk"):
        akhiri_jabatan(jabatan=jabatan, hari_terakhir=hari_terakhir, dasar=dasar, oleh=oleh, pada=pada)
    for peran in masih_berlaku(PeranPengguna, hari_terakhir).filter(opd=opd):
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
    beri_tahu_akhir(opd.pk, oleh=oleh, pada=pada)
    return opd


@transaction.atomic
def tulis_profil(
    *,
    opd: OPD,
    tugas: str,
    fungsi: Sequence[tuple[str, Sequence[str]]],
    dasar: str = "",
    sejak: dt.date,
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> ProfilOPD:
    """Record tugas and fungsi by Perbup SOTK. ``fungsi``: (uraian, codes of its programs)."""
    kunci(opd)
    versi_pada(opd, sejak)
    isi_fungsi = [{"uraian": uraian, "program": sorted(set(program))} for uraian, program in fungsi]
    isi = {"tugas": tugas, "fungsi": isi_fungsi, "dasar": dasar}
    lama = ProfilOPD.objects.pada(sejak).filter(opd=opd).values(*isi).first() or {}
    periksa_dibaca(dibaca, tanda_fakta(ProfilOPD, opd=opd), tersimpan=lama, kiriman=isi)
    profil = catat_fakta(
        ProfilOPD,
        kunci={"opd": opd},
        isi=isi,
        sejak=sejak,
        pada=pada,
    )
    catat(
        peristiwa="opd.tulis_profil",
        objek="opd",
        objek_id=opd.pk,
        opd_id=opd.pk,
        isi=isi | {"berlaku_sejak": sejak},
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
    jejak_versi("unit.catat", unit, opd.pk, versi, oleh=oleh, pada=pada)
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
    dibaca: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Unit:
    """From ``sejak`` on the unit is called so and belongs to ``opd``, up to the next change."""
    kunci(unit)
    lama = versi_pada(unit, sejak)
    sampai = lama.berlaku_sampai
    isi = {"opd": opd, "kode": kode, "nama": nama, "jenis": jenis, "dasar": dasar}
    periksa_dibaca(dibaca, tanda_versi(unit), tersimpan={k: getattr(lama, k) for k in isi}, kiriman=isi)
    _periksa_unit(opd, kode, sejak)
    periksa_kode_bebas(UnitVersi, kode, sejak=sejak, sampai=sampai, kecuali=unit)
    versi = tulis_versi(unit, isi, sejak=sejak, sampai=sampai, pada=pada)
    jejak_versi("unit.ubah", unit, opd.pk, versi, oleh=oleh, pada=pada)
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
