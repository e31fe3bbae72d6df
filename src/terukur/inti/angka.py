"""Numbers as Indonesian offices write and read them. Empty is never zero."""

import re
from decimal import Decimal, InvalidOperation

_INDONESIA = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$|^-?\d+,\d+$")
_INGGRIS = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+\.\d+$")
_BULAT = re.compile(r"^-?\d+$")
_RIBUAN_TITIK = re.compile(r"^-?\d{1,3}(\.\d{3})+$")


class BukanAngka(ValueError):
    """The text is not a number in any notation we accept; ``str(e)`` is an Indonesian sentence."""


def baca_angka(nilai: object) -> Decimal | None:
    """Read a number from a cell or a form.

    Accepts ``1.234,56``, ``1234.56``, ``1,234.56``, ints, floats, Decimals, ``Rp 1.000``,
    ``(1.000)`` as negative. One separator followed by exactly three digits (``1.234``) is read
    the Indonesian way, as thousands. Empty, ``-`` and ``None`` return ``None``, never zero.

    Raises ``BukanAngka`` for anything else. Floats go through their shortest decimal text, so
    0.1 stays 0.1.
    """
    if nilai is None or isinstance(nilai, bool):
        if nilai is None:
            return None
        raise BukanAngka("Nilai benar/salah bukan angka.")
    if isinstance(nilai, Decimal):
        if not nilai.is_finite():
            raise BukanAngka(f"“{nilai}” bukan angka.")
        return nilai
    if isinstance(nilai, int):
        return Decimal(nilai)
    if isinstance(nilai, float):
        if nilai != nilai or nilai in (float("inf"), float("-inf")):
            raise BukanAngka(f"“{nilai}” bukan angka.")
        return Decimal(repr(nilai))
    teks = str(nilai).replace("\u00a0", " ").strip()
    if teks in {"", "-", "–", "—"}:
        return None
    inti = re.sub(r"^(-?)\s*Rp\.?\s*", r"\1", teks, flags=re.IGNORECASE).replace(" ", "")
    negatif = inti.startswith("(") and inti.endswith(")")
    if negatif:
        inti = inti[1:-1]
    if inti.endswith(",-"):
        inti = inti[:-2]
    if _BULAT.match(inti):
        rapi = inti
    elif _RIBUAN_TITIK.match(inti) or _INDONESIA.match(inti):
        rapi = inti.replace(".", "").replace(",", ".")
    elif _INGGRIS.match(inti):
        rapi = inti.replace(",", "")
    else:
        raise BukanAngka(f"“{teks[:40]}” bukan angka. Contoh yang benar: 1.234.567,89")
    try:
        hasil = Decimal(rapi)
    except InvalidOperation:
        raise BukanAngka(f"“{teks[:40]}” bukan angka.") from None
    return -hasil if negatif else hasil


def tulis_angka(nilai: Decimal | int | None, desimal: int | None = None) -> str:
    """``1234567.5`` -> ``1.234.567,5``. ``desimal`` fixes the digits (half up). None -> ``–``."""
    if nilai is None:
        return "–"
    angka = Decimal(nilai)
    if desimal is not None:
        from decimal import ROUND_HALF_UP

        angka = angka.quantize(Decimal(1).scaleb(-desimal), rounding=ROUND_HALF_UP)
    else:
        angka = angka.normalize() if angka != angka.to_integral_value() else angka.quantize(Decimal(1))
    return f"{angka:,f}".translate(str.maketrans(",.", ".,"))


def tulis_rupiah(nilai: Decimal | int | None) -> str:
    """``Rp 1.250.000`` (decimals only when there are any). None -> ``–``."""
    if nilai is None:
        return "–"
    angka = Decimal(nilai)
    desimal = 0 if angka == angka.to_integral_value() else 2
    return f"Rp {tulis_angka(angka, desimal)}"


_SINGKAT = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "M"), (Decimal(10) ** 6, "jt"))


def tulis_rupiah_singkat(nilai: Decimal | int | None) -> str:
    """``Rp 61,4 M`` for headlines: one decimal, half up; the full figure must stand near by."""
    if nilai is None:
        return "–"
    angka = Decimal(nilai)
    for batas, huruf in _SINGKAT:
        if abs(angka) >= batas:
            return f"Rp {tulis_angka(angka / batas, 1)} {huruf}"
    return tulis_rupiah(angka)


def tulis_persen(nilai: Decimal | int | None, desimal: int = 1) -> str:
    """``98,4 %``. None -> ``–``."""
    return "–" if nilai is None else f"{tulis_angka(nilai, desimal)} %"
