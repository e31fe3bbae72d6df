"""The register of papers: numbers without gaps, digests, and what the journal says of them."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from terukur.jejak.baku import baku, sidik
from terukur.jejak.kertas import catat_salinan, daftarkan_kertas, kertas_cocok, keterangan_surat
from terukur.jejak.models import Catatan, Kertas, SalinanKertas
from terukur.jejak.segel import segelkan
from terukur.jejak.tests.factories import OPERATOR, SAAT, buat_catatan

ISI = {"opd": "Dinas Contoh", "jumlah": 3}


def buat_kertas(**ganti):
    rincian = {
        "jenis": "TT", "nama_jenis": "Tanda Terima Pengajuan", "judul": "Rancangan Awal Renja 2028",
        "isi": ISI, "nama_opd": "Dinas Contoh", "oleh": OPERATOR, "pada": SAAT,
    }  # fmt: skip
    with transaction.atomic():
        return daftarkan_kertas(**rincian | {"catatan": buat_catatan()} | ganti)


@pytest.mark.django_db
def test_nomor_per_jenis_dan_tahun():
    tahun_baru = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # 00.30 WITA on 1 January 2027
    nomor = [buat_kertas(**g).nomor for g in ({}, {}, {"jenis": "LK"}, {"pada": tahun_baru}, {})]
    assert nomor == ["TT-2026-000001", "TT-2026-000002", "LK-2026-000001", "TT-2027-000001", "TT-2026-000003"]


@pytest.mark.django_db
def test_terdaftar_dalam_jejak():
    kertas = buat_kertas()
    daftar = Catatan.objects.get(pk=kertas.catatan_daftar)
    assert (kertas.catatan_nomor, daftar.nomor) == (1, 2)
    assert kertas.sidik == sidik(baku(ISI))
    assert kertas.isi == ISI
    assert daftar.isi["sidik"] == kertas.sidik
    assert kertas_cocok(Kertas.objects.get(pk=kertas.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tabel", "ubah"),
    [
        ("jejak_kertas", "judul = 'Lain'"),
        ("jejak_kertas", "isi_baku = '{}'"),
        ("jejak_kertas", "urut = 9"),
        ("jejak_catatan", "baku = replace(convert_from(baku, 'UTF8'), 'Renja', 'Lain')::bytea"),
    ],
)
def test_register_yang_diubah_terlihat(tabel, ubah):
    kertas = buat_kertas()
    with connection.cursor() as kursor:
        kursor.execute("set local session_replication_role = replica")
        kursor.execute(f"update {tabel} set {ubah}")
        kursor.execute("set local session_replication_role = origin")
    assert not kertas_cocok(Kertas.objects.get(pk=kertas.pk))


@pytest.mark.django_db
def test_salinan_dicatat_sekali():
    kertas = buat_kertas()
    for _ in range(2):
        catat_salinan(kertas, ragam=SalinanKertas.Ragam.TTE, sidik_berkas="a" * 64, oleh=OPERATOR, pada=SAAT)
    assert SalinanKertas.objects.get().catatan_nomor == 3
    assert Catatan.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Kertas, SalinanKertas])
def test_basis_data_menjaga_register(model):
    kertas = buat_kertas()
    catat_salinan(kertas, ragam=SalinanKertas.Ragam.CETAKAN, sidik_berkas="a" * 64, oleh=OPERATOR, pada=SAAT)
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        model.objects.update(sidik="b" * 64)
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.django_db
def test_keterangan_surat(settings, tmp_path):
    settings.DATA = tmp_path
    settings.TERUKUR_ALAMAT = "https://contoh.go.id/"
    kertas = buat_kertas()
    sebelum = keterangan_surat(kertas)
    assert sebelum["tautan"] == f"https://contoh.go.id/periksa/{kertas.kode}/"
    assert (sebelum["nomor"], sebelum["catatan"], sebelum["segel"]) == ("TT-2026-000001", "1", "")
    assert sebelum["sidik_singkat"].replace(" ", "") == kertas.sidik[:12]
    segelkan(pada=SAAT)
    assert keterangan_surat(kertas)["segel"] == "22 November 2026 pukul 16.00 WITA"


@pytest.mark.django_db(transaction=True)
def test_serentak_tanpa_celah():
    def kerja():
        try:
            for _ in range(4):
                buat_kertas()
        finally:
            connection.close()

    utas = [threading.Thread(target=kerja) for _ in range(4)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert sorted(Kertas.objects.values_list("urut", flat=True)) == list(range(1, 17))
    assert len(set(Kertas.objects.values_list("kode", flat=True))) == 16
