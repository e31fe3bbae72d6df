"""What several subcommands need around them: Django, the database, a free port."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from terukur.config.lingkungan import PengaturanSalah, env_str

TANDA_PEMULIHAN = "pemulihan-belum-selesai.json"
"""Lies in the data folder while ``terukur restore`` has not come to its end."""


@contextlib.contextmanager
def basisdata() -> Iterator[None]:
    """The database answers within the block, and keeps what it acknowledges.

    Starts the embedded cluster where it is in use, and again if it dies. Waits up to 30 s for an
    answer: a server often starts together with us, or replays its log after a power cut.
    """
    import django
    from django.conf import settings
    from django.db import connection

    from terukur.config.basisdata import periksa_ketahanan
    from terukur.config.klaster import Klaster

    data = Path(env_str("TERUKUR_DATA", "data"))
    if (data / TANDA_PEMULIHAN).exists():  # before our settings read keys there
        raise PengaturanSalah(
            f"Pemulihan cadangan ke {data} belum selesai. Jalankan lagi terukur restore dengan perintah "
            "yang sama; ia melanjutkan."
        )
    django.setup()
    with contextlib.ExitStack() as susunan:
        if settings.BASISDATA_TERTANAM:
            klaster = Klaster(settings.DATA)
            susunan.enter_context(klaster.pakai())
            susunan.enter_context(klaster.dijaga())
        _tunggu()
        periksa_ketahanan(connection)
        connection.close()
        yield
        connection.close()


def basisdata_menjawab() -> bool:
    """Whether a database of ours answers as things stand: nothing is started, nothing is created."""
    data = Path(env_str("TERUKUR_DATA", "data"))
    if not (data / "rahasia").is_dir() or not os.access(data / "rahasia", os.R_OK):
        return False  # never prepared here, or not ours: our settings would make a key
    os.environ.setdefault("PGCONNECT_TIMEOUT", "3")
    import django
    from django.conf import settings
    from django.db import Error, connection

    from terukur.config.klaster import Klaster

    if settings.BASISDATA_TERTANAM and not Klaster(settings.DATA).berjalan():
        return False
    django.setup()
    try:
        return "perencanaan_versinomenklatur" in connection.introspection.table_names()
    except Error:
        return False


def _tunggu() -> None:
    from django.db import connection
    from django.db.utils import OperationalError

    batas = time.monotonic() + 30
    while True:
        try:
            connection.ensure_connection()
            return
        except OperationalError as galat:
            if time.monotonic() > batas:
                raise PengaturanSalah(f"Basis data tidak menjawab:\n{galat}") from None
            time.sleep(0.5)


def berhenti_dengan_rapi() -> None:
    """From here on SIGTERM ends the command like Ctrl-C: what it has begun is cleaned up."""

    def terima(sinyal: int, bingkai: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, terima)


def pastikan_sudah_disiapkan() -> None:
    """Raise ``PengaturanSalah`` while migrations or static files are missing."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    pelaksana = MigrationExecutor(connection)
    rencana = pelaksana.migration_plan(pelaksana.loader.graph.leaf_nodes())
    connection.close()
    if rencana or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise PengaturanSalah("Basis data atau berkas statik belum siap; jalankan: terukur siapkan")


def contoh_dalam_pemakaian() -> bool:
    """Whether the demo kabupaten is about to run outside trial mode: everybody knows its passwords."""
    from django.conf import settings

    from terukur.organisasi.models import Pegawai
    from terukur.organisasi.rules import AWALAN_NIP_FIKTIF

    return not settings.MODE_LATIHAN and Pegawai.objects.filter(nip__startswith=AWALAN_NIP_FIKTIF).exists()


def pastikan_bukan_contoh() -> None:
    """Raise ``PengaturanSalah`` for the demo kabupaten outside trial mode."""
    from django.db import connection

    contoh = contoh_dalam_pemakaian()
    connection.close()
    if contoh:
        raise PengaturanSalah(
            "Basis data ini berisi kabupaten contoh, yang kata sandi akunnya diketahui umum, sehingga hanya "
            "untuk mode latihan. Untuk pemakaian sebenarnya pakai TERUKUR_DATA atau DATABASE_URL yang baru."
        )


def pastikan_bebas(alamat: str, port: int, perintah: str = "TERUKUR_PORT={} make run") -> None:
    """Raise ``PengaturanSalah`` when something listens on the port already; ``perintah`` takes another."""
    keluarga = socket.AF_INET6 if ":" in alamat else socket.AF_INET
    with socket.socket(keluarga) as soket:
        soket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            soket.bind((alamat, port))
        except OSError:
            raise PengaturanSalah(
                f"Port {port} sedang dipakai, mungkin oleh Terukur yang sudah berjalan. "
                f"Hentikan dahulu, atau pilih port lain: {perintah.format(port + 1)}"
            ) from None
