"""Filling in a report: what is taken, what is refused, and in which words."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.kinerja.tests.factories import buat_indikator
from terukur.realisasi import actions
from terukur.realisasi.choices import Pihak
from terukur.realisasi.models import (
    LaporanRealisasi,
    Realisasi,
)
from terukur.realisasi.rules.isian import IsiKontribusi, bakukan_kontribusi
from terukur.realisasi.tests.factories import (
    TW1,
    TW2,
    ajukan,
    buat_regu,
    di_luar_rencana,
    isi,
    kontribusi,
    sesudah,
    verifikasi,
)

D = Decimal
pytestmark = pytest.mark.django_db


def test_a_period_that_has_not_ended_is_refused_in_a_clear_sentence() -> None:
    regu = buat_regu()
    with pytest.raises(AturanDilanggar, match=r"Triwulan II 2027 belum berakhir.*mulai 1 Juli 2027"):
        isi(regu, 8, periode=TW2, pada=sesudah(TW1))
    with pytest.raises(AturanDilanggar, match="belum berakhir"):
        isi(regu, 8, pada=sesudah(TW1, -1))
    assert not LaporanRealisasi.objects.exists()


def test_without_a_set_plan_the_way_is_named() -> None:
    regu = buat_regu()
    with pytest.raises(TidakDitemukan, match="di luar rencana"):
        isi(regu, 8, kunci=regu.opd.pk)


def test_components_make_the_value() -> None:
    d = buat_indikator(
        pembilang="Balita stunting", penyebut="Balita diukur", polaritas="turun", satuan="persen"
    )
    regu = buat_regu((d, 20))
    r = isi(regu, None, pembilang=D(196), penyebut=D(1080))
    assert r.nilai == D("18.1481")
    for lain, kata in (
        ({"pembilang": D(5)}, "keduanya"),
        ({"pembilang": D(5), "penyebut": D(0)}, "tidak boleh 0"),
    ):
        with pytest.raises(AturanDilanggar, match=kata):
            isi(regu, None, **lain)
    with pytest.raises(AturanDilanggar, match="tanpa pembilang"):
        isi(buat_regu(), None, pembilang=D(5), penyebut=D(1))


def test_above_a_thousand_per_cent_needs_a_reason() -> None:
    regu = buat_regu()
    with pytest.raises(AturanDilanggar, match=r"1\.000 %"):
        isi(regu, 101)
    assert isi(regu, 101, alasan="Pabrik baru mulai beroperasi").nilai == 101


def test_below_zero_needs_a_reason() -> None:
    regu = buat_regu()
    with pytest.raises(AturanDilanggar, match=r"-5 .* di bawah nol, padahal target 10"):
        isi(regu, -5)
    assert isi(regu, -5, alasan="Ekonomi menyusut").nilai == -5


def test_the_same_parts_told_in_units_are_kept_as_units() -> None:
    regu = buat_regu()
    isi(regu, 25, kontribusi=kontribusi(opd=40, swasta=60))
    satuan = tuple(
        IsiKontribusi(p, satuan=D(n), dasar=f"Dasar {p}") for p, n in ((Pihak.OPD, 10), (Pihak.SWASTA, 15))
    )
    r = isi(regu, 25, kontribusi=satuan)
    assert sorted(r.daftar_kontribusi.values_list("satuan", flat=True)) == [10, 15]


def test_who_caused_it_is_folded_until_it_is_told_or_must_be(client: Client) -> None:
    regu = buat_regu()
    client.force_login(regu.operator)
    alamat = reverse("realisasi:laporan", args=[regu.opd.pk, TW1])

    def terbuka() -> bool:
        teks = client.get(alamat, {"baris": regu.kunci}).content.decode()
        return re.search(r"<details[^>]*\bopen>\s*<summary>Kontribusi", teks) is not None

    assert not terbuka()
    isi(regu, 25)
    assert terbuka(), "so far above its target that it must be told"
    isi(regu, 11, kontribusi=kontribusi(opd=40, swasta=60))
    assert terbuka()
    isi(regu, 11)
    assert not terbuka()


def test_contributions_sum_to_exactly_a_hundred() -> None:
    for daftar, kata in (
        (kontribusi(opd=40, swasta=59), r"berjumlah 99 %"),
        ((*kontribusi(opd=50), *kontribusi(opd=50)), "sekali saja"),
        ((IsiKontribusi(Pihak.OPD, persen=D(40)), *kontribusi(swasta=60)), "dasar kontribusi OPD sendiri"),
        ((IsiKontribusi(Pihak.OPD, dasar="x"),), "salah satu"),
        ((IsiKontribusi(Pihak.OPD, satuan=D(5), dasar="x"), *kontribusi(swasta=50)), "semua dalam"),
        ((IsiKontribusi(Pihak.OPD, satuan=D(5), dasar="x"),), "tepat sama dengan realisasi"),
        (kontribusi(opd=100, swasta=0), "lebih besar dari 0"),
    ):
        with pytest.raises(AturanDilanggar, match=kata):
            bakukan_kontribusi(D(9), daftar)
    assert bakukan_kontribusi(D(9), ()) == ()
    assert bakukan_kontribusi(D(9), (IsiKontribusi(Pihak.OPD, persen=D(100)),))
    with pytest.raises(AturanDilanggar, match="Isi realisasi dahulu"):
        bakukan_kontribusi(None, kontribusi(opd=100))


def test_units_become_per_cent_without_losing_a_part() -> None:
    bagian = [IsiKontribusi(p, satuan=D(1), dasar="x") for p in (Pihak.OPD, Pihak.SWASTA, Pihak.PUSAT)]
    hasil = bakukan_kontribusi(D(3), bagian)
    assert [k.persen for k in hasil] == [D("33.3334"), D("33.3333"), D("33.3333")]


def test_a_closed_report_takes_nothing_in() -> None:
    regu = buat_regu()
    isi(regu, 8)
    ajukan(regu)
    with pytest.raises(AturanDilanggar, match="diperiksa verifikator"):
        isi(regu, 9)
    verifikasi(regu)
    with pytest.raises(AturanDilanggar, match="membuka ralat"):
        isi(regu, 9)


def test_an_unplanned_row_of_a_draft_can_be_taken_out() -> None:
    regu, d = buat_regu(), buat_indikator()
    luar = di_luar_rencana(regu, d)
    actions.hapus_di_luar_rencana(
        opd_id=regu.opd.pk, periode=TW1, kunci=luar.kunci, oleh=SISTEM, pada=sesudah(TW1)
    )
    assert not Realisasi.objects.exists()


def test_who_saved_meanwhile_is_shown_beside() -> None:
    regu = buat_regu()
    isi(regu, 8)
    isi(regu, 9)
    with pytest.raises(Bentrok) as galat:
        isi(regu, 7, versi=1)
    assert galat.value.tersimpan == {"nilai": D(9)}
    assert isi(regu, 9, versi=1).versi == 2, "equal values write nothing"
