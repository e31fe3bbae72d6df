"""A tolerance with which every late list still comes within a minute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenggat", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="jendela", name="jendela_toleransi"),
        migrations.AddConstraint(
            model_name="jendela",
            constraint=models.CheckConstraint(
                name="jendela_toleransi", condition=models.Q(("toleransi_detik__lte", 20))
            ),
        ),
    ]
