"""A disposisi followed in every OPD, and the reminders of this room."""

import pytest
from django.db import IntegrityError, transaction

from terukur.akun.peran import Peran
from terukur.eskalasi import actions, jobs, queries
from terukur.eskalasi.choices import StatusTindakLanjut
from terukur.eskalasi.models import TindakLanjut
from terukur.eskalasi.tests.factories import (
    HARI,
    LEWAT,
    SEKARANG,
    beri,
    buat_orang,
    kirim,
    opd_berkepala,
    putus,
    terbitkan,
    tulis,
)
from terukur.inti.kesalahan import AturanDilanggar
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
S = StatusTindakLanjut


def _terima(t, kepala, pada=SEKARANG):
    return actions.terima_disposisi(tindak_lanjut_id=t.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=pada)


def test_each_opd_is_followed_by_itself_to_the_end():
    (a, kepala_a), (b, kepala_b) = opd_berkepala(), opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    d = beri([a, b], bupati)
    assert d.kertas.nomor == "DS-2026-000001"
    assert {t["opd"] for t in d.kertas.isi["tujuan"]} == {a.nama, b.nama}
    satu, dua = (TindakLanjut.objects.get(disposisi=d, opd=o) for o in (a, b))
    with pytest.raises(AturanDilanggar):
        tulis(satu, kepala_a)  # not received yet
    with pytest.raises(AturanDilanggar):
        _terima(satu, kepala_b)
    _terima(satu, kepala_a)
    tulis(satu, kepala_a)
    kirim(satu, kepala_a)
    with pytest.raises(AturanDilanggar):
        putus("kembalikan", satu, bupati, catatan="")
    putus("kembalikan", satu, bupati, catatan="Bukti belum ada.")
    tulis(satu, kepala_a, isi="Dengan bukti.")
    kirim(satu, kepala_a)
    t = putus("selesaikan", satu, bupati)
    assert t.status == S.SELESAI
    dua.refresh_from_db()
    assert dua.status == S.TERKIRIM, "the other OPD has its own way"
    peristiwa = Catatan.objects.filter(objek="tindak_lanjut", objek_id=str(satu.pk)).order_by("nomor")
    assert [c.peristiwa.split(".")[1] for c in peristiwa] == [
        "terima", "laporkan", "kembalikan", "laporkan", "selesaikan",
    ]  # fmt: skip
    assert len(queries.tanggapan_terkirim(satu)) == 2
    putus("batalkan", dua, bupati, catatan="Sudah tidak diperlukan.")


def test_none_is_given_when_one_of_the_opd_cannot_get_it():
    (a, _), bupati = opd_berkepala(), buat_orang(Peran.PIMPINAN)
    with pytest.raises(AturanDilanggar):
        beri([a, buat_opd()], bupati)
    assert not TindakLanjut.objects.exists()
    with pytest.raises(AturanDilanggar):
        beri([], bupati)


def test_an_opd_sees_its_own_part_only():
    (a, kepala_a), (b, kepala_b), (_, orang_luar) = opd_berkepala(), opd_berkepala(), opd_berkepala()
    d = beri([a, b], buat_orang(Peran.PIMPINAN))
    assert [t.opd for t in queries.tindak_lanjut_terlihat(kepala_a)] == [a]
    assert list(queries.disposisi_terlihat(kepala_b)) == [d]
    assert not queries.disposisi_terlihat(orang_luar).exists()
    assert queries.tindak_lanjut_terlihat(buat_orang(Peran.AUDITOR)).count() == 2
    assert not buat_orang(Peran.VERIFIKATOR).akses.boleh("eskalasi.lihat")


@pytest.mark.parametrize(
    "ganti",
    [
        {"status": S.DITERIMA},
        {"status": S.SELESAI},
        {"status": S.DIBATALKAN, "putus_pada": LEWAT, "putus_oleh": "x"},
    ],
)
def test_the_database_refuses_a_state_without_its_facts(ganti):
    opd, _ = opd_berkepala()
    d = beri([opd], buat_orang(Peran.PIMPINAN))
    with pytest.raises(IntegrityError), transaction.atomic():
        TindakLanjut.objects.filter(disposisi=d).update(**ganti)


def test_each_deadline_is_reminded_of_once_before_and_once_after(monkeypatch):
    opd, kepala = opd_berkepala()
    bupati = buat_orang(Peran.PIMPINAN)
    p = terbitkan(opd, bupati)
    beri([opd], bupati)

    def bangun(pada):
        monkeypatch.setattr(jobs.timezone, "now", lambda: pada)
        sebelum = Pesan.objects.filter(kunci__startswith="ingatkan:").count()
        jobs.ingatkan(0)
        return Pesan.objects.filter(kunci__startswith="ingatkan:").count() - sebelum

    assert bangun(SEKARANG + HARI) == 0, "four working days are left"
    assert bangun(LEWAT - 2 * HARI) == 2, "the head, of both"
    assert bangun(LEWAT - 2 * HARI) == 0
    assert bangun(LEWAT) == 4, "head and issuer, of both"
    assert bangun(LEWAT + HARI) == 0
    tulis(p, kepala, pada=LEWAT)
    kirim(p, kepala, pada=LEWAT)
    assert [i for i, _ in queries.perlu_diingatkan(pada=LEWAT)] == list(TindakLanjut.objects.all())
