"""Physical progress by OPD, month and sub kegiatan: what is asked for, entered and confirmed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, Sum

from terukur.akun.models import Pengguna
from terukur.anggaran.models import KebutuhanResmi, RealisasiAnggaran
from terukur.inti.izin import Izin
from terukur.inti.periode import Periode
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_terakhir, semua_opd
from terukur.perencanaan.queries import nama_kode, versi_tahun
from terukur.realisasi.choices import KeadaanFisik, Pengadaan, RagamFisik
from terukur.realisasi.models import RealisasiFisik
from terukur.realisasi.rules.fisik import IsiFisik, deviasi_fisik, keadaan_fisik
from terukur.tenggat.choices import Tahapan

_TITIK = 5
"""Points in the code of a sub kegiatan."""


@dataclass(slots=True)
class SubFisik:
    """One sub kegiatan that is asked for. ``pagu`` None: not known.

    ``asal``: the OPD that ended from whose action it came, where it came so.
    """

    kode: str
    nama: str = ""
    pagu: Decimal | None = None
    asal: OPD | None = None


def sub_kegiatan(
    tahun: int, *, per: dt.date, diketahui: dt.datetime | None, opd_ids: Collection[UUID] | None = None
) -> dict[UUID, dict[str, SubFisik]]:
    """{OPD: {code: sub kegiatan}} of the budget last set, the books and the actions, own and taken over.

    Six queries at most.
    """
    hasil: dict[UUID, dict[str, SubFisik]] = defaultdict(dict)
    milik = {} if opd_ids is None else {"opd__in": opd_ids}

    def ambil(opd_id: UUID, kode: str) -> SubFisik | None:
        if kode.count(".") != _TITIK:
            return None
        return hasil[opd_id].setdefault(kode, SubFisik(kode))

    buku = RealisasiAnggaran.objects.pada(per, diketahui).filter(tahun=tahun, **milik)
    for b in buku.values("opd", "kode").annotate(n=Max("nama"), a=Max("anggaran")).order_by("opd", "kode"):
        if s := ambil(b["opd"], b["kode"]):
            s.nama = b["n"]
    ditetapkan = KebutuhanResmi.objects.diketahui(diketahui).filter(
        tahun=tahun, peristiwa="tetapkan", di_atas_pagu=False, jumlah__isnull=False, **milik
    )
    tahap: dict[UUID, dict[tuple[int, int], dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    uang = ditetapkan.values("opd", "tahapan", "pergeseran_ke", "kode").annotate(total=Sum("jumlah"))
    for b in uang.order_by("opd", "tahapan", "pergeseran_ke", "kode"):
        tahap[b["opd"]][Tahapan(b["tahapan"]).urutan, b["pergeseran_ke"]][b["kode"]] = b["total"]
    for opd_id, daftar in tahap.items():
        for kode, jumlah in daftar[max(daftar)].items():
            if s := ambil(opd_id, kode):
                s.pagu = jumlah
    aksi = RencanaAksiResmi.objects.diketahui(diketahui).filter(tahun=tahun, **milik)
    for opd_id, isi in aksi.order_by("opd", "pk").values_list("opd", "isi"):
        if s := ambil(opd_id, isi["kode_sub"]):
            s.nama = s.nama or isi["nama_sub"]
    for opd_id, asal, isi in _warisan(tahun, per, diketahui, milik):
        if s := ambil(opd_id, isi["kode_sub"]):
            s.nama, s.asal = s.nama or isi["nama_sub"], asal
    return hasil


def _warisan(
    tahun: int, per: dt.date, diketahui: dt.datetime | None, milik: Mapping[str, Any]
) -> list[tuple[UUID, OPD, dict[str, Any]]]:
    """(who owes it now, the OPD that ended, what it says) of each action that passed on before ``per``.

    Its physical progress is the successor's to tell from the month in which the old OPD ended.
    """
    alihan = TargetResmi.objects.diketahui(diketahui).filter(
        tahun=tahun, asal__isnull=False, opd__isnull=False, **milik
    )
    semua = sorted(set(alihan.order_by("kunci").values_list("opd", "asal", "kunci")), key=str)
    if not semua:
        return []
    asal = OPD.objects.in_bulk({a for _, a, _ in semua})
    akhir = hari_terakhir(asal)
    resmi = RencanaAksiResmi.objects.diketahui(diketahui).filter(kunci__in={k for *_, k in semua})
    isi = dict(resmi.exclude(nomor_register="").order_by("pk").values_list("kunci", "isi"))
    return [(o, asal[a], isi[k]) for o, a, k in semua if k in isi and akhir.get(a, dt.date.max) < per]


def isi_fakta(fakta: RealisasiFisik | None) -> IsiFisik:
    """What a fact says, as it would be entered again."""
    return IsiFisik(**{f.name: getattr(fakta, f.name) for f in fields(IsiFisik)}) if fakta else IsiFisik()


def fakta_bulan(
    opd_id: UUID, periode: Periode, diketahui: dt.datetime | None = None
) -> dict[str, dict[str, RealisasiFisik]]:
    """{kind: {code: fact}} of one OPD and month. One query."""
    hasil: dict[str, dict[str, RealisasiFisik]] = {r: {} for r in RagamFisik.values}
    semua = RealisasiFisik.objects.diketahui(diketahui).filter(
        opd=opd_id, tahun=periode.tahun, bulan=periode.ke
    )
    for f in semua.order_by("kode", "pk"):
        hasil[f.ragam][f.kode] = f
    return hasil


def bulan_tetangga(
    opd_id: UUID, periode: Periode
) -> tuple[dict[str, tuple[int, Decimal]], dict[str, tuple[int, Decimal]]]:
    """({code: nearest filled month before, its per cent}, the same after).

    Before: also as the OPD left it from which the sub kegiatan was taken over.
    """
    asal = {
        s.kode: s.asal.pk
        for s in sub_kegiatan(periode.tahun, per=periode.sampai, diketahui=None, opd_ids=[opd_id])
        .get(opd_id, {})
        .values()
        if s.asal
    }
    sebelum: dict[str, tuple[int, Decimal]] = {}
    sesudah: dict[str, tuple[int, Decimal]] = {}
    semua = RealisasiFisik.objects.diketahui(None).filter(
        opd__in={opd_id, *asal.values()}, tahun=periode.tahun, ragam=RagamFisik.ISIAN, realisasi__isnull=False
    )
    for f in semua.order_by("bulan", "pk"):
        if f.opd_id != opd_id and (asal.get(f.kode) != f.opd_id or f.bulan >= periode.ke):
            continue
        if f.bulan < periode.ke:
            sebelum[f.kode] = (f.bulan, f.realisasi)
        elif f.bulan > periode.ke:
            sesudah.setdefault(f.kode, (f.bulan, f.realisasi))
    return sebelum, sesudah


@dataclass(frozen=True, slots=True)
class BarisFisik:
    """One sub kegiatan in a month. ``isian`` and ``resmi`` None while there is no such fact."""

    sub: SubFisik
    isian: RealisasiFisik | None
    resmi: RealisasiFisik | None

    @property
    def isi(self) -> IsiFisik:
        return isi_fakta(self.isian)

    @property
    def belum_disahkan(self) -> bool:
        """Whether the entry says something that is not confirmed."""
        return self.isi != isi_fakta(self.resmi)

    @property
    def versi(self) -> int:
        return self.isian.pk if self.isian else 0

    @property
    def deviasi(self) -> Decimal | None:
        return deviasi_fisik(self.isi.rencana, self.isi.realisasi)

    @property
    def status(self) -> str:
        if self.belum_disahkan:
            return "Perubahan belum disahkan" if self.resmi else "Belum disahkan"
        return "Disahkan" if self.resmi else "Belum diisi"

    @property
    def nama_pengadaan(self) -> str:
        return sebut_pengadaan(self.isi.pengadaan)


def sebut_pengadaan(kode: str) -> str:
    return str(Pengadaan(kode).label) if kode else ""


@dataclass(frozen=True, slots=True)
class BulanFisik:
    """The rows of an OPD and month, and how far it is."""

    baris: list[BarisFisik]

    @property
    def terisi(self) -> int:
        return sum(b.isi.realisasi is not None for b in self.baris)

    @property
    def belum_disahkan(self) -> int:
        return sum(b.belum_disahkan for b in self.baris)

    @property
    def pernah_disahkan(self) -> bool:
        return any(b.resmi for b in self.baris)

    @property
    def keadaan(self) -> KeadaanFisik:
        return keadaan_fisik(banyak=len(self.baris), terisi=self.terisi, belum_disahkan=self.belum_disahkan)

    @property
    def sidik(self) -> int:
        """Grows with every change of the entries: what the head confirms is what he read."""
        return max((b.versi for b in self.baris), default=0)


def bulan_fisik(opd_id: UUID, periode: Periode, *, diketahui: dt.datetime | None = None) -> BulanFisik:
    """What is asked for in a month, and what was filled in though it is asked for no longer."""
    sub = sub_kegiatan(
        periode.tahun, per=periode.sampai, diketahui=diketahui, opd_ids=[opd_id]
    ).get(opd_id, {})  # fmt: skip
    fakta = fakta_bulan(opd_id, periode, diketahui)
    isian, resmi = fakta[RagamFisik.ISIAN], fakta[RagamFisik.RESMI]
    semua = sub | {k: SubFisik(k) for k in {*isian, *resmi} - sub.keys()}
    versi = versi_tahun(periode.tahun, diketahui=diketahui)
    nama = nama_kode(versi, [k for k, s in semua.items() if not s.nama]) if versi else {}
    for kode, s in semua.items():
        s.nama = s.nama or nama.get(kode, kode)
    return BulanFisik([BarisFisik(semua[k], isian.get(k), resmi.get(k)) for k in sorted(semua)])


@dataclass(frozen=True, slots=True)
class FisikOPD:
    """How far one OPD is with a month."""

    opd: OPD
    banyak: int
    terisi: int
    belum_disahkan: int
    disahkan_pada: dt.datetime | None

    @property
    def keadaan(self) -> KeadaanFisik:
        return keadaan_fisik(banyak=self.banyak, terisi=self.terisi, belum_disahkan=self.belum_disahkan)


def daftar_fisik(
    untuk: Pengguna, periode: Periode, *, hari: dt.date, diketahui: dt.datetime | None
) -> list[FisikOPD]:
    """Every OPD of the month in the reader's scope. A constant number of queries."""
    cakupan = untuk.akses.cakupan(Izin.REALISASI_LIHAT)
    per = max(periode.sejak, min(periode.sampai, hari))
    sub = sub_kegiatan(periode.tahun, per=per, diketahui=diketahui, opd_ids=cakupan)
    fakta: dict[UUID, dict[str, dict[str, RealisasiFisik]]] = defaultdict(lambda: {r: {} for r in RagamFisik})
    semua = RealisasiFisik.objects.diketahui(diketahui).filter(tahun=periode.tahun, bulan=periode.ke)
    if cakupan is not None:
        semua = semua.filter(opd__in=cakupan)
    for f in semua.order_by("opd", "kode", "pk"):
        fakta[f.opd_id][f.ragam][f.kode] = f
    hasil = []
    for o in semua_opd(per=per, diketahui=diketahui, id_opd=cakupan):
        isian, resmi = fakta[o.pk][RagamFisik.ISIAN], fakta[o.pk][RagamFisik.RESMI]
        kode = {*sub.get(o.pk, ()), *isian, *resmi}
        baris = [BarisFisik(SubFisik(k), isian.get(k), resmi.get(k)) for k in sorted(kode)]
        bulan = BulanFisik(baris)
        disahkan = max((f.dicatat_pada for f in resmi.values()), default=None)
        hasil.append(FisikOPD(o, len(baris), bulan.terisi, bulan.belum_disahkan, disahkan))
    return hasil


@dataclass(frozen=True, slots=True)
class FisikRFK:
    """Physical figures of a month for a report: {OPD: {code: fact}}, confirmed ones and entries.

    ``pernah``: whether anything of the year up to that month is recorded at all.
    """

    pernah: bool
    resmi: Mapping[UUID, Mapping[str, RealisasiFisik]] = field(default_factory=dict)
    isian: Mapping[UUID, Mapping[str, RealisasiFisik]] = field(default_factory=dict)

    def belum(self, opd_id: UUID) -> set[str]:
        """Codes whose entry says something that is not confirmed."""
        resmi, isian = self.resmi.get(opd_id, {}), self.isian.get(opd_id, {})
        return {k for k, f in isian.items() if isi_fakta(f) != isi_fakta(resmi.get(k))}


def fisik_rfk(
    per: dt.date, diketahui: dt.datetime | None, *, opd_ids: Collection[UUID] | None = None
) -> FisikRFK:
    """The month of ``per`` as known at ``diketahui``. One query."""
    semua = RealisasiFisik.objects.diketahui(diketahui).filter(tahun=per.year, bulan__lte=per.month)
    if opd_ids is not None:
        semua = semua.filter(opd__in=opd_ids)
    ragam: dict[str, dict[UUID, dict[str, RealisasiFisik]]] = {
        r: defaultdict(dict) for r in RagamFisik.values
    }
    pernah = False
    for f in semua.order_by("opd", "kode", "pk"):
        pernah = True
        if f.bulan == per.month:
            ragam[f.ragam][f.opd_id][f.kode] = f
    return FisikRFK(pernah, dict(ragam[RagamFisik.RESMI]), dict(ragam[RagamFisik.ISIAN]))


def pagu_sub(
    per: dt.date, diketahui: dt.datetime | None, sumber: Mapping[UUID, str]
) -> dict[UUID, dict[str, Decimal | None]]:
    """{OPD: {code of its sub kegiatan: pagu in the book ``sumber`` names}}. One query."""
    hasil: dict[UUID, dict[str, Decimal | None]] = defaultdict(dict)
    semua = RealisasiAnggaran.objects.pada(per, diketahui).filter(tahun=per.year, opd__in=sumber)
    baris: Iterable[Mapping[str, Any]] = (
        semua.values("opd", "sumber", "kode").annotate(a=Sum("anggaran")).order_by("opd", "kode", "sumber")
    )
    for b in baris:
        if b["sumber"] == sumber[b["opd"]] and b["kode"].count(".") == _TITIK:
            hasil[b["opd"]][b["kode"]] = b["a"]
    return hasil


def versi_resmi(opd_id: UUID, periode: Periode, diketahui: dt.datetime | None) -> list[RealisasiFisik]:
    """Every confirmed version of the rows that were confirmed more than once, in their order. One query."""
    semua = RealisasiFisik.objects.filter(
        opd=opd_id, tahun=periode.tahun, bulan=periode.ke, ragam=RagamFisik.RESMI
    )
    if diketahui:
        semua = semua.filter(dicatat_pada__lte=diketahui)
    milik: dict[str, list[RealisasiFisik]] = defaultdict(list)
    for f in semua.order_by("kode", "dicatat_pada", "pk"):
        milik[f.kode].append(f)
    return [f for daftar in milik.values() if len(daftar) > 1 for f in daftar]
