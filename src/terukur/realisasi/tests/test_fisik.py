"""Realisasi fisik: entered, confirmed, corrected with a reason, and what the RFK makes of it."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import SISTEM
from terukur.inti.periode import Periode
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import actions, exports, queries
from terukur.realisasi.actions.fisik import KirimanFisik
from terukur.realisasi.choices import JenisEdisi, KeadaanFisik, RagamFisik
from terukur.realisasi.models import RealisasiFisik
from terukur.realisasi.queries.fisik import versi_resmi
from terukur.realisasi.rules.fisik import IsiFisik
from terukur.realisasi.tests.dunia_kertas import BALITA, GIZI, PER, SAAT, buat_dunia, catat_buku, uang
from terukur.realisasi.tests.factories import Regu
from terukur.tenggat.tests.factories import buat_orang
from tests.rute import dikembalikan

pytestmark = pytest.mark.django_db
D = Decimal
JUNI, MEI = "2027-06", "2027-05"
MENIT = dt.timedelta(minutes=1)


@pytest.fixture(scope="module")
def regu(django_db_setup: None, django_db_blocker: Any) -> Iterator[Regu]:
    """One world for the module; what a test does in it is rolled back."""
    with django_db_blocker.unblock(), dikembalikan():
        regu = buat_dunia()
        yield regu


@pytest.fixture
def _django_db_helper(regu: Regu) -> Iterator[None]:
    """Takes the place of pytest-django's transaction per test."""
    with dikembalikan():
        yield


def simpan(
    regu: Regu, *baris: tuple[str, dict[str, Any]], bulan: str = JUNI, pada: dt.datetime = SAAT,
    alasan: str = "", versi: int | None = None, opd: Any = None,
) -> int:  # fmt: skip
    """Store rows (code, content) of a month; ``versi`` None: whatever stands there."""
    opd = opd or regu.opd
    ada = {
        f.kode: f.pk
        for f in RealisasiFisik.objects.diketahui(None)
        .filter(opd=opd, bulan=Periode.baca(bulan).ke, ragam=RagamFisik.ISIAN)
        .order_by("pk")
    }
    kiriman = [
        KirimanFisik(k, ada.get(k, 0) if versi is None else versi, IsiFisik(**isi), alasan)
        for k, isi in baris
    ]
    return actions.simpan_fisik(
        opd_id=opd.pk, periode=bulan, kiriman=kiriman, oleh=regu.operator.pelaku(), pada=pada
    )


def sahkan(
    regu: Regu, *, bulan: str = JUNI, pada: dt.datetime = SAAT + MENIT, oleh: Any = None, sidik: Any = None
) -> int:
    orang = oleh or regu.kepala
    isi = queries.bulan_fisik(regu.opd.pk, Periode.baca(bulan))
    return actions.sahkan_fisik(
        opd_id=regu.opd.pk, periode=bulan, sidik=isi.sidik if sidik is None else sidik, pengguna=orang,
        oleh=orang.pelaku(), pada=pada,
    )  # fmt: skip


def rfk(regu: Regu, *, per: dt.date = PER, diketahui: dt.datetime = SAAT + MENIT * 30) -> dict[str, Any]:
    return queries.susun_data(JenisEdisi.RFK, regu.opd.pk, per=per, diketahui=diketahui)


def f(realisasi: Any, rencana: Any = None, **lain: Any) -> dict[str, Any]:
    return {
        "realisasi": None if realisasi is None else D(str(realisasi)),
        "rencana": None if rencana is None else D(str(rencana)),
    } | lain


def test_entry_is_stored_once_and_only_where_it_changed(regu: Regu) -> None:
    assert simpan(regu, (BALITA, f(50, 60)), (GIZI, f(None))) == 1
    assert simpan(regu, (BALITA, f(50, 60)), (GIZI, f(None))) == 0
    assert RealisasiFisik.objects.count() == 1
    bulan = queries.bulan_fisik(regu.opd.pk, Periode.baca(JUNI))
    assert [(b.sub.kode, b.isi.realisasi, b.status) for b in bulan.baris] == [
        (BALITA, D(50), "Belum disahkan"), (GIZI, None, "Belum diisi"),
    ]  # fmt: skip
    catatan = Catatan.objects.filter(peristiwa="fisik.catat").latest("nomor")
    assert catatan.opd_id == regu.opd.pk


def test_only_confirmed_figures_reach_the_rfk_weighted_by_pagu(regu: Regu) -> None:
    """Pagu 60 and 40: 60 x 50 % + 40 x 25 % = 40 %; plan 60 x 60 % + 40 x 50 % = 56 %; 16 points behind."""
    simpan(regu, (BALITA, f(50, 60, pengadaan="kontrak", nomor_kontrak="027/1")), (GIZI, f(25, 50)))
    data = rfk(regu)
    [sub] = [b for b in data["baris"] if b["kode"] == BALITA]
    assert (sub["fisik"], data["jumlah"][0]["fisik"]) == (None, None)
    assert "fisik belum disahkan" in sub["status"]
    assert "2 isian fisik bulan Juni belum disahkan" in " ".join(data["catatan"])
    assert sahkan(regu) == 2
    data = rfk(regu)
    [sub] = [b for b in data["baris"] if b["kode"] == BALITA]
    assert (sub["fisik"], sub["rencana_fisik"], sub["deviasi_fisik"]) == ("50", "60", "10")
    assert sub["pengadaan"] == "Kontrak, 027/1"
    [jumlah] = data["jumlah"]
    assert (jumlah["fisik"], jumlah["rencana_fisik"], jumlah["deviasi_fisik"]) == ("40", "56", "16")
    assert "jumlah (pagu × fisik) dibagi jumlah pagu" in " ".join(data["catatan"])
    semua = queries.rfk_seluruh(per=PER, diketahui=SAAT + MENIT * 30)
    [satu] = [b for b in semua["baris"] if b["id"] == str(regu.opd.pk)]
    assert (satu["fisik"], semua["jumlah"][0]["fisik"]) == ("40", "40")
    lain = buat_opd()
    catat_buku(lain, dt.date(2027, 5, 31), uang("", 7, 900))
    [jumlah] = queries.rfk_seluruh(per=PER, diketahui=SAAT + MENIT * 30)["jumlah"]
    assert jumlah["fisik"] == "40"
    assert "fisik dari 1 dari 2 OPD" in jumlah["status"], "whose figure is missing is said"


def test_a_row_without_a_figure_is_named_and_not_zero(regu: Regu) -> None:
    simpan(regu, (BALITA, f(50)))
    sahkan(regu)
    [jumlah] = rfk(regu)["jumlah"]
    assert (jumlah["fisik"], jumlah["rencana_fisik"]) == ("50", None)
    assert "fisik 1 dari 2 sub kegiatan tidak dihitung" in jumlah["status"]
    assert rfk(regu, per=dt.date(2027, 7, 31))["jumlah"][0]["fisik"] is None, "another month says nothing"


def test_a_confirmed_month_changes_with_a_reason_and_both_versions_stay(regu: Regu) -> None:
    simpan(regu, (BALITA, f(50)))
    sahkan(regu)
    with pytest.raises(AturanDilanggar, match="sudah disahkan"):
        simpan(regu, (BALITA, f(55)), pada=SAAT + MENIT * 2)
    simpan(regu, (BALITA, f(55)), pada=SAAT + MENIT * 2, alasan="Salah baca laporan pengawas")
    assert rfk(regu)["jumlah"][0]["fisik"] == "50", "what was confirmed stays in force"
    sahkan(regu, pada=SAAT + MENIT * 3)
    assert rfk(regu)["jumlah"][0]["fisik"] == "55"
    assert rfk(regu, diketahui=SAAT + MENIT * 2)["jumlah"][0]["fisik"] == "50"
    versi = [
        (v.realisasi, v.alasan)
        for v in versi_resmi(regu.opd.pk, Periode.baca(JUNI), None)
    ]  # fmt: skip
    assert versi == [(D(50), ""), (D(55), "Salah baca laporan pengawas")]


def test_refusals_store_nothing(regu: Regu) -> None:
    simpan(regu, (BALITA, f(40)), bulan=MEI)
    banyak = RealisasiFisik.objects.count()
    for pesan, baris, lain in (
        ("turun dari 40 % pada Mei", (BALITA, f(30)), {}),
        ("0 sampai 100 %", (BALITA, f(101)), {}),
        ("Isi nomor kontraknya", (BALITA, f(50, nilai_kontrak=D(9))), {}),
        ("bukan milik OPD ini", ("1.01.01.2.01.0001", f(50)), {}),
        ("belum tiba", (BALITA, f(50)), {"bulan": "2027-12"}),
        ("per bulan", (BALITA, f(50)), {"bulan": "2027-TW1"}),
    ):
        with pytest.raises(AturanDilanggar, match=pesan):
            simpan(regu, (GIZI, f(5)), baris, **lain)
    muda = buat_opd(sejak=dt.date(2027, 7, 1), pada=dt.datetime(2027, 7, 1, 2, tzinfo=dt.UTC))
    with pytest.raises(AturanDilanggar, match="belum berdiri"):
        simpan(regu, (BALITA, f(50)), opd=muda)
    assert RealisasiFisik.objects.count() == banyak
    assert simpan(regu, (BALITA, f(30)), alasan="Bangunan dibongkar ulang") == 1


def test_two_people_on_one_row(regu: Regu) -> None:
    simpan(regu, (BALITA, f(50)))
    with pytest.raises(Bentrok) as tolak:
        simpan(regu, (BALITA, f(45)), (GIZI, f(9)), versi=0, pada=SAAT + MENIT)
    assert tolak.value.tersimpan == {BALITA: "fisik 50 %"}
    assert tolak.value.kiriman == {BALITA: "fisik 45 %"}
    assert simpan(regu, (BALITA, f(None)), (GIZI, f(9)), versi=0, pada=SAAT + MENIT) == 1, (
        "a stale row that was not touched does not undo what a colleague stored"
    )
    assert queries.bulan_fisik(regu.opd.pk, Periode.baca(JUNI)).baris[0].isi.realisasi == 50


def test_who_confirms_and_what(regu: Regu) -> None:
    with pytest.raises(AturanDilanggar, match="Tidak ada isian"):
        sahkan(regu)
    simpan(regu, (BALITA, f(50)))
    with pytest.raises(AturanDilanggar, match="Hanya kepala OPD"):
        sahkan(regu, oleh=regu.operator)
    with pytest.raises(AturanDilanggar, match="Isian berubah"):
        sahkan(regu, sidik=0)
    sahkan(regu)
    resmi = RealisasiFisik.objects.get(ragam=RagamFisik.RESMI)
    assert resmi.penugasan
    assert resmi.nama_oleh == regu.kepala.nama


@pytest.mark.parametrize(
    ("kendala", "ubah"),
    [
        ("realisasi_fisik_persen", {"realisasi": 101}),
        ("realisasi_fisik_kontrak", {"nilai_kontrak": 5}),
        ("realisasi_fisik_penanda", {"penugasan": "Kepala"}),
        ("realisasi_fisik_bulan", {"bulan": 13}),
    ],
)
def test_the_database_guards_too(regu: Regu, kendala: str, ubah: dict[str, Any]) -> None:
    simpan(regu, (BALITA, f(50)))
    with pytest.raises(IntegrityError, match=kendala), transaction.atomic():
        RealisasiFisik.objects.update(**ubah)


def test_an_edition_of_before_stays_and_one_of_after_has_the_columns(regu: Regu) -> None:
    lama = actions.terbitkan_edisi(opd=regu.opd, jenis=JenisEdisi.RFK, per=PER, oleh=SISTEM, pada=SAAT)
    semula = exports.cetak_pdf(lama), exports.cetak_xlsx(lama)
    simpan(regu, (BALITA, f(50, 60)))
    sahkan(regu)
    assert queries.susun_ulang_edisi(lama).sama
    assert (exports.cetak_pdf(lama), exports.cetak_xlsx(lama)) == semula
    baru = actions.terbitkan_edisi(
        opd=regu.opd, jenis=JenisEdisi.RFK, per=PER, alasan="Fisik", oleh=SISTEM, pada=SAAT + MENIT * 30
    )
    assert queries.susun_ulang_edisi(baru).sama
    assert exports.cetak_pdf(baru).startswith(b"%PDF")
    semua = actions.terbitkan_edisi(
        opd=None, jenis=JenisEdisi.RFK, per=PER, oleh=SISTEM, pada=SAAT + MENIT * 30
    )
    assert exports.cetak_pdf(semua).startswith(b"%PDF")

    def tajuk(isi: bytes) -> list[Any]:
        return [sel.value for sel in load_workbook(io.BytesIO(isi)).worksheets[0][1]]

    assert "Realisasi fisik (%)" in tajuk(exports.cetak_xlsx(baru))
    assert "Realisasi fisik (%)" not in tajuk(semula[1])


def test_the_list_names_who_has_not_and_asks_no_more_for_more(regu: Regu) -> None:
    pemimpin = buat_orang(Peran.PIMPINAN, pada=SAAT)
    juni = Periode.baca(JUNI)

    def baca() -> tuple[dict[Any, Any], int]:
        with CaptureQueriesContext(
            connection,
        ) as kueri:
            daftar = queries.daftar_fisik(pemimpin, juni, hari=SAAT.date(), diketahui=None)
        return {b.opd.pk: b.keadaan for b in daftar}, len(kueri)

    pemimpin.akses.cakupan  # noqa: B018 - read before the count
    baca()
    sebelum, n = baca()
    assert sebelum[regu.opd.pk] == KeadaanFisik.KOSONG
    simpan(regu, (BALITA, f(50)), (GIZI, f(0)))
    buat_opd()
    assert baca() == (sebelum | dict.fromkeys(baca()[0].keys() - sebelum.keys(), KeadaanFisik.TIDAK_ADA)
                      | {regu.opd.pk: KeadaanFisik.MENUNGGU}, n)  # fmt: skip
    sahkan(regu)
    assert baca()[0][regu.opd.pk] == KeadaanFisik.DISAHKAN
    operator = queries.daftar_fisik(regu.operator, juni, hari=SAAT.date(), diketahui=None)
    assert {b.opd.pk for b in operator} == {regu.opd.pk}


def test_on_the_pages(regu: Regu) -> None:
    alamat = reverse("realisasi:fisik", args=[regu.opd.pk, JUNI])
    b, g = (k.replace(".", "_") for k in (BALITA, GIZI))
    kosong = {f"{p}-{n}": "" for p in (b, g) for n in IsiFisik.__dataclass_fields__} | {f"{b}-alasan": ""}
    kosong |= {f"{p}-versi": "0" for p in (b, g)}
    with time_machine.travel(SAAT, tick=False):
        klien = Client()
        klien.force_login(regu.operator)
        assert "Simpan semua" in klien.get(alamat).content.decode()
        salah = klien.post(alamat, kosong | {f"{b}-realisasi": "seratus"})
        assert salah.status_code == 422
        assert "bukan angka" in salah.content.decode()
        lebih = klien.post(alamat, kosong | {f"{b}-realisasi": "100,5"})
        assert "0 sampai 100 %" in lebih.content.decode()
        assert not RealisasiFisik.objects.exists()
        isi = kosong | {
            f"{b}-realisasi": "42,5",
            f"{b}-nomor_kontrak": "1",
            f"{b}-nilai_kontrak": "1.250.000",
        }
        assert klien.post(alamat, isi).status_code == 302
        assert RealisasiFisik.objects.get().nilai_kontrak == 1250000
        bentrok = klien.post(alamat, isi | {f"{b}-realisasi": "43"})
        assert bentrok.status_code == 422
        assert "diubah rekan" in bentrok.content.decode()
        assert f'name="{b}-versi" value="{RealisasiFisik.objects.get().pk}"' in bentrok.content.decode()
    with time_machine.travel(SAAT + MENIT, tick=False):
        klien.force_login(regu.kepala)
        halaman = klien.get(reverse("realisasi:fisik_sahkan", args=[regu.opd.pk, JUNI]))
        assert "42,50" in halaman.content.decode()
        assert klien.post(alamat, isi).status_code == 403, "the head confirms, the operator enters"
        lain = buat_opd()
        assert klien.get(reverse("realisasi:fisik", args=[lain.pk, JUNI])).status_code == 404
        klien.force_login(regu.operator)
        dulu = klien.get(alamat, {"diketahui": "2027-06-01T00:00"}).content.decode()
        assert "42,5" not in dulu
        assert klien.get(alamat, {"unduh": "csv"}).headers["Content-Type"].startswith("text/csv")
        assert klien.get(reverse("realisasi:fisik", args=[regu.opd.pk, "2027-TW1"])).status_code == 404
        assert regu.opd.nama in klien.get(reverse("realisasi:fisik_daftar")).content.decode()
