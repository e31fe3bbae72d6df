"""What makes an action plan complete, measurable, and provably earlier than its result."""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.inti.angka import tulis_angka
from terukur.inti.periode import JenisPeriode, Periode, periode_setahun
from terukur.kinerja.choices import Agregasi, JenisIndikator
from terukur.kinerja.rules.capaian import Target
from terukur.perencanaan.choices import Polaritas

LABEL_KOLOM = {
    "aksi": "Rencana aksi",
    "indikator": "Indikator",
    "unit": "Unit pelaksana",
    "asal": "Asal",
    "penanggung_jawab": "Penanggung jawab",
    "kode_sub": "Sub kegiatan",
    "bobot": "Bobot",
    "catatan": "Catatan",
    "target": "Target",
}

BUKAN_UKURAN = (
    "terlaksananya",
    "terselenggaranya",
    "tersusunnya",
    "terwujudnya",
    "jumlah rapat",
    "jumlah dokumen",
)
"""Beginnings by which PermenPANRB reviewers recognise an activity dressed up as an indicator (own list)."""


@dataclass(frozen=True, slots=True)
class BarisAksi:
    """An action as the check sees it. ``target``: {period code: target} of what is filled in."""

    id: UUID
    urutan: int
    aksi: str
    indikator_id: UUID
    nama_indikator: str
    jenis: JenisIndikator
    polaritas: Polaritas
    agregasi: Agregasi
    periode: JenisPeriode
    bobot: Decimal = Decimal(1)
    target: Mapping[str, Target] = field(default_factory=dict)
    penanggung_jawab: str = ""
    kode_sub: str = ""
    definisi: str = ""
    sumber_data: str = ""
    satuan: str = ""


@dataclass(frozen=True, slots=True)
class TemuanAksi:
    """A finding: a hindrance (``galat``) or something reviewers will ask about."""

    pesan: str
    baris: UUID | None = None
    kolom: str = ""
    galat: bool = True


@dataclass(frozen=True, slots=True)
class HasilRencana:
    terpenuhi: int
    jumlah: int
    temuan: tuple[TemuanAksi, ...]


def periode_aksi(baris: BarisAksi, tahun: int) -> tuple[Periode, ...]:
    """The periods of the year for which the action needs a target."""
    return periode_setahun(tahun, baris.periode)


def periksa_rencana(
    daftar: Iterable[BarisAksi], *, tahun: int, kode_rencana: Collection[str] | None
) -> HasilRencana:
    """Completeness against what reviewers of PermenPANRB 53/2014 and 88/2021 look for.

    Needed: a target for every period, who answers for it, no indicator twice with the same action.
    Warned of: no money behind it, an indicator that names an activity, no definition or source, no
    outcome in the whole plan, a yearly path that goes the wrong way. ``kode_rencana``: codes of the
    sub kegiatan of the OPD's program kerja; None where there is none to compare with.
    """
    temuan: list[TemuanAksi] = []
    terpenuhi = jumlah = 0
    kembar: dict[tuple[str, UUID], int] = {}
    baris = list(daftar)
    for b in baris:
        kurang = [p for p in periode_aksi(b, tahun) if p.kode not in b.target]
        jumlah += len(periode_aksi(b, tahun)) + 1
        terpenuhi += len(periode_aksi(b, tahun)) - len(kurang) + bool(b.penanggung_jawab)
        if kurang:
            sebut = ", ".join(p.label_pendek for p in kurang[:4]) + (
                " dan seterusnya" if len(kurang) > 4 else ""
            )
            temuan.append(TemuanAksi(f"Target {sebut} belum diisi.", b.id, f"target_{kurang[0].kode}"))
        if not b.penanggung_jawab:
            temuan.append(TemuanAksi("Penanggung jawab belum dipilih.", b.id, "penanggung_jawab"))
        kunci = (" ".join(b.aksi.casefold().split()), b.indikator_id)
        if kunci in kembar:
            temuan.append(TemuanAksi(f"Sama dengan rencana aksi nomor {kembar[kunci]}.", b.id, "aksi"))
        kembar.setdefault(kunci, b.urutan)
        temuan += _peringatan(b, tahun, kode_rencana)
    if baris and not any(b.jenis in (JenisIndikator.OUTCOME, JenisIndikator.IKU) for b in baris):
        temuan.append(
            TemuanAksi(
                "Belum ada indikator hasil (outcome atau IKU); evaluator akan menanyakannya.", galat=False
            )
        )
    return HasilRencana(terpenuhi, jumlah, tuple(temuan))


def _peringatan(b: BarisAksi, tahun: int, kode_rencana: Collection[str] | None) -> list[TemuanAksi]:
    hasil = []

    def ingat(pesan: str, kolom: str) -> None:
        hasil.append(TemuanAksi(pesan, b.id, kolom, galat=False))

    if not b.kode_sub:
        ingat("Belum dikaitkan dengan sub kegiatan, jadi anggarannya tidak terlihat.", "kode_sub")
    elif kode_rencana is not None and b.kode_sub not in kode_rencana:
        ingat(f"{b.kode_sub} tidak ada dalam program kerja OPD.", "kode_sub")
    if b.nama_indikator.casefold().startswith(BUKAN_UKURAN):
        ingat(f"“{b.nama_indikator}” menyebut kegiatan, bukan hasil yang terukur.", "indikator")
    if b.satuan.casefold() in ("persen", "%") and (pesan := _lewat_seratus(b, tahun)):
        ingat(pesan, "target")
    if not b.definisi:
        ingat("Indikator belum mempunyai definisi operasional (manual IK).", "indikator")
    if not b.sumber_data:
        ingat("Indikator belum menyebut sumber datanya.", "indikator")
    if b.agregasi == Agregasi.POSISI_AKHIR and b.polaritas in (Polaritas.NAIK, Polaritas.TURUN):
        urut = [b.target[p.kode].nilai for p in periode_aksi(b, tahun) if p.kode in b.target]
        naik = b.polaritas == Polaritas.NAIK
        if any((lalu > kini) if naik else (lalu < kini) for lalu, kini in itertools.pairwise(urut)):
            arah = "turun" if naik else "naik"
            ingat(f"Target {arah} di tengah tahun, padahal {b.polaritas.label.lower()}.", "target")
    return hasil


def _lewat_seratus(b: BarisAksi, tahun: int) -> str:
    """What to ask of an action measured in per cent: a slip of the keyboard, or percentages added up."""
    isi = [(p, b.target[p.kode]) for p in periode_aksi(b, tahun) if p.kode in b.target]
    for p, t in isi:
        terbesar = max(t.nilai, t.nilai if t.atas is None else t.atas)
        if terbesar > 100:
            return f"Target {p.label_pendek} {tulis_angka(terbesar)} persen, lebih dari 100; periksa."
    jumlah = sum((t.nilai for _, t in isi), Decimal(0))
    if b.agregasi == Agregasi.AKUMULATIF and jumlah > 100:
        return (
            f"Target setahun dijumlahkan menjadi {tulis_angka(jumlah)} persen; periksa gabungan setahun "
            "pada manual indikatornya."
        )
    return ""


def is_direncanakan(ditetapkan_pada: dt.datetime | None, mulai: dt.datetime) -> bool:
    """Whether a target was officially there before the period of which its result speaks began.

    ``ditetapkan_pada``: when the first target of that period was set; ``mulai``: the first instant of
    the period where the pemda is. Never typed, always derived (the Morowali Utara question).
    """
    return ditetapkan_pada is not None and ditetapkan_pada < mulai


def alasan_tidak_direvisi(periode: Periode, *, hari: dt.date) -> str | None:
    """Why the target of a period can no longer be revised on ``hari``; None while it can."""
    if periode.sampai >= hari:
        return None
    return (
        f"{periode.label} sudah berakhir; target yang sudah lewat tidak dapat direvisi. "
        "Tuliskan keadaannya sebagai faktor pada realisasi."
    )
