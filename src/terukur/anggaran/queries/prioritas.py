"""The sub kegiatan of a stage with their money, priority and flags, as plain values."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from terukur.akun.models import Pengguna
from terukur.anggaran.models import Kebutuhan, KebutuhanResmi, TandaRutin
from terukur.anggaran.penyedia import capaian_program
from terukur.anggaran.queries.pagu import saring_tahap
from terukur.anggaran.queries.wajib import awal_tahun
from terukur.anggaran.rules.prioritas import BarisPrioritas, SubTahap, susun_matriks
from terukur.anggaran.rules.ruang import Tahap
from terukur.inti.izin import Izin
from terukur.perencanaan.models import (
    IndikatorRencana,
    PrioritasDaerah,
    ProgramKerjaResmi,
    SubKegiatanRencana,
)
from terukur.perencanaan.queries.nomenklatur import nama_kode, versi_tahun


def sub_tahap(
    tahap: Tahap, *, untuk: Pengguna | None, diketahui: dt.datetime | None = None
) -> list[SubTahap]:
    """All sub kegiatan of a stage in the reader's scope, by code. Three queries.

    ``untuk`` None: of the whole kabupaten, for actions. Only needs within the ceilings count.
    ``diketahui``: as submitted by then; what was not submitted was not known. Five queries.
    """
    if diketahui is not None:
        return _sub_resmi(tahap, untuk=untuk, diketahui=diketahui)
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT) if untuk else None
    baris = SubKegiatanRencana.objects.filter(
        dihapus_pada__isnull=True, **saring_tahap(tahap, "pengajuan__jendela__")
    )
    uang = Kebutuhan.objects.aktif().filter(
        di_atas_pagu=False, **saring_tahap(tahap, "sub_kegiatan_rencana__pengajuan__jendela__")
    )
    if cakupan is not None:
        baris = baris.filter(opd__in=cakupan)
        uang = uang.filter(sub_kegiatan_rencana__opd__in=cakupan)
    jumlah: Mapping[UUID, Decimal | None] = dict(
        uang.values("sub_kegiatan_rencana")
        .annotate(total=Sum("jumlah"))
        .order_by("sub_kegiatan_rencana")
        .values_list("sub_kegiatan_rencana", "total")
    )
    tanda = _tanda(tahap, None)
    nilai = (
        baris.annotate(tambahan=Exists(IndikatorRencana.objects.filter(sub_kegiatan=OuterRef("pk"))))
        .order_by("kode", "opd__kode", "unit__kode", "pk")
        .values_list(
            "pk", "opd", "opd__kode", "opd__nama", "unit__kode", "unit__nama", "kode", "nama",
            "prioritas", "prioritas__nama", "prioritas__urutan", "nomenklatur__indikator", "tambahan",
            "target", "nomenklatur__spm", "tag",
        )
    )  # fmt: skip
    hasil: list[SubTahap] = []
    kunci_ke: Counter[str] = Counter()  # two windows may collect the same stage
    for (
        pk, opd, kode_opd, nama_opd, kode_unit, nama_unit, kode, nama, prioritas, nama_prioritas, urutan,
        indikator, tambahan, target, spm, tag,
    ) in nilai:  # fmt: skip
        milik = tanda.get((opd, kode))
        kunci = f"{kode_opd} {kode} {kode_unit or ''}".strip()
        kunci_ke[kunci] += 1
        if kunci_ke[kunci] > 1:
            kunci += f" #{kunci_ke[kunci]}"
        hasil.append(
            SubTahap(
                id=pk, opd_id=opd, nama_opd=nama_opd, unit=nama_unit or "",
                kunci=kunci, kode=kode, nama=nama,
                prioritas_id=prioritas, nama_prioritas=nama_prioritas or "", urutan_prioritas=urutan or 0,
                berindikator=bool(indikator) or tambahan, bertarget=target is not None,
                spm=spm, tag=tuple(tag), jumlah=jumlah.get(pk),
                tanda=milik.rutin if milik else None, alasan_tanda=milik.alasan if milik else "",
                penanda=milik.nama_penanda if milik else "",
            )
        )  # fmt: skip
    return hasil


def _tanda(tahap: Tahap, diketahui: dt.datetime | None) -> dict[tuple[UUID, str], TandaRutin]:
    semua = TandaRutin.objects.diketahui(diketahui).filter(tahun=tahap.tahun)
    return {(t.opd_id, t.kode): t for t in semua.order_by("pk")}


class _Prioritas:
    """Priorities by name. A name that is none any more gets a number below zero, so that it stays apart."""

    def __init__(self) -> None:
        self._menurut_nama = {p.nama: p for p in PrioritasDaerah.objects.order_by("-urutan", "-pk")}
        self._dahulu: dict[str, int] = {}

    def nomor(self, nama: str) -> int | None:
        if not nama:
            return None
        if ada := self._menurut_nama.get(nama):
            return ada.pk
        return self._dahulu.setdefault(nama, -len(self._dahulu) - 1)

    def urutan(self, nama: str) -> int:
        ada = self._menurut_nama.get(nama)
        return ada.urutan if ada else 0


def _sub_resmi(tahap: Tahap, *, untuk: Pengguna | None, diketahui: dt.datetime) -> list[SubTahap]:
    """``sub_tahap`` from what was frozen. A priority is known there by its name."""
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT) if untuk else None
    resmi = ProgramKerjaResmi.objects.diketahui(diketahui).filter(
        **saring_tahap(tahap, "pengajuan__jendela__")
    )
    uang = KebutuhanResmi.objects.diketahui(diketahui).filter(di_atas_pagu=False, **tahap.kunci)
    kini = SubKegiatanRencana.objects.filter(**saring_tahap(tahap, "pengajuan__jendela__"))
    if cakupan is not None:
        resmi, uang = resmi.filter(opd__in=cakupan), uang.filter(opd__in=cakupan)
        kini = kini.filter(opd__in=cakupan)
    jumlah = {
        (p, kode, unit or ""): total
        for p, kode, unit, total in uang.values("pengajuan", "kode", "unit__kode")
        .annotate(total=Sum("jumlah"))
        .order_by("pengajuan", "kode", "unit__kode")
        .values_list("pengajuan", "kode", "unit__kode", "total")
    }
    nomor = {
        (p, kode, unit or ""): pk
        for p, kode, unit, pk in kini.order_by("-dihapus_pada", "pk").values_list(
            "pengajuan", "kode", "unit__kode", "pk"
        )
    }
    prioritas = _Prioritas()
    tanda = _tanda(tahap, diketahui)
    hasil = []
    for r in resmi.select_related("opd").order_by("kode", "opd__kode", "kunci", "pk"):
        tempat = (r.pengajuan_id, r.kode, r.kunci.partition(" @ ")[2])
        nama = r.isi["prioritas_daerah"]
        milik = tanda.get((r.opd_id, r.kode))
        hasil.append(
            SubTahap(
                id=nomor.get(tempat), opd_id=r.opd_id, nama_opd=r.opd.nama, unit=r.isi["unit"],
                kunci=f"{r.opd.kode} {r.kode} {tempat[2]}".strip(), kode=r.kode, nama=r.isi["nama"],
                prioritas_id=prioritas.nomor(nama), nama_prioritas=nama,
                urutan_prioritas=prioritas.urutan(nama),
                berindikator=bool(r.isi["indikator"] or r.isi["indikator_tambahan"]),
                bertarget=r.isi["target"] is not None, spm=False, tag=tuple(r.isi["penanda"]),
                jumlah=jumlah.get(tempat),
                tanda=milik.rutin if milik else None, alasan_tanda=milik.alasan if milik else "",
                penanda=milik.nama_penanda if milik else "",
            )
        )  # fmt: skip
    return hasil


def matriks_prioritas(
    daftar: list[SubTahap], tahap: Tahap, *, untuk: Pengguna, diketahui: dt.datetime | None = None
) -> list[BarisPrioritas]:
    """The matrix with the names of the programs, and their achievement where a room above tells it."""
    matriks = susun_matriks(daftar)
    kode = {b.program for b in matriks}
    versi = versi_tahun(tahap.tahun)
    nama = nama_kode(versi, kode) if versi and kode else {}
    penyedia = capaian_program()
    capaian = penyedia.capaian(tahap.tahun, kode, untuk=untuk, diketahui=diketahui) if penyedia else {}
    for b in matriks:
        b.nama_program = nama.get(b.program, "")
        b.capaian = capaian.get(b.program)
    return matriks


def riwayat_tanda(opd_id: UUID, tahun: int, kode: str) -> list[TandaRutin]:
    """Every flag ever set on a sub kegiatan in a year, withdrawn ones too, the newest first."""
    return list(
        TandaRutin.objects.filter(opd=opd_id, kode=kode, berlaku_sejak=awal_tahun(tahun)).order_by(
            "-dicatat_pada", "-pk"
        )
    )
