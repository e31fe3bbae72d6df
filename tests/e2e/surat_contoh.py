"""Small papers to upload as evidence."""

from pathlib import Path

_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def pdf_kecil(folder: Path, nama: str) -> Path:
    """A one-page PDF in ``folder``."""
    jalur = folder / nama
    jalur.write_bytes(_PDF)
    return jalur
