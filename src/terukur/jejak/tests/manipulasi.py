"""Forgers of a journal's export, each with what the auditor must be told.

``manipulasi(acak, asli)`` plays one forger at random: what he does, how careful he is, and what the
auditor has in hand (the announced key, a witness's copy of the seals, or neither). Shared by the
sample in ``make test`` and the thousand in ``make soak``.
"""

import copy
import datetime as dt
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from terukur.jejak.baku import SIDIK_AWAL, baku, sidik, sidik_sambung
from terukur.jejak.ekspor import ekspor_jejak
from terukur.jejak.kunci import kunci_segel
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import SAAT, buat_catatan
from terukur.jejak.verifikasi import Pemeriksaan

Baris = dict[str, Any]
KUNCI_PENYERANG = Ed25519PrivateKey.from_private_bytes(b"penyerang yang punya kunci lain!")


def publik(kunci: Ed25519PrivateKey) -> str:
    return kunci.public_key().public_bytes_raw().hex()


@dataclass
class Ekspor:
    """An export in its parts. ``kunci``: the pemda's own, which a forger may have stolen.

    The last entries are covered by no seal of the export; ``segel_kemudian`` is the seal over all
    of them that came a minute later and that only a witness holds.
    """

    kepala: Baris
    segel: list[Baris]
    catatan: list[Baris]
    kunci: Ed25519PrivateKey
    segel_kemudian: Baris
    akhir: list[Baris] = field(default_factory=lambda: [{"akhir": True}])

    @property
    def ujung(self) -> list[int]:
        """Number of the last entry under each seal."""
        return [json.loads(s["baku"])["catatan"] for s in self.segel]

    def baris(self, cermat: bool = True) -> list[Baris]:
        """The lines; a careful forger counts again what the header says."""
        if cermat:
            self.kepala |= {"jumlah_catatan": len(self.catatan), "jumlah_segel": len(self.segel)}
        return [self.kepala, *self.segel, *self.catatan, *self.akhir]

    def sambung(self, dari: int = 0) -> None:
        """Number and link all entries anew from index ``dari``, as somebody who knows the rule."""
        sebelum = self.catatan[dari - 1]["sidik"] if dari else SIDIK_AWAL
        for nomor, c in enumerate(self.catatan[dari:], dari + 1):
            isi = json.loads(c["baku"])
            c |= {"c": nomor, "baku": baku(isi | {"nomor": nomor}).decode(), "sebelum": sebelum}
            c["sidik"] = sebelum = sidik_sambung(sebelum, sidik(c["baku"].encode()))

    def segel_ulang(self, dari: int, kunci: Ed25519PrivateKey) -> None:
        """Make the seals from index ``dari`` anew with ``kunci`` over the entries as they are."""
        sebelum = sidik(self.segel[dari - 1]["baku"].encode()) if dari else SIDIK_AWAL
        for s in self.segel[dari:]:
            isi = json.loads(s["baku"])
            link = self.catatan[isi["catatan"] - 1]["sidik"]
            b = baku(isi | {"sidik": link, "sebelum": sebelum, "kunci": publik(kunci)})
            s |= {"baku": b.decode(), "tanda": kunci.sign(b).hex()}
            sebelum = sidik(b)
        self.kepala["kunci"] = sorted({publik(kunci), *self.kepala["kunci"]})


def ekspor_contoh(acak: random.Random, jumlah: int) -> Ekspor:
    """A real journal of ``jumlah`` entries in this test's database, sealed at random moments, exported."""
    for n in range(1, jumlah + 1):
        buat_catatan(n, isi={"rp": Decimal(acak.randrange(10**12)) / 100, "teks": 'Dinas "Kesehatan" é\n'})
        if (n <= jumlah - 8 and acak.random() < 0.08) or n == jumlah - 8:
            segelkan(pada=SAAT + dt.timedelta(minutes=n))
    baris = [json.loads(b) for b in ekspor_jejak(pada=SAAT + dt.timedelta(minutes=jumlah))]
    kemudian = segelkan(pada=SAAT + dt.timedelta(minutes=jumlah + 1))
    assert kemudian is not None
    return Ekspor(
        kepala=baris[0],
        segel=[b for b in baris if "s" in b],
        catatan=[b for b in baris if "c" in b],
        kunci=kunci_segel(),
        segel_kemudian={"baku": bytes(kemudian.baku).decode(), "tanda": kemudian.tanda},
    )


@dataclass
class Kasus:
    """One forged export. Each of ``harap`` must be part of a finding, the first of the first one."""

    apa: str
    baris: list[Baris]
    harap: list[str]
    kunci: list[str]
    saksi: list[Baris]

    def periksa(self) -> Pemeriksaan:
        p = Pemeriksaan(self.kunci, self.saksi)
        p.periksa(json.dumps(b) for b in self.baris)
        return p

    def keberatan(self) -> str:
        """Empty when the verifier found it and named the place; else what it said."""
        temuan = self.periksa().temuan
        if temuan and self.harap[0] in temuan[0] and all(any(h in t for t in temuan) for h in self.harap):
            return ""
        return f"{self.apa}: expected {self.harap}, found {temuan[:5]}"


def _ubah(e: Ekspor, n: int, acak: random.Random) -> None:
    """Change what entry ``n`` says, its number kept."""
    isi = json.loads(e.catatan[n - 1]["baku"])
    isi["isi"] = {"jumlah": str(acak.randrange(10**12))}
    e.catatan[n - 1]["baku"] = baku(isi).decode()


def _segel_atas(e: Ekspor, n: int) -> int:
    """Index of the first seal over entry ``n``."""
    return next(i for i, u in enumerate(e.ujung) if u >= n)


def _palsu(e: Ekspor, n: int, acak: random.Random) -> Baris:
    """A forged entry that follows entry ``n`` as it should."""
    sebelum = e.catatan[n - 1]
    isi = json.loads(sebelum["baku"]) | {"nomor": n + 1, "isi": {"jumlah": str(acak.random())}}
    teks = baku(isi)
    link = sidik_sambung(sebelum["sidik"], sidik(teks))
    return {"c": n + 1, "sebelum": sebelum["sidik"], "baku": teks.decode(), "sidik": link}


# ---- the forgers; each changes ``e`` and returns what must be found ----------------------------

Pemalsu = Callable[[Ekspor, random.Random], list[str]]


def isi_diubah(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, len(e.catatan))
    _ubah(e, n, a)
    return [f"[diubah] Isi catatan {n} "]


def satu_huruf(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, len(e.catatan))
    b = e.catatan[n - 1]["baku"]
    i = a.choice([i for i, h in enumerate(b) if h.isalpha() and b[i - 1] != "\\"])
    e.catatan[n - 1]["baku"] = b[:i] + a.choice([h for h in "aiueoXYZ" if h != b[i]]) + b[i + 1 :]
    try:
        json.loads(e.catatan[n - 1]["baku"])
    except ValueError:  # a letter of null, true or false
        return [f"[rusak] Baris {1 + len(e.segel) + n} "]
    return [f"[diubah] Isi catatan {n} "]


def sidik_diubah(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, len(e.catatan))
    e.catatan[n - 1]["sidik"] = f"{a.getrandbits(256):064x}"
    return [f"[diubah] Isi catatan {n} "]


def dihapus(e: Ekspor, a: random.Random) -> list[str]:
    n, banyak = a.randint(1, len(e.catatan) - 12), a.randint(1, 8)
    del e.catatan[n - 1 : n - 1 + banyak]
    return [f"[dihapus] Catatan {i} tidak ada" for i in range(n, n + banyak)]


def awal_dihapus(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(2, len(e.catatan) - 1)
    del e.catatan[: n - 1]
    e.kepala["dari"] = n
    return [f"[dihapus] Ekspor mulai dari catatan {n},"]


def ditukar(e: Ekspor, a: random.Random) -> list[str]:
    i, j = sorted(a.sample(range(1, len(e.catatan) + 1), 2))
    c = e.catatan
    c[i - 1], c[j - 1] = c[j - 1], c[i - 1]
    di_antara = [i + 1] if j > i + 1 else []
    return [f"[dipindah] Catatan {n} berada setelah catatan {j}" for n in [*di_antara, i]]


def dipindah(e: Ekspor, a: random.Random) -> list[str]:
    """One entry to a later place."""
    i, j = sorted(a.sample(range(1, len(e.catatan) + 1), 2))
    e.catatan.insert(j - 1, e.catatan.pop(i - 1))
    return [f"[dipindah] Catatan {i} berada setelah catatan {j}"]


def disalin(e: Ekspor, a: random.Random) -> list[str]:
    i, j = a.randint(1, len(e.catatan)), a.randint(1, len(e.catatan))
    i, j = min(i, j), max(i, j)
    e.catatan.insert(j, copy.deepcopy(e.catatan[i - 1]))
    return [f"[disisipkan] Catatan {i} berada setelah catatan {j}"]


def disisipkan(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, len(e.catatan) - 1)
    e.catatan.insert(n, _palsu(e, n, a))
    tempat = f"Catatan {n + 1} berada setelah catatan {n + 1}"
    if n + 1 in e.ujung:  # the forged entry stands where the sealed one should
        return ["[bertentangan dengan segel]", tempat]
    return [tempat]


def terpotong(e: Ekspor, a: random.Random) -> list[str]:
    """The transfer breaks off, or somebody tears the file."""
    m = a.randint(1, e.ujung[-1] - 1)
    del e.catatan[m:]
    e.akhir.clear()
    return [f"menutup catatan {e.ujung[-1]}, tetapi berkas berhenti pada {m}.", "[terpotong]"]


def ekor_dipotong(e: Ekspor, a: random.Random) -> list[str]:
    """Neatly, with header and last line in order; the seals are left."""
    m = a.randint(1, e.ujung[-1] - 1)
    del e.catatan[m:]
    s = json.loads(e.segel[-1]["baku"])["segel"]
    return [f"[ekor terpotong] Segel {s} ", f"tetapi berkas berhenti pada {m}."]


def _bertentangan(e: Ekspor, n: int) -> list[str]:
    i = _segel_atas(e, n)
    return [
        f"[bertentangan dengan segel] Segel {i + 1} ({json.loads(e.segel[i]['baku'])['pada']}) menyatakan "
        f"sidik lain untuk catatan {e.ujung[i]}:"
    ]


def diubah_lalu_disambung(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, e.ujung[-1])
    _ubah(e, n, a)
    e.sambung(n - 1)
    return _bertentangan(e, n)


def dihapus_lalu_disambung(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, e.ujung[-1])
    del e.catatan[n - 1]
    e.sambung(n - 1)
    return _bertentangan(e, n)


def disisipkan_lalu_disambung(e: Ekspor, a: random.Random) -> list[str]:
    n = a.randint(1, e.ujung[-1] - 1)
    e.catatan.insert(n, _palsu(e, n, a))
    e.sambung(n)
    return _bertentangan(e, n + 1)


def segel_ke_belakang(e: Ekspor, a: random.Random) -> list[str]:
    """Re-chained, and the seals moved to where no entry follows them."""
    n = a.randint(1, e.ujung[-1])
    _ubah(e, n, a)
    e.sambung(n - 1)
    e.akhir[:0] = e.segel
    e.kepala |= {"jumlah_catatan": len(e.catatan), "jumlah_segel": len(e.segel)}
    e.segel = []
    return ["[segel dipindah] Segel 1 "]


def segel_dihapus(e: Ekspor, a: random.Random) -> list[str]:
    s = a.randint(1, len(e.segel) - 1)
    del e.segel[s - 1]
    if s == 1:
        return ["[segel hilang] Segel sebelum segel 2 "]
    return [f"[segel hilang] Setelah segel {s - 1} seharusnya bukan segel {s + 1}."]


def segel_ditukar(e: Ekspor, a: random.Random) -> list[str]:
    i = a.randint(2, len(e.segel) - 1)
    e.segel[i - 1], e.segel[i] = e.segel[i], e.segel[i - 1]
    return [f"[segel hilang] Setelah segel {i - 1} seharusnya bukan segel {i + 1}."]


def segel_diubah(e: Ekspor, a: random.Random) -> list[str]:
    s = a.randint(1, len(e.segel))
    baris = e.segel[s - 1]
    if a.random() < 0.5:
        baris["tanda"] = f"{int(baris['tanda'], 16) ^ 1 << a.randrange(512):0128x}"
    else:
        isi = json.loads(baris["baku"])
        baris["baku"] = baku(isi | {"pada": f"2020{isi['pada'][4:]}"}).decode()
    return [f"[segel palsu] Tanda tangan segel {s} "]


def kepala_diubah(e: Ekspor, a: random.Random) -> list[str]:
    apa = a.choice(["catatan", "segel"])
    e.baris()
    e.kepala[f"jumlah_{apa}"] += a.choice([-1, 1]) * a.randint(1, 500)
    return [f"[jumlah] Kepala berkas menyebut {e.kepala[f'jumlah_{apa}']} {apa},"]


TANPA_ALAT: list[Pemalsu] = [
    isi_diubah, satu_huruf, sidik_diubah, dihapus, awal_dihapus, ditukar, dipindah, disalin, disisipkan,
    terpotong, ekor_dipotong, diubah_lalu_disambung, dihapus_lalu_disambung, disisipkan_lalu_disambung,
    segel_ke_belakang, segel_dihapus, segel_ditukar, segel_diubah, kepala_diubah,
]  # fmt: skip
"""Found by whoever has the file and the announced key, with or without a witness."""


RAGAM = len(TANPA_ALAT) + 7
"""How many kinds ``manipulasi`` plays in turn."""


# ---- forgers who make new seals: found by the announced key, or by a witness --------------------


def segel_ulang_kunci_sendiri(e: Ekspor, a: random.Random) -> int:
    """Edits, re-chains, and seals with a key of his own. Returns the first new seal's number."""
    n = a.randint(1, e.ujung[-1])
    _ubah(e, n, a)
    e.sambung(n - 1)
    i = _segel_atas(e, n)
    e.segel_ulang(i, KUNCI_PENYERANG)
    return i + 1


def segel_dan_kunci_diganti(e: Ekspor, a: random.Random) -> int:
    """Everything sealed anew with another key, nothing edited: his copy becomes the true one."""
    kunci = Ed25519PrivateKey.from_private_bytes(a.randbytes(32))
    e.segel_ulang(0, kunci)
    e.kepala["kunci"] = [publik(kunci)]
    return 1


def segel_ulang_kunci_curian(e: Ekspor, a: random.Random) -> int:
    """As the first, with the pemda's stolen key: only a witness can tell."""
    n = a.randint(1, e.ujung[-1])
    _ubah(e, n, a)
    e.sambung(n - 1)
    i = _segel_atas(e, n)
    e.segel_ulang(i, e.kunci)
    return i + 1


def ekor_dan_segelnya_dipotong(e: Ekspor, a: random.Random) -> list[str]:
    """The journal ends at an earlier seal, as if nothing had come after it."""
    s = a.randint(1, len(e.segel) - 1)
    sampai = e.ujung[s]
    del e.catatan[e.ujung[s - 1] :], e.segel[s:]
    return [f"[ekor terpotong] Saksi menyimpan segel {s + 1} sampai catatan {sampai};"]


def ekor_belum_bersegel_diubah(e: Ekspor, a: random.Random) -> list[str]:
    """Edited and re-chained after the last seal: the witness's next seal tells."""
    n = a.randint(e.ujung[-1] + 1, len(e.catatan))
    _ubah(e, n, a)
    e.sambung(n - 1)
    s = json.loads(e.segel_kemudian["baku"])
    return [f"[berbeda dari saksi] Segel {s['segel']} milik saksi menyatakan sidik lain untuk catatan "]


def manipulasi(acak: random.Random, asli: Ekspor, ke: int) -> Kasus:
    """Forgery number ``ke`` of ``asli``; all kinds come in turn."""
    e = copy.deepcopy(asli)
    umum, salinan = publik(asli.kunci), copy.deepcopy(asli.segel)
    nomor = ke % RAGAM - len(TANPA_ALAT)
    if nomor < 0:
        pemalsu = TANPA_ALAT[nomor]
        harap = pemalsu(e, acak)
        cermat = pemalsu not in (terpotong, segel_ke_belakang, kepala_diubah)
        kunci = [[umum], []][acak.randrange(2)]
        saksi = [[], salinan][acak.randrange(2) if pemalsu is not segel_ke_belakang else 0]
        return Kasus(pemalsu.__name__, e.baris(cermat), harap, kunci, saksi)
    if nomor < 4:
        pemalsu_segel = [segel_ulang_kunci_sendiri, segel_dan_kunci_diganti][nomor % 2]
        s = pemalsu_segel(e, acak)
        if nomor < 2:
            return Kasus(pemalsu_segel.__name__, e.baris(), [f"[kunci salah] Segel {s} "], [umum], [])
        return Kasus(f"{pemalsu_segel.__name__}, saksi", e.baris(), _kata_saksi(s), [], salinan)
    if nomor == 4:
        s = segel_ulang_kunci_curian(e, acak)
        return Kasus("kunci curian, saksi", e.baris(), _kata_saksi(s), [umum], salinan)
    if nomor == 5:
        harap = ekor_dan_segelnya_dipotong(e, acak)
        return Kasus("ekor dan segelnya, saksi", e.baris(), harap, [umum], salinan)
    harap = ekor_belum_bersegel_diubah(e, acak)
    return Kasus("ekor belum bersegel, saksi", e.baris(), harap, [umum], [*salinan, asli.segel_kemudian])


def _kata_saksi(s: int) -> list[str]:
    return [f"[berbeda dari saksi] Segel {s} "]
