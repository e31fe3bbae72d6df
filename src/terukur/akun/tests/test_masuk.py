"""Login, lockout, duties after login."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from terukur.akun.actions import setel_ulang_sandi
from terukur.akun.akses import PeranAktif, sumber_peran
from terukur.akun.peran import Peran
from terukur.akun.tests.factories import SANDI, buat, masuk
from terukur.inti.pelaku import SISTEM

pytestmark = pytest.mark.django_db
NIP = "199001012020011001"


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()
    yield
    cache.clear()


def coba(klien, nama, sandi="salah-sekali", **kwargs):
    return klien.post("/akun/masuk/", {"login": nama, "password": sandi}, **kwargs)


@pytest.mark.parametrize("nama", ["operator.dinkes", "OPERATOR.Dinkes", NIP, "19900101 202001 1 001"])
def test_masuk_dengan_nama_atau_nip(client, nama):
    buat("operator.dinkes", nip=NIP)
    jawaban = coba(client, nama, SANDI)
    assert jawaban.status_code == 302
    assert jawaban.url == "/beranda/"


def test_tanpa_nip_tidak_dapat_masuk_dengan_nip_kosong(client):
    buat("tanpa.nip")
    assert coba(client, " ", SANDI).status_code == 200


def test_sandi_salah_menjelaskan_tanpa_membocorkan_keberadaan_akun(client):
    buat("ada")
    ada = coba(client, "ada").content.decode()
    tidak = coba(client, "tidak.ada").content.decode()
    kalimat = "NIP atau nama pengguna dan kata sandi tidak cocok"
    assert kalimat in ada
    assert kalimat in tidak


def test_lima_kegagalan_mengunci_akun_sampai_jam_yang_disebut(client):
    buat("operator", nip=NIP)
    for _ in range(3):
        coba(client, "operator")
    for _ in range(2):
        coba(client, NIP)  # the NIP counts for the same account
    isi = coba(client, "operator", SANDI).content.decode()
    assert re.search(r"terkunci sampai pukul \d\d\.\d\d WI(B|TA|T)", isi)
    assert "_auth_user_id" not in client.session


def test_setel_ulang_membuka_kunci(client, django_capture_on_commit_callbacks):
    p = buat("operator")
    for _ in range(5):
        coba(client, "operator")
    with django_capture_on_commit_callbacks(execute=True):
        sandi = setel_ulang_sandi(pengguna=p, oleh=SISTEM, pada=timezone.now())
    assert coba(client, "operator", sandi).status_code == 302


def test_satu_alamat_dengan_banyak_akun_tidak_pernah_terkunci():
    orang = [buat() for _ in range(12)]
    for p in orang:
        for _ in range(4):
            coba(Client(), p.nama_pengguna)  # 48 failures from one address
    for p in orang:
        assert coba(Client(), p.nama_pengguna, SANDI).status_code == 302


def test_berhasil_masuk_tidak_menghapus_hitungan_orang_lain(client):
    buat("korban")
    buat("lain")
    for _ in range(5):
        coba(Client(), "korban")
    assert coba(Client(), "lain", SANDI).status_code == 302
    assert coba(Client(), "korban", SANDI).status_code == 200


def test_kegagalan_masuk_tercatat_di_log_keamanan(client, caplog):
    with caplog.at_level("WARNING", logger="terukur.keamanan"):
        coba(client, "siapa\nmasuk.berhasil", "rahasia-sekali")
    baris = [r.getMessage() for r in caplog.records if r.name == "terukur.keamanan"]
    assert any(b.startswith("masuk.gagal") and "127.0.0.1" in b for b in baris)
    assert not any("rahasia-sekali" in b or "\n" in b for b in baris)


def test_alamat_pengunjung_dari_tajuk_hanya_bila_proksinya_dipercaya(settings, caplog):
    """``TERUKUR_TAJUK_ALAMAT``: else anybody could write an address into the log."""
    with caplog.at_level("WARNING", logger="terukur.keamanan"):
        coba(Client(headers={"X-Alamat": "203.0.113.7"}), "siapa", "salah-sekali")
        assert "127.0.0.1" in caplog.messages[-1]
        settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Alamat"
        coba(Client(headers={"X-Alamat": "203.0.113.7"}), "siapa", "salah-sekali")
    assert "203.0.113.7" in caplog.messages[-1]
    assert "127.0.0.1" not in caplog.messages[-1]


def test_akun_nonaktif_ditolak(client):
    p = buat("pensiun")
    p.is_active = False
    p.save()
    assert "_auth_user_id" not in client.session
    coba(client, "pensiun", SANDI)
    assert "_auth_user_id" not in client.session


def test_sandi_sekali_pakai_harus_diganti_dulu(client):
    p = buat("baru", wajib_ganti_sandi=True)
    masuk(client, p)
    assert client.get("/ui/").url == "/akun/sandi/"
    assert client.get("/akun/sandi/").status_code == 200
    baru = "tenun-ikat-2027-biru"
    jawaban = client.post("/akun/sandi/", {"oldpassword": SANDI, "password1": baru, "password2": baru})
    assert jawaban.status_code == 302
    assert client.get("/ui/").status_code == 200
    p.refresh_from_db()
    assert not p.wajib_ganti_sandi


def test_sandi_baru_yang_sama_ditolak_dengan_kalimat(client):
    masuk(client, buat("baru", wajib_ganti_sandi=True))
    jawaban = client.post("/akun/sandi/", {"oldpassword": SANDI, "password1": SANDI, "password2": SANDI})
    assert "harus berbeda dari yang lama" in jawaban.content.decode()


@pytest.fixture
def verifikator():
    """A role source that makes everyone a verifikator, removed afterwards."""
    sumber_peran.daftarkan("uji", lambda p, pada: [PeranAktif(Peran.VERIFIKATOR)])
    yield
    del sumber_peran._isi["uji"]


def test_totp_wajib_di_luar_mode_latihan(client, settings, verifikator):
    settings.MODE_LATIHAN = False
    masuk(client, buat())
    assert client.get("/ui/").url == "/akun/verifikasi-dua-langkah/aktifkan/"
    assert "mewajibkannya" in client.get("/akun/verifikasi-dua-langkah/aktifkan/").content.decode()


def test_totp_tidak_wajib_dalam_mode_latihan(client, settings, verifikator):
    settings.MODE_LATIHAN = True
    masuk(client, buat())
    assert client.get("/ui/").status_code == 200


def test_sesi_habis_saat_mengirim_kembali_ke_halaman_formulir(client):
    jawaban = client.post(
        "/akun/sesi/7/akhiri/", {"a": "b"}, headers={"referer": "http://testserver/ui/?hal=2"}
    )
    assert jawaban.status_code == 302
    assert jawaban.url == "/akun/masuk/?next=%2Fui%2F%3Fhal%3D2&sesi=habis"
    assert "Sesi Anda sudah berakhir" in client.get(jawaban.url).content.decode()


def test_sesi_habis_tidak_mengikuti_alamat_asing(client):
    jawaban = client.post("/akun/sesi/7/akhiri/", headers={"referer": "http://jahat.example/curi"})
    assert jawaban.url == "/akun/masuk/?next=%2Fberanda%2F&sesi=habis"


def test_htmx_diarahkan_sebagai_halaman_penuh(client):
    jawaban = client.get(
        "/ui/?hal=2", headers={"hx-request": "true", "hx-current-url": "http://testserver/ui/?hal=1"}
    )
    assert jawaban.status_code == 204
    assert jawaban.headers["HX-Redirect"] == "/akun/masuk/?next=%2Fui%2F%3Fhal%3D1&sesi=habis"


def test_peramban_inggris_tetap_menulis_dan_membaca_angka_indonesia(client):
    masuk(client, buat())
    isi = client.get("/ui/", headers={"accept-language": "en-US,en;q=0.9"}).content.decode()
    assert 'value="11.850"' in isi
    assert "Rp 61.400.000.000" in isi
