"""The nomenclature: stored as the file has it, searched, compared, chosen per year."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.perencanaan.actions.nomenklatur import (
    pilih_versi_tahun,
    simpan_prioritas,
    simpan_versi_nomenklatur,
)
from terukur.perencanaan.choices import Tingkat
from terukur.perencanaan.models import Nomenklatur, PrioritasDaerah, SumberDana
from terukur.perencanaan.queries.nomenklatur import (
    cari_pilihan,
    daftar_prioritas,
    daftar_versi,
    saring_nomenklatur,
    selisih_versi,
    telusuri_kode,
    versi_tahun,
)
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur, rapikan_daftar
from terukur.perencanaan.tests.data_uji import nomenklatur_2027
from terukur.perencanaan.tests.factories import (
    BARIS_CONTOH,
    BARIS_LAMA,
    PADA,
    buat_prioritas,
    buat_rekening,
    buat_sumber_dana,
    buat_versi_nomenklatur,
)

pytestmark = pytest.mark.django_db


def simpan(baris, nama="Versi uji"):
    return simpan_versi_nomenklatur(
        nama=nama, dasar="Kepmendagri", tahun_mulai=2027, baris=baris, oleh=SISTEM, pada=PADA
    )


def test_the_real_2027_file_counts_as_its_publisher_says():
    hasil = simpan(nomenklatur_2027())
    assert hasil.baru == 45 + 189 + 713 + 3550
    sub = hasil.versi.daftar_nomenklatur.filter(tingkat=Tingkat.SUB_KEGIATAN)
    assert sub.count() == 3550
    assert sub.filter(kode__startswith="X.XX").count() == 111
    assert sub.exclude(kode_sebelumnya="").count() == 176
    assert daftar_versi().get(pk=hasil.versi.pk).jumlah_kabkot == 3550
    ulang = simpan(nomenklatur_2027())
    assert (ulang.baru, ulang.berubah, ulang.hilang, ulang.tetap) == (0, 0, 0, 4497)

    gizi = saring_nomenklatur(hasil.versi, kata="gizi", tingkat=[Tingkat.SUB_KEGIATAN])
    assert gizi[0].kode == "1.02.02.2.02.0015"
    assert all("gizi" in (n.nama + n.indikator + "".join(n.tag)).lower() for n in gizi)
    kode = saring_nomenklatur(hasil.versi, kata="1.02.02")
    assert kode[0].kode == "1.02.02"
    assert all(n.kode.startswith("1.02.02") for n in kode)
    penunjang = cari_pilihan(hasil.versi, kata="1.02.01.2.01", bidang=["1.02"], batas=200)
    assert {p.kode[:12] for p in penunjang} == {"1.02.01.2.01"}
    assert len(penunjang) == sub.filter(kode__startswith="X.XX.01.2.01").count()


def test_storing_again_brings_the_version_in_line():
    simpan(BARIS_CONTOH)
    ubah = [
        IsianNomenklatur("KABKOT", "1", "Urusan   WAJIB\nsekali"),
        *(b for b in BARIS_CONTOH if b.kode not in ("1", "2.16.03.2.02.0037")),
    ]
    hasil = simpan(ubah)
    assert (hasil.baru, hasil.berubah, hasil.hilang) == (0, 1, 1)
    assert Nomenklatur.objects.get(kode="1").nama == "Urusan WAJIB sekali"
    catatan = Catatan.objects.order_by("-nomor").first()
    assert catatan is not None
    assert catatan.peristiwa == "nomenklatur.simpan"


def test_a_wrong_row_refuses_the_whole_file():
    salah = [
        *BARIS_CONTOH,
        IsianNomenklatur("KABKOT", "1.2", "Bidang kesehatan"),
        IsianNomenklatur("KABKOT", "gizi", "x"),
    ]
    with pytest.raises(AturanDilanggar, match="tercatat 2 kali") as tolak:
        simpan(salah)
    assert "“gizi” bukan kode" in tolak.value.pesan
    assert not Nomenklatur.objects.exists()
    with pytest.raises(AturanDilanggar, match="tidak berisi"):
        simpan([])


def test_rows_of_unknown_kind_or_without_name_are_named():
    _, galat = rapikan_daftar([IsianNomenklatur("DESA", "1", "x"), IsianNomenklatur("PROV", "2", "  ")])
    assert galat == ["1: jenis pemda “DESA” tidak dikenal (KABKOT atau PROV).", "2: namanya kosong."]


def test_the_year_picks_a_version_and_remembers_what_it_picked_before():
    lama = buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    baru = buat_versi_nomenklatur("Baru")
    assert versi_tahun(2026) == lama
    assert versi_tahun(2028) == baru
    assert versi_tahun(2020) is None
    pilih_versi_tahun(tahun=2028, versi=lama, oleh=SISTEM, pada=PADA)
    assert versi_tahun(2028) == lama
    kemudian = PADA + dt.timedelta(days=1)
    pilih_versi_tahun(tahun=2028, versi=baru, oleh=SISTEM, pada=kemudian)
    assert versi_tahun(2028) == baru
    assert versi_tahun(2028, diketahui=PADA + dt.timedelta(hours=1)) == lama


def test_a_code_is_looked_up_in_older_versions_with_its_successor(django_assert_num_queries):
    buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    baru = buat_versi_nomenklatur("Baru")
    kode = ["1.02.02.2.02.0004", "1.02.02.2.02.0028", "1.02.01.2.01.0001", "9.99.99.2.01.0001"]
    with django_assert_num_queries(3):
        temuan = telusuri_kode(baru, kode)
    assert temuan[kode[0]].versi_tahun
    assert not temuan[kode[1]].versi_tahun
    assert temuan[kode[1]].baris.versi.nama == "Lama"
    assert [n.kode for n in temuan[kode[1]].pengganti] == ["1.02.02.2.02.0053"]
    assert temuan[kode[2]].baris.kode == "X.XX.01.2.01.0001"
    assert temuan[kode[3]].baris is None


def test_versions_side_by_side():
    lama = buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    baru = buat_versi_nomenklatur("Baru")
    assert [(d.jenis, d.kode) for d in selisih_versi(lama, baru)] == [
        ("ganti_nama", "1.02.02.2.02.0015"),
        ("pindah_kode", "1.02.02.2.02.0053"),
    ]


def test_the_chooser_expands_for_the_opd_and_keeps_to_its_bidang(django_assert_num_queries):
    versi = buat_versi_nomenklatur()
    with django_assert_num_queries(2):
        pilihan = cari_pilihan(versi, kata="", bidang=["2.16", "2.20"])
    assert [p.kode for p in pilihan] == ["2.16.03.2.02.0037", "2.16.01.2.01.0001"]
    assert pilihan[1].kegiatan == "Perencanaan dan Evaluasi Kinerja Perangkat Daerah"
    assert [p.kode for p in cari_pilihan(versi, kata="stunting", bidang=["1.02"])] == ["1.02.02.2.02.0015"]
    assert cari_pilihan(versi, kata="balita", bidang=["2.16"]) == []
    assert cari_pilihan(versi, kata="balita", bidang=["2.16"], semua_bidang=True)
    assert cari_pilihan(versi, kata="1.02%' --", bidang=["1.02"]) == []


def test_only_leaves_of_the_lists_carry_money():
    assert [s.kode for s in buat_sumber_dana() if s.daun] == ["1.1", "1.2.01", "1.2.02", "2.1"]
    assert [r.kode for r in buat_rekening() if r.daun] == ["5.1.02.01.01.0024"]
    buat_sumber_dana()
    assert SumberDana.objects.count() == 7


def test_priorities_are_dated():
    p = buat_prioritas()
    buat_prioritas("Pertanian", urutan=2)
    simpan_prioritas(
        prioritas=p, nama="Kesehatan", urutan=1, berlaku_sejak=p.berlaku_sejak,
        berlaku_sampai=dt.date(2026, 12, 31), oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    assert [x.nama for x in daftar_prioritas(dt.date(2026, 6, 1))] == ["Kesehatan", "Pertanian"]
    assert [x.nama for x in daftar_prioritas(dt.date(2027, 1, 1))] == ["Pertanian"]
    with pytest.raises(AturanDilanggar, match="sudah ada"):
        buat_prioritas("Pertanian")
    with pytest.raises(AturanDilanggar, match="mendahului"):
        simpan_prioritas(
            nama="x", urutan=1, berlaku_sejak=dt.date(2027, 1, 2), berlaku_sampai=dt.date(2027, 1, 1),
            oleh=SISTEM, pada=PADA,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        PrioritasDaerah.objects.filter(pk=p.pk).update(berlaku_sampai=dt.date(2025, 1, 1))
