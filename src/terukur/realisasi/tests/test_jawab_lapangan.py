"""The page behind the secret link: what it tells, what it takes, and that the secret stands nowhere."""

import datetime as dt
import io
import logging
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from terukur.berkas import gudang
from terukur.berkas.models import Berkas
from terukur.berkas.tests.factories import PDF, buat_foto
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.log import FormatBaris, FormatJson
from terukur.inti.models import KirimanSekali
from terukur.jejak.models import Catatan
from terukur.pesan.models import Pesan
from terukur.realisasi import actions, queries
from terukur.realisasi.models import FotoLapangan, JawabanLapangan
from terukur.realisasi.rules import lapangan as rules
from terukur.realisasi.tests.dunia_lapangan import KINI, H, buka, kirim, masuk
from terukur.realisasi.tests.factories import buat_regu, jawab_lapangan, minta_lapangan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache_bersih() -> None:
    cache.clear()


def test_the_page_needs_no_account_and_tells_only_what_is_asked() -> None:
    regu = buat_regu()
    _, token = minta_lapangan(regu)
    jawaban = buka(token)
    assert jawaban.status_code == 200
    teks = jawaban.content.decode()
    for kata in (
        "Apakah 12 sumur bor sudah selesai?",
        "Desa Contoh",
        "Umbu Contoh",
        regu.opd.nama,
        "Verifikator",
    ):
        assert kata in teks
    assert "/kinerja/realisasi/laporan/" not in teks
    assert "/akun/masuk/" not in teks
    assert (jawaban["Referrer-Policy"], jawaban["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")
    assert "no-store" in jawaban["Cache-Control"]
    assert token not in teks, "the form posts to the address where it stands"


def test_an_answer_with_photos_and_place_is_kept_once() -> None:
    regu = buat_regu()
    p, token = minta_lapangan(regu)
    foto = [SimpleUploadedFile("IMG_Umbu_rumah.jpg", buat_foto(), "image/jpeg") for _ in range(2)]
    isi_form = {
        "hasil": "tidak_sesuai", "catatan": "Baru 7 sumur.", "lintang": "-8.670458", "bujur": "115.212631",
        "akurasi": "12.4", "tempat": "", "kunci_kirim": "0b7e2b9e-0000-4000-8000-000000000002",
    }  # fmt: skip
    assert kirim(token, foto=foto, **isi_form).status_code == 302
    for f in foto:
        f.seek(0)
    assert kirim(token, foto=foto, **isi_form).status_code == 302
    j = JawabanLapangan.objects.get()
    assert (j.versi, j.hasil, j.lintang, j.akurasi, j.hari_terlambat) == (
        1, H.TIDAK_SESUAI, Decimal("-8.670458"), 12, 0,
    )  # fmt: skip
    nama = list(FotoLapangan.objects.order_by("urutan").values_list("berkas__nama", flat=True))
    assert nama == [f"lapangan-2027-tw1-{str(p.pk)[:8]}-v1-{n}.jpg" for n in (1, 2)]
    berkas = Berkas.objects.first()
    assert berkas is not None
    with gudang.jalan(berkas.sidik).open("rb") as b:
        assert not Image.open(b).getexif().get_ifd(0x8825), "no place hides in the picture"
    catatan = Catatan.objects.get(peristiwa="lapangan.jawab")
    assert (catatan.pelaku_nama, catatan.penugasan) == ("Umbu Contoh", "Kepala Desa Contoh")
    baku = bytes(catatan.baku).decode()
    assert "8.670458" not in baku
    assert "115.212631" not in baku
    [pesan] = Pesan.objects.filter(judul__startswith="Pemeriksaan lapangan")
    assert (pesan.penerima, "Tidak sesuai" in pesan.judul) == (regu.verifikator, True)
    assert token not in pesan.isi + pesan.tautan


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"hasil": ""}, "Pilih hasil pemeriksaan"),
        ({"hasil": "mungkin"}, "Pilih hasil pemeriksaan dari daftar"),
        ({"hasil": "tidak_sesuai"}, "Tuliskan apa yang tidak sesuai"),
        ({"hasil": "tidak_dapat", "tempat": ""}, "Tuliskan mengapa tidak dapat diperiksa"),
        ({"tempat": ""}, "Tuliskan tempat yang Anda lihat"),
        ({"lintang": "991", "bujur": "1"}, "Letak dari ponsel tidak terbaca"),
        ({"lintang": "NaN", "bujur": "1"}, "Letak dari ponsel tidak terbaca"),
        ({"lintang": "8.1"}, "Letak dari ponsel tidak terbaca"),
        ({"foto": [("surat.jpg", PDF)]}, "bukan gambar JPEG"),
        ({"foto": [("surat.pdf", PDF)]}, "tidak diterima di sini"),
        ({"foto": [(f"{n}.png", buat_foto("PNG")) for n in range(5)]}, "Paling banyak 4 foto"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_an_answer_that_nobody_could_use_is_refused_in_words(ubah: dict[str, Any], kata: str) -> None:
    _, token = minta_lapangan(buat_regu())
    if "foto" in ubah:
        ubah = ubah | {"foto": [SimpleUploadedFile(n, b) for n, b in ubah["foto"]]}
    jawaban = kirim(token, **ubah)
    assert jawaban.status_code == 422
    assert kata in jawaban.content.decode()
    assert not JawabanLapangan.objects.exists()
    assert not Berkas.objects.exists()


def test_a_correction_until_the_last_day_keeps_both() -> None:
    p, token = minta_lapangan(buat_regu())
    kirim(token)
    teks = buka(token).content.decode()
    assert "perbaiki" in teks
    assert 'value="Dusun Contoh"' in teks, "a correction begins with what was answered"
    kirim(token, hasil="tidak_sesuai", catatan="Satu belum mengalir.")
    p.refresh_from_db()
    assert (p.hasil, p.versi) == (H.TIDAK_SESUAI, 2)
    assert [j.hasil for j in queries.jawaban_lapangan(p)] == [H.TIDAK_SESUAI, H.SESUAI]
    teks = buka(token).content.decode()
    assert "Satu belum mengalir." in teks
    assert "Sebelum diperbaiki" in teks
    lewat = dt.datetime.combine(p.tanggal_tenggat, dt.time(1), dt.UTC) + dt.timedelta(days=1)
    assert kirim(token, pada=lewat).status_code == 422
    assert "<form" not in buka(token, pada=lewat).content.decode()
    assert JawabanLapangan.objects.count() == 2
    catatan = Catatan.objects.filter(objek="lapangan", ditolak=False)
    assert set(catatan.values_list("peristiwa", flat=True)) == {
        "lapangan.minta", "lapangan.jawab", "lapangan.perbaiki",
    }  # fmt: skip


def test_corrections_come_to_an_end() -> None:
    p, _ = minta_lapangan(buat_regu())
    for _n in range(rules.PALING_BANYAK_VERSI):
        jawab_lapangan(p)
    with pytest.raises(AturanDilanggar, match="sudah 5 kali dikirim"):
        jawab_lapangan(p)


def test_late_is_taken_and_told_and_then_the_link_is_closed() -> None:
    p, token = minta_lapangan(buat_regu())
    saat = dt.datetime.combine(p.tanggal_tenggat, dt.time(1), dt.UTC)
    assert "ditandai terlambat" in buka(token, pada=saat + dt.timedelta(days=3)).content.decode()
    tutup = saat + rules.MASA_SUSULAN + dt.timedelta(days=1)
    for jawaban in (buka(token, pada=tutup), kirim(token, pada=tutup)):
        assert jawaban.status_code == 410
        assert "sudah lewat sejak" in jawaban.content.decode()
    kirim(token, pada=saat + dt.timedelta(days=3))
    assert JawabanLapangan.objects.get().hari_terlambat == 3


def test_an_unknown_link_is_404_and_locks_nobody_out() -> None:
    _, token = minta_lapangan(buat_regu())
    for _n in range(30):
        assert buka("x" * 32).status_code == 404
    assert kirim("x" * 32).status_code == 404
    assert "Minta tautan yang baru" in buka("x" * 32).content.decode()
    assert buka(token).status_code == 200


def test_one_link_sends_only_so_often() -> None:
    _, token = minta_lapangan(buat_regu())
    _, lain = minta_lapangan(buat_regu())
    kode = [kirim(token, hasil="").status_code for _ in range(22)]
    assert kode == [422] * 20 + [429] * 2
    assert kirim(lain).status_code == 302


def test_a_form_from_elsewhere_is_refused() -> None:
    _, token = minta_lapangan(buat_regu())
    assert kirim(token, Client(enforce_csrf_checks=True)).status_code == 403
    assert not JawabanLapangan.objects.exists()


def test_the_token_stands_nowhere() -> None:
    """Not in the database, not in the log, whoever opens, sends, is refused or is logged in meanwhile."""
    regu = buat_regu()
    wadah = io.StringIO()
    pegangan = [logging.StreamHandler(wadah) for _ in range(2)]
    for g, bentuk in zip(pegangan, (FormatBaris(), FormatJson()), strict=True):
        g.setFormatter(bentuk)
        logging.getLogger().addHandler(g)
    logging.getLogger("terukur.permintaan").setLevel(logging.INFO)
    p, token = minta_lapangan(regu)
    orang = masuk(regu.operator)
    kirim(token, hasil="")
    kirim(token, kunci_kirim="0b7e2b9e-0000-4000-8000-000000000003")
    kirim(token, Client(enforce_csrf_checks=True))
    kirim(token, orang)
    kirim("y" * 32, orang)
    kirim(token, masuk(regu.operator, csrf=True))
    actions.cabut_lapangan(
        pemeriksaan_id=p.pk, alasan="Salah desa", pengguna=regu.verifikator, oleh=regu.verifikator.pelaku(),
        pada=KINI + dt.timedelta(days=1),
    )  # fmt: skip
    kirim(token, orang, pada=KINI + dt.timedelta(days=2))
    for g in pegangan:
        logging.getLogger().removeHandler(g)
    logging.getLogger("terukur.permintaan").setLevel(logging.NOTSET)
    isi_jejak = b"".join(bytes(c.baku) for c in Catatan.objects.order_by("nomor")).decode()
    tujuan = "".join(KirimanSekali.objects.values_list("tujuan", flat=True))
    assert wadah.getvalue()
    for rahasia in (token, "y" * 32):
        assert rahasia not in wadah.getvalue() + isi_jejak + tujuan
    with connection.cursor() as k:
        k.execute("select row_to_json(p)::text from realisasi_pemeriksaanlapangan p")
        assert token not in k.fetchone()[0]
