#!/usr/bin/env python3
"""Collect a pemda's published seals as a witness, and cry out when its past has changed.

Standard library only; beside verifikasi.py it runs without Terukur: python3 saksi.py ALAMAT --simpan FILE.
The copy is JSON lines, one seal a line ({"baku": text, "tanda": hex}), only ever appended to. Each
seal carries the digest of the one before it, so that the newest seal we hold, unchanged on the server,
vouches for all before it: one request of a few hundred bytes is enough to see a rewritten past.
Ends with 0 when all is well, 1 when the server could not be asked, 2 when something is not as it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

if __package__:
    from terukur.jejak.verifikasi import AWAL, tanda_sah
else:
    from verifikasi import AWAL, tanda_sah  # type: ignore[import-not-found, no-redef]

Ambil = Callable[[int], dict[str, Any]]
"""The server's answer to "seals after number n"."""


class SejarahBerubah(Exception):
    """What the server shows contradicts what we hold, or itself. The message is for the witness."""


class Salinan:
    """The witness's copy. ``nomor`` and ``baku`` are of the newest seal held."""

    def __init__(self, berkas: Path, kunci: Iterable[str] = ()) -> None:
        self.berkas, self.kunci = berkas, {k.strip().lower() for k in kunci}
        self.nomor, self.catatan, self.sidik, self.baku = 0, 0, AWAL, ""
        isi = berkas.read_bytes() if berkas.exists() else b""
        self.panjang = isi.rfind(b"\n") + 1  # a line cut off by a power failure is fetched again
        for baris in isi[: self.panjang].splitlines():
            segel = json.loads(baris)
            if not self.kunci:
                self.kunci = {json.loads(segel["baku"])["kunci"]}
            self._sambung(segel, "Salinan Anda sendiri rusak: ")

    def _sambung(self, segel: dict[str, str], awal: str = "") -> None:
        """Take ``segel`` as the next one, or raise ``SejarahBerubah``."""
        isi = json.loads(segel["baku"])
        n = isi["segel"]
        if n != self.nomor + 1:
            raise SejarahBerubah(f"{awal}setelah segel {self.nomor} datang segel {n}.")
        if isi["sebelum"] != self.sidik:
            raise SejarahBerubah(f"{awal}segel {n} tidak menyambung ke segel {self.nomor} yang Anda simpan.")
        if isi["catatan"] <= self.catatan:
            raise SejarahBerubah(f"{awal}segel {n} menutup lebih sedikit catatan daripada segel sebelumnya.")
        if isi["kunci"] not in self.kunci:
            raise SejarahBerubah(
                f"{awal}segel {n} dibuat dengan kunci lain ({isi['kunci']}). Bila pemda mengumumkan "
                "pergantian kunci, jalankan kembali dengan --kunci untuk kunci lama dan kunci baru."
            )
        if not tanda_sah(bytes.fromhex(isi["kunci"]), segel["baku"].encode(), bytes.fromhex(segel["tanda"])):
            raise SejarahBerubah(f"{awal}tanda tangan segel {n} palsu.")
        self.nomor, self.catatan, self.baku = n, isi["catatan"], segel["baku"]
        self.sidik = hashlib.sha256(segel["baku"].encode()).hexdigest()

    def kumpulkan(self, ambil: Ambil) -> int:
        """Fetch what is new, check it, append it. Returns how many seals were added."""
        jumlah, lanjut = 0, True
        while lanjut:
            jawaban = ambil(max(self.nomor - 1, 0))
            segel: list[dict[str, str]] = jawaban["segel"]
            if self.nomor:
                if not segel:
                    raise SejarahBerubah(f"segel {self.nomor} yang Anda simpan tidak ada lagi pada server.")
                if segel.pop(0)["baku"] != self.baku:
                    raise SejarahBerubah(f"segel {self.nomor} pada server berbeda dari yang Anda simpan.")
            elif segel and not self.kunci:
                self.kunci = {json.loads(segel[0]["baku"])["kunci"]}
            for satu in segel:
                self._sambung(satu)
            self._tambahkan(segel)
            jumlah, lanjut = jumlah + len(segel), bool(jawaban["lanjut"] and segel)
        return jumlah

    def _tambahkan(self, segel: list[dict[str, str]]) -> None:
        """Append whole lines and have them on disk before anything is said about them."""
        if not segel:
            return
        baris = [json.dumps({"baku": s["baku"], "tanda": s["tanda"]}, ensure_ascii=False) for s in segel]
        with self.berkas.open("r+b" if self.berkas.exists() else "xb") as f:
            f.truncate(self.panjang)
            f.seek(self.panjang)
            f.write(("\n".join(baris) + "\n").encode())
            f.flush()
            os.fsync(f.fileno())
            self.panjang = f.tell()


def ambil_dari(alamat: str) -> Ambil:
    """Ask the server at ``alamat`` (http or https)."""
    if not alamat.startswith(("http://", "https://")):
        raise ValueError("Alamat harus dimulai dengan https:// atau http://.")

    def ambil(setelah: int) -> dict[str, Any]:
        tujuan = f"{alamat.rstrip('/')}/jejak/segel.json?setelah={setelah}"
        with urllib.request.urlopen(tujuan, timeout=60) as jawaban:  # noqa: S310  # the scheme is checked above
            hasil: dict[str, Any] = json.load(jawaban)
            return hasil

    return ambil


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    pilihan = argparse.ArgumentParser(description="Menyimpan salinan segel jejak resmi sebagai saksi.")
    pilihan.add_argument("alamat", help="alamat Terukur pemda, misalnya https://terukur.contoh.go.id")
    pilihan.add_argument("--simpan", type=Path, required=True, help="berkas salinan (.jsonl); ditambah saja")
    pilihan.add_argument(
        "--kunci", action="append", default=[], help="kunci publik segel yang dipercaya (hex)"
    )
    masukan = pilihan.parse_args(argv)
    try:
        salinan = Salinan(masukan.simpan, masukan.kunci)
        baru = not salinan.nomor and not masukan.kunci
        jumlah = salinan.kumpulkan(ambil_dari(masukan.alamat))
    except SejarahBerubah as e:
        print(f"BAHAYA: {e}", file=sys.stderr)
        print("Simpan salinan ini, jangan ditimpa, dan beri tahu Inspektorat atau BPK.", file=sys.stderr)
        return 2
    except (OSError, ValueError, KeyError, TypeError) as e:
        print(f"GAGAL: segel tidak dapat diambil ({e}). Salinan tidak berubah; coba lagi.", file=sys.stderr)
        return 1
    if baru and salinan.kunci:
        print(f"Kunci publik: {', '.join(salinan.kunci)}. Bandingkan dengan yang diumumkan pemda.")
    print(f"{jumlah} segel baru; tersimpan sampai segel {salinan.nomor}, catatan {salinan.catatan}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
