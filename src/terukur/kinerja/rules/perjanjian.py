"""Workflow of a perjanjian kinerja, what it lacks, what it says, and what two versions differ in."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from terukur.inti.alur import Alur, Transisi
from terukur.inti.angka import tulis_rupiah
from terukur.inti.izin import Izin
from terukur.kinerja.choices import PemicuRevisi, StatusPerjanjian
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import sebut_target

S = StatusPerjanjian
LABEL_BARIS = {"sasaran": "Sasaran", "indikator": "Indikator", "target": "Target", "induk": "Mendukung"}
_SEMENTARA = ("Pj.", "Plt.", "Plh.")


@dataclass(frozen=True, slots=True)
class Pihak:
    """A party as it is frozen. ``sebutan``: ``Plt. Kepala Dinas Kesehatan``; ``kedudukan``: ``Definitif``,
    ``Pj.``, ``Plt.`` or ``Plh.``; ``dasar``: the document. ``pegawai`` and ``pengguna``: ids, empty where
    there is none. The rank (pangkat) is not kept in Terukur."""

    nama: str
    nip: str
    jabatan: str
    sebutan: str
    kedudukan: str
    dasar: str
    pegawai: str = ""
    pengguna: str = ""

    def isi(self) -> dict[str, str]:
        return asdict(self)

    @property
    def orang(self) -> str:
        """Tells one person from another."""
        return self.pegawai or self.pengguna


def baca_pihak(isi: Mapping[str, str] | None) -> Pihak:
    """A party as it was frozen."""
    assert isi is not None
    return Pihak(**isi)


def sebutan_kepala_daerah(pemda: str, dasar: str) -> tuple[str, str, str]:
    """(office, with its capacity, capacity) from the name of the pemda and the ground of the role.

    ``Plt. Bupati, Keputusan Gubernur ...`` -> ``Plt. Bupati Nusa Tenun``, ``Plt.``.
    """
    jabatan = f"Bupati {pemda.removeprefix('Kabupaten ')}"
    kedudukan = next((s for s in _SEMENTARA if dasar.casefold().startswith(s.casefold())), "")
    return jabatan, f"{kedudukan} {jabatan}".strip(), kedudukan or "Definitif"


# -- workflow ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KonteksPerjanjian:
    """What the conditions of a step look at, collected by queries for one reader and instant.

    ``pertama`` and ``kedua``: who may sign as each party today, whoever stands in first. ``saya``: user id.
    ``penanda``: who signed as first party. ``jabatan`` and ``atasan``: their offices in words.
    """

    jabatan: str
    atasan: str
    kekurangan: tuple[str, ...] = ()
    pertama: tuple[Pihak, ...] = ()
    kedua: tuple[Pihak, ...] = ()
    penanda: str = ""
    saya: str = ""
    bupati: bool = False

    def sebagai(self, pihak: Sequence[Pihak]) -> Pihak | None:
        """As whom the reader may sign."""
        return next((p for p in pihak if p.pengguna == self.saya), None)


def _lengkap(k: KonteksPerjanjian) -> str | None:
    if not k.kekurangan:
        return None
    lain = f" (dan {len(k.kekurangan) - 1} hal lain)" if len(k.kekurangan) > 1 else ""
    return f"Belum lengkap: {k.kekurangan[0].rstrip('.')}{lain}. Lengkapi dahulu."


def _lowong(jabatan: str) -> str:
    return (
        f"Jabatan {jabatan} lowong menurut catatan hari ini. Minta BKPSDM mencatat pejabat definitif, Pj, "
        "Plt atau Plh-nya."
    )


def _pihak_pertama(k: KonteksPerjanjian) -> str | None:
    if not k.pertama:
        return _lowong(k.jabatan)
    if k.sebagai(k.pertama):
        return None
    return f"Yang menandatangani sebagai pihak pertama: {k.pertama[0].nama}, {k.pertama[0].sebutan}."


def _atasan_ada(k: KonteksPerjanjian) -> str | None:
    if k.kedua:
        return None
    if k.bupati:
        return (
            f"Belum ada yang tercatat sebagai {k.atasan}. Minta Diskominfo memberikan peran Kepala daerah "
            "kepada Bupati atau penjabatnya."
        )
    return _lowong(k.atasan)


def _pihak_kedua(k: KonteksPerjanjian) -> str | None:
    if not k.kedua:
        return _atasan_ada(k)
    if k.sebagai(k.kedua):
        return None
    return f"Menunggu tanda tangan pihak kedua: {k.kedua[0].nama}, {k.kedua[0].sebutan}."


def _dua_orang(k: KonteksPerjanjian) -> str | None:
    """Nobody promises something to himself: somebody else must stand on the other side."""
    pertama = k.penanda or (p.orang if (p := k.sebagai(k.pertama)) else "")
    if not pertama or any(p.orang != pertama for p in k.kedua):
        return None
    return (
        f"{k.kedua[0].nama} memegang jabatan kedua pihak ({k.jabatan} dan {k.atasan}), sedangkan perjanjian "
        "memerlukan dua orang. Minta BKPSDM mencatat pejabat lain."
    )


def _bukan_diri_sendiri(k: KonteksPerjanjian) -> str | None:
    saya = k.sebagai(k.kedua)
    if saya is None or saya.orang != k.penanda:
        return None
    return (
        "Anda sudah menandatangani sebagai pihak pertama; pihak kedua harus orang lain. Minta BKPSDM "
        f"mencatat pejabat lain untuk {k.atasan}."
    )


def _pejabat_sama(k: KonteksPerjanjian) -> str | None:
    if any(p.orang == k.penanda for p in k.pertama):
        return None
    return (
        f"Yang menandatangani sebagai pihak pertama tidak lagi memegang jabatan {k.jabatan}. Kembalikan, "
        "supaya ditandatangani pejabat yang sekarang."
    )


ALUR_PERJANJIAN = Alur(
    "perjanjian_kinerja",
    status=S.choices,
    awal=S.DRAF,
    transisi=(
        Transisi(
            "tandatangani", "Tanda tangani", (S.DRAF, S.DIKEMBALIKAN), S.DIAJUKAN, Izin.PK_SETUJUI,
            (_pihak_pertama, _atasan_ada, _dua_orang, _lengkap), giliran="Pihak kedua",
        ),
        Transisi(
            "tetapkan", "Tanda tangani sebagai pihak kedua", (S.DIAJUKAN,), S.DITETAPKAN, Izin.PK_SETUJUI,
            (_dua_orang, _pihak_kedua, _bukan_diri_sendiri, _pejabat_sama),
        ),
        Transisi(
            "kembalikan", "Kembalikan", (S.DIAJUKAN,), S.DIKEMBALIKAN, Izin.PK_SETUJUI,
            (_pihak_kedua,), giliran="Operator OPD",
        ),
    ),
)  # fmt: skip
"""A version both parties signed never changes; a PK Perubahan is a new version."""

GILIRAN = {
    S.DRAF: "Pihak pertama",
    S.DIKEMBALIKAN: "Pihak pertama",
    S.DIAJUKAN: "Pihak kedua",
    S.DITETAPKAN: "",
}
"""Who must act now, by state."""

BOLEH_DIISI = (S.DRAF, S.DIKEMBALIKAN)


def alasan_tidak_diisi(status: str) -> str:
    """Why a version in this state cannot be edited; empty while it can."""
    if status in BOLEH_DIISI:
        return ""
    if status == S.DITETAPKAN:
        return "Sudah ditandatangani kedua pihak. Isinya hanya berubah melalui PK Perubahan."
    return "Sudah ditandatangani pihak pertama. Isinya dapat diubah lagi bila pihak kedua mengembalikannya."


# -- content ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IsiBaris:
    """A line as it is read. ``ukuran``: what the indicator means. ``target`` None: not filled in."""

    kunci: str
    urutan: int
    sasaran: str
    indikator_id: str
    ukuran: Mapping[str, Any]
    target: Target | None = None

    @property
    def sebut(self) -> str:
        return sebut_target(self.target, self.ukuran) if self.target else ""


@dataclass(frozen=True, slots=True)
class IsiProgram:
    kode: str
    nama: str
    jumlah: Decimal


@dataclass(frozen=True, slots=True)
class IsiPerjanjian:
    """What one version says."""

    baris: tuple[IsiBaris, ...] = ()
    program: tuple[IsiProgram, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """Empty is not zero."""
        return sum((p.jumlah for p in self.program), Decimal(0)) if self.program else None


@dataclass(frozen=True, slots=True)
class Beda:
    """One difference between two versions; ``lama`` or ``baru`` empty: it is not there."""

    bagian: str
    kolom: str
    lama: str
    baru: str


def kekurangan(isi: IsiPerjanjian, *, pemicu: str = "", lama: IsiPerjanjian | None = None) -> tuple[str, ...]:
    """What keeps a version from being signed. ``lama``: the version that a PK Perubahan changes.

    Money is no condition: where the budget of the year was not set in Terukur, the paper says so. A PK
    Perubahan after a change of person may say the same as before, any other must differ.
    """
    hasil = []
    if not isi.baris:
        hasil.append("Belum ada sasaran dan indikator.")
    hasil += [f"Target “{b.ukuran['nama']}” belum diisi." for b in isi.baris if b.target is None]
    if lama is not None and pemicu != PemicuRevisi.MUTASI and not bandingkan(lama, isi):
        hasil.append("Belum ada yang berubah dari versi sebelumnya.")
    return tuple(hasil)


def bandingkan(lama: IsiPerjanjian, baru: IsiPerjanjian) -> list[Beda]:
    """What differs between two versions, lines first, then money; in the order of the newer one."""
    hasil = []
    dulu, kini = {b.kunci: b for b in lama.baris}, {b.kunci: b for b in baru.baris}
    for kunci in dict.fromkeys([*kini, *dulu]):
        a, b = dulu.get(kunci), kini.get(kunci)
        nama = str((b or a).ukuran["nama"])  # type: ignore[union-attr]
        if a is None or b is None:
            hasil.append(Beda(nama, "Indikator", a.sebut if a else "", b.sebut if b else ""))
            continue
        for kolom, x, y in (
            ("Sasaran", a.sasaran, b.sasaran),
            ("Indikator", str(a.ukuran["nama"]), nama),
            ("Target", a.sebut, b.sebut),
        ):
            if x != y:
                hasil.append(Beda(nama, kolom, x, y))
    uang_dulu, uang_kini = {p.kode: p for p in lama.program}, {p.kode: p for p in baru.program}
    for kode in dict.fromkeys([*uang_kini, *uang_dulu]):
        p, q = uang_dulu.get(kode), uang_kini.get(kode)
        sebut = [tulis_rupiah(x.jumlah) if x else "" for x in (p, q)]
        if sebut[0] != sebut[1]:
            hasil.append(Beda(f"{kode} {(q or p).nama}", "Anggaran", *sebut))  # type: ignore[union-attr]
    return hasil


def pernyataan(tahun: int) -> tuple[str, str]:
    """What the first and the second party declare (PermenPANRB 53/2014, lampiran I; wording is ours)."""
    return (
        f"Pihak pertama sanggup mencapai target kinerja tahun {tahun} sebagaimana tercantum dalam lampiran, "
        "yang diturunkan dari dokumen perencanaan, dan bertanggung jawab atas tercapai atau tidaknya target "
        "itu.",
        "Pihak kedua memberikan bimbingan yang diperlukan, mengevaluasi capaian perjanjian ini, dan "
        "menjadikannya dasar pemberian penghargaan maupun sanksi.",
    )
