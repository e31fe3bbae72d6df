"""Who is whose superior on a day, and for whom somebody decides."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.akun.peran import Peran
from terukur.kehadiran.queries.atasan import atasan, atasan_banyak, bawahan
from terukur.kehadiran.tests.factories import SEKARANG, buat_pejabat, buat_staf
from terukur.organisasi.choices import Eselon, JenisOPD, JenisPenugasan
from terukur.organisasi.models import Jabatan
from terukur.organisasi.tests.factories import (
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kabupaten():
    """Setda with the Sekda, a Dinas with its head, a unit with a head of its own, and staff."""
    setda = buat_opd("Sekretariat Daerah", jenis=JenisOPD.SEKRETARIAT_DAERAH)
    dinas = buat_opd("Dinas Uji")
    puskesmas = buat_unit(dinas, "Puskesmas Uji")
    return {
        "setda": setda,
        "dinas": dinas,
        "puskesmas": puskesmas,
        "bupati": buat_pengguna(Peran.PIMPINAN, nama="Bupati Uji"),
        "sekda": buat_pejabat(setda, "Sekda", eselon=Eselon.II_A, kepala=True),
        "kadis": buat_pejabat(dinas, "Kadis", eselon=Eselon.II_B, kepala=True),
        "kapus": buat_pejabat(dinas, "Kapus", unit=puskesmas, jabatan="Kepala Puskesmas Uji"),
        "perawat": buat_staf(dinas, "Perawat", unit=puskesmas),
        "staf": buat_staf(dinas, "Staf"),
    }


def nama(pegawai, pada=SEKARANG):
    return [a.nama for a in atasan(pegawai.pk, pada=pada)]


def test_each_level_stands_under_the_next(kabupaten):
    k = kabupaten
    assert nama(k["perawat"]) == ["Kapus"]
    assert nama(k["kapus"].pegawai) == ["Kadis"]
    assert nama(k["staf"]) == ["Kadis"]
    assert nama(k["kadis"].pegawai) == ["Sekda"]
    assert nama(k["sekda"].pegawai) == ["Bupati Uji"]


def test_sections_of_a_unit_stand_under_its_highest_echelon(kabupaten):
    k = kabupaten
    kabid = buat_pejabat(k["dinas"], "Kabid", unit=k["puskesmas"], eselon=Eselon.III_B)
    kasi = buat_pejabat(k["dinas"], "Kasi", unit=k["puskesmas"], eselon=Eselon.IV_A)
    assert nama(kasi.pegawai) == ["Kabid"]
    assert nama(k["perawat"]) == ["Kabid"]
    assert nama(k["kapus"].pegawai) == ["Kabid"]
    assert nama(kabid.pegawai) == ["Kadis"]


def test_who_stands_in_comes_first_and_nobody_decides_for_himself(kabupaten):
    k = kabupaten
    kursi = Jabatan.objects.get(opd=k["dinas"], kepala=True)
    staf = buat_pegawai("Plh Uji", pengguna=buat_pengguna(nama="Plh Uji"))
    buat_penugasan(
        staf, kursi, jenis=JenisPenugasan.PLH, sejak=dt.date(2026, 11, 16), sampai=dt.date(2026, 11, 20)
    )
    assert nama(k["staf"]) == ["Plh Uji", "Kadis"]
    assert nama(staf) == ["Sekda"], "as Plh he stands where the head stands"
    assert nama(k["staf"], SEKARANG + dt.timedelta(days=5)) == ["Kadis"]


def test_an_empty_office_passes_to_the_next_level():
    dinas = buat_opd("Dinas Tanpa Kepala")
    staf = buat_staf(dinas)
    bupati = buat_pengguna(Peran.KEPALA_DAERAH, nama="Bupati")
    assert nama(staf) == ["Bupati"]
    assert bawahan(bupati, pada=SEKARANG) == {staf.pk}
    setda = buat_opd("Sekretariat Daerah", jenis=JenisOPD.SEKRETARIAT_DAERAH)
    sekda = buat_pejabat(setda, "Sekda", eselon=Eselon.II_A, kepala=True)
    assert nama(staf) == ["Sekda"]
    assert bawahan(sekda, pada=SEKARANG) == {staf.pk}
    assert bawahan(bupati, pada=SEKARANG) == {sekda.pegawai.pk}
    assert nama(buat_pegawai("Tanpa jabatan")) == []


def test_the_inverse_agrees_with_every_superior(kabupaten):
    k = kabupaten
    buat_staf(buat_opd("Dinas Lain"))
    orang = [k["perawat"], k["staf"], *(k[n].pegawai for n in ("kapus", "kadis", "sekda"))]
    semua = atasan_banyak([p.pk for p in orang], pada=SEKARANG)
    for n in ("kapus", "kadis", "sekda", "bupati"):
        pengguna = k[n]
        milik = {p.pk for p in orang if any(a.pengguna_id == pengguna.pk for a in semua[p.pk])}
        assert milik <= bawahan(pengguna, pada=SEKARANG)
        assert milik == bawahan(pengguna, pada=SEKARANG, di_antara=[p.pk for p in orang])


def test_queries_do_not_grow_with_people(kabupaten):
    k = kabupaten

    def hitung():
        with CaptureQueriesContext(connection) as kueri:
            bawahan(k["kadis"], pada=SEKARANG)
        return len(kueri)

    satu = hitung()
    for _ in range(4):
        buat_staf(k["dinas"])
    assert hitung() == satu
