from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="KirimanSekali",
            fields=[
                ("kunci", models.UUIDField(primary_key=True, serialize=False)),
                ("pelaku", models.CharField(max_length=64)),
                ("peristiwa", models.CharField(max_length=100)),
                ("tujuan", models.CharField(blank=True, max_length=500)),
                ("dicatat_pada", models.DateTimeField()),
            ],
            options={"verbose_name": "kiriman sekali", "verbose_name_plural": "kiriman sekali"},
        ),
    ]
