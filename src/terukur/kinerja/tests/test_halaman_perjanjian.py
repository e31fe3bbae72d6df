"""Pages of perjanjian kinerja: from the empty list to the paper, and what others may not."""

import io
import re
import zlib
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.anggaran.queries import AnggaranProgram
from terukur.anggaran.rules.ruang import Tahap
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.actions import perjanjian as aksi_perjanjian
from terukur.kinerja.exports import cetak_perjanjian
from terukur.kinerja.models import BarisPerjanjian, PerjanjianKinerja
from terukur.kinerja.queries import perjanjian as baca
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.tests import pabrik_perjanjian as f
from terukur.kinerja.tests.factories import ajukan_dan_tetapkan, buat_aksi, buat_indikator, buat_pengajuan
from terukur.kinerja.tests.pabrik_perjanjian import NANTI, PADA, TAHUN
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import Jabatan
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
)
from terukur.tenggat.choices import Tahapan

pytestmark = pytest.mark.django_db
ANGGARAN = AnggaranProgram(
    Tahap(TAHUN, Tahapan.DPA),
    (("1.02.01", "Penunjang", Decimal("5000000")), ("1.02.02", "Upaya Kesehatan", Decimal("7500000.50"))),
)


@pytest.fixture(autouse=True)
def _waktu():
    with time_machine.travel(PADA, tick=False):
        yield


@pytest.fixture
def opd():
    opd = buat_opd()
    f.kepala(opd)
    f.bupati()
    return opd


def masuk(pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


def url(nama, *args):
    return reverse(f"kinerja:perjanjian{'_' + nama if nama else ''}", args=args)


def teks(jawab) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", jawab.content.decode()).split())


def test_from_the_list_to_the_register_number_without_script(opd):
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    jabatan = Jabatan.objects.get(opd=opd, kepala=True)
    daftar = operator.get(url("daftar"))
    assert "Siapkan" in teks(daftar)
    assert f'name="tahun" value="{TAHUN}"' in daftar.content.decode(), "the year that is shown"
    jawab = operator.post(url("mulai", jabatan.pk, TAHUN), follow=True)
    satu = PerjanjianKinerja.objects.get()
    assert "Belum ada sasaran dan indikator." in teks(jawab)
    d = buat_indikator(nama="Kematian ibu", satuan="orang")
    alamat = url("", satu.pk)
    assert f"?indikator={d.indikator_id}#isian" in operator.get(alamat, {"cari": "ibu"}).content.decode()
    assert "Sasaran" in teks(operator.get(alamat, {"indikator": str(d.indikator_id)}))
    kosong = operator.post(url("tambah", satu.pk, d.indikator_id), {"sasaran": "", "versi": "0"})
    assert (kosong.status_code, "Isi sasaran" in teks(kosong)) == (422, True)
    isi = {"sasaran": "Meningkatnya kesehatan ibu", f"target_{TAHUN}": "-4", "versi": "0"}
    negatif = operator.post(url("tambah", satu.pk, d.indikator_id), isi)
    assert (negatif.status_code, "Isi 0 atau lebih." in teks(negatif)) == (422, True)
    operator.post(url("tambah", satu.pk, d.indikator_id), isi | {f"target_{TAHUN}": "4"})
    assert "4 orang" in teks(operator.get(alamat))

    ttd = url("tandatangani", satu.pk)
    assert "Yang menandatangani sebagai pihak pertama" in teks(operator.get(ttd))
    kepala = masuk(f.kepala(opd))
    halaman = kepala.get(ttd).content.decode()
    versi = re.search(r'name="versi" value="(\d+)"', halaman)[1]
    kirim = {"sandi": "sandi-contoh-2026", "versi": versi}
    assert "Belum ada yang" not in halaman
    assert "pihak kedua lalu diberi tahu" in halaman
    basi = kepala.post(ttd, kirim | {"versi": "0"})
    assert (basi.status_code, "berubah setelah Anda membukanya" in teks(basi)) == (422, True)
    assert "Ditandatangani. Pihak kedua diberi tahu." in teks(kepala.post(ttd, kirim, follow=True))

    bupati = masuk(f.bupati())
    halaman = teks(bupati.get(url("tetapkan", satu.pk)))
    assert "Kembalikan kepada pihak pertama" in halaman
    tanpa = bupati.post(url("kembalikan", satu.pk), {"alasan": ""})
    assert (tanpa.status_code, "Isi alasan" in teks(tanpa)) == (422, True)
    jawab = bupati.post(url("tetapkan", satu.pk), kirim, follow=True)
    assert "Nomor register PK-2026-000001." in teks(jawab)
    daftar = teks(bupati.get(url("daftar"), {"keadaan": "ditetapkan"}))
    assert "PK-2026-000001" in daftar
    assert "1–1 dari 1 jabatan" in daftar


def test_returned_with_its_reason(opd):
    satu = f.buat_diajukan(opd)
    bupati = masuk(f.bupati())
    jawab = bupati.post(url("kembalikan", satu.pk), {"alasan": "Target terlalu ringan"}, follow=True)
    assert "Dikembalikan kepada pihak pertama." in teks(jawab)
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    halaman = teks(operator.get(url("", satu.pk)))
    assert "Target terlalu ringan" in halaman
    assert "Tambah indikator" in halaman


def test_who_saved_meanwhile_is_shown_beside(opd):
    satu = f.buat_draf(opd)
    baris = BarisPerjanjian.objects.get()
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    assert (
        'name="versi" value="1"' in operator.get(url("", satu.pk), {"baris": str(baris.pk)}).content.decode()
    )
    actions.ubah_baris(
        baris_id=baris.pk, versi=1, isi=actions.IsiBarisBaru("Dari rekan", Target(Decimal(9))), oleh=SISTEM,
        pada=PADA,
    )  # fmt: skip
    isi = {"sasaran": "Dari saya", f"target_{TAHUN}": "7", "versi": "1"}
    jawab = operator.post(url("ubah", baris.pk), isi)
    assert jawab.status_code == 409
    assert "Dari rekan" in teks(jawab)
    assert operator.post(url("ubah", baris.pk), isi | {"versi": "2"}).status_code == 302
    baris.refresh_from_db()
    assert (baris.sasaran, baris.nilai) == ("Dari saya", 7)
    assert "Baris dihapus." in teks(operator.post(url("hapus", baris.pk), follow=True))
    jawab = operator.post(url("hapus_draf", satu.pk), follow=True)
    assert "Draf dihapus." in teks(jawab)
    assert not PerjanjianKinerja.objects.exists()


def test_money_is_chosen_never_typed(opd, monkeypatch):
    monkeypatch.setattr(baca, "anggaran_program", lambda *_: ANGGARAN)
    satu = f.buat_draf(opd)
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    halaman = operator.get(url("", satu.pk)).content.decode()
    assert halaman.count('name="kode"') == halaman.count(" checked") == 2
    jawab = operator.post(url("program", satu.pk), {"kode": ["1.02.02"]}, follow=True)
    assert "Rp 7.500.000,50" in teks(jawab)
    assert PerjanjianKinerja.objects.get().sumber_anggaran == "DPA 2026"
    jawab = operator.post(url("program", satu.pk), {"kode": ["9.99.99"]}, follow=True)
    assert "9.99.99 tidak ada dalam anggaran OPD ini." in teks(jawab)
    monkeypatch.setattr(aksi_perjanjian, "anggaran_perjanjian", lambda _: None)
    with pytest.raises(AturanDilanggar, match="belum ditetapkan di Terukur"):
        actions.pilih_program(perjanjian_id=satu.pk, kode=[], oleh=SISTEM, pada=PADA)


def test_below_the_head(opd):
    atasan = f.buat_ditetapkan(opd)
    kabid = buat_jabatan(opd, "Kabid Contoh", eselon=Eselon.III_B)
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    mulai = url("mulai", kabid.pk, TAHUN)
    assert "lowong" in teks(operator.get(mulai))
    assert operator.post(mulai, {"atasan": ""}).status_code == 422
    operator.post(mulai, {"atasan": str(atasan.jabatan_id)})
    satu = PerjanjianKinerja.objects.get(jabatan=kabid)
    jawab = operator.post(url("ambil", satu.pk), follow=True)
    assert "1 indikator ditambahkan" in teks(jawab)
    baris = BarisPerjanjian.objects.get(perjanjian=satu)
    assert "Mendukung indikator atasan" in teks(operator.get(url("", satu.pk), {"baris": str(baris.pk)}))
    assert "Lowong" in teks(operator.get(url("daftar"), {"tingkat": "bawahan"}))


def test_without_a_renstra_the_catalogue_is_named(opd):
    satu = f.buat_draf(opd)
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    assert "belum tercatat; tambahkan indikator" in teks(operator.post(url("ambil", satu.pk), follow=True))


def test_perubahan_and_comparison(opd):
    lama = f.buat_ditetapkan(opd)
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    assert "Belum ada versi lain" in teks(operator.get(url("bandingkan", lama.pk)))
    isi = {"pemicu": "dppa", "nomor_dokumen": "900/1", "tanggal_dokumen": "2026-01-20", "alasan": "Berkurang"}
    assert operator.post(url("perubahan", lama.pk), isi | {"alasan": ""}).status_code == 422
    jawab = operator.post(url("perubahan", lama.pk), isi, follow=True)
    assert "PK Perubahan dimulai sebagai salinan" in teks(jawab)
    baru = PerjanjianKinerja.objects.get(perubahan_ke=1)
    f.tambah(baru, sasaran="Sasaran baru", target=3)
    beda = teks(operator.get(url("bandingkan", baru.pk)))
    assert "Selisih 1 isian" in beda
    assert "3 miliar rupiah" in beda
    assert teks(operator.get(url("bandingkan", lama.pk))).count("3 miliar rupiah") == 1
    buku = operator.get(url("bandingkan", baru.pk), {"unduh": "xlsx"})
    isi_buku = b"".join(buku.streaming_content) if buku.streaming else buku.content
    lembar = openpyxl.load_workbook(io.BytesIO(isi_buku)).active
    assert "Indikator" in [sel.value for sel in lembar[2]]
    assert "perubahan ke-1" in teks(operator.get(url("daftar")))


def test_the_landing_page_of_the_second_party_names_what_waits(opd):
    satu = f.buat_diajukan(opd)
    kata, alamat = "menunggu tanda tangan Anda", url("tetapkan", satu.pk)
    beranda = masuk(f.bupati()).get(reverse("beranda:beranda")).content.decode()
    assert kata in beranda
    assert alamat in beranda
    assert kata not in masuk(f.kepala(opd)).get(reverse("beranda:beranda")).content.decode()
    f.tetapkan(satu)
    kabid = buat_jabatan(opd, "Kabid", eselon=Eselon.III_B)
    orang = buat_pengguna(Peran.PEMARAF, opd=opd)
    buat_penugasan(buat_pegawai(orang.nama, pengguna=orang), kabid)
    bawah = actions.mulai_perjanjian(
        jabatan_id=kabid.pk, atasan_id=satu.jabatan_id, tahun=TAHUN, oleh=SISTEM, pada=PADA
    )
    f.tambah(bawah)
    f.tandatangani(f.muat(bawah), orang)
    assert url("tetapkan", bawah.pk) in masuk(f.kepala(opd)).get(reverse("beranda:beranda")).content.decode()
    assert kata not in masuk(f.bupati()).get(reverse("beranda:beranda")).content.decode()


def test_a_revision_of_targets_begins_with_the_pk_perubahan(opd):
    pengajuan = buat_pengajuan(opd, tahun=TAHUN)
    aksi = buat_aksi(pengajuan)
    ajukan_dan_tetapkan(pengajuan)
    baru = f.mulai_perubahan(f.buat_ditetapkan(opd))
    f.tambah(baru, target=3, pada=NANTI)
    baru = f.tetapkan(f.tandatangani(baru, pada=NANTI), pada=NANTI)
    penyelenggara = masuk(buat_pengguna(Peran.PENYELENGGARA))
    html = penyelenggara.get(reverse("kinerja:revisi", args=[aksi.pk])).content.decode()
    assert f'value="{baru.kertas.nomor}"' in html
    assert 'value="Bupati Nusa Tenun"' in html


def test_other_opd_and_mere_readers(opd):
    satu = f.buat_draf(opd)
    luar = masuk(buat_pengguna(Peran.KEPALA_OPD))
    for nama in ("", "tandatangani", "tetapkan", "bandingkan"):
        assert luar.get(url(nama, satu.pk)).status_code == 404, nama
    auditor = masuk(buat_pengguna(Peran.AUDITOR))
    assert "disiapkan oleh operator OPD" in teks(auditor.get(url("", satu.pk)))
    assert auditor.get(url("tandatangani", satu.pk)).status_code == 403
    assert auditor.get(url("surat", satu.pk)).status_code == 404


def test_the_list_as_it_was_known_and_as_a_workbook(opd):
    f.buat_ditetapkan(opd)
    with time_machine.travel(NANTI, tick=False):
        auditor = masuk(buat_pengguna(Peran.AUDITOR))
        dulu = teks(auditor.get(url("daftar"), {"diketahui": "2026-01-05T08:00"}))
        assert "PK-2026-000001" not in dulu
        assert "menurut data tercatat s.d." in dulu
        assert "PK-2026-000001" in teks(auditor.get(url("daftar"), {"diketahui": "2026-02-05T08:00"}))
        buku = auditor.get(url("daftar"), {"unduh": "csv"})
    isi = b"".join(buku.streaming_content) if buku.streaming else buku.content
    assert "PK-2026-000001" in isi.decode("utf-8-sig")


def test_the_page_asks_as_much_for_many_lines_as_for_one(opd, django_assert_max_num_queries):
    satu = f.buat_draf(opd)
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    operator.get(url("", satu.pk))
    with django_assert_max_num_queries(60) as sedikit:
        operator.get(url("", satu.pk))
    for _ in range(4):
        f.tambah(satu)
    with django_assert_max_num_queries(len(sedikit.captured_queries)):
        operator.get(url("", satu.pk))


_LOLOS = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}


def _huruf(isi: bytes) -> bytes:
    """The glyph numbers of a PDF string, its escapes undone."""
    return re.sub(
        rb"\\([0-7]{3}|.)",
        lambda m: bytes([int(m[1], 8) if len(m[1]) == 3 else _LOLOS.get(m[1], m[1][0])]),
        isi,
        flags=re.DOTALL,
    )


def _naskah(satu) -> str:
    """The words of the paper, each line read with every font's table of letters."""
    pdf = cetak_perjanjian(satu.kertas)
    aliran = []
    for isi in re.findall(rb"stream\r?\n(.*?)\nendstream", pdf, re.DOTALL):  # a last byte may be \r
        try:
            aliran.append(zlib.decompress(isi))
        except zlib.error:
            continue
    assert len(re.findall(rb"/Type\s*/Page\b", pdf + b"".join(aliran))) == 2
    tabel = [
        {k: bytes.fromhex(v.decode()).decode("utf-16-be") for k, v in re.findall(rb"<(\w{4})> <(\w+)>\n", a)}
        for a in aliran
        if b"beginbfchar" in a
    ]
    hasil = []
    dalam = huruf = rb"[^\\()]|\\."
    for _ in range(3):  # the numbers of glyphs may be parentheses: in pairs they stand unescaped
        dalam = huruf + rb"|\((?:" + dalam + rb")*\)"
    untai = rb"\((?:" + dalam + rb")*\)|<[0-9A-Fa-f]*>"
    for a in aliran:
        for deret in re.findall(rb"\[((?:" + untai + rb"|[^\]\\(<])*)\]TJ", a, re.DOTALL):
            glif = "".join(
                p[1:-1].decode() if p[:1] == b"<" else _huruf(p[1:-1]).hex()
                for p in re.findall(untai, deret, re.DOTALL)
            )
            kode = [glif[n : n + 4].upper().encode() for n in range(0, len(glif), 4)]
            hasil += ["".join(t.get(k, "?") for k in kode) for t in tabel]
    return "\n".join(hasil)


def test_the_paper_of_both_versions(opd, monkeypatch):
    monkeypatch.setattr(baca, "anggaran_program", lambda *_: ANGGARAN)
    satu = f.buat_draf(opd)
    actions.pilih_program(perjanjian_id=satu.pk, kode=["1.02.01", "1.02.02"], oleh=SISTEM, pada=PADA)
    lama = f.tetapkan(f.tandatangani(f.muat(satu)))
    naskah = _naskah(lama)
    for kata in (
        "PERJANJIAN KINERJA TAHUN 2026", lama.kertas.nomor, lama.pihak_pertama["nama"],
        f"NIP {lama.pihak_pertama['nip']}", "Pihak Kedua", "Bupati Nusa Tenun", "10 miliar rupiah",
        "1.02.02 Upaya Kesehatan", "Rp 7.500.000,50", "Rp 12.500.000,50", "Anggaran menurut DPA 2026",
        "sanggup mencapai target kinerja",
    ):  # fmt: skip
        assert kata in naskah, kata
    baru = f.mulai_perubahan(lama)
    f.tambah(baru, target=3, pada=NANTI)
    with time_machine.travel(NANTI, tick=False):
        baru = f.tetapkan(f.tandatangani(baru, pada=NANTI), pada=NANTI)
    naskah = _naskah(baru)
    assert "PERJANJIAN KINERJA PERUBAHAN KE-1 TAHUN 2026" in naskah
    assert "karena DPPA: Anggaran berkurang" in naskah
    assert "900.1/12/DPPA/2026" in naskah
    auditor = masuk(buat_pengguna(Peran.AUDITOR))
    jawab = auditor.get(url("surat", lama.pk))
    assert (jawab["Content-Type"], jawab.content[:4]) == ("application/pdf", b"%PDF")
    periksa = Client().get(reverse("jejak:periksa", args=[lama.kertas.kode])).content.decode()
    assert "cocok dengan catatan resminya" in periksa
    assert lama.pihak_pertama["nama"] not in periksa
