"""Records by phone: what is taken and refused, that it counts as any press, the queue, and the pages."""

import datetime as dt
import threading
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions import ponsel, tempat
from terukur.kehadiran.choices import AlasanRisiko, AsalPindai, PutusanPonsel, StatusHari
from terukur.kehadiran.models import AntreanHari, HariKehadiran, LayarTempat, Pindai, PinPegawai, RekamPonsel
from terukur.kehadiran.queries.ponsel import persen_ponsel
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL, kode_layar, langkah
from terukur.kehadiran.tests.dunia_hari import Dunia, masuk, tgl
from terukur.kehadiran.tests.dunia_ponsel import (
    TITIK,
    buat_ketentuan_ponsel,
    buat_tempat,
    izinkan,
    posisi,
    tekan,
    tulis,
)
from terukur.kehadiran.tests.factories import buat_pejabat, buat_staf
from terukur.kehadiran.tests.isian import setempat
from terukur.organisasi.choices import Eselon
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

P = PutusanPonsel
PAGI, SORE = setempat(tgl(29), "07.20.33"), setempat(tgl(29), "16.40.05")
MENIT = dt.timedelta(minutes=1)


@pytest.fixture
def d(db):
    d = Dunia(range(27, 29))
    buat_ketentuan_ponsel()
    d.tempat = buat_tempat(d.opd)  # type: ignore[attr-defined]
    izinkan(d.orang)
    AntreanHari.objects.all().delete()
    return d


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


# ---- pages ----


def teks(jawaban):
    return " ".join(jawaban.content.decode().split())


def kirim(klien, sampel, *args, nama="rekam_ponsel", kunci=None):
    isi = {"sampel": sampel, "kunci_kirim": str(kunci or uuid.uuid4())}
    return klien.post(reverse(f"kehadiran:{nama}", args=args), isi)


def test_the_page_records_once_and_says_what_became_of_it(d):
    klien, kunci = masuk(d.staf), uuid.uuid4()
    with time_machine.travel(PAGI, tick=False):
        html = teks(klien.get(reverse("kehadiran:rekam_ponsel")))
        assert "Rekam sekarang" in html
        assert "UU 27/2022" in html
        assert "Tempat rekam: Kantor Camat" in html
        luar = kirim(klien, tulis(posisi(0.03)))
        assert luar.status_code == 422
        assert "Tidak ada yang disimpan" in teks(luar)
        assert kirim(klien, "[").status_code == 422
        jawaban = kirim(klien, tulis(posisi()), kunci=kunci)
        assert jawaban.status_code == 302
        assert "Tercatat pukul 07.20.33" in teks(klien.get(jawaban["Location"]))
        ulang = kirim(klien, tulis(posisi(0.0001)), kunci=kunci)
        assert ulang["Location"] == jawaban["Location"]
        assert "Sudah tercatat pukul 07.20.33; tidak ditambah" in teks(klien.get(ulang["Location"]))
    assert RekamPonsel.objects.count() == 1
    assert len(RekamPonsel.objects.get().perangkat) == 32  # the mark the page gave
    assert not Catatan.objects.filter(peristiwa__startswith="rekam_ponsel").exists()
    dasar = teks(klien.get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-29"])))
    for kata in ("Kantor Camat", "posisi ponsel", "lewat ponsel"):
        assert kata in dasar, kata


def test_who_may_not_is_told_whom_to_ask(d):
    with time_machine.travel(PAGI, tick=False):
        html = teks(masuk(d.kadis).get(reverse("kehadiran:rekam_ponsel")))
        assert "Anda belum diberi izin" in html
        assert "Rekam sekarang" not in html
        assert kirim(masuk(d.kadis), tulis(posisi())).status_code == 422
        assert "Rekam kehadiran" not in teks(masuk(d.kadis).get(reverse("kehadiran:saya")))
        assert "Rekam kehadiran" in teks(masuk(d.staf).get(reverse("kehadiran:saya")))


def test_a_screen_shows_a_code_that_the_phone_opens(d, client):
    admin = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=d.opd))
    with time_machine.travel(PAGI, tick=False):
        isi = {"nama": "Lobi", "kunci_kirim": str(uuid.uuid4())}
        alamat = reverse("kehadiran:layar_baru", args=[d.tempat.pk])
        pertama, ulang = (teks(admin.post(alamat, isi)) for _ in range(2))
        layar = LayarTempat.objects.get()
        assert "tidak ditampilkan lagi" in ulang
        kunci = pertama.split("/kehadiran/layar/")[1].split("/")[0]
        assert "data:image/svg+xml" in teks(client.get(reverse("kehadiran:layar", args=[kunci])))
        assert client.get(reverse("kehadiran:layar", args=["x" * 43])).status_code == 404
        kode = kode_layar(layar.rahasia, langkah(PAGI))
        staf = masuk(d.staf)
        assert "Rekam sekarang" in teks(staf.get(reverse("kehadiran:rekam_kode", args=[layar.pk, kode])))
        assert "sudah berganti" in teks(staf.get(reverse("kehadiran:rekam_kode", args=[layar.pk, "0" * 20])))
        assert kirim(staf, "", layar.pk, kode, nama="rekam_kode").status_code == 302
        admin.post(
            reverse("kehadiran:layar_cabut", args=[d.tempat.pk, layar.pk]), {"kunci_kirim": str(uuid.uuid4())}
        )
        assert client.get(reverse("kehadiran:layar", args=[kunci])).status_code == 404


def test_the_queue_belongs_to_the_opd_and_nobody_decides_on_himself(d):
    teman = buat_staf(d.opd, "Teman")
    izinkan(teman)
    tekan(teman, PAGI)
    r = tekan(d.orang, PAGI + MENIT)
    assert r.putusan == P.MENUNGGU
    tempat_lain = buat_opd("Dinas Lain")
    lain = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=tempat_lain))
    alamat = reverse("kehadiran:rekam_ponsel_satu", args=[r.pk])
    putus = reverse("kehadiran:rekam_ponsel_putus", args=[r.pk])
    assert lain.get(alamat).status_code == 404
    assert lain.post(putus, {}).status_code == 404
    assert masuk(buat_pejabat(d.opd, "Rekan")).get(alamat).status_code == 404
    assert masuk(d.staf).post(putus, {}).status_code == 403
    staf = masuk(d.staf)
    with time_machine.travel(SORE, tick=False):
        assert "menunggu pemeriksaan" in teks(staf.get(alamat))
        assert "Rekam ponsel menunggu pemeriksaan" in teks(staf.get(reverse("kehadiran:saya")))
        admin = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=d.opd))
        html = teks(admin.get(reverse("kehadiran:antrean_ponsel")))
        assert "koordinat persis sama dengan 1 orang lain" in html
        assert "124,89" not in html
        assert "124.89" not in html
        satu = teks(admin.get(alamat))
        assert "124.892" in satu
        assert "Titik atau ponsel yang sama" in satu
        assert "Titik atau ponsel yang sama" not in teks(staf.get(alamat))
        assert admin.post(putus, {"putusan": "tolak", "kunci_kirim": str(uuid.uuid4())}).status_code == 422
        isi = {"putusan": "tolak", "catatan": "Titik palsu", "kunci_kirim": str(uuid.uuid4())}
        assert admin.post(putus, isi).status_code == 302
        html = teks(staf.get(alamat))
        assert "Titik palsu" in html
        assert "Ajukan koreksi" in html
        dasar = teks(staf.get(reverse("kehadiran:dasar", args=[d.orang.pk, "2026-10-29"])))
        assert "lewat ponsel, tidak diterima" in dasar
        unduh = admin.get(reverse("kehadiran:antrean_ponsel"), {"keadaan": "semua", "unduh": "csv"})
        isi_berkas = b"".join(unduh.streaming_content).decode()
        assert "Titik" not in isi_berkas
        assert "124" not in isi_berkas


def test_the_admin_sets_up_places_rights_and_bkpsdm_the_rules(db):
    d = Dunia(range(0))
    admin = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=d.opd))
    bkpsdm = masuk(buat_pengguna(Peran.BKPSDM))

    def pos(klien, rute, *args, ke=302, **isi):
        alamat = reverse(f"kehadiran:{rute}", args=args)
        jawaban = klien.post(alamat, {**isi, "kunci_kirim": str(uuid.uuid4())})
        assert jawaban.status_code == ke, teks(jawaban)[-2000:]
        return jawaban

    isi = {"nama": "Kantor Camat", "opd": d.opd.pk, "titik": "-9.105, 124.892", "radius": "100",
           "sejak": "2026-10-01"}  # fmt: skip
    with time_machine.travel(PAGI, tick=False):
        assert "Contoh: -9.105000" in teks(pos(admin, "tempat_baru", ke=422, **isi | {"titik": "sini"}))
        pos(admin, "tempat_baru", ke=422, **isi | {"titik": "124.892, -9.105"})
        pos(admin, "tempat_baru", ke=404, **isi | {"opd": buat_opd().pk})
        ke = pos(admin, "tempat_baru", **isi)["Location"]
        assert "-9.105000, 124.892000" in teks(admin.get(ke))
        pos(admin, "letak", d.mesin.pk, titik="-9.2, 124.9", radius="50", sejak="2026-10-01")
        assert "Kantor Camat" not in teks(admin.get(reverse("kehadiran:mesin")))
        pos(admin, "izin_ponsel_baru", pegawai="Staf", dasar="SK 2/2026", sejak="2026-10-01")
        assert "SK 2/2026" in teks(admin.get(reverse("kehadiran:izin_ponsel")))
        assert KELOMPOK_PONSEL not in teks(admin.get(reverse("kehadiran:pin")))
        assert admin.get(reverse("kehadiran:ketentuan_ponsel_baru")).status_code == 403
        assert "Belum ditetapkan" in teks(admin.get(reverse("kehadiran:ketentuan_ponsel")))
        assert 'value="150"' in teks(bkpsdm.get(reverse("kehadiran:ketentuan_ponsel_baru")))
        kolom = {"sejak": "2026-10-01", "dasar": "Perbup 9", "ketelitian_terbesar": "100", "ambang": "50",
                 "kecepatan_terbesar": "150", "hitung_menunggu": "on", "simpan_hari": "60",
                 **{f"bobot_{a.value}": "10" for a in AlasanRisiko}}  # fmt: skip
        pos(bkpsdm, "ketentuan_ponsel_baru", **kolom)
        assert "60 hari" in teks(admin.get(reverse("kehadiran:ketentuan_ponsel")))
        assert tekan(d.orang, PAGI).putusan == P.LANGSUNG
        baris = PinPegawai.objects.get(kelompok__nama=KELOMPOK_PONSEL)
        pos(admin, "izin_ponsel_akhiri", baris.pk, hari_terakhir="2026-10-28")
        assert not PinPegawai.objects.pada(tgl(29)).filter(kelompok__nama=KELOMPOK_PONSEL).exists()


def test_the_share_of_phones_stands_beside_the_manual_one(d):
    tekan(d.orang, PAGI)
    tekan(d.orang, SORE)
    d.hitung()
    hadir = HariKehadiran.objects.filter(status=StatusHari.HADIR, opd=d.opd).count()
    persen = persen_ponsel(tgl(1), tgl(31), opd_ids=[d.opd.pk])[d.opd.pk]
    assert float(persen) == pytest.approx(100 / hadir)
    kepala = buat_pejabat(buat_opd("Lain"), "Kepala lain", eselon=Eselon.II_B, kepala=True)
    assert persen_ponsel(tgl(1), tgl(31), opd_ids=[kepala.pegawai.pk]) == {}
    html = teks(masuk(buat_pengguna(Peran.BKPSDM)).get(reverse("kehadiran:rekap") + "?bulan=2026-10"))
    assert "Rekam ponsel (%)" in html
