"""Workflow of a report of results: operator, head, verifier; and how a verified one is corrected."""

from dataclasses import dataclass

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.realisasi.choices import StatusLaporan

S = StatusLaporan


@dataclass(frozen=True, slots=True)
class KonteksLaporan:
    """What the conditions of a step look at, collected by queries for one reader and instant."""

    belum_berakhir: str = ""
    kekurangan: tuple[str, ...] = ()
    penugasan: str = ""
    konflik: str = ""
    hanya_unit: bool = False


def _berakhir(k: KonteksLaporan) -> str | None:
    return k.belum_berakhir or None


def _lengkap(k: KonteksLaporan) -> str | None:
    if not k.kekurangan:
        return None
    lain = f"; dan {len(k.kekurangan) - 3} lainnya" if len(k.kekurangan) > 3 else ""
    return f"Belum lengkap: {'; '.join(k.kekurangan[:3])}{lain}. Lengkapi dahulu."


def _seluruh_opd(k: KonteksLaporan) -> str | None:
    if not k.hanya_unit:
        return None
    return "Anda operator unit. Operator atau admin OPD yang meneruskan laporan seluruh OPD."


def _penanda_tangan(k: KonteksLaporan) -> str | None:
    if k.penugasan:
        return None
    return (
        "Hanya kepala OPD menurut penugasan hari ini (definitif, Pj, Plt atau Plh) yang dapat "
        "mengajukan; bila penugasan Anda belum tercatat, hubungi BKPSDM."
    )


def _bukan_sendiri(k: KonteksLaporan) -> str | None:
    return k.konflik or None


ALUR_REALISASI = Alur(
    "realisasi",
    status=S.choices,
    awal=S.DRAF,
    transisi=(
        Transisi(
            "tandai_siap", "Ajukan ke Kepala OPD", (S.DRAF,), S.SIAP_DITANDATANGANI, Izin.REALISASI_ISI,
            (_berakhir, _seluruh_opd, _lengkap), giliran="Kepala OPD",
        ),
        Transisi(
            "batalkan_siap", "Batalkan siap", (S.SIAP_DITANDATANGANI,), S.DRAF, Izin.REALISASI_ISI,
            (_seluruh_opd,), giliran="Operator OPD",
        ),
        Transisi(
            "ajukan", "Setujui dan ajukan", (S.SIAP_DITANDATANGANI, S.SIAP_PERBAIKAN), S.DIAJUKAN,
            Izin.REALISASI_AJUKAN, (_berakhir, _penanda_tangan, _lengkap), giliran="Verifikator",
        ),
        Transisi(
            "verifikasi", "Verifikasi semua", (S.DIAJUKAN,), S.DIVERIFIKASI, Izin.REALISASI_VERIFIKASI,
            (_bukan_sendiri,),
        ),
        Transisi(
            "kembalikan", "Kembalikan", (S.DIAJUKAN,), S.DIKEMBALIKAN, Izin.REALISASI_VERIFIKASI,
            (_bukan_sendiri,), giliran="Operator OPD",
        ),
        Transisi(
            "tandai_siap_perbaikan", "Ajukan perbaikan ke Kepala OPD", (S.DIKEMBALIKAN,), S.SIAP_PERBAIKAN,
            Izin.REALISASI_ISI, (_seluruh_opd, _lengkap), giliran="Kepala OPD",
        ),
        Transisi(
            "batalkan_siap_perbaikan", "Batalkan siap", (S.SIAP_PERBAIKAN,), S.DIKEMBALIKAN,
            Izin.REALISASI_ISI, (_seluruh_opd,), giliran="Operator OPD",
        ),
        Transisi(
            "buka_ralat", "Buka ralat", (S.DIVERIFIKASI,), S.DIKEMBALIKAN, Izin.REALISASI_VERIFIKASI,
            (_bukan_sendiri,), giliran="Operator OPD",
        ),
    ),
)  # fmt: skip
"""What was verified is corrected by ``buka_ralat``: the same way again, both versions on record."""

GILIRAN = {
    S.DRAF: "Operator OPD",
    S.SIAP_DITANDATANGANI: "Kepala OPD",
    S.DIAJUKAN: "Verifikator",
    S.DIKEMBALIKAN: "Operator OPD",
    S.SIAP_PERBAIKAN: "Kepala OPD",
    S.DIVERIFIKASI: "",
}
"""Who must act now, by state."""

IZIN_GILIRAN = {
    S.DRAF: Izin.REALISASI_ISI,
    S.SIAP_DITANDATANGANI: Izin.REALISASI_AJUKAN,
    S.DIAJUKAN: Izin.REALISASI_VERIFIKASI,
    S.DIKEMBALIKAN: Izin.REALISASI_ISI,
    S.SIAP_PERBAIKAN: Izin.REALISASI_AJUKAN,
}
"""What the one who must act now holds."""

BOLEH_DIISI = (S.DRAF, S.DIKEMBALIKAN)


def alasan_tidak_diisi(status: str) -> str:
    """Why the rows of a report in this state cannot be filled in; empty while they can."""
    if status in BOLEH_DIISI:
        return ""
    if status == S.DIVERIFIKASI:
        return "Sudah diverifikasi. Untuk membetulkannya, minta verifikator membuka ralat."
    if status == S.DIAJUKAN:
        return "Sedang diperiksa verifikator. Isian terbuka lagi bila dikembalikan."
    return "Menunggu tanda tangan kepala OPD. Untuk mengubahnya, batalkan siap dahulu."
