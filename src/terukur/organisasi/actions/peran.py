"""Roles of users: granted, withdrawn, handed over."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from terukur.akun.actions import aktifkan, buat_pengguna, lepaskan_sso, nonaktifkan, setel_ulang_sandi
from terukur.akun.akses import Akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.inti.bitemporal import cabut_fakta, catat_fakta
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.actions.pegawai import hubungkan_pengguna
from terukur.organisasi.actions.potret import versi_pada
from terukur.organisasi.models import OPD, Pegawai, Penugasan, PeranPengguna, Unit
from terukur.organisasi.models.pegawai import PERAN_DIBERIKAN, PERAN_PER_OPD
from terukur.organisasi.queries import hari_pemda, peran_pengguna


def lingkup(opd: OPD | None, unit: Unit | None) -> str:
    """Identity of the scope of a role; never NULL, so that the database can compare it."""
    return f"{opd.pk if opd else '-'}:{unit.pk if unit else '-'}"


def periksa_wewenang_peran(akses: Akses | None, peran: Peran, opd: OPD | None) -> None:
    """Who may grant what: an admin of the whole system everything grantable; an admin OPD only
    operator, admin and pemaraf of the own OPD. ``akses`` None: the system itself."""
    if peran not in PERAN_DIBERIKAN:
        raise AturanDilanggar(
            f"Peran {DAFTAR_PERAN[peran].nama} mengikuti penugasan dan tidak dapat diberikan; "
            "catat SK penugasannya.",
            kode="peran_dari_penugasan",
        )
    if akses is None or akses.cakupan(Izin.PENGGUNA_KELOLA) is None:
        return
    if opd is None or peran not in PERAN_PER_OPD or not akses.boleh(Izin.PENGGUNA_KELOLA, opd.pk):
        raise TidakBerhak(
            "Admin OPD hanya dapat mengatur peran operator, admin dan pemaraf pada OPD sendiri; "
            "untuk peran lain hubungi Admin Diskominfo."
        )


@transaction.atomic
def beri_peran(
    *,
    pengguna: Pengguna,
    peran: Peran,
    opd: OPD | None = None,
    unit: Unit | None = None,
    syarat: Iterable[str] = (),
    sejak: dt.date | None = None,
    sampai: dt.date | None = None,
    dasar: str = "",
    akses: Akses | None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> PeranPengguna:
    """Grant a role from ``sejak`` (None: the day of ``pada``) to ``sampai`` (None: open).

    ``akses``: of whoever grants, judged by ``periksa_wewenang_peran``; None only for the system.
    """
    periksa_wewenang_peran(akses, peran, opd)
    mulai = sejak or hari_pemda(pada)
    if (peran in PERAN_PER_OPD) != (opd is not None):
        pesan = "wajib menyebut OPD" if opd is None else "berlaku untuk seluruh kabupaten; kosongkan OPD"
        raise AturanDilanggar(
            f"Peran {DAFTAR_PERAN[peran].nama} {pesan}.",
            kode="lingkup_peran",
            kolom={"opd": f"Peran ini {pesan}."},
        )
    if opd is not None:
        versi_pada(opd, mulai)
    if unit is not None and (opd is None or versi_pada(unit, mulai).opd_id != opd.pk):
        raise AturanDilanggar(
            "Unit yang dipilih bukan bagian dari OPD itu.",
            kode="unit_lain",
            kolom={"unit": "Pilih unit dari OPD ini."},
        )
    daftar_syarat = sorted(set(syarat)) if peran is Peran.VERIFIKATOR else []
    Pengguna.objects.select_for_update().get(pk=pengguna.pk)
    baris = catat_fakta(
        PeranPengguna,
        kunci={"pengguna": pengguna, "peran": peran.value, "lingkup": lingkup(opd, unit)},
        isi={"opd": opd, "unit": unit, "syarat": daftar_syarat, "dasar": dasar},
        sejak=mulai,
        sampai=sampai,
        pada=pada,
    )
    catat(
        peristiwa="peran.beri",
        objek="pengguna",
        objek_id=pengguna.pk,
        opd_id=opd.pk if opd else None,
        isi={
            "peran": peran.value,
            "unit_id": unit.pk if unit else None,
            "syarat": daftar_syarat,
            "berlaku_sejak": mulai,
            "berlaku_sampai": sampai,
            "dasar": dasar,
        },
        oleh=oleh,
        pada=pada,
    )
    return baris


@transaction.atomic
def cabut_peran(
    *, baris: PeranPengguna, alasan: str = "", akses: Akses | None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Withdraw a granted role at once: it is gone from the instant ``pada`` on."""
    peran = Peran(baris.peran)
    periksa_wewenang_peran(akses, peran, baris.opd)
    hari = hari_pemda(pada)
    Pengguna.objects.select_for_update().get(pk=baris.pengguna_id)
    kini = PeranPengguna.objects.diketahui(None).filter(pk=baris.pk).first()
    if kini is None:
        raise AturanDilanggar("Peran ini sudah dicabut; muat ulang halaman.", kode="sudah_dicabut")
    cabut_fakta(
        PeranPengguna,
        kunci={"pengguna": kini.pengguna_id, "peran": kini.peran, "lingkup": kini.lingkup},
        sejak=max(hari, kini.berlaku_sejak),
        sampai=kini.berlaku_sampai,
        pada=pada,
    )
    catat(
        peristiwa="peran.cabut",
        objek="pengguna",
        objek_id=kini.pengguna_id,
        opd_id=kini.opd_id,
        isi={"peran": kini.peran, "unit_id": kini.unit_id, "alasan": alasan},
        oleh=oleh,
        pada=pada,
    )


@transaction.atomic
def alihkan_tugas(
    *,
    dari: Pengguna,
    kepada: Pengguna,
    opd: OPD,
    alasan: str,
    akses: Akses | None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[PeranPengguna]:
    """Hand over everything ``dari`` does for ``opd`` to ``kepada``, at once.

    Drafts belong to the OPD, not to the person: handing over means that the roles change
    hands, and the next person finds the drafts as they are.
    """
    if dari.pk == kepada.pk:
        raise AturanDilanggar("Pilih orang lain sebagai penerima tugas.", kode="orang_sama")
    hari = hari_pemda(pada)
    milik = list(
        PeranPengguna.objects.pada(hari)
        .filter(pengguna=dari, opd=opd)
        .select_related("opd", "unit")
        .order_by("pk")
    )
    if not milik:
        raise AturanDilanggar(
            f"{dari.nama} tidak memegang peran pada {opd.nama} hari ini.", kode="tanpa_peran"
        )
    hasil = []
    for baris in milik:
        hasil.append(
            beri_peran(
                pengguna=kepada,
                peran=Peran(baris.peran),
                opd=baris.opd,
                unit=baris.unit,
                syarat=baris.syarat,
                sejak=hari,
                sampai=baris.berlaku_sampai,
                dasar=alasan,
                akses=akses,
                oleh=oleh,
                pada=pada,
            )
        )
        cabut_peran(baris=baris, alasan=alasan, akses=akses, oleh=oleh, pada=pada)
    return hasil


# -- logins ---------------------------------------------------------------------------------


@transaction.atomic
def daftarkan_pengguna(
    *,
    nama_pengguna: str,
    nama: str,
    nip: str = "",
    peran: Peran | None,
    opd: OPD | None = None,
    unit: Unit | None = None,
    pegawai: Pegawai | None = None,
    akses: Akses | None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> tuple[Pengguna, str]:
    """A new login with its first role; returns it with its one-time password.

    ``peran`` None: a login alone, as a kepala OPD needs; only for whoever manages all users.
    It becomes the login of ``pegawai``, or else of the pegawai with the same NIP.
    """
    if peran is not None:
        periksa_wewenang_peran(akses, peran, opd)
    elif akses is not None and akses.cakupan(Izin.PENGGUNA_KELOLA) is not None:
        raise TidakBerhak("Pilih peran pada OPD Anda untuk pengguna baru ini.")
    pengguna, sandi = buat_pengguna(
        nama_pengguna=nama_pengguna,
        nama=nama,
        nip=nip,
        opd_id=opd.pk if opd else None,
        oleh=oleh,
        pada=pada,
    )
    if pegawai is None and pengguna.nip:
        calon = Pegawai.objects.filter(nip=pengguna.nip, pengguna=None).first()
        if calon is not None and _boleh_dihubungkan(akses, calon, hari_pemda(pada)):
            pegawai = calon
    if pegawai is not None:
        hubungkan_pengguna(pegawai=pegawai, pengguna=pengguna, oleh=oleh, pada=pada)
    if peran is not None:
        beri_peran(pengguna=pengguna, peran=peran, opd=opd, unit=unit, akses=akses, oleh=oleh, pada=pada)
    return pengguna, sandi


def _boleh_dihubungkan(akses: Akses | None, pegawai: Pegawai, hari: dt.date) -> bool:
    """May a login made by ``akses`` become this person's? It brings the person's authority.

    Whoever made the login knows its first password, so an admin OPD must not make one for
    somebody who signs for an OPD, or who works elsewhere.
    """
    cakupan = akses.cakupan(Izin.PENGGUNA_KELOLA) if akses is not None else None
    if cakupan is None:
        return True
    tugas = Penugasan.objects.pada(hari).dengan_jabatan(hari).filter(pegawai=pegawai)
    return bool(tugas) and all(t.opd_pada in cakupan and not t.kepala_pada for t in tugas)


def periksa_wewenang_pengguna(akses: Akses, pengguna: Pengguna, *, pada: dt.datetime) -> None:
    """May the holder of ``akses`` reset or close this login?

    An admin OPD may for people whose every role lies in the own OPD. A login that signs for an
    OPD, decides for the whole kabupaten (Sekda, verifikator, admin) or works for another OPD is
    Diskominfo's: whoever resets a password knows it, and must not sign with it.
    """
    cakupan = akses.cakupan(Izin.PENGGUNA_KELOLA)
    if cakupan is None:
        return
    milik = peran_pengguna(pengguna, pada)
    if any(p.peran is Peran.KEPALA_OPD for p in milik):
        raise TidakBerhak("Akun penanda tangan OPD hanya diurus Admin Diskominfo; hubungi mereka.")
    if not milik or any(p.opd_id not in cakupan for p in milik):
        raise TidakBerhak(
            "Pengguna ini juga memegang peran di luar OPD Anda; minta Admin Diskominfo mengurusnya."
        )


@transaction.atomic
def setel_sandi(
    *,
    pengguna: Pengguna,
    hapus_dua_langkah: bool = False,
    akses: Akses,
    oleh: Pelaku,
    pada: dt.datetime,
) -> str:
    """A one-time password for a user within one's scope; returned to be shown once."""
    periksa_wewenang_pengguna(akses, pengguna, pada=pada)
    return setel_ulang_sandi(pengguna=pengguna, hapus_dua_langkah=hapus_dua_langkah, oleh=oleh, pada=pada)


@transaction.atomic
def tutup_akun(*, pengguna: Pengguna, alasan: str, akses: Akses, oleh: Pelaku, pada: dt.datetime) -> None:
    """Close a login within one's scope."""
    periksa_wewenang_pengguna(akses, pengguna, pada=pada)
    nonaktifkan(pengguna=pengguna, alasan=alasan, oleh=oleh, pada=pada)


@transaction.atomic
def buka_akun(*, pengguna: Pengguna, akses: Akses, oleh: Pelaku, pada: dt.datetime) -> None:
    """Open a closed login within one's scope again."""
    periksa_wewenang_pengguna(akses, pengguna, pada=pada)
    aktifkan(pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def lepas_tautan(*, pengguna: Pengguna, alasan: str, akses: Akses, oleh: Pelaku, pada: dt.datetime) -> None:
    """Release, within one's scope, by which account of the single sign-on a person enters."""
    periksa_wewenang_pengguna(akses, pengguna, pada=pada)
    lepaskan_sso(pengguna=pengguna, alasan=alasan, oleh=oleh, pada=pada)
