"""docs/rujukan follows from the code."""

from pathlib import Path

from terukur.cli.rujukan import KEPALA, basi, semua_alur, susun

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "rujukan"


def test_pages_are_in_step() -> None:
    assert basi(FOLDER, susun()) == [], "run: make rujukan"


def test_every_room_workflow_is_drawn() -> None:
    assert {f"alur-{a.objek.replace('_', '-')}.md" for a in semua_alur()} <= susun().keys()
    assert semua_alur()


def test_stale_missing_and_foreign_pages_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "lama.md").write_text(KEPALA + "x")
    (tmp_path / "tulisan-tangan.md").write_text("x")
    (tmp_path / "sama.md").write_text(KEPALA + "y")
    halaman = {"sama.md": KEPALA + "y", "baru.md": KEPALA + "z"}
    assert basi(tmp_path, halaman) == ["baru.md", "lama.md"]
