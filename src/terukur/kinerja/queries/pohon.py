"""Reads of pohon kinerja: its periods, and its nodes with their indicators and crosscutting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.models import (
    BarisPerjanjian,
    IndikatorSimpul,
    IsiSimpul,
    SimpulKinerja,
    TargetAksi,
)
from terukur.kinerja.queries.crosscutting import kaitan_simpul
from terukur.kinerja.queries.indikator import definisi_banyak
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import sebut_target, ukuran_beku
from terukur.kinerja.rules.pohon import KABUPATEN, Simpul, UkuranSimpul
from terukur.organisasi.queries import hari_pemda
from terukur.perencanaan.choices import JenisButir, JenisRencana, StatusRencana
from terukur.perencanaan.models import ButirRencana, DokumenRencana, RencanaBerlaku
from terukur.perencanaan.queries.berlaku import isi_indikator_butir, versi_berlaku

DI_RENCANA_AKSI = "menurut rencana aksi"


@dataclass(frozen=True, slots=True)
class SaatPohon:
    """Of which tree and as of when: the RPJMD's years, the day, the year of targets, as known when."""

    dokumen: DokumenRencana
    per: dt.date
    tahun: int
    diketahui: dt.datetime | None = None

    @property
    def periode(self) -> str:
        return f"{self.dokumen.tahun_awal}–{self.dokumen.tahun_akhir}"


def daftar_periode() -> list[DokumenRencana]:
    """Every RPJMD that was set, the newest first: each has a tree."""
    return list(
        DokumenRencana.objects.filter(jenis=JenisRencana.RPJMD, daftar_versi__status=StatusRencana.DITETAPKAN)
        .distinct()
        .order_by("-tahun_awal", "pk")
    )


def saat_pohon(
    dokumen: DokumenRencana,
    *,
    pada: dt.datetime,
    diketahui: dt.datetime | None = None,
    per: dt.date | None = None,
) -> SaatPohon:
    """The day ``per``, else of ``diketahui``, else of ``pada``, within the RPJMD's years."""
    awal, akhir = dt.date(dokumen.tahun_awal, 1, 1), dt.date(dokumen.tahun_akhir, 12, 31)
    per = min(max(per or hari_pemda(diketahui or pada), awal), akhir)
    return SaatPohon(dokumen, per, per.year, diketahui)


def periode_pohon(
    tahun_awal: int | None = None,
    *,
    pada: dt.datetime,
    diketahui: dt.datetime | None = None,
    per: dt.date | None = None,
) -> SaatPohon | None:
    """The tree of the RPJMD that begins in ``tahun_awal``, else of the one in force; None: there is none."""
    semua = daftar_periode()
    pilihan = [d for d in semua if d.tahun_awal == tahun_awal]
    if not pilihan:
        hari = hari_pemda(pada)
        pilihan = [d for d in semua if d.tahun_awal <= hari.year <= d.tahun_akhir] or semua[:1]
    return saat_pohon(pilihan[0], pada=pada, diketahui=diketahui, per=per) if pilihan else None


def saat_tahun(tahun: int) -> SaatPohon | None:
    """The tree at the end of this year, with its targets; None: no RPJMD holds that year. One query."""
    dokumen = next((d for d in daftar_periode() if d.tahun_awal <= tahun <= d.tahun_akhir), None)
    return SaatPohon(dokumen, dt.date(tahun, 12, 31), tahun) if dokumen else None


# -- nodes ------------------------------------------------------------------------------------


def isi_simpul(saat: SaatPohon) -> QuerySet[IsiSimpul]:
    """What the nodes of the tree say on its day, as known then."""
    return (
        IsiSimpul.objects.pada(saat.per, saat.diketahui)
        .filter(simpul__dokumen=saat.dokumen)
        .select_related("simpul__opd", "butir")
    )


def baca_simpul(saat: SaatPohon, *, opd_ids: Collection[UUID] = (), semua_opd: bool = False) -> list[Simpul]:
    """Nodes of the kabupaten and of these OPD in the order of reading; ten queries at most.

    Indicators of a tujuan or sasaran are those of the plan in force on the day; others the catalogue's.
    """
    baris = isi_simpul(saat)
    if not semua_opd:
        baris = baris.filter(Q(simpul__opd=None) | Q(simpul__opd__in=opd_ids))
    isi = list(baris.order_by("tingkat", "urutan", "pk"))
    if not isi:
        return []
    rencana = _ukuran_rencana([i for i in isi if i.butir], saat)
    katalog = _ukuran_katalog(isi, saat)
    kaitan = kaitan_simpul([i.simpul_id for i in isi], saat.diketahui)
    return [
        Simpul(
            id=i.simpul_id, opd=i.simpul.opd_id, pemilik=_pemilik(i.simpul), induk=i.induk_id,
            tingkat=TingkatKinerja(i.tingkat), urutan=i.urutan, pernyataan=i.pernyataan,
            butir=i.butir.kunci if i.butir else None, sasaran=str(i.butir) if i.butir else "",
            ukuran=(*rencana.get(i.simpul_id, ()), *katalog.get(i.simpul_id, ())),
            kaitan=tuple(kaitan.get(i.simpul_id, ())),
        )
        for i in isi
    ]  # fmt: skip


def _pemilik(simpul: SimpulKinerja) -> str:
    return simpul.opd.singkatan if simpul.opd else KABUPATEN


def _ukuran_rencana(isi: Sequence[IsiSimpul], saat: SaatPohon) -> dict[UUID, list[UkuranSimpul]]:
    """{node: indicators of its tujuan or sasaran}, of the version in force, else of the one it names."""
    if not isi:
        return {}
    versi = RencanaBerlaku.objects.pada(saat.per, saat.diketahui).values("versi")
    kini = {
        b.kunci: b.pk
        for b in ButirRencana.objects.filter(
            versi__in=versi, kunci__in={i.butir.kunci for i in isi if i.butir}
        ).order_by("pk")
    }
    milik = {i.simpul_id: kini.get(i.butir.kunci, i.butir_id) for i in isi if i.butir}
    indikator = isi_indikator_butir([b for b in set(milik.values()) if b])
    asal = {i.simpul_id: "Renstra" if i.simpul.opd_id else "RPJMD" for i in isi}
    return {
        simpul: [
            UkuranSimpul(
                x.nama,
                x.satuan,
                x.tulis(x.target[saat.tahun]) if saat.tahun in x.target else "",
                asal[simpul],
            )
            for x in indikator.get(butir, ())
        ]
        for simpul, butir in milik.items()
        if butir
    }


def _ukuran_katalog(isi: Sequence[IsiSimpul], saat: SaatPohon) -> dict[UUID, list[UkuranSimpul]]:
    """{node: its indicators of the catalogue}, each with the target of the year where one is promised."""
    opd = {i.simpul_id: i.simpul.opd_id for i in isi}
    pasangan = list(
        IndikatorSimpul.objects.pada(saat.per, saat.diketahui)
        .filter(simpul__in=opd)
        .order_by("indikator__nomor", "pk")
        .values_list("simpul", "indikator")
    )
    if not pasangan:
        return {}
    definisi = definisi_banyak(
        (k for _, k in pasangan), per=dt.date(saat.tahun, 12, 31), diketahui=saat.diketahui
    )
    target = _target_katalog({k for _, k in pasangan}, definisi, saat)
    hasil: dict[UUID, list[UkuranSimpul]] = defaultdict(list)
    for simpul, kunci in pasangan:
        if d := definisi.get(kunci):
            sebut = target.get((kunci, opd[simpul] or None)) or ""
            hasil[simpul].append(UkuranSimpul(d.nama, d.satuan, sebut, d.indikator.kode, kunci))
    return hasil


def _target_katalog(
    indikator: Collection[UUID], definisi: Mapping[UUID, Any], saat: SaatPohon
) -> dict[tuple[UUID, UUID | None], str]:
    """{(indicator, OPD; None: any OPD): target of the year}: of the last PK, else that an action has some."""
    hasil: dict[tuple[UUID, UUID | None], str] = {}
    aksi = (
        TargetAksi.objects.filter(
            rencana_aksi__indikator__in=indikator, rencana_aksi__dihapus_pada=None,
            rencana_aksi__pengajuan__jendela__tahun=saat.tahun,
        )
        .order_by()
        .values_list("rencana_aksi__indikator", "rencana_aksi__opd")
        .distinct()
    )  # fmt: skip
    for kunci, opd in aksi:
        hasil[kunci, opd] = hasil[kunci, None] = DI_RENCANA_AKSI
    janji = (
        BarisPerjanjian.objects.filter(
            indikator__in=indikator, perjanjian__tahun=saat.tahun, nilai__isnull=False
        )
        .order_by("perjanjian__jabatan__kepala", "perjanjian__perubahan_ke", "pk")
        .values_list("indikator", "perjanjian__opd", "nilai", "nilai_atas")
    )
    for kunci, opd, nilai, atas in janji:
        if nilai is not None and (d := definisi.get(kunci)):
            hasil[kunci, opd] = hasil[kunci, None] = sebut_target(
                Target(nilai, atas), ukuran_beku(d) | {"satuan": ""}
            ).strip()
    return hasil


def get_simpul(simpul_id: UUID, *, untuk: Pengguna, isi: bool = False) -> SimpulKinerja:
    """One node in the reader's scope; nodes of the kabupaten are read by all. ``isi``: to change it."""
    simpul = SimpulKinerja.objects.select_related("dokumen", "opd").filter(pk=simpul_id).first()
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    terlihat = simpul is not None and (simpul.opd_id is None or cakupan is None or simpul.opd_id in cakupan)
    if simpul is None or not terlihat or (isi and not boleh_isi(untuk, simpul.opd_id)):
        raise TidakDitemukan("Simpul pohon kinerja tidak ditemukan.")
    return simpul


def boleh_isi(untuk: Pengguna, opd_id: UUID | None) -> bool:
    """Whether the reader writes this tree: Bappeda that of the kabupaten, operators that of their OPD."""
    if opd_id is None:
        return untuk.akses.boleh(Izin.KINERJA_KELOLA)
    return untuk.akses.boleh(Izin.KINERJA_ISI, opd_id)


def pilihan_butir(opd_id: UUID | None, saat: SaatPohon) -> list[ButirRencana]:
    """Tujuan and sasaran of the plan in force of the owner, which a node may stand for. Two queries."""
    fakta = versi_berlaku(str(opd_id) if opd_id else "kabupaten", saat.per)
    if fakta is None:
        return []
    jenis = (JenisButir.TUJUAN, JenisButir.SASARAN)
    return list(
        ButirRencana.objects.filter(versi=fakta.versi_id, jenis__in=jenis).order_by("-jenis", "urutan", "pk")
    )
