"""What nobody may do to the listener: send what takes for ever to read, or fill it."""

import asyncio
import re
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from terukur.kehadiran import badan, pendengar
from terukur.kehadiran.choices import Dialek
from terukur.kehadiran.models import KeadaanMesin, Kiriman, Pindai
from terukur.kehadiran.pendengar import Pembatas
from terukur.kehadiran.protokol import http
from terukur.kehadiran.protokol.adms import baca_hasil
from terukur.kehadiran.protokol.http import BATAS_KEPALA, PermintaanBuruk, baca_kepala
from terukur.kehadiran.protokol.kenali import nama_pengirim
from terukur.kehadiran.protokol.rekam import baca_attlog
from terukur.kehadiran.queries.mesin import nama_terdaftar
from terukur.kehadiran.rules.laju import Laju
from terukur.kehadiran.tests.dunia_mesin import (
    PADA,
    ambil,
    bicara,
    buat_mesin,
    dengan_pendengar,
    jawaban,
    pos,
)

T = TypeVar("T")

WAKTU = b"2026-11-27 10:00:00"


@pytest.mark.parametrize(
    ("waktu", "alasan"),
    [
        (b"2026--1-27 10:00:00", "jam_rusak"),
        (b"-1-1", "jam_rusak"),
        (b"1--1", "jam_rusak"),
        (b"--1", "jam_rusak"),
        (b"-", "tidak_terbaca"),
        (b"1 -1", "tidak_terbaca"),
        (b"-" * 40, "jam_rusak"),
        (b"-" * 41, "tidak_terbaca"),
        (b"0" * 100_000, "tidak_terbaca"),
    ],
)
def test_a_time_is_short_and_what_is_like_one_is_known_at_a_glance(waktu: bytes, alasan: str) -> None:
    assert [b.alasan for b in baca_attlog(b"7\t" + waktu + b"\n").buruk] == [alasan]


def test_a_line_without_end_is_not_read() -> None:
    utuh = b"7\t" + WAKTU + b"\t0\t1"
    panjang = utuh + b"\t0" + b"0" * 1024
    hasil = baca_attlog(utuh + b"\n" + panjang)
    assert [r.pin for r in hasil.rekam] == ["7"]
    assert [(b.nomor, b.isi, b.alasan) for b in hasil.buruk] == [(2, panjang, "tidak_terbaca")]


@pytest.mark.parametrize(
    ("awal", "metode", "kueri", "tutup"),
    [
        (b"GET /iclock/ping?SN=A HTTP/1.1", "GET", {"sn": "A"}, False),
        (b" get   /iclock/ping?SN=A B ,c   http/1.0 \r\n", "GET", {"sn": "A B ,c"}, True),
        (b"GET /iclock/ping?SN=A HTTP/1.0 x HTTP/1.1", "GET", {"sn": "A HTTP/1.0 x"}, False),
    ],
)
def test_the_first_line(awal: bytes, metode: str, kueri: dict[str, str], tutup: bool) -> None:
    p = baca_kepala([awal])
    assert (p.metode, p.kueri, p.tutup) == (metode, kueri, tutup)


@pytest.mark.parametrize("awal", [b"GET /" + b" " * 16000 + b"x", b"GET  HTTP/1.1", b"GET x HTTP/1.1", b""])
def test_a_first_line_that_is_none(awal: bytes) -> None:
    with pytest.raises(PermintaanBuruk):
        baca_kepala([awal])
    assert not any(isinstance(v, re.Pattern) for v in vars(http).values()), "no pattern over a whole line"


def test_the_last_of_all_that_proxies_added_counts() -> None:
    p = baca_kepala([b"GET / HTTP/1.1", b"X-Forwarded-For: 10.1.1.1, 1.2.3.4", b"x-forwarded-for: 10.2.2.2"])
    assert p.tajuk["x-forwarded-for"].rpartition(",")[2].strip() == "10.2.2.2"


def test_a_letter_that_is_like_another_is_no_result() -> None:
    assert baca_hasil("\u0131d=1&Return=0".encode()) == ()


async def _habiskan(data: bytes) -> bytes:
    aliran = asyncio.StreamReader(limit=BATAS_KEPALA)
    aliran.feed_data(data)
    aliran.feed_eof()
    p = baca_kepala([b"POST / HTTP/1.1", b"Transfer-Encoding: chunked"])
    return await badan.Pembaca().baca(aliran, p, None)


def jalankan(kerja: Awaitable[T]) -> T:
    async def tunggu() -> T:
        return await kerja

    with ThreadPoolExecutor(1) as kolam:
        return kolam.submit(asyncio.run, tunggu()).result()


def test_a_body_of_too_many_parts_is_refused() -> None:
    satu = b"1\r\nx\r\n"
    assert jalankan(_habiskan(satu * 3 + b"0\r\n\r\n")) == b"xxx"
    with pytest.raises(PermintaanBuruk):
        jalankan(_habiskan(satu * badan.BANYAK_POTONGAN + b"0\r\n\r\n"))


def test_big_bodies_take_turns_and_small_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address holds its turns with bodies that do not go on: others are read, and it loses them."""
    monkeypatch.setattr(badan, "BADAN_BESAR", 10)
    monkeypatch.setattr(badan, "BESAR_SEALAMAT", 1)

    async def lama() -> list[object]:
        pembaca = badan.Pembaca(longgar=0.05)

        def mulai(alamat: str, panjang: int, ada: int) -> asyncio.Task[bytes]:
            aliran = asyncio.StreamReader(limit=BATAS_KEPALA)
            aliran.feed_data(b"x" * ada)
            p = baca_kepala([b"POST / HTTP/1.1", b"Content-Length: %d" % panjang])
            return asyncio.create_task(pembaca.baca(aliran, p, alamat))

        tugas = [mulai("a", 20, 15), mulai("a", 20, 20), mulai("a", 9, 9), mulai("b", 20, 20)]
        await asyncio.wait(tugas[2:])
        assert not any(t.done() for t in tugas[:2])
        return await asyncio.gather(*tugas, return_exceptions=True)

    macet, *lain = jalankan(lama())
    assert isinstance(macet, TimeoutError)
    assert lain == [b"x" * 20, b"x" * 9, b"x" * 20]


@pytest.mark.django_db
def test_the_longest_idle_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the share of an address one of its own goes; our own proxy has no share."""
    buat_mesin("A1")
    monkeypatch.setattr(pendengar, "BATAS_SEALAMAT", 3)

    async def jalan(port: int) -> tuple[list[bool], bytes]:
        diam = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        diam[0][1].write(b"GET /iclock/ping?SN=A1 HTTP/1.1\r\n")  # a head without end waits too
        masuk, keluar = await asyncio.open_connection("127.0.0.1", port)
        keluar.write(ambil("/iclock/ping?SN=A1"))
        hasil = await masuk.read()
        tutup = [m.at_eof() for m, _ in diam]
        for _, k in [*diam, (masuk, keluar)]:
            k.close()
        return tutup, hasil

    tutup, hasil = dengan_pendengar(jalan, jam=lambda: PADA)
    assert hasil == jawaban(b"OK\n")
    assert sum(tutup) == 1
    tutup, hasil = dengan_pendengar(jalan, jam=lambda: PADA, proksi=["127.0.0.1"])
    assert hasil == jawaban(b"OK\n")
    assert sum(tutup) == 0
    monkeypatch.setattr(pendengar, "BATAS_SAMBUNGAN", 3)
    assert dengan_pendengar(jalan, jam=lambda: PADA, proksi=["127.0.0.1"])[1] == jawaban(b"OK\n")


def test_names_that_are_none_share_one_bucket() -> None:
    def nama(awal: str, *tajuk: str) -> str:
        return nama_pengirim(baca_kepala([f"{awal} HTTP/1.0".encode(), *(t.encode() for t in tajuk)]))

    assert nama("GET /iclock/ping?SN=" + "x" * 65) == nama("GET /") == nama("GET /?SN=A1") == ""
    assert nama("GET /iclock/ping?SN=A1", "dev_id: B1") == "A1"
    assert nama("GET /", "dev_id: B1") == "B1"
    assert nama("GET /hikvision/H1/rahasia") == "H1"
    assert nama("GET /webhook/fingerspot/k1") == "k1"


@pytest.mark.django_db
def test_a_flood_of_strangers_stops_no_admitted_device() -> None:
    """Right after a start, before the device was ever heard, and after somebody misused its name."""
    a, _ = buat_mesin("A1"), buat_mesin("B1")
    KeadaanMesin.objects.create(mesin=a, alamat="127.0.0.1")
    fk = b"POST / HTTP/1.0\r\nrequest_code: receive_cmd\r\ndev_id: A1\r\nContent-Length: 0\r\n\r\n"
    hasil = bicara(
        *[ambil(f"/iclock/ping?SN=X{n}") for n in range(3)], ambil("/iclock/ping?SN=A1"), fk,
        pos("/hikvision/A1", b"{}"), ambil("/iclock/ping?SN=A1"), ambil("/iclock/ping?SN=B1"),
        pembatas=Pembatas(Laju(1e6, 1e6), Laju(0, 2)),
    )  # fmt: skip
    assert [h.split()[1] for h in hasil] == [b"403", b"403", b"429", b"200", b"403", b"403", b"200", b"200"]


@pytest.mark.django_db
def test_only_devices_that_speak_have_a_name_here() -> None:
    buat_mesin("A1")
    buat_mesin("N1", aktif=False)
    buat_mesin("U1", Dialek.BERKAS)
    buat_mesin("F1", Dialek.FINGERSPOT)
    KeadaanMesin.objects.create(mesin=buat_mesin("F2", Dialek.FINGERSPOT, kunci="k1"), alamat="10.9.9.9")
    assert nama_terdaftar() == {(None, "A1"), ("10.9.9.9", "k1")}


@pytest.mark.django_db
def test_who_is_known_elsewhere_is_a_stranger_here() -> None:
    KeadaanMesin.objects.create(mesin=buat_mesin("A1"), alamat="10.9.9.9")
    hasil = bicara(
        *[ambil(f"/iclock/ping?SN=X{n}") for n in range(2)], ambil("/iclock/ping?SN=A1"),
        pembatas=Pembatas(Laju(1e6, 1e6), Laju(0, 2)),
    )  # fmt: skip
    assert hasil[-1].startswith(b"HTTP/1.1 429")


@pytest.mark.django_db
def test_pictures_are_no_lines() -> None:
    buat_mesin("H1", Dialek.HIKVISION)
    buat_mesin("A1")
    teks = (
        b'{"eventType":"AccessControllerEvent","dateTime":"2026-11-27T10:00:00+08:00",'
        b'"AccessControllerEvent":{"majorEventType":5,"subEventType":75,"employeeNoString":"7"}}'
    )
    foto = b"\n\xff" * 700_000
    isi = b"--b\r\n\r\n" + teks + b"\r\n--b\r\n\r\n" + foto + b"\r\n--b--\r\n"
    hasil = bicara(
        pos("/hikvision/H1", isi, "Content-Type: multipart/form-data; boundary=b"),
        pos("/iclock/cdata?SN=A1&table=ATTPHOTO", b"PIN=1.jpg\nSN=A1\nCMD=uploadphoto\0" + foto),
        pos("/iclock/fdata?SN=A1&table=ATTPHOTO", foto),
    )
    assert hasil == [jawaban(b"OK: 1\n"), jawaban(b"OK\n"), jawaban(b"OK\n")]
    assert [p.pin for p in Pindai.objects.all()] == ["7"]
    assert all(len(k.isi) < 500 for k in Kiriman.objects.all())
