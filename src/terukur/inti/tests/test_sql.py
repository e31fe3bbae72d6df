"""Records by hand are the records that the models would give."""

import datetime as dt

import pytest
from django.utils import timezone

from terukur.inti.sql import kolom, perbarui, rekaman, rekaman_berderet, salin, sisipkan, tanya
from terukur.organisasi.models import OPD, PeranPengguna
from terukur.organisasi.tests.factories import buat_opd
from terukur.tenggat.models import IsiBeku, Jendela, KegiatanTercatat, Pengajuan, TandaTerima
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db


def isi(objek):
    return {b.attname: getattr(objek, b.attname) for b in objek._meta.concrete_fields}


def test_a_record_equals_the_model_s_own():
    p = f.buat_pengajuan()
    (baris,) = tanya(
        f"select {kolom(Pengajuan, 'p')}, {kolom(Jendela, 'j')}, {kolom(OPD, 'o')} from tenggat_pengajuan p"
        " join tenggat_jendela j on j.id = p.jendela_id join organisasi_opd o on o.id = p.opd_id"
        " where p.id = %s",
        [p.pk],
    )
    model = (Pengajuan, Jendela, OPD)
    for milik, m in zip(rekaman_berderet(baris, *model), model, strict=True):
        asli = m.objects.get(pk=milik.pk)
        assert isi(milik) == isi(asli)
        assert not milik._state.adding
        assert milik == asli


def test_columns_that_django_converts_are_refused():
    with pytest.raises(TypeError, match="IsiBeku"):
        kolom(IsiBeku, "i")


def test_inserted_records_know_their_keys():
    p = f.buat_pengajuan()
    pada = timezone.now()
    baru = [
        KegiatanTercatat(
            pengajuan=p,
            kode=kode,
            terpenuhi=n,
            jumlah=3,
            jumlah_galat=0,
            ringkasan="“1/3” 100 %\\",
            pada=pada,
        )
        for n, kode in enumerate("abc")
    ]
    sisipkan(baru)
    assert [isi(k) for k in KegiatanTercatat.objects.filter(pengajuan=p).order_by("terpenuhi")] == [
        isi(b) for b in baru
    ]
    opd = OPD(**{**isi(buat_opd("Dinas Satu")), "id": OPD._meta.pk.get_default(), "kode": "9.99"})
    sisipkan([opd])
    assert isi(OPD.objects.get(pk=opd.pk)) == isi(opd)
    sisipkan([])


def test_copied_records_equal_those_of_the_model():
    p = f.buat_pengajuan()
    baru = [
        KegiatanTercatat(
            pengajuan=p, kode=kode, terpenuhi=n, jumlah=3, jumlah_galat=0, ringkasan="“1/3”\t100 %\\\n",
            pada=timezone.now(),
        )
        for n, kode in enumerate("abc")
    ]  # fmt: skip
    salin(baru)
    tersimpan = list(KegiatanTercatat.objects.filter(pengajuan=p).order_by("terpenuhi"))
    for satu, asal in zip(tersimpan, baru, strict=True):
        asal.pk = satu.pk
    assert [isi(k) for k in tersimpan] == [isi(b) for b in baru]
    salin([])
    with pytest.raises(TypeError, match="IsiBeku"):
        salin([IsiBeku()])


def test_only_the_named_columns_are_written():
    p = f.buat_pengajuan()
    p.siap_nama, p.perbaikan_alasan, p.dibuat_pada = "Fulan", "tidak ditulis", p.dibuat_pada + dt.timedelta(1)
    perbarui(p, "siap_nama", "dibuat_pada")
    tersimpan = Pengajuan.objects.get(pk=p.pk)
    assert (tersimpan.siap_nama, tersimpan.perbaikan_alasan) == ("Fulan", "")
    assert tersimpan.dibuat_pada == p.dibuat_pada


def test_lists_come_back_as_lists():
    assert "syarat" in kolom(PeranPengguna, "r")
    j = f.buat_pengajuan(langkah_paraf=["Kasubag", "Sekretaris"]).jendela
    (baris,) = tanya(f"select {kolom(Jendela, 'j')} from tenggat_jendela j where id = %s", [j.pk])
    assert rekaman(Jendela, baris).langkah_paraf == ["Kasubag", "Sekretaris"]
    assert TandaTerima._meta.get_field("disimpan_pada").auto_now_add
