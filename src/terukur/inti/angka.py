"""Numbers as Indonesian offices write and read them. Empty is never zero."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

_BULAT = re.compile(r"-?[0-9]+")
_INDONESIA = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?|-?[0-9]+,[0-9]+")
_INGGRIS = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?|-?[0-9]+\.[0-9]+")
_SPASI_RIBUAN = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_TUKAR = str.maketrans(",.", ".,")


class BukanAngka(ValueError):
    """The text is not a number in any notation we accept; ``str(e)`` is an Indonesian sentence."""


def baca_angka(nilai: object) -> Decimal | None:
    """Read a number from a cell or a form.

    Accepts ``1.234,56``, ``1234.56``, ``1,234.56``, ints, floats, Decimals, ``Rp 1.000``, ``IDR 1.000``,
    ``(1.000)`` as negative, ``1 000 000``. One point followed by exactly three digits (``1.234``)
    is read the Indonesian way, as thousands, unless a zero stands before it (``0.125``); one comma
    is always the decimal sign. Empty, ``-``, ``Rp -`` and ``None`` return ``None``, never zero.

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
    inti = re.sub(r"^(-?)\s*(?:Rp\.?|IDR)\s*", r"\1", teks, flags=re.IGNORECASE)
    if inti in {"", "-", "–", "—"}:
        return None
    negatif = inti.startswith("(") and inti.endswith(")")
    if negatif:
        inti = inti[1:-1].strip()
    rapi = _SPASI_RIBUAN.sub("", inti).removesuffix(",-")
    if _BULAT.fullmatch(rapi):
        pass
    elif _INDONESIA.fullmatch(rapi):
        rapi = rapi.replace(".", "").replace(",", ".")
    elif _INGGRIS.fullmatch(rapi):
        rapi = rapi.replace(",", "")
    else:
        raise BukanAngka(f"“{teks[:40]}” bukan angka. Contoh yang benar: 1.234.567,89")
    if negatif and rapi.startswith("-"):
        raise BukanAngka(f"“{teks[:40]}” bertanda minus dua kali.")
    return Decimal(f"-{rapi}" if negatif else rapi)


def tulis_angka(nilai: Decimal | int | None, desimal: int | None = None) -> str:
    """``1234567.5`` -> ``1.234.567,5``. ``desimal`` fixes the digits (half up). None -> ``–``."""
    if nilai is None:
        return "–"
    angka = Decimal(nilai)
    if desimal is not None:
        angka = _bulatkan(angka, desimal)
    teks = f"{angka:,f}"
    if desimal is None and "." in teks:
        teks = teks.rstrip("0").rstrip(".")
    if not teks.strip("-0.,"):
        teks = teks.removeprefix("-")
    return teks.translate(_TUKAR)


def _bulatkan(nilai: Decimal, desimal: int) -> Decimal:
    """Round half up (away from zero) to ``desimal`` digits, whatever the number's size."""
    with localcontext(prec=max(28, len(nilai.as_tuple().digits) + abs(nilai.adjusted()) + desimal + 2)):
        return nilai.quantize(Decimal(1).scaleb(-desimal), rounding=ROUND_HALF_UP)


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
    for batas, huruf in _SINGKAT if abs(angka) >= _SINGKAT[-1][0] else ():
        singkat = _bulatkan(angka / batas, 1)
        if abs(singkat) >= 1:
            return f"Rp {tulis_angka(singkat, 1)} {huruf}"
    return tulis_rupiah(angka)


def tulis_persen(nilai: Decimal | int | None, desimal: int = 1) -> str:
    """``98,4 %``. None -> ``–``."""
    return "–" if nilai is None else f"{tulis_angka(nilai, desimal)} %"
