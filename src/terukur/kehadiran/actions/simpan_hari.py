"""Computed days into the table: only what changed is written.

Many rows go by binary COPY into a temporary table, few as arrays; both end in the same upsert.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from terukur.kehadiran.queries.rekam import DETIK_2000
from terukur.kehadiran.rules.hari import KOSONG, Angka, Aturan, Bahan, Hasil

Baris = npt.NDArray[Any]
SEDIKIT = 500
TABEL = "kehadiran_hari_baru"
HARI_2000 = 10_957
KOLOM: dict[str, str] = {
    "pegawai_id": "uuid", "tanggal": "date", "opd_id": "uuid", "status": "smallint",
    "jadwal_masuk": "timestamptz", "jadwal_pulang": "timestamptz", "masuk": "timestamptz",
    "pulang": "timestamptz", "jumlah_pindai": "smallint", "terlambat": "smallint",
    "pulang_cepat": "smallint", "pita_terlambat": "smallint", "pita_pulang_cepat": "smallint",
    "potongan": "integer", "tanda": "integer", "ketentuan_id": "bigint", "sidik": "bytea",
}  # fmt: skip
_LEBAR = {"uuid": "V16", "date": ">i4", "smallint": ">i2", "timestamptz": ">i8", "integer": ">i4",
          "bigint": ">i8", "bytea": "V16"}  # fmt: skip
_KOSONG = {
    "opd_id": "'00000000-0000-0000-0000-000000000000'", "ketentuan_id": "0",
} | {k: "'-infinity'" for k, j in KOLOM.items() if j == "timestamptz"}  # fmt: skip
"""Stands for NULL on the way: all rows are of one length."""
_BARIS = np.dtype(
    [
        ("n", ">i2"),
        *((f"{p}{k}", j) for k, jenis in KOLOM.items() for p, j in (("l_", ">i4"), ("", _LEBAR[jenis]))),
    ]
)
_ISI = ", ".join(f"nullif(t.{k}, {_KOSONG[k]})" if k in _KOSONG else f"t.{k}" for k in KOLOM)
_GANTI = ", ".join(
    f"{k} = excluded.{k}" for k in [*KOLOM, "dihitung_pada"] if k not in ("pegawai_id", "tanggal")
)
_SIMPAN = (
    f"insert into kehadiran_harikehadiran ({', '.join(KOLOM)}, dihitung_pada) select {_ISI}, %s from {{}}"  # noqa: S608
    f" on conflict (pegawai_id, tanggal) do update set {_GANTI}"
    " where kehadiran_harikehadiran.sidik <> excluded.sidik"
)
SIMPAN_BANYAK = _SIMPAN.format(f"{TABEL} t")
SIMPAN_SEDIKIT = _SIMPAN.format(
    f"unnest({', '.join(f'%s::{j}[]' for j in KOLOM.values())}) as t({', '.join(KOLOM)})"
)
BUAT = f"create temporary table {TABEL} ({', '.join(f'{k} {j}' for k, j in KOLOM.items())}) on commit drop"


def baris_biner(b: Bahan, h: Hasil, aturan: Sequence[Aturan]) -> Baris:
    """The days as rows of a binary COPY, without its head and tail."""
    orang, hari = h.status.shape
    isi = np.empty(orang * hari, _BARIS)
    isi["n"] = len(KOLOM)
    for k, jenis in KOLOM.items():
        isi[f"l_{k}"] = np.dtype(_LEBAR[jenis]).itemsize
    opd = np.concatenate((b.opd_kode, np.zeros((1, 2), np.int64)))  # the last, -1: none
    isi["pegawai_id"] = np.repeat(_v16(b.pegawai), hari)
    isi["tanggal"] = np.tile(np.arange(b.awal, b.awal + hari) - HARI_2000, orang)
    isi["opd_id"] = _v16(opd)[b.opd.ravel()]
    for k in ("jadwal_masuk", "jadwal_pulang", "masuk", "pulang"):
        nilai: Angka = getattr(h, k).ravel()
        isi[k] = np.where(nilai == KOSONG, KOSONG, (nilai - DETIK_2000) * 1_000_000)
    for k in (
        "status",
        "terlambat",
        "pulang_cepat",
        "pita_terlambat",
        "pita_pulang_cepat",
        "potongan",
        "tanda",
    ):
        isi[k] = getattr(h, k).ravel()
    isi["jumlah_pindai"] = h.jumlah.ravel()
    isi["ketentuan_id"] = np.array([a.id for a in aturan])[b.aturan.ravel()]
    isi["sidik"] = np.frombuffer(b"".join(h.sidik), "V16")
    return isi


def _v16(dua: Angka) -> Baris:
    return np.ascontiguousarray(dua, "<i8").view("V16").ravel()


def simpan_hari(b: Bahan, h: Hasil, aturan: Sequence[Aturan], *, pada: dt.datetime) -> int:
    """Insert or update; returns how many rows were written. Within a transaction."""
    isi = baris_biner(b, h, aturan)
    with connection.cursor() as kursor:
        if isi.size <= SEDIKIT:
            kursor.execute(SIMPAN_SEDIKIT, [pada, *(_nilai(isi[k], j) for k, j in KOLOM.items())])
            return int(kursor.rowcount)
        kursor.execute(BUAT)
        kirim_biner(TABEL, isi.tobytes())
        kursor.execute(SIMPAN_BANYAK, [pada])
        ditulis = int(kursor.rowcount)
        kursor.execute(f"drop table {TABEL}")
        return ditulis


def kirim_biner(tabel: str, isi: bytes) -> None:
    """Rows as ``baris_biner`` makes them into a table of the columns ``KOLOM``."""
    perintah = f"copy {tabel} ({', '.join(KOLOM)}) from stdin (format binary)"
    with connection.cursor() as kursor, kursor.copy(perintah) as salinan:
        salinan.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        salinan.write(isi)
        salinan.write(b"\xff\xff")


def _nilai(isi: Baris, jenis: str) -> list[object]:
    """A column as a list of what psycopg sends."""
    if jenis == "uuid":
        return [UUID(bytes=bytes(x)) for x in isi]
    if jenis == "bytea":
        return [bytes(x) for x in isi]
    if jenis == "date":
        return [dt.date(2000, 1, 1) + dt.timedelta(days=int(x)) for x in isi]
    if jenis == "timestamptz":
        nol = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
        return [
            "-infinity" if x == KOSONG else (nol + dt.timedelta(microseconds=int(x))).isoformat() for x in isi
        ]
    hasil: list[object] = isi.tolist()
    return hasil
