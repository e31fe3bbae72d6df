"""The requirement "kebutuhan anggaran" of a collection window."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.anggaran import actions
from terukur.anggaran.models import Kebutuhan, KebutuhanResmi
from terukur.anggaran.queries import (
    BarisUang,
    baca_isi,
    kebutuhan_pengajuan,
    kunci_baris,
    pagu_opd,
    tahap_jendela,
)
from terukur.anggaran.rules.kelengkapan import (
    BarisSub,
    HasilUang,
    SubBerkebutuhan,
    TemuanUang,
    periksa_kebutuhan,
)
from terukur.inti.alamat import pola_alamat
from terukur.inti.angka import tulis_rupiah
from terukur.inti.pelaku import Pelaku
from terukur.tenggat.models import Jendela, Pengajuan
from terukur.tenggat.penyedia import Kelengkapan, Temuan

KODE = "kebutuhan_anggaran"
KOLOM = {
    "jumlah": "Jumlah",
    "di_atas_pagu": "Usulan di atas pagu",
    "rincian": "Rincian per rekening",
    "alasan": "Alasan usulan",
}


def periksa_banyak(
    jendela: Jendela, paket: Sequence[Pengajuan]
) -> dict[UUID, tuple[UUID, HasilUang, list[BarisUang]]]:
    """{OPD: (its submission, findings, the needs read)} in a constant number of queries."""
    tahap = tahap_jendela(jendela)
    milik = {p.opd_id: p.pk for p in paket}
    pagu = pagu_opd(list(milik), tahap)
    nama_sumber: dict[Any, str] = {}
    nama_unit: dict[Any, str] = {}
    sub: dict[UUID, list[SubBerkebutuhan]] = defaultdict(list)
    dibaca: dict[UUID, list[BarisUang]] = defaultdict(list)
    for pengajuan_id, daftar in baca_isi(list(milik.values())).items():
        for s in daftar:
            dibaca[pengajuan_id] += s.baris
            baris = [BarisSub(k.sumber_dana_id, k.rekening_id, k.jumlah, k.di_atas_pagu) for k in s.baris]
            unit = s.unit and s.unit.id
            sub[pengajuan_id].append(SubBerkebutuhan(s.id, s.kode, s.nama, unit, tuple(baris)))
            nama_sumber |= {k.sumber_dana.id: k.sumber_dana.nama for k in s.baris if k.sumber_dana}
            if s.unit:
                nama_unit[s.unit.id] = s.unit.nama
    return {
        opd_id: (
            pengajuan_id,
            periksa_kebutuhan(
                sub.get(pengajuan_id, []),
                pagu.get(opd_id, {}),
                tahap=tahap.label,
                nama_sumber=nama_sumber,
                nama_unit=nama_unit,
            ),
            dibaca[pengajuan_id],
        )
        for opd_id, pengajuan_id in milik.items()
    }


def tautan_sub(pengajuan_id: UUID, sub_id: object, kolom: str = "") -> str:
    """Address of the field of a sub kegiatan on the editor page."""
    alamat = pola_alamat("anggaran:isi").format(pengajuan_id)
    return f"{alamat}?sub={sub_id}{'#id_' + kolom if kolom else ''}" if sub_id else alamat


class PenyediaKebutuhan:
    """See ``tenggat.penyedia.PenyediaSyarat``. A row is a sub kegiatan and one of its sources."""

    kode = KODE
    urutan = 20
    nama = "Kebutuhan anggaran"

    def kelengkapan(self, jendela: Jendela, paket: Sequence[Pengajuan]) -> Mapping[UUID, Kelengkapan]:
        return {
            opd_id: replace(self._sebagai_kelengkapan(pengajuan_id, hasil), bacaan=baris)
            for opd_id, (pengajuan_id, hasil, baris) in periksa_banyak(jendela, paket).items()
        }

    def _sebagai_kelengkapan(self, pengajuan_id: UUID, hasil: HasilUang) -> Kelengkapan:
        def temuan(t: TemuanUang) -> Temuan:
            return Temuan(t.pesan, tautan_sub(pengajuan_id, t.sub, t.kolom), t.kolom, str(t.sub or ""))

        ruang = hasil.ruang
        ringkasan = f"Diusulkan {tulis_rupiah(ruang.diusulkan)}"
        if ruang.pagu is not None:
            ringkasan += f" dari pagu {tulis_rupiah(ruang.pagu)}"
        if ruang.di_atas_pagu:  # whoever signs it must see it
            ringkasan += f", di atas pagu {tulis_rupiah(ruang.di_atas_pagu)}"
        return Kelengkapan(
            terpenuhi=hasil.terpenuhi,
            jumlah=hasil.jumlah,
            galat=tuple(temuan(t) for t in hasil.galat),
            peringatan=tuple(temuan(t) for t in hasil.peringatan),
            ringkasan=ringkasan,
        )

    def bekukan(
        self, pengajuan: Pengajuan, *, bacaan: Any = None, oleh: Pelaku, pada: dt.datetime
    ) -> dict[str, Any]:
        beku = actions.bekukan(
            pengajuan=pengajuan, peristiwa="ajukan", pertama=pengajuan.versi == 1, baris=bacaan, oleh=oleh,
            pada=pada,
        )  # fmt: skip
        return susun_isi(sorted(beku, key=_urutan_beku))

    def isi_beku(self, pengajuan: Pengajuan, *, diketahui: dt.datetime | None) -> dict[str, Any]:
        baris = (
            KebutuhanResmi.objects.diketahui(diketahui)
            .filter(pengajuan=pengajuan)
            .select_related("unit", "sumber_dana", "rekening")
            .order_by("kode", "unit__kode", "sumber_dana__kode", "di_atas_pagu", "rekening__kode", "pk")
        )
        return susun_isi(list(baris))

    def salin_dari(self, lama: Pengajuan, baru: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        actions.salin(lama=lama, baru=baru, oleh=oleh, pada=pada)

    def tetapkan(self, pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> None:
        actions.bekukan(pengajuan=pengajuan, peristiwa="tetapkan", oleh=oleh, pada=pada)

    def tautan_isi(self, pengajuan: Pengajuan) -> str:
        return reverse("anggaran:isi", args=[pengajuan.pk])

    def baris(self, pengajuan: Pengajuan) -> list[tuple[str, str]]:
        hasil: dict[str, str] = {}
        for k in kebutuhan_pengajuan([pengajuan.pk]):
            sub = k.sub_kegiatan_rencana
            hasil.setdefault(kunci_baris(k), f"{sub.kode} {sub.nama}: {nama_sumber_dana(k)}")
        return list(hasil.items())

    def kolom(self) -> Mapping[str, str]:
        return KOLOM


def _urutan_beku(k: BarisUang) -> tuple[object, ...]:
    """The order of ``isi_beku``: what is empty stands last, as in PostgreSQL."""
    kode = (k.unit and k.unit.kode, k.sumber_dana and k.sumber_dana.kode, k.rekening and k.rekening.kode)
    unit, sumber, rekening = ((not x, x or "") for x in kode)
    return k.kode, unit, sumber, k.di_atas_pagu, rekening


def nama_sumber_dana(k: Kebutuhan | KebutuhanResmi | BarisUang) -> str:
    return k.sumber_dana.nama if k.sumber_dana else "sumber dana belum dipilih"


def susun_isi(daftar: Sequence[KebutuhanResmi] | Sequence[BarisUang]) -> dict[str, Any]:
    """Frozen needs as the content of a receipt: {row key: {column: value}} with the total."""
    baris: dict[str, dict[str, Any]] = {}
    total = Decimal("0.00")
    for k in daftar:
        isi = baris.setdefault(
            kunci_baris(k),
            {
                "nama": k.nama,
                "sumber_dana": nama_sumber_dana(k),
                "jumlah": None,
                "di_atas_pagu": None,
                "rincian": {},
                "alasan": "",
            },
        )
        kolom = "di_atas_pagu" if k.di_atas_pagu else "jumlah"
        if k.jumlah is not None:
            isi[kolom] = (isi[kolom] or Decimal("0.00")) + k.jumlah
            if not k.di_atas_pagu:
                total += k.jumlah
        if k.rekening:
            tanda = "*" if k.di_atas_pagu else ""
            isi["rincian"][f"{k.rekening.kode}{tanda}"] = k.jumlah
        if k.alasan:
            isi["alasan"] = "; ".join(filter(None, [isi["alasan"], k.alasan]))
    return {"baris": baris, "total": total}
