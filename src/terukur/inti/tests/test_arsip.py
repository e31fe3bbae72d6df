"""A ZIP on the way: whole when it arrives, and never whole in memory before."""

import datetime as dt
import hashlib
import io
import os
import zipfile

from terukur.inti.arsip import SIDIK_ISI, zip_mengalir

PADA = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


def test_isi_kembali_dengan_sidiknya():
    isi = {"a.txt": b"satu\n", "folder/é.pdf": os.urandom(200_000), "kosong": b""}
    arsip = zipfile.ZipFile(
        io.BytesIO(b"".join(zip_mengalir([(n, [b[:7], b[7:]]) for n, b in isi.items()], pada=PADA)))
    )
    assert arsip.testzip() is None
    assert {n: arsip.read(n) for n in arsip.namelist() if n != SIDIK_ISI} == isi
    assert arsip.read(SIDIK_ISI).decode().splitlines() == [
        f"{hashlib.sha256(b).hexdigest()}  {n}" for n, b in isi.items()
    ]
    assert arsip.infolist()[0].date_time == (2026, 11, 22, 8, 0, 0)


def test_isi_besar_tidak_pernah_utuh_di_memori():
    diminta = 0

    def sumber():
        nonlocal diminta
        for _ in range(100):
            diminta += 1
            yield os.urandom(65_536)

    potongan = zip_mengalir([("besar", sumber())], pada=PADA)
    next(potongan)
    assert diminta < 4
    assert max(len(p) for p in potongan) < 300_000
