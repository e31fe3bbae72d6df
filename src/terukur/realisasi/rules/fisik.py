"""Physical progress: what may be entered, and how figures of sub kegiatan become one.

The figure of a group is weighted by pagu: sum of (pagu x per cent) over sum of pagu, of the sub kegiatan
that have both. The others are counted and named, never taken as zero.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from terukur.inti.angka import tulis_angka, tulis_rupiah
from terukur.inti.waktu import BULAN, tulis_tanggal
from terukur.realisasi.choices import KeadaanFisik, Pengadaan

SERATUS = Decimal(100)
RUMUS = (
    "Fisik program, kegiatan dan jumlah = jumlah (pagu × fisik) dibagi jumlah pagu, hanya dari sub kegiatan "
    "yang fisiknya disahkan dan pagunya ada; yang lain tidak dihitung sebagai nol. Deviasi fisik = rencana "
    "dikurangi realisasi dalam poin; pada baris gabungan hanya bila setiap sub kegiatan yang dihitung "
    "mempunyai rencana."
)


@dataclass(frozen=True, slots=True)
class IsiFisik:
    """One row as entered; ``alasan`` is not part of what is compared."""

    realisasi: Decimal | None = None
    rencana: Decimal | None = None
    pengadaan: str = ""
    nomor_kontrak: str = ""
    tanggal_kontrak: dt.date | None = None
    nilai_kontrak: Decimal | None = None
    catatan: str = ""

    @property
    def kosong(self) -> bool:
        return self == IsiFisik()


def sebut_isi(isi: IsiFisik) -> str:
    """The row as one line of the journal."""
    bagian = (
        "" if isi.realisasi is None else f"fisik {tulis_angka(isi.realisasi)} %",
        "" if isi.rencana is None else f"rencana {tulis_angka(isi.rencana)} %",
        str(Pengadaan(isi.pengadaan).label) if isi.pengadaan else "",
        f"kontrak {isi.nomor_kontrak}" if isi.nomor_kontrak else "",
        f"tanggal {tulis_tanggal(isi.tanggal_kontrak)}" if isi.tanggal_kontrak else "",
        "" if isi.nilai_kontrak is None else f"nilai {tulis_rupiah(isi.nilai_kontrak)}",
        f"catatan: {isi.catatan}" if isi.catatan else "",
    )
    return "; ".join(b for b in bagian if b) or "dikosongkan"


def periksa_isi(
    isi: IsiFisik,
    *,
    sebelum: tuple[int, Decimal] | None = None,
    sesudah: tuple[int, Decimal] | None = None,
    disahkan: bool = False,
    alasan: str = "",
) -> str:
    """Why the row cannot be stored, as a sentence; empty when it can.

    ``sebelum`` and ``sesudah``: the nearest filled months of the year (month, per cent). ``disahkan``: the
    month of this row was confirmed before.
    """
    for nama, nilai in (("Realisasi fisik", isi.realisasi), ("Rencana fisik", isi.rencana)):
        if nilai is not None and not 0 <= nilai <= SERATUS:
            return f"{nama} diisi 0 sampai 100 %, bukan {tulis_angka(nilai)} %."
    if not isi.nomor_kontrak and (isi.nilai_kontrak is not None or isi.tanggal_kontrak):
        return "Isi nomor kontraknya, atau kosongkan tanggal dan nilai kontrak."
    if isi.nilai_kontrak is not None and isi.nilai_kontrak <= 0:
        return "Nilai kontrak harus lebih dari nol; kosongkan bila belum diketahui."
    if alasan:
        return ""
    if disahkan:
        return "Bulan ini sudah disahkan. Tuliskan alasan perubahannya."
    if isi.realisasi is not None and sebelum and isi.realisasi < sebelum[1]:
        return (
            f"Realisasi fisik turun dari {tulis_angka(sebelum[1])} % pada {BULAN[sebelum[0] - 1]}. "
            "Betulkan angkanya, atau tuliskan alasannya."
        )
    if isi.realisasi is not None and sesudah and isi.realisasi > sesudah[1]:
        return (
            f"Realisasi fisik melebihi {tulis_angka(sesudah[1])} % pada {BULAN[sesudah[0] - 1]}. "
            "Betulkan angkanya, atau tuliskan alasannya."
        )
    return ""


@dataclass(frozen=True, slots=True)
class GabunganFisik:
    """The figure of several sub kegiatan. ``dihitung`` of ``banyak``; ``tanpa``: without a figure or pagu."""

    realisasi: Decimal | None
    rencana: Decimal | None
    dihitung: int
    banyak: int

    @property
    def deviasi(self) -> Decimal | None:
        return deviasi_fisik(self.rencana, self.realisasi)

    @property
    def tanpa(self) -> int:
        return self.banyak - self.dihitung


def deviasi_fisik(rencana: Decimal | None, realisasi: Decimal | None) -> Decimal | None:
    """Plan minus realisation in points: positive is behind the plan."""
    return None if rencana is None or realisasi is None else rencana - realisasi


def gabung_fisik(
    baris: Iterable[tuple[Decimal | None, Decimal | None, Decimal | None]],
) -> GabunganFisik:
    """Of (pagu, realisasi, rencana) the mean weighted by pagu, two decimals; the plan where all have one."""
    semua = list(baris)
    ada = [(p, f, r) for p, f, r in semua if p is not None and p > 0 and f is not None]
    pagu = sum((p for p, _, _ in ada), Decimal(0))
    if not ada:
        return GabunganFisik(None, None, 0, len(semua))
    rencana = None
    if all(r is not None for _, _, r in ada):
        rencana = rerata_fisik(sum((p * r for p, _, r in ada if r is not None), Decimal(0)), pagu)
    return GabunganFisik(
        rerata_fisik(sum((p * f for p, f, _ in ada), Decimal(0)), pagu), rencana, len(ada), len(semua)
    )


def rerata_fisik(kali: Decimal, pagu: Decimal) -> Decimal:
    """The same from sums: of pagu x per cent, and of pagu."""
    return (kali / pagu).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def keadaan_fisik(*, banyak: int, terisi: int, belum_disahkan: int) -> KeadaanFisik:
    """How far a month is: filled with a figure in ``terisi`` of ``banyak`` rows, so many not confirmed."""
    if not banyak:
        return KeadaanFisik.TIDAK_ADA
    if not terisi and not belum_disahkan:
        return KeadaanFisik.KOSONG
    if terisi < banyak:
        return KeadaanFisik.SEBAGIAN
    return KeadaanFisik.MENUNGGU if belum_disahkan else KeadaanFisik.DISAHKAN
