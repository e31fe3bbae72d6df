"""Needs of the sub kegiatan: entry under the ceilings, and what is proposed above them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.queries import (
    baris_pengajuan,
    cara_lampaui,
    pagu_opd,
    sidik_kebutuhan,
    tahap_jendela,
)
from terukur.anggaran.rules import ruang as rules
from terukur.anggaran.rules.ruang import BarisKebutuhan
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.perencanaan.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.perencanaan.models import SubKegiatanRencana, SumberDana
from terukur.tenggat.models import Pengajuan


@dataclass(frozen=True, slots=True)
class IsianKebutuhan:
    """One row of the form of a sub kegiatan.

    ``usulkan_kelebihan``: what does not fit becomes a proposal above the ceiling with
    ``alasan``. ``di_atas_pagu``: the row is such a proposal already.
    """

    sumber_dana_id: int | None
    jumlah: Decimal | None
    rekening_id: int | None = None
    uraian: str = ""
    di_atas_pagu: bool = False
    usulkan_kelebihan: bool = False
    alasan: str = ""


@transaction.atomic
def isi_kebutuhan(
    *,
    sub_kegiatan: SubKegiatanRencana,
    baris: Sequence[IsianKebutuhan],
    sidik: str | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[Kebutuhan]:
    """Store the needs of one sub kegiatan: ``baris`` replaces all its rows.

    Passing a ceiling is refused here, at entry, with the exact excess at its field
    (``kolom["jumlah_<n>"]``), unless the policy allows proposals and the row asks for one. The
    submission is locked first, so that of two who spend the last room only one wins.
    ``sidik``: digest of the rows that the form showed; other rows now raise ``Bentrok``.
    """
    pengajuan = buka_untuk_diisi(Pengajuan(pk=sub_kegiatan.pengajuan_id), pada=pada)
    lama = list(
        Kebutuhan.objects.filter(sub_kegiatan_rencana=sub_kegiatan)
        .select_related("sumber_dana", "rekening")
        .order_by("pk")
    )
    if sidik is not None and sidik != sidik_kebutuhan(lama):
        raise Bentrok(
            "Kebutuhan anggaran ini baru saja diubah pengguna lain; bandingkan keduanya lalu simpan kembali.",
            tersimpan={"kebutuhan": [_ringkas(k) for k in lama]},
            kiriman={"kebutuhan": list(baris)},
        )
    rapi = muatkan(pengajuan, sub_kegiatan, baris, lama=lama)
    hasil = _ganti(sub_kegiatan, lama, rapi, oleh=oleh, pada=pada)
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return hasil


def _ringkas(k: Kebutuhan) -> dict[str, Any]:
    return {
        "sumber_dana": str(k.sumber_dana) if k.sumber_dana else "",
        "rekening": str(k.rekening) if k.rekening else "",
        "jumlah": k.jumlah,
        "di_atas_pagu": k.di_atas_pagu,
    }


def muatkan(
    pengajuan: Pengajuan,
    sub_kegiatan: SubKegiatanRencana,
    baris: Sequence[IsianKebutuhan],
    *,
    lama: Sequence[Kebutuhan] = (),
) -> list[IsianKebutuhan]:
    """Check the rows of one sub kegiatan against form and room; split off what is proposed above.

    A row that stays as it was or falls is let through even when TAPD has lowered the ceiling
    below it since: the page must remain usable, and the findings keep saying it is too much.
    Raises ``AturanDilanggar`` with a sentence per field. ``pengajuan`` must be locked by the
    caller when the result is stored.
    """
    tahap = tahap_jendela(pengajuan.jendela)
    galat = periksa_bentuk(baris)
    if galat:
        raise AturanDilanggar(next(iter(galat.values())), kode="kebutuhan_tidak_sah", kolom=galat)
    cara = cara_lampaui(tahap)
    pagu = pagu_opd([pengajuan.opd_id], tahap).get(pengajuan.opd_id, {})
    lain = baris_pengajuan(pengajuan.pk, kecuali_sub=sub_kegiatan.pk)
    nama = {
        s.pk: s.nama
        for s in SumberDana.objects.filter(pk__in={b.sumber_dana_id for b in baris}).order_by("pk")
    }
    semula = {(k.sumber_dana_id, k.rekening_id): k.jumlah for k in lama if not k.di_atas_pagu}
    masuk: list[IsianKebutuhan] = []
    for n, isian in enumerate(baris):
        if isian.di_atas_pagu:
            if cara == CaraLampaui.TOLAK:
                galat[f"jumlah_{n}"] = (
                    f"Usulan di atas pagu tidak diterima pada {tahap.label}. Kurangi jumlahnya atau minta "
                    "TAPD mengubah pagu."
                )
            masuk.append(isian)
            continue
        ruang = rules.hitung_ruang(pagu, [*lain, *(_sebagai_baris(sub_kegiatan, m) for m in masuk)])
        lampau = rules.periksa_muat(
            ruang, unit=sub_kegiatan.unit_id, sumber=isian.sumber_dana_id, jumlah=isian.jumlah
        )
        dulu = semula.get((isian.sumber_dana_id, isian.rekening_id))
        if lampau is None or (dulu is not None and lampau.jumlah <= dulu and not isian.usulkan_kelebihan):
            masuk.append(isian)
        elif cara == CaraLampaui.USULAN and isian.usulkan_kelebihan:
            masuk += _pisahkan(isian, lampau)
        else:
            sumber = nama.get(isian.sumber_dana_id or 0, "sumber dana yang belum dipilih")
            galat[f"jumlah_{n}"] = rules.kalimat_lampau(lampau, sumber=sumber, tahap=tahap.label, cara=cara)
    if galat:
        raise AturanDilanggar(next(iter(galat.values())), kode="melampaui_pagu", kolom=galat)
    return gabungkan(masuk)


def _sebagai_baris(sub: SubKegiatanRencana, isian: IsianKebutuhan) -> BarisKebutuhan:
    return BarisKebutuhan(sub.unit_id, isian.sumber_dana_id, isian.jumlah, isian.di_atas_pagu, sub.kode)


def _pisahkan(isian: IsianKebutuhan, lampau: rules.Lampau) -> list[IsianKebutuhan]:
    """The part that fits, and the excess as a proposal with its reason."""
    usulan = replace(isian, jumlah=lampau.kelebihan, di_atas_pagu=True, usulkan_kelebihan=False)
    dalam = replace(isian, jumlah=lampau.muat, usulkan_kelebihan=False, alasan="")
    return [dalam, usulan] if lampau.muat else [usulan]


def gabungkan(baris: Sequence[IsianKebutuhan]) -> list[IsianKebutuhan]:
    """Proposals for one place, split off and earlier, become one row."""
    hasil: dict[tuple[int | None, int | None, bool], IsianKebutuhan] = {}
    for b in baris:
        kunci = (b.sumber_dana_id, b.rekening_id, b.di_atas_pagu)
        if (ada := hasil.get(kunci)) is not None:
            jumlah = (ada.jumlah or rules.NOL) + (b.jumlah or rules.NOL)
            b = IsianKebutuhan(
                b.sumber_dana_id,
                jumlah,
                b.rekening_id,
                ada.uraian or b.uraian,
                b.di_atas_pagu,
                alasan=b.alasan or ada.alasan,
            )
        hasil[kunci] = b
    return list(hasil.values())


def periksa_bentuk(baris: Sequence[IsianKebutuhan]) -> dict[str, str]:
    """Rules of form of the rows of one sub kegiatan: {field: sentence}; empty when all is well."""
    galat: dict[str, str] = {}
    pernah: set[tuple[int | None, int | None, bool]] = set()
    tanpa_rekening = {
        (b.sumber_dana_id, b.di_atas_pagu) for b in baris if b.rekening_id is None and b.sumber_dana_id
    }
    for n, b in enumerate(baris):
        if pesan := rules.periksa_jumlah(b.jumlah):
            galat[f"jumlah_{n}"] = pesan
        kunci = (b.sumber_dana_id, b.rekening_id, b.di_atas_pagu)
        if kunci in pernah:
            galat[f"sumber_{n}"] = (
                "Sumber dana dan rekening ini sudah ada pada baris lain; jumlahkan menjadi satu baris."
            )
        pernah.add(kunci)
        if b.rekening_id is not None and (b.sumber_dana_id, b.di_atas_pagu) in tanpa_rekening:
            galat[f"rekening_{n}"] = (
                "Sumber dana ini sudah diisi tanpa rekening; rinci semuanya per rekening atau hapus "
                "rinciannya, agar tidak terhitung dua kali."
            )
        if (b.di_atas_pagu or b.usulkan_kelebihan) and not b.alasan.strip():
            galat[f"alasan_{n}"] = (
                "Isi alasan usulan di atas pagu. Contoh: tambahan gaji 14 bidan PPPK sejak Juli."
            )
        if b.di_atas_pagu and b.jumlah is None:
            galat[f"jumlah_{n}"] = "Isi jumlah yang diusulkan di atas pagu. Contoh: 250.000.000"
    return galat


def _ganti(
    sub: SubKegiatanRencana,
    lama: Sequence[Kebutuhan],
    baru: Sequence[IsianKebutuhan],
    *,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[Kebutuhan]:
    """Make the stored rows of ``sub`` equal to ``baru``, touching only what differs."""
    milik = {(k.sumber_dana_id, k.rekening_id, k.di_atas_pagu): k for k in lama}
    hasil: list[Kebutuhan] = []
    tambah: list[Kebutuhan] = []
    ubah: list[Kebutuhan] = []
    for b in baru:
        k = milik.pop((b.sumber_dana_id, b.rekening_id, b.di_atas_pagu), None)
        isi: Mapping[str, Any] = {
            "jumlah": b.jumlah,
            "uraian": b.uraian.strip(),
            "alasan": b.alasan.strip() if b.di_atas_pagu else "",
        }
        if k is None:
            k = Kebutuhan(
                sub_kegiatan_rencana=sub,
                sumber_dana_id=b.sumber_dana_id,
                rekening_id=b.rekening_id,
                di_atas_pagu=b.di_atas_pagu,
                disimpan_pada=pada,
                disimpan_oleh=oleh.id,
                **isi,
            )
            tambah.append(k)
        elif any(getattr(k, nama) != nilai for nama, nilai in isi.items()):
            for nama, nilai in isi.items():
                setattr(k, nama, nilai)
            k.disimpan_pada, k.disimpan_oleh = pada, oleh.id
            ubah.append(k)
        hasil.append(k)
    if milik:
        Kebutuhan.objects.filter(pk__in=[k.pk for k in milik.values()]).delete()
    Kebutuhan.objects.bulk_update(ubah, ["jumlah", "uraian", "alasan", "disimpan_pada", "disimpan_oleh"])
    Kebutuhan.objects.bulk_create(tambah)
    if any(b.di_atas_pagu for b in tambah + ubah):
        catat(
            peristiwa="kebutuhan.usulkan_di_atas_pagu",
            objek="sub_kegiatan",
            objek_id=sub.pk,
            isi={
                "kode": sub.kode,
                "usulan": [
                    {
                        "sumber_dana": b.sumber_dana_id,
                        "rekening": b.rekening_id,
                        "jumlah": b.jumlah,
                        "alasan": b.alasan,
                    }
                    for b in tambah + ubah
                    if b.di_atas_pagu
                ],
            },
            oleh=oleh,
            pada=pada,
            opd_id=sub.opd_id,
        )
    return hasil
