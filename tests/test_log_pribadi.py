"""Whatever people do, the log names none of them: logins, every page, every form, and errors."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.akun.tests.factories import SANDI, buat
from terukur.beranda import queries
from terukur.inti.izin import Izin
from terukur.inti.log import FormatBaris, FormatJson
from terukur.organisasi.models import Pegawai
from tests.rute import Contoh, bangun, daftar_rute, klien, semua_contoh

pytestmark = pytest.mark.django_db
NIP = "199001012020011001"
SUREL = "umbu.rahasia@contoh.go.id"
TELEPON = "081234567890"
NAMA = "Umbu Rahasia (contoh)"


@pytest.fixture(autouse=True)
def _cache_bersih() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def catatan() -> Iterator[list[io.StringIO]]:
    """What both formats would write at the levels of the settings, with the line per request."""
    akar, permintaan = logging.getLogger(), logging.getLogger("terukur.permintaan")
    lama = permintaan.level
    permintaan.setLevel(logging.INFO)
    wadah = [io.StringIO(), io.StringIO()]
    pegangan = [logging.StreamHandler(w) for w in wadah]
    for p, bentuk in zip(pegangan, (FormatJson(), FormatBaris()), strict=True):
        p.setFormatter(bentuk)
        akar.addHandler(p)
    yield wadah
    for p in pegangan:
        akar.removeHandler(p)
    permintaan.setLevel(lama)


def pribadi() -> set[str]:
    """Everything of a person in the database, and what people typed."""
    isi = {NIP, SUREL, TELEPON, NAMA, "Umbu Rahasia", SANDI, "sandi-yang-salah", "199001012020011002"}
    for p in Pengguna.objects.all():
        isi |= {p.nama, p.nip, p.email, p.nama_pengguna, p.password}
    for o in Pegawai.objects.all():
        isi |= {o.nama, o.nip}
    isi |= set(Session.objects.values_list("session_key", flat=True))
    return {i for i in isi if len(i) > 5}


def pastikan_tanpa_orang(catatan: list[io.StringIO]) -> str:
    for wadah in catatan:
        teks = wadah.getvalue()
        assert teks
        assert [i for i in pribadi() if i.lower() in teks.lower()] == []
    return catatan[0].getvalue()


def test_logins(catatan: list[io.StringIO]) -> None:
    pengguna = buat("umbu.rahasia", nip=NIP)
    Pengguna.objects.filter(pk=pengguna.pk).update(nama=NAMA, email=SUREL)
    for nama, sandi in (
        (NIP, "sandi-yang-salah"), ("umbu.rahasia", "sandi-yang-salah"), (SUREL, SANDI), (SANDI, "x"),
        (NAMA, TELEPON), (NIP, "sandi-yang-salah"),
    ):  # fmt: skip
        Client().post("/akun/masuk/", {"login": nama, "password": sandi})
    k = Client()
    assert k.post("/akun/masuk/", {"login": NIP, "password": SANDI}).status_code == 302
    k.get("/beranda/")
    k.post("/akun/keluar/")
    for _ in range(6):
        Client().post("/akun/masuk/", {"login": NIP, "password": "sandi-yang-salah"})
    teks = pastikan_tanpa_orang(catatan)
    baris = [json.loads(b) for b in teks.splitlines()]
    assert {"masuk.gagal", "masuk.berhasil", "masuk.terkunci"} <= {b["pesan"].split()[0] for b in baris}
    [berhasil] = [b for b in baris if b["pesan"].startswith("masuk.berhasil")]
    assert berhasil["tingkat"] == "INFO"
    assert str(pengguna.pk) in berhasil["pesan"]
    gagal = [b["pesan"] for b in baris if b["pesan"].startswith("masuk.gagal")]
    assert gagal[0] == gagal[5], "attempts on one account can still be counted"
    assert gagal[0] != gagal[1]


def test_every_page_and_every_form(catatan: list[io.StringIO]) -> None:
    dunia = bangun()
    contoh = semua_contoh(dunia)
    isi = {"nama": NAMA, "nip": NIP, "email": SUREL, "telepon": TELEPON, "alasan": f"{NAMA} sakit"}
    rute = daftar_rute()
    milik = {p: klien(orang) for p, orang in dunia.pengguna.items()}
    for r in rute:
        pemegang = [p for p, d in DAFTAR_PERAN.items() if {Izin(i) for i in r.izin} & d.izin]
        peran = pemegang[0] if pemegang else Peran.PEGAWAI
        punya = contoh.get(r.nama, Contoh()).sendiri
        kwargs = dict(punya(dunia.pengguna[peran]) if callable(punya) else punya)
        alamat = reverse(r.nama, kwargs=kwargs)
        for siapa in {peran, Peran.PEGAWAI}:
            if SESSION_KEY not in milik[siapa].session:  # some form or other logs out
                milik[siapa] = klien(dunia.pengguna[siapa])
            k = milik[siapa]
            for jawaban in (k.get(alamat, {"cari": NAMA}), k.post(alamat, isi)):
                if jawaban.streaming:
                    b"".join(jawaban.streaming_content)
    teks = pastikan_tanpa_orang(catatan)
    baris = [json.loads(b) for b in teks.splitlines()]
    dijawab = {b["rute"] for b in baris if b["pencatat"] == "terukur.permintaan"}
    assert dijawab == {r.nama for r in rute}
    assert {b["status"] for b in baris if b["pesan"] == "dijawab"} >= {200, 302, 403}


def test_an_error(catatan: list[io.StringIO], monkeypatch: pytest.MonkeyPatch) -> None:
    def rusak(*args: object, **kwargs: object) -> None:
        raise IntegrityError(f"duplicate key\nDETAIL:  Key (nip)=({NIP}) of {NAMA} already exists.")

    monkeypatch.setattr(queries, "jendela_umum", rusak)
    k = Client(raise_request_exception=False)
    assert k.get(f"/?nama={NAMA}").status_code == 500
    teks = pastikan_tanpa_orang(catatan)
    baris = [json.loads(b) for b in teks.splitlines()]
    [galat] = [b for b in baris if "galat" in b]
    assert galat["rute"] == "beranda:depan"
    assert galat["galat"][0]["jenis"] == "django.db.utils.IntegrityError"
    assert any("beranda/views.py" in t for t in galat["galat"][0]["tempat"])
    [satu] = [b for b in baris if b["pesan"] == "dijawab"]
    assert (satu["status"], satu["permintaan"]) == (500, galat["permintaan"])
