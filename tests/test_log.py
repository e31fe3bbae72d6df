"""Log lines: nobody outside can write one."""

import logging
import re
import sys

from terukur.config.log import SatuBaris
from terukur.config.settings import LOGGING
from terukur.jejak.keamanan import catat_keamanan

AWAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} [A-Z]+ ")


def catatan(pesan: str, *args: object, exc_info: object = None) -> str:
    return SatuBaris().format(logging.LogRecord("uji", 30, "x", 1, pesan, args, exc_info))  # type: ignore[arg-type]


def test_every_line_has_a_time_with_its_offset() -> None:
    assert AWAL.match(catatan("biasa"))
    assert LOGGING["formatters"]["baris"] == {"()": "terukur.config.log.SatuBaris"}  # type: ignore[index]
    assert LOGGING["root"]["handlers"] == ["layar"]  # type: ignore[index]


def test_text_from_outside_starts_no_line() -> None:
    palsu = "/x\n2027-01-01T00:00:00+0800 WARNING terukur.keamanan masuk.berhasil"
    for tanda in ("\n", "\r\n", "\u2028", "\x85", "\x0b", "\x1b[2K"):
        baris = catatan("%s tidak ada", palsu.replace("\n", tanda))
        assert len(baris.splitlines()) == 1
        assert tanda not in baris
    try:
        raise ValueError(palsu)
    except ValueError:
        baris = catatan("gagal", exc_info=sys.exc_info())
    assert len([b for b in baris.splitlines() if AWAL.match(b)]) == 1
    assert "Traceback" in baris


def test_security_events_quote_what_was_typed(caplog: object) -> None:
    catat_keamanan("masuk.gagal", nama="a' alamat='1.2.3.4\nmasuk.berhasil", panjang="x" * 9999)
    pesan = caplog.records[-1].getMessage()  # type: ignore[attr-defined]
    assert "\n" not in pesan
    assert len(pesan) < 500
