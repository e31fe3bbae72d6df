"""Attacks on the door: guessing, enumerating, replaying, luring away."""

import time

import pytest
import time_machine
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from terukur.akun.models import Pengguna
from terukur.akun.tests.factories import SANDI, buat, masuk
from terukur.akun.tests.test_sendiri import aktifkan_totp, kode_kini

pytestmark = pytest.mark.django_db
KODE = "/akun/masuk/kode/"


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()
    yield
    cache.clear()


def coba(klien, nama, sandi="salah-sekali", **kwargs):
    return klien.post("/akun/masuk/", {"login": nama, "password": sandi}, **kwargs)


def sampai_kode(nama: str) -> Client:
    klien = Client()
    assert coba(klien, nama, SANDI).url.startswith(KODE)
    return klien


@pytest.fixture
def berkode():
    """Somebody with a second factor, whose first code is forgotten; and the secret."""
    klien = Client()
    pengguna = buat("berkode")
    masuk(klien, pengguna)
    rahasia = aktifkan_totp(klien)
    cache.clear()
    return pengguna, rahasia


@pytest.mark.parametrize(
    "tujuan",
    [
        "https://jahat.example/", "//jahat.example/", "///jahat.example", "/\\jahat.example",
        "\\\\jahat.example", "javascript:alert(1)", "http:jahat.example",
        "https://testserver@jahat.example/", "\t//jahat.example",
    ],
)  # fmt: skip
def test_masuk_tidak_mengarah_ke_luar(client, tujuan):
    buat("operator")
    jawaban = client.post("/akun/masuk/", {"login": "operator", "password": SANDI, "next": tujuan})
    assert jawaban.status_code == 302
    assert jawaban.url == "/beranda/"
    keluar = client.post(f"/akun/keluar/?next={tujuan}")
    assert "jahat" not in keluar.url


def test_waktu_menjawab_tidak_menunjukkan_akun_yang_ada(client, monkeypatch):
    buat("ada")
    pensiun = buat("pensiun")
    pensiun.is_active = False
    pensiun.save()
    hitung = []
    asli = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, p, salt: hitung.append(1) or asli(self, p, salt)
    )
    biaya, isi = {}, {}
    for nama in ("ada", "tidak.ada", "pensiun"):
        hitung.clear()
        isi[nama] = "tidak cocok" in coba(client, nama).content.decode()
        biaya[nama] = len(hitung)
    assert set(biaya.values()) == {1}, biaya
    assert all(isi.values())


def test_nama_yang_tidak_ada_pun_terkunci():
    for _ in range(5):
        coba(Client(), "tidak.ada")
    assert "terkunci sampai pukul" in coba(Client(), "tidak.ada").content.decode()


def coba_lalu_mati(monkeypatch, sandi):
    """An attempt during which the server dies while it checks the password."""

    def mati(*_, **__):
        raise SystemExit

    with monkeypatch.context() as m:
        m.setattr(MD5PasswordHasher, "verify", mati)
        with pytest.raises(SystemExit):
            coba(Client(), "operator", sandi)


def test_percobaan_yang_terputus_tidak_mengunci_akun(monkeypatch):
    buat("operator")
    with time_machine.travel(1_800_000_000, tick=False) as waktu:
        for _ in range(12):
            coba_lalu_mati(monkeypatch, SANDI)
            waktu.shift(8)
        assert coba(Client(), "operator", SANDI).status_code == 302


def test_menebak_serentak_pun_terbatas(monkeypatch):
    """Attempts that are still being checked count until they are answered, or for half a minute."""
    buat("operator")
    with time_machine.travel(1_800_000_000, tick=False) as waktu:
        for _ in range(5):
            coba_lalu_mati(monkeypatch, "salah-sekali")
        assert "masih diperiksa" in coba(Client(), "operator", SANDI).content.decode()
        waktu.shift(31)
        assert coba(Client(), "operator", SANDI).status_code == 302


def test_hitungan_yang_tidak_dapat_ditulis_tidak_membuka_pintu(monkeypatch):
    """A killed server left the counter of failures locked: each guess still counts, as a running one."""
    buat("operator")
    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0)
    asli = cache.add
    monkeypatch.setattr(
        cache,
        "add",
        lambda k, *a, **b: False if "login_failed" in k and k.endswith(":lock") else asli(k, *a, **b),
    )
    for _ in range(5):
        assert "tidak cocok" in coba(Client(), "operator").content.decode()
    assert "masih diperiksa" in coba(Client(), "operator", SANDI).content.decode()


def test_kunci_akun_tidak_dapat_dielakkan_dengan_ejaan_lain():
    buat("operator")
    for nama in ("operator", "OPERATOR", " operator", "Operator ", "oPerator"):
        coba(Client(), nama)
    assert "terkunci sampai pukul" in coba(Client(), "operator", SANDI).content.decode()


def test_alamat_palsu_tidak_mengelakkan_kunci_akun():
    buat("operator")
    for i in range(5):
        coba(Client(), "operator", headers={"x-forwarded-for": f"10.0.0.{i}"})
    terkunci = coba(Client(), "operator", SANDI, headers={"x-forwarded-for": "10.9.9.9"})
    assert "terkunci sampai pukul" in terkunci.content.decode()


def test_kode_hanya_sekali_selama_berlaku(berkode):
    _, rahasia = berkode
    with time_machine.travel(1_800_000_000, tick=False) as waktu:
        kode = kode_kini(rahasia)  # of the earliest period that is still taken
        waktu.move_to(1_800_000_000 - 60)  # when it was the latest: valid for 90 seconds from here
        assert sampai_kode("berkode").post(KODE, {"code": kode}).status_code == 302
        for detik in (1, 29, 31, 59, 60):
            waktu.move_to(1_800_000_000 - 60 + detik)
            ulang = sampai_kode("berkode").post(KODE, {"code": f" {kode[:3]}-{kode[3:]}"})
            assert "Kode tidak cocok" in ulang.content.decode(), detik


def test_kode_orang_lain_tidak_berlaku(berkode):
    _, rahasia = berkode
    klien = Client()
    masuk(klien, buat("lain"))
    aktifkan_totp(klien)
    assert sampai_kode("lain").post(KODE, {"code": kode_kini(rahasia)}).status_code == 200


def test_menebak_kode_mengunci_akunnya_saja(berkode):
    _, rahasia = berkode
    for i in range(5):
        sampai_kode("berkode").post(KODE, {"code": f"{i:06}"})
    benar = sampai_kode("berkode").post(KODE, {"code": kode_kini(rahasia)})
    assert "Terlalu banyak percobaan" in benar.content.decode()
    buat("rekan")
    assert coba(Client(), "rekan", SANDI).url == "/beranda/"


def test_kode_pemulihan_hanya_sekali_dan_tersandi(berkode):
    pengguna, _ = berkode
    simpanan = Authenticator.objects.get(user=pengguna, type="recovery_codes")
    kode = RecoveryCodes(simpanan).get_unused_codes()
    assert len(kode) == len(set(kode)) == 10
    assert all(len(k) >= 8 for k in kode)
    assert not any(k in str(simpanan.data) for k in kode)
    assert sampai_kode("berkode").post(KODE, {"code": kode[0]}).status_code == 302
    cache.clear()
    assert "Kode tidak cocok" in sampai_kode("berkode").post(KODE, {"code": kode[0]}).content.decode()


def test_sandi_saja_tidak_membuka_apa_pun_bila_dua_langkah_aktif(berkode):
    klien = sampai_kode("berkode")
    for alamat in ("/beranda/", "/akun/", "/akun/sandi/", "/akun/verifikasi-dua-langkah/matikan/"):
        assert klien.get(alamat).status_code == 302
        assert "_auth_user_id" not in klien.session


def test_setel_ulang_sandi_tidak_melewati_dua_langkah(berkode):
    from django.utils import timezone

    from terukur.akun.actions import setel_ulang_sandi
    from terukur.inti.pelaku import SISTEM

    sandi = setel_ulang_sandi(pengguna=berkode[0], oleh=SISTEM, pada=timezone.now())
    assert coba(Client(), "berkode", sandi).url.startswith(KODE)


def test_kode_yang_gagal_tercatat_tanpa_kodenya(berkode, caplog):
    with caplog.at_level("WARNING", logger="terukur.keamanan"):
        sampai_kode("berkode").post(KODE, {"code": "135790"})
    baris = [r.getMessage() for r in caplog.records if r.name == "terukur.keamanan"]
    assert any(b.startswith("kode.gagal") and str(berkode[0].pk) in b for b in baris)
    assert not any("135790" in b or SANDI in b for b in baris)


def test_cara_masuk_tercatat(berkode, caplog):
    with caplog.at_level("INFO", logger="terukur.keamanan"):
        sampai_kode("berkode").post(KODE, {"code": kode_kini(berkode[1])})
    baris = [r.getMessage() for r in caplog.records if r.getMessage().startswith("masuk.berhasil")]
    assert len(baris) == 1
    assert "mfa" in baris[0]


@pytest.mark.parametrize(
    "sandi",
    [
        "pendek-9", "1234567890", "qwertyuiop", "basketball", "Bappeda2026!", "TERUKUR-2026", "nusa.tenun.1",
        "Kabupaten Nusa Tenun 1", "admin-diskominfo-99", "contoh operator",
    ],
)  # fmt: skip
def test_sandi_yang_mudah_ditebak_ditolak(sandi):
    with pytest.raises(ValidationError):
        validate_password(sandi, Pengguna(nama_pengguna="operator.dinkes", nama="Contoh Operator"))


@pytest.mark.parametrize(
    "sandi",
    [
        "kuda laut di bukit", "x" * 30 + "y" * 40, "ѐжѡ-нусантара-ikat", "  berspasi di tepi  ",
        "terukur-lontar-9",
    ],
)  # fmt: skip
def test_sandi_apa_pun_dipakai_persis_seperti_diketik(client, sandi):
    masuk(client, buat("orang"))
    client.post("/akun/sandi/", {"oldpassword": SANDI, "password1": sandi, "password2": sandi})
    assert coba(Client(), "orang", sandi).status_code == 302
    for lain in (sandi.strip(), sandi.upper(), sandi[:60]):
        if lain != sandi:
            assert coba(Client(), "orang", lain).status_code == 200


def test_isian_sandi_tersamar_dan_boleh_ditempel(client):
    isi = client.get("/akun/masuk/").content.decode()
    assert 'type="password"' in isi
    assert 'autocomplete="current-password"' in isi
    assert "onpaste" not in isi
    masuk(client, buat())
    isi = client.get("/akun/sandi/").content.decode()
    assert isi.count('type="password"') == 3
    assert 'autocomplete="new-password"' in isi


def test_tidak_ada_akun_bawaan():
    assert not Pengguna.objects.exists()


def test_pendaftaran_dan_lupa_sandi_lewat_surel_tidak_ada(client):
    for alamat in ("/akun/daftar/", "/akun/signup/", "/akun/password/reset/", "/accounts/signup/", "/admin/"):
        assert client.get(alamat).status_code == 404


def test_sandi_tersimpan_sebagai_argon2id():
    from terukur.akun.sandi import Argon2idTerukur
    from terukur.config import settings

    assert settings.PASSWORD_HASHERS == ["terukur.akun.sandi.Argon2idTerukur"]
    awal = time.process_time()
    tersandi = Argon2idTerukur().encode("kuda laut", "garam-uji-16-bita")
    assert tersandi.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert time.process_time() - awal < 2
