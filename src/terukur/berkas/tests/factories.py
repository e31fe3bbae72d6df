"""Small real files and users, made on the spot."""

import datetime as dt
import io
import zipfile
from uuid import UUID

from PIL import Image

from terukur.akun.akses import Akses, PeranAktif
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.berkas.actions import simpan
from terukur.berkas.models import Berkas
from terukur.inti.pelaku import Pelaku

PADA = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
PELAKU = Pelaku(id="uji", nama="Operator Contoh")
PDF = b"%PDF-1.7\n% berkas contoh untuk pengujian\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def buat_pengguna(nama: str = "operator.contoh", *peran: PeranAktif) -> Pengguna:
    pengguna = Pengguna.objects.create(nama_pengguna=nama, nama=f"Contoh {nama}", dibuat_pada=PADA)
    pengguna.akses = Akses(peran)
    return pengguna


def operator(opd_id: UUID) -> PeranAktif:
    return PeranAktif(Peran.OPERATOR_OPD, opd_id)


def simpan_pdf(*, nama: str = "sk.pdf", opd_id: UUID | None = None, oleh: Pelaku = PELAKU) -> Berkas:
    return simpan(
        nama=nama, isi=io.BytesIO(PDF), jenis_diizinkan=("pdf",), batas_ukuran=1000,
        opd_id=opd_id, oleh=oleh, pada=PADA,
    )  # fmt: skip


def buat_zip(isi: dict[str, bytes]) -> io.BytesIO:
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nama, data in isi.items():
            arsip.writestr(nama, data)
    keluar.seek(0)
    return keluar


def buat_foto(jenis: str = "JPEG") -> bytes:
    """A picture with coordinates in EXIF (and in a comment), to be rotated by its viewer."""
    gambar = Image.new("RGB", (40, 30), (200, 30, 90))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera Contoh"
    exif.get_ifd(0x8825).update({1: "S", 2: (8.0, 22.0, 12.0), 3: "E", 4: (123.0, 24.0, 36.0)})
    keluar = io.BytesIO()
    gambar.save(keluar, jenis, exif=exif)
    return keluar.getvalue()
