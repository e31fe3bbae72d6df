"""Nobody judges his own: what somebody who manages attendance may not do for himself, and who reads of it."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.impor.jenis import Konteks
from terukur.impor.pembaca import Buku, Lembar
from terukur.kehadiran.importers.pin import PIN_PEGAWAI
from terukur.kehadiran.importers.sif import JADWAL_SIF
from terukur.kehadiran.models import (
    JadwalKhusus,
    KelompokMesin,
    Ketentuan,
    Pengecualian,
    PinPegawai,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.queries.surut import berlaku_surut
from terukur.kehadiran.tests.dunia_hari import masuk
from terukur.kehadiran.tests.factories import HARI_INI, SEKARANG, buat_bawaan, buat_staf
from terukur.kehadiran.tests.isian import buat_mesin, resmi
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna

pytestmark = pytest.mark.django_db
HARI = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def saat():
    with time_machine.travel(SEKARANG, tick=False):
        yield


@pytest.fixture
def opd():
    buat_bawaan()
    return buat_opd("Dinas Uji")


@pytest.fixture
def admin(opd):
    """An admin of the OPD who works in it himself."""
    pengguna = buat_pengguna(Peran.ADMIN_OPD, opd=opd, nama="Admin Uji")
    diri = buat_staf(opd, "Admin Uji")
    diri.pengguna = pengguna
    diri.save()
    return pengguna


def kirim(klien, nama, isi, ke):
    jawaban = klien.post(reverse(f"kehadiran:{nama}"), isi)
    assert jawaban.status_code == ke, jawaban.content.decode()[-3000:]
    return jawaban.content.decode()


def test_an_admin_sets_nothing_for_himself_and_no_rules(admin, opd):
    buat_staf(opd, "Ani Contoh")
    klien = masuk(admin)
    masa = {"sejak": "2026-11-20", "sampai": "2026-11-20", "dasar": "SE", "jam": ""}
    pola = {"pola": PolaKerja.objects.get(kode="KANTOR6").pk, "sejak": "2026-11-20", "hari_ke": "1"}
    izin = {"sejak": "2026-11-18", "dasar": "ST 1"}
    for nama, isi in (("khusus_baru", masa), ("pola_berlaku_baru", pola), ("izin_ponsel_baru", izin)):
        assert "ditetapkan orang lain" in kirim(klien, nama, isi | {"pegawai": "Admin Uji"}, 422)
        kirim(klien, nama, isi | {"pegawai": "Ani Contoh"}, 302)
    sk = {"nomor_sk": "1", "tanggal_sk": "2026-11-01", "alasan": "x", "sejak": "2026-11-18"}
    kirim(klien, "pengecualian_baru", sk | {"pegawai": "Ani Contoh"}, 403)
    kirim(klien, "ketentuan_baru", {"opd": str(opd.pk)}, 403)
    assert (Pengecualian.objects.count(), Ketentuan.objects.count()) == (0, 1)
    assert "Tetapkan" not in klien.get(reverse("kehadiran:pengecualian")).content.decode()
    assert "Tetapkan ketentuan" not in klien.get(reverse("kehadiran:ketentuan")).content.decode()


def test_bkpsdm_exempts_others_not_himself():
    buat_bawaan()
    petugas = buat_pengguna(Peran.BKPSDM)
    diri = buat_staf(buat_opd("BKPSDM"), "Petugas")
    diri.pengguna = petugas
    diri.save()
    sk = {"nomor_sk": "1", "tanggal_sk": "2026-11-01", "alasan": "x", "sejak": "2026-11-18"}
    assert "ditetapkan orang lain" in kirim(
        masuk(petugas), "pengecualian_baru", sk | {"pegawai": "Petugas"}, 422
    )


def test_his_own_row_of_the_shifts_is_passed_over(admin, opd):
    ani = buat_staf(opd, "Ani Contoh")
    kepala = ["Nama", *(str(n) for n in range(1, 31))]
    isi = Buku("a.xlsx", "xlsx", (Lembar("x", [kepala, ["Ani Contoh", "L"], ["Admin Uji", "L"]]),))
    konteks = Konteks("", JADWAL_SIF.siapkan({"bulan": "2026-11"}, untuk=admin).data, pada=SEKARANG)
    hasil = JADWAL_SIF.baca(isi, konteks)
    JADWAL_SIF.periksa(hasil, konteks)
    assert [m.kode for m in hasil.masalah] == ["diri_sendiri"]
    JADWAL_SIF.terapkan(hasil, konteks, lapor=lambda a, b: None, oleh=admin.pelaku(), pada=SEKARANG)
    assert [j.pegawai for j in JadwalKhusus.objects.select_related("pegawai").order_by("pk")] == [ani]


def test_what_reaches_back_and_his_own_pin_are_listed_for_bkpsdm(admin, opd):
    kelompok = KelompokMesin.objects.create(nama="Uji")
    buat_mesin(opd, kelompok)
    bkpsdm, klien = buat_pengguna(Peran.BKPSDM), masuk(admin)
    khusus = {"sampai": "2026-11-20", "jam": "", "opd": str(opd.pk)}

    def lihat() -> tuple[list[str], int]:
        with CaptureQueriesContext(
            connection,
        ) as q:
            baris = berlaku_surut(sejak=SEKARANG - HARI)
        return [f"{b.apa}, {b.untuk}, {b.oleh}" for b in baris], len(q)

    kirim(klien, "khusus_baru", khusus | {"sejak": "2026-11-19", "dasar": "SE esok"}, 302)
    assert lihat() == ([], 2)
    kirim(klien, "khusus_baru", khusus | {"sejak": "2026-11-02", "dasar": "SE surut"}, 302)
    kirim(masuk(bkpsdm), "khusus_baru", khusus | {"sejak": "2026-11-03", "dasar": "SE Bupati"}, 302)
    pin = {"pin": "5", "kelompok": kelompok.pk, "pegawai": "Admin Uji", "sejak": "2026-11-01"}
    kirim(klien, "pin_baru", pin, 302)
    assert lihat() == (
        ["PIN bagi diri sendiri, Admin Uji, Admin Uji", "Jadwal khusus, Dinas Uji, Admin Uji"],
        2,
    )
    alamat = reverse("kehadiran:jadwal_surut")
    assert "SE surut" in masuk(bkpsdm).get(alamat).content.decode()
    assert klien.get(alamat).status_code == 403
    assert PolaBerlaku.objects.count() == 1


def test_whose_pin_it_is_stays_in_his_opd(admin, opd):
    kelompok = KelompokMesin.objects.create(nama="Uji")
    buat_mesin(opd, kelompok)
    buat_staf(opd, "Ani Contoh")
    for nama, pin, di in (("Budi Rahasia", "5", buat_opd()), ("Cici Dinas", "6", opd)):
        PinPegawai.objects.create(**resmi(), kelompok=kelompok, pin=pin, pegawai=buat_staf(di, nama))
    klien = masuk(admin)
    isi = {"kelompok": kelompok.pk, "pegawai": "Ani Contoh", "sejak": "2026-11-01"}
    jawab = kirim(klien, "pin_baru", isi | {"pin": "5"}, 422)
    assert "Budi Rahasia" not in jawab
    assert "hubungi BKPSDM" in jawab
    assert "Cici Dinas" in kirim(klien, "pin_baru", isi | {"pin": "6"}, 422)
    konteks = Konteks(
        "", PIN_PEGAWAI.siapkan({"sejak": HARI_INI.isoformat()}, untuk=admin).data, pada=SEKARANG
    )
    baris = [["PIN", "Nama", "Kelompok"], ["5", "Ani Contoh", "Uji"], ["6", "Ani Contoh", "Uji"]]
    hasil = PIN_PEGAWAI.baca(Buku("p.xlsx", "xlsx", (Lembar("x", baris),)), konteks)
    PIN_PEGAWAI.periksa(hasil, konteks)
    assert ["Cici Dinas" in m.pesan for m in hasil.galat] == [False, True]
    assert not any("Rahasia" in m.pesan for m in hasil.galat)
