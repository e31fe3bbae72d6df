"""``terukur import``: read a workbook and say what is in it, or apply it.

With ``--periksa`` neither a server nor a database is needed; the file is only read. Where a database
of ours answers as it is, a nomenclature is compared with the stored version of its year.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from terukur.cli.parser import Anak
    from terukur.impor.pembaca import HasilBaca, Masalah
    from terukur.perencanaan.pembaca_kode import BarisResmi

DATA = ("tahun", "nama", "dasar", "pengajuan")
JENIS = ("nomenklatur", "program-kerja", "anggaran")
TAMPIL = 25
"""So many problems and units are printed in full; the rest with --json."""


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "import",
        help="baca lembar kerja (nomenklatur, program kerja, anggaran), periksa, lalu terapkan",
        description="Membaca berkas xlsx, xls, ods, csv atau json SIPD: menyebut unit, jumlah baris per "
        "tingkat, total dan setiap masalah beserta lembar, baris dan kolomnya. Dengan --periksa tidak ada "
        "yang disimpan dan tidak diperlukan server maupun basis data.",
        epilog="Status keluar: 0 tanpa galat, 1 ada galat, 2 berkas tidak dapat dipakai.",
    )
    pengurai.add_argument("jenis", choices=JENIS, metavar="JENIS", help=" | ".join(JENIS))
    pengurai.add_argument("berkas", type=Path, metavar="BERKAS", help="lembar kerja yang dibaca")
    pengurai.add_argument("--tahun", type=int, help="tahun anggaran atau tahun mulai berlaku")
    pengurai.add_argument("--periksa", action="store_true", help="hanya membaca dan memeriksa")
    pengurai.add_argument("--json", action="store_true", help="keluarkan sebagai JSON")
    pengurai.add_argument(
        "--nomenklatur",
        type=Path,
        action="append",
        default=[],
        metavar="BERKAS",
        help="nomenklatur pembanding; boleh berulang, versi tahun itu lebih dahulu lalu versi lama",
    )
    pengurai.add_argument("--nama", help="nama versi nomenklatur yang disimpan (tanpa --periksa)")
    pengurai.add_argument("--dasar", default="", help="dasar hukum versi nomenklatur (tanpa --periksa)")
    pengurai.add_argument("--pengajuan", help="nomor pengajuan yang diisi (tanpa --periksa)")
    pengurai.add_argument(
        "--sebagai", metavar="PENGGUNA", help="nama pengguna yang mengimpor (tanpa --periksa)"
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    """Read, check and print; 0 without galat, 1 with galat, 2 when the file cannot be used."""
    from terukur.inti.kesalahan import AturanDilanggar

    try:
        if not opsi.periksa and not opsi.sebagai:
            raise AturanDilanggar("Sebutkan --sebagai PENGGUNA, atau pakai --periksa untuk memeriksa saja.")
        if opsi.tahun is not None and not 2000 <= opsi.tahun <= 2100:
            raise AturanDilanggar(f"Tahun {opsi.tahun} keliru: tulis tahun anggaran, misalnya 2027.")
        hasil = baca(opsi.jenis, opsi.berkas, opsi.tahun, opsi.nomenklatur)
        if not opsi.periksa and not hasil.galat:
            hasil.jumlah["diterapkan"] = _terapkan(opsi)
    except AturanDilanggar as e:
        if opsi.json:
            isi = {
                "jenis": opsi.jenis,
                "berkas": opsi.berkas.name,
                "kesalahan": {"kode": e.kode, "pesan": e.pesan},
            }
            print(json.dumps(isi, ensure_ascii=False, indent=1))
        print(f"terukur import: {e.pesan}", file=sys.stderr)
        return 2
    if opsi.json:
        print(json.dumps(hasil.json(), ensure_ascii=False, indent=1))
    else:
        tulis(hasil)
        if not opsi.periksa and hasil.galat:
            print("\nTidak ada yang disimpan karena ada galat.")
    return 1 if hasil.galat else 0


def baca(jenis: str, berkas: Path, tahun: int | None, nomenklatur: Sequence[Path] = ()) -> "HasilBaca":
    """Read one workbook with the reader of its kind and look its codes up in ``nomenklatur``.

    Raises ``AturanDilanggar`` when a file cannot be used.
    """
    from terukur.anggaran.pembaca import baca_anggaran
    from terukur.impor.pembaca import buka_buku
    from terukur.perencanaan.pembaca_kode import DaftarKode, baris_resmi, periksa_kode, selisih
    from terukur.perencanaan.pembaca_nomenklatur import baca_nomenklatur
    from terukur.perencanaan.pembaca_program import baca_program

    pembaca: dict[str, Callable[..., HasilBaca]] = {
        "nomenklatur": baca_nomenklatur,
        "program-kerja": baca_program,
        "anggaran": baca_anggaran,
    }
    hasil = pembaca[jenis](buka_buku(berkas), tahun=tahun)
    versi = [(p.stem, baca_nomenklatur(buka_buku(p))) for p in nomenklatur]
    if jenis == "nomenklatur":
        lama = {nama: baris_resmi(v) for nama, v in versi} or _versi_tersimpan(tahun or hasil.tahun)
        if lama:
            hasil.jumlah["selisih"] = {n: selisih(v, baris_resmi(hasil)) for n, v in lama.items()}
    elif versi:
        kode = "kode" if jenis == "program-kerja" else "kode_nomenklatur"
        hasil.jumlah["kode_per_versi"] = periksa_kode(
            hasil,
            [(getattr(b, kode), b.lembar, b.nomor) for b in hasil.baris],
            [DaftarKode(nama, v.nama_kode) for nama, v in versi],
        )
    return hasil


def _versi_tersimpan(tahun: int | None) -> "dict[str, list[BarisResmi]]":
    """The stored version that holds for ``tahun`` (else the newest), empty without a database."""
    from terukur.cli import lingkup

    if not lingkup.basisdata_menjawab():
        return {}
    from terukur.perencanaan.queries import versi_pembanding

    return versi_pembanding(tahun)


def _terapkan(opsi: argparse.Namespace) -> str:
    """Apply in the name of ``--sebagai``; the sentence that says what was done."""
    from terukur.cli import lingkup

    with lingkup.basisdata():
        from django.utils import timezone

        from terukur.impor.perintah import terapkan_dari_perintah

        impor = terapkan_dari_perintah(
            kode=opsi.jenis,
            berkas=opsi.berkas,
            data={k: str(v) for k in DATA if (v := getattr(opsi, k)) not in (None, "")},
            nama_pengguna=opsi.sebagai,
            pada=timezone.now(),
        )
        return impor.pesan


def tulis(hasil: "HasilBaca") -> None:
    """Print a result for people."""
    from terukur.inti.angka import tulis_angka

    print(
        f"{hasil.berkas} ({hasil.jenis.replace('_', ' ')}{f', tahun {hasil.tahun}' if hasil.tahun else ''})"
    )
    print(f"  lembar dibaca      : {', '.join(hasil.lembar_dibaca)}")
    for nama, sebab in hasil.lembar_dilewati:
        print(f"  lembar dilewati    : {nama} ({sebab})")
    if hasil.lembar_tersembunyi:
        print(f"  lembar tersembunyi : {', '.join(hasil.lembar_tersembunyi)} (tidak dibaca)")
    for lembar, kolom in hasil.kolom_tak_dikenal.items():
        if kolom:
            print(f"  kolom tak dipakai  : {lembar}: {', '.join(kolom)}")
    print("\nBaris per tingkat")
    for tingkat, jumlah in hasil.baris_per_tingkat.items():
        print(f"  {tingkat.replace('_', ' '):22} {tulis_angka(jumlah):>12}")
    if hasil.unit:
        print(f"\nUnit: {len(hasil.unit)}")
        for u in hasil.unit[:TAMPIL]:
            uang = next((v for k, v in u.items() if k in {"anggaran", "pagu"}), None)
            print(
                f"  {u['kode']:24} {u.get('bidang', ''):5} {str(u['nama'])[:44]:44} {tulis_angka(uang):>22}"
            )
        _sisa(len(hasil.unit))
    if hasil.total:
        print("\nTotal (Rp)")
        for kolom_uang, nilai in hasil.total.items():
            print(f"  {kolom_uang.replace('_', ' '):30} {tulis_angka(nilai):>26}")
    for nama, isi in hasil.jumlah.items():
        print(f"\n{nama.replace('_', ' ').capitalize()}: {_ringkas(isi)}")
    print(f"\nMasalah: {len(hasil.galat)} galat, {len(hasil.peringatan)} peringatan")
    for m in hasil.masalah[:TAMPIL]:
        print(f"  [{m.parah}] {_tempat(m)}{m.pesan}")
    _sisa(len(hasil.masalah))


def _tempat(m: "Masalah") -> str:
    bagian = [m.lembar, f"baris {m.baris}" if m.baris else "", f"kolom {m.kolom}" if m.kolom else ""]
    teks = ", ".join(b for b in bagian if b)
    return f"{teks}: " if teks else ""


def _sisa(jumlah: int) -> None:
    if jumlah > TAMPIL:
        print(f"  ... dan {jumlah - TAMPIL} lagi; lihat semuanya dengan --json")


def _ringkas(isi: Any) -> str:
    if isinstance(isi, dict):
        return "; ".join(
            f"{str(k).replace('_', ' ')} {f'({_ringkas(v)})' if isinstance(v, dict) else _ringkas(v)}"
            for k, v in isi.items()
        )
    if isinstance(isi, list):
        return ", ".join(str(x) for x in isi)
    return str(isi)
