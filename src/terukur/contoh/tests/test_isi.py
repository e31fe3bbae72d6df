"""The demo kabupaten fills an empty database, and looks as promised."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.contoh import akun, rules
from terukur.contoh.actions.ulang import TUGAS_ULANG, ulang
from terukur.inti.kesalahan import AturanDilanggar
from terukur.jejak.models import Catatan
from terukur.jejak.penyedia import kolom_isi
from terukur.organisasi.models import OPD, HariLibur, Pegawai, Wilayah
from terukur.organisasi.queries import daftar_penanda
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.tenggat.choices import StatusJendela, Tahapan
from terukur.tenggat.models import Jendela, LaporanKeterlambatan
from terukur.tenggat.queries import (
    antrean_reviu,
    daftar_syarat,
    kelengkapan_pengajuan,
    kelengkapan_tercatat,
)

PADA = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("hari", "harapan"),
    [
        (dt.date(2026, 11, 22), (Tahapan.RKA, 2027)),
        (dt.date(2026, 12, 1), (Tahapan.RANCANGAN_AWAL_RENJA, 2028)),
        (dt.date(2027, 1, 15), (Tahapan.RANCANGAN_AWAL_RENJA, 2028)),
        (dt.date(2027, 6, 15), (Tahapan.RENJA, 2028)),
    ],
)
def test_stage_follows_from_the_day(hari: dt.date, harapan: tuple[Tahapan, int]) -> None:
    assert rules.tahapan_hari(hari) == harapan


def test_due_day_is_a_working_day() -> None:
    sabtu = dt.date(2026, 11, 18)  # three days later is Saturday
    assert rules.tenggat_berikut(sabtu, frozenset()) == dt.date(2026, 11, 23)
    assert rules.tenggat_berikut(sabtu, frozenset({dt.date(2026, 11, 23)})) == dt.date(2026, 11, 24)


def _kolom(isi: Any) -> Iterator[str]:
    """The fields of an entry, those inside its lists and groups too."""
    if isinstance(isi, dict):
        yield from isi
        isi = list(isi.values())
    if isinstance(isi, list):
        for nilai in isi:
            yield from _kolom(nilai)


@pytest.mark.lambat
@pytest.mark.django_db
def test_reset_fills_the_promised_kabupaten(settings: Any) -> None:
    tamu = buat_pengguna(Peran.AUDITOR, nama_pengguna="tamu")
    settings.MODE_LATIHAN = False
    with pytest.raises(AturanDilanggar):
        ulang(pada=PADA)
    assert Pengguna.objects.filter(pk=tamu.pk).exists(), "a refused reset changes nothing"
    settings.MODE_LATIHAN = True

    ulang(pada=PADA)

    assert not Pengguna.objects.filter(nama_pengguna="tamu").exists()
    assert Catatan.objects.filter(nomor=1).exists(), "a new journal begins"
    kemerdekaan = HariLibur.objects.get(tanggal=dt.date(PADA.year, 8, 17))
    assert not kemerdekaan.perkiraan
    with pytest.raises(DatabaseError), transaction.atomic():
        Catatan.objects.filter(nomor=1).delete()
    assert OPD.objects.filter(aktif=True).count() == 23
    assert Wilayah.objects.filter(tingkat="desa").count() == 57
    assert 380 <= Pegawai.objects.count() <= 450
    assert not Pegawai.objects.exclude(nip__startswith="9999").exclude(nip="").exists()
    penanda = daftar_penanda(pada=PADA)
    assert set(penanda) == set(OPD.objects.values_list("pk", flat=True)), "every OPD has a head"
    for _, nama, _ in akun.tabel_akun()[1:]:
        assert Pengguna.objects.get(nama_pengguna=nama).check_password(akun.KATA_SANDI)
    kini = Jendela.objects.get(status=StatusJendela.DIBUKA)
    assert PADA < kini.tenggat_pada < PADA + dt.timedelta(days=10)
    status = set(kini.daftar_pengajuan.values_list("status", flat=True))
    assert status == {"draf", "siap_ditandatangani", "diajukan", "dikembalikan", "diverifikasi"}
    for p in kini.daftar_pengajuan.select_related("jendela", "opd").order_by("pk"):
        tercatat = kelengkapan_tercatat([p.pk])[p.pk]
        for kode, k in kelengkapan_pengajuan(p, daftar_syarat(kini)).items():
            t = tercatat.get(kode)
            ada = (t.terpenuhi, t.jumlah, t.jumlah_galat) if t and not t.is_kosong else (0, 0, 0)
            hidup = (0, 0, 0) if k.is_kosong else (k.terpenuhi, k.jumlah, len(k.galat))
            assert ada == hidup, f"the record of {p.opd.nama} {kode} is not what its provider says"
    pereviu = Pengguna.objects.get(nama_pengguna="inspektorat")
    pereviu.akses = susun_akses(pereviu, pada=PADA)
    assert {p.jendela for p in antrean_reviu(pereviu)} == {kini}, "the Inspektorat has something to review"
    laporan = LaporanKeterlambatan.objects.filter(jendela=kini.lanjutan_dari)
    assert set(laporan.values_list("jenis", flat=True)) == {"tenggat", "tutup"}
    asing = {
        (c.peristiwa, k) for c in Catatan.objects.order_by("nomor") for k in _kolom(c.isi)
        if kolom_isi(k, c.objek) is None
    }  # fmt: skip
    assert not asing, "fields of the journal without a name in the words of the office"
    # Sidak and apel were held on the last work days and are told at the end, behind all that leads to today.
    pengawasan = Catatan.objects.filter(objek__in=("sidak", "apel")).order_by("nomor")[0].nomor
    umum = Catatan.objects.filter(nomor__lt=pengawasan).order_by("nomor")
    waktu = list(umum.values_list("pada", flat=True))
    mundur = [a for a, b in pairwise(waktu) if b < a - dt.timedelta(days=1)]
    assert not mundur, f"the story is not told in order: {mundur[:3]}"


@pytest.mark.django_db
def test_only_the_admin_resets_and_only_in_trial_mode(client: Client, settings: Any) -> None:
    admin = buat_pengguna(Peran.ADMIN_SISTEM)
    client.force_login(admin)
    assert client.get("/latihan/").status_code == 200
    assert client.post("/latihan/").status_code == 302
    assert ProcrastinateJob.objects.filter(task_name=TUGAS_ULANG, status="todo").count() == 1
    client.post("/latihan/")
    assert ProcrastinateJob.objects.filter(task_name=TUGAS_ULANG).count() == 1, "twice is once"
    settings.MODE_LATIHAN = False
    assert client.post("/latihan/").status_code in (302, 404)
    assert ProcrastinateJob.objects.filter(task_name=TUGAS_ULANG).count() == 1
