"""The kinds of file that Terukur accepts, told apart by content, not by name."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class JenisBerkas:
    """``kode``: what rooms name in ``jenis_diizinkan``; ``nama``: in words, for sentences."""

    kode: str
    nama: str
    mime: str
    ekstensi: tuple[str, ...]


DAFTAR_JENIS: Final = {
    j.kode: j
    for j in (
        JenisBerkas("pdf", "dokumen PDF", "application/pdf", ("pdf",)),
        JenisBerkas(
            "xlsx",
            "buku kerja Excel (xlsx)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ("xlsx",),
        ),
        JenisBerkas("xls", "buku kerja Excel lama (xls)", "application/vnd.ms-excel", ("xls",)),
        JenisBerkas("ods", "lembar kerja ODS", "application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
        JenisBerkas("csv", "teks CSV", "text/csv", ("csv", "txt", "tsv")),
        JenisBerkas("dat", "rekam mesin absensi (attlog.dat)", "text/plain", ("dat",)),
        JenisBerkas("xml", "dokumen XML", "application/xml", ("xml",)),
        JenisBerkas("json", "data JSON", "application/json", ("json",)),
        JenisBerkas(
            "docx",
            "dokumen Word (docx)",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ("docx",),
        ),
        JenisBerkas("jpg", "gambar JPEG", "image/jpeg", ("jpg", "jpeg")),
        JenisBerkas("png", "gambar PNG", "image/png", ("png",)),
        JenisBerkas("zip", "arsip ZIP", "application/zip", ("zip",)),
    )
}

LEMBAR_KERJA: Final = ("xlsx", "xls", "ods", "csv")
"""What the import engine reads."""

BATAS_UKURAN_UMUM: Final = 25 * 1024 * 1024
"""25 MiB: for a field that states no other limit."""
