"""The limits of temporary offices as they are in law today; an admin edits them later."""

import datetime as dt

from django.db import migrations

BATAS = (
    ("plt", 3, 1, 14, "SE Kepala BKN 1/SE/I/2021", dt.date(2021, 1, 14)),
    ("pj", 3, 1, 14, "Perpres 3/2018", dt.date(2018, 1, 11)),
)


def isi(apps, schema_editor):
    model = apps.get_model("organisasi", "BatasPenugasan")
    for jenis, bulan, perpanjangan, hari, dasar, sejak in BATAS:
        model.objects.create(
            jenis=jenis, bulan=bulan, jumlah_perpanjangan=perpanjangan, hari_peringatan=hari, dasar=dasar,
            berlaku_sejak=sejak, dicatat_pada=dt.datetime.combine(sejak, dt.time(), tzinfo=dt.UTC),
        )


def kosongkan(apps, schema_editor):
    apps.get_model("organisasi", "BatasPenugasan").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("organisasi", "0001_initial")]
    operations = [migrations.RunPython(isi, kosongkan)]
