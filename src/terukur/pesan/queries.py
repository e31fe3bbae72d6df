"""Reading the inbox."""

from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import tanya
from terukur.pesan.models import Kiriman, Pesan

_BELUM_DIBACA = "select count(*) from pesan_pesan where penerima_id = %s and dibaca_pada is null"


def kotak_masuk(untuk: Pengguna, *, belum_dibaca: bool = False) -> QuerySet[Pesan]:
    """The user's own messages, newest first."""
    pesan = Pesan.objects.filter(penerima=untuk)
    if belum_dibaca:
        pesan = pesan.filter(dibaca_pada__isnull=True)
    return pesan.order_by("-dikirim_pada", "pk")


def hitung_belum_dibaca(untuk: Pengguna) -> int:
    """For the bell: one query on an index of unread messages only; in SQL because every page asks it."""
    [(jumlah,)] = tanya(_BELUM_DIBACA, [untuk.pk])
    return int(jumlah)


def get_pesan(pesan_id: UUID, *, untuk: Pengguna) -> Pesan:
    """One of the user's own messages; anybody else's looks as if it did not exist."""
    pesan = Pesan.objects.filter(penerima=untuk, pk=pesan_id).first()
    if pesan is None:
        raise TidakDitemukan("Pesan tidak ditemukan.")
    return pesan


URUT_KIRIMAN = {
    "waktu": ("pesan__dikirim_pada", "pk"),
    "-waktu": ("-pesan__dikirim_pada", "pk"),
    "penerima": ("pesan__penerima__nama", "-pesan__dikirim_pada", "pk"),
    "-penerima": ("-pesan__penerima__nama", "-pesan__dikirim_pada", "pk"),
    "percobaan": ("percobaan", "-pesan__dikirim_pada", "pk"),
    "-percobaan": ("-percobaan", "-pesan__dikirim_pada", "pk"),
}


def daftar_kiriman(*, status: str = "", urut: str = "-waktu") -> QuerySet[Kiriman]:
    """Deliveries to the outside for those who run the system; ``urut`` is one of ``URUT_KIRIMAN``."""
    kiriman = Kiriman.objects.select_related("pesan", "pesan__penerima")
    if status:
        kiriman = kiriman.filter(status=status)
    return kiriman.order_by(*URUT_KIRIMAN[urut])
