"""``make bench``: the real budget workbook of 4,495 rows, stored, previewed and applied."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran.pembaca import baca_anggaran
from terukur.anggaran.tests.factories import DAU, sumber
from terukur.anggaran.tests.test_impor import DINKES, mesin, siapkan
from terukur.impor.actions import terapkan_impor
from terukur.impor.pembaca import buka_buku
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.perencanaan.tests.factories import PADA
from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, koma
from tests.bench.ukur import prosesor_basisdata

PRATINJAU, TERAPKAN, ULANG = 2, 5, 3


@contextmanager
def biaya_prosesor(hasil: list[tuple[float, float]]) -> Iterator[None]:
    """Append the processor seconds of application and PostgreSQL."""
    aplikasi, basisdata = time.process_time(), prosesor_basisdata()
    yield
    hasil.append((time.process_time() - aplikasi, prosesor_basisdata() - basisdata))


@pytest.mark.django_db
def test_buku_kerja_besar(data_uji: Callable[[str], Path], settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    buku = data_uji(DINKES)
    pengajuan = siapkan(baca_anggaran(buka_buku(buku)))
    sumber()
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd)
    data = {"pengajuan": str(pengajuan.pk), "sumber_dana": DAU}
    reverse("beranda:beranda")  # a server has its addresses loaded
    gc.collect()
    biaya: list[tuple[float, float]] = []
    for _ in range(ULANG):
        with biaya_prosesor(biaya):
            impor = mesin("anggaran", data, buku, operator)
        assert (impor.status, impor.jumlah_galat) == ("siap", 0)
    biaya = [sorted(biaya)[ULANG // 2]]
    with biaya_prosesor(biaya):
        impor = terapkan_impor(impor_id=impor.pk, langsung=True, oleh=SISTEM, pada=PADA)
    assert impor.status == "diterapkan"
    lama = []
    baris = [("Baris dalam buku kerja", f"{impor.jumlah_baris}", "")]
    for n, (nama, batas) in enumerate((("Pratinjau", PRATINJAU), ("Menerapkan", TERAPKAN))):
        aplikasi, basisdata = biaya[n]
        lama.append(aplikasi + basisdata)
        rincian = f"{koma(lama[n], 2)} detik prosesor ({koma(aplikasi, 2)} + {koma(basisdata, 2)})"
        baris.append((nama, rincian, f"<= {batas} detik"))
    judul = "Impor: buku kerja anggaran nyata"
    cetak(judul, baris)
    tulis_angka(
        judul,
        perintah=PERINTAH,
        baris=baris,
        catatan=f"Aplikasi + PostgreSQL. Pratinjau: nilai tengah dari {ULANG}.",
    )
    assert lama[0] <= PRATINJAU
    assert lama[1] <= TERAPKAN
