"""In a real browser: a kertas kerja filled offline, a second stage from the first, SIPD beside it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from terukur.akun.peran import Peran
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.perencanaan.queries import isi_pengajuan
from terukur.perencanaan.tests.factories import buat_prioritas, buat_sumber_dana, buat_versi_nomenklatur
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Jendela, Pengajuan
from terukur.tenggat.tests import factories as tenggat
from terukur.tenggat.tests.factories import buat_jendela, buat_orang

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peramban]

SYARAT = (("program_kerja", True), ("kebutuhan_anggaran", True))
ISIAN = (
    ("1.02.02.2.02.0004", 120, "1.2.01", 1_250_000, "balita 0-59 bulan"),
    ("1.02.02.2.02.0004", None, "2.1", 750_000, None),
    ("1.02.02.2.02.0015", 3, "1.1", 400_000, "kader posyandu"),
    ("1.02.01.2.01.0001", 5, "1.2.01", 90_000, "perangkat daerah"),
)
"""Code, target, sumber dana, amount, kelompok sasaran: what the operator types offline."""


def _jendela(opd: Any, tahapan: Tahapan, lanjutan: Jendela | None = None) -> Jendela:
    kini = timezone.now()
    return buat_jendela(
        opd=[opd], tahun=2027, tahapan=tahapan, syarat=SYARAT, pada=kini - dt.timedelta(hours=1),
        dibuka_pada=kini - dt.timedelta(hours=2), tenggat_pada=kini + dt.timedelta(days=2),
        ditutup_pada=kini + dt.timedelta(days=3), lanjutan_dari_id=lanjutan.pk if lanjutan else None,
    )  # fmt: skip


def _unduh(hal: Any, folder: Path, klik: Callable[[], None], nama: str) -> Path:
    with hal.expect_download() as unduhan:
        klik()
    jalur = folder / nama
    unduhan.value.save_as(jalur)
    return jalur


def _isi_kertas_kerja(jalur: Path) -> None:
    buku = openpyxl.load_workbook(jalur)
    lembar = buku["Program kerja"]
    kepala = {c.value: c.column for c in lembar[5]}
    for r, (kode, target, sumber, jumlah, sasaran) in enumerate(ISIAN, start=6):
        isi = {
            "Kode Sub Kegiatan": kode, "Target Keluaran": target, "Kode Sumber Dana": sumber,
            "Pagu Indikatif": jumlah, "Kelompok Sasaran": sasaran, "Lokasi": "Semua kecamatan",
            "Target Prakiraan Maju": target, "Pagu Prakiraan Maju": jumlah,
        }  # fmt: skip
        for judul, nilai in isi.items():
            sel = lembar.cell(r, kepala[judul])
            assert not sel.protection.locked, judul
            sel.value = nilai
    buku.save(jalur)


def _tanam_selisih(jalur: Path) -> None:
    """Another amount, another source, and a row that SIPD does not have."""
    buku = openpyxl.load_workbook(jalur)
    lembar = buku.active
    kepala = {c.value: c.column for c in lembar[1]}
    for r in range(lembar.max_row, 1, -1):
        kode = lembar.cell(r, kepala["Kode Sub Kegiatan"]).value
        sumber = lembar.cell(r, kepala["Kode Sumber Dana"])
        if (kode, sumber.value) == ("1.02.02.2.02.0004", "1.2.01"):
            lembar.cell(r, kepala["Pagu"]).value += 1
        elif sumber.value == "2.1":
            lembar.cell(r, kepala["Pagu"]).value = 0
        elif kode == "1.02.01.2.01.0001":
            lembar.delete_rows(r)
    buku.save(jalur)


def test_offline_workbook_second_stage_and_reconciliation(
    live_server: Any, buka: Callable[..., Any], tmp_path: Path
) -> None:
    buat_versi_nomenklatur()
    buat_sumber_dana()
    buat_prioritas()
    opd = buat_opd("Dinas Kesehatan", kode="1.02.0.00.0.00.01.0000")
    awal = _jendela(opd, Tahapan.RANCANGAN_AWAL_RENJA)
    pengajuan = Pengajuan.objects.select_related("jendela", "opd").get(jendela=awal)
    klien = Client()
    klien.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    hal = buka(base_url=live_server.url, accept_downloads=True)
    hal.context.add_cookies(
        [{"name": "sessionid", "value": klien.cookies["sessionid"].value, "url": live_server.url}]
    )

    # A prefilled workbook filled offline goes up.
    hal.goto(f"/perencanaan/{pengajuan.pk}/kerja/")
    kertas = _unduh(
        hal, tmp_path, lambda: hal.get_by_role("link", name="Unduh kertas kerja").click(), "kk.xlsx"
    )
    _isi_kertas_kerja(kertas)
    hal.get_by_role("link", name="Impor dari Excel").click()
    hal.locator("input[type=file]").set_input_files(kertas)
    hal.locator("main").get_by_role("button", name="Unggah").click()
    hal.get_by_role("button", name="Terapkan").click()
    hal.wait_for_load_state()
    hal.goto(f"/perencanaan/{pengajuan.pk}/")
    assert "Semua isian wajib sudah terisi" in hal.inner_text("main")
    assert "Rp 2.490.000" in hal.inner_text("#bilah")
    assert SubKegiatanRencana.objects.filter(pengajuan=pengajuan).count() == 3

    # The second stage starts from the first, and stands beside it without a difference.
    pada = timezone.now()
    tenggat.ajukan(pengajuan, kepala=buat_orang(Peran.KEPALA_OPD, opd=opd, pada=pada), pada=pada)
    lanjutan = Pengajuan.objects.select_related("jendela", "opd").get(
        jendela=_jendela(opd, Tahapan.RANCANGAN_RENJA, awal)
    )
    assert isi_pengajuan(lanjutan) == isi_pengajuan(pengajuan)
    hal.goto(f"/perencanaan/{lanjutan.pk}/tahapan/?pembanding={pengajuan.pk}")
    assert "Selisih 0 isian" in hal.inner_text("main")

    # A SIPD-shaped export with three planted differences shows exactly those three.
    hal.goto(f"/perencanaan/{lanjutan.pk}/lembar-sipd/")
    ekspor = _unduh(hal, tmp_path, lambda: hal.get_by_role("link", name="XLSX").click(), "sipd.xlsx")
    for tanam, judul in ((None, "selisih 0 baris"), (_tanam_selisih, "selisih 3 baris")):
        if tanam:
            tanam(ekspor)
        hal.goto(f"/perencanaan/{lanjutan.pk}/rekonsiliasi/")
        hal.locator("input[type=file]").set_input_files(ekspor)
        hal.get_by_role("button", name="Cocokkan").click()
        hal.locator("#hasil").wait_for()
        assert judul in hal.inner_text("#hasil h2")
    baris = [b.inner_text() for b in hal.locator("#hasil tbody tr").all()]
    assert ["1.02.01.2.01.0001" in baris[0], "-1" in baris[1].replace("−", "-"), "2.1" in baris[2]] == [
        True
    ] * 3
