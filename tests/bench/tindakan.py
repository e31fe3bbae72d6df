"""One worker that performs official acts, one transaction each, until its time is over."""

import datetime as dt
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.jejak.actions import tetapkan_masa_simpan
from terukur.tenggat import actions
from tests.bench.ukur import prosesor_basisdata

PEKERJA = 4


def _ringan(nomor: int, _: list[dict[str, str]]) -> Callable[[int], object]:
    """One row and its journal entry: the smallest act there is."""
    awal = dt.date(2100, 1, 1)

    def lakukan(ke: int) -> object:
        return tetapkan_masa_simpan(
            berlaku_sejak=awal + dt.timedelta(days=ke * PEKERJA + nomor), bulan=12, dasar="SK bench",
            oleh=SISTEM, pada=timezone.now(),
        )  # fmt: skip

    return lakukan


def _lengkapi(paket: dict[str, str], nomor: int) -> None:
    isi = io.BytesIO(b"%PDF-1.4\n%" + f"{paket['id']}{nomor}".encode() + b"\n%%EOF\n")
    actions.unggah_dokumen(
        pengajuan_id=paket["id"], dokumen_id=int(paket["dokumen"]), nama="sk.pdf", isi=isi, oleh=SISTEM,
        pada=timezone.now(),
    )  # type: ignore[arg-type]  # fmt: skip


def _siap(nomor: int, paket: list[dict[str, str]]) -> Callable[[int], object]:
    """The operator hands the package over and takes it back: row lock, workflow, notices."""
    sendiri = paket.pop()
    _lengkapi(sendiri, nomor)

    def lakukan(ke: int) -> object:
        aksi: Any = actions.batalkan_siap if ke % 2 else actions.tandai_siap
        return aksi(pengajuan_id=sendiri["id"], oleh=SISTEM, pada=timezone.now())

    return lakukan


def _ajukan(nomor: int, paket: list[dict[str, str]]) -> Callable[[int], object]:
    """The head signs: content frozen, receipt, notices. Each package once."""
    paket.pop()  # the one of `_siap`
    for p in paket:
        _lengkapi(p, nomor)
        actions.tandai_siap(pengajuan_id=p["id"], oleh=SISTEM, pada=timezone.now())  # type: ignore[arg-type]
    kepala = {p["kepala"]: Pengguna.objects.get(nama_pengguna=p["kepala"]) for p in paket}

    def lakukan(ke: int) -> object:
        orang = kepala[paket[ke]["kepala"]]
        oleh = Pelaku(id=str(orang.pk), nama=orang.nama)
        return actions.ajukan(
            pengajuan_id=paket[ke]["id"],
            pengguna=orang,
            oleh=oleh,
            pada=timezone.now(),  # type: ignore[arg-type]
        )

    return lakukan


JENIS = {"ringan": _ringan, "siap": _siap, "ajukan": _ajukan}


def main(jenis: str, nomor: str, mulai: str, detik: str, daftar: str) -> dict[str, float]:
    """From the instant ``mulai`` on, for ``detik`` or until the packages of this worker are used up."""
    paket = json.loads(Path(daftar).read_text())[int(nomor) :: PEKERJA]
    lakukan = JENIS[jenis](int(nomor), paket)
    batas = len(paket) if jenis == "ajukan" else 10**9
    time.sleep(max(0.0, float(mulai) - time.time()))
    awal, aplikasi, basisdata, jumlah = time.monotonic(), time.process_time(), prosesor_basisdata(), 0
    while jumlah < batas and time.monotonic() - awal < float(detik):
        lakukan(jumlah)
        jumlah += 1
    assert connection.get_autocommit()
    return {
        "jumlah": jumlah, "lama": time.monotonic() - awal, "aplikasi": time.process_time() - aplikasi,
        "basisdata": prosesor_basisdata() - basisdata,
    }  # fmt: skip
