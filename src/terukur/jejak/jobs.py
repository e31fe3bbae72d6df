"""Work of the worker: a seal each minute when there is news; checking and tidying each night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.jejak.actions import hapus_kunci_lama, hapus_pembacaan_lama
from terukur.jejak.keamanan import catat_keamanan
from terukur.jejak.pemeriksaan import periksa_tersimpan
from terukur.jejak.segel import RantaiRusak, segelkan


@app.periodic(cron="* * * * *")
@app.task(name="jejak.segelkan", queueing_lock="jejak.segelkan")
def segelkan_rantai(timestamp: int) -> None:
    """``timestamp`` is the tick's time, which procrastinate passes; the seal bears the real one.

    No ``lock`` on the task: a job left behind by a killed worker would hold it, and nothing would
    be sealed. Two at once wait for each other in the database.
    """
    segelkan(pada=timezone.now())


@app.periodic(cron="41 18 * * *")
@app.task(name="jejak.periksa", queueing_lock="jejak.periksa")
def periksa_berkala(timestamp: int) -> None:
    """Once a night (18.41 UTC). Findings go to the security log, and the job counts as failed."""
    temuan = list(periksa_tersimpan(pada=timezone.now()))
    for kalimat in temuan:
        catat_keamanan("jejak.rusak", keterangan=kalimat)
    if temuan:
        raise RantaiRusak(f"{len(temuan)} findings in the stored journal; see the security log")


@app.periodic(cron="53 18 * * *")
@app.task(name="jejak.hapus_kunci_lama", queueing_lock="jejak.hapus_kunci_lama")
def hapus_kunci(timestamp: int) -> int:
    """Once a night (18.53 UTC): keys of forms that nobody can send again."""
    return hapus_kunci_lama(pada=timezone.now())


@app.periodic(cron="57 18 * * *")
@app.task(name="jejak.hapus_pembacaan_lama", queueing_lock="jejak.hapus_pembacaan_lama")
def hapus_pembacaan(timestamp: int) -> int:
    """Once a night (18.57 UTC): reads older than their months in force."""
    return hapus_pembacaan_lama(pada=timezone.now())
