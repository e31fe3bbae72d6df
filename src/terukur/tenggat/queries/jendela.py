"""Reads of windows."""

import datetime as dt
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.tenggat.choices import SUDAH_DIAJUKAN, StatusJendela
from terukur.tenggat.models import DokumenSyarat, Jendela


def jendela_terlihat(untuk: Pengguna) -> QuerySet[Jendela]:
    """Windows that ``untuk`` may see: those his OPD takes part in; organisers see drafts too."""
    semua = Jendela.objects.all()
    if not untuk.akses.boleh(Izin.TENGGAT_KELOLA):
        semua = semua.exclude(status=StatusJendela.DISIAPKAN)
    cakupan = untuk.akses.cakupan(Izin.TENGGAT_LIHAT)
    return semua if cakupan is None else semua.filter(daftar_pengajuan__opd_id__in=cakupan).distinct()


def get_jendela(jendela_id: UUID, *, untuk: Pengguna) -> Jendela:
    """One window in the reader's scope, else ``TidakDitemukan``."""
    jendela = jendela_terlihat(untuk).filter(pk=jendela_id).first()
    if jendela is None:
        raise TidakDitemukan("Jadwal pengumpulan tidak ditemukan.")
    return jendela


def kunci_jendela(jendela_id: UUID) -> Jendela:
    """The window, its row locked until the transaction ends."""
    jendela = Jendela.objects.select_for_update().filter(pk=jendela_id).first()
    if jendela is None:
        raise TidakDitemukan("Jadwal pengumpulan tidak ditemukan.")
    return jendela


def dengan_jumlah(jendela: QuerySet[Jendela]) -> QuerySet[Jendela]:
    """Annotate ``jumlah_peserta`` and ``jumlah_diajukan``."""
    return jendela.annotate(
        jumlah_peserta=Count("daftar_pengajuan", distinct=True),
        jumlah_diajukan=Count(
            "daftar_pengajuan", filter=Q(daftar_pengajuan__status__in=SUDAH_DIAJUKAN), distinct=True
        ),
    )


def daftar_dokumen_syarat(jendela: Jendela) -> list[DokumenSyarat]:
    """Named documents of the requirement data dukung, in order."""
    return list(DokumenSyarat.objects.filter(jendela=jendela).order_by("urutan", "pk"))


def jendela_habis(*, pada: dt.datetime) -> list[UUID]:
    """Open windows whose close has its edition already: only the act of closing is left."""
    return list(
        Jendela.objects.filter(
            status=StatusJendela.DIBUKA, ditutup_pada__lt=pada, daftar_laporan__saat=F("ditutup_pada")
        )
        .order_by("ditutup_pada", "pk")
        .values_list("pk", flat=True)
    )
