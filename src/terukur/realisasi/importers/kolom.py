"""What each column of an evaluation workbook holds, told from the words of its header alone.

The model is form E.81 of Permendagri 86/2017 (evaluation of Renja), but every OPD writes its own: one to
five header rows, merged or not, "Triwulan I", "TW 1" or a bare "I" below "Triwulan", "K", "Kinerja" or
"Fisik", "Rp", "Keuangan" or "Anggaran". A label is the path of header texts from top to bottom, and the
lowest text that says something counts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

Peran = Literal["indikator", "satuan", "konteks", "sasaran", "triwulan", "setahun", "lain"]
Ukuran = Literal["", "k", "persen", "rp", "persen_rp", "capaian", "fisik", "fisik_persen"]

ROMAWI: Final = ("I", "II", "III", "IV")
_URUTAN: Final = {
    **{r.lower(): n for n, r in enumerate(ROMAWI, 1)},
    **{str(n): n for n in range(1, 5)},
    "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "satu": 1, "dua": 2, "tiga": 3, "empat": 4,
}  # fmt: skip
_NAMA = r"(?:triwulan|tri wulan|triwul|trwln|triwln|triw|trwl|trw|twl|tw|t w|kuartal|kwartal|q)"
_TRIWULAN = re.compile(rf"\b{_NAMA} ?(?:ke ?)?({'|'.join(sorted(_URUTAN, key=len, reverse=True))})\b")
_SEBUT_TRIWULAN = re.compile(rf"\b{_NAMA}\b")
_BULAN: Final = tuple(
    re.compile(rf"\b{a}\w* (?:sd )?{b}")
    for a, b in (("jan", "mar"), ("apr", "jun"), ("jul", "sep"), ("okt", "des"))
)  # fmt: skip
_SAMPAI = re.compile(r"\bs ?[./] ?d\b\.?|\bsampai(?: dengan)?\b|\bkumulatif\b|\bs\.?d\.?(?=\s)")

_PERSEN: Final = frozenset({"%", "persen", "persentase", "prosentase", "presentase", "tingkat"})
_RP: Final = frozenset({"rp", "rupiah", "anggaran", "keuangan", "dana", "biaya", "pagu", "belanja"})
_K: Final = frozenset(
    {"k", "kinerja", "fisik", "output", "keluaran", "volume", "vol", "kuantitas", "outcome"}
)
_BUKAN_HASIL: Final = frozenset({
    "kendala", "hambatan", "permasalahan", "masalah", "solusi", "faktor", "pendorong", "penghambat",
    "upaya", "rekomendasi", "keterangan", "ket", "catatan", "bukti", "penyebab", "analisis", "alasan",
    "sisa", "selisih", "deviasi", "satuan", "sat", "lokasi",
})  # fmt: skip
"""Words of columns beside a result, below the name of its quarter."""
_TARGET: Final = frozenset({"target", "rencana", "pagu", "t"})
_REALISASI: Final = frozenset({"realisasi", "r"})
_KONTEKS: Final = frozenset({
    "urusan", "bidang", "program", "kegiatan", "subkegiatan", "sub", "aksi", "aktivitas", "uraian",
    "strategi",
})  # fmt: skip
_TAHUN = re.compile(r"\b20\d\d\b")
_BUKAN_TAHUN_INI: Final = frozenset({"renstra", "rpjmd", "lalu", "sebelumnya", "akhir", "sd", "n-1", "n-2"})


@dataclass(frozen=True, slots=True)
class Arti:
    """The meaning of one column. ``triwulan``: 1..4; 0 where it speaks of none."""

    peran: Peran
    triwulan: int = 0
    ukuran: Ukuran = ""
    target: bool = False

    @property
    def nama(self) -> str:
        """As the preview lists it."""
        isi: dict[str, str] = {"k": "hasil (K)", "persen": "capaian (%)", "rp": "rupiah (tidak diimpor)"}
        isi["fisik"] = "progres fisik (tidak diimpor)"
        awal = f"Triwulan {ROMAWI[self.triwulan - 1]}" if self.triwulan else self.peran.capitalize()
        if self.peran in ("triwulan", "setahun"):
            return f"{awal}: {'target ' if self.target else ''}{isi.get(self.ukuran, self.ukuran)}".strip()
        return awal


def rapikan(teks: str) -> str:
    """A header text in one spelling: lower case, words apart, ``%`` a word, ``s/d`` as ``sd``."""
    teks = _SAMPAI.sub(" sd ", teks.lower().replace("–", "-"))
    teks = re.sub(r"\bn ?- ?([12])\b", r"n_\1", teks).replace("%", " % ")
    teks = re.sub(r"[^a-z0-9%_]+", " ", teks).replace("n_", "n-")
    return " ".join(teks.split())


def cari_triwulan(bagian: Sequence[str]) -> int:
    """The quarter that a path of header texts names, the lowest text first; 0 for none or a running total."""
    induk = False
    temuan = 0
    for teks in reversed(bagian):
        for n, bulan in enumerate(_BULAN, 1):
            if not temuan and bulan.search(teks):
                temuan = n
        kumulatif = "sd" in teks.split() and not any(b.search(teks) for b in _BULAN)
        if not temuan and (m := _TRIWULAN.search(teks)):
            temuan = _URUTAN[m[1]]
        if kumulatif and (temuan or _SEBUT_TRIWULAN.search(teks)):
            return 0
        induk = induk or bool(_SEBUT_TRIWULAN.search(teks))
    if not temuan and induk:
        temuan = next((_URUTAN[t] for t in reversed(bagian) if t in _URUTAN), 0)
    return temuan


def is_kumulatif(bagian: Sequence[str]) -> bool:
    """Whether a column runs up to a quarter: ``Realisasi s.d. Triwulan II``."""
    return any("sd" in t.split() for t in bagian) and any(_SEBUT_TRIWULAN.search(t) for t in bagian)


def _ukuran(bagian: Sequence[str]) -> Ukuran:
    persen = False
    for teks in reversed(bagian):
        kata = set(teks.split())
        rp, k = bool(kata & _RP), bool(kata & _K)
        persen = persen or bool(kata & _PERSEN)
        if persen and rp and not k:
            return "persen_rp"
        if persen and k and not rp:
            return "fisik_persen" if kata & _K == {"fisik"} else "persen"
        if rp and k:  # "Realisasi kinerja triwulan I (Rp)": what stands last names the measure
            akhir = teks.split()[-1]
            rp, k = akhir in _RP, akhir in _K
        if rp != k:
            return "rp" if rp else _ukuran_k(bagian, kata)
        if "capaian" in kata and not kata & (_REALISASI | _TARGET) and not persen:
            return "capaian"
    return "persen" if persen else ""


def _ukuran_k(bagian: Sequence[str], sebut: set[str]) -> Ukuran:
    """Of a column said to be K: a result, progress of the works, or a K of the achievement above it."""
    kata = {k for t in bagian for k in t.split()}
    if "capaian" in kata and not kata & (_REALISASI | _TARGET):
        return "capaian"
    return "fisik" if sebut & _K == {"fisik"} else "k"


def is_hasil(bagian: Sequence[str]) -> bool:
    """Whether the header says itself that a column holds results; a bare ``TW I`` does not."""
    kata = {*bagian[-1].split()}
    return bool(kata & (_K | _REALISASI)) and not kata & _BUKAN_HASIL


def is_tahun_lain(bagian: Sequence[str], tahun: int) -> bool:
    """Whether the lowest text that names a year names another one than ``tahun``."""
    sebut = next((t for t in ([int(n) for n in _TAHUN.findall(b)] for b in reversed(bagian)) if t), None)
    return sebut is not None and not min(sebut) <= tahun <= max(sebut)


def _is_target(bagian: Sequence[str]) -> bool:
    for teks in reversed(bagian):
        kata = set(teks.split())
        if bool(kata & _TARGET) != bool(kata & (_REALISASI | {"capaian"})):
            return bool(kata & _TARGET)
    return False


def artikan(bagian: Sequence[str]) -> Arti:
    """The meaning of a column with this path of header texts (as ``rapikan`` writes them)."""
    if not bagian:
        return Arti("lain")
    kata = {k for t in bagian for k in t.split()}
    if triwulan := cari_triwulan(bagian):
        if {*bagian[-1].split()} & _BUKAN_HASIL:
            return Arti("lain")
        return Arti("triwulan", triwulan, _ukuran(bagian), _is_target(bagian))
    angka = kata & (_TARGET | _REALISASI | {"capaian", "%"})
    if {"indikator"} & kata or "tolok ukur" in " ".join(bagian):
        return Arti("indikator")
    if kata & {"satuan", "sat"} and not angka:
        return Arti("satuan")
    if angka or is_kumulatif(bagian):
        if "realisasi" in kata and not kata & _BUKAN_TAHUN_INI and _ukuran(bagian) in ("", "k"):
            return Arti("setahun", ukuran="k")
        return Arti("lain", ukuran=_ukuran(bagian))
    if kata & {"sasaran", "tujuan"} and not kata & _KONTEKS:
        return Arti("sasaran")
    if kata & _KONTEKS and not kata & {"kode", "no", "penanggung"}:
        return Arti("konteks")
    return Arti("lain")


def tingkat(label: str) -> int:
    """How deep a column of names lies, whatever its place: sasaran above program above kegiatan."""
    kata = set(label.replace("subkegiatan", "sub kegiatan").split())
    urutan = ({"tujuan"}, {"sasaran"}, {"urusan", "bidang"}, {"program"}, {"kegiatan"}, {"aksi", "uraian"})
    if {"sub", "kegiatan"} <= kata and "program" not in kata:
        return len(urutan) - 1
    return next((n for n, milik in enumerate(urutan) if kata & milik), len(urutan))


def lengkapi(arti: Sequence[Arti]) -> list[Arti]:
    """Settle what only the neighbours tell: a bare ``Capaian``, a second ``%``, a column without measure."""
    hasil = list(arti)
    ada_k = {(a.triwulan, a.target) for a in hasil if a.peran == "triwulan" and a.ukuran in ("k", "")}
    kiri: dict[int, str] = {}
    persen: set[int] = set()
    for n, a in enumerate(hasil):
        if a.peran != "triwulan":
            continue
        ukuran, ada = a.ukuran, (a.triwulan, False) in ada_k
        if ukuran == "capaian":
            ukuran = "persen" if ada else "k"
        elif ukuran == "fisik" and not ada:
            ukuran = "k"
        elif ukuran == "fisik_persen":
            ukuran = "fisik" if ada else "persen"
        if ukuran == "persen" and (kiri.get(a.triwulan) == "rp" and a.triwulan in persen):
            ukuran = "persen_rp"
        hasil[n] = replace(a, ukuran=ukuran or "k", target=a.target and ukuran != "persen")
        kiri[a.triwulan] = ukuran
        if ukuran == "persen":
            persen.add(a.triwulan)
    return hasil
