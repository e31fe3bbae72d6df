"""What the health page says of deliveries."""

import datetime as dt

import pytest

from terukur.akun.peran import Peran
from terukur.inti.kesehatan import Keadaan
from terukur.inti.tests.test_kesehatan import angka
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.pesan.choices import StatusKiriman
from terukur.pesan.models import Kiriman, Pesan
from terukur.pesan.providers import periksa_pesan

pytestmark = pytest.mark.django_db
PADA = dt.datetime(2026, 3, 30, 8, 0, tzinfo=dt.UTC)
JAM = dt.timedelta(hours=1)


def periksa(pada=PADA):
    hasil = {h.kode: h for h in periksa_pesan(pada)}
    return hasil["saluran"], hasil["kiriman"]


def buat_kiriman(n, status, pada):
    pesan = Pesan.objects.create(
        penerima=buat_pengguna(Peran.PIMPINAN), kunci=f"uji:{n}", judul="Uji", isi="Isi", dikirim_pada=pada
    )
    dicoba = None if status == StatusKiriman.MENUNGGU else pada
    Kiriman.objects.create(
        pesan=pesan, saluran="mailtos", status=status, percobaan=0 if dicoba is None else 1,
        dicoba_pada=dicoba,
        terkirim_pada=pada if status == StatusKiriman.TERKIRIM else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("latihan", "apprise", "keadaan"),
    [
        (True, [], Keadaan.BAIK),
        (False, [], Keadaan.PERHATIAN),
        (False, ["mailtos://a:rahasia@s.go.id?to={email}"], Keadaan.BAIK),
        (False, ["mailtos://a:rahasia@s.go.id?to={email}", "tgram://rahasia/1"], Keadaan.PERHATIAN),
    ],
)
def test_channels(settings, latihan, apprise, keadaan):
    settings.MODE_LATIHAN = latihan
    settings.TERUKUR_APPRISE = apprise
    saluran, _ = periksa()
    assert saluran.keadaan is keadaan
    assert "rahasia" not in saluran.nilai


def test_failed_and_forgotten_deliveries():
    assert periksa()[1].keadaan is Keadaan.BAIK
    buat_kiriman(1, StatusKiriman.GAGAL, PADA - 8 * 24 * JAM)
    buat_kiriman(2, StatusKiriman.TERKIRIM, PADA - JAM)
    buat_kiriman(3, StatusKiriman.TERKIRIM, PADA - JAM)
    buat_kiriman(4, StatusKiriman.MENUNGGU, PADA - JAM / 3)
    assert periksa()[1].keadaan is Keadaan.BAIK
    buat_kiriman(5, StatusKiriman.GAGAL, PADA - 2 * JAM)
    buat_kiriman(6, StatusKiriman.MENUNGGU, PADA - 3 * JAM)
    kiriman = periksa()[1]
    assert (kiriman.keadaan, kiriman.sejak) == (Keadaan.PERHATIAN, PADA - 3 * JAM)
    assert angka(kiriman) == {"kiriman_gagal_7hari": 1, "kiriman_tertahan": 1}
    for n in (7, 8):
        buat_kiriman(n, StatusKiriman.GAGAL, PADA - JAM)
    assert periksa()[1].keadaan is Keadaan.GANGGUAN
