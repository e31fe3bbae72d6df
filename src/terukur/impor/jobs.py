"""Large workbooks are read and applied by the worker, so that the site stays free."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.impor.actions import (
    TUGAS_BACA,
    TUGAS_TERAPKAN,
    baca_impor,
    kembalikan_ke_siap,
    laksanakan_terapan,
)
from terukur.impor.choices import Status
from terukur.impor.kemajuan import Pelapor
from terukur.impor.models import Impor
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku


@app.task(name=TUGAS_BACA)
def baca(impor_id: str) -> None:
    """Read one workbook; does nothing when it was cancelled or read meanwhile."""
    nomor = UUID(impor_id)
    if not Impor.objects.filter(pk=nomor, status=Status.DIUNGGAH).exists():
        return
    with Pelapor(nomor, jeda=0) as lapor:
        baca_impor(impor_id=nomor, pada=timezone.now(), lapor=lapor)


@app.task(name=TUGAS_TERAPKAN)
def terapkan(impor_id: str, oleh: dict[str, str]) -> None:
    """Apply one import; when it is refused or cancelled nothing is written and the preview stands."""
    nomor = UUID(impor_id)
    if not Impor.objects.filter(pk=nomor, status=Status.MENERAPKAN).exists():
        return
    try:
        with Pelapor(nomor) as lapor:
            laksanakan_terapan(impor_id=nomor, oleh=Pelaku(**oleh), pada=timezone.now(), lapor=lapor)
    except AturanDilanggar as e:
        kembalikan_ke_siap(impor_id=nomor, pesan=e.pesan)
    except Exception:
        kembalikan_ke_siap(
            impor_id=nomor,
            pesan="Impor terhenti karena gangguan sistem; tidak ada yang disimpan. Coba terapkan lagi.",
        )
        raise
