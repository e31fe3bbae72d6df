"""``terukur rujukan``: the reference pages that follow from the code."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from terukur.cli import kendali
from terukur.cli.routes import semua_rute
from terukur.inti.alur import Alur

if TYPE_CHECKING:
    from terukur.cli.parser import Anak

KEPALA = "<!-- Dibuat oleh: make rujukan. Jangan diubah dengan tangan. -->\n\n"


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "rujukan",
        help="buat ulang halaman docs/rujukan dari kode",
        description="Menulis diagram alur, daftar alamat dan tabel izin menurut peran ke folder rujukan. "
        "Untuk pengembang; tidak memerlukan basis data.",
    )
    pengurai.add_argument(
        "--folder", type=Path, default=Path("docs/rujukan"), help="folder tujuan (bawaan: %(default)s)"
    )
    pengurai.add_argument(
        "--periksa", action="store_true", help="tidak menulis; gagal bila ada halaman yang berbeda"
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    import django

    django.setup()
    halaman = susun()
    if opsi.periksa:
        beda = basi(opsi.folder, halaman)
        if beda:
            print(f"Halaman rujukan tidak sesuai kode: {', '.join(beda)}. Jalankan: make rujukan")
        return 1 if beda else 0
    opsi.folder.mkdir(parents=True, exist_ok=True)
    for nama in basi(opsi.folder, halaman):
        if nama in halaman:
            (opsi.folder / nama).write_text(halaman[nama], encoding="utf-8")
        else:
            (opsi.folder / nama).unlink()
        print(opsi.folder / nama, file=sys.stderr)
    return 0


def basi(folder: Path, halaman: dict[str, str]) -> list[str]:
    """Names of pages that are missing, differ, or no longer follow from the code."""
    ada = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.md")}
    lama = {nama: isi for nama, isi in ada.items() if isi.startswith(KEPALA)}
    return sorted(nama for nama in lama.keys() | halaman.keys() if ada.get(nama) != halaman.get(nama))


def susun() -> dict[str, str]:
    """File name -> text of every generated page."""
    halaman = {f"alur-{alur.objek.replace('_', '-')}.md": _alur(alur) for alur in semua_alur()}
    halaman |= {"rute.md": _rute(), "izin-peran.md": _izin_peran(), "keamanan.md": kendali.halaman()}
    return {nama: KEPALA + isi for nama, isi in halaman.items()}


def semua_alur() -> list[Alur]:
    """Every workflow table that stands in a room's ``rules``, in order of its object word."""
    temuan = {alur.objek: alur for modul in _modul_rules() for alur in _alur_di(modul)}
    return [temuan[objek] for objek in sorted(temuan)]


def _modul_rules() -> Iterator[str]:
    from django.apps import apps

    for app in apps.get_app_configs():
        if not app.name.startswith("terukur."):
            continue
        for m in pkgutil.walk_packages([app.path], f"{app.name}."):
            if m.name.split(".")[2] == "rules":
                yield m.name


def _alur_di(modul: str) -> list[Alur]:
    return [nilai for nilai in vars(importlib.import_module(modul)).values() if isinstance(nilai, Alur)]


def _alur(alur: Alur) -> str:
    baris = [
        f"# Alur {alur.objek.replace('_', ' ')}\n",
        f"```mermaid\n{alur.mermaid()}```\n",
        "| Langkah | Dari | Ke | Izin | Giliran berikutnya |",
        "|---|---|---|---|---|",
    ]
    for t in alur.transisi.values():
        dari = ", ".join(alur.status[s] for s in t.dari)
        giliran = t.giliran or "–"
        baris.append(f"| {t.label} (`{t.nama}`) | {dari} | {alur.status[t.ke]} | `{t.izin}` | {giliran} |")
    return "\n".join(baris) + "\n"


def _rute() -> str:
    baris = ["# Alamat\n", "| Alamat | Metode | Izin |", "|---|---|---|"]
    for r in semua_rute():
        izin = ", ".join([*(f"`{i}`" for i in r.izin), *(f"token `{i}`" for i in r.token)]) or "publik"
        jalur = r.path.replace("|", "\\|")
        baris.append(f"| `{jalur}` | {', '.join(r.methods)} | {izin} |")
    return "\n".join(baris) + "\n"


def _izin_peran() -> str:
    from terukur.akun.peran import DAFTAR_PERAN
    from terukur.inti.izin import Izin

    peran = list(DAFTAR_PERAN.values())
    baris = [
        "# Izin menurut peran\n",
        "`K` seluruh kabupaten, `O` hanya OPD sendiri.\n",
        "| Izin | " + " | ".join(p.nama for p in peran) + " |",
        "|---|" + "---|" * len(peran),
    ]
    for izin in Izin:
        sel = [("K" if p.seluruh_opd else "O") if izin in p.izin else "" for p in peran]
        baris.append(f"| `{izin}` | " + " | ".join(sel) + " |")
    baris += ["", "| Peran | Uraian |", "|---|---|"]
    baris += [f"| {p.nama} | {p.uraian} |" for p in peran]
    return "\n".join(baris) + "\n"
