"""The import of evaluation workbooks: never another indicator, never another OPD, never more queries."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.organisasi.tests.factories import buat_opd, buat_unit
from terukur.realisasi.models import Realisasi
from terukur.realisasi.tests.buku_evaluasi import Baris, K, Rupa, tulis
from terukur.realisasi.tests.dunia_evaluasi import (
    IBU,
    SAAT,
    alamat,
    buat_dunia,
    dunia,
    langkah,
    masalah,
    tersimpan,
    unggah,
)
from terukur.realisasi.tests.factories import TW1, TW3, isi
from terukur.tenggat.tests.factories import buat_orang

__all__ = ["dunia"]
D = Decimal
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("benih", range(3))
def test_angka_tidak_pernah_mendarat_di_indikator_lain(dunia: Any, benih: int) -> None:
    """Rows shuffled, columns shuffled: every result stands with the action whose names the row carried."""
    regu, kunci, klien = dunia
    acak = random.Random(benih)
    nilai = {"ibu": 81, "rencana": 4, "lapor": 3, "kunjung": 99}
    baris = [
        Baris(IBU, "Melayani", "persen", {(1, K): 81}),
        Baris("Jumlah dokumen", "Menyusun rencana", "dokumen", {(1, K): 4}),
        Baris("Jumlah dokumen", "Menyusun laporan", "dokumen", {(1, K): 3}),
        Baris("Jumlah kunjungan rawat jalan puskesmas", "Berobat", "kunjungan", {(1, K): 99}),
        Baris("Jumlah kunjungan rawat inap puskesmas", "Lain", "kunjungan", {(1, K): 7}),
    ]
    acak.shuffle(baris)
    urutan = list(Rupa().urutan)
    acak.shuffle(urutan)
    impor = unggah(klien, regu, *baris, rupa=Rupa(urutan=urutan, tinggi=acak.choice((1, 2, 3))))
    langkah(klien, impor, "terapkan")
    assert tersimpan() == {kunci[k]: n for k, n in nilai.items()}


def test_cakupan_dan_keadaan(dunia: Any) -> None:
    regu, _, klien = dunia
    lain, _ = buat_dunia()
    assert klien.get(alamat(regu)).status_code == 200
    assert klien.get(alamat(lain)).status_code == 404
    assert klien.get(reverse("realisasi:setahun", args=[lain.opd.pk])).status_code == 404
    berkas = SimpleUploadedFile("a.xlsx", tulis([Baris(IBU, isi={(1, K): 1})]))
    data = {"opd": str(lain.opd.pk), "tahun": 2027, "berkas": berkas}
    assert klien.post(alamat(regu), data).status_code == 404
    belum = klien.get(alamat(regu, tahun=2026))
    assert "Rencana aksi 2026" in belum.content.decode()
    assert "belum ditetapkan" in belum.content.decode()
    assert "Pilih OPD, tahun, dan triwulan" in klien.get(alamat(regu, triwulan=5)).content.decode()
    unit = buat_orang(Peran.OPERATOR_OPD, opd=regu.opd, unit=buat_unit(regu.opd), pada=SAAT)
    klien.force_login(unit)
    assert klien.get(alamat(regu)).status_code == 403
    klien.force_login(regu.verifikator)
    assert klien.get(alamat(regu)).status_code in (403, 404)


def test_halaman_menawarkan_impor_dan_kueri_tetap(dunia: Any, django_assert_max_num_queries: Any) -> None:
    regu, kunci, klien = dunia
    tombol = "Impor buku evaluasi"
    for tempat in (
        reverse("realisasi:daftar"),
        reverse("realisasi:laporan", args=[regu.opd.pk, TW1]),
        reverse("realisasi:setahun", args=[regu.opd.pk]),
    ):
        assert tombol in klien.get(tempat).content.decode()
    assert tombol not in klien.get(reverse("realisasi:laporan", args=[regu.opd.pk, TW3])).content.decode()
    for n, k in enumerate(("ibu", "rencana", "lapor", "kunjung")):
        isi(regu, n + 1, kunci=kunci[k], pada=SAAT)
    with django_assert_max_num_queries(16):
        halaman = klien.get(
            reverse("realisasi:setahun", args=[regu.opd.pk]) + "?urut=-indikator"
        ).content.decode()
    assert "Persentase ibu hamil yang dilayani" in halaman
    klien.force_login(regu.kepala)
    assert tombol not in klien.get(reverse("realisasi:setahun", args=[regu.opd.pk])).content.decode()


def test_jumlah_kueri_penerapan_tidak_tumbuh_dengan_baca_ulang(
    dunia: Any, django_assert_max_num_queries: Any
) -> None:
    regu, _, klien = dunia
    impor = unggah(
        klien, regu,
        *(Baris(n, p, "", {(1, K): 4, (2, K): 5}) for n, p in (
            (IBU, ""), ("Jumlah dokumen", "Menyusun rencana"), ("Jumlah dokumen", "Menyusun laporan"))),
    )  # fmt: skip
    assert len(impor.isi["selisih"]) == 6
    with django_assert_max_num_queries(6 * 6 + 70):
        langkah(klien, impor, "terapkan")
    assert Realisasi.objects.count() == 6
    assert dt.datetime.now(dt.UTC) == SAAT


def test_judul_yang_menyebut_opd_lain(dunia: Any) -> None:
    regu, _, klien = dunia
    buat_opd(nama="Dinas Contoh")
    m = masalah(unggah(klien, regu, Baris(IBU, isi={(1, K): 85})))
    assert "menyebut Dinas Contoh, bukan OPD yang diimpor" in m["opd_beda"][0]
