"""What the database itself refuses, whoever asks."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.organisasi.models import (
    OPD,
    BatasPenugasan,
    HariLibur,
    JabatanVersi,
    OPDPenerus,
    OPDVersi,
    Pegawai,
    Penugasan,
    PeranPengguna,
    Unit,
    Wilayah,
)
from terukur.organisasi.tests.factories import (
    AWAL,
    AWAL_PADA,
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
)

pytestmark = pytest.mark.django_db
WAKTU = {"berlaku_sejak": AWAL, "dicatat_pada": AWAL_PADA}


def _dua_opd_aktif_sekode() -> None:
    a, b = buat_opd(), buat_opd()
    OPD.objects.filter(pk=b.pk).update(kode=a.kode)


def _dua_unit_aktif_sekode() -> None:
    a, b = buat_unit(), buat_unit()
    Unit.objects.filter(pk=b.pk).update(kode=a.kode)


def _induk_diri_sendiri() -> None:
    opd = buat_opd()
    OPDVersi.objects.filter(opd=opd).update(induk=opd)


def _penerus_diri_sendiri() -> None:
    opd = buat_opd()
    OPDPenerus.objects.create(
        pendahulu=opd, penerus=opd, jenis="gabung", tanggal=AWAL, dasar="x", dicatat_pada=AWAL_PADA
    )


def _kepala_pada_unit() -> None:
    unit = buat_unit()
    JabatanVersi.objects.filter(jabatan=buat_jabatan(unit.opd, unit=unit)).update(kepala=True)


def _nip_ganda() -> None:
    Pegawai.objects.filter(pk=buat_pegawai().pk).update(nip=buat_pegawai().nip)


def _berakhir_sebelum_mulai() -> None:
    Penugasan.objects.filter(pk=buat_penugasan().pk).update(berlaku_sampai=AWAL - dt.timedelta(days=1))


def _peran_kepala_diberikan() -> None:
    PeranPengguna.objects.create(
        pengguna=buat_pengguna(), peran=Peran.KEPALA_OPD, opd=buat_opd(), lingkup="x", **WAKTU
    )


KASUS: dict[str, tuple[str, Callable[[], object]]] = {
    "OPD aktif sekode": ("opd_kode_unik", _dua_opd_aktif_sekode),
    "unit aktif sekode": ("unit_kode_unik", _dua_unit_aktif_sekode),
    "induk diri sendiri": ("bukan_induknya", _induk_diri_sendiri),
    "penerus diri sendiri": ("penerus_bukan_diri", _penerus_diri_sendiri),
    "kepala pada unit": ("kepala_opd", _kepala_pada_unit),
    "NIP ganda": ("nip_unik", _nip_ganda),
    "NIP bukan 18 angka": ("nip_18", lambda: Pegawai.objects.create(nama="A", status="pns", nip="12")),
    "ASN tanpa NIP": ("asn_bernip", lambda: Pegawai.objects.create(nama="A", status="pppk")),
    "berakhir sebelum mulai": ("urutan_berlaku", _berakhir_sebelum_mulai),
    "SK kosong": ("nomor_sk", lambda: Penugasan.objects.filter(pk=buat_penugasan().pk).update(nomor_sk="")),
    "peran kepala diberikan": ("peranpengguna_diberikan", _peran_kepala_diberikan),
    "operator tanpa OPD": (
        "peranpengguna_lingkup",
        lambda: PeranPengguna.objects.create(
            pengguna=buat_pengguna(), peran=Peran.OPERATOR_OPD, lingkup="-", **WAKTU
        ),
    ),
    "verifikator satu OPD": (
        "peranpengguna_lingkup",
        lambda: PeranPengguna.objects.create(
            pengguna=buat_pengguna(), peran=Peran.VERIFIKATOR, opd=buat_opd(), lingkup="-", **WAKTU
        ),
    ),
    "wilayah salah tingkat": (
        "wilayah_kode_tingkat",
        lambda: Wilayah.objects.create(kode="53.13.01", nama="A", tingkat="desa"),
    ),
    "libur resmi tanpa dasar": (
        "harilibur_berdasar",
        lambda: HariLibur.objects.create(tanggal=AWAL, nama="A", jenis="lokal"),
    ),
    "batas nol bulan": (
        "bataspenugasan_bulan",
        lambda: BatasPenugasan.objects.create(
            jenis="plh", bulan=0, jumlah_perpanjangan=0, hari_peringatan=1, dasar="x", **WAKTU
        ),
    ),
}


@pytest.mark.parametrize("kasus", KASUS)
def test_basis_data_menolak(kasus: str) -> None:
    kendala, langgar = KASUS[kasus]
    with pytest.raises(IntegrityError, match=kendala), transaction.atomic():
        langgar()
