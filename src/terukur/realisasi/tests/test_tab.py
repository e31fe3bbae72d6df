"""Thirteen tabs of this part stand in groups: the groups first, then the tabs of the present one."""

from types import SimpleNamespace
from typing import Any

import pytest

from terukur.antarmuka.navigasi import susun_tab
from terukur.inti.izin import Izin


def _baris(rf: Any, alamat: str, *boleh: Izin) -> list[list[tuple[str, bool]]]:
    request = rf.get(alamat)
    request.user = SimpleNamespace(akses=SimpleNamespace(boleh=lambda kode: kode in boleh))
    return [[(b.label, b.aktif) for b in baris] for baris in susun_tab(request, "kinerja")]


def test_groups_and_the_tabs_of_the_present_group(rf):
    semua = (Izin.REALISASI_LIHAT, Izin.KINERJA_LIHAT, Izin.STUDI_LIHAT)
    atas, bawah = _baris(rf, "/kinerja/realisasi/fisik/", *semua)
    assert atas == [
        ("Capaian", False), ("Rencana", False), ("Realisasi", True), ("Laporan", False),
        ("Studi banding", False),
    ]  # fmt: skip
    assert bawah == [("Laporan realisasi", False), ("Realisasi fisik", True), ("Pemeriksaan lapangan", False)]


@pytest.mark.parametrize(
    ("alamat", "boleh", "harapan"),
    [
        ("/kinerja/studi-banding/", (Izin.STUDI_LIHAT, Izin.REALISASI_LIHAT), 1),
        ("/kinerja/pohon/", (Izin.KINERJA_LIHAT,), 1),
        ("/kinerja/studi-banding/", (Izin.STUDI_LIHAT,), 0),
    ],
)
def test_no_row_of_one(rf, alamat, boleh, harapan):
    baris = _baris(rf, alamat, *boleh)
    assert len(baris) == harapan
    assert all(any(aktif for _, aktif in b) for b in baris)
