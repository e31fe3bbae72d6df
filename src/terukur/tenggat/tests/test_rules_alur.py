"""Properties of the workflow tables, completeness, differences and conflicts."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.tenggat import rules
from terukur.tenggat.choices import SUDAH_DIAJUKAN, StatusPengajuan
from terukur.tenggat.penyedia import Kelengkapan, Temuan

ALUR = [rules.ALUR_PENGAJUAN, rules.ALUR_JENDELA, rules.ALUR_PERPANJANGAN]


@pytest.mark.parametrize("alur", ALUR, ids=lambda a: a.objek)
def test_every_state_is_reached_from_the_first(alur):
    terjangkau = {alur.awal}
    while True:
        lanjut = {t.ke for t in alur.transisi.values() if set(t.dari) & terjangkau}
        if lanjut <= terjangkau:
            break
        terjangkau |= lanjut
    assert terjangkau == set(alur.status)


def test_only_the_set_stage_is_final():
    keluar = {s for t in rules.ALUR_PENGAJUAN.transisi.values() for s in t.dari if t.ke != s}
    assert set(StatusPengajuan) - keluar == {StatusPengajuan.DITETAPKAN}


def test_the_turn_follows_from_the_table():
    for t in rules.ALUR_PENGAJUAN.transisi.values():
        assert t.giliran == rules.giliran(t.ke), t.nama


def test_a_missing_initial_is_named_before_the_head():
    for status in (StatusPengajuan.SIAP_DITANDATANGANI, StatusPengajuan.SIAP_PERBAIKAN):
        assert rules.giliran(status, ["Kabid", "Sekretaris"]) == "Paraf Kabid"
        assert rules.giliran(status, []) == "Kepala OPD"
    assert rules.giliran(StatusPengajuan.DRAF, ["Sekretaris"]) == "Operator OPD"


def test_the_turn_is_the_next_initials_while_one_is_missing():
    siap = StatusPengajuan.SIAP_DITANDATANGANI
    assert rules.giliran(siap, ("Kasubag Perencanaan", "Sekretaris")) == "Paraf Kasubag Perencanaan"
    assert rules.giliran(siap) == "Kepala OPD"
    assert rules.giliran(StatusPengajuan.DRAF, ("Sekretaris",)) == "Operator OPD"


def test_nothing_leads_back_before_the_receipt():
    for t in rules.ALUR_PENGAJUAN.transisi.values():
        if any(s in SUDAH_DIAJUKAN for s in t.dari):
            assert t.ke in SUDAH_DIAJUKAN, t.nama


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 3))
def test_percent_is_100_only_when_complete(terpenuhi, jumlah, galat):
    nilai = rules.persen_syarat(terpenuhi, jumlah, galat)
    assert 0 <= nilai <= 100
    assert (nilai == 100) == (jumlah > 0 and terpenuhi >= jumlah and galat == 0)
    if terpenuhi == 0 or jumlah == 0:
        assert nilai == 0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100)), max_size=6))
def test_package_percent_is_100_only_when_every_required_one_is(syarat):
    nilai = rules.persen_paket(syarat)
    dihitung = [p for w, p in syarat if w] or [p for _, p in syarat]
    assert (nilai == 100) == bool(dihitung and all(p == 100 for p in dihitung))


def test_what_is_missing_is_named():
    galat = (Temuan("pagu lewat", "/x"),)
    hasil = rules.kekurangan(
        [
            ("Program kerja", True, Kelengkapan(0, 0)),
            ("Kebutuhan anggaran", True, Kelengkapan(5, 5, galat=galat)),
            ("Data dukung", True, Kelengkapan(4, 6)),
            ("Foto", False, Kelengkapan(0, 2)),
            ("Peta", False, Kelengkapan(0, 1, galat=galat)),
            ("Denah", False, Kelengkapan(1, 2, galat=galat)),
        ]
    )
    assert hasil == (
        "Program kerja: belum diisi",
        "Kebutuhan anggaran: 1 galat belum diperbaiki",
        "Data dukung: 2 isian belum lengkap",
        "Denah: 1 galat belum diperbaiki",
    )


def test_the_findings_that_hinder_are_those_that_are_counted():
    galat, kurang = (Temuan("pagu lewat", "/x"),), (Temuan("SK belum diunggah", "/y"),)
    assert rules.penghalang(True, Kelengkapan(5, 5, galat=galat)) == galat
    assert rules.penghalang(True, Kelengkapan(0, 1, peringatan=kurang)) == kurang
    assert rules.penghalang(True, Kelengkapan(1, 1, peringatan=kurang)) == ()
    assert rules.penghalang(False, Kelengkapan(0, 1, galat=galat)) == ()
    assert rules.penghalang(False, Kelengkapan(1, 2, galat=galat)) == galat
    assert rules.penghalang(False, Kelengkapan(0, 1, peringatan=kurang)) == ()


nilai = st.one_of(st.integers(0, 3), st.text("ab", max_size=2), st.none())
isi = st.builds(
    lambda b: {"baris": b},
    st.dictionaries(st.sampled_from("pqr"), st.dictionaries(st.sampled_from("xyz"), nilai)),
)


@given(isi, isi)
def test_differences_are_exact(lama, baru):
    """Applying the differences to the old content gives the new one."""
    hasil = {k: dict(v) for k, v in lama["baris"].items()}
    for p in rules.selisih_isi(lama, baru):
        if p.jenis == "hapus":
            del hasil[p.baris]
        elif p.jenis == "tambah":
            hasil[p.baris] = dict(p.baru)
        else:
            hasil[p.baris][p.kolom] = p.baru
    ada = {k: {c: v for c, v in b.items() if v is not None} for k, b in hasil.items()}
    assert ada == {k: {c: v for c, v in b.items() if v is not None} for k, b in baru["baris"].items()}
    assert rules.selisih_isi(lama, lama) == []


def test_nobody_judges_what_they_prepared():
    opd = uuid.uuid4()
    umum = {"opd_id": opd, "terlibat": {"a", "b"}}
    for pelaku in ("a", "b"):
        alasan, _ = rules.konflik_pemeriksa(
            pelaku_id=pelaku, opd_pelaku=frozenset(), ada_pemeriksa_lain=False, **umum
        )
        assert alasan
    sendiri = frozenset({opd})
    assert rules.konflik_pemeriksa(pelaku_id="c", opd_pelaku=sendiri, ada_pemeriksa_lain=True, **umum)[0]
    assert rules.konflik_pemeriksa(pelaku_id="c", opd_pelaku=sendiri, ada_pemeriksa_lain=False, **umum) == (
        "",
        True,
    )
    assert rules.konflik_pemeriksa(
        pelaku_id="c", opd_pelaku=frozenset(), ada_pemeriksa_lain=True, **umum
    ) == (
        "",
        False,
    )


PADA = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
syarat = (
    rules.FaktaSyarat("program", "Program kerja", True),
    rules.FaktaSyarat("dukung", "Data dukung", True),
)


def fakta(**isi):
    return rules.FaktaPengajuan(uuid.uuid4(), uuid.uuid4(), isi.pop("nama", "Dinas A"), **isi)


def keadaan(*peserta, saat=PADA):
    return rules.keadaan_pada(
        saat, tenggat=PADA, toleransi=dt.timedelta(seconds=10), syarat=syarat, peserta=peserta
    )


def jam(n):
    return PADA + dt.timedelta(hours=n)


def test_the_situation_is_that_of_the_instant():
    """What happened afterwards changes nothing: completeness, submission, extension."""
    kegiatan = (
        rules.FaktaKegiatan("program", jam(-5), 1, 4, kegiatan_pada=jam(-5)),
        rules.FaktaKegiatan("program", jam(-2), 2, 4, kegiatan_pada=jam(-2)),
        rules.FaktaKegiatan("dukung", jam(1), 6, 6, kegiatan_pada=jam(1)),
    )
    p = fakta(
        kegiatan=kegiatan,
        diajukan_pada=jam(2),
        tepat_waktu=False,
        perpanjangan=(rules.FaktaPerpanjangan(jam(1), jam(30), "banjir"),),
    )
    (baris,) = keadaan(p).baris
    assert (baris.keadaan, baris.persen, baris.kegiatan_terakhir) == ("belum", 25, jam(-2))
    assert baris.kurang == ("Program kerja", "Data dukung")
    assert baris.perpanjangan == ()
    assert keadaan(p, saat=jam(1.5)).baris[0].keadaan == "diperpanjang"
    assert keadaan(p, saat=jam(3)).baris[0].keadaan == "terlambat"


def test_within_tolerance_counts_as_submitted():
    p = fakta(diajukan_pada=PADA + dt.timedelta(seconds=9), tepat_waktu=True)
    assert keadaan(p).baris[0].keadaan == "tepat_waktu"


def test_rows_come_by_need():
    a = fakta(nama="A", diajukan_pada=jam(-1), tepat_waktu=True)
    b = fakta(nama="B")
    c = fakta(nama="C", perpanjangan=(rules.FaktaPerpanjangan(jam(-1), jam(9), "banjir"),))
    hasil = keadaan(a, b, c)
    assert [x.fakta.nama for x in hasil.baris] == ["B", "C", "A"]
    assert sum(hasil.jumlah.values()) == 3


def test_the_same_document_of_two_stages_is_one_row():
    lama = {"baris": {"5": {"berkas": "sk.pdf"}, "6": {"berkas": "lama.pdf"}}}
    baru = {"baris": {"15": {"berkas": "sk-baru.pdf"}}}
    sama = rules.samakan_baris(lama, label_lama={"5": "SK", "6": "KAK"}, label_baru={"15": "SK", "17": "BA"})
    beda = [(p.baris, p.kolom, p.jenis) for p in rules.selisih_isi(sama, baru)]
    assert beda == [("15", "berkas", "ubah"), ("6", "", "hapus")]
    assert rules.samakan_baris({}, label_lama={}, label_baru={}) == {"baris": {}}
