"""How an indicator stands in the year, and how an OPD is scored from it.

Scored are the periods that were planned (their target was set before they began), have a target and a
verified result: ``capaian = batasi(mentah x bagian diakui)``, where ``mentah`` compares all their results
with all their targets. A success outside the plan is shown in full beside, and never scored. A missing
period is never zero, but as long as one is missing the standing says "Data belum lengkap". A period that was
over when its target was first set has nothing to report: "Belum ada target", unless a result was given all
the same; it is neither missing nor reached, and its target counts for no later standing. Design decision
after rujukan/aturan.md section 2 (no regulation fixes it); the Morowali Utara case is its oracle.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from terukur.inti.angka import tulis_angka
from terukur.inti.periode import Periode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.rules.capaian import Keadaan, Rumus, Target, batasi, bulatkan, gabungkan, hitung_capaian
from terukur.realisasi.choices import HasilCapaian, Pihak, StatusCapaian
from terukur.realisasi.rules.isian import is_jatuh_tempo

SERATUS, SATU = Decimal(100), Decimal(1)
_ENAM = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Masukan:
    """What is known of one period: its target, whether it was there before, the result, the share.

    ``berlaku``: whether the target was set before the period was over.
    """

    periode: Periode
    status: StatusCapaian
    target: Target | None = None
    direncanakan: bool = False
    realisasi: Decimal | None = None
    bagian: Decimal = SATU
    berlaku: bool = True

    @property
    def is_wajib(self) -> bool:
        """Whether the period counts: there was a target to report on, or a result was given all the same."""
        return self.berlaku or self.realisasi is not None

    @property
    def is_terisi(self) -> bool:
        """Only what was verified counts officially."""
        return self.status == StatusCapaian.DIVERIFIKASI and self.realisasi is not None

    @property
    def is_dinilai(self) -> bool:
        return self.is_terisi and self.direncanakan and self.target is not None


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """The standing up to and including one period; see ``CapaianResmi`` for the fields."""

    terisi: int
    jatuh: int
    target_sd: Decimal | None
    target_atas_sd: Decimal | None
    realisasi_sd: Decimal | None
    bagian_sd: Decimal | None
    mentah_sd: Decimal | None
    capaian_sd: Decimal | None
    keadaan: Keadaan
    hasil: HasilCapaian
    hitungan: str


def awal_periode(periode: Periode, zona: dt.tzinfo) -> dt.datetime:
    """The first instant of the period where the pemda is."""
    return dt.datetime.combine(periode.sejak, dt.time(0), zona)


def is_berlaku(sejak: dt.datetime | None, periode: Periode, zona: dt.tzinfo) -> bool:
    """Whether a target first set at ``sejak`` was in force in the period; also where none was ever set."""
    return sejak is None or is_jatuh_tempo(sejak.astimezone(zona).date(), periode)


def bagian_diakui(kontribusi: Iterable[tuple[str, Decimal]], diakui: Iterable[str]) -> Decimal:
    """The recognised share 0..1 of (pihak, part), unrounded: a third of 300 per cent is 100, not 99.9999.

    Parts are all in per cent or all in units of the result; 1 where nobody is named ("tanpa rincian").
    """
    baris = list(kontribusi)
    semua = sum((bagian for _, bagian in baris), Decimal(0))
    if not semua:
        return SATU
    milik = {Pihak.OPD.value, *diakui}
    with localcontext(prec=50):
        return sum((bagian for pihak, bagian in baris if pihak in milik), Decimal(0)) / semua


def baca_bagian(kontribusi: Mapping[str, Any]) -> Decimal:
    """``bagian_diakui`` of what stands in ``CapaianResmi.kontribusi``."""
    bagian = kontribusi.get("satuan") or [b[:2] for b in kontribusi.get("baris", [])]
    return bagian_diakui(((pihak, Decimal(n)) for pihak, n in bagian), kontribusi.get("diakui", []))


def bulatkan_bagian(bagian: Decimal) -> Decimal:
    """A share as it is stored: six decimals, half up."""
    return bagian.quantize(_ENAM, rounding=ROUND_HALF_UP)


def gabungkan_target(daftar: Sequence[Target], agregasi: Agregasi) -> Target | None:
    """Targets of several periods as one; both bounds of a range alike."""
    nilai = gabungkan([t.nilai for t in daftar], agregasi)
    return None if nilai is None else Target(nilai, gabungkan([t.atas for t in daftar], agregasi))


def gabungkan_bagian(pasangan: Sequence[tuple[Decimal, Decimal]], agregasi: Agregasi) -> Decimal | None:
    """The share of a whole from (result, share) in order of time, unrounded; None for none.

    Summed or averaged results weigh their shares by size; when all are zero the shares count alike. A
    last position has the share of the last result, a maximum that of the highest.
    """
    if not pasangan:
        return None
    match agregasi:
        case Agregasi.POSISI_AKHIR:
            return pasangan[-1][1]
        case Agregasi.MAKSIMUM:
            return max(pasangan, key=lambda p: p[0])[1]
    with localcontext(prec=50):
        bobot = [abs(r) for r, _ in pasangan]
        jumlah = sum(bobot, Decimal(0))
        if jumlah == 0:
            bobot, jumlah = [SATU] * len(pasangan), Decimal(len(pasangan))
        return sum((b * s for b, (_, s) in zip(bobot, pasangan, strict=True)), Decimal(0)) / jumlah


def kedudukan(rumus: Rumus, agregasi: Agregasi, daftar: Iterable[Masukan]) -> Kedudukan:
    """The standing at the last of these periods of one year; their order does not matter.

    A period is due when it has a target that was in force, or a result. ``daftar`` must not be empty.
    """
    semua = sorted(daftar, key=lambda m: m.periode)
    kini, urut = semua[-1], [m for m in semua if m.is_wajib]
    terisi = [m for m in urut if m.is_terisi]
    dinilai = [m for m in urut if m.is_dinilai]
    target = gabungkan_target([m.target for m in urut if m.target], agregasi)
    pasangan = [(m.realisasi, m.bagian) for m in dinilai if m.realisasi is not None]
    capaian = hitung_capaian(
        rumus,
        gabungkan_target([m.target for m in dinilai if m.target], agregasi)
        or next((m.target for m in urut if m.target and m.direncanakan), None),
        gabungkan([r for r, _ in pasangan], agregasi),
    )
    bagian = gabungkan_bagian(pasangan, agregasi)
    akhir, hitungan = None, capaian.hitungan
    if not kini.is_wajib:
        hitungan = "Targetnya baru ditetapkan sesudah periode ini berakhir; tidak ada yang wajib dilaporkan."
    elif capaian.keadaan == Keadaan.TANPA_TARGET:
        hitungan = "Tidak ada target yang ditetapkan sebelum periodenya mulai, jadi tidak dinilai."
    if capaian.mentah is not None and bagian is not None:
        with localcontext(prec=50):
            diakui = bulatkan(capaian.mentah * bagian)
        bagian = bulatkan_bagian(bagian)
        akhir = batasi(diakui, rumus)
        hitungan = _hitungan(capaian.hitungan, capaian.mentah, bagian, diakui, akhir)
    return Kedudukan(
        terisi=len(terisi),
        jatuh=len(urut),
        target_sd=target.nilai if target else None,
        target_atas_sd=target.atas if target else None,
        realisasi_sd=gabungkan([m.realisasi for m in terisi], agregasi),
        bagian_sd=bagian,
        mentah_sd=capaian.mentah,
        capaian_sd=akhir,
        keadaan=capaian.keadaan,
        hasil=_hasil(kini, len(terisi), len(urut), akhir),
        hitungan=hitungan,
    )


def _hitungan(kata: str, mentah: Decimal, bagian: Decimal, diakui: Decimal, akhir: Decimal) -> str:
    hasil = kata if kata.endswith(f"= {tulis_angka(mentah)}") else f"{kata} = {tulis_angka(mentah)}"
    if bagian != 1:
        hasil += f"; diakui {tulis_angka(bagian * SERATUS)} % = {tulis_angka(diakui)}"
    if akhir != diakui:
        hasil += f"; dibatasi menjadi {tulis_angka(akhir)}"
    return hasil


def _hasil(kini: Masukan, terisi: int, jatuh: int, capaian: Decimal | None) -> HasilCapaian:
    """In this order: what was not planned is said first, what is missing before what was reached."""
    if not kini.is_wajib:
        return HasilCapaian.TANPA_TARGET
    if not kini.direncanakan:
        return HasilCapaian.TIDAK_DIRENCANAKAN
    if kini.status == StatusCapaian.DIAJUKAN:
        return HasilCapaian.BELUM_DIVERIFIKASI
    if terisi == 0:
        return HasilCapaian.BELUM_MENGISI
    if terisi < jatuh:
        return HasilCapaian.BELUM_LENGKAP
    if capaian is None:
        return HasilCapaian.TAK_TERHITUNG
    return HasilCapaian.TERCAPAI if capaian >= SERATUS else HasilCapaian.BELUM_TERCAPAI


# ---- an OPD ----

SELESAI_DINILAI = (HasilCapaian.TERCAPAI, HasilCapaian.BELUM_TERCAPAI, HasilCapaian.TAK_TERHITUNG)
"""Words of an indicator of which nothing is missing."""


@dataclass(frozen=True, slots=True)
class NilaiOPD:
    """Score of an OPD: weighted mean of what is scored (None: nothing is), and how much of what."""

    nilai: Decimal | None
    jumlah: int
    menurut_hasil: dict[str, int]
    berbukti: int
    berealisasi: int

    @property
    def is_lengkap(self) -> bool:
        """Whether nothing planned is missing; what is incomplete is never green."""
        selesai = sum(self.menurut_hasil.get(h, 0) for h in SELESAI_DINILAI)
        return self.direncanakan > 0 and selesai == self.direncanakan

    @property
    def tidak_direncanakan(self) -> int:
        return self.menurut_hasil.get(HasilCapaian.TIDAK_DIRENCANAKAN, 0)

    @property
    def tanpa_target(self) -> int:
        """Indicators whose last period was over when its target was set."""
        return self.menurut_hasil.get(HasilCapaian.TANPA_TARGET, 0)

    @property
    def direncanakan(self) -> int:
        return self.jumlah - self.tidak_direncanakan - self.tanpa_target

    @property
    def persen_tidak_direncanakan(self) -> Decimal | None:
        """Of the indicators that had a target or a result, how many per cent were not planned."""
        return _persen(self.tidak_direncanakan, self.jumlah - self.tanpa_target)

    @property
    def persen_berbukti(self) -> Decimal | None:
        """Of the results, how many per cent have evidence."""
        return _persen(self.berbukti, self.berealisasi)


def _persen(a: int, b: int) -> Decimal | None:
    return None if b == 0 else bulatkan(Decimal(a) * 100 / Decimal(b))


def rata_rata_berbobot(isi: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Mean of (weight, achievement), four decimals; what is not scored does not count. None: nothing is."""
    dinilai = [(b, c) for b, c in isi if c is not None]
    jumlah = sum((b for b, _ in dinilai), Decimal(0))
    if not jumlah:
        return None
    with localcontext(prec=50):
        return bulatkan(sum((b * c for b, c in dinilai), Decimal(0)) / jumlah)
