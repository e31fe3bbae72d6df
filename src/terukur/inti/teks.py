"""Text without what nobody sees."""

import re
from typing import Final

_AKHIR_BARIS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_KENDALI: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def buang_kendali(teks: str, *, baris_baru: str = " ") -> str:
    """``teks`` without control characters and without those that turn the direction of what follows.

    They come along from a PDF or a Word file, or from somebody who wants a paper to read otherwise
    than it is stored. ``baris_baru`` takes the place of the rarer line ends; tab, newline and return
    stay, and so does NUL, for the database's guard to refuse.
    """
    if teks.isprintable():
        return teks
    return _KENDALI.sub("", _AKHIR_BARIS.sub(baris_baru, teks))
