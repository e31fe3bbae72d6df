"""What this room tells the journal's pages and the file store."""

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.berkas.models import Berkas
from terukur.inti.izin import Izin
from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.studi.models import StudiBanding


def boleh_baca_berkas(pengguna: Pengguna, berkas: Berkas) -> bool:
    """The file of a study is for everybody inside, as the study is."""
    return pengguna.akses.boleh(Izin.STUDI_LIHAT) and StudiBanding.objects.filter(berkas=berkas).exists()


def _terbuka(pengguna: Pengguna, studi_id: str) -> bool:
    return pengguna.akses.boleh(Izin.STUDI_LIHAT)


OBJEK = {
    "studi_banding": ObjekJejak(
        "Studi banding", terbuka=_terbuka, tautan=lambda i: reverse("studi:studi", args=[i])
    ),
}
KATA = KataIsi(
    kolom={
        "pokok": "Yang dibandingkan",
        "pembanding": "Pembanding",
        "pelajaran": "Pelajaran",
        "pengadopsi": "OPD pengadopsi",
        "asal_adopsi": "Semula diadopsi",
        "studi_banding.tanggal": "Tanggal studi",
        "studi_banding.tanggal_tenggat": "Diadopsi paling lambat",
        "studi_banding.hasil": "Hasil atau alasan",
        "studi_banding.berkas": "Laporan studi",
        "studi_banding.sidik": "Sidik berkas (SHA-256)",
    },
)
"""Words of this room for what the journal holds."""
