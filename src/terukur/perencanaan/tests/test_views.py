"""Pages: what each reader sees, adds, downloads; other OPD look as if they did not exist."""

import datetime as dt
import io
import re
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.actions import beri_peran
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit, buat_wilayah
from terukur.perencanaan.actions.beku import bekukan_program_kerja
from terukur.perencanaan.actions.nomenklatur import pilih_versi_tahun
from terukur.perencanaan.actions.program import hapus_sub_kegiatan
from terukur.perencanaan.forms import FormulirSubKegiatan
from terukur.perencanaan.models import PrioritasDaerah, SubKegiatanRencana
from terukur.perencanaan.queries import versi_tahun
from terukur.perencanaan.tests.factories import (
    BARIS_LAMA,
    PADA,
    buat_pengajuan,
    buat_prioritas,
    buat_sub_kegiatan,
    buat_sumber_dana,
    buat_versi_nomenklatur,
)
from terukur.tenggat.choices import Tahapan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _waktu():
    with time_machine.travel(PADA, tick=True):
        yield


@pytest.fixture
def pengajuan():
    return buat_pengajuan()


@pytest.fixture
def operator(client, pengajuan):
    buat_versi_nomenklatur()
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd))
    return client


def url(nama, *args):
    return reverse(f"perencanaan:{nama}", args=args)


def test_empty_program_kerja_says_what_to_do(operator, pengajuan):
    html = operator.get(url("program_kerja", pengajuan.pk)).content.decode()
    assert "Belum ada sub kegiatan" in html
    assert "Kelengkapan program kerja 0 %" in html


def test_choosing_by_words_and_adding_without_script(operator, pengajuan):
    html = operator.get(url("program_kerja", pengajuan.pk), {"cari": "gizi"}).content.decode()
    pilih = re.search(r'name="pilih" value="([^"]+)"', html)[1]
    assert pilih.endswith(":1.02.02.2.02.0015")
    jawaban = operator.post(url("tambah", pengajuan.pk), {"pilih": pilih})
    baris = SubKegiatanRencana.objects.get(pengajuan=pengajuan)
    assert jawaban.status_code == 302
    assert str(baris.pk) in jawaban["Location"]
    html = operator.get(url("program_kerja", pengajuan.pk)).content.decode()
    assert "Target kosong" in html
    assert "PROGRAM PEMENUHAN UPAYA KESEHATAN" in html
    ulang = operator.post(url("tambah", pengajuan.pk), {"pilih": pilih}, follow=True)
    assert "sudah ada dalam program kerja ini" in ulang.content.decode()


def test_double_submit_adds_once(operator, pengajuan):
    n = versi_tahun(2027).daftar_nomenklatur.get(kode="1.02.02.2.02.0004")
    isi = {"pilih": f"{n.pk}:{n.kode}", "kunci_kirim": "0b6f4c1e-55a3-4f62-9d43-6a2d7b3b8f01"}
    for _ in range(2):
        assert operator.post(url("tambah", pengajuan.pk), isi).status_code == 302
    assert SubKegiatanRencana.objects.count() == 1


def test_removing_offers_to_bring_back(operator, pengajuan):
    baris = buat_sub_kegiatan(pengajuan)
    html = operator.post(url("hapus", baris.pk), follow=True).content.decode()
    assert "Baru dihapus" in html
    operator.post(url("pulihkan", baris.pk))
    baris.refresh_from_db()
    assert baris.dihapus_pada is None


def test_indicators_are_added_and_removed(operator, pengajuan):
    baris = buat_sub_kegiatan(pengajuan)
    salah = operator.post(url("tambah_indikator", baris.pk), {"nama": "", "satuan": "Persen"})
    assert salah.status_code == 422
    operator.post(
        url("tambah_indikator", baris.pk), {"nama": "Cakupan", "satuan": "Persen", "target": "87,5"}
    )
    ind = baris.daftar_indikator.get()
    assert ind.target == Decimal("87.5")
    operator.post(url("hapus_indikator", baris.pk, ind.pk))
    assert not baris.daftar_indikator.exists()


def test_another_opd_is_not_found(client, pengajuan):
    baris = buat_sub_kegiatan(pengajuan)
    dihapus = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    hapus_sub_kegiatan(sub_kegiatan_id=dihapus.pk, oleh=SISTEM, pada=PADA)
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd()))
    for nama in ("program_kerja", "kerja", "kertas_kerja", "lembar_sipd", "rekonsiliasi", "tahapan"):
        assert client.get(url(nama, pengajuan.pk)).status_code == 404, nama
    for nama in ("tambah", "salin", "rekonsiliasi"):
        assert client.post(url(nama, pengajuan.pk)).status_code == 404, nama
    for nama in ("hapus", "tambah_indikator"):
        assert client.post(url(nama, baris.pk)).status_code == 404, nama
    assert client.post(url("pulihkan", dihapus.pk)).status_code == 404
    assert client.post(url("hapus_indikator", baris.pk, 1)).status_code == 404
    assert pengajuan.opd.nama not in client.get(url("daftar")).content.decode()


def test_an_operator_of_a_unit_writes_only_its_rows(client, pengajuan):
    unit = buat_unit(pengajuan.opd)
    milik = buat_sub_kegiatan(pengajuan, unit=unit)
    lain = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, unit=unit))
    assert client.post(url("hapus", lain.pk)).status_code == 404
    assert client.post(url("hapus", milik.pk)).status_code == 302
    html = client.get(url("program_kerja", pengajuan.pk), {"cari": "spesimen"}).content.decode()
    assert "OPD (tanpa unit)" not in html


def test_a_reader_sees_why_he_cannot_add(client, pengajuan):
    buat_sub_kegiatan(pengajuan)
    client.force_login(buat_pengguna(Peran.AUDITOR))
    html = client.get(url("program_kerja", pengajuan.pk)).content.decode()
    assert "Hanya operator" in html
    assert client.post(url("tambah", pengajuan.pk), {"pilih": "1:x"}).status_code == 403


def test_list_filters_and_exports(operator, pengajuan):
    html = operator.get(url("daftar"), {"tahun": "2027", "kata": pengajuan.opd.nama[:8]}).content.decode()
    assert pengajuan.opd.nama in html
    assert "Belum ada program kerja" in operator.get(url("daftar"), {"tahun": "2031"}).content.decode()
    csv = b"".join(operator.get(url("daftar"), {"unduh": "csv"}).streaming_content).decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("OPD;Kode OPD;Tahun")
    buat_sub_kegiatan(pengajuan)
    xlsx = operator.get(url("program_kerja", pengajuan.pk), {"unduh": "xlsx"})
    lembar = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
    assert [c.value for c in lembar[2]][:6] == [
        "1.02.02.2.02.0004", "Pengelolaan Pelayanan Kesehatan Balita", pengajuan.opd.kode,
        pengajuan.opd.nama, "Jumlah Balita yang Dilayani", 120,
    ]  # fmt: skip


def test_queries_do_not_grow_with_rows(operator, pengajuan, django_assert_max_num_queries):
    buat_sub_kegiatan(pengajuan)
    operator.get(url("program_kerja", pengajuan.pk))
    with django_assert_max_num_queries(40) as satu:
        operator.get(url("program_kerja", pengajuan.pk))
    for kode in ("1.02.02.2.02.0015", "1.02.02.2.02.0053", "1.02.01.2.01.0001"):
        buat_sub_kegiatan(pengajuan, kode, lengkap=False)
    with django_assert_max_num_queries(len(satu)):
        operator.get(url("program_kerja", pengajuan.pk))


def test_nomenclature_pages(client, pengajuan):
    buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    baru = buat_versi_nomenklatur("Baru")
    client.force_login(buat_pengguna(Peran.PENYELENGGARA))
    html = client.get(url("nomenklatur"), {"kata": "balita", "tingkat": "sub_kegiatan"}).content.decode()
    assert "1.02.02.2.02.0004" in html
    assert "2.16.03.2.02.0037" not in html
    lama = baru.__class__.objects.get(nama="Lama")
    html = client.get(url("selisih"), {"lama": lama.pk, "baru": baru.pk}).content.decode()
    assert "Pindah kode 1" in html
    assert "1.02.02.2.02.0053" in html
    assert client.get(url("selisih"), {"lama": baru.pk, "baru": baru.pk}).status_code == 200
    jawaban = client.post(url("versi"), {"tahun": "2028", "versi": lama.pk})
    assert jawaban.status_code == 302
    assert versi_tahun(2028) == lama
    xlsx = client.get(url("nomenklatur"), {"unduh": "xlsx", "versi": baru.pk})
    assert openpyxl.load_workbook(io.BytesIO(xlsx.content)).active.max_row == 18


def test_choosing_the_version_is_not_for_operators(operator, pengajuan):
    versi = versi_tahun(2027)
    assert operator.post(url("versi"), {"tahun": "2028", "versi": versi.pk}).status_code in (403, 409)
    assert operator.get(url("tambah_prioritas")).status_code == 403


def test_priorities_are_kept_on_their_page(client):
    client.force_login(buat_pengguna(Peran.PENYELENGGARA))
    isi = {"nama": "Kesehatan", "urutan": "1", "berlaku_sejak": "2026-01-01"}
    assert client.post(url("tambah_prioritas"), isi).status_code == 302
    p = PrioritasDaerah.objects.get()
    assert client.post(url("tambah_prioritas"), isi).status_code == 422
    isi["berlaku_sampai"] = "2026-12-31"
    assert client.post(url("ubah_prioritas", p.pk), isi).status_code == 302
    assert "31 Desember 2026" in client.get(url("prioritas")).content.decode()


def test_priorities_of_a_day(client):
    client.force_login(buat_pengguna(Peran.PENYELENGGARA))
    for nama, sampai in (("Kesehatan", "2026-12-31"), ("Pertanian", "")):
        isi = {"nama": nama, "urutan": "1", "berlaku_sejak": "2026-01-01", "berlaku_sampai": sampai}
        assert client.post(url("tambah_prioritas"), isi).status_code == 302

    def ada(**kueri):
        html = client.get(url("prioritas"), kueri).content.decode()
        return [n for n in ("Kesehatan", "Pertanian") if f'<th scope="row">{n}' in html]

    assert ada() == ["Kesehatan", "Pertanian"]
    assert ada(per="2027-01-01") == ["Pertanian"]
    assert ada(per="2025-12-31") == []
    csv = b"".join(client.get(url("prioritas"), {"per": "2027-01-01", "unduh": "csv"}).streaming_content)
    assert (b"Pertanian" in csv, b"Kesehatan" in csv) == (True, False)


def test_versions_as_they_were_known(client):
    penyelenggara = buat_pengguna(Peran.PENYELENGGARA)
    client.force_login(penyelenggara)
    lama, baru = (buat_versi_nomenklatur(n) for n in ("Versi dahulu", "Versi kemudian"))
    kapan = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
    for versi, saat in ((lama, kapan), (baru, kapan + dt.timedelta(days=2))):
        pilih_versi_tahun(tahun=2031, versi=versi, oleh=penyelenggara.pelaku(), pada=saat)

    def dipakai(**kueri):
        html = client.get(url("versi"), kueri).content.decode()
        return html.partition("<dt>2031</dt><dd>")[2].partition("</dd>")[0]

    assert dipakai() == "Versi kemudian"
    assert dipakai(diketahui="2026-11-21T10:00") == lama.nama
    assert dipakai(diketahui="2026-11-19T10:00") == ""


def test_places_are_suggested(operator):
    kec = buat_wilayah("99.01.01", "Tanjung Ikat", tingkat="kecamatan")
    buat_wilayah("99.01.01.2001", "Watu Ikat", induk=kec)
    html = operator.get(url("cari_wilayah"), {"lokasi_tambah": "Lain; watu"}).content.decode()
    assert 'value="Lain; Watu Ikat, Tanjung Ikat"' in html


def test_copy_page_tells_before_it_copies(operator, pengajuan):
    lalu = buat_pengajuan(pengajuan.opd, tahun=2026)
    buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    buat_sub_kegiatan(lalu, "1.02.02.2.02.0028")
    html = operator.get(url("kerja", pengajuan.pk), {"sumber": lalu.pk}).content.decode()
    assert "1 akan disalin, 1 berpindah kode" in html
    operator.post(url("salin", pengajuan.pk), {"sumber": lalu.pk})
    assert SubKegiatanRencana.objects.get(pengajuan=pengajuan).kode == "1.02.02.2.02.0053"
    html = operator.post(url("salin", pengajuan.pk), {"sumber": ""}, follow=True).content.decode()
    assert "Pilih program kerja tahun sebelumnya" in html


def test_kertas_kerja_is_prefilled_and_locked(operator, pengajuan):
    buat_sumber_dana()
    buat_prioritas()
    buat_sub_kegiatan(pengajuan, target=Decimal("120.5"))
    buku = openpyxl.load_workbook(io.BytesIO(operator.get(url("kertas_kerja", pengajuan.pk)).content))
    lembar = buku["Program kerja"]
    kepala = [c.value for c in lembar[5]]
    isi = dict(zip(kepala, lembar[6], strict=True))
    assert isi["Kode Sub Kegiatan"].value == "1.02.02.2.02.0004"
    assert isi["Target Keluaran"].value == 120.5
    assert lembar.protection.sheet
    assert isi["Kode Sub Kegiatan"].protection.locked
    assert not isi["Target Keluaran"].protection.locked
    assert buku["Daftar"].sheet_state == "hidden"
    assert len(lembar.data_validations.dataValidation) >= 7


def test_copy_sheet_follows_the_order_of_sipd(operator, pengajuan):
    buat_sub_kegiatan(pengajuan)
    csv = b"".join(operator.get(url("lembar_sipd", pengajuan.pk), {"unduh": "csv"}).streaming_content)
    kepala, baris = csv.decode("utf-8-sig").splitlines()[:2]
    assert kepala.startswith("Kode SKPD;Nama SKPD;Kode Sub SKPD;Nama Sub SKPD;Kode Urusan")
    assert "1.02.02.2.02;Penyediaan Layanan Kesehatan;1.02.02.2.02.0004" in baris
    assert "Indikator Keluaran" in operator.get(url("lembar_sipd", pengajuan.pk)).content.decode()


def test_stages_side_by_side(operator, pengajuan):
    lain = buat_pengajuan(pengajuan.opd, tahapan=Tahapan.RKA)
    buat_sub_kegiatan(pengajuan)
    buat_sub_kegiatan(lain, target=Decimal(99))
    html = operator.get(url("tahapan", pengajuan.pk), {"pembanding": lain.pk}).content.decode()
    assert "Selisih 1 isian" in html
    sama = operator.get(url("tahapan", lain.pk), {"pembanding": pengajuan.pk, "unduh": "csv"})
    assert b"99" in b"".join(sama.streaming_content)


def test_official_rows_as_known_at_an_instant(operator, pengajuan):
    baris = buat_sub_kegiatan(pengajuan)
    assert "Belum ada isi resmi" in operator.get(url("resmi", pengajuan.pk)).content.decode()
    bekukan_program_kerja(pengajuan, pada=PADA)
    hapus_sub_kegiatan(sub_kegiatan_id=baris.pk, oleh=SISTEM, pada=PADA)
    html = operator.get(url("resmi", pengajuan.pk)).content.decode()
    assert "Jumlah Balita yang Dilayani" in html
    lalu = operator.get(url("resmi", pengajuan.pk), {"diketahui": "2026-11-17T08:00"}).content.decode()
    assert "Belum ada isi resmi" in lalu
    csv = b"".join(operator.get(url("resmi", pengajuan.pk), {"unduh": "csv"}).streaming_content)
    assert csv.decode("utf-8-sig").startswith("Kode;Nama;Unit;Indikator;Satuan")


def test_fields_that_must_be_filled_later_may_be_saved_empty(pengajuan):
    baris = buat_sub_kegiatan(pengajuan)
    penuh = FormulirSubKegiatan({"versi": "1", "penuh": "1"}, pengajuan=pengajuan, baris=baris)
    assert penuh.is_valid()
    assert penuh.isi()["target"] is None
    assert penuh.isi()["lokasi"] == []
    satu = FormulirSubKegiatan({"versi": "1", "target": "1.250,5"}, pengajuan=pengajuan, baris=baris)
    assert satu.is_valid()
    assert satu.isi() == {"target": Decimal("1250.5")}
    salah = FormulirSubKegiatan({"versi": "1", "target": "banyak"}, pengajuan=pengajuan, baris=baris)
    assert "bukan angka" in salah.errors["target"][0]


def test_places_are_added_by_name_and_doubt_is_asked_back(pengajuan):
    kec = buat_wilayah("99.01.01", "Tanjung Ikat", tingkat="kecamatan")
    lain = buat_wilayah("99.01.02", "Watu Ikat", tingkat="kecamatan")
    desa = buat_wilayah("99.01.01.2001", "Watu Ikat", induk=kec)
    baris = buat_sub_kegiatan(pengajuan, lokasi=[kec])

    def kirim(teks, **lebih):
        isi = {"versi": "1", "lokasi_tambah": teks, **lebih}
        return FormulirSubKegiatan(isi, pengajuan=pengajuan, baris=baris)

    formulir = kirim("Desa Watu Ikat, Tanjung Ikat; 99.01.02")
    assert formulir.is_valid()
    assert formulir.isi() == {"lokasi": [kec, desa, lain]}
    ragu = kirim("Watu Ikat")
    assert "Tulis dengan kecamatannya" in ragu.errors["lokasi_tambah"][0]
    assert "tidak ada dalam daftar" in kirim("Atlantis").errors["lokasi_tambah"][0]
    ganti = kirim("", penuh="1", lokasi=[str(desa.pk)])
    assert ganti.is_valid()
    assert ganti.isi()["lokasi"] == [desa]


def test_who_reads_every_opd_writes_only_his_own(client, pengajuan):
    """A verifikator who is also operator of one OPD, and an operator of one unit."""
    versi = buat_versi_nomenklatur()
    baris = versi.daftar_nomenklatur.filter(tingkat="sub_kegiatan").first()
    lalu = buat_pengajuan(pengajuan.opd, tahun=2026)
    asing = buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd())
    beri_peran(
        pengguna=asing, peran=Peran.VERIFIKATOR, opd=None, unit=None, syarat=(), sejak=PADA.date(),
        akses=None, oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    client.force_login(asing)
    assert client.get(url("program_kerja", pengajuan.pk)).status_code == 200
    isi = {"pilih": f"{baris.pk}:{baris.kode}", "unit": ""}
    assert client.post(url("tambah", pengajuan.pk), isi).status_code == 403
    assert client.post(url("salin", pengajuan.pk), {"sumber": lalu.pk}).status_code == 403
    unit = buat_unit(pengajuan.opd)
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd, unit=unit))
    assert client.post(url("salin", pengajuan.pk), {"sumber": lalu.pk}).status_code == 403
    assert not SubKegiatanRencana.objects.filter(pengajuan=pengajuan).exists()
