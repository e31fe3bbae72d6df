"""The chain: canonical bytes, numbers without gaps, and a database that refuses change."""

import datetime as dt
import hashlib
import itertools
import threading
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.baku import SIDIK_AWAL, baku, waktu_baku
from terukur.jejak.models import Catatan
from terukur.jejak.queries import riwayat
from terukur.jejak.tests.factories import OPERATOR, SAAT, buat_catatan


def test_bentuk_baku_tidak_pernah_berubah():
    isi = {
        "b": [1, True, None, "é\n\u0000\U0001f4dc"],
        "a": Decimal("1234567890123456.50"),
        "tanggal": dt.date(2026, 11, 22),
        "saat": dt.datetime(2026, 11, 22, 16, 0, 0, 5, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        "id": UUID(int=7),
        "besar": Decimal("1E+3"),
    }
    assert (
        baku(isi)
        == (
            '{"a":"1234567890123456.50","b":[1,true,null,"é\\n\\u0000\U0001f4dc"],"besar":"1000",'
            '"id":"00000000-0000-0000-0000-000000000007","saat":"2026-11-22T08:00:00.000005Z",'
            '"tanggal":"2026-11-22"}'
        ).encode()
    )


@pytest.mark.parametrize("nilai", [1.5, {1}, b"x", {1: "a"}, object()])
def test_tanpa_bentuk_baku_ditolak(nilai):
    with pytest.raises(TypeError):
        baku({"isi": nilai})


@pytest.mark.parametrize("nilai", [Decimal("NaN"), Decimal("Infinity"), dt.datetime(2026, 1, 1), "\ud800"])
def test_nilai_mustahil_ditolak(nilai):
    with pytest.raises(ValueError):  # noqa: PT011
        baku({"isi": nilai})


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_urutan_kunci_tidak_berpengaruh(isi):
    assert baku(isi) == baku(dict(reversed(isi.items())))


@pytest.mark.django_db
def test_rantai_bersambung_dan_baku_emas():
    pertama = buat_catatan(
        isi={"jumlah": Decimal("61400000000.00"), "tanggal": dt.date(2026, 11, 22)},
        oleh=Pelaku(
            id="u1", nama="Contoh", peran="kepala_opd", penugasan="Plt. Kepala Dinas, SK 821/12/2026"
        ),
        opd_id=UUID(int=3),
    )
    kedua = buat_catatan(2, oleh=SISTEM)
    assert bytes(Catatan.objects.get(pk=1).baku) == (
        b'{"ditolak":false,"isi":{"jumlah":"61400000000.00","tanggal":"2026-11-22"},"nomor":1,'
        b'"objek":"pengajuan","objek_id":"1","opd_id":"00000000-0000-0000-0000-000000000003",'
        b'"pada":"2026-11-22T08:00:01.000000Z","pelaku":{"id":"u1","nama":"Contoh",'
        b'"penugasan":"Plt. Kepala Dinas, SK 821/12/2026","peran":"kepala_opd"},'
        b'"peristiwa":"pengajuan.ajukan","v":1}'
    )
    assert (pertama.nomor, pertama.sebelum) == (1, SIDIK_AWAL)
    assert (kedua.nomor, kedua.sebelum) == (2, pertama.sidik)
    isi = hashlib.sha256(kedua.baku).digest()
    assert kedua.sidik == hashlib.sha256(bytes.fromhex(pertama.sidik) + isi).hexdigest()
    assert kedua.uraian["pada"] == waktu_baku(kedua.pada)


@pytest.mark.django_db
def test_riwayat_hanya_objeknya():
    for nomor in (1, 2, 1):
        buat_catatan(nomor)
    assert [c.nomor for c in riwayat("pengajuan", 1)] == [1, 3]
    assert [c.isi for c in riwayat("pengajuan", "2")] == [{"urutan": 2}]


@pytest.mark.django_db(transaction=True)
def test_di_luar_transaksi_ditolak():
    with pytest.raises(RuntimeError):
        catat(peristiwa="a.b", objek="a", objek_id="", isi={}, oleh=OPERATOR, pada=SAAT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "perintah",
    [
        "update jejak_catatan set pelaku_nama = 'lain'",
        "delete from jejak_catatan where nomor = 1",
        "truncate jejak_catatan",
        "truncate jejak_catatan cascade",
    ],
)
def test_basis_data_menolak_perubahan(perintah):
    buat_catatan()
    with (
        pytest.raises(DatabaseError, match="Jejak resmi hanya dapat ditambah"),
        transaction.atomic(),
        connection.cursor() as kursor,
    ):
        kursor.execute(perintah)
    assert Catatan.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("ganti", [{"nomor": 0}, {"sidik": "XYZ"}, {"sebelum": "0"}])
def test_kendala_basis_data(ganti):
    catatan = buat_catatan()
    for kolom, nilai in ({"nomor": 2, "sidik": "a" * 64} | ganti).items():
        setattr(catatan, kolom, nilai)
    with pytest.raises(DatabaseError), transaction.atomic():
        catatan.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_serentak_tanpa_celah():
    """Six writers, some of whom roll back: numbers stay without gaps, the chain holds."""
    gagal: list[BaseException] = []

    def tulis(urutan: int) -> None:
        try:
            for i in range(8):
                try:
                    with transaction.atomic():
                        buat_catatan(urutan * 100 + i)
                        if i % 4 == 3:
                            raise LookupError
                except LookupError:
                    pass
        except BaseException as e:
            gagal.append(e)
        finally:
            connection.close()

    utas = [threading.Thread(target=tulis, args=(n,)) for n in range(6)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert not gagal
    semua = list(Catatan.objects.order_by("nomor"))
    assert [c.nomor for c in semua] == list(range(1, 37))
    for lalu, kini in itertools.pairwise(semua):
        assert kini.sebelum == lalu.sidik
