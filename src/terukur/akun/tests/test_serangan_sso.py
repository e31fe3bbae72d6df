"""Attacks on single sign-on: tokens and answers that are not for us, people who may not enter, lures."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from terukur.akun.actions import lepaskan_sso
from terukur.akun.models import Pengguna, TautanSSO
from terukur.akun.tests.factories import buat
from terukur.akun.tests.sso_palsu import ALAMAT, KLIEN, KUNCI, KUNCI_LAIN, NIP, ani, pasang, sebab
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan

pytestmark = pytest.mark.django_db


@pytest.fixture
def sso(settings, monkeypatch):
    cache.clear()
    yield pasang(settings, monkeypatch)
    cache.clear()


def ditolak(klien, jawaban, kalimat="tidak berhasil"):
    assert jawaban.status_code == 403
    assert kalimat in jawaban.content.decode()
    assert "_auth_user_id" not in klien.session


# ---- the attempt ----


@pytest.mark.parametrize("state", ["", "x", "0" * 16])
def test_state_yang_bukan_dari_sesi_ini_ditolak(client, sso, caplog, state):
    ani()
    sso.mulai(client)
    ditolak(client, sso.balik(client, state), "sudah dipakai atau kedaluwarsa")
    assert sebab(caplog) == ["keadaan"]
    assert f"{ALAMAT}/token" not in sso.diminta


def test_state_sesi_orang_lain_ditolak(client, sso):
    ani()
    ditolak(client, sso.balik(client, sso.mulai(Client())))


def test_jawaban_yang_sama_hanya_sekali(client, sso):
    ani()
    state = sso.mulai(client)
    assert sso.balik(client, state).url == "/beranda/"
    client.post("/akun/keluar/")
    ditolak(client, sso.balik(client, state))


def test_percobaan_kedaluwarsa(client, sso):
    ani()
    state = sso.mulai(client)
    sesi = client.session
    isi, _, penyedia = sesi["socialaccount_states"][state]
    sesi["socialaccount_states"] = {state: (isi, time.time() - 601, penyedia)}
    sesi.save()
    ditolak(client, sso.balik(client, state))


def test_pkce_state_dan_nonce_selalu_ada(client, sso):
    ani()
    awal = dict(sso.parameter)
    for _ in range(2):
        assert sso.masuk(client).url == "/beranda/"
        assert sso.pkce_cocok()
        for nama in ("state", "nonce", "code_challenge"):
            assert len(sso.parameter[nama]) >= 16
            assert sso.parameter[nama] != awal.get(nama)
        awal = dict(sso.parameter)
        assert sso.parameter["redirect_uri"] == "http://localhost:8000/akun/sso/balik/"
        client.post("/akun/keluar/")


def test_alamat_tidak_menambah_parameter_atau_menautkan_akun(client, sso):
    """allauth reads these from the address."""
    ani()
    kirim = client.post(
        "/akun/sso/?process=connect&auth_params=prompt%3Dnone&scope=surel", {"process": "connect"}
    )
    assert "prompt" not in kirim.headers["Refresh"]
    assert "surel" not in kirim.headers["Refresh"]
    ((isi, _, _),) = client.session["socialaccount_states"].values()
    assert isi["process"] == "login"


def test_mulai_hanya_dengan_kiriman_formulir_sendiri(sso):
    assert Client().get("/akun/sso/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/akun/sso/").status_code == 403


@pytest.mark.parametrize(
    "tujuan",
    [
        "https://jahat.example/", "//jahat.example/", "///jahat.example", "/\\jahat.example",
        "\\\\jahat.example", "javascript:alert(1)", "http:jahat.example",
        "https://testserver@jahat.example/", "\t//jahat.example", "http://testserver/akun/",
    ],
)  # fmt: skip
def test_tidak_mengarah_ke_luar(client, sso, tujuan):
    ani()
    assert sso.masuk(client, next=tujuan).url == "/beranda/"


def test_tujuan_pada_jawaban_tidak_dipakai(client, sso):
    ani()
    assert sso.balik(client, sso.mulai(client), next="https://jahat.example/").url == "/beranda/"


# ---- the token ----


@pytest.mark.parametrize(
    "klaim",
    [
        {"aud": "aplikasi-lain"}, {"aud": None}, {"aud": [KLIEN, "aplikasi-lain"]},
        {"aud": [KLIEN, "aplikasi-lain"], "azp": "aplikasi-lain"}, {"azp": "aplikasi-lain"},
        {"iss": "https://jahat.example"}, {"iss": None}, {"exp": 1_700_000_000}, {"exp": None},
        {"iat": None}, {"sub": None}, {"sub": ""}, {"sub": "x" * 256}, {"nonce": "lain"},
        {"nonce": None},
    ],
    ids=str,
)  # fmt: skip
def test_token_yang_bukan_untuk_percobaan_ini_ditolak(client, sso, caplog, klaim):
    ani()
    sso.klaim = klaim
    ditolak(client, sso.masuk(client), "tidak dapat dipercaya")
    assert sebab(caplog) == ["tidak_sah"]
    assert not TautanSSO.objects.exists()


def umum():
    return KUNCI.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@pytest.mark.parametrize("ragam", ["kunci_lain", "none", "hs256", "kid_lain", "bukan_token", "kosong"])
def test_token_tanpa_tanda_tangan_penyedia_ditolak(client, sso, ragam):
    ani()
    state = sso.mulai(client)
    isi = sso.isi_token()
    match ragam:
        case "kunci_lain":
            sso.token = sso.buat_token(KUNCI_LAIN)
        case "none":
            sso.token = jwt.encode(isi, None, algorithm="none", headers={"kid": "k1"})
        case "hs256":  # the public key taken for a shared secret
            kepala, badan = (sso.buat_token().split(".")[i] for i in (0, 1))
            palsu = jwt.encode({}, "x" * 32, algorithm="HS256", headers={"kid": "k1"}).split(".")[0]
            tanda = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
            sso.token = (
                f"{palsu}.{badan}."
                + jwt.utils.base64url_encode(tanda.sign(f"{palsu}.{badan}".encode(), umum())).decode()
            )
            assert kepala != palsu
        case "kid_lain":
            sso.token = jwt.encode(isi, KUNCI, algorithm="RS256", headers={"kid": "k2"})
        case "bukan_token":
            sso.token = "a.b"
        case "kosong":
            sso.token = {"bukan": "teks"}
    ditolak(client, sso.balik(client, state), "tidak dapat dipercaya")


def test_jawaban_userinfo_orang_lain_ditolak(client, sso, caplog):
    ani()
    sso.klaim, sso.userinfo = {"nip": None}, {"sub": "sub-lain", "nip": NIP}
    ditolak(client, sso.masuk(client), "tidak dapat dipercaya")
    sso.userinfo = {"sub": "sub-ani", "nip": NIP, "iss": "https://jahat.example"}
    assert sso.masuk(client).url == "/beranda/"
    assert TautanSSO.objects.get().penerbit == ALAMAT


# ---- who ----


@pytest.mark.parametrize(
    "klaim",
    [
        {"nip": None}, {"nip": ""}, {"nip": 198001012005011001}, {"nip": [NIP]}, {"nip_verified": False},
        {"nip_verified": "ya"}, {"nip": None, "email": "ani@surel.contoh", "email_verified": True},
    ],
    ids=str,
)  # fmt: skip
def test_tanpa_pengenal_terverifikasi_ditolak(client, sso, caplog, klaim):
    orang = ani()
    orang.email = "ani@surel.contoh"
    orang.save()
    sso.klaim, sso.userinfo = klaim, {"sub": "sub-ani"}
    ditolak(client, sso.masuk(client), "NIP yang sudah diverifikasi")
    assert sebab(caplog) == ["tanpa_pengenal"]


@pytest.mark.parametrize("nilai", ["198001012005011002", f" {NIP}", f"{NIP} ", "ani.contoh"])
def test_hanya_pengenal_yang_persis(client, sso, caplog, nilai):
    ani()
    sso.klaim = {"nip": nilai}
    ditolak(client, sso.masuk(client), "akun tidak dibuat otomatis")
    assert sebab(caplog) == ["tidak_terdaftar"]
    assert Pengguna.objects.count() == 1
    assert not TautanSSO.objects.exists()


def test_nama_pengguna_persis_dan_nip_kosong_tidak_cocok(client, sso, settings):
    buat("ani.contoh")
    settings.TERUKUR_OIDC_KLAIM, settings.TERUKUR_OIDC_KLAIM_BERISI = "preferred_username", "nama_pengguna"
    for nama in ("Ani.Contoh", "ani", ""):
        sso.klaim = {"preferred_username": nama}
        assert sso.masuk(client).status_code == 403
    sso.klaim = {"preferred_username": "ani.contoh"}
    assert sso.masuk(client).url == "/beranda/"


def test_orang_nonaktif_ditolak_dan_tidak_ditautkan(client, sso, caplog):
    orang = ani()
    orang.is_active = False
    orang.save()
    ditolak(client, sso.masuk(client), "Akun ini tidak aktif")
    assert sebab(caplog) == ["nonaktif"]
    assert not TautanSSO.objects.exists()


def test_orang_tanpa_peran_hanya_melihat_data_sendiri(client, sso):
    ani()
    assert sso.masuk(client).status_code == 302
    assert client.get("/akun/").status_code == 200
    assert client.get("/organisasi/pengguna/").status_code == 403


def test_akun_kedua_orang_yang_sama_ditolak_sampai_dilepaskan(client, sso, caplog):
    orang = ani()
    assert sso.masuk(client).url == "/beranda/"
    lain = Client()
    sso.klaim = {"sub": "sub-penyusup"}
    ditolak(lain, sso.masuk(lain), "sudah ditautkan dengan akun lain")
    assert sebab(caplog) == ["tertaut_lain"]
    assert TautanSSO.objects.get().subjek == "sub-ani"
    lepaskan_sso(pengguna=orang, alasan="diganti", oleh=SISTEM, pada=timezone.now())
    assert client.get("/akun/").status_code == 302  # sessions of the old account ended
    assert sso.masuk(lain).url == "/beranda/"
    jejak = list(Catatan.objects.order_by("nomor").values_list("peristiwa", flat=True))
    assert jejak[-3:] == ["pengguna.tautkan_sso", "pengguna.lepaskan_sso", "pengguna.tautkan_sso"]


def test_akun_yang_berganti_nip_tidak_menjadi_orang_lain(client, sso, caplog):
    ani()
    assert sso.masuk(client).url == "/beranda/"
    buat("budi.contoh", nip="198001012005011002")
    sso.klaim = {"nip": "198001012005011002"}
    lain = Client()
    ditolak(lain, sso.masuk(lain), "pengguna Terukur yang lain")
    assert sebab(caplog) == ["milik_orang_lain"]


def test_basis_data_menjaga_satu_akun_satu_orang():
    a, b = buat("ani.contoh"), buat("budi.contoh")
    isi = {"penerbit": ALAMAT, "subjek": "s", "ditautkan_pada": timezone.now()}
    TautanSSO.objects.create(pengguna=a, **isi)
    for lain in ({"pengguna": b, **isi}, {"pengguna": a, **isi, "subjek": "t"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TautanSSO.objects.create(**lain)


def test_yang_tersimpan_dalam_sesi_hanya_cara_masuknya(client, sso):
    """Not the provider's answer, not the person's password hash."""
    orang = ani()
    sso.klaim = {"email": "ani@surel.contoh", "name": "Ani"}
    sso.masuk(client)
    isi = str(dict(client.session))
    assert not any(d in isi for d in (NIP, "surel", "sub-ani", orang.password))


# ---- a provider that is not there, or not itself ----


def test_penyedia_putus_tidak_menahan_server(client, sso, caplog):
    sso.putus = True
    for _ in range(3):
        jawaban = client.post("/akun/sso/")
        assert jawaban.status_code == 403
        assert "tidak dapat dihubungi" in jawaban.content.decode()
    assert len(sso.diminta) == 1
    assert set(sebab(caplog)) == {"putus"}


@pytest.mark.parametrize(
    "ubah",
    [
        {"issuer": "https://jahat.example"}, {"authorization_endpoint": "http://sso.contohkab.go.id/auth"},
        {"token_endpoint": "ftp://sso.contohkab.go.id/"}, {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)  # fmt: skip
def test_penyedia_yang_tidak_aman_tidak_dipakai(client, sso, ubah):
    sso.konfigurasi |= ubah
    assert client.post("/akun/sso/").status_code == 403


def test_putus_saat_kembali(client, sso, caplog):
    ani()
    state = sso.mulai(client)
    sso.putus = True
    ditolak(client, sso.balik(client, state), "tidak dapat dihubungi")


@pytest.mark.parametrize(
    ("galat", "kalimat"), [("access_denied", "membatalkan"), ("server_error", "dipercaya")]
)
def test_dibatalkan_di_sana(client, sso, galat, kalimat):
    ditolak(client, client.get("/akun/sso/balik/", {"state": sso.mulai(client), "error": galat}), kalimat)
