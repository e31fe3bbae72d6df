"""What is still missing in the needs of one submission, over plain values.

A sub kegiatan is done when each of its rows names a source and an amount. A *galat* keeps the
submission from being signed; a *peringatan* is stored, flagged and explained. "No empty pagu, no
empty sumber dana" is a check of the Renja matrix (T-C.33, Permendagri 86/2017).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from terukur.anggaran.rules.ruang import NOL, BarisKebutuhan, Ruang, Sel, hitung_ruang, sisa_berjalan
from terukur.inti.angka import tulis_rupiah

Jenis = Literal["galat", "peringatan"]


@dataclass(frozen=True, slots=True)
class BarisSub:
    """One need of a sub kegiatan. ``rekening`` None: for the source as a whole."""

    sumber: Hashable | None
    rekening: Hashable | None
    jumlah: Decimal | None
    di_atas_pagu: bool = False


@dataclass(frozen=True, slots=True)
class SubBerkebutuhan:
    """A sub kegiatan of the program kerja with its needs; ``id`` is its key in links."""

    id: Hashable
    kode: str
    nama: str
    unit: Hashable | None
    baris: tuple[BarisSub, ...]


@dataclass(frozen=True, slots=True)
class TemuanUang:
    """A finding. ``sub`` None: about the submission as a whole. ``kolom``: field of the form."""

    jenis: Jenis
    kode: str
    pesan: str
    sub: Hashable | None = None
    sumber: Hashable | None = None
    kolom: str = ""


@dataclass(frozen=True, slots=True)
class HasilUang:
    """``terpenuhi`` of ``jumlah`` sub kegiatan are done; with the findings and the rooms."""

    terpenuhi: int
    jumlah: int
    temuan: tuple[TemuanUang, ...]
    ruang: Ruang

    @property
    def galat(self) -> tuple[TemuanUang, ...]:
        return tuple(t for t in self.temuan if t.jenis == "galat")

    @property
    def peringatan(self) -> tuple[TemuanUang, ...]:
        return tuple(t for t in self.temuan if t.jenis == "peringatan")


def periksa_sub(sub: SubBerkebutuhan) -> list[TemuanUang]:
    """Findings on one sub kegiatan, without ceilings."""
    hasil: list[TemuanUang] = []

    def temuan(jenis: Jenis, kode: str, pesan: str, kolom: str, sumber: Hashable | None = None) -> None:
        hasil.append(TemuanUang(jenis, kode, pesan, sub.id, sumber, kolom))

    if not sub.baris:
        temuan(
            "galat", "tanpa_kebutuhan",
            f"Kebutuhan anggaran kosong pada {sub.kode}. Isi jumlah dan sumber dananya; "
            "bila memang tanpa biaya, isi 0.",
            "jumlah_0",
        )  # fmt: skip
        return hasil
    for n, b in enumerate(sub.baris):
        if b.jumlah is None:
            temuan(
                "galat",
                "jumlah_kosong",
                f"Jumlah kosong pada {sub.kode}. Contoh: 1.250.000.000",
                f"jumlah_{n}",
                b.sumber,
            )
        if b.sumber is None:
            temuan(
                "galat", "sumber_kosong",
                f"Sumber dana belum dipilih pada {sub.kode} ({tulis_rupiah(b.jumlah)}).", f"sumber_{n}",
            )  # fmt: skip
    rinci = {(b.sumber, b.di_atas_pagu) for b in sub.baris if b.rekening is not None}
    if utuh := [b.sumber for b in sub.baris if b.rekening is None and (b.sumber, b.di_atas_pagu) in rinci]:
        temuan(
            "galat", "rekening_campur",
            f"Pada {sub.kode} satu sumber dana diisi sekaligus tanpa dan dengan rekening; "
            "sisakan satu cara agar tidak terhitung dua kali.",
            "rekening_0", utuh[0],
        )  # fmt: skip
    terisi = [b.jumlah for b in sub.baris if b.jumlah is not None]
    if len(terisi) == len(sub.baris) and sum(terisi, NOL) == 0:
        temuan(
            "peringatan", "jumlah_nol",
            f"Kebutuhan {sub.kode} bernilai 0 rupiah. Pastikan memang tanpa biaya.", "jumlah_0",
        )  # fmt: skip
    return hasil


def periksa_kebutuhan(
    daftar: Sequence[SubBerkebutuhan],
    pagu: Mapping[Sel, Decimal],
    *,
    tahap: str,
    nama_sumber: Mapping[Hashable, str],
    nama_unit: Mapping[Hashable, str],
) -> HasilUang:
    """All findings of one submission under its ceilings.

    What stands above a ceiling without being proposed so is a galat, at the first row (in the
    order of the codes) that no longer fits.
    """
    urut = [
        (s, BarisKebutuhan(s.unit, b.sumber, b.jumlah, b.di_atas_pagu, s.kode))
        for s in daftar
        for b in s.baris
    ]
    ruang = hitung_ruang(pagu, [b for _, b in urut])
    temuan: list[TemuanUang] = []
    if not daftar:
        temuan.append(
            TemuanUang(
                "galat", "tanpa_sub_kegiatan", "Belum ada sub kegiatan yang dapat diberi kebutuhan anggaran."
            )
        )
    beres = 0
    for s in daftar:
        milik = periksa_sub(s)
        beres += not any(t.jenis == "galat" for t in milik)
        temuan += milik
    temuan += _temuan_pagu(urut, pagu, ruang, tahap=tahap, nama_sumber=nama_sumber, nama_unit=nama_unit)
    return HasilUang(beres, max(1, len(daftar)), tuple(temuan), ruang)


def _temuan_pagu(
    urut: Sequence[tuple[SubBerkebutuhan, BarisKebutuhan]],
    pagu: Mapping[Sel, Decimal],
    ruang: Ruang,
    *,
    tahap: str,
    nama_sumber: Mapping[Hashable, str],
    nama_unit: Mapping[Hashable, str],
) -> list[TemuanUang]:
    if not ruang.ada_pagu:
        pesan = f"Pagu {tahap} belum ditetapkan TAPD; kebutuhan belum dapat dibandingkan dengan pagu."
        return [TemuanUang("peringatan", "pagu_belum_ada", pesan)] if urut else []
    pertama: dict[Sel, tuple[Hashable, Hashable | None]] = {}
    for (sub, b), sisa in zip(urut, sisa_berjalan(pagu, [b for _, b in urut]), strict=True):
        if (
            sisa is not None
            and sisa < 0
            and b.jumlah
            and not b.di_atas_pagu
            and (rs := ruang.cari(b.unit, b.sumber))
        ):
            pertama.setdefault(rs.sel, (sub.id, b.sumber))
        elif sisa is None and b.jumlah and not b.di_atas_pagu:
            pertama.setdefault(Sel(b.unit, b.sumber), (sub.id, b.sumber))
    hasil = []

    def sebut(sel: Sel) -> str:
        sumber = nama_sumber.get(
            sel.sumber, "sumber dana yang belum dipilih" if sel not in pagu else "semua sumber dana"
        )
        return f"{sumber} {nama_unit[sel.unit]}" if sel.unit is not None else sumber

    for rs in ruang.sel:
        if rs.kelebihan:
            sub_id, sumber = pertama[rs.sel]
            pesan = (
                f"Kebutuhan {sebut(rs.sel)} {tulis_rupiah(rs.terpakai)} melebihi pagu "
                f"{tulis_rupiah(rs.pagu)} ({tahap}) sebesar {tulis_rupiah(rs.kelebihan)}. "
                "Kurangi, atau jadikan kelebihannya usulan di atas pagu."
            )
            hasil.append(TemuanUang("galat", "melampaui_pagu", pesan, sub_id, sumber, "jumlah_0"))
    for sel, jumlah in ruang.tanpa_pagu.items():
        if jumlah and sel.sumber is not None:
            sub_id, sumber = pertama[sel]
            pesan = f"Belum ada pagu {sebut(sel)} ({tahap}), padahal kebutuhannya {tulis_rupiah(jumlah)}."
            hasil.append(TemuanUang("galat", "tanpa_pagu", pesan, sub_id, sumber, "jumlah_0"))
    if ruang.di_atas_pagu:
        pesan = f"{tulis_rupiah(ruang.di_atas_pagu)} diusulkan di atas pagu {tahap}; TAPD yang memutus."
        hasil.append(TemuanUang("peringatan", "usulan_di_atas_pagu", pesan))
    return hasil
