"""Money spent: real books to the sen, cut-offs side by side, and what was known when."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from terukur.akun.peran import Peran
from terukur.anggaran.actions import batalkan_realisasi, catat_realisasi
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.importers.serapan import baca, bandingkan, uang_realisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.pembaca_baris import BarisAnggaran
from terukur.anggaran.queries import serapan_per_jenis, serapan_per_opd
from terukur.anggaran.rules.serapan import UangRealisasi, gabung_kembar, persen_serapan, tambah
from terukur.impor.jenis import Konteks, daftar_impor
from terukur.impor.pembaca import baca_buku
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.tenggat.tests.factories import buat_orang

D = Decimal
PADA = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
UANG = st.one_of(st.none(), st.decimals("0", "1e12", places=2))


def _baris(realisasi: Any = 50, anggaran: Any = 100, **ganti: Any) -> UangRealisasi:
    isi = {
        "kode_unit": "01",
        "nama_unit": "Puskesmas",
        "kode": "1.02.02.2.02.0004",
        "nama": "Balita",
        "jenis": "operasi",
    }
    uang = {
        k: None if v is None else D(str(v)) for k, v in (("anggaran", anggaran), ("realisasi", realisasi))
    }
    return UangRealisasi(**{**isi, **uang, **ganti})


def _catat(opd: Any, *baris: UangRealisasi, batas: dt.date = dt.date(2026, 9, 30), **ganti: Any) -> Catatan:
    isi = {
        "opd_id": opd.pk,
        "tahun": 2026,
        "sumber": SumberRealisasi.SP2D,
        "batas": batas,
        "baris": baris or [_baris()],
        "dasar": "contoh",
        "oleh": SISTEM,
        "pada": PADA,
    }
    return catat_realisasi(**{**isi, **ganti})


@pytest.mark.parametrize(
    ("anggaran", "realisasi", "persen"),
    [
        ("200", "50", "25.00"),
        ("3", "1", "33.33"),
        ("3", "2", "66.67"),
        ("100", "250", "250.00"),
        ("100", "0", "0.00"),
    ],
)
def test_share_spent(anggaran: str, realisasi: str, persen: str) -> None:
    assert persen_serapan(D(anggaran), D(realisasi)) == D(persen)


@pytest.mark.parametrize(("anggaran", "realisasi"), [(None, "5"), ("0", "5"), ("5", None), (None, None)])
def test_no_share_without_both(anggaran: str | None, realisasi: str | None) -> None:
    assert persen_serapan(anggaran and D(anggaran), realisasi and D(realisasi)) is None


@given(st.lists(st.tuples(st.sampled_from("ab"), UANG, UANG), max_size=8), st.randoms())
def test_rows_of_one_key_become_one_and_the_sums_stay(isi: list[Any], acak: Any) -> None:
    baris = [UangRealisasi("u", "U", kode, "n", "operasi", a, r) for kode, a, r in isi]
    gabung = gabung_kembar(baris)
    assert len({b.kode for b in gabung}) == len(gabung)
    for kolom in ("anggaran", "realisasi"):
        semula = hasil = None
        for b in baris:
            semula = tambah(semula, getattr(b, kolom))
        for b in gabung:
            hasil = tambah(hasil, getattr(b, kolom))
        assert semula == hasil
    acak.shuffle(baris)
    assert {(b.kode, b.anggaran, b.realisasi) for b in gabung_kembar(baris)} == {
        (b.kode, b.anggaran, b.realisasi) for b in gabung
    }


@pytest.mark.django_db
def test_the_real_book_of_a_health_office_to_the_sen(data_uji: Callable[[str], Path]) -> None:
    """Sums as data/README.md tells them; adding up every row would give eleven times as much."""
    opd = buat_opd("Dinas Kesehatan", kode="1.02.2.14.0.00.01.0000")
    jalur = data_uji("anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx")
    konteks = Konteks("", data={"opd": str(opd.pk), "tahun": 2024, "sumber": "lra", "batas": "2024-12-31"})
    hasil = baca(baca_buku(jalur.name, jalur.read_bytes()), konteks)
    assert any("7.637.841.538" in m.pesan for m in hasil.masalah), "RSUD: spending above budget is flagged"
    daftar_impor.ambil("realisasi_anggaran").terapkan(
        hasil, konteks, lapor=lambda s, j: None, oleh=SISTEM, pada=PADA
    )
    buku = RealisasiAnggaran.objects.pada(dt.date(2025, 3, 1))
    per_jenis = {b["jenis"]: (b["anggaran"], b["realisasi"]) for b in serapan_per_jenis(buku)}
    assert per_jenis["operasi"] == (D("524314732413"), D("477700423083.83"))
    assert per_jenis["modal"] == (D("97699685584"), D("85669767763.52"))
    assert buku.values("kode_unit").distinct().count() == 32
    assert not buku.filter(nama="").exists(), "a code alone tells nobody what the money was for"
    [nama] = buku.filter(kode="1.02.01.2.01.0001").values_list("nama", flat=True).distinct()
    assert nama == "Penyusunan Dokumen Perencanaan Perangkat Daerah"
    assert bandingkan(hasil, konteks) == []
    catatan = Catatan.objects.get(peristiwa="realisasi_anggaran.catat")
    assert D(str(catatan.isi["realisasi"])) == D("563370190847.35")


def test_a_leaf_below_its_sub_kegiatan_bears_its_name() -> None:
    def baris(tingkat: str, uraian: str, *, daun: bool) -> BarisAnggaran:
        b = BarisAnggaran("DPA", 1, tingkat, ())
        b.kode_nomenklatur, b.uraian, b.daun = "1.02.01.2.01.0001", uraian, daun
        b.nilai = {"anggaran": D(5), "realisasi": D(4)}
        return b

    [uang] = uang_realisasi(
        [baris("sub_kegiatan", "Penyusunan Dokumen", daun=False), baris("jenis", "Belanja Barang", daun=True)]
    )
    assert uang.nama == "Penyusunan Dokumen"


@pytest.mark.django_db
def test_each_cut_off_keeps_its_days_and_every_past_day_what_it_knew() -> None:
    opd = buat_opd()
    juni, september = dt.date(2026, 6, 30), dt.date(2026, 9, 30)
    _catat(opd, _baris(30), batas=juni)
    _catat(opd, _baris(70), batas=september, pada=PADA + dt.timedelta(hours=1))
    ralat = PADA + dt.timedelta(days=1)
    _catat(opd, _baris(75), batas=september, pada=ralat)
    bupati = buat_orang(Peran.PIMPINAN)

    def terserap(per: dt.date, diketahui: dt.datetime | None = None) -> list[Decimal | None]:
        return [b.realisasi for b in serapan_per_opd(bupati, tahun=2026, per=per, diketahui=diketahui)]

    assert terserap(dt.date(2026, 5, 31)) == []
    assert terserap(dt.date(2026, 8, 17)) == [D(30)]
    assert terserap(dt.date(2026, 11, 1)) == [D(75)]
    assert terserap(dt.date(2026, 11, 1), ralat - dt.timedelta(seconds=1)) == [D(70)]
    assert terserap(dt.date(2026, 8, 17), ralat) == [D(30)]


@pytest.mark.django_db
def test_an_earlier_cut_off_that_comes_later_fills_only_its_days() -> None:
    opd = buat_opd()
    _catat(opd, _baris(70), batas=dt.date(2026, 9, 30))
    _catat(opd, _baris(30), batas=dt.date(2026, 6, 30), pada=PADA + dt.timedelta(hours=1))
    kini = RealisasiAnggaran.objects.diketahui(None).order_by("batas")
    assert [(r.realisasi, r.berlaku_sampai) for r in kini] == [(D(30), dt.date(2026, 9, 29)), (D(70), None)]


@pytest.mark.django_db
def test_taking_back_restores_what_was_known_and_stays_on_record() -> None:
    opd = buat_opd()
    _catat(opd, _baris(30), batas=dt.date(2026, 6, 30))
    nanti = PADA + dt.timedelta(hours=1)
    catatan = _catat(opd, _baris(70), _baris(5, kode="1.02.02.2.02.0015"), pada=nanti)
    kunci = {"opd_id": opd.pk, "tahun": 2026, "sumber": "sp2d", "oleh": SISTEM}
    batalkan_realisasi(**kunci, nomor=catatan.nomor, pada=nanti + dt.timedelta(hours=1))
    [r] = RealisasiAnggaran.objects.diketahui(None)
    assert (r.realisasi, r.berlaku_sejak, r.berlaku_sampai) == (D(30), dt.date(2026, 6, 30), None)
    assert RealisasiAnggaran.objects.pada(dt.date(2026, 10, 1), nanti).count() == 2
    with pytest.raises(AturanDilanggar, match="tidak dapat diurungkan"):
        batalkan_realisasi(**kunci, nomor=catatan.nomor, pada=nanti + dt.timedelta(hours=2))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ganti", "kata"),
    [
        ({"batas": dt.date(2026, 12, 31)}, "tidak sesudah hari ini"),
        ({"batas": dt.date(2025, 12, 31)}, "dalam tahun 2026"),
        ({"baris": [_baris(None, None)]}, "Tidak ada baris"),
    ],
)
def test_a_book_that_cannot_be_is_refused(ganti: dict[str, Any], kata: str) -> None:
    with pytest.raises(AturanDilanggar, match=kata):
        _catat(buat_opd(), **ganti)
    assert not RealisasiAnggaran.objects.exists()


@pytest.mark.django_db
def test_a_workbook_without_spending_is_no_book() -> None:
    isi = b"Kode;Uraian;Anggaran\n1.02.02.2.02.0004;Balita;1000\n"
    with pytest.raises(AturanDilanggar, match="Tidak ada kolom realisasi"):
        baca(baca_buku("a.csv", isi), Konteks("", data={"tahun": 2026}))


def test_only_leaves_count() -> None:
    isi = (
        "Kode;Uraian;Anggaran belanja operasi;Realisasi belanja operasi\n"
        "1.02.02;PROGRAM;300;200\n1.02.02.2.02;Kegiatan;300;200\n"
        "1.02.02.2.02.0004;Balita;100;80\n1.02.02.2.02.0015;Gizi;200;120\n"
    )
    hasil = baca(baca_buku("a.csv", isi.encode()), Konteks("", data={"tahun": 2026}))
    assert [(b.kode, b.jenis, b.realisasi) for b in uang_realisasi(hasil.baris)] == [
        ("1.02.02.2.02.0004", "operasi", D(80)),
        ("1.02.02.2.02.0015", "operasi", D(120)),
    ]


@pytest.mark.django_db
def test_an_operator_records_for_the_own_opd_only() -> None:
    opd, lain = buat_opd(), buat_opd()
    data = {"tahun": "2026", "sumber": "sp2d", "batas": "2026-09-30"}
    siapkan = daftar_impor.ambil("realisasi_anggaran").siapkan
    operator = buat_orang(Peran.OPERATOR_OPD, opd=opd)
    assert siapkan(data | {"opd": str(opd.pk)}, untuk=operator).opd_id == opd.pk
    with pytest.raises(TidakDitemukan):
        siapkan(data | {"opd": str(lain.pk)}, untuk=operator)
    assert siapkan(data | {"opd": str(lain.pk)}, untuk=buat_orang(Peran.TAPD)).opd_id == lain.pk
    with pytest.raises(AturanDilanggar, match="Pilih OPD"):
        siapkan({"opd": str(opd.pk)}, untuk=operator)


@pytest.mark.django_db
def test_pages_tell_book_cut_off_and_that_nobody_audited(client: Client) -> None:
    with time_machine.travel(PADA, tick=False):
        opd = buat_opd("Dinas Kesehatan Contoh")
        _catat(opd, _baris(150), _baris(20, kode="1.02.02.2.02.0015", jenis="modal"))
        client.force_login(buat_orang(Peran.PIMPINAN))
        html = client.get(reverse("anggaran:serapan")).content.decode()
        assert "SP2D s.d. 30 September 2026" in html
        assert "belum diaudit" in html
        assert "85,00 %" in html
        satu = client.get(reverse("anggaran:serapan_opd", args=[opd.pk])).content.decode()
        assert "Melebihi anggaran" in satu
        assert "Impor realisasi" not in satu
        kosong = client.get(reverse("anggaran:serapan"), {"tahun": "2025"}).content.decode()
        assert "Belum ada realisasi yang dicatat" in kosong


@pytest.mark.django_db
def test_queries_do_not_grow_with_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    with time_machine.travel(PADA, tick=False):
        for n in range(4):
            _catat(buat_opd(), *(_baris(kode=f"1.02.02.2.02.{i:04d}") for i in range(1, 30 * n + 2)))
        client.force_login(buat_orang(Peran.PIMPINAN))
        client.get(reverse("anggaran:serapan"))
        with django_assert_max_num_queries(9):
            client.get(reverse("anggaran:serapan"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "isi",
    [
        {"anggaran": None, "realisasi": None},
        {"berlaku_sejak": dt.date(2026, 9, 29)},
        {"berlaku_sampai": dt.date(2026, 9, 1)},
    ],
)
def test_the_database_refuses_an_impossible_row(isi: dict[str, Any]) -> None:
    _catat(buat_opd())
    with pytest.raises(IntegrityError), transaction.atomic():
        RealisasiAnggaran.objects.update(**isi)
