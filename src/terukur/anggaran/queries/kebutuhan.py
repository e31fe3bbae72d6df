"""Reads of needs. What a reader may not see is not found."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.anggaran.models import Kebutuhan, KebutuhanResmi
from terukur.anggaran.queries.isi import BarisUang
from terukur.anggaran.queries.pagu import pagu_opd, saring_tahap, tahap_jendela
from terukur.anggaran.rules import ruang as rules
from terukur.anggaran.rules.ruang import BarisKebutuhan, Ruang, Tahap
from terukur.inti.izin import Izin
from terukur.perencanaan.models import Rekening, SumberDana
from terukur.tenggat.models import Pengajuan


def kebutuhan_pengajuan(pengajuan_ids: Collection[UUID]) -> QuerySet[Kebutuhan]:
    """All needs of these submissions with what their rows show, in the order of the codes."""
    return (
        Kebutuhan.objects.milik(pengajuan_ids)
        .select_related("sub_kegiatan_rencana__unit", "sumber_dana", "rekening")
        .order_by(
            "sub_kegiatan_rencana__kode",
            "sub_kegiatan_rencana__unit__kode",
            "sub_kegiatan_rencana",
            "di_atas_pagu",
            "sumber_dana__kode",
            "rekening__kode",
            "pk",
        )
    )


def baris_pengajuan(pengajuan_id: UUID, *, kecuali_sub: UUID | None = None) -> list[BarisKebutuhan]:
    """The needs of one submission as values, without those of one sub kegiatan if named."""
    baris = Kebutuhan.objects.milik([pengajuan_id])
    if kecuali_sub:
        baris = baris.exclude(sub_kegiatan_rencana=kecuali_sub)
    return [
        BarisKebutuhan(unit, sumber, jumlah, atas, kode)
        for unit, sumber, jumlah, atas, kode in baris.order_by("pk").values_list(
            "sub_kegiatan_rencana__unit_id",
            "sumber_dana_id",
            "jumlah",
            "di_atas_pagu",
            "sub_kegiatan_rencana__kode",
        )
    ]


def ruang_pengajuan(pengajuan: Pengajuan, *, kecuali_sub: UUID | None = None) -> Ruang:
    """The rooms of one submission under today's ceilings; ``pengajuan.jendela`` must be loaded."""
    pagu = pagu_opd([pengajuan.opd_id], tahap_jendela(pengajuan.jendela)).get(pengajuan.opd_id, {})
    return rules.hitung_ruang(pagu, baris_pengajuan(pengajuan.pk, kecuali_sub=kecuali_sub))


def sidik_kebutuhan(kebutuhan: Iterable[Kebutuhan]) -> str:
    """A short digest of the rows of one sub kegiatan, by which a stale form is noticed."""
    isi = sorted(
        "|".join(
            [
                str(k.sumber_dana_id),
                str(k.rekening_id),
                str(k.di_atas_pagu),
                "" if k.jumlah is None else f"{k.jumlah:.2f}",
                k.uraian,
                k.alasan,
            ]
        )
        for k in kebutuhan
    )
    return hashlib.sha256("\n".join(isi).encode()).hexdigest()[:16]


def cari_sumber_dana(teks: Sequence[str]) -> dict[str, SumberDana]:
    """Find sources by exactly typed code, name or ``kode nama``; {as typed: source}.

    Only those that may carry money. Unknown words are left out. One query for all.
    """
    bersih = {t: " ".join(t.split()) for t in teks if t.strip()}
    if not bersih:
        return {}
    syarat = Q(pk=None)
    for t in set(bersih.values()):
        syarat |= Q(kode=t.split(" ")[0]) | Q(nama__iexact=t)
    ada = list(SumberDana.objects.filter(syarat, daun=True, aktif=True).order_by("kode"))
    hasil = {}
    for asli, t in bersih.items():
        for s in ada:
            if t in (s.kode, f"{s.kode} {s.nama}") or t.casefold() == s.nama.casefold():
                hasil[asli] = s
                break
    return hasil


def usulan_di_atas_pagu(*, untuk: Pengguna, tahap: Tahap | None = None) -> QuerySet[Kebutuhan]:
    """Proposals above the ceilings within the reader's scope, the largest first."""
    baris = (
        Kebutuhan.objects.aktif()
        .filter(di_atas_pagu=True)
        .select_related(
            "sub_kegiatan_rencana__pengajuan__jendela",
            "sub_kegiatan_rencana__opd",
            "sub_kegiatan_rencana__unit",
            "sumber_dana",
            "rekening",
        )
    )
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT)
    if cakupan is not None:
        baris = baris.filter(sub_kegiatan_rencana__opd__in=cakupan)
    if tahap:
        baris = baris.filter(**saring_tahap(tahap, "sub_kegiatan_rencana__pengajuan__jendela__"))
    return baris.order_by("-jumlah", "pk")


def kunci_baris(k: Kebutuhan | KebutuhanResmi | BarisUang) -> str:
    """Key of a row (sub kegiatan, unit and source) that stays the same from stage to stage."""
    if isinstance(k, Kebutuhan):
        sub = k.sub_kegiatan_rencana.kunci
    else:
        sub = f"{k.kode} @ {k.unit.kode}" if k.unit else k.kode
    return f"{sub} | {k.sumber_dana.kode if k.sumber_dana else ''}"


def cari_rekening(kode: Sequence[str]) -> dict[str, Rekening]:
    """Accounts that may carry money by their exact codes; unknown ones are left out."""
    return {r.kode: r for r in Rekening.objects.filter(kode__in=set(kode), daun=True).order_by("kode")}


def saran_rekening(kata: str, *, batas: int = 12) -> list[Rekening]:
    """Accounts that may carry money, whose code begins with ``kata`` or whose name has all its words."""
    qs = Rekening.objects.filter(daun=True).order_by("kode")
    for k in kata.split():
        qs = qs.filter(Q(nama__icontains=k) | Q(kode__startswith=k))
    return list(qs[:batas]) if kata.strip() else []


def kebutuhan_resmi_terlihat(
    untuk: Pengguna, *, per: dt.date | None = None, diketahui: dt.datetime | None = None
) -> QuerySet[KebutuhanResmi]:
    """Frozen needs of the OPD that ``untuk`` may read: as known at ``diketahui``, of the year of ``per``."""
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT)
    baris = KebutuhanResmi.objects.diketahui(diketahui).select_related(
        "opd", "unit", "sumber_dana", "rekening"
    )
    if cakupan is not None:
        baris = baris.filter(opd_id__in=cakupan)
    return baris if per is None else baris.berlaku(per)
