"""``make bench``: no page asks more queries because its lists are long.

The world of the route sweep holds at least one of everything; every GET route is opened in it, then
once more with a thousand copies of every row of every table.
"""

import time

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client

from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.cli.routes import Rute
from terukur.inti.izin import Izin
from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, koma
from tests.rute import Contoh, bangun, daftar_rute, klien, semua_contoh
from tests.test_rute import alamat

pytestmark = pytest.mark.django_db
KALI = 1000
JARAK = 1_000_000
WADAH = {"OPD", "Jendela", "Pengajuan", "Nomenklatur"}
"""Copies stay in the same one, so that its own pages grow; all else is copied with what it belongs to."""
TERSENDIRI = {
    "OPD.induk",
    "OPDVersi.opd",
    "ProfilOPD.opd",
    "Syarat.jendela",  # a window asks for each kind once, so few by nature
    "PemeriksaanSyarat.pengajuan",
}
PENERIMA = {"Pesan.penerima"}
PERAN = 3
"""So many roles open a page at first; the one to whom it asks most queries opens it again."""
TETAP = {
    "auth_permission",
    "django_content_type",
    "django_session",
    "perencanaan_tahunnomenklatur",  # one version a year
    "perencanaan_versinomenklatur",  # one for each Kepmendagri; the newest of equals would be another's
}
"""What no list shows, or what is there once by its nature."""


def _lepas_batasan(kursor: object, tabel: str) -> set[str]:
    """Drop what would refuse copies; the columns that were unique alone."""
    kursor.execute(  # type: ignore[attr-defined]
        "select i.indexrelid::regclass::text, c.conname, array(select attname from pg_attribute a"
        " where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) from pg_index i"
        " left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid"
        " where i.indrelid = %s::regclass and not i.indisprimary and (i.indisunique or c.contype = 'x')",
        [tabel],
    )
    unik = set()
    for indeks, batasan, kolom in kursor.fetchall():  # type: ignore[attr-defined]
        if len(kolom) == 1:
            unik.add(kolom[0])
        if batasan:
            kursor.execute(f'alter table "{tabel}" drop constraint "{batasan}"')  # type: ignore[attr-defined]
        else:
            kursor.execute(f"drop index {indeks}")  # type: ignore[attr-defined]
    kursor.execute(  # type: ignore[attr-defined]
        "select conname from pg_constraint where conrelid = %s::regclass and contype = 'c'", [tabel]
    )
    for (batasan,) in kursor.fetchall():  # type: ignore[attr-defined]
        kursor.execute(f'alter table "{tabel}" drop constraint "{batasan}"')  # type: ignore[attr-defined]
    return unik


def gandakan(kali: int) -> int:
    """``kali`` copies of every row, in this transaction; how many rows the fullest table got."""
    terbanyak = 0
    with connection.cursor() as kursor:
        kursor.execute("set constraints all immediate")
        kursor.execute("set local session_replication_role = replica")
        for model in apps.get_models(include_auto_created=True):
            if _disalin(model):
                kursor.execute(_salinan(model, _lepas_batasan(kursor, model._meta.db_table)), [kali])
                terbanyak = max(terbanyak, kursor.rowcount)
        kursor.execute("set local session_replication_role = origin")
        kursor.execute("analyze")
    return terbanyak


def _disalin(model: type[Model]) -> bool:
    """Tables whose rows have a number or a UUID of their own."""
    pk = model._meta.pk
    jenis = pk.db_type(connection) or ""
    return (
        model._meta.managed and not model._meta.proxy and model._meta.db_table not in TETAP
        and not pk.is_relation and jenis.startswith(("uuid", "bigint", "integer"))
    )  # fmt: skip


def _nomor(nilai: str, jenis: str) -> str:
    """The primary key of copy ``g`` of a row."""
    return f"md5({nilai}::text || '-' || g)::uuid" if jenis == "uuid" else f"{nilai} + g * {JARAK}"


def _salinan(model: type[Model], unik: set[str]) -> str:
    tabel, isi = model._meta.db_table, {}
    for f in model._meta.local_concrete_fields:
        if f.generated:
            continue
        kolom, jenis = f.column, f.db_type(connection) or ""
        isi[kolom] = f't."{kolom}"'
        if f.primary_key:
            isi[kolom] = _nomor(isi[kolom], jenis)
        elif f.is_relation:
            wadah = f.related_model.__name__ in WADAH and f"{model.__name__}.{f.name}" not in TERSENDIRI
            if not wadah and f"{model.__name__}.{f.name}" not in PENERIMA and _disalin(f.related_model):
                isi[kolom] = _nomor(isi[kolom], jenis)
        elif kolom in unik and jenis.startswith(("varchar", "text")):
            isi[kolom] = f"left({isi[kolom]}, {(f.max_length or 60) - 5}) || '-' || g"
    kolom = ", ".join(f'"{k}"' for k in isi)
    return (
        f'insert into "{tabel}" ({kolom}) select {", ".join(isi.values())}'
        f' from "{tabel}" t cross join generate_series(1, %s) g'
    )


def buka(k: Client, jalur: str) -> tuple[int, int, int]:
    """(status, queries, bytes of the page)."""
    kueri = 0

    def hitung(laksanakan, *isi):  # type: ignore[no-untyped-def]
        nonlocal kueri
        kueri += 1
        return laksanakan(*isi)

    with connection.execute_wrapper(hitung):
        jawaban = k.get(jalur)
        isi = b"".join(jawaban.streaming_content) if jawaban.streaming else jawaban.content
    return int(jawaban.status_code), kueri, len(isi)


def buka_lagi(k: Client, jalur: str, kueri: int) -> tuple[int, int, int]:
    """As ``buka``; what once a minute is written down of a session's use is none of the page's queries."""
    hasil = buka(k, jalur)
    return buka(k, jalur) if hasil[1] > kueri else hasil


def pemegang(rute: Rute) -> list[Peran]:
    """Roles that may open it: those who see all OPD first, then those who may do most."""
    boleh = [p for p, d in DAFTAR_PERAN.items() if rute.publik or {Izin(i) for i in rute.izin} & d.izin]
    return sorted(boleh, key=lambda p: (DAFTAR_PERAN[p].seluruh_opd, len(DAFTAR_PERAN[p].izin)), reverse=True)


def test_kueri_tetap_dari_satu_sampai_seribu_baris() -> None:
    d = bangun()
    contoh: dict[str, Contoh] = semua_contoh(d)
    orang = {peran: klien(pengguna) for peran, pengguna in d.pengguna.items()}
    sedikit: dict[str, tuple[Peran, str, int, int]] = {}
    for rute in daftar_rute():
        if not rute.nama or rute.token or "GET" not in rute.methods:
            continue
        terbuka = []
        for peran in pemegang(rute):
            jalur = alamat(rute, contoh, d, peran)
            status, kueri, _ = buka(orang[peran], jalur)
            if status == 200:
                terbuka.append((kueri, peran, jalur))
            if len(terbuka) == PERAN:
                break
        if terbuka:  # by the role to which the page shows most
            _, peran, jalur = max(terbuka)
            sedikit[rute.nama] = (peran, jalur, *buka(orang[peran], jalur)[1:])
    banyak = gandakan(KALI)
    daftar, tumbuh, rusak = 0, {}, {}
    for nama, (peran, jalur, kueri, ukuran) in sedikit.items():
        mulai = time.process_time()
        status, kini, besar = buka_lagi(orang[peran], jalur, kueri)
        print(f"  {nama}: {kueri} -> {kini} kueri, {koma(time.process_time() - mulai)} detik", flush=True)
        if status != 200:
            rusak[nama] = status
        daftar += besar > ukuran * 1.2
        if kini > kueri:
            tumbuh[nama] = (kueri, kini)
    print(rusak)
    baris = [
        ("Halaman yang dibuka", f"{len(sedikit)}", ""),
        ("Di antaranya bertambah panjang (daftar)", f"{daftar}", ""),
        ("Baris pada tabel terbanyak", f"{banyak}", ""),
        ("Halaman yang kuerinya bertambah", f"{len(tumbuh)}", "0"),
    ]
    cetak("Daftar: kueri dari 1 sampai 1.000 baris", baris)
    for nama, (a, b) in tumbuh.items():
        print(f"  {nama}: {a} -> {b}")
    tulis_angka("Daftar: kueri dari 1 sampai 1.000 baris", perintah=PERINTAH, baris=baris)
    assert tumbuh == {}
    assert rusak == {}
