"""The listener of devices: a small asyncio process beside the web server (``terukur mesin``).

Sockets live in the loop, database work in a few threads. While the database is away every answer is RETRY.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.db import InterfaceError, OperationalError, connection

from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.actions.padam import hapus_pendengar, tandai_pendengar
from terukur.kehadiran.actions.terima import layani
from terukur.kehadiran.badan import Pembaca, baris
from terukur.kehadiran.protokol.http import (
    BATAS_KEPALA,
    TERLALU_SERING,
    ULANGI,
    Jawaban,
    Permintaan,
    PermintaanBuruk,
    baca_kepala,
    galat,
    tulis_jawaban,
)
from terukur.kehadiran.protokol.kenali import nama_pengirim
from terukur.kehadiran.queries.mesin import nama_terdaftar
from terukur.kehadiran.rules.laju import Laju

Alamat = IPv4Address | IPv6Address
_log = logging.getLogger(__name__)

BATAS_SAMBUNGAN, BATAS_SEALAMAT = 1000, 250
"""Open connections, and of these from one address: all devices of a kabupaten may be behind one router.
Beyond, who has been waiting longest without a request makes room."""
BATAS_ANTRE = 400
"""Requests that wait for a thread; beyond, devices are asked to come again."""
JEDA_DENYUT = 30.0
BANYAK_DIKENAL = 5000
"""Served pairs of address and name that are remembered; forgetting them all only costs some patience."""


@dataclass(frozen=True, slots=True)
class Waktu:
    """Seconds: until a head is complete, until a body is, and between two requests of a connection."""

    kepala: float = 15.0
    badan: float = 60.0
    diam: float = 90.0


@dataclass
class Pembatas:
    """``mesin``: per address and name. ``gagal``: refusals per address, in which no admitted device can be
    locked out by a stranger behind the same router."""

    mesin: Laju = field(default_factory=lambda: Laju(20, 200))
    gagal: Laju = field(default_factory=lambda: Laju(1, 60))


@dataclass(slots=True)
class Sambungan:
    """An open connection. ``diam_sejak``: since when no request of it is complete, None while one is served.
    ``alamat``: empty for our own proxies, which bring many devices."""

    alamat: str
    diam_sejak: float | None


def kini() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Pendengar:
    """``proksi``: networks of our own proxies, whose X-Forwarded-For is believed."""

    def __init__(
        self,
        *,
        alamat: str = "127.0.0.1",
        port: int = 8081,
        utas: int = 4,
        proksi: Sequence[str] = (),
        jam: Callable[[], dt.datetime] = kini,
        waktu: Waktu | None = None,
        pembatas: Pembatas | None = None,
    ) -> None:
        self.alamat, self.port, self.jam = alamat, port, jam
        self.waktu, self.pembatas = waktu or Waktu(), pembatas or Pembatas()
        self.proksi = [ip_network(p, strict=False) for p in proksi]
        self.utas = utas
        self.kolam = ThreadPoolExecutor(utas, thread_name_prefix="mesin")
        self.kunci = uuid.uuid4()
        self.dikenal: dict[tuple[str | None, str], None] = {}
        """Who was served, by address and name. A refusal takes nobody out: anybody may use another's name."""
        self.terdaftar: frozenset[tuple[str | None, str]] = frozenset()
        """Admitted devices by their last address and name; without address: never heard yet."""
        self.antre = 0
        self.sambungan: dict[asyncio.Task[None], Sambungan] = {}
        self.badan = Pembaca()

    async def jalankan(
        self, berhenti: asyncio.Event, siap: Callable[[int], None] = lambda port: None
    ) -> None:
        """Listen until ``berhenti``; ``siap`` is told the port. Requests that have begun are answered."""
        server = await asyncio.start_server(
            self._sambungan, self.alamat, self.port, limit=BATAS_KEPALA, reuse_port=True, backlog=512
        )
        with contextlib.suppress(Exception):  # the database may be away; the beat tries again
            await self._muat_terdaftar()
        siap(server.sockets[0].getsockname()[1])
        denyut = asyncio.create_task(self._berdenyut())
        try:
            await berhenti.wait()
        finally:
            server.close()
            denyut.cancel()
            for tugas, satu in self.sambungan.items():
                if satu.diam_sejak is not None:
                    tugas.cancel()
            if self.sambungan:
                await asyncio.wait(list(self.sambungan), timeout=5)
            with contextlib.suppress(Exception):
                await self._di_utas(hapus_pendengar, self.kunci)
            await asyncio.to_thread(self._tutup_kolam)

    def _tutup_kolam(self) -> None:
        """End the threads, each after it has closed its connection."""
        semua = threading.Barrier(self.utas)
        for _ in range(self.utas):
            self.kolam.submit(_tutup_sambungan, semua)
        self.kolam.shutdown(wait=True)

    async def _berdenyut(self) -> None:
        disiapkan: dt.date | None = None
        while True:
            try:
                pada = self.jam()
                await self._muat_terdaftar()
                if disiapkan != pada.date():
                    await self._di_utas(partial(siapkan_bagian, pada=pada))
                    disiapkan = pada.date()
                await self._di_utas(partial(tandai_pendengar, self.kunci, pada=pada))
            except Exception:
                _log.warning("no beat of the listener", exc_info=True)
            await asyncio.sleep(JEDA_DENYUT)

    async def _muat_terdaftar(self) -> None:
        semua = await self._di_utas(nama_terdaftar)
        assert isinstance(semua, frozenset)
        self.terdaftar = semua

    async def _di_utas(self, kerja: Callable[..., object], *argumen: object) -> object:
        return await asyncio.get_running_loop().run_in_executor(
            self.kolam, _dengan_basisdata, kerja, *argumen
        )

    async def _sambungan(self, masuk: asyncio.StreamReader, keluar: asyncio.StreamWriter) -> None:
        tugas = asyncio.current_task()
        assert tugas is not None
        soket = keluar.get_extra_info("peername")
        teman = _polos(ip_address(str(soket[0]).partition("%")[0])) if soket else None
        alamat = "" if teman is None or self._proksi_kita(teman) else str(teman)
        if not self._lapangkan(alamat):
            keluar.close()
            return
        self.sambungan[tugas] = satu = Sambungan(alamat, time.monotonic())
        try:
            await self._percakapan(masuk, keluar, satu, teman)
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            pass  # gone in the middle; nothing was promised
        except asyncio.CancelledError:
            pass  # we stop, and it was idle
        except Exception:
            _log.exception("a connection of a device failed")
        finally:
            self.sambungan.pop(tugas, None)
            keluar.close()

    def _lapangkan(self, alamat: str) -> bool:
        """Whether there is room for one more; the longest idle of those who are too many is dropped."""
        milik = {t: s for t, s in self.sambungan.items() if s.alamat == alamat} if alamat else {}
        if len(milik) < BATAS_SEALAMAT and len(self.sambungan) < BATAS_SAMBUNGAN:
            return True
        banyak = milik if len(milik) >= BATAS_SEALAMAT else self.sambungan
        diam = [(s.diam_sejak, n, t) for n, (t, s) in enumerate(banyak.items()) if s.diam_sejak is not None]
        if not diam:
            return False
        _, _, tugas = min(diam)
        del self.sambungan[tugas]
        tugas.cancel()
        return True

    async def _percakapan(
        self,
        masuk: asyncio.StreamReader,
        keluar: asyncio.StreamWriter,
        satu: Sambungan,
        teman: Alamat | None,
    ) -> None:
        """Requests of one connection, one after the other."""
        tutup = False
        while not tutup:
            try:
                satu.diam_sejak = time.monotonic()
                awal = await self._awal(masuk)
                if not awal:
                    return
                permintaan = await self._kepala(awal, masuk)
                satu.diam_sejak = None
                alamat, tutup = self._alamat(teman, permintaan), permintaan.tutup
                permintaan = await self._badan(permintaan, masuk, keluar, alamat)
                jawaban = await self._jawab(permintaan, alamat)
            except PermintaanBuruk as buruk:
                satu.diam_sejak = None
                self.pembatas.gagal.boleh(None if teman is None else str(teman), kini=time.monotonic())
                jawaban, tutup = galat(buruk.status), True
            keluar.write(tulis_jawaban(jawaban, pada=self.jam(), tutup=tutup))
            async with asyncio.timeout(self.waktu.badan):
                await keluar.drain()

    async def _awal(self, masuk: asyncio.StreamReader) -> bytes:
        """The first line of the next request; empty when the device has gone."""
        async with asyncio.timeout(self.waktu.diam):
            while (satu := await baris(masuk)) in (b"\r\n", b"\n"):
                pass  # a newline too many behind the last body
            return satu

    async def _kepala(self, awal: bytes, masuk: asyncio.StreamReader) -> Permintaan:
        """The request without its body. Raises ``PermintaanBuruk`` and what the stream raises."""
        kepala, panjang = [awal], len(awal)
        try:
            async with asyncio.timeout(self.waktu.kepala):
                while (satu := await baris(masuk)) not in (b"\r\n", b"\n"):
                    if not satu:
                        raise ConnectionResetError
                    kepala.append(satu)
                    panjang += len(satu)
                    if panjang > BATAS_KEPALA:
                        raise PermintaanBuruk(431)
        except TimeoutError:
            raise PermintaanBuruk(408) from None
        return baca_kepala(kepala)

    async def _badan(
        self,
        permintaan: Permintaan,
        masuk: asyncio.StreamReader,
        keluar: asyncio.StreamWriter,
        alamat: str | None,
    ) -> Permintaan:
        if permintaan.tajuk.get("expect", "").lower() == "100-continue":
            keluar.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            async with asyncio.timeout(self.waktu.badan):
                return replace(permintaan, isi=await self.badan.baca(masuk, permintaan, alamat))
        except TimeoutError:
            raise PermintaanBuruk(408) from None

    def _proksi_kita(self, ip: Alamat) -> bool:
        return any(ip in p for p in self.proksi)

    def _alamat(self, teman: Alamat | None, permintaan: Permintaan) -> str | None:
        if teman is None:
            return None
        ip = teman
        if self._proksi_kita(ip):
            with contextlib.suppress(ValueError):
                ip = ip_address(permintaan.tajuk.get("x-forwarded-for", "").rpartition(",")[2].strip())
        return str(_polos(ip))

    async def _jawab(self, permintaan: Permintaan, alamat: str | None) -> Jawaban:
        detik, nama = time.monotonic(), nama_pengirim(permintaan)
        siapa = (alamat, nama)
        if not self.pembatas.mesin.boleh(siapa, kini=detik):
            return TERLALU_SERING
        kenal = siapa in self.dikenal or siapa in self.terdaftar or (None, nama) in self.terdaftar
        if not kenal and self.pembatas.gagal.habis(alamat, kini=detik):
            return TERLALU_SERING
        if self.antre >= BATAS_ANTRE:
            return ULANGI
        pada = self.jam()
        self.antre += 1
        try:
            jawaban = await self._di_utas(partial(layani, permintaan, alamat=alamat, pada=pada))
            assert isinstance(jawaban, Jawaban)
        except (OperationalError, InterfaceError):
            _log.warning(
                "database away, a device was asked to come again: /%s", permintaan.jalur[:40], exc_info=True
            )
            return ULANGI
        except Exception:
            _log.exception("request of a device failed: /%s", permintaan.jalur[:40])
            return galat(500)
        finally:
            self.antre -= 1
        if jawaban.status == 200 and nama:
            if len(self.dikenal) >= BANYAK_DIKENAL:
                self.dikenal.clear()
            self.dikenal[siapa] = None
        elif jawaban.status != 200:
            self.pembatas.gagal.boleh(alamat, kini=detik)
        return jawaban


def _polos(ip: Alamat) -> Alamat:
    """An IPv4 address that came over IPv6 as what it is."""
    return getattr(ip, "ipv4_mapped", None) or ip


def _tutup_sambungan(semua: threading.Barrier) -> None:
    connection.close()
    with contextlib.suppress(threading.BrokenBarrierError):
        semua.wait(5)  # so that every thread takes one of these


def _dengan_basisdata(kerja: Callable[..., object], *argumen: object) -> object:
    """Run in a thread. A connection that broke is replaced once: intake is idempotent, so may be repeated."""
    try:
        return kerja(*argumen)
    except (OperationalError, InterfaceError):
        connection.close()
        return kerja(*argumen)
    finally:
        if connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()
