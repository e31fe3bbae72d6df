"""RPJMD and Renstra from the first word to the Perubahan: rules, journal, and what the database refuses."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.actions import beri_peran
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.actions.alur_rencana import ajukan_renstra, kembalikan_renstra, verifikasi_renstra
from terukur.perencanaan.actions.butir_rencana import (
    hapus_butir,
    hapus_indikator_butir,
    simpan_butir,
)
from terukur.perencanaan.actions.rencana import hapus_draf, mulai_perubahan, mulai_rencana, simpan_visi
from terukur.perencanaan.choices import JenisButir, JenisRencana
from terukur.perencanaan.models import (
    ButirRencana,
    DokumenRencana,
    IndikatorButir,
    PaguIndikatif,
    TargetIndikator,
    VersiRencana,
)
from terukur.perencanaan.queries.berlaku import renstra_opd, sasaran_rpjmd_berlaku, versi_berlaku
from terukur.perencanaan.queries.rencana import baca_rencana
from terukur.perencanaan.rules.rencana import isi_baku
from terukur.perencanaan.tests.factories import PADA, buat_versi_nomenklatur
from terukur.perencanaan.tests.pabrik_rencana import (
    PERBUP,
    PERDA,
    ajukan,
    buat_renstra,
    buat_renstra_tetap,
    buat_rpjmd,
    masuk,
    sasaran,
    tambah,
    tambah_indikator,
    tetapkan,
    verifikasi,
)
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
J = JenisButir
BESOK = PADA + dt.timedelta(days=1)


def peristiwa(versi):
    return list(
        Catatan.objects.filter(objek_id=str(versi.pk)).order_by("nomor").values_list("peristiwa", flat=True)
    )


def diperbaiki(versi, *, oleh):
    """``oleh`` edits the returned draft, which the head then signs again."""
    pemeriksa = masuk(Peran.VERIFIKATOR)
    kembalikan_renstra(versi_id=versi.pk, catatan="x", pengguna=pemeriksa, oleh=pemeriksa.pelaku(), pada=PADA)
    tujuan = ButirRencana.objects.get(versi=versi, jenis=J.TUJUAN)
    simpan_butir(
        versi_id=versi.pk, jenis=J.TUJUAN, butir_id=tujuan.pk, nama="Baru", oleh=oleh.pelaku(), pada=PADA
    )
    ajukan(versi)


def test_a_set_rpjmd_is_in_force_from_its_perda_to_the_end_of_the_period():
    versi = buat_rpjmd()
    fakta = versi_berlaku("kabupaten", dt.date(2027, 6, 1))
    assert (fakta.versi_id, fakta.berlaku_sejak, fakta.berlaku_sampai) == (
        versi.pk, PERDA.tanggal, dt.date(2029, 12, 31)
    )  # fmt: skip
    assert versi_berlaku("kabupaten", dt.date(2025, 8, 19)) is None
    assert versi_berlaku("kabupaten", dt.date(2030, 1, 1)) is None
    assert versi_berlaku("kabupaten", dt.date(2027, 6, 1), diketahui=PADA - dt.timedelta(1)) is None
    assert peristiwa(versi)[0] == "rpjmd.mulai"
    assert peristiwa(versi)[-1] == "rpjmd.tetapkan"


def test_an_incomplete_rpjmd_is_not_set():
    versi = mulai_rencana(jenis=JenisRencana.RPJMD, tahun_awal=2025, tahun_akhir=2029, oleh=SISTEM, pada=PADA)
    with pytest.raises(AturanDilanggar, match=r"Belum lengkap: Visi belum diisi \(dan 1 hal lain\)"):
        tetapkan(versi, PERDA)


def test_a_document_of_tomorrow_or_after_the_period_sets_nothing():
    versi = buat_rpjmd(tetap=False, tahun_awal=2019)
    for tanggal in (dt.date(2027, 1, 1), dt.date(2024, 1, 1)):
        with pytest.raises(AturanDilanggar) as tolak:
            tetapkan(versi, replace(PERDA, tanggal=tanggal))
        assert "tanggal" in tolak.value.kolom


def test_a_set_version_takes_no_change():
    versi = buat_rpjmd()
    butir = sasaran(versi)
    for aksi, isi in (
        (simpan_visi, {"visi": "lain"}),
        (hapus_butir, {"butir_id": butir.pk}),
        (simpan_butir, {"jenis": J.SASARAN, "butir_id": butir.pk, "nama": "lain"}),
        (hapus_indikator_butir, {"indikator_id": butir.daftar_indikator.get().pk}),
        (hapus_draf, {}),
    ):
        with pytest.raises(AturanDilanggar, match="sudah ditetapkan"):
            aksi(versi_id=versi.pk, oleh=SISTEM, pada=PADA, **isi)


def test_a_perubahan_is_a_copy_that_takes_over_from_its_day_and_both_stay():
    lama = buat_rpjmd()
    baru = mulai_perubahan(versi_id=lama.pk, alasan="RPJMN baru", oleh=SISTEM, pada=PADA)
    assert isi_baku(baca_rencana(baru, pada=PADA)) == isi_baku(baca_rencana(lama, pada=PADA))
    assert versi_berlaku("kabupaten", dt.date(2026, 11, 1)).versi_id == lama.pk
    butir = sasaran(baru)
    simpan_butir(
        versi_id=baru.pk, jenis=J.SASARAN, butir_id=butir.pk, nama="Lebih sehat", oleh=SISTEM, pada=PADA
    )
    with pytest.raises(AturanDilanggar, match="sesudah tanggal dokumen yang diubahnya"):
        tetapkan(baru, PERDA, pada=BESOK)
    tetapkan(baru, replace(PERDA, nomor="1 Tahun 2026", tanggal=dt.date(2026, 3, 2)), pada=BESOK)
    hari = dt.date(2026, 6, 1)
    assert versi_berlaku("kabupaten", hari).versi_id == baru.pk
    assert versi_berlaku("kabupaten", hari, diketahui=PADA).versi_id == lama.pk
    assert versi_berlaku("kabupaten", dt.date(2026, 3, 1)).versi_id == lama.pk
    assert [s.nama for s in sasaran_rpjmd_berlaku(hari)] == ["Lebih sehat"]
    assert [s.nama for s in sasaran_rpjmd_berlaku(hari, diketahui=PADA)] == ["Menurunnya stunting 1"]
    assert sasaran_rpjmd_berlaku(hari)[0].kunci == sasaran(lama).kunci
    assert peristiwa(baru) == ["rpjmd.mulai_perubahan", "rpjmd.ubah_butir", "rpjmd.tetapkan"]


def test_only_the_newest_set_version_starts_a_perubahan_and_with_a_reason():
    draf = buat_rpjmd(tetap=False)
    with pytest.raises(AturanDilanggar, match="sudah ditetapkan"):
        mulai_perubahan(versi_id=draf.pk, alasan="x", oleh=SISTEM, pada=PADA)
    versi = tetapkan(draf, PERDA)
    with pytest.raises(AturanDilanggar, match="Alasan"):
        mulai_perubahan(versi_id=versi.pk, alasan=" ", oleh=SISTEM, pada=PADA)
    mulai_perubahan(versi_id=versi.pk, alasan="x", oleh=SISTEM, pada=PADA)
    with pytest.raises(AturanDilanggar, match="lebih baru"):
        mulai_perubahan(versi_id=versi.pk, alasan="x", oleh=SISTEM, pada=PADA)


def test_the_same_period_starts_once_and_is_at_most_six_years():
    isi = {"jenis": JenisRencana.RPJMD, "tahun_awal": 2025, "oleh": SISTEM, "pada": PADA}
    mulai_rencana(tahun_akhir=2029, **isi)
    with pytest.raises(AturanDilanggar, match="sudah ada"):
        mulai_rencana(tahun_akhir=2030, **isi)
    for akhir in (2024, 2031):
        with pytest.raises(AturanDilanggar, match="enam tahun"):
            mulai_rencana(tahun_akhir=akhir, **isi)


def test_a_draft_is_thrown_away_with_its_document():
    versi = buat_rpjmd(tetap=False)
    hapus_draf(versi_id=versi.pk, oleh=SISTEM, pada=PADA)
    assert not DokumenRencana.objects.exists()
    assert peristiwa(versi)[-1] == "rpjmd.hapus_draf"


def test_levels_stand_where_they_belong():
    versi = buat_rpjmd(tetap=False)
    misi = ButirRencana.objects.get(jenis=J.MISI)
    for jenis, induk in ((J.SASARAN, misi.pk), (J.TUJUAN, None), (J.MISI, misi.pk)):
        with pytest.raises(AturanDilanggar, match="tidak dapat ditempatkan"):
            simpan_butir(versi_id=versi.pk, jenis=jenis, induk_id=induk, nama="x", oleh=SISTEM, pada=PADA)
    lain = buat_rpjmd(tetap=False, tahun_awal=2031)
    with pytest.raises(TidakDitemukan):
        simpan_butir(versi_id=lain.pk, jenis=J.TUJUAN, induk_id=misi.pk, nama="x", oleh=SISTEM, pada=PADA)


def test_a_program_of_the_rpjmd_has_a_code_of_the_nomenclature_and_an_opd():
    buat_versi_nomenklatur(tahun_mulai=2020)
    versi = buat_rpjmd(tetap=False)
    isi = {
        "versi_id": versi.pk,
        "jenis": J.PROGRAM,
        "induk_id": sasaran(versi).pk,
        "oleh": SISTEM,
        "pada": PADA,
    }
    opd = buat_opd()
    for kode, kata in (("9.99.99", "tidak ada"), ("1.02", "bukan kode program"), ("X.XX.01", "tidak ada")):
        with pytest.raises(AturanDilanggar, match=kata):
            simpan_butir(kode=kode, penanggung_jawab=opd, **isi)
    with pytest.raises(AturanDilanggar, match="OPD penanggung jawab"):
        simpan_butir(kode="1.2.2", **isi)
    program = simpan_butir(kode="1.2.2", penanggung_jawab=opd, **isi)
    assert (program.kode, program.nama) == ("1.02.02", "PROGRAM PEMENUHAN UPAYA KESEHATAN")
    with pytest.raises(AturanDilanggar, match="sudah ada di bawah sasaran ini"):
        simpan_butir(kode="1.02.02", penanggung_jawab=opd, **isi)


def test_a_renstra_serves_a_sasaran_of_the_rpjmd_in_force_with_programs_of_its_own():
    rpjmd = buat_rpjmd()
    versi = buat_renstra(rpjmd=rpjmd)
    tujuan = ButirRencana.objects.get(versi=versi, jenis=J.TUJUAN)
    draf = buat_rpjmd(tetap=False, tahun_awal=2031)
    for acuan in (None, sasaran(draf).pk, ButirRencana.objects.get(versi=rpjmd, jenis=J.TUJUAN).pk):
        with pytest.raises(AturanDilanggar, match="sasaran RPJMD yang sedang berlaku"):
            tambah(versi, J.SASARAN, tujuan, sasaran_rpjmd_id=acuan)
    with pytest.raises(AturanDilanggar, match=r"2\.16\.03 bukan program"):
        tambah(versi, J.PROGRAM, sasaran(versi), kode="2.16.03")
    penunjang = tambah(versi, J.PROGRAM, sasaran(versi), kode="1.02.01")
    assert penunjang.nama == "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH"


def test_a_renstra_is_signed_verified_and_set_and_everybody_is_told():
    rpjmd = buat_rpjmd()
    versi = buat_renstra(rpjmd=rpjmd)
    operator = masuk(Peran.OPERATOR_OPD, versi.dokumen.opd)
    pemeriksa = masuk(Peran.VERIFIKATOR, syarat=("program_kerja",))
    versi = tetapkan(verifikasi(ajukan(versi)), PERBUP)
    assert versi.status == "ditetapkan"
    assert peristiwa(versi)[-3:] == ["renstra.ajukan", "renstra.verifikasi", "renstra.tetapkan"]
    assert Pesan.objects.filter(penerima=pemeriksa, judul__startswith="Menunggu verifikasi").count() == 1
    assert Pesan.objects.filter(penerima=operator, judul__startswith="Ditetapkan").count() == 1
    hasil = renstra_opd(versi.dokumen.opd_id, 2027)
    assert [(s.nama, s.sasaran_rpjmd) for s in hasil.sasaran] == [("Sasaran contoh", sasaran(rpjmd).pk)]
    assert hasil.sasaran[0].indikator[0].target[2027].nilai == Decimal(13)
    assert [p.nama for p in hasil.program] == ["1.02.02 PROGRAM PEMENUHAN UPAYA KESEHATAN"]
    assert renstra_opd(versi.dokumen.opd_id, 2030) is None
    assert renstra_opd(versi.dokumen.opd_id, 2027, PADA - dt.timedelta(1)) is None


def test_only_the_head_by_penugasan_signs():
    versi = buat_renstra()
    operator = masuk(Peran.OPERATOR_OPD, versi.dokumen.opd)
    with pytest.raises(AturanDilanggar, match="Hanya kepala OPD menurut penugasan"):
        ajukan_renstra(versi_id=versi.pk, pengguna=operator, oleh=operator.pelaku(), pada=PADA)


def test_a_signed_renstra_is_locked_until_it_is_returned_with_a_note():
    versi = ajukan(buat_renstra())
    with pytest.raises(AturanDilanggar, match="sedang diperiksa"):
        tambah(versi, J.TUJUAN)
    pemeriksa = masuk(Peran.VERIFIKATOR)
    isi = {"versi_id": versi.pk, "pengguna": pemeriksa, "oleh": pemeriksa.pelaku(), "pada": PADA}
    with pytest.raises(AturanDilanggar, match="Catatan wajib"):
        kembalikan_renstra(catatan=" ", **isi)
    verifikasi_renstra(**isi)
    versi = kembalikan_renstra(catatan="Target 2027 keliru", **isi)
    assert (versi.status, versi.diverifikasi_pada, versi.diverifikasi_oleh) == ("dikembalikan", None, "")
    with pytest.raises(AturanDilanggar, match="pernah diajukan"):
        hapus_draf(versi_id=versi.pk, oleh=SISTEM, pada=PADA)
    tambah_indikator(sasaran(versi), "Cakupan")
    assert ajukan(versi).status == "diajukan"


def test_nobody_verifies_what_they_signed_and_other_verifikator_do_not_either():
    versi = ajukan(buat_renstra())
    anggaran = masuk(Peran.VERIFIKATOR, syarat=("kebutuhan_anggaran",))
    with pytest.raises(AturanDilanggar, match="verifikator program kerja"):
        verifikasi_renstra(versi_id=versi.pk, pengguna=anggaran, oleh=anggaran.pelaku(), pada=PADA)
    pengaju = masuk(Peran.VERIFIKATOR)
    diperbaiki(versi, oleh=pengaju)
    with pytest.raises(AturanDilanggar, match="Anda ikut menyiapkan"):
        verifikasi_renstra(versi_id=versi.pk, pengguna=pengaju, oleh=pengaju.pelaku(), pada=PADA)


def test_a_verifikator_of_the_same_opd_goes_only_where_there_is_no_other():
    versi = ajukan(buat_renstra())
    sendiri = masuk(Peran.OPERATOR_OPD, versi.dokumen.opd)
    beri_peran(
        pengguna=sendiri, peran=Peran.VERIFIKATOR, sejak=dt.date(2025, 1, 1), dasar="SK", akses=None,
        oleh=SISTEM, pada=PADA,
    )  # fmt: skip
    sendiri.akses = susun_akses(sendiri, pada=PADA)
    lain = masuk(Peran.VERIFIKATOR)
    isi = {"versi_id": versi.pk, "pengguna": sendiri, "oleh": sendiri.pelaku(), "pada": PADA}
    with pytest.raises(AturanDilanggar, match="OPD Anda sendiri"):
        verifikasi_renstra(**isi)
    lain.is_active = False
    lain.save()
    assert verifikasi_renstra(**isi).diverifikasi_sendiri is True


def test_a_renstra_whose_sasaran_rpjmd_is_no_longer_in_force_waits_for_a_new_link():
    rpjmd = buat_rpjmd()
    versi = verifikasi(ajukan(buat_renstra(rpjmd=rpjmd)))
    baru = mulai_perubahan(versi_id=rpjmd.pk, alasan="x", oleh=SISTEM, pada=PADA)
    tetapkan(baru, replace(PERDA, tanggal=dt.date(2026, 3, 2)))
    with pytest.raises(AturanDilanggar, match="pilih sasaran RPJMD yang berlaku"):
        tetapkan(versi, PERBUP)


def test_a_perubahan_of_a_renstra_follows_its_sasaran_into_the_new_rpjmd():
    rpjmd = buat_rpjmd(jumlah=2)
    renstra = buat_renstra_tetap(rpjmd=rpjmd)
    baru = mulai_perubahan(versi_id=rpjmd.pk, alasan="x", oleh=SISTEM, pada=PADA)
    tetapkan(baru, replace(PERDA, tanggal=dt.date(2026, 3, 2)))
    salinan = mulai_perubahan(versi_id=renstra.pk, alasan="RPJMD berubah", oleh=SISTEM, pada=PADA)
    assert sasaran(salinan).sasaran_rpjmd_id == sasaran(baru).pk
    assert baca_rencana(salinan, pada=PADA).akar[0].anak[0].acuan_berlaku
    assert PaguIndikatif.objects.filter(program__versi=salinan).count() == 5


def test_pagu_and_targets_stay_within_the_period_and_empty_has_no_row():
    versi = buat_renstra()
    program = ButirRencana.objects.get(versi=versi, jenis=J.PROGRAM)
    isi = {"versi_id": versi.pk, "jenis": J.PROGRAM, "butir_id": program.pk, "kode": program.kode}
    simpan_butir(pagu={2025: None, 2026: Decimal(0)}, oleh=SISTEM, pada=PADA, **isi)
    assert dict(program.daftar_pagu.filter(tahun__lte=2026).values_list("tahun", "jumlah")) == {2026: 0}
    with pytest.raises(AturanDilanggar, match="di luar periode"):
        simpan_butir(pagu={2030: Decimal(1)}, oleh=SISTEM, pada=PADA, **isi)
    ind = tambah_indikator(program, "Cakupan", target={"awal": "", "2025": "0"})
    assert list(ind.daftar_target.values_list("titik", "tahun", "nilai")) == [("tahun", 2025, 0)]
    for target, kata in (({"2031": "1"}, "di luar periode"), ({"2026": "banyak"}, "bukan angka")):
        with pytest.raises(AturanDilanggar, match=kata):
            tambah_indikator(program, "Lain", target=target)


def test_an_indicator_is_named_once_and_taken_out_with_its_targets():
    versi = buat_renstra()
    butir = sasaran(versi)
    with pytest.raises(AturanDilanggar, match="sudah ada di sini"):
        tambah_indikator(butir)
    ind = butir.daftar_indikator.get()
    hapus_indikator_butir(versi_id=versi.pk, indikator_id=ind.pk, oleh=SISTEM, pada=PADA)
    assert not TargetIndikator.objects.filter(indikator_id=ind.pk).exists()
    with pytest.raises(TidakDitemukan):
        hapus_indikator_butir(versi_id=versi.pk, indikator_id=ind.pk, oleh=SISTEM, pada=PADA)


def test_a_butir_goes_with_everything_below_it():
    versi = buat_renstra()
    hapus_butir(
        versi_id=versi.pk,
        butir_id=ButirRencana.objects.get(versi=versi, jenis=J.TUJUAN).pk,
        oleh=SISTEM,
        pada=PADA,
    )
    assert not ButirRencana.objects.filter(versi=versi).exists()
    assert peristiwa(versi)[-1] == "renstra.hapus_butir"


@pytest.mark.parametrize(
    ("model", "isi"),
    [
        (VersiRencana, {"status": "diajukan"}),
        (VersiRencana, {"status": "ditetapkan"}),
        (VersiRencana, {"diajukan_pada": PADA}),
        (VersiRencana, {"ditetapkan_pada": PADA}),
        (VersiRencana, {"nomor": 1}),
        (VersiRencana, {"alasan": "x"}),
        (VersiRencana, {"catatan_kembali": "x"}),
        (DokumenRencana, {"tahun_akhir": 2024}),
        (DokumenRencana, {"jenis": "rpjmd"}),
        (ButirRencana, {"nama": ""}),
        (ButirRencana, {"jenis": "program"}),
        (IndikatorButir, {"nama": ""}),
        (TargetIndikator, {"predikat": "BB"}),
        (TargetIndikator, {"nilai": None}),
        (TargetIndikator, {"nilai_atas": -1}),
        (TargetIndikator, {"titik": "tahun", "tahun": None}),
        (PaguIndikatif, {"jumlah": -1}),
    ],
)
def test_the_database_refuses_what_no_action_writes(model, isi):
    buat_renstra()
    milik = {DokumenRencana: "opd__isnull", VersiRencana: "dokumen__opd__isnull"}.get(model)
    baris = model.objects.filter(**{milik: False}) if milik else model.objects.all()
    if model is TargetIndikator:
        baris = baris.filter(titik="tahun", tahun=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        baris.update(**isi)


def test_the_database_lets_one_draft_of_a_document_stand():
    versi = buat_rpjmd(tetap=False)
    with pytest.raises(IntegrityError, match="versi_rencana_satu_draf"), transaction.atomic():
        VersiRencana.objects.create(
            dokumen=versi.dokumen, nomor=1, alasan="x", dibuat_pada=PADA, dibuat_oleh="a"
        )


def test_the_database_keeps_the_sasaran_that_a_renstra_serves():
    rpjmd = buat_rpjmd()
    buat_renstra(rpjmd=rpjmd)
    with pytest.raises(IntegrityError), transaction.atomic():
        sasaran(rpjmd).delete()
