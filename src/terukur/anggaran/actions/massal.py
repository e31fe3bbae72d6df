"""Many needs at once: imports, and the money that perencanaan's own import brings along."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.anggaran.actions.kebutuhan import IsianKebutuhan, gabungkan, periksa_bentuk
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.queries import baris_pengajuan, cara_lampaui, pagu_opd, tahap_jendela
from terukur.anggaran.rules import ruang as rules
from terukur.anggaran.rules.ruang import BarisKebutuhan, Sel
from terukur.inti.angka import tulis_rupiah
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.perencanaan.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.perencanaan.models import SubKegiatanRencana, SumberDana
from terukur.tenggat.models import Pengajuan

ALASAN_IMPOR = "Melebihi pagu saat diimpor; alasan perlu dilengkapi."
_UKURAN = 2000


@dataclass(frozen=True, slots=True)
class Penempatan:
    """Needs put under their ceilings in order. ``lebih``: what does not fit, per place."""

    isian: dict[UUID, list[IsianKebutuhan]]
    lebih: dict[Sel, Decimal]


def tempatkan(
    pagu: Mapping[Sel, Decimal],
    lain: Sequence[BarisKebutuhan],
    isian: Mapping[UUID, Sequence[IsianKebutuhan]],
    unit: Mapping[UUID, UUID | None],
    *,
    alasan: str = ALASAN_IMPOR,
) -> Penempatan:
    """Put imported needs under the ceilings after those already there (``lain``), first come first.

    What does not fit is split off as a proposal above the ceiling with ``alasan``. Without any
    ceiling everything fits. ``unit``: {sub kegiatan: its unit}.
    """
    ruang = rules.hitung_ruang(pagu, lain)
    sisa = {s.sel: s.sisa for s in ruang.sel}
    hasil: dict[UUID, list[IsianKebutuhan]] = {}
    lebih: dict[Sel, Decimal] = defaultdict(Decimal)
    for sub_id, baris in isian.items():
        milik: list[IsianKebutuhan] = []
        for b in baris:
            if not b.jumlah or b.di_atas_pagu or not pagu:
                milik.append(b)
                continue
            sel = rules.cari_sel(sisa, unit[sub_id], b.sumber_dana_id)
            muat = min(b.jumlah, max(rules.NOL, sisa[sel])) if sel else rules.NOL
            if sel:
                sisa[sel] -= muat
            if muat or muat == b.jumlah:
                milik.append(replace(b, jumlah=muat))
            if kelebihan := b.jumlah - muat:
                milik.append(replace(b, jumlah=kelebihan, di_atas_pagu=True, alasan=b.alasan or alasan))
                lebih[sel or Sel(unit[sub_id], b.sumber_dana_id)] += kelebihan
        hasil[sub_id] = gabungkan(milik)
    return Penempatan(hasil, dict(lebih))


def kalimat_lebih(lebih: Mapping[Sel, Decimal], *, tahap: str) -> str:
    """All excesses in one sentence, with their sources by name."""
    nama: dict[Any, str] = {
        s.pk: s.nama for s in SumberDana.objects.filter(pk__in={s.sumber for s in lebih}).order_by("pk")
    }
    bagian = [
        f"{nama.get(sel.sumber, 'seluruh sumber dana')} {tulis_rupiah(jumlah)}"
        for sel, jumlah in lebih.items()
    ]
    return f"Melebihi pagu {tahap}: {'; '.join(bagian)}."


@transaction.atomic
def simpan_banyak(
    *,
    pengajuan: Pengajuan,
    isian: Mapping[UUID, Sequence[IsianKebutuhan]],
    hanya_tanpa_rekening: bool = False,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """Replace the needs of these sub kegiatan in a few queries; return how many rows stand now.

    ``hanya_tanpa_rekening`` leaves rows by rekening alone. Excess over the ceilings is stored as
    a proposal above them, or the whole is refused, as the stage's policy says. Raises
    ``AturanDilanggar``, ``TidakDitemukan`` for a sub kegiatan of another submission.
    """
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    unit: dict[UUID, UUID | None] = dict(
        SubKegiatanRencana.objects.filter(pengajuan=pengajuan, dihapus_pada=None, pk__in=isian)
        .order_by("pk")
        .values_list("pk", "unit_id")
    )
    if set(isian) - set(unit):
        raise TidakDitemukan("Sub kegiatan tidak ditemukan dalam pengajuan ini.")
    for baris in isian.values():
        if galat := periksa_bentuk(baris):
            raise AturanDilanggar(next(iter(galat.values())), kode="kebutuhan_tidak_sah")
    _kosongkan(isian, hanya_tanpa_rekening=hanya_tanpa_rekening)
    tahap = tahap_jendela(pengajuan.jendela)
    pagu = pagu_opd([pengajuan.opd_id], tahap).get(pengajuan.opd_id, {})
    hasil = tempatkan(pagu, baris_pengajuan(pengajuan.pk), isian, unit)
    if hasil.lebih and cara_lampaui(tahap) == CaraLampaui.TOLAK:
        kalimat = kalimat_lebih(hasil.lebih, tahap=tahap.label)
        raise AturanDilanggar(
            f"{kalimat} Kurangi jumlahnya atau minta TAPD mengubah pagu.", kode="melampaui_pagu"
        )
    jumlah = _tulis(hasil.isian, oleh=oleh, pada=pada)
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return jumlah


def cadangkan(sub_kegiatan_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What these sub kegiatan need now, JSON-able and exact, for ``kembalikan``."""
    return [
        {
            "sub": str(k.sub_kegiatan_rencana_id),
            "sumber_dana": k.sumber_dana_id,
            "rekening": k.rekening_id,
            "uraian": k.uraian,
            "jumlah": None if k.jumlah is None else str(k.jumlah),
            "di_atas_pagu": k.di_atas_pagu,
            "alasan": k.alasan,
        }
        for k in Kebutuhan.objects.filter(sub_kegiatan_rencana__in=list(sub_kegiatan_ids)).order_by("pk")
    ]


@transaction.atomic
def kembalikan(
    *,
    pengajuan: Pengajuan,
    sub_kegiatan_ids: Collection[UUID],
    cadangan: Sequence[Mapping[str, Any]],
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """Write back exactly what ``cadangkan`` told, without asking the ceilings again.

    Everything else of these sub kegiatan goes. Raises ``TidakDitemukan`` for one of another
    submission.
    """
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    milik = SubKegiatanRencana.objects.filter(pengajuan=pengajuan, pk__in=list(sub_kegiatan_ids))
    isian: dict[UUID, list[IsianKebutuhan]] = {pk: [] for pk in milik.values_list("pk", flat=True)}
    if set(sub_kegiatan_ids) - set(isian):
        raise TidakDitemukan("Sub kegiatan tidak ditemukan dalam pengajuan ini.")
    for b in cadangan:
        isian[UUID(b["sub"])].append(
            IsianKebutuhan(
                sumber_dana_id=b["sumber_dana"],
                rekening_id=b["rekening"],
                uraian=b["uraian"],
                jumlah=None if b["jumlah"] is None else Decimal(b["jumlah"]),
                di_atas_pagu=b["di_atas_pagu"],
                alasan=b["alasan"],
            )
        )
    _kosongkan(isian)
    jumlah = _tulis(isian, oleh=oleh, pada=pada)
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return jumlah


def _kosongkan(sub_ids: Collection[UUID], *, hanya_tanpa_rekening: bool = False) -> None:
    diganti = Kebutuhan.objects.filter(sub_kegiatan_rencana__in=list(sub_ids))
    if hanya_tanpa_rekening:
        diganti = diganti.filter(rekening=None)
    diganti.delete()


def _tulis(isian: Mapping[UUID, Sequence[IsianKebutuhan]], *, oleh: Pelaku, pada: dt.datetime) -> int:
    dibuat = Kebutuhan.objects.bulk_create(
        [
            Kebutuhan(
                sub_kegiatan_rencana_id=sub_id,
                sumber_dana_id=b.sumber_dana_id,
                rekening_id=b.rekening_id,
                uraian=b.uraian[:300],
                jumlah=b.jumlah,
                di_atas_pagu=b.di_atas_pagu,
                alasan=b.alasan if b.di_atas_pagu else "",
                disimpan_pada=pada,
                disimpan_oleh=oleh.id,
            )
            for sub_id, baris in isian.items()
            for b in baris
        ],
        batch_size=_UKURAN,
    )
    return len(dibuat)
