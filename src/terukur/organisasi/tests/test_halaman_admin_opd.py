"""What an admin OPD may do to users, and what not."""

import datetime as dt

import pytest

from terukur.akun.models import Pengguna, TautanSSO
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.jejak.rules import sebut_peristiwa
from terukur.organisasi import actions, queries
from terukur.organisasi.models import PeranPengguna
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pengguna,
    buat_penugasan,
)
from terukur.organisasi.tests.halaman import alamat, masuk

pytestmark = pytest.mark.django_db


def test_admin_opd_hanya_di_opdnya() -> None:
    opd, lain = buat_opd(), buat_opd()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    beri = alamat("peran_beri", operator.pk)
    data = {"peran": "pemaraf", "opd": str(opd.pk), "sejak": "2026-01-01"}
    assert admin_opd.post(beri, data).status_code == 302
    assert admin_opd.post(beri, data | {"opd": str(lain.pk)}).status_code == 404
    assert admin_opd.post(beri, data | {"peran": "verifikator", "opd": ""}).status_code == 422
    assert admin_opd.get(alamat("opd_baru")).status_code == 403
    assert set(PeranPengguna.objects.filter(pengguna=operator).values_list("peran", flat=True)) == {
        "operator_opd",
        "pemaraf",
    }


def test_admin_opd_tidak_menyetel_sandi_pemegang_peran_kabupaten() -> None:
    opd = buat_opd()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    rangkap = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    actions.beri_peran(
        pengguna=rangkap, peran=Peran.VERIFIKATOR, akses=None, oleh=SISTEM,
        pada=dt.datetime(2025, 1, 2, tzinfo=dt.UTC),
    )  # fmt: skip
    jawaban = admin_opd.post(alamat("pengguna_sandi", rangkap.pk), {})
    assert jawaban.status_code == 403
    assert Pengguna.objects.get(pk=rangkap.pk).password == rangkap.password


def test_admin_opd_tidak_dapat_menjadi_penanda_tangan() -> None:
    """Neither by resetting the head's password nor by making a login for the head's NIP."""
    opd = buat_opd()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    kepala = buat_pengguna(Peran.KEPALA_OPD, opd=opd)
    assert admin_opd.get(alamat("pengguna", kepala.pk)).status_code == 200
    assert admin_opd.post(alamat("pengguna_sandi", kepala.pk), {}).status_code == 403
    assert admin_opd.post(alamat("pengguna_tutup", kepala.pk), {"alasan": "x"}).status_code == 403
    lain = buat_opd()
    tanpa_akun = buat_penugasan(jabatan=buat_jabatan(lain, kepala=True)).pegawai
    bawahan = buat_penugasan(jabatan=buat_jabatan(opd)).pegawai
    for n, pegawai in enumerate((tanpa_akun, bawahan)):
        data = {"nama": pegawai.nama, "nama_pengguna": f"coba.contoh{n}", "nip": pegawai.nip}
        admin_opd.post(alamat("pengguna_baru"), data | {"peran": "operator_opd", "opd": str(opd.pk)})
        pegawai.refresh_from_db()
    assert Pengguna.objects.filter(nama_pengguna__startswith="coba.contoh").count() == 2
    assert tanpa_akun.pengguna is None
    assert bawahan.pengguna is not None
    saat = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    penanda = queries.penanda_tangan(lain.pk, pada=saat)
    assert penanda is not None
    assert penanda.pegawai.pengguna is None


def test_admin_opd_melepaskan_tautan_sso_di_opdnya_saja() -> None:
    opd = buat_opd()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    operator, kepala = buat_pengguna(Peran.OPERATOR_OPD, opd=opd), buat_pengguna(Peran.KEPALA_OPD, opd=opd)
    saat = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    assert "Lepaskan tautan SSO" not in admin_opd.get(alamat("pengguna", operator.pk)).content.decode()
    for orang in (operator, kepala):
        TautanSSO.objects.create(
            pengguna=orang, penerbit="https://sso", subjek=str(orang.pk), ditautkan_pada=saat
        )
    assert "Lepaskan tautan SSO" in admin_opd.get(alamat("pengguna", operator.pk)).content.decode()
    assert admin_opd.post(alamat("pengguna_lepas_sso", operator.pk), {"alasan": ""}).status_code == 422
    assert admin_opd.post(alamat("pengguna_lepas_sso", kepala.pk), {"alasan": "x"}).status_code == 403
    assert admin_opd.post(alamat("pengguna_lepas_sso", operator.pk), {"alasan": "ganti"}).status_code == 302
    assert admin_opd.post(alamat("pengguna_lepas_sso", operator.pk), {"alasan": "ganti"}).status_code == 422
    assert [t.pengguna for t in TautanSSO.objects.all()] == [kepala]
    assert Catatan.objects.filter(peristiwa="pengguna.lepaskan_sso").count() == 3  # two of them refused
    assert sebut_peristiwa("pengguna.lepaskan_sso") == "Lepaskan SSO pengguna"


def test_tautan_sso_sendiri_tidak_dilepaskan_sendiri() -> None:
    admin = buat_pengguna(Peran.ADMIN_SISTEM)
    saat = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    TautanSSO.objects.create(pengguna=admin, penerbit="https://sso", subjek="s", ditautkan_pada=saat)
    jawaban = masuk(admin).post(alamat("pengguna_lepas_sso", admin.pk), {"alasan": "x"})
    assert jawaban.status_code == 422
    assert "minta admin lain" in jawaban.content.decode()
    assert TautanSSO.objects.exists()
