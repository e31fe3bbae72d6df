"""Mandatory spending, a flag and two scenarios of the present stage, as TAPD would leave them."""

import datetime as dt
from decimal import Decimal

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.anggaran.actions import isi_nilai, simpan_skenario, tandai_rutin, ubah_baris
from terukur.anggaran.models import BarisSkenario
from terukur.anggaran.queries import tahap_jendela, usul_tahap
from terukur.anggaran.rules.ruang import NOL
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.tenggat.models import Jendela

NILAI = (
    ("pendapatan", "0.97"),
    ("dau_dbh", "0.62"),
    ("alokasi_dana_desa", "0.066"),
    ("tunjangan_guru", "0.021"),
)
"""Amounts entered by hand, as shares of all needs."""
JUTA = Decimal(1_000_000)


def isi_anggaran(*, pada: dt.datetime) -> None:
    """What TAPD enters in the stage whose window was opened last."""
    jendela = Jendela.objects.order_by("-dibuka_pada")[0]
    tahap = tahap_jendela(jendela)
    tapd = Pengguna.objects.get(nama_pengguna="tapd")
    tapd.akses = susun_akses(tapd, pada=pada)
    oleh = tapd.pelaku()
    jumlah = sum((b.jumlah for _, b in usul_tahap(tahap)), NOL)
    for komponen, bagian in NILAI:
        nilai = (jumlah * Decimal(bagian) / JUTA).quantize(Decimal(1)) * JUTA
        isi_nilai(
            komponen=komponen, tahap=tahap, nilai=nilai, dasar=f"Rincian alokasi {tahap.tahun} (contoh)",
            oleh=oleh, pada=pada,
        )  # fmt: skip
    rapat = (
        SubKegiatanRencana.objects.filter(pengajuan__jendela=jendela, kode__startswith="5.01.02")
        .select_related("pengajuan__jendela", "opd")
        .order_by("kode", "pk")[0]
    )
    tandai_rutin(
        sub_kegiatan=rapat, rutin=True, alasan="Hanya rapat penyusunan di dalam OPD", oleh=oleh, pada=pada
    )
    simpan_skenario(
        nama="Pendapatan turun 5 persen", tahap=tahap, turun_persen=Decimal(5), oleh=oleh, pada=pada
    )
    skenario = simpan_skenario(
        nama="Pendapatan turun 10 persen", tahap=tahap, turun_persen=Decimal(10), oleh=oleh, pada=pada
    )
    baris = BarisSkenario.objects.filter(skenario=skenario, potong__gt=0).order_by("-peringkat", "pk")[0]
    ubah_baris(
        skenario_id=skenario.pk, baris_id=baris.pk, potong=NOL, alasan="Sudah terikat kontrak tahun jamak",
        oleh=oleh, pada=pada,
    )  # fmt: skip
