"""What of a window needs a leader's eye. Pure: values in, sentences out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terukur.inti.angka import tulis_rupiah_singkat
from terukur.inti.waktu import tulis_tanggal_singkat

PALING_BANYAK = 5
"""A leader reads at most so many points; the rest is one click away."""

BARU_SEDIKIT = 50
"""Below this completeness a draft near its end is worth a word (own rule, no regulation)."""

DIAM = dt.timedelta(days=2)
"""Without activity for so long a package counts as left alone."""

DEKAT = dt.timedelta(days=4)


@dataclass(frozen=True, slots=True)
class FaktaOPD:
    """One OPD of the grid: enough to judge whether it needs attention."""

    nama: str
    tautan: str
    sudah_diajukan: bool
    belum_mulai: bool
    dikembalikan: bool
    persen: int
    tenggat: dt.datetime
    """Both times in the zone of the kabupaten: their days are printed."""
    kegiatan_terakhir: dt.datetime | None
    is_kecamatan: bool = False


@dataclass(frozen=True, slots=True)
class Perhatian:
    """One point: what is the matter (``pokok`` in bold), and the next step as a link."""

    jenis: str
    pokok: str
    uraian: str
    langkah: str
    tautan: str
    sumber: str = ""
    """Page of the figures, where ``tautan`` leads to the step instead."""
    lagi: tuple[tuple[str, str], ...] = ()
    """Further (label, link), where what is counted stands in more than one list."""


JATAH_KINERJA = 3
"""Of the five points on a leader's landing page so many are of performance, the others of the window."""


@dataclass(frozen=True, slots=True)
class Surat:
    """So many papers, and the list that shows just these. ``nama``: what they are, as on its link."""

    jumlah: int
    nama: str
    tautan: str


def perhatian_surat(putus: Sequence[Surat], lewat: Sequence[Surat]) -> list["Perhatian"]:
    """Answers that wait for the leader's decision, and papers that nobody answered in time."""
    hasil = []
    for jenis, daftar, pokok, uraian in (
        ("tunggu", putus, "tanggapan atau laporan", "OPD menunggu keputusan Anda."),
        ("buruk", lewat, "surat atau disposisi", "lewat tenggat tanpa tanggapan."),
    ):
        if ada := [s for s in daftar if s.jumlah]:
            kata = [(f"Lihat {s.jumlah} {s.nama}", s.tautan) for s in ada]
            jumlah = sum(s.jumlah for s in ada)
            hasil.append(Perhatian(jenis, f"{jumlah} {pokok}", uraian, *kata[0], lagi=tuple(kata[1:])))
    return hasil


def _tertinggal(opd: Sequence[FaktaOPD], *, pada: dt.datetime) -> list[Perhatian]:
    hasil = []
    for o in sorted(opd, key=lambda o: (o.persen, o.nama)):
        if o.sudah_diajukan or o.belum_mulai or o.persen >= BARU_SEDIKIT or o.tenggat - pada > DEKAT:
            continue
        sejak = ""
        if o.kegiatan_terakhir and pada - o.kegiatan_terakhir > DIAM:
            sejak = f" dan tidak ada kegiatan sejak {tulis_tanggal_singkat(o.kegiatan_terakhir.date())}"
        hasil.append(
            Perhatian("buruk", o.nama, f"baru {o.persen} % lengkap{sejak}.", "Lihat pengajuannya", o.tautan)
        )
    return hasil[:2]


def daftar_perhatian(
    opd: Sequence[FaktaOPD],
    *,
    pada: dt.datetime,
    tautan_jendela: str,
    di_atas_pagu: Sequence[tuple[str, Decimal]] = (),
    tautan_usulan: str = "",
    tautan_rekap: str = "",
    jumlah_permintaan: int = 0,
    tautan_permintaan: str = "",
    jumlah_siap_tetap: int = 0,
    tautan_tetapkan: str = "",
) -> list[Perhatian]:
    """At most five points, the gravest first.

    ``di_atas_pagu``: (OPD, rupiah) proposed above the ceilings. ``jumlah_permintaan``:
    extension requests that wait for a decision. ``jumlah_siap_tetap``: verified packages that this
    reader may set.
    """
    hasil: list[Perhatian] = []
    if jumlah_siap_tetap:
        hasil.append(
            Perhatian(
                "tunggu", f"{jumlah_siap_tetap} OPD terverifikasi", "menunggu penetapan Anda.",
                "Tetapkan", tautan_tetapkan,
            )
        )  # fmt: skip
    if jumlah_permintaan:
        hasil.append(
            Perhatian(
                "tunggu", f"{jumlah_permintaan} permintaan perpanjangan", "menunggu keputusan Sekda.",
                "Lihat permintaan", tautan_permintaan,
            )
        )  # fmt: skip
    belum = [o for o in opd if o.belum_mulai]
    if belum:
        kecamatan = sum(o.is_kecamatan for o in belum)
        rinci = f", {kecamatan} di antaranya kecamatan" if kecamatan else ""
        hasil.append(
            Perhatian(
                "buruk", f"{len(belum)} OPD belum mulai", f"mengisi{rinci}.", "Lihat daftar", tautan_jendela
            )
        )
    hasil += _tertinggal(opd, pada=pada)
    for nama, jumlah in sorted(di_atas_pagu, key=lambda b: (-b[1], b[0]))[:2]:
        hasil.append(
            Perhatian(
                "tunggu", nama, f"mengusulkan {tulis_rupiah_singkat(jumlah)} di atas pagu.", "Buka usulan",
                tautan_usulan, tautan_rekap,
            )
        )  # fmt: skip
    for o in sorted((o for o in opd if o.dikembalikan), key=lambda o: o.nama)[:1]:
        hasil.append(
            Perhatian(
                "tunggu", o.nama, "sedang memperbaiki isian yang dikembalikan.", "Lihat catatan", o.tautan
            )
        )
    return hasil[:PALING_BANYAK]


_CATATAN_PENANDA: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (("tanpa_penanda",), "buruk", "{} OPD tanpa penanda tangan", "tidak dapat mengajukan apa pun."),
    (("lewat_batas", "sk_melewati_batas"), "buruk", "{} Plt atau Pj", "melewati batas masa tugas."),
    (
        ("berakhir", "mendekati_batas"), "tunggu", "{} Plt, Pj atau Plh",
        "segera berakhir atau mendekati batas masa tugas.",
    ),
    (("definitif_ada",), "tunggu", "{} Plt atau Pj", "di samping pejabat definitif yang masih tercatat."),
    (("tanpa_akun",), "tunggu", "{} penanda tangan", "belum mempunyai akun."),
    (("sk_terlambat",), "tunggu", "{} SK penanda tangan", "dicatat setelah berlaku."),
)  # fmt: skip
"""(kinds of note, gravity, subject, what about it), the gravest first."""


def perhatian_penanda(jumlah: Mapping[str, int], *, tautan: str) -> list[Perhatian]:
    """Points about who signs for the OPD. ``jumlah``: how many OPD carry each kind of note."""
    hasil = []
    for kode, jenis, pokok, uraian in _CATATAN_PENANDA:
        if n := max(jumlah.get(k, 0) for k in kode):
            hasil.append(Perhatian(jenis, pokok.format(n), uraian, "Lihat penanda tangan", tautan))
    return hasil
