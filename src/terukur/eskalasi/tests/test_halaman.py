"""The pages: what each reader finds there, and that a cause comes from its room, never out of a form."""

import datetime as dt
import time

import pytest
import time_machine
from allauth.account.internal.flows import login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terukur.akun.peran import Peran
from terukur.eskalasi import penyedia
from terukur.eskalasi.choices import StatusPeringatan
from terukur.eskalasi.models import Disposisi, Peringatan
from terukur.eskalasi.rules.sebab import Sebab
from terukur.eskalasi.tests.factories import (
    LEWAT,
    SEKARANG,
    beri,
    buat_orang,
    opd_berkepala,
    terbitkan,
    tulis,
)
from terukur.organisasi.tests.factories import buat_opd
from terukur.tenggat.tests.factories import PDF

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _hari():
    with time_machine.travel(SEKARANG + JAM, tick=True):
        yield


def masuk(pengguna, *, terkonfirmasi=True):
    klien = Client()
    klien.force_login(pengguna)
    if terkonfirmasi:
        sesi = klien.session
        sesi[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        sesi[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(pengguna.pk)
        sesi.save()
    return klien


@pytest.fixture
def sebab_contoh(monkeypatch):
    """A room that knows one cause, "diam", of any OPD, and what it was asked."""
    ditanya = []

    def cari(kode, opd_ids, *, diketahui, untuk):
        ditanya.append((kode, list(opd_ids), diketahui))
        if kode != "diam":
            return None
        return Sebab(
            f"{len(opd_ids)} OPD diam.", kunci="uji/diam/2026", perihal="Diam", diminta="Jelaskan.",
            tautan="/kinerja/realisasi/papan/", per=dt.date(2026, 11, 18), diketahui=diketahui,
        )  # fmt: skip

    monkeypatch.setitem(penyedia.daftar_penyedia_sebab._isi, "uji", cari)
    return ditanya


ISI = {
    "jenis": "penjelasan",
    "perihal": "Diam",
    "diminta": "Jelaskan.",
    "tanggal_tenggat": "2026-11-25",
    "sebagai": "Bupati",
}


def test_the_cause_is_asked_again_when_the_paper_is_issued(sebab_contoh):
    opd, _ = opd_berkepala()
    klien = masuk(buat_orang(Peran.PIMPINAN))
    alamat = penyedia.alamat_terbit("terbitkan", [opd.pk], sebab="uji:diam", diketahui=SEKARANG)
    halaman = klien.get(alamat).content.decode()
    assert "1 OPD diam." in halaman
    assert 'name="sebab"' not in halaman, "what the system computed is not typed"
    jawab = klien.post(alamat, ISI | {"sebab": "Karangan sendiri."})
    assert jawab.status_code == 302
    p = Peringatan.objects.get()
    assert (p.sebab["teks"], p.sebab_kunci, p.opd) == ("1 OPD diam.", "uji/diam/2026", opd)
    assert {d for _, _, d in sebab_contoh} == {SEKARANG}
    assert klien.get(alamat.replace("uji%3Adiam", "uji%3Alain")).status_code == 404
    assert klien.get(alamat.replace("uji%3Adiam", "tidak_ada%3Ax")).status_code == 404


def test_a_cause_is_never_of_the_future(sebab_contoh):
    opd, _ = opd_berkepala()
    alamat = penyedia.alamat_terbit("terbitkan", [opd.pk], sebab="uji:diam", diketahui=LEWAT)
    masuk(buat_orang(Peran.PIMPINAN)).get(alamat)
    assert sebab_contoh[-1][2] < LEWAT


def test_a_disposisi_speaks_of_the_opd_that_are_ticked(sebab_contoh):
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    klien = masuk(buat_orang(Peran.PIMPINAN))
    alamat = penyedia.alamat_terbit("beri", [a.pk, b.pk], sebab="uji:diam", diketahui=SEKARANG)
    assert "2 OPD diam." in klien.get(alamat).content.decode()
    isi = {
        "perihal": "Diam", "instruksi": "Isi.", "sifat": "segera", "tanggal_tenggat": "2026-11-25",
        "sebagai": "Wakil Bupati", "opd": [str(a.pk)],
    }  # fmt: skip
    assert klien.post(alamat, isi).status_code == 302
    d = Disposisi.objects.get()
    assert (d.sebab["teks"], d.terbit_jabatan) == ("1 OPD diam.", "Wakil Bupati")
    assert [t.opd for t in d.daftar_tindak_lanjut.all()] == [a]


def test_a_refused_form_says_why_at_its_field():
    opd, _ = opd_berkepala()
    klien = masuk(buat_orang(Peran.PIMPINAN))
    jawab = klien.post(
        "/tindak-lanjut/peringatan/baru/",
        ISI | {"opd": str(opd.pk), "sebab": "x", "tanggal_tenggat": "2026-11-21"},
    )
    assert jawab.status_code == 422
    assert "Pilih hari kerja." in jawab.content.decode()
    assert not Peringatan.objects.exists()


def test_issuing_asks_once_more_who_signs():
    opd, _ = opd_berkepala()
    klien = masuk(buat_orang(Peran.PIMPINAN), terkonfirmasi=False)
    jawab = klien.post("/tindak-lanjut/peringatan/baru/", ISI | {"opd": str(opd.pk), "sebab": "x"})
    assert "Kata sandi Anda" in jawab.content.decode()
    assert not Peringatan.objects.exists()


def test_the_whole_way_on_the_pages():
    opd, kepala = opd_berkepala()
    bupati, operator = masuk(buat_orang(Peran.PIMPINAN)), masuk(buat_orang(Peran.OPERATOR_OPD, opd=opd))
    jawab = bupati.post("/tindak-lanjut/peringatan/baru/", ISI | {"opd": str(opd.pk), "sebab": "Belum ada."})
    alamat = jawab["Location"]
    p = Peringatan.objects.get()
    isi = operator.get(alamat).content.decode()
    assert "Bukan hukuman disiplin menurut PP 94/2021" in isi
    assert "Tulis tanggapan" in isi
    assert "Kirim tanggapan" not in isi, "the operator has no such step"
    berkas = SimpleUploadedFile("bukti.pdf", PDF, content_type="application/pdf")
    assert (
        operator.post(
            f"{alamat}tanggapan/", {"isi": "Data baru.", "versi": "0", "berkas": berkas}
        ).status_code
        == 302
    )
    assert operator.post(f"{alamat}tanggapan/", {"isi": "Lain.", "versi": "0"}).status_code == 409
    k = masuk(kepala)
    assert "Data baru." in k.get(f"{alamat}kirim/").content.decode()
    assert k.post(f"{alamat}kirim/").status_code == 302
    p.refresh_from_db()
    assert p.status == StatusPeringatan.DITANGGAPI
    unduh = f"/berkas/{p.daftar_tanggapan.get().berkas_id}/"
    jawab = bupati.get(unduh)
    assert b"".join(jawab.streaming_content) == PDF
    assert masuk(buat_orang(Peran.VERIFIKATOR)).get(unduh).status_code == 404
    bupati.post(f"{alamat}tolak/", {"catatan": ""})
    assert Peringatan.objects.get().status == StatusPeringatan.DITANGGAPI
    bupati.post(f"{alamat}tolak/", {"catatan": "Kurang."})
    assert bupati.get(f"{alamat}tingkatkan/").status_code == 200
    jawab = bupati.post(f"{alamat}tingkatkan/", ISI | {"jenis": "peringatan_1"})
    assert jawab.status_code == 302
    lanjutan = Peringatan.objects.get(sebelumnya=p)
    assert lanjutan.sebab == p.sebab
    pdf = bupati.get(f"/tindak-lanjut/surat/{lanjutan.kertas_id}/")
    assert pdf.content.startswith(b"%PDF")


def test_who_is_overdue_stands_first_and_by_itself():
    (a, _), (b, _) = opd_berkepala(), opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    terbitkan(a, bupati, perihal="Tepat", tanggal_tenggat=dt.date(2026, 12, 4))
    terbitkan(b, bupati, perihal="Lambat")
    beri([a], bupati)
    with time_machine.travel(LEWAT):
        isi = masuk(bupati).get("/tindak-lanjut/").content.decode()
        assert "Lewat 1 hari" in isi
        assert isi.index("Lambat") < isi.index("Tepat")
        assert "Tepat</a>" not in masuk(bupati).get("/tindak-lanjut/?terlambat=on").content.decode()
        assert "Lewat 1 hari" in masuk(bupati).get("/tindak-lanjut/disposisi/").content.decode()


@pytest.mark.parametrize("jalur", ["/tindak-lanjut/", "/tindak-lanjut/disposisi/"])
def test_lists_ask_no_more_for_more_rows(jalur, django_assert_num_queries):
    bupati = buat_orang(Peran.PIMPINAN)
    klien = masuk(bupati)

    def satu():
        opd, _ = opd_berkepala()
        terbitkan(opd, bupati)
        beri([opd], bupati)

    satu()
    klien.get(jalur)
    with CaptureQueriesContext(connection) as kueri:
        klien.get(jalur)
    for _ in range(4):
        satu()
    with django_assert_num_queries(len(kueri)):
        klien.get(jalur)
    assert klien.get(f"{jalur}?unduh=csv").status_code == 200


def test_the_disposisi_pages_and_its_paper():
    opd, kepala = opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    d = beri([opd, opd_berkepala()[0]], bupati)
    t = d.daftar_tindak_lanjut.get(opd=opd)
    k, b = masuk(kepala), masuk(bupati)
    assert k.get(f"/tindak-lanjut/disposisi/{d.pk}/").content.decode().count("<tr>") == 2, "its own row only"
    assert b.get(f"/tindak-lanjut/disposisi/{d.pk}/").content.decode().count("<tr>") == 3
    alamat = f"/tindak-lanjut/disposisi/opd/{t.pk}/"
    k.post(f"{alamat}terima/")
    assert k.post(f"{alamat}laporan/", {"isi": "Sudah.", "versi": "0"}).status_code == 302
    assert k.post(f"{alamat}kirim/").status_code == 302
    assert "Nyatakan selesai" in b.get(alamat).content.decode()
    b.post(f"{alamat}selesai/", {"catatan": ""})
    t.refresh_from_db()
    assert t.status == "selesai"
    assert k.get(f"/tindak-lanjut/surat/{d.kertas_id}/").content.startswith(b"%PDF")
    assert masuk(opd_berkepala()[1]).get(f"/tindak-lanjut/surat/{d.kertas_id}/").status_code == 404


def test_a_unit_operator_reads_but_does_not_answer_for_the_opd():
    opd, kepala = opd_berkepala()
    p = terbitkan(opd, buat_orang(Peran.PIMPINAN))
    tulis(p, kepala)
    assert (
        masuk(buat_orang(Peran.PEMARAF, opd=opd))
        .get(f"/tindak-lanjut/peringatan/{p.pk}/tanggapan/")
        .status_code
        == 403
    )
    assert (
        masuk(buat_orang(Peran.OPERATOR_OPD, opd=buat_opd()))
        .get(f"/tindak-lanjut/peringatan/{p.pk}/")
        .status_code
        == 404
    )
