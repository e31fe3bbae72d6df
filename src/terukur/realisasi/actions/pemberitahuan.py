"""Messages about a report of results. They name OPD and period, never persons, and carry a link."""

import datetime as dt

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.periode import Periode
from terukur.organisasi import queries as organisasi
from terukur.pesan.actions import kirim
from terukur.realisasi.models import LaporanRealisasi

SYARAT_RENCANA = ("rencana_aksi",)
"""Who checks the rencana aksi checks its results."""


def _judul(laporan: LaporanRealisasi) -> str:
    return f"Laporan realisasi {Periode.baca(laporan.periode).label}"


def _tautan(laporan: LaporanRealisasi, halaman: str) -> str:
    return reverse(f"realisasi:{halaman}", args=[laporan.opd_id, laporan.periode])


def _verifikator(pada: dt.datetime) -> list[Pengguna]:
    """The verifiers of performance; where none is named for it, all."""
    return organisasi.pengguna_berperan(
        Peran.VERIFIKATOR, pada=pada, syarat=SYARAT_RENCANA
    ) or organisasi.pengguna_berperan(Peran.VERIFIKATOR, pada=pada)


def beri_tahu_siap(laporan: LaporanRealisasi, *, pada: dt.datetime) -> None:
    """Tell the head that a report waits for his signature."""
    kirim(
        kepada=organisasi.pengguna_berperan(Peran.KEPALA_OPD, opd_id=laporan.opd_id, pada=pada),
        judul=f"Menunggu tanda tangan: {_judul(laporan)}",
        isi=f"Isian {laporan.opd.nama} sudah ditandai siap dan menunggu persetujuan Anda.",
        tautan=_tautan(laporan, "ajukan"),
        kunci=f"realisasi.siap:{laporan.pk}:{pada.isoformat()}",
        pada=pada,
    )


def beri_tahu_diajukan(laporan: LaporanRealisasi, *, nomor_catatan: int, pada: dt.datetime) -> None:
    """Tell the verifiers that a report came in."""
    kirim(
        kepada=_verifikator(pada),
        judul=f"Laporan realisasi masuk: {laporan.opd.nama}"[:200],
        isi=f"{_judul(laporan)} menunggu pemeriksaan.",
        tautan=_tautan(laporan, "periksa"),
        kunci=f"realisasi.ajukan:{laporan.pk}:{nomor_catatan}",
        pada=pada,
    )


def beri_tahu_opd(
    laporan: LaporanRealisasi, kepala: str, isi: str, *, nomor_catatan: int, pada: dt.datetime
) -> None:
    """Tell operators, admin and head of the OPD what the verifier decided."""
    orang = [
        u
        for p in (Peran.OPERATOR_OPD, Peran.ADMIN_OPD, Peran.KEPALA_OPD)
        for u in organisasi.pengguna_berperan(p, opd_id=laporan.opd_id, pada=pada)
    ]
    kirim(
        kepada=orang,
        judul=f"{kepala}: {_judul(laporan)}",
        isi=isi,
        tautan=_tautan(laporan, "laporan"),
        kunci=f"realisasi.putusan:{laporan.pk}:{nomor_catatan}",
        pada=pada,
    )
