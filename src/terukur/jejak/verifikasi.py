#!/usr/bin/env python3
"""Verify an export of Terukur's journal, or the proof of one receipt, without Terukur.

One file for Python 3.9 and later, standard library only, to be read by an auditor. It checks:
  1. Entry n says n. Its link is SHA-256(link of entry n-1, 32 bytes + SHA-256(its content)).
     Changing, removing, inserting or moving any entry breaks a link.
  2. A seal is an Ed25519 signature (RFC 8032) over "entry n had this link at this time" and over
     the digest of the seal before it. Who recomputes all links still cannot make the seals.
  3. A witness who kept a copy of the seals can prove that a whole end was cut off, or that
     everything was made anew with another or a stolen key.
The file is JSON lines: a header, the seals ({"s": ...}), the entries ({"c": ...}), a last line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# ---- Ed25519 verification, RFC 8032 section 5.1, in extended coordinates (X, Y, Z, T) ----------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
AKAR_MINUS_SATU = pow(2, (P - 1) // 4, P)
Titik = tuple[int, int, int, int]


def _tambah(a: Titik, b: Titik) -> Titik:
    w, x = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    y, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = x - w, z - y, z + y, x + w
    return e * f % P, g * h % P, f * g % P, e * h % P


def _urai_titik(kode: bytes) -> Titik:
    """Decode a point (5.1.3); ``ValueError`` when there is none."""
    y = int.from_bytes(kode, "little")
    tanda, y = y >> 255, y & ((1 << 255) - 1)
    if len(kode) != 32 or y >= P:
        raise ValueError("no point")
    kuadrat = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(kuadrat, (P + 3) // 8, P)
    if (x * x - kuadrat) % P:
        x = x * AKAR_MINUS_SATU % P
    if (x * x - kuadrat) % P or (x == 0 and tanda):
        raise ValueError("no point")
    if x & 1 != tanda:
        x = P - x
    return x, y, 1, x * y % P


def _tabel(titik: Titik) -> list[list[Titik]]:
    """Multiples j * 16**i of a point, so that many seals of one key cost little."""
    hasil = []
    for _ in range(64):
        baris = [(0, 1, 1, 0)]
        for _ in range(15):
            baris.append(_tambah(baris[-1], titik))
        hasil.append(baris)
        titik = _tambah(baris[-1], titik)
    return hasil


def _kali(bilangan: int, tabel: list[list[Titik]]) -> Titik:
    hasil: Titik = (0, 1, 1, 0)
    for i in range(64):
        hasil = _tambah(hasil, tabel[i][bilangan >> 4 * i & 15])
    return hasil


DASAR = _tabel(_urai_titik((4 * pow(5, -1, P) % P).to_bytes(32, "little")))
_tabel_kunci: dict[bytes, list[list[Titik]]] = {}


def tanda_sah(kunci: bytes, pesan: bytes, tanda: bytes) -> bool:
    """Whether ``tanda`` is the signature of the holder of ``kunci`` over ``pesan`` (5.1.7)."""
    r, s = tanda[:32], int.from_bytes(tanda[32:], "little")
    if len(kunci) != 32 or len(tanda) != 64 or s >= L:
        return False
    if kunci not in _tabel_kunci:
        try:
            x, y, z, t = _urai_titik(kunci)
        except ValueError:
            return False
        _tabel_kunci[kunci] = _tabel((P - x, y, z, P - t))
    k = int.from_bytes(hashlib.sha512(r + kunci + pesan).digest(), "little") % L
    x, y, z, _ = _tambah(_kali(s, DASAR), _kali(k, _tabel_kunci[kunci]))
    balik = pow(z, -1, P)
    return (y * balik % P | (x * balik % P & 1) << 255).to_bytes(32, "little") == r


UJI_RFC8032 = (  # section 7.1, tests 1 to 3: public key, message, signature
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
     "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
     "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
     "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
)  # fmt: skip


def uji_diri() -> bool:
    """Whether this program's own signature check passes the RFC's test vectors, and only them."""
    return all(
        tanda_sah(*map(bytes.fromhex, (k, p, t))) and not tanda_sah(*map(bytes.fromhex, (k, p + "00", t)))
        for k, p, t in UJI_RFC8032
    )


# ---- The journal --------------------------------------------------------------------------------

AWAL = "0" * 64
WAJIB = {"s": ("s", "baku", "tanda"), "c": ("c", "sebelum", "sidik")}


class Pemeriksaan:
    """Reads the lines of one file and collects what is wrong in ``temuan``, what to note in ``perhatian``."""

    def __init__(self, kunci: Iterable[str] = (), saksi: Iterable[dict[str, Any]] = ()) -> None:
        self.temuan, self.perhatian, self.jumlah_temuan = list[str](), list[str](), 0
        self.kunci, self.kepala = {k.strip().lower() for k in kunci}, dict[str, Any]()
        self.segel: dict[int, dict[str, Any]] = {}  # by number of the entry they seal
        self.saksi = {(i := json.loads(s["baku"]))["catatan"]: i | {"baku": s["baku"]} for s in saksi}
        self.segel_terakhir, self.sidik_segel = 0, AWAL
        self.jumlah = self.tertinggi = self.jumlah_segel = 0
        self.sidik, self.hilang, self.selesai, self.tertutup = AWAL, set[int](), False, list[int]()

    def salah(self, jenis: str, pesan: str) -> None:
        self.jumlah_temuan += 1
        if len(self.temuan) < 1000:
            self.temuan.append(f"[{jenis}] {pesan}")

    def periksa(self, baris: Iterable[str | bytes]) -> bool:
        """Check all lines; True when everything holds."""
        for nomor, teks in enumerate(baris, 1):
            try:
                isi = json.loads(teks)
                jenis = "s" if "s" in isi else "c" if "c" in isi else ""
                if nomor == 1:
                    self._kepala(isi)
                elif jenis:
                    if any(type(isi[k]) is not (int if k == jenis else str) for k in WAJIB[jenis]):
                        raise TypeError
                    (self._segel if jenis == "s" else self._catatan)(isi)
                elif isi.get("akhir") is True:
                    self.selesai = True
                else:
                    raise TypeError
            except (ValueError, KeyError, TypeError, AttributeError):
                self.salah("rusak", f"Baris {nomor} berkas tidak terbaca sebagai bagian ekspor Terukur.")
        self._penutup()
        return not self.temuan

    def _kepala(self, isi: dict[str, Any]) -> None:
        if isi["jenis"] not in {"terukur-jejak", "terukur-bukti"} or isi["v"] != 1:
            raise ValueError
        self.kepala = isi
        self.tertinggi = int(isi["dari"]) - 1
        if isi["jenis"] == "terukur-bukti":
            self.perhatian.append("Berkas ini bukti sebagian jejak, bukan ekspor lengkap.")
        elif self.tertinggi:
            self.salah("dihapus", f"Ekspor mulai dari catatan {isi['dari']}, bukan dari catatan 1.")
        if not self.kunci:
            self.kunci = set(isi["kunci"])
            pesan = "Kunci publik diambil dari berkas ini; bandingkan dengan yang diumumkan pemda lalu pakai"
            self.perhatian.append(f"{pesan} --kunci: {', '.join(sorted(self.kunci))}")

    def _segel(self, baris: dict[str, Any]) -> None:
        nomor, baku = baris["s"], baris["baku"].encode()
        isi = json.loads(baku)
        self.jumlah_segel += 1
        self.segel[isi["catatan"]] = baris | {"sidik": isi["sidik"], "pada": isi["pada"]}
        if isi["kunci"] not in self.kunci:
            self.salah("kunci salah", f"Segel {nomor} dibuat dengan kunci lain ({isi['kunci'][:16]}…).")
        elif not tanda_sah(bytes.fromhex(isi["kunci"]), baku, bytes.fromhex(baris["tanda"])):
            self.salah("segel palsu", f"Tanda tangan segel {nomor} tidak cocok dengan isinya.")
        pertama = self.jumlah_segel == 1
        if self.jumlah:  # else the entries before it would never be compared with it
            self.salah("segel dipindah", f"Segel {nomor} berada di belakang catatan: bukan tempatnya.")
        elif isi["segel"] != nomor:
            self.salah("segel diubah", f"Baris segel {nomor} berisi segel {isi['segel']}.")
        elif not pertama and nomor != self.segel_terakhir + 1:
            self.salah("segel hilang", f"Setelah segel {self.segel_terakhir} seharusnya bukan segel {nomor}.")
        elif (nomor == 1 or not pertama) and isi["sebelum"] != self.sidik_segel:
            self.salah("segel diubah", f"Segel {nomor} tidak menyambung ke segel sebelumnya.")
        elif pertama and nomor != 1 and self.kepala.get("jenis") == "terukur-jejak":
            self.salah("segel hilang", f"Segel sebelum segel {nomor} tidak ada dalam berkas.")
        self.segel_terakhir, self.sidik_segel = nomor, hashlib.sha256(baku).hexdigest()

    def _catatan(self, baris: dict[str, Any]) -> None:
        nomor, sebelum, sidik = baris["c"], baris["sebelum"], baris["sidik"]
        self.jumlah += 1
        if "baku" in baris:
            ringkas = hashlib.sha256(baris["baku"].encode()).digest()
            sebutan = json.loads(baris["baku"]).get("nomor")
        else:
            ringkas, sebutan = bytes.fromhex(baris["ringkas"]), nomor
            self.tertutup.append(nomor)
        if hashlib.sha256(bytes.fromhex(sebelum) + ringkas).hexdigest() != sidik:
            self.salah("diubah", f"Isi catatan {nomor} tidak cocok dengan sidiknya: catatan ini diubah.")
        elif sebutan != nomor:
            self.salah("diubah", f"Catatan {nomor} menyebut dirinya catatan {sebutan}.")
        if nomor <= self.tertinggi:
            jenis = "dipindah" if nomor in self.hilang else "disisipkan"
            self.hilang.discard(nomor)
            self.salah(jenis, f"Catatan {nomor} berada setelah catatan {self.tertinggi}: bukan tempatnya.")
        else:
            if nomor - self.tertinggi + len(self.hilang) > 1_000_000:
                raise ValueError
            if nomor > self.tertinggi + 1:
                self.hilang.update(range(self.tertinggi + 1, nomor))
            elif sebelum != self.sidik and (nomor == 1 or self.tertinggi >= self.kepala["dari"]):
                pesan = f"Catatan {nomor} tidak menyambung ke catatan {nomor - 1}: salah satunya diganti."
                self.salah("putus", pesan)
            self.tertinggi, self.sidik = nomor, sidik
        akibat = f"menyatakan sidik lain untuk catatan {nomor}: catatan itu atau sebelumnya telah diganti."
        if (segel := self.segel.get(nomor)) and segel["sidik"] != sidik:
            self.salah("bertentangan dengan segel", f"Segel {segel['s']} ({segel['pada']}) {akibat}")
        elif (segel := self.saksi.get(nomor)) and segel["sidik"] != sidik:
            self.salah("berbeda dari saksi", f"Segel {segel['segel']} milik saksi {akibat}")

    def _penutup(self) -> None:
        """What can be said only once the whole file is known."""
        for n in sorted(self.hilang):
            self.salah("dihapus", f"Catatan {n} tidak ada dalam berkas.")
        ujung = max(self.segel, default=0)
        if ujung > self.tertinggi:
            s = self.segel[ujung]
            pesan = f"menutup catatan {ujung}, tetapi berkas berhenti pada {self.tertinggi}."
            self.salah("ekor terpotong", f"Segel {s['s']} ({s['pada']}) {pesan}")
        for jenis, ada in (("catatan", self.jumlah), ("segel", self.jumlah_segel)):
            if (janji := self.kepala.get(f"jumlah_{jenis}")) != ada:
                self.salah("jumlah", f"Kepala berkas menyebut {janji} {jenis}, isinya {ada}.")
        if not self.selesai:
            self.salah("terpotong", "Baris penutup berkas tidak ada: berkas tidak lengkap.")
        if self.jumlah and not self.segel:
            self.salah("tanpa segel", "Berkas tanpa segel: keutuhannya tidak dapat dibuktikan.")
        elif self.tertinggi > ujung:
            pesan = f"belum tertutup segel ({ujung + 1} sampai {self.tertinggi}); keutuhannya belum terjamin."
            self.perhatian.append(f"{self.tertinggi - ujung} catatan terakhir {pesan}")
        if n := len(self.tertutup):
            self.perhatian.append(f"{n} catatan hanya disertakan sidiknya, mulai catatan {self.tertutup[0]}.")
        self._saksi({s["s"]: s["baku"] for s in self.segel.values()})

    def _saksi(self, ada: dict[int, str]) -> None:
        """Compare the seals with a witness's copy; entries were compared as they came."""
        lebih_baru = 0
        for isi in self.saksi.values():
            if ada.get(isi["segel"], isi["baku"]) != isi["baku"]:
                self.salah("berbeda dari saksi", f"Segel {isi['segel']} berbeda dari salinan saksi.")
            elif isi["segel"] in ada or self.kepala.get("jenis") != "terukur-jejak":
                continue
            elif isi["pada"] <= self.kepala["dibuat"]:
                pesan = f"Saksi menyimpan segel {isi['segel']} sampai catatan {isi['catatan']}"
                self.salah("ekor terpotong", f"{pesan}; berkas tidak memuatnya.")
            else:
                lebih_baru += 1
        if lebih_baru:
            pesan = f"Saksi menyimpan {lebih_baru} segel sesudah berkas ini dibuat ({self.kepala['dibuat']});"
            self.perhatian.append(f"{pesan} mintalah ekspor yang baru.")


def main(argv: list[str] | None = None) -> int:
    """Command line: 0 when everything holds, 1 when something does not."""
    pilihan = argparse.ArgumentParser(description="Memeriksa ekspor atau bukti jejak resmi Terukur.")
    pilihan.add_argument("berkas", type=Path, help="ekspor jejak atau bukti tanda terima (.jsonl)")
    pilihan.add_argument("--kunci", action="append", default=[], help="kunci publik yang dipercaya (hex)")
    pilihan.add_argument("--segel", type=Path, help="salinan segel yang disimpan saksi (.json, .jsonl)")
    masukan = pilihan.parse_args(argv)
    if not uji_diri():
        print("GAGAL: uji diri Ed25519 (RFC 8032) tidak lulus pada komputer ini.")
        return 1
    try:
        salinan = masukan.segel.read_text("utf-8").splitlines() if masukan.segel else []
        saksi = [s for isi in map(json.loads, salinan) for s in isi.get("segel", [isi])]
        with masukan.berkas.open("rb") as isi:
            p = Pemeriksaan(masukan.kunci, saksi)
            utuh = p.periksa(isi)
    except (OSError, ValueError, KeyError, TypeError) as e:
        print("GAGAL: berkas", "tidak dapat dibuka." if isinstance(e, OSError) else "bukan ekspor yang utuh.")
        return 1
    print(f"Diperiksa: {p.jumlah} catatan, {p.jumlah_segel} segel, pemda {p.kepala.get('pemda', '?')}.")
    for pesan in [f"PERHATIAN: {t}" for t in p.perhatian] + [f"SALAH {t}" for t in p.temuan[:100]]:
        print(pesan)
    if p.jumlah_temuan > 100:
        print(f"SALAH ... dan {p.jumlah_temuan - 100} temuan lain.")
    print("UTUH: tidak ada catatan yang berubah." if utuh else f"TIDAK UTUH: {p.jumlah_temuan} temuan.")
    return 0 if utuh else 1


if __name__ == "__main__":
    sys.exit(main())
