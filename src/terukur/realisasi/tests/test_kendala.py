"""What the database itself refuses."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from terukur.inti.pelaku import SISTEM
from terukur.kinerja.tests.factories import TAHUN
from terukur.realisasi import actions
from terukur.realisasi.choices import HasilCapaian, StatusCapaian
from terukur.realisasi.models import (
    BuktiRealisasi,
    CapaianResmi,
    Kontribusi,
    LaporanRealisasi,
    Realisasi,
)
from terukur.realisasi.tests.factories import (
    TW1,
    buat_regu,
    isi,
    kontribusi,
    sesudah,
)

D = Decimal
pytestmark = pytest.mark.django_db


def kini(kunci: Any, periode: str = TW1) -> CapaianResmi:
    fakta: CapaianResmi = CapaianResmi.objects.diketahui(None).get(kunci=kunci, periode=periode)
    return fakta


@pytest.mark.parametrize(
    "ganti",
    [
        {"status": "diajukan"},
        {"status": "diverifikasi"},
        {"status": "dikembalikan"},
        {"status": "siap_ditandatangani"},
        {"diajukan_pada": sesudah(TW1)},
        {"diverifikasi_oleh": "x"},
        {"diverifikasi_sendiri": True},
    ],
)
def test_the_database_refuses_a_state_without_its_act(ganti: dict[str, Any]) -> None:
    isi(buat_regu(), 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        LaporanRealisasi.objects.update(**ganti)


def test_the_database_refuses_impossible_rows() -> None:
    regu = buat_regu()
    r = isi(regu, 8, kontribusi=kontribusi(opd=100))
    bukti = actions.tambah_bukti(
        opd_id=regu.opd.pk,
        periode=TW1,
        kunci=regu.kunci,
        tautan="https://a.go.id",
        oleh=SISTEM,
        pada=sesudah(TW1),
    )
    fakta = kini(regu.kunci)
    for baris, ganti in (
        (Realisasi.objects.filter(pk=r.pk), {"pembilang": D(1)}),
        (Realisasi.objects.filter(pk=r.pk), {"pembilang": D(1), "penyebut": D(0)}),
        (Realisasi.objects.filter(pk=r.pk), {"disimpan_oleh": ""}),
        (Kontribusi.objects.filter(realisasi=r), {"persen": D(0)}),
        (Kontribusi.objects.filter(realisasi=r), {"persen": D(50), "dasar": ""}),
        (BuktiRealisasi.objects.filter(pk=bukti.pk), {"tautan": ""}),
        (BuktiRealisasi.objects.filter(pk=bukti.pk), {"tautan": "http://a.go.id"}),
        (BuktiRealisasi.objects.filter(pk=bukti.pk), {"dicabut_pada": sesudah(TW1)}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"realisasi": D(1)}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"status": StatusCapaian.DIAJUKAN}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"bagian": D("1.1")}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"hasil": HasilCapaian.TERCAPAI}),
        (CapaianResmi.objects.filter(pk=fakta.pk), {"target_sejak": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            baris.update(**ganti)
    fakta.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        fakta.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        LaporanRealisasi.objects.create(opd=regu.opd, tahun=TAHUN, periode=TW1, dibuat_pada=sesudah(TW1))
