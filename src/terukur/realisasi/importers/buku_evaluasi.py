"""Reads an evaluation workbook: its indicators in their order, with every figure and where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from terukur.impor.pembaca import Buku, HasilBaca, Lembar, Tampilan, baca_nama, huruf_kolom
from terukur.inti.kesalahan import AturanDilanggar
from terukur.realisasi.importers.kepala import (
    CARI_SAMPAI,
    Kepala,
    cari_kepala,
    is_baris_nomor,
    sel_baris,
    teks_lembar,
)
from terukur.realisasi.importers.kolom import (
    ROMAWI,
    Arti,
    cari_triwulan,
    is_kumulatif,
    is_tahun_lain,
    rapikan,
    tingkat,
)
from terukur.realisasi.rules.padanan import Padanan
from terukur.realisasi.rules.sel_evaluasi import Bacaan, baca_sel

_KAKI = re.compile(
    r"^(rata rata (tingkat )?capaian|predikat kinerja|faktor (pendorong|penghambat|pendukung)|tindak lanjut|"
    r"mengetahui|disusun|dievaluasi|disetujui|nip\b|pangkat|kepala (dinas|badan|bagian)|jumlah( total)?$|"
    r"total( |$)|"
    r"rata rata( |$))"
)
_KAKI_NAMA = re.compile(
    r"^(rata rata capaian kinerja|predikat kinerja|faktor (pendorong|penghambat|pendukung)|"
    r"tindak lanjut yang diperlukan|(sub )?(jumlah|total)$|rata rata$|"
    r"mengetahui\b|disusun\b|dievaluasi\b|disetujui\b|nip\b|kepala (dinas|badan|bagian)\b)"
)
_ANGKA = re.compile(r"^-?[\d.,]+")
_TAHUN = re.compile(r"\b(20\d\d)\b")
BUKAN_TABEL: Final = "bukan tabel evaluasi per triwulan"
_JENIS_BARIS: Final = {
    **dict.fromkeys(("target", "t", "rencana", "target kinerja"), "target"),
    **dict.fromkeys(("realisasi", "r", "k", "kinerja", "realisasi kinerja", "fisik"), "k"),
    **dict.fromkeys(("capaian", "%", "persen", "capaian %", "persentase", "tingkat capaian"), "persen"),
    **dict.fromkeys(("rp", "keuangan", "anggaran", "realisasi anggaran", "realisasi keuangan"), "rp"),
}
"""What stands beside a row that holds one measure of its indicator."""


@dataclass(frozen=True, slots=True)
class SelBuku:
    """One figure and where it stands."""

    kolom: str
    bacaan: Bacaan
    baris: int


@dataclass(slots=True)
class BarisEvaluasi:
    """A row of the workbook that names an indicator. ``nomor`` counts from 1 as the workbook does.

    ``isi``: {(quarter, measure): figure}, measure as in ``kolom.Ukuran``, or ``target``. ``setahun``: the
    result of the year as the workbook sums it. ``lain``: every other cell that holds a failed formula.
    ``padanan`` and ``kunci`` are filled in when it is matched.
    """

    lembar: str
    nomor: int
    kolom_nama: str
    indikator: str
    konteks: tuple[str, ...] = ()
    satuan: str = ""
    kolom_satuan: str = ""
    isi: Mapping[tuple[int, str], SelBuku] = field(default_factory=dict)
    setahun: SelBuku | None = None
    lain: Sequence[SelBuku] = ()
    padanan: Padanan = field(default_factory=Padanan)
    kunci: str = ""
    nama_kunci: str = ""
    cara: str = ""

    def hasil(self, triwulan: int) -> SelBuku | None:
        """The result (K) of a quarter, as far as the table has the column."""
        return self.isi.get((triwulan, "k"))

    @property
    def is_terisi(self) -> bool:
        """Whether something stands in its quarters, be it a dash."""
        return any(s.bacaan.teks for s in self.isi.values())

    @property
    def is_berhasil(self) -> bool:
        """Whether any result stands in the row."""
        return any(u == "k" and not s.bacaan.is_kosong for (_, u), s in self.isi.items())


def baca_evaluasi(buku: Buku, *, tahun: int) -> HasilBaca:
    """The tables of all visible sheets. Raises ``AturanDilanggar`` when there is none."""
    hasil = HasilBaca("evaluasi", buku.nama, tahun=tahun, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        teks, tampilan = teks_lembar(lembar), lembar.tampilan()
        daftar = cari_kepala(lembar, teks, tampilan, tahun=tahun)
        if not daftar:
            hasil.lembar_dilewati.append((lembar.nama, sebab_tanpa_tabel(teks, tahun)))
            continue
        hasil.lembar_dibaca.append(lembar.nama)
        judul = teks[: daftar[0].atas]
        hasil.judul += [t for b in judul for t in dict.fromkeys(b) if t]
        for kepala, bawah in zip(daftar, [*(k.atas for k in daftar[1:]), len(lembar.baris)], strict=True):
            _sebut_kolom(hasil, lembar, kepala)
            _sebut_tersembunyi(hasil, lembar, kepala, tampilan, bawah)
            hasil.baris += _baca_baris(hasil, lembar, kepala, teks, tampilan, bawah)
        _periksa_tahun(hasil, lembar, judul, tahun)
    if not hasil.lembar_dibaca:
        sebab = "; ".join(f"lembar {n}: {s}" for n, s in hasil.lembar_dilewati if s != BUKAN_TABEL)
        raise AturanDilanggar(
            "Tidak ada tabel evaluasi dalam berkas ini. Yang dicari: kolom indikator, dan sedikitnya "
            "satu kolom "
            "realisasi yang judulnya menyebut triwulannya (Triwulan I, TW 1, atau I di bawah Triwulan)."
            + (f" Yang ditemukan: {sebab}." if sebab else ""),
            kode="tanpa_tabel",
        )
    return hasil


def sebab_tanpa_tabel(teks: Sequence[Sequence[str]], tahun: int) -> str:
    """Why a sheet is not read, as exactly as its texts tell."""
    rapi = [rapikan(t) for b in teks[:CARI_SAMPAI] for t in b if t]
    if not any("indikator" in t or "tolok ukur" in t for t in rapi):
        return BUKAN_TABEL
    if any(is_kumulatif([t]) for t in rapi):
        return "hasilnya hanya sampai dengan triwulan, bukan hasil triwulan itu sendiri"
    if any(cari_triwulan([t]) and is_tahun_lain([t], tahun) for t in rapi):
        return f"triwulannya bukan dari tahun {tahun}"
    if any("semester" in t.split() for t in rapi):
        return "hasilnya per semester, bukan per triwulan"
    if any(cari_triwulan([t]) for t in rapi):
        return "triwulannya disebut, tetapi tidak ada kolom hasil (K, Kinerja, atau Realisasi) di bawahnya"
    return BUKAN_TABEL


def _sebut_kolom(hasil: HasilBaca, lembar: Lembar, kepala: Kepala) -> None:
    def sebut(c: int) -> str:
        return f"{huruf_kolom(c)} ({kepala.label[c]})"

    dipakai: dict[str, list[str]] = {}
    for c, a in enumerate(kepala.arti):
        if a.peran == "indikator" and c not in kepala.indikator:
            continue
        if a.peran != "lain" and a.ukuran != "persen_rp":
            dipakai.setdefault(a.nama, []).append(sebut(c))
    milik = {s for v in dipakai.values() for s in v}
    nama = lembar.nama if lembar.nama not in hasil.kolom else f"{lembar.nama}, baris {kepala.atas + 1}"
    hasil.kolom[nama] = {k: ", ".join(v) for k, v in dipakai.items()}
    hasil.kolom_tak_dikenal[nama] = [
        sebut(c) for c, label in enumerate(kepala.label) if label and sebut(c) not in milik
    ]
    for c, kode, pesan in kepala.masalah:
        hasil.tambah(
            "peringatan", kode, pesan, lembar=lembar.nama, baris=kepala.atas + 1, kolom=huruf_kolom(c)
        )


def _rentang(nomor: Sequence[int], sebut: Any) -> str:
    """``3–5, 9`` for 2, 3, 4, 8."""
    bagian = []
    for _, kelompok in groupby(enumerate(sorted(nomor)), key=lambda x: x[1] - x[0]):
        isi = [n for _, n in kelompok]
        bagian.append(sebut(isi[0]) if len(isi) == 1 else f"{sebut(isi[0])}–{sebut(isi[-1])}")
    return ", ".join(bagian[:5]) + (" dan lainnya" if len(bagian) > 5 else "")


def _sebut_tersembunyi(
    hasil: HasilBaca, lembar: Lembar, kepala: Kepala, tampilan: Tampilan, bawah: int
) -> None:
    baris = [r for r in tampilan.baris_sembunyi if kepala.mulai <= r < bawah]
    kolom = [c for c in tampilan.kolom_sembunyi if c < len(kepala.arti) and kepala.arti[c].peran != "lain"]
    sebut = []
    if baris:
        sebut.append(f"baris {_rentang(baris, lambda r: str(r + 1))}")
    if kolom:
        sebut.append(f"kolom {_rentang(kolom, huruf_kolom)}")
    if sebut:
        hasil.tambah(
            "peringatan", "tersembunyi",
            f"Yang tersembunyi di lembar ini tetap dibaca: {' dan '.join(sebut)}. Periksa apakah "
            "memang berlaku.",
            lembar=lembar.nama,
        )  # fmt: skip


def _periksa_tahun(hasil: HasilBaca, lembar: Lembar, judul: Sequence[Sequence[str]], tahun: int) -> None:
    sebut = {int(t) for b in judul for s in b for t in _TAHUN.findall(s)}
    if sebut and not min(sebut) <= tahun <= max(sebut):
        hasil.tambah(
            "peringatan", "tahun_beda",
            f"Judul lembar ini menyebut tahun {', '.join(map(str, sorted(sebut)))}, sedangkan yang diimpor "
            f"tahun {tahun}. Periksa apakah berkasnya benar.",
            lembar=lembar.nama,
        )  # fmt: skip


def _baca_baris(
    hasil: HasilBaca,
    lembar: Lembar,
    kepala: Kepala,
    teks: Sequence[Sequence[str]],
    tampilan: Tampilan,
    bawah: int,
) -> list[BarisEvaluasi]:
    konteks = [c for c in (*kepala.kolom("konteks"), *kepala.kolom("sasaran")) if c not in kepala.indikator]
    konteks.sort(key=lambda c: (tingkat(kepala.label[c]), c))
    program = [c for c in konteks if kepala.arti[c].peran == "konteks"]
    satuan, setahun = kepala.kolom("satuan")[:1], kepala.kolom("setahun")[:1]
    gabung = _gabungan_hasil(lembar, kepala, tampilan)
    kini: dict[int, str] = {}
    daftar: list[BarisEvaluasi] = []
    for r in range(kepala.mulai, bawah):
        baris, tulisan = lembar.baris[r], teks[r]
        pertama = next((t for t in tulisan if t), "")
        nama, indikator = _nama(kepala, baris)
        if (
            not pertama
            or is_baris_nomor(tulisan)
            or rapikan(indikator) == kepala.label[nama].split(" / ")[-1]
        ):
            continue
        if (not indikator and _KAKI.match(rapikan(pertama))) or _is_kaki(indikator):
            kini = {}
            continue
        _ikuti(kini, konteks, baris)
        jenis = _jenis_baris(kepala, tulisan)
        isi: dict[tuple[int, str], SelBuku] = {
            (a.triwulan, "target" if a.target else a.ukuran): _sel(baris, r, c, tampilan, gabung)
            for c, a in reversed([*enumerate(kepala.arti)])
            if a.peran == "triwulan" and (not a.target or a.ukuran == "k")
        }
        if jenis:
            isi = {(q, jenis if u == "k" else u): s for (q, u), s in isi.items()}
        satu = BarisEvaluasi(
            lembar.nama, r + 1, huruf_kolom(nama), indikator,
            tuple(dict.fromkeys(kini[c] for c in program if kini.get(c))),
            baca_nama(sel_baris(baris, satuan[0])) if satuan else "",
            huruf_kolom(satuan[0]) if satuan else "",
            isi,
            _sel(baris, r, setahun[0], tampilan) if setahun and jenis in ("", "k") else None,
            _galat_lain(baris, r, kepala.arti, tampilan),
        )  # fmt: skip
        if jenis and daftar and _lanjutkan(daftar[-1], satu, jenis):
            continue
        if indikator and (satu.satuan or satu.is_terisi or any(_ANGKA.match(t) for t in tulisan[nama + 1 :])):
            daftar.append(satu)
        elif not indikator and (tempat := _angka_pertama(isi)):
            hasil.tambah(
                "peringatan", "tanpa_nama",
                "Ada angka, tetapi baris ini tidak menyebut indikatornya; tidak diimpor.",
                lembar=lembar.nama, baris=r + 1, kolom=tempat.kolom,
            )  # fmt: skip
    return daftar


def _nama(kepala: Kepala, baris: Sequence[Any]) -> tuple[int, str]:
    """The column that names the row, the deepest that is filled in, and the name."""
    semua = [(c, baca_nama(sel_baris(baris, c))) for c in kepala.indikator]
    return next((s for s in semua if s[1]), semua[0])


def _jenis_baris(kepala: Kepala, tulisan: Sequence[str]) -> str:
    """What a row says to hold where target and result of an indicator stand below each other."""
    kata = (
        rapikan(tulisan[c])
        for c, a in enumerate(kepala.arti[: kepala.angka])
        if a.peran == "lain" and c < len(tulisan)
    )
    return next((_JENIS_BARIS[k] for k in kata if k in _JENIS_BARIS), "")


def _gabungan_hasil(lembar: Lembar, kepala: Kepala, tampilan: Tampilan) -> dict[tuple[int, int], str]:
    """{cell: merged range} of results that are merged over the rows of several indicators."""
    hasil: dict[tuple[int, int], str] = {}
    for (atas, kiri), (bawah, kanan) in tampilan.gabungan:
        if bawah == atas or atas < kepala.mulai or kiri >= len(kepala.arti):
            continue
        if kepala.arti[kiri].ukuran != "k" or kepala.arti[kiri].peran != "triwulan":
            continue
        baris = range(atas, min(bawah + 1, len(lembar.baris)))
        if len([r for r in baris if _nama(kepala, lembar.baris[r])[1]]) > 1:
            tempat = f"{huruf_kolom(kiri)}{atas + 1}:{huruf_kolom(kanan)}{bawah + 1}"
            hasil |= {(r, kiri): tempat for r in baris}
    return hasil


def _lanjutkan(atas: BarisEvaluasi, satu: BarisEvaluasi, jenis: str) -> bool:
    """Add one more measure to the indicator above, unless the row names another one or repeats a measure."""
    if satu.indikator not in ("", atas.indikator) or any(u == jenis for _, u in atas.isi):
        return False
    atas.isi = {**satu.isi, **atas.isi}
    atas.setahun = atas.setahun or satu.setahun
    atas.lain = (*atas.lain, *satu.lain)
    return True


def _angka_pertama(isi: Mapping[tuple[int, str], SelBuku]) -> SelBuku | None:
    return next((s for (_, u), s in sorted(isi.items()) if u == "k" and s.bacaan.angka is not None), None)


def _is_kaki(indikator: str) -> bool:
    """Sums and verdicts written in the column of names; a real name never is only that."""
    return bool(_KAKI_NAMA.match(rapikan(indikator)))


def _ikuti(kini: dict[int, str], konteks: Sequence[int], baris: Sequence[Any]) -> None:
    """What stands above holds until something else does; a new program ends the kegiatan of the old one.

    ``konteks``: the columns from the highest level to the deepest.
    """
    for n, c in enumerate(konteks):
        ada = baca_nama(sel_baris(baris, c))
        if ada and ada != kini.get(c):
            kini[c] = ada
            for dalam in konteks[n + 1 :]:
                kini.pop(dalam, None)


def _sel(
    baris: Sequence[Any],
    r: int,
    c: int,
    tampilan: Tampilan,
    gabung: Mapping[tuple[int, int], str] = {},
) -> SelBuku:
    bacaan = baca_sel(sel_baris(baris, c), persen=(r, c) in tampilan.persen)
    if tempat := gabung.get((r, c)):
        galat = f"berada di sel gabungan {tempat} untuk beberapa indikator; tulis hasilnya masing-masing"
        bacaan = Bacaan(bacaan.teks or tempat, galat=galat)
    return SelBuku(huruf_kolom(c), bacaan, r + 1)


def _galat_lain(
    baris: Sequence[Any], r: int, arti: Sequence[Arti], tampilan: Tampilan
) -> tuple[SelBuku, ...]:
    """Failed formulas in columns that are neither results nor compared."""
    semua = (
        _sel(baris, r, c, tampilan)
        for c, a in enumerate(arti)
        if (a.peran != "triwulan" or a.ukuran not in ("k", "persen") or a.target)
        and isinstance(sel_baris(baris, c), str)
        and sel_baris(baris, c).startswith("#")
    )
    return tuple(s for s in semua if s.bacaan.is_galat_rumus)


def sebut_triwulan(triwulan: int) -> str:
    """``Triwulan II``."""
    return f"Triwulan {ROMAWI[triwulan - 1]}"
