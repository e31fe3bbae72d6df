"""Extensions: who asks, who decides, what they change."""

import datetime as dt

import pytest

from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd
from terukur.tenggat import actions
from terukur.tenggat.models import (
    Pengajuan,
    Perpanjangan,
)
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)
DETIK = dt.timedelta(seconds=1)


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


def beri(x, sampai, *, pengguna, pada):
    return actions.beri_perpanjangan(
        perpanjangan_id=x.pk, sampai=sampai, dasar="Laporan BPBD", pengguna=pengguna, oleh=pengguna.pelaku(),
        pada=pada,
    )  # fmt: skip


def test_an_extension_asked_after_due_makes_the_package_on_time(contoh):
    p = f.buat_pengajuan()
    sekda = f.buat_orang(Peran.SEKDA)
    pada = f.TENGGAT + JAM
    with pytest.raises(AturanDilanggar, match="melewati penutupan"):
        actions.minta_perpanjangan(
            pengajuan_id=p.pk, alasan="x", sampai=f.TUTUP + JAM, oleh=SISTEM, pada=pada
        )
    x = actions.minta_perpanjangan(pengajuan_id=p.pk, alasan="Banjir", sampai=f.TUTUP, oleh=SISTEM, pada=pada)
    with pytest.raises(AturanDilanggar, match="masih menunggu"):
        actions.minta_perpanjangan(pengajuan_id=p.pk, alasan="x", sampai=f.TUTUP, oleh=SISTEM, pada=pada)
    beri(x, f.TENGGAT + 9 * JAM, pengguna=sekda, pada=pada)
    contoh.lengkapi(p)
    f.ajukan(p, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=p.opd), pada=f.TENGGAT + 8 * JAM)
    p = Pengajuan.objects.get(pk=p.pk)
    assert (p.tepat_waktu, p.tenggat_berlaku) == (True, f.TENGGAT + 9 * JAM)


def test_nobody_decides_on_what_they_asked(contoh):
    p = f.buat_pengajuan()
    sekda = f.buat_orang(Peran.SEKDA)
    x = actions.minta_perpanjangan(
        pengajuan_id=p.pk, alasan="Banjir", sampai=f.TUTUP, oleh=sekda.pelaku(), pada=f.SEKARANG
    )
    with pytest.raises(TidakBerhak, match="Anda sendiri"):
        beri(x, f.TUTUP, pengguna=sekda, pada=f.SEKARANG)
    lain = f.buat_orang(Peran.SEKDA)
    actions.tolak_perpanjangan(
        perpanjangan_id=x.pk, alasan="Waktu cukup", pengguna=lain, oleh=lain.pelaku(), pada=f.SEKARANG
    )
    with pytest.raises(AturanDilanggar, match="Menunggu keputusan"):
        beri(x, f.TUTUP, pengguna=lain, pada=f.SEKARANG)


def test_a_collective_grant_settles_open_requests_and_skips_the_submitted(contoh):
    opd = [buat_opd(f"Dinas {x}") for x in "ABC"]
    jendela = f.buat_jendela(opd=opd)
    a, b, _ = jendela.daftar_pengajuan.select_related("jendela", "opd").order_by("opd__nama")
    contoh.lengkapi(a)
    f.ajukan(a, kepala=f.buat_orang(Peran.KEPALA_OPD, opd=a.opd), pada=f.SEKARANG)
    actions.minta_perpanjangan(pengajuan_id=b.pk, alasan="x", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG)
    hasil = actions.perpanjang_kolektif(
        jendela_id=jendela.pk, opd_ids=[o.pk for o in opd], sampai=f.TENGGAT + JAM, dasar="Banjir",
        pengguna=f.buat_orang(Peran.SEKDA), oleh=SISTEM, pada=f.SEKARANG,
    )  # fmt: skip
    assert len(hasil) == 2
    assert len({x.kelompok for x in hasil}) == 1
    assert set(Perpanjangan.objects.values_list("status", flat=True)) == {"diberikan"}
    assert Catatan.objects.filter(peristiwa="perpanjangan.beri").count() == 2
