"""Entry of needs: said at once when the ceiling is passed, exact, one winner, nothing silent."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from terukur.anggaran import queries
from terukur.anggaran.actions import simpan_banyak
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.tests.factories import (
    DAK,
    DAU,
    TAHAP,
    buat_kebutuhan,
    buat_pagu,
    isian,
    semua_kebutuhan,
    sumber,
    tolak_di_atas_pagu,
)
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.choices import JenisUnit
from terukur.organisasi.tests.factories import buat_opd, buat_unit
from terukur.perencanaan.actions.program import hapus_sub_kegiatan
from terukur.perencanaan.models import Rekening
from terukur.perencanaan.tests.factories import (
    PADA,
    TUTUP,
    buat_pengajuan,
    buat_rekening,
    buat_sub_kegiatan,
)

pytestmark = pytest.mark.django_db
GIZI = "1.02.02.2.02.0015"


def test_several_sources_sum_and_the_room_follows():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, "61400000000.00")
    buat_pagu(sub.opd, "500", kode=DAK)
    buat_kebutuhan(sub, isian("59872500000"), isian("499.50", DAK))
    ruang = queries.ruang_pengajuan(sub.pengajuan)
    assert ruang.sisa == Decimal("1527500000.50")
    assert {s.sisa for s in ruang.sel} == {Decimal("1527500000.00"), Decimal("0.50")}


def test_passing_the_ceiling_is_refused_at_the_field_with_the_exact_excess():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, "1000.00")
    with pytest.raises(AturanDilanggar) as tolak:
        buat_kebutuhan(sub, isian(5, DAK), isian("1000.01"))
    assert tolak.value.kode == "melampaui_pagu"
    assert "sebesar Rp 0,01" in tolak.value.kolom["jumlah_1"]
    assert "Rancangan Awal Renja 2027" in tolak.value.kolom["jumlah_1"]
    assert "Belum ada pagu" in tolak.value.kolom["jumlah_0"]  # a ceiling for DAU only
    assert not Kebutuhan.objects.exists()


def test_the_excess_becomes_a_proposal_with_its_reason_and_takes_no_room():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, "1000")
    buat_kebutuhan(sub, isian(1250, usulkan_kelebihan=True, alasan="Gaji bidan PPPK"))
    assert semua_kebutuhan(sub.pengajuan_id) == [(DAU, Decimal(1000), False), (DAU, Decimal(250), True)]
    ruang = queries.ruang_pengajuan(sub.pengajuan)
    assert (ruang.sisa, ruang.di_atas_pagu) == (0, 250)
    catatan = Catatan.objects.filter(peristiwa="kebutuhan.usulkan_di_atas_pagu")
    assert catatan.count() == 1
    # More of the same is added to that proposal.
    buat_kebutuhan(
        sub,
        isian(1100, usulkan_kelebihan=True, alasan="Gaji bidan PPPK"),
        isian(250, di_atas_pagu=True, alasan="Gaji bidan PPPK"),
    )
    assert semua_kebutuhan(sub.pengajuan_id) == [(DAU, Decimal(1000), False), (DAU, Decimal(350), True)]


def test_a_proposal_without_reason_is_refused():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, 10)
    with pytest.raises(AturanDilanggar) as tolak:
        buat_kebutuhan(sub, isian(11, usulkan_kelebihan=True, alasan="  "))
    assert "alasan" in tolak.value.kolom["alasan_0"]


def test_policy_refuse_takes_no_proposal():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, 10)
    tolak_di_atas_pagu()
    for baris in (
        isian(11, usulkan_kelebihan=True, alasan="perlu"),
        isian(1, di_atas_pagu=True, alasan="perlu"),
    ):
        with pytest.raises(AturanDilanggar, match="TAPD"):
            buat_kebutuhan(sub, baris)
    assert not Kebutuhan.objects.exists()


def test_a_lowered_ceiling_does_not_lock_the_page():
    sub = buat_sub_kegiatan()
    lain = buat_sub_kegiatan(sub.pengajuan, GIZI)
    buat_pagu(sub.opd, 100)
    buat_kebutuhan(sub, isian(60))
    buat_kebutuhan(lain, isian(40))
    buat_pagu(sub.opd, 50, pada=PADA + dt.timedelta(hours=1))
    buat_kebutuhan(lain, isian(40))  # unchanged
    buat_kebutuhan(lain, isian(30))  # falling
    with pytest.raises(AturanDilanggar, match="melebihi pagu"):
        buat_kebutuhan(lain, isian(31))
    assert queries.ruang_pengajuan(sub.pengajuan).kelebihan == 40


def test_empty_is_stored_as_empty_and_zero_as_zero():
    sub = buat_sub_kegiatan()
    buat_kebutuhan(sub, isian(None), isian(0, DAK))
    assert semua_kebutuhan(sub.pengajuan_id) == [(DAU, None, False), (DAK, Decimal(0), False)]


def test_one_source_is_either_whole_or_by_account():
    sub = buat_sub_kegiatan()
    buat_rekening()
    rekening = Rekening.objects.get(kode="5.1.02.01.01.0024")
    with pytest.raises(AturanDilanggar, match="dua kali"):
        buat_kebutuhan(sub, isian(5), isian(5, rekening_id=rekening.pk))
    with pytest.raises(AturanDilanggar, match="baris lain"):
        buat_kebutuhan(sub, isian(5), isian(6))
    buat_kebutuhan(sub, isian(5, rekening_id=rekening.pk), isian(6, DAK))
    assert len(semua_kebutuhan(sub.pengajuan_id)) == 2


def test_stale_form_is_noticed_and_nothing_is_lost():
    sub = buat_sub_kegiatan()
    lama = buat_kebutuhan(sub, isian(5))
    sidik = queries.sidik_kebutuhan(Kebutuhan.objects.order_by("pk"))
    assert sidik == queries.sidik_kebutuhan(lama)
    buat_kebutuhan(sub, isian(6), sidik=sidik)
    with pytest.raises(Bentrok) as bentrok:
        buat_kebutuhan(sub, isian(7), sidik=sidik)
    assert bentrok.value.tersimpan["kebutuhan"][0]["jumlah"] == 6
    assert bentrok.value.kiriman["kebutuhan"][0].jumlah == 7


def test_closed_window_takes_nothing():
    sub = buat_sub_kegiatan()
    with pytest.raises(AturanDilanggar, match="sudah ditutup"):
        buat_kebutuhan(sub, isian(5), pada=TUTUP + dt.timedelta(hours=1))


def test_a_removed_sub_kegiatan_frees_its_room():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, 100)
    buat_kebutuhan(sub, isian(100))
    hapus_sub_kegiatan(sub_kegiatan_id=sub.pk, oleh=SISTEM, pada=PADA)
    assert queries.ruang_pengajuan(sub.pengajuan).sisa == 100


def test_the_hospital_spends_from_its_own_ceiling_inside_the_dinas():
    opd = buat_opd(kode="1.02.2.14.0.00.01.0000")
    rsud = buat_unit(opd, "RSUD Watu Ikat", jenis=JenisUnit.RSUD)
    pengajuan = buat_pengajuan(opd)
    dinas = buat_sub_kegiatan(pengajuan)
    rumah_sakit = buat_sub_kegiatan(pengajuan, unit=rsud)
    buat_pagu(opd, 1000)
    buat_pagu(opd, 50, unit=rsud)
    buat_kebutuhan(dinas, isian(1000))
    buat_kebutuhan(rumah_sakit, isian(50))
    with pytest.raises(AturanDilanggar, match="sebesar Rp 1"):
        buat_kebutuhan(rumah_sakit, isian(51))
    assert queries.ruang_pengajuan(pengajuan).pagu == 1050


def test_many_at_once_split_under_the_ceilings_in_order():
    sub = buat_sub_kegiatan()
    lain = buat_sub_kegiatan(sub.pengajuan, GIZI)
    buat_pagu(sub.opd, 100)
    banyak = simpan_banyak(
        pengajuan=sub.pengajuan, isian={sub.pk: [isian(70)], lain.pk: [isian(50)]}, oleh=SISTEM, pada=PADA
    )
    assert banyak == 3
    assert semua_kebutuhan(sub.pengajuan_id) == [
        (DAU, Decimal(70), False),
        (DAU, Decimal(30), False),
        (DAU, Decimal(20), True),
    ]
    tolak_di_atas_pagu()
    with pytest.raises(AturanDilanggar, match=r"DAU yang tidak ditentukan penggunaannya Rp 20"):
        simpan_banyak(
            pengajuan=sub.pengajuan,
            isian={sub.pk: [isian(70)], lain.pk: [isian(50)]},
            oleh=SISTEM,
            pada=PADA,
        )
    asing = buat_sub_kegiatan(buat_pengajuan(buat_opd(kode="1.02.0.00.0.00.02.0000")))
    with pytest.raises(TidakDitemukan):
        simpan_banyak(pengajuan=sub.pengajuan, isian={asing.pk: [isian(1)]}, oleh=SISTEM, pada=PADA)


@pytest.mark.parametrize(
    "isi",
    [
        {"jumlah": Decimal(-1)},
        {"jumlah": Decimal(1), "di_atas_pagu": True},
        {"jumlah": None, "di_atas_pagu": True, "alasan": "perlu"},
        {"jumlah": Decimal(1), "alasan": "tanpa usulan"},
    ],
)
def test_the_database_refuses_what_the_rules_refuse(isi):
    sub = buat_sub_kegiatan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Kebutuhan.objects.create(
            sub_kegiatan_rencana=sub, sumber_dana=sumber(), disimpan_pada=PADA, disimpan_oleh="x", **isi
        )


def test_the_database_refuses_a_second_row_even_without_source_or_account():
    sub = buat_sub_kegiatan()
    Kebutuhan.objects.create(sub_kegiatan_rencana=sub, disimpan_pada=PADA, disimpan_oleh="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Kebutuhan.objects.create(sub_kegiatan_rencana=sub, disimpan_pada=PADA, disimpan_oleh="x")


@pytest.mark.django_db(transaction=True)
def test_of_two_operators_spending_the_last_room_one_wins():
    sub = buat_sub_kegiatan()
    lain = buat_sub_kegiatan(sub.pengajuan, GIZI)
    buat_pagu(sub.opd, 100)
    mulai = threading.Barrier(2)
    hasil: list[str] = []

    def kerja(milik):
        try:
            mulai.wait(5)
            buat_kebutuhan(milik, isian(80))
            hasil.append("masuk")
        except AturanDilanggar as tolak:
            hasil.append(tolak.pesan)
        finally:
            connection.close()

    utas = [threading.Thread(target=kerja, args=(s,)) for s in (sub, lain)]
    for u in utas:
        u.start()
    for u in utas:
        u.join(20)
    assert sorted(hasil)[1] == "masuk"
    assert "sebesar Rp 60" in sorted(hasil)[0]
    assert queries.ruang_pengajuan(sub.pengajuan).sisa == 20
    assert queries.cara_lampaui(TAHAP) == "usulan"
