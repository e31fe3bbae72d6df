"""From the rows of a budget workbook to what will be stored in one submission. Reads only.

Codes are looked up in the year's nomenclature, else in older versions (a peringatan names where);
units by code, else by name, else the row is booked on the OPD itself; accounts by code, else on
the nearest level above that the list knows. Whatever is not found is said, nothing is dropped
silently, and the total of the plan equals the total of the file's leaves.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.anggaran.actions import IsianKebutuhan, RencanaImpor
from terukur.anggaran.actions.impor import Tempat
from terukur.anggaran.actions.massal import Penempatan, kalimat_lebih, tempatkan
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.pembaca import BarisAnggaran
from terukur.anggaran.queries import (
    baris_pengajuan,
    cara_lampaui,
    kebutuhan_pengajuan,
    pagu_opd,
    tahap_jendela,
)
from terukur.anggaran.rules.ruang import NOL, periksa_jumlah
from terukur.impor.pembaca import HasilBaca
from terukur.organisasi.models import Unit
from terukur.perencanaan.actions.massal import BarisBaru
from terukur.perencanaan.models import Nomenklatur, Rekening, SumberDana
from terukur.perencanaan.queries import daftar_sub_kegiatan, telusuri_kode, unit_pengajuan, versi_tahun
from terukur.tenggat.models import Pengajuan

CONTOH = 5


@dataclass(frozen=True, slots=True)
class Beda:
    """A sub kegiatan whose needs will change. None: not there before, or not filled in."""

    kode: str
    nama: str
    unit: str
    lama: Decimal | None
    baru: Decimal | None


@dataclass(slots=True)
class Susunan:
    """The plan with what a preview shows. ``hasil.masalah`` holds the problems of file and plan."""

    hasil: HasilBaca
    rencana: RencanaImpor
    total: dict[str, Decimal] = field(default_factory=dict)
    beda: list[Beda] = field(default_factory=list)
    sama: int = 0


class _Penyusun:
    def __init__(self, hasil: HasilBaca, pengajuan: Pengajuan, sumber_bawaan: SumberDana | None) -> None:
        self.hasil = hasil
        self.pengajuan = pengajuan
        self.sumber_bawaan = sumber_bawaan
        self.daun: list[BarisAnggaran] = [b for b in hasil.baris if b.daun]

    def unit(self) -> dict[str, Unit | None]:
        """{code in the file: unit of this OPD}; None: booked on the OPD."""
        milik = unit_pengajuan(self.pengajuan)
        menurut_kode = {u.kode: u for u in milik}
        menurut_nama = {_rapat(u.nama): u for u in milik}
        nama = {b.kode_unit: b.nama_unit for b in self.daun if b.kode_unit}
        peta: dict[str, Unit | None] = {"": None}
        asing: list[str] = []
        for kode, sebutan in nama.items():
            peta[kode] = menurut_kode.get(kode) or menurut_nama.get(_rapat(sebutan))
            induk = kode.endswith(".0000") or _rapat(sebutan) == _rapat(self.pengajuan.opd.nama)
            if peta[kode] is None and not induk:
                asing.append(f"{kode} {sebutan}".strip())
        utama = next((k for k in nama if k.endswith(".0000")), "")
        if utama and utama != self.pengajuan.opd.kode:
            self.hasil.tambah(
                "peringatan",
                "opd_lain",
                f"Berkas ini menyebut {utama} {nama[utama]}, sedangkan isinya diimpor ke "
                f"{self.pengajuan.opd.kode} {self.pengajuan.opd.nama}.",
            )
        if asing:
            self.hasil.tambah(
                "peringatan",
                "unit_asing",
                f"{len(asing)} unit dalam berkas tidak ada dalam daftar unit OPD ({_sebagian(asing)}); "
                "kebutuhannya dicatat pada OPD. Daftarkan unitnya lebih dahulu bila perlu terpisah.",
            )
        return peta

    def nomenklatur(self) -> dict[str, Nomenklatur]:
        """{code: official row}; unknown codes become galat, codes of older versions peringatan."""
        kode = {b.kode_nomenklatur: b for b in self.daun if b.kode_nomenklatur.count(".") == 5}
        ketemu = {s.kode: s.nomenklatur for s in daftar_sub_kegiatan([self.pengajuan.pk]) if s.kode in kode}
        kode = {k: b for k, b in kode.items() if k not in ketemu}
        tahun = self.pengajuan.jendela.tahun
        versi = versi_tahun(tahun)
        if versi is None:
            self.hasil.tambah(
                "galat", "tanpa_nomenklatur", f"Nomenklatur tahun {tahun} belum ada; hubungi Bappeda."
            )
            return {}
        lama: dict[str, list[str]] = defaultdict(list)
        for k, t in telusuri_kode(versi, list(kode)).items():
            b = kode[k]
            if t.baris is None:
                self.hasil.tambah(
                    "galat",
                    "kode_tidak_ada",
                    f"Kode {k} {self.hasil.nama_kode.get(k, '')} tidak ada dalam nomenklatur mana pun. "
                    "Perbaiki kodenya, atau minta Bappeda mengimpor nomenklatur yang memuatnya.",
                    lembar=b.lembar,
                    baris=b.nomor,
                )
                continue
            ketemu[k] = t.baris
            if not t.versi_tahun:
                lama[t.baris.versi.nama].append(k)
        for nama, daftar in sorted(lama.items()):
            self.hasil.tambah(
                "peringatan",
                "kode_versi_lama",
                f"{len(daftar)} kode tidak ada dalam {versi.nama}, ditemukan dalam {nama}: "
                f"{_sebagian(sorted(daftar))}.",
            )
        return ketemu

    def rekening(self) -> dict[str, Rekening | None]:
        """{code in the file: account}, the nearest level above where the list lacks the code."""
        kode = {b.kode_rekening for b in self.daun if b.kode_rekening}
        calon = {".".join(k.split(".")[:n]) for k in kode for n in range(2, k.count(".") + 2)}
        ada = {r.kode: r for r in Rekening.objects.filter(kode__in=calon).order_by("kode")}
        peta: dict[str, Rekening | None] = {"": None}
        naik, tanpa = [], []
        for k in sorted(kode):
            ruas = k.split(".")
            tangga = (".".join(ruas[:n]) for n in range(len(ruas), 1, -1))
            peta[k] = next((ada[t] for t in tangga if t in ada), None)
            if peta[k] is None:
                tanpa.append(k)
            elif peta[k].kode != k:  # type: ignore[union-attr]
                naik.append(k)
        if naik:
            self.hasil.tambah(
                "peringatan",
                "rekening_induk",
                f"{len(naik)} rekening tidak ada dalam daftar dan dicatat pada rekening di atasnya: "
                f"{_sebagian(naik)}.",
            )
        if tanpa:
            self.hasil.tambah(
                "peringatan",
                "rekening_asing",
                f"{len(tanpa)} rekening tidak dikenal ({_sebagian(tanpa)}); nilainya dicatat tanpa rekening.",
            )
        return peta

    def sumber(self) -> dict[str, int | None]:
        """{as written in the file: source}."""
        tertulis = {b.sumber_dana.strip() for b in self.daun}
        ada: dict[str, int] = {}
        for s in SumberDana.objects.filter(
            kode__in={t.split(" ")[0].strip("[]") for t in tertulis if t}
        ).order_by("kode"):
            ada[s.kode] = s.pk
        nama = {_rapat(s.nama): s.pk for s in SumberDana.objects.filter(aktif=True).order_by("kode")}
        bawaan = self.sumber_bawaan.pk if self.sumber_bawaan else None
        peta: dict[str, int | None] = {}
        asing: list[str] = []
        for t in tertulis:
            peta[t] = (ada.get(t.split(" ")[0].strip("[]")) or nama.get(_rapat(t))) if t else bawaan
            if t and peta[t] is None:
                asing.append(t)
        if asing:
            self.hasil.tambah(
                "galat",
                "sumber_asing",
                f"{len(asing)} sumber dana tidak dikenal: {_sebagian(sorted(asing))}. Perbaiki kodenya "
                "menurut daftar sumber dana.",
            )
        if "" in peta and bawaan is None:
            self.hasil.tambah(
                "peringatan",
                "sumber_kosong",
                "Berkas ini tidak menyebut sumber dana. Pilih sumber dana saat mengimpor, atau lengkapi tiap "
                "baris sebelum diajukan.",
            )
        return peta


def _rapat(teks: str) -> str:
    return " ".join(teks.casefold().split())


def _sebagian(daftar: Sequence[str]) -> str:
    lebih = f" dan {len(daftar) - CONTOH} lagi" if len(daftar) > CONTOH else ""
    return ", ".join(daftar[:CONTOH]) + lebih


def _gabung(baris: Iterable[IsianKebutuhan]) -> list[IsianKebutuhan]:
    """One row per source and account. Where some amounts have no account, none of that source has,
    so that nothing counts twice."""
    semua = list(baris)
    tanpa = {b.sumber_dana_id for b in semua if b.rekening_id is None}
    jumlah: dict[tuple[int | None, int | None], Decimal] = {}
    for b in semua:
        kunci = (b.sumber_dana_id, None if b.sumber_dana_id in tanpa else b.rekening_id)
        jumlah[kunci] = jumlah.get(kunci, NOL) + (b.jumlah or NOL)
    return [IsianKebutuhan(s, j, rekening_id=r) for (s, r), j in jumlah.items()]


def susun_impor(
    hasil: HasilBaca, *, pengajuan: Pengajuan, sumber_bawaan: SumberDana | None = None
) -> Susunan:
    """Plan the import of ``hasil`` into ``pengajuan`` (window and OPD joined); adds to its problems.

    ``sumber_bawaan``: for rows that name no source. A plan with galat is not to be applied.
    """
    p = _Penyusun(hasil, pengajuan, sumber_bawaan)
    unit, nomenklatur, rekening, sumber = p.unit(), p.nomenklatur(), p.rekening(), p.sumber()
    mentah: dict[Tempat, list[IsianKebutuhan]] = defaultdict(list)
    rinci: dict[Tempat, list[IsianKebutuhan]] = defaultdict(list)
    butuh: dict[Tempat, BarisBaru] = {}
    for b in p.daun:
        jumlah = b.jumlah("anggaran")
        if b.kode_nomenklatur.count(".") != 5:
            hasil.tambah(
                "galat",
                "tanpa_sub_kegiatan",
                f"{b.kode_akhir} {b.uraian} tidak berada di bawah satu sub kegiatan pun, sehingga tidak "
                "dapat dicatat. Lengkapi kode sub kegiatannya.",
                lembar=b.lembar,
                baris=b.nomor,
            )
            continue
        if b.kode_nomenklatur not in nomenklatur:
            continue
        if pesan := periksa_jumlah(jumlah):
            hasil.tambah("galat", "jumlah", pesan, lembar=b.lembar, baris=b.nomor)
            continue
        milik = unit.get(b.kode_unit)
        tempat = (b.kode_nomenklatur, milik.pk if milik else None)
        butuh.setdefault(tempat, BarisBaru(b.kode_nomenklatur, nomenklatur[b.kode_nomenklatur], tempat[1]))
        if jumlah is None:
            continue
        akun = rekening.get(b.kode_rekening)
        if "di_atas_pagu" in b.tambahan:
            rinci[tempat].append(
                IsianKebutuhan(
                    sumber[b.sumber_dana.strip()], jumlah, akun.pk if akun else None, b.uraian,
                    b.tambahan["di_atas_pagu"] == "Ya", alasan=b.tambahan["alasan"],
                )
            )  # fmt: skip
            continue
        mentah[tempat].append(
            IsianKebutuhan(sumber[b.sumber_dana.strip()], jumlah, rekening_id=akun.pk if akun else None)
        )
    isian = {t: [*_gabung(mentah.get(t, [])), *rinci.get(t, [])] for t in butuh}
    keterangan = {
        "berkas": hasil.berkas,
        "sub_kegiatan": len(butuh),
        "total": {k: v for k, v in hasil.total.items() if k.startswith("anggaran")},
    }
    kebutuhan = sum((b.jumlah for baris in isian.values() for b in baris if b.jumlah is not None), NOL)
    # What stands there already is left alone, with its texts and the hand that wrote it.
    tetap = _tetap(pengajuan, isian, rinci)
    for t in tetap:
        del butuh[t], isian[t]
    _periksa_pagu(hasil, pengajuan, isian)
    susunan = Susunan(hasil, RencanaImpor(list(butuh.values()), isian, keterangan), {"kebutuhan": kebutuhan})
    susunan.sama = len(tetap)
    _banding(susunan, pengajuan, {u.pk: u.nama for u in unit.values() if u})
    return susunan


def _tetap(
    pengajuan: Pengajuan, isian: Mapping[Tempat, Sequence[IsianKebutuhan]], rinci: Container[Tempat]
) -> list[Tempat]:
    """The places whose needs stand there as the file has them.

    Of our own list (``rinci``) every field must agree; other workbooks only tell amounts by source
    and account. Rows begun without an amount are in no file.
    """
    lama: dict[Tempat, list[Kebutuhan]] = defaultdict(list)
    ada = {(s.kode, s.unit_id) for s in daftar_sub_kegiatan([pengajuan.pk])}
    for k in kebutuhan_pengajuan([pengajuan.pk]):
        if k.jumlah is not None:
            lama[k.sub_kegiatan_rencana.kode, k.sub_kegiatan_rencana.unit_id].append(k)

    def isi(baris: Iterable[IsianKebutuhan | Kebutuhan]) -> list[tuple[object, ...]]:
        return sorted(
            (str(b.sumber_dana_id), str(b.rekening_id), b.jumlah, b.di_atas_pagu, _rapat(b.uraian),
             _rapat(b.alasan))
            for b in baris if b.jumlah is not None
        )  # fmt: skip

    def jumlah(baris: Iterable[IsianKebutuhan | Kebutuhan]) -> dict[tuple[int | None, int | None], Decimal]:
        hasil: dict[tuple[int | None, int | None], Decimal] = defaultdict(Decimal)
        for b in baris:
            hasil[b.sumber_dana_id, b.rekening_id] += b.jumlah or NOL
        return hasil

    return [
        t
        for t, baris in isian.items()
        if t in ada and (isi(baris) == isi(lama[t]) if t in rinci else jumlah(baris) == jumlah(lama[t]))
    ]


def _periksa_pagu(
    hasil: HasilBaca, pengajuan: Pengajuan, isian: Mapping[Tempat, Sequence[IsianKebutuhan]]
) -> None:
    """Say before anything is stored how much would stand above the ceilings."""
    tahap = tahap_jendela(pengajuan.jendela)
    pagu = pagu_opd([pengajuan.opd_id], tahap).get(pengajuan.opd_id, {})
    if not pagu:
        return
    diganti = {(kode, unit) for kode, unit in isian}
    lain = [b for b in baris_pengajuan(pengajuan.pk) if (b.kode, b.unit) not in diganti]
    nomor = {UUID(int=n): t for n, t in enumerate(isian)}
    tempat: Penempatan = tempatkan(
        pagu, lain, {i: isian[t] for i, t in nomor.items()}, {i: t[1] for i, t in nomor.items()}
    )
    if not tempat.lebih:
        return
    kalimat = kalimat_lebih(tempat.lebih, tahap=tahap.label)
    if cara_lampaui(tahap) == CaraLampaui.TOLAK:
        hasil.tambah("galat", "melampaui_pagu", f"{kalimat} Kurangi jumlahnya atau minta TAPD mengubah pagu.")
    else:
        hasil.tambah(
            "peringatan",
            "melampaui_pagu",
            f"{kalimat} Bila diterapkan, kelebihannya menjadi usulan di atas pagu yang alasannya perlu Anda "
            "lengkapi.",
        )


def _banding(susunan: Susunan, pengajuan: Pengajuan, nama_unit: Mapping[UUID, str]) -> None:
    """Differences to what is stored, per sub kegiatan."""
    lama: dict[Tempat, Decimal] = {}
    nama: dict[str, str] = {}
    for k in kebutuhan_pengajuan([pengajuan.pk]):
        sub = k.sub_kegiatan_rencana
        nama[sub.kode] = sub.nama
        if k.jumlah is not None:
            lama[sub.kode, sub.unit_id] = lama.get((sub.kode, sub.unit_id), NOL) + k.jumlah
    for b in susunan.rencana.sub:
        nama[b.kode] = b.nomenklatur.nama
    for tempat, baris in susunan.rencana.isian.items():
        baru = sum((b.jumlah for b in baris if b.jumlah is not None), NOL) if baris else None
        susunan.beda.append(
            Beda(tempat[0], nama[tempat[0]], nama_unit.get(tempat[1], ""), lama.get(tempat), baru)  # type: ignore[arg-type]
        )
    susunan.beda.sort(key=lambda d: (d.kode, d.unit))
