"""Evaluasi Hasil Renja: the shape of E.81, sums that are wholes, and what is empty stays empty."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from terukur.akun.peran import Peran
from terukur.anggaran.rules.serapan import tambah
from terukur.inti.pelaku import SISTEM
from terukur.perencanaan.actions.nomenklatur import simpan_versi_nomenklatur
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur
from terukur.realisasi import actions, exports, queries
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.rules.evaluasi import Uang, Ukur, jumlah_uang, susun_simpul, uang_triwulan
from terukur.realisasi.tests.dunia_kertas import BALITA, GIZI, PER, SAAT, buat_dunia, catat_buku, uang
from terukur.realisasi.tests.factories import TW2, Regu, verifikasi
from terukur.tenggat.tests.factories import buat_orang
from tests.rute import dikembalikan

D = Decimal
RUPIAH = st.one_of(st.none(), st.decimals("0", "1e12", places=2))
KODE = st.sampled_from(["", "1.02.02", BALITA, GIZI, "1.02.03.2.01.0001", "2.16.03.2.02.0037"])
UKUR = st.builds(
    Ukur, KODE, st.decimals("0.01", "99", places=2), st.one_of(st.none(), st.decimals("0", "120", places=4))
)


# -- rules --


@pytest.mark.parametrize(
    ("sd", "ada", "hasil"),
    [
        ((10, 25, 25, 40), (1, 1, 1, 1), (10, 15, 0, 15)),
        ((10, None, None, None), (1, 0, 0, 0), (10, None, None, None)),
        ((None, 25, 40, None), (0, 1, 1, 0), (None, None, 15, None)),
        ((None, 5, None, None), (1, 1, 0, 0), (None, 5, None, None)),
        ((10, 8, None, None), (1, 1, 0, 0), (10, -2, None, None)),
    ],
)
def test_what_a_quarter_alone_spent(sd: Any, ada: Any, hasil: Any) -> None:
    """Spent so far by cut-off; without the cut-off before, the quarter alone is not known."""
    angka = [None if n is None else D(n) for n in sd]
    assert list(uang_triwulan(angka, [bool(a) for a in ada])) == [None if n is None else D(n) for n in hasil]


@given(st.lists(RUPIAH, min_size=4, max_size=4))
def test_quarters_add_up_to_what_was_spent(sd: list[Decimal | None]) -> None:
    jumlah: Decimal | None = None
    for n in uang_triwulan(sd, (True,) * 4):
        jumlah = tambah(jumlah, n)
    assert (jumlah or 0) == (sd[-1] or 0)


@given(
    st.dictionaries(KODE, st.builds(Uang, RUPIAH, st.tuples(*[RUPIAH] * 4), RUPIAH), max_size=5),
    st.lists(UKUR, max_size=6),
)
def test_the_parts_of_every_level_are_the_whole(isi: dict[str, Uang], ukur: list[Ukur]) -> None:
    simpul = susun_simpul(isi, ukur)
    akhir = simpul[-1]
    for tingkat in ("program", "kegiatan", "sub_kegiatan"):
        milik = [s for s in simpul if s.tingkat == tingkat]
        pendek = [n for k, n in isi.items() if k == "1.02.02"] if tingkat != "program" else []
        lain = [s.uang for s in simpul if s.tingkat == "lain"]
        assert jumlah_uang([*(s.uang for s in milik), *pendek, *lain]) == akhir.uang
    assert sum(s.banyak for s in simpul if s.tingkat in ("program", "lain")) == akhir.banyak == len(ukur)
    assert len({(s.tingkat, s.kode) for s in simpul}) == len(simpul)
    if akhir.capaian is not None:
        dinilai = [u.capaian for u in ukur if u.capaian is not None]
        assert min(dinilai) - D("0.0001") <= akhir.capaian <= max(dinilai) + D("0.0001")


# -- one OPD --

DB = pytest.mark.django_db


@pytest.fixture(scope="module")
def regu(django_db_setup: None, django_db_blocker: Any) -> Iterator[Regu]:
    """One world for the module; what a test does in it is rolled back."""
    with django_db_blocker.unblock(), dikembalikan():
        regu = buat_dunia()
        yield regu


@pytest.fixture
def _django_db_helper(regu: Regu) -> Iterator[None]:
    """Takes the place of pytest-django's transaction per test."""
    with dikembalikan():
        yield


def evaluasi(regu: Regu, per: dt.date = PER, diketahui: dt.datetime = SAAT) -> dict[str, Any]:
    return queries.susun_data(JenisEdisi.EVALUASI, regu.opd.pk, per=per, diketahui=diketahui)


def baris(data: dict[str, Any], tingkat: str, kode: str = "") -> list[dict[str, Any]]:
    return [b for b in data["baris"] if b["tingkat"] == tingkat and (not kode or b["kode"] == kode)]


@DB
def test_money_by_level_and_quarter(regu: Regu) -> None:
    data = evaluasi(regu)
    [program], [jumlah] = baris(data, "program"), baris(data, "jumlah")
    assert (program["kode"], program["pagu"], program["rp"]) == ("1.02.02", "100", ["10", "20", None, None])
    assert (program["realisasi_rp"], program["persen_rp"]) == ("30", "30")
    [sub] = baris(data, "sub_kegiatan", BALITA)
    assert (sub["pagu"], sub["rp"], sub["persen_rp"]) == ("60", ["10", "15", None, None], "41.67")
    [gizi] = baris(data, "sub_kegiatan", GIZI)
    assert gizi["rp"] == [None, "5", None, None], "nothing told in the first quarter is no zero"
    [lain] = baris(data, "lain")
    assert (lain["pagu"], lain["realisasi_rp"]) == (None, "1.5"), "what the book has without a code"
    assert jumlah["realisasi_rp"] == "31.5"
    assert (data["sumber"], data["batas"]) == ("SP2D", "31 Mei 2027")
    assert data["pagu_dasar"] == "yang ditetapkan pada Rancangan Awal Renja 2027"


@DB
def test_only_verified_results_count_and_the_score_is_that_of_the_card(regu: Regu) -> None:
    data = evaluasi(regu)
    satu, dua, tiga = baris(data, "indikator")
    assert [satu["target"]["angka"], satu["realisasi"]["angka"], satu["capaian"]] == ["40", "12", "120"]
    assert satu["k"][0] == {"angka": "12", "kata": "12 balita"}
    assert satu["k"][1] == {"angka": None, "kata": "", "belum": "12 balita"}
    assert satu["capaian_tahun"] == "30", "12 of the 40 of the year"
    assert satu["k"][2:] == [None, None]
    kartu = queries.nilai_kartu(queries.ringkas_kartu(regu.opd.pk, 2027, per=PER, diketahui=SAAT))
    assert D(data["nilai"]) == kartu.nilai
    verifikasi(regu, periode=TW2)
    kini = evaluasi(regu)
    satu, dua, tiga = baris(kini, "indikator")
    assert [b["realisasi"]["angka"] for b in (satu, dua, tiga)] == ["24", "10", "17"]
    for b in (satu, dua, tiga):
        assert sum(D(c["angka"]) for c in b["k"] if c) == D(b["realisasi"]["angka"])
    # Scale of Permendagri 86/2017 (aturan.md section 2): (3 x 120 + 1 x 50) / 4 = 102.5, then with 85.
    [sub] = baris(kini, "sub_kegiatan", BALITA)
    assert (sub["capaian"], sub["peringkat"]) == ("102.5", "Sangat Tinggi")
    assert (kini["nilai"], kini["peringkat"]) == ("99", "Sangat Tinggi")
    assert [b["peringkat"] for b in (dua, tiga)] == ["Sangat Rendah", "Tinggi"]


@DB
def test_outputs_carry_the_targets_of_renja_and_renstra(regu: Regu) -> None:
    [keluaran] = [b for b in baris(evaluasi(regu), "keluaran") if b["target_renstra"]]
    assert (keluaran["target_renstra"]["angka"], keluaran["target"]["angka"]) == ("500", "120")
    assert keluaran["realisasi_lalu"]["angka"] == "80"
    assert "k" not in keluaran, "its result is told by the actions below it"


@DB
def test_an_edition_comes_out_the_same_after_corrections(regu: Regu) -> None:
    e = actions.terbitkan_edisi(opd=regu.opd, jenis=JenisEdisi.EVALUASI, per=PER, oleh=SISTEM, pada=SAAT)
    assert e.kertas.nomor.startswith("EV-2027-")
    semula = (exports.cetak_pdf(e), exports.cetak_xlsx(e))
    verifikasi(regu, periode=TW2, pada=SAAT + dt.timedelta(days=1))
    catat_buku(regu.opd, dt.date(2027, 6, 30), uang(BALITA, 50, 60), pada=SAAT + dt.timedelta(days=2))
    simpan_versi_nomenklatur(
        nama="Nomenklatur baru", dasar="Kepmendagri contoh", tahun_mulai=2027, oleh=SISTEM,
        baris=[IsianNomenklatur("KABKOT", "1.02.02", "PROGRAM BERNAMA LAIN")],
        pada=SAAT + dt.timedelta(days=2),
    )  # fmt: skip
    assert queries.susun_ulang_edisi(e).sama
    assert (exports.cetak_pdf(e), exports.cetak_xlsx(e)) == semula
    kini = evaluasi(regu, diketahui=SAAT + dt.timedelta(days=3))
    assert kini["batas"] == "30 Juni 2027"
    assert baris(kini, "program")[0]["nama"] == "PROGRAM BERNAMA LAIN"
    buku = load_workbook(io.BytesIO(semula[1]))
    kepala = [s.value for s in buku.worksheets[0][1]]
    isi = {b[0].value: b for b in buku.worksheets[0].iter_rows(min_row=2)}
    assert isi["Jumlah"][kepala.index("Realisasi tahun ini (Rp)")].value == 31.5
    keterangan = {b[0].value: b[1].value for b in buku["Keterangan"].iter_rows()}
    assert keterangan["Keadaan per"] == "30 Juni 2027"
    assert keterangan["Sidik isi (SHA-256)"] == e.kertas.sidik


@DB
def test_queries_do_not_grow_with_rows(regu: Regu, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(18) as kueri:
        evaluasi(regu)
    banyak = len(kueri)
    catat_buku(
        regu.opd, dt.date(2027, 6, 15), *(uang(f"1.02.02.2.0{n}.000{n}", n) for n in range(1, 9)),
        pada=SAAT - dt.timedelta(days=2),
    )  # fmt: skip
    with django_assert_max_num_queries(banyak):
        evaluasi(regu)


@DB
def test_chosen_read_and_published_on_the_pages(regu: Regu) -> None:
    penyelenggara = buat_orang(Peran.PENYELENGGARA, pada=SAAT)
    with time_machine.travel(SAAT, tick=False):
        klien = Client()
        klien.force_login(penyelenggara)
        pilih = reverse("realisasi:kertas_pilih")
        isian = {"laporan": "evaluasi", "opd": str(regu.opd.pk), "tahun": "2027", "bulan": "6"}
        assert klien.get(pilih, isian | {"bulan": "12"}).status_code == 422
        jawaban = klien.get(pilih, isian)
        assert jawaban.status_code == 302
        halaman = klien.get(jawaban["Location"]).content.decode()
        assert "12 balita (belum diverifikasi)" in halaman
        assert "Triwulan II" in halaman
        assert klien.get(jawaban["Location"] + "&unduh=csv").status_code == 200
        dahulu = klien.get(jawaban["Location"] + "&diketahui=2027-04-20T10:00").content.decode()
        assert "menurut data tercatat s.d. 20 April 2027" in dahulu
        assert "belum diverifikasi)" not in dahulu, "the second quarter was not told yet"
        terbit = klien.post(
            reverse("realisasi:terbitkan", args=[regu.opd.pk]), {"jenis": "evaluasi", "per": "2027-06-30"}
        )
        edisi = klien.get(terbit["Location"], {"ulang": "1"}).content.decode()
        assert "sama, sidik" in edisi
        assert klien.get(reverse("realisasi:kertas", args=["rapor", regu.opd.pk])).status_code == 404
