"""The Morowali Utara case through the browser's requests: planned and recorded, or the work of others?

A plan is set before the quarter. Its result is 250 % with 60 % by the private sector; an unplanned success
stands beside it. The rapor counts neither wrongly, and asked as known on past days it gives the answers of
those days.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.kinerja.tests.factories import DITETAPKAN, buat_indikator
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import HasilCapaian
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.queries import kartu_opd, nilai_kartu, ringkas_kartu
from terukur.realisasi.rules.isian import kunci_di_luar_rencana
from terukur.realisasi.tests.factories import TW1, TW2, Regu, buat_regu, laporkan

D = Decimal
pytestmark = pytest.mark.django_db
ISI, PERIKSA = dt.datetime(2027, 7, 5, 1, tzinfo=dt.UTC), dt.datetime(2027, 7, 8, 1, tzinfo=dt.UTC)
RALAT, PERIKSA_ULANG = dt.datetime(2027, 8, 2, 1, tzinfo=dt.UTC), dt.datetime(2027, 8, 6, 1, tzinfo=dt.UTC)
PER = dt.date(2027, 7, 31)
KOSONG = {f"bagian_{p}": "" for p in ("opd", "opd_lain", "pusat", "swasta", "masyarakat")}
KOSONG |= {f"dasar_{p}": "" for p in ("opd", "opd_lain", "pusat", "swasta", "masyarakat")}


def _kirim(orang: Pengguna, pada: dt.datetime, nama: str, args: list[Any], **isi: Any) -> Any:
    """One POST of this person at this instant; he logs in for it."""
    with time_machine.travel(pada, tick=False):
        klien = Client()
        klien.force_login(orang)
        return klien.post(reverse(f"realisasi:{nama}", args=args), isi)


def _isi(regu: Regu, kunci: Any, pada: dt.datetime, versi: int = 0, **isi: Any) -> None:
    jawaban = _kirim(
        regu.operator,
        pada,
        "simpan",
        [regu.opd.pk, TW2, kunci],
        versi=versi,
        cara="persen",
        **{**KOSONG, **isi},
    )
    assert jawaban.status_code == 302, jawaban.content.decode()


def _ajukan_dan_periksa(regu: Regu, ajukan: dt.datetime, periksa: dt.datetime) -> None:
    laporan = [regu.opd.pk, TW2]
    for orang, pada, nama in (
        (regu.operator, ajukan, "siap"),
        (regu.kepala, ajukan, "ajukan"),
        (regu.verifikator, periksa, "periksa"),
    ):
        assert _kirim(orang, pada, nama, laporan, sandi="sandi-contoh-2026").status_code == 302, nama


def _rapor(regu: Regu, diketahui: dt.datetime | None = None) -> str:
    with time_machine.travel(dt.datetime(2027, 8, 10, 1, tzinfo=dt.UTC), tick=False):
        klien = Client()
        klien.force_login(regu.kepala)
        kueri = {"per": PER.isoformat()} | (
            {"diketahui": diketahui.astimezone(zona_pemda()).strftime("%Y-%m-%dT%H:%M")} if diketahui else {}
        )
        jawaban = klien.get(reverse("realisasi:rapor", args=[regu.opd.pk]), kueri)
        assert jawaban.status_code == 200
        return " ".join(jawaban.content.decode().split())


def test_the_morowali_case() -> None:
    investasi, ekspor = buat_indikator(nama="Nilai investasi"), buat_indikator(nama="Nilai ekspor")
    regu = buat_regu((investasi, 100), aksi="Mempermudah perizinan")
    luar = kunci_di_luar_rencana(regu.opd.pk, ekspor.indikator_id, 2027)
    laporkan(regu, 100, periode=TW1)

    jawaban = _kirim(
        regu.operator,
        ISI,
        "simpan",
        [regu.opd.pk, TW2, regu.kunci],
        versi=0,
        cara="persen",
        nilai="250",
        **KOSONG,
    )
    assert jawaban.status_code == 302
    jawaban = _kirim(regu.operator, ISI, "siap", [regu.opd.pk, TW2])
    assert "tuliskan kontribusi" in str(jawaban.wsgi_request._messages._queued_messages[0])
    _isi(
        regu, regu.kunci, ISI, 1, nilai="250", bagian_opd="40", dasar_opd="LKPM, izin lewat DPMPTSP",
        bagian_swasta="60", dasar_swasta="LKPM, perluasan usaha sendiri",
    )  # fmt: skip
    assert _kirim(regu.operator, ISI, "tambah", [regu.opd.pk, TW2, ekspor.indikator_id]).status_code == 302
    _isi(regu, luar, ISI, 1, nilai="500")
    _ajukan_dan_periksa(regu, ISI, PERIKSA)

    def angka(diketahui: dt.datetime | None = None) -> dict[Any, tuple[Any, ...]]:
        kartu = kartu_opd(regu.opd.pk, 2027, per=PER, diketahui=diketahui)
        return {
            b.capaian.kunci: (
                b.capaian.realisasi_sd,
                b.capaian.mentah_sd,
                b.capaian.capaian_sd,
                b.capaian.hasil,
            )
            for b in kartu
        }

    # TW I 100 of 100 wholly its own, TW II 250 of 100 with 40 %: 350 of 200, 57,1429 % recognised.
    assert angka() == {
        regu.kunci: (D(350), D(175), D(100), HasilCapaian.TERCAPAI),
        luar: (D(500), None, None, HasilCapaian.TIDAK_DIRENCANAKAN),
    }
    halaman = _rapor(regu)
    for kata in ("350 miliar rupiah", "175,00 %", "100,00 %", "500 miliar rupiah", "Tidak direncanakan: 1"):
        assert kata in halaman, kata

    # A later correction: 60 of the 100 in TW II after all.
    assert _kirim(
        regu.verifikator, RALAT, "kembalikan", [regu.opd.pk, TW2], alasan="Angka LKPM dibetulkan"
    ).status_code == 302  # fmt: skip
    _isi(regu, regu.kunci, RALAT, 2, nilai="60")
    _ajukan_dan_periksa(regu, RALAT, PERIKSA_ULANG)

    satu_jam = dt.timedelta(hours=1)
    assert angka(DITETAPKAN - satu_jam) == {}
    sesudah_rencana = angka(DITETAPKAN + satu_jam)
    assert sesudah_rencana == {regu.kunci: (None, None, None, HasilCapaian.BELUM_MENGISI)}
    assert angka(PERIKSA - satu_jam)[regu.kunci][3] == HasilCapaian.BELUM_DIVERIFIKASI
    assert angka(PERIKSA + satu_jam)[regu.kunci][2] == D(100)
    assert angka(RALAT + satu_jam)[regu.kunci][3] == HasilCapaian.BELUM_DIVERIFIKASI
    assert angka() == {
        regu.kunci: (D(160), D(80), D(80), HasilCapaian.BELUM_TERCAPAI),
        luar: (D(500), None, None, HasilCapaian.TIDAK_DIRENCANAKAN),
    }
    assert "Belum ada angka" in _rapor(regu, DITETAPKAN - satu_jam)
    assert "Belum mengisi: 1" in _rapor(regu, DITETAPKAN + satu_jam)
    assert "Tercapai: 1" in _rapor(regu, PERIKSA + satu_jam)
    assert "Belum tercapai: 1" in _rapor(regu)
    assert nilai_kartu(ringkas_kartu(regu.opd.pk, 2027, per=PER)).nilai == 80

    with time_machine.travel(RALAT, tick=False):
        klien = Client()
        klien.force_login(regu.kepala)
        tujuan = reverse("realisasi:penjelasan", args=[regu.kunci, TW2])
        halaman = " ".join(klien.get(tujuan).content.decode().split())
    for kata in (
        "Dihitung ulang: sama",
        "160 ÷ 200 × 100 = 80",
        "Angka LKPM dibetulkan",
        regu.verifikator.nama,
    ):
        assert kata in halaman, kata
    assert CapaianResmi.objects.filter(kunci=regu.kunci, periode=TW2).count() == 7
