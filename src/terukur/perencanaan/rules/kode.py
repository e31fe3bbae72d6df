"""Codes of the nomenclature: urusan 1, bidang 1.02, program 1.02.02, kegiatan 1.02.02.2.01, sub.

Shape: Permendagri 90/2019; four-digit sub kegiatan since Kepmendagri 900.1.15.5-1317/2023. The
placeholder ``X.XX`` stands for the bidang of the OPD in program 01 (penunjang).
"""

import re

from terukur.perencanaan.choices import Tingkat

BIDANG_PENUNJANG = "X.XX"

_BENTUK = re.compile(r"^(\d|X)(\.(\d{2}|XX)(\.\d{2}(\.\d\.\d{2}(\.\d{4})?)?)?)?$")
_TINGKAT = {
    1: Tingkat.URUSAN,
    2: Tingkat.BIDANG,
    3: Tingkat.PROGRAM,
    5: Tingkat.KEGIATAN,
    6: Tingkat.SUB_KEGIATAN,
}
_LEBAR = (1, 2, 2, 1, 2, 4)


class KodeKeliru(ValueError):
    """The text is not a code of the nomenclature; ``str(e)`` is an Indonesian sentence."""


def rapikan_kode(teks: str) -> str:
    """``1.2.2.2.1.1`` or ``1.02.02.2.01.01`` -> ``1.02.02.2.01.0001``; ``x.xx.1`` -> ``X.XX.01``.

    Pads every segment to its official width, so that two- and four-digit sub codes are one code.
    Raises ``KodeKeliru`` for anything that is no code of the nomenclature.
    """
    bagian = [b.strip() for b in str(teks).strip().upper().rstrip(".").split(".")]
    if len(bagian) > 6 or not all(bagian):
        raise KodeKeliru(f"“{str(teks)[:40]}” bukan kode nomenklatur. Contoh: 1.02.02.2.01.0001")
    rapi = ".".join(
        b if set(b) == {"X"} else b.zfill(lebar) for b, lebar in zip(bagian, _LEBAR, strict=False)
    )
    if not _BENTUK.match(rapi) or (rapi[0] == "X") != ("XX" in rapi or rapi == "X"):
        raise KodeKeliru(f"“{str(teks)[:40]}” bukan kode nomenklatur. Contoh: 1.02.02.2.01.0001")
    return rapi


def tingkat_kode(kode: str) -> Tingkat:
    """Level of a tidy code, by its number of segments. Raises ``KodeKeliru``."""
    if not _BENTUK.match(kode):
        raise KodeKeliru(f"“{kode[:40]}” bukan kode nomenklatur. Contoh: 1.02.02.2.01.0001")
    return _TINGKAT[kode.count(".") + 1]


def induk_kode(kode: str) -> str:
    """Code of the level above; empty for an urusan."""
    bagian = kode.split(".")
    panjang = {6: 5, 5: 3}.get(len(bagian), len(bagian) - 1)
    return ".".join(bagian[:panjang])


def bidang_kode(kode: str) -> str:
    """Bidang urusan of a code (``1.02``), empty for an urusan."""
    bagian = kode.split(".")
    return ".".join(bagian[:2]) if len(bagian) > 1 else ""


def is_penunjang(kode: str) -> bool:
    """Whether the code carries the placeholder of program 01."""
    return kode.startswith(BIDANG_PENUNJANG)


def bentangkan_kode(kode: str, bidang: str) -> str:
    """``X.XX.01.2.01.0001`` for bidang ``1.02`` -> ``1.02.01.2.01.0001``; other codes unchanged."""
    if not is_penunjang(kode):
        return kode
    if not re.fullmatch(r"\d\.\d{2}", bidang):
        raise KodeKeliru(f"“{bidang[:20]}” bukan kode bidang urusan. Contoh: 1.02")
    return bidang + kode[len(BIDANG_PENUNJANG) :]


def lipat_kode(kode: str) -> str:
    """The way back: ``1.02.01.2.01.0001`` -> ``X.XX.01.2.01.0001``. Other programs unchanged."""
    bagian = kode.split(".")
    if len(bagian) >= 3 and bagian[2] == "01" and not is_penunjang(kode):
        return ".".join(["X", "XX", *bagian[2:]])
    return kode


def bidang_dari_kode_opd(kode_opd: str) -> list[str]:
    """Bidang urusan in a 22-character OPD code: ``1.02.0.00.0.00.01.0000`` -> ``["1.02"]``.

    The code names up to three bidang; ``0.00`` is none. Returns them in order, without repeats.
    """
    bagian = kode_opd.strip().split(".")
    hasil: list[str] = []
    for i in range(0, min(len(bagian) - 1, 6), 2):
        bidang = f"{bagian[i]}.{bagian[i + 1]}"
        if re.fullmatch(r"[1-9]\.\d{2}", bidang) and bidang not in hasil and bagian[i + 1] != "00":
            hasil.append(bidang)
    return hasil
