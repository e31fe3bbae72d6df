"""Ceilings and rooms: pure arithmetic of money, without database, clock or request.

A ceiling (pagu) is set for a unit and a sumber dana of one OPD, year and stage. Each need falls
under exactly one ceiling: the most specific that covers it (unit and source; unit, any source;
OPD, that source; OPD, any source). So the ceilings of an OPD partition its needs, and

    sum of the rooms left + needs under the ceilings = sum of the ceilings

holds to the sen. A hospital (RSUD) is thereby counted in its Dinas Kesehatan, whose total
includes the hospital's own ceiling, while nobody else can spend from it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terukur.anggaran.choices import CaraLampaui, JenisBelanja
from terukur.inti.angka import tulis_rupiah
from terukur.tenggat.choices import Tahapan

NOL = Decimal("0.00")
SEN = Decimal("0.01")
BATAS_JUMLAH = Decimal(10) ** 18
"""Amounts are stored as numeric(20,2): 18 digits before the comma."""

_JENIS = {
    "5.1": JenisBelanja.OPERASI,
    "5.2": JenisBelanja.MODAL,
    "5.3": JenisBelanja.TAK_TERDUGA,
    "5.4": JenisBelanja.TRANSFER,
}
_RUAS_TINGKAT = {"urusan": 1, "bidang": 2, "program": 3, "kegiatan": 5, "sub_kegiatan": 6}


@dataclass(frozen=True, slots=True)
class Tahap:
    """The stage in which an amount lives. ``pergeseran_ke`` 0 outside Pergeseran ke-1..n."""

    tahun: int
    tahapan: Tahapan
    pergeseran_ke: int = 0

    @property
    def label(self) -> str:
        """``Pergeseran ke-2 2027``: what stands beside every amount."""
        ke = f" ke-{self.pergeseran_ke}" if self.pergeseran_ke else ""
        return f"{self.tahapan.label}{ke} {self.tahun}"

    @property
    def kueri(self) -> str:
        """As a query string for links to other pages."""
        ke = f"&pergeseran_ke={self.pergeseran_ke}" if self.pergeseran_ke else ""
        return f"?tahun={self.tahun}&tahapan={self.tahapan.value}{ke}"

    @property
    def kunci(self) -> dict[str, int | str]:
        """As columns of the models."""
        return {
            "tahun": self.tahun,
            "tahapan": self.tahapan.value,
            "pergeseran_ke": self.pergeseran_ke,
        }


@dataclass(frozen=True, slots=True)
class Sel:
    """The place of a ceiling: ``unit`` None is the OPD itself, ``sumber`` None any source."""

    unit: Hashable | None
    sumber: Hashable | None


@dataclass(frozen=True, slots=True)
class BarisKebutuhan:
    """One need. ``jumlah`` None: not filled in yet, which is not zero.

    ``kode``: sub kegiatan code. ``di_atas_pagu``: openly proposed above the ceiling, so it takes
    no room.
    """

    unit: Hashable | None
    sumber: Hashable | None
    jumlah: Decimal | None
    di_atas_pagu: bool = False
    kode: str = ""


@dataclass(frozen=True, slots=True)
class RuangSel:
    """One ceiling with what is taken from it, in rupiah."""

    sel: Sel
    pagu: Decimal
    terpakai: Decimal

    @property
    def sisa(self) -> Decimal:
        """Room left; negative when the needs pass the ceiling."""
        return self.pagu - self.terpakai

    @property
    def kelebihan(self) -> Decimal:
        return max(NOL, -self.sisa)


@dataclass(frozen=True, slots=True)
class Ruang:
    """The rooms of one OPD in one year and stage.

    ``tanpa_pagu``: needs per (unit, source) that no ceiling covers. ``diusulkan``: everything
    filled in under ceilings or not; ``di_atas_pagu``: proposed above. ``ada_pagu`` False means
    TAPD has set nothing yet: there is no verdict then.
    """

    sel: tuple[RuangSel, ...]
    tanpa_pagu: Mapping[Sel, Decimal]
    di_atas_pagu: Decimal

    @property
    def ada_pagu(self) -> bool:
        return bool(self.sel)

    @property
    def pagu(self) -> Decimal | None:
        return sum((s.pagu for s in self.sel), NOL) if self.sel else None

    @property
    def diusulkan(self) -> Decimal:
        return sum((s.terpakai for s in self.sel), NOL) + sum(self.tanpa_pagu.values(), NOL)

    @property
    def sisa(self) -> Decimal | None:
        """Ceiling minus all proposed; None while no ceiling is set."""
        return None if self.pagu is None else self.pagu - self.diusulkan

    @property
    def kelebihan(self) -> Decimal:
        """What stands above the ceilings and may not be submitted so.

        A cell's room never pays for another cell's excess: money of one source cannot be
        spent for another.
        """
        if not self.ada_pagu:
            return NOL
        return sum((s.kelebihan for s in self.sel), NOL) + sum(self.tanpa_pagu.values(), NOL)

    def cari(self, unit: Hashable | None, sumber: Hashable | None) -> RuangSel | None:
        """The ceiling under which a need of this unit and source falls."""
        milik = {s.sel: s for s in self.sel}
        sel = cari_sel(milik, unit, sumber)
        return milik[sel] if sel else None


def cari_sel(
    ada: Mapping[Sel, object] | set[Sel], unit: Hashable | None, sumber: Hashable | None
) -> Sel | None:
    """The most specific cell of ``ada`` that covers this unit and source, or None."""
    for calon in (Sel(unit, sumber), Sel(unit, None), Sel(None, sumber), Sel(None, None)):
        if calon in ada:
            return calon
    return None


def hitung_ruang(pagu: Mapping[Sel, Decimal], kebutuhan: Iterable[BarisKebutuhan]) -> Ruang:
    """Put every need under its ceiling and count what is left."""
    terpakai = dict.fromkeys(pagu, NOL)
    tanpa: dict[Sel, Decimal] = {}
    di_atas = NOL
    for k in kebutuhan:
        if k.jumlah is None:
            continue
        if k.di_atas_pagu:
            di_atas += k.jumlah
            continue
        sel = cari_sel(pagu, k.unit, k.sumber)
        if sel is None:
            asal = Sel(k.unit, k.sumber)
            tanpa[asal] = tanpa.get(asal, NOL) + k.jumlah
        else:
            terpakai[sel] += k.jumlah
    return Ruang(
        sel=tuple(RuangSel(s, nilai, terpakai[s]) for s, nilai in pagu.items()),
        tanpa_pagu=tanpa,
        di_atas_pagu=di_atas,
    )


def sisa_berjalan(pagu: Mapping[Sel, Decimal], kebutuhan: Sequence[BarisKebutuhan]) -> list[Decimal | None]:
    """Room left under each row's own ceiling after that row, in the order given.

    None where no ceiling covers the row. A row not filled in, or proposed above, takes nothing.
    """
    sisa = dict(pagu)
    hasil: list[Decimal | None] = []
    for k in kebutuhan:
        sel = cari_sel(sisa, k.unit, k.sumber)
        if sel is None:
            hasil.append(None)
            continue
        if k.jumlah is not None and not k.di_atas_pagu:
            sisa[sel] -= k.jumlah
        hasil.append(sisa[sel])
    return hasil


@dataclass(frozen=True, slots=True)
class Lampau:
    """A need that does not fit. ``sisa`` None: no ceiling covers it at all."""

    jumlah: Decimal
    sisa: Decimal | None

    @property
    def kelebihan(self) -> Decimal:
        return self.jumlah - self.muat

    @property
    def muat(self) -> Decimal:
        """The part that still fits."""
        return max(NOL, self.sisa) if self.sisa is not None else NOL


def periksa_muat(
    ruang: Ruang, *, unit: Hashable | None, sumber: Hashable | None, jumlah: Decimal | None
) -> Lampau | None:
    """Does ``jumlah`` fit into the room? ``ruang`` is counted without the row being written.

    None: it fits, is empty or zero, or TAPD has set no ceiling for this OPD yet.
    """
    if not jumlah or not ruang.ada_pagu:
        return None
    sel = ruang.cari(unit, sumber)
    if sel is None:
        return Lampau(jumlah, None)
    return Lampau(jumlah, sel.sisa) if jumlah > sel.sisa else None


def kalimat_lampau(lampau: Lampau, *, sumber: str, tahap: str, cara: CaraLampaui) -> str:
    """The sentence at the field: how much too much, what is left, what to do."""
    if lampau.sisa is None:
        awal = f"Belum ada pagu {sumber} untuk OPD ini pada {tahap}, sehingga {tulis_rupiah(lampau.jumlah)}"
        awal += " tidak dapat dibebankan padanya."
    else:
        awal = (
            f"{tulis_rupiah(lampau.jumlah)} melebihi pagu {sumber} ({tahap}) sebesar "
            f"{tulis_rupiah(lampau.kelebihan)}; sisa pagu {tulis_rupiah(lampau.muat)}."
        )
    if cara == CaraLampaui.TOLAK:
        return f"{awal} Kurangi jumlahnya atau minta TAPD mengubah pagu."
    return (
        f"{awal} Kurangi jumlahnya, atau tandai kelebihannya sebagai usulan di atas pagu beserta alasannya."
    )


@dataclass(frozen=True, slots=True)
class Total:
    """``jumlah`` None: nothing filled in. ``kosong``: how many rows are not filled in yet."""

    jumlah: Decimal | None
    kosong: int
    di_atas_pagu: Decimal

    @property
    def data_lengkap(self) -> bool:
        return self.jumlah is not None and self.kosong == 0


def kode_tingkat(kode: str, tingkat: str) -> str:
    """The code of the ancestor at ``tingkat`` (program, kegiatan, ...), by its segments.

    ``1.02.02.2.02.0004`` -> kegiatan ``1.02.02.2.02``, program ``1.02.02``.
    """
    return ".".join(kode.split(".")[: _RUAS_TINGKAT[tingkat]])


def jumlahkan(
    kebutuhan: Iterable[BarisKebutuhan], tingkat: Sequence[str] = ("program", "kegiatan", "sub_kegiatan")
) -> dict[str, Total]:
    """Totals per code of each level. Only leaves are added, so no level counts twice."""
    jumlah: dict[str, Decimal | None] = {}
    kosong: dict[str, int] = {}
    atas: dict[str, Decimal] = {}
    for k in kebutuhan:
        for kode in dict.fromkeys(kode_tingkat(k.kode, t) for t in tingkat):
            lama = jumlah.setdefault(kode, None)
            kosong.setdefault(kode, 0)
            atas.setdefault(kode, NOL)
            if k.jumlah is None:
                kosong[kode] += 1
            elif k.di_atas_pagu:
                atas[kode] += k.jumlah
            else:
                jumlah[kode] = (lama or NOL) + k.jumlah
    return {kode: Total(jumlah[kode], kosong[kode], atas[kode]) for kode in sorted(jumlah)}


def jenis_belanja(kode_rekening: str) -> JenisBelanja | None:
    """Kind of spending of an account code: 5.1 operasi, 5.2 modal, 5.3 BTT, 5.4 transfer.

    None for anything else: income (4), financing (6) and unknown codes are not spending.
    """
    return _JENIS.get(".".join(kode_rekening.strip().split(".")[:2]))


def periksa_jumlah(jumlah: Decimal | None) -> str | None:
    """Why this amount cannot be stored, or None. Exact to the sen, never rounded silently."""
    if jumlah is None:
        return None
    if jumlah < 0:
        return "Jumlah tidak boleh kurang dari nol. Contoh: 1.250.000.000"
    if jumlah >= BATAS_JUMLAH:
        return "Jumlah terlalu besar: paling banyak 18 angka sebelum koma."
    if jumlah != jumlah.quantize(SEN):
        return "Jumlah paling banyak dua angka di belakang koma. Contoh: 1.250.000,50"
    return None
