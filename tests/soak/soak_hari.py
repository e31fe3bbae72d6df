"""``make soak``: the day engine and the plain reference on fifty random kabupaten-months."""

import datetime as dt

from terukur.kehadiran.tests.susun import banding, kabupaten
from tests.bench.angka import tulis_angka
from tests.bench.lab import cetak

BULAN, ORANG, HARI = 50, 200, 31


def test_mesin_dan_acuan() -> None:
    sama = 0
    for biji in range(1000, 1000 + BULAN):
        orang = kabupaten(biji, ORANG, HARI)
        awal = dt.datetime.combine(orang[0][0][1].tanggal, dt.time(13, 17))
        # Every third is looked at in the middle of the month, while some windows are open.
        sama += banding(orang, pada=awal + dt.timedelta(days=15 if biji % 3 == 0 else 60))
    baris = [("Hari yang sama pada mesin dan acuan", f"{sama:,}".replace(",", "."), "310.000")]
    judul = "Kehadiran: mesin hari dan acuan polos"
    cetak(judul, baris)
    tulis_angka(
        judul,
        perintah="make soak",
        baris=baris,
        catatan=f"{BULAN} bulan acak, masing-masing {ORANG} pegawai; setiap kolom hasil dibandingkan.",
    )
    assert sama == BULAN * ORANG * HARI
