"""Starting from last year, also of an OPD that was merged; what is planned beside the fungsi."""

import datetime as dt
from decimal import Decimal

import pytest

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.actions import BagianBaru, gabung_opd, ubah_unit
from terukur.organisasi.fungsi import program_opd
from terukur.organisasi.tests.factories import buat_opd, buat_unit
from terukur.perencanaan.actions.salin import salin_tahun_lalu
from terukur.perencanaan.models import IndikatorRencana
from terukur.perencanaan.queries.program import daftar_sub_kegiatan
from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur
from terukur.perencanaan.tests.factories import (
    BARIS_CONTOH,
    BARIS_LAMA,
    PADA,
    buat_pengajuan,
    buat_sub_kegiatan,
    buat_versi_nomenklatur,
)

pytestmark = pytest.mark.django_db
ANI = Pelaku(id="ani", nama="Ani Contoh")


def test_copy_from_last_year_follows_the_successor_and_tells_what_it_cannot_map():
    pecah_dua = IsianNomenklatur(
        "KABKOT", "1.02.02.2.02.0055", "Pecahan dua", kode_sebelumnya="1.02.02.2.02.0099"
    )
    pecah = IsianNomenklatur(
        "KABKOT",
        "1.02.02.2.02.0054",
        "Pecahan",
        indikator="x",
        satuan="Orang",
        kode_sebelumnya="1.02.02.2.02.0099",
    )
    buat_versi_nomenklatur(
        "Lama", tahun_mulai=2024, tahun=2026,
        baris=[*BARIS_LAMA, IsianNomenklatur("KABKOT", "1.02.02.2.02.0099", "Terpecah"),
               IsianNomenklatur("KABKOT", "1.02.02.2.02.0098", "Dihapus")],
    )  # fmt: skip
    buat_versi_nomenklatur(
        "Baru", tahun=2027,
        baris=[*BARIS_CONTOH, pecah, pecah_dua],
    )  # fmt: skip
    lalu = buat_pengajuan(tahun=2026)
    unit = buat_unit(lalu.opd)
    for kode, isi in (
        ("1.02.02.2.02.0028", {"target": Decimal(10), "target_maju": Decimal(12), "unit": unit}),
        ("1.02.01.2.01.0001", {}),
        ("1.02.02.2.02.0004", {}),
        ("1.02.02.2.02.0099", {}),
        ("1.02.02.2.02.0098", {}),
    ):
        buat_sub_kegiatan(lalu, kode, **isi)
    IndikatorRencana.objects.create(
        sub_kegiatan=daftar_sub_kegiatan([lalu.pk]).get(kode="1.02.02.2.02.0028"), urutan=1,
        nama="Kader terlatih", satuan="orang", target=Decimal(3), target_maju=Decimal(5),
    )  # fmt: skip
    kini = buat_pengajuan(lalu.opd, tahun=2027)
    buat_sub_kegiatan(kini, "1.02.02.2.02.0004")
    hasil = salin_tahun_lalu(pengajuan=kini, sumber=lalu, oleh=ANI, pada=PADA)
    assert [(p.asal.kode, p.kode) for p in hasil.pindah] == [("1.02.02.2.02.0028", "1.02.02.2.02.0053")]
    assert {t.kode: t.alasan for t in hasil.tak_tersalin} == {
        "1.02.02.2.02.0004": "1.02.02.2.02.0004 sudah ada dalam program kerja ini",
        "1.02.02.2.02.0098": "tidak ada dalam Baru dan tidak punya pengganti",
        "1.02.02.2.02.0099": "terpecah menjadi 1.02.02.2.02.0054, 1.02.02.2.02.0055; pilih sendiri",
    }
    baru = daftar_sub_kegiatan([kini.pk]).get(kode="1.02.02.2.02.0053")
    assert (baru.unit, baru.target, baru.prakiraan_berjalan) == (unit, Decimal(12), Decimal(10))
    assert (baru.target_maju, baru.pagu_maju, baru.catatan, baru.asal) == (None, None, "", None)
    assert [(i.nama, i.target, i.target_maju) for i in baru.daftar_indikator.all()] == [
        ("Kader terlatih", Decimal(5), None)
    ]
    assert daftar_sub_kegiatan([kini.pk]).filter(kode="1.02.01.2.01.0001").exists()
    with pytest.raises(AturanDilanggar, match="tahun sebelumnya"):
        salin_tahun_lalu(pengajuan=kini, sumber=kini, oleh=ANI, pada=PADA)


def test_a_merged_opd_starts_from_what_it_carries_on():
    """The history stays with the old OPD; its last program kerja can be copied by the new one."""
    buat_versi_nomenklatur("Lama", tahun_mulai=2024, tahun=2026, baris=BARIS_LAMA)
    buat_versi_nomenklatur("Baru", tahun=2027)
    lama, kedua = buat_opd("Dinas Lama"), buat_opd("Dinas Kedua")
    pindah, tinggal, lain = buat_unit(lama), buat_unit(lama), buat_opd("Dinas Lain")
    lalu = buat_pengajuan(lama, tahun=2026)
    buat_sub_kegiatan(lalu, "1.02.02.2.02.0028", unit=pindah)
    buat_sub_kegiatan(lalu, "1.02.02.2.02.0004", unit=tinggal)
    buat_sub_kegiatan(lalu, "1.02.01.2.01.0001")
    ubah_unit(
        unit=tinggal, opd=lain, kode=f"{lain.kode[:17]}.0099", nama=tinggal.nama, jenis=tinggal.jenis,
        sejak=PADA.date(), oleh=ANI, pada=PADA,
    )  # fmt: skip
    gabungan = BagianBaru("2.14.1.02.0.00.01.0000", "Dinas Gabungan", "Disgab", "dinas")
    baru = gabung_opd(
        pendahulu=[lama, kedua], baru=gabungan,
        tanggal=PADA.date(), dasar="Perda Nomor 4 Tahun 2026", oleh=ANI, pada=PADA,
    )  # fmt: skip
    kini = buat_pengajuan(baru, tahun=2027)
    hasil = salin_tahun_lalu(pengajuan=kini, sumber=lalu, oleh=ANI, pada=PADA)
    assert [t.alasan for t in hasil.tak_tersalin] == [f"{tinggal.nama} bukan unit Dinas Gabungan"]
    disalin = daftar_sub_kegiatan([kini.pk]).values_list("kode", "unit", "pengajuan__opd")
    assert set(disalin) == {
        ("1.02.02.2.02.0053", pindah.pk, baru.pk),
        ("1.02.01.2.01.0001", None, baru.pk),
    }
    with pytest.raises(AturanDilanggar, match="tahun sebelumnya"):
        salin_tahun_lalu(pengajuan=buat_pengajuan(tahun=2027), sumber=lalu, oleh=ANI, pada=PADA)


def test_the_fungsi_of_an_opd_meet_next_years_program():
    """In November an OPD plans the coming year; before the collection began there is nothing."""
    buat_versi_nomenklatur("Baru", tahun=2028)
    p = buat_pengajuan(tahun=2028)
    buat_sub_kegiatan(p, "1.02.02.2.02.0004")
    hari = p.jendela.dibuka_pada.astimezone(p.jendela.zona_waktu).date()
    assert [g.kode for g in program_opd(p.opd_id, hari)] == ["1.02.02"]
    assert program_opd(p.opd_id, hari - dt.timedelta(days=1)) == []
