"""Commands to devices: queued, handed out, answered; and by them the nightly count (absensi.md 1.7)."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.choices import Dialek, StatusPerintah
from terukur.kehadiran.models import Mesin, PerintahMesin
from terukur.kehadiran.protokol.adms import PERINTAH_BOLEH, jumlah_attlog
from terukur.kehadiran.protokol.maksud import HasilPerintah
from terukur.kehadiran.queries.mesin import jumlah_pindai
from terukur.kehadiran.rules.terima import zona

BANYAK_SEKALI = 20
"""Commands in one answer to a poll."""
BATAS_TUNGGU = dt.timedelta(days=1)
TUNGGU_JAWAB = dt.timedelta(minutes=15)
LAGI, BANYAK_LAGI = "ditawarkan lagi\n", 3
_RENTANG = re.compile(r"StartTime=(.{19})\tEndTime=(.{19})")

_AMBIL = """
update kehadiran_perintahmesin set status = %s, dikirim_pada = %s where id in (
    select id from kehadiran_perintahmesin where mesin_id = %s and status = %s
    order by id limit %s for update skip locked
) returning id, isi
"""
_JAWAB = """
update kehadiran_perintahmesin p set status = case when r.hasil >= 0 then %s else %s end,
    dijawab_pada = %s, hasil = r.hasil, jawaban = r.jawaban
from unnest(%s::bigint[], %s::integer[], %s::text[]) as r (id, hasil, jawaban)
where p.id = r.id and p.mesin_id = %s and p.dijawab_pada is null
returning p.id, p.isi
"""


@transaction.atomic
def perintahkan(*, mesin: Mesin, isi: str, oleh: Pelaku, pada: dt.datetime) -> PerintahMesin:
    """Queue a command. Raises ``AturanDilanggar`` for one outside the white list."""
    if not PERINTAH_BOLEH.fullmatch(isi):
        raise AturanDilanggar("Perintah ini tidak boleh dikirim ke mesin.", kode="perintah_terlarang")
    perintah = PerintahMesin.objects.create(mesin=mesin, isi=isi, dibuat_pada=pada, dibuat_oleh=oleh.id)
    if oleh != SISTEM:
        catat(
            peristiwa="mesin.perintahkan", objek="mesin", objek_id=str(mesin.pk), isi={"perintah": isi},
            oleh=oleh, pada=pada,
        )  # fmt: skip
    return perintah


def ambil_perintah(mesin: Mesin, *, pada: dt.datetime) -> list[tuple[int, str]]:
    """(id, command) of those that wait, oldest first; they count as taken."""
    with connection.cursor() as kursor:
        nilai: list[Any] = [StatusPerintah.TERKIRIM, pada, mesin.pk, StatusPerintah.MENUNGGU, BANYAK_SEKALI]
        kursor.execute(_AMBIL, nilai)
        return sorted(kursor.fetchall())


def jawab_perintah(mesin: Mesin, hasil: Sequence[HasilPerintah], *, pada: dt.datetime) -> None:
    """Note what the device said to commands of ours; others' numbers are passed over.

    A count that is above ours asks for the records of that time; when they came, it is counted once more.
    """
    unik = {h.nomor: h for h in hasil}
    if not unik:
        return
    with connection.cursor() as kursor:
        kursor.execute(
            _JAWAB,
            [
                StatusPerintah.SELESAI, StatusPerintah.GAGAL, pada, list(unik),
                [-1 if h.kembali is None else h.kembali for h in unik.values()],
                [h.teks for h in unik.values()], mesin.pk,
            ],
        )  # fmt: skip
        terjawab = kursor.fetchall()
    for nomor, isi in terjawab:
        if isi.startswith("VERIFY SUM"):
            _cocokkan(mesin, isi, unik[nomor], pada)
        elif isi.startswith("DATA QUERY ATTLOG"):
            _hitung_lagi(mesin, isi.replace("DATA QUERY", "VERIFY SUM", 1), pada)


def _cocokkan(mesin: Mesin, isi: str, hasil: HasilPerintah, pada: dt.datetime) -> None:
    rentang, di_mesin = _RENTANG.search(isi), jumlah_attlog(hasil)
    if rentang is None or di_mesin is None:
        return
    awal, akhir = (dt.datetime.fromisoformat(t).replace(tzinfo=zona(mesin.zona)) for t in rentang.groups())
    di_sini = jumlah_pindai(mesin, awal, akhir)
    PerintahMesin.objects.filter(pk=hasil.nomor).update(
        jawaban=f"AttlogCount={di_mesin}\nTerukurCount={di_sini}\n{hasil.teks}"
    )
    if di_mesin > di_sini:
        minta = isi.replace("VERIFY SUM", "DATA QUERY", 1)
        lama = PerintahMesin.objects.filter(mesin=mesin, isi=minta)
        if not lama.exclude(status=StatusPerintah.GAGAL).exists():
            perintahkan(mesin=mesin, isi=minta, oleh=SISTEM, pada=pada)


def _hitung_lagi(mesin: Mesin, isi: str, pada: dt.datetime) -> None:
    """Once only: what is still missing then is a matter for the USB stick."""
    if PerintahMesin.objects.filter(mesin=mesin, isi=isi).count() < 2:
        perintahkan(mesin=mesin, isi=isi, oleh=SISTEM, pada=pada)


def minta_hitungan(*, pada: dt.datetime) -> int:
    """Ask each device heard within a day how many records it has of yesterday; how many were asked."""
    daftar = Mesin.objects.filter(
        aktif=True, dialek=Dialek.ADMS, keadaan__terlihat_pada__gte=pada - BATAS_TUNGGU
    )
    calon = {}
    for mesin in daftar.order_by("pk"):
        kemarin = pada.astimezone(zona(mesin.zona)).date() - dt.timedelta(days=1)
        calon[mesin.pk] = f"VERIFY SUM ATTLOG StartTime={kemarin} 00:00:00\tEndTime={kemarin} 23:59:59"
    ada = set(
        PerintahMesin.objects.filter(isi__in=set(calon.values())).values_list("mesin_id", "isi").order_by()
    )
    baru = [
        PerintahMesin(mesin_id=m, isi=isi, dibuat_pada=pada, dibuat_oleh=SISTEM.id)
        for m, isi in calon.items()
        if (m, isi) not in ada
    ]
    PerintahMesin.objects.bulk_create(baru)
    return len(baru)


def tawarkan_lagi(*, pada: dt.datetime) -> int:
    """Commands that were taken and not answered wait once more: the answer to the poll was lost.

    Three times at most, since some firmware does not answer; never a restart, which would be done again.
    """
    hilang = PerintahMesin.objects.filter(
        status=StatusPerintah.TERKIRIM, dikirim_pada__lt=pada - TUNGGU_JAWAB
    )
    hilang = hilang.exclude(isi="REBOOT").exclude(jawaban=LAGI * BANYAK_LAGI)
    return hilang.update(status=StatusPerintah.MENUNGGU, jawaban=Concat("jawaban", Value(LAGI)))


def akhiri_perintah(*, pada: dt.datetime) -> int:
    """Commands that were not answered within a day have failed."""
    return PerintahMesin.objects.filter(
        status__in=(StatusPerintah.MENUNGGU, StatusPerintah.TERKIRIM), dibuat_pada__lt=pada - BATAS_TUNGGU
    ).update(status=StatusPerintah.GAGAL, jawaban="tidak dijawab mesin dalam sehari")
