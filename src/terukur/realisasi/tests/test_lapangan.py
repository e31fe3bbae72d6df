"""Field checks: who may ask, renew and withdraw, and where the answer shows."""

import base64
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.berkas.tests.factories import buat_foto
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd, buat_wilayah
from terukur.pesan.models import Pesan
from terukur.realisasi import actions, jobs, queries
from terukur.realisasi.choices import HasilLapangan, KeadaanLapangan
from terukur.realisasi.models import FotoLapangan, JawabanLapangan, PemeriksaanLapangan
from terukur.realisasi.rules import lapangan as rules
from terukur.realisasi.tests.dunia_lapangan import HARI, KINI, H, buka, masuk
from terukur.realisasi.tests.factories import (
    TW1,
    Regu,
    ajukan,
    buat_regu,
    isi,
    jawab_lapangan,
    minta_lapangan,
)
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache_bersih() -> None:
    cache.clear()


def isian(**lain: Any) -> dict[str, Any]:
    return {
        "wilayah": "Desa Contoh", "yang_dilihat": "Apakah sudah selesai?", "nama_pemeriksa": "Umbu Contoh",
        "jabatan_pemeriksa": "Kepala Desa Contoh", "tanggal_tenggat": "2027-04-27",
    } | lain  # fmt: skip


def minta(regu: Regu, oleh: Any, **lain: Any) -> Any:
    buat_wilayah()
    with time_machine.travel(KINI, tick=False):
        tujuan = reverse("realisasi:minta_lapangan", args=[regu.opd.pk, TW1, regu.kunci])
        return masuk(oleh).post(tujuan, isian(**lain))


# ---- pure rules ----


def test_a_link_is_secret_enough_and_its_digest_tells_nothing() -> None:
    token = rules.token_baru()
    assert len(base64.urlsafe_b64decode(token)) == 24
    assert len(token) == rules.PANJANG_TOKEN
    assert rules.token_baru() != token
    assert token not in rules.sidik_token(token)


@pytest.mark.parametrize(
    ("hasil", "dicabut", "hari", "harapan"),
    [
        ("", False, HARI, KeadaanLapangan.MENUNGGU),
        ("", False, HARI + dt.timedelta(days=1), KeadaanLapangan.TERLAMBAT),
        ("tidak_sesuai", False, HARI + dt.timedelta(days=99), KeadaanLapangan.TIDAK_SESUAI),
        ("sesuai", True, HARI, KeadaanLapangan.DICABUT),
    ],
)
def test_how_a_request_stands(hasil: str, dicabut: bool, hari: dt.date, harapan: str) -> None:
    assert rules.keadaan(hasil, dicabut=dicabut, tenggat=HARI, hari=hari) == harapan


def test_a_place_in_words_of_the_office() -> None:
    assert rules.sebut_letak(Decimal("-8.670458"), Decimal("115.212631"), 12) == (
        "8,670458° LS, 115,212631° BT (± 12 m)"
    )
    assert rules.sebut_letak(None, None, None) == ""


@pytest.mark.parametrize("hasil", [H.TIDAK_SESUAI, H.TIDAK_DAPAT])
def test_what_is_wrong_must_be_told(hasil: HasilLapangan) -> None:
    with pytest.raises(AturanDilanggar, match="Tuliskan") as galat:
        rules.periksa_jawaban(rules.IsiJawaban(hasil, catatan="  ", tempat="Balai desa"), banyak_foto=0)
    assert set(galat.value.kolom) == {"catatan"}


# ---- asking ----


@pytest.mark.parametrize("peran", [Peran.OPERATOR_OPD, Peran.VERIFIKATOR, Peran.SEKDA, Peran.PENYELENGGARA])
def test_who_may_ask_gets_the_link_once(peran: Peran) -> None:
    regu = buat_regu()
    orang = buat_orang(peran, opd=regu.opd if peran == Peran.OPERATOR_OPD else None, pada=KINI)
    jawaban = minta(regu, orang)
    assert jawaban.status_code == 200
    p = PemeriksaanLapangan.objects.get()
    teks = jawaban.content.decode()
    token = teks.split("/periksa-lapangan/")[1].split("/")[0]
    assert rules.sidik_token(token) == p.sidik_token
    assert jawaban["Cache-Control"] == "no-store"
    assert "data:image/svg+xml;base64," in teks
    assert (regu.opd.singkatan in p.diminta_sebagai) is (peran == Peran.OPERATOR_OPD)
    catatan = Catatan.objects.get(peristiwa="lapangan.minta")
    assert (catatan.opd_id, catatan.isi["pemeriksa"]) == (regu.opd.pk, "Umbu Contoh")
    lihat = masuk(orang).get(reverse("realisasi:lapangan", args=[p.pk]))
    assert token not in lihat.content.decode()


def test_who_may_not_ask_and_not_of_another_opd() -> None:
    regu = buat_regu()
    for peran in (Peran.AUDITOR, Peran.TAPD):
        assert minta(regu, buat_orang(peran, pada=KINI)).status_code == 403
    lain = buat_orang(Peran.OPERATOR_OPD, opd=buat_opd("Dinas Lain"), pada=KINI)
    assert minta(regu, lain).status_code == 404
    assert not PemeriksaanLapangan.objects.exists()


def test_bad_input_is_told_in_plain_words() -> None:
    regu = buat_regu()
    teks = minta(
        regu, regu.verifikator, wilayah="Desa Antah", tanggal_tenggat="2027-04-01", nama_pemeriksa=""
    ).content.decode()
    for kata in ("“Desa Antah” tidak ada dalam daftar wilayah", "Isi nama yang diminta"):
        assert kata in teks
    jauh = minta(regu, regu.verifikator, tanggal_tenggat="2027-04-01")
    assert jauh.status_code == 422
    assert "Pilih tanggal dari hari ini sampai 19 Juli 2027" in jauh.content.decode()
    buat_wilayah("99", "Provinsi Contoh", tingkat="provinsi")
    assert (
        "Pilih desa, kelurahan atau kecamatan" in minta(regu, regu.verifikator, wilayah="99").content.decode()
    )


def test_the_same_form_twice_asks_once_and_shows_no_second_link() -> None:
    regu = buat_regu()
    kunci = "0b7e2b9e-0000-4000-8000-000000000001"
    assert "/periksa-lapangan/" in minta(regu, regu.verifikator, kunci_kirim=kunci).content.decode()
    kedua = minta(regu, regu.verifikator, kunci_kirim=kunci).content.decode()
    assert "/periksa-lapangan/" not in kedua
    assert "sudah diproses" in kedua
    assert PemeriksaanLapangan.objects.count() == 1


# ---- renewing, withdrawing ----


def test_a_new_link_ends_the_old_one() -> None:
    regu = buat_regu()
    p, lama = minta_lapangan(regu)
    with time_machine.travel(KINI, tick=False):
        jawaban = masuk(regu.verifikator).post(reverse("realisasi:ganti_tautan", args=[p.pk]))
    baru = jawaban.content.decode().split("/periksa-lapangan/")[1].split("/")[0]
    assert (buka(lama).status_code, buka(baru).status_code) == (404, 200)
    jawab_lapangan(p)
    with pytest.raises(AturanDilanggar, match="sudah dijawab"):
        actions.ganti_tautan(
            pemeriksaan_id=p.pk, pengguna=regu.verifikator, oleh=regu.verifikator.pelaku(), pada=KINI
        )


def test_an_opd_cannot_take_away_what_was_asked_about_it_or_found() -> None:
    regu = buat_regu()
    p, _ = minta_lapangan(regu)
    sendiri, token = minta_lapangan(regu, oleh=regu.operator)

    def cabut(x: PemeriksaanLapangan, oleh: Any) -> PemeriksaanLapangan:
        return actions.cabut_lapangan(
            pemeriksaan_id=x.pk, alasan="Salah alamat", pengguna=oleh, oleh=oleh.pelaku(),
            pada=KINI + dt.timedelta(days=2),
        )  # fmt: skip

    for aksi in (cabut, lambda x, oleh: actions.ganti_tautan(
        pemeriksaan_id=x.pk, pengguna=oleh, oleh=oleh.pelaku(), pada=KINI
    )):  # fmt: skip
        with pytest.raises(TidakBerhak, match="Hanya yang memintanya"):
            aksi(p, regu.operator)
    jawab_lapangan(p, H.TIDAK_SESUAI, catatan="Belum ada.")
    with pytest.raises(TidakBerhak, match="hanya verifikator"):
        cabut(p, regu.operator)
    assert cabut(sendiri, regu.operator).dicabut_pada
    assert buka(token).status_code == 410
    cabut(p, regu.verifikator)
    assert queries.tidak_sesuai(queries.lapangan_laporan(regu.opd.pk, TW1)) == []
    teks = masuk(regu.operator).get(reverse("realisasi:lapangan", args=[p.pk])).content.decode()
    for kata in ("Salah alamat", "Belum ada.", "Jawaban dicabut"):
        assert kata in teks
    with pytest.raises(AturanDilanggar, match="sudah dicabut"):
        cabut(p, regu.verifikator)


# ---- where it shows ----


def test_the_answer_shows_on_report_verification_and_explanation() -> None:
    regu = buat_regu()
    isi(regu, 8)
    ajukan(regu)
    p, _ = minta_lapangan(regu)
    milik = masuk(regu.verifikator)
    periksa = reverse("realisasi:periksa", args=[regu.opd.pk, TW1])
    assert "Pemeriksaan lapangan: tidak sesuai" not in milik.get(periksa).content.decode()
    jawab_lapangan(p, H.TIDAK_SESUAI, catatan="Baru tujuh.", foto=[("a.jpg", buat_foto())])
    teks = milik.get(periksa).content.decode()
    assert "Pemeriksaan lapangan: tidak sesuai" in teks
    laporan = milik.get(reverse("realisasi:laporan", args=[regu.opd.pk, TW1])).content.decode()
    assert reverse("realisasi:lapangan", args=[p.pk]) in laporan
    jelas = reverse("realisasi:penjelasan", args=[regu.kunci, TW1])
    teks = milik.get(jelas).content.decode()
    assert "Baru tujuh." in teks
    assert reverse("berkas:unduh", args=[FotoLapangan.objects.get().berkas_id]) in teks
    dulu = milik.get(jelas, {"diketahui": "2027-04-20T10:00"}).content.decode()
    assert "Baru tujuh." not in dulu
    assert "Desa Contoh" in dulu
    foto = reverse("berkas:unduh", args=[FotoLapangan.objects.get().berkas_id])
    assert b"".join(masuk(regu.operator).get(foto).streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    lain = buat_orang(Peran.OPERATOR_OPD, opd=buat_opd("Dinas Lain"), pada=KINI)
    assert masuk(lain).get(foto).status_code == 404


def test_the_list_filters_sorts_and_downloads_in_ones_scope() -> None:
    regu, lain = buat_regu(), buat_regu()
    a, _ = minta_lapangan(regu)
    b, _ = minta_lapangan(regu, tenggat=dt.date(2027, 4, 19))
    c, _ = minta_lapangan(lain)
    jawab_lapangan(a)
    alamat_daftar = reverse("realisasi:lapangan_daftar")
    with time_machine.travel(KINI, tick=False):
        milik, semua = masuk(regu.operator), masuk(regu.verifikator)

    def ada(klien: Client, **kueri: str) -> set[Any]:
        with time_machine.travel(KINI, tick=False):
            teks = klien.get(alamat_daftar, kueri).content.decode()
        return {x.pk for x in (a, b, c) if str(x.pk) in teks}

    assert ada(milik) == {a.pk, b.pk}
    assert ada(semua) == {a.pk, b.pk, c.pk}
    assert ada(semua, keadaan="terlambat") == {b.pk}
    assert ada(semua, keadaan="menunggu") == {c.pk}
    assert ada(semua, keadaan="sesuai", urut="desa") == {a.pk}
    assert ada(semua, kata=lain.opd.nama) == {c.pk}
    assert ada(semua, desa="antah") == set()
    for k in KeadaanLapangan:
        mentah = PemeriksaanLapangan.objects.order_by("pk")
        hari = dt.date(2027, 4, 20)
        harapan = {
            p.pk
            for p in mentah
            if rules.keadaan(p.hasil, dicabut=bool(p.dicabut_pada), tenggat=p.tanggal_tenggat, hari=hari) == k
        }
        assert {
            p.pk for p in queries.lapangan.saring_keadaan(queries.lapangan_pada(mentah, None), k, hari=hari)
        } == harapan
    with time_machine.travel(KINI, tick=False):
        csv = b"".join(milik.get(alamat_daftar, {"unduh": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert csv.count("Kepala Desa Contoh") == 2
    assert "Umbu Contoh" not in csv, "a list that leaves the house names offices, not persons"


def test_queries_do_not_grow_with_checks_or_versions() -> None:
    regu = buat_regu()
    isi(regu, 8)
    ajukan(regu)
    milik = masuk(regu.verifikator)
    halaman = [
        reverse("realisasi:lapangan_daftar"),
        reverse("realisasi:laporan", args=[regu.opd.pk, TW1]),
        reverse("realisasi:periksa", args=[regu.opd.pk, TW1]),
        reverse("realisasi:penjelasan", args=[regu.kunci, TW1]),
    ]

    def hitung() -> list[int]:
        hasil = []
        for a in halaman:
            with CaptureQueriesContext(connection) as kueri:
                assert milik.get(a).status_code == 200
            hasil.append(len(kueri))
        return hasil

    foto = [("a.jpg", buat_foto())]
    p, _ = minta_lapangan(regu)
    jawab_lapangan(p, H.TIDAK_SESUAI, catatan="Belum.", foto=foto)
    satu = hitung()
    for n in range(3):
        p, _ = minta_lapangan(regu, kode_wilayah=f"99.01.01.200{n + 2}")
        jawab_lapangan(p, H.TIDAK_SESUAI, catatan="Belum.", foto=foto)
        jawab_lapangan(p, H.TIDAK_SESUAI, catatan="Masih belum.", foto=foto)
    assert hitung() == satu


# ---- reminders, the database ----


def test_late_is_told_once_to_who_asked() -> None:
    regu = buat_regu()
    p, _ = minta_lapangan(regu)
    dijawab, _ = minta_lapangan(regu)
    jawab_lapangan(dijawab)
    Pesan.objects.all().delete()
    lewat = dt.datetime.combine(p.tanggal_tenggat, dt.time(1), dt.UTC)
    for hari, banyak in ((0, 0), (1, 1), (2, 1), (16, 1)):
        with time_machine.travel(lewat + dt.timedelta(days=hari), tick=False):
            jobs.ingatkan(0)
        assert Pesan.objects.count() == banyak
    [pesan] = Pesan.objects.all()
    assert (pesan.penerima, pesan.tautan) == (
        regu.verifikator, reverse("realisasi:lapangan", args=[p.pk]),
    )  # fmt: skip


def test_the_database_keeps_answers_as_they_are_and_refuses_half_ones() -> None:
    p, _ = minta_lapangan(buat_regu())
    j = jawab_lapangan(p, foto=[("a.jpg", buat_foto())])
    for tabel in ("jawabanlapangan", "fotolapangan"):
        for perintah in (f"delete from realisasi_{tabel}", f"update realisasi_{tabel} set id = id"):
            with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
                connection.cursor().execute(perintah)
    dasar = {"pemeriksaan": p, "dijawab_pada": KINI, "catatan_nomor": j.catatan_nomor, "tempat": "x"}
    for ubah in (
        {"versi": 1, "hasil": H.SESUAI},
        {"versi": 2, "hasil": H.TIDAK_SESUAI},
        {"versi": 2, "hasil": H.SESUAI, "tempat": ""},
        {"versi": 2, "hasil": H.SESUAI, "lintang": 1},
        {"versi": 2, "hasil": H.SESUAI, "lintang": 91, "bujur": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            JawabanLapangan.objects.create(**dasar | ubah)
    for ubah in (
        {"versi": 1, "hasil": ""},
        {"sidik_token": "x"},
        {"dicabut_pada": KINI},
        {"dijawab_pada": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PemeriksaanLapangan.objects.filter(pk=p.pk).update(**ubah)


def test_only_a_row_of_the_report_can_be_checked() -> None:
    regu, lain = buat_regu(), buat_regu()
    with pytest.raises(TidakDitemukan, match="tidak ada dalam laporan"):
        minta_lapangan(Regu(regu.opd, lain.aksi, regu.operator, regu.kepala, regu.verifikator))
