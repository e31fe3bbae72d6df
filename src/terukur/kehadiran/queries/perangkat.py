"""Reads for the pages of devices. The scope is where the reader holds ``MESIN_KELOLA``."""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import tanya
from terukur.kehadiran.choices import AsalPindai, Dialek, PutusanKiriman, StatusPerintah
from terukur.kehadiran.models import (
    BarisKarantina,
    KeadaanMesin,
    Kiriman,
    Mesin,
    MesinAsing,
    PerintahMesin,
    PeristiwaMesin,
    Pindai,
)
from terukur.kehadiran.protokol.ulang import dialek_jenis
from terukur.kehadiran.queries.lingkup import wilayah
from terukur.kehadiran.queries.mesin import keadaan
from terukur.kehadiran.rules.keluhan import (
    BATAS_BEDA,
    BATAS_SANDI,
    BATAS_TUNGGU,
    CARA_SANDI,
    KELUHAN,
    TANPA_REKAM,
    Keluhan,
    persen_sandi,
    status_mesin,
)
from terukur.kehadiran.rules.terima import BATAS_LANGSUNG, GAGAL_SIMPAN

HARI = dt.timedelta(days=1)
SEBULAN = 30 * HARI
SEBENTAR = dt.timedelta(minutes=15)
_HITUNG = re.compile(r"AttlogCount=(\d+)\nTerukurCount=(\d+)")


def cakupan(untuk: Pengguna) -> frozenset[Any] | None:
    """OPD whose devices ``untuk`` manages; None: all."""
    return untuk.akses.cakupan(Izin.MESIN_KELOLA)


def daftar_mesin(untuk: Pengguna) -> QuerySet[Mesin]:
    """Devices of the reader's OPD or units, with what is known of them."""
    semua = Mesin.objects.exclude(dialek=Dialek.PONSEL).select_related("keadaan", "opd", "unit", "kelompok")
    return semua.filter(wilayah(untuk, Izin.MESIN_KELOLA).syarat("opd_id", "unit_id"))


def get_mesin(mesin_id: int, *, untuk: Pengguna) -> Mesin:
    mesin = daftar_mesin(untuk).filter(pk=mesin_id).first()
    if mesin is None:
        raise TidakDitemukan("Mesin tidak ditemukan.")
    return mesin


@dataclass(slots=True)
class Ukuran:
    """Figures of one device beside its own row. ``hitungan``: (on the device, here) of yesterday.

    ``alamat``: how many addresses its bodies came from within ``SEBENTAR``.
    """

    menunggu: int = 0
    menunggu_sejak: dt.datetime | None = None
    alarm: int = 0
    rekam: int = 0
    sandi: int = 0
    ditolak: int = 0
    gagal_simpan: int = 0
    alamat: int = 0
    hitungan: tuple[int, int] | None = None

    @property
    def persen_sandi(self) -> int | None:
        return persen_sandi(self.sandi, self.rekam)


def ukuran_mesin(mesin_ids: Collection[int], *, pada: dt.datetime) -> dict[int, Ukuran]:
    """Figures of these devices; six statements for any number of them."""
    hasil = {m: Ukuran() for m in mesin_ids}
    perintah = PerintahMesin.objects.filter(mesin__in=mesin_ids)
    for m, n, sejak in (
        perintah.filter(status=StatusPerintah.MENUNGGU)
        .order_by("mesin")
        .values_list("mesin")
        .annotate(n=Count("pk"), sejak=Min("dibuat_pada"))
    ):
        hasil[m].menunggu, hasil[m].menunggu_sejak = n, sejak
    hitung = perintah.filter(isi__startswith="VERIFY SUM", status=StatusPerintah.SELESAI)
    for m, jawaban in (
        hitung.filter(dijawab_pada__gt=pada - 2 * HARI).order_by("pk").values_list("mesin", "jawaban")
    ):
        if cocok := _HITUNG.match(jawaban):
            hasil[m].hitungan = (int(cocok[1]), int(cocok[2]))
    alarm = PeristiwaMesin.objects.filter(mesin__in=mesin_ids, gawat=True, diterima_pada__gt=pada - SEBULAN)
    for m, n in alarm.order_by("mesin").values_list("mesin").annotate(n=Count("pk")):
        hasil[m].alarm = n
    rekam = Pindai.objects.filter(mesin__in=mesin_ids, waktu__gt=pada - SEBULAN, waktu__lte=pada)
    for m, n, sandi in (
        rekam.order_by("mesin_id")
        .values_list("mesin_id")
        .annotate(n=Count("pin"), sandi=Count("pin", filter=Q(cara__in=CARA_SANDI)))
    ):
        hasil[m].rekam, hasil[m].sandi = n, sandi
    ditolak = kiriman_ditolak(mesin_ids, sejak=pada - SEBULAN).order_by("mesin").values_list("mesin")
    gagal = Q(alasan__startswith=GAGAL_SIMPAN)
    for m, n, g in ditolak.annotate(
        n=Count("pk", filter=Q(diterima_pada__gt=pada - HARI) & ~gagal), g=Count("pk", filter=gagal)
    ):
        hasil[m].ditolak, hasil[m].gagal_simpan = n, g
    dekat = Kiriman.objects.filter(mesin__in=mesin_ids, diterima_pada__gt=pada - SEBENTAR)
    dekat = dekat.exclude(putusan=PutusanKiriman.DITOLAK)
    for m, n in dekat.order_by("mesin").values_list("mesin").annotate(n=Count("alamat", distinct=True)):
        hasil[m].alamat = n
    return hasil


def kiriman_ditolak(mesin_ids: Collection[int], *, sejak: dt.datetime) -> QuerySet[Kiriman]:
    """Bodies refused after ``sejak``."""
    return Kiriman.objects.filter(
        mesin__in=mesin_ids, putusan=PutusanKiriman.DITOLAK, diterima_pada__gt=sejak
    )


def status(mesin: Mesin, pada: dt.datetime) -> str:
    kini = keadaan(mesin)
    return status_mesin(aktif=mesin.aktif, dialek=mesin.dialek, terlihat_pada=kini.terlihat_pada, pada=pada)


def karantina_mesin(mesin: Mesin) -> dict[str, int]:
    """{reason: lines that do not count}."""
    semua = BarisKarantina.objects.filter(mesin=mesin).order_by("alasan").values_list("alasan")
    return dict(semua.annotate(n=Count("pk")))


def keluhan_mesin(
    mesin: Mesin, ukuran: Ukuran, karantina: Iterable[str], *, pada: dt.datetime
) -> list[Keluhan]:
    """What is wrong with a device now, the worst first."""
    kini: KeadaanMesin = keadaan(mesin)
    kode = list(karantina)
    kata = status(mesin, pada)
    if kata == "Belum terlihat":
        kode.append("belum")
    if kata == "Diam":
        kode.append("diam")
    if kata == "Tersambung" and kini.pindai_pada and kini.pindai_pada < pada - TANPA_REKAM:
        kode.append("tanpa_rekam")
    if kini.beda_detik is not None and abs(kini.beda_detik) > BATAS_BEDA:
        kode.append("jam")
    if ukuran.hitungan and ukuran.hitungan[0] > ukuran.hitungan[1]:
        kode.append("selisih")
    if ukuran.menunggu_sejak and ukuran.menunggu_sejak < pada - BATAS_TUNGGU:
        kode.append("perintah")
    berhitung = (
        ("ditolak", ukuran.ditolak), ("gagal_simpan", ukuran.gagal_simpan), ("alarm", ukuran.alarm),
    )  # fmt: skip
    kode += [k for k, ada in berhitung if ada]
    if ukuran.alamat > 1:
        kode.append("dua_alamat")
    if (ukuran.persen_sandi or 0) > BATAS_SANDI:
        kode.append("sandi")
    if kini.galat_tarik:
        kode.append("tarikan")
    semua = [KELUHAN[k] for k in kode]
    return sorted(semua, key=lambda k: not k.gawat)


def jumlah_di_sini(mesin: Mesin) -> int:
    """All presses of a device that are stored here."""
    return Pindai.objects.filter(mesin=mesin).count()


@dataclass(frozen=True, slots=True)
class Asing:
    """A device that is not admitted, with what it left in quarantine."""

    nomor_seri: str
    alamat: str | None
    pertama_pada: dt.datetime
    terakhir_pada: dt.datetime
    jumlah: int
    kiriman: int
    baris: int
    jenis: str
    dialek: str


def mesin_asing(seri: Collection[str] | None = None) -> list[Asing]:
    """Serial numbers that speak to us and are not admitted, the newest first."""
    semua = MesinAsing.objects.order_by("-terakhir_pada")
    kiriman = Kiriman.objects.filter(mesin=None, putusan=PutusanKiriman.KARANTINA)
    if seri is not None:
        semua, kiriman = semua.filter(pk__in=seri), kiriman.filter(nomor_seri__in=seri)
    isi = {
        s: (n, b, j)
        for s, n, b, j in kiriman.order_by("nomor_seri")
        .values_list("nomor_seri")
        .annotate(n=Count("pk"), b=Sum("jumlah_baris"), j=Max("jenis"))
    }
    hasil = []
    for a in semua:
        n, b, j = isi.get(a.nomor_seri, (0, 0, ""))
        hasil.append(
            Asing(a.nomor_seri, a.alamat, a.pertama_pada, a.terakhir_pada, a.jumlah, n, b, j, dialek_jenis(j))
        )
    return hasil


_BEDA = """
select (s.waktu at time zone make_interval(hours => %(zona)s))::date, count(*),
    percentile_disc(0.5) within group (order by round(extract(epoch from s.diterima_pada - s.waktu)))::integer
from kehadiran_pindai s join kehadiran_kiriman k on k.id = s.kiriman_id
where s.mesin_id = %(mesin)s and s.waktu > %(sejak)s and s.asal = %(push)s and k.jumlah_baru <= %(langsung)s
group by 1 order by 1 desc
"""


def beda_harian(mesin: Mesin, pada: dt.datetime) -> list[tuple[dt.date, int, int]]:
    """(day, live presses, median of receipt minus the device's clock in seconds) of 30 days, newest first.

    Out of the presses themselves: those of a body of few, sent as they were made. One statement.
    """
    nilai = {
        "mesin": mesin.pk, "zona": mesin.zona, "sejak": pada - SEBULAN, "push": int(AsalPindai.PUSH),
        "langsung": BATAS_LANGSUNG,
    }  # fmt: skip
    return [(hari, n, beda) for hari, n, beda in tanya(_BEDA, nilai)]


def padam_akhir(mesin: Mesin, pada: dt.datetime) -> list[Any]:
    """Outages of the last 30 days, the newest first."""
    return list(mesin.padam.filter(Q(sampai=None) | Q(sampai__gt=pada - SEBULAN)).order_by("-sejak")[:20])
