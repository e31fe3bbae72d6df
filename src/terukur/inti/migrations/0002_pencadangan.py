import uuid

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("inti", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Pencadangan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "jenis",
                    models.CharField(
                        choices=[("cadangan", "Cadangan"), ("latihan", "Latihan pemulihan")],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("tujuan", models.CharField(max_length=500, verbose_name="tujuan")),
                ("nama", models.CharField(blank=True, max_length=40, verbose_name="nama cadangan")),
                ("dimulai_pada", models.DateTimeField(verbose_name="dimulai pada")),
                ("selesai_pada", models.DateTimeField(verbose_name="selesai pada")),
                ("berhasil", models.BooleanField(verbose_name="berhasil")),
                ("galat", models.TextField(blank=True, verbose_name="keterangan galat")),
                ("rincian", models.JSONField(default=dict, verbose_name="rincian")),
            ],
            options={
                "verbose_name": "pencadangan",
                "verbose_name_plural": "pencadangan",
                "indexes": [
                    models.Index(fields=["jenis", "-dimulai_pada"], name="inti_pencadangan_terbaru")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(jenis__in=["cadangan", "latihan"]), name="inti_pencadangan_jenis"
                    ),
                    models.CheckConstraint(
                        condition=Q(selesai_pada__gte=F("dimulai_pada")), name="inti_pencadangan_urutan"
                    ),
                    models.CheckConstraint(
                        condition=Q(berhasil=True) | ~Q(galat=""), name="inti_pencadangan_gagal_beralasan"
                    ),
                    models.CheckConstraint(
                        condition=Q(berhasil=False) | ~Q(nama=""), name="inti_pencadangan_berhasil_bernama"
                    ),
                ],
            },
        ),
    ]
