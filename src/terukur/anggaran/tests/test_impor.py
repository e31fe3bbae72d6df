"""Real budget workbooks end to end in the database: totals, units, anomalies, all or nothing, undo."""

import io
import pickle
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from terukur.akun.peran import Peran
from terukur.anggaran.actions import batalkan_impor, simpan_banyak, terapkan_impor
from terukur.anggaran.importers.susun import susun_impor
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.pembaca import baca_anggaran
from terukur.anggaran.providers import PenyediaKebutuhan
from terukur.anggaran.tests.factories import DAK, DAU, buat_pagu, isian, sumber, tolak_di_atas_pagu
from terukur.berkas.actions import simpan
from terukur.impor.actions import mulai_impor, urungkan_impor
from terukur.impor.actions import terapkan_impor as terapkan_mesin
from terukur.impor.jenis import daftar_impor
from terukur.impor.pembaca import buka_buku
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.actions.nomenklatur import simpan_rekening
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur
from terukur.perencanaan.tests.factories import PADA, buat_pengajuan, buat_versi_nomenklatur

pytestmark = [pytest.mark.django_db, pytest.mark.lambat]
DINKES = "anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx"
OPERASI, MODAL = Decimal("524314732413"), Decimal("97699685584")


@pytest.fixture(scope="module")
def buku(data_uji):
    return buka_buku(data_uji(DINKES))


@pytest.fixture(scope="module")
def dibaca(buku):
    return pickle.dumps(baca_anggaran(buku))


@pytest.fixture
def dinkes(dibaca):
    """Each test's own copy: reading the workbook takes a second."""
    return pickle.loads(dibaca)


def siapkan(hasil, *, unit: bool = True, hilangkan: int = 0):
    """An OPD as in the file, the file's own codes as nomenclature, the last ``hilangkan`` only in an
    older version, and its accounts."""
    kode = {}
    for b in hasil.baris:
        if b.kode_nomenklatur:
            kode.setdefault(b.kode_nomenklatur, b.uraian or b.kode_nomenklatur)
    for sub in [k for k in kode if k.count(".") == 5]:
        ruas = sub.split(".")
        for n in (1, 2, 3, 5):
            kode.setdefault(".".join(ruas[:n]), f"Induk {'.'.join(ruas[:n])}")
    semua = [IsianNomenklatur("KABKOT", k, n) for k, n in sorted(kode.items())]
    daun = [b.kode for b in semua if b.kode.count(".") == 5]
    buang = set(daun[-hilangkan:]) if hilangkan else set()
    if buang:
        buat_versi_nomenklatur("Nomenklatur lama", baris=semua, tahun_mulai=2021)
    buat_versi_nomenklatur(
        "Nomenklatur 2027", baris=[b for b in semua if b.kode not in buang], tahun_mulai=2024
    )
    rekening = {}
    for b in hasil.baris:
        if b.kode_rekening:
            ruas = b.kode_rekening.split(".")
            for n in range(1, len(ruas) + 1):
                rekening.setdefault(".".join(ruas[:n]), f"Rekening {'.'.join(ruas[:n])}")
            rekening[b.kode_rekening] = b.uraian
    simpan_rekening(daftar=sorted(rekening.items()), oleh=SISTEM, pada=PADA)
    nama = {u["kode"]: u["nama"] for u in hasil.unit}
    utama = next(k for k in nama if k.endswith(".0000"))
    opd = buat_opd(nama[utama], kode=utama)
    if unit:
        for k, n in nama.items():
            if k != utama:
                buat_unit(opd, n, kode=k)
    return buat_pengajuan(opd, tahun=2027)


def kode_masalah(hasil) -> dict[str, str]:
    return {m.kode: m.parah for m in hasil.masalah}


def test_the_real_workbook_becomes_needs_with_its_exact_totals(dinkes):
    pengajuan = siapkan(dinkes, hilangkan=3)
    dau = sumber(DAU)
    buat_pagu(pengajuan.opd, OPERASI + MODAL)
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=dau)
    assert susunan.hasil.galat == []
    assert susunan.total == {"kebutuhan": OPERASI + MODAL}
    masalah = kode_masalah(dinkes)
    assert masalah["realisasi_melebihi"] == "peringatan"  # the hospital's salaries
    assert masalah["kode_versi_lama"] == "peringatan"
    assert "melampaui_pagu" not in masalah
    assert len(dinkes.unit) == 33
    with CaptureQueriesContext(connection) as kueri:
        terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=PADA)
    assert len(kueri) < 60
    jumlah = {
        jenis: Kebutuhan.objects.filter(rekening__kode__startswith=jenis).aggregate(n=Sum("jumlah"))["n"]
        for jenis in ("5.1", "5.2")
    }
    assert jumlah == {"5.1": OPERASI, "5.2": MODAL}
    assert SubKegiatanRencana.objects.filter(pengajuan=pengajuan).count() == 609
    assert SubKegiatanRencana.objects.values("unit").distinct().count() == 32
    rsud = Kebutuhan.objects.filter(
        sub_kegiatan_rencana__kode="1.02.01.2.02.0001", sub_kegiatan_rencana__unit__nama__startswith="RSUD"
    ).aggregate(n=Sum("jumlah"))
    assert rsud["n"] == Decimal("6603239")
    lengkap = PenyediaKebutuhan().kelengkapan(pengajuan.jendela, [pengajuan])[pengajuan.opd_id]
    assert (lengkap.terpenuhi, lengkap.jumlah, lengkap.galat) == (609, 609, ())
    assert Catatan.objects.filter(peristiwa="kebutuhan.impor").count() == 1


def test_the_same_file_again_changes_nothing(dinkes):
    pengajuan = siapkan(dinkes)
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=PADA)
    banyak = Kebutuhan.objects.count()
    lagi = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    assert (lagi.beda, lagi.sama) == ([], 609)
    terapkan_impor(pengajuan=pengajuan, rencana=lagi.rencana, oleh=SISTEM, pada=PADA)
    assert Kebutuhan.objects.count() == banyak


def test_another_source_with_the_same_sum_is_a_difference(dinkes):
    pengajuan = siapkan(dinkes)
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=PADA)
    lain = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber(DAK))
    assert (len(lain.beda), lain.sama) == (609, 0)
    assert all(b.lama == b.baru for b in lain.beda)


def test_units_that_the_opd_lacks_are_booked_on_it_and_said(dinkes):
    pengajuan = siapkan(dinkes, unit=False)
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    assert kode_masalah(dinkes)["unit_asing"] == "peringatan"
    assert susunan.total == {"kebutuhan": OPERASI + MODAL}
    assert {u for _, u in susunan.rencana.isian} == {None}
    assert len(susunan.rencana.isian) == 98


def test_an_unknown_code_stops_the_import(dinkes):
    pengajuan = siapkan(dinkes)
    pengajuan.jendela.tahun = 2027
    for b in dinkes.baris:
        if b.daun:
            b.kode_nomenklatur = "9.99.99.2.99.9999"
            break
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    (galat,) = susunan.hasil.galat
    assert galat.kode == "kode_tidak_ada"
    assert galat.baris == b.nomor
    assert "9.99.99.2.99.9999" in galat.pesan


def test_without_a_source_the_rows_wait_for_one(dinkes):
    pengajuan = siapkan(dinkes)
    susunan = susun_impor(dinkes, pengajuan=pengajuan)
    assert kode_masalah(dinkes)["sumber_kosong"] == "peringatan"
    terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=PADA)
    lengkap = PenyediaKebutuhan().kelengkapan(pengajuan.jendela, [pengajuan])[pengajuan.opd_id]
    assert lengkap.terpenuhi == 0
    assert not lengkap.is_lengkap


def test_excess_is_said_before_and_becomes_proposals_or_stops_all(dinkes):
    pengajuan = siapkan(dinkes)
    buat_pagu(pengajuan.opd, OPERASI + MODAL - Decimal("1000.50"))
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    (lampau,) = [m for m in susunan.hasil.masalah if m.kode == "melampaui_pagu"]
    assert lampau.parah == "peringatan"
    assert "Rp 1.000,50" in lampau.pesan
    tolak_di_atas_pagu()
    with pytest.raises(AturanDilanggar, match=r"1\.000,50"):
        terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=PADA)
    assert not SubKegiatanRencana.objects.exists()
    assert not Kebutuhan.objects.exists()


def test_undo_brings_back_what_was_there_unless_someone_worked_on_it(dinkes):
    pengajuan = siapkan(dinkes)
    susunan = susun_impor(dinkes, pengajuan=pengajuan, sumber_bawaan=sumber())
    cadangan = terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=PADA)
    sub = SubKegiatanRencana.objects.order_by("kode", "pk").first()
    assert sub is not None
    nanti = PADA.replace(hour=PADA.hour + 1)
    simpan_banyak(pengajuan=pengajuan, isian={sub.pk: [isian(5)]}, oleh=SISTEM, pada=nanti)
    with pytest.raises(AturanDilanggar, match="sudah diubah"):
        batalkan_impor(pengajuan=pengajuan, cadangan=cadangan, oleh=SISTEM, pada=nanti)
    kedua = terapkan_impor(pengajuan=pengajuan, rencana=susunan.rencana, oleh=SISTEM, pada=nanti)
    assert batalkan_impor(pengajuan=pengajuan, cadangan=kedua, oleh=SISTEM, pada=nanti) == len(
        kedua["semula"]
    )
    assert Kebutuhan.objects.filter(sub_kegiatan_rencana=sub).get().jumlah == 5
    assert SubKegiatanRencana.objects.filter(dihapus_pada=None).count() == 609


def mesin(kode, data, berkas, pengguna, *, pada=PADA):
    """The whole way of the engine, at once: store, read, apply; returns the import."""
    jenis = daftar_impor.ambil(kode)
    konteks = jenis.siapkan(data, untuk=pengguna)
    tersimpan = simpan(
        nama=berkas.name,
        isi=io.BytesIO(berkas.read_bytes()),
        jenis_diizinkan=("xlsx",),
        batas_ukuran=25 << 20,
        opd_id=konteks.opd_id,
        oleh=SISTEM,
        pada=pada,
    )
    return mulai_impor(jenis=jenis, berkas=tersimpan, konteks=konteks, langsung=True, oleh=SISTEM, pada=pada)


def test_through_the_engine_with_undo(dinkes, data_uji, settings, tmp_path):
    settings.DATA = tmp_path
    pengajuan = siapkan(dinkes)
    sumber()
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd)
    data = {"pengajuan": str(pengajuan.pk), "sumber_dana": DAU}
    impor = mesin("anggaran", data, data_uji(DINKES), operator)
    assert (impor.status, impor.jumlah_galat) == ("siap", 0)
    impor = terapkan_mesin(impor_id=impor.pk, langsung=True, oleh=SISTEM, pada=PADA)
    assert impor.status == "diterapkan"
    assert "Rp 622.014.417.997" in impor.pesan
    assert Kebutuhan.objects.aggregate(n=Sum("jumlah"))["n"] == OPERASI + MODAL
    urungkan_impor(impor_id=impor.pk, oleh=SISTEM, pada=PADA)
    assert not Kebutuhan.objects.exists()
    assert not SubKegiatanRencana.objects.filter(dihapus_pada=None).exists()


def test_only_into_ones_own_submission(dinkes):
    pengajuan = siapkan(dinkes)
    jenis = daftar_impor.ambil("anggaran")
    for peran, opd, galat in (
        (Peran.OPERATOR_OPD, buat_opd(), TidakDitemukan),
        (Peran.KEPALA_OPD, pengajuan.opd, TidakBerhak),
    ):
        with pytest.raises(galat):
            jenis.siapkan({"pengajuan": str(pengajuan.pk)}, untuk=buat_pengguna(peran, opd=opd))
    with pytest.raises(AturanDilanggar, match="rusak"):
        jenis.siapkan({"pengajuan": "1; drop"}, untuk=buat_pengguna(Peran.TAPD))
    with pytest.raises(TidakBerhak):
        daftar_impor.ambil("pagu").siapkan({}, untuk=buat_pengguna(Peran.OPERATOR_OPD))
