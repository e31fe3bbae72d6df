"""What the leaders sent: an explanation that was accepted, a warning that waits, a disposisi under way; and
the money that three OPD had spent, so that it can be compared."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from terukur.anggaran.actions import catat_realisasi
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.rules.serapan import UangRealisasi
from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.akun import nama_pendek
from terukur.contoh.rules import tahun_dinilai
from terukur.eskalasi import actions
from terukur.eskalasi.actions import IsiDisposisi, IsiPeringatan
from terukur.eskalasi.choices import JabatanPimpinan, JenisPeringatan, SifatDisposisi
from terukur.eskalasi.models import Peringatan, TindakLanjut
from terukur.eskalasi.penyedia import cari_sebab
from terukur.eskalasi.rules.sebab import Sebab
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda
from terukur.realisasi.rules.peringatan_dini import akhir_triwulan

SERAPAN = {"Setda": "98.6", "Dinas Kesehatan": "71.2", "Dinas Pertanian": "64.0"}
"""OPD -> per cent of its budget that was spent by the end of the last quarter."""

DIPERINGATKAN = "Dinas PUPR"
DIDISPOSISI = ("Dinas Sosial P3A", "Dinas Peternakan", "BPKAD")


class PenulisEskalasi:
    """Acts of the bupati and of the OPD at an instant."""

    def __init__(self, pada: dt.datetime) -> None:
        self.pada = pada
        self.orang = OrangContoh(pada)
        self.bupati, self.pelaku = self.orang.ambil("bupati")
        self.opd = {o.singkatan: o for o in OPD.objects.filter(aktif=True).order_by("kode", "pk")}

    def sebab(self, jenis: str, opd: Sequence[OPD], lain: str) -> Sebab:
        """What the early warning says at this instant; where it does not warn, the bupati's own words."""
        kode = f"dini:{jenis}/{hari_pemda(self.pada)}"
        ada = cari_sebab(kode, [o.pk for o in opd], diketahui=self.pada, untuk=self.bupati)
        return ada or Sebab(lain)

    def peringatan(
        self, opd: OPD, jenis: JenisPeringatan, sebab: Sebab, perihal: str, diminta: str
    ) -> Peringatan:
        isi = IsiPeringatan(
            jenis=jenis, perihal=perihal, diminta=diminta, tanggal_tenggat=self.tenggat(),
            jabatan=JabatanPimpinan.BUPATI, sebab=sebab,
        )  # fmt: skip
        return actions.terbitkan(
            opd_id=opd.pk, isi=isi, pengguna=self.bupati, oleh=self.pelaku, pada=self.pada
        )

    def tenggat(self) -> dt.date:
        return geser_hari_kerja(hari_pemda(self.pada), 5).tanggal


def isi_penjelasan(*, pada: dt.datetime) -> None:
    """A request for an explanation, answered the next day and accepted."""
    tulis = PenulisEskalasi(pada)
    opd = tulis.opd["Setda"]
    p = tulis.peringatan(
        opd, JenisPeringatan.PENJELASAN,
        tulis.sebab("tertinggal", [opd], "Hasil pendampingan investasi belum dijelaskan dalam evaluasi."),
        "Capaian nilai realisasi investasi",
        "Jelaskan bagian Setda dalam realisasi investasi, dan langkah untuk mencapai target.",
    )  # fmt: skip
    besok = pada + dt.timedelta(hours=20)
    actions.simpan_tanggapan(
        objek="peringatan", induk_id=p.pk, versi=0, oleh=tulis.orang.operator(opd), pada=besok,
        isi="Realisasi investasi sebagian besar perluasan usaha swasta tanpa pendampingan, jadi hanya bagian "
        "yang didampingi yang kami akui. Mulai triwulan ini setiap izin yang terhambat didampingi petugas.",
    )  # fmt: skip
    pengguna, pelaku = tulis.orang.kepala(opd, besok)
    actions.kirim_tanggapan(
        objek="peringatan", induk_id=p.pk, pengguna=pengguna, oleh=pelaku, pada=besok + dt.timedelta(hours=2)
    )
    actions.terima(
        peringatan_id=p.pk, catatan="Diterima. Laporkan kemajuannya setiap triwulan.", pengguna=tulis.bupati,
        oleh=tulis.pelaku, pada=besok + dt.timedelta(hours=6),
    )  # fmt: skip


def isi_eskalasi(*, pada: dt.datetime) -> None:
    """Money spent, a warning that waits for its reply, and a disposisi on its way, within the last day."""
    tulis = PenulisEskalasi(pada - dt.timedelta(hours=20))
    _serapan(tulis)
    opd = tulis.opd[DIPERINGATKAN]
    tulis.peringatan(
        opd, JenisPeringatan.PERINGATAN_1,
        tulis.sebab("diam", [opd], "Laporan realisasi triwulan terakhir belum disampaikan."),
        "Laporan realisasi triwulan", "Ajukan laporan realisasi, dan jelaskan mengapa terlambat.",
    )  # fmt: skip
    tujuan = [tulis.opd[n] for n in DIDISPOSISI]
    sebab = tulis.sebab("tanpa_rencana", tujuan, "Rencana aksi tahun ini belum ditetapkan.")
    d = actions.beri(
        opd_ids=[o.pk for o in tujuan],
        isi=IsiDisposisi(
            perihal="Rencana aksi yang belum ada", instruksi="Susun rencana aksi dengan target terukur.",
            sifat=SifatDisposisi.SEGERA, tanggal_tenggat=tulis.tenggat(), jabatan=JabatanPimpinan.BUPATI,
            sebab=sebab,
        ),
        pengguna=tulis.bupati, oleh=tulis.pelaku, pada=tulis.pada,
    )  # fmt: skip
    diterima = pada - dt.timedelta(hours=3)
    for t in (
        TindakLanjut.objects.filter(disposisi=d, opd__in=tujuan[:2]).select_related("opd").order_by("pk")
    ):
        pengguna, pelaku = tulis.orang.kepala(t.opd, diterima)
        actions.terima_disposisi(tindak_lanjut_id=t.pk, pengguna=pengguna, oleh=pelaku, pada=diterima)
        if t.opd == tujuan[0]:
            actions.simpan_tanggapan(
                objek="tindak_lanjut", induk_id=t.pk, versi=0, pada=diterima + dt.timedelta(hours=1),
                isi="Rancangan rencana aksi sudah disusun dan dibahas dengan Bapperida.",
                oleh=tulis.orang.ambil(f"operator.{nama_pendek(t.opd.singkatan)}", diterima)[1],
            )  # fmt: skip


def _serapan(tulis: PenulisEskalasi) -> None:
    hari = timezone.localtime(tulis.pada).date()
    tahun, batas = tahun_dinilai(hari), akhir_triwulan(hari)
    if batas.year != tahun:
        batas = dt.date(tahun, 12, 31)
    _, tapd = tulis.orang.ambil("tapd")
    for singkatan, persen in SERAPAN.items():
        anggaran = Decimal(9_600_000_000)
        baris = UangRealisasi(
            "", "", "", f"Seluruh belanja {singkatan} (contoh)", "operasi", anggaran,
            anggaran * Decimal(persen) / 100,
        )  # fmt: skip
        catat_realisasi(
            opd_id=tulis.opd[singkatan].pk, tahun=tahun, sumber=SumberRealisasi.SP2D, batas=batas,
            baris=[baris], dasar="Rekap SP2D BPKAD (contoh)", oleh=tapd, pada=tulis.pada,
        )  # fmt: skip
