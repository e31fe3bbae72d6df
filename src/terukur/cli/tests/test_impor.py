"""The subcommand runs alone: its own process, without settings, database or server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from terukur.impor.tests.buku_uji import berkas_uji, tulis_xlsx

SUMBER = Path(__file__).parents[3]


def jalankan(*argumen, tmp_path):
    lingkungan = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "TERUKUR_", "PG"))}
    return subprocess.run(
        [sys.executable, "-m", "terukur.cli", "import", *map(str, argumen)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=lingkungan | {"PYTHONPATH": str(SUMBER), "DATABASE_URL": "postgres://tidak-ada.invalid/x"},
    )  # fmt: skip


@pytest.mark.lambat
def test_anggaran_json_tanpa_basis_data(tmp_path):
    hasil = jalankan(
        "anggaran", berkas_uji("anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx"), "--tahun", "2024",
        "--periksa", "--json", "--nomenklatur", berkas_uji("nomenklatur/nomenklatur_sipd_2027_asli.xlsx"),
        "--nomenklatur", berkas_uji("nomenklatur/nomenklatur_900_kode_terpecah.xlsx"), tmp_path=tmp_path,
    )  # fmt: skip
    assert (hasil.returncode, hasil.stderr) == (0, "")
    isi = json.loads(hasil.stdout)
    assert isi["total"]["anggaran_operasi"] == 524314732413
    assert isi["total"]["anggaran_modal"] == 97699685584
    assert isi["unit"]["jumlah"] == len(isi["unit"]["daftar"]) == 33
    assert isi["baris"]["sub_kegiatan"] == 609
    assert isi["jumlah"]["kode_per_versi"]["tidak_ditemukan"] == 0
    assert isi["jumlah"]["kode_per_versi"]["nomenklatur_900_kode_terpecah"] > 0
    assert isi["jumlah_masalah"]["galat"] == 0
    assert list(tmp_path.iterdir()) == []


def test_galat_keluar_satu_dan_berkas_rusak_keluar_dua(tmp_path):
    buku = tmp_path / "rka.xlsx"
    buku.write_bytes(
        tulis_xlsx(("A", [["Kode", "Uraian", "Anggaran"], ["1.02.01.2.01.0001", "Satu", "banyak"]]))
    )
    hasil = jalankan("anggaran", buku, "--periksa", tmp_path=tmp_path)
    assert hasil.returncode == 1
    assert "[galat] A, baris 2, kolom C" in hasil.stdout
    buku.write_bytes(b"bukan buku kerja")
    hasil = jalankan("anggaran", buku, "--periksa", "--json", tmp_path=tmp_path)
    assert hasil.returncode == 2
    assert json.loads(hasil.stdout)["kesalahan"]["kode"] == "isi_tidak_cocok"
    hasil = jalankan("anggaran", tmp_path / "tidak-ada.xlsx", "--periksa", tmp_path=tmp_path)
    assert (hasil.returncode, hasil.stdout) == (2, "")
    assert "berkasnya tidak ada" in hasil.stderr
    hasil = jalankan("anggaran", tmp_path, "--periksa", tmp_path=tmp_path)
    assert (hasil.returncode, hasil.stdout) == (2, "")
    assert "itu folder" in hasil.stderr
    hasil = jalankan("anggaran", buku, "--periksa", "--tahun", "20277", tmp_path=tmp_path)
    assert (hasil.returncode, hasil.stdout) == (2, "")
    assert "Tahun 20277 keliru" in hasil.stderr


def test_program_kerja_untuk_orang(tmp_path):
    hasil = jalankan(
        "program-kerja", berkas_uji("anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx"), "--periksa",
        tmp_path=tmp_path,
    )  # fmt: skip
    assert hasil.returncode == 0
    assert "125.103.902.555" in hasil.stdout
    assert "sub kegiatan" in hasil.stdout


def test_menerapkan_perlu_nama_pengguna(tmp_path):
    hasil = jalankan("anggaran", tmp_path / "a.xlsx", tmp_path=tmp_path)
    assert hasil.returncode == 2
    assert "--sebagai" in hasil.stderr
