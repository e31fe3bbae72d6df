"""The demo kabupaten fills an empty database, and looks as promised."""

import datetime as dt

import pytest

from terukur.akun.models import Pengguna
from terukur.contoh import actions, akun, rules
from terukur.organisasi.models import OPD, Pegawai, Wilayah
from terukur.organisasi.queries import daftar_penanda
from terukur.tenggat.choices import Tahapan

PADA = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("hari", "harapan"),
    [
        (dt.date(2026, 11, 22), (Tahapan.RKA, 2027)),
        (dt.date(2026, 12, 1), (Tahapan.RANCANGAN_AWAL_RENJA, 2028)),
        (dt.date(2027, 1, 15), (Tahapan.RANCANGAN_AWAL_RENJA, 2028)),
        (dt.date(2027, 6, 15), (Tahapan.RENJA, 2028)),
    ],
)
def test_stage_follows_from_the_day(hari: dt.date, harapan: tuple[Tahapan, int]) -> None:
    assert rules.tahapan_hari(hari) == harapan


def test_due_day_is_a_working_day() -> None:
    sabtu = dt.date(2026, 11, 18)  # three days later is Saturday
    assert rules.tenggat_berikut(sabtu, frozenset()) == dt.date(2026, 11, 23)
    assert rules.tenggat_berikut(sabtu, frozenset({dt.date(2026, 11, 23)})) == dt.date(2026, 11, 24)


@pytest.mark.django_db
def test_fills_the_promised_kabupaten() -> None:
    actions.isi(pada=PADA)
    assert OPD.objects.filter(aktif=True).count() == 23
    assert Wilayah.objects.filter(tingkat="desa").count() == 57
    assert 380 <= Pegawai.objects.count() <= 450
    penanda = daftar_penanda(pada=PADA)
    assert set(penanda) == set(OPD.objects.values_list("pk", flat=True)), "every OPD has a head"
    for _, nama, _ in akun.tabel_akun()[1:]:
        assert Pengguna.objects.get(nama_pengguna=nama).check_password(akun.KATA_SANDI)
    assert not Pegawai.objects.exclude(nip__startswith="9999").exclude(nip="").exists()
