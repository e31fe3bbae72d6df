"""Reports of results and targets that passed on, as they stood on past days."""

import datetime as dt
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.periode import Periode
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi import queries
from terukur.realisasi.actions import cabut_bukti, tetapkan_penerima
from terukur.realisasi.choices import StatusLaporan
from terukur.realisasi.models import BuktiRealisasi, LaporanRealisasi
from terukur.realisasi.queries.riwayat_laporan import get_laporan_saat, laporan_saat
from terukur.realisasi.tests.factories import (
    TAHUN,
    TW1,
    Regu,
    ajukan,
    buat_regu,
    isi,
    kontribusi,
    laporkan,
    sesudah,
    tindak,
    verifikasi,
)
from terukur.realisasi.tests.test_warisan import DICATAT, PUTUS, pecahan  # noqa: F401
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
S = StatusLaporan
H = dt.timedelta(days=1)
AWAL = sesudah(TW1)
KELAK = AWAL + 30 * H


@pytest.fixture
def regu() -> Regu:
    """Filled in and signed with 9, returned, corrected to 8, verified, reopened."""
    regu = buat_regu()
    isi(regu, 9, kendala="Alat rusak", kontribusi=kontribusi(opd=40, swasta=60))
    ajukan(regu, pada=AWAL)
    tindak(regu, "kembalikan", "verifikator", pada=AWAL + H, alasan="Periksa lagi.")
    isi(regu, 8, pada=AWAL + 2 * H, kendala="Alat diganti", kontribusi=kontribusi(opd=100))
    ajukan(regu, pada=AWAL + 3 * H)
    verifikasi(regu, pada=AWAL + 4 * H)
    tindak(regu, "buka_ralat", "verifikator", pada=AWAL + 5 * H, alasan="Salah satuan.")
    isi(regu, 7, pada=AWAL + 6 * H)
    return regu


def test_up_to_now_the_journal_tells_the_record_itself(regu: Regu) -> None:
    asli = LaporanRealisasi.objects.get()
    ulang = get_laporan_saat(LaporanRealisasi.objects.get(), KELAK)
    assert ulang is not None
    for f in LaporanRealisasi._meta.concrete_fields:
        if not f.name.startswith("siap_"):
            assert getattr(ulang, f.attname) == getattr(asli, f.attname), f.name


@pytest.mark.parametrize(
    ("hari", "status", "nilai", "kendala", "alasan"),
    [
        (0, S.DIAJUKAN, 9, "Alat rusak", ""),
        (1, S.DIKEMBALIKAN, 9, "Alat rusak", "Periksa lagi."),
        (2, S.DIKEMBALIKAN, 9, "Alat rusak", "Periksa lagi."),
        (3, S.DIAJUKAN, 8, "Alat diganti", "Periksa lagi."),
        (4, S.DIVERIFIKASI, 8, "Alat diganti", "Periksa lagi."),
        (6, S.DIKEMBALIKAN, 8, "Alat diganti", "Salah satuan."),
    ],
)
def test_a_report_as_it_stood(
    regu: Regu, hari: int, status: str, nilai: int, kendala: str, alasan: str
) -> None:
    saat = AWAL + hari * H
    laporan = get_laporan_saat(LaporanRealisasi.objects.get(), saat)
    assert laporan is not None
    assert (laporan.status, laporan.alasan) == (status, alasan)
    [b] = queries.baris_lampau(regu.opd.pk, Periode.baca(TW1), laporan, saat)
    assert b.realisasi is not None
    assert (b.realisasi.nilai, b.realisasi.kendala, b.kunci) == (nilai, kendala, regu.kunci)
    assert [k.persen for k in b.kontribusi] == ([40, 60] if nilai == 9 else [100])


def test_before_it_was_signed_nothing_was_official(regu: Regu) -> None:
    saat = AWAL - H
    assert laporan_saat(LaporanRealisasi.objects.all(), saat) == []
    [b] = queries.baris_lampau(regu.opd.pk, Periode.baca(TW1), None, saat)
    assert (b.target is not None, b.realisasi) == (True, None)


def _lihat(orang, alamat: str, saat: dt.datetime | None = None, **lain: str) -> tuple[int, str]:
    kueri = lain | ({"diketahui": f"{saat.astimezone(zona_pemda()):%Y-%m-%dT%H:%M}"} if saat else {})
    with time_machine.travel(KELAK, tick=True):
        klien = Client(raise_request_exception=False)
        klien.force_login(orang)
        jawaban = klien.get(f"{alamat}?{urlencode(kueri)}")
        isi = b"".join(jawaban) if jawaban.streaming else jawaban.content
    return jawaban.status_code, isi.decode()


def test_list_and_report_before_in_the_middle_and_now(regu: Regu) -> None:
    satu = reverse("realisasi:laporan", args=[regu.opd.pk, TW1])
    daftar = reverse("realisasi:daftar")
    jawab = {
        AWAL - H: ("Belum diajukan", "0 dari 1", "Belum mengisi"),
        AWAL + 4 * H: ("Diverifikasi", "1 dari 1", "<b>8 "),
    }
    for saat, (status, terisi, angka) in jawab.items():
        _, isi_daftar = _lihat(regu.operator, daftar, saat, tahun=str(TAHUN))
        assert status in isi_daftar[isi_daftar.index("<tbody>") :]
        assert terisi in isi_daftar
        assert f"{satu}?diketahui=" in isi_daftar
        _, isi_satu = _lihat(regu.operator, satu, saat)
        utama = isi_satu[isi_satu.index("<main") :]
        assert "Menurut data tercatat s.d." in utama
        assert status in utama
        assert angka in utama
        assert 'method="post"' not in utama
        assert "?baris=" not in utama
        assert f"{reverse('realisasi:penjelasan', args=[regu.kunci, TW1])}?diketahui=" in utama
    _, kini = _lihat(regu.operator, satu)
    assert "<b>7 " in kini
    assert "Menurut data tercatat" not in kini
    _, csv = _lihat(regu.operator, satu, AWAL + 4 * H, unduh="csv")
    assert "Alat diganti" in csv
    assert "Tindak lanjut" not in csv
    for alamat in (satu, daftar):
        assert _lihat(regu.operator, alamat, diketahui="kemarin", unduh="csv")[0] == 409
        assert "Tulis tanggal dan jam." in _lihat(regu.operator, alamat, diketahui="kemarin")[1]


def test_the_list_of_a_day_holds_what_had_ended(regu: Regu) -> None:
    daftar = reverse("realisasi:daftar")
    assert "Tidak ada" not in _lihat(regu.operator, daftar, per=f"{TAHUN}-04-10")[1]
    sebelum = _lihat(regu.operator, daftar, per=f"{TAHUN - 1}-06-01")[1]
    assert "Belum ada laporan realisasi" in sebelum


def test_evidence_withdrawn_later_still_stood(regu: Regu) -> None:
    bukti = BuktiRealisasi.objects.create(
        realisasi=regu_realisasi(),
        tautan="https://contoh.go.id/a",
        ditambah_pada=AWAL + 2 * H,
        ditambah_oleh="x",
    )
    cabut_bukti(bukti_id=bukti.pk, alasan="Salah berkas.", oleh=regu.operator.pelaku(), pada=AWAL + 7 * H)
    for hari, berlaku in ((1, None), (4, True), (8, False)):
        saat = AWAL + hari * H
        laporan = get_laporan_saat(LaporanRealisasi.objects.get(), saat)
        [b] = queries.baris_lampau(regu.opd.pk, Periode.baca(TW1), laporan, saat)
        assert [x.dicabut_pada is None for x in b.bukti] == ([] if berlaku is None else [berlaku])


def regu_realisasi():
    return LaporanRealisasi.objects.get().daftar_realisasi.get()


def test_the_list_costs_the_same_whatever_its_length(regu: Regu) -> None:
    pimpinan = buat_orang(Peran.PIMPINAN, pada=KELAK)
    tanya = {"tahun": TAHUN, "hari": KELAK.date(), "diketahui": KELAK}
    with CaptureQueriesContext(connection) as satu:
        assert len(queries.daftar_laporan(pimpinan, **tanya)) == 1
    laporkan(buat_regu(), 5, pada=AWAL)
    with CaptureQueriesContext(connection) as dua:
        assert len(queries.daftar_laporan(pimpinan, **tanya)) == 2
    assert len(dua) == len(satu) == 7


@pytest.mark.parametrize(
    ("saat", "baris"),
    [(DICATAT - H, 0), (DICATAT + H, 2), (PUTUS + H, 2)],
    ids=["before", "in the middle", "after"],
)
def test_targets_that_passed_on(pecahan, saat: dt.datetime, baris: int) -> None:  # noqa: F811
    regu, a, b = pecahan
    bersama = regu.aksi[1]
    tetapkan_penerima(kunci=bersama.pk, penerima=b, alasan="Perbup.", oleh=regu.operator.pelaku(), pada=PUTUS)
    daftar = queries.daftar_warisan(saat=saat)
    assert len(daftar) == baris
    penerima = {w.kunci: w.penerima for w in daftar}
    if baris:
        assert penerima == {regu.kunci: a, bersama.pk: b if saat > PUTUS else None}
        assert all(w.asal.nama == "Dinas Lama Contoh" for w in daftar)
    verifikator = buat_orang(Peran.VERIFIKATOR, pada=PUTUS + 9 * H)
    with time_machine.travel(PUTUS + 9 * H, tick=True):
        klien = Client()
        klien.force_login(verifikator)
        jawaban = klien.get(
            reverse("realisasi:warisan"), {"diketahui": f"{saat.astimezone(zona_pemda()):%Y-%m-%dT%H:%M}"}
        )
    isi_halaman = jawaban.content.decode()
    assert "Menurut data tercatat s.d." in isi_halaman
    assert "Tetapkan penerima" not in isi_halaman
    assert ("Tidak ada target yang diteruskan" in isi_halaman) == (baris == 0)
