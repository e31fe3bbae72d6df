"""Which OPD the leaders should look at, why, and what is proposed. Pure: values in, sentences out.

Compared is only what is on record: verified results with the targets of the same periods, money with the
cut-off of a named book, reports with their due day. What is not known is never a warning and never a
reason to call an OPD in order (ADR 0016).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.anggaran.rules.serapan import persen_serapan
from terukur.inti.angka import tulis_angka
from terukur.inti.periode import Periode
from terukur.inti.waktu import tulis_tanggal
from terukur.realisasi.choices import JenisDini, LangkahDini
from terukur.realisasi.rules.fisik import rerata_fisik
from terukur.realisasi.rules.nilai import NilaiOPD

SERATUS = Decimal(100)
HARI_PENUH = Decimal(30)
"""So many days of silence weigh as much as anything can (own rule; it only orders)."""
PALING_BANYAK = 5
"""A leader reads at most so many points; the rest is one click away."""
BULAN_TUTUP = 3
"""Until the end of March the year before is judged: its last reports come in January, the LKj is due then."""


@dataclass(frozen=True, slots=True)
class Ambang:
    """What the pemda decided (``KetentuanDini``); these values where nothing was decided yet.

    ``tertinggal``: achievement in per cent below which an OPD falls behind. ``serapan``: points by which
    spending may run ahead of achievement. ``tanpa_bukti``: per cent of results that may lack evidence.
    ``fisik``: points by which the spending of sub kegiatan may run ahead of their own physical progress.
    ``hari_diam``: days that a report may be overdue. ``hari_rencana``: days from 1 January, or from
    the first day of an OPD that began within the year, until when an action plan must be set.
    """

    tertinggal: Decimal = Decimal(80)
    serapan: Decimal = Decimal(20)
    tanpa_bukti: Decimal = Decimal(50)
    hari_diam: int = 0
    hari_rencana: int = 60
    dasar: str = ""
    fisik: Decimal = Decimal(20)


@dataclass(frozen=True, slots=True)
class Serapan:
    """Spending of an OPD in per cent of its budget, in the book ``sumber``, up to ``batas``."""

    persen: Decimal
    sumber: str
    batas: dt.date


@dataclass(frozen=True, slots=True)
class SerapanFisik:
    """The ``banyak`` sub kegiatan of that book whose physical progress the head confirmed for the month of
    its cut-off: spending and progress in per cent, both weighted by the same budget.
    """

    persen: Decimal
    fisik: Decimal
    banyak: int
    bulan: str


def susun_fisik(
    bulan: int, banyak: int, anggaran: Decimal, uang: Decimal, kali: Decimal, *, tahun: int
) -> SerapanFisik | None:
    """The same from sums: budget, spending, and budget x per cent."""
    persen = persen_serapan(anggaran, uang)
    if persen is None:
        return None
    return SerapanFisik(persen, rerata_fisik(kali, anggaran), banyak, f"{tahun}-{bulan:02}")


@dataclass(frozen=True, slots=True)
class FaktaDini:
    """What is on record of one OPD. ``jatuh``: {code of an ended period with a set target: its due day}.

    ``ada_sejak``: its first day, where that is known; an OPD that began within the year has its own time.
    ``tidak_sesuai``: results that somebody who went and looked found not to be as reported.
    """

    opd_id: UUID
    nama: str
    kode: str
    nilai: NilaiOPD
    punya_rencana: bool
    jatuh: Mapping[str, dt.date] = field(default_factory=dict)
    sudah_lapor: frozenset[str] = frozenset()
    serapan: Serapan | None = None
    ada_sejak: dt.date | None = None
    tidak_sesuai: int = 0
    fisik: SerapanFisik | None = None


@dataclass(frozen=True, slots=True)
class PeringatanDini:
    """One warning. ``berat`` 0..100 orders: how far beyond the threshold.

    ``periode``: the oldest missing report, or the month whose physical progress money ran ahead of.
    """

    opd_id: UUID
    nama: str
    kode: str
    jenis: JenisDini
    teks: str
    angka: tuple[tuple[str, str], ...]
    berat: Decimal
    periode: str = ""


@dataclass(frozen=True, slots=True)
class Penilaian:
    """All that is said of one OPD. ``belum_diketahui``: what could not be judged, in words."""

    fakta: FaktaDini
    peringatan: tuple[PeringatanDini, ...] = ()
    belum_diketahui: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_hijau(self) -> bool:
        """Nothing to warn of, everything known: what is incomplete is never green."""
        return not self.peringatan and not self.belum_diketahui and self.fakta.nilai.is_lengkap


def tahun_dini(per: dt.date) -> tuple[int, dt.date]:
    """(year that is judged on ``per``, last day whose figures count)."""
    if per.month <= BULAN_TUTUP:
        return per.year - 1, dt.date(per.year - 1, 12, 31)
    return per.year, per


def akhir_triwulan(per: dt.date) -> dt.date:
    """The last day of the last quarter that is over on ``per``: money is compared up to there, as results."""
    besok = per + dt.timedelta(days=1)
    return dt.date(besok.year, (besok.month - 1) // 3 * 3 + 1, 1) - dt.timedelta(days=1)


def _persen(nilai: Decimal) -> str:
    """With the two decimals that the rapor shows, so that both say the same."""
    return f"{tulis_angka(nilai, 2)} %"


def _lebih(nilai: Decimal, ambang: Decimal) -> Decimal:
    """How far beyond a threshold out of 100, 0..100."""
    return min(SERATUS, (nilai - ambang) / (SERATUS - ambang) * SERATUS)


def nilai_dini(f: FaktaDini, *, per: dt.date, tahun: int, ambang: Ambang) -> Penilaian:
    """Every warning about one OPD on ``per``, and what is not known."""
    if not f.punya_rencana:
        mulai = max(dt.date(tahun, 1, 1), f.ada_sejak or dt.date.min)
        batas = mulai + dt.timedelta(days=ambang.hari_rencana)
        return _tanpa_rencana(f, per=per, tahun=tahun, batas=batas)
    hasil = [
        w
        for w in (
            _diam(f, per=per, ambang=ambang),
            _tertinggal(f, ambang),
            _serapan(f, ambang),
            _lapangan(f),
            _tanpa_bukti(f, ambang),
        )
        if w is not None
    ]
    belum = []
    if f.nilai.tanpa_target and not f.nilai.direncanakan:
        belum.append("periode yang sudah berakhir belum ada targetnya")
    elif f.nilai.nilai is None:
        belum.append("capaian belum ada yang diverifikasi")
    if f.serapan is None:
        belum.append("serapan belum diketahui")
    if f.nilai.berealisasi == 0:
        belum.append("realisasi belum ada yang disampaikan")
    return Penilaian(f, tuple(hasil), tuple(belum))


def _tanpa_rencana(f: FaktaDini, *, per: dt.date, tahun: int, batas: dt.date) -> Penilaian:
    belum = ("belum ada rencana aksi yang dapat dinilai",)
    lewat = (per - batas).days
    if lewat <= 0:
        return Penilaian(f, (), belum)
    w = PeringatanDini(
        f.opd_id, f.nama, f.kode, JenisDini.TANPA_RENCANA,
        f"Belum ada rencana aksi {tahun} yang ditetapkan, {lewat} hari sesudah batasnya "
        f"{tulis_tanggal(batas)}. Tanpa target tidak ada capaian yang dapat dinilai.",
        (("Batas rencana aksi", tulis_tanggal(batas)), ("Lewat", f"{lewat} hari")),
        min(SERATUS, lewat / HARI_PENUH * SERATUS),
    )  # fmt: skip
    return Penilaian(f, (w,), belum)


def _diam(f: FaktaDini, *, per: dt.date, ambang: Ambang) -> PeringatanDini | None:
    belum = [p for p in sorted(map(Periode.baca, f.jatuh)) if p.kode not in f.sudah_lapor]
    lewat = [(p, (per - f.jatuh[p.kode]).days) for p in belum]
    lewat = [(p, hari) for p, hari in lewat if hari > ambang.hari_diam]
    if not lewat:
        return None
    periode, hari = max(lewat, key=lambda x: x[1])
    lain = f" dan {len(lewat) - 1} laporan lain" if len(lewat) > 1 else ""
    tenggat = tulis_tanggal(f.jatuh[periode.kode])
    return PeringatanDini(
        f.opd_id, f.nama, f.kode, JenisDini.DIAM,
        f"Laporan realisasi {periode.label}{lain} belum diajukan, {hari} hari sesudah tenggat {tenggat}.",
        (("Tenggat", tenggat), ("Lewat", f"{hari} hari"), ("Laporan yang belum", str(len(lewat)))),
        min(SERATUS, hari / HARI_PENUH * SERATUS), periode.kode,
    )  # fmt: skip


def _belum_lengkap(f: FaktaDini) -> str:
    return "" if f.nilai.is_lengkap else " Data belum lengkap: yang dihitung hanya yang sudah diverifikasi."


def _tertinggal(f: FaktaDini, ambang: Ambang) -> PeringatanDini | None:
    nilai = f.nilai.nilai
    if nilai is None or nilai >= ambang.tertinggal:
        return None
    return PeringatanDini(
        f.opd_id, f.nama, f.kode, JenisDini.TERTINGGAL,
        f"Capaian terverifikasi {_persen(nilai)} dari jalur target periode yang sudah dinilai, di bawah "
        f"ambang {tulis_angka(ambang.tertinggal)} %.{_belum_lengkap(f)}",
        (
            ("Capaian terverifikasi", _persen(nilai)), ("Ambang", f"{tulis_angka(ambang.tertinggal)} %"),
            ("Indikator yang direncanakan", str(f.nilai.direncanakan)),
        ),
        (ambang.tertinggal - nilai) / ambang.tertinggal * SERATUS if nilai > 0 else SERATUS,
    )  # fmt: skip


def _serapan(f: FaktaDini, ambang: Ambang) -> PeringatanDini | None:
    """Money ran ahead of output: of the achievement of the targets, of physical progress, or of both.

    Achievement is that of the targets so far, spending that of the year: that gap is rather too small.
    """
    sebab, angka, lebih, bulan = [], [], [], ""
    nilai, uang = f.nilai.nilai, f.serapan
    if nilai is not None and uang is not None and uang.persen - nilai > ambang.serapan:
        selisih = uang.persen - nilai
        sebab.append(
            f"Anggaran terserap {_persen(uang.persen)} menurut {uang.sumber} sampai "
            f"{tulis_tanggal(uang.batas)} (belum diaudit), sedangkan capaian terverifikasi baru "
            f"{_persen(nilai)} dari jalur target: selisih {tulis_angka(selisih, 2)} poin, ambang "
            f"{tulis_angka(ambang.serapan)} poin.{_belum_lengkap(f)}"
        )
        angka += [
            ("Serapan", _persen(uang.persen)), ("Capaian terverifikasi", _persen(nilai)),
            ("Selisih", f"{tulis_angka(selisih, 2)} poin"),
        ]  # fmt: skip
        lebih.append(_lebih(selisih, ambang.serapan))
    fisik = f.fisik
    if fisik is not None and uang is not None and fisik.persen - fisik.fisik > ambang.fisik:
        selisih, bulan = fisik.persen - fisik.fisik, fisik.bulan
        sebab.append(
            f"Pada {fisik.banyak} sub kegiatan yang fisiknya disahkan, {_persen(fisik.persen)} anggarannya "
            f"terserap menurut {uang.sumber} sampai {tulis_tanggal(uang.batas)} (belum diaudit), sedangkan "
            f"fisiknya baru {_persen(fisik.fisik)} sampai {Periode.baca(bulan).label}: selisih "
            f"{tulis_angka(selisih, 2)} poin, ambang {tulis_angka(ambang.fisik)} poin."
        )
        angka += [
            ("Serapan sub kegiatan itu", _persen(fisik.persen)),
            ("Fisik sub kegiatan itu", _persen(fisik.fisik)),
            ("Selisih dari fisik", f"{tulis_angka(selisih, 2)} poin"),
        ]  # fmt: skip
        lebih.append(_lebih(selisih, ambang.fisik))
    if not sebab:
        return None
    return PeringatanDini(
        f.opd_id, f.nama, f.kode, JenisDini.SERAPAN, " ".join(sebab), tuple(angka), max(lebih), bulan
    )


def _lapangan(f: FaktaDini) -> PeringatanDini | None:
    """Somebody stood there, so one is enough. One weighs half, three as much as anything (own rule)."""
    if not f.tidak_sesuai:
        return None
    return PeringatanDini(
        f.opd_id, f.nama, f.kode, JenisDini.LAPANGAN,
        f"{f.tidak_sesuai} hasil yang dilaporkan dinyatakan tidak sesuai pada pemeriksaan lapangan. Capaian "
        "tidak diubah karenanya; baca jawabannya dahulu.",
        (("Hasil tidak sesuai", str(f.tidak_sesuai)),),
        min(SERATUS, Decimal(25) * (f.tidak_sesuai + 1)),
    )  # fmt: skip


def _tanpa_bukti(f: FaktaDini, ambang: Ambang) -> PeringatanDini | None:
    """Counted as the rapor counts it: the last result of each indicator. Weighs half: the result is there."""
    if f.nilai.berealisasi == 0:
        return None
    tanpa = f.nilai.berealisasi - f.nilai.berbukti
    persen = Decimal(tanpa) * SERATUS / Decimal(f.nilai.berealisasi)
    if persen <= ambang.tanpa_bukti:
        return None
    return PeringatanDini(
        f.opd_id, f.nama, f.kode, JenisDini.TANPA_BUKTI,
        f"{tanpa} dari {f.nilai.berealisasi} realisasi terakhir yang disampaikan tidak disertai bukti "
        f"({_persen(persen)}), ambang {tulis_angka(ambang.tanpa_bukti)} %.",
        (("Tanpa bukti", f"{tanpa} dari {f.nilai.berealisasi}"), ("Bagian", _persen(persen))),
        _lebih(persen, ambang.tanpa_bukti) / 2,
    )  # fmt: skip


# ---- order, and what is proposed ----

_USUL = {
    JenisDini.DIAM: LangkahDini.PENJELASAN,
    JenisDini.TERTINGGAL: LangkahDini.PENJELASAN,
    JenisDini.SERAPAN: LangkahDini.PENJELASAN,
    JenisDini.LAPANGAN: LangkahDini.PENJELASAN,
    JenisDini.TANPA_RENCANA: LangkahDini.DISPOSISI,
    JenisDini.TANPA_BUKTI: LangkahDini.DISPOSISI,
}
YANG_DIMINTA = {
    JenisDini.DIAM: "Jelaskan mengapa laporan belum diajukan, dan kapan diajukan.",
    JenisDini.TERTINGGAL: "Jelaskan sebab capaian tertinggal, dan langkah bertanggal untuk mengejarnya.",
    JenisDini.SERAPAN: "Jelaskan keluaran dari anggaran yang sudah terserap, dan kapan selebihnya.",
    JenisDini.LAPANGAN: "Jelaskan hasil yang tidak sesuai di lapangan, dan betulkan laporannya bila keliru.",
    JenisDini.TANPA_RENCANA: "Susun dan ajukan rencana aksi dengan target terukur.",
    JenisDini.TANPA_BUKTI: "Lengkapi bukti setiap realisasi yang sudah disampaikan.",
}


@dataclass(frozen=True, slots=True)
class Terbuka:
    """What was issued about a matter already and is still open."""

    status: str
    is_disposisi: bool
    is_menunggu_opd: bool
    is_tertinggi: bool
    tanggal_tenggat: dt.date


def usul_langkah(jenis: JenisDini, terbuka: Terbuka | None, *, hari: dt.date) -> LangkahDini:
    """The next step: nothing twice about one matter, a higher level only where the last was of no avail."""
    if terbuka is None:
        return _USUL[jenis]
    if not terbuka.is_menunggu_opd:
        naik = terbuka.status == "tidak_diterima" and not terbuka.is_tertinggi
        return LangkahDini.TINGKATKAN if naik else LangkahDini.PUTUSKAN
    if terbuka.tanggal_tenggat >= hari:
        return LangkahDini.TUNGGU
    if terbuka.is_disposisi:
        return LangkahDini.PENJELASAN
    return LangkahDini.PUTUSKAN if terbuka.is_tertinggi else LangkahDini.TINGKATKAN


def urutan(w: PeringatanDini) -> tuple[Decimal, int, str]:
    """Sort key: the gravest first."""
    return (-w.berat, list(JenisDini).index(w.jenis), w.kode)


def pilih_perhatian(
    daftar: Sequence[PeringatanDini], langkah: Mapping[tuple[UUID, JenisDini], LangkahDini]
) -> list[tuple[PeringatanDini, tuple[UUID, ...]]]:
    """At most five (warning, OPD it speaks of): one for each OPD, the gravest first.

    What waits for an answer in time is left out. OPD without an action plan make one point together: one
    disposisi reaches all of them.
    """
    hasil: list[tuple[PeringatanDini, tuple[UUID, ...]]] = []
    sudah: set[UUID] = set()
    tanpa = tuple(
        w.opd_id
        for w in daftar
        if w.jenis == JenisDini.TANPA_RENCANA and langkah[w.opd_id, w.jenis] == LangkahDini.DISPOSISI
    )
    for w in sorted(daftar, key=urutan):
        if langkah[w.opd_id, w.jenis] == LangkahDini.TUNGGU or w.opd_id in sudah:
            continue
        bersama = tanpa if w.opd_id in tanpa else (w.opd_id,)
        sudah.update(bersama)
        hasil.append((w, bersama))
    return hasil[:PALING_BANYAK]
