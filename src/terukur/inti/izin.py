"""Permission codes and the declarations that every view carries.

The codes are the kernel's one exception to knowing no domain (ARSITEKTUR, "Which way imports
go"): they are the vocabulary in which rooms and roles meet.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


class Izin(StrEnum):
    """What a person may do. Read codes end in ``lihat``; all others are acts."""

    AKUN_SENDIRI = "akun.sendiri"  # own profile, password, sessions, inbox: everyone logged in
    PENGGUNA_LIHAT = "pengguna.lihat"
    PENGGUNA_KELOLA = "pengguna.kelola"  # create users, roles, reset passwords within scope
    ORGANISASI_LIHAT = "organisasi.lihat"
    ORGANISASI_KELOLA = "organisasi.kelola"  # OPD, unit, wilayah, kalender
    PEGAWAI_LIHAT = "pegawai.lihat"
    PEGAWAI_KELOLA = "pegawai.kelola"  # pegawai, jabatan, penugasan
    TENGGAT_LIHAT = "tenggat.lihat"
    TENGGAT_KELOLA = "tenggat.kelola"  # penyelenggara: prepare, open, close windows
    PERPANJANGAN_MINTA = "perpanjangan.minta"
    PERPANJANGAN_PUTUS = "perpanjangan.putus"
    LAPORAN_LIHAT = "laporan.lihat"  # late list and recapitulation of all OPD
    PENGAJUAN_LIHAT = "pengajuan.lihat"
    PENGAJUAN_ISI = "pengajuan.isi"  # operator: fill in, upload, siap ditandatangani
    PENGAJUAN_PARAF = "pengajuan.paraf"
    PENGAJUAN_AJUKAN = "pengajuan.ajukan"  # follows from penugasan, never from a flag
    PENGAJUAN_VERIFIKASI = "pengajuan.verifikasi"
    PENGAJUAN_REVIU = "pengajuan.reviu"  # APIP
    PENGAJUAN_TETAPKAN = "pengajuan.tetapkan"
    NOMENKLATUR_LIHAT = "nomenklatur.lihat"
    NOMENKLATUR_KELOLA = "nomenklatur.kelola"
    PROGRAM_LIHAT = "program.lihat"
    PROGRAM_ISI = "program.isi"
    RPJMD_LIHAT = "rpjmd.lihat"
    RPJMD_KELOLA = "rpjmd.kelola"  # Bappeda: draft, record the Perda, start a Perubahan
    RENSTRA_LIHAT = "renstra.lihat"
    RENSTRA_ISI = "renstra.isi"
    RENSTRA_AJUKAN = "renstra.ajukan"  # follows from penugasan, never from a flag
    RENSTRA_VERIFIKASI = "renstra.verifikasi"
    RENSTRA_TETAPKAN = "renstra.tetapkan"
    PAGU_LIHAT = "pagu.lihat"
    PAGU_KELOLA = "pagu.kelola"  # TAPD
    SKENARIO_LIHAT = "skenario.lihat"  # capacity scenarios of the whole kabupaten
    SKENARIO_KELOLA = "skenario.kelola"  # TAPD: compute, move lines, set weights
    ANGGARAN_LIHAT = "anggaran.lihat"
    ANGGARAN_ISI = "anggaran.isi"
    SERAPAN_CATAT = "serapan.catat"  # record what SP2D, BKU or LRA say was spent
    KINERJA_LIHAT = "kinerja.lihat"  # indicators, action plans, set targets
    KINERJA_ISI = "kinerja.isi"  # operator: action plans, indicators of the own OPD
    KINERJA_KELOLA = "kinerja.kelola"  # Bagian Organisasi, Bappeda: indicators of the kabupaten
    TARGET_REVISI = "target.revisi"  # record an approved revision of a set target
    PK_SETUJUI = "pk.setujui"  # sign a perjanjian kinerja: which one, and as which party, the penugasan tells
    CROSSCUTTING_PUTUS = "crosscutting.putus"  # follows from penugasan, never from a flag
    REALISASI_LIHAT = "realisasi.lihat"
    REALISASI_ISI = "realisasi.isi"
    REALISASI_AJUKAN = "realisasi.ajukan"  # follows from penugasan, never from a flag
    REALISASI_VERIFIKASI = "realisasi.verifikasi"
    LAPANGAN_MINTA = "lapangan.minta"  # ask a camat or kades to go and look at a result
    ESKALASI_LIHAT = "eskalasi.lihat"  # warnings and disposisi: of one's OPD, leaders of all
    ESKALASI_TERBIT = "eskalasi.terbit"  # bupati, wakil bupati, Sekda: issue, judge, withdraw
    ESKALASI_ISI = "eskalasi.isi"  # operator: draft the answer
    ESKALASI_TANGGAPI = "eskalasi.tanggapi"  # follows from penugasan, never from a flag
    STUDI_LIHAT = "studi.lihat"  # studi banding: everybody inside
    STUDI_ISI = "studi.isi"  # record it, and say what became of it: own OPD, planning office of all
    KEHADIRAN_SENDIRI = "kehadiran.sendiri"  # own days and requests: everyone logged in
    KEHADIRAN_LIHAT = "kehadiran.lihat"  # days and requests of one's OPD; leaders, BKPSDM, auditors of all
    KEHADIRAN_PUTUS = "kehadiran.putus"  # decide requests: whose, the penugasan of the day tells
    KEHADIRAN_KELOLA = "kehadiran.kelola"  # rosters of one's OPD, its group SPT; BKPSDM of all
    KEHADIRAN_SPT = "kehadiran.spt"  # enter one SPT for several people; each one's superior decides
    KEHADIRAN_TUTUP = "kehadiran.tutup"  # BKPSDM: close a month, patterns, rules, exemptions
    MESIN_KELOLA = "mesin.kelola"  # devices and PIN
    SIDAK_LAKUKAN = "sidak.lakukan"  # see who is there: inspectors of all; a head in his OPD
    BERKAS_UNGGAH = "berkas.unggah"
    BERKAS_LIHAT = "berkas.lihat"
    IMPOR_JALANKAN = "impor.jalankan"
    JEJAK_LIHAT = "jejak.lihat"  # history of any record in one's scope
    JEJAK_AUDIT = "jejak.audit"  # whole journal, refused acts, export, reads
    AUDIT_SAMPEL = "audit.sampel"  # draw samples of all OPD with their evidence
    SISTEM_LIHAT = "sistem.lihat"  # health of the server
    SISTEM_KELOLA = "sistem.kelola"  # Diskominfo: settings, deliveries, reset of trial data
    PIMPINAN_LIHAT = "pimpinan.lihat"  # grid of all OPD


def izin(kode: Izin, *lain: Izin) -> Callable[[V], V]:
    """Declare which permissions open a view (any one of them is enough)."""

    def tandai(view: V) -> V:
        view.izin = (kode, *lain)  # type: ignore[attr-defined]
        return view

    return tandai


def publik(view: V) -> V:
    """Declare a view open to the world. The sweep test keeps the list of these exact."""
    view.publik = True  # type: ignore[attr-defined]
    return view


def bertoken(kode: Izin) -> Callable[[V], V]:
    """Declare a view of programs: its own token must cover ``kode``; sessions and cookies count for nothing.

    The view checks the token itself and answers 401 or 403; the sweep test sees to it.
    """

    def tandai(view: V) -> V:
        view.bertoken = (kode,)  # type: ignore[attr-defined]
        return view

    return tandai


def deklarasi(view: Callable[..., Any]) -> tuple[bool, tuple[Izin, ...]]:
    """Return (is public, permissions) declared on a view; (False, ()) when undeclared."""
    kelas = getattr(view, "view_class", None)
    for sumber in (view, kelas):
        if sumber is None:
            continue
        if getattr(sumber, "publik", False):
            return True, ()
        kode = getattr(sumber, "izin", None)
        if kode:
            return False, tuple(kode)
    return False, ()
