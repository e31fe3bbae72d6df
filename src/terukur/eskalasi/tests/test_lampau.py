"""Papers as they stood on past days: what the journal tells is what the record held then."""

import datetime as dt
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.eskalasi import queries
from terukur.eskalasi.choices import StatusPeringatan, StatusTindakLanjut
from terukur.eskalasi.models import TindakLanjut
from terukur.eskalasi.queries.lampau import peringatan_saat, tindak_lanjut_saat
from terukur.eskalasi.tests.factories import (
    HARI,
    SEKARANG,
    beri,
    buat_orang,
    kirim,
    opd_berkepala,
    putus,
    terbitkan,
    tulis,
)

pytestmark = pytest.mark.django_db
P, T = StatusPeringatan, StatusTindakLanjut
KELAK = SEKARANG + 20 * HARI
BARU = dt.date(2026, 12, 2)
SEMENIT = dt.timedelta(minutes=1)


@pytest.fixture
def perkara():
    """A paper refused once, given a new deadline and accepted; a disposisi returned once and done."""
    (opd, kepala), bupati = opd_berkepala(), buat_orang(Peran.PIMPINAN)
    p = terbitkan(opd, bupati)
    tulis(p, kepala, pada=SEKARANG + HARI)
    kirim(p, kepala, pada=SEKARANG + 2 * HARI)
    putus("tolak", p, bupati, catatan="Belum lengkap.", pada=SEKARANG + 3 * HARI)
    putus("beri_tenggat", p, bupati, tanggal_tenggat=BARU, catatan="Libur.", pada=SEKARANG + 4 * HARI)
    tulis(p, kepala, isi="Lengkap.", pada=SEKARANG + 5 * HARI)
    kirim(p, kepala, pada=SEKARANG + 6 * HARI)
    putus("terima", p, bupati, catatan="Cukup.", pada=SEKARANG + 7 * HARI)
    t = TindakLanjut.objects.get(disposisi=beri([opd], bupati))
    putus("terima_disposisi", t, kepala, pada=SEKARANG + HARI)
    tulis(t, kepala, pada=SEKARANG + HARI)
    kirim(t, kepala, pada=SEKARANG + 2 * HARI)
    putus("kembalikan", t, bupati, catatan="Mana buktinya?", pada=SEKARANG + 3 * HARI)
    tulis(t, kepala, isi="Terlampir.", pada=SEKARANG + 4 * HARI)
    kirim(t, kepala, pada=SEKARANG + 5 * HARI)
    putus("selesaikan", t, bupati, pada=SEKARANG + 6 * HARI)
    p.refresh_from_db()
    t.refresh_from_db()
    return p, t, bupati


def _isi(baris):
    return {f.attname: getattr(baris, f.attname) for f in baris._meta.concrete_fields}


def test_up_to_now_the_journal_tells_the_record_itself(perkara):
    p, t, _ = perkara
    for satu, ulang in ((p, peringatan_saat), (t, tindak_lanjut_saat)):
        ada = type(satu).objects.select_related("opd").get(pk=satu.pk)
        assert _isi(ulang([ada], KELAK)[0]) == _isi(satu)


@pytest.mark.parametrize(
    ("hari", "status", "tenggat", "catatan"),
    [
        (0, P.TERBIT, dt.date(2026, 11, 25), ""),
        (2, P.DITANGGAPI, dt.date(2026, 11, 25), ""),
        (3, P.TIDAK_DITERIMA, dt.date(2026, 11, 25), "Belum lengkap."),
        (4, P.TERBIT, BARU, "Libur."),
        (7, P.DITERIMA, BARU, "Cukup."),
    ],
)
def test_a_warning_as_it_stood(perkara, hari, status, tenggat, catatan):
    p, _, bupati = perkara
    satu = queries.get_peringatan(p.pk, untuk=bupati, saat=SEKARANG + hari * HARI)
    assert (satu.status, satu.tanggal_tenggat, satu.catatan) == (status, tenggat, catatan)


@pytest.mark.parametrize(
    ("hari", "status", "diterima"),
    [(0, T.TERKIRIM, False), (1, T.DITERIMA, True), (3, T.DIKEMBALIKAN, True), (6, T.SELESAI, True)],
)
def test_a_disposisi_as_it_stood(perkara, hari, status, diterima):
    _, t, bupati = perkara
    satu = queries.get_tindak_lanjut(t.pk, untuk=bupati, saat=SEKARANG + hari * HARI)
    assert (satu.status, satu.diterima_pada is not None) == (status, diterima)


HALAMAN = [
    ("daftar", "", "Menunggu tanggapan", "Tanggapan diterima"),
    ("peringatan", "p", "Menunggu tanggapan", "Tanggapan diterima"),
    ("daftar_disposisi", "", "Belum diterima", "Selesai"),
    ("disposisi", "d", "Belum diterima", "Selesai"),
    ("tindak_lanjut", "t", "Belum diterima", "Selesai"),
]


@pytest.mark.parametrize(("nama", "objek", "dahulu", "kini"), HALAMAN)
def test_every_page_before_in_the_middle_and_now(perkara, nama, objek, dahulu, kini):
    p, t, bupati = perkara
    pk = {"p": p.pk, "d": t.disposisi_id, "t": t.pk}.get(objek)
    alamat = reverse(f"eskalasi:{nama}", args=[pk] if pk else None)
    klien = Client(raise_request_exception=False)

    def buka(**saat):
        jawaban = klien.get(f"{alamat}?{urlencode(saat)}")
        return jawaban.status_code, jawaban.content.decode()

    with time_machine.travel(KELAK, tick=True):
        klien.force_login(bupati)
        status, isi = buka(diketahui="2026-11-10T09:00")
        assert (status, "belum ada" in isi) == ((404, True) if pk else (200, True))
        for saat in ({"diketahui": "2026-11-18T09:30"}, {"per": "2026-11-18"}):
            status, isi = buka(**saat)
            bagian = isi[isi.index("<main") :].partition("Rangkaian perkara")[0]
            assert status == 200
            assert "Menurut data tercatat s.d. 18 November 2026" in bagian
            assert dahulu in bagian
            assert not pk or kini not in bagian
            assert 'method="post"' not in bagian
            assert "eskalasi/peringatan/baru" not in bagian
            assert "disposisi/baru" not in bagian
        if not pk:
            assert f"?{urlencode({'diketahui': '2026-11-18T09:30'})}" in buka(diketahui="2026-11-18T09:30")[1]
            assert klien.get(f"{alamat}?unduh=csv&diketahui=bukan").status_code == 409
            csv = b"".join(klien.get(f"{alamat}?unduh=csv&diketahui=2026-11-18T09:30")).decode()
            assert dahulu in csv
            assert kini not in csv
        status, isi = buka(diketahui="bukan waktu")
        assert status == 200
        assert "Tulis tanggal dan jam." in isi
        status, isi = buka()
        assert kini in isi
        assert "Menurut data tercatat" not in isi


def test_a_past_list_costs_the_same_whatever_its_length(perkara):
    _, _, bupati = perkara
    with CaptureQueriesContext(connection) as satu:
        queries.daftar_peringatan(bupati, KELAK)
        queries.daftar_tindak_lanjut(bupati, KELAK)
    for n in range(3):
        opd, _ = opd_berkepala()
        terbitkan(opd, bupati, pada=SEKARANG + n * SEMENIT)
        beri([opd], bupati, pada=SEKARANG + n * SEMENIT)
    with CaptureQueriesContext(connection) as banyak:
        assert len(queries.daftar_peringatan(bupati, KELAK)) == 4
        assert len(queries.daftar_tindak_lanjut(bupati, KELAK)) == 4
    assert len(banyak) == len(satu)
