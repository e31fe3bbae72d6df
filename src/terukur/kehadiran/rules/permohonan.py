"""Requests: what each kind asks for, who decides it in which order, and from which state to which."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.kehadiran.choices import PERMOHONAN_REKAM, BagianHari, JenisPermohonan, StatusPermohonan
from terukur.organisasi.choices import StatusPegawai

J, S = JenisPermohonan, StatusPermohonan


class Jenjang(StrEnum):
    """Who decides after the superior."""

    ATASAN = "atasan"  # nobody: the superior alone
    KEPALA = "kepala"  # the head of the OPD; BKPSDM for heads of OPD and echelon II
    BKPSDM = "bkpsdm"


@dataclass(frozen=True, slots=True)
class AturanJenis:
    """One kind. ``dasar``: legal ground shown with it.

    ``nomor``: name of the compulsory number; empty: none is asked. ``berkas_sejak``: from so many days on a
    file is compulsory; 0: never. ``alasan``: a reason is compulsory. ``kesehatan``: reason and file are read
    by the asker and BKPSDM only. ``paling_lama``: most calendar days of one request.
    """

    dasar: str
    jenjang: Jenjang = Jenjang.ATASAN
    nomor: str = ""
    berkas_sejak: int = 0
    alasan: bool = False
    kesehatan: bool = False
    paling_lama: int = 0
    separuh: bool = False
    mesin: bool = False


_CUTI = "PP 11/2017 jo. PP 17/2020; Peraturan BKN 24/2017 jo. 7/2021"
_REKAM = "Perbup disiplin kehadiran; bandingkan Permen Infrastruktur 10/2025 Ps 22"
ATURAN: Mapping[JenisPermohonan, AturanJenis] = {
    J.CUTI_TAHUNAN: AturanJenis(_CUTI, Jenjang.KEPALA, paling_lama=45),
    J.CUTI_BESAR: AturanJenis(_CUTI, Jenjang.BKPSDM, alasan=True, paling_lama=92),
    J.CUTI_SAKIT: AturanJenis(_CUTI, Jenjang.BKPSDM, berkas_sejak=1, kesehatan=True, paling_lama=366),
    J.CUTI_MELAHIRKAN: AturanJenis(_CUTI, Jenjang.BKPSDM, berkas_sejak=1, kesehatan=True, paling_lama=92),
    J.CUTI_ALASAN_PENTING: AturanJenis(_CUTI, Jenjang.KEPALA, alasan=True, paling_lama=31),
    J.CLTN: AturanJenis(_CUTI, Jenjang.BKPSDM, berkas_sejak=1, alasan=True, paling_lama=1096),
    J.DINAS_LUAR: AturanJenis("Surat perintah tugas", nomor="Nomor SPT", separuh=True, paling_lama=31),
    J.PERJALANAN_DINAS: AturanJenis("Surat perintah tugas", nomor="Nomor SPT", paling_lama=31),
    J.DIKLAT: AturanJenis("Surat tugas", nomor="Nomor surat tugas", separuh=True, paling_lama=366),
    J.TUGAS_BELAJAR: AturanJenis("SK tugas belajar", Jenjang.BKPSDM, nomor="Nomor SK", paling_lama=1827),
    J.IZIN: AturanJenis("Izin tertulis atasan", alasan=True, separuh=True, paling_lama=5),
    J.SAKIT: AturanJenis(
        "Surat keterangan dokter sejak hari kedua", berkas_sejak=2, kesehatan=True, paling_lama=14
    ),
    J.WFA: AturanJenis("PermenPANRB 4/2025", alasan=True, paling_lama=31),
    J.MESIN_RUSAK: AturanJenis(_REKAM, mesin=True),
    J.BELUM_TERDAFTAR: AturanJenis(_REKAM, alasan=True),
    J.TIDAK_TERBACA: AturanJenis(_REKAM, alasan=True),
    J.KEADAAN_KAHAR: AturanJenis(_REKAM, alasan=True, berkas_sejak=1),
    J.TANPA_JARINGAN: AturanJenis(_REKAM, alasan=True),
    J.LUPA_REKAM: AturanJenis(f"{_REKAM}; kuota sebulan menurut ketentuan kehadiran", alasan=True),
    J.KOREKSI: AturanJenis(_REKAM, alasan=True),
}  # fmt: skip
"""Durations and grounds: Peraturan BKN 24/2017 and, where no regulation gives a number, an own bound."""

KELOMPOK: tuple[tuple[str, tuple[JenisPermohonan, ...]], ...] = (
    ("Tidak masuk", (J.SAKIT, J.IZIN, J.WFA)),
    ("Dinas", (J.DINAS_LUAR, J.PERJALANAN_DINAS, J.DIKLAT, J.TUGAS_BELAJAR)),
    (
        "Cuti",
        (J.CUTI_TAHUNAN, J.CUTI_SAKIT, J.CUTI_ALASAN_PENTING, J.CUTI_MELAHIRKAN, J.CUTI_BESAR, J.CLTN),
    ),
    ("Rekam dan koreksi", PERMOHONAN_REKAM),
)
"""The kinds as the page offers them."""

MENUNGGU = (S.DIAJUKAN, S.DISETUJUI_ATASAN)
BERLAKU = (*MENUNGGU, S.DISETUJUI)
"""States in which a request holds its days."""


def is_rekam(jenis: str) -> bool:
    """Does this kind state hours rather than explain an absence?"""
    return jenis in PERMOHONAN_REKAM


def is_kesehatan(jenis: str) -> bool:
    return ATURAN[J(jenis)].kesehatan


def tahap_kedua(jenis: str, *, kepala_atau_eselon_ii: bool) -> Jenjang:
    """Who decides after the superior (``ATASAN``: nobody)."""
    jenjang = ATURAN[J(jenis)].jenjang
    if jenjang is Jenjang.KEPALA and kepala_atau_eselon_ii:
        return Jenjang.BKPSDM
    return jenjang


@dataclass(frozen=True, slots=True)
class KonteksPermohonan:
    """What a step looks at. ``kedua``: the tier after the superior; ``satu_tangan``: he is that tier too.

    ``banding``: BKPSDM alone decides it. ``batas_banding``: last day of an appeal, ``hari``: today.
    """

    pemohon: bool = False
    atasan: bool = False
    pejabat: bool = False
    bkpsdm: bool = False
    kedua: Jenjang = Jenjang.ATASAN
    satu_tangan: bool = False
    banding: bool = False
    menunggu_pejabat: bool = False
    sudah_banding: bool = False
    batas_banding: dt.date | None = None
    hari: dt.date | None = None
    nama_atasan: str = ""


def _bukan_pemohon(k: KonteksPermohonan) -> str | None:
    return "Permohonan sendiri diputus oleh atasan Anda." if k.pemohon else None


def _giliran(k: KonteksPermohonan) -> str | None:
    if k.menunggu_pejabat:
        return None if k.pejabat else "Diputus pejabat yang berwenang."
    if k.atasan:
        return None
    return f"Diputus atasan langsung: {k.nama_atasan or 'belum ada atasan yang tercatat'}."


def _teruskan(k: KonteksPermohonan) -> str | None:
    if k.kedua is Jenjang.ATASAN or k.satu_tangan:
        return "Cukup disetujui atasan."
    return None


def _selesai(k: KonteksPermohonan) -> str | None:
    if not k.menunggu_pejabat and _teruskan(k) is None:
        return "Sesudah atasan, diputus pejabat yang berwenang."
    return None


def _hanya_pemohon(k: KonteksPermohonan) -> str | None:
    return None if k.pemohon else "Hanya pemohon."


def _memutus_terakhir(k: KonteksPermohonan) -> str | None:
    """The tier that decided last, or one above: a superior takes back nothing that was granted over him."""
    if k.bkpsdm:
        return None
    if k.banding or k.kedua is Jenjang.BKPSDM:
        return "Persetujuan BKPSDM hanya dibatalkan BKPSDM."
    if k.pejabat or (k.atasan and (k.kedua is Jenjang.ATASAN or k.satu_tangan)):
        return None
    return "Hanya pejabat yang memutusnya, atau BKPSDM."


ALUR_PERMOHONAN = Alur(
    "permohonan",
    status=S.choices,
    awal=S.DIAJUKAN,
    transisi=(
        Transisi(
            "teruskan", "Setujui dan teruskan", (S.DIAJUKAN,), S.DISETUJUI_ATASAN, Izin.KEHADIRAN_PUTUS,
            (_bukan_pemohon, _teruskan, _giliran), giliran="pejabat yang berwenang",
        ),
        Transisi(
            "setujui", "Setujui", MENUNGGU, S.DISETUJUI, Izin.KEHADIRAN_PUTUS,
            (_bukan_pemohon, _selesai, _giliran),
        ),
        Transisi(
            "tolak", "Tolak", MENUNGGU, S.DITOLAK, Izin.KEHADIRAN_PUTUS, (_bukan_pemohon, _giliran)
        ),
        Transisi("tarik", "Tarik permohonan", MENUNGGU, S.DITARIK, Izin.KEHADIRAN_SENDIRI, (_hanya_pemohon,)),
        Transisi(
            "batalkan", "Batalkan persetujuan", (S.DISETUJUI,), S.DIBATALKAN, Izin.KEHADIRAN_PUTUS,
            (_bukan_pemohon, _memutus_terakhir),
        ),
    ),
)  # fmt: skip


def alasan_tanpa_banding(k: KonteksPermohonan, *, status: str) -> str | None:
    """Why no appeal is possible; None when it is."""
    if not k.pemohon or status != S.DITOLAK:
        return "Banding hanya atas permohonan Anda yang ditolak."
    if k.banding:
        return "Putusan banding bersifat akhir di aplikasi ini."
    if k.sudah_banding:
        return "Banding sudah diajukan."
    if k.batas_banding is None or k.hari is None or k.hari > k.batas_banding:
        return "Batas waktu banding sudah lewat."
    return None


class Masa(Protocol):
    """Kind and days of a request, stored or not."""

    @property
    def jenis(self) -> str: ...
    @property
    def sejak(self) -> dt.date: ...
    @property
    def sampai(self) -> dt.date: ...
    @property
    def bagian(self) -> str: ...


def bertumpang(a: Masa, b: Masa) -> bool:
    """Do two requests claim the same hours? Hours of one day may be asked for by two kinds of rekam, and
    beside half a day of absence."""
    if a.sejak > b.sampai or b.sejak > a.sampai:
        return False
    if is_rekam(a.jenis) and is_rekam(b.jenis):
        return a.jenis == b.jenis
    if is_rekam(a.jenis) or is_rekam(b.jenis):
        return (b.bagian if is_rekam(a.jenis) else a.bagian) == BagianHari.PENUH
    return BagianHari.PENUH in (a.bagian, b.bagian) or a.bagian == b.bagian


# ---- annual leave ----

HAK_TAHUNAN = 12
BAWAAN_SETAHUN = 6
BAWAAN_DUA_TAHUN = 12
"""PP 11/2017 Ps 312-313, Peraturan BKN 24/2017: 12 working days; with what is left of last year at most 18;
of two years in which none was taken 24."""


@dataclass(frozen=True, slots=True)
class SaldoCuti:
    """Annual leave of a year. ``bawaan`` None: what was left of earlier years is not recorded here.

    ``boleh_sejak``: the day on which a year of service is over; None: nobody can tell from the NIP.
    """

    tahun: int
    hak: int
    bawaan: int | None
    terpakai: int
    menunggu: int
    boleh_sejak: dt.date | None = None

    @property
    def sisa(self) -> int:
        """Days still free, with those that wait for a decision already taken off."""
        return self.hak + (self.bawaan or 0) - self.terpakai - self.menunggu

    @property
    def terbanyak(self) -> int:
        """Days that no decision may exceed; without a record of earlier years the legal maximum."""
        lebih = BAWAAN_DUA_TAHUN if self.bawaan is None else self.bawaan
        return self.hak + lebih - self.terpakai - self.menunggu


def setahun_bekerja(nip: str, status: str) -> dt.date | None:
    """First day after a year of service, by the month of appointment in the NIP of PNS and CPNS.

    None where the NIP names no month (PPPK: year and batch; fictional NIP).
    """
    if status not in (StatusPegawai.PNS, StatusPegawai.CPNS) or not nip.isdecimal():
        return None
    tahun, bulan = int(nip[8:12]), int(nip[12:14])
    return dt.date(tahun + 1, bulan, 1) if 1950 <= tahun <= 2100 and 1 <= bulan <= 12 else None


def susun_saldo(
    tahun: int,
    *,
    terpakai: Mapping[int, int],
    menunggu: int,
    tercatat: frozenset[int],
    boleh_sejak: dt.date | None = None,
) -> SaldoCuti:
    """Balance of ``tahun``. ``terpakai``: working days taken by year; ``tercatat``: years wholly recorded."""
    lalu, lusa = tahun - 1, tahun - 2
    bawaan: int | None = None
    if lalu in tercatat:
        bawaan = min(BAWAAN_SETAHUN, max(0, HAK_TAHUNAN - terpakai.get(lalu, 0)))
        if lusa in tercatat and not terpakai.get(lalu) and not terpakai.get(lusa):
            bawaan = BAWAAN_DUA_TAHUN
    return SaldoCuti(tahun, HAK_TAHUNAN, bawaan, terpakai.get(tahun, 0), menunggu, boleh_sejak)
