"""Reads of studi banding: everybody inside reads all of them."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.studi.choices import StatusStudi
from terukur.studi.models import StudiBanding
from terukur.studi.rules import ALUR_STUDI, HARI_DEKAT, KonteksStudi


def semua_studi() -> QuerySet[StudiBanding]:
    """All of them with both OPD and file, unordered."""
    return StudiBanding.objects.select_related("opd", "asal", "berkas")


def get_studi(studi_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.STUDI_LIHAT) -> StudiBanding:
    """One of them; with ``STUDI_ISI`` only one of the reader's OPD. Else ``TidakDitemukan``."""
    s = semua_studi().filter(pk=studi_id).first()
    if s is None or (izin == Izin.STUDI_ISI and not untuk.akses.boleh(izin, s.opd_id)):
        raise TidakDitemukan("Studi banding tidak ditemukan.")
    return s


def susun_konteks(opd_id: UUID, *, pengguna: Pengguna) -> KonteksStudi:
    """What a step looks at, for an OPD and a reader."""
    return KonteksStudi(hanya_unit=bool(pengguna.akses.unit(Izin.STUDI_ISI, opd_id)))


def tindakan(s: StudiBanding, *, pengguna: Pengguna) -> dict[str, Tindakan]:
    """The steps this reader may take now, each allowed or with its reason."""
    semua = ALUR_STUDI.tindakan(
        status=s.status,
        izin=lambda i: pengguna.akses.boleh(i, s.opd_id),
        konteks=susun_konteks(s.opd_id, pengguna=pengguna),
    )
    return {t.nama: t for t in semua}


def masih_rencana(opd_ids: Collection[UUID] | None = None) -> list[StudiBanding]:
    """What is still to be adopted by these OPD, or by all. One query."""
    terbuka = semua_studi().filter(status=StatusStudi.RENCANA)
    return list((terbuka if opd_ids is None else terbuka.filter(opd__in=opd_ids)).order_by("pk"))


def perlu_diingatkan(*, hari: dt.date) -> list[StudiBanding]:
    """What is still to be adopted and near or past its deadline. One query."""
    sampai = hari + dt.timedelta(days=HARI_DEKAT)
    terbuka = semua_studi().filter(status=StatusStudi.RENCANA, tanggal_tenggat__lte=sampai)
    return list(terbuka.order_by("tanggal_tenggat", "pk"))
