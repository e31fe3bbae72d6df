"""Sidak, apel, findings and records by phone: who may not, though he holds a role."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import TidakBerhak
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import pengawasan as actions
from terukur.kehadiran.actions import temuan as actions_temuan
from terukur.kehadiran.actions.berkas import _rekam_sendiri
from terukur.kehadiran.models import OrangPengawasan, Pengawasan, RekamPonsel, TemuanSidak
from terukur.kehadiran.protokol.rekam import Muatan, Rekam
from terukur.kehadiran.queries.pengawasan import terlihat
from terukur.kehadiran.queries.ponsel import daftar_periksa, daftar_tempat
from terukur.kehadiran.queries.temuan import temuan_terlihat
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, masuk, tgl
from terukur.kehadiran.tests.dunia_ponsel import buat_ketentuan_ponsel, buat_tempat, izinkan, tekan
from terukur.kehadiran.tests.factories import buat_staf
from terukur.kehadiran.tests.isian import setempat
from terukur.organisasi.models import PeranPengguna
from terukur.organisasi.tests.factories import AWAL, AWAL_PADA, buat_pengguna, buat_unit

pytestmark = pytest.mark.django_db
HARI = tgl(14)
PAGI = setempat(HARI, "10.00")
SORE = setempat(HARI, "11.00")


@pytest.fixture
def d():
    d = Dunia(range(1, 14))
    d.tekan(HARI, "07.21")
    d.insp = buat_pengguna(Peran.INSPEKTORAT, nama="Inspektur")
    return d


def beri(pengguna, peran, opd=None, unit=None):
    PeranPengguna.objects.create(
        pengguna=pengguna, peran=str(peran), opd=opd, unit=unit, lingkup="uji", berlaku_sejak=AWAL,
        dicatat_pada=AWAL_PADA,
    )  # fmt: skip
    pengguna.akses = susun_akses(pengguna, pada=AWAL_NOVEMBER)


def tanda(p, pegawai, oleh, ada=True):
    o = OrangPengawasan.objects.get(pengawasan=p, pegawai=pegawai)
    return actions.tandai(
        pengawasan_id=p.pk, orang_id=o.pk, ada=ada, pengguna=oleh, oleh=oleh.pelaku(), pada=PAGI
    )


def apel(d, **isi):
    saat = {n: setempat(HARI, j) for n, j in (("mulai", "07.15"), ("buka", "06.30"), ("tutup", "12.30"))}
    return actions.jadwalkan_apel(
        **{"nama": "Apel", "opd": d.opd, **saat, "oleh": SISTEM, "pada": setempat(tgl(12), "09.00")} | isi
    )


def test_nobody_marks_himself_nor_in_a_sidak_his_superior(d):
    beri(d.staf, Peran.INSPEKTORAT)
    lain = d.staf_lain("2")
    p = actions.rencanakan_sidak(opd=d.opd, oleh=d.insp.pelaku(), pada=PAGI)
    with pytest.raises(TidakBerhak, match="dirinya sendiri"):
        tanda(p, d.orang, d.staf)
    with pytest.raises(TidakBerhak, match="Atasan Anda"):
        tanda(p, d.kadis.pegawai, d.staf)
    tanda(p, lain, d.staf)
    tanda(p, d.kadis.pegawai, d.insp)
    a = actions.buka(pengawasan_id=apel(d, penanggung_jawab=d.orang).pk, oleh=SISTEM, pada=PAGI)
    with pytest.raises(TidakBerhak, match="orang lain menandai Anda"):
        tanda(a, d.orang, d.staf)
    tanda(a, d.kadis.pegawai, d.staf)


def test_one_opd_does_not_call_off_the_apel_of_all(d):
    p = apel(d, opd=None)
    admin, bkpsdm = buat_pengguna(Peran.ADMIN_OPD, opd=d.opd), buat_pengguna(Peran.BKPSDM)
    batal = reverse("kehadiran:pengawasan_langkah", args=[p.pk, "batalkan"])
    with time_machine.travel(setempat(HARI, "07.00"), tick=False):
        klien = masuk(admin)
        assert batal not in klien.get(reverse("kehadiran:pengawasan", args=[p.pk])).content.decode()
        assert klien.post(batal).status_code == 404
        assert masuk(bkpsdm).post(batal).status_code == 302
    assert Pengawasan.objects.get().status == "dibatalkan"


def test_an_admin_of_a_unit_runs_the_apel_of_his_unit_only(d):
    unit = buat_unit(d.opd)
    buat_staf(d.opd, "Orang Unit", unit=unit)
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=d.opd, unit=unit)
    isi = {"nama": "Apel", "tanggal": "2026-10-15", "mulai": "07:30", "buka": "06:30", "tutup": "08:00"}
    opd, milik = apel(d), apel(d, unit=unit)
    with time_machine.travel(setempat(HARI, "07.00"), tick=False):
        klien = masuk(admin)
        for p, status in ((opd, 404), (milik, 302)):
            alamat = reverse("kehadiran:pengawasan_langkah", args=[p.pk, "buka"])
            assert klien.post(alamat).status_code == status
        alamat = reverse("kehadiran:apel_baru")
        assert klien.post(alamat, isi | {"opd": str(d.opd.pk)}).status_code == 404
        assert klien.post(alamat, isi | {"unit": str(unit.pk)}).status_code == 302


def test_an_inspector_without_an_opd_reads_only_the_sidak_in_which_he_took_part(d):
    ikut, bukan = buat_pengguna(Peran.PENGAWAS), buat_pengguna(Peran.PENGAWAS)
    p = actions.rencanakan_sidak(opd=d.opd, oleh=d.insp.pelaku(), pada=PAGI)
    assert terlihat(bukan, "sidak").exists()
    tanda(p, d.orang, ikut)
    actions.tutup(pengawasan_id=p.pk, oleh=d.insp.pelaku(), pada=SORE)
    assert [terlihat(u, "sidak").count() for u in (d.insp, ikut, bukan, d.kadis, d.staf)] == [1, 1, 0, 1, 0]


def test_letters_of_a_sidak_are_not_read_after_the_office_has_ended(d):
    """A head who planned a sidak (a Plt whose term is over) reads its findings no longer."""
    p = actions.rencanakan_sidak(opd=d.opd, oleh=d.kadis.pelaku(), pada=PAGI)
    tanda(p, d.orang, d.insp, ada=False)
    actions.tutup(pengawasan_id=p.pk, oleh=d.insp.pelaku(), pada=SORE)
    assert temuan_terlihat(d.kadis).count() == 1
    d.kadis.pegawai.penugasan.all().delete()
    d.kadis.akses = susun_akses(d.kadis, pada=AWAL_NOVEMBER)
    assert not temuan_terlihat(d.kadis).exists()
    assert not terlihat(d.kadis, "sidak").exists()


def test_who_explained_for_somebody_does_not_decide(d):
    p = actions.rencanakan_sidak(opd=d.opd, oleh=d.insp.pelaku(), pada=PAGI)
    tanda(p, d.orang, d.insp, ada=False)
    actions.tutup(pengawasan_id=p.pk, oleh=d.insp.pelaku(), pada=SORE)
    t = TemuanSidak.objects.get()
    oleh = {"temuan_id": t.pk, "pengguna": d.kadis, "oleh": d.kadis.pelaku(), "pada": SORE}
    actions_temuan.jelaskan(penjelasan="Saya suruh ke Setda", **oleh)
    with pytest.raises(TidakBerhak, match="orang lain"):
        actions_temuan.putuskan(putusan="diterima", alasan="Benar", **oleh)
    bkpsdm = buat_pengguna(Peran.BKPSDM)
    oleh |= {"pengguna": bkpsdm, "oleh": bkpsdm.pelaku()}
    assert actions_temuan.putuskan(putusan="diterima", alasan="Benar", **oleh).putusan == "diterima"


def test_positions_stay_with_who_may_decide(d):
    unit = buat_unit(d.opd)
    milik = buat_staf(d.opd, "Orang Unit", unit=unit)
    buat_tempat(d.opd)
    buat_ketentuan_ponsel()
    for n, orang in enumerate((milik, d.orang, d.kadis.pegawai)):
        izinkan(orang)
        tekan(orang, PAGI + dt.timedelta(minutes=n))
    admin = [buat_pengguna(Peran.ADMIN_OPD, opd=d.opd, unit=u) for u in (unit, None)]
    admin.append(buat_pengguna(Peran.BKPSDM))

    def orang(u):
        return sorted(daftar_periksa(u, pada=SORE).values_list("pegawai__nama", flat=True))

    assert [orang(u) for u in admin] == [
        ["Orang Unit"],
        ["Orang Unit", "Staf"],
        ["Kadis", "Orang Unit", "Staf"],
    ]
    assert orang(d.staf) == []
    assert [daftar_tempat(u).count() for u in admin] == [0, 1, 1]
    kepala = RekamPonsel.objects.get(pegawai=d.kadis.pegawai)
    with time_machine.travel(SORE, tick=False):
        alamat = reverse("kehadiran:rekam_ponsel_satu", args=[kepala.pk])
        assert [masuk(u).get(alamat).status_code for u in admin] == [404, 404, 200]


def test_the_position_of_an_inspector_is_not_in_the_file_of_the_opd(d):
    p = actions.rencanakan_sidak(opd=d.opd, oleh=d.insp.pelaku(), pada=PAGI)
    tanda(p, d.orang, d.insp)
    actions.tutup(pengawasan_id=p.pk, oleh=d.insp.pelaku(), pada=SORE)
    alamat = reverse("kehadiran:pengawasan_daftar", args=[p.pk])
    with time_machine.travel(setempat(tgl(15), "09.00"), tick=False):
        isi = [b"".join(masuk(u).get(alamat, {"unduh": "csv"}).streaming_content) for u in (d.insp, d.kadis)]
    assert [b"Letak" in x for x in isi] == [True, False]


def test_a_file_with_his_own_records_is_told(d):
    baris = tuple(Rekam(n, pin, dt.datetime(2026, 10, n, 7), 0, 1, b"") for n, pin in ((2, "1"), (3, "7")))
    assert _rekam_sendiri(d.mesin, Muatan(baris), d.staf.pelaku()) == tgl(3)
    assert _rekam_sendiri(d.mesin, Muatan(baris), d.insp.pelaku()) is None
    assert _rekam_sendiri(d.mesin, Muatan(baris), SISTEM) is None
