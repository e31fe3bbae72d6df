"""A warning: who may issue it, in which order, and how it ends."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.eskalasi import queries
from terukur.eskalasi.choices import JenisPeringatan, StatusPeringatan
from terukur.eskalasi.models import Peringatan, Tanggapan
from terukur.eskalasi.rules.sebab import Sebab, baca_sebab
from terukur.eskalasi.tests.factories import (
    HARI,
    LEWAT,
    SEKARANG,
    TENGGAT,
    buat_orang,
    kirim,
    opd_berkepala,
    putus,
    terbitkan,
    tulis,
)
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.jejak.models import Catatan
from terukur.organisasi import queries as organisasi
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd, buat_pegawai, buat_penugasan
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
J = JenisPeringatan


def _peristiwa(objek_id):
    return list(
        Catatan.objects.filter(objek_id=str(objek_id), ditolak=False)
        .order_by("nomor")
        .values_list("peristiwa", flat=True)
    )


def test_from_issue_to_the_accepted_reply():
    opd, kepala = opd_berkepala()
    bupati, operator = buat_orang(Peran.PIMPINAN), buat_orang(Peran.OPERATOR_OPD, opd=opd)
    admin = buat_orang(Peran.ADMIN_OPD, opd=opd)
    p = terbitkan(opd, bupati)
    assert p.kertas.nomor == "PJ-2026-000001"
    assert (p.kepala_nama, p.terbit_jabatan) == (
        organisasi.penanda_tangan(opd.pk, pada=SEKARANG).pegawai.nama,
        "Bupati",
    )
    assert p.kertas.isi["diminta"] == p.diminta
    penerima = Pesan.objects.filter(kunci=f"peringatan.terbit:{p.pk}").values_list("penerima", flat=True)
    assert set(penerima) == {kepala.pk, admin.pk}, "head and admin, not every operator"
    tulis(p, operator)
    t = kirim(p, kepala, pada=SEKARANG + HARI)
    assert t.hari_terlambat == 0
    assert t.dikirim_penugasan
    assert Pesan.objects.filter(penerima=bupati, kunci=f"tanggapan.kirim:{t.pk}").exists()
    p = putus("terima", p, bupati, pada=SEKARANG + 2 * HARI)
    assert p.status == StatusPeringatan.DITERIMA
    assert _peristiwa(p.pk) == ["peringatan.terbit", "peringatan.tanggapi", "peringatan.terima"]
    with pytest.raises(AturanDilanggar):
        tulis(p, operator)
    with pytest.raises(AturanDilanggar):
        putus("cabut", p, bupati, catatan="keliru")


def test_what_was_issued_is_printed_from_the_register_and_frozen():
    opd, _ = opd_berkepala()
    sebab = Sebab(
        "Capaian 62,5 %.", kunci="a/b/2026", angka=(("Capaian", "62,5 %"),), tautan="/kinerja/",
        per=dt.date(2026, 9, 30), diketahui=SEKARANG,
    )  # fmt: skip
    p = terbitkan(opd, buat_orang(Peran.PIMPINAN), sebab=sebab)
    kini = baca_sebab(Peringatan.objects.get(pk=p.pk).sebab)
    assert (kini.teks, kini.angka, kini.tautan, kini.per, kini.diketahui) == (
        sebab.teks, sebab.angka, sebab.tautan, sebab.per, sebab.diketahui,
    )  # fmt: skip
    assert p.kertas.isi["sebab"]["angka"] == [["Capaian", "62,5 %"]]


@pytest.mark.parametrize("jenis", [J.PERINGATAN_2, J.PERINGATAN_3])
def test_a_higher_level_never_comes_first(jenis):
    opd, _ = opd_berkepala()
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(opd, buat_orang(Peran.PIMPINAN), jenis=jenis)
    assert tolak.value.kode == "tanpa_tingkat_sebelumnya"


def test_the_next_level_follows_silence_or_a_reply_that_was_not_accepted():
    opd, kepala = opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    satu = terbitkan(opd, bupati, jenis=J.PERINGATAN_1)
    assert satu.kertas.nomor == "PR-2026-000001"  # PK- is the series of perjanjian kinerja
    with pytest.raises(AturanDilanggar, match="tidak diterima"):
        terbitkan(opd, bupati, sebelumnya=satu, jenis=J.PERINGATAN_2, pada=SEKARANG + HARI)
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(
            opd,
            bupati,
            sebelumnya=satu,
            jenis=J.PERINGATAN_3,
            pada=LEWAT,
            tanggal_tenggat=dt.date(2026, 12, 2),
        )
    assert tolak.value.kode == "tingkat_terlewat"
    dua = terbitkan(
        opd, bupati, sebelumnya=satu, jenis=J.PERINGATAN_2, pada=LEWAT, tanggal_tenggat=dt.date(2026, 12, 2)
    )
    satu.refresh_from_db()
    assert satu.status == StatusPeringatan.DITINGKATKAN
    assert dua.sebab_kunci == satu.sebab_kunci
    tulis(dua, kepala, pada=LEWAT)
    kirim(dua, kepala, pada=LEWAT)
    with pytest.raises(AturanDilanggar):
        putus("tolak", dua, bupati, pada=LEWAT, catatan=" ")
    putus("tolak", dua, bupati, pada=LEWAT, catatan="Tidak menjawab sebabnya.")
    tiga = terbitkan(
        opd, bupati, sebelumnya=dua, jenis=J.PERINGATAN_3, pada=LEWAT, tanggal_tenggat=dt.date(2026, 12, 2)
    )
    assert [x.jenis for x in queries.rangkaian(dua)] == [J.PERINGATAN_1, J.PERINGATAN_2, J.PERINGATAN_3]
    konteks = queries.susun_konteks(tiga, pengguna=bupati, pada=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    naik = next(
        t
        for t in queries.tindakan_peringatan(tiga, pengguna=bupati, konteks=konteks)
        if t.nama == "tingkatkan"
    )
    assert not naik.boleh


def test_a_paper_of_another_opd_is_no_level_before():
    (satu, _), (lain, _) = opd_berkepala(), opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    p = terbitkan(satu, bupati, jenis=J.PERINGATAN_1)
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(
            lain, bupati, sebelumnya=p, jenis=J.PERINGATAN_2, pada=LEWAT, tanggal_tenggat=dt.date(2026, 12, 2)
        )
    assert tolak.value.kode == "opd_lain"


def test_one_open_paper_for_each_matter():
    opd, _ = opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    p = terbitkan(opd, bupati)
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(opd, bupati)
    assert tolak.value.kode == "perkara_terbuka"
    terbitkan(opd, bupati, sebab=Sebab("Lain.", kunci="contoh/lain/2026"))
    putus("cabut", p, bupati, catatan="Keliru OPD.")
    terbitkan(opd, bupati)


def test_a_new_deadline_opens_the_paper_again_and_the_late_verdict_stays():
    opd, kepala = opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    p = terbitkan(opd, bupati)
    tulis(p, kepala, pada=LEWAT)
    t = kirim(p, kepala, pada=LEWAT)
    assert t.hari_terlambat == 1
    putus("tolak", p, bupati, pada=LEWAT, catatan="Belum menjawab.")
    p = putus(
        "beri_tenggat",
        p,
        bupati,
        pada=LEWAT,
        tanggal_tenggat=dt.date(2026, 12, 1),
        catatan="Lengkapi angkanya.",
    )
    assert (p.status, p.tanggal_tenggat) == (StatusPeringatan.TERBIT, dt.date(2026, 12, 1))
    assert Tanggapan.objects.get(pk=t.pk).hari_terlambat == 1
    tulis(p, kepala, pada=LEWAT)
    assert kirim(p, kepala, pada=LEWAT + HARI).hari_terlambat == 0


@pytest.mark.parametrize("hari", [dt.date(2026, 11, 18), dt.date(2026, 11, 21)])
def test_a_deadline_is_a_working_day_after_today(hari):
    opd, _ = opd_berkepala()
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(opd, buat_orang(Peran.PIMPINAN), tanggal_tenggat=hari)
    assert "tanggal_tenggat" in tolak.value.kolom


def test_the_sekda_neither_warns_nor_judges_the_setda_nor_undoes_what_the_bupati_wrote():
    opd = buat_opd()
    sekda = buat_orang(Peran.SEKDA)
    kepala = buat_jabatan(opd, kepala=True)
    buat_penugasan(buat_pegawai(pengguna=sekda), kepala)
    sekda.akses = susun_akses(sekda, pada=SEKARANG)
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(opd, sekda)
    assert tolak.value.kode == "opd_sendiri"
    lain, kepala_lain = opd_berkepala()
    p = terbitkan(lain, buat_orang(Peran.PIMPINAN))
    tulis(p, kepala_lain)
    kirim(p, kepala_lain)
    for nama, isi in (("terima", {}), ("tolak", {"catatan": "x"}), ("cabut", {"catatan": "x"})):
        with pytest.raises(AturanDilanggar, match="Bupati"):
            putus(nama, p, sekda, **isi)
    q = terbitkan(lain, sekda, sebab=Sebab("Lain.", kunci="lain"), jabatan="Sekretaris Daerah")
    putus("cabut", q, buat_orang(Peran.PIMPINAN), catatan="Cukup dibahas dalam rapat.")


def test_without_a_head_nobody_is_addressed():
    with pytest.raises(AturanDilanggar) as tolak:
        terbitkan(buat_opd(), buat_orang(Peran.PIMPINAN))
    assert tolak.value.kode == "tanpa_kepala"


def test_only_the_head_of_the_day_sends_and_only_what_was_written():
    opd, kepala = opd_berkepala()
    _, kepala_lain = opd_berkepala()
    p = terbitkan(opd, buat_orang(Peran.PIMPINAN))
    with pytest.raises(AturanDilanggar, match="Belum ada isinya"):
        kirim(p, kepala)
    tulis(p, kepala)
    with pytest.raises(AturanDilanggar):
        kirim(p, kepala_lain)
    with pytest.raises(AturanDilanggar):
        kirim(p, buat_orang(Peran.OPERATOR_OPD, opd=opd))


def test_a_draft_saved_meanwhile_is_shown_not_overwritten():
    opd, kepala = opd_berkepala()
    p = terbitkan(opd, buat_orang(Peran.PIMPINAN))
    tulis(p, kepala, isi="Pertama")
    with pytest.raises(Bentrok) as beda:
        tulis(p, kepala, isi="Kedua", versi=0)
    assert beda.value.tersimpan == {"isi": "Pertama"}
    tulis(p, kepala, isi="Kedua", versi=1)
    assert p.daftar_tanggapan.get().isi == "Kedua"


@pytest.mark.parametrize(
    "ganti",
    [
        {"status": StatusPeringatan.DITERIMA},
        {"status": StatusPeringatan.DITANGGAPI},
        {"status": StatusPeringatan.DICABUT, "putus_pada": LEWAT, "putus_oleh": "x"},
        {"putus_pada": LEWAT},
        {"jenis": J.PERINGATAN_2},
        {"diminta": ""},
    ],
)
def test_the_database_refuses_a_state_without_its_facts(ganti):
    opd, _ = opd_berkepala()
    p = terbitkan(opd, buat_orang(Peran.PIMPINAN))
    with pytest.raises(IntegrityError), transaction.atomic():
        Peringatan.objects.filter(pk=p.pk).update(**ganti)


def test_an_answer_has_one_parent_and_who_sent_it():
    opd, kepala = opd_berkepala()
    t = tulis(terbitkan(opd, buat_orang(Peran.PIMPINAN)), kepala)
    for ganti in ({"peringatan": None}, {"dikirim_pada": SEKARANG}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tanggapan.objects.filter(pk=t.pk).update(**ganti)


def test_what_is_open_about_a_matter_is_found_for_who_handed_the_cause_over():
    opd, _ = opd_berkepala()
    p = terbitkan(opd, buat_orang(Peran.PIMPINAN))
    terbitkan(opd, buat_orang(Peran.PIMPINAN), sebab=Sebab("Tangan.", kunci=""))
    [b] = queries.terbitan_terbuka("contoh/")
    assert (b.opd_id, b.kunci, b.jenis, b.id, b.tanggal_tenggat) == (
        opd.pk,
        "contoh/diam/2026",
        J.PENJELASAN,
        p.pk,
        TENGGAT,
    )
    assert b.is_menunggu_opd
