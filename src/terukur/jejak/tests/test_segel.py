"""Seals: signed, chained, only over a sound chain; the key is made once and kept private."""

import datetime as dt
import json
import stat
import threading

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection, transaction

from terukur.jejak.baku import SIDIK_AWAL, sidik
from terukur.jejak.kunci import berkas_kunci, kunci_publik
from terukur.jejak.models import Catatan, Segel
from terukur.jejak.queries import segel_atas
from terukur.jejak.segel import RantaiRusak, segelkan
from terukur.jejak.tests.factories import SAAT, buat_catatan

MENIT = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _data_sendiri(settings, tmp_path):
    settings.DATA = tmp_path


def test_kunci_dibuat_sekali_dan_tertutup():
    kunci = []
    utas = [threading.Thread(target=lambda: kunci.append(kunci_publik())) for _ in range(8)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert len(kunci) == 8
    assert len(set(kunci)) == 1
    assert stat.S_IMODE(berkas_kunci().stat().st_mode) == 0o600
    assert [p.name for p in berkas_kunci().parent.iterdir()] == ["kunci_segel"]


@pytest.mark.django_db
def test_segel_bersambung_dan_bertanda_tangan():
    assert segelkan(pada=SAAT) is None
    buat_catatan(1)
    ujung = buat_catatan(2)
    satu = segelkan(pada=SAAT)
    assert segelkan(pada=SAAT + MENIT) is None
    ketiga = buat_catatan(3)
    dua = segelkan(pada=SAAT + MENIT)
    assert (satu.nomor, satu.catatan_nomor, satu.sidik, satu.sebelum) == (1, 2, ujung.sidik, SIDIK_AWAL)
    assert (dua.nomor, dua.catatan_nomor, dua.sidik) == (2, 3, ketiga.sidik)
    assert dua.sebelum == sidik(satu.baku)
    assert json.loads(dua.baku) == {
        "v": 1, "segel": 2, "catatan": 3, "sidik": ketiga.sidik, "pada": "2026-11-22T08:01:00.000000Z",
        "sebelum": dua.sebelum, "kunci": kunci_publik(),
    }  # fmt: skip
    kunci = Ed25519PublicKey.from_public_bytes(bytes.fromhex(kunci_publik()))
    kunci.verify(bytes.fromhex(dua.tanda), dua.baku)
    with pytest.raises(InvalidSignature):
        kunci.verify(bytes.fromhex(dua.tanda), satu.baku)
    assert [segel_atas(n).nomor for n in (1, 2, 3)] == [1, 1, 2]
    assert segel_atas(4) is None


@pytest.mark.django_db
@pytest.mark.parametrize("nomor", [2, 3])
def test_rantai_rusak_tidak_disegel(nomor, caplog):
    """Nomor 2 is what the last seal covers, nomor 3 came after it."""
    buat_catatan(1)
    buat_catatan(2)
    segelkan(pada=SAAT)
    buat_catatan(3)
    buat_catatan(4)
    with connection.cursor() as kursor:
        kursor.execute("set local session_replication_role = replica")
        kursor.execute("update jejak_catatan set sidik = repeat('b', 64) where nomor = %s", [nomor])
        kursor.execute("set local session_replication_role = origin")
    with pytest.raises(RantaiRusak, match=str(nomor)):
        segelkan(pada=SAAT + MENIT)
    assert Segel.objects.count() == 1
    assert any("jejak.rusak" in b for b in caplog.messages)


@pytest.mark.django_db
def test_basis_data_menjaga_segel():
    buat_catatan(1)
    segelkan(pada=SAAT)
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        Segel.objects.update(tanda="")
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        Segel.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_dua_pekerja_menyegel_sekali():
    for n in range(1, 4):
        buat_catatan(n)

    def kerja():
        try:
            segelkan(pada=SAAT)
        finally:
            connection.close()

    utas = [threading.Thread(target=kerja) for _ in range(4)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert Segel.objects.get().catatan_nomor == Catatan.objects.count()
