"""Records by phone: what is taken and refused, that it counts as any press, the queue, and the pages."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions import ponsel, tempat
from terukur.kehadiran.choices import AlasanRisiko, AsalPindai, PutusanPonsel, StatusHari
from terukur.kehadiran.models import AntreanHari, HariKehadiran, Pindai, RekamPonsel
from terukur.kehadiran.rules.ponsel import kode_layar, langkah
from terukur.kehadiran.tests.dunia_hari import Dunia, tgl
from terukur.kehadiran.tests.dunia_ponsel import (
    TITIK,
    DuniaPonsel,
    buat_ketentuan_ponsel,
    buat_tempat,
    izinkan,
    posisi,
    tekan,
)
from terukur.kehadiran.tests.factories import buat_staf
from terukur.kehadiran.tests.isian import setempat

P = PutusanPonsel
PAGI, SORE = setempat(tgl(29), "07.20.33"), setempat(tgl(29), "16.40.05")
MENIT = dt.timedelta(minutes=1)


@pytest.fixture
def d(db):
    return DuniaPonsel()


def tolak(kata, *args, **kwargs):
    with pytest.raises(AturanDilanggar, match=kata) as galat:
        tekan(*args, **kwargs)
    assert "disimpan" in galat.value.pesan  # what happened to it is always said
    assert not RekamPonsel.objects.exists()
    assert not Pindai.objects.filter(asal=AsalPindai.PONSEL).exists()


# ---- taken, refused ----


def test_a_record_is_a_press_that_the_engine_reads(d):
    r = tekan(d.orang, PAGI)
    assert (r.putusan, r.dihitung, r.nilai, r.alasan) == (P.LANGSUNG, True, 0, [])
    assert r.jarak == 0
    tekan(d.orang, SORE, posisi(0.0003))
    satu = Pindai.objects.get(waktu=PAGI)
    assert (satu.mesin_id, satu.asal, satu.tombol) == (d.tempat.pk, AsalPindai.PONSEL, 255)
    assert b"124.89" not in bytes(satu.kiriman.isi)  # bodies are kept for ever, positions are not
    assert set(AntreanHari.objects.values_list("tanggal", flat=True)) == {tgl(28), tgl(29)}
    d.hitung()
    hari = HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29))
    assert (hari.status, hari.masuk, hari.pulang) == (StatusHari.HADIR, PAGI, SORE)
    assert not Catatan.objects.filter(objek="rekam_ponsel").exists()


def test_nobody_may_unless_a_dated_letter_says_so(d):
    teman = buat_staf(d.opd, "Teman")
    tolak("tidak diberi izin", teman, PAGI)
    baris = izinkan(teman, sejak=tgl(30))
    tolak("tidak diberi izin", teman, PAGI)
    tempat.akhiri_izin(baris=baris, hari_terakhir=tgl(29), oleh=SISTEM, pada=PAGI)
    tolak("tidak diberi izin", teman, setempat(tgl(30), "07.20"))
    with pytest.raises(AturanDilanggar, match="dengan dasar"):
        tempat.beri_izin(pegawai=teman, dasar=" ", sejak=tgl(29), oleh=SISTEM, pada=PAGI)
    assert [c.peristiwa for c in Catatan.objects.filter(objek="izin_ponsel").order_by("pk")][-2:] == [
        "izin_ponsel.beri", "izin_ponsel.akhiri",
    ]  # fmt: skip


def test_without_rules_nobody_records(db):
    d = Dunia(range(0))
    buat_tempat(d.opd)
    izinkan(d.orang)
    tolak("belum ditetapkan", d.orang, PAGI)


@pytest.mark.parametrize(
    ("kata", "sampel"),
    [
        ("di luar pagar: 3,3 km dari Kantor Camat", posisi(0.03)),
        ("terlalu kasar", posisi(akurasi=850)),
        ("Posisi tidak terkirim", []),
    ],
)
def test_what_is_not_stored_says_so(d, kata, sampel):
    tolak(kata, d.orang, PAGI, sampel)


def test_the_doubt_of_the_phone_is_for_his_benefit(d):
    assert tekan(d.orang, PAGI, posisi(0.0013, akurasi=60)).jarak == 145
    tempat.atur_tempat(mesin_id=d.tempat.pk, aktif=False, oleh=SISTEM, pada=PAGI)
    with pytest.raises(AturanDilanggar, match="Belum ada tempat"):
        tekan(d.orang, SORE)


def test_sent_again_it_adds_nothing(d):
    kunci = uuid.uuid4()
    isi = {"pegawai": d.orang, "kunci": kunci, "sampel": posisi()}
    pertama, baru = ponsel.rekam(**isi, pada=PAGI)
    assert baru
    for pada in (PAGI, PAGI + 5 * MENIT):  # a double tap, a retry
        assert ponsel.rekam(**isi, pada=pada) == (pertama, False)
    assert ponsel.rekam(**isi | {"kunci": uuid.uuid4()}, pada=PAGI + MENIT / 2) == (pertama, False)
    assert Pindai.objects.filter(asal=AsalPindai.PONSEL).count() == 1
    malam, baru = ponsel.rekam(**isi, pada=SORE)  # a page left open is not taken for the morning's
    assert baru
    assert malam.waktu == SORE


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_record(transactional_db):
    d = Dunia(range(0))
    buat_ketentuan_ponsel()
    buat_tempat(d.opd)
    izinkan(d.orang)
    siap, hasil = threading.Barrier(2), []

    def satu():
        siap.wait()
        try:
            hasil.append(ponsel.rekam(pegawai=d.orang, kunci=uuid.uuid4(), sampel=posisi(), pada=PAGI))
        finally:
            connection.close()

    utas = [threading.Thread(target=satu) for _ in range(2)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert sorted(baru for _, baru in hasil) == [False, True]
    assert hasil[0][0].pk == hasil[1][0].pk
    assert Pindai.objects.count() == RekamPonsel.objects.count() == 1


# ---- the screen ----


def test_a_code_serves_two_minutes_and_only_while_the_screen_lives(d):
    layar, kunci = tempat.buat_layar(tempat=d.tempat, nama="Lobi", oleh=SISTEM, pada=PAGI)
    assert kunci not in str([c.isi for c in Catatan.objects.all()])
    kode = kode_layar(layar.rahasia, langkah(PAGI))
    lewat = {"sampel": [], "layar": layar, "kode": kode}
    tolak("sudah berganti", d.orang, PAGI + 3 * MENIT, **lewat)
    tolak("sudah berganti", d.orang, PAGI, **lewat | {"kode": "0" * 20})
    r = tekan(d.orang, PAGI + 1.4 * MENIT, **lewat)
    assert (r.mesin_id, r.lintang, r.putusan) == (d.tempat.pk, None, P.LANGSUNG)
    assert [k for k, *_ in r.alasan] == [AlasanRisiko.LAYAR_TANPA_POSISI]
    teman = buat_staf(d.opd, "Teman")
    izinkan(teman)
    jauh = tekan(teman, PAGI + MENIT, **lewat | {"sampel": posisi(0.03)})  # a code passed on
    assert (jauh.putusan, jauh.jarak) == (P.MENUNGGU, 3336)
    tempat.cabut_layar(layar_id=layar.pk, oleh=SISTEM, pada=PAGI + MENIT)
    layar.refresh_from_db()
    with pytest.raises(AturanDilanggar, match="sudah berganti"):
        tekan(teman, PAGI + 70 * MENIT, **lewat | {"layar": layar})


# ---- looked at ----


def test_an_equal_position_is_found_at_night_and_a_human_decides(d):
    teman = buat_staf(d.opd, "Teman")
    izinkan(teman)
    palsu = posisi()
    pertama = tekan(d.orang, PAGI, palsu)
    kedua = tekan(teman, PAGI + 2 * MENIT, palsu, perangkat="b" * 32)
    assert (pertama.putusan, kedua.putusan, kedua.dihitung) == (P.LANGSUNG, P.MENUNGGU, True)
    assert kedua.alasan == [["koordinat_sama", 60, "koordinat persis sama dengan 1 orang lain pada hari itu"]]
    assert ponsel.nilai_hari(tgl(29), pada=SORE) == 1
    pertama.refresh_from_db()
    assert (pertama.putusan, pertama.dihitung) == (P.MENUNGGU, True)
    assert ponsel.nilai_hari(tgl(29), pada=SORE) == 0
    d.hitung()
    ada = HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29))
    assert ada.status == StatusHari.HADIR  # it counts as it came until somebody has looked
    AntreanHari.objects.all().delete()
    isi = {"rekam_id": pertama.pk, "pengguna_id": d.kadis.pk, "oleh": d.kadis.pelaku(), "pada": SORE}
    with pytest.raises(TidakBerhak):
        ponsel.putuskan(**isi | {"pengguna_id": d.staf.pk}, terima=True, catatan="Saya sendiri")
    with pytest.raises(AturanDilanggar, match="alasannya"):
        ponsel.putuskan(**isi, terima=False, catatan=" ")
    ponsel.putuskan(**isi, terima=False, catatan="Titik palsu")
    assert set(AntreanHari.objects.values_list("pegawai_id", flat=True)) == {d.orang.pk}
    d.hitung()
    mati = HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29))
    assert (mati.status, mati.jumlah_pindai) == (StatusHari.TANPA_KETERANGAN, 0)
    assert Pindai.objects.filter(waktu=PAGI).exists()
    jejak = Catatan.objects.get(peristiwa="rekam_ponsel.putus")
    assert "124.89" not in str(jejak.isi)
    assert "-9.1" not in str(jejak.isi)
    with pytest.raises(AturanDilanggar, match="sudah diputus"):
        ponsel.putuskan(**isi, terima=False, catatan="Lagi")
    ponsel.putuskan(**isi, terima=True, catatan="Ternyata ada di tempat")
    d.hitung()
    pulih = HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29))
    assert (pulih.status, bytes(pulih.sidik)) == (StatusHari.HADIR, bytes(ada.sidik))


def test_a_refused_press_is_as_if_it_never_was(d):
    d.tekan(tgl(29), "16.45")
    d.hitung()
    tanpa = bytes(HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29)).sidik)
    r = tekan(d.orang, PAGI)
    d.hitung_hari(d.orang, tgl(29))
    assert bytes(HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29)).sidik) != tanpa
    ponsel.putuskan(
        rekam_id=r.pk, terima=False, catatan="Tidak di tempat", pengguna_id=d.kadis.pk, oleh=SISTEM, pada=SORE
    )
    d.hitung_hari(d.orang, tgl(29))
    assert bytes(HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29)).sidik) == tanpa
    d.hitung()  # everyone in one pass, the other statement
    assert bytes(HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29)).sidik) == tanpa


def test_where_the_rule_says_so_what_waits_does_not_count(d):
    buat_ketentuan_ponsel(sejak=tgl(29), pada=PAGI - MENIT, hitung_menunggu=False, ambang=10)
    tekan(d.orang, setempat(tgl(28), "18.00"), perangkat="b" * 32)
    r = tekan(d.orang, PAGI)
    assert (r.putusan, r.dihitung) == (P.MENUNGGU, False)
    d.hitung()
    assert HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(29)).status == StatusHari.TANPA_KETERANGAN


def test_a_device_far_away_in_no_time(d):
    tempat.tetapkan_letak(
        mesin=d.mesin, lintang=TITIK[0] + 0.4, bujur=TITIK[1], radius=50, sejak=tgl(1), oleh=SISTEM, pada=PAGI
    )
    d.tekan(tgl(29), "07.10")
    r = tekan(d.orang, PAGI)
    assert r.putusan == P.MENUNGGU
    assert r.alasan == [["kecepatan", 60, "44,4 km dalam 11 menit dari Mesin 1"]]


def test_positions_are_erased_after_their_time_and_the_result_stays(d):
    r = tekan(d.orang, PAGI)
    assert ponsel.tipiskan(pada=PAGI + dt.timedelta(days=90)) == 0
    assert ponsel.tipiskan(pada=PAGI + dt.timedelta(days=91)) == 1
    r.refresh_from_db()
    assert (r.lintang, r.bujur, r.sampel, r.perangkat) == (None, None, [], "")
    assert (r.jarak, r.akurasi, r.putusan) == (0, 12.0, P.LANGSUNG)
    assert ponsel.tipiskan(pada=PAGI + dt.timedelta(days=91)) == 0


def test_the_database_keeps_decisions_whole(d):
    r = tekan(d.orang, PAGI)
    for ganti in ({"putusan": "diterima"}, {"dihitung": False}, {"ditipiskan_pada": SORE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RekamPonsel.objects.filter(pk=r.pk).update(**ganti)


def test_statements_do_not_grow(d):
    orang = [buat_staf(d.opd) for _ in range(12)]
    for p in orang:
        izinkan(p)
    tekan(orang[0], PAGI)
    with CaptureQueriesContext(connection) as sedikit:
        tekan(orang[1], PAGI)
    with CaptureQueriesContext(connection) as malam:
        ponsel.nilai_hari(tgl(29), pada=SORE)
    for n, p in enumerate(orang[2:]):
        tekan(p, PAGI + n * MENIT)
        d.tekan(tgl(29), "07.01", pin="7")
    with CaptureQueriesContext(connection) as banyak:
        tekan(orang[1], SORE)
    with CaptureQueriesContext(connection) as malam_banyak:
        ponsel.nilai_hari(tgl(29), pada=SORE)
    assert len(banyak) <= len(sedikit) <= 25, len(sedikit)
    assert len(malam_banyak) <= len(malam) + 1  # the days that are marked
