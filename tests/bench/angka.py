"""docs/rujukan/angka.md: figures, written by the commands that measure them.

One call writes or replaces one section and leaves the others alone::

    tulis_angka(
        "Memeriksa 1.000.000 catatan jejak",             # the section's name; the same name replaces it
        perintah="make soak",                            # how to measure it again
        baris=[("Waktu", "31,2 detik", "<= 60 detik")],  # what, figure, what was promised ("" if nothing)
        catatan="",                                      # a sentence under the table, if needed
    )

Date and machine are filled in here. Figures come as text, written as an office writes numbers.
Only a run that means it may write: callers do so from ``make soak`` and ``make bench``, never from
``make test``.
"""

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

ANGKA = Path(__file__).resolve().parents[2] / "docs" / "rujukan" / "angka.md"
PEMBUKA = """# Angka

Setiap bagian ditulis oleh perintah yang mengukurnya, pada mesin dan hari yang disebut.
Jangan diubah dengan tangan.
"""


def mesin() -> str:
    """``2 inti AMD EPYC, 7 GB, Linux x86_64, Python 3.11.2``; no host name, no path."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    nama = re.search(r"^model name\s*:\s*(.+)$", info, re.MULTILINE)
    gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    inti = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    sebutan = nama[1].strip() if nama else platform.machine()
    return (
        f"{inti} inti {sebutan}, {gb:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def tulis_angka(
    bagian: str,
    *,
    perintah: str,
    baris: Sequence[tuple[str, str, str]],
    catatan: str = "",
    berkas: Path = ANGKA,
) -> None:
    """Write section ``bagian`` of ``berkas``; the sections stay in order of their names."""
    teks = berkas.read_text("utf-8") if berkas.exists() else PEMBUKA
    kepala, *lama = re.split(r"^## ", teks, flags=re.MULTILINE)
    semua = {isi.split("\n", 1)[0]: isi.rstrip() for isi in lama}
    tabel = "\n".join(f"| {' | '.join(sel.replace('|', '/') for sel in b)} |" for b in baris)
    semua[bagian] = (
        f"{bagian}\n\n{dt.datetime.now(dt.UTC):%Y-%m-%d}, {mesin()}, `{perintah}`.\n\n"
        f"| Yang diukur | Hasil | Batas |\n|---|---|---|\n{tabel}" + (f"\n\n{catatan}" if catatan else "")
    )
    isi = "\n\n".join(f"## {semua[nama]}" for nama in sorted(semua))
    berkas.write_text(f"{kepala.rstrip()}\n\n{isi}\n", "utf-8")
