"""Signing, verifying and correcting a report, and what goes on record."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kinerja.tests.factories import TAHUN, buat_indikator
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions
from terukur.realisasi.choices import HasilCapaian, StatusCapaian, StatusLaporan
from terukur.realisasi.models import (
    CapaianResmi,
    KetentuanRealisasi,
    LaporanRealisasi,
)
from terukur.realisasi.rules.alur import ALUR_REALISASI, GILIRAN
from terukur.realisasi.rules.isian import IsiRealisasi
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
