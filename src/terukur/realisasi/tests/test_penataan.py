"""An OPD that ends in the middle of the year: its history stays with it, what is still due moves on."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.kinerja import exports
from terukur.kinerja.actions import IsiRevisi, revisi_target
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import TargetResmi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.tests.factories import (
    BUKA,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
    kepala_opd,
)
from terukur.organisasi.actions import gabung_opd
from terukur.organisasi.actions.penataan import BagianBaru
from terukur.organisasi.jobs import segarkan_potret_berkala
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.realisasi import queries
from terukur.realisasi.actions import teruskan_lapangan_sisa, wariskan_sisa
from terukur.realisasi.choices import HasilCapaian, HasilLapangan, JenisDini
from terukur.realisasi.models import CapaianResmi, LaporanRealisasi, PemeriksaanLapangan
from terukur.realisasi.queries.dini_ulang import nilai_dini_ulang
from terukur.realisasi.queries.hitung_ulang import periksa_semua
from terukur.realisasi.queries.laporan import hari_diterima
from terukur.realisasi.rules.isian import Ketentuan
from terukur.realisasi.tests.factories import (
    TAHUN,
    TW1,
    TW2,
    TW3,
    TW4,
    Regu,
    ajukan,
    buat_regu,
    isi,
    jawab_lapangan,
    laporkan,
    minta_lapangan,
    sesudah,
    tindak,
)
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
D = Decimal
TENGAH = dt.date(TAHUN, 8, 15)
"""In the middle of the third quarter."""
DICATAT = dt.datetime(TAHUN, 8, 10, 1, tzinfo=dt.UTC)
TELAT = dt.datetime(TAHUN, 10, 20, 1, tzinfo=dt.UTC)
"""After the third quarter, and after its reports were due."""
SEBELUM = DICATAT - dt.timedelta(minutes=1)
AKHIR = dt.date(TAHUN, 12, 31)


def gabung(lama: OPD, *, tanggal: dt.date = TENGAH, pada: dt.datetime = DICATAT) -> OPD:
    return gabung_opd(
        pendahulu=[lama, buat_opd()], tanggal=tanggal, dasar="Perda 4/2027 (contoh)", oleh=SISTEM, pada=pada,
        baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan Contoh", "Dinas Gabungan", "dinas"),
    )  # fmt: skip


def regu_penerus(lama: Regu, baru: OPD, *, sejak: dt.date = TENGAH, pada: dt.datetime = DICATAT) -> Regu:
    """The people of the successor, with the plan that it took over."""
    isi_orang: dict[str, Any] = {"opd": baru, "sejak": sejak, "pada": pada}
    operator = buat_pengguna(Peran.OPERATOR_OPD, **isi_orang)
    kepala = buat_pengguna(Peran.KEPALA_OPD, **isi_orang)
    saat = max(pada, dt.datetime.combine(sejak, dt.time(1), dt.UTC))
    regu = replace(lama, opd=baru, operator=operator, kepala=kepala)
    return segarkan(regu, saat)


def segarkan(regu: Regu, saat: dt.datetime) -> Regu:
    """With the accesses of that instant."""
    for orang in (regu.operator, regu.kepala):
        orang.akses = susun_akses(orang, pada=saat)
    return regu


def wajib(opd: OPD | None, *, diketahui: dt.datetime | None = None) -> set[str]:
    milik = TargetResmi.objects.diketahui(diketahui).filter(opd=opd)
    return set(milik.values_list("periode", flat=True))


def daftar(hari: dt.date) -> list[tuple[Any, str]]:
    pimpinan = buat_orang(Peran.PIMPINAN)
    semua = queries.daftar_laporan(pimpinan, tahun=TAHUN, hari=hari)
    return [(b.opd.pk, b.periode.kode) for b in semua]


def dini(per: dt.date, diketahui: dt.datetime | None = None) -> dict[Any, set[JenisDini]]:
    """{OPD: warnings}; both ways of reading the facts agree."""
    hasil = {}
    for p in queries.daftar_dini(buat_orang(Peran.PIMPINAN), per=per, diketahui=diketahui):
        opd = OPD(pk=p.fakta.opd_id, nama=p.fakta.nama, kode=p.fakta.kode)
        assert nilai_dini_ulang(opd, per=per, diketahui=diketahui) == p
        hasil[p.fakta.opd_id] = {w.jenis for w in p.peringatan}
    return hasil


def test_periods_up_to_the_last_day_stay_and_the_one_it_falls_into_moves() -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    baru = gabung(lama.opd)
    assert (wajib(lama.opd), wajib(baru)) == ({TW1, TW2}, {TW3, TW4})
    assert daftar(dt.date(TAHUN, 10, 20)) == [(lama.opd.pk, TW1), (lama.opd.pk, TW2), (baru.pk, TW3)]
    assert queries.ringkas_kartu(lama.opd.pk, TAHUN, per=AKHIR)[0].hasil == HasilCapaian.BELUM_LENGKAP
    assert wajib(lama.opd, diketahui=SEBELUM) == {TW1, TW2, TW3, TW4}
    assert wajib(baru, diketahui=SEBELUM) == set()


@pytest.mark.parametrize(("hari", "milik_lama"), [(30, {TW1}), (1, {TW1, TW2})])
def test_the_last_day_of_a_period_decides(hari: int, milik_lama: set[str]) -> None:
    """Ended the day before 30 June the second quarter is not its own any more; before 1 July it is."""
    lama = buat_regu(opd=buat_opd())
    tanggal = dt.date(TAHUN, 6, 30) if hari == 30 else dt.date(TAHUN, 7, 1)
    baru = gabung(lama.opd, tanggal=tanggal, pada=dt.datetime(TAHUN, 6, 1, 1, tzinfo=dt.UTC))
    assert wajib(lama.opd) == milik_lama
    assert wajib(baru) == {TW1, TW2, TW3, TW4} - milik_lama


def test_what_an_opd_left_unreported_passes_on_once_its_last_day_is_over(time_machine: Any) -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    isi(lama, 4, periode=TW2)
    sepi = buat_regu(opd=buat_opd())
    baru = gabung(lama.opd, pada=SEBELUM)
    hari_terakhir = dt.datetime(TAHUN, 8, 14, 12, tzinfo=dt.UTC)
    wariskan_sisa(pada=hari_terakhir)
    assert (wajib(lama.opd), wajib(baru)) == ({TW1, TW2}, {TW3, TW4})
    wariskan_sisa(pada=hari_terakhir + dt.timedelta(days=1))
    assert (wajib(lama.opd), wajib(baru)) == ({TW1}, {TW2, TW3, TW4})
    assert wajib(sepi.opd) == {TW1, TW2, TW3, TW4}, "it goes on"
    time_machine.move_to(hari_terakhir + dt.timedelta(days=2))
    segarkan_potret_berkala(0)
    semua = queries.daftar_laporan(buat_orang(Peran.PIMPINAN), tahun=TAHUN, hari=TENGAH)
    assert [b.periode.kode for b in semua if b.opd.pk == lama.opd.pk] == [TW1], "a draft that nobody may end"
    [tw2] = [b for b in semua if b.opd.pk == baru.pk]
    assert (tw2.periode.kode, tw2.tenggat) == (TW2, TENGAH + dt.timedelta(days=Ketentuan().hari_tenggat))
    jumlah = Catatan.objects.count()
    wariskan_sisa(pada=hari_terakhir + dt.timedelta(days=2))
    assert Catatan.objects.count() == jumlah


def test_the_successor_reports_and_each_is_judged_by_its_own_periods() -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    laporkan(lama, 5, periode=TW2)
    baru = regu_penerus(lama, gabung(lama.opd))
    saat = sesudah(TW3)
    segarkan(baru, saat)
    [baris] = queries.baris_laporan(baru.opd.pk, Periode.baca(TW3), None)
    assert (baris.asal, baris.direncanakan) == (lama.opd.nama, True)
    assert hari_diterima([baris]) == DICATAT.date()
    assert queries.baris_laporan(lama.opd.pk, Periode.baca(TW3), None) == []
    laporkan(baru, 10, periode=TW3, pada=saat)

    per = dt.date(TAHUN, 9, 30)
    assert queries.nilai_opd(lama.opd.pk, per=per).nilai == 70
    nilai = queries.nilai_opd(baru.opd.pk, per=per)
    assert (nilai.nilai, nilai.is_lengkap, nilai.jumlah) == (100, True, 1)
    [kartu] = queries.kartu_opd(baru.opd.pk, TAHUN, per=per)
    assert (kartu.asal, kartu.capaian.jatuh, kartu.capaian.terisi) == (lama.opd.nama, 1, 1)
    assert queries.nilai_kartu(queries.ringkas_kartu(baru.opd.pk, TAHUN, per=per)) == nilai
    assert queries.nilai_opd(lama.opd.pk, per=per, diketahui=SEBELUM).nilai == 70
    assert queries.nilai_opd(baru.opd.pk, per=per, diketahui=SEBELUM).jumlah == 0
    assert [(str(c), beda) for c, beda in periksa_semua() if beda] == []


def test_pages_of_the_successor_name_the_origin_and_the_old_card_stays(
    time_machine: Any, monkeypatch: Any
) -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    baru = regu_penerus(lama, gabung(lama.opd))
    saat = sesudah(TW3)
    laporkan(segarkan(baru, saat), 10, periode=TW3, pada=saat)
    time_machine.move_to(saat, tick=False)
    klien = Client()
    klien.force_login(baru.operator)

    def buka(nama: str, *args: Any, **isi: str) -> str:
        jawab = klien.get(reverse(f"realisasi:{nama}", args=args), isi)
        assert jawab.status_code == 200
        return str(jawab.content.decode())

    assert f"dari {lama.opd.nama}" in buka("laporan", baru.opd.pk, TW3)
    assert f"dari {lama.opd.nama}" in buka("rapor", baru.opd.pk, per=f"{TAHUN}-09-30")
    assert f"dari {lama.opd.nama}" in buka("setahun", baru.opd.pk, tahun=str(TAHUN))
    assert "1 warisan" in buka("daftar", tahun=str(TAHUN))
    penjelasan = buka("penjelasan", lama.kunci, TW3)
    assert f"dari {lama.opd.nama}" in penjelasan
    assert "Dihitung ulang: sama" in penjelasan
    resmi = klien.get(reverse("kinerja:resmi", args=[baru.opd.pk, TAHUN])).content.decode()
    assert f"warisan dari {lama.opd.nama}" in resmi
    assert f"(kewajiban: {lama.opd.nama})" in resmi
    dicetak: list[Any] = []
    monkeypatch.setattr(exports, "cetak", lambda _, data, **__: dicetak.append(data) or b"%PDF")
    klien.get(reverse("kinerja:resmi", args=[baru.opd.pk, TAHUN]), {"unduh": "pdf"})
    kertas = dicetak[0]["baris"][0]["target"]
    assert [lama.opd.nama in t for t in kertas] == [True, True, False, False]
    klien.force_login(buat_orang(Peran.PIMPINAN))
    assert "90,00" in buka("rapor", lama.opd.pk, per=f"{TAHUN}-12-31")
    beda = buka("perubahan", lama.opd.pk, per=f"{TAHUN}-12-31", dari=f"{TAHUN}-08-01T08:00")
    assert "Target diteruskan" in beda


def test_silence_and_lateness_follow_the_obligation() -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    laporkan(lama, 9, periode=TW2)
    baru = gabung(lama.opd)
    hasil = dini(dt.date(TAHUN, 8, 20))
    assert lama.opd.pk not in hasil
    assert hasil[baru.pk] == set()
    sesudah_tenggat = dini(dt.date(TAHUN, 11, 1))
    assert lama.opd.pk not in sesudah_tenggat
    assert JenisDini.DIAM in sesudah_tenggat[baru.pk]
    dahulu = dini(dt.date(TAHUN, 11, 1), SEBELUM)
    assert JenisDini.DIAM in dahulu[lama.opd.pk], "known so before the merger was recorded"
    assert baru.pk not in dahulu


def test_a_late_record_leaves_what_was_signed_and_gives_time_for_the_rest() -> None:
    """Recorded on 20 October as of 1 July; the old head had signed the third quarter of one of two OPD."""
    lama = buat_regu(opd=buat_opd())
    diam = buat_regu(opd=buat_opd())
    for regu in (lama, diam):
        laporkan(regu, 9)
        laporkan(regu, 9, periode=TW2)
    isi(lama, 8, periode=TW3)
    ajukan(lama, periode=TW3)
    isi(diam, 4, periode=TW3)
    baru = gabung_opd(
        pendahulu=[lama.opd, diam.opd], tanggal=dt.date(TAHUN, 7, 1), dasar="Perda 4/2027", oleh=SISTEM,
        pada=TELAT, baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan", "Dingab", "dinas"),
    )  # fmt: skip
    assert wajib(lama.opd) == {TW1, TW2, TW3}
    assert wajib(diam.opd) == {TW1, TW2}
    assert wajib(baru) == {TW3, TW4}
    assert (baru.pk, TW3) in daftar(TELAT.date())
    assert (diam.opd.pk, TW3) not in daftar(TELAT.date()), "a draft that nobody may end"
    [aksi] = diam.aksi
    c = CapaianResmi.objects.diketahui(None).get(kunci=aksi.pk, periode=TW3)
    assert (c.opd_id, c.realisasi) == (baru.pk, None)
    dulu = CapaianResmi.objects.diketahui(TELAT - dt.timedelta(minutes=1)).get(kunci=aksi.pk, periode=TW3)
    assert dulu.opd_id == diam.opd.pk

    tenggat = TELAT.date() + dt.timedelta(days=Ketentuan().hari_tenggat)
    assert JenisDini.DIAM not in dini(tenggat)[baru.pk]
    assert JenisDini.DIAM in dini(tenggat + dt.timedelta(days=1))[baru.pk]
    pimpinan = buat_orang(Peran.PIMPINAN)
    semua = queries.daftar_laporan(pimpinan, tahun=TAHUN, hari=TELAT.date())
    assert next(b for b in semua if b.opd.pk == baru.pk).tenggat == tenggat
    [triwulan] = queries.riwayat_triwulan(baru, [Periode.baca(TW3)], per=tenggat)
    assert (triwulan.tepat, triwulan.jatuh) == (0, 0), "not due yet"


def test_what_the_verifier_returns_after_the_end_is_corrected_by_the_successor() -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    isi(lama, 8, periode=TW3)
    ajukan(lama, periode=TW3)
    baru = gabung(lama.opd, tanggal=dt.date(TAHUN, 7, 1), pada=TELAT)
    assert TW3 in wajib(lama.opd)
    kini = TELAT + dt.timedelta(days=1)
    tindak(lama, "kembalikan", "verifikator", periode=TW3, pada=kini, alasan="Angkanya belum dirinci.")
    assert TW3 in wajib(baru)
    assert queries.nilai_opd(lama.opd.pk, per=AKHIR).jumlah == 1
    assert LaporanRealisasi.objects.get(opd=lama.opd, periode=TW3).kertas is not None
    pimpinan = buat_orang(Peran.PIMPINAN)
    semua = queries.daftar_laporan(pimpinan, tahun=TAHUN, hari=kini.date())
    [tersisa] = [b for b in semua if (b.opd.pk, b.periode.kode) == (lama.opd.pk, TW3)]
    assert (tersisa.diteruskan, tersisa.giliran) == (True, "")


def test_a_plan_set_after_the_end_passes_on_at_once_and_a_successor_that_ends_too_passes_it_further() -> None:
    opd = buat_opd()
    paket = buat_pengajuan(opd)
    aksi = buat_aksi(paket, buat_indikator(), target=10)
    kepala_opd(opd, pada=BUKA)
    pertama = gabung(opd, tanggal=dt.date(TAHUN, 7, 1), pada=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    ajukan_dan_tetapkan(paket)
    assert (wajib(opd), wajib(pertama)) == ({TW1, TW2}, {TW3, TW4})
    kedua = gabung_opd(
        pendahulu=[pertama, buat_opd()], tanggal=dt.date(TAHUN, 10, 1), dasar="Perda 9/2027", oleh=SISTEM,
        baru=BagianBaru("3.27.2.09.0.00.98.0000", "Dinas Kedua", "Dindua", "dinas"), pada=DICATAT,
    )  # fmt: skip
    assert (wajib(pertama), wajib(kedua)) == ({TW3}, {TW4})
    [baris] = queries.baris_laporan(kedua.pk, Periode.baca(TW4), None)
    assert (baris.kunci, baris.asal) == (aksi.pk, opd.nama)


def test_an_unanswered_field_check_becomes_the_successors_business() -> None:
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    dijawab, _ = minta_lapangan(lama)
    jawab_lapangan(dijawab)
    terbuka, _ = minta_lapangan(lama, tenggat=dt.date(TAHUN, 8, 20), pada=SEBELUM)
    baru = gabung(lama.opd)
    saat = dt.datetime(TAHUN, 8, 16, 1, tzinfo=dt.UTC)
    teruskan_lapangan_sisa(pada=saat - dt.timedelta(days=2))
    assert PemeriksaanLapangan.objects.get(pk=terbuka.pk).opd == lama.opd
    teruskan_lapangan_sisa(pada=saat)
    teruskan_lapangan_sisa(pada=saat)
    dijawab, terbuka = (PemeriksaanLapangan.objects.get(pk=p.pk) for p in (dijawab, terbuka))
    assert (dijawab.opd, dijawab.asal) == (lama.opd, None), "what was answered speaks of the old OPD"
    assert (terbuka.opd, terbuka.asal) == (baru, lama.opd)
    assert Catatan.objects.filter(peristiwa="lapangan.alih", opd_id=baru.pk).count() == 1
    for hari_lalu, pemilik, asal in ((1, lama.opd, None), (0, baru, lama.opd)):
        muat = PemeriksaanLapangan.objects.select_related("opd", "asal").filter(pk=terbuka.pk)
        [dahulu] = queries.pemilik_saat(muat, saat - dt.timedelta(days=hari_lalu))
        assert (dahulu.opd, dahulu.asal) == (pemilik, asal)
    jawab_lapangan(terbuka, HasilLapangan.TIDAK_SESUAI, pada=saat, catatan="Belum ada sumur.")
    hasil = dini(dt.date(TAHUN, 8, 20))
    assert JenisDini.LAPANGAN in hasil[baru.pk]
    assert len(queries.lapangan_laporan(lama.opd.pk, TW1)[lama.kunci]) == 2, "the old report still shows both"


def test_a_target_that_passed_on_is_revised_as_the_successors() -> None:
    lama = buat_regu(opd=buat_opd())
    baru = gabung(lama.opd)
    dasar = IsiRevisi(PemicuRevisi.MUTASI, "Penataan", "PK-P/1", DICATAT.date(), "Bupati")
    revisi = revisi_target(
        kunci=lama.kunci, target={TW4: Target(D(20))}, isi=dasar, oleh=SISTEM, pada=DICATAT
    )
    assert revisi.opd_id == baru.pk
    kini = TargetResmi.objects.diketahui(None).get(kunci=lama.kunci, periode=TW4)
    assert (kini.nilai, kini.opd_id, kini.asal_id) == (20, baru.pk, lama.opd.pk)


def test_a_merger_costs_the_same_for_many_actions(django_assert_max_num_queries: Any) -> None:
    for banyak, awalan in ((1, 97), (6, 96)):
        regu = buat_regu(*[(buat_indikator(), 10) for _ in range(banyak)], opd=buat_opd())
        lain = buat_opd()
        with django_assert_max_num_queries(200) as hitung:
            gabung_opd(
                pendahulu=[regu.opd, lain], tanggal=TENGAH, dasar="Perda", oleh=SISTEM, pada=DICATAT,
                baru=BagianBaru(f"3.27.2.09.0.00.{awalan}.0000", f"Dinas {awalan}", f"D{awalan}", "dinas"),
            )  # fmt: skip
        jumlah = len(hitung.captured_queries)
        if banyak == 1:
            satu = jumlah
    assert jumlah == satu
    assert Catatan.objects.filter(peristiwa="target.alih").count() == 2


def test_the_old_head_cannot_sign_what_moved() -> None:
    lama = buat_regu(opd=buat_opd())
    isi(lama, 8, periode=TW3)
    tindak(lama, "tandai_siap", "operator", periode=TW3)
    gabung(lama.opd, tanggal=dt.date(TAHUN, 7, 1), pada=TELAT)
    with pytest.raises(AturanDilanggar):
        tindak(lama, "ajukan", "kepala", periode=TW3, pada=TELAT + dt.timedelta(hours=1))
