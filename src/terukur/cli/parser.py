"""argparse in Indonesian."""

import argparse
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

if TYPE_CHECKING:
    Anak: TypeAlias = "argparse._SubParsersAction[PenguraiPerintah]"

_TERJEMAHAN = {
    "usage: ": "pemakaian: ",
    "positional arguments": "masukan",
    "options": "pilihan",
    "show this help message and exit": "tampilkan bantuan ini lalu selesai",
    "the following arguments are required: %s": "belum diisi: %s",
    "unrecognized arguments: %s": "tidak dikenal: %s",
    "expected one argument": "perlu satu nilai",
    "expected at least one argument": "perlu sedikitnya satu nilai",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r bukan salah satu dari %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r bukan nilai yang benar",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s dapat berarti %(matches)s",
    "not allowed with argument %s": "tidak dapat bersama %s",
    "(default: %(default)s)": "(bawaan: %(default)s)",
}


class PenguraiPerintah(argparse.ArgumentParser):
    """Help and complaints in Indonesian; options are never abbreviated."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(**kwargs)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nLihat: {self.prog} --help\n")


# argparse looks its sentences up through this name; it offers no other door to translate them.
argparse._ = lambda teks: _TERJEMAHAN.get(teks, teks)  # type: ignore[attr-defined]
