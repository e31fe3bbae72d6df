"""Direct supervision: who is to be there at an instant, what a second mark means, and what does not agree."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.kehadiran.choices import JenisTemuan, KeadaanOrang, StatusHari
from terukur.kehadiran.rules.hari import KOSONG, Bahan
from terukur.kehadiran.rules.jendela import batas_jendela

K, S, T = KeadaanOrang, StatusHari, JenisTemuan
HARI_INI = 1
"""Column of the day of the instant, where ``Bahan`` begins the day before and ends the day after."""
SEBELUM_APEL = 90 * 60
"""An apel that begins at most so many seconds before the shift concerns it."""


@dataclass(frozen=True, slots=True)
class Diharapkan:
    """What is to be expected of one person. ``masuk``, ``pulang``: hours of the shift, ``KOSONG`` none."""

    keadaan: KeadaanOrang
    lapisan: int = 0
    keterangan: str = ""
    masuk: int = KOSONG
    pulang: int = KOSONG


def harapan_sidak(b: Bahan, pada: int) -> list[Diharapkan]:
    """Each person at the instant ``pada``: a shift that runs now, a letter over that half, or free.

    Nobody is expected on a holiday that is only an estimate, nor before the latest hour of flexible hours.
    """
    return [_sidak(b, o, pada) for o in range(len(b.pegawai))]


def _sidak(b: Bahan, o: int, pada: int) -> Diharapkan:
    for d in range(b.luwes.shape[1]):
        masuk, pulang = int(b.masuk[o, d + 1]), int(b.pulang[o, d + 1])
        if masuk == KOSONG or not masuk <= pada < pulang:
            continue
        if b.libur[o, d] == 2:
            return Diharapkan(K.LEPAS, 0, "Libur (perkiraan)", masuk, pulang)
        if tertutup := _lapisan(b, o, d, pada, masuk, pulang):
            return tertutup
        if pada < masuk + int(b.luwes[o, d]) * 60:
            return Diharapkan(K.LEPAS, 0, "Masih dalam jam luwes", masuk, pulang)
        return Diharapkan(K.WAJIB, 0, "", masuk, pulang)
    return _lepas(b, o)


def harapan_apel(b: Bahan, mulai: int, *, hari_libur: bool) -> list[Diharapkan]:
    """Each person at an apel that begins at ``mulai``: whoever works that day from around then on.

    ``hari_libur``: also who is free that day, unless a letter covers it.
    """
    return [_apel(b, o, mulai, hari_libur) for o in range(len(b.pegawai))]


def _apel(b: Bahan, o: int, mulai: int, hari_libur: bool) -> Diharapkan:
    d = HARI_INI
    masuk, pulang = int(b.masuk[o, d + 1]), int(b.pulang[o, d + 1])
    kerja = masuk != KOSONG and masuk - SEBELUM_APEL <= mulai < pulang and b.libur[o, d] != 2
    if not kerja and not (hari_libur and (masuk == KOSONG or b.libur[o, d] == 2)):
        return _lepas(b, o)
    if tertutup := _lapisan(b, o, d, mulai, masuk, pulang):
        return tertutup
    return Diharapkan(K.WAJIB, 0, "", masuk, pulang)


def _lapisan(b: Bahan, o: int, d: int, saat: int, masuk: int, pulang: int) -> Diharapkan | None:
    awal = masuk == KOSONG or saat < masuk + (pulang - masuk) // 2
    lapisan = int((b.pagi if awal else b.siang)[o, d])
    if lapisan:
        return Diharapkan(K.BERKETERANGAN, lapisan, S(lapisan).label, masuk, pulang)
    if b.dikecualikan[o, d]:
        return Diharapkan(K.BERKETERANGAN, 0, S.DIKECUALIKAN.label, masuk, pulang)
    return None


def _lepas(b: Bahan, o: int) -> Diharapkan:
    d = HARI_INI
    masuk, pulang = int(b.masuk[o, d + 1]), int(b.pulang[o, d + 1])
    if not b.ada_jadwal[o, d]:
        kata = S.TANPA_JADWAL.label
    elif masuk != KOSONG:
        kata = "Di luar jam kerjanya"
    else:
        kata = S.LIBUR.label if b.libur[o, d] == 1 else S.LEPAS.label
    return Diharapkan(K.LEPAS, 0, kata, masuk, pulang)


def rekam_jendela(b: Bahan, saat: int) -> list[tuple[list[int], int]]:
    """Of each person the presses of the window in which ``saat`` lies, and when that window ends."""
    batas = batas_jendela(b.masuk, b.pulang, b.buka, b.awal - 1, b.zona)
    di = np.clip((batas <= saat).sum(axis=1) - 1, 0, batas.shape[1] - 2)
    semua: list[list[int]] = [[] for _ in range(len(b.pegawai))]
    for o, waktu in sorted(set(zip(b.rekam.orang.tolist(), b.rekam.waktu.tolist(), strict=True))):
        if batas[o, di[o]] <= waktu < batas[o, di[o] + 1]:
            semua[o].append(waktu)
    return [(isi, int(batas[o, di[o] + 1])) for o, isi in enumerate(semua)]


# ---- marks ----


@dataclass(frozen=True, slots=True)
class TandaKini:
    """The mark that holds. ``sebutan``: who made it and when, in words."""

    id: int
    ada: bool
    sebutan: str


def sebut_ada(ada: bool) -> str:
    return "ada" if ada else "tidak ada di tempat"


def periksa_tanda(kini: TandaKini | None, *, ada: bool, catatan: str, dibaca: int | None) -> bool:
    """Whether a new mark is to be written; False: it says what stands there already.

    A mark that differs is a correction. It must name the one that its maker has seen, and say why: so a
    second inspector, an old page or a form sent again after a new login never overwrites silently.
    """
    if kini is None:
        return True
    if kini.ada == ada:
        return False
    if dibaca != kini.id:
        raise Bentrok(
            f"Sudah ditandai “{sebut_ada(kini.ada)}” oleh {kini.sebutan}. Tanda Anda belum disimpan; buka "
            "“Ubah” pada nama itu bila memang berbeda.",
            tersimpan={"ada": kini.ada},
            kiriman={"ada": ada},
        )
    if not catatan.strip():
        raise AturanDilanggar(
            "Tuliskan mengapa tandanya diubah; keduanya tetap tersimpan.",
            kode="tanpa_alasan", kolom={"catatan": "Isi alasan perubahan."},
        )  # fmt: skip
    return True


def sidik_tanda(baris: Iterable[Sequence[object]]) -> str:
    """SHA-256 over the list and its marks, one line of JSON each, in their order."""
    d = hashlib.sha256()
    for b in baris:
        d.update(json.dumps(b, ensure_ascii=False, separators=(",", ":"), default=str).encode() + b"\n")
    return d.hexdigest()


# ---- findings ----


@dataclass(frozen=True, slots=True)
class Dilihat:
    """A mark of a closed sidak with what is known of that day now.

    ``rekam``: presses of the window in order. ``lapisan_kini``: what covers that half now;
    ``menyusul``: it was approved after the mark. ``usai``: the window is over. ``berjam``: hours were
    approved for the day.
    """

    ada: bool
    waktu: int
    keadaan: str
    lapisan: int = 0
    rekam: Sequence[int] = ()
    lapisan_kini: int = 0
    menyusul: bool = False
    usai: bool = False
    berjam: bool = False
    jarak: int = 60


def jenis_temuan(d: Dilihat) -> JenisTemuan | None:
    """What does not agree; None where all of it does.

    A press that has not come yet is no contradiction: "seen without a press" waits until the day is over.
    Whoever pressed twice before he was looked for, and not afterwards, had left by the book: his day says so
    (PSW) without a finding. Working elsewhere (WFA) and an exemption forbid nobody to be in the office.
    """
    if d.ada:
        if d.keadaan == K.BERKETERANGAN and d.lapisan not in (0, S.WFA):
            return T.SAAT_KETERANGAN
        if d.keadaan == K.WAJIB and d.usai and not d.rekam and not d.berjam:
            return T.TANPA_REKAM
        return None
    if d.keadaan != K.WAJIB:
        return None
    if d.lapisan_kini and d.menyusul:
        return T.MENYUSUL
    sebelum = [r for r in d.rekam if r <= d.waktu]
    sudah_pulang = len(sebelum) == len(d.rekam) and bool(sebelum) and sebelum[-1] - sebelum[0] >= d.jarak
    return T.PERGI if sebelum and not sudah_pulang else None
