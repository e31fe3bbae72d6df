"""Reading the journal."""

from django.db.models import QuerySet

from terukur.jejak.models import Catatan


def riwayat(objek: str, objek_id: object) -> QuerySet[Catatan]:
    """All entries about one record, oldest first; refused attempts included (``ditolak``).

    The caller has already checked that the reader may see the record itself.
    """
    return Catatan.objects.tentang(objek, objek_id).order_by("nomor")
