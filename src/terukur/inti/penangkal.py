"""Text in a spreadsheet that no program takes for a formula, and the text again when it is read back."""

import re
from typing import Final

AWALAN_RUMUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheet programs take for the beginning of a formula, full-width forms included."""
_BERPENANGKAL: Final = re.compile(rf"'+[{re.escape(''.join(AWALAN_RUMUS))}]")


def jaga_teks(teks: str) -> str:
    """Text that looks guarded already (``'=x``) gets one more apostrophe, as ``buka_teks`` takes one off.

    Enough where a cell is stored as text anyway (XLSX).
    """
    return f"'{teks}" if _BERPENANGKAL.match(teks) else teks


def teks_aman(teks: str) -> str:
    """Text for a cell whose kind its reader guesses (CSV): ``=1+1`` -> ``'=1+1``."""
    return f"'{teks}" if teks.startswith(AWALAN_RUMUS) else jaga_teks(teks)


def buka_teks(teks: str) -> str:
    """The text that ``teks_aman`` or ``jaga_teks`` has written: ``'=1+1`` -> ``=1+1``."""
    return teks[1:] if _BERPENANGKAL.match(teks) else teks
