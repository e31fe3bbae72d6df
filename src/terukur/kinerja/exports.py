"""The perjanjian kinerja as official paper, set from the content registered in the journal."""

from django.conf import settings
from django.utils import timezone

from terukur.antarmuka.surat import cetak
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.kertas import keterangan_surat
from terukur.jejak.models import Kertas


def cetak_perjanjian(kertas: Kertas) -> bytes:
    """The PDF: a statement of both parties and the annex; the same register entry gives the same paper."""
    tanggal = timezone.localtime(kertas.pada).date()
    data = {
        **kertas.isi,
        "kertas": keterangan_surat(kertas),
        "kop": {
            "pemda": settings.TERUKUR_PEMDA,
            "instansi": kertas.isi["opd"],
            "alamat": settings.TERUKUR_IBU_KOTA,
        },
        "tempat_tanggal": f"{settings.TERUKUR_IBU_KOTA}, {tulis_tanggal(tanggal)}",
    }
    return cetak("kinerja/perjanjian", data, tanggal=tanggal)
