"""An OPD with plan, money and results, whose sums the tests of its reports know."""

import datetime as dt
from decimal import Decimal
from typing import Any

from terukur.anggaran.actions import catat_realisasi
from terukur.anggaran.actions.beku import bekukan
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.rules.serapan import UangRealisasi
from terukur.anggaran.tests.factories import buat_kebutuhan, buat_pagu, isian
from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions as kinerja
from terukur.kinerja.models import PerjanjianKinerja
from terukur.kinerja.tests.factories import buat_indikator
from terukur.kinerja.tests.pabrik_perjanjian import bupati, muat, tambah, tandatangani, tetapkan
from terukur.organisasi.models import Jabatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.actions.beku import bekukan_program_kerja
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_sub_kegiatan
from terukur.realisasi.tests.factories import TW1, TW2, Regu, ajukan, buat_regu, isi, sesudah, verifikasi
from tests.rekaman_dunia import rekam

BALITA, GIZI = "1.02.02.2.02.0004", "1.02.02.2.02.0015"
KODE_OPD = "1.02.2.14.0.00.01.0000"
PER = dt.date(2027, 6, 30)
SAAT = sesudah(TW2, 20)


def uang(kode: str, realisasi: Any, anggaran: Any = 100) -> UangRealisasi:
    def angka(n: Any) -> Decimal | None:
        return None if n is None else Decimal(str(n))

    return UangRealisasi("", "", kode, f"Sub {kode}", "operasi", angka(anggaran), angka(realisasi))


def catat_buku(
    opd: Any, batas: dt.date, *baris: UangRealisasi, sumber: SumberRealisasi = SumberRealisasi.SP2D,
    pada: dt.datetime | None = None,
) -> None:  # fmt: skip
    catat_realisasi(
        opd_id=opd.pk, tahun=batas.year, sumber=sumber, batas=batas, baris=baris, dasar="contoh", oleh=SISTEM,
        pada=pada or dt.datetime.combine(batas, dt.time(4), dt.UTC) + dt.timedelta(days=3),
    )  # fmt: skip


@rekam
def buat_dunia() -> Regu:
    """Two sub kegiatan with a plan of 60 and 40, one of them with two actions; results of two quarters.

    Achievement up to the second quarter: 24 of 20 (capped at 120) and 10 of 20, weights 3 and 1; the
    action without sub kegiatan was submitted but not verified in the second quarter.
    """
    opd = buat_opd(kode=KODE_OPD)
    sub = buat_sub_kegiatan(
        buat_pengajuan(opd), BALITA, target_akhir_renstra=Decimal(500), realisasi_lalu=Decimal(80)
    )
    gizi = buat_sub_kegiatan(sub.pengajuan, GIZI)
    buat_pagu(opd, 100)
    buat_kebutuhan(sub, isian(60))
    buat_kebutuhan(gizi, isian(40))
    bekukan(pengajuan=sub.pengajuan, peristiwa="tetapkan", oleh=SISTEM, pada=PADA)
    bekukan_program_kerja(sub.pengajuan, ditetapkan=True, pertama=True, pada=PADA)
    regu = buat_regu(
        (buat_indikator(nama="Balita dilayani", satuan="balita"), 10),
        (buat_indikator(nama="Balita diukur", satuan="balita"), 10),
        (buat_indikator(nama="Rapat lintas sektor", satuan="kali"), 10),
        opd=opd,
        isi_aksi=({"kode_sub": BALITA, "bobot": Decimal(3)}, {"kode_sub": BALITA}, {}),
    )
    for n, nilai in enumerate((12, 5, 9)):
        isi(regu, nilai, kunci=regu.aksi[n].pk, periode=TW1)
    ajukan(regu, periode=TW1)
    verifikasi(regu, periode=TW1)
    for n, nilai in enumerate((12, 5, 8)):
        isi(regu, nilai, kunci=regu.aksi[n].pk, periode=TW2)
    ajukan(regu, periode=TW2)
    catat_buku(opd, dt.date(2027, 3, 31), uang(BALITA, 10, 60), uang(GIZI, None, 40))
    catat_buku(opd, dt.date(2027, 5, 31), uang(BALITA, 25, 60), uang(GIZI, 5, 40), uang("", "1.50", None))
    return regu


def buat_pk(regu: Regu, *indikator_ids: Any, target: Any = 40, tahun: int = 2027) -> PerjanjianKinerja:
    """The PK of the head for these indicators, set in January."""
    pada = dt.datetime(tahun, 1, 20, 2, tzinfo=dt.UTC)
    bupati(pada)
    jabatan = Jabatan.objects.get(opd=regu.opd, kepala=True)
    satu = kinerja.mulai_perjanjian(jabatan_id=jabatan.pk, tahun=tahun, oleh=SISTEM, pada=pada)
    for i in indikator_ids:
        tambah(satu, indikator_id=i, target=target, pada=pada)
    return tetapkan(tandatangani(muat(satu), pada=pada), pada=pada)
