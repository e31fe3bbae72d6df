"""The requirement "kebutuhan anggaran": complete when it is, frozen as it was, copied onwards."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran.models import Kebutuhan, KebutuhanResmi
from terukur.anggaran.providers import PenyediaKebutuhan, PenyediaUangAnggaran
from terukur.anggaran.tests.factories import (
    DAK,
    DAU,
    buat_kebutuhan,
    buat_pagu,
    isian,
    semua_kebutuhan,
)
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.models import Rekening, SubKegiatanRencana
from terukur.perencanaan.penyedia import penyedia_uang
from terukur.perencanaan.tests.factories import (
    PADA,
    buat_beberapa_pengajuan,
    buat_pengajuan,
    buat_rekening,
    buat_sub_kegiatan,
)
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.penyedia import daftar_penyedia

pytestmark = pytest.mark.django_db
PENYEDIA = PenyediaKebutuhan()
JAM = dt.timedelta(hours=1)
GIZI = "1.02.02.2.02.0015"


@pytest.fixture(autouse=True)
def alamat(monkeypatch):
    monkeypatch.setattr(
        "terukur.anggaran.providers.syarat.tautan_sub",
        lambda p, s, kolom="": f"/isi/{p}?sub={s or ''}#{kolom}",
    )


def kelengkapan(pengajuan):
    return PENYEDIA.kelengkapan(pengajuan.jendela, [pengajuan])[pengajuan.opd_id]


def test_it_is_registered():
    assert daftar_penyedia.ambil("kebutuhan_anggaran").nama == "Kebutuhan anggaran"
    assert isinstance(penyedia_uang(), PenyediaUangAnggaran)


def test_completeness_counts_sub_kegiatan_and_links_to_the_field():
    pengajuan = buat_pengajuan()
    assert not kelengkapan(pengajuan).is_lengkap
    satu, dua = buat_sub_kegiatan(pengajuan), buat_sub_kegiatan(pengajuan, GIZI)
    buat_pagu(pengajuan.opd, 100)
    buat_kebutuhan(satu, isian(60))
    hasil = kelengkapan(pengajuan)
    assert (hasil.terpenuhi, hasil.jumlah, hasil.is_lengkap) == (1, 2, False)
    (galat,) = hasil.galat
    assert galat.tautan == f"/isi/{pengajuan.pk}?sub={dua.pk}#jumlah_0"
    assert galat.baris == str(dua.pk)
    assert hasil.ringkasan == "Diusulkan Rp 60 dari pagu Rp 100"
    buat_kebutuhan(dua, isian(40))
    assert kelengkapan(pengajuan).is_lengkap


def test_a_ceiling_lowered_below_the_needs_makes_the_package_incomplete():
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, 100)
    buat_kebutuhan(sub, isian(100))
    assert kelengkapan(sub.pengajuan).is_lengkap
    buat_pagu(sub.opd, 90, pada=PADA + JAM)
    hasil = kelengkapan(sub.pengajuan)
    assert not hasil.is_lengkap
    assert "sebesar Rp 10" in hasil.galat[0].pesan


def test_queries_do_not_grow_with_opd_and_rows():
    pengajuan, *lain = buat_beberapa_pengajuan(4)

    def hitung(daftar):
        with CaptureQueriesContext(connection) as kueri:
            PENYEDIA.kelengkapan(pengajuan.jendela, daftar)
        return len(kueri)

    buat_kebutuhan(buat_sub_kegiatan(pengajuan), isian(1))
    satu = hitung([pengajuan])
    for p in lain:
        for kode in ("1.02.02.2.02.0004", GIZI):
            buat_kebutuhan(buat_sub_kegiatan(p, kode), isian(1), isian(2, DAK))
        buat_pagu(p.opd, 5)
    assert hitung([pengajuan, *lain]) == satu
    assert satu <= 5


def test_frozen_content_stays_as_known_then():
    sub = buat_sub_kegiatan()
    lain = buat_sub_kegiatan(sub.pengajuan, GIZI)
    buat_kebutuhan(sub, isian("5.50"), isian(7, DAK))
    buat_kebutuhan(lain, isian(1))
    pertama = PENYEDIA.bekukan(sub.pengajuan, oleh=SISTEM, pada=PADA)
    assert pertama["total"] == Decimal("13.50")
    assert pertama["baris"][f"1.02.02.2.02.0004 | {DAU}"]["jumlah"] == Decimal("5.50")
    buat_kebutuhan(sub, isian("6.50"))
    kedua = PENYEDIA.bekukan(sub.pengajuan, oleh=SISTEM, pada=PADA + JAM)
    assert PENYEDIA.isi_beku(sub.pengajuan, diketahui=PADA) == pertama
    assert PENYEDIA.isi_beku(sub.pengajuan, diketahui=None) == kedua
    assert kedua["total"] == Decimal("7.50")
    assert f"1.02.02.2.02.0004 | {DAK}" not in kedua["baris"]
    # The row that did not change kept its fact.
    assert KebutuhanResmi.objects.filter(kode=GIZI).count() == 1
    assert KebutuhanResmi.objects.filter(digantikan_pada=None).count() == 2
    PENYEDIA.tetapkan(sub.pengajuan, oleh=SISTEM, pada=PADA + 2 * JAM)
    assert set(KebutuhanResmi.objects.diketahui(None).values_list("peristiwa", flat=True)) == {"tetapkan"}
    assert PENYEDIA.isi_beku(sub.pengajuan, diketahui=None) == kedua


def test_what_was_judged_is_frozen_and_reads_the_same_later():
    """Frozen out of the rows that the completeness read, some of them unchanged since the last time."""
    *_, gaji, kertas = buat_rekening()
    sub = buat_sub_kegiatan()
    lain = buat_sub_kegiatan(sub.pengajuan, GIZI, unit=buat_unit(sub.opd))
    baris = (
        isian(1, rekening_id=kertas.pk, di_atas_pagu=True, alasan="Kedua"), isian(3, None), isian(5, DAK),
        isian(7, rekening_id=gaji.pk, alasan="Pertama"), isian(9, rekening_id=kertas.pk),
    )  # fmt: skip
    buat_kebutuhan(sub, *baris)
    buat_kebutuhan(lain, isian(2))
    for jam in (0, 1):
        bacaan = kelengkapan(sub.pengajuan).bacaan
        assert len(bacaan) == 6
        pada = PADA + jam * JAM
        beku = PENYEDIA.bekukan(sub.pengajuan, bacaan=bacaan, oleh=SISTEM, pada=pada)
        assert beku == PENYEDIA.isi_beku(sub.pengajuan, diketahui=None)
        assert beku["total"] == sum(k.jumlah for k in bacaan if not k.di_atas_pagu)
        buat_kebutuhan(lain, isian(4))
    assert KebutuhanResmi.objects.filter(digantikan_pada=None).count() == 6
    assert KebutuhanResmi.objects.count() == 7


def test_frozen_rows_name_their_accounts_and_proposals():
    sub = buat_sub_kegiatan()
    buat_rekening()
    rekening = Rekening.objects.get(kode="5.1.02.01.01.0024")
    buat_pagu(sub.opd, 10)
    buat_kebutuhan(sub, isian(12, rekening_id=rekening.pk, usulkan_kelebihan=True, alasan="Perlu"))
    (baris,) = PENYEDIA.bekukan(sub.pengajuan, oleh=SISTEM, pada=PADA)["baris"].values()
    assert kelengkapan(sub.pengajuan).ringkasan == "Diusulkan Rp 10 dari pagu Rp 10, di atas pagu Rp 2"
    assert (baris["jumlah"], baris["di_atas_pagu"], baris["alasan"]) == (10, 2, "Perlu")
    assert baris["rincian"] == {"5.1.02.01.01.0024": 10, "5.1.02.01.01.0024*": 2}
    assert PENYEDIA.baris(sub.pengajuan) == [
        (
            f"1.02.02.2.02.0004 | {DAU}",
            f"1.02.02.2.02.0004 {sub.nama}: DAU yang tidak ditentukan penggunaannya",
        )
    ]


def test_the_next_stage_starts_from_this_one_whichever_provider_is_asked_first():
    sub = buat_sub_kegiatan()
    buat_kebutuhan(sub, isian(100), isian(7, DAK))
    baru = buat_pengajuan(sub.opd, tahapan=Tahapan.RKA)
    PENYEDIA.salin_dari(sub.pengajuan, baru, oleh=SISTEM, pada=PADA)
    assert SubKegiatanRencana.objects.get(pengajuan=baru).asal_id == sub.pk
    assert semua_kebutuhan(baru.pk) == semua_kebutuhan(sub.pengajuan_id)
    # Asked again it adds nothing.
    PENYEDIA.salin_dari(sub.pengajuan, baru, oleh=SISTEM, pada=PADA)
    assert Kebutuhan.objects.milik([baru.pk]).count() == 2


def test_money_as_perencanaan_asks_for_it():
    uang = PenyediaUangAnggaran()
    sub = buat_sub_kegiatan()
    kosong = buat_sub_kegiatan(sub.pengajuan, GIZI)
    rsud = buat_unit(sub.opd, "RSUD")
    buat_pagu(sub.opd, 100)
    buat_pagu(sub.opd, 5, unit=rsud, kode=None)
    uang.simpan(sub.pengajuan, {sub.pk: {DAU: Decimal(60), DAK: Decimal(0)}}, oleh=SISTEM, pada=PADA)
    assert uang.jumlah([sub.pengajuan_id]) == {sub.pk: Decimal(60)}
    assert [(u.kode_sumber, u.jumlah) for u in uang.rincian(sub.pengajuan)[sub.pk]] == [(DAU, 60), (DAK, 0)]
    assert {(p.nama_unit, p.kode_sumber, p.pagu, p.terpakai) for p in uang.pagu(sub.pengajuan)} == {
        ("", DAU, 100, 60),
        ("RSUD", "", 5, 0),
    }
    assert kosong.pk not in uang.jumlah([sub.pengajuan_id])
    with pytest.raises(AturanDilanggar, match=r"9\.9"):
        uang.simpan(sub.pengajuan, {sub.pk: {"9.9": Decimal(1)}}, oleh=SISTEM, pada=PADA)
    # An amount without a source is stored as such and asks to be completed.
    uang.simpan(sub.pengajuan, {sub.pk: {"": Decimal(3)}}, oleh=SISTEM, pada=PADA)
    assert any("Sumber dana belum dipilih" in t.pesan for t in kelengkapan(sub.pengajuan).galat)


def test_money_is_put_back_exactly_after_an_import_of_program_kerja():
    uang = PenyediaUangAnggaran()
    sub = buat_sub_kegiatan()
    buat_pagu(sub.opd, 100)
    uang.simpan(sub.pengajuan, {sub.pk: {DAU: Decimal(60), "": Decimal(3)}}, oleh=SISTEM, pada=PADA)
    semula = semua_kebutuhan(sub.pengajuan_id)
    cadangan = json.loads(json.dumps(uang.cadangkan(sub.pengajuan, [sub.pk])))
    uang.simpan(sub.pengajuan, {sub.pk: {DAU: Decimal(500)}}, oleh=SISTEM, pada=PADA)
    assert semua_kebutuhan(sub.pengajuan_id) != semula
    uang.kembalikan(sub.pengajuan, [sub.pk], cadangan, oleh=SISTEM, pada=PADA)
    assert semua_kebutuhan(sub.pengajuan_id) == semula


def test_money_is_told_and_brought_back_exactly():
    uang = PenyediaUangAnggaran()
    sub = buat_sub_kegiatan()
    asing = buat_sub_kegiatan(buat_pengajuan(buat_opd()))
    buat_pagu(sub.opd, 10)
    buat_kebutuhan(sub, isian("12.34", usulkan_kelebihan=True, alasan="Perlu"), isian(None, None))
    semula = semua_kebutuhan(sub.pengajuan_id)
    cadangan = uang.cadangkan(sub.pengajuan, [sub.pk])
    buat_kebutuhan(sub, isian(1))
    uang.kembalikan(sub.pengajuan, [sub.pk], cadangan, oleh=SISTEM, pada=PADA)
    assert semua_kebutuhan(sub.pengajuan_id) == semula
    with pytest.raises(TidakDitemukan):
        uang.kembalikan(sub.pengajuan, [asing.pk], [], oleh=SISTEM, pada=PADA)


def test_stages_side_by_side_name_the_money_that_differs(client):
    lama = buat_pengajuan()
    baru = buat_pengajuan(lama.opd, tahapan=Tahapan.RAPBD)
    for pengajuan, jumlah in ((lama, 60), (baru, 75)):
        buat_kebutuhan(buat_sub_kegiatan(pengajuan), isian(jumlah))
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=lama.opd))
    html = client.get(
        reverse("perencanaan:tahapan", args=[baru.pk]), {"pembanding": lama.pk}
    ).content.decode()
    assert "Selisih 1 isian" in html
    assert "Kebutuhan dari " in html
    assert ">60<" in html
    assert ">75<" in html
