"""The worker's tick that no late list and no reminder escapes, and the beat of the web server."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.tenggat import actions, queries
from terukur.tenggat.choices import StatusJendela
from terukur.tenggat.models import Jendela
from terukur.tenggat.penyedia import daftar_penyedia

_log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */20")
@app.task(name="tenggat.detak", queueing_lock="tenggat.detak")
def detak(timestamp: int) -> None:
    """Publish what is due, close what is over, remind; every 20 seconds.

    Asks the data what lacks, never the clock of a single tick, so missed ticks and dead workers
    heal by themselves. No ``lock`` on the task: a job left behind by a killed worker would hold
    it for ever; the database decides between two ticks at once.
    """
    berdetak()


def berdetak() -> None:
    """One tick, each act in a transaction of its own: one failure never holds up the others."""
    pada = timezone.now()
    for jendela_id, saat, jenis in queries.saat_tanpa_laporan(pada=pada):
        try:
            actions.terbitkan_laporan(
                jendela_id=jendela_id, saat=saat, jenis=jenis, oleh=SISTEM, pada=timezone.now()
            )
        except Exception:
            _log.exception("late list of %s at %s failed; the next tick tries again", jendela_id, saat)
    kurang = {jendela_id for jendela_id, _, _ in queries.saat_tanpa_laporan(pada=pada)}
    for jendela_id in queries.jendela_habis(pada=pada):
        if jendela_id in kurang:
            continue
        try:
            actions.tutup_jendela(jendela_id=jendela_id, oleh=SISTEM, pada=timezone.now())
        except AturanDilanggar as tolak:
            _log.info("window %s is not closed: %s", jendela_id, tolak.pesan)
    for pengajuan, tenggat, jam in queries.pengingat_jatuh(pada=pada):
        try:
            actions.ingatkan(pengajuan=pengajuan, tenggat=tenggat, jam=jam, oleh=SISTEM, pada=timezone.now())
        except Exception:
            _log.exception("reminder of %s failed; the next tick tries again", pengajuan.pk)
    actions.tandai_detak(oleh=SISTEM, pada=timezone.now())


@app.periodic(cron="29 19 * * *")
@app.task(name="tenggat.catat_kelengkapan", queueing_lock="tenggat.catat_kelengkapan")
def catat_kelengkapan(timestamp: int) -> None:
    """Each night, record what changed the completeness of a package without anybody's act on it.

    A rule of a new version of this program, an ended unit: everything else is recorded at once.
    """
    for jendela in Jendela.objects.filter(status=StatusJendela.DIBUKA).order_by("pk"):
        actions.catat_kegiatan_jendela(
            jendela=jendela, kode=[k for k, _ in daftar_penyedia], pada=timezone.now()
        )


def berdenyut_situs(*, menerus: bool = False) -> None:
    """One beat of the web server: whoever serves pages says so, and its silence is an outage.

    Not the worker's: while only that one is down everybody can still fill in and submit.
    ``menerus``: this process beat a moment ago, whatever the machine's clock says.
    """
    actions.berdenyut(kode="situs", menerus=menerus, oleh=SISTEM, pada=timezone.now())
