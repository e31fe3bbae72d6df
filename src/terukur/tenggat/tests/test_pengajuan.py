"""The path of a package: ready, initials, receipt, verdict, return, correction, set stage."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, TidakBerhak
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.models import Jabatan
from terukur.organisasi.tests.factories import buat_opd, buat_pegawai, buat_penugasan
from terukur.pesan.models import Pesan
from terukur.tenggat import actions, queries
from terukur.tenggat.actions import IsiCatatan, IsiPenetapan
from terukur.tenggat.choices import HasilReviu, JenisPenetapan
from terukur.tenggat.exports import cetak_kertas, pemeriksa_syarat
from terukur.tenggat.models import BeritaAcara, IsiBeku, PemeriksaanSyarat, Pengajuan, TandaTerima
from terukur.tenggat.penyedia import daftar_penyedia
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


@pytest.fixture
def p(contoh):
    return f.buat_pengajuan()


@pytest.fixture
def kepala(p):
    return f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)


@pytest.fixture
def verifikator():
    return f.buat_orang(Peran.VERIFIKATOR)


def lihat(p):
    return Pengajuan.objects.select_related("jendela", "opd").get(pk=p.pk)


def periksa(p, orang, langkah=actions.verifikasi, kode="contoh", pada=f.TENGGAT, **lain):
    return langkah(pengajuan_id=p.pk, kode=kode, pengguna=orang, oleh=orang.pelaku(), pada=pada, **lain)


def test_an_incomplete_package_is_refused_with_what_is_missing(p):
    with pytest.raises(AlurMenolak, match="Isian contoh: belum diisi"):
        actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)


def test_a_package_that_became_wrong_after_siap_is_refused(p, contoh, kepala):
    contoh.lengkapi(p)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    contoh.isi[p.pk]["a"]["nilai"] = "salah"
    with pytest.raises(AlurMenolak, match="1 galat"):
        actions.ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=f.SEKARANG)
    assert not IsiBeku.objects.filter(pengajuan=p).exists()


@pytest.mark.parametrize(
    ("geser", "tepat", "kata"),
    [
        (-JAM, True, "Tepat waktu"),
        (dt.timedelta(seconds=10), True, "Tepat waktu"),
        (dt.timedelta(seconds=11), False, "Terlambat 1 menit"),
        (25 * JAM, False, "Terlambat 2 hari"),
    ],
)
def test_the_verdict_is_frozen_at_receipt(p, contoh, kepala, geser, tepat, kata):
    contoh.lengkapi(p)
    tanda = f.ajukan(p, kepala=kepala, pada=f.TENGGAT + geser)
    p = lihat(p)
    assert (p.status, p.tepat_waktu, p.tenggat_berlaku) == ("diajukan", tepat, f.TENGGAT)
    assert tanda.kertas.isi["putusan"] == kata
    assert tanda.kertas.isi["syarat"][0]["sidik"] == IsiBeku.objects.get(pengajuan=p).sidik
    assert "SK" in p.diajukan_penugasan


def test_only_the_head_of_the_day_submits(p, contoh):
    contoh.lengkapi(p)
    lain = f.buat_orang(Peran.KEPALA_OPD)
    with pytest.raises(AlurMenolak, match="Hanya kepala OPD"):
        f.ajukan(p, kepala=lain, pada=f.SEKARANG)


def test_nothing_is_submitted_after_close(p, contoh, kepala):
    contoh.lengkapi(p)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    with pytest.raises(AlurMenolak, match="sudah ditutup"):
        actions.ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=f.TUTUP + JAM)


def test_initials_come_in_order_and_fall_with_batalkan_siap(contoh, kepala):
    p = f.buat_pengajuan(langkah_paraf=("Kasubag Perencanaan", "Sekretaris"))
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    contoh.lengkapi(p)
    with pytest.raises(AlurMenolak, match="Menunggu paraf: Kasubag Perencanaan, Sekretaris"):
        f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    assert actions.paraf(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG).langkah == "Kasubag Perencanaan"
    assert queries.paraf_sisa(lihat(p)) == ("Sekretaris",)
    actions.batalkan_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    assert len(queries.paraf_sisa(lihat(p))) == 2
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    for _ in range(2):
        actions.paraf(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    with pytest.raises(AlurMenolak, match="Tidak ada langkah paraf"):
        actions.paraf(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    actions.ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=f.SEKARANG)
    assert lihat(p).status == "diajukan"


def test_the_head_sends_back_with_a_reason_that_stands_until_ready_again(contoh):
    p = f.buat_pengajuan(langkah_paraf=("Sekretaris",))
    kepala, operator, sekretaris = (
        f.buat_orang(x, opd=p.opd) for x in (Peran.KEPALA_OPD, Peran.OPERATOR_OPD, Peran.PEMARAF)
    )

    def minta(orang, alasan="Target posyandu keliru."):
        return actions.minta_perbaikan(
            pengajuan_id=p.pk, alasan=alasan, pengguna=orang, oleh=orang.pelaku(), pada=f.SEKARANG
        )

    contoh.lengkapi(p)
    with pytest.raises(AlurMenolak, match="status sekarang “Draf”"):
        minta(kepala)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=operator.pelaku(), pada=f.SEKARANG)
    actions.paraf(pengajuan_id=p.pk, oleh=sekretaris.pelaku(), pada=f.SEKARANG)
    with pytest.raises(AturanDilanggar, match="yang perlu diperbaiki"):
        minta(kepala, " ")
    minta(kepala)
    baru = lihat(p)
    assert (baru.status, baru.siap_nama, queries.paraf_sisa(baru)) == ("draf", "", ("Sekretaris",))
    assert baru.perbaikan_alasan == "Target posyandu keliru."
    assert "SK" in baru.perbaikan_oleh
    catatan = Catatan.objects.get(peristiwa="pengajuan.minta_perbaikan")
    assert (catatan.isi["alasan"], catatan.pelaku_nama) == ("Target posyandu keliru.", kepala.nama)
    judul = "Diminta diperbaiki sebelum ditandatangani"
    assert Pesan.objects.get(judul__startswith=judul).penerima == operator
    actions.tandai_siap(pengajuan_id=p.pk, oleh=operator.pelaku(), pada=f.SEKARANG)
    assert lihat(p).perbaikan_pada is None
    minta(sekretaris)
    assert lihat(p).perbaikan_oleh.endswith(", Pemaraf")


def test_a_correction_is_sent_back_to_the_correction(p, contoh, kepala, verifikator):
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    periksa(p, verifikator, actions.kembalikan, catatan=[IsiCatatan("Salah")])
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.TUTUP + JAM)
    actions.minta_perbaikan(
        pengajuan_id=p.pk, alasan="Belum semua", pengguna=kepala, oleh=kepala.pelaku(), pada=f.TUTUP + JAM
    )
    assert (lihat(p).status, lihat(p).tepat_waktu) == ("dikembalikan", True)
    assert Catatan.objects.filter(peristiwa="pengajuan.minta_perbaikan_ulang").count() == 1


def test_each_verifier_signs_the_minutes_for_what_he_checked():
    tiga = ("contoh", "contoh_b", "contoh_c")
    for kode in tiga:
        f.daftarkan_contoh(kode, f"Isian {kode}")
    opd = buat_opd()
    p = f.buat_pengajuan(opd, syarat=tuple((k, True) for k in tiga))
    for kode in tiga:
        daftar_penyedia.ambil(kode).lengkapi(p)
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=opd), pada=f.SEKARANG)
    satu, dua = (f.buat_orang(Peran.VERIFIKATOR, nama=n) for n in ("Pemeriksa Satu", "Pemeriksa Dua"))
    for orang, kode in ((satu, "contoh"), (dua, "contoh_b"), (satu, "contoh_c")):
        periksa(p, orang, kode=kode)
    kertas = BeritaAcara.objects.get(pengajuan=p).kertas
    assert pemeriksa_syarat(kertas.isi["syarat"]) == [
        ("Pemeriksa Satu", "Isian contoh, Isian contoh_c"), ("Pemeriksa Dua", "Isian contoh_b"),
    ]  # fmt: skip
    assert cetak_kertas(kertas).startswith(b"%PDF")


@pytest.mark.parametrize("isi", [{"perbaikan_alasan": ""}, {"perbaikan_oleh": ""}, {"perbaikan_pada": None}])
def test_what_is_asked_to_be_mended_is_whole_in_the_database(p, isi):
    utuh = {"perbaikan_pada": f.SEKARANG, "perbaikan_oleh": "Kepala", "perbaikan_alasan": "Keliru"}
    with pytest.raises(IntegrityError, match="pengajuan_minta_perbaikan"), transaction.atomic():
        Pengajuan.objects.filter(pk=p.pk).update(**{**utuh, **isi})
    Pengajuan.objects.filter(pk=p.pk).update(**utuh)


def test_each_initial_is_by_a_person_of_its_own_who_is_told(contoh):
    p = f.buat_pengajuan(langkah_paraf=("Kasubag Perencanaan", "Sekretaris"))
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    kasubag, sekretaris = (f.buat_orang(Peran.PEMARAF, opd=p.opd) for _ in range(2))
    contoh.lengkapi(p)

    def pesan(orang):
        judul = (
            Pesan.objects.filter(penerima=orang)
            .order_by("dikirim_pada", "pk")
            .values_list("judul", flat=True)
        )
        return [j.partition(":")[0] for j in judul if j.startswith("Menunggu")]

    def giliran():
        (baris,) = queries.susun_baris([lihat(p)], p.jendela, pada=f.SEKARANG)
        return baris.giliran

    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    assert (pesan(kasubag), pesan(kepala), giliran()) == (
        ["Menunggu paraf Kasubag Perencanaan"], [], "Paraf Kasubag Perencanaan",
    )  # fmt: skip
    actions.paraf(pengajuan_id=p.pk, oleh=kasubag.pelaku(), pada=f.SEKARANG + JAM)
    with pytest.raises(AturanDilanggar, match="sudah memaraf sebagai Kasubag Perencanaan"):
        actions.paraf(pengajuan_id=p.pk, oleh=kasubag.pelaku(), pada=f.SEKARANG + JAM)
    assert (pesan(sekretaris)[-1], pesan(kepala)) == ("Menunggu paraf Sekretaris", [])
    actions.paraf(pengajuan_id=p.pk, oleh=sekretaris.pelaku(), pada=f.SEKARANG + 2 * JAM)
    assert (pesan(kepala), giliran()) == (["Menunggu tanda tangan"], "Kepala OPD")


def test_a_lone_pemaraf_gives_every_initial(contoh):
    p = f.buat_pengajuan(langkah_paraf=("Kasubag Perencanaan", "Sekretaris"))
    camat = f.buat_orang(Peran.PEMARAF, opd=p.opd)
    contoh.lengkapi(p)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    for _ in range(2):
        actions.paraf(pengajuan_id=p.pk, oleh=camat.pelaku(), pada=f.SEKARANG)
    assert queries.paraf_sisa(lihat(p)) == ()


def test_who_prepared_or_signed_any_round_never_judges(contoh, verifikator):
    """Also after others prepared and signed the correction."""
    p = f.buat_pengajuan()
    lama, baru = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), f.buat_orang(Peran.PEMARAF, opd=p.opd)
    buat_penugasan(
        buat_pegawai(baru.nama, pengguna=baru), Jabatan.objects.get(opd=p.opd, kepala=True), jenis="plh",
        sejak=f.TENGGAT.date(), sampai=f.TUTUP.date(),
    )  # fmt: skip
    operator, pengganti = (f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd) for _ in range(2))
    contoh.lengkapi(p)
    f.ajukan(p, kepala=lama, operator=operator, pada=f.SEKARANG)
    periksa(p, verifikator, actions.kembalikan, catatan=(IsiCatatan("perbaiki"),))
    f.ajukan(p, kepala=baru, operator=pengganti, pada=f.TENGGAT + JAM)
    assert queries.terlibat(lihat(p)) == {str(u.pk) for u in (lama, baru, operator, pengganti)}
    for orang in (lama, baru, operator, pengganti):
        alasan, _ = queries.konflik(orang, lihat(p), pada=f.TENGGAT + JAM)
        assert "Anda ikut menyiapkan" in alasan
    assert queries.konflik(verifikator, lihat(p), pada=f.TENGGAT + JAM) == ("", False)


def test_whole_path_with_return_and_correction(p, contoh, kepala, verifikator):
    """A correction keeps the verdict, and takes away only the verification it touched."""
    lain = f.daftarkan_contoh("contoh_dua", "Isian kedua")
    p = f.buat_pengajuan(p.opd, syarat=(("contoh", True), ("contoh_dua", True)))
    contoh.lengkapi(p, a="1", b="2")
    lain.lengkapi(p, x="9")
    f.ajukan(p, kepala=kepala, pada=f.TENGGAT - JAM)
    periksa(p, verifikator, kode="contoh_dua")
    with pytest.raises(AturanDilanggar, match="Tulis dahulu catatan"):
        periksa(p, verifikator, actions.kembalikan)
    periksa(p, verifikator, actions.kembalikan, catatan=(IsiCatatan("Target terlalu kecil", "a", "nilai"),))
    p = lihat(p)
    assert p.status == "dikembalikan"
    catatan = p.daftar_catatan.get()
    assert (catatan.label_baris, catatan.kolom) == ("Baris a", "nilai")
    actions.tanggapi_catatan(
        catatan_id=catatan.pk, tanggapan="Sudah diubah", oleh=kepala.pelaku(), pada=f.TENGGAT + JAM
    )
    contoh.lengkapi(p, a="5", pada=f.TENGGAT + JAM)
    f.ajukan(p, kepala=kepala, pada=f.TUTUP + 24 * JAM)
    p = lihat(p)
    assert (p.status, p.tepat_waktu, p.versi) == ("diajukan", True, 2)
    assert p.diajukan_pada == f.TENGGAT - JAM
    status = dict(PemeriksaanSyarat.objects.filter(pengajuan=p).values_list("syarat__kode", "status"))
    assert status == {"contoh": "menunggu", "contoh_dua": "diverifikasi"}
    beda = queries.perubahan_syarat(p, "contoh", sejak_versi=1)
    assert [(x.baris, x.kolom, x.lama, x.baru) for x in beda] == [("a", "nilai", "1", "5")]
    periksa(p, verifikator, pada=f.TUTUP + 25 * JAM)
    assert lihat(p).status == "diverifikasi"
    ba = BeritaAcara.objects.get(pengajuan=p)
    assert ba.kertas.isi["catatan"][0]["tanggapan"] == "Sudah diubah"
    assert TandaTerima.objects.filter(pengajuan=p).count() == 2
    assert Catatan.objects.filter(peristiwa="pengajuan.ajukan_perbaikan", objek_id=str(p.pk)).count() == 1


def test_one_verifier_returning_does_not_stop_the_other(contoh, verifikator):
    lain = f.daftarkan_contoh("contoh_dua", "Isian kedua")
    p = f.buat_pengajuan(syarat=(("contoh", True), ("contoh_dua", True)))
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    contoh.lengkapi(p)
    lain.lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    periksa(p, verifikator, actions.kembalikan, catatan=(IsiCatatan("Kurang"),))
    periksa(p, verifikator, kode="contoh_dua")
    with pytest.raises(AturanDilanggar, match="sudah dikembalikan"):
        periksa(p, verifikator)
    assert lihat(p).status == "dikembalikan"


def test_a_verifier_keeps_to_his_part(p, contoh, kepala):
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    bagian_lain = f.buat_orang(Peran.VERIFIKATOR, syarat=["data_dukung"])
    with pytest.raises(TidakBerhak, match="diperiksa oleh verifikator lain"):
        periksa(p, bagian_lain)
    assert not queries.antrean_pemeriksa(bagian_lain).exists()


def test_nobody_verifies_what_they_prepared(p, contoh, kepala, verifikator):
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, operator=verifikator, pada=f.SEKARANG)
    with pytest.raises(AlurMenolak, match="ikut menyiapkan"):
        periksa(p, verifikator)


def test_ones_own_opd_goes_to_another_verifier_else_it_is_printed(p, contoh, kepala):
    from terukur.organisasi.tests.factories import buat_jabatan, buat_pegawai, buat_penugasan

    sendiri = f.buat_orang(Peran.VERIFIKATOR)
    buat_penugasan(buat_pegawai(pengguna=sendiri), buat_jabatan(p.opd))
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    lain = f.buat_orang(Peran.VERIFIKATOR)
    with pytest.raises(AlurMenolak, match="OPD Anda sendiri"):
        periksa(p, sendiri)
    lain.is_active = False
    lain.save()
    periksa(p, sendiri)
    assert PemeriksaanSyarat.objects.get(pengajuan=p).diverifikasi_sendiri
    assert "diverifikasi sendiri" in BeritaAcara.objects.get(pengajuan=p).kertas.isi["syarat"][0]["hasil"]


def perbup(**ganti):
    isi = {
        "jenis": JenisPenetapan.PERBUP, "nomor": "12/2027", "tanggal": f.TENGGAT.date(),
        "penanda_tangan": "Bupati Nusa Tenun",
    }  # fmt: skip
    return IsiPenetapan(**(isi | ganti))


def test_a_stage_is_set_and_the_next_one_starts_from_it(p, contoh, kepala, verifikator):
    contoh.lengkapi(p, a="7")
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    penyelenggara = f.buat_orang(Peran.PENYELENGGARA)
    argumen = {"pengguna": penyelenggara, "oleh": penyelenggara.pelaku(), "pada": f.TENGGAT}
    with pytest.raises(AlurMenolak, match="hanya dapat dilakukan saat status"):
        actions.tetapkan(pengajuan_ids=[p.pk], isi=perbup(), **argumen)
    periksa(p, verifikator)
    with pytest.raises(AturanDilanggar, match="tidak boleh sesudah hari ini"):
        actions.tetapkan(pengajuan_ids=[p.pk], isi=perbup(tanggal=dt.date(2026, 12, 1)), **argumen)
    actions.tetapkan(pengajuan_ids=[p.pk], isi=perbup(), **argumen)
    assert lihat(p).status == "ditetapkan"
    assert p.pk in contoh.ditetapkan
    jendela = f.buat_jendela(opd=[p.opd], lanjutan_dari_id=p.jendela_id, tahapan="rancangan_renja")
    baru = jendela.daftar_pengajuan.get()
    assert contoh.isi[baru.pk] == {"a": {"nilai": "7"}}
    assert baru.daftar_kegiatan.get().terpenuhi == 1
    assert baru.daftar_kegiatan.get().kegiatan_pada is None, "the copy is no act of the OPD"


def test_the_apip_review_must_stand_before_the_decree(contoh, verifikator):
    p = f.buat_pengajuan(reviu_apip=True)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    periksa(p, verifikator)
    pereviu = f.buat_orang(Peran.INSPEKTORAT)
    argumen = {"pengguna": pereviu, "oleh": pereviu.pelaku(), "pada": f.TENGGAT}

    def tetapkan():
        return actions.tetapkan(pengajuan_ids=[p.pk], isi=perbup(), **argumen)

    def reviu(hasil, catatan):
        return actions.reviu(pengajuan_id=p.pk, hasil=hasil, catatan=catatan, **argumen)

    with pytest.raises(AlurMenolak, match="reviu Inspektorat"):
        tetapkan()
    with pytest.raises(AturanDilanggar, match="catatan reviu"):
        reviu(HasilReviu.PERLU_PERBAIKAN, " ")
    reviu(HasilReviu.PERLU_PERBAIKAN, "Target belum sesuai Renstra")
    with pytest.raises(AlurMenolak, match="reviu Inspektorat"):
        tetapkan()
    reviu(HasilReviu.TANPA_CATATAN, "")
    assert tetapkan()[0].nomor == "12/2027"


def test_a_review_that_asks_for_correction_hinders_wherever_it_was_made(contoh, verifikator):
    p = f.buat_pengajuan()
    contoh.lengkapi(p)
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), pada=f.SEKARANG)
    periksa(p, verifikator)
    pereviu = f.buat_orang(Peran.INSPEKTORAT)
    argumen = {"pengguna": pereviu, "oleh": pereviu.pelaku(), "pada": f.TENGGAT}
    actions.reviu(
        pengajuan_id=p.pk, hasil=HasilReviu.PERLU_PERBAIKAN, catatan="Lampirkan standar harga", **argumen
    )
    pesan = Pesan.objects.filter(penerima=verifikator, judul__startswith="Reviu APIP meminta perbaikan")
    assert "Lampirkan standar harga" in pesan.get().isi
    with pytest.raises(AlurMenolak, match="verifikator mengembalikan"):
        actions.tetapkan(pengajuan_ids=[p.pk], isi=perbup(), **argumen)


def test_filling_is_locked_outside_draft_and_return(p, contoh, kepala):
    from terukur.tenggat.rules import periksa_boleh_diisi

    periksa_boleh_diisi(p, pada=f.SEKARANG)
    with pytest.raises(AturanDilanggar, match="sudah ditutup"):
        periksa_boleh_diisi(p, pada=f.TUTUP + JAM)
    contoh.lengkapi(p)
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
    with pytest.raises(AturanDilanggar, match="Isian dikunci"):
        periksa_boleh_diisi(lihat(p), pada=f.SEKARANG)
