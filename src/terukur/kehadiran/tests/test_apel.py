"""Apel: scans on its devices, marks of who is in charge, recap by OPD."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.actions.hitung import kuras_antrean
from terukur.kehadiran.choices import (
    PeristiwaPotongan,
    StatusPengawasan,
)
from terukur.kehadiran.models import (
    BarisKetentuan,
    HariKehadiran,
)
from terukur.kehadiran.queries.apel import hadir_apel, rekap_apel
from terukur.kehadiran.queries.hitungan import hari_orang
from terukur.kehadiran.rules.hari import Tanda
from terukur.kehadiran.tests.dunia_hari import masuk, tgl
from terukur.kehadiran.tests.dunia_pengawasan import (
    HARI,
    LUSA,
    SORE,
    J,
    S,
    dunia_sidak,
    hari_ini,
)
from terukur.kehadiran.tests.factories import buat_staf
from terukur.kehadiran.tests.isian import setempat
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna


@pytest.fixture
def d():
    return dunia_sidak()


def jadwalkan(d, **isi):
    biasa = {
        "nama": "Apel pagi",
        "opd": d.opd,
        "mulai": setempat(HARI, "07.15"),
        "buka": setempat(HARI, "06.30"),
        "tutup": setempat(HARI, "07.30"),
        "mesin": [d.mesin],
        "oleh": SISTEM,
        "pada": setempat(tgl(12), "09.00"),
    }
    return actions.jadwalkan_apel(**biasa | isi)


@pytest.mark.django_db
def test_an_apel_counts_presses_on_its_devices_and_marks_and_is_closed_by_itself(d) -> None:
    BarisKetentuan.objects.create(ketentuan=d.ketentuan, peristiwa=PeristiwaPotongan.APEL, persen="0.75")
    d.tekan(HARI, "07.29", pin="2")
    d.tekan(HARI, "07.30", "16.10", pin="1")  # the head: just after the window of the apel
    p = jadwalkan(d)
    belum = setempat(HARI, "07.45")
    assert actions.tutup_apel_lewat(oleh=SISTEM, pada=belum, tunggu=dt.timedelta(minutes=30)) == 0
    assert actions.tutup_apel_lewat(oleh=SISTEM, pada=SORE, tunggu=dt.timedelta(minutes=30)) == 1
    p.refresh_from_db()
    assert p.status == StatusPengawasan.SELESAI
    kata = {o.nama: hadir_apel(p.pk)[o.pk][0] for o in p.orang.all()}
    assert kata == {"Kadis": "Tidak ikut", "Staf": "Hadir", "Staf 2": "Hadir", "Staf 3": "Berketerangan"}
    kuras_antrean(pada=LUSA)
    kadis = HariKehadiran.objects.get(pegawai=d.kadis.pegawai, tanggal=HARI)
    assert (kadis.status, kadis.potongan, Tanda(kadis.tanda)) == (S.HADIR, 750, Tanda.TIDAK_IKUT_APEL)
    [hari] = hari_orang(d.kadis.pegawai.pk, HARI, HARI, pada=LUSA)
    assert [(b.kode, b.persen) for b in hari.butir] == [("APEL", 750)]
    assert (hari.potongan, hari.sama) == (750, True)
    # a letter that comes later explains it, on the day and in the recap
    d.setuju(d.kadis.pegawai, HARI, J.DINAS_LUAR)
    assert hari_ini(d.kadis.pegawai).status == S.DINAS
    [r] = [x for x in rekap_apel(HARI, HARI, opd_ids=None, per_orang=True) if x.nama == "Kadis"]
    assert (r.wajib, r.hadir, r.berketerangan, r.tidak_ikut, r.persen) == (1, 0, 1, 0, None)
    [opd] = rekap_apel(HARI, HARI, opd_ids=[d.opd.pk], per_orang=False)
    assert (opd.wajib, opd.hadir, opd.berketerangan, opd.tidak_ikut, opd.persen) == (4, 2, 2, 0, 100)
    assert rekap_apel(HARI, HARI, opd_ids=[buat_opd().pk], per_orang=True) == []


@pytest.mark.django_db
def test_who_is_in_charge_marks_and_others_do_not(d) -> None:
    p = jadwalkan(d, penanggung_jawab=d.orang, mesin=[])
    alamat = reverse("kehadiran:pengawasan", args=[p.pk])
    with time_machine.travel(setempat(HARI, "07.15"), tick=False):
        k = masuk(d.staf)
        assert k.get(alamat).status_code == 200
        k.post(reverse("kehadiran:pengawasan_langkah", args=[p.pk, "buka"]))
        o = p.orang.get(pegawai=d.dua)
        k.post(reverse("kehadiran:pengawasan_tandai", args=[p.pk]), {"tanda": f"{o.pk}:1"})
        assert hadir_apel(p.pk)[o.pk][0] == "Hadir"
        assert k.get(reverse("kehadiran:pengawasan_tutup", args=[p.pk])).status_code == 200
        lain = buat_pengguna(Peran.ADMIN_OPD, opd=buat_opd("Dinas Lain"))
        assert masuk(lain).get(alamat).status_code == 404


@pytest.mark.django_db
def test_an_apel_of_all_shows_each_opd_its_own_people(d) -> None:
    lain = buat_opd("Dinas Lain")
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=lain)
    milik = buat_staf(lain, "Orang Lain")
    p = actions.buka(pengawasan_id=jadwalkan(d, opd=None).pk, oleh=SISTEM, pada=setempat(HARI, "07.10"))
    with time_machine.travel(setempat(HARI, "07.15"), tick=False):
        k = masuk(admin)
        halaman = k.get(reverse("kehadiran:pengawasan", args=[p.pk])).content.decode()
        assert "Orang Lain" in halaman
        assert "Kadis" not in halaman
        alamat = reverse("kehadiran:pengawasan_tandai", args=[p.pk])
        bukan = p.orang.get(pegawai=d.dua)
        assert k.post(alamat, {"tanda": f"{bukan.pk}:1"}).status_code == 404
        assert k.post(alamat, {"tanda": f"{p.orang.get(pegawai=milik).pk}:1"}).status_code == 302
        assert k.get(reverse("kehadiran:pengawasan_tutup", args=[p.pk])).status_code == 404
