"""Whose days somebody may read: his own, those of his people, those of the OPD he oversees."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kehadiran.queries.atasan import bawahan
from terukur.kehadiran.queries.lingkup import penugasan_hari
from terukur.organisasi.models import Pegawai


def orang_terlihat(
    untuk: Pengguna, *, pada: dt.datetime, izin: Izin = Izin.KEHADIRAN_LIHAT
) -> "QuerySet[Pegawai]":
    """Active people of the OPD in which ``untuk`` holds ``izin``; all with the whole kabupaten."""
    if not untuk.akses.boleh(izin):
        return Pegawai.objects.none()
    cakupan = untuk.akses.cakupan(izin)
    semua = Pegawai.objects.filter(aktif=True)
    if cakupan is None:
        return semua
    return semua.filter(pk__in=penugasan_hari(pada).filter(opd_pada__in=cakupan).values("pegawai_id"))


def get_orang(pegawai_id: UUID, *, untuk: Pengguna, pada: dt.datetime) -> Pegawai:
    """The person, for himself, his superior and who oversees his OPD. Anybody else: ``TidakDitemukan``."""
    orang = Pegawai.objects.filter(pk=pegawai_id).first()
    if orang is not None and (
        orang.pengguna_id == untuk.pk
        or orang_terlihat(untuk, pada=pada).filter(pk=pegawai_id).exists()
        or bawahan(untuk, pada=pada, di_antara=[pegawai_id])
    ):
        return orang
    raise TidakDitemukan("Pegawai tidak ditemukan.")
