"""One body and its scans, in one transaction: what a device is told OK for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction

from terukur.kehadiran.choices import AlasanKarantina, AsalPindai, PutusanKiriman
from terukur.kehadiran.models import BarisKarantina, Kiriman, Mesin, PeristiwaMesin
from terukur.kehadiran.protokol.operlog import Peristiwa
from terukur.kehadiran.protokol.rekam import Muatan
from terukur.kehadiran.rules.terima import TERJAUH, TERTUA, alasan_jam, zona

PANJANG_BARIS = 2000
"""Bytes kept of a line in quarantine; the whole of it is in its body."""

# Sorted, so that two devices never wait for each other. The day before too: night shifts end in the morning.
_PINDAI = """
with baru as (
    insert into kehadiran_pindai (mesin_id, pin, waktu, tombol, cara, asal, diterima_pada, kiriman_id)
    select %(mesin)s, r.pin, r.waktu, r.tombol, r.cara, %(asal)s, r.diterima, r.kiriman
    from unnest(%(pin)s::text[], %(waktu)s::timestamptz[], %(tombol)s::smallint[], %(cara)s::smallint[],
        %(kiriman)s::bigint[], %(diterima)s::timestamptz[])
        as r (pin, waktu, tombol, cara, kiriman, diterima)
    on conflict do nothing
    returning pin, waktu, kiriman_id
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
select kiriman_id, count(*), max(waktu) from baru group by kiriman_id
"""


@dataclass(frozen=True, slots=True)
class Tersimpan:
    """``terakhir``: the newest of the scans that were not known before."""

    kiriman: Kiriman
    terakhir: dt.datetime | None = None


def kiriman_baru(
    *, mesin: Mesin | None, nomor_seri: str, tabel: str, isi: bytes, alamat: str | None, pada: dt.datetime,
    putusan: PutusanKiriman, alasan: str = "", jumlah_baris: int = 0, sidik: str = "",
) -> Kiriman:  # fmt: skip
    """Store a body as it came. ``sidik``: its digest, where there is no room for the body itself."""
    return Kiriman.objects.create(
        mesin=mesin, nomor_seri=nomor_seri, jenis=tabel, alamat=alamat, diterima_pada=pada, isi=isi,
        sidik=sidik or sha256(isi).hexdigest(), putusan=putusan, alasan=alasan, jumlah_baris=jumlah_baris,
    )  # fmt: skip


Sah = tuple[str, dt.datetime, int, int]
"""(pin, time, button, way of recognition) of a scan that counts."""
Buruk = tuple[int, bytes, AlasanKarantina]
"""(number of the line, the line, why it does not count)."""


def pilah(
    mesin: Mesin, muatan: Muatan, diterima_pada: dt.datetime, tertua: dt.date = TERTUA
) -> tuple[list[Sah], list[Buruk]]:
    """What counts, and the lines that do not."""
    daerah = zona(mesin.zona)
    sah: list[Sah] = []
    buruk: list[Buruk] = [(b.nomor, b.isi, AlasanKarantina(b.alasan)) for b in muatan.buruk]
    for r in muatan.rekam:
        waktu = r.waktu if r.waktu.tzinfo else r.waktu.replace(tzinfo=daerah)
        if alasan := alasan_jam(waktu, diterima_pada, tertua):
            buruk.append((r.nomor, r.isi, alasan))
        else:
            sah.append((r.pin, waktu, r.tombol, r.cara))
    return sah, buruk


@transaction.atomic(savepoint=False)
def simpan_rekam(
    *, mesin: Mesin, tabel: str, isi: bytes, muatan: Muatan, asal: AsalPindai, alamat: str | None,
    pada: dt.datetime, tertua: dt.date = TERTUA,
) -> Tersimpan:  # fmt: skip
    """Store a body, its scans, and its lines that do not count; the same number of queries for any length.

    Scans known already are passed over, so that the same body may come again by whatever way. Days of
    people whose PIN is mapped are asked to be computed again. ``tertua``: earlier days are a broken clock.
    """
    sah, buruk = pilah(mesin, muatan, pada, tertua)
    ada = sah or buruk
    kiriman = kiriman_baru(
        mesin=mesin, nomor_seri=mesin.nomor_seri, tabel=tabel, isi=isi, alamat=alamat, pada=pada,
        putusan=PutusanKiriman.TERSIMPAN if ada else PutusanKiriman.DIABAIKAN,
        alasan="" if ada else "tidak memuat rekam kehadiran", jumlah_baris=muatan.jumlah,
    )  # fmt: skip
    terakhir = None
    if sah:
        kiriman.jumlah_baru, terakhir = masukkan(mesin, [(kiriman, sah)], asal, pada)[kiriman.pk]
    if buruk:
        karantinakan(mesin, [(kiriman, buruk)])
        kiriman.jumlah_karantina = len(buruk)
    if kiriman.jumlah_baru or buruk:
        kiriman.save(update_fields=["jumlah_baru", "jumlah_karantina"])
    return Tersimpan(kiriman, terakhir)


def masukkan(
    mesin: Mesin, isi: Sequence[tuple[Kiriman, Sequence[Sah]]], asal: AsalPindai, pada: dt.datetime
) -> dict[int, tuple[int, dt.datetime | None]]:
    """Add the scans of bodies by one statement; {body: (how many were new, the newest of these)}."""
    baris = [(*satu, kiriman.pk, kiriman.diterima_pada) for kiriman, sah in isi for satu in sah]
    hasil: dict[int, tuple[int, dt.datetime | None]] = {kiriman.pk: (0, None) for kiriman, _ in isi}
    if not baris:
        return hasil
    pin, waktu, tombol, cara, nomor, diterima = (list(k) for k in zip(*baris, strict=True))
    with connection.cursor() as kursor:
        kursor.execute(
            _PINDAI,
            {
                "mesin": mesin.pk, "kelompok": mesin.kelompok_id, "zona": mesin.zona, "asal": int(asal),
                "pada": pada, "kiriman": nomor, "diterima": diterima, "pin": pin, "waktu": waktu,
                "tombol": tombol, "cara": cara,
            },
        )  # fmt: skip
        return hasil | {k: (int(n), akhir) for k, n, akhir in kursor.fetchall()}


def karantinakan(mesin: Mesin, isi: Sequence[tuple[Kiriman, Sequence[Buruk]]]) -> None:
    """Keep lines of bodies that do not count, to be looked at."""
    BarisKarantina.objects.bulk_create(
        BarisKarantina(kiriman=kiriman, mesin=mesin, nomor=n, isi=satu[:PANJANG_BARIS], alasan=alasan)
        for kiriman, buruk in isi
        for n, satu, alasan in buruk
    )


def simpan_peristiwa(mesin: Mesin, peristiwa: Sequence[Peristiwa], *, pada: dt.datetime) -> None:
    """Store what was done at the device; the same event is known by all that it says.

    A clock that lost its battery says no time: year 1 in a zone east of UTC is before all dates.
    """
    daerah = zona(mesin.zona)

    def jam(p: Peristiwa) -> dt.datetime | None:
        return p.waktu.replace(tzinfo=daerah) if p.waktu and TERTUA <= p.waktu.date() < TERJAUH else None

    PeristiwaMesin.objects.bulk_create(
        (
            PeristiwaMesin(
                mesin=mesin, kode=p.kode, pelaku=p.pelaku, rincian=p.rincian, gawat=p.gawat,
                waktu=jam(p), diterima_pada=pada,
            )
            for p in peristiwa
        ),
        ignore_conflicts=True,
    )  # fmt: skip
