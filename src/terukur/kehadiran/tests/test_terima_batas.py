"""Intake at its limits: the disk, clocks before all time, what the database does not take, lost commands."""

import datetime as dt
from hashlib import sha256

import pytest
from django.db import DataError, OperationalError

from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import terima
from terukur.kehadiran.actions.perintah import akhiri_perintah, perintahkan, tawarkan_lagi
from terukur.kehadiran.choices import Dialek, PutusanKiriman, StatusPerintah
from terukur.kehadiran.models import Kiriman, PerintahMesin, PeristiwaMesin, Pindai
from terukur.kehadiran.queries.perangkat import keluhan_mesin, ukuran_mesin
from terukur.kehadiran.tests.dunia_mesin import PADA, ambil, bicara, buat_mesin, jawaban, pos
from terukur.kehadiran.tests.test_terima import ATTLOG, MENIT, baris, minta

pytestmark = pytest.mark.django_db
SATU = "2026-11-27 10:00:00"


def test_refused_bodies_have_a_share_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it digest and length are kept, beyond the number of bodies nothing; next day there is room."""
    monkeypatch.setattr(terima, "BYTE_DITOLAK", 70)
    monkeypatch.setattr(terima, "BATAS_DITOLAK", 4)
    mesin = buat_mesin("A1", aktif=False)
    isi = [baris(SATU, pin=str(n)) for n in range(6)]
    for satu in isi + isi:
        minta(pos(ATTLOG, satu))
    semua = list(Kiriman.objects.order_by("pk"))
    assert [bool(k.isi) for k in semua] == [True, True, False, False]
    assert [k.sidik for k in semua] == [sha256(i).hexdigest() for i in isi[:4]]
    assert sum(len(k.isi) for k in semua) <= 70
    assert semua[-1].alasan == f"mesin tidak aktif; isi {len(isi[3])} byte tidak disimpan"
    minta(pos(ATTLOG, isi[5]), pada=PADA + dt.timedelta(days=1))
    assert bytes(mesin.kiriman.latest("pk").isi) == isi[5]


@pytest.mark.parametrize("batas", ["BYTE_SERI", "BYTE_KARANTINA"])
def test_strangers_have_one_too(monkeypatch: pytest.MonkeyPatch, batas: str) -> None:
    monkeypatch.setattr(terima, batas, 60)
    for seri in ("X1", "X2"):
        for n in range(2):
            minta(pos(f"/iclock/cdata?SN={seri}&table=ATTLOG", baris(SATU, pin=str(n))))
    simpan = [bool(k.isi) for k in Kiriman.objects.order_by("pk")]
    assert simpan == ([True, False] * 2 if batas == "BYTE_SERI" else [True, False, False, False])


def test_a_clock_before_all_time_says_none() -> None:
    """Year 1 in a zone east of UTC is before the first day of the database, the last one after its last."""
    buat_mesin("A1")
    for jam in ("0001-01-01 00:00:00", "9999-12-31 23:59:59", SATU):
        minta(pos("/iclock/cdata?SN=A1&table=OPERLOG", f"OPLOG 21\t0\t{jam}\t{jam[:4]}\n".encode()))
    assert [p.waktu for p in PeristiwaMesin.objects.order_by("pk")] == [None, None, PADA - 60 * MENIT]
    buat_mesin("B1", Dialek.ACC)
    minta(pos("/iclock/cdata?SN=B1&table=rtlog", b"time=0001-01-01 00:00:00\tpin=7\tevent=102"))
    assert PeristiwaMesin.objects.get(mesin__nomor_seri="B1").waktu is None


def test_a_body_that_the_database_does_not_take_is_kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The device goes on, the page says so. An outage is another matter: there it keeps its records."""
    mesin = buat_mesin("A1")

    def salah(*_: object, **__: object) -> None:
        raise galat

    monkeypatch.setattr("terukur.kehadiran.actions.simpan.masukkan", salah)
    galat: Exception = OperationalError("pergi")
    assert bicara(pos(ATTLOG, baris(SATU))) == [jawaban(b"RETRY\n", b"503 Service Unavailable")]
    assert not Kiriman.objects.exists()
    galat = DataError("di luar jangkauan")
    assert bicara(pos(ATTLOG, baris(SATU))) == [jawaban(b"OK: 1\n")]
    [k] = Kiriman.objects.all()
    assert (k.putusan, k.alasan) == (PutusanKiriman.DITOLAK, "tidak dapat disimpan: DataError")
    assert bytes(k.isi) == baris(SATU)
    assert not Pindai.objects.exists()
    ukuran = ukuran_mesin([mesin.pk], pada=PADA + 20 * MENIT)[mesin.pk]
    assert (ukuran.ditolak, ukuran.gagal_simpan) == (0, 1)
    judul = [s.judul for s in keluhan_mesin(mesin, ukuran, (), pada=PADA)]
    assert "Kiriman tidak dapat disimpan sebagai rekam" in judul


def test_an_error_that_is_no_outage_is_no_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    buat_mesin("A1")

    def salah(*_: object, **__: object) -> None:
        raise DataError("di luar jangkauan")

    monkeypatch.setattr(terima, "_tandai", salah)
    [hasil] = bicara(ambil("/iclock/ping?SN=A1"))
    assert hasil.startswith(b"HTTP/1.1 500")


def test_a_command_whose_answer_was_lost_is_offered_again() -> None:
    """Three times, and a restart never."""
    mesin = buat_mesin("A1")
    satu = perintahkan(mesin=mesin, isi="LOG", oleh=SISTEM, pada=PADA)
    perintahkan(mesin=mesin, isi="REBOOT", oleh=SISTEM, pada=PADA)
    kali, pada = 0, PADA
    while minta(ambil("/iclock/getrequest?SN=A1"), pada=pada).isi != b"OK\n":
        kali += 1
        assert tawarkan_lagi(pada=pada + 14 * MENIT) == 0
        pada += 16 * MENIT
        assert tawarkan_lagi(pada=pada) == (kali <= 3)
    assert kali == 4
    minta(pos("/iclock/devicecmd?SN=A1", f"ID={satu.pk}&Return=0&CMD=LOG\n".encode()), pada=pada)
    satu.refresh_from_db()
    assert (satu.status, satu.hasil) == (StatusPerintah.SELESAI, 0)
    assert tawarkan_lagi(pada=pada + 60 * MENIT) == 0
    assert akhiri_perintah(pada=PADA + dt.timedelta(hours=25)) == 1


def test_records_are_asked_for_again_where_the_first_try_failed() -> None:
    mesin = buat_mesin("A1")
    rentang = "ATTLOG StartTime=2026-11-26 00:00:00\tEndTime=2026-11-26 23:59:59"
    lama = perintahkan(mesin=mesin, isi=f"DATA QUERY {rentang}", oleh=SISTEM, pada=PADA)
    PerintahMesin.objects.filter(pk=lama.pk).update(status=StatusPerintah.GAGAL)
    hitung = perintahkan(mesin=mesin, isi=f"VERIFY SUM {rentang}", oleh=SISTEM, pada=PADA)
    balas = f"ID={hitung.pk}&Return=0&CMD=VERIFY SUM&AttlogCount=5\n".encode()
    minta(pos("/iclock/devicecmd?SN=A1", balas))
    assert PerintahMesin.objects.filter(isi=lama.isi, status=StatusPerintah.MENUNGGU).count() == 1
