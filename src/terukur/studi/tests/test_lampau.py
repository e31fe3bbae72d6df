"""Lessons as they stood on past days: what the journal tells is what the record held then."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.organisasi.tests.factories import buat_opd
from terukur.studi import actions, queries
from terukur.studi.choices import StatusStudi
from terukur.studi.models import StudiBanding
from terukur.studi.tests.factories import HARI, SEKARANG, buat_orang, buat_studi, isi_studi

pytestmark = pytest.mark.django_db
S = StatusStudi
KELAK = SEKARANG + 20 * HARI


@pytest.fixture
def perkara():
    """Recorded, handed to another OPD, adopted, opened again, refused."""
    lama, baru = buat_opd("Dinas Lama"), buat_opd("Dinas Baru")
    oleh = buat_orang(Peran.PENYELENGGARA)
    s = buat_studi(lama, oleh=oleh)
    actions.ubah_studi(
        studi_id=s.pk, versi=1, isi=isi_studi(baru, pokok="Loket satu pintu"), alasan="Tugas pindah.",
        pengguna=oleh, oleh=oleh.pelaku(), pada=SEKARANG + HARI,
    )  # fmt: skip
    for n, nama in enumerate(("adopsi", "buka_kembali", "tidak_adopsi"), start=2):
        getattr(actions, nama)(
            studi_id=s.pk, hasil=f"Hasil {nama}.", pengguna=oleh, oleh=oleh.pelaku(), pada=SEKARANG + n * HARI
        )
    s.refresh_from_db()
    return s, oleh


def test_up_to_now_the_journal_tells_the_record_itself(perkara):
    s, _ = perkara
    ulang = queries.studi_saat([StudiBanding.objects.get(pk=s.pk)], KELAK)[0]
    for f in StudiBanding._meta.concrete_fields:
        assert getattr(ulang, f.attname) == getattr(s, f.attname), f.name


@pytest.mark.parametrize(
    ("hari", "pokok", "opd", "status", "hasil"),
    [
        (0, "Waktu layanan izin usaha mikro", "Dinas Lama", S.RENCANA, ""),
        (1, "Loket satu pintu", "Dinas Baru", S.RENCANA, ""),
        (2, "Loket satu pintu", "Dinas Baru", S.DIADOPSI, "Hasil adopsi."),
        (3, "Loket satu pintu", "Dinas Baru", S.RENCANA, ""),
        (4, "Loket satu pintu", "Dinas Baru", S.TIDAK_DIADOPSI, "Hasil tidak_adopsi."),
    ],
)
def test_a_lesson_as_it_stood(perkara, hari, pokok, opd, status, hasil):
    s, oleh = perkara
    satu = queries.get_studi(s.pk, untuk=oleh, saat=SEKARANG + hari * HARI)
    assert (satu.pokok, satu.opd.nama, satu.status, satu.hasil) == (pokok, opd, status, hasil)


@pytest.mark.parametrize("detail", [False, True])
def test_both_pages_before_in_the_middle_and_now(perkara, detail):
    s, oleh = perkara
    alamat = reverse("studi:studi", args=[s.pk]) if detail else reverse("studi:daftar")
    klien = Client(raise_request_exception=False)
    with time_machine.travel(KELAK, tick=True):
        klien.force_login(oleh)
        belum = klien.get(f"{alamat}?diketahui=2026-11-10T09:00")
        assert belum.status_code == (404 if detail else 200)
        assert "belum ada" in belum.content.decode()
        isi = klien.get(f"{alamat}?diketahui=2026-11-18T09:30").content.decode()
        assert "Menurut data tercatat s.d. 18 November 2026" in isi
        assert "Waktu layanan izin" in isi
        assert "Loket satu pintu" not in isi
        assert "/baru/" not in isi
        assert "/nyatakan/" not in isi
        kini = klien.get(alamat).content.decode()
        assert "Loket satu pintu" in kini
        assert "Menurut data tercatat" not in kini
        assert "Tulis tanggal dan jam." in klien.get(f"{alamat}?diketahui=x").content.decode()
        if not detail:
            assert f"{reverse('studi:studi', args=[s.pk])}?diketahui=2026-11-18T09%3A30" in isi
            assert klien.get(f"{alamat}?unduh=csv&diketahui=x").status_code == 409
