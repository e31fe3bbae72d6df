"""Reads of extensions."""

import datetime as dt
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.tenggat.choices import StatusPerpanjangan
from terukur.tenggat.models import GangguanLayanan, Jendela, Perpanjangan


def perpanjangan_terlihat(untuk: Pengguna) -> QuerySet[Perpanjangan]:
    """Requests and grants in the reader's scope: what waits first, then the newest."""
    baris = Perpanjangan.objects.select_related("pengajuan__opd", "pengajuan__jendela")
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    if cakupan is not None:
        baris = baris.filter(pengajuan__opd_id__in=cakupan)
    menunggu = Case(
        When(status=StatusPerpanjangan.DIMINTA, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return baris.order_by(menunggu, "-diputus_pada", "diminta_pada", "pk")


def gangguan_jendela(jendela: Jendela, *, pada: dt.datetime) -> list[GangguanLayanan]:
    """Every measured or reported outage since the window opened: what an extension carries with it."""
    baris = GangguanLayanan.objects.filter(selesai_pada__gt=jendela.dibuka_pada, mulai_pada__lt=pada)
    return list(baris.order_by("mulai_pada", "pk"))


def get_perpanjangan(perpanjangan_id: UUID, *, untuk: Pengguna) -> Perpanjangan:
    """One request or grant in the reader's scope, else ``TidakDitemukan``."""
    perpanjangan = perpanjangan_terlihat(untuk).filter(pk=perpanjangan_id).first()
    if perpanjangan is None:
        raise TidakDitemukan("Perpanjangan tidak ditemukan.")
    return perpanjangan
