"""Lines of the log: what finds an error stays, what names a person goes."""

import json
import logging
import unicodedata

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.log import FormatBaris, FormatJson, samarkan

NIP = "198001012005011001"


def catatan(pesan, *args, nama="terukur.uji", galat=None, **lain):
    r = logging.LogRecord(
        nama, logging.ERROR, __file__, 1, pesan, args, galat and (type(galat), galat, galat.__traceback__)
    )
    r.__dict__.update(lain)
    return r


def tertangkap(kerja):
    try:
        kerja()
    except Exception as galat:
        return galat
    raise AssertionError


@pytest.mark.parametrize(
    ("teks", "harap"),
    [
        (f"NIP {NIP}.", "NIP [nomor]."),
        ("19800101 200501 1 001", "[nomor]"),
        ("NIK 7371010101800001", "NIK [nomor]"),
        ("surat ke ama.ina@contoh.go.id!", "surat ke [surel]!"),
        ("telepon 081234567890 atau +6281234567890", "telepon [telepon] atau [telepon]"),
        ("job 12 of 7d1f2a3b-1111-4222-8333-123456789012", "job 12 of 7d1f2a3b-1111-4222-8333-123456789012"),
    ],
)
def test_the_net_below_the_rules(teks, harap):
    assert samarkan(teks) == harap


@given(st.text())
def test_a_line_is_one_line_whatever_it_says(teks):
    satu = FormatJson().format(catatan("%s", teks))
    assert "\n" not in satu
    assert json.loads(satu)["tingkat"] == "ERROR"
    baris = FormatBaris().format(catatan("%s", teks))
    assert len(baris.splitlines()) == 1
    assert not any(unicodedata.category(c) == "Cc" for c in baris)


@pytest.mark.django_db
@pytest.mark.parametrize("bentuk", [FormatJson, FormatBaris])
def test_what_the_database_says_of_a_row_is_not_repeated(bentuk):
    def dua_kali():
        with connection.cursor() as k:
            k.execute("create temp table orang (nip text constraint orang_nip_unik unique) on commit drop")
            k.execute("insert into orang values (%s), (%s)", ["Ama Ina Contoh", "Ama Ina Contoh"])

    with transaction.atomic():
        galat = tertangkap(lambda: _dalam_blok(dua_kali))
    assert isinstance(galat, IntegrityError)
    assert "Ama Ina Contoh" in str(galat)
    baris = bentuk().format(catatan("simpan gagal", galat=galat))
    assert "Ama Ina" not in baris
    assert "23505" in baris
    assert "orang_nip_unik" in baris
    assert "test_log.py" in baris


def _dalam_blok(kerja):
    with transaction.atomic():
        kerja()


def test_the_message_of_an_exception_goes_and_its_place_stays():
    galat = tertangkap(lambda: int("Rahasia Bupati"))
    isi = json.loads(FormatJson().format(catatan("gagal", galat=galat)))
    assert "Rahasia" not in json.dumps(isi)
    [satu] = isi["galat"]
    assert satu["jenis"] == "builtins.ValueError"
    assert "test_log.py" in satu["tempat"][-1]


def test_a_server_that_does_not_answer_may_say_why():
    galat = tertangkap(lambda: (_ for _ in ()).throw(OperationalError("connection refused\nDETAIL: x")))
    [satu] = json.loads(FormatJson().format(catatan("gagal", galat=galat)))["galat"]
    assert satu["sebab"] == "connection refused"


def test_no_address_and_no_argument_of_a_job():
    permintaan = RequestFactory().get(f"/undangan/kode-rahasia/{NIP}/")
    baris = FormatBaris().format(
        catatan("%s: %s", "Internal Server Error", permintaan.path, request=permintaan, nama="django.request")
    )
    assert "Internal Server Error" in baris
    assert "kode-rahasia" not in baris
    baris = FormatJson().format(
        catatan(
            "Job pesan.antar[12](nama='Ama (contoh)', x=1) ended with status: Error",
            nama="procrastinate.worker",
        )
    )
    assert json.loads(baris)["pesan"] == "Job pesan.antar[12](…) ended with status: Error"
