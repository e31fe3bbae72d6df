"""What needs a leader's eye: each rule by an example, and the limit by a property."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from terukur.beranda.queries import _fakta
from terukur.beranda.rules import PALING_BANYAK, FaktaOPD, Perhatian, daftar_perhatian
from terukur.inti.waktu import ZONA

PADA = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
DRAF = FaktaOPD(
    nama="Dinas Sosial P3A", tautan="/p/1/", sudah_diajukan=False, belum_mulai=False, dikembalikan=False,
    persen=22, tenggat=PADA + dt.timedelta(days=1), kegiatan_terakhir=PADA - dt.timedelta(days=3),
)  # fmt: skip


def perhatian(*opd: FaktaOPD, **lain: object) -> list[Perhatian]:
    return daftar_perhatian(opd, pada=PADA, tautan_jendela="/j/", **lain)  # type: ignore[arg-type]


def test_left_alone_draft_near_its_end_is_named_with_its_last_day() -> None:
    (satu,) = perhatian(DRAF)
    assert (satu.pokok, satu.tautan) == ("Dinas Sosial P3A", "/p/1/")
    assert satu.uraian == "baru 22 % lengkap dan tidak ada kegiatan sejak 19 Nov 2026."


def test_the_day_printed_is_that_of_the_kabupaten() -> None:
    """19.30 UTC is already the next morning in WITA."""
    opd = SimpleNamespace(singkatan="Dinas", jenis="dinas")
    baris = SimpleNamespace(
        pengajuan=SimpleNamespace(pk=uuid4(), status="draf", opd=opd), is_diajukan=False, status="Berjalan",
        persen=22, tenggat=DRAF.tenggat, kegiatan_terakhir=dt.datetime(2026, 11, 18, 19, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    (satu,) = perhatian(_fakta(baris, ZONA["WITA"]))  # type: ignore[arg-type]
    assert "sejak 19 Nov 2026" in satu.uraian


def test_draft_with_activity_or_far_from_its_end() -> None:
    (satu,) = perhatian(replace(DRAF, kegiatan_terakhir=PADA))
    assert satu.uraian == "baru 22 % lengkap."
    assert perhatian(replace(DRAF, tenggat=PADA + dt.timedelta(days=9))) == []
    assert perhatian(replace(DRAF, persen=80)) == []
    assert perhatian(replace(DRAF, sudah_diajukan=True)) == []


def test_not_begun_are_counted_with_their_kecamatan() -> None:
    kosong = replace(DRAF, belum_mulai=True, persen=0)
    (satu,) = perhatian(kosong, replace(kosong, is_kecamatan=True))
    assert (satu.pokok, satu.uraian) == ("2 OPD belum mulai", "mengisi, 1 di antaranya kecamatan.")


def test_above_the_ceiling_says_how_much() -> None:
    (satu,) = perhatian(di_atas_pagu=[("Dinas PUPR", Decimal("2100000000"))], tautan_usulan="/u/")
    assert satu.uraian == "mengusulkan Rp 2,1 M di atas pagu."


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 9))
def test_never_more_than_a_leader_reads(mulai: list[bool], permintaan: int) -> None:
    opd = [replace(DRAF, nama=f"OPD {n}", belum_mulai=m, dikembalikan=True) for n, m in enumerate(mulai)]
    hasil = perhatian(
        *opd, jumlah_permintaan=permintaan, di_atas_pagu=[(o.nama, Decimal(10**9)) for o in opd]
    )
    assert len(hasil) <= PALING_BANYAK
    assert all(p.tautan or p.langkah for p in hasil)
    assert bool(hasil) == bool(opd or permintaan)
