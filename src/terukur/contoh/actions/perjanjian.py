"""Perjanjian kinerja: of the judged year signed, changed and waiting ones; and a draft of the next."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.contoh.actions.orang import OrangContoh
from terukur.contoh.akun import KEPALA_DAERAH, nama_pendek
from terukur.contoh.rules import tahun_dinilai
from terukur.contoh.tabel import baca
from terukur.inti.pelaku import Pelaku
from terukur.kinerja import actions
from terukur.kinerja.choices import Agregasi, PemicuRevisi
from terukur.kinerja.models import BarisPerjanjian, DefinisiIndikator, PerjanjianKinerja
from terukur.kinerja.queries.perjanjian import anggaran_perjanjian
from terukur.kinerja.rules.capaian import Target
from terukur.organisasi.models import OPD, Jabatan
from terukur.perencanaan.queries import renstra_opd

BERJANJI = ("Dinas Pendidikan", "Dinas Kesehatan", "Dinas PUPR", "Setda")
"""OPD whose head signed in January; the bupati signed two days later."""
BERUBAH, MENUNGGU = "Dinas Kesehatan", "Dinas PUPR"


def _zona() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _tahun(pada: dt.datetime) -> int:
    return tahun_dinilai(pada.astimezone(_zona()).date())


def _setahun(b: dict[str, str]) -> Target:
    """The target of the year from those of its periods."""
    tangga = dict(x.split("=") for x in filter(None, b["tangga"].split("|")))
    nilai = [Decimal(tangga.get(t, t)) for t in b["target"].split(";")]
    return Target(sum(nilai, Decimal(0)) if b["agregasi"] == Agregasi.AKUMULATIF else nilai[-1])


def _mulai(opd: OPD, tahun: int, *, oleh: Pelaku, pada: dt.datetime) -> PerjanjianKinerja:
    jabatan = Jabatan.objects.get(opd=opd, kepala=True)
    return actions.mulai_perjanjian(jabatan_id=jabatan.pk, tahun=tahun, oleh=oleh, pada=pada)


def _tandatangani(satu: PerjanjianKinerja, nama: str, orang: OrangContoh, *, pada: dt.datetime) -> None:
    pengguna, pelaku = orang.ambil(nama, pada)
    actions.tandatangani_perjanjian(perjanjian_id=satu.pk, pengguna=pengguna, oleh=pelaku, pada=pada)


def _tetapkan(satu: PerjanjianKinerja, orang: OrangContoh, *, pada: dt.datetime) -> None:
    bupati, pelaku = orang.ambil(KEPALA_DAERAH[0], pada)
    actions.tetapkan_perjanjian(perjanjian_id=satu.pk, pengguna=bupati, oleh=pelaku, pada=pada)


def _nama_kepala(opd: OPD) -> str:
    return "sekda" if opd.singkatan == "Setda" else f"kepala.{nama_pendek(opd.singkatan)}"


def isi_perjanjian(*, pada: dt.datetime) -> None:
    """Drafted and signed in the second half of January, from the indicators of the action plans."""
    tahun = _tahun(pada)
    buka = dt.datetime(tahun, 1, 19, 9, tzinfo=_zona())
    orang = OrangContoh(buka)
    baris: dict[str, list[dict[str, str]]] = defaultdict(list)
    for b in baca("kinerja"):
        baris[b["opd"]].append(b)
    katalog = {d.nama: d.indikator_id for d in DefinisiIndikator.objects.diketahui(None).order_by("pk")}
    siap = []
    for n, opd in enumerate(OPD.objects.filter(singkatan__in=BERJANJI).order_by("kode", "pk")):
        saat = buka + dt.timedelta(hours=2 * n)
        operator = orang.operator(opd)
        satu = _mulai(opd, tahun, oleh=operator, pada=saat)
        for b in baris[opd.singkatan]:
            actions.tambah_baris(
                perjanjian_id=satu.pk, indikator_id=katalog[b["indikator"]],
                isi=actions.IsiBarisBaru(b["sasaran"], _setahun(b)), oleh=operator, pada=saat,
            )  # fmt: skip
        _tandatangani(satu, _nama_kepala(opd), orang, pada=saat + dt.timedelta(hours=1))
        siap.append(satu)
    for n, satu in enumerate(siap):
        _tetapkan(satu, orang, pada=buka + dt.timedelta(days=2, minutes=10 * n))


def _ubah(satu: PerjanjianKinerja, indikator: str, nilai: str, *, oleh: Pelaku, pada: dt.datetime) -> None:
    baris = next(
        b
        for b in BarisPerjanjian.objects.filter(perjanjian=satu).order_by("urutan", "pk")
        if DefinisiIndikator.objects.diketahui(None).filter(indikator=b.indikator_id, nama=indikator).exists()
    )
    actions.ubah_baris(
        baris_id=baris.pk, versi=baris.versi,
        isi=actions.IsiBarisBaru(baris.sasaran, Target(Decimal(nilai)), baris.induk_id), oleh=oleh, pada=pada,
    )  # fmt: skip


def _perubahan(
    singkatan: str, dasar: actions.DasarPerubahan, *, oleh: Pelaku, pada: dt.datetime
) -> PerjanjianKinerja:
    lama = PerjanjianKinerja.objects.filter(opd__singkatan=singkatan, jabatan__kepala=True).latest(
        "dibuat_pada"
    )
    return actions.mulai_perubahan_perjanjian(perjanjian_id=lama.pk, dasar=dasar, oleh=oleh, pada=pada)


def isi_perubahan(*, pada: dt.datetime) -> None:
    """The Renstra is in force now: the head of the health office promises its sasaran too."""
    pada = pada.astimezone(_zona()).replace(hour=9, minute=0)
    orang = OrangContoh(pada)
    opd = OPD.objects.get(singkatan=BERUBAH)
    operator = orang.operator(opd)
    dasar = actions.DasarPerubahan(
        PemicuRevisi.STRATEGI, "Menyesuaikan sasaran dengan Renstra yang baru ditetapkan.",
        "Renstra Dinas Kesehatan (contoh)", pada.date(),
    )  # fmt: skip
    satu = _perubahan(BERUBAH, dasar, oleh=operator, pada=pada)
    _ubah(satu, "Prevalensi stunting", "18.5", oleh=operator, pada=pada)
    if renstra_opd(opd.pk, satu.tahun):
        actions.ambil_renstra(perjanjian_id=satu.pk, oleh=operator, pada=pada)
    _tandatangani(satu, _nama_kepala(opd), orang, pada=pada + dt.timedelta(hours=1))
    _tetapkan(satu, orang, pada=pada + dt.timedelta(hours=3))


def isi_menunggu(*, pada: dt.datetime) -> None:
    """What waits today: one for the bupati, one for the head of the health office; and next year's draft."""
    saat = pada - dt.timedelta(hours=3)
    orang = OrangContoh(saat)
    menunggu, berubah = (OPD.objects.get(singkatan=s) for s in (MENUNGGU, BERUBAH))
    operator = orang.operator(menunggu)
    dasar = actions.DasarPerubahan(
        PemicuRevisi.DPPA, "Anggaran pemeliharaan jalan berkurang menurut DPPA.", "900.1/31/DPPA (contoh)",
        saat.astimezone(_zona()).date(),
    )  # fmt: skip
    satu = _perubahan(MENUNGGU, dasar, oleh=operator, pada=saat)
    _ubah(satu, "Jalan kabupaten dalam kondisi mantap", "64.5", oleh=operator, pada=saat)
    _tandatangani(satu, _nama_kepala(menunggu), orang, pada=saat + dt.timedelta(minutes=20))
    _sekretaris(berubah, orang, pada=saat + dt.timedelta(minutes=30))
    _tahun_depan(berubah, orang, pada=saat + dt.timedelta(hours=1))


def _sekretaris(opd: OPD, orang: OrangContoh, *, pada: dt.datetime) -> None:
    """The secretary promises part of what his head promised."""
    operator = orang.operator(opd)
    jabatan = {j.kepala: j for j in Jabatan.objects.filter(opd=opd, tunggal=True).order_by("pk")}
    satu = actions.mulai_perjanjian(
        jabatan_id=jabatan[False].pk, atasan_id=jabatan[True].pk, tahun=_tahun(pada), oleh=operator, pada=pada
    )
    actions.ambil_atasan(perjanjian_id=satu.pk, oleh=operator, pada=pada)
    for b in BarisPerjanjian.objects.filter(perjanjian=satu).order_by("urutan", "pk")[2:]:
        actions.hapus_baris(baris_id=b.pk, oleh=operator, pada=pada)
    _tandatangani(satu, f"paraf.{nama_pendek(opd.singkatan)}", orang, pada=pada + dt.timedelta(minutes=15))


def _tahun_depan(opd: OPD, orang: OrangContoh, *, pada: dt.datetime) -> None:
    operator = orang.operator(opd)
    satu = _mulai(opd, pada.astimezone(_zona()).year + 1, oleh=operator, pada=pada)
    if renstra_opd(opd.pk, satu.tahun):
        actions.ambil_renstra(perjanjian_id=satu.pk, oleh=operator, pada=pada)
    if anggaran := anggaran_perjanjian(satu):
        actions.pilih_program(
            perjanjian_id=satu.pk, kode=[k for k, _, _ in anggaran.baris], oleh=operator, pada=pada
        )
