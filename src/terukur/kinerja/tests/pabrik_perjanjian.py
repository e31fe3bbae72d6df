"""Perjanjian kinerja for tests, made through the actions."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import PerjanjianKinerja
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.tests.factories import buat_indikator
from terukur.organisasi.models import OPD, Jabatan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from tests.rekaman_dunia import rekam

PADA = dt.datetime(2026, 1, 20, 2, 0, tzinfo=dt.UTC)
NANTI = dt.datetime(2026, 9, 15, 2, 0, tzinfo=dt.UTC)
TAHUN = 2026
DPPA = actions.DasarPerubahan(
    PemicuRevisi.DPPA, "Anggaran berkurang", "900.1/12/DPPA/2026", dt.date(2026, 9, 10)
)


def akses(pengguna: Pengguna, pada: dt.datetime) -> Pengguna:
    """The user with his roles of the instant."""
    pengguna.akses = susun_akses(pengguna, pada=pada)
    return pengguna


@rekam
def bupati(pada: dt.datetime = PADA) -> Pengguna:
    return akses(
        Pengguna.objects.filter(peran__peran=Peran.KEPALA_DAERAH).order_by("pk").first()
        or buat_pengguna(Peran.KEPALA_DAERAH, nama="Bupati Contoh"),
        pada,
    )


@rekam
def kepala(opd: OPD, pada: dt.datetime = PADA) -> Pengguna:
    """The first head of the OPD."""
    ada = Pengguna.objects.filter(
        pegawai__penugasan__jabatan__opd=opd, pegawai__penugasan__jabatan__kepala=True
    ).order_by("dibuat_pada", "pk")
    return akses(ada.first() or buat_pengguna(Peran.KEPALA_OPD, opd=opd), pada)


@rekam
def buat_draf(opd: OPD | None = None, *, target: Any = 10, pada: dt.datetime = PADA) -> PerjanjianKinerja:
    """The draft of the head of an OPD with one line."""
    opd = opd or buat_opd()
    kepala(opd)
    jabatan = Jabatan.objects.get(opd=opd, kepala=True)
    satu = actions.mulai_perjanjian(jabatan_id=jabatan.pk, tahun=TAHUN, oleh=SISTEM, pada=pada)
    tambah(satu, target=target, pada=pada)
    return muat(satu)


def tambah(
    satu: PerjanjianKinerja, *, target: Any = 10, sasaran: str = "Meningkatnya kesehatan ibu",
    indikator_id: UUID | None = None, induk_id: UUID | None = None, pada: dt.datetime = PADA,
) -> Any:  # fmt: skip
    return actions.tambah_baris(
        perjanjian_id=satu.pk, indikator_id=indikator_id or buat_indikator().indikator_id,
        isi=actions.IsiBarisBaru(
            sasaran, None if target is None else Target(Decimal(str(target))), induk_id
        ),
        oleh=SISTEM, pada=pada,
    )  # fmt: skip


def muat(satu: PerjanjianKinerja) -> PerjanjianKinerja:
    return PerjanjianKinerja.objects.select_related("opd", "jabatan", "atasan", "pegawai", "kertas").get(
        pk=satu.pk
    )


def tandatangani(
    satu: PerjanjianKinerja, pengguna: Pengguna | None = None, *, pada: dt.datetime = PADA, **isi: Any
) -> PerjanjianKinerja:
    pengguna = akses(pengguna, pada) if pengguna else kepala(satu.opd, pada)
    return actions.tandatangani_perjanjian(
        perjanjian_id=satu.pk, pengguna=pengguna, oleh=pengguna.pelaku(), pada=pada, **isi
    )


def tetapkan(
    satu: PerjanjianKinerja, pengguna: Pengguna | None = None, *, pada: dt.datetime = PADA
) -> PerjanjianKinerja:
    pengguna = akses(pengguna, pada) if pengguna else bupati(pada)
    return muat(
        actions.tetapkan_perjanjian(
            perjanjian_id=satu.pk, pengguna=pengguna, oleh=pengguna.pelaku(), pada=pada
        )
    )


@rekam
def buat_diajukan(opd: OPD | None = None) -> PerjanjianKinerja:
    bupati()
    return tandatangani(buat_draf(opd))


@rekam
def buat_ditetapkan(opd: OPD | None = None) -> PerjanjianKinerja:
    return tetapkan(buat_diajukan(opd))


def mulai_perubahan(
    satu: PerjanjianKinerja, dasar: actions.DasarPerubahan = DPPA, *, pada: dt.datetime = NANTI
) -> PerjanjianKinerja:
    return muat(
        actions.mulai_perubahan_perjanjian(perjanjian_id=satu.pk, dasar=dasar, oleh=SISTEM, pada=pada)
    )
