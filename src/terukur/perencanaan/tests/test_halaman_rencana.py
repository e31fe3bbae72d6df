"""Pages of RPJMD and Renstra: what each reader sees and does; other OPD look as if they did not exist."""

import datetime as dt
import io
import re
from dataclasses import replace

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.actions.butir_rencana import simpan_butir
from terukur.perencanaan.actions.rencana import mulai_perubahan
from terukur.perencanaan.choices import JenisButir
from terukur.perencanaan.models import ButirRencana, IndikatorButir, PaguIndikatif, VersiRencana
from terukur.perencanaan.queries.program import periksa_banyak
from terukur.perencanaan.tests.factories import PADA, buat_beberapa_pengajuan, buat_sub_kegiatan
from terukur.perencanaan.tests.pabrik_rencana import (
    KODE_OPD,
    PERDA,
    ajukan,
    buat_renstra,
    buat_renstra_tetap,
    buat_rpjmd,
    sasaran,
    tambah,
    tetapkan,
    verifikasi,
)

pytestmark = pytest.mark.django_db
J = JenisButir


@pytest.fixture(autouse=True)
def _waktu():
    with time_machine.travel(PADA, tick=True):
        yield


@pytest.fixture
def opd():
    return buat_opd(kode=KODE_OPD)


def url(nama, *args):
    return reverse(f"perencanaan:{nama}", args=args)


def masuk(client, peran, opd=None, **isi):
    client.force_login(buat_pengguna(peran, opd=opd, **isi))
    return client


def teks(jawaban):
    return jawaban.content.decode()


def test_bappeda_writes_and_sets_an_rpjmd_without_script(client):
    masuk(client, Peran.PENYELENGGARA)
    isi = {"tahun_awal": "2025", "tahun_akhir": "2029", "kunci_kirim": "0b6f4c1e-55a3-4f62-9d43-6a2d7b3b8f01"}
    for _ in range(2):
        alamat = client.post(url("rpjmd_baru"), isi)["Location"]
    versi = VersiRencana.objects.get()
    assert alamat == url("rencana", versi.pk)
    assert "Belum ada misi" in teks(client.get(alamat))
    client.post(url("visi", versi.pk), {"visi": "Sehat"})
    assert client.post(url("tambah_butir", versi.pk, "misi"), {"nama": ""}).status_code == 422
    client.post(url("tambah_butir", versi.pk, "misi"), {"nama": "Misi satu"})
    misi = ButirRencana.objects.get(jenis=J.MISI)
    client.post(f"{url('tambah_butir', versi.pk, 'tujuan')}?induk={misi.pk}", {"nama": "Tujuan satu"})
    tujuan = ButirRencana.objects.get(jenis=J.TUJUAN)
    isian = {
        "nama": "IPM",
        "satuan": "Indeks",
        "polaritas": "naik",
        "target_awal": "66,8",
        "target_2025": "x",
    }
    salah = client.post(url("tambah_indikator_butir", tujuan.pk), isian)
    assert salah.status_code == 422
    assert "bukan angka" in teks(salah)
    client.post(url("tambah_indikator_butir", tujuan.pk), isian | {"target_2025": "67,4"})
    html = teks(client.get(alamat))
    assert "Tujuan satu" in html
    assert "67,4" in html
    assert "target belum diisi (2026, 2027, 2028, 2029, kondisi akhir)" in html
    dokumen = {"jenis": "perda", "nomor": "3", "tanggal": "2025-08-20", "penanda_tangan": "Bupati"}
    assert "Belum lengkap" in teks(client.post(url("tetapkan_rencana", versi.pk), dokumen))
    indikator = IndikatorButir.objects.get()
    lengkap = {f"target_{t}": "68" for t in (*range(2025, 2030), "akhir")}
    client.post(url("ubah_indikator_butir", indikator.pk), isian | lengkap)
    tambah(versi, J.SASARAN, tujuan)
    client.post(url("tetapkan_rencana", versi.pk), dokumen)
    html = teks(client.get(alamat))
    assert "Sedang berlaku" in html
    assert "Tambah misi" not in html
    assert client.get(url("ubah_butir", misi.pk)).status_code == 403


def test_a_draft_of_the_rpjmd_is_bappedas_and_a_set_one_is_for_all_readers(client, opd):
    draf = buat_rpjmd(tetap=False)
    masuk(client, Peran.OPERATOR_OPD, opd)
    assert client.get(url("rencana", draf.pk)).status_code == 404
    assert "Belum ada RPJMD" in teks(client.get(url("rpjmd")))
    versi = tetapkan(draf, PERDA)
    html = teks(client.get(url("rencana", versi.pk)))
    assert "Kabupaten sehat" in html
    assert "Mulai Perubahan" not in html
    riwayat = client.get(reverse("jejak:riwayat", args=["rpjmd", versi.pk]))
    assert "3 Tahun 2025" in teks(riwayat)
    assert client.post(url("perubahan_rencana", versi.pk), {"alasan": "x"}).status_code == 404


def test_an_operator_writes_the_renstra_of_his_opd(client, opd):
    rpjmd = buat_rpjmd()
    draf = buat_renstra(opd, rpjmd=rpjmd)
    masuk(client, Peran.OPERATOR_OPD, opd)
    tujuan = ButirRencana.objects.get(versi=draf, jenis=J.TUJUAN)
    alamat = f"{url('tambah_butir', draf.pk, 'sasaran')}?induk={tujuan.pk}"
    assert "Menurunnya stunting 1" in teks(client.get(alamat))
    assert client.post(alamat, {"nama": "Sasaran baru"}).status_code == 422
    client.post(alamat, {"nama": "Sasaran baru", "sasaran_rpjmd": str(sasaran(rpjmd).pk)})
    baru = ButirRencana.objects.get(nama="Sasaran baru")
    assert baru.sasaran_rpjmd == sasaran(rpjmd)
    alamat = f"{url('tambah_butir', draf.pk, 'program')}?induk={baru.pk}"
    html = teks(client.get(alamat))
    assert "1.02.01 PROGRAM PENUNJANG" in html
    assert "2.16.03" not in html
    client.post(alamat, {"kode": "1.02.01", "pagu_2025": "1.500.000", "pagu_2026": ""})
    program = ButirRencana.objects.get(induk=baru)
    assert [(p.tahun, p.jumlah) for p in PaguIndikatif.objects.filter(program=program)] == [(2025, 1_500_000)]
    assert "1.500.000" in teks(client.get(url("ubah_butir", program.pk)))
    client.post(url("hapus_butir", baru.pk))
    assert not ButirRencana.objects.filter(pk__in=[baru.pk, program.pk]).exists()
    client.post(url("hapus_indikator_butir", tujuan.daftar_indikator.get().pk))
    assert "belum ada indikator" in teks(client.get(url("rencana", draf.pk)))
    client.post(url("hapus_rencana", draf.pk))
    assert not VersiRencana.objects.filter(pk=draf.pk).exists()


def test_an_operator_starts_a_renstra_and_one_of_a_unit_does_not(client, opd):
    masuk(client, Peran.OPERATOR_OPD, opd, unit=buat_unit(opd))
    assert client.get(url("renstra_baru")).status_code == 403
    masuk(client, Peran.ADMIN_OPD, opd)
    isi = {"opd": str(opd.pk), "tahun_awal": "2025", "tahun_akhir": "2032"}
    assert "enam tahun" in teks(client.post(url("renstra_baru"), isi))
    client.post(url("renstra_baru"), isi | {"tahun_akhir": "2029"})
    versi = VersiRencana.objects.get()
    assert versi.dokumen.opd == opd
    masuk(client, Peran.OPERATOR_OPD, opd, unit=buat_unit(opd))
    assert client.get(url("rencana", versi.pk)).status_code == 200
    assert client.post(url("tambah_butir", versi.pk, "tujuan"), {"nama": "x"}).status_code == 403


def test_head_verifikator_and_bappeda_carry_a_renstra_to_its_decree(client, opd):
    draf = buat_renstra(opd)
    kepala, operator = buat_pengguna(Peran.KEPALA_OPD, opd=opd), buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    client.force_login(operator)
    html = teks(client.get(url("rencana", draf.pk)))
    assert "menunggu Kepala OPD" in html
    assert "Setujui dan ajukan" not in html
    client.force_login(kepala)
    assert "Setujui dan ajukan" in teks(client.get(url("rencana", draf.pk)))
    client.post(url("ajukan_renstra", draf.pk))
    draf.refresh_from_db()
    assert "Kepala" in draf.diajukan_penugasan
    masuk(client, Peran.VERIFIKATOR)
    client.post(url("kembalikan_renstra", draf.pk), {"catatan": "Perbaiki target 2027"})
    client.force_login(operator)
    assert "Perbaiki target 2027" in teks(client.get(url("rencana", draf.pk)))
    ajukan(draf)
    masuk(client, Peran.VERIFIKATOR)
    client.post(url("verifikasi_renstra", draf.pk))
    masuk(client, Peran.PENYELENGGARA)
    dokumen = {"jenis": "perbup", "nomor": "12", "tanggal": "2025-11-03", "penanda_tangan": "Bupati"}
    client.post(url("tetapkan_rencana", draf.pk), dokumen)
    draf.refresh_from_db()
    assert draf.status == "ditetapkan"
    assert "Mulai Perubahan" not in teks(client.get(url("rencana", draf.pk)))
    client.force_login(operator)
    alamat = client.post(url("perubahan_rencana", draf.pk), {"alasan": "RPJMN"})["Location"]
    assert "Perubahan ke-1" in teks(client.get(alamat))


def test_what_a_colleague_saved_meanwhile_is_shown_and_not_overwritten(client, opd):
    draf = buat_renstra(opd)
    masuk(client, Peran.OPERATOR_OPD, opd)
    tujuan = ButirRencana.objects.get(versi=draf, jenis=J.TUJUAN)
    indikator = tujuan.daftar_indikator.get()
    isian = {"nama": "Baru", "satuan": "Persen", "polaritas": "turun", "target_2027": "9"}
    for alamat, milik, rekan in (
        (url("ubah_butir", tujuan.pk), {"nama": "Tujuan saya"}, {"nama": "Tujuan rekan"}),
        (url("ubah_indikator_butir", indikator.pk), isian, isian | {"target_2027": "8"}),
    ):
        lama = {"dibaca": re.search(r'name="dibaca" value="(\w+)"', teks(client.get(alamat)))[1]}
        assert client.post(alamat, rekan | lama).status_code == 302
        ditolak = client.post(alamat, milik | lama)
        assert ditolak.status_code == 409
        baru = {"dibaca": re.search(r'name="dibaca" value="(\w+)"', teks(ditolak))[1]}
        assert "sudah diubah rekan Anda" in teks(ditolak)
        assert client.post(alamat, milik | baru).status_code == 302
    tujuan.refresh_from_db()
    assert tujuan.nama == "Tujuan saya"
    assert [t.nilai for t in indikator.daftar_target.all()] == [9]


def test_a_refused_step_says_why_and_is_no_step_of_the_rpjmd(client, opd):
    rpjmd = buat_rpjmd()
    draf = buat_renstra(opd, rpjmd=rpjmd)
    PaguIndikatif.objects.all().delete()
    client.force_login(buat_pengguna(Peran.KEPALA_OPD, opd=opd))
    assert "pagu indikatif belum diisi" in teks(client.post(url("ajukan_renstra", draf.pk), follow=True))
    assert "RPJMD langsung ditetapkan" in teks(client.post(url("ajukan_renstra", rpjmd.pk), follow=True))


def test_another_opd_is_not_found(client, opd):
    versi = buat_renstra(opd)
    butir = sasaran(versi)
    masuk(client, Peran.OPERATOR_OPD, buat_opd())
    assert "Belum ada Renstra" in teks(client.get(url("renstra")))
    for nama in ("rencana", "bandingkan_rencana"):
        assert client.get(url(nama, versi.pk)).status_code == 404, nama
    assert client.post(url("ubah_butir", butir.pk), {"nama": "x"}).status_code == 404
    assert client.post(url("tambah_butir", versi.pk, "tujuan"), {"nama": "x"}).status_code == 404
    assert client.get(url("tambah_butir", versi.pk, "hal")).status_code == 404


def test_the_lists_answer_what_was_in_force_and_what_was_known(client):
    lama = buat_rpjmd()
    baru = mulai_perubahan(versi_id=lama.pk, alasan="RPJMN", oleh=SISTEM, pada=PADA)
    besok = PADA + dt.timedelta(days=1)
    tetapkan(baru, replace(PERDA, nomor="1 Tahun 2026", tanggal=dt.date(2026, 3, 2)), pada=besok)
    masuk(client, Peran.PIMPINAN)

    def terlihat(**kueri):
        html = teks(client.get(url("rpjmd"), kueri))
        return [v for v in (lama, baru) if url("rencana", v.pk) in html]

    assert terlihat() == [lama, baru]
    assert terlihat(per="2026-01-15") == [lama]
    assert terlihat(per="2026-06-15") == [baru]
    assert terlihat(per="2026-06-15", diketahui=f"{besok:%Y-%m-%d}T00:01") == [lama]
    assert terlihat(per="2026-06-15", diketahui="2026-01-01T00:00") == []
    assert terlihat(tahun="2031") == []
    assert terlihat(status="draf") == []


def test_two_versions_stand_side_by_side(client):
    lama = buat_rpjmd()
    baru = mulai_perubahan(versi_id=lama.pk, alasan="RPJMN", oleh=SISTEM, pada=PADA)
    butir = sasaran(baru)
    simpan_butir(
        versi_id=baru.pk, jenis=J.SASARAN, butir_id=butir.pk, nama="Lebih sehat", oleh=SISTEM, pada=PADA
    )
    tambah(baru, J.SASARAN, butir.induk, nama="Sasaran tambahan")
    masuk(client, Peran.PENYELENGGARA)
    for versi, lain in ((baru, lama), (lama, baru)):
        html = teks(client.get(url("bandingkan_rencana", versi.pk), {"dengan": str(lain.pk)}))
        assert html.index("Menurunnya stunting 1</div>") < html.index("Lebih sehat</div>")
        assert "Sasaran “Sasaran tambahan”" in html
    csv = b"".join(
        client.get(url("bandingkan_rencana", baru.pk), {"unduh": "csv"}).streaming_content
    ).decode()
    assert "Nama;Menurunnya stunting 1;Lebih sehat" in csv
    masuk(client, Peran.PIMPINAN)
    assert "Belum ada versi lain" in teks(client.get(url("bandingkan_rencana", lama.pk)))


def test_the_matrix_and_the_list_come_as_files(client, opd):
    versi = buat_renstra_tetap(opd)
    masuk(client, Peran.AUDITOR)
    isi = client.get(url("rencana", versi.pk), {"unduh": "xlsx"})
    lembar = openpyxl.load_workbook(
        io.BytesIO(b"".join(isi.streaming_content) if isi.streaming else isi.content)
    )
    baris = list(lembar.active.iter_rows(values_only=True))
    program = dict(zip(baris[0], baris[-1], strict=True))
    assert (program["Kode"], program["Target 2027"], program["Pagu 2027"]) == ("1.02.02", 13, 1_000_000)
    daftar = client.get(url("renstra"), {"unduh": "csv", "kata": opd.singkatan})
    csv = b"".join(daftar.streaming_content).decode()
    assert "12 Tahun 2025;03/11/2025;Bupati;03/11/2025;31/12/2029" in csv


@pytest.mark.parametrize("urut", ["periode", "-opd", "versi", "status", "-tanggal", "asing"])
def test_the_list_is_sorted(client, opd, urut):
    buat_renstra(opd)
    masuk(client, Peran.PIMPINAN)
    assert opd.nama in teks(client.get(url("renstra"), {"urut": urut}))


def test_queries_do_not_grow(client, opd, django_assert_max_num_queries):
    rpjmd = buat_rpjmd()
    versi = buat_renstra(opd, rpjmd=rpjmd)
    masuk(client, Peran.ADMIN_OPD, opd)
    halaman = (url("rencana", versi.pk), url("renstra"))
    client.get(halaman[0])
    jumlah = []
    for alamat in halaman:
        with django_assert_max_num_queries(40) as satu:
            client.get(alamat)
        jumlah.append(len(satu))
    tujuan = ButirRencana.objects.get(versi=versi, jenis=J.TUJUAN)
    for n in range(3):
        s = tambah(versi, J.SASARAN, tujuan, nama=f"Sasaran {n}", sasaran_rpjmd_id=sasaran(rpjmd).pk)
        tambah(versi, J.PROGRAM, s, kode="1.02.01")
    tetapkan(verifikasi(ajukan(_berpagu(versi))), replace(PERDA, tanggal=dt.date(2025, 11, 3)))
    mulai_perubahan(versi_id=versi.pk, alasan="x", oleh=SISTEM, pada=PADA)
    for alamat, n in zip(halaman, jumlah, strict=True):
        with django_assert_max_num_queries(n):
            client.get(alamat)


def _berpagu(versi):
    for p in ButirRencana.objects.filter(versi=versi, jenis=J.PROGRAM, daftar_pagu=None):
        PaguIndikatif.objects.bulk_create(
            PaguIndikatif(program=p, tahun=t, jumlah=1) for t in range(2025, 2030)
        )
    return versi


def test_a_program_outside_the_renstra_is_told_only_where_there_is_a_set_one(django_assert_num_queries):
    satu, dua = buat_beberapa_pengajuan(2)
    for p in (satu, dua):
        buat_sub_kegiatan(p, "1.02.02.2.02.0004")
        buat_sub_kegiatan(p, "1.02.01.2.01.0001")

    def di_luar():
        with django_assert_num_queries(1):
            hasil = periksa_banyak([satu, dua], tahun=2027)
        return {
            pk: [t.pesan for t in h.peringatan if t.kode == "di_luar_renstra"] for pk, (h, _) in hasil.items()
        }

    draf = buat_renstra(satu.opd)
    assert di_luar() == {satu.pk: [], dua.pk: []}
    tetapkan(verifikasi(ajukan(draf)), replace(PERDA, tanggal=dt.date(2025, 11, 3)))
    pesan = "Program 1.02.01 tidak ada dalam Renstra OPD ini yang berlaku untuk tahun rencana."
    assert di_luar() == {satu.pk: [pesan], dua.pk: []}
    assert not [
        t for t in periksa_banyak([satu], tahun=2030)[satu.pk][0].peringatan if t.kode == "di_luar_renstra"
    ]
