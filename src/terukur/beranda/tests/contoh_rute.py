"""Samples for the sweep of routes."""

from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    return {
        "beranda:metrik": Contoh(belum_terbuka="404 while the operator has set no token: test_kesehatan.py"),
    }
