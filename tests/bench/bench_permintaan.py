"""``make bench``: ``ajukan`` and the leaders' grid beside the floor."""

from collections.abc import Callable
from pathlib import Path

from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, kabupaten, koma

KALI_AJUKAN, KALI_PAPAN, KUERI_PAPAN = 4, 3, 15
CATATAN = (
    "Waktu prosesor (aplikasi + PostgreSQL), nilai tengah 60 permintaan, dalam satu proses dan bergantian. "
    "Sebelum tiap permintaan satu pemeriksaan kata sandi, tidak dihitung: pada server yang sibuk selalu ada "
    "orang lain di antaranya. Hangat: tanpa itu. "
    "Lantai: view Django kosong di belakang middleware yang sama; lantai polos: hanya sesi, CSRF dan login "
    "Django. Kali dihitung terhadap lantai yang pertama."
)


def biaya(b: dict[str, float]) -> str:
    return f"{koma(b['semua'])} ms ({koma(b['aplikasi'])} + {koma(b['basisdata'])}), {b['kueri']} kueri"


def kali(b: dict[str, float], lantai: dict[str, float]) -> float:
    return b["semua"] / lantai["semua"]


def kali_hangat(h: dict[str, dict[str, float]], nama: str, lantai: str) -> float:
    return kali(h[f"{nama}_hangat"], h[f"{lantai}_hangat"])


def test_ajukan_dan_papan(folder_terisi: Callable[[], Path]) -> None:
    with kabupaten(folder_terisi()) as jalankan:
        h = jalankan("permintaan")
    ajukan, papan = kali(h["ajukan"], h["lantai_tulis"]), kali(h["papan"], h["lantai_halaman"])
    bagian = {
        "Permintaan: ajukan": [
            ("Lantai: satu INSERT dan satu catatan jejak", biaya(h["lantai_tulis"]), ""),
            ("Lantai polos", biaya(h["lantai_tulis_polos"]), ""),
            (f"Ajukan, paket {h['baris']} sub kegiatan", biaya(h["ajukan"]), ""),
            ("Ajukan terhadap lantai", f"{koma(ajukan)} kali", f"<= {KALI_AJUKAN} kali"),
            ("Ajukan terhadap lantai, hangat", f"{koma(kali_hangat(h, 'ajukan', 'lantai_tulis'))} kali", ""),
            ("Ajukan terhadap lantai polos", f"{koma(kali(h['ajukan'], h['lantai_tulis_polos']))} kali", ""),
            ("Pemeriksaan kata sandi, terpisah", f"{koma(h['sandi']['semua'])} ms", ""),
        ],
        "Permintaan: papan pimpinan 40 OPD": [
            ("Lantai: halaman Jinja2 50 baris", biaya(h["lantai_halaman"]), ""),
            ("Lantai polos", biaya(h["lantai_halaman_polos"]), ""),
            ("Papan", biaya(h["papan"]), f"<= {KUERI_PAPAN} kueri"),
            ("Papan terhadap lantai", f"{koma(papan)} kali", f"<= {KALI_PAPAN} kali"),
            ("Papan terhadap lantai, hangat", f"{koma(kali_hangat(h, 'papan', 'lantai_halaman'))} kali", ""),
            ("Papan terhadap lantai polos", f"{koma(kali(h['papan'], h['lantai_halaman_polos']))} kali", ""),
        ],
    }
    for judul, baris in bagian.items():
        cetak(judul, baris)
        tulis_angka(judul, perintah=PERINTAH, baris=baris, catatan=CATATAN)
    assert ajukan <= KALI_AJUKAN
    assert papan <= KALI_PAPAN
    assert h["papan"]["kueri"] <= KUERI_PAPAN
