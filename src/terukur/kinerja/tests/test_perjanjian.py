"""Perjanjian kinerja: who may sign, what is frozen, and how it changes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, Bentrok
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan, Kertas
from terukur.kinerja import actions
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.models import BarisPerjanjian, Indikator, PerjanjianKinerja, ProgramPerjanjian
from terukur.kinerja.queries.daftar_perjanjian import daftar_perjanjian
from terukur.kinerja.queries.perjanjian import baca_perjanjian, indikator_belum_beraksi
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import IsiIndikator
from terukur.kinerja.rules.perjanjian import bandingkan, sebutan_kepala_daerah
from terukur.kinerja.tests import pabrik_perjanjian as f
from terukur.kinerja.tests.factories import buat_indikator
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
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db


def _pejabat(jabatan: Jabatan, *, jenis: str = JenisPenugasan.DEFINITIF, **isi):
    """A user who may sign a PK and holds the office."""
    pengguna = buat_pengguna(Peran.PEMARAF, opd=jabatan.opd)
    buat_penugasan(buat_pegawai(pengguna.nama, pengguna=pengguna), jabatan, jenis=jenis, **isi)
    return pengguna


# ---- signing ----


def test_both_sign_and_everything_is_frozen():
    satu = f.buat_diajukan()
    kepala = f.kepala(satu.opd)
    assert satu.status == "diajukan"
    assert satu.pihak_pertama["nama"] == kepala.nama
    assert satu.pihak_pertama["kedudukan"] == "Definitif"
    assert satu.pihak_pertama["dasar"].startswith("SK 821/")
    assert Pesan.objects.filter(penerima=f.bupati(), judul__startswith="Menunggu tanda tangan").count() == 1
    tetap = f.tetapkan(satu)
    assert (tetap.status, tetap.kertas.nomor) == ("ditetapkan", "PK-2026-000001")
    assert tetap.pihak_kedua["sebutan"] == "Bupati Nusa Tenun"
    catatan = Catatan.objects.get(peristiwa="perjanjian_kinerja.tetapkan")
    assert catatan.isi["pihak_pertama"]["nama"] == kepala.nama
    assert catatan.uraian["pelaku"]["penugasan"].startswith("Bupati Nusa Tenun")
    assert "nip" not in catatan.isi["pihak_pertama"]
    # What was signed stays, whatever becomes of person, office and catalogue.
    nama = BarisPerjanjian.objects.get(perjanjian=tetap).ukuran["nama"]
    indikator = Indikator.objects.get()
    definisi = indikator.daftar_definisi.get()
    actions.ubah_indikator(
        indikator_id=indikator.pk,
        isi=IsiIndikator(
            **{k: getattr(definisi, k) for k in ("satuan", "jenis", "polaritas", "agregasi", "periode")},
            nama="Nama yang baru",
        ),
        sejak=dt.date(2026, 1, 1), oleh=SISTEM, pada=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    assert baca_perjanjian(f.muat(tetap)).baris[0].ukuran["nama"] == nama


def test_only_the_holder_signs_first_and_only_the_superior_second():
    satu = f.buat_draf()
    f.bupati()
    lain = buat_pengguna(Peran.KEPALA_OPD)
    with pytest.raises(AlurMenolak, match="Yang menandatangani sebagai pihak pertama: Pengguna Contoh"):
        f.tandatangani(satu, lain)
    with pytest.raises(AlurMenolak, match="hanya dapat dilakukan saat status"):
        f.tetapkan(satu)
    satu = f.tandatangani(satu)
    with pytest.raises(AlurMenolak, match=r"Menunggu tanda tangan pihak kedua: .*, Bupati Nusa Tenun"):
        f.tetapkan(satu, buat_pengguna(Peran.PIMPINAN))
    with pytest.raises(AlurMenolak, match=r"Menunggu tanda tangan pihak kedua: .*, Bupati Nusa Tenun"):
        f.tetapkan(satu, f.kepala(satu.opd))


def test_a_plt_signs_as_such_and_only_while_the_sk_holds():
    opd = buat_opd()
    jabatan = buat_jabatan(opd, kepala=True)
    pengguna = buat_pengguna(Peran.PEMARAF, opd=opd)
    buat_penugasan(
        buat_pegawai(pengguna.nama, pengguna=pengguna), jabatan, jenis=JenisPenugasan.PLT,
        sejak=dt.date(2026, 1, 5), sampai=dt.date(2026, 4, 4), nomor_sk="821/7/2026",
    )  # fmt: skip
    f.bupati()
    satu = actions.mulai_perjanjian(jabatan_id=jabatan.pk, tahun=TAHUN, oleh=SISTEM, pada=PADA)
    f.tambah(satu)
    with pytest.raises(AlurMenolak, match="lowong menurut catatan hari ini"):
        f.tandatangani(satu, pengguna, pada=NANTI)
    satu = f.tandatangani(satu, pengguna)
    assert satu.pihak_pertama["sebutan"] == f"Plt. {jabatan.nama}"
    assert satu.pihak_pertama["kedudukan"] == "Plt."
    assert satu.pihak_pertama["dasar"] == "SK 821/7/2026"
    assert f.tetapkan(satu).kertas.isi["pihak_pertama"]["sebutan"].startswith("Plt. ")


def test_vacancy_of_the_superior_is_said():
    satu = f.buat_draf()
    with pytest.raises(AlurMenolak, match="Belum ada yang tercatat sebagai Bupati Nusa Tenun"):
        f.tandatangani(satu)
    opd = buat_opd()
    atasan = buat_jabatan(opd, kepala=True)
    sekretaris = buat_jabatan(opd, "Sekretaris", eselon=Eselon.III_A)
    pengguna = _pejabat(sekretaris)
    bawah = actions.mulai_perjanjian(
        jabatan_id=sekretaris.pk, atasan_id=atasan.pk, tahun=TAHUN, oleh=SISTEM, pada=PADA
    )
    f.tambah(bawah)
    with pytest.raises(AlurMenolak, match=f"Jabatan {atasan.nama} lowong"):
        f.tandatangani(bawah, pengguna)


def test_nobody_is_both_parties():
    opd = buat_opd()
    kepala = f.kepala(opd)
    atasan = Jabatan.objects.get(opd=opd, kepala=True)
    sekretaris = buat_jabatan(opd, "Sekretaris", eselon=Eselon.III_A)
    buat_penugasan(
        kepala.pegawai, sekretaris, jenis=JenisPenugasan.PLT, sejak=dt.date(2026, 1, 1),
        sampai=dt.date(2026, 3, 31),
    )  # fmt: skip
    satu = actions.mulai_perjanjian(
        jabatan_id=sekretaris.pk, atasan_id=atasan.pk, tahun=TAHUN, oleh=SISTEM, pada=PADA
    )
    f.tambah(satu)
    with pytest.raises(AlurMenolak, match="memegang jabatan kedua pihak"):
        f.tandatangani(satu, kepala)
    plh = _pejabat(atasan, jenis=JenisPenugasan.PLH, sejak=dt.date(2026, 1, 15), sampai=dt.date(2026, 1, 31))
    satu = f.tandatangani(satu, kepala)
    with pytest.raises(AlurMenolak, match="pihak kedua harus orang lain"):
        f.tetapkan(satu, kepala)
    tetap = f.tetapkan(satu, plh)
    assert tetap.pihak_kedua["sebutan"] == f"Plh. {atasan.nama}"


def test_who_signed_first_and_left_since_does_not_bind_the_next():
    satu = f.buat_diajukan()
    jabatan = satu.jabatan
    buat_penugasan(
        buat_pegawai(), jabatan, sejak=dt.date(2026, 2, 1), gantikan=True,
        pada=dt.datetime(2026, 2, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    with pytest.raises(AlurMenolak, match="tidak lagi memegang jabatan"):
        f.tetapkan(satu, pada=NANTI)
    pengguna = f.bupati(NANTI)
    satu = actions.kembalikan_perjanjian(
        perjanjian_id=satu.pk,
        alasan="Pejabat berganti",
        pengguna=pengguna,
        oleh=pengguna.pelaku(),
        pada=NANTI,
    )
    assert (satu.status, satu.pihak_pertama, satu.penanda_id) == ("dikembalikan", None, None)


def test_what_was_not_read_is_not_signed():
    satu = f.buat_draf()
    f.bupati()
    versi = satu.versi
    f.tambah(satu)
    with pytest.raises(AturanDilanggar, match="berubah setelah Anda membukanya"):
        f.tandatangani(satu, versi=versi)
    assert f.tandatangani(satu, versi=versi + 1).status == "diajukan"


def test_returning_needs_a_reason_and_opens_the_draft_again():
    satu = f.buat_diajukan()
    pengguna = f.bupati()
    isi = {"perjanjian_id": satu.pk, "pengguna": pengguna, "oleh": pengguna.pelaku(), "pada": PADA}
    with pytest.raises(AturanDilanggar, match="Tuliskan alasannya"):
        actions.kembalikan_perjanjian(alasan=" ", **isi)
    with pytest.raises(AturanDilanggar, match="Sudah ditandatangani pihak pertama"):
        f.tambah(satu)
    actions.kembalikan_perjanjian(alasan="Target terlalu ringan", **isi)
    f.tambah(satu)
    with pytest.raises(AturanDilanggar, match="pernah ditandatangani"):
        actions.hapus_draf_perjanjian(perjanjian_id=satu.pk, oleh=SISTEM, pada=PADA)
    assert f.tetapkan(f.tandatangani(f.muat(satu))).status == "ditetapkan"


def test_incomplete_is_not_signed():
    f.bupati()
    satu = f.buat_draf(target=None)
    with pytest.raises(AlurMenolak, match=r"Belum lengkap: Target “.*” belum diisi"):
        f.tandatangani(satu)
    actions.hapus_baris(baris_id=BarisPerjanjian.objects.get().pk, oleh=SISTEM, pada=PADA)
    with pytest.raises(AlurMenolak, match="Belum ada sasaran"):
        f.tandatangani(satu)


# ---- the database keeps it ----


@pytest.mark.parametrize("keadaan", ["diajukan", "ditetapkan"])
def test_the_database_refuses_changes_of_what_was_signed(keadaan):
    satu = f.buat_diajukan() if keadaan == "diajukan" else f.buat_ditetapkan()
    milik, baris = (
        PerjanjianKinerja.objects.filter(pk=satu.pk),
        BarisPerjanjian.objects.filter(perjanjian=satu),
    )
    tolak = pytest.raises(DatabaseError, match="yang sudah ditandatangani")
    for ubah in (
        lambda: baris.update(nilai=1),
        lambda: baris.update(sasaran="Lain"),
        lambda: baris._raw_delete("default"),
        lambda: ProgramPerjanjian.objects.create(perjanjian=satu, kode="1.02.02", nama="P", jumlah=1),
        lambda: BarisPerjanjian.objects.create(
            perjanjian=satu, urutan=9, sasaran="Baru", indikator=buat_indikator().indikator
        ),
        lambda: milik.update(tahun=2025),
        lambda: milik.update(pihak_pertama={"nama": "Orang lain"}),
        lambda: milik._raw_delete("default"),
        lambda: milik.update(status="draf", diajukan_pada=None, diajukan_oleh="", pihak_pertama=None),
    ):
        with tolak, transaction.atomic():
            ubah()


@pytest.mark.parametrize(
    ("ubah", "kendala"),
    [
        ({"status": "ditetapkan"}, "perjanjian_status_waktu"),
        ({"status": "diajukan"}, "perjanjian_status_waktu"),
        ({"status": "dikembalikan"}, "perjanjian_status_waktu"),
        ({"perubahan_ke": 1}, "perjanjian_perubahan_berdasar"),
        ({"pemicu": "dppa"}, "perjanjian_perubahan_berdasar"),
        ({"diajukan_oleh": "x"}, "perjanjian_pihak_pertama"),
        ({"pihak_kedua": {"nama": "x"}}, "perjanjian_pihak_kedua"),
        ({"alasan_kembali": "x"}, "perjanjian_dikembalikan"),
    ],
)
def test_states_and_times_stand_together(ubah, kendala):
    satu = f.buat_draf()
    with pytest.raises(IntegrityError, match=kendala), transaction.atomic():
        PerjanjianKinerja.objects.filter(pk=satu.pk).update(**ubah)


def test_one_pk_per_office_and_one_version_in_the_making():
    satu = f.buat_draf()
    with pytest.raises(AturanDilanggar, match="sudah ada"):
        actions.mulai_perjanjian(jabatan_id=satu.jabatan_id, tahun=TAHUN, oleh=SISTEM, pada=PADA)
    isi = {
        "opd": satu.opd,
        "jabatan": satu.jabatan,
        "tahun": TAHUN,
        "dibuat_pada": PADA,
        "disimpan_pada": PADA,
    }
    with pytest.raises(IntegrityError, match="perjanjian_versi_unik"), transaction.atomic():
        PerjanjianKinerja.objects.create(**isi)
    with pytest.raises(IntegrityError, match="perjanjian_satu_proses"), transaction.atomic():
        PerjanjianKinerja.objects.create(
            **isi, perubahan_ke=1, pemicu="dppa", alasan="x", nomor_dokumen="x", tanggal_dokumen=PADA.date()
        )
    with pytest.raises(IntegrityError, match="perjanjian_atasan_lain"), transaction.atomic():
        PerjanjianKinerja.objects.filter(pk=satu.pk).update(atasan=satu.jabatan)
    baris = BarisPerjanjian.objects.filter(perjanjian=satu)
    with pytest.raises(IntegrityError, match="baris_perjanjian_rentang"), transaction.atomic():
        baris.update(nilai=5, nilai_atas=4)
    with pytest.raises(IntegrityError, match="baris_perjanjian_sasaran"), transaction.atomic():
        baris.update(sasaran="")


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
