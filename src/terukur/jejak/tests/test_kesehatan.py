"""What the health page says of the journal."""

import datetime as dt

import pytest
from django.db import connection

from terukur.inti.kesehatan import Keadaan
from terukur.inti.tests.test_kesehatan import angka, buat_tugas
from terukur.jejak.providers import periksa_jejak
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import SAAT, buat_catatan

pytestmark = pytest.mark.django_db
MENIT = dt.timedelta(minutes=1)
JAM = dt.timedelta(hours=1)


def periksa(pada=SAAT):
    hasil = {h.kode: h for h in periksa_jejak(pada)}
    return hasil["segel"], hasil["rantai"]


def periksa_malam(saat):
    with connection.cursor() as k:
        k.execute(
            "insert into procrastinate_periodic_defers (task_name, defer_timestamp)"
            " values ('jejak.periksa', %s)",
            [int(saat.timestamp())],
        )


def test_an_entry_that_waits_for_its_seal():
    buat_catatan(1)
    segelkan(pada=SAAT)
    assert periksa(SAAT + JAM)[0].keadaan is Keadaan.BAIK, "nothing new, nothing to seal"
    lama = buat_catatan(2, pada=SAAT + JAM)
    buat_catatan(3, pada=SAAT + JAM + MENIT)
    assert periksa(SAAT + JAM + MENIT)[0].keadaan is Keadaan.BAIK
    segel, _ = periksa(SAAT + JAM + 3 * MENIT)
    assert (segel.keadaan, segel.sejak) == (Keadaan.PERHATIAN, lama.pada)
    assert angka(segel) == {
        "jejak_belum_disegel": 2,
        "jejak_belum_disegel_umur_detik": 180,
        "jejak_segel_umur_detik": 3600 + 180,
        "jejak_catatan": 3,
    }
    assert periksa(SAAT + JAM + 11 * MENIT)[0].keadaan is Keadaan.GANGGUAN


@pytest.mark.parametrize("nomor", [1, 2])
def test_a_broken_chain(nomor):
    """Nomor 1 is what the last seal covers, nomor 2 came after it."""
    buat_catatan(1)
    segelkan(pada=SAAT)
    buat_catatan(2)
    assert periksa()[1].keadaan is Keadaan.BAIK
    with connection.cursor() as kursor:
        kursor.execute("set local session_replication_role = replica")
        kursor.execute("update jejak_catatan set sidik = repeat('b', 64) where nomor = %s", [nomor])
        kursor.execute("set local session_replication_role = origin")
    rantai = periksa()[1]
    assert (rantai.keadaan, angka(rantai)) == (Keadaan.GANGGUAN, {"jejak_rusak": 1})
    assert "Inspektorat" in rantai.langkah


def test_a_finding_of_the_night_stays_until_a_later_night_finds_nothing():
    buat_catatan(1)
    segelkan(pada=SAAT)
    periksa_malam(SAAT)
    buat_tugas("failed", SAAT + MENIT, nama="jejak.periksa")
    rantai = periksa(SAAT + JAM)[1]
    assert (rantai.keadaan, rantai.sejak) == (Keadaan.GANGGUAN, SAAT + MENIT)
    periksa_malam(SAAT + 24 * JAM)
    assert periksa(SAAT + 25 * JAM)[1].keadaan is Keadaan.BAIK
    assert periksa(SAAT + 51 * JAM)[1].keadaan is Keadaan.PERHATIAN, "a night was missed"


def test_a_journal_that_was_never_checked():
    buat_catatan(1)
    segelkan(pada=SAAT)
    assert periksa(SAAT + 25 * JAM)[1].keadaan is Keadaan.BAIK
    assert periksa(SAAT + 27 * JAM)[1].keadaan is Keadaan.PERHATIAN
