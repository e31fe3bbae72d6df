"""The main menu of each role, from all rooms together."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from terukur.akun.akses import Akses, PeranAktif
from terukur.akun.peran import Peran
from terukur.antarmuka.navigasi import daftar_menu, susun_menu, susun_tab
from terukur.organisasi.models.pegawai import PERAN_PER_OPD
from terukur.organisasi.tests.factories import buat_opd

SEBARIS = 9
"""So many entries stand in one line of a window 1280 wide."""


def permintaan(alamat: str, *peran: PeranAktif) -> Any:
    hasil: Any = RequestFactory().get(alamat)
    hasil.user = AnonymousUser()
    hasil.user.akses = Akses(peran)
    return hasil


@pytest.mark.django_db
@pytest.mark.parametrize("peran", list(Peran))
def test_the_menu_of_a_role_stands_in_one_line(peran: Peran) -> None:
    opd = buat_opd().pk if peran in PERAN_PER_OPD or peran is Peran.KEPALA_OPD else None
    menu = susun_menu(permintaan("/beranda/", PeranAktif(peran, opd)), daftar_menu)
    assert 1 <= len(menu) <= SEBARIS, [b.label for b in menu]


def test_what_an_auditor_examines_stands_together() -> None:
    def audit(peran: Peran) -> tuple[list[str], list[list[str]]]:
        p = permintaan("/jejak/sampel/", PeranAktif(peran))
        aktif = [b.label for b in susun_menu(p, daftar_menu) if b.aktif]
        return aktif, [[b.label for b in baris] for baris in susun_tab(p, "audit")]

    assert audit(Peran.AUDITOR) == (["Audit"], [["Sampel audit", "Jejak resmi", "Catatan baca"]])
    assert audit(Peran.INSPEKTORAT) == (["Audit"], [])
