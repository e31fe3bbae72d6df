"""The witness: takes what is new and sound, and cries out at anything else."""

import datetime as dt
import http.server
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from terukur.jejak import saksi, verifikasi
from terukur.jejak.baku import SIDIK_AWAL, baku, sidik
from terukur.jejak.ekspor import ekspor_jejak
from terukur.jejak.models import Segel
from terukur.jejak.saksi import Salinan, SejarahBerubah
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import SAAT, buat_catatan
from terukur.jejak.verifikasi import Pemeriksaan
from terukur.jejak.views import resmi as halaman

KUNCI, LAIN = (Ed25519PrivateKey.from_private_bytes(h * 32) for h in (b"k", b"l"))


def publik(kunci):
    return kunci.public_key().public_bytes_raw().hex()


def deret(jumlah, kunci=KUNCI, sebelum=SIDIK_AWAL, dari=1, **ganti):
    hasil = []
    for n in range(dari, dari + jumlah):
        isi = {"segel": n, "catatan": n * 3, "sidik": f"{n:064x}", "sebelum": sebelum, "pada": SAAT}
        b = baku(isi | {"kunci": publik(kunci)} | ganti)
        hasil.append({"baku": b.decode(), "tanda": kunci.sign(b).hex()})
        sebelum = sidik(b)
    return hasil


def peladen(segel, per=100):
    return lambda n: {"segel": [dict(s) for s in segel[n : n + per]], "lanjut": len(segel) > n + per}


@pytest.fixture
def berkas(tmp_path):
    return tmp_path / "segel.jsonl"


def test_menambah_yang_baru_saja(berkas):
    semua = deret(9)
    assert Salinan(berkas).kumpulkan(peladen(semua[:4], per=2)) == 4
    awal = berkas.read_bytes()
    assert Salinan(berkas).kumpulkan(peladen(semua[:4])) == 0
    assert berkas.read_bytes() == awal
    assert Salinan(berkas).kumpulkan(peladen(semua, per=2)) == 5
    assert berkas.read_bytes().startswith(awal)
    assert [json.loads(b) for b in berkas.read_text().splitlines()] == semua


def test_baris_yang_terputus_diambil_ulang(berkas):
    semua = deret(3)
    Salinan(berkas).kumpulkan(peladen(semua))
    utuh = berkas.read_bytes()
    berkas.write_bytes(utuh[:-40])
    assert Salinan(berkas).kumpulkan(peladen(semua)) == 1
    assert berkas.read_bytes() == utuh


@pytest.mark.parametrize(
    ("kini", "kata"),
    [
        (deret(3), "tidak ada lagi"),
        ([], "tidak ada lagi"),
        (deret(6, sidik="f" * 64), "segel 4 pada server berbeda"),
        (deret(4) + deret(2, dari=5), "segel 5 tidak menyambung"),
        (deret(4) + deret(6)[5:], "setelah segel 4 datang segel 6"),
        (deret(4) + deret(1, LAIN, sidik(deret(4)[3]["baku"].encode()), 5), "kunci lain"),
        ([*deret(4), deret(5)[4] | {"tanda": "0" * 128}], "tanda tangan segel 5 palsu"),
        (deret(4) + deret(1, KUNCI, sidik(deret(4)[3]["baku"].encode()), 5, catatan=12), "lebih sedikit"),
    ],
)  # fmt: skip
def test_sejarah_yang_berubah_diteriakkan(berkas, kini, kata):
    Salinan(berkas).kumpulkan(peladen(deret(4)))
    simpanan = berkas.read_bytes()
    with pytest.raises(SejarahBerubah, match=kata):
        Salinan(berkas).kumpulkan(peladen(kini))
    assert berkas.read_bytes() == simpanan


def test_kunci_baru_diterima_bila_disebut(berkas):
    semua = deret(2)
    Salinan(berkas).kumpulkan(peladen(semua))
    semua += deret(1, LAIN, sidik(semua[1]["baku"].encode()), 3)
    assert Salinan(berkas, [publik(KUNCI), publik(LAIN)]).kumpulkan(peladen(semua)) == 1


def test_kunci_yang_ditetapkan_berlaku_sejak_awal(berkas):
    with pytest.raises(SejarahBerubah, match="kunci lain"):
        Salinan(berkas, [publik(LAIN)]).kumpulkan(peladen(deret(2)))
    assert not berkas.exists()


def test_salinan_sendiri_yang_rusak_disebut(berkas):
    Salinan(berkas).kumpulkan(peladen(deret(4)))
    baris = berkas.read_text().splitlines(keepends=True)
    berkas.write_text("".join([*baris[:1], *baris[2:]]))
    with pytest.raises(SejarahBerubah, match="Salinan Anda sendiri rusak"):
        Salinan(berkas)


def test_alamat_lain_daripada_http_ditolak(berkas, capsys):
    assert saksi.main(["file:///etc", "--simpan", str(berkas)]) == 1
    assert saksi.main(["http://127.0.0.1:9", "--simpan", str(berkas)]) == 1
    assert "Salinan tidak berubah" in capsys.readouterr().err


@pytest.mark.django_db
def test_tanpa_terukur_dari_alamat_umum_sampai_verifikasi(settings, tmp_path, monkeypatch):
    """The two files alone, in an empty environment, against the real address; the copy serves --segel."""
    settings.DATA = tmp_path / "data"
    monkeypatch.setattr(halaman, "SEGEL_PER_UNDUHAN", 2)
    for n in range(1, 6):
        buat_catatan(n)
        segelkan(pada=SAAT + dt.timedelta(minutes=n))
    jawaban = {
        f"/jejak/segel.json?setelah={n}": Client().get(f"/jejak/segel.json?setelah={n}") for n in range(6)
    }

    class Peladen(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(jawaban[self.path].content)

        def log_message(self, *_):
            pass

    rumah = tmp_path / "rumah"
    rumah.mkdir()
    for modul in (saksi, verifikasi):
        shutil.copy(Path(modul.__file__), rumah)
    with http.server.HTTPServer(("127.0.0.1", 0), Peladen) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        alamat = f"http://127.0.0.1:{server.server_port}"
        perintah = ["/usr/bin/env", "-i", sys.executable, "saksi.py", alamat, "--simpan", "segel.jsonl"]
        satu, dua = (
            subprocess.run(perintah, cwd=rumah, capture_output=True, text=True, check=False) for _ in range(2)
        )
        jawaban["/jejak/segel.json?setelah=4"] = jawaban["/jejak/segel.json?setelah=5"]
        tiga = subprocess.run(perintah, cwd=rumah, capture_output=True, text=True, check=False)
        server.shutdown()
    assert (satu.returncode, satu.stderr) == (0, "")
    assert "5 segel baru; tersimpan sampai segel 5, catatan 5." in satu.stdout
    assert dua.stdout == "0 segel baru; tersimpan sampai segel 5, catatan 5.\n"
    assert tiga.returncode == 2
    assert "BAHAYA: segel 5 yang Anda simpan tidak ada lagi pada server." in tiga.stderr
    salinan = [json.loads(b) for b in (rumah / "segel.jsonl").read_text().splitlines()]
    assert len(salinan) == Segel.objects.count()
    p = Pemeriksaan(saksi=salinan)
    assert p.periksa(ekspor_jejak(pada=SAAT + dt.timedelta(hours=1))), p.temuan
