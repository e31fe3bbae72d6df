"""Workbooks of perencanaan: the kertas kerja to fill offline, and the copy sheet in SIPD's order."""

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from terukur.impor.pembaca.buku import LEMBAR_PENANDA
from terukur.inti.lembar import Kolom
from terukur.inti.penangkal import jaga_teks
from terukur.organisasi.models import OPD, Unit
from terukur.perencanaan.choices import Tingkat
from terukur.perencanaan.models import SubKegiatanRencana, SumberDana
from terukur.perencanaan.penyedia import PaguTersedia, UangSumber, penyedia_uang
from terukur.perencanaan.queries import (
    daftar_prioritas,
    daftar_sub_kegiatan,
    label_wilayah,
    nama_kode,
    saring_nomenklatur,
    versi_tahun,
)
from terukur.perencanaan.rules.kode import bentangkan_kode, bidang_dari_kode_opd, induk_kode
from terukur.tenggat.models import Pengajuan


@dataclass(frozen=True, slots=True)
class BarisUangProgram:
    """A sub kegiatan and one of its sources; ``uang`` None where it has no money yet."""

    sub: SubKegiatanRencana
    uang: UangSumber | None


def baris_uang(pengajuan: Pengajuan) -> Iterator[BarisUangProgram]:
    """Rows of a program kerja, one per sumber dana, in order of code."""
    penyedia = penyedia_uang()
    rincian = penyedia.rincian(pengajuan) if penyedia else {}
    for b in daftar_sub_kegiatan([pengajuan.pk]):
        milik: list[UangSumber | None] = [*rincian.get(b.pk, ())]
        for u in milik or [None]:
            yield BarisUangProgram(b, u)


def kolom_sipd(pengajuan: Pengajuan) -> tuple[Kolom, ...]:
    """Columns in the order in which SIPD asks for a sub kegiatan, for copying field by field."""
    kode = {b.kode for b in daftar_sub_kegiatan([pengajuan.pk])}
    return kolom_matriks(pengajuan.jendela.tahun, kode, opd=lambda r: pengajuan.opd)


def kolom_matriks(tahun: int, kode: Collection[str], *, opd: Callable[[Any], OPD]) -> tuple[Kolom, ...]:
    """The same columns for rows with ``sub`` and ``uang`` of any OPD. ``kode``: those of the rows."""
    versi = versi_tahun(tahun)
    rantai = {k for satu in kode for k in _rantai(satu)}
    nama = nama_kode(versi, rantai) if versi and rantai else {}

    def atas(tingkat: int, apa: str) -> Any:
        def ambil(r: BarisUangProgram) -> str:
            k = _rantai(r.sub.kode)[tingkat]
            return k if apa == "kode" else nama.get(k, "")

        return ambil

    return (
        Kolom("Kode SKPD", lambda r: opd(r).kode, "kode"),
        Kolom("Nama SKPD", lambda r: opd(r).nama),
        Kolom("Kode Sub SKPD", lambda r: (r.sub.unit or opd(r)).kode, "kode"),
        Kolom("Nama Sub SKPD", lambda r: (r.sub.unit or opd(r)).nama),
        Kolom("Kode Urusan", atas(0, "kode"), "kode"),
        Kolom("Nama Urusan", atas(0, "nama")),
        Kolom("Kode Bidang Urusan", atas(1, "kode"), "kode"),
        Kolom("Nama Bidang Urusan", atas(1, "nama")),
        Kolom("Kode Program", atas(2, "kode"), "kode"),
        Kolom("Nama Program", atas(2, "nama")),
        Kolom("Kode Kegiatan", atas(3, "kode"), "kode"),
        Kolom("Nama Kegiatan", atas(3, "nama")),
        Kolom("Kode Sub Kegiatan", "sub.kode", "kode"),
        Kolom("Nama Sub Kegiatan", "sub.nama"),
        Kolom("Indikator Keluaran", "sub.nomenklatur.indikator"),
        Kolom("Target Keluaran", "sub.target", "angka"),
        Kolom("Satuan", "sub.nomenklatur.satuan"),
        Kolom("Kelompok Sasaran", "sub.kelompok_sasaran"),
        Kolom("Lokasi", lambda r: _lokasi(r.sub)),
        Kolom("Kode Sumber Dana", lambda r: r.uang.kode_sumber if r.uang else "", "kode"),
        Kolom("Sumber Dana", lambda r: r.uang.nama_sumber if r.uang else ""),
        Kolom("Pagu", lambda r: r.uang.jumlah if r.uang else None, "rupiah"),
        Kolom("Target Prakiraan Maju", "sub.target_maju", "angka"),
        Kolom("Pagu Prakiraan Maju", "sub.pagu_maju", "rupiah"),
        Kolom("Prioritas Daerah", lambda r: r.sub.prioritas.nama if r.sub.prioritas else ""),
        Kolom("Prioritas Nasional", "sub.prioritas_nasional"),
        Kolom("Penanda", lambda r: "; ".join(r.sub.tag)),
        Kolom("Catatan", "sub.catatan"),
    )


def kolom_program(pengajuan: Pengajuan) -> tuple[Kolom, ...]:
    """Columns of the list of sub kegiatan, one row per source, which the import reads back.

    A row of the OPD itself names it as its unit: an empty cell would mean the unit above.
    """
    tahun, opd = pengajuan.jendela.tahun, pengajuan.opd
    return (
        Kolom("Kode sub kegiatan", "sub.kode", "kode"),
        Kolom("Nama sub kegiatan", "sub.nama"),
        Kolom("Kode unit", lambda r: r.sub.unit.kode if r.sub.unit else opd.kode, "kode"),
        Kolom("Nama unit", lambda r: r.sub.unit.nama if r.sub.unit else opd.nama),
        Kolom("Indikator keluaran", "sub.nomenklatur.indikator"),
        Kolom(f"Target keluaran {tahun}", "sub.target", "angka"),
        Kolom("Satuan", "sub.nomenklatur.satuan"),
        Kolom("Kode sumber dana", lambda r: r.uang.kode_sumber if r.uang else "", "kode"),
        Kolom("Nama sumber dana", lambda r: r.uang.nama_sumber if r.uang and r.uang.kode_sumber else ""),
        Kolom(f"Kebutuhan {pengajuan.jendela.nama_tahapan}", lambda r: r.uang and r.uang.jumlah, "rupiah"),
        Kolom("Lokasi", lambda r: _lokasi(r.sub)),
        Kolom("Kelompok sasaran", "sub.kelompok_sasaran"),
        Kolom("Prioritas daerah", lambda r: r.sub.prioritas.nama if r.sub.prioritas else ""),
        Kolom("Prioritas nasional", "sub.prioritas_nasional"),
        Kolom("Target akhir Renstra", "sub.target_akhir_renstra", "angka"),
        Kolom(f"Realisasi {tahun - 2}", "sub.realisasi_lalu", "angka"),
        Kolom(f"Prakiraan capaian {tahun - 1}", "sub.prakiraan_berjalan", "angka"),
        Kolom(f"Target prakiraan maju {tahun + 1}", "sub.target_maju", "angka"),
        Kolom(f"Pagu prakiraan maju {tahun + 1}", "sub.pagu_maju", "rupiah"),
        Kolom("Penanda", lambda r: "; ".join(r.sub.tag)),
        Kolom("Catatan", "sub.catatan"),
    )


def _rantai(kode: str) -> tuple[str, str, str, str]:
    kegiatan = induk_kode(kode)
    program = induk_kode(kegiatan)
    bidang = induk_kode(program)
    return induk_kode(bidang), bidang, program, kegiatan


def _lokasi(b: SubKegiatanRencana) -> str:
    """Places by name, or by code where the name would be read as several; then the words beside them."""
    nama = (label_wilayah(w) for w in b.lokasi.all())
    tempat = (w.kode if ";" in n else n for w, n in zip(b.lokasi.all(), nama, strict=True))
    return "; ".join([*tempat, *filter(None, [b.lokasi_uraian])])


# ---- kertas kerja ----

JUDUL_KERTAS_KERJA = (
    ("Kode Sub Kegiatan", 20), ("Nama Sub Kegiatan", 44), ("Kode Unit", 24), ("Nama Unit", 26),
    ("Indikator Keluaran", 40), ("Satuan", 14), ("Target Keluaran", 14), ("Kode Sumber Dana", 18),
    ("Nama Dana", 34), ("Pagu Indikatif", 20), ("Lokasi", 36), ("Kelompok Sasaran", 32),
    ("Prioritas Daerah", 24), ("Target Prakiraan Maju", 14), ("Pagu Prakiraan Maju", 20), ("Catatan", 36),
)  # fmt: skip
BARIS_TAMBAHAN = 60
_KEPALA = 4  # index of the header row
_C = {judul: i for i, (judul, _) in enumerate(JUDUL_KERTAS_KERJA)}


def kertas_kerja_xlsx(pengajuan: Pengajuan, *, pada: dt.datetime) -> bytes:
    """The prefilled workbook of one OPD: codes and official columns locked, the rest to fill in.

    Below the rows stand empty ones with drop-downs of the OPD's own codes, units, sources and
    priorities. Upload reads it like any other workbook, so the file may also be filled by hand.
    """
    penyedia = penyedia_uang()
    pagu = list(penyedia.pagu(pengajuan)) if penyedia else []
    keluar = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        buku = xlsxwriter.Workbook(
            keluar, {"tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        )
        buku.set_properties({"title": "Kertas kerja program kerja", "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        gaya = _gaya(buku)
        lembar = buku.add_worksheet("Program kerja")
        _tulis_kepala(lembar, gaya, pengajuan, pada)
        akhir = _tulis_isi(lembar, gaya, list(baris_uang(pengajuan)))
        daftar = _tulis_daftar(buku, pengajuan, pagu)
        _tulis_kosong(lembar, gaya, akhir, daftar)
        _validasi(lembar, _KEPALA + 1, akhir + BARIS_TAMBAHAN, akhir, daftar)
        lembar.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        if pagu:
            _tulis_pagu(buku, gaya, pagu, pengajuan)
        tanda = buku.add_worksheet(LEMBAR_PENANDA)
        tanda.write_row(0, 0, ["pengajuan", str(pengajuan.pk)])
        tanda.very_hidden()
        buku.close()
    return keluar.getvalue()


def _gaya(buku: Any) -> dict[str, Any]:
    dasar = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#DFE5EE"}
    buka = dasar | {"locked": False, "bg_color": "#FFFFFF"}
    kunci = dasar | {"bg_color": "#EEF1F5", "font_color": "#0F1B2D"}
    return {
        "judul": buku.add_format({"bold": True, "font_size": 14}),
        "ket": buku.add_format({"font_color": "#55637A", "text_wrap": False}),
        "kepala": buku.add_format(dasar | {"bold": True, "bg_color": "#C0D7F9"}),
        "kunci": buku.add_format(kunci | {"num_format": "@"}),
        "teks": buku.add_format(buka),
        "kode": buku.add_format(buka | {"num_format": "@"}),
        "angka": buku.add_format(buka | {"num_format": "#,##0.####"}),
        "rupiah": buku.add_format(buka | {"num_format": "#,##0.00"}),
        "rupiah_kunci": buku.add_format(kunci | {"num_format": "#,##0.00"}),
    }


def _tulis_kepala(lembar: Any, gaya: dict[str, Any], pengajuan: Pengajuan, pada: dt.datetime) -> None:
    lembar.write_string(0, 0, f"Kertas kerja program kerja {pengajuan.opd.nama}", gaya["judul"])
    lembar.write_string(1, 0, f"{pengajuan.jendela.nama_tahapan} · {pengajuan.opd.kode}", gaya["ket"])
    lembar.write_string(
        2, 0,
        "Isi sel putih; sel abu-abu dikunci. Satu baris untuk satu sumber dana. Sel yang dikosongkan tidak "
        "mengubah isian di aplikasi. Lokasi: nama desa atau kecamatan, dipisah titik koma.",
        gaya["ket"],
    )  # fmt: skip
    for c, (judul, lebar) in enumerate(JUDUL_KERTAS_KERJA):
        lembar.set_column(c, c, lebar)
        lembar.write_string(_KEPALA, c, judul, gaya["kepala"])
    lembar.freeze_panes(_KEPALA + 1, 2)
    lembar.set_landscape()
    lembar.repeat_rows(_KEPALA)


def _tulis_isi(lembar: Any, gaya: dict[str, Any], daftar: Sequence[BarisUangProgram]) -> int:
    r = _KEPALA
    for r, baris in enumerate(daftar, start=_KEPALA + 1):
        b, u = baris.sub, baris.uang
        tetap = {
            "Kode Sub Kegiatan": b.kode,
            "Nama Sub Kegiatan": b.nama,
            "Kode Unit": b.unit.kode if b.unit else "",
            "Nama Unit": b.unit.nama if b.unit else "",
            "Indikator Keluaran": b.nomenklatur.indikator,
            "Satuan": b.nomenklatur.satuan,
        }
        teks = {
            "Kode Sumber Dana": u.kode_sumber if u else "",
            "Nama Dana": u.nama_sumber if u and u.kode_sumber else "",
            "Lokasi": _lokasi(b),
            "Kelompok Sasaran": b.kelompok_sasaran,
            "Prioritas Daerah": b.prioritas.nama if b.prioritas else "",
            "Catatan": b.catatan,
        }
        angka = {
            "Target Keluaran": b.target,
            "Target Prakiraan Maju": b.target_maju,
            "Pagu Indikatif": u.jumlah if u else None,
            "Pagu Prakiraan Maju": b.pagu_maju,
        }
        for judul, isi in tetap.items():
            lembar.write_string(r, _C[judul], jaga_teks(isi), gaya["kunci"])
        for judul, isi in teks.items():
            fmt = gaya["kode" if judul.startswith("Kode") else "kunci" if judul == "Nama Dana" else "teks"]
            if isi:
                lembar.write_string(r, _C[judul], jaga_teks(isi), fmt)
            else:
                lembar.write_blank(r, _C[judul], None, fmt)
        for judul, nilai in angka.items():
            fmt = gaya["rupiah" if judul.startswith("Pagu") else "angka"]
            _angka(lembar, r, _C[judul], nilai, fmt)
    return r


def _angka(lembar: Any, r: int, c: int, nilai: Decimal | None, fmt: Any) -> None:
    if nilai is None:
        lembar.write_blank(r, c, None, fmt)
    elif len(nilai.normalize().as_tuple().digits) > 15:
        lembar.write_string(r, c, f"{nilai:f}".replace(".", ","), fmt)
    else:
        lembar.write_number(r, c, nilai, fmt)


def _tulis_daftar(buku: Any, pengajuan: Pengajuan, pagu: Sequence[PaguTersedia]) -> dict[str, str]:
    """Hidden sheet of the drop-downs; returns {heading: range}."""
    bidang = bidang_dari_kode_opd(pengajuan.opd.kode)
    versi = versi_tahun(pengajuan.jendela.tahun)
    sub: list[tuple[str, str, str, str]] = []
    if versi and bidang:
        daftar = saring_nomenklatur(versi, tingkat=[Tingkat.SUB_KEGIATAN], bidang=bidang)
        sub = sorted((bentangkan_kode(n.kode, bidang[0]), n.nama, n.indikator, n.satuan) for n in daftar)
    unit = Unit.objects.filter(opd=pengajuan.opd_id, aktif=True).order_by("kode", "pk")
    sumber = {p.kode_sumber: p.nama_sumber for p in pagu if p.kode_sumber} or dict(
        SumberDana.objects.filter(aktif=True, daun=True).order_by("kode").values_list("kode", "nama")
    )
    prioritas = [p.nama for p in daftar_prioritas(dt.date(pengajuan.jendela.tahun, 1, 1))]
    lembar = buku.add_worksheet("Daftar")
    lembar.hide()
    kolom: list[tuple[str, Sequence[Sequence[str]]]] = [
        ("kode", sub),
        ("unit", [(u.kode, u.nama) for u in unit]),
        ("sumber", sorted(sumber.items())),
        ("prioritas", [(p,) for p in prioritas]),
    ]
    hasil: dict[str, str] = {}
    c = 0
    for nama, isi in kolom:
        lebar = len(isi[0]) if isi else 1
        for r, baris in enumerate(isi):
            for i, teks in enumerate(baris):
                lembar.write_string(r, c + i, teks)
        if isi:
            hasil[nama] = f"Daftar!${xl_col_to_name(c)}$1:${xl_col_to_name(c)}${len(isi)}"
            hasil[f"{nama}_tabel"] = (
                f"Daftar!${xl_col_to_name(c)}$1:${xl_col_to_name(c + lebar - 1)}${len(isi)}"
            )
        c += lebar
    return hasil


def _tulis_kosong(lembar: Any, gaya: dict[str, Any], akhir: int, daftar: dict[str, str]) -> None:
    cari = [
        ("Nama Sub Kegiatan", "Kode Sub Kegiatan", "kode_tabel", 2),
        ("Indikator Keluaran", "Kode Sub Kegiatan", "kode_tabel", 3),
        ("Satuan", "Kode Sub Kegiatan", "kode_tabel", 4),
        ("Nama Unit", "Kode Unit", "unit_tabel", 2),
        ("Nama Dana", "Kode Sumber Dana", "sumber_tabel", 2),
    ]
    otomatis = {j: (kunci, tabel, n) for j, kunci, tabel, n in cari if tabel in daftar}
    for r in range(akhir + 1, akhir + 1 + BARIS_TAMBAHAN):
        for judul, _ in JUDUL_KERTAS_KERJA:
            c = _C[judul]
            if judul in otomatis:
                kunci, tabel, n = otomatis[judul]
                sel = f"${xl_col_to_name(_C[kunci])}{r + 1}"
                rumus = f'=IF({sel}="","",IFERROR(VLOOKUP({sel},{daftar[tabel]},{n},FALSE),""))'
                lembar.write_formula(r, c, rumus, gaya["kunci"], "")
            else:
                jenis = (
                    "kode" if judul.startswith("Kode")
                    else "rupiah" if judul.startswith("Pagu")
                    else "angka" if judul.startswith("Target")
                    else "teks"
                )  # fmt: skip
                lembar.write_blank(r, c, None, gaya[jenis])


def _validasi(lembar: Any, mulai: int, sampai: int, akhir: int, daftar: dict[str, str]) -> None:
    pilihan = (
        ("Kode Sub Kegiatan", "kode", akhir + 1),
        ("Kode Unit", "unit", akhir + 1),
        ("Kode Sumber Dana", "sumber", mulai),
        ("Prioritas Daerah", "prioritas", mulai),
    )
    for judul, nama, awal in pilihan:
        if nama in daftar:
            lembar.data_validation(
                awal, _C[judul], sampai, _C[judul],
                {
                    "validate": "list", "source": f"={daftar[nama]}", "error_title": judul,
                    "error_message": "Pilih dari daftar yang tersedia.",
                },
            )  # fmt: skip
    for judul in ("Target Keluaran", "Pagu Indikatif", "Target Prakiraan Maju", "Pagu Prakiraan Maju"):
        lembar.data_validation(
            mulai, _C[judul], sampai, _C[judul],
            {
                "validate": "decimal", "criteria": ">=", "value": 0, "error_title": judul,
                "error_message": "Isi angka 0 atau lebih.",
            },
        )  # fmt: skip


def _tulis_pagu(buku: Any, gaya: dict[str, Any], pagu: Sequence[PaguTersedia], pengajuan: Pengajuan) -> None:
    lembar = buku.add_worksheet("Pagu")
    lembar.write_string(0, 0, f"Pagu {pengajuan.opd.nama} · {pengajuan.jendela.nama_tahapan}", gaya["judul"])
    for c, (judul, lebar) in enumerate(
        (("Unit", 30), ("Kode dana", 18), ("Dana", 44), ("Batas", 20), ("Terpakai", 20), ("Ruang", 20))
    ):
        lembar.set_column(c, c, lebar)
        lembar.write_string(2, c, judul, gaya["kepala"])
    for r, p in enumerate(pagu, start=3):
        for c, teks in enumerate((p.nama_unit or pengajuan.opd.nama, p.kode_sumber, p.nama_sumber)):
            lembar.write_string(r, c, teks, gaya["kunci"])
        for c, nilai in enumerate((p.pagu, p.terpakai, p.pagu - p.terpakai), start=3):
            _angka(lembar, r, c, nilai, gaya["rupiah_kunci"])
    lembar.protect()
