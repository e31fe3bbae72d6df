"""Workflow tables of windows, submissions and extensions, with their conditions."""

import datetime as dt
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.tenggat.choices import StatusJendela, StatusPengajuan, StatusPerpanjangan
from terukur.tenggat.rules.waktu import alasan_di_luar_jendela

if TYPE_CHECKING:
    from terukur.tenggat.models import Jendela

S = StatusPengajuan


@dataclass(frozen=True, slots=True)
class KonteksPengajuan:
    """What the conditions of a step look at, collected by queries for one reader and instant."""

    jendela: "Jendela"
    pada: dt.datetime
    kekurangan: tuple[str, ...] = ()
    paraf_sisa: tuple[str, ...] = ()
    penugasan: str = ""
    syarat_belum: tuple[str, ...] = ()
    perlu_reviu: bool = False
    konflik: str = ""
    hanya_unit: bool = False
    """The reader works for units of the OPD only."""


def _dalam_jendela(k: KonteksPengajuan) -> str | None:
    return alasan_di_luar_jendela(k.jendela, pada=k.pada)


def _lengkap(k: KonteksPengajuan) -> str | None:
    if not k.kekurangan:
        return None
    return f"Belum lengkap: {'; '.join(k.kekurangan)}. Lengkapi dahulu."


def _seluruh_opd(k: KonteksPengajuan) -> str | None:
    if not k.hanya_unit:
        return None
    return "Anda operator unit. Operator atau admin OPD yang meneruskan pengajuan seluruh OPD."


def _paraf_ada(k: KonteksPengajuan) -> str | None:
    return None if k.paraf_sisa else "Tidak ada langkah paraf yang tersisa."


def _paraf_selesai(k: KonteksPengajuan) -> str | None:
    if not k.paraf_sisa:
        return None
    return f"Menunggu paraf: {', '.join(k.paraf_sisa)}."


def _penanda_tangan(k: KonteksPengajuan) -> str | None:
    if k.penugasan:
        return None
    return (
        "Hanya kepala OPD menurut penugasan hari ini (definitif, Pj, Plt atau Plh) yang dapat "
        "mengajukan; bila penugasan Anda belum tercatat, hubungi BKPSDM."
    )


def _bukan_sendiri(k: KonteksPengajuan) -> str | None:
    return k.konflik or None


def _terverifikasi(k: KonteksPengajuan) -> str | None:
    return f"Belum diverifikasi: {', '.join(k.syarat_belum)}." if k.syarat_belum else None


def _direviu(k: KonteksPengajuan) -> str | None:
    if not k.perlu_reviu:
        return None
    return (
        "Menunggu reviu Inspektorat: hasil untuk isi terakhir belum ada atau meminta perbaikan. Bila meminta "
        "perbaikan, verifikator mengembalikan pengajuan ini kepada OPD."
    )


ALUR_PENGAJUAN = Alur(
    "pengajuan",
    status=StatusPengajuan.choices,
    awal=S.DRAF,
    transisi=(
        Transisi(
            "tandai_siap", "Ajukan ke Kepala OPD", (S.DRAF,), S.SIAP_DITANDATANGANI, Izin.PENGAJUAN_ISI,
            (_seluruh_opd, _dalam_jendela, _lengkap), giliran="Kepala OPD",
        ),
        Transisi(
            "batalkan_siap", "Batalkan siap", (S.SIAP_DITANDATANGANI,), S.DRAF, Izin.PENGAJUAN_ISI,
            (_seluruh_opd, _dalam_jendela), giliran="Operator OPD",
        ),
        Transisi(
            "paraf", "Paraf", (S.SIAP_DITANDATANGANI,), S.SIAP_DITANDATANGANI, Izin.PENGAJUAN_PARAF,
            (_dalam_jendela, _paraf_ada), giliran="Kepala OPD",
        ),
        Transisi(
            "minta_perbaikan", "Minta perbaikan ke operator", (S.SIAP_DITANDATANGANI,), S.DRAF,
            Izin.PENGAJUAN_PARAF, (_dalam_jendela,), giliran="Operator OPD",
        ),
        Transisi(
            "ajukan", "Setujui dan ajukan", (S.SIAP_DITANDATANGANI,), S.DIAJUKAN, Izin.PENGAJUAN_AJUKAN,
            (_dalam_jendela, _paraf_selesai, _penanda_tangan, _lengkap), giliran="Verifikator",
        ),
        Transisi(
            "verifikasi", "Verifikasi", (S.DIAJUKAN,), S.DIAJUKAN, Izin.PENGAJUAN_VERIFIKASI,
            (_bukan_sendiri,), giliran="Verifikator",
        ),
        Transisi(
            "selesaikan_verifikasi", "Selesaikan verifikasi", (S.DIAJUKAN,), S.DIVERIFIKASI,
            Izin.PENGAJUAN_VERIFIKASI, (_bukan_sendiri, _terverifikasi), giliran="Penyelenggara",
        ),
        Transisi(
            "kembalikan", "Kembalikan", (S.DIAJUKAN, S.DIVERIFIKASI), S.DIKEMBALIKAN,
            Izin.PENGAJUAN_VERIFIKASI, (_bukan_sendiri,), giliran="Operator OPD",
        ),
        Transisi(
            "verifikasi_lain", "Verifikasi", (S.DIKEMBALIKAN,), S.DIKEMBALIKAN, Izin.PENGAJUAN_VERIFIKASI,
            (_bukan_sendiri,), giliran="Operator OPD",
        ),
        Transisi(
            "kembalikan_lain", "Kembalikan", (S.DIKEMBALIKAN,), S.DIKEMBALIKAN, Izin.PENGAJUAN_VERIFIKASI,
            (_bukan_sendiri,), giliran="Operator OPD",
        ),
        Transisi(
            "tandai_siap_perbaikan", "Ajukan perbaikan ke Kepala OPD", (S.DIKEMBALIKAN,), S.SIAP_PERBAIKAN,
            Izin.PENGAJUAN_ISI, (_seluruh_opd, _lengkap), giliran="Kepala OPD",
        ),
        Transisi(
            "batalkan_siap_perbaikan", "Batalkan siap", (S.SIAP_PERBAIKAN,), S.DIKEMBALIKAN,
            Izin.PENGAJUAN_ISI, (_seluruh_opd,), giliran="Operator OPD",
        ),
        Transisi(
            "paraf_perbaikan", "Paraf", (S.SIAP_PERBAIKAN,), S.SIAP_PERBAIKAN, Izin.PENGAJUAN_PARAF,
            (_paraf_ada,), giliran="Kepala OPD",
        ),
        Transisi(
            "minta_perbaikan_ulang", "Minta perbaikan ke operator", (S.SIAP_PERBAIKAN,), S.DIKEMBALIKAN,
            Izin.PENGAJUAN_PARAF, giliran="Operator OPD",
        ),
        Transisi(
            "ajukan_perbaikan", "Setujui perbaikan", (S.SIAP_PERBAIKAN,), S.DIAJUKAN, Izin.PENGAJUAN_AJUKAN,
            (_paraf_selesai, _penanda_tangan, _lengkap), giliran="Verifikator",
        ),
        Transisi(
            "reviu", "Reviu", (S.DIVERIFIKASI,), S.DIVERIFIKASI, Izin.PENGAJUAN_REVIU,
            (_bukan_sendiri,), giliran="Penyelenggara",
        ),
        Transisi(
            "tetapkan", "Tetapkan", (S.DIVERIFIKASI,), S.DITETAPKAN, Izin.PENGAJUAN_TETAPKAN,
            (_bukan_sendiri, _terverifikasi, _direviu), giliran="",
        ),
    ),
)  # fmt: skip
"""From draft to set stage; ``kembalikan`` opens a correction that never touches the verdict."""

GILIRAN = {
    S.DRAF: "Operator OPD",
    S.SIAP_DITANDATANGANI: "Kepala OPD",
    S.DIAJUKAN: "Verifikator",
    S.DIKEMBALIKAN: "Operator OPD",
    S.SIAP_PERBAIKAN: "Kepala OPD",
    S.DIVERIFIKASI: "Penyelenggara",
    S.DITETAPKAN: "",
}
"""Who must act now, by state; a test keeps it in step with the table."""


def langkah_tersisa(langkah: Sequence[str], sudah: Collection[int]) -> tuple[str, ...]:
    """Names of the initials still missing; ``sudah``: numbers, from 1, of those given."""
    return tuple(nama for i, nama in enumerate(langkah, 1) if i not in sudah)


def giliran(status: str, paraf_sisa: Sequence[str] = (), penahan: str = "") -> str:
    """Who must act now: while initials are missing, whoever gives the next one (``Paraf Sekretaris``).

    ``penahan``: whom the decree of a verified package waits for because of the APIP review.
    """
    if paraf_sisa and status in (S.SIAP_DITANDATANGANI, S.SIAP_PERBAIKAN):
        return f"Paraf {paraf_sisa[0]}"
    if penahan and status == S.DIVERIFIKASI:
        return penahan
    return GILIRAN[S(status)]


ALUR_JENDELA = Alur(
    "jendela",
    status=StatusJendela.choices,
    awal=StatusJendela.DISIAPKAN,
    transisi=(
        Transisi(
            "ubah", "Ubah jadwal", (StatusJendela.DISIAPKAN,), StatusJendela.DISIAPKAN, Izin.TENGGAT_KELOLA
        ),
        Transisi(
            "buka", "Buka jadwal", (StatusJendela.DISIAPKAN,), StatusJendela.DIBUKA, Izin.TENGGAT_KELOLA
        ),
        Transisi(
            "tutup", "Tutup jadwal", (StatusJendela.DIBUKA,), StatusJendela.DITUTUP, Izin.TENGGAT_KELOLA
        ),
    ),
)

ALUR_PERPANJANGAN = Alur(
    "perpanjangan",
    status=StatusPerpanjangan.choices,
    awal=StatusPerpanjangan.DIMINTA,
    transisi=(
        Transisi(
            "beri", "Beri perpanjangan", (StatusPerpanjangan.DIMINTA,), StatusPerpanjangan.DIBERIKAN,
            Izin.PERPANJANGAN_PUTUS,
        ),
        Transisi(
            "tolak", "Tolak", (StatusPerpanjangan.DIMINTA,), StatusPerpanjangan.DITOLAK,
            Izin.PERPANJANGAN_PUTUS,
        ),
    ),
)  # fmt: skip


def konflik_pemeriksa(
    *,
    pelaku_id: str,
    opd_pelaku: frozenset[UUID],
    opd_id: UUID,
    terlibat: Container[str],
    ada_pemeriksa_lain: bool,
) -> tuple[str, bool]:
    """Whether someone may judge a package: (reason against or empty, is ``diverifikasi sendiri``).

    Nobody decides on what they prepared, initialled or signed, in whichever round: ``terlibat``
    holds their ids. For one's own OPD another verifier goes first; only where there is none the
    judgement stands, marked "diverifikasi sendiri" (praktik: who does what).
    """
    if pelaku_id and pelaku_id in terlibat:
        return (
            "Anda ikut menyiapkan, memaraf atau menandatangani pengajuan ini; pemeriksanya orang lain.",
            False,
        )
    if opd_id in opd_pelaku:
        if ada_pemeriksa_lain:
            return (
                "Ini pengajuan OPD Anda sendiri; pemeriksaannya oleh verifikator dari OPD lain.",
                False,
            )
        return "", True
    return "", False


def langkah_periksa(nama: str, status: str) -> str:
    """``verifikasi`` or ``kembalikan``; with ``_lain`` while another requirement is being corrected.

    Several verifiers work side by side: one of them returning a package does not stop the others.
    """
    return f"{nama}_lain" if status == S.DIKEMBALIKAN else nama


def langkah_ajukan(status: str) -> str:
    """Name of the submitting step from this state: ``ajukan`` or ``ajukan_perbaikan``."""
    return "ajukan_perbaikan" if status == S.SIAP_PERBAIKAN else "ajukan"
