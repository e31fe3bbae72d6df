"""Perjanjian kinerja: who may sign, what is frozen, and how it changes."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kinerja import actions
from terukur.kinerja.models import BarisPerjanjian, Indikator, PerjanjianKinerja, ProgramPerjanjian
from terukur.kinerja.queries.perjanjian import baca_perjanjian
from terukur.kinerja.rules.indikator import IsiIndikator
from terukur.kinerja.tests import pabrik_perjanjian as f
from terukur.kinerja.tests.factories import buat_indikator
from terukur.kinerja.tests.pabrik_perjanjian import NANTI, PADA, TAHUN
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
