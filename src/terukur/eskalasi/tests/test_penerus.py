"""An OPD ends with papers unanswered: the duty passes on, the paper and its history stay."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.eskalasi import actions, jobs, queries
from terukur.eskalasi.choices import JenisPeringatan, StatusPeringatan, StatusTindakLanjut
from terukur.eskalasi.models import Peringatan, TindakLanjut
from terukur.eskalasi.queries.lampau import peringatan_saat, tindak_lanjut_saat
from terukur.eskalasi.rules.alur import tenggat_penerus
from terukur.eskalasi.rules.sebab import Sebab
from terukur.eskalasi.tests.factories import (
    HARI,
    SEKARANG,
    TENGGAT,
    beri,
    buat_orang,
    kirim,
    opd_berkepala,
    putus,
    terbitkan,
    tulis,
)
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.actions import gabung_opd, pecah_opd
from terukur.organisasi.actions.penataan import BagianBaru
from terukur.organisasi.jobs import segarkan_potret_berkala
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
AKHIR = dt.date(2026, 11, 23)
"""The last day of the old OPD, a Monday; the papers are due on Wednesday."""
BESOK = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
"""The morning after it: seven days given at first, so until 1 December."""
BARU = dt.date(2026, 12, 1)


def gabung(*lama: OPD, pada: dt.datetime = SEKARANG) -> OPD:
    return gabung_opd(
        pendahulu=list(lama), tanggal=AKHIR + HARI, dasar="Perda 4/2026 (contoh)", oleh=SISTEM, pada=pada,
        baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan Contoh", "Dinas Gabungan", "dinas"),
    )  # fmt: skip


def kepala_baru(opd: OPD, pada: dt.datetime = BESOK) -> Pengguna:
    orang = buat_pengguna(Peran.KEPALA_OPD, opd=opd, sejak=AKHIR + HARI, pada=SEKARANG)
    orang.akses = susun_akses(orang, pada=pada)
    return orang


def sisa(pada: dt.datetime = BESOK) -> None:
    actions.teruskan_surat_sisa(pada=pada)


def muat(induk: Any) -> Any:
    return type(induk).objects.select_related("opd", "asal").get(pk=induk.pk)


def test_a_paper_passes_to_the_single_successor_after_the_last_day_with_the_days_it_gave() -> None:
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    p, d = terbitkan(a, bupati), beri([a], bupati)
    kertas = dict(p.kertas.isi)
    baru = gabung(a, b)
    sisa(BESOK - HARI)
    assert muat(p).opd == a, "until its last day the old head may answer"
    sisa()
    t = TindakLanjut.objects.get(disposisi=d)
    for induk in (muat(p), muat(t)):
        assert (induk.opd, induk.asal, induk.diteruskan_pada) == (baru, a, BESOK)
        assert induk.tanggal_tenggat == BARU, "nobody is late with what has just become his duty"
    p = muat(p)
    assert (p.kertas.isi, p.kertas.nama_opd, p.kepala_nama) == (kertas, a.nama, p.kertas.isi["kepala"])
    assert (d.tanggal_tenggat, d.kertas.isi["tujuan"][0]["opd"]) == (TENGGAT, a.nama)
    c = Catatan.objects.get(peristiwa="peringatan.alih")
    assert (c.opd_id, c.isi["asal_surat"], c.isi["penerima_surat"]) == (baru.pk, a.nama, baru.nama)
    for induk, saat_itu in ((p, peringatan_saat), (muat(t), tindak_lanjut_saat)):
        kini, dahulu = saat_itu([muat(induk)], BESOK)[0], saat_itu([muat(induk)], BESOK - HARI)[0]
        assert (kini.opd, kini.asal, kini.diteruskan_pada, kini.tanggal_tenggat) == (baru, a, BESOK, BARU)
        assert (dahulu.opd, dahulu.asal, dahulu.diteruskan_pada) == (a, None, None)
        assert dahulu.tanggal_tenggat == TENGGAT
    jumlah = Catatan.objects.count()
    sisa(BESOK + HARI)
    assert Catatan.objects.count() == jumlah

    kepala = kepala_baru(baru)
    tulis(p, kepala, pada=BESOK)
    kirim(p, kepala, pada=BESOK + 2 * HARI)
    p = putus("terima", muat(p), bupati, pada=BESOK + 3 * HARI)
    assert p.status == StatusPeringatan.DITERIMA
    [jawab] = queries.tanggapan_terkirim(p)
    assert jawab.hari_terlambat == 0, "after the first deadline, before the new one"


def test_what_is_closed_stays_and_what_waits_for_the_issuer_passes_with_its_deadline() -> None:
    (a, kepala), (b, _) = opd_berkepala(), opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    tutup, jawab = (terbitkan(a, bupati, perihal=n, sebab=_sebab(n)) for n in ("Satu", "Dua"))
    putus("cabut", tutup, bupati, catatan="Keliru.")
    tulis(jawab, kepala)
    kirim(jawab, kepala)
    baru = gabung(a, b)
    sisa()
    assert (muat(tutup).opd, muat(tutup).asal) == (a, None)
    p = muat(jawab)
    assert (p.opd, p.status, p.tanggal_tenggat) == (baru, StatusPeringatan.DITANGGAPI, TENGGAT)
    putus("tolak", p, bupati, pada=BESOK, catatan="Belum menjawab.")
    lanjut = _naik(muat(jawab), bupati, baru)
    assert (lanjut.opd, muat(jawab).status) == (baru, StatusPeringatan.DITINGKATKAN)
    assert lanjut.kepala_nama == lanjut.kertas.isi["kepala"], "the next level goes to the new head"


def _sebab(kunci: str) -> Sebab:
    return Sebab("Sebab contoh.", kunci=f"contoh/{kunci}")


def _naik(p: Peringatan, bupati: Pengguna, opd: OPD) -> Peringatan:
    kepala_baru(opd)
    return terbitkan(
        opd, bupati, sebelumnya=p, jenis=JenisPeringatan.PERINGATAN_1, pada=BESOK + HARI,
        tanggal_tenggat=dt.date(2026, 12, 2), sebab=_sebab("Dua"),
    )  # fmt: skip


def test_one_disposisi_to_both_predecessors_reaches_the_successor_twice() -> None:
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    d = beri([a, b], buat_orang(Peran.PIMPINAN))
    baru = gabung(a, b)
    sisa()
    semua = TindakLanjut.objects.filter(disposisi=d).order_by("asal__kode")
    assert [(t.opd, t.asal) for t in semua] == [(baru, o) for o in sorted((a, b), key=lambda o: o.kode)]
    with pytest.raises(IntegrityError), transaction.atomic():
        TindakLanjut.objects.create(
            disposisi=d, opd=a, tanggal_tenggat=TENGGAT, kepala_nama="x", kepala_jabatan="x"
        )


def test_a_late_record_passes_it_on_at_once() -> None:
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    p = terbitkan(a, buat_orang(Peran.PIMPINAN))
    baru = gabung(a, b, pada=BESOK + HARI)
    assert (muat(p).opd, muat(p).tanggal_tenggat) == (baru, BARU + HARI)


def test_of_several_successors_whoever_issued_it_names_one_with_a_reason() -> None:
    a, _ = opd_berkepala()
    bupati, sekda = buat_orang(Peran.PIMPINAN), buat_orang(Peran.SEKDA)
    p, t = terbitkan(a, bupati), TindakLanjut.objects.get(disposisi=beri([a], bupati))
    satu, dua = pecah_opd(
        pendahulu=a, tanggal=AKHIR + HARI, dasar="Perda 5/2026", oleh=SISTEM, pada=SEKARANG,
        baru=[
            BagianBaru("2.11.0.00.0.00.01.0000", "Dinas A Contoh", "DA", "dinas"),
            BagianBaru("2.12.0.00.0.00.01.0000", "Dinas B Contoh", "DB", "dinas"),
        ],
    )  # fmt: skip
    sisa()
    sisa(BESOK + HARI)
    assert muat(p).opd == a
    assert Pesan.objects.filter(kunci__startswith="minta_penerima:", penerima=bupati).count() == 2
    assert queries.calon_penerima(muat(p), pada=BESOK) == [satu, dua]
    assert queries.calon_penerima(muat(p), pada=BESOK - HARI) == [], "it still exists"

    def tetapkan(penerima: OPD, oleh: Pengguna = bupati, catatan: str = "Bidangnya pindah ke sana.") -> None:
        actions.tetapkan_penerima(
            peringatan_id=p.pk, penerima=penerima, catatan=catatan, pengguna=oleh, oleh=oleh.pelaku(),
            pada=BESOK,
        )  # fmt: skip

    for penerima, oleh, catatan in (
        (satu, sekda, "x"),  # the bupati's paper
        (satu, bupati, " "),
        (opd_berkepala()[0], bupati, "x"),
        (a, bupati, "x"),
    ):
        with pytest.raises(AturanDilanggar):
            tetapkan(penerima, oleh, catatan)
    tetapkan(satu)
    tetapkan(dua)
    assert (muat(p).opd, muat(p).asal, muat(p).tanggal_tenggat) == (dua, a, BARU)
    alasan = Catatan.objects.filter(peristiwa="peringatan.alih").order_by("nomor")
    assert [c.isi["asal_surat"] for c in alasan] == [a.nama, satu.nama]

    with time_machine.travel(BESOK, tick=False):
        segarkan_potret_berkala(0)
        klien = Client()
        klien.force_login(bupati)
        alamat = reverse("eskalasi:tindak_lanjut", args=[t.pk])
        assert "Belum ada penerima" in klien.get(reverse("eskalasi:daftar_disposisi")).content.decode()
        assert "Tetapkan penerima" in klien.get(alamat).content.decode()
        ke = reverse("eskalasi:penerima_disposisi", args=[t.pk])
        klien.post(ke, {"penerima": str(a.pk), "catatan": "Bidangnya pindah."})
        assert muat(t).opd == a, "not among those that carry on"
        assert klien.post(ke, {"penerima": str(satu.pk), "catatan": "Bidangnya pindah."}).status_code == 302
        assert muat(t).opd == satu
        assert f"Semula kepada {a.nama}" in klien.get(alamat).content.decode()


def test_the_successor_reads_from_whom_it_came_with_the_papers_before_it() -> None:
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    bupati, luar = buat_orang(Peran.PIMPINAN), opd_berkepala()[1]
    awal = terbitkan(a, bupati)
    lewat = dt.datetime(2026, 11, 26, 1, tzinfo=dt.UTC)
    naik = terbitkan(
        a, bupati, sebelumnya=awal, jenis=JenisPeringatan.PERINGATAN_1, pada=lewat,
        tanggal_tenggat=dt.date(2026, 12, 3),
    )  # fmt: skip
    baru = gabung(a, b, pada=lewat + HARI)
    kepala = kepala_baru(baru, pada=lewat + HARI)
    assert set(queries.peringatan_terlihat(kepala)) == {awal, naik}
    assert not queries.peringatan_terlihat(luar).exists()
    assert muat(awal).opd == a
    with time_machine.travel(lewat + 2 * HARI, tick=False):
        klien = Client()
        klien.force_login(kepala)
        halaman = klien.get(reverse("eskalasi:peringatan", args=[naik.pk])).content.decode()
        assert f"Semula kepada {a.nama}" in halaman
        assert "Isi surat tetap" in halaman
        assert klien.get(reverse("eskalasi:peringatan", args=[awal.pk])).status_code == 200
        assert f"dari {a.nama}" in klien.get(reverse("eskalasi:daftar"), {"kata": a.nama}).content.decode()
        riwayat = klien.get(reverse("jejak:riwayat", args=["peringatan", naik.pk])).content.decode()
        assert "Diteruskan kepada" in riwayat
        assert "Semula kepada" in riwayat


def test_each_night_makes_it_good(monkeypatch: Any) -> None:
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    d = beri([a], buat_orang(Peran.PIMPINAN))
    baru = gabung(a, b)
    monkeypatch.setattr(jobs.timezone, "now", lambda: BESOK)
    jobs.teruskan(0)
    assert TindakLanjut.objects.get(disposisi=d).opd == baru
    assert TindakLanjut.objects.get(disposisi=d).status == StatusTindakLanjut.TERKIRIM


def test_the_new_deadline_takes_no_day_away() -> None:
    terbit, tenggat = dt.date(2026, 11, 18), dt.date(2026, 11, 25)
    assert tenggat_penerus(tenggat, terbit, hari=dt.date(2026, 11, 18)) == tenggat
    assert tenggat_penerus(tenggat, terbit, hari=dt.date(2026, 11, 24)) == BARU
    assert tenggat_penerus(tenggat, terbit, hari=dt.date(2026, 11, 1)) == tenggat
