"""The manifest of a backup: what belongs to it, and the seal key's signature over that."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from terukur.cli.cadangan.gudang import Gudang
from terukur.config.lingkungan import PengaturanSalah
from terukur.jejak.baku import baku

AWALAN = "cadangan/"
BASISDATA, KUNCI, MANIFES = "basisdata.age", "kunci.age", "manifes.json"
VERSI = 1
_NAMA = re.compile(r"\d{8}T\d{6}Z")
_SIDIK = re.compile(r"[0-9a-f]{64}")


def nama_berkas(sidik: str) -> str:
    """Name in the store of the evidence file with this SHA-256."""
    return f"berkas/{sidik[:2]}/{sidik}.age"


@dataclass(frozen=True, slots=True)
class Manifes:
    """``isi`` as it is signed. Keys:

    ``v`` 1; ``cadangan`` name; ``dibuat`` time; ``pemda``; ``pg_dump`` its major version;
    ``kunci_segel`` public key (hex); ``jejak`` {nomor, sidik} of the journal's last entry;
    ``jumlah`` {catatan, segel, kertas, berkas}; ``migrasi`` [[app, name], ...]; ``objek``
    {basisdata.age, kunci.age: {ukuran, sidik}} of the encrypted bytes; ``berkas`` {SHA-256: size}
    of the plain content; ``hilang``: SHA-256 of files that the database names and the server no
    longer had whole.
    """

    isi: dict[str, Any]

    @property
    def nama(self) -> str:
        return str(self.isi["cadangan"])

    def jalan(self, objek: str) -> str:
        return f"{AWALAN}{self.nama}/{objek}"

    def bentuk(self, tanda_tangani: Callable[[bytes], bytes]) -> bytes:
        """The file's bytes, signed."""
        tanda = tanda_tangani(baku(self.isi)).hex()
        return json.dumps({"isi": self.isi, "tanda": tanda}, ensure_ascii=False).encode()


def berkas_ada(daftar: Mapping[str, int], sidik: str, ukuran: int) -> bool:
    """Whether the store lists the evidence file at a size that can hold its ``ukuran`` plain bytes.

    What age adds varies by its random padding, so this finds what is missing or clearly cut off;
    the rest shows when it is opened.
    """
    return daftar.get(nama_berkas(sidik), -1) >= ukuran + 16 * (ukuran // 65536 + 1)


class ManifesRusak(PengaturanSalah):
    """A manifest cannot be read, or is not what was signed."""


def baca(gudang: Gudang, nama: str) -> Manifes:
    """Read and check form and signature. ``ManifesRusak`` when it does not hold."""
    with gudang.buka(f"{AWALAN}{nama}/{MANIFES}") as masukan:
        mentah = masukan.read()
    try:
        luar = json.loads(mentah)
        isi, tanda = luar["isi"], bytes.fromhex(luar["tanda"])
        kunci = Ed25519PublicKey.from_public_bytes(bytes.fromhex(isi["kunci_segel"]))
        kunci.verify(tanda, baku(isi))
        sah = isi["cadangan"] == nama and all(_SIDIK.fullmatch(s) for s in isi["berkas"])
        sah = sah and isi["objek"].keys() == {BASISDATA, KUNCI}
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        sah = False
    if not sah:
        raise ManifesRusak(f"Manifes cadangan {nama} rusak atau diubah sesudah ditandatangani.")
    if isi["v"] != VERSI:
        raise PengaturanSalah(f"Cadangan {nama} berbentuk versi {isi['v']}; pasang Terukur yang lebih baru.")
    return Manifes(isi)


def semua_nama(gudang: Gudang) -> tuple[list[str], dict[str, list[str]]]:
    """Names of whole backups, oldest first; and of the others what lies of them."""
    isi: dict[str, list[str]] = {}
    for nama in gudang.daftar(AWALAN):
        folder = nama.removeprefix(AWALAN).split("/", 1)[0]
        if _NAMA.fullmatch(folder):
            isi.setdefault(folder, []).append(nama)
    utuh = sorted(n for n, ada in isi.items() if f"{AWALAN}{n}/{MANIFES}" in ada)
    return utuh, {n: ada for n, ada in isi.items() if n not in utuh}


def isi_cadangan(gudang: Gudang, nama: str) -> list[str]:
    """Everything that lies of one backup, the manifest first, so that it dies before its parts."""
    ada = list(gudang.daftar(f"{AWALAN}{nama}/"))
    return sorted(ada, key=lambda n: (not n.endswith(f"/{MANIFES}"), n))
