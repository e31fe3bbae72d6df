"""Which control of which standard is held by which test, or why by none.

``asvs.toml`` and ``bssn.toml``: number of the control -> a short title of our own, and either ``uji``
(tests by name) or ``alasan`` (a written reason), or both. The checks compare the numbers with the
standards and see to it that every named test exists.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

FOLDER: Final = Path(__file__).parent
PEMBUKA: Final = """# Kendali keamanan

Setiap kendali dua standar, beserta uji yang menjaganya atau alasan tertulis mengapa tidak ada ujinya:
Peraturan BSSN 4/2021 Pasal 26–27 untuk aplikasi web, dan OWASP ASVS 5.0 tingkat 1 dan 2. Judulnya
ringkasan kami sendiri; bunyi lengkapnya ada dalam standar itu. Bagian yang menjadi tugas server dan
proksi dijelaskan dalam [panduan keamanan server](../panduan/keamanan-server.md).

Uji ditulis sebagai `ruang/berkas::nama`, yaitu `src/terukur/ruang/tests/berkas.py`; yang berawalan
`tests/` ada di folder itu.
"""


@dataclass(frozen=True, slots=True)
class Kendali:
    """One control. ``uji``: e.g. ``akun/test_masuk::test_x``; at least one of ``uji`` and ``alasan``."""

    nomor: str
    judul: str
    uji: tuple[str, ...] = ()
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Bab:
    nomor: str
    nama: str
    kendali: tuple[Kendali, ...]


def baca(standar: str) -> list[Bab]:
    """The chapters of ``asvs`` or ``bssn`` in the order of the file."""
    isi = tomllib.loads((FOLDER / f"{standar}.toml").read_text(encoding="utf-8"))
    return [
        Bab(nomor, bab.pop("nama"), tuple(_kendali(n, k) for n, k in bab.items()))
        for nomor, bab in isi.items()
    ]


def _kendali(nomor: str, isi: dict[str, object]) -> Kendali:
    uji = isi.get("uji", [])
    assert isinstance(uji, list)
    return Kendali(nomor, str(isi["judul"]), tuple(uji), str(isi.get("alasan", "")))


def letak(uji: str) -> tuple[PurePosixPath, str]:
    """File, relative to the root of the source tree, and function of a named test."""
    berkas, nama = uji.split("::")
    if not berkas.startswith("tests/"):
        ruang, _, modul = berkas.partition("/")
        berkas = f"src/terukur/{ruang}/tests/{modul}"
    return PurePosixPath(f"{berkas}.py"), nama


def halaman() -> str:
    bagian = [PEMBUKA]
    for standar, nama in (("bssn", "BSSN 4/2021, aplikasi web"), ("asvs", "OWASP ASVS 5.0, tingkat 1 dan 2")):
        daftar = baca(standar)
        semua = [k for bab in daftar for k in bab.kendali]
        beruji = sum(1 for k in semua if k.uji)
        bagian.append(
            f"## {nama}\n\n{len(semua)} kendali: {beruji} dijaga uji, {len(semua) - beruji} dengan alasan.\n"
        )
        for bab in daftar:
            baris = [
                f"### {bab.nomor} {bab.nama}\n",
                "| Nomor | Kendali | Uji atau alasan |",
                "|---|---|---|",
            ]
            baris += [f"| {k.nomor} | {k.judul} | {_penjaga(k)} |" for k in bab.kendali]
            bagian.append("\n".join(baris) + "\n")
    return "\n".join(bagian)


def _penjaga(k: Kendali) -> str:
    return "<br>".join([*(f"`{u}`" for u in k.uji), *([k.alasan] if k.alasan else [])])
