"""Drawings and the months of keeping are added to, never changed."""

from importlib import import_module

from django.db import migrations

penjaga = import_module("terukur.jejak.migrations.0002_penjaga")
TABEL = ("jejak_sampelaudit", "jejak_masasimpanbaca")


class Migration(migrations.Migration):
    dependencies = [("jejak", "0003_baca_dan_sampel")]

    operations = [
        migrations.RunSQL(penjaga.PASANG.format(t), penjaga.LEPAS.format(t)) for t in TABEL
    ]
