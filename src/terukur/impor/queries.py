"""Reading imports, always for somebody."""

from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN
from terukur.berkas.models import Berkas
from terukur.impor.jenis import JenisImpor, daftar_impor
from terukur.impor.models import Impor
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakBerhak, TidakDitemukan


def daftar_impor_pengguna(*, untuk: Pengguna) -> QuerySet[Impor]:
    """Imports of one's OPD, and one's own that belong to no OPD, newest first.

    Who has left an OPD no longer sees what he imported there.
    """
    cakupan = untuk.akses.cakupan(Izin.IMPOR_JALANKAN)
    semua = Impor.objects.select_related("berkas", "kemajuan").defer("pratinjau", "urung")
    if cakupan is not None:
        semua = semua.filter(Q(oleh=str(untuk.pk), opd_id=None) | Q(opd_id__in=cakupan))
    return semua.order_by("-dibuat_pada", "pk")


def get_impor(impor_id: UUID, *, untuk: Pengguna) -> Impor:
    """One import within the user's scope, whole; anything else raises ``TidakDitemukan``."""
    if not daftar_impor_pengguna(untuk=untuk).filter(pk=impor_id).exists():
        raise TidakDitemukan("Impor tidak ditemukan.")
    return Impor.objects.select_related("berkas", "catatan", "kemajuan").get(pk=impor_id)


def periksa_melanjutkan(impor: Impor, *, untuk: Pengguna) -> None:
    """May ``untuk`` apply, cancel or undo this import, which somebody else may have started?

    It writes for the whole OPD: he needs the permission of its kind for that very OPD, not only
    for one of its units. Raises ``TidakBerhak``.
    """
    jenis = get_jenis(impor.jenis, untuk=untuk)
    if impor.opd_id is None:
        return
    for p in untuk.akses.peran:
        definisi = DAFTAR_PERAN[p.peran]
        if jenis.izin in definisi.izin and (
            definisi.seluruh_opd or (p.opd_id == impor.opd_id and p.unit_id is None)
        ):
            return
    raise TidakBerhak(
        f"Impor ini menulis untuk seluruh isian {impor.judul}, sedangkan peran Anda tidak mencakup "
        "seluruh OPD itu. Minta operator atau admin OPD tersebut melanjutkannya."
    )


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


def belum_dipilih(impor: Impor) -> int:
    """How many rows of a preview still wait for the user's match."""
    pilihan = (impor.isi or {}).get("pilihan")
    return sum(not b["terpilih"] for b in pilihan["baris"]) if pilihan else 0


def alasan_tidak_diterapkan(impor: Impor) -> str:
    """Why applying a preview would store nothing and only close it; empty where it would do something."""
    belum = belum_dipilih(impor)
    if not belum or belum < impor.jumlah_baris:
        return ""
    return "Belum ada baris yang dipadankan. Pilih padanannya pada bagian Padanan, lalu simpan pilihan."
