"""Mandatory spending in the database: dated limits, sums over needs, pages by role."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran import queries
from terukur.anggaran.actions import (
    IsiKetentuan,
    IsiKomponen,
    bekukan,
    cabut_ketentuan,
    isi_nilai,
    tetapkan_ketentuan,
    tetapkan_komponen,
)
from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.anggaran.models import KetentuanBelanja, KomponenBelanja, NilaiKomponen
from terukur.anggaran.rules.ruang import Tahap
from terukur.anggaran.rules.wajib import Putusan
from terukur.anggaran.tests.factories import TAHAP, buat_kebutuhan, isian
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.models import Rekening
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
KUERI = "?tahun=2027&tahapan=rancangan_awal_renja"
GAJI, BALITA, GIZI = "1.02.01.2.01.0001", "1.02.02.2.02.0004", "1.02.02.2.02.0015"


def rekening(kode: str) -> int:
    return Rekening.objects.get_or_create(kode=kode, defaults={"nama": kode})[0].pk


def nilai(kode: str, jumlah: str | None, *, tahap: Tahap = TAHAP, pada: dt.datetime = PADA) -> None:
    isi_nilai(
        komponen=kode, tahap=tahap, nilai=None if jumlah is None else Decimal(jumlah), dasar="Contoh",
        oleh=SISTEM, pada=pada,
    )  # fmt: skip


def hasil(orang, tahap: Tahap = TAHAP, **lain):
    isi = queries.periksa_wajib(untuk=orang, tahap=tahap, **lain)
    return {h.ketentuan.kode: h for h in isi.hasil}


def isi_ketentuan(**ganti) -> IsiKetentuan:
    dasar = {
        "nama": "Belanja pegawai", "arah": ArahBatas.MAKS, "persen": Decimal(25), "dasar": "UU contoh",
        "pembilang": "pegawai - tunjangan_guru", "penyebut": "belanja",
    }  # fmt: skip
    return IsiKetentuan(**(dasar | ganti))


def test_the_law_of_the_year_is_there_from_the_start():
    """aturan.md §8, as seeded: percentages, direction, source."""
    ada = {k.kode: (k.arah, k.persen, k.dasar.split(" ayat")[0]) for k in queries.ketentuan_tahun(2027)}
    assert ada["pegawai"] == ("maks", 30, "UU 1/2022 Ps 146")
    assert ada["infrastruktur"] == ("min", 40, "UU 1/2022 Ps 147")
    assert ada["pendidikan"] == ("min", 20, "UUD 1945 Ps 31")
    assert ada["alokasi_dana_desa"] == ("min", 10, "UU 6/2014 Ps 72")
    assert "infrastruktur" not in {k.kode for k in queries.ketentuan_tahun(2021)}


def test_the_sums_come_from_the_needs_and_the_rest_from_tapd():
    """aturan.md §8: belanja 1000, pegawai 390, guru TKD 60 -> 33.00 %, not met."""
    sub = buat_sub_kegiatan()
    buat_kebutuhan(
        sub,
        isian(390, rekening_id=rekening("5.1.01.01.01.0001")),
        isian(345, rekening_id=rekening("5.2.04.01.01.0001")),
        isian(115, rekening_id=rekening("5.1.02.01.01.0024")),
        isian(150, rekening_id=rekening("5.4.01.01.01.0001")),
    )
    orang = buat_orang(Peran.PIMPINAN)
    belum = hasil(orang)["pegawai"]
    assert belum.putusan is Putusan.BELUM
    assert belum.belum == ("Tunjangan guru yang dibayar dari TKD: belum diisi",)
    nilai("tunjangan_guru", "60")
    nilai("alokasi_dana_desa", "9.99")
    nilai("dau_dbh", "100")
    isi = hasil(orang)
    assert (isi["pegawai"].persen, isi["pegawai"].putusan) == (33, Putusan.TIDAK)
    assert round(isi["infrastruktur"].persen, 2) == Decimal("40.59")
    assert isi["infrastruktur"].putusan is Putusan.TERPENUHI
    assert (isi["alokasi_dana_desa"].putusan, isi["alokasi_dana_desa"].selisih) == (
        Putusan.TIDAK,
        Decimal("-0.01"),
    )
    assert (isi["pendidikan"].persen, isi["pendidikan"].selisih) == (0, -200)


def test_one_opd_without_needs_leaves_no_verdict():
    buat_kebutuhan(buat_sub_kegiatan(), isian(100, rekening_id=rekening("5.1.01.01.01.0001")))
    buat_pengajuan(buat_opd(kode="1.01.0.00.0.00.01.0000"))
    nilai("tunjangan_guru", "0")
    satu = hasil(buat_orang(Peran.PIMPINAN))["pegawai"]
    assert satu.putusan is Putusan.BELUM
    assert satu.belum == ("1 OPD belum mengisi kebutuhan",)
    assert (satu.persen, satu.sementara) == (None, 100)


def test_proposals_above_the_ceilings_and_removed_rows_do_not_count():
    sub = buat_sub_kegiatan()
    buat_kebutuhan(
        sub, isian(100, rekening_id=rekening("5.1.01.01.01.0001")),
        isian(900, rekening_id=rekening("5.1.02.01.01.0024"), di_atas_pagu=True, alasan="Perlu"),
    )  # fmt: skip
    nilai("tunjangan_guru", "0")
    assert hasil(buat_orang(Peran.PIMPINAN))["pegawai"].penyebut == 100


def test_the_check_can_be_asked_as_known_at_an_instant():
    """The frozen needs of then, with the amounts entered by then."""
    sub = buat_sub_kegiatan()
    buat_kebutuhan(sub, isian(100, rekening_id=rekening("5.1.01.01.01.0001")))
    nilai("tunjangan_guru", "80")
    bekukan(pengajuan=sub.pengajuan, peristiwa="ajukan", oleh=SISTEM, pada=PADA)
    besok = PADA + dt.timedelta(days=1)
    buat_kebutuhan(sub, isian(900, rekening_id=rekening("5.1.01.01.01.0001")), pada=besok)
    nilai("tunjangan_guru", "0", pada=besok)
    orang = buat_orang(Peran.PIMPINAN)
    dulu = hasil(orang, diketahui=PADA + dt.timedelta(hours=1))["pegawai"]
    assert (dulu.persen, dulu.penyebut) == (20, 100)
    assert (hasil(orang)["pegawai"].persen, hasil(orang)["pegawai"].penyebut) == (100, 900)


def test_a_new_limit_holds_from_its_year_and_is_on_record():
    tetapkan_ketentuan(kode="pegawai", mulai_tahun=2028, isi=isi_ketentuan(), oleh=SISTEM, pada=PADA)
    assert queries.get_ketentuan("pegawai", 2027).persen == 30
    assert queries.get_ketentuan("pegawai", 2028).persen == 25
    lama = queries.ketentuan_tahun(2028, diketahui=PADA - dt.timedelta(seconds=1)).get(kode="pegawai")
    assert lama.persen == 30
    catatan = Catatan.objects.get(peristiwa="ketentuan_belanja.tetapkan")
    assert catatan.objek_id == "pegawai"
    cabut_ketentuan(kode="pegawai", mulai_tahun=2029, alasan="Dicabut", oleh=SISTEM, pada=PADA)
    assert queries.get_ketentuan("pegawai", 2028).persen == 25
    with pytest.raises(TidakDitemukan):
        queries.get_ketentuan("pegawai", 2029)
    assert Catatan.objects.filter(peristiwa="ketentuan_belanja.cabut").count() == 1


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"persen": Decimal(0)}, "persen_keliru"),
        ({"persen": Decimal(101)}, "persen_keliru"),
        ({"dasar": " "}, "tanpa_dasar"),
        ({"pembilang": "pegawai *"}, "rumus_keliru"),
        ({"penyebut": "belanja - gaib"}, "komponen_tidak_dikenal"),
    ],
)
def test_a_limit_that_cannot_be_computed_is_refused(ganti, kode):
    with pytest.raises(AturanDilanggar) as tolak:
        tetapkan_ketentuan(
            kode="pegawai", mulai_tahun=2028, isi=isi_ketentuan(**ganti), oleh=SISTEM, pada=PADA
        )
    assert tolak.value.kode == kode
    assert queries.get_ketentuan("pegawai", 2028).persen == 30


def test_a_component_keeps_only_what_its_way_uses():
    isi = IsiKomponen("Pegawai", CaraKomponen.SUB_KEGIATAN, "Contoh", ["5.1.01"], ["1.01"])
    tetapkan_komponen(kode="pegawai", mulai_tahun=2028, isi=isi, oleh=SISTEM, pada=PADA)
    baru = queries.get_komponen("pegawai", 2028)
    assert (baru.rekening, baru.sub_kegiatan) == ([], ["1.01"])
    for cara in (CaraKomponen.REKENING, CaraKomponen.SUB_KEGIATAN):
        with pytest.raises(AturanDilanggar, match="awalan"):
            tetapkan_komponen(
                kode="pegawai", mulai_tahun=2028, isi=IsiKomponen("P", cara, "Contoh"), oleh=SISTEM, pada=PADA
            )
    with pytest.raises(AturanDilanggar, match="sudah dipakai"):
        tetapkan_komponen(
            kode="alokasi_dana_desa", mulai_tahun=2028, isi=isi, baru=True, oleh=SISTEM, pada=PADA
        )


def test_an_amount_is_of_its_stage_superseded_and_withdrawn():
    rka = Tahap(2027, Tahapan.RKA)
    nilai("alokasi_dana_desa", "5")
    nilai("alokasi_dana_desa", "7", tahap=rka)
    nilai("alokasi_dana_desa", "6", pada=PADA + dt.timedelta(hours=1))
    assert queries.nilai_komponen(TAHAP)["alokasi_dana_desa"].nilai == 6
    assert queries.nilai_komponen(TAHAP, diketahui=PADA)["alokasi_dana_desa"].nilai == 5
    nilai("alokasi_dana_desa", None, pada=PADA + dt.timedelta(hours=2))
    assert "alokasi_dana_desa" not in queries.nilai_komponen(TAHAP)
    assert queries.nilai_komponen(rka)["alokasi_dana_desa"].nilai == 7
    assert Catatan.objects.filter(peristiwa="komponen_belanja.isi_nilai").count() == 4
    with pytest.raises(AturanDilanggar, match="tidak diisi tangan"):
        nilai("pegawai", "5")


def _salin(model, **ganti):
    baris = model.objects.order_by("pk").first()
    baris.pk = None
    for k, n in ganti.items():
        setattr(baris, k, n)
    with transaction.atomic():
        baris.save(force_insert=True)


@pytest.mark.parametrize(
    ("model", "ganti"),
    [
        (KetentuanBelanja, {}),
        (KetentuanBelanja, {"kode": "x", "persen": Decimal(0)}),
        (KetentuanBelanja, {"kode": "x", "arah": "kira"}),
        (KetentuanBelanja, {"kode": "x", "dasar": ""}),
        (KomponenBelanja, {"kode": "x", "cara": "rekening", "rekening": []}),
        (KomponenBelanja, {"kode": "x", "cara": "isian", "rekening": [], "sub_kegiatan": ["1.01"]}),
        (NilaiKomponen, {"komponen": "x", "nilai": Decimal(-1)}),
        (NilaiKomponen, {"komponen": "x", "dasar": ""}),
    ],
)
def test_the_database_refuses_what_no_rule_allows(model, ganti):
    nilai("alokasi_dana_desa", "5")
    with pytest.raises(IntegrityError):
        _salin(model, **ganti)


def test_queries_do_not_grow_with_the_rows(django_assert_num_queries):
    orang = buat_orang(Peran.PIMPINAN)
    sub = buat_sub_kegiatan()
    buat_kebutuhan(sub, isian(1))
    with django_assert_num_queries(5):
        hasil(orang)
    for kode in (GAJI, GIZI):
        buat_kebutuhan(buat_sub_kegiatan(sub.pengajuan, kode), isian(1), isian(2, None))
    with django_assert_num_queries(5):
        hasil(orang)


# ---- pages ----


@pytest.fixture
def hari():
    with time_machine.travel(PADA + dt.timedelta(hours=1), tick=False):
        yield


def masuk(client, peran, **lain):
    client.force_login(buat_pengguna(peran, **lain))
    return client


def test_the_page_tells_inputs_limit_verdict_and_difference(client, hari):
    buat_kebutuhan(buat_sub_kegiatan(), isian(1000, rekening_id=rekening("5.1.01.01.01.0001")))
    nilai("tunjangan_guru", "100")
    masuk(client, Peran.PIMPINAN)
    teks = " ".join(client.get(reverse("anggaran:wajib") + KUERI).content.decode().split())
    for kata in (
        "Rancangan Awal Renja 2027", "90,00 %", "paling banyak 30 %", "Tidak terpenuhi", "UU 1/2022 Ps 146",
        "Data belum lengkap", 'dari TKD <span class="nowrap">Rp 100</span>', "5.1.01", "600",
    ):  # fmt: skip
        assert kata in teks, kata
    assert "Isi</a>" not in teks
    hanya = client.get(reverse("anggaran:wajib") + KUERI + "&putusan=tidak&urut=-selisih").content.decode()
    assert "UU 1/2022 Ps 146" in hanya
    assert "UU 6/2014 Ps 72 ayat" not in hanya


def test_the_download_has_exact_numbers(client, hari):
    buat_kebutuhan(buat_sub_kegiatan(), isian("1000.50", rekening_id=rekening("5.1.01.01.01.0001")))
    nilai("tunjangan_guru", "0")
    masuk(client, Peran.TAPD)
    unduh = client.get(reverse("anggaran:wajib") + KUERI + "&unduh=csv")
    isi = b"".join(unduh.streaming_content).decode("utf-8-sig")
    baris = {b["Ketentuan"]: b for b in csv.DictReader(io.StringIO(isi), delimiter=";")}
    assert Decimal(baris["Belanja pegawai"]["Selisih ke batas"].replace(",", ".")) == Decimal("-700.35")
    assert baris["Alokasi dana desa"]["Persen"] == ""
    assert client.get(reverse("anggaran:wajib_ketentuan") + "?unduh=xlsx").content[:2] == b"PK"


def test_tapd_edits_the_dated_data_on_its_pages(client, hari):
    masuk(client, Peran.TAPD)
    alamat = reverse("anggaran:wajib_ketentuan_ubah", args=["pegawai"]) + KUERI
    assert "UU 1/2022 Ps 146" in client.get(alamat).content.decode()
    isi = {
        "nama": "Belanja pegawai", "arah": "maks", "persen": "27,5", "pembilang": "pegawai",
        "penyebut": "belanja", "dasar": "UU contoh", "catatan": "", "mulai_tahun": "2028", "urutan": "10",
    }  # fmt: skip
    keliru = client.post(alamat, isi | {"pembilang": "gaib"})
    assert keliru.status_code == 422
    assert "Komponen gaib tidak ada" in keliru.content.decode()
    assert client.post(alamat, isi).status_code == 302
    assert queries.get_ketentuan("pegawai", 2028).persen == Decimal("27.5")
    baru = reverse("anggaran:wajib_ketentuan_tambah") + KUERI
    assert client.post(baru, isi | {"kode": "Tidak Boleh"}).status_code == 422
    assert client.post(baru, isi | {"kode": "apip", "nama": "APIP"}).status_code == 302
    assert queries.get_ketentuan("apip", 2028).nama == "APIP"
    komponen = reverse("anggaran:wajib_komponen_ubah", args=["infrastruktur"]) + KUERI
    data = {
        "nama": "Infrastruktur", "cara": "rekening", "rekening": "5.2.03, 5.2.04; 5.2.05",
        "sub_kegiatan": "", "dasar": "Contoh", "mulai_tahun": "2027", "urutan": "40",
    }  # fmt: skip
    assert client.post(komponen, data | {"rekening": "lima dua"}).status_code == 422
    assert client.post(komponen, data).status_code == 302
    assert queries.get_komponen("infrastruktur", 2027).rekening == ["5.2.03", "5.2.04", "5.2.05"]
    angka = reverse("anggaran:wajib_nilai", args=["dau_dbh"]) + KUERI
    assert client.post(angka, {"nilai": "650.000.000", "dasar": ""}).status_code == 422
    assert client.post(angka, {"nilai": "650.000.000", "dasar": "Perpres"}).status_code == 302
    assert queries.nilai_komponen(TAHAP)["dau_dbh"].nilai == 650_000_000
    cabut = reverse("anggaran:wajib_ketentuan_cabut", args=["diklat"]) + KUERI
    assert client.post(cabut, {"mulai_tahun": "2027", "alasan": ""}).status_code == 422
    assert client.post(cabut, {"mulai_tahun": "2027", "alasan": "Pedoman berubah"}).status_code == 302
    assert "diklat" not in {k.kode for k in queries.ketentuan_tahun(2027)}


def test_an_operator_neither_reads_the_checks_nor_edits_them(client, hari):
    masuk(client, Peran.OPERATOR_OPD, opd=buat_opd())
    assert client.get(reverse("anggaran:wajib")).status_code == 403
    client.logout()
    masuk(client, Peran.SEKDA)
    assert client.get(reverse("anggaran:wajib_ketentuan")).status_code == 200
    assert client.post(reverse("anggaran:wajib_nilai", args=["alokasi_dana_desa"]), {}).status_code == 403
