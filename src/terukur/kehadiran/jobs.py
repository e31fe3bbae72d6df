"""Work of the worker: days computed again, and what devices need without anybody asking."""

import datetime as dt
import logging

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import hitung as actions
from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.actions.ingatkan import ingatkan_disiplin, ingatkan_keputusan
from terukur.kehadiran.actions.padam import catat_padam
from terukur.kehadiran.actions.pengawasan import tutup_apel_lewat
from terukur.kehadiran.actions.perintah import akhiri_perintah, minta_hitungan, tawarkan_lagi
from terukur.kehadiran.actions.ponsel import nilai_hari, tipiskan
from terukur.kehadiran.actions.tarik import mesin_tertarik, tarik
from terukur.kehadiran.actions.temuan import perbarui_temuan
from terukur.organisasi.queries import hari_pemda

_log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="kehadiran.kuras_antrean", queueing_lock="kehadiran.kuras_antrean")
def kuras(timestamp: int) -> None:
    """Compute the days again about which something changed."""
    actions.kuras_antrean(pada=timezone.now())


@app.periodic(cron="7 16-23 * * *")
@app.task(name="kehadiran.hitung_malam", queueing_lock="kehadiran.hitung_malam")
def hitung_malam(timestamp: int) -> None:
    """Each hour from 23.07 WIB to 08.07 WIT: the days of everyone whose windows have closed meanwhile."""
    _log.info("kehadiran: %s hari berubah", actions.hitung_malam(pada=timezone.now()))


@app.periodic(cron="*/5 * * * *")
@app.task(name="kehadiran.catat_padam", queueing_lock="kehadiran.catat_padam")
def padam(timestamp: int) -> None:
    """Open an outage for each device that fell silent; its next request ends it. Lost commands wait again."""
    pada = timezone.now()
    catat_padam(pada=pada)
    tawarkan_lagi(pada=pada)


@app.periodic(cron="35 18 * * *")  # UTC: between one and four in the morning anywhere in Indonesia
@app.task(name="kehadiran.cocokkan_mesin", queueing_lock="kehadiran.cocokkan_mesin")
def cocokkan(timestamp: int) -> None:
    """Ask every device how many records it has of yesterday; a missed night is not made good."""
    pada = timezone.now()
    akhiri_perintah(pada=pada)
    minta_hitungan(pada=pada)


@app.periodic(cron="20 17 * * *")
@app.task(name="kehadiran.siapkan_bagian", queueing_lock="kehadiran.siapkan_bagian")
def bagian(timestamp: int) -> None:
    """Parts of the coming months; the listener does the same at its start."""
    siapkan_bagian(pada=timezone.now())


@app.periodic(cron="45 23 * * *")  # UTC: between six and nine in the morning anywhere in Indonesia
@app.task(name="kehadiran.ingatkan", queueing_lock="kehadiran.ingatkan")
def ingatkan(timestamp: int) -> None:
    """Remind superiors of requests left lying and of thresholds of PP 94/2021."""
    pada = timezone.now()
    ingatkan_keputusan(pada=pada)
    ingatkan_disiplin(pada=pada)


@app.periodic(cron="50 16 * * *")  # UTC: shortly before or after midnight in Indonesia
@app.task(name="kehadiran.nilai_ponsel", queueing_lock="kehadiran.nilai_ponsel")
def ponsel(timestamp: int) -> None:
    """Look again at the records by phone of these days, beside all others; erase positions that are old."""
    pada = timezone.now()
    kini = hari_pemda(pada)
    for mundur in (2, 1, 0):
        nilai_hari(kini - dt.timedelta(days=mundur), pada=pada)
    _log.info("kehadiran: koordinat %s rekam ponsel dihapus", tipiskan(pada=pada))


@app.periodic(cron="*/30 * * * *")
@app.task(name="kehadiran.tarik", queueing_lock="kehadiran.tarik")
def tarik_layanan(timestamp: int) -> None:
    """Pull the records of devices that speak to a service on the internet; nothing in trial mode."""
    if settings.MODE_LATIHAN:
        return
    for mesin in mesin_tertarik():
        baru = tarik(mesin, alamat=settings.TERUKUR_FINGERSPOT, pada=timezone.now())
        _log.info("kehadiran: %s rekam baru ditarik dari %s", baru, mesin.nomor_seri)


@app.periodic(cron="*/10 * * * *")
@app.task(name="kehadiran.tutup_apel", queueing_lock="kehadiran.tutup_apel")
def apel(timestamp: int) -> None:
    """Close apel whose time is over, half an hour later: nobody needs to remember it."""
    tutup_apel_lewat(oleh=SISTEM, pada=timezone.now(), tunggu=dt.timedelta(minutes=30))


@app.periodic(cron="37 16-23 * * *")
@app.task(name="kehadiran.perbarui_temuan", queueing_lock="kehadiran.perbarui_temuan")
def temuan(timestamp: int) -> None:
    """Each hour of the night, after the days: what presses and letters that came late say to sidak."""
    pada = timezone.now()
    perbarui_temuan(sejak=pada - dt.timedelta(days=14), pada=pada)
