"""Rosters, rules and some requests of the demo: one in each state, all of people of the Dinas Kesehatan."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from terukur.contoh.actions.orang import OrangContoh
from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.jadwal import tetapkan_pola
from terukur.kehadiran.actions.ketentuan import siapkan_bawaan
from terukur.kehadiran.actions.lingkup import untuk
from terukur.kehadiran.actions.permohonan import (
    ajukan,
    ajukan_rombongan,
    batalkan,
    setujui,
    tarik,
    teruskan,
    tolak,
)
from terukur.kehadiran.choices import JenisPermohonan
from terukur.kehadiran.models import PolaKerja
from terukur.kehadiran.rules.isi_permohonan import IsiPermohonan
from terukur.organisasi.actions import tugaskan
from terukur.organisasi.choices import JenisOPD, JenisPenugasan
from terukur.organisasi.models import OPD, Jabatan, Pegawai
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda

J = JenisPermohonan


@transaction.atomic
def isi_jadwal(*, sejak: dt.date, pada: dt.datetime) -> None:
    """Office hours for all, shifts for the RSUD, from ``sejak``; the account ``pegawai`` gets an office."""
    hari = hari_pemda(pada)
    siapkan_bawaan(sejak=sejak, oleh=SISTEM, pada=pada)
    sif = PolaKerja.objects.get(kode="SIF4")
    for rsud in OPD.objects.filter(jenis=JenisOPD.RSUD, aktif=True).order_by("kode"):
        tetapkan_pola(
            untuk=untuk(rsud), pola=sif, sejak=sejak, dasar="Keputusan Direktur (contoh)", oleh=SISTEM,
            pada=pada,
        )  # fmt: skip
    tugaskan(
        pegawai=Pegawai.objects.get(pengguna__nama_pengguna="pegawai"),
        jabatan=Jabatan.objects.get(opd__singkatan="Dinas Kesehatan", nama="Pelaksana"),
        jenis=JenisPenugasan.DEFINITIF, nomor_sk=f"800.1.3/901/BKPSDM/{hari.year}", tanggal_sk=hari,
        sejak=hari, oleh=SISTEM, pada=pada,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Contoh:
    """``lalu``: so many working days before today it begins, negative: after. ``hari``: how many days.

    ``langkah``: (step, user who takes it, reason), in order.
    """

    pemohon: str
    jenis: str
    lalu: int
    alasan: str = ""
    nomor: str = ""
    hari: int = 1
    masuk: int | None = None
    pulang: int | None = None
    langkah: tuple[tuple[str, str, str], ...] = ()


KEPALA = "kepala.kesehatan"
DAFTAR = (
    _Contoh("pegawai", J.SAKIT, 1),
    _Contoh("pegawai", J.LUPA_REKAM, 3, "Terburu-buru ke ruang rapat", masuk=445),
    _Contoh("pegawai", J.IZIN, -4, "Mengantar orang tua", langkah=(("tarik", "pegawai", ""),)),
    _Contoh("operator.kesehatan", J.CUTI_TAHUNAN, -5, hari=2, langkah=(("setujui", KEPALA, ""),)),
    _Contoh(
        "paraf.kesehatan", J.DINAS_LUAR, 2, "Rapat koordinasi", "000.1.2.3/145 (contoh)",
        langkah=(("setujui", KEPALA, ""),),
    ),
    _Contoh(
        "admin.kesehatan", J.IZIN, 4, "Keperluan keluarga",
        langkah=(("tolak", KEPALA, "Ada pemeriksaan hari itu"),),
    ),
    _Contoh(
        "admin.kesehatan", J.WFA, 6, "Menyusun laporan",
        langkah=(("setujui", KEPALA, ""), ("batalkan", KEPALA, "Ternyata hadir di kantor")),
    ),
    _Contoh(KEPALA, J.CUTI_TAHUNAN, -8, hari=1, langkah=(("teruskan", "sekda", ""),)),
)  # fmt: skip
LANGKAH = {"setujui": setujui, "teruskan": teruskan, "tolak": tolak, "tarik": tarik, "batalkan": batalkan}


@transaction.atomic
def isi_permohonan(*, pada: dt.datetime) -> None:
    """Ask and decide as these people would; one letter for three of them waits."""
    orang = OrangContoh(pada)
    hari = hari_pemda(pada)
    for c in DAFTAR:
        sejak = geser_hari_kerja(hari, -c.lalu).tanggal
        sampai = geser_hari_kerja(sejak, c.hari - 1).tanggal if c.hari > 1 else sejak
        pengguna, pelaku = orang.ambil(c.pemohon)
        p = ajukan(
            pegawai_id=Pegawai.objects.get(pengguna=pengguna).pk, oleh=pelaku, pada=pada,
            isi=IsiPermohonan(
                c.jenis, sejak, sampai, masuk=c.masuk, pulang=c.pulang, nomor=c.nomor, alasan=c.alasan
            ),
        )  # fmt: skip
        for nama, siapa, catatan in c.langkah:
            pemutus, oleh = orang.ambil(siapa)
            LANGKAH[nama](permohonan_id=p.pk, catatan=catatan, pengguna=pemutus, oleh=oleh, pada=pada)
    staf = Pegawai.objects.filter(
        pengguna=None, penugasan__jabatan__opd__singkatan="Dinas Kesehatan"
    ).order_by("nip")  # fmt: skip
    depan = geser_hari_kerja(hari, 3).tanggal
    ajukan_rombongan(
        pegawai_ids=[p.pk for p in staf[:3]], oleh=orang.ambil("admin.kesehatan")[1], pada=pada,
        isi=IsiPermohonan(
            J.DINAS_LUAR, depan, depan + SATU_HARI, nomor="000.1.2.3/151 (contoh)", alasan="Pelatihan kader"
        ),
    )  # fmt: skip
