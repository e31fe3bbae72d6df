"""Presses with the person whose PIN it was on their day, by binary COPY."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from terukur.kehadiran.rules.hari import HARI, Rekam

DETIK_2000 = 946_684_800
"""Epoch seconds of 1 January 2000, from which PostgreSQL counts microseconds."""
KEPALA, EKOR = 19, 2
"""Bytes before the first and after the last row of a binary COPY."""
_BARIS = np.dtype(
    [("n", ">i2"), ("l1", ">i4"), ("pin", ">i8"), ("l2", ">i4"), ("waktu", ">i8"), ("l3", ">i4"),
     ("tombol", ">i2")]
)  # fmt: skip
_SQL = """copy (
    select t.id, s.waktu, s.tombol
    from kehadiran_pinpegawai t
    join kehadiran_mesin m on m.kelompok_id = t.kelompok_id
    join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin
    where t.digantikan_pada is null and s.waktu >= to_timestamp({sejak}) and s.waktu < to_timestamp({sampai})
    and {siapa}
) to stdout (format binary)"""


def muat_rekam(pin: list[Any], *, awal: int, hari: int, zona: int, pegawai: Sequence[UUID] | None) -> Rekam:
    """All presses on the local days ``awal`` .. ``awal + hari - 1``. One statement.

    ``pin``: (id, person, first day, last day) of the PIN known now, in the order of the id. A press counts
    for whoever had the PIN on its local day.
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
    with connection.cursor() as kursor, kursor.copy(perintah) as salinan:
        isi = b"".join(salinan)
    baris = np.frombuffer(isi[KEPALA:-EKOR], _BARIS)
    waktu = baris["waktu"].astype(np.int64) // 1_000_000 + DETIK_2000
    if not pin:
        return Rekam(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int16))
    nomor, orang, dari, sampai = np.array(
        [(a, b, c, np.iinfo(np.int64).max if d is None else d) for a, b, c, d in pin], np.int64
    ).T
    di = np.minimum(np.searchsorted(nomor, baris["pin"].astype(np.int64)), nomor.size - 1)
    tanggal = (waktu + zona) // HARI
    milik = (nomor[di] == baris["pin"]) & (tanggal >= dari[di]) & (tanggal <= sampai[di])
    return Rekam(orang[di][milik], waktu[milik], baris["tombol"].astype(np.int16)[milik])
