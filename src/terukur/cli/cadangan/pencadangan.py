"""Making a backup while the application is in use, and removing the oldest ones."""

import datetime as dt
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrage.x25519 import Recipient

from terukur.cli.cadangan import basisdata
from terukur.cli.cadangan.gudang import Gudang, GudangGagal
from terukur.cli.cadangan.manifes import (
    BASISDATA,
    KUNCI,
    MANIFES,
    VERSI,
    Manifes,
    ManifesRusak,
    baca,
    berkas_ada,
    isi_cadangan,
    nama_berkas,
    semua_nama,
)
from terukur.cli.cadangan.sandi import BacaGagal, sandikan
from terukur.config import pelaksana
from terukur.config.lingkungan import PengaturanSalah

Kabari = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a backup did. ``ukuran_baru``: bytes sent to the store by this one."""

    manifes: Manifes
    berkas_baru: int
    ukuran_baru: int
    dihapus: Sequence[str]


def cadangkan(
    gudang: Gudang,
    *,
    penerima: Sequence[Recipient],
    penerima_kunci: Sequence[Recipient],
    simpan: int,
    penuh: bool = False,
    pada: dt.datetime,
    kabari: Kabari = lambda teks: None,
) -> Hasil:
    """Back up the database of Django's settings, its files and its keys; keep the newest ``simpan``.

    The chain is sealed, then the database is read as of one instant, then the files: they are only
    ever added, so every file that the dump names is there when its turn comes. ``penuh`` sends again
    what the store has. Raises ``PengaturanSalah``; nothing of a failed backup counts as one.
    """
    from django.conf import settings
    from django.db import connection

    from terukur.berkas.gudang import jalan
    from terukur.jejak.kunci import kunci_publik, kunci_segel
    from terukur.jejak.segel import segelkan

    segelkan(pada=pada)
    nama = f"{pada.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    parameter = connection.get_connection_params()
    with basisdata.sendirian(parameter, basisdata.KUNCI_PENCADANGAN) as sambungan:
        _rapikan(gudang, kunci_publik())
        biner, versi = pelaksana.direktori_klien(basisdata.versi_server(sambungan))
        snapshot = basisdata.potret(sambungan)
        isi: dict[str, Any] = {
            "v": VERSI,
            "cadangan": nama,
            "dibuat": pada.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "pemda": settings.TERUKUR_PEMDA,
            "pg_dump": versi,
            "kunci_segel": kunci_publik(),
            "objek": {},
            **_keadaan(sambungan),
        }
        manifes = Manifes(isi)
        if gudang.daftar(manifes.jalan("")):
            raise GudangGagal(f"Cadangan {nama} sudah ada; ulangi sesaat lagi.")
        kabari("Basis data ...")
        with (
            gudang.tulis(manifes.jalan(BASISDATA)) as keluaran,
            basisdata.dump(parameter, biner, snapshot) as masukan,
        ):
            _, hitung = sandikan(masukan, keluaran, penerima)
        isi["objek"][BASISDATA] = {"ukuran": hitung.ukuran, "sidik": hitung.sidik}
        sambungan.execute("commit")

        rahasia = json.dumps(_rahasia(Path(settings.DATA) / "rahasia", settings.SECRET_KEY)).encode()
        with gudang.tulis(manifes.jalan(KUNCI)) as keluaran:
            _, hitung = sandikan(io.BytesIO(rahasia), keluaran, penerima_kunci)
        isi["objek"][KUNCI] = {"ukuran": hitung.ukuran, "sidik": hitung.sidik}

        sudah = {} if penuh else gudang.daftar("berkas/")
        perlu = {s: u for s, u in isi["berkas"].items() if not berkas_ada(sudah, s, u)}
        kabari(f"Berkas bukti: {len(perlu)} yang belum ada di gudang ...")
        terkirim = {s: n for s in perlu if (n := _kirim(gudang, s, jalan(s), penerima))}
        isi["hilang"] = sorted(perlu.keys() - terkirim.keys())
        for s in isi["hilang"]:
            del isi["berkas"][s]
        with gudang.tulis(manifes.jalan(MANIFES)) as keluaran:
            keluaran.write(manifes.bentuk(kunci_segel().sign))
        dihapus = pangkas(gudang, simpan)
    ukuran = sum(terkirim.values()) + sum(o["ukuran"] for o in isi["objek"].values())
    return Hasil(manifes, len(terkirim), ukuran, dihapus)


def _rapikan(gudang: Gudang, kunci_publik: str) -> None:
    """Remove what interrupted backups left; refuse a store that holds another installation's backups."""
    utuh, sisa = semua_nama(gudang)
    for nama in utuh:
        try:
            asing = baca(gudang, nama).isi["kunci_segel"] != kunci_publik
        except ManifesRusak:
            continue
        if asing:
            raise PengaturanSalah(
                f"{gudang.alamat} berisi cadangan pemasangan lain (kunci segelnya berbeda). "
                "Pakai folder tersendiri untuk tiap pemasangan."
            )
    gudang.bersihkan_sebagian()
    for satu in (s for isi in sisa.values() for s in isi):
        gudang.hapus(satu)


def _keadaan(sambungan: basisdata.Sambungan) -> dict[str, Any]:
    """What the snapshot holds: the journal's last entry, counts, migrations, files by SHA-256."""
    ujung = sambungan.execute(
        "select nomor, sidik from jejak_catatan order by nomor desc limit 1"
    ).fetchone() or (0, "")
    hitung = sambungan.execute(
        "select (select count(*) from jejak_catatan), (select count(*) from jejak_segel),"
        " (select count(*) from jejak_kertas), (select count(*) from berkas_berkas)"
    ).fetchone()
    assert hitung is not None
    return {
        "jejak": {"nomor": ujung[0], "sidik": ujung[1]},
        "jumlah": dict(zip(("catatan", "segel", "kertas", "berkas"), hitung, strict=True)),
        "migrasi": [
            list(b) for b in sambungan.execute("select app, name from django_migrations order by 1, 2")
        ],
        "berkas": dict(
            sambungan.execute("select sidik, max(ukuran) from berkas_berkas group by 1").fetchall()
        ),
    }


def _rahasia(folder: Path, secret_key: str) -> Mapping[str, str]:
    """The files of ``rahasia``; the secret key as it is in use, wherever the settings have it from."""
    berkas = {
        p.name: p.read_text("utf-8") for p in sorted(folder.glob("*")) if p.is_file() and p.name[0] != "."
    }
    return berkas | {"secret_key": secret_key}


class _TidakCocok(Exception):
    pass


def _kirim(gudang: Gudang, sidik: str, asal: Path, penerima: Sequence[Recipient]) -> int:
    """Send one evidence file; its encrypted size, 0 when the server does not have it whole any more."""
    try:
        with asal.open("rb") as masukan, gudang.tulis(nama_berkas(sidik)) as keluaran:
            polos, tersandi = sandikan(masukan, keluaran, penerima)
            if polos.sidik != sidik:
                raise _TidakCocok
    except (FileNotFoundError, PermissionError, BacaGagal, _TidakCocok):
        return 0
    return tersandi.ukuran


def pangkas(gudang: Gudang, simpan: int) -> list[str]:
    """Remove all but the newest ``simpan`` backups, then the files that no kept one names; their names.

    While one kept manifest cannot be read, no file is removed: it may be that one's.
    """
    utuh, _ = semua_nama(gudang)
    buang = utuh[:-simpan]
    for nama in buang:
        for satu in isi_cadangan(gudang, nama):
            gudang.hapus(satu)
    try:
        dipakai = {nama_berkas(s) for n in utuh[-simpan:] for s in baca(gudang, n).isi["berkas"]}
    except ManifesRusak:
        return buang
    for satu in gudang.daftar("berkas/"):
        if satu not in dipakai:
            gudang.hapus(satu)
    return buang
