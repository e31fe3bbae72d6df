"""What the workflow's conditions look at, collected for one report, reader and instant."""

import datetime as dt
from collections.abc import Sequence

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.organisasi import queries as organisasi
from terukur.realisasi.models import LaporanRealisasi
from terukur.realisasi.queries.ketentuan import ketentuan
from terukur.realisasi.queries.laporan import BarisLaporan, kekurangan
from terukur.realisasi.rules.alur import ALUR_REALISASI, KonteksLaporan
from terukur.realisasi.rules.isian import alasan_belum_berakhir
from terukur.tenggat import queries as tenggat
from terukur.tenggat.rules import konflik_pemeriksa


def konflik(pengguna: Pengguna, laporan: LaporanRealisasi, *, pada: dt.datetime) -> tuple[str, bool]:
    """(reason why this user may not judge the report or empty, is "diverifikasi sendiri")."""
    milik = organisasi.opd_pengguna(pengguna, pada=pada)
    return konflik_pemeriksa(
        pelaku_id=str(pengguna.pk),
        opd_pelaku=milik,
        opd_id=laporan.opd_id,
        terlibat=laporan.terlibat,
        ada_pemeriksa_lain=laporan.opd_id in milik
        and tenggat.ada_pemeriksa_lain(pengguna, laporan.opd_id, peran=Peran.VERIFIKATOR, pada=pada),
    )


def susun_konteks(
    laporan: LaporanRealisasi, baris: Sequence[BarisLaporan], *, pengguna: Pengguna, pada: dt.datetime
) -> KonteksLaporan:
    """Everything a step of this report may depend on."""
    periode, hari = Periode.baca(laporan.periode), organisasi.hari_pemda(pada)
    milik = pengguna.akses.unit(Izin.REALISASI_ISI, laporan.opd_id)
    return KonteksLaporan(
        belum_berakhir=alasan_belum_berakhir(periode, hari=hari),
        kekurangan=kekurangan(baris, ketentuan(periode.sampai)),
        penugasan=organisasi.dasar_penanda(pengguna, laporan.opd_id, pada=pada),
        konflik=konflik(pengguna, laporan, pada=pada)[0]
        if pengguna.akses.boleh(Izin.REALISASI_VERIFIKASI, laporan.opd_id)
        else "",
        hanya_unit=bool(milik),
    )


def tindakan(
    laporan: LaporanRealisasi, baris: Sequence[BarisLaporan], *, pengguna: Pengguna, pada: dt.datetime
) -> list[Tindakan]:
    """The steps this reader may take now, each allowed or with its reason."""
    return ALUR_REALISASI.tindakan(
        status=laporan.status,
        izin=lambda i: pengguna.akses.boleh(i, laporan.opd_id),
        konteks=susun_konteks(laporan, baris, pengguna=pengguna, pada=pada),
    )
