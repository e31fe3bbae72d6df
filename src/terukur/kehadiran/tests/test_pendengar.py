"""The listener as a process: time limits, rates, proxies, a database that goes away, a clean stop."""

import asyncio
import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError

from terukur.kehadiran import pendengar as modul
from terukur.kehadiran.choices import Dialek
from terukur.kehadiran.models import KeadaanMesin, Kiriman, Pindai, ProsesPendengar
from terukur.kehadiran.pendengar import Pembatas, Pendengar, Waktu
from terukur.kehadiran.rules.laju import Laju
from terukur.kehadiran.tests.dunia_mesin import (
    PADA,
    ambil,
    bicara,
    buat_mesin,
    dengan_pendengar,
    jawaban,
    longgar,
    pos,
)
from tests.beban.kabut import kabut, sah_menurut_pembaca_ketat

BARIS = b"7\t2026-11-27 10:00:00\t0\t1\n"
ATTLOG = "/iclock/cdata?SN=A1&table=ATTLOG"
RETRY = jawaban(b"RETRY\n", b"503 Service Unavailable")


@pytest.mark.django_db
def test_several_requests_over_one_connection() -> None:
    """With a newline too many behind the first body, and the last one without any."""
    buat_mesin("A1")
    [semua] = bicara(
        pos(ATTLOG, BARIS, versi="1.1") + b"\r\n" + pos(ATTLOG, b"8\t2026-11-27 10:00:00", versi="1.1")
        + ambil("/iclock/ping?SN=A1")
    )  # fmt: skip
    assert semua == jawaban(b"OK: 1\n", tutup=False) * 2 + jawaban(b"OK\n")
    assert Pindai.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"POST /iclock/cdata?SN=A1&table=ATTLOG HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 20000, b"431"),
        (b"GET / HTTP/1.1\r\n" + b"X: x\r\n" * 4000 + b"\r\n", b"431"),
        (b"\x00\x01\x02\r\n\r\n", b"400"),
        (ambil("/"), b"404"),
        (ambil("/iclock/exchange?SN=A1&type=publickey"), b"404"),
    ],
)
def test_what_is_not_served(data: bytes, status: bytes) -> None:
    buat_mesin("A1")
    [hasil] = bicara(data)
    assert hasil.startswith(b"HTTP/1.1 " + status)
    assert b"Connection: close" in hasil
    assert b"OK" not in hasil.replace(b"BAD", b"")
    assert not Kiriman.objects.exists()


@pytest.mark.django_db
def test_a_body_that_breaks_off_is_not_acknowledged() -> None:
    buat_mesin("A1")
    utuh = pos(ATTLOG, BARIS * 3)
    assert bicara(utuh[:-5]) == [b""]
    assert not Kiriman.objects.exists()


@pytest.mark.django_db
def test_slow_heads_and_bodies_end() -> None:
    buat_mesin("A1")

    async def lambat(port: int) -> list[bytes]:
        hasil = []
        for awal in (b"GET / HTTP/1.1\r\n", pos(ATTLOG, BARIS)[:-5]):
            masuk, keluar = await asyncio.open_connection("127.0.0.1", port)
            keluar.write(awal)
            hasil.append(await masuk.read())
            keluar.close()
        return hasil

    hasil = dengan_pendengar(lambat, waktu=Waktu(0.05, 0.05, 0.05), jam=lambda: PADA)
    assert hasil == [jawaban(b"REQUEST TIMEOUT\n", b"408 Request Timeout")] * 2
    assert not Kiriman.objects.exists()


@pytest.mark.django_db
def test_a_chunked_body() -> None:
    buat_mesin("A1", Dialek.ADMS)
    kepala = f"POST {ATTLOG} HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
    potong = b"%x\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n\r\n" % (10, BARIS[:10], len(BARIS) - 10, BARIS[10:])
    assert bicara(kepala + potong, kepala + b"zz\r\n") == [
        jawaban(b"OK: 1\n"), jawaban(b"BAD REQUEST\n", b"400 Bad Request"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_only_our_own_proxy_names_the_device() -> None:
    buat_mesin("A1")
    satu = b"GET /iclock/ping?SN=A1 HTTP/1.0\r\nX-Forwarded-For: 1.2.3.4, 10.9.0.1\r\n\r\n"
    bicara(satu)
    assert KeadaanMesin.objects.get().alamat == "127.0.0.1"
    bicara(satu, proksi=["127.0.0.0/8"])
    assert KeadaanMesin.objects.get().alamat == "10.9.0.1"


@pytest.mark.django_db
def test_who_asks_too_often_is_told_to_come_again() -> None:
    buat_mesin("A1")
    batas = Pembatas(Laju(0, 3), Laju(1e6, 1e6))
    hasil = bicara(*[ambil("/iclock/getrequest?SN=A1")] * 4, pembatas=batas)
    assert hasil == [jawaban(b"OK\n")] * 3 + [jawaban(b"RETRY\n", b"429 Too Many Requests")]


@pytest.mark.django_db
def test_a_stranger_behind_the_same_router_locks_nobody_out() -> None:
    buat_mesin("A1")
    batas = Pembatas(Laju(1e6, 1e6), Laju(0, 2))
    hasil = bicara(
        ambil("/iclock/ping?SN=A1"), *[ambil(f"/iclock/ping?SN=X{n}") for n in range(4)],
        ambil("/iclock/ping?SN=A1"), pembatas=batas,
    )  # fmt: skip
    assert [h.split()[1] for h in hasil] == [b"200", b"403", b"403", b"429", b"429", b"200"]


def test_buckets_fill_again_and_forget_the_longest_unused() -> None:
    laju = Laju(2, 2, banyak_kunci=2)
    assert [laju.boleh("a", kini=0) for _ in range(3)] == [True, True, False]
    assert laju.habis("a", kini=0.4)
    assert laju.boleh("a", kini=0.5)
    for kunci in ("b", "c"):
        laju.boleh(kunci, kini=0.5)
    assert laju.boleh("a", kini=0.5), "forgotten, hence full"


@pytest.mark.django_db
def test_no_ok_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    buat_mesin("A1")

    def pergi(*_: Any, **__: Any) -> None:
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as m:
        m.setattr(modul, "layani", pergi)
        assert bicara(pos(ATTLOG, BARIS), ambil("/iclock/getrequest?SN=A1")) == [RETRY, RETRY]
    assert bicara(pos(ATTLOG, BARIS)) == [jawaban(b"OK: 1\n")]


@pytest.mark.django_db
def test_an_error_of_ours_is_no_ok_either(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def salah(*_: Any, **__: Any) -> None:
        raise RuntimeError("salah")

    monkeypatch.setattr(modul, "layani", salah)
    [hasil] = bicara(pos(ATTLOG, BARIS))
    assert hasil == jawaban(b"INTERNAL SERVER ERROR\n", b"500 Internal Server Error")
    assert "request of a device failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_threads_of_its_own_a_beat_and_a_clean_stop() -> None:
    """The real thing: connections per thread, parts made at start, an idle line dropped at the stop."""
    buat_mesin("A1")

    async def jalan() -> bytes:
        berhenti, siap = asyncio.Event(), asyncio.get_running_loop().create_future()
        satu = Pendengar(port=0, utas=2, jam=lambda: PADA, pembatas=longgar())
        tugas = asyncio.create_task(satu.jalankan(berhenti, siap.set_result))
        masuk, keluar = await asyncio.open_connection("127.0.0.1", await siap)
        keluar.write(pos(ATTLOG, BARIS, versi="1.1"))
        hasil = await masuk.readuntil(b"OK: 1\n")
        while not await asyncio.to_thread(_ada_denyut):
            await asyncio.sleep(0.02)
        berhenti.set()
        await asyncio.wait_for(tugas, 3)
        assert await masuk.read() == b""
        keluar.close()
        return hasil

    with ThreadPoolExecutor(1) as kolam:  # a browser test of this worker leaves its loop in the main thread
        assert kolam.submit(asyncio.run, jalan()).result() == jawaban(b"OK: 1\n", tutup=False)
    assert Pindai.objects.count() == 1
    assert not ProsesPendengar.objects.exists(), "it said good-bye"


def _ada_denyut() -> bool:
    from django.db import connection

    try:
        return ProsesPendengar.objects.exists()
    finally:
        connection.close()


@pytest.mark.django_db
def test_mutated_requests_neither_break_it_nor_become_attendance() -> None:
    """The gate of soak_mesin, in small: 400 requests, every answer well-formed, nothing invented."""
    buat_mesin("A1")
    acak = random.Random(5)
    kiriman = [kabut(acak, "A1") for _ in range(400)]
    hasil = bicara(*kiriman)
    rusak = [h for h in hasil if h and not h.startswith((b"HTTP/1.1 200", b"HTTP/1.1 4"))]
    assert rusak == []
    assert sum(h.startswith(b"HTTP/1.1 200") for h in hasil) > 40
    sah = {kunci for k in kiriman for kunci in sah_menurut_pembaca_ketat(k)}
    zona = dt.timezone(dt.timedelta(hours=8))
    ada = {(p.pin, f"{p.waktu.astimezone(zona):%Y-%m-%d %H:%M:%S}") for p in Pindai.objects.all()}
    assert ada <= sah
    assert ada
