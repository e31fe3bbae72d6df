"""A listener and devices for tests: real bytes over a real socket, inside the test's transaction."""

import asyncio
import datetime as dt
import queue
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from terukur.kehadiran.choices import Dialek
from terukur.kehadiran.models import KelompokMesin, Mesin, PinPegawai
from terukur.kehadiran.pendengar import Pembatas, Pendengar, Waktu
from terukur.kehadiran.rules.laju import Laju
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.tests.factories import AWAL, AWAL_PADA, buat_opd

T = TypeVar("T")
PADA = dt.datetime(2026, 11, 27, 3, 0, tzinfo=dt.UTC)
TANGGAL = b"Date: Fri, 27 Nov 2026 03:00:00 GMT\r\n"


def kelompok() -> KelompokMesin:
    return KelompokMesin.objects.get_or_create(nama="Seluruh kabupaten")[0]


def buat_mesin(
    nomor_seri: str, dialek: str = Dialek.ADMS, *, opd: OPD | None = None, **lain: object
) -> Mesin:
    return Mesin.objects.create(
        nomor_seri=nomor_seri, nama=f"Mesin {nomor_seri}", kelompok=kelompok(), opd=opd or buat_opd(),
        dialek=dialek, **{"zona": 8, **lain},
    )  # type: ignore[misc]  # fmt: skip


def petakan(pin: str, pegawai: Pegawai, *, sejak: dt.date = AWAL) -> PinPegawai:
    return PinPegawai.objects.create(
        kelompok=kelompok(), pin=pin, pegawai=pegawai, berlaku_sejak=sejak, dicatat_pada=AWAL_PADA
    )


def longgar() -> Pembatas:
    """Limits that no test reaches."""
    return Pembatas(Laju(1e6, 1e6), Laju(1e6, 1e6))


Tugas = queue.Queue[tuple[Future[object], Callable[[], object]] | None]


class PendengarUji(Pendengar):
    """Has its database work done in the test's own thread, hence in its transaction."""

    def __init__(self, tugas: Tugas, **lain: Any) -> None:
        super().__init__(**lain)
        self.tugas = tugas

    async def _di_utas(self, kerja: Callable[..., object], *argumen: object) -> object:
        masa: Future[object] = Future()
        self.tugas.put((masa, partial(kerja, *argumen)))
        return await asyncio.wrap_future(masa)

    async def _berdenyut(self) -> None:
        await asyncio.Event().wait()


def bicara(
    *kiriman: bytes,
    pada: dt.datetime = PADA,
    proksi: Sequence[str] = (),
    pembatas: Pembatas | None = None,
    waktu: Waktu | None = None,
) -> list[bytes]:
    """All that the listener says to each of ``kiriman``, each over a connection of its own."""

    async def kirim(port: int) -> list[bytes]:
        hasil = []
        for satu in kiriman:
            masuk, keluar = await asyncio.open_connection("127.0.0.1", port)
            keluar.write(satu)
            keluar.write_eof()
            hasil.append(await masuk.read())
            keluar.close()
        return hasil

    return dengan_pendengar(
        kirim, jam=lambda: pada, proksi=proksi, pembatas=pembatas or longgar(), waktu=waktu
    )


def dengan_pendengar(perbuatan: Callable[[int], Awaitable[T]], **lain: Any) -> T:
    """What ``perbuatan(port)`` gives while a listener stands at that port."""
    antre: Tugas = queue.Queue()

    async def jalan() -> T:
        pendengar = PendengarUji(antre, port=0, **{"pembatas": longgar(), **lain})
        berhenti, siap = asyncio.Event(), asyncio.get_running_loop().create_future()
        tugas = asyncio.create_task(pendengar.jalankan(berhenti, siap.set_result))
        try:
            return await perbuatan(await siap)
        finally:
            berhenti.set()
            await tugas

    with ThreadPoolExecutor(1) as kolam:
        hasil = kolam.submit(asyncio.run, jalan())
        hasil.add_done_callback(lambda _: antre.put(None))
        while (satu := antre.get()) is not None:
            masa, kerja = satu
            try:
                masa.set_result(kerja())
            except Exception as galat:
                masa.set_exception(galat)
        return hasil.result()


def pos(jalur: str, isi: bytes, *tajuk: str, versi: str = "1.0") -> bytes:
    """A POST as old firmware writes it: HTTP/1.0, no Host."""
    kepala = [f"POST {jalur} HTTP/{versi}", *tajuk, f"Content-Length: {len(isi)}"]
    return "\r\n".join(kepala).encode() + b"\r\n\r\n" + isi


def ambil(jalur: str) -> bytes:
    return f"GET {jalur} HTTP/1.0\r\n\r\n".encode()


def jawaban(isi: bytes, status: bytes = b"200 OK", *, tajuk: bytes = b"", tutup: bool = True) -> bytes:
    """The exact bytes of an answer at ``PADA``."""
    kepala = b"HTTP/1.1 " + status + b"\r\n" + TANGGAL + b"Content-Type: text/plain\r\n"
    panjang = b"Content-Length: %d\r\n" % len(isi)
    return kepala + panjang + tajuk + (b"Connection: close\r\n" if tutup else b"") + b"\r\n" + isi


ASING = jawaban(b"UNKNOWN DEVICE\n", b"403 Forbidden")
