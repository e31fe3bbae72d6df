"""What perencanaan asks about the money of its rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from terukur.anggaran import actions
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.providers.syarat import nama_sumber_dana
from terukur.anggaran.queries import kebutuhan_pengajuan, ruang_pengajuan
from terukur.inti.alamat import pola_alamat
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.models import Unit
from terukur.perencanaan.models import SumberDana
from terukur.perencanaan.penyedia import PaguTersedia, UangSumber
from terukur.tenggat.models import Pengajuan


class PenyediaUangAnggaran:
    """What perencanaan asks about money; see ``perencanaan.penyedia.PenyediaUang``."""

    def jumlah(self, pengajuan_ids: Collection[UUID]) -> Mapping[UUID, Decimal]:
        return dict(
            Kebutuhan.objects.milik(pengajuan_ids)
            .filter(jumlah__isnull=False, di_atas_pagu=False)
            .values("sub_kegiatan_rencana")
            .annotate(total=Sum("jumlah"))
            .order_by("sub_kegiatan_rencana")
            .values_list("sub_kegiatan_rencana", "total")
        )

    def rincian(self, pengajuan: Pengajuan) -> Mapping[UUID, Sequence[UangSumber]]:
        per_sumber: dict[UUID, dict[str, UangSumber]] = defaultdict(dict)
        for k in kebutuhan_pengajuan([pengajuan.pk]):
            if k.di_atas_pagu:
                continue
            kode = k.sumber_dana.kode if k.sumber_dana else ""
            milik = per_sumber[k.sub_kegiatan_rencana_id]
            lama = milik[kode].jumlah if kode in milik else None
            jumlah = k.jumlah if lama is None else lama + (k.jumlah or Decimal(0))
            milik[kode] = UangSumber(kode, nama_sumber_dana(k), jumlah, k.rekening_id is not None)
        return {sub: list(milik.values()) for sub, milik in per_sumber.items()}

    def pagu(self, pengajuan: Pengajuan) -> Sequence[PaguTersedia]:
        ruang = ruang_pengajuan(pengajuan)
        sumber = {
            s.pk: s
            for s in SumberDana.objects.filter(pk__in={s.sel.sumber for s in ruang.sel}).order_by("pk")
        }
        unit = {u.pk: u for u in Unit.objects.filter(pk__in={s.sel.unit for s in ruang.sel}).order_by("pk")}
        hasil = []
        for s in ruang.sel:
            dana: Any = sumber.get(s.sel.sumber)  # type: ignore[call-overload]
            milik: Any = unit.get(s.sel.unit)  # type: ignore[call-overload]
            hasil.append(
                PaguTersedia(
                    unit_id=milik.pk if milik else None,
                    nama_unit=milik.nama if milik else "",
                    kode_sumber=dana.kode if dana else "",
                    nama_sumber=dana.nama if dana else "Semua sumber dana",
                    pagu=s.pagu,
                    terpakai=s.terpakai,
                )
            )
        return hasil

    def simpan(
        self,
        pengajuan: Pengajuan,
        uang: Mapping[UUID, Mapping[str, Decimal]],
        *,
        oleh: Pelaku,
        pada: dt.datetime,
    ) -> None:
        kode = {k for isi in uang.values() for k in isi if k}
        sumber = dict(SumberDana.objects.filter(kode__in=kode).order_by("kode").values_list("kode", "pk"))
        if asing := sorted(kode - set(sumber)):
            raise AturanDilanggar(
                f"Sumber dana {', '.join(asing[:5])} tidak ada dalam daftar; perbaiki kodenya.",
                kode="sumber_asing",
            )
        isian = {
            sub: [actions.IsianKebutuhan(sumber.get(k), jumlah) for k, jumlah in isi.items()]
            for sub, isi in uang.items()
        }
        actions.simpan_banyak(
            pengajuan=pengajuan, isian=isian, hanya_tanpa_rekening=True, oleh=oleh, pada=pada
        )

    def cadangkan(self, pengajuan: Pengajuan, sub_kegiatan_ids: Collection[UUID]) -> list[dict[str, Any]]:
        return actions.cadangkan(sub_kegiatan_ids)

    def kembalikan(
        self,
        pengajuan: Pengajuan,
        sub_kegiatan_ids: Collection[UUID],
        cadangan: Sequence[Mapping[str, Any]],
        *,
        oleh: Pelaku,
        pada: dt.datetime,
    ) -> None:
        actions.kembalikan(
            pengajuan=pengajuan, sub_kegiatan_ids=sub_kegiatan_ids, cadangan=cadangan, oleh=oleh, pada=pada
        )

    def tautan_ubah(self, sub_kegiatan_id: UUID) -> str:
        return pola_alamat("anggaran:sub").format(sub_kegiatan_id)
