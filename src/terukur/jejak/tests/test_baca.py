"""Sensitive reads are written down, seen by the auditor, and forgotten in time."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import content_disposition_header

from terukur.akun.peran import Peran
from terukur.berkas.tests.factories import simpan_pdf
from terukur.inti.kesalahan import AturanDilanggar
from terukur.jejak.actions import (
    catat_pembacaan,
    hapus_pembacaan_lama,
    tetapkan_masa_simpan,
)
from terukur.jejak.middleware import nama_unduhan
from terukur.jejak.models import Catatan, MasaSimpanBaca, Pembacaan
from terukur.jejak.tests.factories import OPERATOR, SAAT
from terukur.jejak.tests.test_halaman import isi, masuk
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

pytestmark = pytest.mark.django_db
SETAHUN = dt.timedelta(days=366)


def baca(pada=SAAT, **ganti):
    rincian = {"halaman": "berkas:unduh", "alamat": "/berkas/x/", "perihal": "bukti.pdf", "opd_id": None}
    catat_pembacaan(**rincian | ganti, oleh=OPERATOR, pada=pada)


def test_unduhan_berkas_tercatat_dengan_satu_kueri(settings, tmp_path):
    settings.DATA = tmp_path
    opd = buat_opd()
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    berkas = simpan_pdf(nama="SK Tim é.pdf", opd_id=opd.pk)
    klien = masuk(operator)
    with CaptureQueriesContext(connection) as kueri:
        b"".join(klien.get(f"/berkas/{berkas.pk}/"))
    assert sum("jejak_pembacaan" in q["sql"] for q in kueri) == 1
    satu = Pembacaan.objects.get()
    assert (satu.pelaku_id, satu.halaman, satu.opd_id) == (str(operator.pk), "berkas:unduh", opd.pk)
    assert (satu.alamat, satu.perihal) == (f"/berkas/{berkas.pk}/", "SK Tim é.pdf")


def test_ekspor_daftar_tercatat_tanpa_isi_saringannya():
    klien = masuk(buat_pengguna(Peran.AUDITOR))
    b"".join(klien.get("/jejak/?unduh=csv&pelaku=Rahasia"))
    satu = Pembacaan.objects.get()
    assert (satu.halaman, satu.alamat) == ("jejak:daftar", "/jejak/")
    assert "Rahasia" not in satu.perihal + satu.alamat


def test_halaman_pegawai_tercatat_hanya_bila_nip_tampak_penuh():
    masuk(buat_pengguna(Peran.OPERATOR_OPD)).get("/organisasi/pegawai/")
    assert not Pembacaan.objects.exists()
    masuk(buat_pengguna(Peran.BKPSDM)).get("/organisasi/pegawai/")
    assert Pembacaan.objects.get().perihal == "Daftar pegawai dengan NIP"


def test_yang_bukan_bacaan_sensitif_tidak_tercatat(settings, tmp_path):
    settings.DATA = tmp_path
    klien = masuk(buat_pengguna(Peran.AUDITOR))
    for alamat in ("/beranda/", "/jejak/", "/jejak/segel/?unduh=csv"):
        klien.get(alamat)
    klien.head("/jejak/?unduh=csv")
    klien.get("/berkas/11111111-1111-4111-8111-111111111111/")
    b"".join(klien.post("/jejak/ekspor/"))  # an act: in the chain already
    Client().get("/jejak/?unduh=csv")
    assert not Pembacaan.objects.exists()


def test_auditor_melihat_dan_menyaring():
    opd = buat_opd("Dinas Perikanan")
    baca(opd_id=opd.pk, perihal="milik-perikanan.pdf")
    baca(pada=SAAT + dt.timedelta(days=2), perihal="kemudian.pdf")
    auditor = masuk(buat_pengguna(Peran.AUDITOR))
    for query, ada, tidak in (
        (f"opd={opd.pk}", "milik-perikanan.pdf", "kemudian.pdf"),
        ("sejak=2026-11-24", "kemudian.pdf", "milik-perikanan.pdf"),
        ("sampai=2026-11-22", "milik-perikanan.pdf", "kemudian.pdf"),
        ("pelaku=tenun", "kemudian.pdf", "tiada"),
    ):
        halaman = isi(auditor.get(f"/jejak/baca/?{query}")).split("<tbody>")[1]
        assert ada in halaman, query
        assert tidak not in halaman, query
    assert "Tidak ada pembacaan yang cocok" in isi(auditor.get("/jejak/baca/?pelaku=tiada"))
    assert "tidak terbaca" in isi(auditor.get("/jejak/baca/?sejak=entah"))
    assert "milik-perikanan.pdf" in b"".join(auditor.get("/jejak/baca/?unduh=csv")).decode()
    assert masuk(buat_pengguna(Peran.INSPEKTORAT)).get("/jejak/baca/").status_code == 403


def test_kueri_tetap_berapa_pun_barisnya():
    auditor = masuk(buat_pengguna(Peran.AUDITOR))
    jumlah = []
    for banyak in (1, 200):
        for _ in range(banyak):
            baca()
        with CaptureQueriesContext(connection) as kueri:
            isi(auditor.get("/jejak/baca/"))
        jumlah.append(len(kueri))
    assert jumlah[0] == jumlah[1]


def test_dihapus_menurut_masa_simpan_yang_berlaku_hari_itu():
    baca(pada=SAAT - 2 * SETAHUN - dt.timedelta(days=1))
    baca(pada=SAAT - SETAHUN)
    assert hapus_pembacaan_lama(pada=SAAT) == 1  # 24 months, until somebody sets it
    tetapkan_masa_simpan(
        berlaku_sejak=dt.date(2026, 12, 1), bulan=6, dasar="Perbup 1", oleh=OPERATOR, pada=SAAT
    )
    assert hapus_pembacaan_lama(pada=SAAT) == 0  # not yet in force
    assert hapus_pembacaan_lama(pada=SAAT + dt.timedelta(days=30)) == 1
    assert Catatan.objects.get(objek="masa_simpan_baca").isi["bulan"] == 6


def test_masa_simpan_ditetapkan_admin_dan_tidak_diubah():
    admin = masuk(buat_pengguna(Peran.ADMIN_SISTEM))
    assert "disimpan 24 bulan" in isi(admin.get("/jejak/baca/masa-simpan/"))
    data = {"berlaku_sejak": "2026-12-01", "bulan": "36", "dasar": "Peraturan Bupati 12/2026"}
    assert admin.post("/jejak/baca/masa-simpan/", data).status_code == 302
    assert "Peraturan Bupati 12/2026" in isi(admin.get("/jejak/baca/masa-simpan/"))
    assert "sudah ditetapkan" in admin.post("/jejak/baca/masa-simpan/", data).content.decode()
    for salah in ({"bulan": "2"}, {"bulan": "121"}, {"dasar": ""}):
        assert admin.post("/jejak/baca/masa-simpan/", data | salah).status_code == 422
    assert masuk(buat_pengguna(Peran.AUDITOR)).get("/jejak/baca/masa-simpan/").status_code == 403
    with pytest.raises(IntegrityError, match="hanya dapat ditambah"), transaction.atomic():
        MasaSimpanBaca.objects.update(bulan=3)
    with pytest.raises(IntegrityError, match="wajar"), transaction.atomic():
        MasaSimpanBaca.objects.create(
            berlaku_sejak=SAAT.date(), bulan=1, dasar="x", ditetapkan_oleh="x", dicatat_pada=SAAT
        )


def test_tanggal_yang_sama_dua_kali_ditolak():
    rincian = {"berlaku_sejak": SAAT.date(), "bulan": 12, "dasar": "x", "oleh": OPERATOR, "pada": SAAT}
    tetapkan_masa_simpan(**rincian)
    with pytest.raises(AturanDilanggar, match="sudah ditetapkan"):
        tetapkan_masa_simpan(**rincian)


@pytest.mark.parametrize(
    "nama", ["%00.pdf", "SK 100%.pdf", 'a "b" \\ c.pdf', "surat é \u2013 %2500.pdf", "biasa.pdf"]
)
def test_the_name_of_a_download_is_read_as_it_was_written(nama):
    assert nama_unduhan(content_disposition_header(True, nama)) == nama
    assert nama_unduhan("attachment") == "berkas"
