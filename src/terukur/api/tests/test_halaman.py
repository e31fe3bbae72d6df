"""The pages: a token is shown once and ends at a click; the description follows from the schema."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from terukur.akun.peran import Peran
from terukur.api.models import Token
from terukur.api.rules import sidik_token
from terukur.api.tests.factories import buat, tajuk
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.tests.factories import PADA

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _waktu():
    with time_machine.travel(PADA, tick=False):
        yield


@pytest.fixture
def admin():
    k = Client()
    k.force_login(buat_pengguna(Peran.ADMIN_SISTEM))
    return k


def test_a_new_token_is_shown_once_and_stored_as_a_digest(admin):
    opd = buat_opd()
    isi = {"nama": "Satu data", "sampai": "2027-01-31", "sumber": ["jadwal"], "opd": [str(opd.pk)]}
    kunci = re.search(r'name="kunci_kirim" value="([^"]+)"', admin.get("/api/token/baru/").content.decode())
    assert kunci
    isi["kunci_kirim"] = kunci[1]
    jawaban = admin.post("/api/token/baru/", isi)
    temuan = re.search(r"trk_[\w-]{43}", jawaban.content.decode())
    assert temuan
    assert jawaban["Cache-Control"] == "no-store"
    token = Token.objects.get()
    assert (token.sidik, token.awalan) == (sidik_token(temuan[0]), temuan[0][:10])
    assert token.kedaluwarsa_pada == dt.datetime(2027, 1, 31, 16, tzinfo=dt.UTC)  # midnight WITA
    assert list(token.opd.all()) == [opd]
    assert temuan[0] not in admin.post("/api/token/baru/", isi).content.decode()
    assert Token.objects.count() == 1
    baku = Catatan.objects.get(peristiwa="token.buat").baku
    assert token.sidik.encode() not in bytes(baku)
    assert temuan[0].encode() not in bytes(baku)
    assert temuan[0] not in admin.get("/api/token/").content.decode()


@pytest.mark.parametrize(
    "ganti",
    [{"sampai": "2026-11-17"}, {"sampai": "2028-01-01"}, {"sumber": []}, {"opd": ["x"]}, {"nama": ""}],
)
def test_a_wrong_form_makes_no_token(admin, ganti):
    isi = {"nama": "Satu data", "sampai": "2027-01-31", "sumber": ["jadwal"], **ganti}
    assert admin.post("/api/token/baru/", isi).status_code == 422
    assert not Token.objects.exists()


def test_revoking_is_journalled_and_shown(admin):
    token, teks = buat(pada=PADA)
    Client().get("/api/v1/jadwal", headers=tajuk(teks))
    assert "Berlaku" in admin.get("/api/token/").content.decode()
    assert admin.post(f"/api/token/{token.pk}/cabut/").status_code == 302
    assert "Dicabut" in admin.get("/api/token/").content.decode()
    assert Client().get("/api/v1/jadwal", headers=tajuk(teks)).status_code == 401
    assert admin.post(f"/api/token/{token.pk}/cabut/").status_code == 409
    assert Catatan.objects.filter(peristiwa="token.cabut", ditolak=False).count() == 1


def test_the_list_downloads_with_its_use(admin):
    _, teks = buat(pada=PADA)
    Client().get("/api/v1/jadwal", headers=tajuk(teks))
    jawaban = admin.get("/api/token/?unduh=csv")
    isi = b"".join(jawaban.streaming_content if jawaban.streaming else [jawaban.content]).decode()
    assert "Satu data contoh" in isi
    assert teks not in isi


@pytest.mark.parametrize(
    "isi",
    [
        {"dicabut_oleh": "x"},
        {"dicabut_pada": PADA},
        {"kedaluwarsa_pada": PADA},
        {"sumber": []},
    ],
)
def test_the_database_guards_a_token(isi):
    token, _ = buat(pada=PADA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(**isi)


def test_the_page_tells_every_operation_parameter_and_field():
    html = Client().get("/api/").content.decode()
    skema = Client().get("/api/v1/openapi.json").json()
    assert skema["openapi"] == "3.1.0"
    for alamat, metode in skema["paths"].items():
        assert set(metode) == {"get"}
        assert f"GET {alamat}" in html
        for p in metode["get"]["parameters"]:
            assert f"<code>{p['name']}</code>" in html
    for bentuk in skema["components"]["schemas"].values():
        for kolom in bentuk["properties"]:
            assert re.search(rf"[>.]{kolom}</code>", html) or "detail" in bentuk["properties"], kolom
    assert "teks desimal atau null" in html
