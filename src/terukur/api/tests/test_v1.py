"""What a program gets: official rows in both times, exact money, empty as null, and refusals in words."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terukur.akun.actions import nonaktifkan
from terukur.akun.peran import Peran
from terukur.anggaran.actions.beku import bekukan
from terukur.anggaran.models import Kebutuhan
from terukur.api.actions import cabut_token
from terukur.api.choices import Sumber
from terukur.api.models import PemakaianToken
from terukur.api.tests.factories import buat, buat_resmi, tajuk
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.tests.factories import PADA
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
KEBUTUHAN = "/api/v1/kebutuhan-anggaran"


@pytest.fixture(autouse=True)
def _waktu():
    with time_machine.travel(PADA, tick=False):
        yield


def minta(jalur: str, teks: str, **tajuk_lain: str) -> Any:
    return Client().get(jalur, headers={**tajuk(teks), **tajuk_lain})


def test_money_is_exact_text_and_empty_is_null():
    besar, kosong = buat_opd(), buat_opd()
    buat_resmi(besar, jumlah="12345678901234.56")
    buat_resmi(kosong, jumlah=None)
    _, teks = buat(pada=PADA)
    data = minta(KEBUTUHAN, teks).json()["data"]
    assert {b["opd"]["id"]: b["jumlah"] for b in data} == {
        str(besar.pk): "12345678901234.56",
        str(kosong.pk): None,
    }
    assert data[0]["alasan"] is None
    assert data[0]["pergeseran_ke"] is None
    program = minta("/api/v1/program-kerja", teks).json()["data"][0]
    assert (program["target"], program["pagu_prakiraan_maju"], program["unit"]) == ("120", "1500000", None)


def test_what_was_known_stays_readable():
    p = buat_resmi(buat_opd())
    nanti = PADA + dt.timedelta(hours=3)
    Kebutuhan.objects.update(jumlah="7.00")
    bekukan(pengajuan=p, peristiwa="ajukan", oleh=SISTEM, pada=nanti)
    with time_machine.travel(nanti + dt.timedelta(hours=1), tick=False):
        _, teks = buat(pada=nanti)
        jawaban = {
            saat: [b["jumlah"] for b in minta(f"{KEBUTUHAN}{saat}", teks).json()["data"]]
            for saat in (
                "",
                "?diketahui=2026-11-18T12:00:00%2B08:00",
                "?diketahui=2026-11-18T02:00:00Z",
                "?per=2027-06-01",
                "?per=2028-01-01",
            )
        }
    assert list(jawaban.values()) == [["7.00"], ["1000.50"], [], ["7.00"], []]


def test_a_draft_never_leaves():
    buat_resmi(buat_opd())
    lengkap = Kebutuhan.objects.get()
    lengkap.jumlah = "9.00"  # type: ignore[assignment]
    lengkap.save()
    _, teks = buat(pada=PADA)
    assert [b["jumlah"] for b in minta(KEBUTUHAN, teks).json()["data"]] == ["1000.50"]


def test_a_submission_tells_its_verdict_with_an_office_and_no_name():
    opd = buat_opd()
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=opd)
    contoh = f.daftarkan_contoh()
    p = f.buat_pengajuan(opd)
    contoh.lengkapi(p)
    _, teks = buat(pada=PADA)
    sebelum = minta(f"/api/v1/pengajuan/{p.pk}", teks).json()
    assert (sebelum["tepat_waktu"], sebelum["putusan"], sebelum["diajukan_pada"]) == (None, None, None)
    assert sebelum["tenggat_berlaku"] == "2026-11-23T16:00:00+08:00"
    f.ajukan(p, kepala=kepala, pada=f.TENGGAT + dt.timedelta(days=2))
    jawaban = minta(f"/api/v1/pengajuan/{p.pk}", teks)
    isi = jawaban.json()
    assert (isi["tepat_waktu"], isi["selisih_detik"]) == (False, 172800)
    assert isi["putusan"] == "Terlambat 2 hari"
    assert isi["kelengkapan"] == [
        {
            "kode": "contoh",
            "nama": "Isian contoh",
            "wajib": True,
            "terpenuhi": 1,
            "jumlah": 1,
            "jumlah_galat": 0,
        }
    ]
    assert kepala.nama not in jawaban.content.decode()


def test_pages_follow_each_other_without_gap_or_double():
    opd = [buat_opd() for _ in range(5)]
    f.buat_jendela(opd=opd)
    _, teks = buat(pada=PADA)
    alamat, ids = "/api/v1/pengajuan?batas=2", []
    while alamat:
        isi = minta(alamat, teks).json()
        ids += [p["id"] for p in isi["data"]]
        alamat = isi["berikutnya"]
    assert len(ids) == len(set(ids)) == 5


@pytest.mark.parametrize("jalur", ["jadwal", "pengajuan", "program-kerja", "kebutuhan-anggaran"])
def test_queries_do_not_grow_with_rows(jalur):
    _, teks = buat(pada=PADA)

    def hitung(baris: int) -> int:
        with CaptureQueriesContext(connection) as kueri:
            jawaban = minta(f"/api/v1/{jalur}", teks)
        assert len(jawaban.json()["data"]) == baris
        return len(kueri)

    buat_resmi(buat_opd())
    satu = hitung(1)
    for _ in range(4):
        buat_resmi(buat_opd())
    assert hitung(5) == satu <= 12


def test_etag_holds_until_something_official_happens():
    opd = buat_opd()
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=opd)
    contoh = f.daftarkan_contoh()
    p = f.buat_pengajuan(opd)
    _, teks = buat(pada=PADA)
    pertama = minta("/api/v1/pengajuan", teks)
    with CaptureQueriesContext(connection) as kueri:
        kedua = minta("/api/v1/pengajuan", teks, **{"If-None-Match": pertama["ETag"]})
    assert (kedua.status_code, kedua.content) == (304, b"")
    assert (pertama["Cache-Control"], pertama["Vary"].split(", ")[0]) == (
        "private, no-cache",
        "Authorization",
    )
    assert len(kueri) <= 7
    contoh.lengkapi(p)
    ketiga = minta("/api/v1/pengajuan", teks, **{"If-None-Match": pertama["ETag"]})
    assert ketiga.status_code == 200
    f.ajukan(p, kepala=kepala, pada=PADA)
    keempat = minta("/api/v1/pengajuan", teks, **{"If-None-Match": ketiga["ETag"]})
    assert keempat.json()["data"][0]["status"] == "diajukan"
    _, lain = buat(pada=PADA)
    assert minta("/api/v1/pengajuan", lain, **{"If-None-Match": keempat["ETag"]}).status_code == 200


def test_too_many_requests_of_one_token_wait_and_others_do_not(settings):
    settings.TERUKUR_API_PER_MENIT = 3
    token, teks = buat(pada=PADA)
    _, lain = buat(pada=PADA)
    assert [minta("/api/v1/jadwal", teks).status_code for _ in range(4)] == [200, 200, 200, 429]
    tolak = minta("/api/v1/jadwal", teks)
    assert tolak["Content-Type"] == "application/problem+json"
    assert tolak["Retry-After"] == str(60 - PADA.second)
    assert minta("/api/v1/jadwal", lain).status_code == 200
    with time_machine.travel(PADA + dt.timedelta(minutes=1), tick=False):
        assert minta("/api/v1/jadwal", teks).status_code == 200
    pemakaian = PemakaianToken.objects.get(token=token)
    assert (pemakaian.jumlah, pemakaian.jumlah_semenit) == (6, 1)


@pytest.mark.parametrize(
    ("kueri", "kolom", "kalimat"),
    [
        ("opdd=1", "opdd", "Parameter ini tidak dikenal."),
        ("batas=0", "batas", "Paling kecil 1."),
        ("batas=201", "batas", "Paling besar 200."),
        ("tahun=x", "tahun", "Isi dengan bilangan bulat."),
        ("opd=1", "opd", "Isi dengan id (UUID)."),
        ("per=0", "per", "Isi dengan tanggal. Contoh: 2026-11-23"),
        ("tahun=2027&tahun=2028", "tahun", "Parameter ini hanya boleh satu kali."),
        ("diketahui=2026-11-23T16:00:00", "diketahui", "Contoh: 2026-11-23T16:00:00%2B08:00"),
        ("tahapan=x", "tahapan", "Isi dengan salah satu dari: 'rancangan_awal_renja'"),
    ],
)
def test_a_wrong_filter_is_refused_in_words(kueri, kolom, kalimat):
    _, teks = buat(pada=PADA)
    jawaban = minta(f"{KEBUTUHAN}?{kueri}", teks)
    assert jawaban.status_code == 422
    assert kalimat in jawaban.json()["kolom"][kolom]


@pytest.mark.parametrize(
    "saat", ["9314-10-01T18:33:42%2B21:56", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00"]
)
def test_any_instant_of_the_calendar_is_answered(saat):
    _, teks = buat(pada=PADA)
    assert minta(f"{KEBUTUHAN}?diketahui={saat}", teks).status_code == 200


def test_a_token_never_sees_more_than_its_maker():
    a, b = buat_opd(), buat_opd()
    for o in (a, b):
        buat_resmi(o)
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=a)
    _, teks = buat(pembuat=operator, pada=PADA)
    assert {r["opd"]["id"] for r in minta(KEBUTUHAN, teks).json()["data"]} == {str(a.pk)}
    assert minta(f"{KEBUTUHAN}?opd={b.pk}", teks).status_code == 404


def test_a_token_ends_with_its_term_its_revocation_or_its_maker():
    pembuat = buat_pengguna(Peran.ADMIN_SISTEM)
    token, teks = buat(pembuat=pembuat, pada=PADA, umur=dt.timedelta(days=10))
    _, kedua = buat(pembuat=pembuat, pada=PADA)
    assert minta("/api/v1/jadwal", teks).status_code == 200
    with time_machine.travel(PADA + dt.timedelta(days=10), tick=False):
        assert minta("/api/v1/jadwal", teks).status_code == 401
    cabut_token(token_id=token.pk, oleh=SISTEM, pada=PADA)
    jawaban = minta("/api/v1/jadwal", teks)
    assert (jawaban.status_code, jawaban["WWW-Authenticate"]) == (401, 'Bearer realm="Terukur"')
    assert minta("/api/v1/jadwal", kedua).status_code == 200
    nonaktifkan(pengguna=pembuat, alasan="Mutasi", oleh=SISTEM, pada=PADA)
    assert minta("/api/v1/jadwal", kedua).status_code == 401


def test_a_maker_without_the_role_any_more_leaves_an_empty_token():
    pembuat = buat_pengguna(Peran.ADMIN_SISTEM)
    _, teks = buat(Sumber.JADWAL, pembuat=pembuat, pada=PADA)
    pembuat.peran.all().delete()
    assert minta("/api/v1/jadwal", teks).status_code == 403


def test_an_unknown_address_answers_in_the_same_way():
    jawaban = Client().get("/api/v1/tidak-ada")
    assert (jawaban.status_code, jawaban["Content-Type"]) == (404, "application/problem+json")
    assert jawaban.json()["title"] == "Halaman tidak ditemukan"
