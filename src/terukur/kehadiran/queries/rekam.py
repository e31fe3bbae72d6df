"""Presses with the person whose PIN it was on their day, by binary COPY.

One row per PIN, not per press: handing a million rows to Python costs more than reading them.
"""

import struct
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from terukur.kehadiran.rules.hari import HARI, Angka, Rekam

DETIK_2000 = 946_684_800
"""Epoch seconds of 1 January 2000, from which PostgreSQL counts microseconds."""
KEPALA = 19
"""Bytes before the first row of a binary COPY."""
_WAKTU, _TOMBOL = np.dtype([("n", ">i4"), ("isi", ">i8")]), np.dtype([("n", ">i4"), ("isi", ">i2")])
_SQL = """copy (
    select t.id, array_agg(s.waktu), array_agg(s.tombol)
    from kehadiran_pinpegawai t
    join kehadiran_mesin m on m.kelompok_id = t.kelompok_id
    join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin
    where t.digantikan_pada is null and s.waktu >= to_timestamp({sejak}) and s.waktu < to_timestamp({sampai})
    and {siapa}
    group by t.id
) to stdout (format binary)"""


def muat_rekam(
    pin: list[Any], *, tolak: list[Any], awal: int, hari: int, zona: int, pegawai: Sequence[UUID] | None
) -> Rekam:
    """All presses on the local days ``awal`` .. ``awal + hari - 1``. One statement.

    ``pin``: (id, person, first day, last day) of the PIN known now, in the order of the id. A press counts
    for whoever had the PIN on its local day, unless ``tolak`` names it: (id of the PIN, epoch seconds).
    """
    sejak = awal * HARI - zona
    siapa: Composable = SQL("true")
    if pegawai is not None:
        siapa = SQL("t.pegawai_id = any({}::uuid[])").format(Literal(list(pegawai)))
    connection.ensure_connection()
    perintah = (
        SQL(_SQL)
        .format(sejak=Literal(sejak), sampai=Literal(sejak + hari * HARI), siapa=siapa)
        .as_string(connection.connection)
    )
    with connection.cursor() as kursor:
        if pegawai is None:  # a month of everyone is gathered in memory
            kursor.execute("set local work_mem = '256MB'")
        with kursor.copy(perintah) as salinan:
            isi = b"".join(salinan)
    nomor, waktu, tombol = _urai(isi)
    if not pin:
        return Rekam(nomor[:0], waktu[:0], tombol[:0])
    dikenal, orang, dari, sampai = np.array(
        [(a, b, c, np.iinfo(np.int64).max if d is None else d) for a, b, c, d in pin], np.int64
    ).T
    di = np.minimum(np.searchsorted(dikenal, nomor), dikenal.size - 1)
    tanggal = (waktu + zona) // HARI
    milik = (dikenal[di] == nomor) & (tanggal >= dari[di]) & (tanggal <= sampai[di])
    for id_, saat in tolak:
        milik &= (nomor != id_) | (waktu != saat)
    return Rekam(orang[di][milik], waktu[milik], tombol[milik])


def _urai(isi: bytes) -> tuple[Angka, Angka, Angka]:
    """(id of the PIN, epoch seconds, button) of each press out of rows with two arrays of one length."""
    nomor, jumlah, waktu, tombol = [], [], [np.zeros(0, ">i8")], [np.zeros(0, ">i2")]
    di = KEPALA
    while isi[di : di + 2] != b"\xff\xff":
        id_, panjang = struct.unpack_from(">qi", isi, di + 6)
        n = struct.unpack_from(">i", isi, di + 30)[0]  # first field 2 + 4 + 8, then the array's own head
        nomor.append(id_)
        jumlah.append(n)
        waktu.append(np.frombuffer(isi, _WAKTU, n, di + 38)["isi"])
        tombol.append(np.frombuffer(isi, _TOMBOL, n, di + 42 + panjang)["isi"])
        di += 42 + panjang + n * _TOMBOL.itemsize
    return (
        np.repeat(np.array(nomor, np.int64), jumlah),
        np.concatenate(waktu).astype(np.int64) // 1_000_000 + DETIK_2000,
        np.concatenate(tombol).astype(np.int16),
    )
