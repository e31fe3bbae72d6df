"""Put the trial data back to how a fresh start would show them."""

import datetime as dt

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from terukur.contoh.actions import isi
from terukur.inti.kesalahan import AturanDilanggar

TUGAS_ULANG = "contoh.atur_ulang"
TETAP = frozenset(
    {
        "anggaran_bobotskenario",
        "anggaran_ketentuanbelanja",
        "anggaran_komponenbelanja",
        "organisasi_bataspenugasan",
    }
)
"""Filled by a migration, not by the demo."""


def _tabel() -> list[str]:
    """Tables of this program and of logins; Django's own register of migrations stays."""
    asal = ("terukur.", "django.contrib.sessions", "allauth.")
    nama = {
        m._meta.db_table
        for konfigurasi in apps.get_app_configs()
        if konfigurasi.name.startswith(asal)
        for m in konfigurasi.get_models(include_auto_created=True)
        if m._meta.managed and not m._meta.proxy
    }
    return sorted(nama - TETAP)


def _kosongkan() -> None:
    """Empty all tables. The journal's triggers are off inside this transaction only."""
    q = connection.ops.quote_name
    with connection.cursor() as kursor:
        kursor.execute("set constraints all immediate")
        kursor.execute(
            "select distinct c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
            "where not t.tgisinternal and c.relname = any(%s) order by 1",
            [_tabel()],
        )
        berpenjaga = [baris[0] for baris in kursor.fetchall()]
        for nama in berpenjaga:
            kursor.execute(f"alter table {q(nama)} disable trigger user")
        kursor.execute(f"truncate {', '.join(map(q, _tabel()))} restart identity cascade")
        for nama in berpenjaga:
            kursor.execute(f"alter table {q(nama)} enable trigger user")


@transaction.atomic
def ulang(*, pada: dt.datetime) -> None:
    """Empty everything and fill the demo anew, or change nothing at all.

    Refused outside trial mode: real records are never emptied. The new journal starts at number
    one; nothing of the old one is kept.
    """
    if not settings.MODE_LATIHAN:
        raise AturanDilanggar("Data hanya dapat diatur ulang dalam mode latihan.", kode="bukan_latihan")
    _kosongkan()
    isi(pada=pada)
