"""The head of an OPD promises what its Renstra says for the year."""

import datetime as dt
from decimal import Decimal

import pytest

from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import JenisPeriode
from terukur.kinerja import actions
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.models import BarisPerjanjian, Indikator
from terukur.kinerja.tests.factories import isi_indikator
from terukur.organisasi.models import Jabatan
from terukur.perencanaan.choices import Polaritas
from terukur.perencanaan.models import IndikatorButir, TargetIndikator, VersiRencana
from terukur.perencanaan.tests.factories import PADA
from terukur.perencanaan.tests.pabrik_rencana import buat_renstra_tetap

pytestmark = pytest.mark.django_db


def _draf(versi: VersiRencana):
    jabatan = Jabatan.objects.get(opd=versi.dokumen.opd, kepala=True)
    return actions.mulai_perjanjian(jabatan_id=jabatan.pk, tahun=2027, oleh=SISTEM, pada=PADA)


def _ambil(satu):
    return actions.ambil_renstra(perjanjian_id=satu.pk, oleh=SISTEM, pada=PADA)


def test_sasaran_indicators_and_targets_of_the_year():
    satu = _draf(buat_renstra_tetap())
    hasil = _ambil(satu)
    assert (hasil.jumlah, hasil.dilewati) == (1, ())
    baris = BarisPerjanjian.objects.get(perjanjian=satu)
    assert (baris.sasaran, baris.nilai) == ("Sasaran contoh", Decimal(13))
    definisi = baris.indikator.daftar_definisi.get()
    assert (definisi.nama, definisi.polaritas) == ("Prevalensi stunting", Polaritas.TURUN)
    assert baris.indikator.opd == satu.opd
    assert _ambil(satu).jumlah == 0, "what is there stays"
    assert Indikator.objects.count() == 1


def _katalog(satu, **isi):
    bawaan = {"nama": "PREVALENSI STUNTING", "satuan": "persen", "polaritas": Polaritas.TURUN}
    return actions.buat_indikator(
        isi=isi_indikator(**bawaan | isi),
        opd_id=satu.opd_id,
        sejak=dt.date(2026, 1, 1),
        oleh=SISTEM,
        pada=PADA,
    )


def test_the_catalogues_own_indicator_of_that_name_is_taken():
    satu = _draf(buat_renstra_tetap())
    ada = _katalog(satu)
    assert _ambil(satu).jumlah == 1
    assert BarisPerjanjian.objects.get(perjanjian=satu).indikator_id == ada.indikator_id


def test_another_unit_under_the_same_name_is_said():
    satu = _draf(buat_renstra_tetap())
    _katalog(satu, satuan="orang")
    hasil = _ambil(satu)
    assert hasil.jumlah == 0
    assert "satuan atau arahnya di katalog" in hasil.dilewati[0]


@pytest.mark.parametrize(
    ("tangga", "nilai", "alasan"),
    [
        (None, None, "tambahkan dahulu ke katalog dengan tangga predikatnya"),
        ((("A", Decimal(4)), ("BB", Decimal(3))), Decimal(3), ""),
        ((("A", Decimal(4)), ("B", Decimal(2))), None, "predikat BB tidak ada dalam tangga"),
    ],
)
def test_a_predikat_needs_its_ladder(tangga, nilai, alasan):
    satu = _draf(buat_renstra_tetap())
    IndikatorButir.objects.update(polaritas=Polaritas.PREDIKAT)
    TargetIndikator.objects.update(nilai=None, predikat="BB")
    if tangga:
        _katalog(
            satu, polaritas=Polaritas.PREDIKAT, tangga=tangga, periode=JenisPeriode.TAHUN,
            agregasi=Agregasi.POSISI_AKHIR,
        )  # fmt: skip
    hasil = _ambil(satu)
    if alasan:
        assert (hasil.jumlah, alasan in hasil.dilewati[0]) == (0, True)
    else:
        assert BarisPerjanjian.objects.get(perjanjian=satu).nilai == nilai
