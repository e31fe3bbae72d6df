"""The early warnings as read from the records: one statement, the same as the other reads say."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from terukur.akun.peran import Peran
from terukur.anggaran.actions import catat_realisasi
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.queries import serapan_per_opd
from terukur.anggaran.rules.serapan import UangRealisasi
from terukur.eskalasi import actions as eskalasi
from terukur.eskalasi.choices import JenisPeringatan
from terukur.eskalasi.penyedia import cari_sebab
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import Periode
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import HasilLapangan, JenisDini
from terukur.realisasi.rules.isian import tenggat_periode
from terukur.realisasi.rules.peringatan_dini import Ambang
from terukur.realisasi.tests.factories import (
    TAHUN,
    TW1,
    TW2,
    ajukan,
    buat_regu,
    isi,
    jawab_lapangan,
    laporkan,
    minta_lapangan,
    sesudah,
)
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
D = Decimal
J = JenisDini
PER = dt.date(TAHUN, 8, 10)
"""Two quarters are over and their reports due."""
PADA = dt.datetime(TAHUN, 8, 10, 1, tzinfo=dt.UTC)


def serap(opd, realisasi, *, batas=dt.date(TAHUN, 6, 30), sumber=SumberRealisasi.SP2D, pada=None):
    baris = [UangRealisasi("", "", "1.02.02.2.02.0004", "Balita", "operasi", D(100), D(realisasi))]
    catat_realisasi(
        opd_id=opd.pk, tahun=TAHUN, sumber=sumber, batas=batas, baris=baris, dasar="contoh", oleh=SISTEM,
        pada=pada or PADA,
    )  # fmt: skip


@pytest.fixture
def regu():
    """6 of 10 in the first quarter, verified; the second quarter was never told."""
    hasil = buat_regu()
    laporkan(hasil, 6)
    return hasil


def dini(pengguna, *, per=PER, diketahui=None):
    return {p.fakta.opd_id: p for p in queries.daftar_dini(pengguna, per=per, diketahui=diketahui)}


def jenis(p):
    return [w.jenis for w in p.peringatan]


def test_one_query_and_the_same_as_the_other_reads_say(regu, django_assert_num_queries):
    lain, bupati = buat_opd(), buat_orang(Peran.PIMPINAN, pada=PADA)
    serap(regu.opd, 95)
    serap(regu.opd, 40, batas=dt.date(TAHUN, 3, 31))
    with django_assert_num_queries(1):
        semua = dini(bupati)
    papan = {o.pk: n for o, n in queries.papan_kinerja(bupati, per=PER)}
    assert {k: p.fakta.nilai for k, p in semua.items()} == {
        k: n if n.jumlah else p.fakta.nilai for (k, n), p in zip(papan.items(), semua.values(), strict=True)
    }
    [s] = serapan_per_opd(bupati, tahun=TAHUN, per=dt.date(TAHUN, 6, 30))
    assert (semua[regu.opd.pk].fakta.serapan.persen, semua[regu.opd.pk].fakta.serapan.batas) == (
        s.persen,
        s.batas,
    )
    assert jenis(semua[regu.opd.pk]) == [J.DIAM, J.TERTINGGAL, J.SERAPAN]
    assert jenis(semua[lain.pk]) == [J.TANPA_RENCANA]
    for _ in range(3):
        laporkan(buat_regu(), 9)
    with django_assert_num_queries(1):
        dini(bupati)


def test_of_several_books_the_latest_cut_off_then_the_most_complete(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    serap(regu.opd, 50, batas=dt.date(TAHUN, 5, 31), sumber=SumberRealisasi.LRA)
    serap(regu.opd, 60, sumber=SumberRealisasi.SP2D)
    assert dini(bupati)[regu.opd.pk].fakta.serapan.sumber == "SP2D"
    serap(regu.opd, 62, sumber=SumberRealisasi.LRA)
    assert dini(bupati)[regu.opd.pk].fakta.serapan.sumber == "LRA"
    serap(regu.opd, 90, batas=dt.date(TAHUN, 7, 31), sumber=SumberRealisasi.BKU)
    assert dini(bupati)[regu.opd.pk].fakta.serapan.persen == 62, "results are known up to June only"


def test_every_past_day_is_answered_as_it_was_known(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    sebelum, sesudahnya = sesudah(TW2, 20), sesudah(TW2, 30)
    isi(regu, 10, periode=TW2, pada=sesudah(TW2, 25))
    ajukan(regu, periode=TW2, pada=sesudah(TW2, 25))
    assert J.DIAM in jenis(dini(bupati, diketahui=sebelum)[regu.opd.pk])
    assert J.DIAM not in jenis(dini(bupati, diketahui=sesudahnya)[regu.opd.pk])
    kini = dini(bupati)[regu.opd.pk]
    assert J.DIAM not in jenis(kini)
    assert J.TANPA_BUKTI in jenis(kini), "what was told last has no evidence"
    assert jenis(dini(bupati, diketahui=sesudah(TW1, 1))[regu.opd.pk]) == [J.DIAM]


def test_an_opd_reads_its_own_warnings_only(regu):
    laporkan(buat_regu(), 1)
    assert list(dini(regu.operator)) == [regu.opd.pk]


def test_the_thresholds_of_the_day_count(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    longgar = Ambang(D(10), D(90), D(99), 60, 300, "SK Bupati")
    actions.tetapkan_ambang(ambang=longgar, sejak=dt.date(TAHUN, 8, 1), oleh=SISTEM, pada=PADA)
    assert queries.ambang_dini(PER) == longgar
    assert queries.ambang_dini(dt.date(TAHUN, 7, 31)) == Ambang()
    assert jenis(dini(bupati)[regu.opd.pk]) == []
    assert J.TERTINGGAL in jenis(dini(bupati, per=dt.date(TAHUN, 7, 31))[regu.opd.pk])
    with pytest.raises(AturanDilanggar):
        actions.tetapkan_ambang(ambang=Ambang(dasar=" "), sejak=PER, oleh=SISTEM, pada=PADA)


def test_the_due_day_is_that_of_the_reports(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    tenggat = tenggat_periode(Periode.baca(TW2), queries.ketentuan(PER))
    assert J.DIAM not in jenis(dini(bupati, per=tenggat)[regu.opd.pk])
    assert J.DIAM in jenis(dini(bupati, per=tenggat + dt.timedelta(days=1))[regu.opd.pk])


def test_the_cause_is_that_of_its_instant_and_its_matter_is_found_again(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    sebab = cari_sebab(f"dini:tertinggal/{PER}", [regu.opd.pk], diketahui=PADA, untuk=bupati)
    assert sebab is not None
    assert "60,00 %" in sebab.teks
    assert sebab.diketahui == PADA
    assert cari_sebab(f"dini:serapan/{PER}", [regu.opd.pk], diketahui=PADA, untuk=bupati) is None
    for kode in ("dini:lain/2026-01-01", "dini:tertinggal/besok", "dini:tertinggal"):
        assert cari_sebab(kode, [regu.opd.pk], diketahui=PADA, untuk=bupati) is None
    p = eskalasi.terbitkan(
        opd_id=regu.opd.pk,
        isi=eskalasi.IsiPeringatan(
            JenisPeringatan.PENJELASAN, "Tertinggal", "Jelaskan.", PER + dt.timedelta(days=7), "Bupati", sebab
        ),
        pengguna=bupati, oleh=bupati.pelaku(), pada=PADA,
    )  # fmt: skip
    terbuka = queries.terbitan_terbuka_dini(PER, None)
    assert terbuka[regu.opd.pk, J.TERTINGGAL].id == p.pk
    w = next(w for w in dini(bupati)[regu.opd.pk].peringatan if w.jenis == J.TERTINGGAL)
    langkah = queries.langkah_dini(w, terbuka[regu.opd.pk, J.TERTINGGAL], per=PER, hari=PER, saat=PADA)
    assert (langkah.langkah, langkah.surat) == ("tunggu", f"/tindak-lanjut/peringatan/{p.pk}/")


def test_several_opd_get_one_cause(regu):
    bupati, a, b = buat_orang(Peran.PIMPINAN, pada=PADA), buat_opd(), buat_opd()
    sebab = cari_sebab(f"dini:tanpa_rencana/{PER}", [a.pk, b.pk], diketahui=PADA, untuk=bupati)
    assert sebab is not None
    assert a.nama in sebab.teks
    assert b.nama in sebab.teks
    assert cari_sebab(f"dini:tanpa_rencana/{PER}", [a.pk, regu.opd.pk], diketahui=PADA, untuk=bupati) is None


def _klien(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


@time_machine.travel(PADA, tick=False)
def test_the_page_says_cause_source_and_step_and_never_green_what_is_incomplete(regu):
    bupati = _klien(buat_orang(Peran.PIMPINAN, pada=PADA))
    alamat = f"/kinerja/realisasi/peringatan-dini/?per={PER}"
    halaman = bupati.get(alamat).content.decode()
    assert "Capaian terverifikasi 60,00 % dari jalur target" in halaman
    assert f"/kinerja/realisasi/peringatan-dini/{regu.opd.pk}/tertinggal/?per={PER}" in halaman
    assert f"opd={regu.opd.pk}&amp;sebab=dini%3Atertinggal%2F{PER}" in halaman
    assert "Minta penjelasan" in halaman
    assert "Tanpa peringatan dan data lengkap: 0 dari" in halaman
    assert "Minta penjelasan" not in _klien(buat_orang(Peran.AUDITOR, pada=PADA)).get(alamat).content.decode()
    hanya = bupati.get(f"{alamat}&jenis=diam").content.decode()
    assert "Laporan realisasi Triwulan II" in hanya
    assert "dari jalur target periode" not in hanya
    csv = b"".join(bupati.get(f"{alamat}&unduh=csv").streaming_content).decode()
    assert "Tertinggal dari jalur target" in csv
    assert "Minta penjelasan" not in bupati.get(f"{alamat}&diketahui={PER}T10:00").content.decode()


def test_the_organiser_sets_the_thresholds_on_a_page():
    klien = _klien(buat_orang(Peran.PENYELENGGARA, pada=PADA))
    alamat = "/kinerja/realisasi/peringatan-dini/ketentuan/"
    isian = {
        "tertinggal": "75", "serapan": "15", "fisik": "25", "tanpa_bukti": "40", "hari_diam": "5",
        "hari_rencana": "90", "dasar": "Keputusan Bupati (contoh)", "sejak": "2026-01-01",
    }  # fmt: skip
    assert klien.post(alamat, isian | {"tertinggal": "0"}).status_code == 422
    assert klien.post(alamat, isian).status_code == 302
    assert "Keputusan Bupati (contoh)" in klien.get(alamat).content.decode()
    assert queries.ambang_dini(dt.date(2026, 1, 1)).fisik == 25


def test_what_was_found_otherwise_on_the_spot_as_it_was_known(regu):
    bupati = buat_orang(Peran.PIMPINAN, pada=PADA)
    p, _ = minta_lapangan(regu)
    dijawab = p.diminta_pada + dt.timedelta(days=1)
    jawab_lapangan(p, HasilLapangan.TIDAK_SESUAI, catatan="Belum ada.", pada=dijawab)
    semua = dini(bupati)
    assert J.LAPANGAN in jenis(semua[regu.opd.pk])
    assert semua[regu.opd.pk].fakta.tidak_sesuai == 1
    assert J.LAPANGAN not in jenis(dini(bupati, diketahui=p.diminta_pada)[regu.opd.pk])
    actions.cabut_lapangan(
        pemeriksaan_id=p.pk, alasan="Desa yang salah", pengguna=regu.verifikator,
        oleh=regu.verifikator.pelaku(), pada=dijawab + dt.timedelta(days=5),
    )  # fmt: skip
    assert J.LAPANGAN not in jenis(dini(bupati)[regu.opd.pk])
    assert J.LAPANGAN in jenis(dini(bupati, diketahui=dijawab)[regu.opd.pk])
    for diketahui in (None, p.diminta_pada, dijawab, dijawab + dt.timedelta(days=5)):
        ulang = queries.nilai_dini_ulang(regu.opd, per=PER, diketahui=diketahui)
        assert ulang == dini(bupati, diketahui=diketahui)[regu.opd.pk], "the other way says the same"
    klien = _klien(bupati)
    for diketahui, ada in ((None, False), (p.diminta_pada, False), (dijawab, True)):
        [w] = [w for w in dini(bupati, diketahui=dijawab)[regu.opd.pk].peringatan if w.jenis == J.LAPANGAN]
        sumber = queries.sumber_dini(w, per=PER, diketahui=diketahui)
        assert (p.judul in klien.get(sumber).content.decode()) is ada, "its source says what was known then"
    satu = f"/kinerja/realisasi/lapangan/{p.pk}/"
    assert "Desa yang salah" in klien.get(satu).content.decode()
    lama = klien.get(satu, {"diketahui": dijawab.isoformat()}).content.decode()
    assert "Belum ada." in lama
    assert "Desa yang salah" not in lama
    assert "Belum ada jawaban" in klien.get(satu, {"diketahui": p.diminta_pada.isoformat()}).content.decode()
    lagi, _ = minta_lapangan(regu)
    jawab_lapangan(lagi, HasilLapangan.TIDAK_SESUAI, catatan="Belum ada.")
    jawab_lapangan(lagi, pada=lagi.diminta_pada + dt.timedelta(days=2))
    assert J.LAPANGAN not in jenis(dini(bupati)[regu.opd.pk]), "the correction is in force"
