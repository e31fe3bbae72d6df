"""Reads budget workbooks as they really are: stacked levels, of which only the leaves are summed.

Pure: no database and no settings. A row's place in the tree comes from its codes, not from where it
stands, so shuffled rows give the same sums. What the file itself states as totals (rows of higher
levels, "Jumlah") is compared with the sums of the leaves; a difference is a problem of that row.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from terukur.anggaran.pembaca_baris import BarisAnggaran, RincianLembar, baca_lembar
from terukur.anggaran.pembaca_kolom import JENIS_BELANJA, KOLOM_UANG, SASARAN, cukup, kolom_kode
from terukur.impor.pembaca import Buku, HasilBaca, huruf_kolom, kenali_tabel
from terukur.inti.angka import tulis_rupiah
from terukur.inti.kesalahan import AturanDilanggar

__all__ = ["URUTAN_TINGKAT", "BarisAnggaran", "baca_anggaran"]

URUTAN_TINGKAT: Final = (
    "urusan", "bidang", "skpd", "program", "kegiatan", "sub_kegiatan",
    "akun", "kelompok", "jenis", "objek", "rincian_objek", "sub_rincian_objek", "tanpa_kode", "jumlah",
)  # fmt: skip
TOLERANSI: Final = Decimal("0.99")
"""Stated totals are often written without sen."""
NOL: Final = Decimal(0)
_JENIS_REKENING: Final = {"5.1": "operasi", "5.2": "modal", "5.3": "tak_terduga", "5.4": "transfer"}


@dataclass(slots=True)
class _Pohon:
    """Sums of the leaves under every path."""

    jumlah: dict[tuple[str, ...], dict[str, Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Decimal))
    )

    def tambah(self, jalur: tuple[str, ...], nilai: Mapping[str, Decimal | None]) -> None:
        for n in range(len(jalur) + 1):
            wadah = self.jumlah[jalur[:n]]
            for k, v in nilai.items():
                if v is not None:
                    wadah[k] += v


def baca_anggaran(buku: Buku, *, tahun: int | None = None) -> HasilBaca:
    """Read a workbook of budget, and of realisation where it has one.

    ``tahun``: the year asked for; another year in the file is a peringatan. Amounts in rupiah.
    ``hasil.baris`` are ``BarisAnggaran``; ``hasil.total`` sums the leaves per column
    (``anggaran_operasi``, ``realisasi_modal`` ..., and ``anggaran``, ``realisasi`` over all kinds).
    Raises ``AturanDilanggar`` when no visible sheet holds a budget table.
    """
    hasil = HasilBaca("anggaran", buku.nama, lembar_tersembunyi=list(buku.tersembunyi))
    terbaca: list[RincianLembar] = []
    for lembar in buku.lembar:
        tabel = kenali_tabel(lembar, SASARAN, cukup)
        if tabel is None:
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada tabel anggaran"))
            continue
        kode = kolom_kode(tabel)
        if not kode:
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada kolom kode (rekapitulasi)"))
            continue
        rincian = baca_lembar(tabel, kode)
        if rincian.baris:
            terbaca.append(rincian)
        else:
            hasil.lembar_dilewati.append((lembar.nama, "tidak ada baris data"))
    terbaca = _buang_kembar(terbaca, hasil)
    if not terbaca:
        lewat = "; ".join(f"{n}: {s}" for n, s in hasil.lembar_dilewati) or "tidak ada lembar yang tampak"
        raise AturanDilanggar(
            f"Tidak ada tabel anggaran di “{buku.nama}” ({lewat}). Pastikan ada kolom kode dan kolom "
            "anggaran atau pagu, dan lembarnya tidak disembunyikan.",
            kode="tanpa_tabel",
        )
    for rincian in terbaca:
        _catat_tabel(rincian, hasil)
        hasil.masalah += rincian.masalah
        _periksa_tahun(rincian, hasil, tahun)
    semua = [b for r in terbaca for b in r.baris]
    nama_unit = _namai_unit(semua)
    pohon = _tandai_daun(semua)
    _periksa_jumlah(semua, terbaca, pohon, hasil)
    _periksa_baris(semua, hasil)
    _ringkas(semua, terbaca, pohon, hasil)
    _ringkas_unit(semua, nama_unit, hasil)
    hasil.masalah.sort(
        key=lambda m: (m.parah, hasil.lembar_dibaca.index(m.lembar) if m.lembar else -1, m.baris)
    )
    return hasil


def _buang_kembar(terbaca: list[RincianLembar], hasil: HasilBaca) -> list[RincianLembar]:
    """Of sheets that repeat each other's rows only the longest is read (the first of equals)."""
    pilih: list[RincianLembar] = []
    for r in sorted(terbaca, key=lambda r: -len(r.baris)):
        kunci = _sidik_baris(r)
        kembar = next((p for p in pilih if len(kunci & _sidik_baris(p)) > 0.5 * len(kunci)), None)
        if kembar is None:
            pilih.append(r)
            continue
        nama, asal = r.tabel.lembar.nama, kembar.tabel.lembar.nama
        hasil.lembar_dilewati.append((nama, f"isinya mengulang lembar “{asal}”"))
        hasil.tambah(
            "peringatan", "lembar_kembar",
            f"Lembar “{nama}” mengulang isi lembar “{asal}” dan tidak ikut dibaca. Hapus atau sembunyikan "
            "lembar yang tidak dipakai.",
        )  # fmt: skip
    return [r for r in terbaca if r in pilih]


def _sidik_baris(r: RincianLembar) -> set[tuple[tuple[str, ...], Decimal | None]]:
    return {(b.jalur, b.jumlah("anggaran")) for b in r.baris if b.jalur}


def _catat_tabel(rincian: RincianLembar, hasil: HasilBaca) -> None:
    tabel = rincian.tabel
    nama = tabel.lembar.nama
    hasil.lembar_dibaca.append(nama)
    hasil.kolom[nama] = {k: tabel.sebut(k) for k in tabel.kolom if k != "kode"}
    hasil.kolom[nama]["kode"] = ", ".join(huruf_kolom(c) for c in rincian.kolom_kode)
    hasil.kolom_tak_dikenal[nama] = tabel.tak_dikenal(rincian.kolom_kode)
    hasil.judul += [j for j in tabel.judul if j not in hasil.judul]


def _periksa_tahun(rincian: RincianLembar, hasil: HasilBaca, diminta: int | None) -> None:
    tabel = rincian.tabel
    judul, kolom = tabel.tahun_judul, rincian.tahun
    lembar = tabel.lembar.nama
    if judul and kolom and judul != kolom:
        hasil.tambah(
            "peringatan", "tahun_beda",
            f"Judul lembar menyebut tahun {judul}, tetapi kolom {tabel.sebut('tahun')} berisi {kolom}. "
            "Pastikan berkas ini untuk tahun yang benar.",
            lembar=lembar, baris=tabel.mulai + 1, kolom=tabel.huruf("tahun"),
        )  # fmt: skip
    nyata = judul or kolom
    if diminta and nyata and nyata != diminta:
        hasil.tambah(
            "peringatan", "tahun_lain",
            f"Berkas ini menyebut tahun {nyata}, sedangkan yang diimpor tahun {diminta}.",
            lembar=lembar,
        )  # fmt: skip
    hasil.tahun = hasil.tahun or diminta or nyata


def _tandai_daun(semua: Sequence[BarisAnggaran]) -> _Pohon:
    """Mark the rows under which no other row stands, and sum them upwards."""
    induk: set[tuple[str, ...]] = set()
    for b in semua:
        for n in range(1, len(b.jalur)):
            induk.add(b.jalur[:n])
    pohon = _Pohon()
    for b in semua:
        b.daun = bool(b.jalur) and b.jalur not in induk
        if b.daun:
            pohon.tambah(b.jalur, b.nilai)
    return pohon


def _periksa_jumlah(
    semua: Sequence[BarisAnggaran], terbaca: Sequence[RincianLembar], pohon: _Pohon, hasil: HasilBaca
) -> None:
    """Compare what higher rows and total rows state with the sums of the leaves under them."""
    per_lembar: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for b in semua:
        if b.daun:
            for k, v in b.nilai.items():
                if v is not None:
                    per_lembar[b.lembar][k] += v
    tabel = {r.tabel.lembar.nama: r.tabel for r in terbaca}
    for b in semua:
        if b.daun:
            continue
        banding = pohon.jumlah[b.jalur] if b.jalur else per_lembar[b.lembar]
        for k in KOLOM_UANG:
            tertulis = b.nilai.get(k)
            if tertulis is None or abs(tertulis - banding.get(k, NOL)) <= TOLERANSI:
                continue
            beda = tertulis - banding.get(k, NOL)
            sebut = b.kode_akhir or b.uraian or "jumlah"
            hasil.tambah(
                "galat", "jumlah_beda",
                f"{_sebut_tingkat(b)} {sebut} tertulis {tulis_rupiah(tertulis)} pada kolom "
                f"{tabel[b.lembar].sebut(k)}, sedangkan rinciannya berjumlah "
                f"{tulis_rupiah(banding.get(k, NOL))} (selisih {tulis_rupiah(beda)}). Periksa apakah ada "
                "rincian yang hilang atau salah angka.",
                lembar=b.lembar, baris=b.nomor, kolom=tabel[b.lembar].huruf(k),
            )  # fmt: skip


def _sebut_tingkat(b: BarisAnggaran) -> str:
    return {"skpd": "Unit", "jumlah": "Baris"}.get(b.tingkat, b.tingkat.replace("_", " ").capitalize())


def _periksa_baris(semua: Sequence[BarisAnggaran], hasil: HasilBaca) -> None:
    """Anomalies of single rows: realisation above budget, empty amounts, repeated rows."""
    sub = [b for b in semua if b.tingkat == "sub_kegiatan"]
    # Codes of a sub kegiatan carry the whole row where there is one; else each leaf speaks for itself.
    lengkap = {(b.kode_unit, b.kode_nomenklatur) for b in sub}
    for b in semua:
        if b.daun and b.belum_dihitung and b.jumlah("anggaran") is None:
            hasil.tambah(
                "galat", "belum_dihitung",
                f"Rumus pada kolom {b.belum_dihitung} belum dihitung. Buka berkas di aplikasi lembar kerja, "
                "simpan, lalu coba lagi.",
                lembar=b.lembar, baris=b.nomor, kolom=b.belum_dihitung,
            )  # fmt: skip
        elif b.daun and all(b.nilai.get(k) is None for k in KOLOM_UANG):
            hasil.tambah(
                "peringatan", "tanpa_angka",
                f"{_sebut_tingkat(b)} {b.kode_akhir or b.uraian} belum berisi angka; kosong bukan nol.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip
        wakil = b.tingkat == "sub_kegiatan" or (b.daun and (b.kode_unit, b.kode_nomenklatur) not in lengkap)
        if not wakil:
            continue
        anggaran, realisasi = b.jumlah("anggaran"), b.jumlah("realisasi")
        if anggaran is not None and realisasi is not None and realisasi > anggaran:
            hasil.tambah(
                "peringatan", "realisasi_melebihi",
                f"Realisasi {tulis_rupiah(realisasi)} melebihi anggaran {tulis_rupiah(anggaran)} pada "
                f"{b.kode_akhir} {b.uraian}{f' ({b.nama_unit})' if b.nama_unit else ''}. Periksa apakah "
                "anggaran atau kodenya keliru.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip
    pernah: dict[tuple[Any, ...], BarisAnggaran] = {}
    for b in semua:
        if not b.daun:
            continue
        kunci = (b.lembar, b.jalur, b.uraian, b.sumber_dana, b.tambahan.get("komponen"))
        lama = pernah.setdefault(kunci, b)
        if lama is not b:
            sama = "sama dengan" if lama.nilai == b.nilai else "berkode dan bernama sama dengan"
            hasil.tambah(
                "peringatan", "baris_kembar",
                f"Baris ini {sama} baris {lama.nomor}; keduanya dijumlahkan. Hapus salah satu bila "
                "tertulis dua kali.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip


def _ringkas(
    semua: Sequence[BarisAnggaran], terbaca: Sequence[RincianLembar], pohon: _Pohon, hasil: HasilBaca
) -> None:
    total = defaultdict(Decimal, pohon.jumlah.get((), {}))
    kolom = [k for k in KOLOM_UANG if any(k in r.tabel.kolom for r in terbaca)]
    hasil.total = {k: total[k] for k in kolom}
    per_jenis: dict[str, Decimal] = defaultdict(Decimal)
    rinci = [j for j in JENIS_BELANJA if f"anggaran_{j}" in kolom]
    for b in semua:
        if b.daun and not rinci and (v := b.nilai.get("anggaran")) is not None:
            jenis = _JENIS_REKENING.get(".".join(b.kode_rekening.split(".")[:2]), "belum_dirinci")
            per_jenis[f"anggaran_{jenis}"] += v
    if rinci:
        for apa in ("anggaran", "realisasi"):
            if any(f"{apa}_{j}" in kolom for j in JENIS_BELANJA):
                hasil.total[apa] = sum((total[f"{apa}_{j}"] for j in JENIS_BELANJA), NOL)
    else:
        hasil.total["anggaran"] = total["anggaran"]
        hasil.total |= dict(sorted(per_jenis.items()))
    hasil.baris = list(semua)
    hasil.hitung_tingkat(Counter(b.tingkat for b in semua), URUTAN_TINGKAT)
    hasil.jumlah["daun"] = sum(1 for b in semua if b.daun)


def _namai_unit(semua: Sequence[BarisAnggaran]) -> dict[str, str]:
    """Name of every unit, from its own row or from a column; written back to all its rows."""
    nama: dict[str, str] = {}
    for b in semua:
        if b.kode_unit and b.tingkat == "skpd" and b.uraian:
            nama[b.kode_unit] = b.uraian
        elif b.kode_unit:
            nama[b.kode_unit] = nama.get(b.kode_unit) or b.nama_unit
    for b in semua:
        b.nama_unit = nama.get(b.kode_unit, b.nama_unit)
    return nama


def _ringkas_unit(semua: Sequence[BarisAnggaran], nama: Mapping[str, str], hasil: HasilBaca) -> None:
    """Units as organisation papers count them: an OPD with two bidang urusan stands under each."""
    uang: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    nama_sub: dict[str, dict[str, BarisAnggaran]] = defaultdict(dict)
    for b in semua:
        if b.kode_unit:
            wadah = uang[b.bidang, b.kode_unit]
            if b.daun:
                for apa in ("anggaran", "realisasi"):
                    if (v := b.jumlah(apa)) is not None:
                        wadah[apa] += v
    for b in semua:
        if b.tingkat in {"urusan", "bidang", "program", "kegiatan", "sub_kegiatan"} and b.uraian:
            hasil.nama_kode.setdefault(b.kode_nomenklatur, b.uraian)
        if sub := b.tambahan.get("nama_sub_kegiatan"):
            hasil.nama_kode.setdefault(b.kode_nomenklatur, sub)
            nama_sub[b.kode_nomenklatur].setdefault(" ".join(sub.lower().split()), b)
    for kode, beda in nama_sub.items():
        if len(beda) > 1:
            b = list(beda.values())[1]
            hasil.tambah(
                "peringatan", "nama_beda",
                f"Kode sub kegiatan {kode} dipakai untuk {len(beda)} nama yang berbeda, antara lain "
                f"“{hasil.nama_kode[kode][:60]}” dan “{b.tambahan['nama_sub_kegiatan'][:60]}”. "
                "Periksa kodenya.",
                lembar=b.lembar, baris=b.nomor,
            )  # fmt: skip
    hasil.unit = [
        {"kode": kode, "bidang": bidang, "nama": nama[kode], **uang[bidang, kode]}
        for bidang, kode in sorted(uang, key=lambda k: (k[1], k[0]))
    ]
    hasil.jumlah["kode_unit_berbeda"] = len(nama)
