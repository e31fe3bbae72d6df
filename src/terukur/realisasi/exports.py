"""Published editions as files: PDF for reading, XLSX for reckoning; the same content gives the same bytes."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse

from terukur.antarmuka.surat import cetak
from terukur.inti.angka import tulis_angka, tulis_persen
from terukur.inti.lembar import Kolom, tabel_xlsx
from terukur.jejak.baku import sidik_singkat
from terukur.jejak.models import Kertas
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import HasilCapaian, JenisEdisi
from terukur.realisasi.models import Edisi

FORMAT = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _angka(nama: str) -> Any:
    return lambda b: None if b[nama] is None else Decimal(b[nama])


KOLOM_RAPOR = (
    Kolom("Rencana aksi", "judul"),
    Kolom("Kode indikator", "kode", "kode"),
    Kolom("Indikator", "indikator"),
    Kolom("Periode terakhir", "periode"),
    Kolom("Direncanakan", "direncanakan"),
    Kolom("Target s.d.", _angka("target_sd"), "angka"),
    Kolom("Target s.d. (kata)", "target"),
    Kolom("Realisasi s.d.", _angka("realisasi_sd"), "angka"),
    Kolom("Realisasi s.d. (kata)", "realisasi"),
    Kolom("Bagian diakui (%)", _angka("diakui"), "persen"),
    Kolom("Capaian mentah (%)", _angka("mentah"), "persen"),
    Kolom("Capaian (%)", _angka("capaian"), "persen"),
    Kolom("Bobot", _angka("bobot"), "angka"),
    Kolom("Status", "status"),
    Kolom("Terisi", "terisi", "angka"),
    Kolom("Jatuh tempo", "jatuh", "angka"),
    Kolom("Bukti", "bukti", "angka"),
    Kolom("Hitungan", "hitungan"),
    Kolom("Catatan jejak", "catatan", "angka"),
)
KOLOM = {JenisEdisi.RAPOR: KOLOM_RAPOR}


def ringkasan(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The headline figures of a card, in words."""
    nilai = None if data["nilai"] is None else Decimal(data["nilai"])
    sementara = "" if data["lengkap"] else ", sementara"
    baris: list[dict[str, Any]] = [
        {
            "nama": "Nilai kinerja",
            "nilai": f"{tulis_persen(nilai, 2)} ({data['peringkat']}{sementara})"
            if nilai is not None
            else "belum ada yang dapat dinilai",
            "tebal": True,
        },
        {"nama": "Indikator yang direncanakan", "nilai": tulis_angka(data["direncanakan"])},
        *(
            {"nama": f"– {h.label}", "nilai": tulis_angka(data["menurut_hasil"][h])}
            for h in HasilCapaian
            if data["menurut_hasil"].get(h) and h != HasilCapaian.TIDAK_DIRENCANAKAN
        ),
        {
            "nama": "Tidak direncanakan (terlihat, tidak dinilai)",
            "nilai": tulis_angka(data["tidak_direncanakan"]),
        },
        {
            "nama": "Realisasi yang berbukti",
            "nilai": f"{data['berbukti']} dari {data['berealisasi']}",
        },
    ]
    return baris


def baris_cetak(no: int, b: Mapping[str, Any]) -> dict[str, Any]:
    """One row of a card as paper and page show it."""

    def persen(nama: str) -> str:
        return tulis_persen(None if b[nama] is None else Decimal(b[nama]), 2)

    terisi = f", {b['terisi']} dari {b['jatuh']} periode terisi" if b["terisi"] < b["jatuh"] else ""
    return {
        "no": no,
        "judul": b["judul"],
        "kecil": f"{b['kode']} {b['indikator']}, s.d. {b['periode']}, bobot {_kata(b['bobot'])}",
        "target": b["target"],
        "realisasi": b["realisasi"],
        "kecil-realisasi": f"diakui {persen('diakui')}" if b["diakui"] not in (None, "100") else "",
        "capaian": persen("capaian"),
        "kecil-capaian": f"mentah {persen('mentah')}" if b["mentah"] is not None else "",
        "status": b["status"],
        "kecil-status": ("direncanakan" + terisi) if b["direncanakan"] else "",
    }


def _kata(angka: str | None) -> str:
    return tulis_angka(None if angka is None else Decimal(angka))


def _keterangan_kertas(kertas: Kertas, bingkai: Mapping[str, Any]) -> dict[str, str]:
    """As ``keterangan_surat``, without what changes after the day of issue: seal and site address."""
    return {
        "nomor": kertas.nomor,
        "sidik": kertas.sidik,
        "sidik_singkat": sidik_singkat(kertas.sidik),
        "tautan": bingkai["alamat"] + reverse("jejak:periksa", args=[kertas.kode]),
        "catatan": tulis_angka(kertas.catatan_nomor),
        "segel": "",
    }


def cetak_pdf(edisi: Edisi) -> bytes:
    """The edition as official paper, from nothing but its frozen content."""
    isi = edisi.kertas.isi
    data, bingkai = isi["data"], isi["bingkai"]
    return cetak(
        f"realisasi/{edisi.jenis}",
        {
            **data,
            "baris": [baris_cetak(n, b) for n, b in enumerate(data["baris"], start=1)],
            "ringkasan": ringkasan(data),
            "bingkai": bingkai,
            "kertas": _keterangan_kertas(edisi.kertas, bingkai),
            "kop": {
                "pemda": bingkai["pemda"],
                "instansi": "Sekretariat Daerah",
                "alamat": bingkai["ibu_kota"],
            },
        },
        tanggal=_tanggal(edisi),
    )


def _tanggal(edisi: Edisi) -> dt.date:
    return hari_pemda(edisi.terbit_pada)


def cetak_xlsx(edisi: Edisi) -> bytes:
    """The edition as a workbook: its rows, and a sheet that says of which day and whose they are."""
    isi = edisi.kertas.isi
    data, bingkai = isi["data"], isi["bingkai"]
    return tabel_xlsx(
        KOLOM[JenisEdisi(edisi.jenis)],
        data["baris"],
        nama_lembar=bingkai["judul"],
        zona=zona_pemda(),
        keterangan=[
            ("Laporan", bingkai["judul"]),
            ("Perangkat daerah", data["opd"]),
            ("Keadaan per", bingkai["per"]),
            ("Menurut data tercatat sampai", bingkai["diketahui"]),
            ("Dasar target", data["tahap"]),
            ("Edisi", f"ke-{bingkai['ke']}"),
            *((("Alasan edisi baru", bingkai["alasan"]),) if bingkai["alasan"] else ()),
            *((r["nama"], r["nilai"]) for r in ringkasan(data)),
            ("Nomor register", edisi.kertas.nomor),
            ("Sidik isi (SHA-256)", edisi.kertas.sidik),
            ("Pemeriksaan keaslian", _keterangan_kertas(edisi.kertas, bingkai)["tautan"]),
            ("Catatan", "Belum diaudit. Bahan pertimbangan pejabat yang berwenang."),
        ],
        dibuat=edisi.terbit_pada,
    )


CETAK = {"pdf": cetak_pdf, "xlsx": cetak_xlsx}


def sidik_berkas(edisi: Edisi) -> dict[str, str]:
    """{format: SHA-256 of the file made now}."""
    return {nama: hashlib.sha256(buat(edisi)).hexdigest() for nama, buat in CETAK.items()}
