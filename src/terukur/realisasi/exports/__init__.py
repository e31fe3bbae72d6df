"""Reports as files: PDF for reading, XLSX for reckoning; the same content gives the same bytes."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from terukur.antarmuka.surat import cetak
from terukur.inti.angka import tulis_angka
from terukur.inti.lembar import Kolom, Lembar, buku_xlsx
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.baku import sidik_singkat
from terukur.jejak.models import Kertas
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.exports import evaluasi, lkjip, rapor, rfk
from terukur.realisasi.models import Edisi

FORMAT = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

MILIK_OPD = (JenisEdisi.EVALUASI, JenisEdisi.RFK, JenisEdisi.LKJIP)
"""Reports under the letterhead of the OPD; the others are given out about it."""


@dataclass(frozen=True, slots=True)
class Bentuk:
    """How a kind of report is written: its piece of a page, the columns of its rows, the whole in words.

    ``sajikan`` gives at least ``baris`` and ``ringkasan``. ``lembar``: further sheets of the workbook.
    """

    halaman: str
    kolom: Sequence[Kolom]
    sajikan: Callable[[Mapping[str, Any]], dict[str, Any]]
    lembar: Callable[[Mapping[str, Any]], list[Lembar]] = lambda data: []
    kolom_data: Callable[[Mapping[str, Any]], Sequence[Kolom]] | None = None

    def kolom_untuk(self, data: Mapping[str, Any]) -> Sequence[Kolom]:
        """The columns of this paper, where they depend on what it holds."""
        return self.kolom_data(data) if self.kolom_data else self.kolom


BENTUK = {
    JenisEdisi.RAPOR: Bentuk("realisasi/_isi_rapor.html", rapor.KOLOM_RAPOR, rapor.sajikan),
    JenisEdisi.EVALUASI: Bentuk("realisasi/_isi_evaluasi.html", evaluasi.KOLOM_EVALUASI, evaluasi.sajikan),
    JenisEdisi.RFK: Bentuk("realisasi/_isi_rfk.html", rfk.KOLOM_RFK, rfk.sajikan, rfk.lembar, rfk.kolom_rfk),
    JenisEdisi.LKJIP: Bentuk(
        "realisasi/_isi_lkjip.html", lkjip.KOLOM_LKJIP, lkjip.sajikan, lkjip.lembar, lkjip.kolom_lkjip
    ),
}


def sajikan(
    jenis: str, data: Mapping[str, Any], *, mulai: int = 0, banyak: int | None = None
) -> dict[str, Any]:
    """A report in words, of all its rows or of these."""
    sampai = None if banyak is None else mulai + banyak
    return BENTUK[JenisEdisi(jenis)].sajikan({**data, "baris": data["baris"][mulai:sampai]})


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
    milik_opd = edisi.opd_id is not None and edisi.jenis in MILIK_OPD
    return cetak(
        f"realisasi/{edisi.jenis}",
        {
            **data,
            **sajikan(edisi.jenis, data),
            "bingkai": bingkai,
            "kertas": _keterangan_kertas(edisi.kertas, bingkai),
            "kop": {
                "pemda": bingkai["pemda"],
                "instansi": data["opd"] if milik_opd else "Sekretariat Daerah",
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
    bentuk = BENTUK[JenisEdisi(edisi.jenis)]
    return buku_xlsx(
        [Lembar(bingkai["judul"], bentuk.kolom_untuk(data), data["baris"]), *bentuk.lembar(data)],
        zona=zona_pemda(),
        keterangan=[
            ("Laporan", bingkai["judul"]),
            ("Perangkat daerah", data["opd"]),
            ("Keadaan per", bingkai["per"]),
            ("Menurut data tercatat sampai", bingkai["diketahui"]),
            ("Dasar target", data["tahap"]),
            ("Edisi", f"ke-{bingkai['ke']}"),
            *((("Alasan edisi baru", bingkai["alasan"]),) if bingkai["alasan"] else ()),
            *((r["nama"], r["nilai"]) for r in bentuk.sajikan(data)["ringkasan"]),
            ("Nomor register", edisi.kertas.nomor),
            ("Sidik isi (SHA-256)", edisi.kertas.sidik),
            ("Pemeriksaan keaslian", _keterangan_kertas(edisi.kertas, bingkai)["tautan"]),
            ("Catatan", "Belum diaudit. Bahan pertimbangan pejabat yang berwenang."),
        ],
        dibuat=edisi.terbit_pada,
    )


def keterangan_langsung(
    judul: str, opd: str, per: dt.date, diketahui: dt.datetime, *, tahap: str = ""
) -> list[tuple[str, str]]:
    """What a workbook of figures as they stand says of itself: no edition, so no register number."""
    return [
        ("Laporan", judul),
        ("Perangkat daerah", opd),
        ("Keadaan per", tulis_tanggal(per)),
        ("Menurut data tercatat sampai", tulis_waktu(diketahui, zona_pemda())),
        *((("Dasar target", tahap),) if tahap else ()),
        ("Edisi", "belum diterbitkan"),
        ("Catatan", "Belum diaudit. Bahan pertimbangan pejabat yang berwenang."),
    ]


CETAK = {"pdf": cetak_pdf, "xlsx": cetak_xlsx}


def sidik_berkas(edisi: Edisi) -> dict[str, str]:
    """{format: SHA-256 of the file made now}."""
    return {nama: hashlib.sha256(buat(edisi)).hexdigest() for nama, buat in CETAK.items()}
