"""A lesson from its record to its adoption, and who may do and read what."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, Bentrok
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.actions import gabung_opd, pecah_opd
from terukur.organisasi.actions.penataan import BagianBaru
from terukur.organisasi.jobs import segarkan_potret_berkala
from terukur.organisasi.tests.factories import buat_opd, buat_unit
from terukur.pesan.models import Pesan
from terukur.studi import actions, queries
from terukur.studi.choices import StatusStudi
from terukur.studi.models import StudiBanding
from terukur.studi.rules import hari_lewat
from terukur.studi.tests.factories import HARI, SEKARANG, buat_orang, buat_studi, isi_studi
from terukur.tenggat.tests.factories import berkas_terkirim

pytestmark = pytest.mark.django_db
S = StatusStudi


@pytest.fixture
def opd():
    return buat_opd()


@pytest.fixture
def operator(opd):
    return buat_orang(Peran.OPERATOR_OPD, opd=opd)


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


def nyatakan(nama, s, oleh, hasil="Loket bersama dibuka 1 Desember.", pada=SEKARANG):
    return getattr(actions, nama)(studi_id=s.pk, hasil=hasil, pengguna=oleh, oleh=oleh.pelaku(), pada=pada)


def test_recorded_adopted_opened_again_and_refused_all_on_record(opd, operator):
    s = buat_studi(opd)
    assert (s.status, s.putus_pada) == (S.RENCANA, None)
    assert Pesan.objects.filter(judul__startswith="Studi banding untuk diadopsi").count() == 1
    nyatakan("adopsi", s, operator)
    s.refresh_from_db()
    assert (s.status, s.putus_nama, s.hasil) == (
        S.DIADOPSI,
        operator.nama,
        "Loket bersama dibuka 1 Desember.",
    )
    with pytest.raises(AlurMenolak):
        nyatakan("tidak_adopsi", s, operator)
    nyatakan("buka_kembali", s, operator, "Baru uji coba.")
    nyatakan("tidak_adopsi", s, operator, "Tidak ada loket bersama di kecamatan.")
    s.refresh_from_db()
    assert s.status == S.TIDAK_DIADOPSI
    catatan = Catatan.objects.filter(objek="studi_banding", objek_id=str(s.pk)).order_by("nomor")
    assert [(c.peristiwa.split(".")[1], c.isi.get("alasan") or c.isi.get("hasil")) for c in catatan] == [
        ("catat", None), ("adopsi", "Loket bersama dibuka 1 Desember."), ("buka_kembali", "Baru uji coba."),
        ("tidak_adopsi", "Tidak ada loket bersama di kecamatan."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ganti", "kolom"),
    [
        ({"pokok": " "}, "pokok"),
        ({"pelajaran": ""}, "pelajaran"),
        ({"tanggal": dt.date(2026, 11, 19)}, "tanggal"),
        ({"tanggal_tenggat": dt.date(2026, 11, 17)}, "tanggal_tenggat"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_at_its_field(opd, ganti, kolom):
    with pytest.raises(AturanDilanggar) as tolak:
        buat_studi(opd, **ganti)
    assert kolom in tolak.value.kolom
    assert not StudiBanding.objects.exists()


def test_nothing_is_declared_without_a_word_and_not_by_a_unit_operator(opd, operator):
    s = buat_studi(opd)
    with pytest.raises(AturanDilanggar, match="hasil atau alasan"):
        nyatakan("adopsi", s, operator, " ")
    unit = buat_orang(Peran.OPERATOR_OPD, opd=opd, unit=buat_unit(opd))
    with pytest.raises(AlurMenolak, match="operator unit"):
        nyatakan("adopsi", s, unit)
    with pytest.raises(AturanDilanggar, match="operator unit"):
        buat_studi(opd, oleh=unit)


def test_a_change_keeps_its_version_and_another_deadline_its_reason(opd, operator):
    s = buat_studi(opd)

    def ubah(versi, alasan="", **ganti):
        return actions.ubah_studi(
            studi_id=s.pk, versi=versi, alasan=alasan, isi=isi_studi(opd, **ganti), pengguna=operator,
            oleh=operator.pelaku(), pada=SEKARANG,
        )  # fmt: skip

    assert ubah(1, pelajaran="Satu loket, satu hari.").versi == 2
    with pytest.raises(Bentrok):
        ubah(1)
    mundur = s.tanggal_tenggat + 10 * HARI
    with pytest.raises(AturanDilanggar, match="alasan"):
        ubah(2, tanggal_tenggat=mundur)
    assert ubah(2, "Menunggu perbup", tanggal_tenggat=mundur).tanggal_tenggat == mundur
    catatan = Catatan.objects.filter(peristiwa="studi_banding.ubah").order_by("nomor")
    assert [c.isi["alasan"] for c in catatan] == ["", "Menunggu perbup"]
    nyatakan("adopsi", s, operator)
    with pytest.raises(AlurMenolak):
        ubah(4)


def test_the_database_refuses_a_verdict_without_who_when_and_why(opd):
    s = buat_studi(opd)
    for isi in (
        {"status": S.DIADOPSI}, {"status": S.DIADOPSI, "putus_pada": SEKARANG, "putus_oleh": "x"},
        {"hasil": "sudah"}, {"pokok": ""}, {"tanggal_tenggat": s.tanggal - HARI},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            StudiBanding.objects.filter(pk=s.pk).update(**isi)


def test_reminded_once_when_near_and_once_when_past(opd, operator):
    s = buat_studi(opd)
    akhir = SEKARANG + 30 * HARI

    def ingatkan(pada):
        daftar = queries.perlu_diingatkan(hari=pada.date())
        return [actions.ingatkan(x, pada=pada) for x in daftar]

    assert ingatkan(SEKARANG) == []
    assert ingatkan(akhir - 7 * HARI) == [True]
    assert ingatkan(akhir - 6 * HARI) == [False]
    assert ingatkan(akhir + HARI) == [True]
    assert ingatkan(akhir + 9 * HARI) == [False]
    nyatakan("adopsi", s, operator, pada=akhir)
    assert ingatkan(akhir + 9 * HARI) == []
    assert hari_lewat(S.RENCANA, dt.date(2026, 12, 18), hari=dt.date(2026, 12, 20)) == 2
    assert hari_lewat(S.DIADOPSI, dt.date(2026, 12, 18), hari=dt.date(2026, 12, 20)) == 0


def test_the_operator_records_with_a_file_and_everybody_inside_reads_it(opd, operator):
    with time_machine.travel(SEKARANG, tick=False):
        klien = masuk(operator)
        isian = {
            "pokok": "Antrean puskesmas", "pembanding": "Kota Contoh", "tanggal": "2026-11-10",
            "opd": str(opd.pk), "tanggal_tenggat": "2026-12-20", "pelajaran": "Nomor antrean dari rumah.",
            "versi": "0", "kunci_kirim": "6d1c7cc1-0bb4-4d4f-9f6f-6d3b9b6d4a11",
        }  # fmt: skip
        baru = reverse("studi:baru")
        assert klien.post(baru, isian | {"opd": str(buat_opd().pk)}).status_code == 422, "another's OPD"
        jawaban = klien.post(baru, isian | {"berkas": berkas_terkirim("laporan.pdf")})
        assert jawaban.status_code == 302, jawaban.content.decode()[:2000]
        s = StudiBanding.objects.get()
        assert s.berkas is not None
        assert s.berkas.nama == "laporan.pdf"
        pegawai = masuk(buat_orang(Peran.AUDITOR))
        halaman = pegawai.get(reverse("studi:studi", args=[s.pk])).content.decode()
        assert "Nomor antrean dari rumah." in halaman
        assert "Nyatakan diadopsi" not in halaman
        unduh = pegawai.get(reverse("berkas:unduh", args=[Berkas.objects.get().pk]))
        assert b"".join(unduh.streaming_content).startswith(b"%PDF")
        ubah = reverse("studi:ubah", args=[s.pk])
        lain = isian | {"pelajaran": "Nomor antrean.", "versi": "9", "kunci_kirim": str(uuid.uuid4())}
        bentrok = klien.post(ubah, lain)
        assert bentrok.status_code == 409
        assert "baru saja diubah orang lain" in bentrok.content.decode()
        assert klien.post(ubah, lain | {"versi": "1", "kunci_kirim": str(uuid.uuid4())}).status_code == 302
        alamat = reverse("studi:nyatakan", args=[s.pk, "tidak_adopsi"])
        assert klien.post(alamat, {"hasil": ""}).status_code == 422
        kunci = {"kunci_kirim": "6d1c7cc1-0bb4-4d4f-9f6f-6d3b9b6d4a12"}
        assert klien.post(alamat, {"hasil": "Belum ada jaringan."} | kunci).status_code == 302
        assert "Belum ada jaringan." in pegawai.get(reverse("studi:studi", args=[s.pk])).content.decode()
        assert klien.get(alamat.replace("tidak_adopsi", "lain")).status_code == 404


def test_the_list_puts_what_waits_first_filters_sorts_and_downloads(opd, operator):
    lama = buat_studi(opd, pokok="Sudah lewat", pada=SEKARANG - 60 * HARI)
    buat_studi(opd, pokok="Masih lama")
    selesai = buat_studi(opd, pokok="Sudah selesai", pada=SEKARANG - 90 * HARI)
    nyatakan("adopsi", selesai, operator)
    with time_machine.travel(SEKARANG, tick=False):
        klien, alamat = masuk(operator), reverse("studi:daftar")
        halaman = klien.get(alamat).content.decode()
        tempat = [halaman.index(n) for n in ("Sudah lewat", "Masih lama", "Sudah selesai")]
        assert tempat == sorted(tempat)
        assert "Lewat 30 hari" in halaman
        lewat = klien.get(alamat, {"lewat": "on"}).content.decode()
        assert lama.pokok in lewat
        assert "Masih lama" not in lewat
        assert "Masih lama" not in klien.get(alamat, {"status": "diadopsi"}).content.decode()
        turun = klien.get(alamat, {"urut": "-pokok"}).content.decode()
        assert turun.index("Sudah selesai") < turun.index("Masih lama")
        csv = b"".join(klien.get(alamat, {"unduh": "csv"}).streaming_content).decode()
        assert csv.count("Kabupaten Contoh Lain") == 3
        with CaptureQueriesContext(connection) as tiga:
            klien.get(alamat)
        for _ in range(4):
            buat_studi(opd)
        with CaptureQueriesContext(connection) as tujuh:
            klien.get(alamat)
        assert len(tujuh) == len(tiga)


def test_what_an_opd_that_ended_was_to_adopt_passes_to_its_single_successor(opd):
    satu, dua = buat_opd(), buat_opd()
    s, sudah, lain = buat_studi(opd), buat_studi(opd), buat_studi(satu)
    orang = buat_orang(Peran.PENYELENGGARA)
    actions.adopsi(
        studi_id=sudah.pk, hasil="Loket dibuka.", pengguna=orang, oleh=orang.pelaku(), pada=SEKARANG
    )
    tanggal = SEKARANG.date() + 5 * HARI
    baru = gabung_opd(
        pendahulu=[opd, dua], tanggal=tanggal, dasar="Perda 4/2026 (contoh)", oleh=SISTEM, pada=SEKARANG,
        baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan Contoh", "Dinas Gabungan", "dinas"),
    )  # fmt: skip
    actions.teruskan_studi_sisa(pada=SEKARANG + 4 * HARI)
    assert queries.semua_studi().get(pk=s.pk).opd == opd, "its last day"
    actions.teruskan_studi_sisa(pada=SEKARANG + 5 * HARI)
    actions.teruskan_studi_sisa(pada=SEKARANG + 6 * HARI)
    s = queries.semua_studi().get(pk=s.pk)
    assert (s.opd, s.asal, s.versi) == (baru, opd, 2)
    assert s.tanggal_tenggat == tanggal + 30 * HARI, "the days that were given at first"
    muat = queries.semua_studi().filter(pk=s.pk)
    [kini], [dahulu] = (queries.studi_saat(muat.all(), SEKARANG + n * HARI) for n in (5, 4))
    assert (kini.opd, kini.asal, kini.tanggal_tenggat) == (baru, opd, s.tanggal_tenggat)
    assert (dahulu.opd, dahulu.asal) == (opd, None)
    assert dahulu.tanggal_tenggat < s.tanggal_tenggat
    assert queries.semua_studi().get(pk=sudah.pk).opd == opd
    assert queries.semua_studi().get(pk=lain.pk).asal is None
    assert Catatan.objects.filter(peristiwa="studi_banding.alih").count() == 1
    halaman = masuk(orang).get(reverse("studi:studi", args=[s.pk])).content.decode()
    assert f"Semula diadopsi {opd.nama}" in halaman


def test_of_several_successors_the_planning_office_names_one(opd):
    s = buat_studi(opd)
    a, _ = pecah_opd(
        pendahulu=opd, tanggal=SEKARANG.date() + 5 * HARI, dasar="Perda 5/2026", oleh=SISTEM, pada=SEKARANG,
        baru=[
            BagianBaru("2.11.0.00.0.00.01.0000", "Dinas A Contoh", "DA", "dinas"),
            BagianBaru("2.12.0.00.0.00.01.0000", "Dinas B Contoh", "DB", "dinas"),
        ],
    )  # fmt: skip
    kini = SEKARANG + 6 * HARI
    actions.teruskan_studi_sisa(pada=kini)
    assert queries.semua_studi().get(pk=s.pk).opd == opd
    with time_machine.travel(kini, tick=False):
        segarkan_potret_berkala(0)
    orang = buat_orang(Peran.PENYELENGGARA)
    alamat = reverse("studi:studi", args=[s.pk])
    assert "lewat Ubah" in masuk(orang).get(alamat).content.decode()
    a.refresh_from_db()
    isi = isi_studi(a, tanggal=s.tanggal, tanggal_tenggat=s.tanggal_tenggat)
    ubah = {"studi_id": s.pk, "versi": 1, "isi": isi, "pengguna": orang, "oleh": orang.pelaku(), "pada": kini}
    with pytest.raises(AturanDilanggar):
        actions.ubah_studi(**ubah)
    s = actions.ubah_studi(**ubah, alasan="Bidangnya pindah.")
    assert (s.opd, s.asal) == (a, opd)
    [dahulu] = queries.studi_saat(queries.semua_studi().filter(pk=s.pk), kini)
    assert (dahulu.opd, dahulu.asal) == (a, opd)
