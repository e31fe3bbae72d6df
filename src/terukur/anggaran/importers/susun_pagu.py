"""From the rows of a list of ceilings to what TAPD will set. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from terukur.anggaran.actions import IsianPagu
from terukur.anggaran.pembaca_pagu import BarisPagu
from terukur.anggaran.queries import pagu_berlaku, pagu_opd
from terukur.anggaran.rules.ruang import NOL, Sel, Tahap, periksa_jumlah
from terukur.impor.pembaca import HasilBaca
from terukur.organisasi.models import OPD, Unit
from terukur.perencanaan.models import SumberDana


@dataclass(frozen=True, slots=True)
class BedaPagu:
    """A ceiling that will change. ``lama`` None: none was set."""

    opd: str
    unit: str
    sumber: str
    lama: Decimal | None
    baru: Decimal


@dataclass(slots=True)
class SusunanPagu:
    """The plan with what a preview shows; ``hasil.masalah`` holds all problems."""

    hasil: HasilBaca
    tahap: Tahap
    baris: list[IsianPagu] = field(default_factory=list)
    beda: list[BedaPagu] = field(default_factory=list)
    sama: int = 0
    total: Decimal = NOL


def _rapat(teks: str) -> str:
    return " ".join(teks.casefold().split())


class _Daftar:
    """Codes and names of OPD, units and sources, each read once."""

    def __init__(self, tahap: Tahap) -> None:
        # An OPD that has ended keeps its ceilings of this stage; of equals today's one is meant.
        berpagu = pagu_berlaku(tahap).order_by()
        opd = list(
            OPD.objects.filter(Q(aktif=True) | Q(pk__in=berpagu.values("opd"))).order_by(
                "aktif", "kode", "pk"
            )
        )
        unit = list(
            Unit.objects.filter(Q(aktif=True) | Q(pk__in=berpagu.values("unit")))
            .select_related("opd")
            .order_by("aktif", "kode", "pk")
        )
        sumber = list(SumberDana.objects.filter(aktif=True).order_by("kode"))
        self.opd_tepat = {(o.kode, _rapat(o.nama)): o for o in opd}
        self.opd = {_rapat(o.singkatan): o for o in opd if o.singkatan}
        self.opd |= {_rapat(o.nama): o for o in opd} | {o.kode: o for o in opd}
        self.unit_tepat = {(u.opd_id, u.kode): u for u in unit}
        self.unit_kode = {u.kode: u for u in unit}
        self.unit_nama = {(u.opd_id, _rapat(u.nama)): u for u in unit}
        self.sumber = {s.kode: s for s in sumber} | {_rapat(s.nama): s for s in sumber}


def _terjemahkan(
    b: BarisPagu, daftar: _Daftar, tahap: Tahap
) -> tuple[OPD, Unit | None, SumberDana | None] | str:
    """The places that a row names, or why not."""
    opd = (
        daftar.opd_tepat.get((b.kode_opd, _rapat(b.nama_opd)))
        or daftar.opd.get(b.kode_opd)
        or daftar.opd.get(_rapat(b.nama_opd))
    )
    if opd is None:
        return f"OPD {b.kode_opd or b.nama_opd} tidak ada dalam daftar OPD."
    unit: Unit | None = None
    if (b.kode_unit or b.nama_unit) and b.kode_unit != opd.kode:
        unit = (
            daftar.unit_tepat.get((opd.pk, b.kode_unit))
            or daftar.unit_kode.get(b.kode_unit)
            or daftar.unit_nama.get((opd.pk, _rapat(b.nama_unit)))
        )
        if unit is None or unit.opd_id != opd.pk:
            return f"Unit {b.kode_unit or b.nama_unit} bukan unit {opd.nama}."
    sumber: SumberDana | None = None
    if b.kode_sumber or b.nama_sumber:
        sumber = daftar.sumber.get(b.kode_sumber) or daftar.sumber.get(_rapat(b.nama_sumber))
        if sumber is None:
            return f"Sumber dana {b.kode_sumber or b.nama_sumber} tidak ada dalam daftar sumber dana."
    if b.tahapan and _rapat(b.tahapan) not in (_rapat(tahap.tahapan.label), tahap.tahapan.value):
        return f"Baris ini untuk tahapan {b.tahapan}, sedangkan yang diimpor {tahap.label}."
    if pesan := periksa_jumlah(b.nilai):
        return pesan
    return opd, unit, sumber


def susun_pagu(hasil: HasilBaca, *, tahap: Tahap) -> SusunanPagu:
    """Plan the import of ceilings into a stage; a plan with galat is not to be applied.

    Ceilings that the file does not mention stay as they are.
    """
    daftar = _Daftar(tahap)
    susunan = SusunanPagu(hasil, tahap)
    pernah: dict[tuple[UUID, Sel], BarisPagu] = {}
    sebut: dict[tuple[UUID, Sel], tuple[str, str, str]] = {}
    baris: Sequence[BarisPagu] = hasil.baris
    for b in baris:
        arti = _terjemahkan(b, daftar, tahap)
        if isinstance(arti, str):
            hasil.tambah("galat", "tidak_dikenal", arti, lembar=b.lembar, baris=b.nomor)
            continue
        opd, unit, sumber = arti
        tempat = (opd.pk, Sel(unit.pk if unit else None, sumber.pk if sumber else None))
        if tempat in pernah:
            hasil.tambah(
                "galat",
                "pagu_ganda",
                f"Pagu ini sudah tertulis pada baris {pernah[tempat].nomor}; sisakan satu baris.",
                lembar=b.lembar,
                baris=b.nomor,
            )
            continue
        pernah[tempat] = b
        sebut[tempat] = (opd.nama, unit.nama if unit else "", sumber.nama if sumber else "Semua sumber dana")
        susunan.baris.append(
            IsianPagu(opd.pk, unit.pk if unit else None, sumber.pk if sumber else None, b.nilai)
        )
        susunan.total += b.nilai
    lama = pagu_opd({o for o, _ in pernah}, tahap)
    for tempat, b in pernah.items():
        kini = lama.get(tempat[0], {}).get(tempat[1])
        if kini == b.nilai:
            susunan.sama += 1
        else:
            susunan.beda.append(BedaPagu(*sebut[tempat], kini, b.nilai))
    return susunan
