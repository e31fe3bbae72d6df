"""Rows of a program kerja: added, saved field by field, removed, brought back, frozen, copied."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.fungsi import program_opd
from terukur.organisasi.tests.factories import buat_opd, buat_unit, buat_wilayah
from terukur.perencanaan.actions import program
from terukur.perencanaan.actions.beku import bekukan_program_kerja
from terukur.perencanaan.actions.program import (
    hapus_indikator,
    hapus_sub_kegiatan,
    pulihkan_sub_kegiatan,
    simpan_indikator,
    tambah_sub_kegiatan,
    ubah_sub_kegiatan,
)
from terukur.perencanaan.actions.salin import salin_tahapan
from terukur.perencanaan.models import Nomenklatur, ProgramKerjaResmi, SubKegiatanRencana
from terukur.perencanaan.providers import susun_kelengkapan
from terukur.perencanaan.queries.program import (
    daftar_sub_kegiatan,
    isi_pengajuan,
    isi_resmi,
    periksa,
    periksa_banyak,
)
from terukur.perencanaan.rules.isian import KOLOM_RESMI
from terukur.perencanaan.tests.factories import (
    BARIS_CONTOH,
    BARIS_LAMA,
    PADA,
    TUTUP,
    buat_beberapa_pengajuan,
    buat_pengajuan,
    buat_sub_kegiatan,
    buat_versi_nomenklatur,
    isian_lengkap,
)
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.penyedia import daftar_penyedia
from terukur.tenggat.tests.factories import ajukan, buat_orang

pytestmark = pytest.mark.django_db
ANI = Pelaku(id="ani", nama="Ani Contoh")
BUDI = Pelaku(id="budi", nama="Budi Contoh")


def ubah(baris, versi=None, oleh=ANI, pada=PADA, **isi):
    return ubah_sub_kegiatan(
        sub_kegiatan_id=baris.pk, versi=versi or baris.versi, isi=isi, oleh=oleh, pada=pada
    )


def test_a_row_takes_its_official_indicator_and_the_expanded_code():
    baris = buat_sub_kegiatan(kode="1.02.01.2.01.0001", lengkap=False)
    assert (baris.kode, baris.nomenklatur.kode) == ("1.02.01.2.01.0001", "X.XX.01.2.01.0001")
    assert baris.nama == "Penyusunan Dokumen Perencanaan Perangkat Daerah"
    assert baris.kunci == "1.02.01.2.01.0001"


def test_the_same_code_twice_is_refused_but_a_unit_may_have_it_too():
    pengajuan = buat_pengajuan()
    buat_sub_kegiatan(pengajuan)
    with pytest.raises(AturanDilanggar, match="sudah ada dalam program kerja ini"):
        buat_sub_kegiatan(pengajuan)
    unit = buat_unit(pengajuan.opd)
    kedua = buat_sub_kegiatan(pengajuan, unit=unit)
    assert kedua.kunci == f"1.02.02.2.02.0004 @ {unit.kode}"
    with pytest.raises(IntegrityError), transaction.atomic():
        SubKegiatanRencana.objects.filter(pk=kedua.pk).update(unit=None)
    with pytest.raises(AturanDilanggar, match="bukan bagian OPD ini"):
        buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015", unit=buat_unit(buat_opd()))


def test_only_a_sub_kegiatan_can_be_planned():
    pengajuan = buat_pengajuan()
    buat_versi_nomenklatur()
    with pytest.raises(AturanDilanggar, match="Pilih sub kegiatan"):
        tambah_sub_kegiatan(
            pengajuan=pengajuan, nomenklatur=Nomenklatur.objects.get(kode="1.02.02"), oleh=ANI, pada=PADA
        )


def test_saving_one_field_leaves_the_others():
    baris = buat_sub_kegiatan(lengkap=False)
    desa = buat_wilayah()
    baru = ubah(baris, target=Decimal(7))
    assert (baru.versi, baru.nama_penyimpan) == (2, "Ani Contoh")
    baru = ubah(baru, lokasi=[desa], kelompok_sasaran="ibu hamil")
    baru.refresh_from_db()
    assert (baru.target, baru.kelompok_sasaran, list(baru.lokasi.all())) == (7, "ibu hamil", [desa])
    assert ubah(baru, target=Decimal("7.0000")).versi == baru.versi
    with pytest.raises(AturanDilanggar, match="negatif"):
        ubah(baru, pagu_maju=Decimal(-1))
    with pytest.raises(AturanDilanggar, match="Isian tidak dikenal: kode"):
        ubah(baru, kode="9")


def test_a_stale_form_shows_both_and_loses_none():
    baris = buat_sub_kegiatan()
    ubah(baris, target=Decimal(200), oleh=BUDI)
    with pytest.raises(Bentrok) as bentrok:
        ubah(baris, versi=1, target=Decimal(300), kelompok_sasaran="balita 0-59 bulan")
    assert bentrok.value.tersimpan == {"target": "200"}
    assert bentrok.value.kiriman == {"target": "300"}
    assert "Budi Contoh" in bentrok.value.pesan
    baris.refresh_from_db()
    assert baris.target == 200
    assert ubah(baris, versi=1, target=Decimal(200)).versi == 2


def test_removing_can_be_undone_until_the_code_is_taken_again():
    baris = buat_sub_kegiatan(target=Decimal(55))
    hapus_sub_kegiatan(sub_kegiatan_id=baris.pk, oleh=ANI, pada=PADA)
    with pytest.raises(TidakDitemukan):
        ubah(baris, target=Decimal(1))
    pulih = pulihkan_sub_kegiatan(sub_kegiatan_id=baris.pk, oleh=ANI, pada=PADA)
    assert (pulih.target, pulih.dihapus_pada) == (55, None)
    hapus_sub_kegiatan(sub_kegiatan_id=baris.pk, oleh=ANI, pada=PADA)
    buat_sub_kegiatan(baris.pengajuan)
    with pytest.raises(AturanDilanggar, match="sudah ada"):
        pulihkan_sub_kegiatan(sub_kegiatan_id=baris.pk, oleh=ANI, pada=PADA)


def test_a_row_that_a_colleague_removes_meanwhile_is_said(monkeypatch):
    baris = buat_sub_kegiatan()

    def menunggu(pengajuan, *, pada):
        SubKegiatanRencana.objects.filter(pk=baris.pk).update(dihapus_pada=pada, dihapus_oleh="budi")
        return Pengajuan.objects.get(pk=pengajuan.pk)

    monkeypatch.setattr(program, "buka_untuk_diisi", menunggu)
    with pytest.raises(TidakDitemukan, match="mungkin sudah dihapus"):
        ubah(baris, target=Decimal(1))


def test_nothing_is_written_outside_the_window():
    baris = buat_sub_kegiatan()
    nanti = TUTUP + dt.timedelta(days=1)
    for aksi in (
        lambda: ubah(baris, target=Decimal(1), pada=nanti),
        lambda: hapus_sub_kegiatan(sub_kegiatan_id=baris.pk, oleh=ANI, pada=nanti),
        lambda: simpan_indikator(sub_kegiatan_id=baris.pk, nama="x", satuan="y", oleh=ANI, pada=nanti),
    ):
        with pytest.raises(AturanDilanggar, match="sudah ditutup"):
            aksi()


def test_additional_indicators():
    baris = buat_sub_kegiatan()
    ind = simpan_indikator(
        sub_kegiatan_id=baris.pk,
        nama=" Persentase  balita ",
        satuan="Persen",
        target=Decimal(90),
        oleh=ANI,
        pada=PADA,
    )
    assert (ind.nama, ind.urutan) == ("Persentase balita", 1)
    with pytest.raises(AturanDilanggar, match="sudah ada"):
        simpan_indikator(sub_kegiatan_id=baris.pk, nama="persentase BALITA", satuan="%", oleh=ANI, pada=PADA)
    simpan_indikator(
        sub_kegiatan_id=baris.pk,
        indikator_id=ind.pk,
        nama="Persentase balita",
        satuan="Persen",
        oleh=ANI,
        pada=PADA,
    )
    assert [t.kode for t in periksa(baris.pengajuan).galat] == ["target_tambahan_kosong"]
    hapus_indikator(sub_kegiatan_id=baris.pk, indikator_id=ind.pk, oleh=ANI, pada=PADA)
    assert not periksa(baris.pengajuan).galat
    with pytest.raises(TidakDitemukan):
        hapus_indikator(sub_kegiatan_id=baris.pk, indikator_id=ind.pk, oleh=ANI, pada=PADA)


def test_checks_cost_the_same_for_one_opd_and_for_many(django_assert_num_queries):
    semua = buat_beberapa_pengajuan(4)
    satu = semua[0]
    buat_sub_kegiatan(satu)
    with django_assert_num_queries(1):
        periksa_banyak([satu], tahun=2027)
    for p in semua[1:]:
        buat_sub_kegiatan(p)
        buat_sub_kegiatan(p, "1.02.02.2.02.0015", lengkap=False)
    with django_assert_num_queries(1):
        hasil = periksa_banyak(semua, tahun=2027)
    assert [(hasil[p.pk][0].terpenuhi, hasil[p.pk][0].jumlah) for p in semua] == [(5, 5)] + [(5, 10)] * 3


def test_a_code_of_an_older_version_is_stored_and_flagged():
    buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    buat_versi_nomenklatur("Baru", baris=BARIS_CONTOH)
    baris = buat_sub_kegiatan(kode="1.02.02.2.02.0028")
    (temuan,) = periksa(baris.pengajuan).peringatan
    assert temuan.kode == "kode_versi_lama"
    assert "ditemukan dalam Lama" in temuan.pesan
    assert "1.02.02.2.02.0053 Pengambilan dan Pengiriman Spesimen" in temuan.pesan


def test_units_with_the_same_old_code_are_warned_of_once():
    buat_versi_nomenklatur("Lama", baris=BARIS_LAMA, tahun_mulai=2024)
    buat_versi_nomenklatur("Baru", baris=BARIS_CONTOH)
    pengajuan = buat_pengajuan()
    for nama in ("Puskesmas Satu", "Puskesmas Dua"):
        buat_sub_kegiatan(
            pengajuan, "1.02.02.2.02.0028", lengkap=False, unit=buat_unit(pengajuan.opd, nama=nama)
        )
    baris = daftar_sub_kegiatan([pengajuan.pk])
    hasil = susun_kelengkapan(pengajuan.pk, periksa(pengajuan), {str(b.pk): b.kunci for b in baris})
    (temuan,) = hasil.peringatan
    assert temuan.pesan.startswith("1.02.02.2.02.0028 (2 unit): Kode tidak ada dalam nomenklatur")
    assert temuan.baris in {b.kunci for b in baris}
    assert {t.baris for t in hasil.galat} == {b.kunci for b in baris}


def test_freezing_supersedes_only_what_changed():
    pengajuan = buat_pengajuan()
    a = buat_sub_kegiatan(pengajuan)
    b = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    c = buat_sub_kegiatan(pengajuan, "1.02.01.2.01.0001")
    pertama = bekukan_program_kerja(pengajuan, pada=PADA)
    assert pertama == isi_pengajuan(pengajuan) == isi_resmi(pengajuan)
    assert pertama[a.kode]["target"] == "120"
    assert set(pertama[a.kode]) == set(KOLOM_RESMI)
    ubah(b, target=Decimal("99.5"))
    hapus_sub_kegiatan(sub_kegiatan_id=c.pk, oleh=ANI, pada=PADA)
    kemudian = PADA + dt.timedelta(hours=5)
    kedua = bekukan_program_kerja(pengajuan, pada=kemudian)
    assert set(kedua) == {a.kode, b.kode}
    assert isi_resmi(pengajuan, diketahui=PADA + dt.timedelta(hours=1)) == pertama
    assert isi_resmi(pengajuan)[b.kode]["target"] == "99.5"
    assert ProgramKerjaResmi.objects.filter(kunci=a.kode).count() == 1
    assert ProgramKerjaResmi.objects.count() == 4
    bekukan_program_kerja(pengajuan, ditetapkan=True, pada=kemudian + dt.timedelta(hours=1))
    assert ProgramKerjaResmi.objects.diketahui(None).filter(ditetapkan=True).count() == 2


def test_the_database_refuses_two_facts_of_one_row():
    pengajuan = buat_pengajuan()
    buat_sub_kegiatan(pengajuan)
    bekukan_program_kerja(pengajuan, pada=PADA)
    kembar = ProgramKerjaResmi.objects.get()
    kembar.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kembar.save(force_insert=True)


def test_the_next_stage_starts_from_this_one_and_asks_why_it_changed(django_assert_max_num_queries):
    lama = buat_pengajuan()
    desa = buat_wilayah()
    a = buat_sub_kegiatan(lama, lokasi=[desa], catatan="dari musrenbang")
    simpan_indikator(
        sub_kegiatan_id=a.pk, nama="Cakupan", satuan="Persen", target=Decimal(9), oleh=ANI, pada=PADA
    )
    buat_sub_kegiatan(lama, "1.02.02.2.02.0015")
    baru = buat_pengajuan(lama.opd, tahapan=Tahapan.RKA)
    with django_assert_max_num_queries(12):
        peta = salin_tahapan(lama=lama, baru=baru, oleh=ANI, pada=PADA)
    salinan = peta[str(a.pk)]
    isi_lama, isi_baru = isi_pengajuan(lama), isi_pengajuan(baru)
    assert isi_lama.pop(a.kode) == isi_baru.pop(a.kode) | {"catatan": "dari musrenbang"}
    assert isi_lama == isi_baru
    assert not periksa(baru).galat
    ubah(salinan, target=Decimal(1))
    assert [t.kode for t in periksa(baru).galat] == ["catatan_kosong"]
    hapus_sub_kegiatan(sub_kegiatan_id=salinan.pk, oleh=ANI, pada=PADA)
    assert [t.kode for t in periksa(baru).temuan] == ["baris_hilang"]
    assert salin_tahapan(lama=lama, baru=baru, oleh=ANI, pada=PADA) == {}


def test_the_database_guards_the_row():
    baris = buat_sub_kegiatan()
    semua = SubKegiatanRencana.objects.filter(pk=baris.pk)
    for ubahan in (
        {"dihapus_pada": PADA},
        {"dihapus_oleh": "x"},
        {"target": Decimal(-1)},
        {"kode": "X.XX.01.2.01.0001"},
        {"disimpan_pada": PADA - dt.timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            semua.update(**ubahan)


def test_isian_lengkap_is_complete():
    assert not periksa(buat_sub_kegiatan(**isian_lengkap()).pengajuan).temuan


def test_the_requirement_tells_how_complete_it_is_with_links(django_assert_num_queries):
    semua = buat_beberapa_pengajuan(3)
    buat_sub_kegiatan(semua[0])
    baris = buat_sub_kegiatan(semua[1], lengkap=False)
    jendela = semua[0].jendela
    penyedia = daftar_penyedia.ambil("program_kerja")
    with django_assert_num_queries(1):
        hasil = penyedia.kelengkapan(jendela, semua)
    lengkap, kurang, kosong = (hasil[p.opd_id] for p in semua)
    assert lengkap.is_lengkap
    assert (kurang.terpenuhi, kurang.jumlah, len(kurang.galat)) == (0, 5, 5)
    assert kurang.galat[0].tautan == f"/uji/{baris.pk}/#id_target"
    assert kurang.galat[0].baris == baris.kode
    assert (kosong.terpenuhi, kosong.jumlah, kosong.ringkasan) == (0, 0, "Belum mulai")
    assert penyedia.baris(semua[1]) == [(baris.kode, f"{baris.kode} {baris.nama}")]


def test_every_save_leaves_how_complete_it_was():
    pengajuan = buat_pengajuan()
    baris = buat_sub_kegiatan(pengajuan, lengkap=False)
    ubah(baris, target=Decimal(1), pada=PADA + dt.timedelta(minutes=5))
    tercatat = pengajuan.daftar_kegiatan.order_by("pada", "pk").values_list("terpenuhi", "jumlah")
    assert list(tercatat) == [(0, 5), (1, 5)]


def test_from_draft_to_receipt_to_correction():
    pengajuan = buat_pengajuan()
    kepala = buat_orang(Peran.KEPALA_OPD, opd=pengajuan.opd)
    a = buat_sub_kegiatan(pengajuan, lengkap=False)
    with pytest.raises(AturanDilanggar):
        ajukan(pengajuan, kepala=kepala, pada=PADA)
    ubah(a, **isian_lengkap())
    buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    ajukan(pengajuan, kepala=kepala, pada=PADA)
    assert set(isi_resmi(pengajuan)) == {"1.02.02.2.02.0004", "1.02.02.2.02.0015"}
    with pytest.raises(AturanDilanggar, match="dikunci"):
        ubah(a, versi=2, target=Decimal(2))


def test_organisasi_learns_the_programs_of_the_year():
    pengajuan = buat_pengajuan()
    buat_sub_kegiatan(pengajuan)
    buat_sub_kegiatan(pengajuan, "1.02.01.2.01.0001")
    program = program_opd(pengajuan.opd_id, dt.date(2027, 5, 1))
    assert [(p.kode, p.nama) for p in program] == [
        ("1.02.01", "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH"),
        ("1.02.02", "PROGRAM PEMENUHAN UPAYA KESEHATAN"),
    ]
    assert program_opd(pengajuan.opd_id, dt.date(2026, 5, 1)) == []
