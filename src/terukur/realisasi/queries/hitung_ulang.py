"""Every stored figure computed again from its inputs: does the same come out, and are they still the same?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from terukur.inti.periode import Periode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.rules.capaian import Target, baca_rumus
from terukur.kinerja.rules.rencana_aksi import is_direncanakan
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import StatusCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries.sumber_capaian import LABEL_SUMBER, beda_sumber
from terukur.realisasi.rules.nilai import (
    Kedudukan,
    Masukan,
    awal_periode,
    baca_bagian,
    bulatkan_bagian,
    is_berlaku,
    kedudukan,
)

SEKALIGUS = 200
"""So many indicators are held to their sources in one go."""
LABEL = {
    "direncanakan": "direncanakan",
    "bagian": "bagian diakui periode ini",
    "terisi": "periode terisi",
    "jatuh": "periode jatuh tempo",
    "target_sd": "target s.d.",
    "target_atas_sd": "target sampai s.d.",
    "realisasi_sd": "realisasi s.d.",
    "bagian_sd": "bagian diakui s.d.",
    "mentah_sd": "capaian mentah",
    "capaian_sd": "capaian",
    "keadaan": "keadaan",
    "hasil": "status",
    "hitungan": "hitungan",
}


@dataclass(frozen=True, slots=True)
class Beda:
    """One stored field that does not follow from the inputs, or an input that is not that of its source."""

    fakta: CapaianResmi
    kolom: str
    tersimpan: Any
    dihitung: Any

    @property
    def label(self) -> str:
        return (LABEL | LABEL_SUMBER)[self.kolom]

    def __str__(self) -> str:
        return (
            f"{self.fakta.kunci} {self.fakta.periode} (catatan {self.fakta.catatan_nomor}): "
            f"{self.label} tersimpan {self.tersimpan}, dihitung {self.dihitung}"
        )


def masukan_fakta(c: CapaianResmi) -> Masukan:
    """A stored fact as the rules take it."""
    periode = Periode.baca(c.periode)
    return Masukan(
        periode,
        StatusCapaian(c.status),
        None if c.target is None else Target(c.target, c.target_atas),
        c.direncanakan,
        c.realisasi,
        baca_bagian(c.kontribusi),
        is_berlaku(c.target_sejak, periode, zona_pemda()),
    )


def kedudukan_fakta(fakta: CapaianResmi, berlaku: Iterable[CapaianResmi]) -> Kedudukan:
    """The standing of ``fakta`` from the facts of its key, OPD and year that were in force with it."""
    sampai = Periode.baca(fakta.periode)
    milik = [c for c in berlaku if c.opd_id == fakta.opd_id]
    daftar = [masukan_fakta(c) for c in milik if Periode.baca(c.periode) <= sampai]
    return kedudukan(baca_rumus(fakta.rumus), Agregasi(fakta.agregasi), daftar)


def bandingkan(fakta: CapaianResmi, berlaku: Iterable[CapaianResmi]) -> list[Beda]:
    """Every field of ``fakta`` that comes out otherwise; none when it is whole."""
    mulai = awal_periode(Periode.baca(fakta.periode), zona_pemda())
    kini = kedudukan_fakta(fakta, berlaku)
    hitung: dict[str, Any] = {n: getattr(kini, n) for n in kini.__slots__}
    hitung["direncanakan"] = fakta.target is not None and is_direncanakan(fakta.target_sejak, mulai)
    hitung["bagian"] = bulatkan_bagian(baca_bagian(fakta.kontribusi))
    return [Beda(fakta, n, getattr(fakta, n), hitung[n]) for n in LABEL if getattr(fakta, n) != hitung[n]]


def periksa_satu(fakta: CapaianResmi, berlaku: Sequence[CapaianResmi]) -> list[Beda]:
    """All that is wrong with ``fakta``, and with the inputs of those it was reckoned from. Three queries."""
    sumber = beda_sumber(berlaku)
    return bandingkan(fakta, berlaku) + [Beda(c, *b) for c in berlaku for b in sumber[c.pk]]


def periksa_semua() -> Iterator[tuple[CapaianResmi, list[Beda]]]:
    """Every fact that was ever known, superseded ones too, each with what was in force when it was written:
    computed again from its inputs, and its inputs held to their sources.

    One superseded in the very instant in which it was recorded was never known.
    """
    semua = CapaianResmi.objects.order_by("tahun", "kunci", "dicatat_pada", "pk").iterator(chunk_size=2000)
    kelompok = groupby(semua, key=lambda c: (c.tahun, c.kunci))
    while sekaligus := [list(milik) for _, milik in islice(kelompok, SEKALIGUS)]:
        sumber = beda_sumber([c for daftar in sekaligus for c in daftar])
        for daftar in sekaligus:
            for c in daftar:
                if c.digantikan_pada == c.dicatat_pada:
                    continue
                berlaku = [x for x in daftar if _berlaku_saat(x, c)]
                yield c, bandingkan(c, berlaku) + [Beda(c, *b) for b in sumber[c.pk]]


def _berlaku_saat(x: CapaianResmi, c: CapaianResmi) -> bool:
    return x.pk == c.pk or (
        x.dicatat_pada <= c.dicatat_pada and (x.digantikan_pada is None or x.digantikan_pada > c.dicatat_pada)
    )
