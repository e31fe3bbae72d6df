"""What the journal holds is read in the words of the office."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from terukur.jejak.penyedia import daftar_kata_isi
from terukur.jejak.rules import uraikan

ZONA = ZoneInfo("Asia/Makassar")


def baca(objek, **isi):
    return [(p.nama, p.baru) for p in uraikan(isi, {}, ZONA, objek=objek)]


@pytest.mark.parametrize(
    ("objek", "isi", "kata"),
    [
        ("pengajuan", {"jenis": "perda"}, ("Jenis", "Peraturan Daerah")),
        ("laporan", {"jenis": "tenggat"}, ("Jenis", "Tenggat")),
        ("pegawai", {"jenis": "plt"}, ("Jenis", "Plt.")),
        ("opd", {"jenis": "sekretariat_daerah"}, ("Jenis", "Sekretariat Daerah")),
        ("pengajuan", {"selisih_detik": -417_600}, ("Selisih dari tenggat", "4 hari 20 jam sebelum tenggat")),
        ("pengajuan", {"selisih_detik": 162_000}, ("Selisih dari tenggat", "1 hari 21 jam sesudah tenggat")),
        ("pengajuan", {"hasil": "tanpa_catatan"}, ("Hasil reviu", "Sesuai, tanpa catatan")),
        ("pagu", {"baru": "676051000"}, ("Pagu baru", "Rp 676.051.000")),
        ("nomenklatur", {"baru": 3}, ("Baru", "3")),
        ("lama", {"kolom_lama_id": "x"}, ("Kolom lama", "x")),
    ],
)
def test_fields_and_codes_have_words(objek, isi, kata):
    assert baca(objek, **isi) == [kata]


def test_words_hold_inside_lists_too():
    isi = {"baris": [{"sumber_dana": 3, "lama": None, "baru": "1000"}]}
    ((nama, nilai),) = baca("pagu", **isi)
    assert nama == "Pagu yang berubah"
    assert nilai == "Nomor data sumber dana: 3; Pagu sebelumnya: (kosong); Pagu baru: Rp 1.000"


def test_two_rooms_never_name_one_field_differently():
    semua = [(kunci, nama) for _, kata in daftar_kata_isi for kunci, nama in kata.kolom.items()]
    assert len({k for k, _ in semua}) == len(semua)


def test_a_time_of_an_entry_is_still_a_time():
    assert baca("jendela", tenggat=dt.date(2026, 11, 23).isoformat()) == [("Tenggat", "23 November 2026")]
