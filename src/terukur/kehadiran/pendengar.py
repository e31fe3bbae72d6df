"""The listener of devices: a small asyncio process beside the web server (``terukur mesin``).

Sockets live in the loop, database work in a few threads. While the database is away every answer is RETRY.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import re
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from ipaddress import ip_address, ip_network

from django.db import Error, InterfaceError, OperationalError, connection

from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.actions.padam import hapus_pendengar, tandai_pendengar
from terukur.kehadiran.actions.terima import layani
from terukur.kehadiran.protokol.http import (
    BATAS_BADAN,
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
from terukur.kehadiran.rules.laju import Laju

_log = logging.getLogger(__name__)

BATAS_SAMBUNGAN = 1000
BATAS_ANTRE = 400
"""Requests that wait for a thread; beyond, devices are asked to come again."""
BADAN_BESAR, BESAR_SERENTAK = 256 * 1024, 8
"""Bytes from which a body counts as big, and how many such are read at once."""
JEDA_DENYUT = 30.0
BANYAK_DIKENAL = 5000
"""Serial numbers remembered as served; forgetting them all only costs some patience."""


@dataclass(frozen=True, slots=True)
class Waktu:
    """Seconds: until a head is complete, until a body is, and between two requests of a connection."""

    kepala: float = 15.0
    badan: float = 60.0
    diam: float = 90.0


@dataclass
class Pembatas:
    """``mesin``: per address and serial number. ``gagal``: refusals per address, in which no admitted
    device can be locked out by a stranger behind the same router."""

    mesin: Laju = field(default_factory=lambda: Laju(20, 200))
    gagal: Laju = field(default_factory=lambda: Laju(1, 60))


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
        self.dikenal: dict[str, None] = {}
        self.antre = 0
        self.sambungan: dict[asyncio.Task[None], bool] = {}
        """Open connections, and whether they wait for a request."""
        self.besar = asyncio.Semaphore(BESAR_SERENTAK)

    async def jalankan(
        self, berhenti: asyncio.Event, siap: Callable[[int], None] = lambda port: None
    ) -> None:
        """Listen until ``berhenti``; ``siap`` is told the port. Requests that have begun are answered."""
        server = await asyncio.start_server(
            self._sambungan, self.alamat, self.port, limit=BATAS_KEPALA, reuse_port=True, backlog=512
        )
        siap(server.sockets[0].getsockname()[1])
        denyut = asyncio.create_task(self._berdenyut())
        try:
            await berhenti.wait()
        finally:
            server.close()
            denyut.cancel()
            for tugas, diam in self.sambungan.items():
                if diam:
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
                if disiapkan != pada.date():
                    await self._di_utas(partial(siapkan_bagian, pada=pada))
                    disiapkan = pada.date()
                await self._di_utas(partial(tandai_pendengar, self.kunci, pada=pada))
            except Exception:
                _log.warning("no beat of the listener", exc_info=True)
            await asyncio.sleep(JEDA_DENYUT)

    async def _di_utas(self, kerja: Callable[..., object], *argumen: object) -> object:
        return await asyncio.get_running_loop().run_in_executor(
            self.kolam, _dengan_basisdata, kerja, *argumen
        )

    async def _sambungan(self, masuk: asyncio.StreamReader, keluar: asyncio.StreamWriter) -> None:
        tugas = asyncio.current_task()
        assert tugas is not None
        if len(self.sambungan) >= BATAS_SAMBUNGAN:
            keluar.close()
            return
        self.sambungan[tugas] = True
        try:
            teman = keluar.get_extra_info("peername")
            await self._percakapan(masuk, keluar, tugas, str(teman[0]) if teman else None)
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            pass  # gone in the middle; nothing was promised
        except asyncio.CancelledError:
            pass  # we stop, and it was idle
        except Exception:
            _log.exception("a connection of a device failed")
        finally:
            self.sambungan.pop(tugas, None)
            keluar.close()

    async def _percakapan(
        self,
        masuk: asyncio.StreamReader,
        keluar: asyncio.StreamWriter,
        tugas: asyncio.Task[None],
        teman: str | None,
    ) -> None:
        """Requests of one connection, one after the other."""
        tutup = False
        while not tutup:
            try:
                self.sambungan[tugas] = True
                awal = await self._awal(masuk)
                if not awal:
                    return
                self.sambungan[tugas] = False
                permintaan = await self._baca(awal, masuk, keluar)
                tutup = permintaan.tutup
                jawaban = await self._jawab(permintaan, self._alamat(teman, permintaan))
            except PermintaanBuruk as buruk:
                self.pembatas.gagal.boleh(teman, kini=time.monotonic())
                jawaban, tutup = galat(buruk.status), True
            keluar.write(tulis_jawaban(jawaban, pada=self.jam(), tutup=tutup))
            async with asyncio.timeout(self.waktu.badan):
                await keluar.drain()

    async def _awal(self, masuk: asyncio.StreamReader) -> bytes:
        """The first line of the next request; empty when the device has gone."""
        async with asyncio.timeout(self.waktu.diam):
            while (baris := await self._baris(masuk)) in (b"\r\n", b"\n"):
                pass  # a newline too many behind the last body
            return baris

    async def _baca(
        self, awal: bytes, masuk: asyncio.StreamReader, keluar: asyncio.StreamWriter
    ) -> Permintaan:
        """The rest of the request. Raises ``PermintaanBuruk`` and what the stream raises."""
        kepala = [awal]
        try:
            async with asyncio.timeout(self.waktu.kepala):
                while (baris := await self._baris(masuk)) not in (b"\r\n", b"\n"):
                    if not baris:
                        raise ConnectionResetError
                    kepala.append(baris)
                    if sum(map(len, kepala)) > BATAS_KEPALA:
                        raise PermintaanBuruk(431)
            permintaan = baca_kepala(kepala)
            if permintaan.tajuk.get("expect", "").lower() == "100-continue":
                keluar.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            async with asyncio.timeout(self.waktu.badan):
                return replace(permintaan, isi=await self._badan(masuk, permintaan))
        except TimeoutError:
            raise PermintaanBuruk(408) from None

    @staticmethod
    async def _baris(masuk: asyncio.StreamReader) -> bytes:
        try:
            return await masuk.readline()
        except ValueError:  # longer than the limit of the reader
            raise PermintaanBuruk(431) from None

    async def _badan(self, masuk: asyncio.StreamReader, permintaan: Permintaan) -> bytes:
        if permintaan.berpotong:
            async with self.besar:
                return await self._potongan(masuk)
        if permintaan.panjang < BADAN_BESAR:
            return await masuk.readexactly(permintaan.panjang)
        async with self.besar:
            return await masuk.readexactly(permintaan.panjang)

    async def _potongan(self, masuk: asyncio.StreamReader) -> bytes:
        """A chunked body (some Hikvision firmware)."""
        isi = b""
        while True:
            ukuran = (await self._baris(masuk)).split(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,7}", ukuran):
                raise PermintaanBuruk(400)
            if len(isi) + int(ukuran, 16) > BATAS_BADAN:
                raise PermintaanBuruk(413)
            isi += await masuk.readexactly(int(ukuran, 16))
            await self._baris(masuk)
            if int(ukuran, 16) == 0:
                return isi

    def _alamat(self, teman: str | None, permintaan: Permintaan) -> str | None:
        if teman is None:
            return None
        ip = ip_address(teman.partition("%")[0])
        if self.proksi and any(ip in p for p in self.proksi):
            with contextlib.suppress(ValueError):
                ip = ip_address(permintaan.tajuk.get("x-forwarded-for", "").rpartition(",")[2].strip())
        return str(getattr(ip, "ipv4_mapped", None) or ip)

    async def _jawab(self, permintaan: Permintaan, alamat: str | None) -> Jawaban:
        detik, seri = time.monotonic(), permintaan.kueri.get("sn") or permintaan.tajuk.get("dev_id", "")
        if not self.pembatas.mesin.boleh((alamat, seri), kini=detik):
            return TERLALU_SERING
        if seri not in self.dikenal and self.pembatas.gagal.habis(alamat, kini=detik):
            return TERLALU_SERING
        if self.antre >= BATAS_ANTRE:
            return ULANGI
        pada = self.jam()
        self.antre += 1
        try:
            jawaban = await self._di_utas(partial(layani, permintaan, alamat=alamat, pada=pada))
            assert isinstance(jawaban, Jawaban)
        except Error:
            _log.warning(
                "database away, a device was asked to come again: /%s", permintaan.jalur[:40], exc_info=True
            )
            return ULANGI
        except Exception:
            _log.exception("request of a device failed: /%s", permintaan.jalur[:40])
            return galat(500)
        finally:
            self.antre -= 1
        if jawaban.status == 200 and seri:
            if len(self.dikenal) >= BANYAK_DIKENAL:
                self.dikenal.clear()
            self.dikenal[seri] = None
        elif jawaban.status != 200:
            self.pembatas.gagal.boleh(alamat, kini=detik)
            self.dikenal.pop(seri, None)
        return jawaban


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
