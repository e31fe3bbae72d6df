"""What a file really is, and whether it is safe to keep. Pure: no database, no settings."""

import io
import lzma
import re
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO, Final

import puremagic

from terukur.berkas.choices import DAFTAR_JENIS, JenisBerkas
from terukur.inti.kesalahan import AturanDilanggar

BATAS_TERURAI: Final = 400 * 1024 * 1024
"""Most bytes an archive may hold once unpacked."""
BATAS_RASIO: Final = 200
"""Most times an archive may be larger unpacked than packed, above ``AMBANG_RASIO``."""
AMBANG_RASIO: Final = 20 * 1024 * 1024
BATAS_ISI_ARSIP: Final = 5_000

_KEPALA = 64 * 1024
_XML = (".xml", ".rels", ".vml")
_ENTITAS = tuple("<!ENTITY".encode(k) for k in ("ascii", "utf-16-le", "utf-16-be"))
"""No office program writes one; whoever does wants a bomb, or a file of the server's."""


def rapikan_nama(nama: str) -> str:
    """The bare file name, without folders or control characters, at most 180 characters.

    ``..\\\\etc/../a<NUL>.pdf`` -> ``a.pdf``. The extension survives shortening.
    """
    polos = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", nama.replace("\\", "/"))
    bersih = " ".join(PurePosixPath(polos).name.split()).strip(" .") or "berkas"
    jalan = PurePosixPath(bersih)
    akhiran = jalan.suffix[:12]
    return bersih if len(bersih) <= 180 else bersih[: 180 - len(akhiran)] + akhiran


RUSAK = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError,
)  # fmt: skip
"""What zipfile raises on damaged bytes; also of a place before the beginning, or a name that is no text."""


def ekstensi(nama: str) -> str:
    """``Renja.XLSX`` -> ``xlsx``."""
    return PurePosixPath(nama).suffix.lower().lstrip(".")


def tulis_ukuran(ukuran: int) -> str:
    """``1536`` -> ``1,5 KB``; ``26214400`` -> ``25 MB``."""
    nilai, satuan = float(ukuran), "byte"
    for berikut in ("KB", "MB", "GB"):
        if nilai < 1024:
            break
        nilai, satuan = nilai / 1024, berikut
    return f"{nilai:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f" {satuan}"


def periksa_arsip(isi: BinaryIO) -> frozenset[str]:
    """Return the member names of a zip archive, after making sure that it is no zip bomb.

    Every member is unpacked once, in pieces, so that declared sizes cannot lie and a damaged
    archive is noticed here. Raises ``AturanDilanggar``: ``bom_zip``, ``terkunci``, ``entitas`` or ``rusak``.
    """
    isi.seek(0, io.SEEK_END)
    ukuran = isi.tell()
    isi.seek(0)
    try:
        with zipfile.ZipFile(isi) as arsip:
            anggota = arsip.infolist()
            if any(a.flag_bits & 0x1 for a in anggota):
                raise AturanDilanggar(
                    "Berkas ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah kembali.",
                    kode="terkunci",
                )
            terurai = sum(a.file_size for a in anggota)
            rasio = terurai / max(ukuran, 1)
            if (
                len(anggota) > BATAS_ISI_ARSIP
                or terurai > BATAS_TERURAI
                or (terurai > AMBANG_RASIO and rasio > BATAS_RASIO)
            ):
                raise AturanDilanggar(
                    f"Berkas {tulis_ukuran(ukuran)} ini menjadi {tulis_ukuran(terurai)} setelah dibuka, "
                    "terlalu besar. Hapus lembar dan baris kosong, lalu unggah kembali.",
                    kode="bom_zip",
                )
            for satu in anggota:
                with arsip.open(satu) as aliran:
                    ekor = b""
                    is_xml = satu.filename.lower().endswith(_XML)
                    while bagian := aliran.read(1 << 20):
                        if is_xml and any(e in ekor + bagian for e in _ENTITAS):
                            raise AturanDilanggar(
                                "Berkas ini memuat entitas XML, yang tidak pernah ditulis aplikasi kantor. "
                                "Buka dan simpan ulang di komputer Anda, lalu unggah kembali.",
                                kode="entitas",
                            )
                        ekor = bagian[-16:]
            return frozenset(a.filename for a in anggota)
    except RUSAK as e:
        raise AturanDilanggar(
            "Berkas ini rusak atau tidak terkirim utuh. Buka dan simpan ulang di komputer Anda, "
            "lalu unggah kembali.",
            kode="rusak",
        ) from e
    finally:
        isi.seek(0)


def _jenis_arsip(isi: BinaryIO) -> str:
    nama = periksa_arsip(isi)
    if "xl/vbaProject.bin" in nama or "word/vbaProject.bin" in nama:
        raise AturanDilanggar(
            "Berkas ini berisi makro. Simpan sebagai berkas tanpa makro (xlsx atau docx), lalu "
            "unggah kembali.",
            kode="makro",
        )
    if "[Content_Types].xml" in nama:
        if "xl/workbook.xml" in nama or any(n.startswith("xl/worksheets/") for n in nama):
            return "xlsx"
        if any(n.startswith("word/") for n in nama):
            return "docx"
    if "mimetype" in nama:
        with zipfile.ZipFile(isi) as arsip:
            mime = arsip.read("mimetype")[:100].decode("ascii", "replace").strip()
        isi.seek(0)
        if mime == DAFTAR_JENIS["ods"].mime:
            return "ods"
    return "zip"


def _jenis_teks(kepala: bytes) -> str:
    """``mhtml``, ``html``, ``xml``, ``json``, ``csv``, or empty when it is not text."""
    if kepala.startswith((b"\xff\xfe", b"\xfe\xff")):
        awal = kepala.decode("utf-16", "replace")
    elif b"\x00" in kepala:
        return ""
    else:
        awal = kepala.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    ciri = awal.lstrip()[:4000].lower()
    if re.match(r"(from:|mime-version:|message-id:|snapshot-content-location:|date:|subject:)", ciri) and (
        "mime-version:" in ciri or "multipart/related" in ciri
    ):
        return "mhtml"
    if re.search(r"<(!doctype html|html|head|body|table|script)\b", ciri):
        return "html"
    if ciri.startswith(("<?xml", "<")):
        return "xml"
    kendali = sum(1 for c in awal if ord(c) < 32 and c not in "\t\r\n\f\x1a")
    if kendali:
        return ""
    return "json" if ciri.startswith(("{", "[")) else "csv"


_SEBUTAN = {
    "mhtml": "halaman web yang disimpan (MHTML)",
    "html": "halaman web (HTML)",
    "doc": "dokumen Office lama, atau berkas yang dikunci sandi",
}


def kenali_isi(isi: BinaryIO) -> str:
    """Tell the kind by content: a code of ``DAFTAR_JENIS``, or one of mhtml, html, xml, doc, "".

    Archives are examined by ``periksa_arsip`` on the way.
    """
    isi.seek(0)
    kepala = isi.read(_KEPALA)
    isi.seek(0)
    if b"%PDF-" in kepala[:1024]:
        return "pdf"
    if kepala.startswith(b"PK\x03\x04") or kepala.startswith(b"PK\x05\x06"):
        return _jenis_arsip(isi)
    if kepala.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        utuh = isi.read()
        isi.seek(0)
        buku = any(n.encode("utf-16-le") in utuh for n in ("Workbook", "Book"))
        return "xls" if buku else "doc"
    if kepala.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if kepala.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return _jenis_teks(kepala)


def _sebut(kode: str, isi: BinaryIO) -> str:
    if kode in DAFTAR_JENIS:
        return DAFTAR_JENIS[kode].nama
    if kode in _SEBUTAN:
        return _SEBUTAN[kode]
    try:
        tebakan = puremagic.from_string(isi.read(_KEPALA))
    except (puremagic.PureError, ValueError):
        return "berkas yang tidak dikenal"
    finally:
        isi.seek(0)
    return f"berkas {tebakan.lstrip('.')}" if tebakan else "berkas yang tidak dikenal"


def kenali_jenis(nama: str, isi: BinaryIO, jenis_diizinkan: tuple[str, ...]) -> JenisBerkas:
    """The kind of a file whose content agrees with its extension and which is allowed here.

    ``jenis_diizinkan``: codes of ``DAFTAR_JENIS``. Raises ``AturanDilanggar`` with one sentence:
    ``kosong``, ``jenis_berkas`` (not allowed here), ``isi_tidak_cocok`` (a page named ``.xls``),
    or what ``periksa_arsip`` raises. Leaves ``isi`` at its start.
    """
    boleh = ", ".join(e for k in jenis_diizinkan for e in DAFTAR_JENIS[k].ekstensi)
    isi.seek(0)
    if not isi.read(1):
        raise AturanDilanggar("Berkas ini kosong (0 byte). Pilih berkas yang berisi.", kode="kosong")
    akhiran = ekstensi(nama)
    menurut_nama = next((j for j in DAFTAR_JENIS.values() if akhiran in j.ekstensi), None)
    if menurut_nama is None or menurut_nama.kode not in jenis_diizinkan:
        sebut = f"berakhiran “.{akhiran}”" if akhiran else "tanpa akhiran"
        raise AturanDilanggar(
            f"Berkas {sebut} tidak diterima di sini. Yang diterima: {boleh}.", kode="jenis_berkas"
        )
    nyata = kenali_isi(isi)
    if nyata == "csv" and menurut_nama.kode == "dat":
        nyata = "dat"  # text as well; only its name tells it apart
    if nyata != menurut_nama.kode:
        saran = (
            "Buka di aplikasi lembar kerja, pilih “Simpan sebagai” xlsx, lalu unggah kembali."
            if menurut_nama.kode in {"xlsx", "xls", "ods"}
            else f"Unggah berkas yang isinya sesuai. Yang diterima: {boleh}."
        )
        raise AturanDilanggar(
            f"Isi berkas “{rapikan_nama(nama)}” adalah {_sebut(nyata, isi)}, bukan {menurut_nama.nama} "
            f"seperti akhirannya. {saran}",
            kode="isi_tidak_cocok",
        )
    return menurut_nama
