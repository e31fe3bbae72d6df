"""The page of figures: one section per measurement, the others untouched."""

from pathlib import Path

from tests.bench.angka import mesin, tulis_angka


def test_a_section_is_added_replaced_and_leaves_the_others(tmp_path: Path) -> None:
    berkas = tmp_path / "angka.md"
    tulis_angka("Papan", perintah="make bench", baris=[("p95", "80 ms", "<= 1 detik")], berkas=berkas)
    tulis_angka("Jejak", perintah="make soak", baris=[("Waktu", "40 detik", "")], catatan="C.", berkas=berkas)
    papan = berkas.read_text().split("## Papan")[1]
    tulis_angka("Jejak", perintah="make soak", baris=[("Waktu", "41|2 detik", "")], berkas=berkas)
    teks = berkas.read_text()
    assert teks.startswith("# Angka\n")
    assert [b for b in teks.splitlines() if b.startswith("## ")] == ["## Jejak", "## Papan"]
    assert "| Waktu | 41/2 detik |  |" in teks
    assert "40 detik" not in teks
    assert teks.split("## Papan")[1] == papan
    assert mesin() in teks
