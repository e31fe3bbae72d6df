"""Reads the place where a picture was taken, or takes it out of it without touching a pixel.

Pictures of field checks are evidence, so they are not re-encoded: only the parts that carry
metadata are rewritten. Everything but the orientation goes, since a maker note or an XMP packet
can repeat the coordinates.
"""

import io
import re
import struct
import zlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from PIL import Image, UnidentifiedImageError

from terukur.inti.kesalahan import AturanDilanggar

BATAS_PIKSEL: Final = 80_000_000
_ORIENTASI: Final = 0x0112
_GPS: Final = 0x8825
_SESUDAH_PINDAI: Final = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
"""The next marker after pixels: neither a stuffed FF 00 nor a restart."""
_PNG_METADATA: Final = {b"eXIf", b"tEXt", b"iTXt", b"zTXt"}


def _periksa(isi: bytes) -> Image.Exif:
    try:
        with Image.open(io.BytesIO(isi)) as gambar:
            lebar, tinggi = gambar.size
            exif = gambar.getexif()
            if lebar * tinggi <= BATAS_PIKSEL:
                gambar.load()
                return exif
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as e:
        raise AturanDilanggar(
            "Gambar ini rusak atau tidak terkirim utuh. Pilih gambar lain atau simpan ulang.", kode="rusak"
        ) from e
    raise AturanDilanggar(
        f"Gambar ini {lebar} x {tinggi} piksel, terlalu besar. Perkecil sampai paling banyak "
        f"{BATAS_PIKSEL // 1_000_000} juta piksel.",
        kode="terlalu_besar",
    )


def baca_lokasi(isi: bytes) -> tuple[Decimal, Decimal] | None:
    """(lintang, bujur) in degrees, WGS 84, six decimals, as the camera wrote them; None: it wrote none.

    Nothing is guessed: what is incomplete or beyond the globe, and the 0, 0 of a camera without
    reception, is no place. Raises ``AturanDilanggar`` as ``hapus_lokasi`` does.
    """
    gps = _periksa(isi).get_ifd(_GPS)
    try:
        lintang = _derajat(gps[2], {"N": 1, "S": -1}[str(gps[1]).strip("\0 ")])
        bujur = _derajat(gps[4], {"E": 1, "W": -1}[str(gps[3]).strip("\0 ")])
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    if abs(lintang) > 90 or abs(bujur) > 180 or (lintang == 0 and bujur == 0):
        return None
    return lintang, bujur


def _derajat(dms: Sequence[float], arah: int) -> Decimal:
    derajat, menit, detik = (Decimal(str(float(x))) for x in dms)
    return (arah * (derajat + menit / 60 + detik / 3600)).quantize(Decimal("0.000001"))


def _exif_orientasi(exif: Image.Exif) -> bytes:
    baru = Image.Exif()
    if arah := exif.get(_ORIENTASI):
        baru[_ORIENTASI] = arah
        return baru.tobytes()
    return b""


def _bersihkan_jpeg(isi: bytes, exif: bytes) -> bytes:
    """Segments that decide how it looks, and the scans up to the end of the first picture.

    What a camera hangs on behind the end (a second picture with its own EXIF, a maker's trailer)
    repeats the place, so it is cut off.
    """
    hasil = bytearray(b"\xff\xd8")
    if exif:
        hasil += b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    i = 2
    while i + 4 <= len(isi) and isi[i] == 0xFF and isi[i + 1] != 0xD9:
        penanda = isi[i + 1]
        if penanda == 0xFF:  # filling
            i += 1
            continue
        panjang = struct.unpack(">H", isi[i + 2 : i + 4])[0] + 2
        segmen = isi[i : i + panjang]
        # APP0 (JFIF), the colour profile in APP2 and APP14 (Adobe) stay; the rest is metadata.
        tampilan = penanda in {0xE0, 0xEE} or (penanda == 0xE2 and segmen[4:15] == b"ICC_PROFILE")
        if tampilan or not (0xE0 <= penanda <= 0xEF or penanda == 0xFE):
            hasil += segmen
        i += panjang
        if penanda == 0xDA:  # start of scan: pixels up to the next marker
            berikut = _SESUDAH_PINDAI.search(isi, i)
            akhir = berikut.start() if berikut else len(isi)
            hasil += isi[i:akhir]
            i = akhir
    return bytes(hasil + b"\xff\xd9")


def _bersihkan_png(isi: bytes, exif: bytes) -> bytes:
    hasil = bytearray(isi[:8])
    i = 8
    while i + 12 <= len(isi):
        panjang, jenis = struct.unpack(">I4s", isi[i : i + 8])
        potongan = isi[i : i + 12 + panjang]
        if jenis not in _PNG_METADATA:
            hasil += potongan
        if jenis == b"IHDR" and exif:
            data = exif.removeprefix(b"Exif\x00\x00")
            crc = zlib.crc32(b"eXIf" + data)
            hasil += struct.pack(">I", len(data)) + b"eXIf" + data + struct.pack(">I", crc)
        if jenis == b"IEND":
            break
        i += 12 + panjang
    return bytes(hasil)


def hapus_lokasi(isi: bytes, jenis: str) -> bytes:
    """Return the same picture without metadata but its orientation. ``jenis``: ``jpg`` or ``png``.

    Raises ``AturanDilanggar`` when the picture is damaged or has too many pixels.
    """
    exif = _exif_orientasi(_periksa(isi))
    return _bersihkan_jpeg(isi, exif) if jenis == "jpg" else _bersihkan_png(isi, exif)
