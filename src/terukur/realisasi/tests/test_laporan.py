"""Filling in, signing, verifying and correcting a report; what is refused, and what goes on record."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kinerja.tests.factories import TAHUN, buat_indikator
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions
from terukur.realisasi.choices import HasilCapaian, Pihak, StatusCapaian, StatusLaporan
from terukur.realisasi.models import (
    BuktiRealisasi,
    CapaianResmi,
    KetentuanRealisasi,
    Kontribusi,
    LaporanRealisasi,
    Realisasi,
)
from terukur.realisasi.rules.alur import ALUR_REALISASI, GILIRAN
from terukur.realisasi.rules.isian import IsiKontribusi, IsiRealisasi, bakukan_kontribusi
from terukur.realisasi.tests.factories import (
    TW1,
    TW2,
    TW3,
    ajukan,
    buat_regu,
    di_luar_rencana,
    isi,
    kontribusi,
    laporkan,
    sesudah,
    tindak,
    verifikasi,
)
from terukur.tenggat.tests.factories import buat_orang

D = Decimal
pytestmark = pytest.mark.django_db


def kini(kunci: Any, periode: str = TW1) -> CapaianResmi:
    fakta: CapaianResmi = CapaianResmi.objects.diketahui(None).get(kunci=kunci, periode=periode)
    return fakta


def test_every_state_says_whose_turn_it_is() -> None:
    assert set(GILIRAN) == set(StatusLaporan)
    for t in ALUR_REALISASI.transisi.values():
        assert GILIRAN[StatusLaporan(t.ke)] == t.giliran or t.nama.startswith("batalkan")


def test_setting_targets_opens_their_figures() -> None:
    regu = buat_regu()
    baris = CapaianResmi.objects.filter(kunci=regu.kunci)
    assert {(b.status, b.hasil, b.direncanakan, b.terisi) for b in baris} == {
        (StatusCapaian.BELUM, HasilCapaian.BELUM_MENGISI, True, 0)
    }
    assert sorted((b.periode, b.urutan, b.jatuh, b.target_sd) for b in baris) == [
        (f"{TAHUN}-TW{n}", 3 * n, n, D(10 * n)) for n in range(1, 5)
    ]
    assert {b.catatan_nomor for b in baris} == {
        Catatan.objects.get(peristiwa="rencana_aksi.tetapkan", opd_id=regu.opd.pk).nomor
    }


def test_from_draft_to_verified() -> None:
    regu = buat_regu()
    isi(regu, 8)
    assert kini(regu.kunci).status == StatusCapaian.BELUM, "a draft is no official fact"
    laporan = ajukan(regu)
    assert (laporan.status, laporan.kertas.jenis if laporan.kertas else "") == ("diajukan", "LR")
    assert "SK" in laporan.diajukan_penugasan
    c = kini(regu.kunci)
    assert (c.status, c.realisasi, c.terisi, c.capaian_sd) == (StatusCapaian.DIAJUKAN, D(8), 0, None)
    verifikasi(regu)
    c = kini(regu.kunci)
    assert (c.status, c.capaian_sd, c.hasil) == ("diverifikasi", D(80), HasilCapaian.BELUM_TERCAPAI)
    assert c.sumber["pengisi"] == regu.operator.nama
    assert c.sumber["penanda"] == regu.kepala.nama
    assert c.sumber["verifikator"] == regu.verifikator.nama
    peristiwa = (
        Catatan.objects.filter(objek="realisasi").order_by("nomor").values_list("peristiwa", flat=True)
    )
    assert list(peristiwa) == ["realisasi.ajukan", "realisasi.verifikasi"]
    lanjut = kini(regu.kunci, TW2)
    assert (lanjut.terisi, lanjut.jatuh, lanjut.hasil) == (1, 2, HasilCapaian.BELUM_LENGKAP)


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


def test_far_above_target_the_report_waits_for_who_caused_it() -> None:
    regu = buat_regu()
    isi(regu, 25)
    with pytest.raises(AlurMenolak, match="tuliskan kontribusi"):
        tindak(regu, "tandai_siap", "operator")
    isi(regu, 25, kontribusi=kontribusi(opd=40, swasta=60))
    ajukan(regu)
    c = kini(regu.kunci)
    assert (c.bagian, c.kontribusi["diakui"]) == (D("0.4"), ["opd"])
    assert c.kontribusi["baris"] == [["opd", "40.0000", "Dasar opd"], ["swasta", "60.0000", "Dasar swasta"]]


def test_the_threshold_and_who_is_recognised_are_dated_data() -> None:
    regu = buat_regu()
    actions.tetapkan_ketentuan(
        hari_tenggat=10, ambang_lebih=D(200), pihak_diakui=["swasta"], dasar="Perbup 1/2027",
        sejak=dt.date(2027, 1, 1), oleh=SISTEM, pada=sesudah(TW1),
    )  # fmt: skip
    isi(regu, 25)
    tindak(regu, "tandai_siap", "operator")
    tindak(regu, "batalkan_siap", "operator")
    isi(regu, 25, kontribusi=kontribusi(opd=40, swasta=35, pusat=25))
    ajukan(regu)
    assert kini(regu.kunci).bagian == D("0.75")
    with pytest.raises(IntegrityError), transaction.atomic():
        KetentuanRealisasi.objects.update(pihak_diakui=[])


def test_what_is_missing_must_be_explained() -> None:
    regu = buat_regu()
    with pytest.raises(TidakDitemukan, match="belum dimulai"):
        tindak(regu, "tandai_siap", "operator")
    isi(regu, None, faktor_penghambat="Cuaca")
    with pytest.raises(AlurMenolak, match="belum diisi dan kendalanya belum ditulis"):
        tindak(regu, "tandai_siap", "operator")
    isi(regu, None, kendala="Data LKPM belum terbit")
    ajukan(regu)
    c = kini(regu.kunci)
    assert (c.status, c.realisasi, c.hasil) == (StatusCapaian.BELUM, None, HasilCapaian.BELUM_MENGISI)


def test_only_the_head_of_the_day_signs_and_nobody_judges_his_own() -> None:
    regu = buat_regu()
    isi(regu, 8)
    tindak(regu, "tandai_siap", "operator")
    lain = buat_orang(Peran.KEPALA_OPD, opd=buat_opd())
    with pytest.raises(AlurMenolak, match="Hanya kepala OPD menurut penugasan"):
        actions.ajukan(
            opd_id=regu.opd.pk, periode=TW1, pengguna=lain, oleh=lain.pelaku(), pada=sesudah(TW1)
        )  # fmt: skip
    tindak(regu, "ajukan", "kepala")
    LaporanRealisasi.objects.update(terlibat=[str(regu.verifikator.pk)])
    with pytest.raises(AlurMenolak, match="pemeriksanya orang lain"):
        verifikasi(regu)


def test_who_filled_in_is_remembered_even_when_another_saved_last() -> None:
    regu = buat_regu()
    v = regu.verifikator
    actions.simpan_realisasi(
        opd_id=regu.opd.pk, periode=TW1, kunci=regu.kunci, versi=0, isi=IsiRealisasi(D(5)),
        oleh=v.pelaku(), pada=sesudah(TW1),
    )  # fmt: skip
    isi(regu, 8)
    ajukan(regu)
    with pytest.raises(AlurMenolak, match="pemeriksanya orang lain"):
        verifikasi(regu)


def test_a_closed_report_takes_nothing_in() -> None:
    regu = buat_regu()
    isi(regu, 8)
    ajukan(regu)
    with pytest.raises(AturanDilanggar, match="diperiksa verifikator"):
        isi(regu, 9)
    verifikasi(regu)
    with pytest.raises(AturanDilanggar, match="membuka ralat"):
        isi(regu, 9)


def test_returned_with_a_reason_and_corrected() -> None:
    regu = buat_regu()
    isi(regu, 8)
    ajukan(regu)
    with pytest.raises(AturanDilanggar, match="Tuliskan alasannya"):
        tindak(regu, "kembalikan", "verifikator", alasan=" ")
    tindak(regu, "kembalikan", "verifikator", alasan="Belum sesuai LKPM")
    isi(regu, 9)
    laporan = ajukan(regu, pada=sesudah(TW1, 9))
    assert laporan.status == "diajukan"
    verifikasi(regu, pada=sesudah(TW1, 10))
    assert kini(regu.kunci).realisasi == 9


def test_a_verified_report_is_corrected_on_record() -> None:
    regu = buat_regu()
    laporkan(regu, 8)
    laporkan(regu, 12, periode=TW2)
    assert kini(regu.kunci, TW2).capaian_sd == 100
    ralat = sesudah(TW2, 10)
    tindak(regu, "buka_ralat", "verifikator", alasan="Angka LKPM dibetulkan", pada=ralat)
    assert kini(regu.kunci).status == StatusCapaian.DIAJUKAN
    assert kini(regu.kunci, TW2).hasil == HasilCapaian.BELUM_LENGKAP
    isi(regu, 6, pada=ralat)
    ajukan(regu, pada=ralat + dt.timedelta(1))
    verifikasi(regu, pada=ralat + dt.timedelta(2))
    c = kini(regu.kunci, TW2)
    assert (c.realisasi_sd, c.capaian_sd, c.hasil) == (D(18), D(90), HasilCapaian.BELUM_TERCAPAI)
    lama = CapaianResmi.objects.diketahui(ralat - dt.timedelta(1)).get(kunci=regu.kunci, periode=TW2)
    assert (lama.realisasi_sd, lama.capaian_sd) == (D(20), D(100))


def test_a_success_outside_the_plan_is_recorded_and_never_scored() -> None:
    regu, d = buat_regu(), buat_indikator()
    isi(regu, 10)
    with pytest.raises(AturanDilanggar, match="tidak ada dalam katalog"):
        di_luar_rencana(regu, buat_indikator(buat_opd()))
    with pytest.raises(AturanDilanggar, match="diukur bulanan"):
        di_luar_rencana(regu, buat_indikator(periode="bulan"))
    luar = di_luar_rencana(regu, d)
    with pytest.raises(AturanDilanggar, match="sudah ada dalam laporan"):
        di_luar_rencana(regu, d)
    isi(regu, 500, kunci=luar.kunci)
    ajukan(regu)
    verifikasi(regu)
    c = kini(luar.kunci)
    assert (c.hasil, c.realisasi_sd, c.capaian_sd) == (HasilCapaian.TIDAK_DIRENCANAKAN, D(500), None)
    assert (c.opd_id, c.target, c.bobot) == (regu.opd.pk, None, D(1))
    tindak(regu, "buka_ralat", "verifikator", alasan="Salah catat", pada=sesudah(TW1, 9))
    with pytest.raises(AturanDilanggar, match="pernah diajukan"):
        actions.hapus_di_luar_rencana(
            opd_id=regu.opd.pk, periode=TW1, kunci=luar.kunci, oleh=SISTEM, pada=sesudah(TW1, 9)
        )  # fmt: skip
    isi(regu, None, kunci=luar.kunci, kendala="Bukan hasil tahun ini", pada=sesudah(TW1, 9))
    ajukan(regu, pada=sesudah(TW1, 10))
    assert not CapaianResmi.objects.diketahui(None).filter(kunci=luar.kunci).exists()


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


def test_evidence_withdrawn_later_stays_dated_and_flags_the_result() -> None:
    regu = buat_regu()
    isi(regu, 8)
    dasar = {"opd_id": regu.opd.pk, "periode": TW1, "kunci": regu.kunci, "oleh": SISTEM, "pada": sesudah(TW1)}
    with pytest.raises(AturanDilanggar, match="https://"):
        actions.tambah_bukti(tautan="http://contoh.go.id", **dasar)
    with pytest.raises(AturanDilanggar, match="satu berkas atau satu tautan"):
        actions.tambah_bukti(**dasar)
    bukti = actions.tambah_bukti(tautan="https://contoh.go.id/lkpm", **dasar)
    laporan = ajukan(regu)
    assert kini(regu.kunci).bukti == 1
    verifikasi(regu)
    nanti = sesudah(TW1, 20)
    with pytest.raises(AturanDilanggar, match="alasan mencabut"):
        actions.cabut_bukti(bukti_id=bukti.pk, alasan="", oleh=SISTEM, pada=nanti)
    dicabut = actions.cabut_bukti(bukti_id=bukti.pk, alasan="Tautan salah", oleh=SISTEM, pada=nanti)
    assert (dicabut.dicabut_pada, dicabut.sesudah_diajukan) == (nanti, True)
    c = kini(regu.kunci)
    assert (c.bukti, c.bukti_dicabut, c.capaian_sd) == (0, 1, D(80))
    assert Catatan.objects.get(peristiwa="bukti.cabut").objek_id == str(laporan.pk)
    with pytest.raises(AturanDilanggar, match="sudah dicabut"):
        actions.cabut_bukti(bukti_id=bukti.pk, alasan="lagi", oleh=SISTEM, pada=nanti)


def test_a_revised_target_supersedes_the_figures_it_changes() -> None:
    from terukur.kinerja.actions import IsiRevisi, revisi_target
    from terukur.kinerja.choices import PemicuRevisi
    from terukur.kinerja.rules.capaian import Target

    regu = buat_regu()
    laporkan(regu, 8)
    saat = sesudah(TW1, 30)
    revisi = revisi_target(
        kunci=regu.kunci,
        target={TW3: Target(D(4))},
        isi=IsiRevisi(PemicuRevisi.DPPA, "Pagu turun", "900/1/2027", saat.date(), "Bupati"),
        oleh=SISTEM,
        pada=saat,
    )
    c = kini(regu.kunci, TW3)
    assert (c.target, c.target_sd, c.catatan_nomor, c.direncanakan) == (
        D(4),
        D(24),
        revisi.catatan_nomor,
        True,
    )
    assert kini(regu.kunci, TW2).catatan_nomor != revisi.catatan_nomor, "what did not change keeps its fact"
    assert kini(regu.kunci, f"{TAHUN}-TW4").target_sd == 34


def test_a_plan_set_after_its_period_began_makes_that_period_unplanned() -> None:
    """Derived from when the target was set, never typed; the first instant of the period is midnight here."""
    tepat = dt.datetime(TAHUN, 1, 1, tzinfo=zona_pemda())
    for ditetapkan, direncanakan in ((tepat - dt.timedelta(seconds=1), True), (tepat, False)):
        regu = buat_regu(ditetapkan=ditetapkan)
        assert kini(regu.kunci).direncanakan is direncanakan
        laporkan(regu, 9)
        laporkan(regu, 10, periode=TW2)
        c = kini(regu.kunci, TW2)
        assert (c.direncanakan, c.realisasi_sd, c.capaian_sd) == (
            True,
            D(19),
            D(95) if direncanakan else D(100),
        )
        hasil = kini(regu.kunci).hasil
        assert (hasil == HasilCapaian.TIDAK_DIRENCANAKAN) is not direncanakan


def test_of_two_verifiers_the_second_is_told() -> None:
    regu = buat_regu()
    laporkan(regu, 8)
    with pytest.raises(AlurMenolak, match="status sekarang “Diverifikasi”"):
        verifikasi(regu)
    assert Catatan.objects.filter(peristiwa="realisasi.verifikasi").count() == 1


def test_the_cost_does_not_grow_with_the_rows() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    biaya = []
    for banyak in (1, 6):
        regu = buat_regu(*[(buat_indikator(), 10) for _ in range(banyak)])
        for a in regu.aksi:
            isi(regu, 8, kunci=a.pk)
        tindak(regu, "tandai_siap", "operator")
        for nama, oleh in (("ajukan", "kepala"), ("verifikasi", "verifikator")):
            with CaptureQueriesContext(connection) as kueri:
                tindak(regu, nama, oleh)
            biaya.append(len(kueri))
    assert biaya[:2] == biaya[2:]


@pytest.mark.parametrize(
    "ganti",
    [
        {"status": "diajukan"},
        {"status": "diverifikasi"},
        {"status": "dikembalikan"},
        {"status": "siap_ditandatangani"},
        {"diajukan_pada": sesudah(TW1)},
        {"diverifikasi_oleh": "x"},
        {"diverifikasi_sendiri": True},
    ],
)
def test_the_database_refuses_a_state_without_its_act(ganti: dict[str, Any]) -> None:
    isi(buat_regu(), 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        LaporanRealisasi.objects.update(**ganti)


def test_the_database_refuses_impossible_rows() -> None:
    regu = buat_regu()
    r = isi(regu, 8, kontribusi=kontribusi(opd=100))
    bukti = actions.tambah_bukti(
        opd_id=regu.opd.pk,
        periode=TW1,
        kunci=regu.kunci,
        tautan="https://a.go.id",
        oleh=SISTEM,
        pada=sesudah(TW1),
    )
    fakta = kini(regu.kunci)
    for baris, ganti in (
        (Realisasi.objects.filter(pk=r.pk), {"pembilang": D(1)}),
        (Realisasi.objects.filter(pk=r.pk), {"pembilang": D(1), "penyebut": D(0)}),
        (Realisasi.objects.filter(pk=r.pk), {"disimpan_oleh": ""}),
        (Kontribusi.objects.filter(realisasi=r), {"persen": D(0)}),
        (Kontribusi.objects.filter(realisasi=r), {"persen": D(50), "dasar": ""}),
        (BuktiRealisasi.objects.filter(pk=bukti.pk), {"tautan": ""}),
        (BuktiRealisasi.objects.filter(pk=bukti.pk), {"tautan": "http://a.go.id"}),
        (BuktiRealisasi.objects.filter(pk=bukti.pk), {"dicabut_pada": sesudah(TW1)}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"realisasi": D(1)}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"status": StatusCapaian.DIAJUKAN}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"bagian": D("1.1")}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"hasil": HasilCapaian.TERCAPAI}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"target_sejak": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            baris.update(**ganti)
    fakta.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        fakta.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        LaporanRealisasi.objects.create(opd=regu.opd, tahun=TAHUN, periode=TW1, dibuat_pada=sesudah(TW1))
