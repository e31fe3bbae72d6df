"""Capacity scenarios: what goes into one, saved ones, and two side by side."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from terukur.anggaran.choices import Kriteria
from terukur.anggaran.models import BarisSkenario, BobotSkenario, Kebutuhan, Skenario
from terukur.anggaran.penyedia import capaian_program
from terukur.anggaran.queries.prioritas import sub_tahap
from terukur.anggaran.queries.wajib import komponen_tahun, nilai_komponen
from terukur.anggaran.rules.prioritas import SubTahap
from terukur.anggaran.rules.ruang import NOL, Tahap
from terukur.anggaran.rules.skenario import BarisUsul
from terukur.anggaran.rules.wajib import milik_sub_kegiatan
from terukur.inti.kesalahan import TidakDitemukan
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.perencanaan.penyedia import UangSumber
from terukur.perencanaan.queries import program_rpjmd
from terukur.tenggat.choices import Tahapan

PENDAPATAN = "pendapatan"
"""Code of the component that holds the revenue of a stage."""
TAG_WAJIB = frozenset({"spm", "mandatori"})
SATU = Decimal(1)


def bobot_berlaku(per: dt.date) -> dict[str, Decimal]:
    """Weights of the day, every criterion of ``Kriteria``; one that nobody has set weighs nothing."""
    ada = dict(BobotSkenario.objects.pada(per).order_by("pk").values_list("kriteria", "nilai"))
    return {k.value: ada.get(k.value, NOL) for k in Kriteria}


def riwayat_bobot() -> QuerySet[BobotSkenario]:
    """Everything ever recorded about the weights, the newest first."""
    return BobotSkenario.objects.order_by("-dicatat_pada", "kriteria", "pk")


def pendapatan_tahap(tahap: Tahap) -> Decimal | None:
    """The revenue that TAPD has entered for a stage; None: not entered."""
    isian = nilai_komponen(tahap).get(PENDAPATAN)
    return isian.nilai if isian else None


def usul_tahap(tahap: Tahap) -> list[tuple[SubTahap, BarisUsul]]:
    """Every sub kegiatan of a stage that has money, with what the criteria say of it."""
    daftar = [s for s in sub_tahap(tahap, untuk=None) if s.jumlah]
    program = {s.program for s in daftar}
    hasil, tertaut = capaian_program(), program_rpjmd(tahap.tahun)
    capaian = hasil.capaian(tahap.tahun, program, untuk=None) if hasil else {}
    mengikat = [a for k in komponen_tahun(tahap.tahun) if k.mengikat for a in k.sub_kegiatan]
    usul = []
    for s in daftar:
        wajib = (
            s.spm or bool(TAG_WAJIB & {t.casefold() for t in s.tag}) or milik_sub_kegiatan(s.kode, mengikat)
        )
        nilai = {
            Kriteria.MANDATORI.value: Decimal(wajib),
            Kriteria.PRIORITAS.value: Decimal(s.prioritas_id is not None),
            Kriteria.RPJMD.value: None if tertaut is None else Decimal(s.program in tertaut),
            Kriteria.PUBLIK.value: Decimal(not s.rutin),
            Kriteria.KINERJA.value: (
                max(NOL, min(capaian[s.program] / 100, SATU)) if s.program in capaian else None
            ),
        }
        usul.append((s, BarisUsul(s.kunci, s.jumlah or NOL, nilai, wajib)))
    return usul


def tahap_skenario(skenario: Skenario) -> Tahap:
    """The stage that a scenario speaks of."""
    return Tahap(skenario.tahun, Tahapan(skenario.tahapan), skenario.pergeseran_ke)


def daftar_skenario(tahap: Tahap | None = None) -> QuerySet[Skenario]:
    """Saved scenarios with ``terpotong`` (sum of their cuts) and ``dipindah`` (lines moved by hand)."""
    qs = Skenario.objects.filter(**tahap.kunci) if tahap else Skenario.objects.all()
    return qs.annotate(
        terpotong=Sum("daftar_baris__potong"),
        dipindah=Count("daftar_baris", filter=~Q(daftar_baris__alasan="")),
    ).order_by("-dibuat_pada", "pk")


def get_skenario(skenario_id: UUID) -> Skenario:
    """Raises ``TidakDitemukan``."""
    if skenario := Skenario.objects.filter(pk=skenario_id).first():
        return skenario
    raise TidakDitemukan("Skenario tidak ditemukan.")


def get_baris(skenario_id: UUID, baris_id: int) -> BarisSkenario:
    """Raises ``TidakDitemukan``."""
    baris = BarisSkenario.objects.filter(skenario=skenario_id, pk=baris_id)
    if satu := baris.select_related("skenario", "opd").first():
        return satu
    raise TidakDitemukan("Baris skenario tidak ditemukan.")


def baris_skenario(skenario: Skenario, *, kata: str = "", pilih: str = "") -> QuerySet[BarisSkenario]:
    """Lines of a scenario, the first to be cut on top. ``pilih``: ``potong``, ``tangan`` or all."""
    qs = BarisSkenario.objects.filter(skenario=skenario).select_related("opd")
    if kata:
        qs = qs.filter(Q(nama__icontains=kata) | Q(kode__startswith=kata) | Q(opd__nama__icontains=kata))
    match pilih:
        case "potong":
            qs = qs.filter(potong__gt=0)
        case "tangan":
            qs = qs.exclude(alasan="")
    return qs.order_by("-peringkat", "pk")


@dataclass(frozen=True, slots=True)
class JumlahSkenario:
    """Sums of a scenario in rupiah; ``selisih`` > 0: so much of the gap is not found yet."""

    jumlah: Decimal
    potong: Decimal
    jumlah_baris: int
    jumlah_dipotong: int
    jumlah_tangan: int
    selisih: Decimal


def jumlah_skenario(skenario: Skenario) -> JumlahSkenario:
    """One query."""
    isi = BarisSkenario.objects.filter(skenario=skenario).aggregate(
        uang=Sum("jumlah"), terpotong=Sum("potong"), baris=Count("pk"),
        dipotong=Count("pk", filter=Q(potong__gt=0)), tangan=Count("pk", filter=~Q(alasan="")),
    )  # fmt: skip
    potong = isi["terpotong"] or NOL
    return JumlahSkenario(
        isi["uang"] or NOL, potong, isi["baris"], isi["dipotong"], isi["tangan"],
        skenario.kekurangan - potong,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BarisBanding:
    """One sub kegiatan in two scenarios; None: not in that one.

    Its amount is that of the day each was saved, so the two may differ.
    """

    kode: str
    nama: str
    nama_opd: str
    jumlah_a: Decimal | None
    jumlah_b: Decimal | None
    potong_a: Decimal | None
    potong_b: Decimal | None

    @property
    def selisih(self) -> Decimal:
        """How much more the second one cuts."""
        return (self.potong_b or NOL) - (self.potong_a or NOL)


def banding(a: Skenario, b: Skenario, semua: Iterable[BarisSkenario] | None = None) -> list[BarisBanding]:
    """Both scenarios side by side, the largest difference first. One query; ``semua``: their lines, as read
    for a past instant."""
    baris: dict[str, dict[UUID, BarisSkenario]] = {}
    kini = (
        BarisSkenario.objects.filter(skenario__in=[a, b])
        .select_related("opd")
        .only("skenario_id", "kunci", "kode", "nama", "jumlah", "potong", "opd__nama")
        .order_by("pk")
    )
    for s in kini if semua is None else semua:
        baris.setdefault(s.kunci, {})[s.skenario_id] = s
    hasil = []
    for milik in baris.values():
        kiri, kanan = milik.get(a.pk), milik.get(b.pk)
        ada = kiri or kanan
        assert ada is not None
        hasil.append(
            BarisBanding(
                ada.kode, ada.nama, ada.opd.nama,
                kiri.jumlah if kiri else None, kanan.jumlah if kanan else None,
                kiri.potong if kiri else None, kanan.potong if kanan else None,
            )
        )  # fmt: skip
    return sorted(hasil, key=lambda h: (-abs(h.selisih), h.kode, h.nama_opd))


def beda_skenario() -> Iterator[str]:
    """Saved lines whose points are not the sum of their parts, in words.

    That nobody cuts more than may be, or otherwise than proposed without a reason, the database itself
    guards.
    """
    for b in BarisSkenario.objects.select_related("skenario").order_by("skenario", "pk").iterator():
        poin = sum((Decimal(n) for n in b.rincian.values() if n is not None), NOL)
        if b.poin != poin:
            yield f"skenario {b.skenario.nama}, {b.kunci}: poin tersimpan {b.poin}, jumlah rinciannya {poin}"


def _sub_skenario(skenario: Skenario) -> QuerySet[SubKegiatanRencana]:
    """The sub kegiatan of a scenario as the Renja matrix shows them, in order of code."""
    ids = BarisSkenario.objects.filter(skenario=skenario).values("sub_kegiatan_rencana")
    return (
        SubKegiatanRencana.objects.filter(pk__in=ids)
        .select_related("nomenklatur", "unit", "opd", "prioritas")
        .prefetch_related("lokasi__induk")
        .order_by("kode", "opd__kode", F("unit__kode").asc(nulls_first=True), "pk")
    )


@dataclass(frozen=True, slots=True)
class BarisEkspor:
    """A line of a scenario as a row of the Renja matrix; ``uang``: its sources, with what is left."""

    sub: SubKegiatanRencana
    uang: UangSumber
    baris: BarisSkenario


def baris_ekspor(skenario: Skenario) -> list[BarisEkspor]:
    """The lines in the order of the matrix, one per sub kegiatan. A constant number of queries."""
    baris = {
        b.sub_kegiatan_rencana_id: b
        for b in BarisSkenario.objects.filter(skenario=skenario, sub_kegiatan_rencana__isnull=False).order_by(
            "pk"
        )
    }
    sumber: dict[UUID, dict[str, str]] = {}
    for sub_id, kode, nama in (
        Kebutuhan.objects.filter(
            sub_kegiatan_rencana__in=list(baris), di_atas_pagu=False, sumber_dana__isnull=False
        )
        .order_by("sumber_dana__kode", "pk")
        .values_list("sub_kegiatan_rencana", "sumber_dana__kode", "sumber_dana__nama")
    ):
        sumber.setdefault(sub_id, {})[kode] = nama
    hasil = []
    for sub in _sub_skenario(skenario):
        b, milik = baris[sub.pk], sumber.get(sub.pk, {})
        uang = UangSumber("; ".join(milik), "; ".join(milik.values()), b.jumlah - b.potong)
        hasil.append(BarisEkspor(sub, uang, b))
    return hasil
