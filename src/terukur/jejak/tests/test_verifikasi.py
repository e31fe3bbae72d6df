"""The stand-alone verifier: sound exports pass, every manipulation is found and named."""

import copy
import datetime as dt
import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from terukur.jejak import verifikasi
from terukur.jejak.baku import SIDIK_AWAL, baku, sidik, sidik_sambung
from terukur.jejak.ekspor import bukti, ekspor_jejak
from terukur.jejak.models import Segel
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import SAAT, buat_catatan
from terukur.jejak.tests.manipulasi import (
    RAGAM,
    Kasus,
    ekspor_contoh,
    manipulasi,
    publik,
    segel_dan_kunci_diganti,
)
from terukur.jejak.verifikasi import Pemeriksaan, main, tanda_sah, uji_diri

MENIT = dt.timedelta(minutes=1)
KUNCI = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIK = KUNCI.public_key().public_bytes_raw().hex()


# ---- an export made here, independently of the room's own code for it ----


def rantai(isi, sebelum=SIDIK_AWAL, dari=1):
    hasil = []
    for nomor, teks in enumerate(isi, dari):
        b = baku({"nomor": nomor, "isi": {"teks": teks}})
        s = sidik_sambung(sebelum, sidik(b))
        hasil.append({"c": nomor, "sebelum": sebelum, "baku": b.decode(), "sidik": s})
        sebelum = s
    return hasil


def segel_atas(catatan, ujung, kunci=KUNCI):
    hasil, sebelum = [], SIDIK_AWAL
    for nomor, n in enumerate(ujung, 1):
        b = baku(
            {
                "segel": nomor, "catatan": n, "sidik": catatan[n - 1]["sidik"], "sebelum": sebelum,
                "pada": SAAT + nomor * MENIT, "kunci": kunci.public_key().public_bytes_raw().hex(),
            }
        )  # fmt: skip
        hasil.append({"s": nomor, "baku": b.decode(), "tanda": kunci.sign(b).hex()})
        sebelum = sidik(b)
    return hasil


def berkas(catatan, segel):
    kepala = {
        "jenis": "terukur-jejak", "v": 1, "pemda": "Contoh", "dibuat": "2026-11-23T00:00:00.000000Z",
        "kunci": [PUBLIK], "dari": 1, "jumlah_catatan": len(catatan), "jumlah_segel": len(segel),
    }  # fmt: skip
    return [kepala, *segel, *catatan, {"akhir": True}]


def periksa(baris, kunci=(PUBLIK,), saksi=()):
    p = Pemeriksaan(kunci, saksi)
    p.periksa(json.dumps(b) for b in baris)
    return p


def jenis(p):
    return {t[1 : t.index("]")] for t in p.temuan}


N = 24
UJUNG = (5, 9, 16, N)
CATATAN = rantai([f"catatan {i} é" for i in range(N)])
SEGEL = segel_atas(CATATAN, UJUNG)
BERKAS = berkas(CATATAN, SEGEL)
BESAR = CATATAN[0] | {"c": 10**30}


def test_uji_diri_rfc8032():
    assert uji_diri()


def test_uji_diri_gagal_bila_hitungannya_salah(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(verifikasi, "tanda_sah", lambda *_: True)
    assert not uji_diri()
    (tmp_path / "x").write_text("")
    assert main([str(tmp_path / "x")]) == 1
    assert "uji diri" in capsys.readouterr().out


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_tanda_seperti_pustaka_cryptography(benih, pesan, bit):
    kunci = Ed25519PrivateKey.from_private_bytes(benih)
    publik, tanda = kunci.public_key().public_bytes_raw(), kunci.sign(pesan)
    assert tanda_sah(publik, pesan, tanda)
    rusak = (int.from_bytes(tanda, "big") ^ 1 << bit).to_bytes(64, "big")
    assert not tanda_sah(publik, pesan, rusak)
    assert not tanda_sah(publik, pesan + b"x", tanda)


@pytest.mark.parametrize("kunci", [b"", b"\xff" * 32, (2).to_bytes(32, "little")])
def test_kunci_yang_bukan_titik_ditolak(kunci):
    assert not tanda_sah(kunci, b"", b"\0" * 64)


def test_tanda_dengan_s_berlebih_ditolak():
    """S + L verifies under a lax check; RFC 8032 demands S < L."""
    tanda = KUNCI.sign(b"x")
    s = int.from_bytes(tanda[32:], "little") + verifikasi.L
    assert not tanda_sah(bytes.fromhex(PUBLIK), b"x", tanda[:32] + s.to_bytes(32, "little"))


def test_utuh():
    p = periksa(BERKAS)
    assert (p.temuan, p.perhatian, p.jumlah, p.jumlah_segel) == ([], [], N, 4)


def test_tanpa_kunci_diberi_peringatan():
    p = periksa(BERKAS, kunci=())
    assert not p.temuan
    assert PUBLIK in p.perhatian[0]


def tukar(baris, i, j):
    baris[i], baris[j] = baris[j], baris[i]


def letak(n):
    """Index of entry ``n`` in the file."""
    return len(SEGEL) + n


def hitung_ulang(baris, n):
    """What a forger does after changing entry ``n``: all links to the end again."""
    sebelum = baris[letak(n)]["sebelum"]
    for b in baris[letak(n) : -1]:
        b["sebelum"] = sebelum
        b["sidik"] = sebelum = sidik_sambung(sebelum, sidik(b["baku"].encode()))


def ubah_isi(b, n):
    b[letak(n)]["baku"] = b[letak(n)]["baku"].replace("catatan", "CATATAN")


def sisip(b, n):
    palsu = rantai(["palsu"], b[letak(n)]["sidik"], n + 1)[0]
    b.insert(letak(n) + 1, palsu)


@pytest.mark.parametrize(
    ("rusak", "harap", "sebut"),
    [
        (lambda b: ubah_isi(b, 7), "diubah", "catatan 7"),
        (lambda b: b[letak(7)].update(sidik="0" * 64), "diubah", "catatan 7"),
        (lambda b: b.pop(letak(7)), "dihapus", "Catatan 7"),
        (lambda b: tukar(b, letak(7), letak(8)), "dipindah", "Catatan 7"),
        (lambda b: sisip(b, 7), "disisipkan", "Catatan 8"),
        (lambda b: b.insert(letak(3), b[letak(12)]), "disisipkan", "Catatan 12"),
        (lambda b: (ubah_isi(b, 7), hitung_ulang(b, 7)), "bertentangan dengan segel", "catatan 9"),
        (lambda b: b.__delitem__(slice(letak(20), letak(N) + 1)), "ekor terpotong", "berhenti pada 19"),
        (lambda b: b.pop(2), "segel hilang", "segel 3"),
        (lambda b: b.pop(1), "segel hilang", "segel 2"),
        (lambda b: tukar(b, 1, 2), "segel hilang", "segel"),
        (lambda b: b[2].update(tanda="00" * 64), "segel palsu", "segel 2"),
        (lambda b: b[2].update(baku=b[2]["baku"].replace("08:02", "08:01")), "segel palsu", "segel 2"),
        (lambda b: b.pop(), "terpotong", "tidak lengkap"),
        (lambda b: b.pop(-2), "ekor terpotong", f"catatan {N}"),
        (lambda b: b.__delitem__(slice(1, 5)), "tanpa segel", "segel"),
        (lambda b: b.insert(9, {"x": 1}), "rusak", "Baris 10"),
        (lambda b: b.pop(0), "rusak", "Baris 1"),
        (lambda b: b.insert(-1, b.pop(4)), "segel dipindah", "Segel 4"),
        (lambda b: (b.__delitem__(slice(letak(1), letak(3))), b[0].update(dari=3)), "dihapus", "catatan 3"),
        (lambda b: b.insert(letak(3), BESAR), "rusak", "Baris"),
    ],
)  # fmt: skip
def test_jenis_dan_tempat_disebut(rusak, harap, sebut):
    baris = copy.deepcopy(BERKAS)
    rusak(baris)
    p = periksa(baris)
    assert harap in jenis(p)
    assert any(sebut in t for t in p.temuan if t.startswith(f"[{harap}]"))


def test_satu_perubahan_satu_temuan():
    baris = copy.deepcopy(BERKAS)
    ubah_isi(baris, 7)
    assert len(periksa(baris).temuan) == 1


def test_kunci_lain():
    lain = Ed25519PrivateKey.from_private_bytes(b"l" * 32)
    p = periksa(berkas(CATATAN, segel_atas(CATATAN, UJUNG, lain)))
    assert jenis(p) == {"kunci salah"}
    assert len(p.temuan) == 4


def test_saksi_melihat_ekor_dan_segel_yang_dibuang():
    pendek = berkas(CATATAN[:16], SEGEL[:3])
    assert not periksa(pendek).temuan
    assert jenis(periksa(pendek, saksi=SEGEL)) == {"ekor terpotong"}
    lama = [pendek[0] | {"dibuat": "2026-11-22T08:03:30.000000Z"}, *pendek[1:]]
    assert not periksa(lama, saksi=SEGEL).temuan  # an older export is no forgery
    ganti = rantai([f"lain {i}" for i in range(N)])
    dipalsu = berkas(ganti, segel_atas(ganti, UJUNG))  # forged with the stolen key
    assert not periksa(dipalsu).temuan
    assert "berbeda dari saksi" in jenis(periksa(dipalsu, saksi=SEGEL[:1]))


def test_catatan_belum_bersegel_disebut():
    p = periksa(berkas(CATATAN, SEGEL[:3]))
    assert not p.temuan
    assert "8 catatan terakhir belum tertutup segel" in p.perhatian[0]


def acak_satu(acak, baris):
    """One random manipulation of entries or seals; returns what it was."""
    if len(baris) < 3:
        return "kosong"
    i, j = acak.randrange(1, len(baris) - 1), acak.randrange(1, len(baris) - 1)
    apa = acak.choice(["huruf", "hapus", "salin", "tukar", "potong", "geser", "sambung"])
    if apa == "sambung" and [b.get("c") for b in baris] != [b.get("c") for b in BERKAS]:
        apa = "hapus"
    if apa == "huruf":
        kunci = acak.choice([k for k, v in baris[i].items() if isinstance(v, str)])
        teks = baris[i][kunci]
        k = acak.randrange(len(teks))
        huruf = acak.choice("0123456789abcdefghijXYZ{}é")
        baris[i][kunci] = teks[:k] + huruf + teks[k + 1 :]
    elif apa == "hapus":
        baris.pop(i)
    elif apa == "salin":
        baris.insert(j, copy.deepcopy(baris[i]))
    elif apa == "tukar":
        tukar(baris, i, j)
    elif apa == "potong":
        del baris[i:-1]
    elif apa == "geser":
        nama = "s" if "s" in baris[i] else "c"
        baris[i][nama] += acak.choice([-1, 1, 7])
    else:
        n = acak.randrange(1, N + 1)
        ubah_isi(baris, n)
        hitung_ulang(baris, n)
    return apa


def test_ratusan_manipulasi_acak_semuanya_ditemukan():
    acak = random.Random(20261122)
    jumlah = 0
    while jumlah < 600:
        baris = copy.deepcopy(BERKAS)
        apa = [acak_satu(acak, baris) for _ in range(acak.choice([1, 1, 1, 2, 3]))]
        if baris == BERKAS:
            continue
        jumlah += 1
        assert periksa(baris).temuan, apa


# ---- the room's own export and proof ----


@pytest.mark.django_db
def test_setiap_ragam_pemalsu_ditemukan_di_tempatnya(settings, tmp_path):
    """Each kind twice; ``make soak`` plays a thousand."""
    settings.DATA = tmp_path
    acak = random.Random(4)
    asli = ekspor_contoh(acak, 60)
    asing = [asli.segel_kemudian]
    for saksi, kunci in (([], []), (asli.segel, [publik(asli.kunci)]), ([*asli.segel, *asing], [])):
        assert Kasus("utuh", asli.baris(), [], kunci, saksi).periksa().temuan == []
    kasus = [manipulasi(acak, asli, ke) for ke in range(2 * RAGAM)]
    assert [k.keberatan() for k in kasus if k.keberatan()] == []


@pytest.mark.django_db
def test_kunci_asing_selalu_disebut(settings, tmp_path):
    """Without key and without witness a whole new journal cannot be told; the key to compare is named."""
    settings.DATA = tmp_path
    acak = random.Random(5)
    e = ekspor_contoh(acak, 20)
    segel_dan_kunci_diganti(e, acak)
    p = Kasus("", e.baris(), [], [], []).periksa()
    assert not p.temuan
    (asing,) = e.kepala["kunci"]
    assert asing != publik(e.kunci)
    assert asing in p.perhatian[0]


def test_temuan_yang_sangat_banyak_tidak_memenuhi_memori():
    p = Pemeriksaan()
    p.periksa(json.dumps(b) for b in [BERKAS[0], *({"x": i} for i in range(5000))])
    assert len(p.temuan) == 1000
    assert p.jumlah_temuan > 5000


@pytest.fixture
def _jejak_contoh(settings, tmp_path):
    settings.DATA = tmp_path
    settings.TERUKUR_PEMDA = "Kabupaten Contoh"
    for n in range(1, 6):
        buat_catatan(n, isi={"n": n, "rp": Decimal("61400000000.10"), "teks": 'é\n\u2028\U0001f4dc"\\'})
    segelkan(pada=SAAT)
    for n in range(6, 9):
        buat_catatan(n, ditolak=True)
    segelkan(pada=SAAT + MENIT)
    buat_catatan(9)


@pytest.mark.django_db
@pytest.mark.usefixtures("_jejak_contoh")
def test_ekspor_lolos_sebagai_program_tersendiri(tmp_path):
    jalur = tmp_path / "jejak.jsonl"
    jalur.write_bytes(b"".join(ekspor_jejak(pada=SAAT + 2 * MENIT)))
    saksi = tmp_path / "saksi.json"
    segel = [{"baku": bytes(s.baku).decode(), "tanda": s.tanda} for s in Segel.objects.order_by("nomor")]
    saksi.write_text(json.dumps({"segel": segel}), "utf-8")
    kunci = json.loads(segel[0]["baku"])["kunci"]
    perintah = [sys.executable, "-I", str(Path(verifikasi.__file__)), str(jalur)]
    utuh = subprocess.run(
        [*perintah, "--kunci", kunci, "--segel", str(saksi)], capture_output=True, text=True, check=False
    )
    assert utuh.returncode == 0, utuh.stdout + utuh.stderr
    assert utuh.stdout == (
        "Diperiksa: 9 catatan, 2 segel, pemda Kabupaten Contoh.\n"
        "PERHATIAN: 1 catatan terakhir belum tertutup segel (9 sampai 9); keutuhannya belum terjamin.\n"
        "UTUH: tidak ada catatan yang berubah.\n"
    )
    jalur.write_bytes(jalur.read_bytes().replace(b"61400000000.10", b"61400000000.11", 1))
    rusak = subprocess.run(perintah, capture_output=True, text=True, check=False)
    assert rusak.returncode == 1
    assert "SALAH [diubah] Isi catatan 1 " in rusak.stdout


@pytest.mark.django_db
@pytest.mark.usefixtures("_jejak_contoh")
def test_bukti_hanya_memperlihatkan_miliknya():
    isi = bukti(3, pada=SAAT + MENIT)
    baris = [json.loads(b) for b in isi.splitlines()]
    assert [b["c"] for b in baris if "c" in b] == [3, 4, 5]
    assert [b["c"] for b in baris if "baku" in b and "c" in b] == [3]
    p = Pemeriksaan()
    assert p.periksa(isi.splitlines()), p.temuan
    for lama, baru in ((b'"n\\":3', b'"n\\":4'), (b'"ringkas":"', b'"ringkas":"00')):
        assert lama in isi
        assert not Pemeriksaan().periksa(isi.replace(lama, baru, 1).splitlines())
    assert bukti(9, pada=SAAT) is None


def test_berkas_tidak_terbaca(tmp_path, capsys):
    assert main([str(tmp_path / "tiada")]) == 1
    assert capsys.readouterr().out == "GAGAL: berkas tidak dapat dibuka.\n"
    (tmp_path / "biner").write_bytes(b"\xff\xfe\x00" * 10)
    assert main([str(tmp_path / "biner")]) == 1
    assert "TIDAK UTUH" in capsys.readouterr().out


def test_pendek_dan_mandiri():
    sumber = Path(verifikasi.__file__).read_text("utf-8")
    assert len(sumber.splitlines()) <= 300
    impor = {b.split()[1].split(".")[0] for b in sumber.splitlines() if b.startswith(("import ", "from "))}
    assert impor <= set(sys.stdlib_module_names)
