import hashlib
import io
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from terukur.akun import akses
from terukur.berkas import gudang, queries
from terukur.berkas.actions import (
    BATAS_BERJALAN,
    UMUR_UNGGAHAN,
    hapus_unggahan_lama,
    mulai_unggahan,
    simpan,
    simpan_unggahan,
    terima_bagian,
)
from terukur.berkas.models import Berkas, Unggahan
from terukur.berkas.penyedia import izin_baca
from terukur.berkas.tests.factories import PADA, PDF, PELAKU, buat_foto, buat_pengguna, operator, simpan_pdf
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.registri import Registri
from terukur.jejak.models import Catatan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gudang(tmp_path, settings):
    settings.DATA = tmp_path


def isi_gudang(tmp_path):
    return sorted(p.name for p in (tmp_path / "berkas").rglob("*") if p.is_file())


def test_disimpan_sekali_menurut_isi(tmp_path):
    satu, dua = simpan_pdf(), simpan_pdf(nama="lain.pdf")
    sidik = hashlib.sha256(PDF).hexdigest()
    assert satu.sidik == dua.sidik == sidik
    assert satu.pk != dua.pk
    assert isi_gudang(tmp_path) == [sidik]
    assert gudang.jalan(sidik).relative_to(tmp_path).parts[:3] == ("berkas", sidik[:2], sidik[2:4])
    with queries.buka(satu) as isi:
        assert isi.read() == PDF
    catatan = Catatan.objects.filter(peristiwa="berkas.simpan").order_by("nomor")
    assert [c.objek_id for c in catatan] == [str(satu.pk), str(dua.pk)]


@pytest.mark.parametrize("batas", [len(PDF) - 1, 0])
def test_terlalu_besar_tidak_meninggalkan_apa_pun(batas, tmp_path):
    with pytest.raises(AturanDilanggar) as tolak:
        simpan(
            nama="a.pdf", isi=io.BytesIO(PDF), jenis_diizinkan=("pdf",), batas_ukuran=batas,
            opd_id=None, oleh=PELAKU, pada=PADA,
        )  # fmt: skip
    assert tolak.value.kode == "terlalu_besar"
    assert isi_gudang(tmp_path) == []
    assert not Berkas.objects.exists()


@pytest.mark.parametrize("pertahankan", [True, False])
def test_lokasi_gambar(pertahankan):
    foto = buat_foto()
    berkas = simpan(
        nama="a.jpg", isi=io.BytesIO(foto), jenis_diizinkan=("jpg",), batas_ukuran=100_000,
        opd_id=None, pertahankan_lokasi=pertahankan, oleh=PELAKU, pada=PADA,
    )  # fmt: skip
    with queries.buka(berkas) as isi:
        assert (isi.read() == foto) is pertahankan


def test_siapa_boleh_membaca(monkeypatch):
    opd, lain = uuid.uuid4(), uuid.uuid4()
    pemilik = buat_pengguna("pemilik")
    rekan = buat_pengguna("rekan", operator(opd))
    orang_lain = buat_pengguna("orang.lain", operator(lain))
    berkas = simpan_pdf(opd_id=opd, oleh=pemilik.pelaku())
    kosong = Registri("uji")
    monkeypatch.setattr(queries, "izin_baca", kosong)
    assert queries.get_berkas(berkas.pk, untuk=pemilik) == berkas
    assert queries.get_berkas(berkas.pk, untuk=rekan) == berkas
    with pytest.raises(TidakDitemukan):
        queries.get_berkas(berkas.pk, untuk=orang_lain)
    with pytest.raises(TidakDitemukan):
        queries.get_berkas(uuid.uuid4(), untuk=pemilik)
    kosong.daftarkan("uji", lambda pengguna, b: pengguna == orang_lain and b == berkas)
    assert queries.get_berkas(berkas.pk, untuk=orang_lain) == berkas


def test_registri_kosong_tidak_membuka():
    assert "uji" not in izin_baca


def test_isi_yang_hilang_dikatakan():
    berkas = simpan_pdf()
    gudang.jalan(berkas.sidik).unlink()
    with pytest.raises(TidakDitemukan, match="tidak ada di gudang"):
        queries.buka(berkas)
    simpan_pdf()
    assert gudang.jalan(berkas.sidik).exists()


def kirim(isi: bytes, oleh: Pelaku = PELAKU, ukuran: int | None = None) -> Unggahan:
    return mulai_unggahan(
        nama="bukti.pdf",
        ukuran=ukuran or len(isi),
        sidik=hashlib.sha256(isi).hexdigest(),
        oleh=oleh,
        pada=PADA,
    )


def bagian(unggahan: Unggahan, mulai: int, isi: bytes, oleh: Pelaku = PELAKU) -> Unggahan:
    return terima_bagian(unggahan_id=unggahan.pk, mulai=mulai, isi=isi, oleh=oleh, pada=PADA)


def simpan_u(unggahan: Unggahan, oleh: Pelaku = PELAKU) -> Berkas:
    return simpan_unggahan(
        unggahan_id=unggahan.pk,
        jenis_diizinkan=("pdf",),
        batas_ukuran=1000,
        opd_id=None,
        oleh=oleh,
        pada=PADA,
    )


def test_unggahan_putus_lalu_dilanjutkan(django_capture_on_commit_callbacks):
    unggahan = bagian(kirim(PDF), 0, PDF[:20])
    assert unggahan.diterima == 20
    with pytest.raises(AturanDilanggar, match="belum selesai"):
        simpan_u(unggahan)
    with pytest.raises(AturanDilanggar) as tolak:
        bagian(unggahan, 30, PDF[30:])
    assert tolak.value.kode == "urutan"
    lanjut = kirim(PDF)
    assert (lanjut.pk, lanjut.diterima) == (unggahan.pk, 20)
    assert bagian(lanjut, 0, PDF[:20]).diterima == 20  # the answer got lost, the piece comes again
    assert bagian(lanjut, 20, PDF[20:]).is_lengkap
    with django_capture_on_commit_callbacks(execute=True):
        berkas = simpan_u(lanjut)
    with queries.buka(berkas) as isi:
        assert isi.read() == PDF
    assert not Unggahan.objects.exists()
    assert not gudang.jalan_unggahan(lanjut.pk).exists()


def test_isi_yang_berubah_di_jalan_diulang():
    unggahan = kirim(PDF)
    assert bagian(unggahan, 0, b"x" * len(PDF)).diterima == 0
    assert bagian(unggahan, 0, PDF).is_lengkap


def test_unggahan_milik_orang_lain_tidak_tampak():
    unggahan = bagian(kirim(PDF), 0, PDF)
    lain = Pelaku(id="lain", nama="Lain")
    with pytest.raises(TidakDitemukan):
        bagian(unggahan, 0, PDF, oleh=lain)
    with pytest.raises(TidakDitemukan):
        simpan_u(unggahan, oleh=lain)


def test_unggahan_dibatasi_dan_dibersihkan():
    for i in range(BATAS_BERJALAN):
        bagian(kirim(b"isi %d" % i), 0, b"i")
    with pytest.raises(AturanDilanggar, match="belum selesai"):
        kirim(b"satu lagi")
    assert hapus_unggahan_lama(pada=PADA + UMUR_UNGGAHAN) == 0
    assert hapus_unggahan_lama(pada=PADA + UMUR_UNGGAHAN * 1.01) == BATAS_BERJALAN
    assert not list(gudang.jalan_unggahan(uuid.uuid4()).parent.iterdir())


def test_basis_data_menjaga_keadaan():
    unggahan = kirim(PDF)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unggahan.objects.filter(pk=unggahan.pk).update(diterima=len(PDF) + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Berkas.objects.create(
            sidik="x" * 64,
            nama="a",
            jenis="pdf",
            jenis_mime="a/b",
            ukuran=1,
            diunggah_oleh="x",
            diunggah_pada=PADA,
        )


@pytest.fixture
def klien(monkeypatch):
    opd = uuid.uuid4()
    pengguna = buat_pengguna("operator")
    peran = Registri("uji")
    peran.daftarkan("uji", lambda p, pada: [operator(opd)] if p == pengguna else [])
    monkeypatch.setattr(akses, "sumber_peran", peran)
    klien = Client()
    klien.force_login(pengguna)
    klien.pengguna, klien.opd = pengguna, opd
    return klien


def test_unduh_selalu_sebagai_lampiran(klien):
    berkas = simpan_pdf(nama="SK “Tim” 1.pdf", opd_id=klien.opd)
    jawaban = klien.get(reverse("berkas:unduh", args=[berkas.pk]))
    assert b"".join(jawaban.streaming_content) == PDF
    assert jawaban["Content-Disposition"].startswith("attachment; filename*=utf-8''SK%20")
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert jawaban["Content-Type"] == "application/pdf"


def test_unggah_bertahap_lewat_alamat(klien):
    data = {"nama": "a.pdf", "ukuran": len(PDF), "sidik": hashlib.sha256(PDF).hexdigest()}
    awal = klien.post(reverse("berkas:mulai"), data)
    assert awal.status_code == 201
    alamat = reverse("berkas:unggahan", args=[awal.json()["id"]])

    def potong(mulai, isi):
        return klien.post(f"{alamat}?mulai={mulai}", isi, content_type="application/octet-stream")

    assert potong(0, PDF[:10]).json()["diterima"] == 10
    assert potong(50, PDF[50:]).status_code == 409
    assert klien.get(alamat).json()["diterima"] == 10
    assert potong(10, PDF[10:]).json()["lengkap"] is True
    assert potong("x", b"").status_code == 422
    assert klien.post(reverse("berkas:mulai"), data | {"sidik": "x"}).status_code == 422
    assert klien.post(reverse("berkas:mulai"), data | {"ukuran": 10**12}).status_code == 422
    asing = kirim(b"milik orang lain")
    assert klien.get(reverse("berkas:unggahan", args=[asing.pk])).status_code == 404
