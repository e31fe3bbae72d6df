"""An OPD with a place, a rule set and a person who may record by phone there."""

import datetime as dt
import json
import uuid
from typing import Any

from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.ponsel import rekam
from terukur.kehadiran.actions.tempat import beri_izin, daftarkan_tempat, tetapkan_ketentuan_ponsel
from terukur.kehadiran.models import AntreanHari, Mesin, RekamPonsel
from terukur.kehadiran.rules.ponsel import Sampel
from terukur.kehadiran.rules.risiko import BOBOT_BAWAAN
from terukur.kehadiran.tests.dunia_hari import Dunia
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.tests.factories import AWAL, AWAL_PADA

TITIK = (-9.105, 124.892)


def buat_ketentuan_ponsel(sejak: dt.date = AWAL, pada: dt.datetime = AWAL_PADA, **ganti: Any) -> None:
    isi: dict[str, Any] = {
        "ketelitian_terbesar": 100, "kecepatan_terbesar": 150, "ambang": 50, "hitung_menunggu": True,
        "simpan_hari": 90, "bobot": BOBOT_BAWAAN, "dasar": "Perbup uji",
    }  # fmt: skip
    tetapkan_ketentuan_ponsel(**isi | ganti, sejak=sejak, oleh=SISTEM, pada=pada)


def buat_tempat(
    opd: OPD, nama: str = "Kantor Camat", titik: tuple[float, float] = TITIK, pada: dt.datetime = AWAL_PADA
) -> Mesin:
    return daftarkan_tempat(
        nama=nama, opd=opd, zona=8, lintang=titik[0], bujur=titik[1], radius=100, sejak=AWAL, oleh=SISTEM,
        pada=pada,
    )  # fmt: skip


def izinkan(pegawai: Pegawai, sejak: dt.date = AWAL, pada: dt.datetime = AWAL_PADA) -> Any:
    return beri_izin(pegawai=pegawai, dasar="SK 1/2026", sejak=sejak, oleh=SISTEM, pada=pada)


def posisi(geser: float = 0.0, *, akurasi: float = 12.0, n: int = 6) -> list[Sampel]:
    """An honest phone ``geser`` degrees north of the middle: readings that tremble."""
    return [
        Sampel(TITIK[0] + geser + k * 3e-6, TITIK[1] + k * 2e-6, akurasi + k, 4_500 - 900 * k)
        for k in range(n)
    ]


class DuniaPonsel(Dunia):
    """``staf`` may record by phone at ``tempat``; nothing waits to be computed."""

    def __init__(self) -> None:
        super().__init__(range(27, 29))
        buat_ketentuan_ponsel()
        self.tempat = buat_tempat(self.opd)
        izinkan(self.orang)
        AntreanHari.objects.all().delete()


def tulis(sampel: list[Sampel]) -> str:
    """As the page sends it."""
    return json.dumps([s.baris for s in sampel])


def tekan(
    pegawai: Pegawai, pada: dt.datetime, sampel: list[Sampel] | None = None, **lain: Any
) -> RekamPonsel:
    """A record through the action; every one with a form of its own."""
    awal = {"kunci": uuid.uuid4(), "sampel": posisi() if sampel is None else sampel, "perangkat": "a" * 32}
    return rekam(pegawai=pegawai, pada=pada, **awal | lain)[0]
