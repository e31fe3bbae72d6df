"""The nomenclature: which version a year uses, searching it, what changed. Open to all readers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, Q, QuerySet

from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import kolom, rekaman, tanya
from terukur.jejak.queries import riwayat_sampai
from terukur.perencanaan.choices import JenisPemda, Tingkat
from terukur.perencanaan.models import Nomenklatur, PrioritasDaerah, TahunNomenklatur, VersiNomenklatur
from terukur.perencanaan.pembaca_kode import BarisResmi
from terukur.perencanaan.rules.kode import BIDANG_PENUNJANG, bentangkan_kode, is_penunjang, lipat_kode
from terukur.perencanaan.rules.selisih import BarisNomenklatur, BedaNomenklatur, beda_nomenklatur

SELAMANYA = dt.datetime.max.replace(tzinfo=dt.UTC)


def daftar_versi(*, diketahui: dt.datetime | None = None) -> QuerySet[VersiNomenklatur]:
    """Versions with their number of sub kegiatan (``jumlah_kabkot``, ``jumlah_prov``), newest first.

    ``diketahui``: only those recorded by then.
    """
    sub = Q(daftar_nomenklatur__tingkat=Tingkat.SUB_KEGIATAN)
    semua = VersiNomenklatur.objects.all()
    if diketahui is not None:
        semua = semua.filter(dicatat_pada__lte=diketahui)
    return semua.annotate(
        jumlah_kabkot=Count("daftar_nomenklatur", filter=sub & Q(daftar_nomenklatur__jenis_pemda="KABKOT")),
        jumlah_prov=Count("daftar_nomenklatur", filter=sub & Q(daftar_nomenklatur__jenis_pemda="PROV")),
    ).order_by("-tahun_mulai", "-pk")


def get_versi(versi_id: int) -> VersiNomenklatur:
    """Raises ``TidakDitemukan``."""
    versi = VersiNomenklatur.objects.filter(pk=versi_id).first()
    if versi is None:
        raise TidakDitemukan("Versi nomenklatur tidak ditemukan.")
    return versi


SQL_VERSI_TAHUN = f"""(
  select v.id from perencanaan_versinomenklatur v
  left join perencanaan_tahunnomenklatur t on t.versi_id = v.id and t.tahun = %(tahun)s
    and {sql_diketahui("t")}
  where (t.id is not null or v.tahun_mulai <= %(tahun)s)
    and (%(diketahui)s::timestamptz is null or v.dicatat_pada <= %(diketahui)s)
  order by t.id, v.tahun_mulai desc, v.id desc limit 1
)"""  # noqa: S608 - all text is ours
"""Id of the version of ``%(tahun)s`` as known at ``%(diketahui)s``: see ``versi_tahun``."""


def versi_tahun(tahun: int, *, diketahui: dt.datetime | None = None) -> VersiNomenklatur | None:
    """The version chosen for the year; without a choice the newest that had begun by then."""
    baris = tanya(
        f"select {kolom(VersiNomenklatur, 'v')} from perencanaan_versinomenklatur v"  # noqa: S608
        f" where v.id = {SQL_VERSI_TAHUN}",
        {"tahun": tahun, "diketahui": diketahui},
    )
    return rekaman(VersiNomenklatur, baris[0]) if baris else None


def pilihan_tahun(*, diketahui: dt.datetime | None = None) -> dict[int, VersiNomenklatur]:
    """The years with an explicit choice, as known at ``diketahui`` (None: now)."""
    daftar = TahunNomenklatur.objects.diketahui(diketahui).select_related("versi").order_by("-tahun", "pk")
    return {f.tahun: f.versi for f in daftar}


def saring_nomenklatur(
    versi: VersiNomenklatur,
    *,
    kata: str = "",
    jenis_pemda: str = JenisPemda.KABKOT,
    tingkat: Collection[str] = (),
    bidang: Collection[str] = (),
) -> QuerySet[Nomenklatur]:
    """Rows of a version by code (``1.02.02``: all below it) or by words (``gizi balita``).

    ``bidang`` limits to these bidang urusan and the penunjang program. A code of program 01
    finds the placeholder rows. Words are looked for in name, indicator and code; the best
    match stands first, codes in their order.
    """
    qs = Nomenklatur.objects.filter(versi=versi, jenis_pemda=jenis_pemda)
    if tingkat:
        qs = qs.filter(tingkat__in=tingkat)
    if bidang:
        milik = Q(kode__startswith=BIDANG_PENUNJANG)
        for b in bidang:
            milik |= Q(kode__startswith=f"{b}.") | Q(kode=b)
        qs = qs.filter(milik)
    kata = " ".join(kata.split())
    if not kata:
        return qs.order_by("kode", "pk")
    if kata[0].isdigit() or kata.upper().startswith("X"):
        awal = kata.split()[0].upper().rstrip(".")
        if all(b.isdigit() or set(b) == {"X"} for b in awal.split(".")):
            return qs.filter(Q(kode__startswith=awal) | Q(kode__startswith=lipat_kode(awal))).order_by(
                "kode", "pk"
            )
    for k in kata.split():
        qs = qs.filter(Q(nama__icontains=k) | Q(indikator__icontains=k) | Q(tag__icontains=k))
    return qs.annotate(mirip=TrigramWordSimilarity(kata, "nama")).order_by("-mirip", "kode", "pk")


@dataclass(frozen=True, slots=True)
class Pilihan:
    """A row as the chooser offers it: ``kode`` already expanded for the OPD."""

    id: int
    kode: str
    nama: str
    indikator: str
    satuan: str
    kegiatan: str


def cari_pilihan(
    versi: VersiNomenklatur, *, kata: str, bidang: Sequence[str], semua_bidang: bool = False, batas: int = 20
) -> list[Pilihan]:
    """Sub kegiatan for the chooser of an OPD whose bidang urusan are ``bidang`` (first: main)."""
    utama = bidang[0] if bidang else ""
    qs = saring_nomenklatur(
        versi, kata=kata, tingkat=[Tingkat.SUB_KEGIATAN], bidang=() if semua_bidang else bidang
    )
    if not utama:
        qs = qs.exclude(kode__startswith=BIDANG_PENUNJANG)
    baris = list(qs[:batas])
    kegiatan = nama_kode(versi, {n.kode_induk for n in baris})
    return [
        Pilihan(
            n.pk,
            bentangkan_kode(n.kode, utama) if is_penunjang(n.kode) else n.kode,
            n.nama,
            n.indikator,
            n.satuan,
            kegiatan.get(n.kode_induk, ""),
        )
        for n in baris
    ]


def nama_kode(versi: VersiNomenklatur, kode: Collection[str]) -> dict[str, str]:
    """Names of (expanded or official) codes, under the codes as given."""
    resmi = {k: lipat_kode(k) for k in kode}
    nama = dict(
        Nomenklatur.objects.filter(
            versi=versi, jenis_pemda=JenisPemda.KABKOT, kode__in={*resmi, *resmi.values()}
        )
        .order_by("pk")
        .values_list("kode", "nama")
    )
    return {k: nama.get(k) or nama[r] for k, r in resmi.items() if k in nama or r in nama}


@dataclass(frozen=True, slots=True)
class TemuanKode:
    """Where a code was found: in the year's version, else in an older one, else nowhere (None).

    ``pengganti``: rows of the year's version whose kode sebelumnya is this code.
    """

    baris: Nomenklatur | None
    versi_tahun: bool
    pengganti: tuple[Nomenklatur, ...] = ()


def telusuri_kode(versi: VersiNomenklatur, kode: Collection[str]) -> dict[str, TemuanKode]:
    """Look up (expanded) codes of sub kegiatan, in three queries whatever their number."""
    semua = {*kode, *(lipat_kode(k) for k in kode)}
    dasar = Nomenklatur.objects.filter(jenis_pemda=JenisPemda.KABKOT).select_related("versi")
    kini = {n.kode: n for n in dasar.filter(versi=versi, kode__in=semua).order_by("pk")}
    lama: dict[str, Nomenklatur] = {}
    for n in dasar.exclude(versi=versi).filter(kode__in=semua).order_by("versi__tahun_mulai", "pk"):
        lama[n.kode] = n
    ganti: dict[str, list[Nomenklatur]] = defaultdict(list)
    for n in dasar.filter(versi=versi, kode_sebelumnya__in=semua).order_by("kode", "pk"):
        ganti[n.kode_sebelumnya].append(n)
    hasil = {}
    for k in kode:
        lipat = lipat_kode(k)
        ada = kini.get(k) or kini.get(lipat)
        pengganti = tuple(n for n in ganti.get(k, []) or ganti.get(lipat, []) if n.kode not in (k, lipat))
        hasil[k] = TemuanKode(ada or lama.get(k) or lama.get(lipat), ada is not None, pengganti)
    return hasil


def versi_pembanding(tahun: int | None) -> dict[str, list[BarisResmi]]:
    """Rows of the stored version that holds for ``tahun``, else of the newest, under its name."""
    versi = (versi_tahun(tahun) if tahun else None) or VersiNomenklatur.objects.order_by(
        "-tahun_mulai", "-pk"
    ).first()
    if versi is None:
        return {}
    baris = versi.daftar_nomenklatur.order_by("pk").values_list("jenis_pemda", "kode", "nama")
    return {versi.nama: [BarisResmi(*b) for b in baris]}


def selisih_versi(
    lama: VersiNomenklatur, baru: VersiNomenklatur, *, jenis_pemda: str = JenisPemda.KABKOT
) -> list[BedaNomenklatur]:
    """Differences of two stored versions, all levels."""

    def isi(versi: VersiNomenklatur) -> list[BarisNomenklatur]:
        kolom = ("kode", "nama", "indikator", "satuan", "kode_sebelumnya")
        baris = Nomenklatur.objects.filter(versi=versi, jenis_pemda=jenis_pemda).order_by("kode", "pk")
        return [BarisNomenklatur(*b) for b in baris.values_list(*kolom)]

    return beda_nomenklatur(isi(lama), isi(baru))


def daftar_prioritas(per: dt.date | None = None) -> QuerySet[PrioritasDaerah]:
    """Priorities of the kabupaten, those of the day ``per`` or all, in their order."""
    qs = PrioritasDaerah.objects.order_by("urutan", "pk")
    if per is None:
        return qs
    return qs.filter(berlaku_sejak__lte=per).filter(
        Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=per)
    )


def prioritas_saat(saat: dt.datetime, per: dt.date | None = None) -> list[PrioritasDaerah]:
    """The same as known then, told by the journal; only to be read, never saved. Two queries.

    The journal does not hold ``uraian``: it is left out of what was written anew since.
    """
    semua = {str(p.pk): p for p in PrioritasDaerah.objects.order_by("pk")}
    hasil = []
    for pk, catatan in riwayat_sampai("prioritas_daerah", semua, sampai=SELAMANYA).items():
        dahulu = [c for c in catatan if c.pada <= saat]
        if not dahulu:
            continue
        p, isi = semua[pk], dahulu[-1].isi
        p.nama, p.urutan = isi["nama"], isi["urutan"]
        p.berlaku_sejak = dt.date.fromisoformat(isi["sejak"])
        p.berlaku_sampai = dt.date.fromisoformat(isi["sampai"]) if isi["sampai"] else None
        if len(dahulu) < len(catatan):
            p.uraian = ""
        akhir = p.berlaku_sampai or dt.date.max
        if per is None or p.berlaku_sejak <= per <= akhir:
            hasil.append(p)
    return sorted(hasil, key=lambda p: (p.urutan, p.pk))
