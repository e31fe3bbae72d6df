"""Workbooks of program kerja matched to what is stored: what would be added, changed, refused.

Reads only; ``actions.impor`` applies. The reading of files itself is ``pembaca_program``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.impor.pembaca import HasilBaca
from terukur.inti.angka import tulis_angka, tulis_rupiah
from terukur.inti.kesalahan import AturanDilanggar
from terukur.organisasi.models import Unit
from terukur.perencanaan.models import Nomenklatur, PrioritasDaerah, SubKegiatanRencana, SumberDana
from terukur.perencanaan.pembaca_program import BarisProgram
from terukur.perencanaan.penyedia import UangSumber, penyedia_uang
from terukur.perencanaan.queries.nomenklatur import telusuri_kode, versi_tahun
from terukur.perencanaan.queries.program import daftar_sub_kegiatan, unit_pengajuan
from terukur.perencanaan.queries.wilayah import temukan_wilayah
from terukur.perencanaan.rules.isian import LABEL_KOLOM, periksa_besar, tulis_isian
from terukur.perencanaan.rules.kode import bentangkan_kode, bidang_dari_kode_opd, is_penunjang, rapikan_kode
from terukur.perencanaan.rules.matriks import periksa_satuan
from terukur.perencanaan.rules.selisih import BarisUang
from terukur.tenggat.models import Pengajuan

NOL = Decimal(0)


@dataclass(slots=True)
class RencanaBaris:
    """What an import does with one sub kegiatan of one unit.

    ``sub_kegiatan``: the stored row, None when it is new. ``isi``: {field: value} that differ;
    ``beda``: {field: (old, new)} in words. ``uang``: {kode sumber dana: amount}; "" is a source
    that the list does not know. ``uang_ubah``: of these what is to be stored; empty when the same
    stands there already.
    """

    kode: str
    nomenklatur: Nomenklatur
    unit: Unit | None
    sub_kegiatan: SubKegiatanRencana | None
    isi: dict[str, Any] = field(default_factory=dict)
    beda: dict[str, tuple[str, str]] = field(default_factory=dict)
    uang: dict[str, Decimal] = field(default_factory=dict)
    uang_ubah: dict[str, Decimal] = field(default_factory=dict)

    @property
    def aksi(self) -> str:
        """``baru``, ``ubah`` or ``sama`` (of the fields; money is ``uang_ubah``)."""
        return "baru" if self.sub_kegiatan is None else "ubah" if self.isi else "sama"


@dataclass(slots=True)
class RencanaImpor:
    """The whole import: rows, and the reader's result with the problems found here added."""

    pengajuan: Pengajuan
    hasil: HasilBaca
    baris: list[RencanaBaris] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((j for b in self.baris for j in b.uang.values()), NOL)


class _Rujukan:
    """Names and codes of the workbook -> stored objects, loaded once."""

    def __init__(self, pengajuan: Pengajuan) -> None:
        self.kode_opd = pengajuan.opd.kode
        self.nama_opd = pengajuan.opd.nama
        unit = unit_pengajuan(pengajuan)
        self.unit = {u.kode: u for u in unit} | {_kata(u.nama): u for u in unit}
        self.prioritas = {_kata(p.nama): p for p in PrioritasDaerah.objects.order_by("urutan", "pk")}
        self.sumber: dict[object, str] = {}
        for kode, nama in SumberDana.objects.order_by("kode").values_list("kode", "nama"):
            self.sumber[_ruas(kode)] = kode
            self.sumber.setdefault(_kata(nama), kode)

    def cari_unit(self, b: BarisProgram) -> Unit | None:
        """Raises ``AturanDilanggar`` for a unit of somebody else."""
        if not b.kode_unit and not b.nama_unit:
            return None
        if b.kode_unit == self.kode_opd or (not b.kode_unit and _kata(b.nama_unit) == _kata(self.nama_opd)):
            return None
        unit = self.unit.get(b.kode_unit) or self.unit.get(_kata(b.nama_unit))
        if unit is None:
            raise AturanDilanggar(f"“{b.kode_unit or b.nama_unit}” bukan unit {self.nama_opd}.")
        return unit

    def cari_sumber(self, teks: str) -> str:
        """Code of the sumber dana written as code, name, or both; empty when unknown."""
        depan = teks.split()[0] if teks.split() else ""
        return self.sumber.get(_ruas(depan)) or self.sumber.get(_kata(teks)) or ""


def _kata(teks: str) -> str:
    return " ".join(teks.casefold().split())


def _ruas(kode: str) -> tuple[int, ...] | None:
    bagian = kode.strip(".").split(".")
    return tuple(map(int, bagian)) if all(b.isdecimal() for b in bagian) else None


def _sub(hasil: HasilBaca) -> list[BarisProgram]:
    return [b for b in hasil.baris if b.tingkat == "sub_kegiatan"]


def susun_rencana(pengajuan: Pengajuan, hasil: HasilBaca) -> RencanaImpor:
    """Match the rows of a workbook to a program kerja; problems are added to ``hasil``.

    An empty cell leaves the stored field as it is; rows that the workbook lacks stay. Raises
    ``AturanDilanggar`` when the year has no nomenclature.
    """
    versi = versi_tahun(pengajuan.jendela.tahun)
    if versi is None:
        raise AturanDilanggar(
            f"Nomenklatur tahun {pengajuan.jendela.tahun} belum ada. Minta Bappeda mengimpornya.",
            kode="tanpa_nomenklatur",
        )
    rencana = RencanaImpor(pengajuan, hasil)
    bidang = bidang_dari_kode_opd(pengajuan.opd.kode)
    daftar = [(b, _kode(b.kode, bidang)) for b in _sub(hasil)]
    temuan = telusuri_kode(versi, [k for _, k in daftar])
    ada = {(s.kode, s.unit_id): s for s in daftar_sub_kegiatan([pengajuan.pk])}
    rujukan = _Rujukan(pengajuan)
    per_kunci: dict[tuple[str, UUID | None], RencanaBaris] = {}
    for b, kode in daftar:
        t = temuan[kode]
        if t.baris is None:
            pesan = f"Kode {kode} {b.nama[:60]} tidak ada dalam nomenklatur mana pun. Periksa kodenya."
            hasil.tambah("galat", "kode_tak_dikenal", pesan, lembar=b.lembar, baris=b.nomor)
            continue
        if not t.versi_tahun:
            ganti = "; ".join(f"{n.kode} {n.nama[:50]}" for n in t.pengganti) or "belum diketahui"
            pesan = f"Kode {kode} hanya ada di {t.baris.versi.nama}. Penggantinya: {ganti}."
            hasil.tambah("peringatan", "kode_versi_lama", pesan, lembar=b.lembar, baris=b.nomor)
        try:
            unit = rujukan.cari_unit(b)
        except AturanDilanggar as asing:
            hasil.tambah("galat", "unit_asing", asing.pesan, lembar=b.lembar, baris=b.nomor)
            continue
        kunci = (kode, unit.pk if unit else None)
        r = per_kunci.setdefault(kunci, RencanaBaris(kode, t.baris, unit, ada.get(kunci)))
        _isi(r, b, rujukan, hasil)
    penyedia = penyedia_uang()
    uang = penyedia.rincian(pengajuan) if penyedia else {}
    for r in per_kunci.values():
        _bandingkan(r)
        _bandingkan_uang(r, uang.get(r.sub_kegiatan.pk, ()) if r.sub_kegiatan else (), hasil)
    rencana.baris = list(per_kunci.values())
    return rencana


def _kode(kode: str, bidang: list[str]) -> str:
    rapi = rapikan_kode(kode)
    return bentangkan_kode(rapi, bidang[0]) if is_penunjang(rapi) and bidang else rapi


def _isi(r: RencanaBaris, b: BarisProgram, rujukan: _Rujukan, hasil: HasilBaca) -> None:
    def peringatan(kode: str, pesan: str) -> None:
        hasil.tambah("peringatan", kode, pesan, lembar=b.lembar, baris=b.nomor)

    if pesan := periksa_satuan(r.nomenklatur.satuan, b.satuan):
        peringatan("satuan_beda", f"{r.kode}: {pesan}")
    for kolom, nilai in (("target", b.target), ("target_maju", b.target_maju), ("pagu_maju", b.pagu_maju)):
        if nilai is not None and nilai < 0:
            pesan = f"{r.kode}: angka negatif {nilai} pada {kolom.replace('_', ' ')}."
            hasil.tambah("galat", "negatif", pesan, lembar=b.lembar, baris=b.nomor)
        elif pesan := periksa_besar(kolom, nilai):
            hasil.tambah("galat", "terlalu_besar", f"{r.kode}: {pesan}", lembar=b.lembar, baris=b.nomor)
        elif nilai is not None and r.isi.setdefault(kolom, nilai) != nilai:
            peringatan(
                "isian_ganda",
                f"{r.kode}: {LABEL_KOLOM[kolom].lower()} berbeda pada baris lain kode ini; yang dipakai "
                f"{tulis_angka(r.isi[kolom])}, yang dilewati {tulis_angka(nilai)}.",
            )
    for kolom in ("kelompok_sasaran", "catatan"):
        if teks := b.isian.get(kolom, "").strip():
            r.isi.setdefault(kolom, teks)
    if teks := b.isian.get("lokasi", "").strip():
        wilayah, gagal = temukan_wilayah(teks.split(";"))
        sisa = [t.strip() for t in teks.split(";") if any(f"“{t.strip()}”" in g for g in gagal)]
        if wilayah:
            r.isi.setdefault("lokasi", sorted(wilayah, key=lambda w: str(w.pk)))
        if sisa:
            r.isi.setdefault("lokasi_uraian", "; ".join(sisa))
    if teks := b.isian.get("prioritas", "").strip():
        if p := rujukan.prioritas.get(_kata(teks)):
            r.isi.setdefault("prioritas", p)
        else:
            peringatan(
                "prioritas_asing", f"{r.kode}: prioritas “{teks[:60]}” tidak ada dalam daftar; dilewati."
            )
    if b.pagu is not None:
        sumber = rujukan.cari_sumber(b.sumber_dana)
        if not sumber:
            sebut = f"“{b.sumber_dana[:60]}” tidak ada dalam daftar" if b.sumber_dana else "kosong"
            peringatan("sumber_asing", f"{r.kode}: sumber dana {sebut}; pilih setelah impor.")
        r.uang[sumber] = r.uang.get(sumber, NOL) + b.pagu


def _bandingkan(r: RencanaBaris) -> None:
    lama = r.sub_kegiatan
    if lama is None:
        r.beda = {k: ("", tulis_isian(v)) for k, v in r.isi.items()}
        return
    beda: dict[str, Any] = {}
    for k, baru in r.isi.items():
        semula = sorted(lama.lokasi.all(), key=lambda w: str(w.pk)) if k == "lokasi" else getattr(lama, k)
        if _rapikan(k, semula) != _rapikan(k, baru):
            beda[k] = baru
            r.beda[k] = (tulis_isian(semula), tulis_isian(baru))
    r.isi = beda


def _rapikan(kolom: str, nilai: object) -> object:
    """Text as a cell can hold it: line breaks and runs of spaces are no difference."""
    if not isinstance(nilai, str):
        return nilai
    if kolom == "lokasi_uraian":
        return [" ".join(t.split()) for t in nilai.split(";") if t.strip()]
    return " ".join(nilai.split())


def _bandingkan_uang(r: RencanaBaris, lama: Sequence[UangSumber], hasil: HasilBaca) -> None:
    """What of the file's money is to be stored: nothing where it stands already, and nothing of a source
    that is detailed by rekening, since it would count twice."""
    rinci = {u.kode_sumber: u.jumlah for u in lama if u.berekening}
    for kode, jumlah in r.uang.items():
        if kode in rinci and rinci[kode] != jumlah:
            hasil.tambah(
                "peringatan", "uang_berekening",
                f"{r.kode}: sumber dana {kode} sudah dirinci per rekening, berjumlah "
                f"{tulis_rupiah(rinci[kode])}; {tulis_rupiah(jumlah)} dari berkas tidak dipakai. Ubah "
                "rinciannya di halaman anggaran, atau impor kebutuhan anggaran.",
            )  # fmt: skip
    baru = {k: j for k, j in r.uang.items() if k not in rinci}
    semula = {u.kode_sumber: u.jumlah for u in lama if not u.berekening and u.jumlah is not None}
    if baru and baru != semula:
        r.uang_ubah = baru
        if r.sub_kegiatan is not None:
            r.beda["uang"] = (_tulis_uang(semula), _tulis_uang(baru))


def _tulis_uang(uang: Mapping[str, Decimal]) -> str:
    return "; ".join(f"{k or 'sumber dana belum dipilih'} {tulis_rupiah(j)}" for k, j in sorted(uang.items()))


def uang_dari_buku(hasil: HasilBaca, bidang: Iterable[str]) -> list[BarisUang]:
    """Money per sub kegiatan and source of a SIPD export, for the reconciliation.

    Codes of sumber dana are brought to the stored spelling; unknown sources keep their own words.
    """
    utama = list(bidang)
    sumber: dict[object, tuple[str, str]] = {}
    for kode, nama in SumberDana.objects.order_by("kode").values_list("kode", "nama"):
        sumber[_ruas(kode)] = (kode, nama)
        sumber.setdefault(_kata(nama), (kode, nama))
    jumlah: dict[tuple[str, str], tuple[Decimal, str, str]] = defaultdict(lambda: (NOL, "", ""))
    for b in _sub(hasil):
        teks = b.sumber_dana.strip()
        depan = teks.split()[0] if teks else ""
        kode, nama = sumber.get(_ruas(depan)) or sumber.get(_kata(teks)) or (teks, teks)
        kunci = (_kode(b.kode, utama), kode)
        jumlah[kunci] = (jumlah[kunci][0] + (b.pagu or NOL), b.nama, nama)
    return [BarisUang(k, s, j, nama, nama_s) for (k, s), (j, nama, nama_s) in jumlah.items()]


def uang_pengajuan(pengajuan: Pengajuan) -> list[BarisUang]:
    """Money per sub kegiatan and source as stored; rows without money are absent."""
    penyedia = penyedia_uang()
    rincian = penyedia.rincian(pengajuan) if penyedia else {}
    return [
        BarisUang(b.kode, u.kode_sumber, u.jumlah, b.nama, u.nama_sumber, b.unit.nama if b.unit else "")
        for b in daftar_sub_kegiatan([pengajuan.pk])
        for u in rincian.get(b.pk, ())
        if u.jumlah is not None
    ]
