"""Reads an evaluation workbook: its indicators in their order, with every figure and where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from terukur.impor.pembaca import Buku, HasilBaca, Lembar, Tampilan, baca_nama, huruf_kolom
from terukur.inti.kesalahan import AturanDilanggar
from terukur.realisasi.importers.kepala import Kepala, cari_kepala, is_baris_nomor, sel_baris, teks_lembar
from terukur.realisasi.importers.kolom import ROMAWI, Arti, rapikan, tingkat
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
    r"tindak lanjut yang diperlukan|jumlah$|total$|rata rata$)"
)
_TAHUN = re.compile(r"\b(20\d\d)\b")
LUBANG: Final = 3


@dataclass(frozen=True, slots=True)
class SelBuku:
    """One figure and the letters of its column."""

    kolom: str
    bacaan: Bacaan


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
    def is_berhasil(self) -> bool:
        """Whether any result stands in the row."""
        return any(u == "k" and not s.bacaan.is_kosong for (_, u), s in self.isi.items())


def baca_evaluasi(buku: Buku, *, tahun: int) -> HasilBaca:
    """The tables of all visible sheets. Raises ``AturanDilanggar`` when there is none."""
    hasil = HasilBaca("evaluasi", buku.nama, tahun=tahun, lembar_tersembunyi=list(buku.tersembunyi))
    for lembar in buku.lembar:
        teks, tampilan = teks_lembar(lembar), lembar.tampilan()
        kepala = cari_kepala(lembar, teks, tampilan)
        if kepala is None:
            hasil.lembar_dilewati.append((lembar.nama, "bukan tabel evaluasi per triwulan"))
            continue
        hasil.lembar_dibaca.append(lembar.nama)
        _sebut_kolom(hasil, lembar, kepala)
        _sebut_tersembunyi(hasil, lembar, kepala, tampilan)
        _periksa_tahun(hasil, lembar, teks[: kepala.atas], tahun)
        hasil.baris += _baca_baris(hasil, lembar, kepala, teks, tampilan)
    if not hasil.lembar_dibaca:
        raise AturanDilanggar(
            "Tidak ada tabel evaluasi dalam berkas ini. Yang dicari: kolom indikator, dan sedikitnya "
            "satu kolom "
            "realisasi yang judulnya menyebut triwulannya (Triwulan I, TW 1, atau I di bawah Triwulan).",
            kode="tanpa_tabel",
        )
    return hasil


def _sebut_kolom(hasil: HasilBaca, lembar: Lembar, kepala: Kepala) -> None:
    def sebut(c: int) -> str:
        return f"{huruf_kolom(c)} ({kepala.label[c]})"

    dipakai: dict[str, list[str]] = {}
    for c, a in enumerate(kepala.arti):
        if a.peran == "indikator" and c != kepala.indikator:
            continue
        if a.peran != "lain" and a.ukuran != "persen_rp":
            dipakai.setdefault(a.nama, []).append(sebut(c))
    hasil.kolom[lembar.nama] = {k: ", ".join(v) for k, v in dipakai.items()}
    milik = {s for v in dipakai.values() for s in v}
    hasil.kolom_tak_dikenal[lembar.nama] = [
        sebut(c) for c, label in enumerate(kepala.label) if label and sebut(c) not in milik
    ]
    if kepala.kumulatif:
        hasil.tambah(
            "peringatan", "kolom_kumulatif",
            "Kolom ini sampai dengan suatu triwulan, jadi bukan hasil triwulan itu sendiri; tidak dibaca.",
            lembar=lembar.nama, baris=kepala.atas + 1, kolom=huruf_kolom(kepala.kumulatif[0]),
        )  # fmt: skip


def _rentang(nomor: Sequence[int], sebut: Any) -> str:
    """``3–5, 9`` for 2, 3, 4, 8."""
    bagian = []
    for _, kelompok in groupby(enumerate(sorted(nomor)), key=lambda x: x[1] - x[0]):
        isi = [n for _, n in kelompok]
        bagian.append(sebut(isi[0]) if len(isi) == 1 else f"{sebut(isi[0])}–{sebut(isi[-1])}")
    return ", ".join(bagian[:5]) + (" dan lainnya" if len(bagian) > 5 else "")


def _sebut_tersembunyi(hasil: HasilBaca, lembar: Lembar, kepala: Kepala, tampilan: Tampilan) -> None:
    baris = [r for r in tampilan.baris_sembunyi if kepala.mulai <= r < len(lembar.baris)]
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
    if sebut and tahun not in sebut:
        hasil.tambah(
            "peringatan", "tahun_beda",
            f"Judul lembar ini menyebut tahun {', '.join(map(str, sorted(sebut)))}, sedangkan yang diimpor "
            f"tahun {tahun}. Periksa apakah berkasnya benar.",
            lembar=lembar.nama,
        )  # fmt: skip


def _baca_baris(
    hasil: HasilBaca, lembar: Lembar, kepala: Kepala, teks: Sequence[Sequence[str]], tampilan: Tampilan
) -> list[BarisEvaluasi]:
    nama = kepala.indikator
    konteks = [c for c in (*kepala.kolom("konteks"), *kepala.kolom("sasaran")) if c != nama]
    konteks.sort(key=lambda c: (tingkat(kepala.label[c]), c))
    program = [c for c in konteks if kepala.arti[c].peran == "konteks"]
    satuan = kepala.kolom("satuan")
    judul_nama = kepala.label[nama].split(" / ")[-1]
    kini: dict[int, str] = {}
    daftar = []
    for r in range(kepala.mulai, len(lembar.baris)):
        baris, tulisan = lembar.baris[r], teks[r]
        pertama = next((t for t in tulisan if t), "")
        indikator = baca_nama(sel_baris(baris, nama))
        if not pertama or is_baris_nomor(tulisan) or rapikan(indikator) == judul_nama:
            continue
        if (not indikator and _KAKI.match(rapikan(pertama))) or _is_kaki(indikator):
            kini = {}
            continue
        _ikuti(kini, konteks, baris)
        isi: dict[tuple[int, str], SelBuku] = {
            (a.triwulan, "target" if a.target else a.ukuran): _sel(baris, r, c, tampilan)
            for c, a in reversed([*enumerate(kepala.arti)])
            if a.peran == "triwulan" and (not a.target or a.ukuran == "k")
        }
        setahun = kepala.kolom("setahun")
        satu = BarisEvaluasi(
            lembar.nama, r + 1, huruf_kolom(nama), indikator,
            tuple(dict.fromkeys(kini[c] for c in program if kini.get(c))),
            baca_nama(sel_baris(baris, satuan[0])) if satuan else "",
            huruf_kolom(satuan[0]) if satuan else "",
            isi,
            _sel(baris, r, setahun[0], tampilan) if setahun else None,
            _galat_lain(baris, r, kepala.arti, tampilan),
        )  # fmt: skip
        if indikator and (
            satu.is_berhasil or satu.satuan or any(not s.bacaan.is_kosong for s in isi.values())
        ):
            daftar.append(satu)
        elif not indikator and (tempat := _angka_pertama(isi)):
            hasil.tambah(
                "peringatan", "tanpa_nama",
                "Ada angka, tetapi baris ini tidak menyebut indikatornya; tidak diimpor.",
                lembar=lembar.nama, baris=r + 1, kolom=tempat.kolom,
            )  # fmt: skip
    return daftar


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


def _sel(baris: Sequence[Any], r: int, c: int, tampilan: Tampilan) -> SelBuku:
    return SelBuku(huruf_kolom(c), baca_sel(sel_baris(baris, c), persen=(r, c) in tampilan.persen))


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
