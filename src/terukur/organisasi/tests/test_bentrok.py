"""Somebody else saved in between: both are shown, none is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from terukur.akun.peran import Peran
from terukur.organisasi.models import BatasPenugasan, JabatanVersi, OPDVersi, Pegawai, ProfilOPD, UnitVersi
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd, buat_pegawai, buat_pengguna, buat_unit
from terukur.organisasi.tests.halaman import alamat, masuk

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return masuk(buat_pengguna(Peran.ADMIN_SISTEM))


def _kasus(nama: str) -> tuple[str, dict[str, Any], str, str, Any]:
    """(address, whole form, the field that both change, its label, who holds the stored value)."""
    opd = buat_opd("Dinas Awal")
    if nama == "opd":
        isi = {"kode": opd.kode, "nama": opd.nama, "singkatan": opd.singkatan, "jenis": "dinas", "induk": ""}
        isi |= {"sejak": "2026-11-01"}
        return alamat("opd_ubah", opd.pk), isi, "nama", "Nama", lambda: OPDVersi.objects.diketahui(None)
    if nama == "unit":
        unit = buat_unit(opd)
        isi = {
            "opd": opd.pk,
            "kode": unit.kode,
            "nama": unit.nama,
            "jenis": unit.jenis,
            "sejak": "2026-11-01",
        }
        return alamat("unit_ubah", unit.pk), isi, "nama", "Nama", lambda: UnitVersi.objects.diketahui(None)
    if nama == "jabatan":
        jabatan = buat_jabatan(opd)
        isi = {"nama": jabatan.nama, "unit": "", "eselon": jabatan.eselon, "sejak": "2026-11-01"}
        milik = lambda: JabatanVersi.objects.diketahui(None).filter(jabatan=jabatan)  # noqa: E731
        return alamat("jabatan_ubah", jabatan.pk), isi, "nama", "Nama jabatan", milik
    if nama == "pegawai":
        p = buat_pegawai()
        isi = {"nama": p.nama, "status": p.status, "nip": p.nip, "aktif": "on"}
        return alamat("pegawai_ubah", p.pk), isi, "nama", "Nama", lambda: Pegawai.objects.filter(pk=p.pk)
    if nama == "profil":
        isi = {"tugas": "Awal", "fungsi": "Satu | 1.02.02", "dasar": "Perbup 1", "sejak": "2026-11-01"}
        return alamat("opd_profil", opd.pk), isi, "tugas", "Tugas", lambda: ProfilOPD.objects.diketahui(None)
    isi = {
        "bulan": "3",
        "jumlah_perpanjangan": "1",
        "hari_peringatan": "14",
        "dasar": "SE",
        "sejak": "2026-11-01",
    }
    milik = lambda: BatasPenugasan.objects.diketahui(None).filter(berlaku_sampai=None)  # noqa: E731
    return alamat("batas_ubah", "plt"), isi, "dasar", "Dasar hukum", milik


def _tanda(halaman: str) -> str:
    cocok = re.search(r'name="dibaca" value="([0-9a-f]{16})"', halaman)
    assert cocok
    return cocok[1]


@pytest.mark.parametrize("nama", ["opd", "unit", "jabatan", "pegawai", "profil", "batas"])
def test_a_stale_form_shows_both_and_wins_only_after_comparing(admin: Client, nama: str) -> None:
    tujuan, isi, kolom, label, tersimpan = _kasus(nama)
    basi = _tanda(admin.get(tujuan).content.decode())
    rekan = isi | {kolom: "Punya rekan", "dibaca": basi}
    assert admin.post(tujuan, rekan).status_code == 302
    jawaban = admin.post(tujuan, isi | {kolom: "Punya saya", "dibaca": basi})
    halaman = jawaban.content.decode()
    assert jawaban.status_code == 409
    assert re.search(rf"{label}</th><td[^>]*>Punya rekan</td><td[^>]*><b>Punya saya</b>", halaman)
    assert "Punya saya" in halaman.partition("</table>")[2], "what was typed stays in the form"
    assert "Punya saya" not in tersimpan().values_list(kolom, flat=True)
    assert admin.post(tujuan, isi | {kolom: "Punya saya", "dibaca": _tanda(halaman)}).status_code == 302
    assert "Punya saya" in tersimpan().values_list(kolom, flat=True)


def test_the_same_content_saved_twice_is_no_conflict(admin: Client) -> None:
    tujuan, isi, kolom, _, _ = _kasus("pegawai")
    basi = _tanda(admin.get(tujuan).content.decode())
    for _ in range(2):
        assert admin.post(tujuan, isi | {kolom: "Nama baru", "dibaca": basi}).status_code == 302


def test_choices_are_compared_in_their_words(admin: Client) -> None:
    tujuan, isi, _, _, _ = _kasus("opd")
    basi = _tanda(admin.get(tujuan).content.decode())
    admin.post(tujuan, isi | {"jenis": "badan", "dibaca": basi})
    halaman = admin.post(tujuan, isi | {"dibaca": basi}).content.decode()
    assert re.search(r"<td[^>]*>Badan</td><td[^>]*><b>Dinas</b>", halaman)
