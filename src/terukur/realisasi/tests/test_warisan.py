"""Targets of an OPD that ended and that nobody takes over by what is recorded: an officer decides."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.kinerja.models import TargetResmi
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.actions import akhiri_opd, pecah_opd
from terukur.organisasi.actions.penataan import BagianBaru
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.realisasi import queries
from terukur.realisasi.actions import tetapkan_penerima
from terukur.realisasi.queries.hitung_ulang import periksa_semua
from terukur.realisasi.tests.factories import TAHUN, TW2, TW3, TW4, Regu, buat_regu, isi, laporkan, sesudah
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
TANGGAL = dt.date(TAHUN, 7, 1)
DICATAT = dt.datetime(TAHUN, 6, 20, 1, tzinfo=dt.UTC)
PUTUS = dt.datetime(TAHUN, 7, 20, 1, tzinfo=dt.UTC)


@pytest.fixture
def pecahan() -> tuple[Regu, OPD, OPD]:
    """Two actions, one of a unit; the OPD is split in two, the unit goes to the first."""
    opd = buat_opd("Dinas Lama Contoh")
    unit = buat_unit(opd)
    regu = buat_regu(
        (buat_indikator(), 10),
        (buat_indikator(), 10),
        opd=opd,
        isi_aksi=({"unit": unit}, {"aksi": "Bersama"}),
    )
    isi(regu, 9, kunci=regu.aksi[1].pk)
    laporkan(regu, 9)
    a, b = pecah_opd(
        pendahulu=opd, tanggal=TANGGAL, dasar="Perda 5/2027", oleh=SISTEM, pada=DICATAT,
        baru=[
            BagianBaru("2.11.0.00.0.00.01.0000", "Dinas A Contoh", "DA", "dinas", [unit]),
            BagianBaru("2.12.0.00.0.00.01.0000", "Dinas B Contoh", "DB", "dinas"),
        ],
    )  # fmt: skip
    return regu, a, b


def pemilik(kunci: Any, diketahui: dt.datetime | None = None) -> dict[str, Any]:
    semua = TargetResmi.objects.diketahui(diketahui).filter(kunci=kunci)
    return dict(semua.values_list("periode", "opd"))


def test_of_several_the_unit_decides_and_the_rest_waits(pecahan: tuple[Regu, OPD, OPD]) -> None:
    regu, a, _ = pecahan
    milik_unit, bersama = regu.aksi
    assert pemilik(milik_unit.pk)[TW3] == a.pk
    assert pemilik(bersama.pk)[TW2] == regu.opd.pk
    assert pemilik(bersama.pk)[TW3] is None
    assert [(b.kunci, b.penerima, b.sebut_periode) for b in queries.daftar_warisan()] == [
        (bersama.pk, None, "Triwulan III, Triwulan IV"),
        (milik_unit.pk, a, "Triwulan III, Triwulan IV"),
    ]
    assert queries.jumlah_tanpa_penerima() == 1
    assert queries.nilai_opd(regu.opd.pk, per=dt.date(TAHUN, 12, 31)).jumlah == 2
    assert queries.kartu_opd(regu.opd.pk, TAHUN, per=dt.date(TAHUN, 12, 31))[1].capaian.periode == TW2
    pimpinan = buat_orang(Peran.PIMPINAN)
    diam = {p.fakta.opd_id: p.fakta.jatuh for p in queries.daftar_dini(pimpinan, per=dt.date(TAHUN, 11, 1))}
    assert set(diam[a.pk]) == {TW3}
    assert regu.opd.pk not in diam
    alih = Catatan.objects.filter(peristiwa="target.alih").order_by("nomor")
    assert {c.isi["penerima_target"] for c in alih} == {"Dinas A Contoh", "belum ada penerima"}


def test_the_officer_decides_by_an_act_and_may_correct_it(pecahan: tuple[Regu, OPD, OPD]) -> None:
    regu, a, b = pecahan
    bersama = regu.aksi[1]
    with pytest.raises(AturanDilanggar, match="alasan"):
        tetapkan_penerima(kunci=bersama.pk, penerima=a, alasan=" ", oleh=SISTEM, pada=PUTUS)
    with pytest.raises(AturanDilanggar, match="bukan penerus"):
        tetapkan_penerima(kunci=bersama.pk, penerima=buat_opd(), alasan="x", oleh=SISTEM, pada=PUTUS)
    with pytest.raises(TidakDitemukan):
        tetapkan_penerima(
            kunci=buat_regu().kunci, penerima=a, alasan="bukan warisan", oleh=SISTEM, pada=PUTUS
        )
    assert tetapkan_penerima(kunci=bersama.pk, penerima=a, alasan="Perbup 7", oleh=SISTEM, pada=PUTUS) == 2
    kini = PUTUS + dt.timedelta(hours=1)
    assert tetapkan_penerima(kunci=bersama.pk, penerima=b, alasan="Keliru", oleh=SISTEM, pada=kini) == 2
    with pytest.raises(AturanDilanggar, match="Tidak ada target yang berpindah"):
        tetapkan_penerima(kunci=bersama.pk, penerima=b, alasan="Lagi", oleh=SISTEM, pada=kini)
    assert pemilik(bersama.pk)[TW3] == b.pk
    assert pemilik(bersama.pk, PUTUS)[TW3] == a.pk
    assert pemilik(bersama.pk, PUTUS - dt.timedelta(minutes=1))[TW3] is None
    assert pemilik(bersama.pk, DICATAT - dt.timedelta(minutes=1))[TW3] == regu.opd.pk
    terakhir = Catatan.objects.filter(peristiwa="target.alih", objek_id=str(bersama.pk)).order_by("nomor")
    assert [c.isi["alasan"] for c in terakhir] == ["OPD berakhir 30 Juni 2027", "Perbup 7", "Keliru"]
    assert [c.opd_id for c in terakhir] == [regu.opd.pk, a.pk, b.pk]
    assert {c.isi["asal_target"] for c in terakhir} == {"Dinas Lama Contoh"}


def test_what_was_submitted_under_a_decision_is_not_taken_away(pecahan: tuple[Regu, OPD, OPD]) -> None:
    regu, a, b = pecahan
    unit = regu.aksi[0]
    saat = sesudah(TW3)
    orang: dict[str, Any] = {"opd": a, "sejak": TANGGAL, "pada": saat}
    penerus = Regu(
        a, [unit], buat_pengguna(Peran.OPERATOR_OPD, **orang), buat_pengguna(Peran.KEPALA_OPD, **orang),
        regu.verifikator,
    )  # fmt: skip
    laporkan(penerus, 10, periode=TW3, pada=saat)
    assert tetapkan_penerima(kunci=unit.pk, penerima=b, alasan="Pindah bidang", oleh=SISTEM, pada=saat) == 1
    milik = pemilik(unit.pk)
    assert (milik[TW3], milik[TW4]) == (a.pk, b.pk)
    assert queries.nilai_opd(a.pk, per=dt.date(TAHUN, 12, 31)).nilai == 100
    assert not any(beda for _, beda in periksa_semua())


def test_without_any_successor_all_waits_and_any_opd_may_take_it() -> None:
    regu, lain = buat_regu(opd=buat_opd()), buat_opd()
    akhiri_opd(
        opd=regu.opd, hari_terakhir=TANGGAL - dt.timedelta(days=1), dasar="Perda", oleh=SISTEM, pada=DICATAT
    )
    assert pemilik(regu.kunci)[TW3] is None
    tetapkan_penerima(kunci=regu.kunci, penerima=lain, alasan="Perbup 7", oleh=SISTEM, pada=PUTUS)
    [baris] = queries.baris_laporan(lain.pk, Periode.baca(TW3), None)
    assert baris.asal == regu.opd.nama


def test_the_page_of_the_officer(pecahan: tuple[Regu, OPD, OPD], time_machine: Any) -> None:
    regu, _, b = pecahan
    time_machine.move_to(PUTUS, tick=False)
    klien = Client()
    klien.force_login(buat_orang(Peran.VERIFIKATOR, pada=PUTUS))
    assert "1 rencana aksi belum ada penerima" in klien.get(reverse("beranda:beranda")).content.decode()
    halaman = klien.get(reverse("realisasi:warisan")).content.decode()
    assert "1 rencana aksi belum ada penerima" in halaman
    assert "Dinas Lama Contoh" in halaman
    alamat = reverse("realisasi:penerima", args=[regu.aksi[1].pk])
    assert "Dinas B Contoh" in klien.get(alamat).content.decode()
    assert klien.post(alamat, {"penerima": str(b.pk), "alasan": ""}).status_code == 422
    jawab = klien.post(alamat, {"penerima": str(b.pk), "alasan": "Menurut Perbup SOTK"}, follow=True)
    assert "penerimanya Dinas B Contoh" in jawab.content.decode()
    assert pemilik(regu.aksi[1].pk)[TW4] == b.pk
    assert queries.jumlah_tanpa_penerima() == 0


def test_the_list_costs_the_same_for_many(django_assert_num_queries: Any) -> None:
    lain = buat_opd()
    for banyak, jumlah in ((1, 1), (5, 6)):
        regu = buat_regu(*[(buat_indikator(), 10) for _ in range(banyak)], opd=buat_opd())
        akhiri_opd(
            opd=regu.opd, hari_terakhir=TANGGAL - dt.timedelta(days=1), dasar="Perda", oleh=SISTEM,
            pada=DICATAT,
        )  # fmt: skip
        tetapkan_penerima(kunci=regu.kunci, penerima=lain, alasan="Perbup 7", oleh=SISTEM, pada=PUTUS)
        with django_assert_num_queries(3):
            assert len(queries.daftar_warisan()) == jumlah
