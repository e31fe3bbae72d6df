"""Intake: who may speak, what is kept, what follows from it."""

import asyncio
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.kesehatan import Keadaan
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.actions.padam import catat_padam, tandai_pendengar
from terukur.kehadiran.actions.perintah import akhiri_perintah, minta_hitungan, perintahkan
from terukur.kehadiran.actions.terima import layani
from terukur.kehadiran.choices import Dialek, PutusanKiriman
from terukur.kehadiran.mesin_uji import Luring, MesinAcc, MesinUji
from terukur.kehadiran.models import (
    AntreanHari,
    BarisKarantina,
    KeadaanMesin,
    Kiriman,
    Mesin,
    MesinAsing,
    MesinPadam,
    PerintahMesin,
    PeristiwaMesin,
    Pindai,
    ProsesPendengar,
)
from terukur.kehadiran.protokol.http import Jawaban, Permintaan, baca_kepala
from terukur.kehadiran.providers import periksa_pendengar
from terukur.kehadiran.queries.mesin import mesin_berseri
from terukur.kehadiran.rules.terima import BATAS_DIAM
from terukur.kehadiran.tests.dunia_mesin import PADA, ambil, buat_mesin, dengan_pendengar, petakan, pos
from terukur.organisasi.tests.factories import buat_pegawai

pytestmark = pytest.mark.django_db
ATTLOG = "/iclock/cdata?SN=A1&table=ATTLOG&Stamp=1"
MENIT = dt.timedelta(minutes=1)


def minta(data: bytes, *, alamat: str = "10.1.0.7", pada: dt.datetime = PADA) -> Jawaban:
    kepala, _, isi = data.partition(b"\r\n\r\n")
    p = baca_kepala(kepala.split(b"\r\n"))
    return layani(
        Permintaan(**{n: getattr(p, n) for n in p.__slots__} | {"isi": isi}), alamat=alamat, pada=pada
    )


def baris(*waktu: str, pin: str = "7") -> bytes:
    return "".join(f"{pin}\t{w}\t0\t1\t0\t0\t0\n" for w in waktu).encode()


def test_the_number_of_queries_does_not_grow_with_the_lines() -> None:
    mesin = buat_mesin("A1")
    petakan("7", buat_pegawai())
    jumlah = []
    for n in (2, 150, 1500):
        isi = baris(*(f"2026-11-26 {n // 60 % 24:02d}:{i // 60 % 60:02d}:{i % 60:02d}" for i in range(n)))
        isi += b"rusak\n" * n
        with CaptureQueriesContext(
            connection,
        ) as tangkap:
            assert minta(pos(ATTLOG, isi)).status == 200
        jumlah.append(len(tangkap))
    assert jumlah[0] == jumlah[1] == jumlah[2] <= 12, jumlah
    assert Pindai.objects.filter(mesin=mesin).count() > 1500


def test_the_same_records_by_whatever_body_add_nothing() -> None:
    buat_mesin("A1")
    a, b = "2026-11-26 07:29:00", "2026-11-26 16:00:01"
    minta(pos(ATTLOG, baris(a)))
    minta(pos(ATTLOG, baris(a, b)))
    minta(pos("/iclock/cdata?SN=A1&table=ATTLOG&Stamp=0", baris(b, a) + baris(a)))
    assert Pindai.objects.count() == 2
    assert list(Kiriman.objects.order_by("pk").values_list("jumlah_baru", flat=True)) == [1, 1, 0]


def test_a_mapped_pin_asks_for_its_local_day_and_the_day_before() -> None:
    """23:30 UTC of the 25th is half past seven of the 26th in WITA. Other PIN ask for nothing."""
    pegawai = buat_pegawai()
    buat_mesin("A1")
    petakan("7", pegawai)
    petakan("9", buat_pegawai(), sejak=dt.date(2026, 11, 27))
    minta(
        pos(
            ATTLOG,
            baris("2026-11-26 07:30:00")
            + baris("2026-11-26 07:30:00", pin="9")
            + baris("2026-11-26 07:31:00", pin="8"),
        )
    )
    hari = list(AntreanHari.objects.order_by("tanggal").values_list("pegawai_id", "tanggal"))
    assert hari == [(pegawai.pk, dt.date(2026, 11, 25)), (pegawai.pk, dt.date(2026, 11, 26))]
    assert Pindai.objects.count() == 3


def test_clocks_that_cannot_be_right_wait_in_quarantine() -> None:
    buat_mesin("A1")
    minta(
        pos(
            ATTLOG,
            baris("2000-01-01 00:00:01", "2026-11-27 11:11:00", "2026-11-27 11:09:00", "2019-12-31 23:59:59"),
        )
    )
    assert list(Pindai.objects.values_list("waktu", flat=True)) == [
        dt.datetime(2026, 11, 27, 3, 9, tzinfo=dt.UTC)
    ]
    alasan = sorted(BarisKarantina.objects.values_list("nomor", "alasan"))
    assert alasan == [(1, "jam_rusak"), (2, "jam_ke_depan"), (4, "jam_rusak")]


KUNCI, JENIS = "kunci komunikasi berbeda", "berbicara dengan cara lain daripada jenis mesinnya"


@pytest.mark.parametrize(
    ("mesin", "jalur", "alamat", "alasan"),
    [
        ({"aktif": False}, ATTLOG, "10.1.0.7", "mesin tidak aktif"),
        ({"jaringan": ["10.2.0.0/16", "192.168.1.4"]}, ATTLOG, "10.1.0.7", "alamat di luar jaringan mesin"),
        ({"dialek": Dialek.FK}, ATTLOG, "10.1.0.7", JENIS),
        ({"dialek": Dialek.BERKAS}, ATTLOG, "10.1.0.7", JENIS),
        ({"dialek": Dialek.HIKVISION, "kunci": "benar"}, "/hikvision/A1", "10.1.0.7", KUNCI),
        ({"dialek": Dialek.HIKVISION, "kunci": "benar"}, "/hikvision/A1/salah", "10.1.0.7", KUNCI),
        ({"dialek": Dialek.FINGERSPOT}, "/webhook/fingerspot/x", "10.1.0.7", "kunci belum diisi"),
        ({"dialek": Dialek.ADMS}, "/webhook/fingerspot/x", "10.1.0.7", JENIS),
    ],
)  # fmt: skip
def test_a_known_device_that_may_not(mesin: dict[str, object], jalur: str, alamat: str, alasan: str) -> None:
    """Refused, kept once a day, never attendance, and the device is not counted as heard."""
    buat_mesin("A1", **mesin)
    isi = baris("2026-11-27 10:00:00")
    if "fingerspot" in jalur:
        isi = b'{"type":"attlog","cloud_id":"A1","data":{"pin":"1","scan":"2026-11-27 10:00:00"}}'
    for _ in range(2):
        j = minta(pos(jalur, isi), alamat=alamat)
        assert (j.status, j.isi) == (403, b"UNKNOWN DEVICE\n")
    [k] = Kiriman.objects.all()
    assert (k.putusan, k.alasan, bytes(k.isi)) == (PutusanKiriman.DITOLAK, alasan, isi)
    assert not Pindai.objects.exists()
    assert not KeadaanMesin.objects.exists()


def test_networks_and_keys_that_fit() -> None:
    buat_mesin("A1", jaringan=["10.1.0.0/16"], kunci="k1")
    assert minta(pos(ATTLOG, baris("2026-11-27 10:00:00"))).status == 200
    jabat = "/iclock/cdata?SN=A1&options=all&pushver=2.4.1"
    assert minta(ambil(f"{jabat}&pushcommkey=k1")).status == 200
    assert minta(ambil(jabat)).status == 200, "firmware without a key"
    assert minta(ambil(f"{jabat}&pushcommkey=k2")).status == 403


def test_a_serial_number_is_its_case() -> None:
    buat_mesin("A1")
    assert minta(pos(ATTLOG.replace("A1", "a1"), baris("2026-11-27 10:00:00"))).status == 403
    assert MesinAsing.objects.get().nomor_seri == "a1"
    assert mesin_berseri("A1")


def test_strangers_cannot_fill_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terukur.kehadiran.actions.terima.BATAS_SERI_ASING", 2)
    monkeypatch.setattr("terukur.kehadiran.actions.terima.BATAS_KARANTINA", 3)
    for seri in ("X1", "X2", "X3"):
        for n in range(5):
            minta(pos(f"/iclock/cdata?SN={seri}&table=ATTLOG", baris(f"2026-11-27 10:00:0{n}")))
    assert dict(MesinAsing.objects.values_list("nomor_seri", "jumlah")) == {"X1": 5, "X2": 5}
    assert Kiriman.objects.count() == 6


def test_polls_are_written_once_a_minute() -> None:
    buat_mesin("A1")
    for detik in range(0, 150, 15):
        assert (
            minta(ambil("/iclock/getrequest?SN=A1"), pada=PADA + dt.timedelta(seconds=detik)).isi == b"OK\n"
        )
    assert KeadaanMesin.objects.get().terlihat_pada == PADA + dt.timedelta(seconds=120)
    with CaptureQueriesContext(connection) as tangkap:
        minta(ambil("/iclock/getrequest?SN=A1"), pada=PADA + dt.timedelta(seconds=130))
    assert not [q for q in tangkap if q["sql"].lower().startswith(("insert", "update"))]
    assert not Kiriman.objects.exists()


def test_the_difference_of_clocks_is_the_median_of_live_presses() -> None:
    """A backlog says nothing; one wrong press does not move it; the device is two minutes behind."""
    mesin = buat_mesin("A1")
    minta(pos(ATTLOG, baris(*(f"2026-11-26 07:{n:02d}:00" for n in range(30)))))
    assert KeadaanMesin.objects.get().beda_detik is None
    for n in range(30):
        lokal = PADA.astimezone(dt.timezone(dt.timedelta(hours=8))) + n * MENIT - 2 * MENIT
        if n == 29:
            lokal -= dt.timedelta(hours=5)
        minta(pos(ATTLOG, baris(f"{lokal:%Y-%m-%d %H:%M:%S}")), pada=PADA + n * MENIT)
    kini = KeadaanMesin.objects.get(mesin=mesin)
    assert (kini.beda_detik, len(kini.beda_terakhir)) == (120, 20)


def test_a_cursor_is_echoed_only_as_digits() -> None:
    buat_mesin("A1")
    minta(pos("/iclock/cdata?SN=A1&table=ATTLOG&Stamp=82983982", baris("2026-11-27 10:00:00")))
    minta(pos("/iclock/cdata?SN=A1&table=OPERLOG&Stamp=1%0aICLOCKSVRURL=http://x", b"OPLOG 4\t0\n"))
    isi = minta(ambil("/iclock/cdata?SN=A1&options=all&pushver=2.4.1")).isi
    assert b"\nATTLOGStamp=82983982\n" in isi
    assert b"\nOPERLOGStamp=0\n" in isi
    assert b"ICLOCKSVRURL" not in isi


def test_what_was_done_at_a_device_is_told_once() -> None:
    buat_mesin("A1")
    isi = b"OPLOG 22\t1\t2026-11-27 09:00:00\t0\t0\t0\t0\nOPLOG 4\t0\t2026-11-27 09:01:00\t0\nOPLOG x\n"
    for _ in range(2):
        minta(pos("/iclock/cdata?SN=A1&table=OPERLOG", isi))
    assert sorted(PeristiwaMesin.objects.values_list("kode", "gawat", "pelaku")) == [
        (4, False, "0"),
        (22, True, "1"),
    ]


def test_too_many_lines_are_refused_whole() -> None:
    buat_mesin("A1")
    assert minta(pos(ATTLOG, b"\n" * 5001)).status == 413
    assert not Kiriman.objects.exists()


def test_silence_opens_an_outage_and_the_next_request_ends_it() -> None:
    a, b = buat_mesin("A1"), buat_mesin("B1")
    minta(ambil("/iclock/getrequest?SN=A1"))
    minta(ambil("/iclock/getrequest?SN=B1"))
    kelak = PADA + BATAS_DIAM + MENIT
    assert catat_padam(pada=kelak) == 0, "no listener: the silence is ours"
    ProsesPendengar.objects.create(id=_KUNCI, komputer="x", pid=1, mulai_pada=PADA, terakhir_pada=kelak)
    minta(ambil("/iclock/getrequest?SN=B1"), pada=kelak - MENIT)
    assert catat_padam(pada=kelak) == 1
    assert catat_padam(pada=kelak) == 0
    satu = MesinPadam.objects.get()
    assert (satu.mesin_id, satu.sejak, satu.sampai) == (a.pk, PADA, None)
    minta(ambil("/iclock/getrequest?SN=A1"), pada=kelak + MENIT)
    satu.refresh_from_db()
    assert satu.sampai == kelak + MENIT
    assert b.padam.count() == 0


def test_a_listener_that_just_came_back_blames_nobody() -> None:
    buat_mesin("A1")
    minta(ambil("/iclock/getrequest?SN=A1"))
    kelak = PADA + BATAS_DIAM + MENIT
    tandai_pendengar(_KUNCI, pada=kelak)
    assert catat_padam(pada=kelak) == 0


_KUNCI = "00000000-0000-4000-8000-000000000001"


def test_the_health_page_knows_the_listener() -> None:
    [h] = periksa_pendengar(PADA)
    assert h.keadaan is Keadaan.BAIK
    buat_mesin("A1")
    [h] = periksa_pendengar(PADA)
    assert h.keadaan is Keadaan.GANGGUAN
    tandai_pendengar(_KUNCI, pada=PADA - MENIT)
    [h] = periksa_pendengar(PADA)
    assert (h.keadaan, h.nilai) == (Keadaan.BAIK, "1 proses hidup")
    [h] = periksa_pendengar(PADA + MENIT)
    assert h.keadaan is Keadaan.GANGGUAN
    assert h.sejak == PADA - MENIT


def test_parts_are_made_ahead_but_never_over_rows() -> None:
    mesin = buat_mesin("A1")
    minta(pos(ATTLOG, baris("2026-11-27 10:00:00")))
    assert siapkan_bagian(pada=PADA) == [f"kehadiran_pindai_{b}" for b in ("2026_10", "2026_12", "2027_01")]
    assert siapkan_bagian(pada=PADA) == []
    minta(pos(ATTLOG, baris("2026-10-27 10:00:00")))
    with connection.cursor() as kursor:
        kursor.execute(
            "select tableoid::regclass::text, count(*) from kehadiran_pindai group by 1 order by 1"
        )
        assert kursor.fetchall() == [("kehadiran_pindai_2026_10", 1), ("kehadiran_pindai_lain", 1)]
    assert Pindai.objects.filter(mesin=mesin).count() == 2


def test_commands_only_out_of_the_white_list_and_on_record() -> None:
    mesin = buat_mesin("A1")
    with pytest.raises(AturanDilanggar):
        perintahkan(mesin=mesin, isi="CLEAR DATA", oleh=SISTEM, pada=PADA)
    perintahkan(mesin=mesin, isi="CHECK", oleh=Pelaku(id="u1", nama="Admin"), pada=PADA)
    assert Catatan.objects.filter(peristiwa="mesin.perintahkan").count() == 1
    satu = PerintahMesin.objects.get()
    assert minta(ambil("/iclock/getrequest?SN=A1")).isi == f"C:{satu.pk}:CHECK\n".encode()
    assert minta(ambil("/iclock/getrequest?SN=A1")).isi == b"OK\n"
    minta(pos("/iclock/devicecmd?SN=A1", f"ID={satu.pk}&Return=-1002&CMD=CHECK\n".encode()))
    satu.refresh_from_db()
    assert (satu.status, satu.hasil) == ("gagal", -1002)
    perintahkan(mesin=mesin, isi="LOG", oleh=SISTEM, pada=PADA)
    assert akhiri_perintah(pada=PADA + dt.timedelta(hours=23)) == 0
    assert akhiri_perintah(pada=PADA + dt.timedelta(hours=25)) == 1


def hadapkan(mesin: MesinUji, perbuatan) -> None:  # type: ignore[no-untyped-def]
    async def jalan(port: int) -> None:
        mesin.port, mesin.percepat = port, 100
        await perbuatan()

    dengan_pendengar(jalan, jam=lambda: PADA)


def test_a_night_finds_what_is_missing_and_gets_it() -> None:
    """Two of five records never arrived: the count says so, they are asked for, and counted once more."""
    mesin = buat_mesin("A1")
    palsu = MesinUji("A1")
    for n in range(5):
        palsu.tekan("7", dt.datetime(2026, 11, 26, 7, n))
    palsu.kursor = 2  # the device believes that two were delivered

    async def malam() -> None:
        await palsu.jabat_tangan()
        await palsu.unggah()
        for _ in range(4):
            await palsu.ambil_perintah()

    minta(ambil("/iclock/getrequest?SN=A1"))
    assert minta_hitungan(pada=PADA) == 1
    assert minta_hitungan(pada=PADA) == 0
    hadapkan(palsu, malam)
    assert Pindai.objects.filter(mesin=mesin).count() == 5
    isi = list(PerintahMesin.objects.order_by("pk").values_list("isi", "status", "jawaban"))
    assert [i.split(" ATTLOG")[0] for i, _, _ in isi] == ["VERIFY SUM", "DATA QUERY", "VERIFY SUM"]
    assert {s for _, s, _ in isi} == {"selesai"}
    assert [j.split("\n")[:2] for i, _, j in isi if i.startswith("V")] == [
        ["AttlogCount=5", "TerukurCount=3"], ["AttlogCount=5", "TerukurCount=5"],
    ]  # fmt: skip


def test_a_complete_day_is_not_asked_for_again() -> None:
    buat_mesin("A1")
    palsu = MesinUji("A1")
    palsu.tekan("7", dt.datetime(2026, 11, 26, 7, 0))

    async def malam() -> None:
        await palsu.unggah()
        await palsu.ambil_perintah()
        assert await palsu.ambil_perintah() == []

    minta(ambil("/iclock/getrequest?SN=A1"))
    minta_hitungan(pada=PADA)
    hadapkan(palsu, malam)
    assert PerintahMesin.objects.get().status == "selesai"


def test_the_simulator_shakes_hands_in_both_dialects() -> None:
    buat_mesin("A1", zona=9)
    buat_mesin("B1", Dialek.ACC)
    a, b = MesinUji("A1"), MesinAcc("B1")
    a.tekan("7", dt.datetime(2026, 11, 27, 7, 0))
    b.tekan("7", dt.datetime(2026, 11, 27, 7, 0))

    async def jalan(port: int) -> None:
        for m in (a, b):
            m.port = port
            await m.jabat_tangan()
            assert await m.unggah() == 1
            assert await m.unggah() == 0

    dengan_pendengar(jalan, jam=lambda: PADA)
    assert a.setelan["TimeZone"] == "9"
    assert b.setelan["SessionID"] == b.kode == KeadaanMesin.objects.get(mesin__nomor_seri="B1").sesi
    jam = dict(Pindai.objects.values_list("mesin__nomor_seri", "waktu"))
    assert jam == {"A1": PADA.replace(day=26, hour=22), "B1": PADA.replace(day=26, hour=23)}


def test_a_refused_device_keeps_its_records_and_makes_smaller_batches() -> None:
    palsu = MesinUji("ASING1")
    for n in range(200):
        palsu.tekan("7", dt.datetime(2026, 11, 26, 7, 0) + n * MENIT)

    async def gagal() -> None:
        with pytest.raises(Luring):
            await palsu.jabat_tangan()
        with pytest.raises(Luring):
            await palsu.unggah()

    hadapkan(palsu, gagal)
    assert (palsu.kursor, palsu.banyak) == (0, 30)
    assert not Pindai.objects.exists()
    Mesin.objects.update()
    buat_mesin("ASING1")
    hadapkan(palsu, palsu.unggah)
    assert (palsu.kursor, Pindai.objects.count()) == (200, 200)


def test_two_devices_at_once_are_kept_apart() -> None:
    for seri in ("A1", "B1"):
        buat_mesin(seri)
    a, b = MesinUji("A1"), MesinUji("B1")
    for m in (a, b):
        m.tekan("7", dt.datetime(2026, 11, 27, 7, 0))

    async def jalan(port: int) -> None:
        a.port = b.port = port
        await asyncio.gather(a.unggah(), b.unggah())

    dengan_pendengar(jalan, jam=lambda: PADA)
    assert sorted(Pindai.objects.values_list("mesin__nomor_seri", "pin")) == [("A1", "7"), ("B1", "7")]
