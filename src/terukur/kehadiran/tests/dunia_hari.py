"""An OPD with a head and staff, one device, October 2026: what the pages of days and months are tested on."""

import datetime as dt
from typing import Any

from django.test import Client

from terukur.akun.models import Pengguna
from terukur.kehadiran.actions.hitung import hitung_bulan
from terukur.kehadiran.choices import JenisPermohonan, StatusPermohonan
from terukur.kehadiran.models import KelompokMesin, Permohonan, PinPegawai
from terukur.kehadiran.tests.factories import buat_pejabat, buat_staf
from terukur.kehadiran.tests.isian import (
    OKTOBER,
    buat_ketentuan,
    buat_mesin,
    buat_pola,
    hitung_hari,
    lima_hari,
    pakai,
    rekam,
    resmi,
    setempat,
)
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import Pegawai
from terukur.organisasi.tests.factories import buat_opd

AWAL_NOVEMBER = dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)
"""Monday, 09.00 WITA: October is over, its corrections are still open."""


def tgl(hari: int, bulan: int = 10) -> dt.date:
    return dt.date(2026, bulan, hari)


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


class Dunia:
    """``staf`` presses at 07.20 and 16.40 on the work days of ``hadir``; ``kadis`` is of echelon II."""

    def __init__(self, hadir: range = range(1, 32)) -> None:
        self.opd = buat_opd("Dinas Uji")
        self.kadis = buat_pejabat(self.opd, "Kadis", eselon=Eselon.II_B, kepala=True)
        self.staf = buat_pejabat(self.opd, "Staf")
        self.orang: Pegawai = self.staf.pegawai
        pakai(buat_pola("kantor", lima_hari()))
        self.ketentuan = buat_ketentuan()
        self.kelompok = KelompokMesin.objects.create(nama="Kabupaten")
        self.mesin = buat_mesin(self.opd, self.kelompok)
        self.pin(self.orang, "7")
        self.pin(self.kadis.pegawai, "1")
        for hari in hadir:
            if tgl(hari).weekday() < 5:
                self.tekan(tgl(hari), "07.20", "16.40")
                self.tekan(tgl(hari), "07.15", "16.45", pin="1")

    def pin(self, pegawai: Pegawai, pin: str) -> None:
        PinPegawai.objects.create(**resmi(), kelompok=self.kelompok, pin=pin, pegawai=pegawai)

    def tekan(self, tanggal: dt.date, *jam: str, pin: str = "7") -> None:
        rekam(*((self.mesin, pin, setempat(tanggal, j)) for j in jam))

    def staf_lain(self, pin: str) -> Pegawai:
        p = buat_staf(self.opd, f"Staf {pin}")
        self.pin(p, pin)
        return p

    def setuju(self, pegawai: Pegawai, hari: dt.date, jenis: JenisPermohonan, **isi: Any) -> Permohonan:
        """An approved request, without the steps before it."""
        pada = isi.pop("pada", AWAL_NOVEMBER)
        return Permohonan.objects.create(
            pegawai=pegawai, jenis=jenis, sejak=hari, sampai=hari, status=StatusPermohonan.DISETUJUI,
            diajukan_pada=pada, diajukan_oleh="uji", putus_pada=pada, putus_nama="Kadis", berlaku_pada=pada,
            **isi,
        )  # fmt: skip

    def hitung(self, pada: dt.datetime = AWAL_NOVEMBER, bulan: dt.date = OKTOBER) -> None:
        hitung_bulan(bulan, pada=pada)

    def hitung_hari(self, pegawai: Pegawai, hari: dt.date, pada: dt.datetime = AWAL_NOVEMBER) -> None:
        hitung_hari(pegawai.pk, hari, pada=pada)
