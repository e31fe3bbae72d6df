"""Physical progress of two OPD in the last quarter of the judged year that is over: one confirmed it all."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.rules import tahun_dinilai
from terukur.inti.periode import JenisPeriode, Periode
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi.actions import KirimanFisik, sahkan_fisik, simpan_fisik
from terukur.realisasi.choices import Pengadaan
from terukur.realisasi.queries import bulan_fisik
from terukur.realisasi.rules.fisik import IsiFisik

OPD_CONTOH = ("Dinas Kesehatan", "Dinas PUPR")
BELUM_DISAHKAN = ("Dinas PUPR",)
"""OPD whose head has not confirmed the last month."""

RENCANA = (Decimal(8), Decimal("7.5"), Decimal("8.25"))
"""Per cent that the plans of three sub kegiatan grow each month; the work grows more slowly."""

TERTUNDA = (Decimal("0.5"), Decimal("2.5"), Decimal(0))


def isi_fisik(*, pada: dt.datetime) -> None:
    """Two months, the later one the last that is over (December where the judged year is)."""
    hari, orang = hari_pemda(pada), OrangContoh(pada)
    tahun = tahun_dinilai(hari)
    akhir = 12 if hari.year > tahun else hari.month - 1
    for opd in OPD.objects.filter(singkatan__in=OPD_CONTOH, aktif=True).order_by("kode"):
        for bulan in (akhir - 1, akhir):
            periode = Periode(tahun, JenisPeriode.BULAN, bulan)
            baris = bulan_fisik(opd.pk, periode).baris
            if not baris:
                continue
            simpan_fisik(
                opd_id=opd.pk, periode=periode.kode, oleh=orang.operator(opd), pada=pada,
                kiriman=[KirimanFisik(b.sub.kode, 0, _isi(n, bulan)) for n, b in enumerate(baris)],
            )  # fmt: skip
            if bulan == akhir and opd.singkatan in BELUM_DISAHKAN:
                continue
            pengguna, pelaku = orang.kepala(opd, pada)
            sahkan_fisik(
                opd_id=opd.pk, periode=periode.kode, sidik=bulan_fisik(opd.pk, periode).sidik,
                pengguna=pengguna, oleh=pelaku, pada=pada,
            )  # fmt: skip


def _isi(n: int, bulan: int) -> IsiFisik:
    """The first is built under a contract, the second waits for one, the others need none."""
    ke = n % len(RENCANA)
    rencana = RENCANA[ke] * bulan
    isi = IsiFisik(realisasi=rencana - TERTUNDA[ke] * bulan, rencana=rencana)
    if n == 0:
        return replace(
            isi, pengadaan=Pengadaan.PELAKSANAAN, nomor_kontrak=f"000.3.2/{n + 1}/CONTOH",
            nilai_kontrak=Decimal(450_000_000),
        )  # fmt: skip
    if n == 1:
        return replace(
            isi, pengadaan=Pengadaan.PEMILIHAN, catatan="Menunggu hasil evaluasi penawaran (contoh)."
        )
    return replace(isi, pengadaan=Pengadaan.TIDAK_PERLU)
