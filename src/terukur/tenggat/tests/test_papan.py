"""The words of the grid: an untouched package is not an error, a half-filled one is."""

import datetime as dt

import pytest
import time_machine

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd
from terukur.tenggat import actions, queries, rules
from terukur.tenggat.actions import IsiCatatan, IsiPenetapan
from terukur.tenggat.choices import HasilReviu, JenisPenetapan, StatusPengajuan
from terukur.tenggat.jobs import berdetak, catat_kelengkapan
from terukur.tenggat.models import KegiatanTercatat, LaporanKeterlambatan, Pengajuan
from terukur.tenggat.penyedia import Kelengkapan, Temuan
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


@pytest.fixture
def p(contoh):
    return f.buat_pengajuan()


def baris(p):
    papan = queries.papan_jendela(p.jendela, untuk=f.buat_orang(Peran.PENYELENGGARA), pada=f.SEKARANG)
    return next(b for b in papan.baris if b.pengajuan.pk == p.pk), papan


def test_an_untouched_package_is_belum_mulai_even_where_the_provider_finds_it_empty(p, contoh, monkeypatch):
    actions.catat_kegiatan(pengajuan=p, kode="contoh", pada=f.SEKARANG)  # as copying at opening does
    kosong = Kelengkapan(0, 0, galat=(Temuan("Belum ada isian.", "/contoh/"),))
    monkeypatch.setattr(contoh, "kelengkapan", lambda jendela, paket: {p.opd_id: kosong for p in paket})
    b, papan = baris(p)
    assert [(s.kata, s.jenis) for s in b.sel] == [("Belum mulai", "")]
    assert b.status == "Belum mulai"
    assert (papan.jumlah["belum_mulai"], papan.jumlah["draf"]) == (1, 0)


def test_a_begun_package_names_what_is_wrong(p, contoh):
    contoh.lengkapi(p, a="1", b="salah")
    b, papan = baris(p)
    assert b.sel[0].persen == 99
    assert [(s.kata, s.jenis) for s in b.sel] == [("Kurang 1", "")]
    assert b.status == "Draf"
    assert (papan.jumlah["belum_mulai"], papan.jumlah["draf"]) == (0, 1)


def test_what_changes_outside_the_package_is_recorded_but_is_no_activity_of_the_opd(p, contoh, monkeypatch):
    contoh.lengkapi(p, a="1", b="2")
    kurang = Kelengkapan(1, 2, galat=(Temuan("Melampaui pagu.", "/contoh/"),))
    monkeypatch.setattr(contoh, "kelengkapan", lambda jendela, paket: {p.opd_id: kurang for p in paket})
    besok = f.SEKARANG + dt.timedelta(days=1)
    for _ in range(2):
        with time_machine.travel(besok, tick=False):
            catat_kelengkapan(0)
    b, _papan = baris(p)
    assert (b.sel[0].kata, b.sel[0].persen) == ("Kurang 1", 50)
    assert b.kegiatan_terakhir == f.SEKARANG
    assert KegiatanTercatat.objects.filter(pengajuan=p, pada=besok).count() == 1, "once, not every night"
    keadaan = queries.keadaan_jendela(p.jendela, saat=besok)
    assert (keadaan.baris[0].persen, keadaan.baris[0].kegiatan_terakhir) == (50, f.SEKARANG)


def test_the_grid_asks_no_provider(p, contoh):
    contoh.lengkapi(p)
    contoh.jumlah_panggilan = 0
    assert baris(p)[0].sel[0].kata == "Lengkap"
    assert contoh.jumlah_panggilan == 0


LANGKAH = ("Kasubag Perencanaan", "Sekretaris")
JAM = dt.timedelta(hours=1)


def kerja(p, aksi, *, orang=None, pada=f.SEKARANG, **lain):
    pengguna = {"pengguna": orang} if orang else {}
    return aksi(pengajuan_id=p.pk, oleh=orang.pelaku() if orang else SISTEM, pada=pada, **pengguna, **lain)


def siapkan(p, contoh, *, paraf):
    contoh.lengkapi(p, a="1", b="2")
    kerja(p, actions.tandai_siap)
    for _ in range(paraf):
        kerja(p, actions.paraf)


def semua_keadaan(contoh):
    """A window whose packages stand in every state, and (package by name) of each."""
    nama = (
        "draf", "diperpanjang", "ditolak", "siap", "batal", "diajukan", "dikembalikan", "perbaikan",
        "verifikasi", "sesuai", "perlu", "dulu", "ditetapkan",
    )  # fmt: skip
    j = f.buat_jendela(opd=[buat_opd() for _ in nama], langkah_paraf=LANGKAH, reviu_apip=True)
    p = dict(
        zip(nama, j.daftar_pengajuan.select_related("jendela", "opd").order_by("opd__kode"), strict=True)
    )
    sekda = f.buat_orang(Peran.SEKDA)
    verifikator, pereviu = f.buat_orang(Peran.VERIFIKATOR), f.buat_orang(Peran.INSPEKTORAT)

    for kunci, sampai in (("diperpanjang", f.TENGGAT + JAM), ("ditolak", f.TUTUP), ("draf", f.TUTUP)):
        x = kerja(p[kunci], actions.minta_perpanjangan, alasan="Banjir", sampai=sampai)
        keputusan = {"perpanjangan_id": x.pk, "pengguna": sekda, "oleh": sekda.pelaku(), "pada": f.SEKARANG}
        if kunci == "diperpanjang":
            actions.beri_perpanjangan(sampai=sampai, dasar="Nota dinas", **keputusan)
            kerja(p[kunci], actions.minta_perpanjangan, alasan="Masih banjir", sampai=f.TUTUP)
        elif kunci == "ditolak":
            actions.tolak_perpanjangan(alasan="Tidak beralasan", **keputusan)
    contoh.lengkapi(p["diperpanjang"], a="1", b="")
    contoh.lengkapi(p["ditolak"], a="salah", b="2", c="")
    siapkan(p["siap"], contoh, paraf=1)
    siapkan(p["batal"], contoh, paraf=1)
    kerja(p["batal"], actions.batalkan_siap)
    kerja(p["batal"], actions.tandai_siap)

    kepala = {x: f.buat_orang(Peran.KEPALA_OPD, opd=x.opd) for x in p.values()}

    def ajukan(x):
        kerja(x, actions.ajukan, orang=kepala[x], pada=f.SEKARANG + JAM)

    def verifikasi(x):
        kerja(x, actions.verifikasi, orang=verifikator, pada=f.SEKARANG + 2 * JAM, kode="contoh")

    def kembalikan(x):
        catatan = (IsiCatatan("target keliru", "a"),)
        kerja(
            x,
            actions.kembalikan,
            orang=verifikator,
            pada=f.SEKARANG + 2 * JAM,
            kode="contoh",
            catatan=catatan,
        )

    def reviu(x, hasil, jam=3):
        kerja(x, actions.reviu, orang=pereviu, pada=f.SEKARANG + jam * JAM, hasil=hasil, catatan="Lengkapi")

    for kunci in nama[5:]:
        siapkan(p[kunci], contoh, paraf=2)
        ajukan(p[kunci])
    for kunci in nama[8:]:
        verifikasi(p[kunci])
    for kunci in ("dikembalikan", "perbaikan"):
        kembalikan(p[kunci])
    kerja(p["perbaikan"], actions.tandai_siap)
    kerja(p["perbaikan"], actions.paraf)
    reviu(p["sesuai"], HasilReviu.PERLU_PERBAIKAN)
    reviu(p["sesuai"], HasilReviu.TANPA_CATATAN, jam=4)
    reviu(p["perlu"], HasilReviu.DENGAN_CATATAN)
    reviu(p["perlu"], HasilReviu.PERLU_PERBAIKAN, jam=4)
    reviu(p["dulu"], HasilReviu.TANPA_CATATAN)
    kembalikan(p["dulu"])
    siapkan(p["dulu"], contoh, paraf=2)
    ajukan(p["dulu"])
    verifikasi(p["dulu"])
    reviu(p["ditetapkan"], HasilReviu.TANPA_CATATAN)
    penyelenggara = f.buat_orang(Peran.PENYELENGGARA)
    isi = IsiPenetapan(JenisPenetapan.PERBUP, "12/2027", f.SEKARANG.date(), "Bupati")
    actions.tetapkan(
        pengajuan_ids=[p["ditetapkan"].pk], isi=isi, pengguna=penyelenggara, oleh=penyelenggara.pelaku(),
        pada=f.SEKARANG + 5 * JAM,
    )  # fmt: skip
    return j, p


def test_the_statement_of_the_grid_says_what_the_records_say(contoh, django_assert_num_queries):
    """Every state, extensions granted, asked and refused, initials withdrawn, reviews of older content."""
    j, paket = semua_keadaan(contoh)
    pimpinan = f.buat_orang(Peran.PIMPINAN)
    pada = f.SEKARANG + dt.timedelta(days=1)
    with django_assert_num_queries(1):
        papan = queries.papan_jendela(j, untuk=pimpinan, pada=pada)
    baris = {b.pengajuan.pk: b for b in papan.baris}
    semua = list(Pengajuan.objects.filter(jendela=j).select_related("jendela", "opd").order_by("opd__kode"))
    assert {p.status for p in semua} == set(StatusPengajuan.values)
    assert len(baris) == len(semua)
    assert [(s.pk, s.kode, s.nama, s.wajib) for s in papan.syarat] == list(
        j.daftar_syarat.order_by("urutan", "pk").values_list("pk", "kode", "nama", "wajib")
    )
    ids = [p.pk for p in semua]
    tercatat, penahan = queries.kelengkapan_tercatat(ids), queries.penahan_reviu(semua)
    for p in semua:
        b, milik = baris[p.pk], tercatat[p.pk].get("contoh")
        for kolom in ("status", "diajukan_pada", "tepat_waktu", "selisih_detik"):
            assert getattr(b.pengajuan, kolom) == getattr(p, kolom)
        for kolom in ("kode", "nama", "singkatan", "jenis"):
            assert getattr(b.pengajuan.opd, kolom) == getattr(p.opd, kolom)
        assert b.pengajuan.jendela == j
        assert b.tenggat == (p.tenggat_berlaku or queries.tenggat_pengajuan(p, pada=pada))
        assert b.waktu == queries.kata_waktu(p, b.tenggat, pada=pada)
        assert b.permintaan == p.daftar_perpanjangan.filter(status="diminta").count()
        tertahan = penahan.get(p.pk, "") if p.status == StatusPengajuan.DIVERIFIKASI else ""
        assert b.giliran == rules.giliran(p.status, queries.paraf_sisa(p), tertahan)
        assert b.siap_tetap == (p.status == StatusPengajuan.DIVERIFIKASI and not tertahan)
        assert b.kegiatan_terakhir == (milik and milik.kegiatan_pada)
        assert b.sel[0].persen == (
            rules.persen_syarat(milik.terpenuhi, milik.jumlah, milik.jumlah_galat) if milik else 0
        )
        assert queries.susun_baris([p], j, pada=pada) == [b]
    kata = {nama: (baris[p.pk].sel[0].kata, baris[p.pk].giliran) for nama, p in paket.items()}
    assert kata == {
        "draf": ("Belum mulai", "Operator OPD"),
        "diperpanjang": ("Kurang 1", "Operator OPD"),
        "ditolak": ("Kurang 1", "Operator OPD"),
        "siap": ("Lengkap", "Paraf Sekretaris"),
        "batal": ("Lengkap", "Paraf Kasubag Perencanaan"),
        "diajukan": ("Diajukan", "Verifikator"),
        "dikembalikan": ("Dikembalikan", "Operator OPD"),
        "perbaikan": ("Dikembalikan", "Paraf Sekretaris"),
        "verifikasi": ("Diverifikasi", "Inspektorat"),
        "sesuai": ("Diverifikasi", "Penyelenggara"),
        "perlu": ("Diverifikasi", "Verifikator"),
        "dulu": ("Diverifikasi", "Inspektorat"),
        "ditetapkan": ("Ditetapkan", ""),
    }


def test_the_grid_is_cut_to_the_scope_of_the_reader(contoh):
    a, b = buat_opd(), buat_opd()
    j = f.buat_jendela(opd=[a, b])
    lain = f.buat_jendela(opd=[b])
    f.buat_jendela(opd=[a], buka=False)
    operator, pimpinan = f.buat_orang(Peran.OPERATOR_OPD, opd=a), f.buat_orang(Peran.PIMPINAN)
    for orang, opd, jendela in ((operator, {a}, [j]), (pimpinan, {a, b}, [j, lain])):
        papan = queries.papan_jendela(j, untuk=orang, pada=f.SEKARANG)
        assert {x.pengajuan.opd.kode for x in papan.baris} == {o.kode for o in opd}
        assert {x.pk for x in queries.jendela_berjalan(orang)} == {x.pk for x in jendela}
    kosong = queries.papan_jendela(f.buat_jendela(opd=[], buka=False), untuk=pimpinan, pada=f.SEKARANG)
    assert (kosong.baris, len(kosong.syarat), kosong.laporan) == ((), 1, None)


def test_the_grid_names_the_last_late_list_to_those_who_may_read_it(contoh):
    p = f.buat_pengajuan()
    pimpinan, operator = f.buat_orang(Peran.PIMPINAN), f.buat_orang(Peran.OPERATOR_OPD, opd=p.opd)
    assert queries.papan_jendela(p.jendela, untuk=pimpinan, pada=f.SEKARANG).laporan is None
    for saat in (f.TENGGAT, f.TUTUP):
        with time_machine.travel(saat + JAM, tick=False):
            berdetak()
    akhir = LaporanKeterlambatan.objects.get(edisi=2)
    assert queries.papan_jendela(p.jendela, untuk=pimpinan, pada=f.TUTUP + JAM).laporan == akhir.pk
    assert queries.papan_jendela(p.jendela, untuk=operator, pada=f.TUTUP + JAM).laporan is None
