"""The operator's page: everything in sight, errors at their field, nothing lost, nothing silent."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran import queries
from terukur.anggaran.forms import FormulirKebutuhan
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.tests.factories import (
    DAU,
    buat_kebutuhan,
    buat_pagu,
    isian,
    semua_kebutuhan,
    sumber,
    tolak_di_atas_pagu,
)
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.tests.factories import (
    PADA,
    TUTUP,
    buat_pengajuan,
    buat_rekening,
    buat_sub_kegiatan,
)
from terukur.tenggat.models import CatatanPemeriksaan

pytestmark = pytest.mark.django_db
GIZI = "1.02.02.2.02.0015"


@pytest.fixture(autouse=True)
def hari():
    with time_machine.travel(PADA + dt.timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def pengajuan():
    opd = buat_opd("Dinas Kesehatan Contoh", kode="1.02.0.00.0.00.01.0000")
    return buat_pengajuan(opd, syarat=(("program_kerja", True), ("kebutuhan_anggaran", True)))


@pytest.fixture
def operator(client, pengajuan):
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd))
    return client


def baca(client, pengajuan, sub=None, **query):
    return client.get(reverse("anggaran:isi", args=[pengajuan.pk]), {"sub": sub.pk if sub else "", **query})


def kiriman(sub, **ganti):
    """What the form of ``sub`` sends, with changes."""
    lama = list(Kebutuhan.objects.filter(sub_kegiatan_rencana=sub).order_by("pk"))
    sub.refresh_from_db()
    return {
        "versi": sub.versi,
        "penuh": "1",
        "target": "120",
        "target_maju": "130",
        "pagu_maju": "1.500.000",
        "lokasi_uraian": "Semua kecamatan",
        "kelompok_sasaran": "balita 0-59 bulan",
        "sidik": queries.sidik_kebutuhan(lama),
        "jumlah_baris": "2",
        "jumlah_0": "1.000",
        "sumber_0": str(sumber()),
    } | ganti


def simpan(client, sub, **ganti):
    return client.post(reverse("anggaran:simpan", args=[sub.pk]), kiriman(sub, **ganti))


def test_time_completeness_and_room_are_in_sight_with_the_stage(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    buat_sub_kegiatan(pengajuan, GIZI, lengkap=False)
    buat_pagu(pengajuan.opd, "61400000000")
    buat_kebutuhan(sub, isian("59872500000"))
    teks = baca(operator, pengajuan, sub).content.decode()
    for harap in (
        "Sisa waktu",
        "hal belum lengkap",
        "Rp 61.400.000.000",
        "Sudah diusulkan Rp 59.872.500.000",
        "Sisa Rp 1.527.500.000",
        "Rancangan Awal Renja 2027",
        "Pengelolaan Pelayanan Kesehatan Balita",
        "Jumlah Balita yang Dilayani",
        "Sisa pagu setelah baris ini: Rp 1.527.500.000",
    ):
        assert harap in teks, harap
    assert 'aria-disabled="true"' in teks  # Ajukan, with its reason beside it
    assert re.search(r"\d+ hal belum lengkap</small>", teks)


def test_a_whole_sub_kegiatan_is_saved_at_once(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan, lengkap=False)
    buat_pagu(pengajuan.opd, 5000)
    balas = simpan(operator, sub, target="1.250", jumlah_1="2.000,50", sumber_1=DAU.replace("01", "02"))
    assert balas.status_code == 422  # no ceiling for the second source
    assert "Belum ada pagu" in balas.content.decode()
    balas = simpan(operator, sub, target="1.250", jumlah_0="3.000,50")
    assert balas.status_code == 302
    sub.refresh_from_db()
    assert sub.target == 1250
    assert semua_kebutuhan(pengajuan.pk) == [(DAU, Decimal("3000.50"), False)]


def test_excess_stands_at_its_field_offers_the_proposal_and_keeps_what_was_typed(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    buat_pagu(pengajuan.opd, 1000)
    balas = simpan(operator, sub, jumlah_0="1.250,25", kelompok_sasaran="ibu hamil")
    teks = balas.content.decode()
    assert balas.status_code == 422
    assert "melebihi pagu" in teks
    di_isian = teks.split('name="jumlah_0"')[1].split("Sumber dana")[0]
    assert "melebihi pagu" in di_isian
    assert "Sisa pagu setelah baris ini" not in di_isian
    assert "sebesar Rp 250,25" in teks
    assert 'name="usulkan_0"' in teks
    assert 'value="1.250,25"' in teks
    assert "ibu hamil" in teks
    assert not Kebutuhan.objects.exists()
    balas = simpan(operator, sub, jumlah_0="1.250,25", usulkan_0="on", alasan_0="Tambahan kader")
    assert balas.status_code == 302
    assert semua_kebutuhan(pengajuan.pk) == [(DAU, 1000, False), (DAU, Decimal("250.25"), True)]
    halaman = baca(operator, pengajuan, sub).content.decode()
    assert "Tambahan kader" in halaman
    usulan = operator.get(reverse("anggaran:usulan") + "?tahun=2027&tahapan=rancangan_awal_renja")
    assert "Tambahan kader" in usulan.content.decode()


def test_where_tapd_refuses_there_is_no_way_around(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    buat_pagu(pengajuan.opd, 1000)
    tolak_di_atas_pagu()
    balas = simpan(operator, sub, jumlah_0="1.001", usulkan_0="on", alasan_0="perlu")
    assert balas.status_code == 422
    assert "minta TAPD mengubah pagu" in balas.content.decode()


@pytest.mark.parametrize(
    ("ganti", "pesan"),
    [
        ({"jumlah_0": "seribu"}, "bukan angka"),
        ({"sumber_0": "dana gaib"}, "Sumber dana tidak dikenal"),
        ({"rekening_0": "5.1.99"}, "Rekening tidak dikenal"),
        ({"target": "banyak"}, "bukan angka"),
        ({"jumlah_1": "5", "sumber_1": "1.2.01"}, "baris lain"),
    ],
)
def test_wrong_entries_are_said_at_their_field(operator, pengajuan, ganti, pesan):
    sub = buat_sub_kegiatan(pengajuan)
    balas = simpan(operator, sub, **ganti)
    assert balas.status_code == 422
    assert pesan in balas.content.decode()
    assert not Kebutuhan.objects.exists()


def test_rows_by_account_and_one_more_row_without_scripts(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    buat_rekening()
    balas = simpan(operator, sub, rekening_0="5.1.02.01.01.0024", uraian_0="ATK", tambah="1")
    assert balas.status_code == 302
    halaman = operator.get(balas["Location"]).content.decode()
    assert 'name="jumlah_4"' in halaman
    assert 'value="5.1.02.01.01.0024"' in halaman
    assert Kebutuhan.objects.get().rekening.kode == "5.1.02.01.01.0024"


def test_a_note_leads_to_its_row(operator, pengajuan):
    buat_sub_kegiatan(pengajuan)
    kedua = buat_sub_kegiatan(pengajuan, GIZI)
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    kunci = f"{kedua.kunci} | 1.1.01"
    simpan_kedua = reverse("anggaran:simpan", args=[kedua.pk])
    assert simpan_kedua in operator.get(isi, {"baris": kunci}).content.decode()
    assert simpan_kedua not in operator.get(isi, {"baris": "9.99"}).content.decode()
    program = reverse("perencanaan:program_kerja", args=[pengajuan.pk])
    balas = operator.get(program, {"baris": kedua.kunci})
    assert balas["Location"] == reverse("anggaran:sub", args=[kedua.pk])
    assert operator.get(program, {"baris": "9.99"}).status_code == 200


def test_accounts_are_suggested_by_code_or_word(operator):
    buat_rekening()
    for kata in ("5.1.02.01", "alat tulis"):
        html = operator.get(reverse("anggaran:cari_rekening"), {"rekening_0": kata}).content.decode()
        assert 'value="5.1.02.01.01.0024"' in html
    for kata in ("", "tidak ada yang begini"):
        html = operator.get(reverse("anggaran:cari_rekening"), {"rekening_0": kata}).content.decode()
        assert "<option" not in html


def test_a_stale_form_shows_both_and_stores_neither(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    isi = kiriman(sub)
    buat_kebutuhan(sub, isian(77))
    balas = operator.post(reverse("anggaran:simpan", args=[sub.pk]), isi)
    teks = balas.content.decode()
    assert balas.status_code == 409
    assert "Rp 77" in teks
    assert 'value="1.000"' in teks
    assert semua_kebutuhan(pengajuan.pk) == [(DAU, 77, False)]
    # Sent again from that page, after comparing, it is stored.
    sidik = re.search(r'name="sidik" value="(\w+)"', teks)
    assert sidik
    assert (
        operator.post(reverse("anggaran:simpan", args=[sub.pk]), isi | {"sidik": sidik[1]}).status_code == 302
    )
    assert semua_kebutuhan(pengajuan.pk) == [(DAU, 1000, False)]


def test_the_tree_is_searched_by_code_and_by_words(operator, pengajuan):
    buat_sub_kegiatan(pengajuan)
    buat_sub_kegiatan(pengajuan, GIZI)
    for kata in ("gizi", GIZI):
        teks = baca(operator, pengajuan, cari=kata).content.decode()
        daftar = teks[teks.index('id="daftar-pohon"') : teks.index("</nav>", teks.index('id="daftar-pohon"'))]
        assert GIZI in daftar
        assert "1.02.02.2.02.0004" not in daftar
    assert "Tidak ada yang cocok" in baca(operator, pengajuan, cari="antariksa").content.decode()


def test_links_lead_to_the_field(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    teks = baca(operator, pengajuan).content.decode()
    tautan = f"{reverse('anggaran:isi', args=[pengajuan.pk])}?sub={sub.pk}#id_jumlah_0"
    assert tautan in teks
    assert 'id="id_jumlah_0"' in teks


def test_an_empty_submission_says_how_to_begin(operator, pengajuan):
    assert "Belum ada sub kegiatan" in baca(operator, pengajuan).content.decode()


def test_after_closing_it_is_read_only_and_says_why(client, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    operator = client
    with time_machine.travel(TUTUP + dt.timedelta(days=1), tick=False):
        client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd))
        teks = baca(operator, pengajuan, sub).content.decode()
        assert "sudah ditutup" in teks
        assert "<fieldset disabled" in teks or " disabled>" in teks
        balas = simpan(operator, sub)
    assert balas.status_code == 422
    assert not Kebutuhan.objects.exists()


def test_readers_and_other_units_only_read(client, pengajuan):
    unit, lain = buat_unit(pengajuan.opd), buat_unit(pengajuan.opd)
    sub = buat_sub_kegiatan(pengajuan, unit=unit)
    client.force_login(buat_pengguna(Peran.KEPALA_OPD, opd=pengajuan.opd))
    assert "hanya dapat membaca" in baca(client, pengajuan, sub).content.decode()
    assert simpan(client, sub).status_code == 403
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd, unit=lain))
    assert "milik unit lain" in baca(client, pengajuan, sub).content.decode()
    assert simpan(client, sub).status_code == 404
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd()))
    assert baca(client, pengajuan, sub).status_code == 404
    assert client.get(reverse("anggaran:sub", args=[sub.pk])).status_code == 404


def test_queries_do_not_grow_with_sub_kegiatan(operator, pengajuan):
    sub = buat_sub_kegiatan(pengajuan)
    buat_kebutuhan(sub, isian(1))

    def hitung():
        with CaptureQueriesContext(connection) as kueri:
            baca(operator, pengajuan, sub)
        return len(kueri)

    satu = hitung()
    for n, kode in enumerate(("1.02.02.2.02.0053", GIZI, "1.02.01.2.01.0001")):
        buat_kebutuhan(buat_sub_kegiatan(pengajuan, kode, unit=buat_unit(pengajuan.opd)), isian(n))
    assert hitung() <= satu + 1  # names of units


def test_a_row_that_an_import_booked_above_the_last_level_can_be_saved_again():
    atas = next(r for r in buat_rekening() if not r.daun)
    lama = [Kebutuhan(rekening=atas, jumlah=Decimal(5))]
    data = {"sidik": "", "jumlah_0": "7", "sumber_0": "", "rekening_0": atas.kode}
    assert FormulirKebutuhan(data, banyak=1, lama=lama, sidik="").is_valid()
    assert not FormulirKebutuhan(data, banyak=1, lama=[], sidik="").is_valid()


def test_catatan_verifikator_berdiri_pada_barisnya(operator, pengajuan):
    """Who follows the link from the landing page reads there what is to be corrected."""
    sub = buat_sub_kegiatan(pengajuan, kode=GIZI)
    lain = buat_sub_kegiatan(pengajuan)
    CatatanPemeriksaan.objects.create(
        pengajuan=pengajuan, syarat=pengajuan.jendela.daftar_syarat.get(kode="program_kerja"), baris=sub.kode,
        label_baris=f"{sub.kode} {sub.nama}", kolom="kelompok_sasaran", isi="Sebutkan jumlah balita.",
        versi=1, dibuat_pada=PADA, dibuat_oleh="v", dibuat_nama="Verifikator",
    )  # fmt: skip
    isi = baca(operator, pengajuan, sub).content.decode()
    assert "<b>Kelompok sasaran:</b> Sebutkan jumlah balita." in isi
    assert "Sebutkan jumlah balita" not in baca(operator, pengajuan, lain).content.decode()
