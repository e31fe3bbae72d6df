"""What nobody sees is not kept."""

from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.teks import buang_kendali


def test_control_and_direction_characters_go_and_line_ends_become_spaces() -> None:
    assert buang_kendali("satu\x0bdua\x1b[31m\u202etiga\n\t\x7f") == "satu dua[31mtiga\n\t"
    assert buang_kendali("satu\u2028dua", baris_baru="\n") == "satu\ndua"
    assert buang_kendali("a\x00b") == "a\x00b", "left to the database's guard"


@given(st.text())
def test_what_is_left_is_seen_or_breaks_a_line(teks: str) -> None:
    bersih = buang_kendali(teks)
    assert not any(ord(h) < 32 and h not in "\x00\n\r\t" for h in bersih)
    assert buang_kendali(bersih) == bersih
    if teks.isprintable():
        assert bersih == teks
