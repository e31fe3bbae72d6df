"""The late list that cannot miss: once, of the instant, healed after a stoppage."""

import datetime as dt
import re
import threading
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.pesan.models import Pesan
from terukur.tenggat import actions, queries, rules
from terukur.tenggat.choices import JenisSaat
from terukur.tenggat.jobs import berdetak
from terukur.tenggat.models import (
    Jendela,
    LaporanKeterlambatan,
    Pengajuan,
    Pengingat,
    Perpanjangan,
    RalatLaporan,
)
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)
DETIK = dt.timedelta(seconds=1)


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


def detak(pada):
    with time_machine.travel(pada, tick=False):
        berdetak()


def baris(laporan):
    return {b["opd"]: b for b in laporan.kertas.isi["baris"]}


def peserta(jendela):
    return list(jendela.daftar_pengajuan.select_related("jendela", "opd").order_by("opd__nama"))


def test_it_waits_for_the_tolerance_and_publishes_within_a_minute(contoh):
    f.buat_pengajuan()
    detak(f.TENGGAT + 19 * DETIK)
    assert not LaporanKeterlambatan.objects.exists()
    detak(f.TENGGAT + 39 * DETIK)
    laporan = LaporanKeterlambatan.objects.get()
    assert (laporan.saat, laporan.jenis, laporan.edisi) == (f.TENGGAT, JenisSaat.TENGGAT, 1)
    assert laporan.terbit_pada - laporan.saat < dt.timedelta(seconds=60)
    for n in range(3):
        detak(f.TENGGAT + (60 + n) * DETIK)
    assert LaporanKeterlambatan.objects.count() == 1


def test_it_names_exactly_the_others(contoh):
    opd = [buat_opd(f"Dinas {x}") for x in "ABC"]
    a, b, c = peserta(f.buat_jendela(opd=opd))
    contoh.lengkapi(a, pada=f.TENGGAT - 3 * JAM)
    contoh.lengkapi(b, pada=f.TENGGAT - 2 * JAM, x="1", y="")
    f.ajukan(a, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=a.opd), pada=f.TENGGAT - JAM)
    pimpinan = [f.buat_orang(p) for p in (Peran.PIMPINAN, Peran.PIMPINAN, Peran.SEKDA)]
    detak(f.TENGGAT + 30 * DETIK)
    laporan = LaporanKeterlambatan.objects.get()
    isi = laporan.kertas.isi
    assert [(x["opd"], x["keadaan"], x["persen"]) for x in isi["baris"]] == [
        ("Dinas C", "belum", 0),
        ("Dinas B", "belum", 50),
        ("Dinas A", "tepat_waktu", 100),
    ]
    assert [r["jumlah"] for r in isi["ringkasan"]] == [1, 0, 0, 2]
    assert baris(laporan)["Dinas B"]["kegiatan_terakhir"] == "23 November 2026 pukul 14.00 WITA"
    assert baris(laporan)["Dinas C"]["kegiatan_terakhir"] == "belum ada"
    assert baris(laporan)["Dinas A"]["penanggung_jawab"] == "Kepala Dinas A"
    assert {p.penerima_id for p in Pesan.objects.filter(kunci=f"laporan:{laporan.pk}")} == {
        p.pk for p in pimpinan
    }
    assert c.opd.nama in rules.teks_laporan(isi, nomor=laporan.kertas.nomor, tautan="/x/")
    assert Catatan.objects.filter(peristiwa="laporan.terbit").count() == 1


def test_a_worker_down_for_hours_publishes_the_situation_of_then(contoh):
    p, q = peserta(f.buat_jendela(opd=[buat_opd("Dinas A"), buat_opd("Dinas B")]))
    contoh.lengkapi(p, pada=f.TENGGAT - JAM, x="1", y="", z="", w="")
    contoh.lengkapi(p, pada=f.TENGGAT + JAM, x="1", y="2", z="3", w="4")
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), pada=f.TENGGAT + 2 * JAM)
    actions.perpanjang_kolektif(
        jendela_id=q.jendela_id, opd_ids=[q.opd_id], sampai=f.TENGGAT + 9 * JAM, dasar="Banjir",
        pengguna=f.buat_orang(Peran.SEKDA), oleh=SISTEM, pada=f.TENGGAT + JAM,
    )  # fmt: skip
    detak(f.TENGGAT + 3 * JAM)
    laporan = LaporanKeterlambatan.objects.get()
    assert laporan.saat == f.TENGGAT
    a, b = baris(laporan)["Dinas A"], baris(laporan)["Dinas B"]
    assert (a["keadaan"], a["persen"], a["kegiatan_terakhir"]) == (
        "belum",
        25,
        "23 November 2026 pukul 15.00 WITA",
    )
    assert b["keadaan"] == "belum"
    assert laporan.kertas.isi["perpanjangan"] == []
    detak(f.TUTUP + 3 * JAM)
    edisi = list(LaporanKeterlambatan.objects.order_by("edisi").values_list("jenis", "saat"))
    assert edisi == [("tenggat", f.TENGGAT), ("perpanjangan", f.TENGGAT + 9 * JAM), ("tutup", f.TUTUP)]
    assert Jendela.objects.get().status == "ditutup"
    tutup = LaporanKeterlambatan.objects.get(jenis="tutup")
    assert baris(tutup)["Dinas A"]["kata"] == "Terlambat 2 jam"
    assert tutup.kertas.isi["perpanjangan"][0]["dasar"] == "Banjir"


def test_received_before_and_stored_after_is_not_late(contoh, client):
    """Stored before publication: in the list. Stored after it: the edition is corrected beside it."""
    opd = [buat_opd("Dinas A"), buat_opd("Dinas B")]
    a, b = peserta(f.buat_jendela(opd=opd))
    kepala = {x.pk: f.buat_orang(Peran.KEPALA_OPD, opd=x.opd) for x in (a, b)}
    for x in (a, b):
        contoh.lengkapi(x)
    f.ajukan(a, kepala=kepala[a.pk], pada=f.TENGGAT - DETIK)
    detak(f.TENGGAT + 30 * DETIK)
    laporan = LaporanKeterlambatan.objects.get()
    assert baris(laporan)["Dinas A"]["keadaan"] == "tepat_waktu"
    assert baris(laporan)["Dinas B"]["keadaan"] == "belum"
    bupati = f.buat_orang(Peran.PIMPINAN)
    f.ajukan(b, kepala=kepala[b.pk], pada=f.TENGGAT - DETIK)
    assert Pengajuan.objects.get(pk=b.pk).tepat_waktu is True
    assert RalatLaporan.objects.get().pengajuan_id == b.pk
    assert Catatan.objects.get(peristiwa="laporan.ralat").isi["opd"] == "Dinas B"
    pesan = Pesan.objects.get(penerima=bupati)
    assert pesan.judul.startswith("Ralat laporan LK-")
    assert "Putusan: Tepat waktu." in pesan.isi
    teks = rules.teks_laporan(laporan.kertas.isi, nomor="LK-1", tautan="/x/", ralat=[b.pk])
    client.force_login(bupati)
    halaman = client.get(reverse("tenggat:laporan", args=[laporan.pk])).content.decode()
    assert re.search(r"<li>Dinas B, diterima [^<]+: Tepat waktu</li>", halaman)
    assert "Sudah mengajukan: 2 dari 2 OPD\nBelum mengajukan: 0 OPD\nRalat: Dinas B sudah" in teks
    assert baris(LaporanKeterlambatan.objects.get())["Dinas B"]["keadaan"] == "belum"


def test_an_extension_decided_before_an_edition_and_stored_after_it_is_sent_again():
    """Else the published list would say "belum" of an OPD whose extension had been decided by then."""
    p = f.buat_pengajuan()
    sekda = f.buat_orang(Peran.SEKDA)
    x = actions.minta_perpanjangan(
        pengajuan_id=p.pk, alasan="Banjir", sampai=f.TUTUP, oleh=SISTEM, pada=f.TENGGAT - JAM
    )
    detak(f.TENGGAT + 30 * DETIK)
    bersama = {"sampai": f.TUTUP, "dasar": "Nota dinas", "pengguna": sekda, "oleh": sekda.pelaku()}
    for lambat in (
        lambda pada: actions.beri_perpanjangan(perpanjangan_id=x.pk, pada=pada, **bersama),
        lambda pada: actions.perpanjang_kolektif(
            jendela_id=p.jendela_id, opd_ids=[p.opd_id], pada=pada, **bersama
        ),
    ):
        with pytest.raises(AturanDilanggar, match="Kirim sekali lagi"):
            lambat(f.TENGGAT - DETIK)
    assert Perpanjangan.objects.get().status == "diminta"
    actions.beri_perpanjangan(perpanjangan_id=x.pk, pada=f.TENGGAT + 31 * DETIK, **bersama)
    assert Perpanjangan.objects.get().status == "diberikan"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_not_overwritten_by_a_collective_extension_at_the_same_instant():
    p = f.buat_pengajuan()
    sekda = f.buat_orang(Peran.SEKDA)
    x = actions.minta_perpanjangan(
        pengajuan_id=p.pk, alasan="Banjir", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG
    )

    def kolektif():
        try:
            actions.perpanjang_kolektif(
                jendela_id=p.jendela_id, opd_ids=[p.opd_id], sampai=f.TUTUP, dasar="Banjir", pengguna=sekda,
                oleh=sekda.pelaku(), pada=f.SEKARANG,
            )  # fmt: skip
        finally:
            connection.close()

    with transaction.atomic():
        actions.tolak_perpanjangan(
            perpanjangan_id=x.pk, alasan="Tidak beralasan", pengguna=sekda, oleh=sekda.pelaku(),
            pada=f.SEKARANG,
        )  # fmt: skip
        utas = threading.Thread(target=kolektif)
        utas.start()
        utas.join(1)
        assert utas.is_alive()
    utas.join(20)
    assert not utas.is_alive()
    assert [y.status for y in Perpanjangan.objects.order_by("diputus_pada", "status")] == [
        "diberikan",
        "ditolak",
    ]


def test_a_late_package_corrects_nothing(contoh):
    p = f.buat_pengajuan()
    contoh.lengkapi(p)
    detak(f.TENGGAT + 30 * DETIK)
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), pada=f.TENGGAT + JAM)
    assert not RalatLaporan.objects.exists()


def test_one_failing_window_never_holds_up_another(contoh, monkeypatch, caplog):
    rusak, sehat = f.buat_jendela(), f.buat_jendela()
    asli = queries.keadaan_jendela

    def kadang(jendela, *, saat):
        if jendela.pk == rusak.pk:
            raise RuntimeError("rusak")
        return asli(jendela, saat=saat)

    monkeypatch.setattr(queries, "keadaan_jendela", kadang)
    detak(f.TENGGAT + 30 * DETIK)
    assert LaporanKeterlambatan.objects.get().jendela_id == sehat.pk
    monkeypatch.undo()
    detak(f.TENGGAT + 50 * DETIK)
    assert LaporanKeterlambatan.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_racing_workers_publish_one_edition(contoh):
    p = f.buat_pengajuan()
    siap, hasil = threading.Barrier(2), []

    def terbit():
        try:
            siap.wait(timeout=10)
            hasil.append(
                actions.terbitkan_laporan(
                    jendela_id=p.jendela_id, saat=f.TENGGAT, jenis=JenisSaat.TENGGAT, oleh=SISTEM,
                    pada=f.TENGGAT + 30 * DETIK,
                )
            )  # fmt: skip
        finally:
            connection.close()

    pekerja = [threading.Thread(target=terbit) for _ in range(2)]
    for t in pekerja:
        t.start()
    for t in pekerja:
        t.join(timeout=30)
    assert sorted(x is None for x in hasil) == [False, True]
    assert LaporanKeterlambatan.objects.count() == 1
    assert Catatan.objects.filter(peristiwa="laporan.terbit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_edition_waits_for_a_package_that_is_being_stored(contoh):
    """Received a second before due, its storing ends only while the worker wants to publish."""
    p = f.buat_pengajuan()
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd)
    contoh.lengkapi(p)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=f.TENGGAT - JAM)
    tersimpan, boleh_selesai, selesai = threading.Event(), threading.Event(), threading.Event()

    def ajukan():
        try:
            with transaction.atomic():
                actions.ajukan(
                    pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=f.TENGGAT - DETIK
                )
                tersimpan.set()
                boleh_selesai.wait(timeout=10)
        finally:
            connection.close()

    def terbit():
        try:
            actions.terbitkan_laporan(
                jendela_id=p.jendela_id, saat=f.TENGGAT, jenis=JenisSaat.TENGGAT, oleh=SISTEM,
                pada=f.TENGGAT + 30 * DETIK,
            )  # fmt: skip
            selesai.set()
        finally:
            connection.close()

    pekerja = [threading.Thread(target=x) for x in (ajukan, terbit)]
    pekerja[0].start()
    assert tersimpan.wait(timeout=10)
    pekerja[1].start()
    assert not selesai.wait(timeout=0.5)
    boleh_selesai.set()
    for t in pekerja:
        t.join(timeout=30)
    (b,) = LaporanKeterlambatan.objects.get().kertas.isi["baris"]
    assert b["keadaan"] == "tepat_waktu"


def test_reminders_go_once_each_and_only_to_those_missing(contoh):
    opd = [buat_opd("Dinas A"), buat_opd("Dinas B")]
    a, b = peserta(f.buat_jendela(opd=opd))
    operator = f.buat_orang(Peran.OPERATOR_OPD, opd=b.opd)
    contoh.lengkapi(a)
    f.ajukan(a, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=a.opd), pada=f.SEKARANG)
    for jam in (80, 72, 71, 24, 20, 4, 3):
        detak(f.TENGGAT - jam * JAM)
    assert sorted(Pengingat.objects.values_list("pengajuan_id", "jam_sebelum")) == [
        (b.pk, 4), (b.pk, 24), (b.pk, 72),
    ]  # fmt: skip
    assert Pesan.objects.filter(penerima=operator, kunci__startswith="pengingat:").count() == 3


def test_an_extension_moves_the_reminders(contoh):
    p = f.buat_pengajuan()
    detak(f.TENGGAT - 4 * JAM)
    actions.perpanjang_kolektif(
        jendela_id=p.jendela_id, opd_ids=[p.opd_id], sampai=f.TENGGAT + 48 * JAM, dasar="Banjir",
        pengguna=f.buat_orang(Peran.SEKDA), oleh=SISTEM, pada=f.TENGGAT - 3 * JAM,
    )  # fmt: skip
    detak(f.TENGGAT + 24 * JAM)
    assert set(Pengingat.objects.values_list("tenggat_pada", "jam_sebelum")) == {
        (f.TENGGAT, 4),
        (f.TENGGAT + 48 * JAM, 24),
    }


def test_a_window_stays_open_while_an_edition_is_lacking(contoh, monkeypatch):
    """The tick asks open windows only: closing one with a failed edition would lose that edition."""
    f.buat_pengajuan()
    asli = actions.terbitkan_laporan

    def gagal(*, jenis, **lain):
        if jenis == JenisSaat.TENGGAT:
            raise RuntimeError("disk full")
        return asli(jenis=jenis, **lain)

    with monkeypatch.context() as m:
        m.setattr(actions, "terbitkan_laporan", gagal)
        detak(f.TUTUP + JAM)
    assert list(LaporanKeterlambatan.objects.values_list("jenis", flat=True)) == ["tutup"]
    assert Jendela.objects.get().status == "dibuka"
    detak(f.TUTUP + 2 * JAM)
    assert LaporanKeterlambatan.objects.count() == 2
    assert Jendela.objects.get().status == "ditutup"


@pytest.mark.parametrize("toleransi", [0, 10, 20])
def test_whatever_tolerance_the_form_takes_the_list_comes_within_a_minute(contoh, toleransi):
    """Ticks come every 20 seconds; the worst one falls just before the edition is ready."""
    f.buat_pengajuan(toleransi_detik=toleransi)
    siap = f.TENGGAT + (toleransi + 10) * DETIK
    detak(siap - DETIK)
    assert not LaporanKeterlambatan.objects.exists()
    detak(siap + 19 * DETIK)
    laporan = LaporanKeterlambatan.objects.get()
    assert laporan.terbit_pada - laporan.saat < dt.timedelta(seconds=60)


@pytest.mark.parametrize(
    ("model", "ubah"),
    [
        (Pengajuan, {"status": "diajukan"}),
        (Pengajuan, {"siap_pada": f.SEKARANG}),
        (Pengajuan, {"tepat_waktu": True}),
        (Pengajuan, {"ditetapkan_pada": f.SEKARANG}),
        (Pengajuan, {"diverifikasi_pada": f.SEKARANG}),
        (Pengajuan, {"status": "siap_ditandatangani"}),
        (Jendela, {"status": "ditutup"}),
        (Jendela, {"tenggat_pada": f.SEKARANG - JAM}),
        (Jendela, {"ditutup_pada": f.SEKARANG + JAM}),
        (Jendela, {"toleransi_detik": 21}),
        (Jendela, {"diumumkan_oleh": ""}),
        (Perpanjangan, {"sampai": f.TUTUP}),
        (Perpanjangan, {"status": "diberikan"}),
        (Perpanjangan, {"alasan": ""}),
        (Perpanjangan, {"status": "ditolak", "diputus_pada": f.TENGGAT, "diputus_oleh": "x"}),
    ],
)
def test_the_database_refuses_what_no_action_writes(contoh, model, ubah):
    p = f.buat_pengajuan()
    actions.minta_perpanjangan(pengajuan_id=p.pk, alasan="x", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**ubah)


def test_the_database_knows_one_edition_per_instant(contoh):
    p = f.buat_pengajuan()
    detak(f.TENGGAT + 30 * DETIK)
    ada = LaporanKeterlambatan.objects.get()
    ada.pk, ada.jenis, ada.edisi = uuid.uuid4(), JenisSaat.TUTUP, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ada.save(force_insert=True)
    assert p.jendela.daftar_laporan.count() == 1
