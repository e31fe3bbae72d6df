"""The import pages in a real browser: upload in pieces, preview, apply; accessible at both widths."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from terukur.akun import akses
from terukur.impor.jenis import daftar_impor
from terukur.impor.models import Impor
from terukur.impor.tests.buku_uji import tulis_xlsx
from terukur.impor.tests.factories import JENIS_UJI, TERSIMPAN, buat_pengguna, tabel
from terukur.inti.registri import Registri
from tests.peramban import lebar_isi, pelanggaran_axe

OPD = uuid.UUID(int=1)
pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def masuk(
    live_server: Any, buka: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> Callable[..., Any]:
    settings.DATA = tmp_path
    monkeypatch.setattr(daftar_impor, "_isi", {"uji": JENIS_UJI})
    operator = buat_pengguna(OPD)
    peran: Registri[Any] = Registri("uji")
    peran.daftarkan("uji", lambda p, pada: operator.akses.peran if p == operator else [])
    monkeypatch.setattr(akses, "sumber_peran", peran)
    TERSIMPAN.clear()
    klien = Client()
    klien.force_login(operator)

    def _masuk(**pilihan: Any) -> Any:
        halaman = buka(**pilihan)
        halaman.context.add_cookies(
            [{"name": "sessionid", "value": klien.cookies["sessionid"].value, "url": live_server.url}]
        )
        return halaman

    return _masuk


@pytest.mark.parametrize(("lebar", "skrip"), [(1280, True), (360, False)])
def test_unggah_periksa_terapkan(
    masuk: Callable[..., Any], live_server: Any, tmp_path: Path, lebar: int, skrip: bool
) -> None:
    berkas = tmp_path / "rka.xlsx"
    berkas.write_bytes(tulis_xlsx(("RKA", tabel(60, b2_2="0"))))
    hal = masuk(lebar=lebar, java_script=skrip)
    alamat: list[str] = []
    hal.on("request", lambda r: alamat.append(r.url))
    hal.goto(f"{live_server.url}/impor/baru/uji/?opd={OPD}")
    galat = pelanggaran_axe(hal) if skrip else []
    hal.set_input_files("#id_berkas", str(berkas))
    hal.get_by_role("button", name="Unggah dan periksa").click()
    hal.get_by_role("button", name="Terapkan semua baris").wait_for()
    for bagian in ("Baris", "Kolom", "Selisih"):
        hal.get_by_role("navigation", name="Bagian pratinjau").get_by_role("link", name=bagian).click()
        galat += pelanggaran_axe(hal) if skrip else []
        assert lebar_isi(hal) <= lebar
    hal.get_by_role("button", name="Terapkan semua baris").click()
    hal.get_by_text("60 baris tersimpan.").wait_for()
    assert len(TERSIMPAN) == 60
    hal.goto(f"{live_server.url}/impor/")
    galat += pelanggaran_axe(hal) if skrip else []
    assert galat == []
    assert any("/berkas/unggahan/" in a for a in alamat) is skrip  # in pieces where scripts run
    assert Impor.objects.count() == 1
