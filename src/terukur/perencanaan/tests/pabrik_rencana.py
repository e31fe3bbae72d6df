"""RPJMD and Renstra for tests, made through the actions."""

import datetime as dt
from decimal import Decimal

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import penanda_tangan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.actions.alur_rencana import ajukan_renstra, tetapkan_rencana, verifikasi_renstra
from terukur.perencanaan.actions.butir_rencana import simpan_butir, simpan_indikator_butir
from terukur.perencanaan.actions.rencana import mulai_rencana, simpan_visi
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas
from terukur.perencanaan.models import ButirRencana, VersiRencana
from terukur.perencanaan.queries.nomenklatur import versi_tahun
from terukur.perencanaan.tests.factories import PADA, buat_versi_nomenklatur
from terukur.tenggat.actions import IsiPenetapan
from terukur.tenggat.choices import JenisPenetapan
from tests.rekaman_dunia import rekam

TAHUN = range(2025, 2030)
PERDA = IsiPenetapan(JenisPenetapan.PERDA, "3 Tahun 2025", dt.date(2025, 8, 20), "Bupati")
PERBUP = IsiPenetapan(JenisPenetapan.PERBUP, "12 Tahun 2025", dt.date(2025, 11, 3), "Bupati")
KODE_OPD = "1.02.0.00.0.00.01.0000"


def tambah(versi: VersiRencana, jenis: JenisButir, induk: ButirRencana | None = None, **isi) -> ButirRencana:
    """A butir with one indicator (a misi has none)."""
    if jenis != JenisButir.PROGRAM:
        isi.setdefault("nama", f"{jenis.label} contoh")
    butir = simpan_butir(
        versi_id=versi.pk, jenis=jenis, induk_id=induk.pk if induk else None, oleh=SISTEM, pada=PADA, **isi
    )
    if jenis != JenisButir.MISI:
        tambah_indikator(butir)
    return butir


def tambah_indikator(butir: ButirRencana, nama: str = "Prevalensi stunting", *, target=None):
    """An indicator; without ``target`` complete, 13 in 2027."""
    penuh = {"awal": "30", **{str(t): str(2040 - t) for t in butir.versi.dokumen.tahun}, "akhir": "11"}
    return simpan_indikator_butir(
        versi_id=butir.versi_id, butir_id=butir.pk, nama=nama, satuan="Persen", polaritas=Polaritas.TURUN,
        sumber_data="SSGI",
        target=penuh if target is None else target, oleh=SISTEM, pada=PADA,
    )  # fmt: skip


@rekam
def buat_rpjmd(*, tetap: bool = True, jumlah: int = 1, tahun_awal: int = 2025) -> VersiRencana:
    """An RPJMD with ``jumlah`` sasaran; ``tetap``: set by a Perda."""
    versi = mulai_rencana(
        jenis=JenisRencana.RPJMD, tahun_awal=tahun_awal, tahun_akhir=tahun_awal + 4, oleh=SISTEM, pada=PADA
    )
    simpan_visi(versi_id=versi.pk, visi="Kabupaten sehat", oleh=SISTEM, pada=PADA)
    misi = tambah(versi, JenisButir.MISI)
    tujuan = tambah(versi, JenisButir.TUJUAN, misi)
    for n in range(jumlah):
        tambah(versi, JenisButir.SASARAN, tujuan, nama=f"Menurunnya stunting {n + 1}")
    return tetapkan(versi, PERDA) if tetap else versi


def rpjmd_bersama() -> VersiRencana:
    """The set RPJMD 2025-2029, made once: there is one for each period."""
    ada = VersiRencana.objects.filter(dokumen__jenis=JenisRencana.RPJMD, dokumen__tahun_awal=2025, nomor=0)
    return ada.select_related("dokumen").first() or buat_rpjmd()


def tetapkan(versi: VersiRencana, isi: IsiPenetapan, *, pada: dt.datetime = PADA) -> VersiRencana:
    pengguna = buat_pengguna(Peran.PENYELENGGARA)
    return tetapkan_rencana(versi_id=versi.pk, isi=isi, pengguna=pengguna, oleh=pengguna.pelaku(), pada=pada)


def sasaran(versi: VersiRencana) -> ButirRencana:
    return ButirRencana.objects.filter(versi=versi, jenis=JenisButir.SASARAN).order_by("urutan").first()


@rekam
def buat_renstra(
    opd: OPD | None = None, *, rpjmd: VersiRencana | None = None, program: str = "1.02.02"
) -> VersiRencana:
    """A complete draft of the Renstra of ``opd``; its sasaran serves the one of ``rpjmd``."""
    opd = opd or buat_opd(kode=KODE_OPD)
    acuan = sasaran(rpjmd or buat_rpjmd())
    if versi_tahun(2029) is None:
        buat_versi_nomenklatur(tahun_mulai=2020)
    versi = mulai_rencana(
        jenis=JenisRencana.RENSTRA, opd=opd, tahun_awal=2025, tahun_akhir=2029, oleh=SISTEM, pada=PADA
    )
    tujuan = tambah(versi, JenisButir.TUJUAN)
    s = tambah(versi, JenisButir.SASARAN, tujuan, sasaran_rpjmd_id=acuan.pk)
    tambah(versi, JenisButir.PROGRAM, s, kode=program, pagu={t: Decimal(1_000_000) for t in TAHUN})
    return versi


@rekam
def masuk(peran: Peran, opd: OPD | None = None, **isi) -> Pengguna:
    """A user with his roles of the instant ``PADA``."""
    pengguna = buat_pengguna(peran, opd=opd, **isi)
    pengguna.akses = susun_akses(pengguna, pada=PADA)
    return pengguna


def ajukan(versi: VersiRencana, *, pada: dt.datetime = PADA) -> VersiRencana:
    penanda = penanda_tangan(versi.dokumen.opd_id, pada=PADA)
    kepala = penanda.pegawai.pengguna if penanda else buat_pengguna(Peran.KEPALA_OPD, opd=versi.dokumen.opd)
    kepala.akses = susun_akses(kepala, pada=PADA)
    return ajukan_renstra(versi_id=versi.pk, pengguna=kepala, oleh=kepala.pelaku("Kepala"), pada=pada)


def verifikasi(versi: VersiRencana, *, pada: dt.datetime = PADA) -> VersiRencana:
    pemeriksa = masuk(Peran.VERIFIKATOR)
    return verifikasi_renstra(versi_id=versi.pk, pengguna=pemeriksa, oleh=pemeriksa.pelaku(), pada=pada)


@rekam
def buat_renstra_tetap(opd: OPD | None = None, **isi) -> VersiRencana:
    return tetapkan(verifikasi(ajukan(buat_renstra(opd, **isi))), PERBUP)
