"""Shifts and PIN of people with awkward names, for the way of a workbook out and in again."""

import datetime as dt
from collections.abc import Sequence

from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.ketentuan import siapkan_bawaan
from terukur.kehadiran.actions.mesin import kelompok_bernama
from terukur.kehadiran.actions.pin import PetaPin, petakan_pin
from terukur.kehadiran.actions.sif import tetapkan_sif
from terukur.kehadiran.queries.jadwal import kode_sif
from terukur.kehadiran.rules.jadwal import Jam
from terukur.organisasi.models import Pegawai


def catat_sif(nama_orang: Sequence[str], sejak: dt.date, pada: dt.datetime) -> None:
    """Shifts of people with awkward names, by code, as a day off and by hours that no code has."""
    siapkan_bawaan(sejak=sejak, oleh=SISTEM, pada=pada)
    kode = kode_sif(dt.date(2026, 11, 1))
    for n, nama in enumerate(nama_orang, start=1):
        orang = Pegawai.objects.get(nama=nama[:150])
        hari = {dt.date(2026, 11, n): kode["M"], dt.date(2026, 11, n + 1): kode["L"]}
        hari[dt.date(2026, 11, n + 2)] = Jam(487, 733)
        tetapkan_sif(pegawai=orang, hari=hari, dasar="Contoh", oleh=SISTEM, pada=pada)


def catat_pin(nama_orang: Sequence[str], sejak: dt.date, sampai: dt.date, pada: dt.datetime) -> None:
    """PIN that look like numbers, of people with awkward names; one changed hands, one person has two."""
    satu, dua, *lain = (Pegawai.objects.get(nama=nama[:150]) for nama in nama_orang)
    peta = [PetaPin("007", satu, sejak), PetaPin("7", dua, sejak, sampai), PetaPin("0", dua, sejak)]
    peta += [PetaPin(f"1E{n}", p, sejak) for n, p in enumerate(lain)]
    petakan_pin(kelompok=kelompok_bernama("Seluruh kabupaten"), peta=peta, oleh=SISTEM, pada=pada)
    lanjut = [PetaPin("7", satu, sampai + dt.timedelta(days=1))]
    petakan_pin(kelompok=kelompok_bernama("Seluruh kabupaten"), peta=lanjut, oleh=SISTEM, pada=pada)
    petakan_pin(
        kelompok=kelompok_bernama("RSUD; 'contoh'"), peta=[PetaPin("7", dua, sejak)], oleh=SISTEM, pada=pada
    )
