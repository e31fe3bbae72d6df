"""Perjanjian kinerja: whose and to whom, its lines, how it changes, and the list."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, Bentrok
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan, Kertas
from terukur.kinerja import actions
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import BarisPerjanjian
from terukur.kinerja.queries.daftar_perjanjian import daftar_perjanjian
from terukur.kinerja.queries.perjanjian import baca_perjanjian, indikator_belum_beraksi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.perjanjian import bandingkan, sebutan_kepala_daerah
from terukur.kinerja.tests import pabrik_perjanjian as f
from terukur.kinerja.tests.pabrik_perjanjian import DPPA, NANTI, PADA, TAHUN
from terukur.organisasi.choices import Eselon, JenisPenugasan
from terukur.organisasi.models import Jabatan
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
)

pytestmark = pytest.mark.django_db


def _pejabat(jabatan: Jabatan, *, jenis: str = JenisPenugasan.DEFINITIF, **isi):
    """A user who may sign a PK and holds the office."""
    pengguna = buat_pengguna(Peran.PEMARAF, opd=jabatan.opd)
    buat_penugasan(buat_pegawai(pengguna.nama, pengguna=pengguna), jabatan, jenis=jenis, **isi)
    return pengguna


# ---- whose, and to whom ----


def test_heads_promise_to_the_bupati_others_to_a_higher_office_of_their_opd():
    opd = buat_opd()
    kepala = buat_jabatan(opd, kepala=True)
    kabid = buat_jabatan(opd, "Kabid", eselon=Eselon.III_B)
    kasi = buat_jabatan(opd, "Kasi", eselon=Eselon.IV_A)
    luar = buat_jabatan(buat_opd(), kepala=True)

    def mulai(jabatan, atasan):
        return actions.mulai_perjanjian(
            jabatan_id=jabatan.pk, atasan_id=atasan and atasan.pk, tahun=TAHUN, oleh=SISTEM, pada=PADA
        )

    for jabatan, atasan in ((kepala, kabid), (kabid, None), (kabid, luar), (kabid, kasi), (kabid, kabid)):
        with pytest.raises(AturanDilanggar):
            mulai(jabatan, atasan)
    assert [mulai(*b).atasan_id for b in ((kepala, None), (kabid, kepala), (kasi, kabid))] == [
        None, kepala.pk, kabid.pk,
    ]  # fmt: skip
    with pytest.raises(AturanDilanggar, match="terlalu jauh"):
        actions.mulai_perjanjian(jabatan_id=luar.pk, tahun=2030, oleh=SISTEM, pada=PADA)


def test_where_many_hold_an_office_each_has_his_own():
    opd = buat_opd()
    kepala = f.kepala(opd)
    atasan = Jabatan.objects.get(opd=opd, kepala=True)
    perawat = buat_jabatan(opd, "Perawat Ahli Muda", eselon=Eselon.NONSTRUKTURAL, tunggal=False)
    a, b = _pejabat(perawat), _pejabat(perawat)
    isi = {"jabatan_id": perawat.pk, "atasan_id": atasan.pk, "tahun": TAHUN, "oleh": SISTEM, "pada": PADA}
    with pytest.raises(AturanDilanggar, match="pilih pegawai"):
        actions.mulai_perjanjian(**isi)
    satu = actions.mulai_perjanjian(**isi, pegawai_id=a.pegawai.pk)
    actions.mulai_perjanjian(**isi, pegawai_id=b.pegawai.pk)
    f.tambah(satu)
    with pytest.raises(AlurMenolak, match="Yang menandatangani sebagai pihak pertama"):
        f.tandatangani(f.muat(satu), b)
    assert f.tetapkan(f.tandatangani(f.muat(satu), a), kepala).penanda == a.pegawai


@pytest.mark.parametrize(
    ("dasar", "hasil"),
    [
        ("", ("Bupati Nusa Tenun", "Bupati Nusa Tenun", "Definitif")),
        ("Keputusan Mendagri 100", ("Bupati Nusa Tenun", "Bupati Nusa Tenun", "Definitif")),
        ("Pj. Bupati, Keputusan Mendagri 5", ("Bupati Nusa Tenun", "Pj. Bupati Nusa Tenun", "Pj.")),
        ("plt. Bupati", ("Bupati Nusa Tenun", "Plt. Bupati Nusa Tenun", "Plt.")),
    ],
)
def test_capacity_of_the_bupati(dasar, hasil):
    assert sebutan_kepala_daerah("Kabupaten Nusa Tenun", dasar) == hasil


# ---- lines ----


def test_a_colleagues_line_is_shown_not_overwritten():
    satu = f.buat_draf()
    baris = BarisPerjanjian.objects.get(perjanjian=satu)
    isi = actions.IsiBarisBaru("Sasaran A", Target(Decimal(5)))
    actions.ubah_baris(baris_id=baris.pk, versi=baris.versi, isi=isi, oleh=SISTEM, pada=PADA)
    with pytest.raises(Bentrok) as tolak:
        actions.ubah_baris(
            baris_id=baris.pk,
            versi=baris.versi,
            isi=replace(isi, sasaran="Sasaran B"),
            oleh=SISTEM,
            pada=PADA,
        )
    assert tolak.value.tersimpan == {"sasaran": "Sasaran A"}
    with pytest.raises(AturanDilanggar, match="negatif"):
        actions.ubah_baris(
            baris_id=baris.pk, versi=baris.versi + 1, isi=replace(isi, target=Target(Decimal(-1))),
            oleh=SISTEM, pada=PADA,
        )  # fmt: skip
    with pytest.raises(AturanDilanggar, match="sudah ada dalam perjanjian ini"):
        f.tambah(satu, indikator_id=baris.indikator_id)


def test_lines_of_the_superior_are_taken_down_and_name_what_they_serve():
    atasan = f.buat_ditetapkan()
    kabid = buat_jabatan(atasan.opd, "Kabid", eselon=Eselon.III_B)
    satu = actions.mulai_perjanjian(
        jabatan_id=kabid.pk, atasan_id=atasan.jabatan_id, tahun=TAHUN, oleh=SISTEM, pada=PADA
    )
    hasil = actions.ambil_atasan(perjanjian_id=satu.pk, oleh=SISTEM, pada=PADA)
    assert hasil.jumlah == 1
    turun = BarisPerjanjian.objects.get(perjanjian=satu)
    asal = BarisPerjanjian.objects.get(perjanjian=atasan)
    assert (turun.induk, turun.nilai, turun.indikator_id) == (asal, asal.nilai, asal.indikator_id)
    assert actions.ambil_atasan(perjanjian_id=satu.pk, oleh=SISTEM, pada=PADA).jumlah == 0
    lain = f.tambah(f.buat_draf())
    with pytest.raises(AturanDilanggar, match="tidak ada dalam perjanjian kinerja atasan"):
        f.tambah(satu, induk_id=lain.pk)


def test_without_a_set_pk_of_the_superior_nothing_is_taken():
    draf = f.buat_draf()
    kabid = buat_jabatan(draf.opd, "Kabid", eselon=Eselon.III_B)
    satu = actions.mulai_perjanjian(
        jabatan_id=kabid.pk, atasan_id=draf.jabatan_id, tahun=TAHUN, oleh=SISTEM, pada=PADA
    )
    with pytest.raises(AturanDilanggar, match="belum ditetapkan"):
        actions.ambil_atasan(perjanjian_id=satu.pk, oleh=SISTEM, pada=PADA)


# ---- PK Perubahan ----


def test_a_perubahan_is_a_new_version_and_both_stay():
    lama = f.buat_ditetapkan()
    f.kepala(lama.opd)
    baru = f.mulai_perubahan(lama)
    assert (baru.perubahan_ke, baru.status, baru.pemicu) == (1, "draf", "dppa")
    with pytest.raises(AlurMenolak, match="Belum ada yang berubah dari versi sebelumnya"):
        f.tandatangani(baru, pada=NANTI)
    baris = BarisPerjanjian.objects.get(perjanjian=baru)
    actions.ubah_baris(
        baris_id=baris.pk, versi=baris.versi, isi=actions.IsiBarisBaru(baris.sasaran, Target(Decimal(8))),
        oleh=SISTEM, pada=NANTI,
    )  # fmt: skip
    beda = bandingkan(baca_perjanjian(lama), baca_perjanjian(baru))
    assert [(b.kolom, b.lama, b.baru) for b in beda] == [("Target", "10 miliar rupiah", "8 miliar rupiah")]
    baru = f.tetapkan(f.tandatangani(baru, pada=NANTI), pada=NANTI)
    assert baru.kertas.nomor == "PK-2026-000002"
    assert f.muat(lama).status == "ditetapkan"
    assert baca_perjanjian(f.muat(lama)).baris[0].sebut == "10 miliar rupiah"
    isi = Catatan.objects.filter(peristiwa="perjanjian_kinerja.tetapkan").order_by("nomor").last().isi
    assert (isi["pemicu"], isi["dokumen"], isi["perubahan_ke"]) == ("dppa", "900.1/12/DPPA/2026", 1)


def test_a_perubahan_begins_only_from_the_last_set_version_and_with_a_ground():
    satu = f.buat_diajukan()
    with pytest.raises(AturanDilanggar, match="versi terakhir"):
        f.mulai_perubahan(satu)
    satu = f.tetapkan(satu)
    for ganti in ({"alasan": " "}, {"nomor_dokumen": ""}, {"tanggal_dokumen": dt.date(2026, 9, 16)}):
        with pytest.raises(AturanDilanggar):
            f.mulai_perubahan(satu, replace(DPPA, **ganti))
    f.mulai_perubahan(satu)
    with pytest.raises(AturanDilanggar, match="versi terakhir"):
        f.mulai_perubahan(satu)


def test_after_a_mutation_the_old_person_stays_on_record_and_the_new_one_signs_a_perubahan():
    lama = f.buat_ditetapkan()
    pendahulu = lama.pihak_pertama["nama"]
    pengganti = buat_pengguna(Peran.PEMARAF, opd=lama.opd, nama="Pengganti Contoh")
    buat_penugasan(
        buat_pegawai(pengganti.nama, pengguna=pengganti), lama.jabatan, sejak=dt.date(2026, 8, 1),
        gantikan=True,
    )  # fmt: skip
    pembaca = f.akses(buat_pengguna(Peran.AUDITOR), NANTI)

    def baris(pada=NANTI, **isi):
        semua = daftar_perjanjian(pembaca, tahun=TAHUN, pada=pada, **isi)
        return next(b for b in semua if b.jabatan == lama.jabatan)

    assert baris().berganti
    assert baris().pejabat == "Pengganti Contoh"
    assert not baris(diketahui=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)).berganti
    assert baris(diketahui=dt.datetime(2026, 1, 2, tzinfo=dt.UTC)).berlaku is None
    dasar = actions.DasarPerubahan(
        PemicuRevisi.MUTASI, "Pergantian kepala dinas", "821/88/2026", dt.date(2026, 8, 1)
    )
    baru = f.mulai_perubahan(lama, dasar)
    with pytest.raises(AlurMenolak, match="Pengganti Contoh"):
        f.tandatangani(baru, lama.penanda.pengguna, pada=NANTI)
    baru = f.tetapkan(f.tandatangani(baru, pengganti, pada=NANTI), pada=NANTI)
    assert baru.pihak_pertama["nama"] == "Pengganti Contoh"
    assert f.muat(lama).pihak_pertama["nama"] == pendahulu
    assert not baris().berganti


# ---- lists, hints ----


def test_the_list_asks_a_constant_number_of_queries(django_assert_max_num_queries):
    opd = buat_opd()
    pembaca = f.akses(buat_pengguna(Peran.AUDITOR), PADA)
    f.buat_ditetapkan(opd)
    for n in range(4):
        f.buat_ditetapkan(buat_opd())
        buat_jabatan(opd, f"Kabid {n}", eselon=Eselon.III_B)
    with django_assert_max_num_queries(3):
        semua = daftar_perjanjian(pembaca, tahun=TAHUN, pada=PADA)
        assert {b.status for b in semua if b.jabatan.kepala and b.pejabat} == {"Ditetapkan"}
    assert len(semua) == 9


def test_scope_of_the_list():
    a, b = f.buat_ditetapkan(), f.buat_ditetapkan()
    operator = f.akses(buat_pengguna(Peran.OPERATOR_OPD, opd=a.opd), PADA)
    milik = {x.jabatan.opd for x in daftar_perjanjian(operator, tahun=TAHUN, pada=PADA)}
    assert milik == {a.opd}
    assert b.opd not in milik


def test_promised_indicators_without_an_action_are_named():
    satu = f.buat_ditetapkan()
    baris = BarisPerjanjian.objects.get(perjanjian=satu)
    assert indikator_belum_beraksi(satu.opd_id, TAHUN, []) == [(baris.indikator_id, baris.ukuran["nama"])]
    assert indikator_belum_beraksi(satu.opd_id, TAHUN, [baris.indikator_id]) == []
    assert indikator_belum_beraksi(f.buat_diajukan().opd_id, TAHUN, []) == []


def test_register_numbers_and_papers():
    satu = f.buat_ditetapkan()
    kertas = Kertas.objects.get(pk=satu.kertas_id)
    assert kertas.judul == f"Perjanjian Kinerja 2026 — {satu.jabatan.nama}"
    assert satu.pihak_pertama["nama"] not in kertas.judul
    assert kertas.isi["baris"][0]["target"] == "10 miliar rupiah"
    assert (kertas.isi["program"], kertas.isi["jumlah_anggaran"]) == ([], "")
