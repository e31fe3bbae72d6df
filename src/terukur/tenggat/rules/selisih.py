"""Differences between two frozen contents, by row and field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One field that differs. ``jenis``: tambah, hapus, ubah. ``kolom`` empty: the whole row."""

    baris: str
    kolom: str
    jenis: str
    lama: Any = None
    baru: Any = None


def _baris(isi: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    hasil = {str(k): v for k, v in isi.get("baris", {}).items()}
    lain = {k: v for k, v in isi.items() if k != "baris"}
    if lain:
        hasil[""] = lain
    return hasil


def samakan_baris(
    lama: Mapping[str, Any], *, label_lama: Mapping[str, str], label_baru: Mapping[str, str]
) -> dict[str, Any]:
    """``lama`` with the row keys of the other stage, where only the label says it is the same row.

    Named documents have keys of their own in each window; codes are the same in every stage.
    """
    kunci = {label: k for k, label in label_baru.items()}
    return {
        **lama,
        "baris": {
            k if k in label_baru else kunci.get(label_lama.get(k, ""), k): v
            for k, v in lama.get("baris", {}).items()
        },
    }


def selisih_isi(lama: Mapping[str, Any], baru: Mapping[str, Any]) -> list[Perubahan]:
    """Fields that differ between two contents, in order of row and field.

    A row that came or went is one difference with an empty field name; equal contents give none.
    What stands outside ``baris`` is compared as a row with the empty key.
    """
    a, b = _baris(lama), _baris(baru)
    hasil = []
    for kunci in sorted(a.keys() | b.keys()):
        if kunci not in b:
            hasil.append(Perubahan(kunci, "", "hapus", lama=a[kunci]))
        elif kunci not in a:
            hasil.append(Perubahan(kunci, "", "tambah", baru=b[kunci]))
        else:
            for kolom in sorted(a[kunci].keys() | b[kunci].keys()):
                x, y = a[kunci].get(kolom), b[kunci].get(kolom)
                if x != y:
                    hasil.append(Perubahan(kunci, kolom, "ubah", lama=x, baru=y))
    return hasil


def tulis_kolom(kolom: str) -> str:
    """``target_akhir`` -> ``Target akhir``."""
    return kolom.replace("_", " ").capitalize()
