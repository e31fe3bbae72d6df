"""Pages of kinerja and perencanaan as known on past days: before it existed, in the middle, and now."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.kinerja import actions
from terukur.kinerja.tests import pabrik_perjanjian as pk
from terukur.kinerja.tests import pabrik_pohon as pohon
from terukur.kinerja.tests.factories import (
    BUKA,
    DITETAPKAN,
    ajukan_dan_tetapkan,
    buat_aksi,
    buat_indikator,
    buat_pengajuan,
    isi_indikator,
)
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.organisasi.tests.factories import buat_opd
from terukur.perencanaan.actions.nomenklatur import simpan_prioritas
from terukur.perencanaan.tests.factories import PADA as PERENCANAAN
from terukur.perencanaan.tests.factories import buat_pengajuan as buat_program
from terukur.perencanaan.tests.factories import buat_prioritas, buat_sub_kegiatan
from terukur.perencanaan.tests.pabrik_rencana import buat_rpjmd
from terukur.tenggat import actions as tenggat
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
H, JAM = dt.timedelta(days=1), dt.timedelta(hours=1)


def rencana_aksi():
    pengajuan = buat_pengajuan()
    buat_aksi(pengajuan, buat_indikator())
    ajukan_dan_tetapkan(pengajuan)
    return reverse("kinerja:daftar"), BUKA - 9 * H, BUKA + 2 * JAM, ("Diverifikasi",), ("Ditetapkan",)


def program_kerja():
    pengajuan = buat_program()
    buat_sub_kegiatan(pengajuan)
    tenggat.tandai_siap(pengajuan_id=pengajuan.pk, oleh=SISTEM, pada=PERENCANAAN + 2 * H)
    saat = PERENCANAAN + JAM
    return reverse("perencanaan:daftar"), saat - 90 * H, saat, ("Draf",), ("Siap ditandatangani",)


def perjanjian():
    satu = pk.buat_ditetapkan()
    baru = pk.mulai_perubahan(satu)
    alamat = reverse("kinerja:perjanjian", args=[satu.pk])
    kini = (reverse("kinerja:perjanjian", args=[baru.pk]),)
    return alamat, pk.PADA - H, pk.PADA + H, ("Ditetapkan",), kini


def indikator():
    d = buat_indikator(nama="Nama lama")
    actions.ubah_indikator(
        indikator_id=d.indikator_id, isi=isi_indikator(nama="Nama baru"), sejak=dt.date(2026, 1, 1),
        oleh=SISTEM, pada=BUKA + 2 * H,
    )  # fmt: skip
    alamat = reverse("kinerja:indikator", args=[d.indikator_id])
    return alamat, BUKA - H, BUKA + H, ("Nama lama",), ("Nama baru",)


def simpul():
    satu = pohon.simpul(1, "Masyarakat sehat")
    actions.ubah_simpul(
        simpul_id=satu.pk, isi=actions.IsiSimpulBaru("Masyarakat sehat dan panjang umur", pohon.T(1), None),
        oleh=SISTEM, pada=pohon.PADA + 2 * H,
    )  # fmt: skip
    alamat = reverse("kinerja:simpul", args=[satu.pk])
    return alamat, pohon.PADA - H, pohon.PADA + H, ("Masyarakat sehat",), ("panjang umur",)


def crosscutting():
    a, b = buat_opd("Dinas A"), buat_opd("Dinas B")
    p = pohon.pohon_opd(a)
    air = pohon.simpul(3, "Air minum terlayani", p["kunci"], opd=b)
    c = pohon.usulkan(p["antara"], b)
    pohon.terima(c, air, pada=pohon.PADA + 2 * H)
    alamat = reverse("kinerja:crosscutting", args=[c.pk])
    return alamat, pohon.PADA - H, pohon.PADA + H, ("Diusulkan",), ("Air minum terlayani", "Dijawab")


def rpjmd():
    versi = buat_rpjmd()
    return reverse("perencanaan:rencana", args=[versi.pk]), PERENCANAAN - H, PERENCANAAN + H, ("Visi",), ()


def prioritas():
    p = buat_prioritas("Kesehatan")
    simpan_prioritas(
        prioritas=p, nama="Kesehatan dan gizi", urutan=1, berlaku_sejak=p.berlaku_sejak, oleh=SISTEM,
        pada=PERENCANAAN + 2 * H,
    )  # fmt: skip
    saat = PERENCANAAN + H
    return reverse("perencanaan:prioritas"), PERENCANAAN - H, saat, ("Kesehatan",), ("Kesehatan dan gizi",)


SEMUA = [rencana_aksi, program_kerja, perjanjian, indikator, simpul, crosscutting, rpjmd, prioritas]


@pytest.mark.parametrize("susun", SEMUA)
def test_before_in_the_middle_and_now(susun) -> None:
    alamat, sebelum, tengah, dahulu, kini = susun()
    orang = buat_orang(Peran.PENYELENGGARA)
    with time_machine.travel(DITETAPKAN + 9 * H, tick=True):
        klien = Client(raise_request_exception=False)
        klien.force_login(orang)

        def buka(saat: dt.datetime | None = None) -> tuple[int, str]:
            kueri = {"diketahui": f"{saat.astimezone(zona_pemda()):%Y-%m-%dT%H:%M}"} if saat else {}
            jawaban = klien.get(alamat, kueri)
            isi = jawaban.content.decode()
            utama = isi[isi.index("<main") :] if "<main" in isi else isi
            # The words of a filter are no answer.
            return jawaban.status_code, re.sub(r"<select.*?</select>", "", utama, flags=re.DOTALL)

        status, isi = buka(sebelum)
        assert (status, "belum ada" in isi) == (404, True) or not any(k in isi for k in (*dahulu, *kini))
        status, isi = buka(tengah)
        assert status == 200
        assert all(k in isi for k in dahulu)
        assert not any(k in isi for k in kini)
        assert 'method="post"' not in isi
        status, isi = buka()
        assert status == 200
        assert all(k in isi for k in kini)
        assert "Menurut data tercatat s.d." not in isi


def test_an_editor_of_the_past_leads_to_what_was_official() -> None:
    pengajuan = buat_pengajuan()
    buat_aksi(pengajuan, buat_indikator())
    with time_machine.travel(DITETAPKAN, tick=True):
        klien = Client()
        klien.force_login(buat_orang(Peran.PENYELENGGARA))
        jawaban = klien.get(
            reverse("kinerja:rencana_aksi", args=[pengajuan.pk]), {"diketahui": "2026-11-18T10:00"}
        )
    resmi = reverse("kinerja:resmi", args=[pengajuan.opd_id, pengajuan.jendela.tahun])
    assert jawaban["Location"] == f"{resmi}?diketahui=2026-11-18T10%3A00"
