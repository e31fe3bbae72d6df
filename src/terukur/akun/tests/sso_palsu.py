"""A provider inside the test: it answers what the test wants, also what no honest one would."""

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from terukur.akun.tests.factories import buat

ALAMAT, KLIEN = "https://sso.contohkab.go.id", "terukur-uji"
NIP = "198001012005011001"
KUNCI, KUNCI_LAIN = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


def jwks(kunci: Any = KUNCI) -> dict[str, Any]:
    isi = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(kunci.public_key()))
    return {"keys": [isi | {"kid": "k1", "use": "sig", "alg": "RS256"}]}


class Jawaban:
    status_code = 200
    headers = {"content-type": "application/json"}
    text = content = "{"

    def __init__(self, isi: Any) -> None:
        self.isi = isi

    def json(self) -> Any:
        return self.isi

    def raise_for_status(self) -> None:
        pass


class SSOPalsu:
    """Stands in place of the HTTP session. ``klaim`` changes what the next ID token says."""

    def __init__(self) -> None:
        self.konfigurasi: dict[str, Any] = {
            "issuer": ALAMAT, "authorization_endpoint": f"{ALAMAT}/auth", "token_endpoint": f"{ALAMAT}/token",
            "jwks_uri": f"{ALAMAT}/jwks", "userinfo_endpoint": f"{ALAMAT}/userinfo",
        }  # fmt: skip
        self.klaim: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.token: Any = None
        self.diminta: list[str] = []
        self.kiriman: dict[str, Any] = {}
        self.parameter: dict[str, str] = {}
        self.putus = False

    def __enter__(self) -> "SSOPalsu":
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def get(self, alamat: str, **kwargs: Any) -> Jawaban:
        self.diminta.append(alamat)
        if self.putus:
            raise requests.ConnectionError
        if alamat.endswith("/jwks"):
            return Jawaban(jwks())
        return Jawaban(self.userinfo if alamat.endswith("/userinfo") else self.konfigurasi)

    def request(self, cara: str, alamat: str, **kwargs: Any) -> Jawaban:
        self.diminta.append(alamat)
        self.kiriman = kwargs["data"]
        return Jawaban({"access_token": "a", "id_token": self.token or self.buat_token()})

    def isi_token(self) -> dict[str, Any]:
        kini = int(time.time())
        isi = {
            "iss": ALAMAT, "sub": "sub-ani", "aud": KLIEN, "iat": kini, "exp": kini + 300,
            "nonce": self.parameter.get("nonce", ""), "nip": NIP,
        } | self.klaim  # fmt: skip
        return {k: v for k, v in isi.items() if v is not None}

    def buat_token(self, kunci: Any = KUNCI, alg: str = "RS256") -> str:
        return jwt.encode(self.isi_token(), kunci, algorithm=alg, headers={"kid": "k1"})

    # ---- what a browser does ----

    def mulai(self, klien: Client, **isi: str) -> str:
        """Press the button; returns the state."""
        jawaban = klien.post("/akun/sso/", isi)
        assert jawaban.status_code == 200, jawaban.content.decode()
        alamat = jawaban.headers["Refresh"].removeprefix("0; url=")
        assert alamat.startswith(f"{ALAMAT}/auth?")
        self.parameter = {k: v[0] for k, v in parse_qs(urlsplit(alamat).query).items()}
        return self.parameter["state"]

    def balik(self, klien: Client, state: str, **lain: str) -> Any:
        return klien.get("/akun/sso/balik/", {"state": state, "code": "c"} | lain)

    def masuk(self, klien: Client, **isi: str) -> Any:
        return self.balik(klien, self.mulai(klien, **isi))

    def pkce_cocok(self) -> bool:
        sidik = hashlib.sha256(self.kiriman["code_verifier"].encode()).digest()
        tantangan = base64.urlsafe_b64encode(sidik).rstrip(b"=").decode()
        return (self.parameter["code_challenge"], self.parameter["code_challenge_method"]) == (
            tantangan,
            "S256",
        )


def pasang(settings: Any, monkeypatch: Any) -> SSOPalsu:
    palsu = SSOPalsu()
    settings.TERUKUR_OIDC_ALAMAT = ALAMAT
    settings.TERUKUR_OIDC_KLIEN, settings.TERUKUR_OIDC_RAHASIA = KLIEN, "rahasia-uji"
    settings.TERUKUR_OIDC_NAMA = "SSO Contohkab"
    settings.TERUKUR_OIDC_KLAIM = settings.TERUKUR_OIDC_KLAIM_BERISI = "nip"
    monkeypatch.setattr("terukur.akun.sso.AdapterSSO.get_requests_session", lambda self: palsu)
    return palsu


def ani(**lain: Any) -> Any:
    return buat("ani.contoh", nip=NIP, **lain)


def sebab(caplog: Any) -> list[str]:
    """The reasons in the security log, and that it names nobody."""
    baris = [r.getMessage() for r in caplog.records if r.name == "terukur.keamanan"]
    assert not any(d in b for b in baris for d in (NIP, "sub-ani", "ani.contoh", "surel.contoh"))
    return [b.split("sebab='")[1].split("'")[0] for b in baris if b.startswith("masuk.sso_ditolak")]
