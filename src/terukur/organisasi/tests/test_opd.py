"""Versions of OPD, unit and jabatan; the copy of today; merging and splitting."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.akun.peran import Peran
from terukur.inti.bitemporal import SATU_HARI, cabut_fakta
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi import actions, queries
from terukur.organisasi.actions import BagianBaru
from terukur.organisasi.actions.potret import segarkan, tulis_versi
from terukur.organisasi.jobs import segarkan_potret_berkala
from terukur.organisasi.models import OPD, Jabatan, OPDPenerus, OPDVersi, Penugasan, Unit
from terukur.organisasi.tests.factories import (
    AWAL_PADA,
    buat_jabatan,
    buat_opd,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
)

pytestmark = pytest.mark.django_db


def pada(tanggal: dt.date) -> dt.datetime:
    return dt.datetime.combine(tanggal, dt.time(2), tzinfo=dt.UTC)


def ubah(opd: OPD, sejak: dt.date, saat: dt.datetime, **ganti: str) -> OPD:
    isi = {"kode": opd.kode, "nama": opd.nama, "singkatan": opd.singkatan, "jenis": opd.jenis} | ganti
    return actions.ubah_opd(opd=opd, **isi, sejak=sejak, oleh=SISTEM, pada=saat)


def test_kode_ganda_ditolak_dengan_nama_pemiliknya() -> None:
    opd = buat_opd("Dinas Satu")
    with pytest.raises(AturanDilanggar, match="sudah dipakai Dinas Satu"):
        buat_opd("Dinas Dua", kode=opd.kode)


def test_kode_ganda_ditolak_basis_data() -> None:
    satu, dua = buat_opd(), buat_opd()
    with pytest.raises(IntegrityError, match="organisasi_opdversi_satu_kode"), transaction.atomic():
        OPDVersi.objects.filter(opd=dua).update(kode=satu.kode)


@pytest.mark.parametrize(
    "kode", ["1.02", "1.02.0.00.0.00.01.000", "1.02.0.00.0.00.01.00000", "A.02.0.00.0.00.01.0000"]
)
def test_kode_salah_bentuk(kode: str) -> None:
    with pytest.raises(AturanDilanggar, match="pola 22 karakter"):
        buat_opd(kode=kode)
    opd = buat_opd()
    with pytest.raises(IntegrityError), transaction.atomic():
        OPDVersi.objects.filter(opd=opd).update(kode=kode[:22] if len(kode) <= 22 else "x" * 22)


def test_ganti_nama_ke_depan_baru_terlihat_pada_harinya() -> None:
    opd = buat_opd("Dinas Lama")
    ubah(opd, dt.date(2027, 1, 1), pada(dt.date(2026, 11, 1)), nama="Dinas Baru")
    opd.refresh_from_db()
    assert opd.nama == "Dinas Lama"
    assert actions.segarkan_potret(pada=pada(dt.date(2026, 12, 31))) == 0
    assert actions.segarkan_potret(pada=dt.datetime(2026, 12, 31, 16, tzinfo=dt.UTC)) == 1, "00.00 WITA"
    opd.refresh_from_db()
    assert opd.nama == "Dinas Baru"


def test_daftar_per_dan_diketahui() -> None:
    opd = buat_opd("Dinas Lama")
    ubah(opd, dt.date(2026, 3, 1), pada(dt.date(2026, 3, 20)), nama="Dinas Baru")
    nama = lambda **k: [o.nama for o in queries.semua_opd(**k)]  # noqa: E731
    assert nama() == ["Dinas Baru"]
    assert nama(per=dt.date(2026, 2, 1)) == ["Dinas Lama"]
    assert nama(per=dt.date(2026, 3, 10)) == ["Dinas Baru"]
    assert nama(per=dt.date(2026, 3, 10), diketahui=pada(dt.date(2026, 3, 10))) == ["Dinas Lama"]
    assert nama(per=dt.date(2024, 12, 31)) == []


def test_kode_boleh_berpindah_ke_opd_lain_semalam() -> None:
    lama = buat_opd()
    awal_tahun = dt.date(2027, 1, 1)
    actions.akhiri_opd(
        opd=lama,
        hari_terakhir=awal_tahun - SATU_HARI,
        dasar="Perda",
        oleh=SISTEM,
        pada=pada(dt.date(2026, 11, 1)),
    )
    baru = buat_opd("Dinas Penerus", kode=lama.kode, sejak=awal_tahun, pada=pada(dt.date(2026, 11, 2)))
    assert (OPD.objects.get(pk=lama.pk).aktif, OPD.objects.get(pk=baru.pk).aktif) == (True, False)
    actions.segarkan_potret(pada=pada(awal_tahun))
    assert (OPD.objects.get(pk=lama.pk).aktif, OPD.objects.get(pk=baru.pk).aktif) == (False, True)


HARI = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 20))
LANGKAH = st.tuples(st.sampled_from(["tulis", "cabut"]), HARI, st.none() | HARI, st.sampled_from("ABC"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(langkah=st.lists(LANGKAH, min_size=1, max_size=6), hari=HARI)
def test_potret_sama_dengan_versi_hari_ini(langkah: list, hari: dt.date) -> None:
    """Whatever is written in whatever order, the anchor shows the version of the day."""
    with transaction.atomic():
        opd = buat_opd("awal", sejak=dt.date(2026, 1, 1), pada=AWAL_PADA)
        dasar = {"kode": opd.kode, "singkatan": "S", "jenis": "dinas", "induk": None, "dasar": ""}
        for n, (jenis, a, b, nama) in enumerate(langkah):
            saat = AWAL_PADA + dt.timedelta(minutes=n + 1)
            sampai = None if b is None else max(a, b)
            if jenis == "tulis":
                tulis_versi(opd, dasar | {"nama": nama}, sejak=a, sampai=sampai, pada=saat)
            else:
                cabut_fakta(OPDVersi, kunci={"opd": opd}, sejak=a, sampai=sampai, pada=saat)
        segarkan(opd, hari=hari)
        satu = OPD.objects.get(pk=opd.pk)
        versi = OPDVersi.objects.pada(hari).filter(opd=opd).first()
        assert satu.aktif == (versi is not None)
        if versi is not None:
            assert all(getattr(satu, k) == getattr(versi, k) for k in OPDVersi.KOLOM_POTRET)
        assert actions.segarkan_potret(pada=pada(hari)) == 0, "the nightly job agrees"
        transaction.set_rollback(True)


def test_unit_harus_berkode_opdnya() -> None:
    opd = buat_opd()
    with pytest.raises(AturanDilanggar, match="delapan belas karakter pertama"):
        buat_unit(opd, kode="7.01.0.00.0.00.99.0001")


def test_dua_kepala_ditolak() -> None:
    opd = buat_opd()
    buat_jabatan(opd, "Kepala Dinas", kepala=True)
    with pytest.raises(AturanDilanggar, match="sudah dipimpin jabatan “Kepala Dinas”"):
        buat_jabatan(opd, "Ketua", kepala=True)
    biasa = buat_jabatan(opd, "Sekretaris")
    with pytest.raises(IntegrityError, match="satu_kepala"), transaction.atomic():
        biasa.riwayat.update(kepala=True)


def test_get_opd_di_luar_cakupan_tidak_ditemukan() -> None:
    opd, lain = buat_opd(), buat_opd()
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    assert queries.get_opd(opd.pk, untuk=operator) == opd
    assert queries.daftar_opd(operator) == [opd]
    with pytest.raises(TidakDitemukan):
        queries.get_opd(lain.pk, untuk=operator)
    unit = buat_unit(lain)
    with pytest.raises(TidakDitemukan):
        queries.get_unit(unit.pk, untuk=operator)
    assert queries.daftar_unit(operator, opd_id=lain.pk) == []


def test_gabung_menjaga_riwayat_pada_opd_lama() -> None:
    satu, dua = buat_opd("Dinas Satu"), buat_opd("Dinas Dua")
    unit = [buat_unit(o, kode=f"{o.kode[:17]}.0007") for o in (satu, dua)]
    tugas = buat_penugasan(jabatan=buat_jabatan(satu, kepala=True))
    buat_pengguna(Peran.OPERATOR_OPD, opd=dua)
    tanggal, catat_hari = dt.date(2027, 1, 1), pada(dt.date(2026, 12, 10))
    baru = actions.gabung_opd(
        pendahulu=[satu, dua],
        baru=BagianBaru("1.02.2.14.0.00.01.0000", "Dinas Gabungan", "Dingab", "dinas"),
        tanggal=tanggal,
        dasar="Perda 4/2026",
        oleh=SISTEM,
        pada=catat_hari,
    )
    sebelum = {o.nama for o in queries.semua_opd(per=tanggal - SATU_HARI)}
    sesudah = {o.nama for o in queries.semua_opd(per=tanggal)}
    assert sebelum == {"Dinas Satu", "Dinas Dua"}
    assert sesudah == {"Dinas Gabungan"}
    kode = {v.kode for u in unit for v in u.riwayat.pada(tanggal)}
    assert len(kode) == 2, "two units with the same number get different codes"
    assert all(k.startswith("1.02.2.14.0.00.01.") for k in kode)
    assert {v.opd_id for u in unit for v in u.riwayat.pada(tanggal)} == {baru.pk}
    assert {v.opd_id for u in unit for v in u.riwayat.pada(tanggal - SATU_HARI)} == {satu.pk, dua.pk}
    kini = Penugasan.objects.diketahui(None).get(pegawai=tugas.pegawai)
    assert kini.berlaku_sampai == tanggal - SATU_HARI
    assert queries.pengguna_berperan(Peran.OPERATOR_OPD, opd_id=dua.pk, pada=pada(tanggal)) == []
    assert OPDPenerus.objects.filter(penerus=baru, jenis="gabung").count() == 2
    assert Catatan.objects.filter(peristiwa="opd.gabung").count() == 2


def test_pecah_membagi_semua_unit() -> None:
    opd = buat_opd()
    a, b = buat_unit(opd), buat_unit(opd)
    tanggal = dt.date(2027, 1, 1)

    def pecah(untuk_a: list[Unit], untuk_b: list[Unit]) -> list[OPD]:
        return actions.pecah_opd(
            pendahulu=opd,
            baru=[
                BagianBaru("2.11.0.00.0.00.01.0000", "Dinas A", "DA", "dinas", untuk_a),
                BagianBaru("2.12.0.00.0.00.01.0000", "Dinas B", "DB", "dinas", untuk_b),
            ],
            tanggal=tanggal,
            dasar="Perda 5/2026",
            oleh=SISTEM,
            pada=pada(dt.date(2026, 12, 1)),
        )

    with pytest.raises(AturanDilanggar, match=f"Unit belum dibagi: {b.nama}"):
        pecah([a], [])
    with pytest.raises(AturanDilanggar, match="hanya dapat pergi ke satu"):
        pecah([a, b], [b])
    hasil = pecah([a], [b])
    assert [o.nama for o in queries.semua_opd(per=tanggal)] == ["Dinas A", "Dinas B"]
    assert a.riwayat.pada(tanggal).get().opd == hasil[0]


def test_akhiri_jabatan_mengakhiri_penugasannya() -> None:
    tugas = buat_penugasan()
    actions.akhiri_jabatan(
        jabatan=tugas.jabatan,
        hari_terakhir=dt.date(2026, 5, 31),
        dasar="Perbup",
        oleh=SISTEM,
        pada=pada(dt.date(2026, 6, 2)),
    )
    assert Penugasan.objects.diketahui(None).get(pegawai=tugas.pegawai).berlaku_sampai == dt.date(2026, 5, 31)
    assert not Jabatan.objects.get(pk=tugas.jabatan_id).aktif


def test_tugas_berkala_menyegarkan_potret(time_machine) -> None:
    opd = buat_opd("Dinas Lama")
    ubah(opd, dt.date(2027, 1, 1), pada(dt.date(2026, 11, 1)), nama="Dinas Baru")
    time_machine.move_to(dt.datetime(2026, 12, 31, 16, 1, tzinfo=dt.UTC), tick=False)
    segarkan_potret_berkala(timestamp=0)
    assert OPD.objects.get(pk=opd.pk).nama == "Dinas Baru"
