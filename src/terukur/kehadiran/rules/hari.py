"""Definitions: what a day is computed from, what comes out, and what somebody should look at.

Instants are epoch seconds (int64), ``KOSONG`` where there is none: empty is not zero. Days are days since
1 January 1970 in the calendar of the pemda. P people, D days in a row; per cent in thousandths.
"""

from dataclasses import dataclass
from enum import IntFlag
from typing import Any

import numpy as np
import numpy.typing as npt

from terukur.kehadiran.choices import CaraBaca, JenisPermohonan, StatusHari

HARI = 86_400
KOSONG = int(np.iinfo(np.int64).min)
"""No instant. PostgreSQL's binary form of ``-infinity`` is the same number."""

Angka = npt.NDArray[np.integer[Any]]
Benar = npt.NDArray[np.bool_]


class Tanda(IntFlag):
    """Things about a day that somebody should look at; none of them decides anything (absensi.md 4.7)."""

    REKAM_TUNGGAL = 1
    TANPA_MASUK = 2
    TANPA_PULANG = 4
    REKAM_SAAT_CUTI = 8
    REKAM_SAAT_LEPAS = 16
    REKAM_SAAT_TIDAK_MASUK = 32
    LIBUR_PERKIRAAN = 64
    SEPARUH = 128
    LAPISAN_GANDA = 256
    REKAM_MANUAL = 512
    KOREKSI = 1024
    REKAM_GANJIL = 2048
    TANPA_KETENTUAN = 4096
    TERLIHAT_TANPA_REKAM = 8192
    TIDAK_DI_TEMPAT = 16_384
    TERLIHAT_SAAT_KETERANGAN = 32_768
    TIDAK_IKUT_APEL = 65_536
    DITEBUS = 131_072


SEBUTAN_TANDA = {
    Tanda.REKAM_TUNGGAL: "Hanya satu rekam",
    Tanda.TANPA_MASUK: "Tanpa rekam masuk",
    Tanda.TANPA_PULANG: "Tanpa rekam pulang",
    Tanda.REKAM_SAAT_CUTI: "Ada rekam saat cuti",
    Tanda.REKAM_SAAT_LEPAS: "Ada rekam di luar hari kerja",
    Tanda.REKAM_SAAT_TIDAK_MASUK: "Ada rekam saat dinas luar, diklat, izin, atau sakit",
    Tanda.LIBUR_PERKIRAAN: "Libur masih perkiraan",
    Tanda.SEPARUH: "Separuh hari berketerangan",
    Tanda.LAPISAN_GANDA: "Lebih dari satu keterangan",
    Tanda.REKAM_MANUAL: "Rekam manual yang disetujui",
    Tanda.KOREKSI: "Jam dikoreksi",
    Tanda.REKAM_GANJIL: "Jumlah rekam ganjil",
    Tanda.TANPA_KETENTUAN: "Belum ada ketentuan",
    Tanda.TERLIHAT_TANPA_REKAM: "Terlihat saat pengawasan langsung, tanpa rekam",
    Tanda.TIDAK_DI_TEMPAT: "Tidak ada di tempat saat pengawasan langsung",
    Tanda.TERLIHAT_SAAT_KETERANGAN: "Terlihat saat pengawasan langsung, padahal berketerangan",
    Tanda.TIDAK_IKUT_APEL: "Tidak ikut apel",
    Tanda.DITEBUS: "Keterlambatan ditebus pada hari itu",
}

J, S = JenisPermohonan, StatusHari
LAPISAN: dict[str, StatusHari] = {
    J.CUTI_TAHUNAN: S.CUTI, J.CUTI_BESAR: S.CUTI, J.CUTI_SAKIT: S.CUTI, J.CUTI_MELAHIRKAN: S.CUTI,
    J.CUTI_ALASAN_PENTING: S.CUTI, J.CLTN: S.CUTI, J.DINAS_LUAR: S.DINAS, J.PERJALANAN_DINAS: S.DINAS,
    J.DIKLAT: S.DIKLAT, J.TUGAS_BELAJAR: S.DIKLAT, J.SAKIT: S.SAKIT, J.IZIN: S.IZIN, J.WFA: S.WFA,
}  # fmt: skip
"""What an approved absence makes of a day. Hours that are stated (rekam manual) are not among them."""
URUTAN_LAPISAN = (S.CUTI, S.DINAS, S.DIKLAT, S.SAKIT, S.IZIN, S.WFA)
"""Whichever comes first holds when two cover the same half (absensi.md 4.7)."""


@dataclass(frozen=True, slots=True)
class Pita:
    """One band: ``dari`` to ``sampai`` whole minutes (inclusive, None: open) costs ``persen``."""

    pita: int
    dari: int
    sampai: int | None
    persen: int


@dataclass(frozen=True, slots=True)
class Aturan:
    """One rule set as the engine needs it. ``id`` of the Ketentuan, 0: none is recorded for the day.

    ``toleransi`` and ``jarak`` in seconds; ``batas``: most that a day may cost, None: no cap.
    A missing arrival or departure falls into the last band (Permenko 10/2025 Ps 22). Lateness of up to
    ``tebus_menit`` may be made up for on the same day, ``tebus_kali`` times a month (0: never).
    """

    id: int = 0
    cara: str = CaraBaca.FILO
    toleransi: int = 59
    jarak: int = 60
    batas: int | None = None
    terlambat: tuple[Pita, ...] = ()
    pulang_cepat: tuple[Pita, ...] = ()
    tanpa_keterangan: int = 0
    izin: int = 0
    sakit: int = 0
    tebus_menit: int = 0
    tebus_kali: int = 0
    apel: int = 0


TANPA_ATURAN = Aturan()
"""Minutes are counted, nothing is deducted."""


@dataclass(frozen=True, slots=True)
class Rekam:
    """Presses in any order, repeats allowed: index of the person, instant, button (0..5, 255)."""

    orang: Angka
    waktu: Angka
    tombol: Angka


@dataclass(frozen=True, slots=True)
class Lihat:
    """What people saw (pengawasan langsung): index of the person, instant, and which of the three it is.

    ``TIDAK_ADA`` and ``ADA`` are the marks that hold of closed sidak, ``TANPA_APEL`` an apel that was missed.
    """

    orang: Angka
    waktu: Angka
    jenis: Angka


TIDAK_ADA, ADA, TANPA_APEL = range(3)


@dataclass(frozen=True, slots=True)
class Bahan:
    """All that decides the days ``awal`` .. ``awal + D - 1`` of P people.

    (P, D + 2), one day more on either side since they bound the windows: ``masuk`` and ``pulang`` of the
    roster (``KOSONG`` on a day off) and ``buka``, minutes before ``masuk`` at which the window opens (-1: in
    the middle of the time off).
    (P, D): ``ada_jadwal`` False where no roster is known; ``luwes`` minutes; ``libur`` 0, 1 (holiday, free),
    2 (holiday that is only an estimate: hours stay); ``pagi`` and ``siang`` the StatusHari that covers the
    half, 0 none; ``ganda`` where more than one does; approved hours ``manual_*`` fill what is missing,
    ``koreksi_*`` replace; ``aturan`` and ``opd`` indices (opd -1: none).
    ``pegawai`` (P, 2) and ``opd_kode`` (n, 2): UUID as two int64, for the digest.
    ``zona``: seconds east of UTC.
    """

    awal: int
    zona: int
    rekam: Rekam
    lihat: Lihat
    masuk: Angka
    pulang: Angka
    buka: Angka
    ada_jadwal: Benar
    luwes: Angka
    libur: Angka
    pagi: Angka
    siang: Angka
    ganda: Benar
    manual_masuk: Angka
    manual_pulang: Angka
    koreksi_masuk: Angka
    koreksi_pulang: Angka
    dikecualikan: Benar
    aturan: Angka
    opd: Angka
    pegawai: Angka
    opd_kode: Angka


@dataclass(frozen=True, slots=True)
class Hasil:
    """The days, each array (P, D); ``sidik`` (P * D) digests of 16 bytes.

    ``masuk`` and ``pulang``: presses as read, or approved hours. ``jumlah``: presses in the window.
    ``terlambat``: completed minutes, ``pulang_cepat``: started minutes; 0 also where there is nothing to
    judge: look at ``masuk`` and ``pita_*`` first. ``potongan`` after the cap. ``tanda``: bits of ``Tanda``.
    ``apel``: how many apel were missed that count.
    """

    status: Angka
    jadwal_masuk: Angka
    jadwal_pulang: Angka
    masuk: Angka
    pulang: Angka
    jumlah: Angka
    terlambat: Angka
    pulang_cepat: Angka
    pita_terlambat: Angka
    pita_pulang_cepat: Angka
    potongan: Angka
    tanda: Angka
    sidik: list[bytes]
    apel: Angka
