"""Pages of the room, as each role sees them, without JavaScript."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
)
from terukur.tenggat import actions
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.models import Jendela, LaporanKeterlambatan, Pengajuan, Perpanjangan
from terukur.tenggat.queries import kata_waktu
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _hari_buka():
    with time_machine.travel(f.SEKARANG + JAM, tick=True):
        yield


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


@pytest.fixture
def p(contoh):
    return f.buat_pengajuan(
        syarat=(("contoh", True), ("data_dukung", True)),
        dokumen=(f.dokumen("SK Tim"), f.dokumen("Foto", wajib=False)),
    )


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


def orang(peran, p=None):
    return masuk(f.buat_orang(peran, opd=p.opd if p else None))


def lihat(klien, nama, *args, status=200, **kueri):
    jawaban = klien.get(reverse(f"tenggat:{nama}", args=args), kueri)
    assert jawaban.status_code == status, jawaban.content.decode()[:2000]
    return jawaban.content.decode() if not jawaban.streaming else ""


def kirim(klien, nama, *args, status=302, **isi):
    jawaban = klien.post(reverse(f"tenggat:{nama}", args=args), isi)
    assert jawaban.status_code == status, jawaban.content.decode()[:3000]
    return jawaban


def test_the_operator_sees_what_is_missing_and_fills_documents(p, contoh):
    operator = orang(Peran.OPERATOR_OPD, p)
    isi = lihat(operator, "pengajuan", p.pk)
    assert "“SK Tim” belum diunggah" in isi
    assert "Belum lengkap: " in isi
    lihat(operator, "dokumen", p.pk)
    dokumen = p.jendela.daftar_dokumen_syarat.get(nama="SK Tim")
    kirim(operator, "unggah", p.pk, dokumen.pk, berkas=f.berkas_terkirim())
    assert p.daftar_dokumen.get().berkas.nama == "sk.pdf"
    contoh.lengkapi(p)
    kirim(operator, "siap", p.pk)
    assert Pengajuan.objects.get(pk=p.pk).status == "siap_ditandatangani"
    assert "Isian dikunci" in lihat(operator, "dokumen", p.pk)
    kirim(operator, "unggah", p.pk, dokumen.pk, berkas=f.berkas_terkirim())
    assert p.daftar_dokumen.count() == 1


def test_an_operator_of_one_unit_does_not_hand_in_for_the_whole_opd(p, contoh):
    siapkan(p, contoh)
    actions.batalkan_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)
    unit = masuk(buat_pengguna(Peran.OPERATOR_OPD, unit=buat_unit(p.opd), sejak=f.SEKARANG.date()))
    assert "Anda operator unit." in lihat(unit, "pengajuan", p.pk)
    kirim(unit, "siap", p.pk)
    assert Pengajuan.objects.get(pk=p.pk).status == "draf"
    kirim(orang(Peran.OPERATOR_OPD, p), "siap", p.pk)
    assert Pengajuan.objects.get(pk=p.pk).status == "siap_ditandatangani"


def siapkan(p, contoh):
    dokumen = p.jendela.daftar_dokumen_syarat.get(nama="SK Tim")
    contoh.lengkapi(p)
    actions.unggah_dokumen(
        pengajuan_id=p.pk,
        dokumen_id=dokumen.pk,
        nama="sk.pdf",
        isi=f.berkas_pdf(),
        oleh=SISTEM,
        pada=f.SEKARANG,
    )
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.SEKARANG)


def test_the_head_writes_what_to_mend_and_the_operator_reads_it(p, contoh):
    kepala, operator = orang(Peran.KEPALA_OPD, p), orang(Peran.OPERATOR_OPD, p)
    assert "Status sekarang “Draf”" in lihat(kepala, "minta_perbaikan", p.pk)
    siapkan(p, contoh)
    assert "Minta perbaikan ke operator" in lihat(kepala, "pengajuan", p.pk)
    assert "Minta perbaikan ke operator" not in lihat(operator, "pengajuan", p.pk)
    assert kirim(kepala, "minta_perbaikan", p.pk, status=422, alasan="").content
    assert operator.post(reverse("tenggat:minta_perbaikan", args=[p.pk])).status_code == 403
    kirim(kepala, "minta_perbaikan", p.pk, alasan="Foto SK buram")
    for isi in (lihat(operator, "pengajuan", p.pk), operator.get("/beranda/").content.decode()):
        assert "Diminta diperbaiki sebelum ditandatangani:</b> Foto SK buram" in isi
    kirim(operator, "siap", p.pk)
    assert "Foto SK buram" not in lihat(operator, "pengajuan", p.pk).partition("Riwayat")[0]


def test_the_head_confirms_who_he_is_and_submits_once(p, contoh):
    siapkan(p, contoh)
    kepala = orang(Peran.KEPALA_OPD, p)
    assert "Setujui dan ajukan" in lihat(kepala, "ajukan", p.pk)
    kirim(kepala, "ajukan", p.pk, status=422, sandi="salah")
    kunci = "7b0e7b52-7c0f-4c0a-9d3c-1f5f0d3f6a01"
    for _ in range(2):
        kirim(kepala, "ajukan", p.pk, sandi="sandi-contoh-2026", kunci_kirim=kunci)
    assert p.daftar_tanda_terima.count() == 1
    isi = lihat(kepala, "pengajuan", p.pk)
    assert "Tepat waktu" in isi
    assert "TT-2026-000001" in isi
    pdf = kepala.get(reverse("tenggat:surat", args=[p.daftar_tanda_terima.get().kertas_id]))
    assert pdf.content.startswith(b"%PDF")


def test_the_verifier_reads_notes_returns_and_verifies(p, contoh):
    siapkan(p, contoh)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    actions.ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=f.SEKARANG)
    verifikator = orang(Peran.VERIFIKATOR)
    assert p.opd.nama in lihat(verifikator, "antrean")
    assert "Verifikasi Isian contoh" in lihat(verifikator, "periksa", p.pk)
    for isian, kata in (
        ({"baris": "", "kolom": "nilai", "isi": "Terlalu kecil, sesuaikan"}, "Pilih barisnya"),
        ({"baris": "a", "kolom": "nilai", "isi": "  ", "kembalikan": "1"}, "Catatan wajib diisi"),
        ({"baris": "a", "kolom": "nilai", "isi": "Panjang" * 400}, "2000"),
    ):
        ditolak = kirim(verifikator, "catat", p.pk, "contoh", status=422, **isian).content.decode()
        assert kata in ditolak
        assert isian["isi"].strip() in ditolak, "what was typed is not lost"
        assert '<option value="nilai" selected>' in ditolak
    assert not p.daftar_catatan.exists()
    kirim(verifikator, "catat", p.pk, "contoh", baris="a", kolom="nilai", isi="Terlalu kecil", simpan="1")
    catatan = p.daftar_catatan.get()
    operator = orang(Peran.OPERATOR_OPD, p)
    kirim(operator, "tanggapi", catatan.pk, tanggapan="Akan diubah")
    kirim(verifikator, "catat", p.pk, "contoh", kembalikan="1")
    assert Pengajuan.objects.get(pk=p.pk).status == "dikembalikan"
    halaman = lihat(operator, "pengajuan", p.pk)
    assert "Akan diubah" in halaman
    assert "Terlalu kecil" in lihat(masuk(kepala), "ajukan", p.pk), "read before the correction is signed"
    assert catatan.tautan.endswith("?baris=a#id_nilai")
    assert f'href="{catatan.tautan}"' in halaman
    contoh.lengkapi(p, a="9")
    f.ajukan(p, kepala=kepala, pada=f.SEKARANG + 2 * JAM)
    isi = lihat(verifikator, "periksa", p.pk)
    assert "Hanya isian di atas yang berubah" in isi
    kirim(verifikator, "verifikasi", p.pk, "contoh")
    kirim(verifikator, "verifikasi", p.pk, "data_dukung")
    assert Pengajuan.objects.get(pk=p.pk).status == "diverifikasi"
    ba = p.daftar_berita_acara.get()
    assert verifikator.get(reverse("tenggat:surat", args=[ba.kertas_id])).content.startswith(b"%PDF")
    penyelenggara = orang(Peran.PENYELENGGARA)
    lihat(penyelenggara, "tetapkan_bersama", p.jendela_id)
    kirim(
        penyelenggara, "tetapkan", p.pk, jenis="perbup", nomor="12/2027", tanggal="2026-11-18",
        penanda_tangan="Bupati Nusa Tenun",
    )  # fmt: skip
    halaman = lihat(operator, "pengajuan", p.pk)
    assert "12/2027" in halaman
    assert "Diverifikasi</span>" not in halaman, "what is decreed is no longer only verified"


def test_the_organiser_prepares_opens_and_continues(contoh):
    opd = f.buat_opd()
    penyelenggara = orang(Peran.PENYELENGGARA)
    lihat(penyelenggara, "siapkan")
    isi = {
        "judul": "Rancangan Awal Renja 2028", "tahapan": "rancangan_awal_renja", "tahun": "2028",
        "nomor_edaran": "000.7/412/2026", "tanggal_edaran": "2026-11-17", "zona": "WIT",
        "dibuka_pada": "2026-11-18T09:00", "tenggat_pada": "2026-11-23T16:00",
        "ditutup_pada": "2026-11-30T16:00", "toleransi_detik": "10", "syarat": ["contoh", "data_dukung"],
        "opd_ids": [str(opd.pk)], "langkah_paraf": "Sekretaris",
        "dokumen-TOTAL_FORMS": "2", "dokumen-INITIAL_FORMS": "0", "dokumen-0-nama": "SK Tim",
        "dokumen-0-wajib": "on", "dokumen-0-jenis": "pdf_excel", "dokumen-0-batas_mb": "5",
        "dokumen-1-nama": "", "dokumen-1-jenis": "pdf",
    }  # fmt: skip
    kirim(penyelenggara, "siapkan", status=422, **(isi | {"tenggat_pada": "2026-11-10T16:00"}))
    kirim(penyelenggara, "siapkan", **isi)
    j = Jendela.objects.get()
    assert j.tenggat_pada == dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)
    assert lihat(penyelenggara, "ubah", j.pk).count("SK Tim") == 1
    lihat(penyelenggara, "jendela", j.pk)
    ubah = isi | {"versi": "1", "judul": "Judul kedua"}
    kirim(penyelenggara, "ubah", j.pk, **ubah)
    bentrok = kirim(penyelenggara, "ubah", j.pk, status=422, **(ubah | {"judul": "Judul ketiga"}))
    teks = bentrok.content.decode()
    assert "Judul kedua" in teks
    assert 'value="Judul ketiga"' in teks
    kirim(penyelenggara, "ubah", j.pk, **(ubah | {"versi": "2", "judul": "Judul ketiga"}))
    operator = masuk(f.buat_orang(Peran.OPERATOR_OPD, opd=opd))
    lihat(operator, "jendela", j.pk, status=404)
    kirim(penyelenggara, "buka", j.pk)
    lihat(operator, "jendela", j.pk)
    isi = lihat(penyelenggara, "siapkan", dari=str(j.pk))
    assert "Melanjutkan dari" in isi
    assert isi.index("Isian contoh<") > isi.index("Kebutuhan anggaran<") > isi.index("Program kerja<") > 0, (
        "the plan first"
    )
    lanjut = f.buat_jendela(opd=[opd], lanjutan_dari_id=j.pk, buka=False)
    assert f"{j.nama_tahapan}; isiannya disalin" in lihat(penyelenggara, "jendela", lanjut.pk)
    assert f'<option value="{Tahapan(j.tahapan).berikut}" selected>' in isi, "the stage that follows"


def test_extensions_are_asked_and_decided(p):
    operator = orang(Peran.OPERATOR_OPD, p)
    lihat(operator, "minta", p.pk)
    kirim(operator, "minta", p.pk, status=422, sampai="2026-12-30T16:00", alasan="Banjir")
    kirim(operator, "minta", p.pk, sampai="2026-11-27T16:00", alasan="Banjir")
    x = Perpanjangan.objects.get()
    assert "Menunggu keputusan" in lihat(operator, "perpanjangan", x.pk)
    isi = lihat(operator, "pengajuan", p.pk)
    assert "Permintaan menunggu keputusan Sekretaris Daerah" in isi
    assert reverse("tenggat:minta", args=[p.pk]) not in isi
    assert isi.count("Minta perpanjangan") == 1, "the accepted request alone, not the refused attempt"
    kirim(operator, "perpanjangan", x.pk, status=403, keputusan="beri")

    pejabat = f.buat_orang(Peran.SEKDA)
    setda = buat_jabatan(buat_opd("Sekretariat Daerah"), "Sekretaris Daerah", kepala=True)
    buat_penugasan(buat_pegawai(pengguna=pejabat), setda, nomor_sk="821/7/CONTOH")
    sekda = masuk(pejabat)
    lihat(sekda, "perpanjangan_daftar")
    lihat(sekda, "kolektif", p.jendela_id)
    kirim(
        sekda, "perpanjangan", x.pk, keputusan="beri", sampai="2026-11-26T16:00", dasar="Laporan BPBD",
        sandi="sandi-contoh-2026",
    )  # fmt: skip
    x.refresh_from_db()
    assert x.diputus_penugasan == "Sekretaris Daerah, SK 821/7/CONTOH"
    assert "Diperpanjang 26 Nov" in lihat(operator, "pengajuan", p.pk)
    sore = x.sampai - dt.timedelta(minutes=40)
    assert kata_waktu(p, x.sampai, pada=sore) == "Diperpanjang sampai 16.00", "on its last day, the hour"
    kirim(
        sekda, "kolektif", p.jendela_id, opd_ids=[str(p.opd_id)], sampai="2026-11-27T16:00", dasar="Banjir",
    )  # fmt: skip
    assert Perpanjangan.objects.filter(kelompok__isnull=False).count() == 1


def test_all_that_have_not_submitted_are_ticked_by_a_button_and_outages_are_named(contoh):
    opd = [buat_opd() for _ in range(3)]
    j = f.buat_jendela(opd=opd)
    sudah = Pengajuan.objects.get(jendela=j, opd=opd[0])
    contoh.lengkapi(sudah)
    f.ajukan(sudah, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=opd[0]), pada=f.SEKARANG)
    sekda = orang(Peran.SEKDA)
    assert "Tidak ada gangguan" in lihat(sekda, "kolektif", j.pk)
    actions.catat_gangguan(
        mulai_pada=f.SEKARANG, selesai_pada=f.SEKARANG + JAM / 2, keterangan="Server tidak menjawab",
        diukur=True, oleh=SISTEM, pada=f.SEKARANG + JAM / 2,
    )  # fmt: skip
    alamat = reverse("tenggat:kolektif", args=[j.pk])
    isi = sekda.post(alamat, {"pilih": "semua", "dasar": "Banjir", "sampai": "2026-11-26T16:00"})
    assert isi.status_code == 200
    halaman = isi.content.decode()
    assert "Server tidak menjawab (diukur sendiri)" in halaman
    assert (halaman.count(" checked"), "Banjir" in halaman, "2026-11-26T16:00" in halaman) == (2, True, True)
    kosong = sekda.post(alamat, {"pilih": "tidak", "dasar": "Banjir"}).content.decode()
    assert (kosong.count(" checked"), "Banjir" in kosong) == (0, True)
    assert not Perpanjangan.objects.exists()


def test_past_due_the_office_reads_what_it_may_still_do(p):
    pengguna = f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd)
    assert "tercatat terlambat" not in lihat(masuk(pengguna), "pengajuan", p.pk)
    with time_machine.travel(f.TENGGAT + JAM):
        isi = lihat(masuk(pengguna), "pengajuan", p.pk)
        assert "Masih dapat diajukan sampai jadwal ditutup 30 November 2026" in isi
        assert reverse("tenggat:minta", args=[p.pk]) in isi
    with time_machine.travel(f.TUTUP + JAM):
        isi = lihat(masuk(pengguna), "pengajuan", p.pk)
        assert "pengajuan baru tidak diterima lagi" in isi
        assert reverse("tenggat:minta", args=[p.pk]) not in isi


def test_the_turn_names_the_initial_that_is_missing(contoh):
    paket = f.buat_pengajuan(langkah_paraf=("Kasubag Perencanaan", "Sekretaris"))
    contoh.lengkapi(paket)
    kepala = orang(Peran.KEPALA_OPD, paket)
    actions.tandai_siap(pengajuan_id=paket.pk, oleh=SISTEM, pada=f.SEKARANG)
    for langkah in paket.jendela.langkah_paraf:
        assert f"Giliran: <b>Paraf {langkah}</b>" in lihat(kepala, "pengajuan", paket.pk)
        actions.paraf(pengajuan_id=paket.pk, oleh=replace(SISTEM, id=langkah), pada=f.SEKARANG)
    assert "Giliran: <b>Kepala OPD</b>" in lihat(kepala, "pengajuan", paket.pk)
    assert "1 baris" in lihat(kepala, "ajukan", paket.pk), "who signs reads what is in it"


def test_the_late_list_reaches_the_leaders(p, contoh):
    from terukur.tenggat.jobs import berdetak

    contoh.lengkapi(p)
    with time_machine.travel(f.TENGGAT + dt.timedelta(seconds=30)):
        berdetak()
        laporan = LaporanKeterlambatan.objects.get()
        bupati = orang(Peran.PIMPINAN)
        isi = lihat(bupati, "laporan", laporan.pk)
        assert p.opd.nama in isi
        assert "Belum mengajukan: 1 OPD" in isi
        lihat(bupati, "laporan_daftar")
        pdf = bupati.get(reverse("tenggat:surat", args=[laporan.kertas_id]))
        assert pdf.content.startswith(b"%PDF")
        for format_ in ("xlsx", "csv"):
            assert (
                bupati.get(reverse("tenggat:laporan", args=[laporan.pk]), {"unduh": format_}).status_code
                == 200
            )
        lihat(orang(Peran.OPERATOR_OPD, p), "laporan", laporan.pk, status=403)


def test_another_opd_finds_nothing(p, contoh):
    siapkan(p, contoh)
    asing = f.buat_pengajuan()
    for peran in (Peran.OPERATOR_OPD, Peran.KEPALA_OPD):
        klien = orang(peran, asing)
        lihat(klien, "pengajuan", p.pk, status=404)
        lihat(klien, "dokumen", p.pk, status=404)
        lihat(klien, "jendela", p.jendela_id, status=404)
        if peran is Peran.OPERATOR_OPD:
            kirim(klien, "siap", p.pk, status=404)
            kirim(klien, "minta", p.pk, status=404)
        else:
            kirim(klien, "ajukan", p.pk, status=404)


@pytest.mark.parametrize("nama", ["jendela", "daftar", "antrean", "perpanjangan_daftar"])
def test_queries_do_not_grow_with_opd(contoh, nama, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def hitung(jumlah):
        opd = [f.buat_opd() for _ in range(jumlah)]
        j = f.buat_jendela(opd=opd)
        for p in j.daftar_pengajuan.select_related("jendela", "opd"):
            contoh.lengkapi(p)
            kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
            actions.minta_perpanjangan(
                pengajuan_id=p.pk, alasan="Banjir", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG
            )
            f.ajukan(p, kepala=kepala, pada=f.SEKARANG)
        with CaptureQueriesContext(
            connection,
        ) as tangkap:
            lihat(klien, nama, *([j.pk] if nama == "jendela" else []))
        return len(tangkap)

    klien = orang(Peran.VERIFIKATOR)
    lihat(klien, "daftar")
    assert hitung(1) == hitung(6)
