"""The catalogue: what an indicator must say, and what it meant on a day."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kinerja import actions
from terukur.kinerja.models import DefinisiIndikator
from terukur.kinerja.queries import definisi_banyak, pilihan_indikator
from terukur.kinerja.rules.indikator import nilai_komponen, periksa_isi, sebut_nilai, ukuran_beku
from terukur.kinerja.tests.factories import BUKA, buat_indikator, isi_indikator
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.choices import Polaritas

D = Decimal
TANGGA = (("WTP", D(4)), ("WDP", D(3)), ("TW", D(2)), ("TMP", D(1)))


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [
        ({"nama": ""}, "nama"),
        ({"satuan": ""}, "satuan"),
        ({"batas_atas": D(80)}, "batas_atas"),
        ({"pembilang": "Balita stunting"}, "penyebut"),
        ({"pembilang": "a", "penyebut": "b", "pengali": D(0)}, "pengali"),
        ({"tangga": TANGGA}, "tangga"),
        ({"polaritas": Polaritas.PREDIKAT, "agregasi": "posisi_akhir"}, "tangga"),
        ({"polaritas": Polaritas.PREDIKAT, "agregasi": "posisi_akhir", "tangga": TANGGA[::-1]}, "tangga"),
        ({"polaritas": Polaritas.PREDIKAT, "agregasi": "akumulatif", "tangga": TANGGA}, "agregasi"),
        (
            {"polaritas": Polaritas.YA_TIDAK, "agregasi": "posisi_akhir", "pembilang": "a", "penyebut": "b"},
            "pembilang",
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_field(ganti: dict[str, Any], kolom: str) -> None:
    assert list(periksa_isi(isi_indikator(**ganti))) == [kolom]


def test_an_indicator_in_order_has_nothing_wrong() -> None:
    assert periksa_isi(isi_indikator()) == {}
    predikat = isi_indikator(polaritas=Polaritas.PREDIKAT, agregasi="posisi_akhir", tangga=TANGGA)
    assert periksa_isi(predikat) == {}


def test_parts_become_a_result_and_no_denominator_none() -> None:
    assert nilai_komponen(D(196), D(1080), D(100)) == D("18.1481")
    assert nilai_komponen(D(5), D(0), D(100)) is None


@pytest.mark.django_db
def test_values_are_told_in_the_words_of_their_indicator() -> None:
    predikat = ukuran_beku(
        buat_indikator(polaritas=Polaritas.PREDIKAT, agregasi="posisi_akhir", tangga=TANGGA)
    )
    ya = ukuran_beku(buat_indikator(polaritas=Polaritas.YA_TIDAK, agregasi="posisi_akhir"))
    angka = ukuran_beku(buat_indikator(satuan="persen"))
    assert [sebut_nilai(n, predikat) for n in (D(4), D("3.0000"), None)] == ["WTP", "WDP", "–"]
    assert [sebut_nilai(n, ya) for n in (D(1), D(0))] == ["Ya", "Tidak"]
    assert sebut_nilai(D("12.5000"), angka) == "12,5 persen"


@pytest.mark.django_db
def test_what_it_meant_depends_on_the_day_and_on_when_it_is_asked() -> None:
    lama = buat_indikator(nama="Cakupan")
    ubah = BUKA + dt.timedelta(days=3)
    actions.ubah_indikator(
        indikator_id=lama.indikator_id,
        isi=isi_indikator(nama="Cakupan layanan"),
        sejak=dt.date(2027, 1, 1),
        oleh=SISTEM,
        pada=ubah,
    )
    ids = [lama.indikator_id]

    def nama(per: dt.date, diketahui: dt.datetime | None = None) -> str:
        return definisi_banyak(ids, per=per, diketahui=diketahui)[lama.indikator_id].nama

    assert nama(dt.date(2026, 12, 31)) == "Cakupan"
    assert nama(dt.date(2027, 1, 1)) == "Cakupan layanan"
    assert nama(dt.date(2027, 1, 1), ubah - dt.timedelta(seconds=1)) == "Cakupan"
    assert Catatan.objects.filter(objek="indikator", objek_id=str(lama.indikator_id)).count() == 2


@pytest.mark.django_db
def test_a_name_is_there_once_for_those_who_choose_it() -> None:
    opd = buat_opd()
    buat_indikator(nama="Cakupan")
    buat_indikator(opd, nama="Cakupan")
    with pytest.raises(AturanDilanggar, match="sudah ada dalam katalog"):
        buat_indikator(nama="cakupan")
    assert DefinisiIndikator.objects.count() == 2


@pytest.mark.django_db
def test_an_opd_chooses_from_the_kabupatens_and_its_own() -> None:
    sendiri, lain = buat_opd(), buat_opd()
    umum, milik, _ = buat_indikator(), buat_indikator(sendiri), buat_indikator(lain)
    pilihan = pilihan_indikator(sendiri.pk, per=dt.date(2027, 12, 31))
    assert {d.indikator_id for d in pilihan} == {umum.indikator_id, milik.indikator_id}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kolom", "nilai"), [("nama", ""), ("pembilang", "a"), ("tangga", [{"nama": "a"}]), ("batas_atas", D(99))]
)
def test_the_database_refuses_an_impossible_definition(kolom: str, nilai: Any) -> None:
    d = buat_indikator()
    with pytest.raises(IntegrityError), transaction.atomic():
        DefinisiIndikator.objects.filter(pk=d.pk).update(**{kolom: nilai})
