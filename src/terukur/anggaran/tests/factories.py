"""Objects for tests, made through the actions."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from terukur.anggaran.actions import (
    IsianKebutuhan,
    IsianPagu,
    isi_kebutuhan,
    simpan_skenario,
    tetapkan_kebijakan,
    tetapkan_pagu,
)
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import Kebutuhan, Skenario
from terukur.anggaran.queries import tahap_jendela
from terukur.anggaran.rules.ruang import Tahap
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.models import OPD, Unit
from terukur.perencanaan.models import SubKegiatanRencana, SumberDana
from terukur.perencanaan.tests.factories import PADA, buat_sumber_dana
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Pengajuan
from tests.rekaman_dunia import rekam

TAHAP = Tahap(2027, Tahapan.RANCANGAN_AWAL_RENJA)
DAU, DAU_KESEHATAN, DAK = "1.2.01", "1.2.02", "2.1"
SEJAK = dt.date(2026, 11, 1)


def sumber(kode: str = DAU) -> SumberDana:
    """A sample source by code; makes the list where there is none."""
    if not SumberDana.objects.exists():
        buat_sumber_dana()
    return SumberDana.objects.get(kode=kode)


@rekam
def buat_pagu(
    opd: OPD,
    nilai: int | str | None,
    *,
    kode: str | None = DAU,
    unit: Unit | None = None,
    tahap: Tahap = TAHAP,
    sejak: dt.date = SEJAK,
    pada: dt.datetime = PADA,
) -> int:
    """A ceiling of ``opd`` for one source (None: any)."""
    isian = IsianPagu(
        opd.pk,
        unit.pk if unit else None,
        sumber(kode).pk if kode else None,
        None if nilai is None else Decimal(nilai),
    )
    return tetapkan_pagu(
        tahap=tahap, baris=[isian], sejak=sejak, dasar="SE TAPD 900/1/CONTOH", oleh=SISTEM, pada=pada
    )


def tolak_di_atas_pagu(tahap: Tahap = TAHAP, *, pada: dt.datetime = PADA) -> None:
    tetapkan_kebijakan(
        tahap=tahap, cara=CaraLampaui.TOLAK, dasar="SE TAPD 900/1/CONTOH", oleh=SISTEM, pada=pada
    )


def isian(jumlah: int | str | None, kode: str | None = DAU, **lain: object) -> IsianKebutuhan:
    return IsianKebutuhan(
        sumber_dana_id=sumber(kode).pk if kode else None,
        jumlah=None if jumlah is None else Decimal(jumlah),
        **lain,  # type: ignore[arg-type]
    )


@rekam
def buat_kebutuhan(
    sub: SubKegiatanRencana, *baris: IsianKebutuhan, sidik: str | None = None, pada: dt.datetime = PADA
) -> list[Kebutuhan]:
    return isi_kebutuhan(sub_kegiatan=sub, baris=baris, sidik=sidik, oleh=SISTEM, pada=pada)


def tahap_pengajuan(pengajuan: Pengajuan) -> Tahap:
    return tahap_jendela(pengajuan.jendela)


def semua_kebutuhan(pengajuan_id: UUID) -> list[tuple[str, Decimal | None, bool]]:
    """(source code, amount, proposed above) of all rows, in order."""
    return list(
        Kebutuhan.objects.milik([pengajuan_id])
        .order_by("sub_kegiatan_rencana__kode", "di_atas_pagu", "sumber_dana__kode", "pk")
        .values_list("sumber_dana__kode", "jumlah", "di_atas_pagu")
    )


@rekam
def buat_skenario(
    nama: str = "Turun 10 persen", *, tahap: Tahap = TAHAP, turun: str | None = "10",
    kekurangan: str | None = None, pada: dt.datetime = PADA,
) -> Skenario:  # fmt: skip
    """A scenario over what the stage holds now."""
    return simpan_skenario(
        nama=nama,
        tahap=tahap,
        turun_persen=Decimal(turun) if turun and not kekurangan else None,
        kekurangan=Decimal(kekurangan) if kekurangan else None,
        oleh=SISTEM,
        pada=pada,
    )
