"""Records by phone of the demo: places, who may, a week of honest ones and three for a human to look at."""

import datetime as dt
import random
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from terukur.contoh.actions.mesin import KESEHATAN
from terukur.contoh.actions.orang import OrangContoh
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.hitung import hitung_rentang
from terukur.kehadiran.actions.ponsel import nilai_hari, putuskan, rekam
from terukur.kehadiran.actions.tempat import (
    beri_izin,
    daftarkan_tempat,
    tetapkan_ketentuan_ponsel,
    tetapkan_letak,
)
from terukur.kehadiran.choices import PutusanPonsel
from terukur.kehadiran.forms.mesin import JAM_ZONA
from terukur.kehadiran.models import Mesin, RekamPonsel
from terukur.kehadiran.rules.ponsel import Sampel
from terukur.kehadiran.rules.risiko import BOBOT_BAWAAN
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.queries import geser_hari_kerja, hari_pemda, zona_pemda

CAMAT, PUSTU = (-9.301_20, 123.402_10), (-9.478_30, 123.511_70)
"""Points in the open sea: nobody's office."""
BANYAK_HARI = 4
ORANG = 5
Titik = tuple[float, float]


@transaction.atomic
def isi_tempat(*, sejak: dt.date, pada: dt.datetime) -> None:
    """Places with their fences, who may record by phone there, and the rules: decided at ``pada``."""
    tetapkan_ketentuan_ponsel(
        ketelitian_terbesar=100, kecepatan_terbesar=150, ambang=50, hitung_menunggu=True, simpan_hari=90,
        bobot=BOBOT_BAWAAN, dasar="SE Sekda 800.1.6/77 (contoh)", sejak=sejak, oleh=SISTEM, pada=pada,
    )  # fmt: skip
    dinkes = OPD.objects.get(singkatan="Dinas Kesehatan")
    camat = OPD.objects.filter(singkatan__startswith="Kec.", aktif=True).order_by("kode")[0]
    for nama, opd, (lintang, bujur) in (
        ("Kantor camat (contoh)", camat, CAMAT), ("Puskesmas pembantu (contoh)", dinkes, PUSTU),
    ):  # fmt: skip
        daftarkan_tempat(
            nama=nama, opd=opd, zona=JAM_ZONA[settings.TERUKUR_ZONA], lintang=lintang, bujur=bujur,
            radius=150, sejak=sejak, oleh=SISTEM, pada=pada,
        )  # fmt: skip
    for p in _keliling(dinkes):
        beri_izin(
            pegawai=p, dasar="SK Kepala Dinas 440/19 (contoh): petugas keliling", sejak=sejak,
            opd_id=dinkes.pk, oleh=SISTEM, pada=pada,
        )  # fmt: skip


def _keliling(dinkes: OPD) -> list[Pegawai]:
    """The account ``pegawai`` and some of the staff."""
    staf = Pegawai.objects.filter(pengguna=None, penugasan__jabatan__opd=dinkes).distinct().order_by("nip")
    return [Pegawai.objects.get(pengguna__nama_pengguna="pegawai"), *staf[:ORANG]]


@transaction.atomic
def isi_ponsel(*, pada: dt.datetime) -> None:
    """Record as these people would, up to ``pada``."""
    hari = hari_pemda(pada)
    awal = hari.replace(day=1)
    tetapkan_letak(
        mesin=Mesin.objects.get(nomor_seri=KESEHATAN), lintang=CAMAT[0], bujur=CAMAT[1], radius=50,
        sejak=awal, oleh=SISTEM, pada=pada,
    )  # fmt: skip
    orang = _keliling(OPD.objects.get(singkatan="Dinas Kesehatan"))
    lewat = [geser_hari_kerja(hari, -n).tanggal for n in range(BANYAK_HARI, 0, -1)]
    lewat = [t for t in lewat if t >= awal]
    _rekam_semua(orang, lewat)
    for t in lewat:
        nilai_hari(t, pada=pada)
    _putus_satu(pada)
    if lewat:
        hitung_rentang(sejak=lewat[0], sampai=hari, pada=pada, pegawai=[p.pk for p in orang])


def _rekam_semua(orang: Sequence[Pegawai], hari: Sequence[dt.date]) -> None:
    """Everybody comes to the pustu in the afternoon; on the last day three of them send one made-up point."""
    acak = random.Random(2022)  # noqa: S311 - the same week each time
    palsu = [Sampel(PUSTU[0] + 0.0002, PUSTU[1] + 0.0001, 8.0, 900 * k) for k in range(6)]
    for t in hari:
        for n, p in enumerate(orang):
            menit = acak.randrange(0, 40)
            saat = dt.datetime.combine(t, dt.time(13, 10), zona_pemda()) + dt.timedelta(minutes=menit + n)
            sampel = palsu if n >= len(orang) - 3 and t == hari[-1] else _jujur(acak)
            rekam(pegawai=p, kunci=uuid.uuid4(), sampel=sampel, perangkat=f"{n:032x}", pada=saat)


def _jujur(acak: random.Random) -> list[Sampel]:
    lintang, bujur = (x + acak.gauss(0, 2e-4) for x in PUSTU)
    akurasi = acak.uniform(5, 30)
    return [
        Sampel(lintang + acak.gauss(0, 1e-5), bujur + acak.gauss(0, 1e-5), akurasi + acak.random(), 900 * k)
        for k in range(6)
    ]


def _putus_satu(pada: dt.datetime) -> None:
    """One of those that wait was looked at."""
    ada = RekamPonsel.objects.filter(putusan=PutusanPonsel.MENUNGGU).order_by("-waktu").first()
    if ada is not None:
        pengguna, oleh = OrangContoh(pada).ambil("admin.kesehatan")
        putuskan(
            rekam_id=ada.pk, terima=False, catatan="Ditanyakan kepada kepala pustu: tidak ada di tempat",
            pengguna_id=pengguna.pk, oleh=oleh, pada=pada,
        )  # fmt: skip
