"""Reading imports, always for somebody."""

from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.berkas.models import Berkas
from terukur.impor.jenis import JenisImpor, daftar_impor
from terukur.impor.models import Impor
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan


def daftar_impor_pengguna(*, untuk: Pengguna) -> QuerySet[Impor]:
    """One's own imports and those of one's OPD, newest first."""
    cakupan = untuk.akses.cakupan(Izin.IMPOR_JALANKAN)
    milik = Q(oleh=str(untuk.pk)) | (
        Q() if cakupan is None else Q(opd_id__in=cakupan) if cakupan else Q(pk__in=[])
    )
    semua = Impor.objects.select_related("berkas", "kemajuan").defer("pratinjau", "urung")
    return (semua if cakupan is None else semua.filter(milik)).order_by("-dibuat_pada", "pk")


def get_impor(impor_id: UUID, *, untuk: Pengguna) -> Impor:
    """One import within the user's scope, whole; anything else raises ``TidakDitemukan``."""
    if not daftar_impor_pengguna(untuk=untuk).filter(pk=impor_id).exists():
        raise TidakDitemukan("Impor tidak ditemukan.")
    return Impor.objects.select_related("berkas", "catatan", "kemajuan").get(pk=impor_id)


def get_jenis(kode: str, *, untuk: Pengguna) -> JenisImpor:
    """A kind this user may import; anything else raises ``TidakDitemukan``."""
    if kode not in daftar_impor or not daftar_impor.ambil(kode).boleh(untuk):
        raise TidakDitemukan("Jenis impor tidak ditemukan.")
    return daftar_impor.ambil(kode)


def jenis_untuk(pengguna: Pengguna) -> list[JenisImpor]:
    """The kinds this user may import."""
    return [j for _, j in daftar_impor if j.boleh(pengguna)]


def boleh_membaca_berkas(pengguna: Pengguna, berkas: Berkas) -> bool:
    """For the room berkas: workbooks of the imports one may see."""
    return (
        daftar_impor_pengguna(untuk=pengguna).filter(Q(berkas=berkas) | Q(catatan=berkas)).exists()
        if pengguna.akses.boleh(Izin.IMPOR_JALANKAN)
        else False
    )
