"""Computed days into the table: only what changed is written.

Many rows go by binary COPY, few as arrays. Days that are all new go straight into the table, others through
a temporary one and an upsert. The caller holds the lock under which days are computed, so that nobody else
adds rows meanwhile.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from terukur.kehadiran.queries.rekam import DETIK_2000
from terukur.kehadiran.rules.hari import KOSONG, Angka, Aturan, Bahan, Benar, Hasil

Baris = npt.NDArray[Any]
SEDIKIT = 500
TABEL, SEMENTARA = "kehadiran_harikehadiran", "kehadiran_hari_baru"
HARI_2000 = 10_957
TAHUN_2000 = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
KOLOM: dict[str, str] = {
    "pegawai_id": "uuid", "tanggal": "date", "opd_id": "uuid", "status": "smallint",
    "jadwal_masuk": "timestamptz", "jadwal_pulang": "timestamptz", "masuk": "timestamptz",
    "pulang": "timestamptz", "jumlah_pindai": "smallint", "terlambat": "smallint",
    "pulang_cepat": "smallint", "pita_terlambat": "smallint", "pita_pulang_cepat": "smallint",
    "potongan": "integer", "tanda": "integer", "ketentuan_id": "bigint", "sidik": "bytea",
    "dihitung_pada": "timestamptz",
}  # fmt: skip
_LEBAR = {"uuid": "V16", "date": ">i4", "smallint": ">i2", "timestamptz": ">i8", "integer": ">i4",
          "bigint": ">i8", "bytea": "V16"}  # fmt: skip
_BARIS = np.dtype(
    [
        ("n", ">i2"),
        *((f"{p}{k}", j) for k, jenis in KOLOM.items() for p, j in (("l_", ">i4"), ("", _LEBAR[jenis]))),
    ]
)
_NAMA = ", ".join(KOLOM)
_GANTI = ", ".join(f"{k} = excluded.{k}" for k in KOLOM if k not in ("pegawai_id", "tanggal"))
_SIMPAN = (
    f"insert into {TABEL} ({_NAMA}) select {_NAMA} from {{}} on conflict (pegawai_id, tanggal)"  # noqa: S608
    f" do update set {_GANTI} where {TABEL}.sidik <> excluded.sidik"
)
_UNNEST = f"unnest({', '.join(f'%s::{j}[]' for j in KOLOM.values())}) as t({_NAMA})"


def simpan_hari(
    b: Bahan, h: Hasil, aturan: Sequence[Aturan], *, pada: dt.datetime, hanya: Benar | None = None
) -> int:
    """Insert or update (``hanya`` these days); returns how many rows were written. Within a transaction."""
    isi = susun_baris(b, h, aturan, pada=pada)
    if hanya is not None:
        isi = isi[hanya.ravel()]
    with connection.cursor() as kursor:
        if isi.size <= SEDIKIT:
            kursor.execute(_SIMPAN.format(_UNNEST), [_nilai(isi, k, j) for k, j in KOLOM.items()])
            return int(kursor.rowcount)
        sejak = dt.date(1970, 1, 1) + dt.timedelta(days=b.awal)
        kursor.execute(
            f"select exists (select 1 from {TABEL} where tanggal between %s and %s)",  # noqa: S608
            [sejak, sejak + dt.timedelta(days=h.status.shape[1] - 1)],
        )
        if not kursor.fetchone()[0]:
            kirim_biner(TABEL, biner(isi))
            return int(isi.size)
        kursor.execute(f"create temporary table {SEMENTARA} (like {TABEL})")
        kirim_biner(SEMENTARA, biner(isi))
        kursor.execute(_SIMPAN.format(SEMENTARA))
        ditulis = int(kursor.rowcount)
        kursor.execute(f"drop table {SEMENTARA}")
        return ditulis


def susun_baris(b: Bahan, h: Hasil, aturan: Sequence[Aturan], *, pada: dt.datetime) -> Baris:
    """The days as rows of a binary COPY, all of one length; the length of an empty field is -1."""
    orang, hari = h.status.shape
    isi = np.empty(orang * hari, _BARIS)
    isi["n"] = len(KOLOM)
    for k, jenis in KOLOM.items():
        isi[f"l_{k}"] = np.dtype(_LEBAR[jenis]).itemsize
    opd = np.concatenate((b.opd_kode, np.zeros((1, 2), np.int64)))  # the last, -1: none
    isi["pegawai_id"] = np.repeat(_v16(b.pegawai), hari)
    isi["tanggal"] = np.tile(np.arange(b.awal, b.awal + hari) - HARI_2000, orang)
    isi["opd_id"] = _v16(opd)[b.opd.ravel()]
    isi["l_opd_id"][b.opd.ravel() < 0] = -1
    for k in ("jadwal_masuk", "jadwal_pulang", "masuk", "pulang"):
        saat: Angka = getattr(h, k).ravel()
        isi[k] = (saat - DETIK_2000) * 1_000_000
        isi[f"l_{k}"][saat == KOSONG] = -1
    for k in ("status", "terlambat", "pulang_cepat", "pita_terlambat", "pita_pulang_cepat", "potongan"):
        isi[k] = getattr(h, k).ravel()
    isi["tanda"] = h.tanda.ravel()
    isi["jumlah_pindai"] = h.jumlah.ravel()
    isi["ketentuan_id"] = np.array([a.id for a in aturan])[b.aturan.ravel()]
    isi["l_ketentuan_id"][b.aturan.ravel() == 0] = -1
    isi["sidik"] = np.frombuffer(b"".join(h.sidik), "V16")
    isi["dihitung_pada"] = (pada - TAHUN_2000) // dt.timedelta(microseconds=1)
    return isi


def _v16(dua: Angka) -> Baris:
    return np.ascontiguousarray(dua, "<i8").view("V16").ravel()


def biner(isi: Baris) -> bytes:
    """The rows without the bytes of empty fields."""
    pakai = np.ones((isi.size, _BARIS.itemsize), np.bool_)
    for k in KOLOM:
        kosong = np.flatnonzero(isi[f"l_{k}"] == -1)
        if kosong.size:
            jenis, letak = _BARIS.fields[k][:2]  # type: ignore[index]
            pakai[kosong, letak : letak + jenis.itemsize] = False
    return isi.view(np.uint8).reshape(pakai.shape)[pakai].tobytes()


def kirim_biner(tabel: str, isi: bytes) -> None:
    """Rows out of ``biner`` into a table with the columns ``KOLOM``."""
    perintah = f"copy {tabel} ({_NAMA}) from stdin (format binary)"
    with connection.cursor() as kursor, kursor.copy(perintah) as salinan:
        salinan.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        salinan.write(isi)
        salinan.write(b"\xff\xff")


def _nilai(isi: Baris, kolom: str, jenis: str) -> list[object]:
    """A column as a list of what psycopg sends."""
    ubah: Any = {
        "uuid": lambda x: UUID(bytes=bytes(x)),
        "bytea": bytes,
        "date": lambda x: TAHUN_2000.date() + dt.timedelta(days=int(x)),
        "timestamptz": lambda x: TAHUN_2000 + dt.timedelta(microseconds=int(x)),
    }.get(jenis, int)
    return [None if n == -1 else ubah(x) for x, n in zip(isi[kolom], isi[f"l_{kolom}"], strict=True)]
