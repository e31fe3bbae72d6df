"""What this room tells the journal's pages, and the rooms that plan with its results."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.choices import HasilLapangan, Pihak
from terukur.realisasi.queries.capaian_program import capaian_program

KATA = KataIsi(
    kolom={
        "lapangan.hari_terlambat": "Terlambat (hari)",
        "lapangan.jabatan_pemeriksa": "Jabatan yang diminta",
        "lapangan.foto": "Sidik foto",
        "lapangan.hasil": "Hasil pemeriksaan",
        "lapangan.periode": "Periode",
        "lapangan.letak": "Letak dari ponsel",
        "lapangan.pemeriksa": "Nama yang diminta",
        "lapangan.rencana": "Yang dilaporkan",
        "lapangan.tanggal_tenggat": "Paling lambat",
        "lapangan.wilayah": "Wilayah",
        "asal_pemeriksaan": "Semula tentang",
        "penerima_pemeriksaan": "Diteruskan kepada",
        "lapangan.yang_dilihat": "Yang perlu dilihat",
        "hari_tenggat": "Tenggat (hari sesudah periode)",
        "ambang_lebih": "Ambang rincian kontribusi (% di atas target)",
        "ambang_tertinggal": "Tertinggal bila capaian di bawah (%)",
        "ambang_serapan": "Serapan mendahului capaian lebih dari (poin)",
        "ambang_fisik": "Serapan mendahului fisik lebih dari (poin)",
        "ambang_tanpa_bukti": "Tanpa bukti lebih dari (%)",
        "hari_diam": "Diam bila lewat tenggat lebih dari (hari)",
        "hari_rencana": "Rencana aksi paling lambat (hari sejak awal tahun)",
        "ambang_turun": "Melambat bila turun (poin)",
        "ambang_naik": "Naik gigi bila naik (poin)",
        "pihak_diakui": "Pihak yang diakui",
        "bukti": "Bukti",
        "edisi.edisi": "Edisi ke-",
        "edisi.jenis": "Laporan",
        "direncanakan": "Direncanakan",
        "fisik.periode": "Bulan",
        "isian_fisik": "Realisasi fisik dan pengadaan",
        "indikator": "Indikator",
        "kendala": "Kendala",
        "kontribusi": "Kontribusi terhadap capaian",
        "nomor_register": "Nomor register",
        "realisasi.periode": "Periode",
        "realisasi.realisasi": "Realisasi",
        "target_sampai": "Target sampai",
    },
    nilai={"pihak_diakui": dict(Pihak.choices), "lapangan.hasil": dict(HasilLapangan.choices)},
    tulis={
        "fisik.periode": lambda kode: Periode.baca(kode).label,
        "lapangan.periode": lambda kode: Periode.baca(kode).label,
        "realisasi.periode": lambda kode: Periode.baca(kode).label,
    },
)
"""Words of this room for what the journal holds."""

OBJEK = {
    "realisasi": ObjekJejak("Laporan realisasi"),
    "fisik": ObjekJejak("Realisasi fisik"),
    "edisi": ObjekJejak("Edisi laporan kinerja"),
    "ketentuan_laju": ObjekJejak("Ketentuan perkembangan kinerja"),
    "lapangan": ObjekJejak(
        "Pemeriksaan lapangan", tautan=lambda pk: reverse("realisasi:lapangan", args=[pk])
    ),
    "ketentuan_dini": ObjekJejak("Ketentuan peringatan dini"),
    "ketentuan_realisasi": ObjekJejak("Ketentuan realisasi"),
}


class PenyediaCapaianProgram:
    """``PenyediaCapaian`` of anggaran: the verified achievement of today."""

    keterangan = (
        "adalah rata-rata tertimbang rencana aksi yang memakai program itu, "
        "menurut data terverifikasi tahun terakhir yang tercatat"
    )

    def capaian(
        self,
        tahun: int,
        kode_program: Collection[str],
        *,
        untuk: Pengguna | None,
        diketahui: dt.datetime | None = None,
    ) -> dict[str, Decimal]:
        cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT) if untuk else None
        hari = hari_pemda(diketahui or timezone.now())
        return capaian_program(tahun, kode_program, per=hari, cakupan=cakupan, diketahui=diketahui)
