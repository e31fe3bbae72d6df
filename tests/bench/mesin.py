"""Intake as devices see it, over sockets; and the floor: the same rows by one bare INSERT each time."""

import asyncio
import datetime as dt
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from django.db import connection

from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.models import Pindai
from tests.beban.siapkan_mesin import main as siapkan

BARIS, ULANG, PROSES, MESIN = 150, 150, 2, 12
AWAL = dt.datetime(2026, 11, 1, 0, 0, 0)
_LANTAI = """insert into lantai_pindai select 1, r.pin, r.waktu, 0, 1, 1, now(), 1
from unnest(%s::text[], %s::timestamptz[]) as r (pin, waktu) on conflict do nothing"""


def kelompok(n: int) -> list[tuple[str, str]]:
    """The ``n``-th batch of 150 presses, all different, of people whose PIN are mapped."""
    return [
        (str((n * BARIS + i) % 1000 + 1), f"{AWAL + dt.timedelta(seconds=n * BARIS + i):%Y-%m-%d %H:%M:%S}")
        for i in range(BARIS)
    ]


def kirim(port: int, seri: str, n: int) -> None:
    isi = "".join(f"{pin}\t{waktu}\t0\t1\t0\t0\t0\n" for pin, waktu in kelompok(n)).encode()
    kepala = (
        f"POST /iclock/cdata?SN={seri}&table=ATTLOG&Stamp={n} HTTP/1.0\r\nContent-Length: {len(isi)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(kepala.encode() + isi)
        jawaban = b""
        while potong := s.recv(4096):
            jawaban += potong
    assert jawaban.endswith(f"\r\n\r\nOK: {BARIS}\n".encode()), jawaban


def lantai(n: int) -> None:
    baris = kelompok(n)
    with connection.cursor() as kursor:
        kursor.execute(_LANTAI, [[b[0] for b in baris], [f"{b[1]}+08" for b in baris]])


def lama(perbuatan: Callable[[], Any]) -> float:
    mulai = time.perf_counter()
    perbuatan()
    return (time.perf_counter() - mulai) * 1000


def persen95(nilai: list[float]) -> float:
    return quantiles(nilai, n=20)[-1]


async def banjir(port: int, seri: list[str], detik: float) -> tuple[int, float]:
    """(presses acknowledged, seconds) of several devices that send as fast as they are answered."""
    akhir, jumlah = time.perf_counter() + detik, 0

    async def satu(s: str) -> None:
        nonlocal jumlah
        n = 0
        while time.perf_counter() < akhir:
            await asyncio.to_thread(kirim, port, s, n)
            jumlah, n = jumlah + BARIS, n + 1

    mulai = time.perf_counter()
    await asyncio.gather(*(satu(s) for s in seri))
    return jumlah, time.perf_counter() - mulai


def main(detik: str) -> dict[str, float]:
    seri = siapkan(MESIN + 1)["seri"]
    siapkan_bagian(pada=dt.datetime.now(dt.UTC))
    with connection.cursor() as kursor:
        kursor.execute("create table lantai_pindai (like kehadiran_pindai including all)")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    perintah = [sys.executable, "-m", "tests.beban.pendengar_longgar", str(port)]
    proses = [subprocess.Popen(perintah, stdout=subprocess.PIPE) for _ in range(PROSES)]
    try:
        for p in proses:
            assert p.stdout
            p.stdout.readline()
        satu, dasar = [], []
        for n in range(ULANG + 20):
            dasar.append(lama(lambda n=n: lantai(n)))  # type: ignore[misc]
            satu.append(lama(lambda n=n: kirim(port, seri[0], n)))  # type: ignore[misc]
        jumlah, waktu = asyncio.run(banjir(port, seri[1:], float(detik)))
    finally:
        for p in proses:
            p.terminate()
        for p in proses:
            p.wait(20)
    ada = Pindai.objects.filter(mesin__nomor_seri__startswith="BEBAN").count()
    assert ada == jumlah + (ULANG + 20) * BARIS, "what was acknowledged is there, once"
    return {
        "p95": persen95(satu[20:]), "tengah": median(satu[20:]), "lantai_p95": persen95(dasar[20:]),
        "lantai_tengah": median(dasar[20:]), "laju": jumlah / waktu, "jumlah": jumlah,
    }  # fmt: skip
