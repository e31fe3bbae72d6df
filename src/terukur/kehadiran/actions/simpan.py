"""One body and its scans, in one transaction: what a device is told OK for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from terukur.kehadiran.choices import AlasanKarantina, AsalPindai, PutusanKiriman
from terukur.kehadiran.models import BarisKarantina, Kiriman, Mesin, PeristiwaMesin
from terukur.kehadiran.protokol.operlog import Peristiwa
from terukur.kehadiran.protokol.rekam import Muatan
from terukur.kehadiran.rules.terima import alasan_jam, zona

PANJANG_BARIS = 2000
"""Bytes kept of a line in quarantine; the whole of it is in its body."""

# Sorted, so that two devices never wait for each other. The day before too: night shifts end in the morning.
_PINDAI = """
with baru as (
    insert into kehadiran_pindai (mesin_id, pin, waktu, tombol, cara, asal, diterima_pada, kiriman_id)
    select %(mesin)s, r.pin, r.waktu, r.tombol, r.cara, %(asal)s, %(pada)s, %(kiriman)s
    from unnest(%(pin)s::text[], %(waktu)s::timestamptz[], %(tombol)s::smallint[], %(cara)s::smallint[])
        as r (pin, waktu, tombol, cara)
    on conflict do nothing
    returning pin, waktu
), hari as (
    insert into kehadiran_antreanhari (pegawai_id, tanggal, diminta_pada)
    select distinct p.pegawai_id, b.tanggal - m.mundur, %(pada)s::timestamptz
    from (
        select distinct pin, (waktu at time zone make_interval(hours => %(zona)s))::date as tanggal from baru
    ) b
    join kehadiran_pinpegawai p on p.kelompok_id = %(kelompok)s and p.pin = b.pin
        and p.digantikan_pada is null and p.berlaku_sejak <= b.tanggal
        and (p.berlaku_sampai is null or p.berlaku_sampai >= b.tanggal)
    cross join (values (0), (1)) as m (mundur)
    order by 1, 2
    on conflict (pegawai_id, tanggal) do update set diminta_pada = excluded.diminta_pada
)
select count(*), max(waktu) from baru
"""


@dataclass(frozen=True, slots=True)
class Tersimpan:
    """``terakhir``: the newest of the scans that were not known before."""

    kiriman: Kiriman
    terakhir: dt.datetime | None = None


def kiriman_baru(
    *, mesin: Mesin | None, nomor_seri: str, tabel: str, isi: bytes, alamat: str | None, pada: dt.datetime,
    putusan: PutusanKiriman, alasan: str = "", jumlah_baris: int = 0,
) -> Kiriman:  # fmt: skip
    """Store a body as it came."""
    return Kiriman.objects.create(
        mesin=mesin, nomor_seri=nomor_seri, jenis=tabel, alamat=alamat, diterima_pada=pada, isi=isi,
        sidik=sha256(isi).hexdigest(), putusan=putusan, alasan=alasan, jumlah_baris=jumlah_baris,
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def simpan_rekam(
    *, mesin: Mesin, tabel: str, isi: bytes, muatan: Muatan, asal: AsalPindai, alamat: str | None,
    pada: dt.datetime,
) -> Tersimpan:  # fmt: skip
    """Store a body, its scans, and its lines that do not count; the same number of queries for any length.

    Scans known already are passed over, so that the same body may come again by whatever way. Days of
    people whose PIN is mapped are asked to be computed again.
    """
    daerah = zona(mesin.zona)
    sah: list[tuple[Any, ...]] = []
    buruk: list[tuple[int, bytes, AlasanKarantina]] = [
        (b.nomor, b.isi, AlasanKarantina(b.alasan)) for b in muatan.buruk
    ]
    for r in muatan.rekam:
        waktu = r.waktu if r.waktu.tzinfo else r.waktu.replace(tzinfo=daerah)
        if alasan := alasan_jam(waktu, pada):
            buruk.append((r.nomor, r.isi, alasan))
        else:
            sah.append((r.pin, waktu, r.tombol, r.cara))
    ada = sah or buruk
    kiriman = kiriman_baru(
        mesin=mesin, nomor_seri=mesin.nomor_seri, tabel=tabel, isi=isi, alamat=alamat, pada=pada,
        putusan=PutusanKiriman.TERSIMPAN if ada else PutusanKiriman.DIABAIKAN,
        alasan="" if ada else "tidak memuat rekam kehadiran", jumlah_baris=muatan.jumlah,
    )  # fmt: skip
    terakhir = None
    if sah:
        kiriman.jumlah_baru, terakhir = _masukkan(mesin, kiriman, sah, asal, pada)
    if buruk:
        _karantina(mesin, kiriman, buruk)
        kiriman.jumlah_karantina = len(buruk)
    if kiriman.jumlah_baru or buruk:
        kiriman.save(update_fields=["jumlah_baru", "jumlah_karantina"])
    return Tersimpan(kiriman, terakhir)


def _masukkan(
    mesin: Mesin, kiriman: Kiriman, sah: Sequence[tuple[Any, ...]], asal: AsalPindai, pada: dt.datetime
) -> tuple[int, dt.datetime | None]:
    pin, waktu, tombol, cara = (list(k) for k in zip(*sah, strict=True))
    with connection.cursor() as kursor:
        kursor.execute(
            _PINDAI,
            {
                "mesin": mesin.pk, "kelompok": mesin.kelompok_id, "zona": mesin.zona, "asal": int(asal),
                "pada": pada, "kiriman": kiriman.pk, "pin": pin, "waktu": waktu, "tombol": tombol,
                "cara": cara,
            },
        )  # fmt: skip
        jumlah, terakhir = kursor.fetchone()
    return int(jumlah), terakhir


def _karantina(mesin: Mesin, kiriman: Kiriman, buruk: Sequence[tuple[int, bytes, AlasanKarantina]]) -> None:
    BarisKarantina.objects.bulk_create(
        BarisKarantina(kiriman=kiriman, mesin=mesin, nomor=n, isi=isi[:PANJANG_BARIS], alasan=alasan)
        for n, isi, alasan in buruk
    )


def simpan_peristiwa(mesin: Mesin, peristiwa: Sequence[Peristiwa], *, pada: dt.datetime) -> None:
    """Store what was done at the device; the same event is known by all that it says."""
    daerah = zona(mesin.zona)
    PeristiwaMesin.objects.bulk_create(
        (
            PeristiwaMesin(
                mesin=mesin, kode=p.kode, pelaku=p.pelaku, rincian=p.rincian, gawat=p.gawat,
                waktu=p.waktu.replace(tzinfo=daerah) if p.waktu else None, diterima_pada=pada,
            )
            for p in peristiwa
        ),
        ignore_conflicts=True,
    )  # fmt: skip
