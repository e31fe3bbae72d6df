"""Lists of regions and holidays."""

from django.db.models import Count, QuerySet

from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.models import HariLibur, Wilayah
from terukur.organisasi.queries.saring import cari


def get_wilayah(kode: str) -> Wilayah:
    """One region by its official code, else ``TidakDitemukan``."""
    wilayah = Wilayah.objects.select_related("induk").filter(kode=kode).first()
    if wilayah is None:
        raise TidakDitemukan(f"Wilayah dengan kode {kode} tidak ditemukan.")
    return wilayah


def tabel_wilayah(
    *, induk: Wilayah | None = None, kata: str = "", tingkat: str = "", semua: bool = False
) -> "QuerySet[Wilayah]":
    """Regions right below ``induk`` (None: the topmost); all below when ``semua``, a word or a level is
    asked for."""
    baris = Wilayah.objects.filter(aktif=True).select_related("induk").annotate(jumlah_anak=Count("anak"))
    if kata or tingkat or semua:
        if induk is not None:
            baris = baris.filter(kode__startswith=f"{induk.kode}.")
        baris = baris.filter(cari(kata, "nama", "kode"))
        return baris.filter(tingkat=tingkat) if tingkat else baris
    return baris.filter(induk=induk)


def tabel_libur(*, tahun: int | None = None, jenis: str = "") -> "QuerySet[HariLibur]":
    """Holidays of a year (None: all)."""
    baris = HariLibur.objects.all()
    if tahun:
        baris = baris.filter(tanggal__year=tahun)
    return baris.filter(jenis=jenis) if jenis else baris


def get_libur(libur_id: int) -> HariLibur:
    """One holiday, else ``TidakDitemukan``."""
    libur = HariLibur.objects.filter(pk=libur_id).first()
    if libur is None:
        raise TidakDitemukan("Hari libur tidak ditemukan.")
    return libur
