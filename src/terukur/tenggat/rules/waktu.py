"""Due instants, extensions, the verdict on time. Pure: every instant is passed in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.waktu import tulis_waktu
from terukur.tenggat.choices import JenisSaat, StatusJendela, StatusPengajuan

if TYPE_CHECKING:
    from terukur.tenggat.models import Jendela, Pengajuan

JEDA_SIMPAN = dt.timedelta(seconds=10)
"""After the tolerance, how long a received package gets to be stored before an edition is made."""

BATAS_DIAM = dt.timedelta(minutes=3)
"""A longer silence between two beats is recorded as an outage of the server."""

DENYUT_DETAK = "detak"
"""Code of the worker's beat, apart from the site's: no outage follows from its silence."""

JAM_PENGINGAT = (72, 24, 4)
"""Reminders go out so many hours before due (3 days, 1 day, 4 hours)."""


@dataclass(frozen=True, slots=True)
class MasaPerpanjangan:
    """A granted extension: decided at ``diputus_pada``, ends by itself at ``sampai``."""

    diputus_pada: dt.datetime
    sampai: dt.datetime


@dataclass(frozen=True, slots=True)
class Putusan:
    """The verdict frozen at receipt. ``selisih``: receipt minus due; negative is early."""

    tepat_waktu: bool
    tenggat_berlaku: dt.datetime
    selisih: dt.timedelta


def tenggat_berlaku(
    tenggat: dt.datetime, perpanjangan: Iterable[MasaPerpanjangan], *, pada: dt.datetime
) -> dt.datetime:
    """The due instant that held at ``pada``: only extensions already decided then count."""
    return max([tenggat, *(p.sampai for p in perpanjangan if p.diputus_pada <= pada)])


def putusan(
    diterima_pada: dt.datetime,
    tenggat: dt.datetime,
    perpanjangan: Iterable[MasaPerpanjangan],
    toleransi: dt.timedelta,
) -> Putusan:
    """On time when received no later than due plus the published tolerance.

    ``tenggat`` is the window's due instant; extensions granted up to the receipt move it.
    """
    berlaku = tenggat_berlaku(tenggat, perpanjangan, pada=diterima_pada)
    selisih = diterima_pada - berlaku
    return Putusan(selisih <= toleransi, berlaku, selisih)


def tulis_putusan(tepat_waktu: bool | None, selisih_detik: int | None) -> str:
    """``Tepat waktu``, ``Terlambat 2 hari`` (days begun count), empty before submission."""
    if tepat_waktu is None or selisih_detik is None:
        return ""
    if tepat_waktu:
        return "Tepat waktu"
    if selisih_detik < 3600:
        return f"Terlambat {max(1, -(-selisih_detik // 60))} menit"
    if selisih_detik < 86400:
        return f"Terlambat {-(-selisih_detik // 3600)} jam"
    return f"Terlambat {-(-selisih_detik // 86400)} hari"


def akhir_perpanjangan(perpanjangan: Iterable[MasaPerpanjangan]) -> set[dt.datetime]:
    """Ends of one package's extensions at which no later one was in force already."""
    semua = list(perpanjangan)
    return {
        p.sampai
        for p in semua
        if not any(lain.sampai > p.sampai and lain.diputus_pada <= p.sampai for lain in semua)
    }


def saat_laporan(
    tenggat: dt.datetime, tutup: dt.datetime, perpanjangan: Iterable[Iterable[MasaPerpanjangan]]
) -> list[tuple[dt.datetime, JenisSaat]]:
    """Instants of a window that each get exactly one edition, in order of time.

    ``perpanjangan`` holds the granted extensions of each package. Where several kinds fall on
    one instant the edition bears the first of: tenggat, tutup, perpanjangan.
    """
    saat = {s: JenisSaat.PERPANJANGAN for milik in perpanjangan for s in akhir_perpanjangan(milik)}
    saat[tutup] = JenisSaat.TUTUP
    saat[tenggat] = JenisSaat.TENGGAT
    return sorted(saat.items())


def is_siap_terbit(saat: dt.datetime, *, toleransi: dt.timedelta, pada: dt.datetime) -> bool:
    """May the edition of ``saat`` be published at ``pada``: tolerance and storing time are over."""
    return pada >= saat + toleransi + JEDA_SIMPAN


def pengingat_jatuh(tenggat: dt.datetime, *, diumumkan_pada: dt.datetime, pada: dt.datetime) -> int | None:
    """Hours-before of the reminder that is due at ``pada``, the most urgent one; None if none.

    A lead that had passed before the window was announced is not sent; after a stoppage only the
    most urgent one is.
    """
    if pada >= tenggat:
        return None
    lewat = [jam for jam in JAM_PENGINGAT if diumumkan_pada <= tenggat - dt.timedelta(hours=jam) <= pada]
    return min(lewat) if lewat else None


def alasan_tidak_diisi(pengajuan: "Pengajuan", *, pada: dt.datetime) -> str | None:
    """Why a package cannot be changed at ``pada``; None when it can.

    A draft can be filled between opening and close; after a return it can be corrected until it
    is set, since the window's close only ends first submissions. ``pengajuan.jendela`` is read.
    """
    jendela: Jendela = pengajuan.jendela
    status = StatusPengajuan(pengajuan.status)
    if status is StatusPengajuan.DIKEMBALIKAN:
        return None
    if status in (StatusPengajuan.SIAP_DITANDATANGANI, StatusPengajuan.SIAP_PERBAIKAN):
        return "Isian dikunci karena menunggu tanda tangan; minta “Batalkan siap” bila masih ada yang diubah."
    if status is StatusPengajuan.DITETAPKAN:
        return "Sudah ditetapkan; isinya tidak berubah lagi."
    if status is not StatusPengajuan.DRAF:
        return (
            f"Isian dikunci karena statusnya “{status.label}”; perubahan hanya setelah verifikator "
            "mengembalikan."
        )
    return alasan_di_luar_jendela(jendela, pada=pada)


def alasan_di_luar_jendela(jendela: "Jendela", *, pada: dt.datetime) -> str | None:
    """Why the window takes nothing at ``pada`` (not announced, not begun, closed); None if it does."""
    zona = jendela.zona_waktu
    if jendela.status == StatusJendela.DISIAPKAN:
        return "Jadwal pengumpulan ini belum dibuka oleh penyelenggara."
    if pada < jendela.dibuka_pada:
        return f"Pengisian baru dibuka {tulis_waktu(jendela.dibuka_pada, zona)}."
    if pada > jendela.ditutup_pada + dt.timedelta(seconds=jendela.toleransi_detik):
        return (
            f"Jadwal ini sudah ditutup {tulis_waktu(jendela.ditutup_pada, zona)}; "
            "hubungi penyelenggara untuk jadwal berikutnya."
        )
    return None


def boleh_diisi(pengajuan: "Pengajuan", *, pada: dt.datetime) -> bool:
    """Whether the package's content can be changed at ``pada``."""
    return alasan_tidak_diisi(pengajuan, pada=pada) is None


def periksa_boleh_diisi(pengajuan: "Pengajuan", *, pada: dt.datetime) -> None:
    """Raise ``AturanDilanggar`` (kode ``terkunci``) when the content cannot be changed at ``pada``.

    Every provider calls this before any write, on a row read with ``select_for_update`` or on
    one locked by its own action, with ``jendela`` joined.
    """
    if alasan := alasan_tidak_diisi(pengajuan, pada=pada):
        raise AturanDilanggar(alasan, kode="terkunci")
