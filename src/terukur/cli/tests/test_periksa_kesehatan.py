"""``terukur periksa-kesehatan``: what it prints, and how it ends."""

import pytest

from terukur.cli import lingkup, main
from terukur.inti import kesehatan
from terukur.inti.kesehatan import Hasil, Keadaan


def hasil(kode: str, keadaan: Keadaan) -> Hasil:
    return Hasil(kode, f"Hal {kode}", keadaan, "nilainya", "batasnya", "langkahnya")


@pytest.fixture
def isi(monkeypatch: pytest.MonkeyPatch) -> list[Hasil]:
    daftar = [hasil("a", Keadaan.BAIK)]
    monkeypatch.setattr(lingkup, "basisdata_menjawab", lambda: True)
    monkeypatch.setattr(lingkup, "pastikan_sudah_disiapkan", lambda: None)
    monkeypatch.setattr(kesehatan, "daftar_kesehatan", [("x", lambda pada: daftar)])
    return daftar


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("keadaan", "argv", "kode"),
    [
        (Keadaan.BAIK, ["--ketat"], 0),
        (Keadaan.PERHATIAN, [], 0),
        (Keadaan.PERHATIAN, ["--ketat"], 1),
        (Keadaan.GANGGUAN, [], 1),
        (Keadaan.TIDAK_TERUKUR, [], 1),
    ],
)
def test_exit_status(
    isi: list[Hasil], capsys: pytest.CaptureFixture[str], keadaan: Keadaan, argv: list[str], kode: int
) -> None:
    isi.append(hasil("b", keadaan))
    assert main(["periksa-kesehatan", *argv]) == kode
    teks = capsys.readouterr().out
    assert ("langkahnya" in teks) is (keadaan is not Keadaan.BAIK)
    assert "Hal a" not in teks
    assert "2 pemeriksaan: " in teks


def test_a_database_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lingkup, "basisdata_menjawab", lambda: False)
    assert main(["periksa-kesehatan"]) == 2
    assert "Basis data tidak menjawab" in capsys.readouterr().err
