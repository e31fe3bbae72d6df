"""What only the database refuses comes out as a sentence too."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from terukur.akun.peran import Peran
from terukur.antarmuka.middleware import GalatMiddleware
from terukur.organisasi.models import Wilayah
from terukur.organisasi.tests.factories import buat_pengguna, buat_wilayah

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("alamat", ["/organisasi/opd/", "/perencanaan/nomenklatur/", "/jejak/"])
def test_a_nul_in_the_address_is_a_bad_request(alamat):
    klien = Client()
    klien.force_login(buat_pengguna(Peran.AUDITOR))
    kolom = "pelaku" if alamat == "/jejak/" else "cari"
    jawaban = klien.get(f"{alamat}?{kolom}=a%00b&kata=a%00b")
    assert jawaban.status_code in {200, 400}
    assert klien.get(alamat).status_code == 200


def _bentrok():
    satu = buat_wilayah()
    ganda = Wilayah(**{k.attname: getattr(satu, k.attname) for k in Wilayah._meta.concrete_fields})
    with pytest.raises(IntegrityError) as galat, transaction.atomic():
        ganda.save(force_insert=True)
    return galat.value


def test_two_people_saving_the_same_meet_a_sentence():
    jawaban = GalatMiddleware(lambda r: HttpResponse()).process_exception(
        RequestFactory().get("/organisasi/opd/baru/"), _bentrok()
    )
    assert jawaban is not None
    assert jawaban.status_code == 409
    assert "baru saja disimpan oleh orang lain" in jawaban.content.decode()


def test_a_broken_rule_of_ours_stays_a_fault():
    with pytest.raises(IntegrityError) as galat, transaction.atomic(), connection.cursor() as kursor:
        kursor.execute("insert into organisasi_wilayah default values")
    permintaan = RequestFactory().get("/")
    assert GalatMiddleware(lambda r: HttpResponse()).process_exception(permintaan, galat.value) is None
