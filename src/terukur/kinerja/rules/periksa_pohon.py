"""What reviewers of KemenPANRB look for in a pohon kinerja, as findings that each lead to their node.

Guidelines: PermenPANRB 89/2021 (penjenjangan kinerja: outcome, critical success factor, conditions down to
the most operational one, indicators, translation into plans and offices), PermenPANRB 53/2014 (indicators and
targets), PermenPANRB 88/2021 (evaluasi AKIP). What makes two sentences "the same", and which words name an
activity, are rules of our own.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from terukur.kinerja.choices import StatusCrosscutting, TingkatKinerja
from terukur.kinerja.rules.pohon import Simpul

T = TingkatKinerja
PEDOMAN = {
    "belum_disusun": "PermenPANRB 89/2021: kinerja dijabarkan lewat pohon kinerja",
    "tanpa_indikator": "PermenPANRB 89/2021: setiap kondisi dalam pohon diberi indikator kinerja",
    "tanpa_target": "PermenPANRB 53/2014: indikator kinerja mempunyai target pada tahunnya",
    "tanpa_induk": "PermenPANRB 89/2021: setiap kondisi menguraikan kondisi di atasnya sampai hasil akhir",
    "tingkat_dilewati": "PermenPANRB 89/2021: penjabaran berurutan dari hasil akhir, faktor kunci, hasil "
    "antara, hasil langsung, sampai keluaran",
    "sasaran_tanpa_simpul": "PermenPANRB 89/2021: pohon kinerja selaras dengan komponen perencanaan",
    "tidak_sampai_hasil_akhir": "PermenPANRB 89/2021: kinerja OPD mendukung hasil yang dijabarkan kabupaten",
    "tanpa_uraian": "PermenPANRB 89/2021: hasil diuraikan sampai kondisi paling operasional",
    "mengulang_atasan": "PermenPANRB 89/2021: uraian menjawab bagaimana kondisi di atasnya tercapai",
    "menyebut_kegiatan": "PermenPANRB 89/2021: simpul menyatakan kondisi, bukan kegiatan",
    "crosscutting_menunggu": "PermenPANRB 89/2021: hubungan kinerja antar-OPD disepakati kedua pihak",
}
"""Kind of finding -> the guideline behind it."""

KEGIATAN = (
    "terlaksananya", "terselenggaranya", "tersusunnya", "melaksanakan", "menyelenggarakan", "menyusun",
    "pelaksanaan", "penyelenggaraan", "penyusunan", "rapat", "sosialisasi", "bimbingan teknis", "pelatihan",
    "pengadaan", "kegiatan",
)  # fmt: skip
"""Words with which an activity begins that is dressed up as an outcome (own list)."""
SAMA = 0.8
"""Part of common words from which two statements count as the same (own rule)."""


@dataclass(frozen=True, slots=True)
class TemuanPohon:
    """A finding. Where it leads: to its ``simpul``, to a ``crosscutting`` that waits for this owner, to a
    new node for the ``sasaran`` (its kunci), or to the tree as a whole."""

    kode: str
    pesan: str
    simpul: UUID | None = None
    crosscutting: UUID | None = None
    sasaran: UUID | None = None

    @property
    def pedoman(self) -> str:
        return PEDOMAN[self.kode]


@dataclass(frozen=True, slots=True)
class IsiPohon:
    """What the check looks at. ``simpul``: all nodes of the owner; ``kabupaten``: those of the kabupaten.

    ``sasaran``: {kunci: name} of the plan in force of the owner, None where there is none in Terukur.
    ``menunggu``: {crosscutting: what another OPD asks of this one and nobody has answered}.
    """

    simpul: Sequence[Simpul]
    kabupaten: Sequence[Simpul] = ()
    sasaran: Mapping[UUID, str] | None = None
    rencana: str = "Renstra"
    menunggu: Mapping[UUID, str] = field(default_factory=dict)
    beranak: Collection[UUID] = ()
    """Nodes of the kabupaten that have OPD nodes below them."""


def periksa_pohon(isi: IsiPohon, *, tahun: int) -> list[TemuanPohon]:
    """The findings of one owner's tree, in the order of reading. ``tahun``: whose targets are asked."""
    menunggu = [
        TemuanPohon("crosscutting_menunggu", f"{m} Jawablah permintaan itu.", crosscutting=kunci)
        for kunci, m in isi.menunggu.items()
    ]
    if not isi.simpul:
        return [TemuanPohon("belum_disusun", "Pohon kinerja belum disusun."), *menunggu]
    semua = {s.id: s for s in (*isi.kabupaten, *isi.simpul)}
    anak: dict[UUID, list[Simpul]] = {}
    for s in isi.simpul:
        if s.induk:
            anak.setdefault(s.induk, []).append(s)
    hasil: list[TemuanPohon] = []
    for s in isi.simpul:
        hasil += _satu(s, semua, anak, isi, tahun)
    hasil += [
        TemuanPohon(
            "sasaran_tanpa_simpul", f"Sasaran {isi.rencana} “{nama}” belum mempunyai simpul.", sasaran=kunci
        )
        for kunci, nama in (isi.sasaran or {}).items()
        if not any(s.butir == kunci for s in isi.simpul)
    ]
    return hasil + menunggu


def _satu(
    s: Simpul, semua: Mapping[UUID, Simpul], anak: Mapping[UUID, list[Simpul]], isi: IsiPohon, tahun: int
) -> Iterable[TemuanPohon]:
    sebut = f"“{s.pernyataan}”"
    induk = semua.get(s.induk) if s.induk else None
    if not s.ukuran:
        yield TemuanPohon("tanpa_indikator", f"{sebut} belum mempunyai indikator.", s.id)
    for u in s.ukuran:
        if not u.target:
            yield TemuanPohon(
                "tanpa_target", f"Indikator “{u.nama}” pada {sebut} belum mempunyai target {tahun}.", s.id
            )
    if s.opd is not None and (induk is None or induk.opd is None) and not _sampai_akhir(s, semua):
        yield TemuanPohon(
            "tidak_sampai_hasil_akhir", f"{sebut} tidak menuju hasil akhir kabupaten mana pun.", s.id
        )
    if s.opd is None and induk is None and s.tingkat > T.HASIL_AKHIR:
        yield TemuanPohon("tanpa_induk", f"{sebut} belum ditempatkan di bawah simpul yang lebih luas.", s.id)
    if induk is not None and s.tingkat - induk.tingkat > 1:
        lewat = T(induk.tingkat + 1).pendek.lower()
        yield TemuanPohon(
            "tingkat_dilewati", f"{sebut} langsung di bawah “{induk.pernyataan}”: {lewat} dilewati.", s.id
        )
    if s.tingkat < T.KELUARAN and s.id not in anak and s.id not in isi.beranak:
        yield TemuanPohon("tanpa_uraian", f"{sebut} belum diuraikan sampai keluaran.", s.id)
    tunggal = induk is not None and len(anak.get(induk.id, ())) == 1
    if induk is not None and tunggal and is_sama(s.pernyataan, induk.pernyataan):
        yield TemuanPohon("mengulang_atasan", f"{sebut} hanya mengulang simpul di atasnya.", s.id)
    if s.tingkat < T.KELUARAN and s.pernyataan.casefold().startswith(KEGIATAN):
        yield TemuanPohon("menyebut_kegiatan", f"{sebut} menyebut kegiatan, bukan kondisi.", s.id)
    for k in s.kaitan:
        if k.status == StatusCrosscutting.DIUSULKAN and not k.masuk:
            yield TemuanPohon(
                "crosscutting_menunggu", f"Crosscutting {sebut} dengan {k.mitra} belum dijawab.", s.id
            )


def _sampai_akhir(s: Simpul, semua: Mapping[UUID, Simpul]) -> bool:
    """Whether the way up from a node ends at a hasil akhir of the kabupaten."""
    while s.induk is not None and s.induk in semua:
        s = semua[s.induk]
    return s.opd is None and s.tingkat == T.HASIL_AKHIR


def is_sama(satu: str, dua: str) -> bool:
    """Whether two statements say the same: most of their words are common to both."""
    a, b = (set(re.findall(r"\w+", teks.casefold())) for teks in (satu, dua))
    return bool(a | b) and len(a & b) / len(a | b) >= SAMA
