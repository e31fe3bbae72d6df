"""Who is told when a report of results moves, and where the message leads."""

from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak
from terukur.organisasi.models import PeranPengguna
from terukur.organisasi.tests.factories import buat_opd
from terukur.pesan.models import Pesan
from terukur.realisasi.tests.factories import TW1, Regu, buat_regu, isi, sesudah, tindak
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db


def peran_verifikator() -> QuerySet[PeranPengguna]:
    return PeranPengguna.objects.filter(peran=Peran.VERIFIKATOR)


def kotak(regu: Regu) -> list[tuple[str, str, str]]:
    """(receiver, head of the message, page it leads to) of all messages so far, then none are left."""
    alamat = {reverse(f"realisasi:{h}", args=[regu.opd.pk, TW1]): h for h in ("laporan", "ajukan", "periksa")}
    peran: dict[Any, str] = {getattr(regu, p).pk: p for p in ("operator", "kepala", "verifikator")}
    isi = [
        (peran.get(p.penerima_id, p.penerima.nama), p.judul.split(":")[0], alamat[p.tautan])
        for p in Pesan.objects.select_related("penerima")
    ]
    Pesan.objects.all().delete()
    return sorted(isi)


def test_each_step_tells_whoever_acts_next_and_each_decision_the_opd() -> None:
    regu = buat_regu()
    saat = sesudah(TW1)
    buat_orang(Peran.ADMIN_OPD, opd=regu.opd, pada=saat, nama="admin")
    buat_orang(Peran.OPERATOR_OPD, opd=buat_opd(), pada=saat, nama="operator lain")
    peran_verifikator().exclude(pengguna=regu.verifikator).update(syarat=["kebutuhan_anggaran"])
    Pesan.objects.all().delete()
    isi(regu, 8)
    tindak(regu, "tandai_siap", "operator")
    assert kotak(regu) == [("kepala", "Menunggu tanda tangan", "ajukan")]
    tindak(regu, "ajukan", "kepala")
    assert kotak(regu) == [("verifikator", "Laporan realisasi masuk", "periksa")]
    tindak(regu, "kembalikan", "verifikator", alasan="Bukti TW I belum ada")
    assert {p.isi for p in Pesan.objects.all()} == {
        f"Realisasi {regu.opd.nama} perlu diperbaiki: Bukti TW I belum ada"
    }
    assert kotak(regu) == [(o, "Dikembalikan", "laporan") for o in ("admin", "kepala", "operator")]
    tindak(regu, "tandai_siap", "operator")
    tindak(regu, "ajukan", "kepala")
    assert kotak(regu) == [
        ("kepala", "Menunggu tanda tangan", "ajukan"),
        ("verifikator", "Laporan realisasi masuk", "periksa"),
    ], "a correction is told anew"
    tindak(regu, "verifikasi", "verifikator")
    assert kotak(regu) == [(o, "Diverifikasi", "laporan") for o in ("admin", "kepala", "operator")]
    tindak(regu, "buka_ralat", "verifikator", alasan="Salah satuan")
    assert kotak(regu) == [(o, "Ralat dibuka", "laporan") for o in ("admin", "kepala", "operator")]


def test_where_nobody_is_named_for_performance_every_verifier_is_told() -> None:
    regu = buat_regu()
    peran_verifikator().update(syarat=["kebutuhan_anggaran"])
    isi(regu, 8)
    tindak(regu, "tandai_siap", "operator")
    Pesan.objects.all().delete()
    tindak(regu, "ajukan", "kepala")
    semua = set(peran_verifikator().values_list("pengguna", flat=True))
    assert len(semua) > 1
    assert set(Pesan.objects.values_list("penerima", flat=True)) == semua


def test_a_refused_step_tells_nobody() -> None:
    regu = buat_regu()
    isi(regu, None)
    Pesan.objects.all().delete()
    with pytest.raises(AlurMenolak):
        tindak(regu, "tandai_siap", "operator")
    assert kotak(regu) == []
