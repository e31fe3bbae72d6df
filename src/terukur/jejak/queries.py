"""Reading the journal."""

from django.db.models import QuerySet

from terukur.jejak.models import Catatan, Segel


def riwayat(objek: str, objek_id: object) -> QuerySet[Catatan]:
    """All entries about one record, oldest first; refused attempts included (``ditolak``).

    The caller has already checked that the reader may see the record itself.
    """
    return Catatan.objects.tentang(objek, objek_id).order_by("nomor")


def segel_atas(nomor: int) -> Segel | None:
    """The first seal that covers entry ``nomor``; None until the next minute's seal."""
    return Segel.objects.filter(catatan_nomor__gte=nomor).order_by("catatan_nomor").first()
