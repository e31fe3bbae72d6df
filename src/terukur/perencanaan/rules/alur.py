"""Workflow tables of RPJMD and Renstra, with their conditions."""

from dataclasses import dataclass

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.perencanaan.choices import JenisRencana, StatusRencana

S = StatusRencana

IZIN_LIHAT = {JenisRencana.RPJMD: Izin.RPJMD_LIHAT, JenisRencana.RENSTRA: Izin.RENSTRA_LIHAT}
IZIN_ISI = {JenisRencana.RPJMD: Izin.RPJMD_KELOLA, JenisRencana.RENSTRA: Izin.RENSTRA_ISI}


@dataclass(frozen=True, slots=True)
class KonteksRencana:
    """What the conditions of a step look at, collected by queries for one reader and instant."""

    kekurangan: tuple[str, ...] = ()
    penugasan: str = ""
    konflik: str = ""


def _lengkap(k: KonteksRencana) -> str | None:
    if not k.kekurangan:
        return None
    lain = f" (dan {len(k.kekurangan) - 1} hal lain)" if len(k.kekurangan) > 1 else ""
    return f"Belum lengkap: {k.kekurangan[0].rstrip('.')}{lain}. Lengkapi dahulu."


def _penanda_tangan(k: KonteksRencana) -> str | None:
    if k.penugasan:
        return None
    return (
        "Hanya kepala OPD menurut penugasan hari ini (definitif, Pj, Plt atau Plh) yang dapat "
        "mengajukan; bila penugasan Anda belum tercatat, hubungi BKPSDM."
    )


def _bukan_sendiri(k: KonteksRencana) -> str | None:
    return k.konflik or None


ALUR_RPJMD = Alur(
    "rpjmd",
    status=[(S.DRAF, S.DRAF.label), (S.DITETAPKAN, S.DITETAPKAN.label)],
    awal=S.DRAF,
    transisi=(Transisi("tetapkan", "Tetapkan", (S.DRAF,), S.DITETAPKAN, Izin.RPJMD_KELOLA, (_lengkap,)),),
)

ALUR_RENSTRA = Alur(
    "renstra",
    status=S.choices,
    awal=S.DRAF,
    transisi=(
        Transisi(
            "ajukan", "Setujui dan ajukan", (S.DRAF, S.DIKEMBALIKAN), S.DIAJUKAN, Izin.RENSTRA_AJUKAN,
            (_penanda_tangan, _lengkap), giliran="Verifikator",
        ),
        Transisi(
            "verifikasi", "Verifikasi", (S.DIAJUKAN,), S.DIVERIFIKASI, Izin.RENSTRA_VERIFIKASI,
            (_bukan_sendiri,), giliran="Penyelenggara",
        ),
        Transisi(
            "kembalikan", "Kembalikan", (S.DIAJUKAN, S.DIVERIFIKASI), S.DIKEMBALIKAN,
            Izin.RENSTRA_VERIFIKASI, (_bukan_sendiri,), giliran="Operator OPD",
        ),
        Transisi(
            "tetapkan", "Tetapkan", (S.DIVERIFIKASI,), S.DITETAPKAN, Izin.RENSTRA_TETAPKAN, (_lengkap,),
        ),
    ),
)  # fmt: skip
"""A set version changes only through a Perubahan, which is a new draft."""

ALUR_RENCANA = {JenisRencana.RPJMD: ALUR_RPJMD, JenisRencana.RENSTRA: ALUR_RENSTRA}

_GILIRAN = {
    S.DRAF: "Operator OPD",
    S.DIAJUKAN: "Verifikator",
    S.DIKEMBALIKAN: "Operator OPD",
    S.DIVERIFIKASI: "Penyelenggara",
    S.DITETAPKAN: "",
}


def giliran_renstra(status: str, *, lengkap: bool) -> str:
    """Who must act now on a Renstra: on a complete draft the head of the OPD, who signs it."""
    if lengkap and status in (S.DRAF, S.DIKEMBALIKAN):
        return "Kepala OPD"
    return _GILIRAN[S(status)]


def alasan_tidak_diubah(status: str) -> str:
    """Why the content of a version cannot be edited in this state; empty: it can."""
    if status in (S.DRAF, S.DIKEMBALIKAN):
        return ""
    if status == S.DITETAPKAN:
        return "Versi ini sudah ditetapkan; perubahannya melalui dokumen Perubahan."
    return "Renstra ini sedang diperiksa; isinya dapat diubah lagi bila verifikator mengembalikannya."
