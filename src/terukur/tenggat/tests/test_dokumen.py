"""Data dukung: kinds, sizes, replacement, completeness."""

import datetime as dt
import io

import pytest

from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.tenggat import actions
from terukur.tenggat.models import DokumenPengajuan, KegiatanTercatat
from terukur.tenggat.penyedia import daftar_penyedia
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)
SYARAT = (("data_dukung", True),)


def kelengkapan(p):
    return daftar_penyedia.ambil("data_dukung").kelengkapan(p.jendela, [p])[p.opd_id]


def unggah(p, dokumen, *, nama="sk.pdf", isi=None, pada=f.SEKARANG):
    return actions.unggah_dokumen(
        pengajuan_id=p.pk, dokumen_id=dokumen.pk, nama=nama, isi=isi or f.berkas_pdf(), oleh=SISTEM, pada=pada
    )


def test_required_documents_decide(django_assert_num_queries):
    p = f.buat_pengajuan(syarat=SYARAT, dokumen=(f.dokumen("A"), f.dokumen("B"), f.dokumen("C", wajib=False)))
    a, b, c = p.jendela.daftar_dokumen_syarat.order_by("urutan")
    assert (kelengkapan(p).terpenuhi, kelengkapan(p).jumlah) == (0, 2)
    unggah(p, c)
    assert kelengkapan(p).is_kosong
    unggah(p, a)
    assert [t.baris for t in kelengkapan(p).peringatan] == [str(b.pk)]
    unggah(p, b)
    with django_assert_num_queries(1):
        assert kelengkapan(p).is_lengkap
    assert KegiatanTercatat.objects.filter(pengajuan=p).count() == 3


def test_one_file_suffices_where_all_are_optional():
    p = f.buat_pengajuan(
        syarat=SYARAT, dokumen=(f.dokumen("A", wajib=False), f.dokumen("B", wajib=False))
    )  # fmt: skip
    assert not kelengkapan(p).is_lengkap
    unggah(p, p.jendela.daftar_dokumen_syarat.get(nama="B"))
    assert kelengkapan(p).is_lengkap


def test_a_replaced_or_withdrawn_file_stays_dated():
    p = f.buat_pengajuan(syarat=SYARAT, dokumen=(f.dokumen("A"),))
    a = p.jendela.daftar_dokumen_syarat.get()
    lama = unggah(p, a)
    baru = unggah(p, a, pada=f.SEKARANG + JAM)
    lama.refresh_from_db()
    assert lama.digantikan_pada == f.SEKARANG + JAM
    actions.hapus_dokumen(pengajuan_id=p.pk, dokumen_id=a.pk, oleh=SISTEM, pada=f.SEKARANG + 2 * JAM)
    assert not DokumenPengajuan.objects.filter(digantikan_pada=None).exists()
    assert baru.berkas.sidik != lama.berkas.sidik
    with pytest.raises(AturanDilanggar, match="belum diunggah"):
        actions.hapus_dokumen(pengajuan_id=p.pk, dokumen_id=a.pk, oleh=SISTEM, pada=f.SEKARANG + 2 * JAM)


def test_wrong_kind_size_window_and_time_are_refused():
    p = f.buat_pengajuan(syarat=SYARAT, dokumen=(f.dokumen("A", jenis=("xlsx",)), f.dokumen("B", batas_mb=1)))
    lain = f.buat_pengajuan(syarat=SYARAT, dokumen=(f.dokumen("A"),))
    a, b = p.jendela.daftar_dokumen_syarat.order_by("urutan")
    with pytest.raises(AturanDilanggar):
        unggah(p, a)
    with pytest.raises(AturanDilanggar, match="1 MB"):
        unggah(p, b, isi=io.BytesIO(f.PDF + b"x" * 1_100_000))
    with pytest.raises(TidakDitemukan):
        unggah(p, lain.jendela.daftar_dokumen_syarat.get())
    with pytest.raises(AturanDilanggar, match="sudah ditutup"):
        unggah(p, b, pada=f.TUTUP + JAM)
    with pytest.raises(AturanDilanggar, match="baru dibuka"):
        unggah(p, b, pada=f.SEKARANG - JAM)
    assert not DokumenPengajuan.objects.exists()
