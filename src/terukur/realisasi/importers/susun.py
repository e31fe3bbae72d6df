"""From the rows of an evaluation workbook and what is on record to what would be written, and what not, why.

Only the result (K) of a quarter is written, into reports that can be filled in. The workbook's percentage
is compared with our formula and never stored; its Rp is only compared (``rupiah``).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from terukur.impor.jenis import LEWATI
from terukur.impor.pembaca import HasilBaca
from terukur.inti.angka import tulis_angka
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.periode import JenisPeriode, Periode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.rules.capaian import baca_rumus, hitung_capaian
from terukur.kinerja.rules.indikator import sebut_nilai
from terukur.realisasi.actions import isi_tersimpan
from terukur.realisasi.importers.buku_evaluasi import BarisEvaluasi, SelBuku, sebut_triwulan
from terukur.realisasi.models import LaporanRealisasi
from terukur.realisasi.queries import BarisSetahun
from terukur.realisasi.rules.alur import alasan_tidak_diisi
from terukur.realisasi.rules.isian import (
    IsiRealisasi,
    alasan_belum_berakhir,
    bakukan_kontribusi,
    nilai_dari_isian,
    periksa_kewajaran,
)
from terukur.realisasi.rules.padanan import Calon, Nama, padankan
from terukur.realisasi.rules.sel_evaluasi import (
    SERATUS,
    banyak_desimal,
    hasil_sel,
    is_persen_sama,
    is_satuan_sama,
)


@dataclass(frozen=True, slots=True)
class Isian:
    """One result to be written. ``lama``: what stands there now; ``versi`` 0 where nothing does."""

    kunci: UUID
    periode: str
    isi: IsiRealisasi
    nilai: Decimal
    lama: Decimal | None
    versi: int
    baris: BarisSetahun


@dataclass(slots=True)
class Susunan:
    """Everything an import would write, in the order of the workbook, and how many results are the same."""

    isian: list[Isian] = field(default_factory=list)
    sama: int = 0


@dataclass(frozen=True, slots=True)
class Keadaan:
    """What is on record, on one day. ``triwulan``: those that are imported."""

    tahun: int
    hari: dt.date
    baris: Sequence[BarisSetahun]
    laporan: dict[str, LaporanRealisasi]
    triwulan: Sequence[int] = (1, 2, 3, 4)

    def alasan_tertutup(self, periode: str) -> str:
        laporan = self.laporan.get(periode)
        return alasan_tidak_diisi(laporan.status) if laporan else ""


def padankan_baris(daftar: Sequence[BarisEvaluasi], keadaan: Keadaan, jawaban: dict[str, str]) -> None:
    """Fill in ``padanan``, ``kunci`` and ``cara`` of every row. ``jawaban``: {number of the row: answer}."""
    calon = [
        Calon(str(b.kunci), b.ukuran["nama"], b.judul, tuple(n for n in (b.nama_sub, *b.nama_induk) if n))
        for b in keadaan.baris
    ]
    nama = {str(b.kunci): b for b in keadaan.baris}
    padanan = padankan([Nama(b.indikator, b.konteks) for b in daftar], calon)
    for n, (b, p) in enumerate(zip(daftar, padanan, strict=True)):
        jawab = jawaban.get(str(n), "")
        b.padanan = p
        b.kunci = "" if jawab == LEWATI else jawab if jawab in nama else p.tepat
        if jawab == LEWATI:
            b.cara = "Dilewati"
        elif jawab in nama:
            b.cara = "Dipilih" if jawab != p.tepat else "Nama sama"
        else:
            b.cara = "Nama sama" if p.tepat else "Belum dipilih" if b.is_berhasil else ""
        if b.kunci:
            b.nama_kunci = f"{nama[b.kunci].ukuran['kode']} {nama[b.kunci].ukuran['nama']}"


class Penyusun:
    """Walks the rows once; collects what to write and adds every problem to ``hasil``."""

    def __init__(self, hasil: HasilBaca, keadaan: Keadaan) -> None:
        self.hasil, self.keadaan = hasil, keadaan
        self.susunan = Susunan()
        self.milik = {str(b.kunci): b for b in keadaan.baris}
        self.kembar = _kembar(hasil.baris)

    def susun(self) -> Susunan:
        for b in self.hasil.baris:
            for s in b.lain:
                self._sebut(b, s, "rumus_galat", f"Sel ini {s.bacaan.galat}; tidak dipakai.")
            if b.kunci:
                self._baris(b, self.milik[b.kunci])
            elif b.cara == "Belum dipilih":
                self._belum(b)
        return self.susunan

    def _sebut(self, b: BarisEvaluasi, s: SelBuku | str, kode: str, pesan: str) -> None:
        kolom, baris = (s, b.nomor) if isinstance(s, str) else (s.kolom, s.baris)
        self.hasil.tambah("peringatan", kode, pesan, lembar=b.lembar, baris=baris, kolom=kolom)

    def _belum(self, b: BarisEvaluasi) -> None:
        usul = self.milik.get(b.padanan.usulan)
        lanjut = (
            f"Paling mirip: “{usul.ukuran['nama']}”. Pilih padanannya di pratinjau."
            if usul
            else "Pilih padanannya di pratinjau, atau lewati."
        )
        self._sebut(
            b, b.kolom_nama, "belum_dipadankan" if usul else "tak_dikenal",
            f"“{b.indikator[:120]}” belum dipadankan dengan rencana aksi: {_kecil(b.padanan.alasan)}. "
            f"{lanjut} Baris ini belum diimpor.",
        )  # fmt: skip

    def _baris(self, b: BarisEvaluasi, r: BarisSetahun) -> None:
        ada = next((s for q in (1, 2, 3, 4) if (s := b.hasil(q)) and not s.bacaan.is_kosong), None)
        if r.jenis_periode != JenisPeriode.TRIWULAN:
            if ada:
                self._sebut(
                    b, ada, "bukan_triwulan",
                    f"Indikator ini dilaporkan {r.jenis_periode.label.lower()}, bukan triwulanan; "
                    "tidak diimpor. "
                    f"Isi pada laporan {r.jenis_periode.label.lower()}nya.",
                )  # fmt: skip
            return
        if ada and b.satuan and not is_satuan_sama(b.satuan, r.ukuran["satuan"]):
            self._sebut(
                b, b.kolom_satuan, "satuan_beda",
                f"Satuan di berkas “{b.satuan}”, satuan indikatornya {r.ukuran['satuan']}; angkanya "
                "tidak diimpor. "
                "Samakan satuannya di berkas, atau isi langsung pada laporan.",
            )  # fmt: skip
            return
        if self._is_kumulatif(b, r):
            return
        for q in self.keadaan.triwulan:
            if (s := b.hasil(q)) is not None:
                self._sel(b, r, q, s)

    def _is_kumulatif(self, b: BarisEvaluasi, r: BarisSetahun) -> bool:
        """Running totals in the columns of quarters: they would be summed once more."""
        angka = [s.bacaan.angka for q in (1, 2, 3, 4) if (s := b.hasil(q)) and s.bacaan.angka]
        setahun = b.setahun.bacaan.angka if b.setahun else None
        if r.ukuran["agregasi"] != Agregasi.AKUMULATIF or setahun is None or len(angka) < 2:
            return False
        if angka != sorted(angka) or setahun != angka[-1] or sum(angka) == setahun:
            return False
        assert b.setahun is not None
        self._sebut(
            b, b.setahun, "kumulatif",
            f"Angka triwulan tampaknya sudah dijumlahkan (setahun {tulis_angka(setahun)} sama dengan "
            "triwulan "
            "terakhir, bukan jumlahnya); tidak diimpor. Tulis hasil setiap triwulan sendiri.",
        )  # fmt: skip
        return True

    def _sel(self, b: BarisEvaluasi, r: BarisSetahun, q: int, s: SelBuku) -> None:
        periode = Periode(self.keadaan.tahun, JenisPeriode.TRIWULAN, q)
        tersimpan = r.realisasi.get(periode.kode)
        lama = tersimpan.nilai if tersimpan else None
        nama = sebut_triwulan(q)
        if belum := alasan_belum_berakhir(periode, hari=self.keadaan.hari):
            if not s.bacaan.is_kosong:
                self._sebut(b, s, "belum_berakhir", f"{nama}: {s.bacaan.teks} tidak diimpor. {belum}")
            return
        target = r.target.get(periode.kode)
        if target is None:
            if not s.bacaan.is_kosong:
                self._sebut(
                    b, s, "tanpa_target",
                    f"{nama}: tidak ada target yang ditetapkan untuk indikator ini; tidak diimpor.",
                )  # fmt: skip
            return
        if s.bacaan.is_kosong:
            tetap = f"; yang tersimpan, {sebut_nilai(lama, r.ukuran)}, tetap" if lama is not None else ""
            self._sebut(b, s, "kosong", f"{nama} kosong. Kosong bukan nol, jadi tidak diimpor{tetap}.")
            return
        baca = hasil_sel(s.bacaan, r.ukuran, target)
        if baca.alasan:
            self._sebut(b, s, baca.kode, f"{nama} {baca.alasan}; tidak diimpor.")
            return
        if (b.kunci, q) in self.kembar:
            tempat, sama = self.kembar[b.kunci, q]
            if tempat[0] is not b or not sama:
                lain = ", ".join(f"{x.lembar} baris {x.nomor}" for x in tempat if x is not b)
                akibat = (
                    "angkanya sama, dipakai sekali" if sama else "angkanya berbeda, tidak ada yang diimpor"
                )
                self._sebut(b, s, "kembar", f"{nama}: indikator ini disebut juga di {lain}; {akibat}.")
                return
        isi = isi_tersimpan(tersimpan, r.kontribusi.get(periode.kode, [])) if tersimpan else IsiRealisasi()
        self._tetapkan(b, r, q, s, isi, baca.nilai, baca.pembilang, baca.penyebut)

    def _tetapkan(
        self,
        b: BarisEvaluasi,
        r: BarisSetahun,
        q: int,
        s: SelBuku,
        isi: IsiRealisasi,
        nilai: Decimal | None,
        pembilang: Decimal | None,
        penyebut: Decimal | None,
    ) -> None:
        periode = f"{self.keadaan.tahun}-TW{q}"
        tersimpan, nama = r.realisasi.get(periode), sebut_triwulan(q)
        lama = tersimpan.nilai if tersimpan else None
        if r.ukuran["komponen"] and nilai is not None:
            if nilai != lama:
                a, c, _ = r.ukuran["komponen"]
                self._sebut(
                    b, s, "tanpa_komponen",
                    f"{nama}: indikator ini dihitung dari {a} dan {c}, berkas hanya memuat hasilnya "
                    f"({s.bacaan.teks}); tidak diimpor. Isi keduanya pada laporan, atau tulis “{_CONTOH}”.",
                )  # fmt: skip
                return
            self._banding_persen(b, r, q, nilai)
            self.susunan.sama += 1
            return
        baru = replace(isi, nilai=nilai, pembilang=pembilang, penyebut=penyebut)
        try:
            jadi = nilai_dari_isian(baru, r.ukuran)
            assert jadi is not None
            if jadi != lama or (pembilang, penyebut) != (isi.pembilang, isi.penyebut):
                periksa_kewajaran(jadi, r.target[periode], r.ukuran, isi.alasan)
                bakukan_kontribusi(jadi, baru.kontribusi)
        except AturanDilanggar as tolak:
            self._sebut(b, s, tolak.kode or "ditolak", f"{nama}: {tolak.pesan} Tidak diimpor.")
            return
        self._banding_persen(b, r, q, jadi)
        if jadi == lama and (pembilang, penyebut) == (isi.pembilang, isi.penyebut):
            self.susunan.sama += 1
            return
        if tutup := self.keadaan.alasan_tertutup(periode):
            self._sebut(
                b, s, "tertutup",
                f"{nama}: berkas {sebut_nilai(jadi, r.ukuran)}, tersimpan {sebut_nilai(lama, r.ukuran)}; "
                f"tidak diimpor. {tutup}",
            )  # fmt: skip
            return
        versi = tersimpan.versi if tersimpan else 0
        self.susunan.isian.append(Isian(r.kunci, periode, baru, jadi, lama, versi, r))

    def _banding_persen(self, b: BarisEvaluasi, r: BarisSetahun, q: int, nilai: Decimal) -> None:
        """The workbook's own achievement beside ours: never stored, a difference is named."""
        s, target = b.isi.get((q, "persen")), r.target[f"{self.keadaan.tahun}-TW{q}"]
        di_buku = b.isi.get((q, "target"))
        tertulis = di_buku.bacaan.angka if di_buku and target.atas is None else None
        if di_buku and tertulis is not None and tertulis not in (target.nilai, target.nilai / SERATUS):
            self._sebut(
                b, di_buku, "target_beda",
                f"{sebut_triwulan(q)}: target di berkas {di_buku.bacaan.teks}, yang ditetapkan "
                f"{sebut_nilai(target.nilai, r.ukuran)}.",
            )  # fmt: skip
        if s is None or s.bacaan.is_kosong:
            return
        buku = s.bacaan.angka
        if s.bacaan.galat or buku is None:
            sebab = s.bacaan.galat or f"berisi “{s.bacaan.teks[:60]}”"
            kode = "rumus_galat" if s.bacaan.is_galat_rumus else "bukan_angka"
            self._sebut(b, s, kode, f"Capaian {sebut_triwulan(q)} {sebab}; tidak dibandingkan.")
            return
        c = hitung_capaian(baca_rumus(r.ukuran["rumus"]), target, nilai)
        if c.terbatas is None or c.mentah is None:
            self._sebut(
                b, s, "persen_beda",
                f"{sebut_triwulan(q)}. Buku: {tulis_angka(buku)} %, dihitung Terukur: tidak ada. "
                f"{c.hitungan}",
            )  # fmt: skip
            return
        if is_persen_sama(buku, c.terbatas, banyak_desimal(buku)):
            return
        if not s.bacaan.persen and is_persen_sama(buku * SERATUS, c.terbatas):
            self._sebut(
                b, s, "persen_pecahan",
                f"Capaian {sebut_triwulan(q)} tertulis sebagai pecahan ({tulis_angka(buku)}); dibaca "
                f"{tulis_angka(buku * SERATUS)} %, sama dengan hitungan Terukur.",
            )  # fmt: skip
            return
        batas = f", dibatasi {tulis_angka(c.terbatas)}" if c.terbatas != c.mentah else ""
        lebih = " Lebih dari 1.000 %: periksa satuannya." if buku > 10 * SERATUS else ""
        self._sebut(
            b, s, "persen_beda",
            f"{sebut_triwulan(q)}. Buku: {tulis_angka(buku)} %, dihitung Terukur: "
            f"{tulis_angka(c.terbatas)} % "
            f"({c.hitungan} = {tulis_angka(c.mentah)}{batas}). Yang berlaku hitungan Terukur.{lebih}",
        )  # fmt: skip


_CONTOH = "12/14"


def _kecil(teks: str) -> str:
    return teks[:1].lower() + teks[1:]


def _kembar(daftar: Sequence[BarisEvaluasi]) -> dict[tuple[str, int], tuple[list[BarisEvaluasi], bool]]:
    """{(action, quarter) that several rows give a result: (these rows, is it the same)}."""
    milik: dict[tuple[str, int], list[tuple[BarisEvaluasi, Any]]] = defaultdict(list)
    for b in daftar:
        for q in (1, 2, 3, 4):
            s = b.hasil(q)
            if b.kunci and s and not s.bacaan.is_kosong:
                milik[b.kunci, q].append((b, s.bacaan.angka if s.bacaan.angka is not None else s.bacaan.teks))
    return {
        k: ([b for b, _ in isi], len({repr(n) if isinstance(n, str) else n for _, n in isi}) == 1)
        for k, isi in milik.items()
        if len(isi) > 1
    }
