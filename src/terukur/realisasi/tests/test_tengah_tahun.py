"""A plan set in mid-year: the quarters before it have no target, and are said to have none everywhere."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran.choices import SumberRealisasi
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import Periode
from terukur.kinerja.models import TargetResmi
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.actions import gabung_opd
from terukur.organisasi.actions.penataan import BagianBaru
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions, queries
from terukur.realisasi.actions.fisik import KirimanFisik
from terukur.realisasi.choices import ArahLaju, HasilCapaian, JenisDini
from terukur.realisasi.queries.dini_ulang import nilai_dini_ulang
from terukur.realisasi.queries.hitung_ulang import periksa_semua
from terukur.realisasi.queries.laju import titik_banyak, titik_ulang
from terukur.realisasi.queries.lkjip import _status
from terukur.realisasi.rules.fisik import IsiFisik
from terukur.realisasi.rules.peringatan_dini import Ambang
from terukur.realisasi.tests.dunia_kertas import BALITA, GIZI, catat_buku, uang
from terukur.realisasi.tests.factories import TAHUN, TW1, TW2, TW3, TW4, Regu, buat_regu, isi, laporkan
from terukur.realisasi.views.papan import sebut_keadaan
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
D = Decimal
H = HasilCapaian
DITETAPKAN = dt.datetime(TAHUN, 8, 2, 1, tzinfo=dt.UTC)
SEBELUM = DITETAPKAN - dt.timedelta(days=1)
AKHIR = dt.date(TAHUN, 12, 31)


@pytest.fixture
def regu() -> Regu:
    """One action of 10 a quarter, set in August."""
    return buat_regu(ditetapkan=DITETAPKAN)


def hasil(regu: Regu, per: dt.date) -> tuple[HasilCapaian, bool]:
    """(the word of the card, whether the OPD is complete); card, grid and self-check agree."""
    [b] = queries.ringkas_kartu(regu.opd.pk, TAHUN, per=per)
    nilai = queries.nilai_opd(regu.opd.pk, per=per)
    assert queries.nilai_kartu([b]) == nilai
    return b.hasil, nilai.is_lengkap


def dini(regu: Regu, per: dt.date, diketahui: dt.datetime | None = None) -> Any:
    """What is said of the OPD; both ways of reading agree."""
    [p] = queries.daftar_dini(buat_orang(Peran.PIMPINAN), per=per, diketahui=diketahui, opd_ids=[regu.opd.pk])
    assert nilai_dini_ulang(regu.opd, per=per, diketahui=diketahui) == p
    return p


def test_the_card_names_quarters_without_target_and_completes_the_year_without_them(regu: Regu) -> None:
    assert hasil(regu, dt.date(TAHUN, 8, 20)) == (H.TANPA_TARGET, False)
    [k] = queries.kartu_opd(regu.opd.pk, TAHUN, per=dt.date(TAHUN, 8, 20))
    assert (k.capaian.target_sd, k.capaian.jatuh, k.capaian.capaian_sd) == (None, 0, None)
    assert "sesudah periode ini berakhir" in k.capaian.hitungan
    laporkan(regu, 9, periode=TW3)
    assert hasil(regu, dt.date(TAHUN, 9, 30)) == (H.TIDAK_DIRENCANAKAN, False), "set within the quarter"
    laporkan(regu, 8, periode=TW4)
    assert hasil(regu, AKHIR) == (H.BELUM_TERCAPAI, True)
    assert queries.nilai_opd(regu.opd.pk, per=AKHIR).nilai == 80
    [k] = queries.kartu_opd(regu.opd.pk, TAHUN, per=AKHIR)
    assert (k.capaian.target_sd, k.capaian.terisi, k.capaian.jatuh) == (20, 2, 2)
    assert [(str(c), beda) for c, beda in periksa_semua() if beda] == []


def test_a_result_given_all_the_same_is_shown_as_unplanned(regu: Regu) -> None:
    laporkan(regu, 7, periode=TW2, pada=DITETAPKAN + dt.timedelta(days=3))
    assert hasil(regu, dt.date(TAHUN, 8, 20)) == (H.TIDAK_DIRENCANAKAN, False)
    [k] = queries.kartu_opd(regu.opd.pk, TAHUN, per=dt.date(TAHUN, 8, 20))
    assert (k.capaian.realisasi_sd, k.capaian.terisi, k.capaian.jatuh) == (7, 1, 1)
    assert [(str(c), beda) for c, beda in periksa_semua() if beda] == []


def test_nobody_owes_the_report_of_a_quarter_without_target(regu: Regu) -> None:
    def periode(hari: dt.date) -> list[str]:
        semua = queries.daftar_laporan(buat_orang(Peran.PIMPINAN), tahun=TAHUN, hari=hari)
        return [b.periode.kode for b in semua if b.opd.pk == regu.opd.pk]

    assert periode(dt.date(TAHUN, 8, 20)) == []
    assert periode(dt.date(TAHUN, 10, 20)) == [TW3]
    isi(regu, 7, periode=TW2, pada=DITETAPKAN + dt.timedelta(days=3))
    assert periode(dt.date(TAHUN, 10, 20)) == [TW2, TW3], "somebody began it"


def test_warnings_name_the_missing_plan_until_it_was_set_and_no_silence_after(regu: Regu) -> None:
    juni = dt.date(TAHUN, 6, 30)
    for diketahui in (SEBELUM, None):
        p = dini(regu, juni, diketahui)
        assert [w.jenis for w in p.peringatan] == [JenisDini.TANPA_RENCANA], diketahui
    p = dini(regu, dt.date(TAHUN, 8, 20))
    assert (p.peringatan, p.is_hijau) == ((), False)
    assert "periode yang sudah berakhir belum ada targetnya" in p.belum_diketahui
    assert [w.jenis for w in dini(regu, dt.date(TAHUN, 11, 5)).peringatan] == [JenisDini.DIAM]


def test_a_revised_target_does_not_make_the_plan_younger() -> None:
    lama = buat_regu()
    TargetResmi.objects.filter(kunci=lama.kunci).update(digantikan_pada=DITETAPKAN)
    for t in TargetResmi.objects.filter(kunci=lama.kunci).order_by("pk"):
        t.pk, t.dicatat_pada, t.digantikan_pada, t._state.adding = None, DITETAPKAN, None, True
        t.save()
    assert dini(lama, dt.date(TAHUN, 6, 30)).fakta.punya_rencana


def test_pace_and_papers_say_the_same(regu: Regu) -> None:
    deret = [Periode.baca(p) for p in (TW1, TW2, TW3)]
    laporkan(regu, 9, periode=TW3)
    titik = titik_banyak([regu.opd.pk], deret, None)[regu.opd.pk]
    assert [(t.jatuh, t.lapor) for t in titik] == [(0, 0), (0, 0), (1, 1)]
    assert titik == [titik_ulang(regu.opd.pk, q, None) for q in deret]
    _, semua = queries.daftar_laju(buat_orang(Peran.PIMPINAN), per=dt.date(TAHUN, 8, 20))
    [laju] = [b.laju for b in semua if b.opd.pk == regu.opd.pk]
    assert (laju.arah, "Tidak ada target" in laju.sebab) == (ArahLaju.BELUM, True)
    [k] = queries.kartu_opd(regu.opd.pk, TAHUN, per=dt.date(TAHUN, 8, 20))
    assert _status([k], None, berakhir=False) == "Belum ada target", "the word of the LKjIP"


def test_the_pages_name_it(regu: Regu) -> None:
    klien = Client()
    klien.force_login(buat_orang(Peran.PIMPINAN))

    def buka(nama: str, *args: Any) -> str:
        return str(
            klien.get(reverse(f"realisasi:{nama}", args=args), {"per": f"{TAHUN}-08-20"}).content.decode()
        )

    papan = buka("papan")
    assert "Rencana belum ditetapkan" in papan
    assert "1 belum ada target" in papan
    assert f"ditetapkan sesudah {Periode.baca(TW2).label_pendek}" in buka("rapor", regu.opd.pk)
    assert "Belum ada target: 1" in buka("nilai", regu.opd.pk)
    assert sebut_keadaan(queries.nilai_opd(buat_opd().pk, per=AKHIR)) == "Rencana belum ditetapkan"


def test_what_asks_nothing_of_anybody_passes_to_nobody(regu: Regu) -> None:
    lama = regu.opd
    baru = gabung_opd(
        pendahulu=[lama, buat_opd()], tanggal=dt.date(TAHUN, 8, 15), dasar="Perda 4/2027 (contoh)",
        oleh=SISTEM, pada=DITETAPKAN + dt.timedelta(days=2),
        baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan Contoh", "Dinas Gabungan", "dinas"),
    )  # fmt: skip
    actions.wariskan_sisa(pada=dt.datetime(TAHUN, 8, 16, 1, tzinfo=dt.UTC))
    milik = TargetResmi.objects.diketahui(None).order_by("periode")
    assert list(milik.filter(opd=lama).values_list("periode", flat=True)) == [TW1, TW2]
    assert list(milik.filter(opd=baru).values_list("periode", flat=True)) == [TW3, TW4]


# ---- physical progress: compared with the money, and passed on with the action ----

JUNI = dt.date(TAHUN, 6, 30)


def catat_fisik(regu: Regu, opd: Any, bulan: str, *baris: tuple[str, Any], sah: bool = True) -> None:
    pada = dt.datetime.combine(Periode.baca(bulan).sampai, dt.time(2), dt.UTC)
    ada = {b.sub.kode: b for b in queries.bulan_fisik(opd.pk, Periode.baca(bulan)).baris}
    actions.simpan_fisik(
        opd_id=opd.pk, periode=bulan, oleh=regu.operator.pelaku(), pada=pada,
        kiriman=[KirimanFisik(k, ada[k].versi, IsiFisik(D(n))) for k, n in baris],
    )  # fmt: skip
    if sah:
        isi_bulan = queries.bulan_fisik(opd.pk, Periode.baca(bulan))
        actions.sahkan_fisik(
            opd_id=opd.pk, periode=bulan, sidik=isi_bulan.sidik, pengguna=regu.kepala,
            oleh=regu.kepala.pelaku(), pada=pada + dt.timedelta(minutes=1),
        )  # fmt: skip


def test_money_far_ahead_of_physical_progress_is_absorption_without_output() -> None:
    """90 of 100 and 30 of 300 spent; 40 and 5 per cent built: 120 / 400 = 30 %, 5500 / 400 = 13.75 %."""
    regu = buat_regu((buat_indikator(), 10), isi_aksi=({"kode_sub": BALITA},))
    laporkan(regu, 10)
    laporkan(regu, 10, periode=TW2)
    per = dt.date(TAHUN, 7, 10)
    catat_buku(regu.opd, JUNI, uang(BALITA, 90), uang(GIZI, 30, 300), uang("1.02.02.2.02.0099", 1))
    assert dini(regu, per).fakta.fisik is None
    catat_fisik(regu, regu.opd, "2027-05", (BALITA, 1))
    catat_fisik(regu, regu.opd, "2027-06", (BALITA, 40), (GIZI, 5), sah=False)
    assert dini(regu, per).fakta.fisik is None, "not the month of the cut-off, or not confirmed"
    catat_fisik(regu, regu.opd, "2027-06")
    f = dini(regu, per).fakta.fisik
    assert (f.persen, f.fisik, f.banyak, f.bulan) == (D("30.00"), D("13.75"), 2, "2027-06")
    assert JenisDini.SERAPAN not in [w.jenis for w in dini(regu, per).peringatan], "16.25 points"
    actions.tetapkan_ambang(
        ambang=Ambang(dasar="SK contoh", fisik=D(16)), sejak=dt.date(TAHUN, 7, 1), oleh=SISTEM,
        pada=dt.datetime(TAHUN, 7, 2, tzinfo=dt.UTC),
    )  # fmt: skip
    [w] = [w for w in dini(regu, per).peringatan if w.jenis == JenisDini.SERAPAN]
    assert dict(w.angka) == {
        "Serapan sub kegiatan itu": "30,00 %", "Fisik sub kegiatan itu": "13,75 %",
        "Selisih dari fisik": "16,25 poin",
    }  # fmt: skip
    assert dini(regu, per, dt.datetime(TAHUN, 6, 29, tzinfo=dt.UTC)).fakta.fisik is None
    with time_machine.travel(dt.datetime(TAHUN, 7, 12, 1, tzinfo=dt.UTC), tick=False):
        klien = Client()
        klien.force_login(buat_orang(Peran.PIMPINAN))
        jelas = klien.get(queries.penjelasan_dini(w, per=per, diketahui=None)).content.decode()
    assert "Dihitung ulang: sama" in jelas
    assert "mendahului fisik lebih dari 16 poin" in jelas
    assert reverse("realisasi:fisik", args=[regu.opd.pk, "2027-06"]) in jelas
    catat_buku(regu.opd, JUNI, uang(BALITA, 90), sumber=SumberRealisasi.LRA)
    assert dini(regu, per).fakta.fisik.persen == 90, "of the book that counts"


def test_physical_progress_passes_on_with_the_action() -> None:
    lama = buat_regu((buat_indikator(), 10), isi_aksi=({"kode_sub": BALITA},))
    catat_fisik(lama, lama.opd, "2027-07", (BALITA, 60))
    baru = gabung_opd(
        pendahulu=[lama.opd, buat_opd()], tanggal=dt.date(TAHUN, 8, 15), dasar="Perda 4/2027 (contoh)",
        oleh=SISTEM, pada=dt.datetime(TAHUN, 8, 10, 1, tzinfo=dt.UTC),
        baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan Contoh", "Dinas Gabungan", "dinas"),
    )  # fmt: skip
    assert [b.sub.kode for b in queries.bulan_fisik(baru.pk, Periode.baca("2027-07")).baris] == []
    [b] = queries.bulan_fisik(baru.pk, Periode.baca("2027-08")).baris
    assert (b.sub.kode, b.sub.asal) == (BALITA, lama.opd)
    with pytest.raises(Exception, match="turun dari 60"):
        catat_fisik(lama, baru, "2027-08", (BALITA, 50), sah=False)
    catat_fisik(lama, baru, "2027-08", (BALITA, 70), sah=False)
    assert queries.bulan_fisik(lama.opd.pk, Periode.baca("2027-07")).terisi == 1, "history stays"
