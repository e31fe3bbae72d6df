"""Two windows: one past with its late lists, one open with OPD in every state."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.anggaran.actions.pagu import IsianPagu, tetapkan_kebijakan, tetapkan_pagu
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.queries import tahap_jendela
from terukur.contoh.actions.isian import Pengisi, jumlah_baris, kode_rencana, sumber_baris
from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.akun import nama_pendek
from terukur.contoh.rules import direviu, tahapan_hari, tahapan_sebelum, tenggat_berikut
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.organisasi.models import OPD, HariLibur
from terukur.perencanaan.actions.program import ubah_sub_kegiatan
from terukur.perencanaan.models import SubKegiatanRencana, SumberDana
from terukur.tenggat import actions as tenggat
from terukur.tenggat import queries as q_tenggat
from terukur.tenggat.choices import HasilReviu, JenisPenetapan, Tahapan
from terukur.tenggat.models import Jendela, Pengajuan, Perpanjangan

DOKUMEN = (
    tenggat.IsiDokumen("SK tim penyusun", keterangan="Keputusan kepala OPD tentang tim penyusun"),
    tenggat.IsiDokumen("Berita acara forum perangkat daerah"),
    tenggat.IsiDokumen("Kerangka acuan kerja", jenis=("pdf", "docx")),
    tenggat.IsiDokumen("Notulen rapat penyusunan", wajib=False, jenis=("pdf", "docx", "jpg")),
)
SYARAT = (("program_kerja", True), ("kebutuhan_anggaran", True), ("data_dukung", True))
RUANG_PAGU = Decimal("1.08")
"""Ceilings of the demo lie 8 % above what the OPD ask for."""

TIDAK_PERNAH = ("Kec. Watu Panjang", "Kec. Tanjung Ikat", "Kec. Bukit Tarum", "Kec. Padang Lontar")
TERLAMBAT = ("Kec. Pulau Gelung", "Dinas Sosial P3A")

DIVERIFIKASI = ("Setda", "Bapperida", "Dinas Pendidikan")
DIAJUKAN = ("BPKAD", "BKPSDM", "Setwan", "Dinas Pertanian", "Kec. Watu Ikat", "Kec. Lembah Nila")
DIKEMBALIKAN = ("Dinas PUPR",)
SIAP = ("Dinas Kominfo", "Inspektorat")
DRAF = ("Dinas Kesehatan", "Dinas Sosial P3A", "Dinas Peternakan", "RSUD Watu Ikat", "Kec. Muara Benang")
DIPERPANJANG = "Kec. Tanjung Ikat"
MINTA_PERPANJANGAN = "Kec. Tanjung Sirih"


class PenulisJendela:
    """Tells the story of one window, act by act, each at its own instant."""

    def __init__(self, *, pada: dt.datetime) -> None:
        self.zona = ZoneInfo(settings.TIME_ZONE)
        self.pada = pada
        self.hari = pada.astimezone(self.zona).date()
        self.pengisi = Pengisi()
        self.opd = {o.singkatan: o for o in OPD.objects.filter(aktif=True).order_by("kode", "pk")}
        self.orang = OrangContoh(pada)
        self._acara: list[tuple[dt.datetime, int, Callable[[], object]]] = []

    def pada_saat(
        self, saat: dt.datetime, perbuatan: Callable[..., object], *args: Any, **kwargs: Any
    ) -> None:
        """Plan an act; ``berlangsung`` performs all in the order of their instants."""
        self._acara.append((saat, len(self._acara), partial(perbuatan, *args, pada=saat, **kwargs)))

    def berlangsung(self) -> None:
        """Let everything planned happen, as the journal must tell it: in order."""
        for _, _, perbuatan in sorted(self._acara, key=lambda a: a[:2]):
            perbuatan()
        self._acara.clear()

    def _pukul(self, hari: dt.date, jam: int, menit: int = 0) -> dt.datetime:
        return dt.datetime(hari.year, hari.month, hari.day, jam, menit, tzinfo=self.zona)

    def buka(
        self, tahapan: str, tahun: int, *, buka: dt.date, tenggat_hari: dt.date, nomor: str,
        lanjutan: Jendela | None = None,
    ) -> Jendela:  # fmt: skip
        _, penyelenggara = self.orang.ambil("penyelenggara")
        dibuka = self._pukul(buka, 8)
        jendela = tenggat.siapkan_jendela(
            isi=tenggat.IsiJendela(
                judul=f"{Tahapan(tahapan).label} {tahun}: program kerja dan kebutuhan anggaran",
                tahun=tahun, tahapan=tahapan, nomor_edaran=nomor,
                tanggal_edaran=buka - dt.timedelta(days=1), zona=settings.TERUKUR_ZONA,
                dibuka_pada=dibuka, tenggat_pada=self._pukul(tenggat_hari, 16),
                ditutup_pada=self._pukul(tenggat_hari + dt.timedelta(days=7), 16),
                syarat=SYARAT, dokumen=DOKUMEN, opd_ids=tuple(o.pk for o in self.opd.values()),
                langkah_paraf=("Sekretaris",), reviu_apip=direviu(tahapan),
                lanjutan_dari_id=lanjutan.pk if lanjutan else None,
            ),
            oleh=penyelenggara, pada=dibuka - dt.timedelta(hours=20),
        )  # fmt: skip
        self._pagu(jendela, pada=dibuka - dt.timedelta(hours=2))
        tenggat.buka_jendela(jendela_id=jendela.pk, oleh=penyelenggara, pada=dibuka)
        jendela.refresh_from_db()
        return jendela

    def _pagu(self, jendela: Jendela, *, pada: dt.datetime) -> None:
        sumber = {s.kode: s.pk for s in SumberDana.objects.order_by("pk")}
        _, tapd = self.orang.ambil("tapd")
        isian = []
        for opd in self.opd.values():
            jumlah: dict[str, Decimal] = defaultdict(Decimal)
            for kode in kode_rencana(opd):
                jumlah[sumber_baris(opd, kode)] += jumlah_baris(opd, kode)
            isian += [
                IsianPagu(opd.pk, None, sumber[k], (n * RUANG_PAGU / 1000).quantize(Decimal(1)) * 1000)
                for k, n in sorted(jumlah.items())
            ]
        tahap = tahap_jendela(jendela)
        hari = pada.astimezone(self.zona).date()
        dasar = f"Surat TAPD 900/{jendela.tahun} (contoh)"
        tetapkan_pagu(tahap=tahap, baris=isian, sejak=hari, dasar=dasar, oleh=tapd, pada=pada)
        tetapkan_kebijakan(tahap=tahap, cara=CaraLampaui.USULAN, dasar=dasar, oleh=tapd, pada=pada)

    def paket(self, jendela: Jendela, singkatan: str) -> Pengajuan:
        return Pengajuan.objects.select_related("jendela", "opd").get(
            jendela=jendela, opd=self.opd[singkatan]
        )

    def isi_penuh(self, paket: Pengajuan, *, pada: dt.datetime) -> None:
        """From an empty package to a complete one."""
        operator = self.orang.operator(paket.opd)
        baris = self.pengisi.program(paket, kode_rencana(paket.opd), oleh=operator, pada=pada)
        self.pengisi.kebutuhan(paket, baris, oleh=operator, pada=pada)
        self.pengisi.dokumen(paket, oleh=operator, pada=pada)

    def ajukan(self, paket: Pengajuan, *, pada: dt.datetime) -> None:
        """Plan: ready, initialled and signed within the two hours before ``pada``."""
        siap = pada - dt.timedelta(hours=2)
        _, pemaraf = self.orang.ambil(f"paraf.{nama_pendek(paket.opd.singkatan)}")
        pengguna, pelaku = self.orang.kepala(paket.opd, pada)
        self.pada_saat(siap, tenggat.tandai_siap, pengajuan_id=paket.pk, oleh=self.orang.operator(paket.opd))
        self.pada_saat(siap + dt.timedelta(minutes=40), tenggat.paraf, pengajuan_id=paket.pk, oleh=pemaraf)
        self.pada_saat(pada, tenggat.ajukan, pengajuan_id=paket.pk, pengguna=pengguna, oleh=pelaku)

    def verifikasi(self, paket: Pengajuan, kode: Sequence[str], *, pada: dt.datetime) -> None:
        for k in kode:
            nama = "verifikator.anggaran" if k == "kebutuhan_anggaran" else "verifikator.rencana"
            pengguna, pelaku = self.orang.ambil(nama, pada)
            tenggat.verifikasi(pengajuan_id=paket.pk, kode=k, pengguna=pengguna, oleh=pelaku, pada=pada)

    def reviu(self, paket: Pengajuan, hasil: HasilReviu, catatan: str = "", *, pada: dt.datetime) -> None:
        """The Inspektorat reviews, where the window asks for it."""
        if paket.jendela.reviu_apip:
            pengguna, pelaku = self.orang.ambil("inspektorat", pada)
            tenggat.reviu(
                pengajuan_id=paket.pk, hasil=hasil, catatan=catatan, pengguna=pengguna, oleh=pelaku, pada=pada
            )

    def laporan(self, jendela: Jendela, *, sampai: dt.datetime) -> None:
        """Publish what the worker would have published by ``sampai``."""
        for jendela_id, saat, jenis in q_tenggat.saat_tanpa_laporan(pada=sampai):
            if jendela_id == jendela.pk:
                tenggat.terbitkan_laporan(
                    jendela_id=jendela_id, saat=saat, jenis=jenis, oleh=SISTEM,
                    pada=saat + dt.timedelta(seconds=jendela.toleransi_detik + 5),
                )  # fmt: skip


def isi_jendela(*, pada: dt.datetime) -> None:
    """Both windows, as they would stand at ``pada``."""
    tulis = PenulisJendela(pada=pada)
    tahapan, tahun = tahapan_hari(tulis.hari)
    tahapan_lalu, tahun_lalu = tahapan_sebelum(tahapan, tahun)
    lalu = _jendela_lalu(tulis, tahapan_lalu, tahun_lalu)
    _jendela_kini(tulis, tahapan, tahun, lalu)


def _jendela_lalu(tulis: PenulisJendela, tahapan: str, tahun: int) -> Jendela:
    buka = tulis.hari - dt.timedelta(days=75)
    jendela = tulis.buka(
        tahapan, tahun, buka=buka, tenggat_hari=buka + dt.timedelta(days=14), nomor=f"000.7/311/{buka.year}"
    )
    urut = [s for s in tulis.opd if s not in (*TIDAK_PERNAH, *TERLAMBAT)]
    for n, singkatan in enumerate(urut):
        paket = tulis.paket(jendela, singkatan)
        saat = jendela.tenggat_pada - dt.timedelta(hours=26 + 9 * (len(urut) - n))
        tulis.pada_saat(saat - dt.timedelta(days=1), tulis.isi_penuh, paket)
        tulis.ajukan(paket, pada=saat)
    tulis.berlangsung()
    tulis.laporan(jendela, sampai=jendela.tenggat_pada + dt.timedelta(hours=1))
    for n, singkatan in enumerate(TERLAMBAT):
        paket = tulis.paket(jendela, singkatan)
        saat = jendela.tenggat_pada + dt.timedelta(hours=20 + 25 * n)
        tulis.pada_saat(saat - dt.timedelta(hours=4), tulis.isi_penuh, paket)
        tulis.ajukan(paket, pada=saat)
    tulis.berlangsung()
    tulis.laporan(jendela, sampai=jendela.ditutup_pada + dt.timedelta(hours=1))
    selesai = jendela.ditutup_pada + dt.timedelta(days=2)
    penyelenggara, pelaku = tulis.orang.ambil("penyelenggara")
    tenggat.tutup_jendela(jendela_id=jendela.pk, oleh=pelaku, pada=selesai)
    paket_masuk = [tulis.paket(jendela, s) for s in (*urut, *TERLAMBAT)]
    for paket in paket_masuk:
        tulis.verifikasi(paket, [k for k, _ in SYARAT], pada=selesai + dt.timedelta(days=3))
    for paket in paket_masuk:
        tulis.reviu(paket, HasilReviu.TANPA_CATATAN, pada=selesai + dt.timedelta(days=4))
    tenggat.tetapkan(
        pengajuan_ids=[p.pk for p in paket_masuk if p.opd.singkatan not in ("Bapperida",)],
        isi=tenggat.IsiPenetapan(
            jenis=JenisPenetapan.PERBUP, nomor=f"{tahun % 100}/{buka.year} (contoh)",
            tanggal=(selesai + dt.timedelta(days=5)).date(), penanda_tangan="Bupati Nusa Tenun (contoh)",
        ),
        pengguna=penyelenggara, oleh=pelaku, pada=selesai + dt.timedelta(days=6),
    )  # fmt: skip
    return jendela


def _jendela_kini(tulis: PenulisJendela, tahapan: str, tahun: int, lalu: Jendela) -> None:
    libur = frozenset(HariLibur.objects.values_list("tanggal", flat=True))
    buka = tulis.hari - dt.timedelta(days=4)
    jendela = tulis.buka(
        tahapan, tahun, buka=buka, tenggat_hari=tenggat_berikut(tulis.hari, libur),
        nomor=f"000.7/412/{buka.year}", lanjutan=lalu,
    )  # fmt: skip
    awal = jendela.dibuka_pada
    for n, singkatan in enumerate((*DIVERIFIKASI, *DIAJUKAN, *DIKEMBALIKAN)):
        paket = tulis.paket(jendela, singkatan)
        saat = awal + dt.timedelta(hours=26 + 5 * n)
        operator = tulis.orang.operator(paket.opd)
        tulis.pada_saat(saat - dt.timedelta(hours=5), tulis.pengisi.dokumen, paket, oleh=operator)
        if singkatan in DIKEMBALIKAN:
            tulis.pada_saat(saat - dt.timedelta(hours=4), _lewati_pagu, tulis, paket)
        tulis.ajukan(paket, pada=saat)
    tulis.berlangsung()
    akhir = awal + dt.timedelta(hours=84)
    for singkatan in DIVERIFIKASI:
        tulis.verifikasi(tulis.paket(jendela, singkatan), [k for k, _ in SYARAT], pada=akhir)
    tulis.reviu(
        tulis.paket(jendela, DIVERIFIKASI[0]), HasilReviu.DENGAN_CATATAN,
        "Rincian belanja perjalanan dinas agar dilengkapi dengan standar harga satuan.", pada=akhir,
    )  # fmt: skip
    tulis.verifikasi(tulis.paket(jendela, "BKPSDM"), ["program_kerja"], pada=akhir)
    _kembalikan(tulis, tulis.paket(jendela, DIKEMBALIKAN[0]), pada=akhir)
    for singkatan in (*SIAP, *DRAF):
        paket = tulis.paket(jendela, singkatan)
        operator = tulis.orang.operator(paket.opd)
        tulis.pengisi.dokumen(
            paket, paling_banyak=None if singkatan in SIAP else 1, oleh=operator, pada=akhir
        )
        if singkatan in SIAP:
            tulis.pada_saat(
                akhir + dt.timedelta(hours=1), tenggat.tandai_siap, pengajuan_id=paket.pk, oleh=operator
            )
            if singkatan == SIAP[0]:  # the other one still waits for its initial
                _, pemaraf = tulis.orang.ambil(f"paraf.{nama_pendek(singkatan)}")
                tulis.pada_saat(
                    akhir + dt.timedelta(minutes=90), tenggat.paraf, pengajuan_id=paket.pk, oleh=pemaraf
                )
        else:
            _tinggalkan_kosong(paket, operator, tulis, pada=akhir)
    tulis.berlangsung()
    _perpanjangan(tulis, jendela, pada=akhir + dt.timedelta(hours=2))


def _lewati_pagu(tulis: PenulisJendela, paket: Pengajuan, *, pada: dt.datetime) -> None:
    baris = list(
        SubKegiatanRencana.objects.filter(pengajuan=paket, kode__startswith="1.03")
        .select_related("opd", "nomenklatur").order_by("kode", "pk")[:1]
    )  # fmt: skip
    tulis.pengisi.kebutuhan(paket, baris, kali=Decimal(6), oleh=tulis.orang.operator(paket.opd), pada=pada)


def _kembalikan(tulis: PenulisJendela, paket: Pengajuan, *, pada: dt.datetime) -> None:
    pengguna, pelaku = tulis.orang.ambil("verifikator.rencana", pada)
    kunci = SubKegiatanRencana.objects.filter(pengajuan=paket).order_by("kode", "pk")[1].kunci
    tenggat.kembalikan(
        pengajuan_id=paket.pk, kode="program_kerja",
        catatan=(
            tenggat.IsiCatatan(
                baris=kunci, kolom="target",
                isi="Target belum sejalan dengan Renstra; sesuaikan dengan target tahun rencana.",
            ),
        ),
        pengguna=pengguna, oleh=pelaku, pada=pada,
    )  # fmt: skip


def _tinggalkan_kosong(
    paket: Pengajuan, operator: Pelaku, tulis: PenulisJendela, *, pada: dt.datetime
) -> None:
    """Half-done work: some rows without kelompok sasaran, one row just added."""
    baris = SubKegiatanRencana.objects.filter(pengajuan=paket).order_by("-kode", "pk")
    kosongkan = 2 if paket.opd.singkatan == "Dinas Kesehatan" else baris.count()
    for b in baris[:kosongkan]:
        ubah_sub_kegiatan(
            sub_kegiatan_id=b.pk, isi={"kelompok_sasaran": ""}, versi=b.versi, oleh=operator, pada=pada
        )


def _perpanjangan(tulis: PenulisJendela, jendela: Jendela, *, pada: dt.datetime) -> None:
    sekda, pelaku_sekda = tulis.orang.ambil("sekda", pada)
    diberi = tulis.paket(jendela, DIPERPANJANG)
    for paket, alasan in (
        (diberi, "Jaringan internet kecamatan putus sejak tiga hari lalu karena tiang rubuh."),
        (tulis.paket(jendela, MINTA_PERPANJANGAN), "Operator dirawat; penggantinya baru ditunjuk hari ini."),
    ):
        _, kepala = tulis.orang.kepala(paket.opd, pada)
        tenggat.minta_perpanjangan(
            pengajuan_id=paket.pk, alasan=alasan, sampai=jendela.tenggat_pada + dt.timedelta(days=3),
            oleh=kepala, pada=pada,
        )  # fmt: skip
    minta = Perpanjangan.objects.get(pengajuan=diberi)
    tenggat.beri_perpanjangan(
        perpanjangan_id=minta.pk, sampai=jendela.tenggat_pada + dt.timedelta(days=3),
        dasar="Jaringan putus, dibenarkan Dinas Kominfo", pengguna=sekda, oleh=pelaku_sekda,
        pada=pada + dt.timedelta(hours=1),
    )  # fmt: skip
