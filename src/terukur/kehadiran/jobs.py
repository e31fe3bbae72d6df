"""What the worker does for devices: parts of the table ahead, silences, the nightly count."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.actions.padam import catat_padam
from terukur.kehadiran.actions.perintah import akhiri_perintah, minta_hitungan


@app.periodic(cron="*/5 * * * *")
@app.task(name="kehadiran.catat_padam", queueing_lock="kehadiran.catat_padam")
def padam(timestamp: int) -> None:
    """Open an outage for each device that fell silent; its next request ends it."""
    catat_padam(pada=timezone.now())


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
