"""What this room tells the journal's pages and the file store."""

from django.db.models import Q
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.berkas.models import Berkas
from terukur.eskalasi import queries
from terukur.eskalasi.models import Tanggapan
from terukur.jejak.penyedia import KataIsi, ObjekJejak


def boleh_baca_berkas(pengguna: Pengguna, berkas: Berkas) -> bool:
    """The file of an answer, for those who see the paper it answers; a draft's too."""
    milik = Tanggapan.objects.filter(berkas=berkas).filter(
        Q(peringatan__in=queries.peringatan_terlihat(pengguna).values("pk"))
        | Q(tindak_lanjut__in=queries.tindak_lanjut_terlihat(pengguna).values("pk"))
    )
    return milik.exists()


def _disposisi_terbuka(pengguna: Pengguna, disposisi_id: str) -> bool:
    return queries.disposisi_terlihat(pengguna).filter(pk=disposisi_id).exists()


def _peringatan_terbuka(pengguna: Pengguna, peringatan_id: str) -> bool:
    return queries.peringatan_terlihat(pengguna).filter(pk=peringatan_id).exists()


def _tindak_lanjut_terbuka(pengguna: Pengguna, tindak_lanjut_id: str) -> bool:
    return queries.tindak_lanjut_terlihat(pengguna).filter(pk=tindak_lanjut_id).exists()


OBJEK = {
    "peringatan": ObjekJejak(
        "Peringatan kinerja",
        terbuka=_peringatan_terbuka,
        tautan=lambda i: reverse("eskalasi:peringatan", args=[i]),
    ),
    "disposisi": ObjekJejak(
        "Disposisi", terbuka=_disposisi_terbuka, tautan=lambda i: reverse("eskalasi:disposisi", args=[i])
    ),
    "tindak_lanjut": ObjekJejak(
        "Tindak lanjut disposisi",
        terbuka=_tindak_lanjut_terbuka,
        tautan=lambda i: reverse("eskalasi:tindak_lanjut", args=[i]),
    ),
}

KATA = KataIsi(
    kolom={
        "diminta": "Yang diminta",
        "jabatan_penerbit": "Jabatan penerbit",
        "instruksi": "Instruksi",
        "disposisi.penerbit": "Penerbit",
        "peringatan.penerbit": "Penerbit",
        "penyiap": "Disiapkan oleh",
        "perihal": "Perihal",
        "asal_surat": "Semula kepada",
        "penerima_surat": "Diteruskan kepada",
        "sebab": "Sebab",
        "sebelumnya": "Menyusul",
        "sifat": "Sifat",
        "tujuan": "Kepada",
        "hari_terlambat": "Hari terlambat",
        "angka": "Angka",
        "diketahui": "Diketahui pada",
        "per": "Keadaan per",
        "tautan": "Sumber",
        "teks": "Uraian",
        "peringatan.catatan": "Catatan penerbit",
        "tindak_lanjut.catatan": "Catatan penerbit",
        "peringatan.jabatan": "Jabatan yang dituju",
        "peringatan.kepala": "Kepala OPD",
        "peringatan.tanggapan": "Tanggapan",
        "tindak_lanjut.tanggapan": "Laporan",
        "disposisi.kepala": "Kepala OPD",
    },
)
"""Words of this room for what the journal holds."""
