"""Is this installation well? Rooms register checks in ``AppConfig.ready``; page and metrics ask them all."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection, transaction

from terukur.inti.registri import Registri
from terukur.inti.waktu import tulis_sisa

_log = logging.getLogger(__name__)


class Keadaan(StrEnum):
    """The word that the page shows."""

    BAIK = "Baik"
    PERHATIAN = "Perlu perhatian"
    GANGGUAN = "Gangguan"
    TIDAK_TERUKUR = "Tidak terukur"

    @property
    def angka(self) -> int:
        """For monitoring: 0 well, 1 look at it, 2 act now; 3 cannot be measured."""
        return list(Keadaan).index(self)


_BERAT = (Keadaan.GANGGUAN, Keadaan.TIDAK_TERUKUR, Keadaan.PERHATIAN, Keadaan.BAIK)


@dataclass(frozen=True, slots=True)
class Ukuran:
    """One figure for monitoring: ``terukur_<nama>{label}`` in base units (seconds, bytes, counts)."""

    nama: str
    nilai: float
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hasil:
    """What one check found. Sentences are Indonesian and name no person.

    ``batas``: the limits at which the state changes, in words. ``sejak``: since when it is so, where
    that is known. ``langkah``: what to do now; needed whenever the state is not ``BAIK``.
    ``rincian``: names of the machine's own parts that are meant (routes, tasks, settings), as they are.
    ``nama_url``: the page where it is done, for whoever runs the system.
    """

    kode: str
    judul: str
    keadaan: Keadaan
    nilai: str
    batas: str
    langkah: str = ""
    sejak: dt.datetime | None = None
    nama_url: str = ""
    ukuran: tuple[Ukuran, ...] = ()
    rincian: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.keadaan is not Keadaan.BAIK and not self.langkah:
            raise ValueError(f"{self.kode}: a finding must say what to do")

    @property
    def lengkap(self) -> str:
        """The value with its names, where there is no markup."""
        return f"{self.nilai}: {', '.join(self.rincian)}" if self.rincian else self.nilai

    @property
    def berat(self) -> int:
        """Sorts what needs action first."""
        return _BERAT.index(self.keadaan)


Pemeriksa = Callable[[dt.datetime], Iterable[Hasil]]
"""Called with the instant of asking; reads only, and cheaply: monitoring asks every few seconds."""

daftar_kesehatan: Registri[Pemeriksa] = Registri("pemeriksaan kesehatan")


def periksa_semua(*, pada: dt.datetime) -> list[Hasil]:
    """Every registered check, what needs action first. One that fails becomes a finding itself."""
    hasil: list[Hasil] = []
    for kode, pemeriksa in daftar_kesehatan:
        try:
            # Within somebody's transaction a failed query would spoil all that follow.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                hasil += pemeriksa(pada)
        except Exception:
            _log.exception("health check %s failed", kode)
            hasil.append(
                Hasil(
                    kode, f"Pemeriksaan {kode}", Keadaan.TIDAK_TERUKUR, "pemeriksaannya sendiri gagal", "–",
                    "Lihat catatan server pada waktu ini, lalu laporkan kepada pengembang Terukur.",
                )
            )  # fmt: skip
    return sorted(hasil, key=lambda h: (h.berat, h.judul))


def nilai_batas(nilai: float, perhatian: float, gangguan: float) -> Keadaan:
    """``BAIK`` up to ``perhatian``, ``GANGGUAN`` above ``gangguan``."""
    if nilai > gangguan:
        return Keadaan.GANGGUAN
    return Keadaan.PERHATIAN if nilai > perhatian else Keadaan.BAIK


def tulis_lama(lama: dt.timedelta) -> str:
    """``12 detik`` below a minute, else in the words of ``tulis_sisa``; never negative."""
    detik = max(0, int(lama.total_seconds()))
    return f"{detik} detik" if detik < 60 else tulis_sisa(dt.timedelta(seconds=detik))


def tulis_besar(bita: float) -> str:
    """``1,4 GB`` (powers of 1,000, as disks are sold)."""
    satuan = ["B", "kB", "MB", "GB", "TB"]
    while bita >= 1000 and len(satuan) > 1:
        bita /= 1000
        satuan.pop(0)
    return f"{bita:.{0 if satuan[0] == 'B' or bita >= 100 else 1}f} {satuan[0]}".replace(".", ",")
