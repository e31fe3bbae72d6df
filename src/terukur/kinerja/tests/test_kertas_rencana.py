"""The set plan on paper: as known then, the same bytes twice, each target in its quarter."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import JenisPeriode
from terukur.kinerja import actions, exports
from terukur.kinerja.choices import Agregasi, PemicuRevisi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.tests.factories import (
    BUKA,
    TAHUN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
)
from terukur.organisasi.tests.factories import buat_pengguna

pytestmark = pytest.mark.django_db
NANTI = dt.datetime(2027, 5, 10, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def dicetak(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What reached the template, beside the paper itself."""
    hasil: list[dict[str, Any]] = []

    def cetak(templat: str, data: dict[str, Any], *, tanggal: dt.date) -> bytes:
        hasil.append(data)
        return asli(templat, data, tanggal=tanggal)

    asli = exports.cetak
    monkeypatch.setattr(exports, "cetak", cetak)
    return hasil


def test_the_paper_is_as_known_then_and_the_same_twice(client: Client, dicetak: list[dict[str, Any]]) -> None:
    with time_machine.travel(BUKA + dt.timedelta(days=1), tick=False):
        pengajuan = buat_pengajuan()
        aksi = buat_aksi(pengajuan, target=[10, 20, 30, 40])
        ajukan_dan_tetapkan(pengajuan)
    alamat = reverse("kinerja:resmi", args=[pengajuan.opd_id, TAHUN])
    with time_machine.travel(NANTI, tick=False):
        actions.revisi_target(
            kunci=aksi.pk,
            target={f"{TAHUN}-TW3": Target(Decimal(25))},
            isi=actions.IsiRevisi(PemicuRevisi.DPPA, "Pagu turun", "900/1", dt.date(2027, 5, 9), "Bupati"),
            oleh=SISTEM,
            pada=NANTI - dt.timedelta(hours=1),
        )
        client.force_login(buat_pengguna(Peran.PENYELENGGARA))
        kini, lagi = (client.get(alamat, {"unduh": "pdf"}) for _ in range(2))
        client.get(alamat, {"unduh": "pdf", "diketahui": "2027-01-01T00:00"})
        kosong = client.get(alamat, {"unduh": "pdf", "diketahui": "2026-12-01T00:00"})
    assert (kini["Content-Type"], kini.content[:4]) == ("application/pdf", b"%PDF")
    assert kini.content == lagi.content
    assert "Belum ada rencana aksi yang ditetapkan" in kosong.content.decode()
    baru, _, lama = dicetak
    assert [d["baris"][0]["target"][2][:3] for d in (lama, baru)] == ["30 ", "25 "]
    assert lama["revisi"] == []
    assert "Triwulan III 30" in baru["revisi"][0]["perubahan"]
    assert baru["revisi"][0]["sebab"] == "DPPA: Pagu turun"
    assert lama["sidik"] != baru["sidik"]


@pytest.mark.parametrize(
    ("jenis", "target", "kolom"),
    [
        (JenisPeriode.TRIWULAN, [1, 2, 3, 4], ["1 U", "2 U", "3 U", "4 U"]),
        (JenisPeriode.SEMESTER, [1, 2], ["–", "Semester I: 1 U", "–", "Semester II: 2 U"]),
        (JenisPeriode.TAHUN, [7], ["–", "–", "–", "Setahun: 7 U"]),
        (
            JenisPeriode.BULAN,
            range(1, 13),
            [
                "Januari: 1 U; Februari: 2 U; Maret: 3 U",
                "April: 4 U; Mei: 5 U; Juni: 6 U",
                "Juli: 7 U; Agustus: 8 U; September: 9 U",
                "Oktober: 10 U; November: 11 U; Desember: 12 U",
            ],
        ),
    ],
)
def test_a_target_stands_in_the_quarter_in_which_its_period_ends(
    client: Client, dicetak: list[dict[str, Any]], jenis: JenisPeriode, target: Any, kolom: list[str]
) -> None:
    with time_machine.travel(BUKA + dt.timedelta(days=1), tick=False):
        pengajuan = buat_pengajuan()
        definisi = buat_indikator(periode=jenis, agregasi=Agregasi.POSISI_AKHIR, satuan="U")
        buat_aksi(pengajuan, definisi, target=list(target))
        ajukan_dan_tetapkan(pengajuan)
        client.force_login(buat_pengguna(Peran.PENYELENGGARA))
        client.get(reverse("kinerja:resmi", args=[pengajuan.opd_id, TAHUN]), {"unduh": "pdf"})
    [baris] = dicetak[0]["baris"]
    assert baris["target"] == kolom
