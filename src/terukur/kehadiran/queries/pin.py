"""PIN and their owners, PIN without one, and names that devices gave."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kehadiran.models import KelompokMesin, Kiriman, PinPegawai
from terukur.kehadiran.queries.lingkup import pegawai_kelola
from terukur.kehadiran.queries.perangkat import cakupan, daftar_mesin
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL
from terukur.organisasi.models import Pegawai

KIRIMAN_NAMA = 500
"""Bodies of USER lines that are searched for names, the newest."""
_PIN = re.compile(r"(?:^|[\t ])pin=([0-9A-Za-z._-]{1,24})", re.IGNORECASE)
_NAMA = re.compile(r"(?:^|[\t ])name=([^\t\r\n]{1,60})", re.IGNORECASE)


def orang_pin(untuk: Pengguna, *, pada: dt.datetime) -> QuerySet[Pegawai]:
    """People to whom ``untuk`` may give a PIN."""
    return pegawai_kelola(untuk, pada=pada, izin=Izin.MESIN_KELOLA)


def orang_bernama(untuk: Pengguna, *, pada: dt.datetime) -> QuerySet[Pegawai]:
    """People whose names ``untuk`` may read beside a PIN, also those who left where he manages all."""
    return Pegawai.objects.all() if cakupan(untuk) is None else orang_pin(untuk, pada=pada)


def daftar_pin(untuk: Pengguna, *, pada: dt.datetime) -> QuerySet[PinPegawai]:
    """PIN of the reader's people, of all times, as known now."""
    semua = PinPegawai.objects.diketahui(None).exclude(kelompok__nama=KELOMPOK_PONSEL)
    semua = semua.select_related("pegawai", "kelompok")
    if cakupan(untuk) is None:
        return semua
    return semua.filter(pegawai__in=orang_pin(untuk, pada=pada).order_by().values("pk"))


def get_pin(baris_id: int, *, untuk: Pengguna, pada: dt.datetime) -> PinPegawai:
    baris = daftar_pin(untuk, pada=pada).filter(pk=baris_id).first()
    if baris is None:
        raise TidakDitemukan("PIN tidak ditemukan.")
    return baris


def tanpa_pin(pegawai_id: UUID) -> bool:
    """Does no device know this person?"""
    return not PinPegawai.objects.diketahui(None).filter(pegawai=pegawai_id).exists()


def pegawai_ganda(hari: dt.date) -> QuerySet[Any]:
    """People who have several PIN in one group on a day."""
    per_orang = PinPegawai.objects.pada(hari).order_by("pegawai", "kelompok").values("pegawai", "kelompok")
    ganda: QuerySet[Any] = per_orang.annotate(n=Count("pk")).filter(n__gt=1).values("pegawai")
    return ganda


def kelompok_pin(untuk: Pengguna) -> QuerySet[KelompokMesin]:
    """Groups of the devices that ``untuk`` manages."""
    semua = KelompokMesin.objects.exclude(nama=KELOMPOK_PONSEL).order_by("nama", "pk")
    if cakupan(untuk) is None:
        return semua
    return semua.filter(pk__in=daftar_mesin(untuk).order_by().values("kelompok"))


@dataclass(slots=True)
class PinTanpaPemilik:
    """A PIN that was used on days on which it is nobody's."""

    kelompok_id: int
    kelompok: str
    pin: str
    jumlah: int
    pertama: dt.datetime
    terakhir: dt.datetime
    mesin: str
    nama: str = ""
    usulan: list[Pegawai] = field(default_factory=list)


# All presses are passed once, grouped by device and PIN. Only where the PIN had an owner for a part of the
# time are they looked at one by one: the mapping is dated. Seven times faster than grouping them by day.
_TANPA = """
with milik as (
    select kelompok_id, pin, count(*) as n, min(berlaku_sejak) as dari,
        max(coalesce(berlaku_sampai, 'infinity'::date)) as sampai
    from kehadiran_pinpegawai where digantikan_pada is null group by 1, 2
), pakai as (
    select s.mesin_id, s.pin, count(*) as n, min(s.waktu) as awal, max(s.waktu) as akhir
    from kehadiran_pindai s
    where s.waktu >= %(sejak)s and (%(mesin)s::bigint[] is null or s.mesin_id = any(%(mesin)s::bigint[]))
    group by 1, 2
), calon as (
    select p.*, m.kelompok_id, make_interval(hours => m.zona) as zona, o.pin is null as tanpa
    from pakai p join kehadiran_mesin m on m.id = p.mesin_id
    left join milik o on o.kelompok_id = m.kelompok_id and o.pin = p.pin
    where o.pin is null or o.n > 1 or (p.awal at time zone make_interval(hours => m.zona))::date < o.dari
        or (p.akhir at time zone make_interval(hours => m.zona))::date > o.sampai
), sisa as (
    select mesin_id, kelompok_id, pin, n, awal, akhir from calon where tanpa
    union all
    select c.mesin_id, c.kelompok_id, c.pin, count(*), min(s.waktu), max(s.waktu)
    from calon c
    join kehadiran_pindai s on s.mesin_id = c.mesin_id and s.pin = c.pin and s.waktu >= %(sejak)s
    cross join lateral (select (s.waktu at time zone c.zona)::date as hari) l
    where not c.tanpa and not exists (
        select 1 from kehadiran_pinpegawai p
        where p.kelompok_id = c.kelompok_id and p.pin = c.pin and p.digantikan_pada is null
            and p.berlaku_sejak <= l.hari and (p.berlaku_sampai is null or p.berlaku_sampai >= l.hari)
    )
    group by 1, 2, 3
)
select k.id, k.nama, h.pin, sum(h.n), min(h.awal), max(h.akhir), string_agg(distinct m.nama, ', ')
from sisa h join kehadiran_mesin m on m.id = h.mesin_id join kehadiran_kelompokmesin k on k.id = h.kelompok_id
group by k.id, k.nama, h.pin order by sum(h.n) desc, h.pin
"""


def pin_tanpa_pemilik(untuk: Pengguna, *, sejak: dt.datetime) -> list[PinTanpaPemilik]:
    """PIN used at the reader's devices since then that are nobody's, the most used first."""
    mesin = None
    if cakupan(untuk) is not None:
        mesin = list(daftar_mesin(untuk).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as kursor:
        kursor.execute(_TANPA, {"sejak": sejak, "mesin": mesin})
        return [PinTanpaPemilik(*b) for b in kursor.fetchall()]


def beri_usulan(baris: Collection[PinTanpaPemilik], untuk: Pengguna, *, pada: dt.datetime) -> None:
    """Name each PIN as its device does, and propose whoever of the reader's people is called so."""
    if not baris:
        return
    nama = nama_di_mesin(untuk, {b.kelompok_id for b in baris})
    per_kata: dict[str, list[Pegawai]] = defaultdict(list)
    for orang in orang_pin(untuk, pada=pada):
        per_kata[_rapikan(orang.nama)].append(orang)
    for b in baris:
        b.nama = nama.get((b.kelompok_id, b.pin), "")
        if len(kata := _rapikan(b.nama)) >= 3:
            sama = per_kata.get(kata)
            mulai = [p for k, semua in per_kata.items() if k.startswith(kata) for p in semua]
            b.usulan = (sama or mulai)[:3]


def nama_di_mesin(untuk: Pengguna, kelompok_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """{(group, PIN): name} out of the USER lines that the reader's devices sent, the newest of each."""
    kiriman = Kiriman.objects.filter(
        mesin__in=daftar_mesin(untuk).filter(kelompok__in=kelompok_ids).order_by().values("pk"),
        jenis__in=("OPERLOG", "USERINFO", "user"),
    )
    hasil: dict[tuple[int, str], str] = {}
    for kelompok, isi in kiriman.order_by("-pk").values_list("mesin__kelompok", "isi")[:KIRIMAN_NAMA]:
        for baris in bytes(isi).splitlines():
            if b"name=" not in baris.lower():
                continue
            teks = baca_nama_mesin(baris)
            pin, nama = _PIN.search(teks), _NAMA.search(teks)
            if pin and nama and nama[1].strip():
                hasil.setdefault((kelompok, pin[1]), nama[1].strip())
    return hasil


def baca_nama_mesin(isi: bytes) -> str:
    """UTF-8, else the Chinese firmware's GB18030, else latin-1 (absensi.md 1.5)."""
    for sandi in ("utf-8", "gb18030"):
        try:
            return isi.decode(sandi)
        except UnicodeDecodeError:
            continue
    return isi.decode("latin-1")


def _rapikan(nama: str) -> str:
    """A name without titles behind a comma, signs and case: devices hold 24 letters of it."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", nama.casefold().split(",")[0]).split())
