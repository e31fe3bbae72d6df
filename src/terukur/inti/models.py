"""The kernel's only table: keys of forms already acted upon."""

from django.db import models


class KirimanSekali(models.Model):
    """Idempotency key of one submitted form: the second arrival does nothing again.

    ``tujuan`` is the address to which the first arrival was answered, so that a double click
    lands on the same page.
    """

    kunci = models.UUIDField(primary_key=True)
    pelaku = models.CharField(max_length=64)
    peristiwa = models.CharField(max_length=100)
    tujuan = models.CharField(max_length=500, blank=True)
    dicatat_pada = models.DateTimeField()

    class Meta:
        verbose_name = "kiriman sekali"
        verbose_name_plural = "kiriman sekali"

    def __str__(self) -> str:
        return str(self.kunci)
