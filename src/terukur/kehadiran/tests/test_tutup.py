"""Closing a month: order, objections, frozen rows with their digest, and what changes afterwards."""

import datetime as dt
import json

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.hitung import hitung_malam, kuras_antrean
from terukur.kehadiran.actions.ingatkan import kabari_rekap
from terukur.kehadiran.actions.tutup import siapkan, tutup
from terukur.kehadiran.choices import JenisPermohonan, StatusHari, StatusRekap
from terukur.kehadiran.models import HariKehadiran, Penyesuaian, RekapBulan, RekapPegawai
from terukur.kehadiran.queries.kuota import batas_koreksi
from terukur.kehadiran.queries.tutup import cocok, selisih
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, masuk, tgl
from terukur.kehadiran.tests.factories import buat_pejabat
from terukur.kehadiran.tests.isian import OKTOBER
from terukur.organisasi.models import HariLibur
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
J, S = JenisPermohonan, StatusHari
NOVEMBER = dt.date(2026, 11, 1)
HARI = dt.timedelta(days=1)
SESUDAH_SANGGAH = AWAL_NOVEMBER + 4 * HARI
AWAL_DESEMBER = dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def d():
    """The thirtieth is a day without reason."""
    d = Dunia(range(1, 30))
    d.hitung()
    return d


def buat(pada=AWAL_NOVEMBER, bulan=OKTOBER):
    return siapkan(bulan=bulan, oleh=SISTEM, pada=pada)


def tutupkan(rekap, pada=SESUDAH_SANGGAH):
    return tutup(rekap_id=rekap.pk, oleh=SISTEM, pada=pada)


def test_a_month_is_closed_only_after_its_objections(d):
    rekap = buat()
    assert rekap.batas_sanggah == tgl(5, 11)  # three working days after Monday the second
    assert batas_koreksi(d.orang.pk, tgl(2), pada=AWAL_NOVEMBER) == tgl(5, 11)
    with pytest.raises(AturanDilanggar, match="Masa sanggah sampai 5 November 2026"):
        tutupkan(rekap, AWAL_NOVEMBER + 3 * HARI)
    tandai_hari([d.orang.pk], sejak=tgl(7), sampai=tgl(7), pada=SESUDAH_SANGGAH)
    with pytest.raises(AturanDilanggar, match="1 hari masih dihitung"):
        tutupkan(rekap)
    kuras_antrean(pada=SESUDAH_SANGGAH)
    rekap = tutupkan(rekap)
    assert rekap.status == StatusRekap.DITUTUP
    assert rekap.jumlah_pegawai == 2
    with pytest.raises(AturanDilanggar, match="sudah ditutup"):
        tutupkan(rekap)


@pytest.mark.parametrize(
    ("bulan", "pada", "kata"),
    [
        (NOVEMBER, AWAL_NOVEMBER, "belum selesai"),
        (dt.date(2026, 9, 1), AWAL_NOVEMBER, "Tidak ada kehadiran"),
    ],
)
def test_a_month_that_is_not_over_or_empty_is_refused(d, bulan, pada, kata):
    with pytest.raises(AturanDilanggar, match=kata):
        buat(pada, bulan)


def test_everybody_of_a_prepared_month_is_told_in_a_fixed_number_of_statements(d):
    rekap = buat()
    pesan = Pesan.objects.filter(penerima__in=[d.staf, d.kadis])
    assert {(p.judul, p.tautan) for p in pesan} == {
        ("Perkiraan potongan Oktober 2026", "/kehadiran/?bulan=2026-10")
    }
    assert "sampai 5 November 2026" in pesan[0].isi
    for n in range(4):
        buat_pejabat(d.opd, f"Staf {n}")
    d.hitung()
    pesan.delete()
    with CaptureQueriesContext(connection) as banyak:
        assert kabari_rekap(rekap, pada=AWAL_NOVEMBER) == 6
    with CaptureQueriesContext(connection) as ulang:
        assert kabari_rekap(rekap, pada=AWAL_NOVEMBER) == 0
    assert len(ulang) == len(banyak) == 2


def test_months_close_in_order(d):
    buat()
    with pytest.raises(AturanDilanggar, match="sudah disiapkan"):
        buat()
    d.hitung(AWAL_DESEMBER, NOVEMBER)
    with pytest.raises(AturanDilanggar, match="Tutup Oktober 2026 lebih dahulu"):
        buat(AWAL_DESEMBER, NOVEMBER)


def test_no_month_is_left_out_and_the_first_one_is_free(d):
    tutupkan(buat())
    d.hitung(AWAL_DESEMBER, NOVEMBER)
    januari = dt.datetime(2027, 1, 4, 1, tzinfo=dt.UTC)
    desember = dt.date(2026, 12, 1)
    d.hitung(januari, desember)
    with pytest.raises(AturanDilanggar, match="Sesudah Oktober 2026, siapkan November 2026 lebih dahulu"):
        buat(januari, desember)
    assert buat(januari, NOVEMBER)


def test_days_that_nobody_computed_are_computed_when_a_month_is_prepared(d):
    """The worker stood still: no day of the last week was computed, nor that of a device with bad luck."""
    HariKehadiran.objects.filter(tanggal__gte=tgl(26)).delete()
    belum = HariKehadiran.objects.filter(pegawai=d.kadis.pegawai, tanggal__lt=tgl(12))
    belum.delete()  # his records began on the twelfth: nobody is absent before
    rekap = buat()
    hari = HariKehadiran.objects.values_list("pegawai", "tanggal")
    assert len([t for p, t in hari if p == d.orang.pk]) == 31
    assert min(t for p, t in hari if p == d.kadis.pegawai.pk) == tgl(12)
    assert tutupkan(rekap).jumlah_pegawai == 2
    assert RekapPegawai.objects.get(rekap=rekap, pegawai=d.orang).tk == 1


def test_a_month_with_days_that_are_not_decided_is_not_closed(d):
    rekap = buat()
    HariKehadiran.objects.filter(pegawai=d.orang, tanggal__in=[tgl(6), tgl(7)]).delete()
    with pytest.raises(AturanDilanggar, match="2 hari dari 1 pegawai belum dihitung; dilengkapi malam ini"):
        tutupkan(rekap)
    hitung_malam(pada=SESUDAH_SANGGAH)
    HariLibur.objects.create(tanggal=tgl(30), nama="Uji", jenis="cuti_bersama", perkiraan=True, dasar="-")
    d.hitung_hari(d.orang, tgl(30), SESUDAH_SANGGAH)
    d.hitung_hari(d.kadis.pegawai, tgl(30), SESUDAH_SANGGAH)
    with pytest.raises(AturanDilanggar, match="2 hari menunggu libur yang masih perkiraan"):
        tutupkan(rekap)
    HariLibur.objects.all().delete()
    HariKehadiran.objects.update(status=S.BELUM, sidik=b"0" * 16)
    with pytest.raises(AturanDilanggar, match="60 hari belum selesai"):
        tutupkan(rekap)
    hitung_malam(pada=SESUDAH_SANGGAH)
    assert tutupkan(rekap).status == StatusRekap.DITUTUP


def test_a_change_computed_by_a_clock_that_is_behind_is_not_lost(d):
    """Its clock was read before it waited for the lock of the closing."""
    tutupkan(buat())
    d.setuju(d.orang, tgl(30), J.IZIN)
    lambat = SESUDAH_SANGGAH - dt.timedelta(seconds=2)
    tandai_hari([d.orang.pk], sejak=tgl(30), sampai=tgl(30), pada=lambat)
    kuras_antrean(pada=lambat)
    assert [(s.tanggal, s.status_baru) for s in selisih()] == [(tgl(30), S.IZIN)]


def test_frozen_rows_say_what_the_days_said_and_their_digest_is_journalled(d):
    rekap = tutupkan(buat())
    baris = RekapPegawai.objects.get(rekap=rekap, pegawai=d.orang)
    hari = {h.tanggal.day: h for h in HariKehadiran.objects.filter(pegawai=d.orang, tanggal__month=10)}
    assert baris.status_hari == [hari[n].status for n in range(1, 32)]
    assert baris.potongan_hari == [hari[n].potongan for n in range(1, 32)]
    assert (baris.hari_kerja, baris.hadir, baris.tk, baris.potongan) == (22, 21, 1, 4000)
    assert (baris.nama, baris.nama_opd, baris.jabatan) == ("Staf", "Dinas Uji", "Jabatan Staf")
    kepala = RekapPegawai.objects.get(rekap=rekap, pegawai=d.kadis.pegawai)
    assert kepala.eselon == "II.b"
    catatan = Catatan.objects.get(peristiwa="rekap_bulan.tutup")
    isi = json.loads(bytes(catatan.baku))["isi"]
    assert isi["sidik_rekap"] == rekap.sidik
    assert isi["jumlah_pegawai"] == 2
    assert rekap.kertas.isi["sidik_rekap"] == rekap.sidik
    assert "Staf" not in str(rekap.kertas.isi["opd"])
    assert cocok(rekap)
    for perintah in (
        "update kehadiran_rekappegawai set potongan = 0",
        "delete from kehadiran_rekappegawai",
        "insert into kehadiran_penyesuaian"
        " (rekap_id, asal_id, pegawai_id, tanggal, status_baru, potongan_lama, potongan_baru, alasan)"
        f" select id, id, '{d.orang.pk}', bulan, 1, 0, 0, '' from kehadiran_rekapbulan",
        "update kehadiran_rekapbulan set jumlah_pegawai = 0",
        "update kehadiran_rekapbulan"
        " set status = 'sanggah', ditutup_pada = null, sidik = '', kertas_id = null",
        "delete from kehadiran_rekapbulan",
        "truncate kehadiran_rekapbulan cascade",
    ):
        with pytest.raises(DatabaseError, match="Rekap kehadiran"), transaction.atomic():
            connection.cursor().execute(f"set constraints all immediate; {perintah}")
    assert cocok(rekap)
    with connection.cursor() as kursor:  # around the guard: the digest tells
        kursor.execute("set local session_replication_role = replica")
        kursor.execute("update kehadiran_rekappegawai set potongan = 0")
        kursor.execute("set local session_replication_role = origin")
    assert not cocok(rekap)


def test_a_later_sick_note_becomes_an_adjustment_of_the_next_month_once(d):
    rekap = tutupkan(buat())
    assert selisih() == []
    surat = SESUDAH_SANGGAH + 5 * HARI
    d.setuju(d.orang, tgl(30), J.SAKIT, pada=surat, alasan="Demam berdarah")
    d.hitung_hari(d.orang, tgl(30), pada=surat)
    assert HariKehadiran.objects.get(pegawai=d.orang, tanggal=tgl(30)).status == S.SAKIT
    assert RekapPegawai.objects.get(rekap=rekap, pegawai=d.orang).tk == 1
    assert cocok(rekap)
    [s] = selisih()
    assert (s.tanggal, s.status_lama, s.status_baru) == (tgl(30), S.TANPA_KETERANGAN, S.SAKIT)
    assert (s.potongan_lama, s.potongan_baru) == (4000, 0)
    assert s.alasan == "Sakit, disetujui 11 November 2026"
    d.hitung(AWAL_DESEMBER, NOVEMBER)
    berikut = tutupkan(buat(AWAL_DESEMBER, NOVEMBER), AWAL_DESEMBER + 7 * HARI)
    p = Penyesuaian.objects.get(rekap=berikut)
    assert (p.asal, p.pegawai, p.tanggal, p.alasan) == (rekap, d.orang, tgl(30), s.alasan)
    assert RekapPegawai.objects.get(rekap=berikut, pegawai=d.orang).penyesuaian == -4000
    assert cocok(berikut)
    assert cocok(rekap)
    assert selisih() == []
    # taken back: the next difference is from what was booked
    d.orang.permohonan.update(status="dibatalkan", putus_pada=AWAL_DESEMBER + 8 * HARI)
    d.hitung_hari(d.orang, tgl(30), pada=AWAL_DESEMBER + 8 * HARI)
    [s] = selisih()
    assert (s.status_lama, s.status_baru, s.potongan_baru) == (S.SAKIT, S.TANPA_KETERANGAN, 4000)
    assert s.alasan == "Sakit, dibatalkan 9 Desember 2026"


def test_the_database_guards_the_states(d):
    rekap = buat()
    for ubah in ({"status": "ditutup"}, {"sidik": "0" * 64}, {"bulan": tgl(2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RekapBulan.objects.filter(pk=rekap.pk).update(**ubah)


def test_the_pages_of_closing(d):
    bkpsdm, pimpinan = buat_pengguna(Peran.BKPSDM), buat_pengguna(Peran.PIMPINAN)
    klien = masuk(bkpsdm)
    with time_machine.travel(AWAL_NOVEMBER, tick=False):
        assert "Siapkan Oktober 2026" in klien.get(reverse("kehadiran:tutup")).content.decode()
        assert "Siapkan" not in masuk(pimpinan).get(reverse("kehadiran:tutup")).content.decode()
        assert (
            masuk(pimpinan).post(reverse("kehadiran:tutup_siapkan"), {"bulan": "2026-10"}).status_code == 403
        )
        klien.post(reverse("kehadiran:tutup_siapkan"), {"bulan": "2026-10"})
        rekap = RekapBulan.objects.get()
        satu = reverse("kehadiran:tutup_satu", args=[rekap.pk])
        assert "dapat ditutup sesudahnya" in klien.get(satu).content.decode()
        saya = masuk(d.staf).get(reverse("kehadiran:saya") + "?bulan=2026-10").content.decode()
        assert "Masa sanggah Oktober 2026 sampai 5 November 2026" in saya
        assert klien.get(reverse("kehadiran:tutup_data", args=[rekap.pk])).status_code == 404
    with time_machine.travel(SESUDAH_SANGGAH, tick=False):
        klien.post(reverse("kehadiran:tutup_bulan", args=[rekap.pk]))
        isi = klien.get(satu).content.decode()
        assert "Isi cocok dengan sidiknya" in isi
        data = klien.get(reverse("kehadiran:tutup_data", args=[rekap.pk])).json()
        assert data["bulan"] == "2026-10"
        assert data["sidik"] == RekapBulan.objects.get().sidik
        staf = next(p for p in data["pegawai"] if p["nama"] == "Staf")
        assert (staf["tk"], staf["potongan_persen"], staf["penyesuaian"]) == (1, "4", [])
        pdf = klien.get(reverse("kehadiran:tutup_kertas", args=[rekap.pk]))
        assert pdf.content.startswith(b"%PDF")
        d.setuju(d.orang, tgl(30), J.SAKIT, pada=SESUDAH_SANGGAH)
        d.hitung_hari(d.orang, tgl(30), pada=SESUDAH_SANGGAH + HARI)
        assert "Sakit, disetujui 6 November 2026" in klien.get(reverse("kehadiran:tutup")).content.decode()
        for nama in ("tutup_pegawai", "tutup_penyesuaian"):
            alamat = reverse(f"kehadiran:{nama}", args=[rekap.pk])
            assert klien.get(alamat).status_code == 200
            assert klien.get(alamat + "?unduh=xlsx").content[:2] == b"PK"
        admin_lain = buat_pengguna(Peran.ADMIN_OPD, opd=buat_opd("Dinas Lain"))
        lain = masuk(admin_lain)
        assert "Staf" not in lain.get(reverse("kehadiran:tutup_pegawai", args=[rekap.pk])).content.decode()
        assert lain.get(reverse("kehadiran:tutup_data", args=[rekap.pk])).json()["pegawai"] == []
        assert "Staf" not in lain.get(reverse("kehadiran:tutup")).content.decode()
