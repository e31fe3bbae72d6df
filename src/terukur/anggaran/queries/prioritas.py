"""The sub kegiatan of a stage with their money, priority and flags, as plain values."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from terukur.akun.models import Pengguna
from terukur.anggaran.models import Kebutuhan, TandaRutin
from terukur.anggaran.penyedia import capaian_program
from terukur.anggaran.queries.pagu import saring_tahap
from terukur.anggaran.queries.wajib import awal_tahun
from terukur.anggaran.rules.prioritas import BarisPrioritas, SubTahap, susun_matriks
from terukur.anggaran.rules.ruang import Tahap
from terukur.inti.izin import Izin
from terukur.perencanaan.models import IndikatorRencana, SubKegiatanRencana
from terukur.perencanaan.queries.nomenklatur import nama_kode, versi_tahun


def sub_tahap(tahap: Tahap, *, untuk: Pengguna | None) -> list[SubTahap]:
    """All sub kegiatan of a stage in the reader's scope, by code. Three queries.

    ``untuk`` None: of the whole kabupaten, for actions. Only needs within the ceilings count.
    """
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
    tanda = {
        (t.opd_id, t.kode): t
        for t in TandaRutin.objects.diketahui(None).filter(tahun=tahap.tahun).order_by("pk")
    }
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


def matriks_prioritas(daftar: list[SubTahap], tahap: Tahap, *, untuk: Pengguna) -> list[BarisPrioritas]:
    """The matrix with the names of the programs, and their achievement where a room above tells it."""
    matriks = susun_matriks(daftar)
    kode = {b.program for b in matriks}
    versi = versi_tahun(tahap.tahun)
    nama = nama_kode(versi, kode) if versi and kode else {}
    penyedia = capaian_program()
    capaian = penyedia.capaian(tahap.tahun, kode, untuk=untuk) if penyedia else {}
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
