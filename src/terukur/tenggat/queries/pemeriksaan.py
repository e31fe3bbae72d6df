"""Reads of verification: parts of a verifier, differences, inbox."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.tenggat import rules
from terukur.tenggat.choices import HasilReviu, StatusPemeriksaan, StatusPengajuan
from terukur.tenggat.models import CatatanPemeriksaan, IsiBeku, PemeriksaanSyarat, Pengajuan, Reviu


def bagian_pemeriksa(pengguna: Pengguna, kode: Iterable[str]) -> set[str]:
    """Those of the provider codes that this verifier checks (a role without codes: all)."""
    semua = set(kode)
    hasil: set[str] = set()
    for p in pengguna.akses.memegang(Peran.VERIFIKATOR):
        hasil |= semua & p.syarat if p.syarat else semua
    return hasil


def isi_versi(pengajuan: Pengajuan, kode: str, versi: int) -> Mapping[str, Any]:
    """Frozen content of one requirement in one version; empty when there is none."""
    isi = (
        IsiBeku.objects.filter(pengajuan=pengajuan, kode=kode, versi=versi)
        .values_list("isi", flat=True)
        .first()
    )
    return isi or {}


def perubahan_syarat(pengajuan: Pengajuan, kode: str, *, sejak_versi: int) -> list[rules.Perubahan]:
    """Fields of the present frozen content that differ from an earlier version."""
    if sejak_versi == pengajuan.versi:
        return []
    return rules.selisih_isi(
        isi_versi(pengajuan, kode, sejak_versi), isi_versi(pengajuan, kode, pengajuan.versi)
    )


def antrean_pemeriksa(untuk: Pengguna) -> QuerySet[PemeriksaanSyarat]:
    """Requirements that wait for this verifier, oldest first."""
    baris = PemeriksaanSyarat.objects.filter(
        status=StatusPemeriksaan.MENUNGGU,
        pengajuan__status__in=(StatusPengajuan.DIAJUKAN, StatusPengajuan.DIKEMBALIKAN),
    ).select_related("pengajuan__opd", "pengajuan__jendela", "syarat")
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_VERIFIKASI)
    if cakupan is not None:
        baris = baris.filter(pengajuan__opd_id__in=cakupan)
    bagian: set[str] | None = set()
    for p in untuk.akses.memegang(Peran.VERIFIKATOR):
        bagian = None if not p.syarat or bagian is None else bagian | p.syarat
    if bagian is not None:
        baris = baris.filter(syarat__kode__in=bagian)
    return baris.order_by("menunggu_sejak", "pk")


def antrean_reviu(untuk: Pengguna) -> QuerySet[Pengajuan]:
    """Verified packages of windows that ask for an APIP review and have none of their present content.

    Empty for who does not review. Oldest first.
    """
    baris = (
        Pengajuan.objects.filter(status=StatusPengajuan.DIVERIFIKASI, jendela__reviu_apip=True)
        .exclude(Exists(Reviu.objects.filter(pengajuan=OuterRef("pk"), versi=OuterRef("versi"))))
        .select_related("opd", "jendela")
    )
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_REVIU)
    if cakupan is not None:
        baris = baris.filter(opd_id__in=cakupan)
    return baris.order_by("diverifikasi_pada", "pk")


def penahan(reviu_apip: bool, hasil: str | None) -> str:
    """Whom the decree of a verified package waits for because of the APIP review; empty: nobody.

    ``hasil``: of the last review of the present content, None where there is none.
    ``Inspektorat`` where the window asks for a review and none is there, ``Verifikator`` where the
    last one asks for correction, wherever it was made.
    """
    if hasil is None:
        return "Inspektorat" if reviu_apip else ""
    return "Verifikator" if hasil == HasilReviu.PERLU_PERBAIKAN else ""


def penahan_reviu(pengajuan: Iterable[Pengajuan]) -> dict[UUID, str]:
    """``penahan`` of many packages, without those that wait for nobody; one query."""
    milik = {p.pk: p for p in pengajuan}
    terakhir: dict[UUID, str] = {}
    for pk, versi, kata in (
        Reviu.objects.filter(pengajuan__in=milik)
        .order_by("direviu_pada", "pk")
        .values_list("pengajuan_id", "versi", "hasil")
    ):
        if versi == milik[pk].versi:
            terakhir[pk] = kata
    semua = {pk: penahan(p.jendela.reviu_apip, terakhir.get(pk)) for pk, p in milik.items()}
    return {pk: kata for pk, kata in semua.items() if kata}


def catatan_terbuka(pengajuan: Pengajuan, *, kode: str) -> QuerySet[CatatanPemeriksaan]:
    """Open notes on the row with this code, and on whole requirements, the oldest first."""
    return (
        CatatanPemeriksaan.objects.filter(pengajuan=pengajuan, selesai_pada=None)
        .filter(Q(baris="") | Q(label_baris__startswith=f"{kode} "))
        .select_related("syarat")
        .order_by("dibuat_pada", "pk")
    )


def get_catatan(catatan_id: int, *, untuk: Pengguna) -> CatatanPemeriksaan:
    """One note in the reader's scope, else ``TidakDitemukan``."""
    catatan = (
        CatatanPemeriksaan.objects.select_related("pengajuan__jendela", "pengajuan__opd", "syarat")
        .filter(pk=catatan_id)
        .first()
    )
    cakupan = untuk.akses.cakupan(Izin.PENGAJUAN_LIHAT)
    if catatan is None or (cakupan is not None and catatan.pengajuan.opd_id not in cakupan):
        raise TidakDitemukan("Catatan tidak ditemukan.")
    return catatan


def pasangan_tahap(pengajuan: Pengajuan, *, lama_id: UUID) -> Pengajuan:
    """Another stage of the same OPD, to stand beside ``pengajuan``; else ``TidakDitemukan``."""
    lama = (
        Pengajuan.objects.select_related("jendela", "opd").filter(pk=lama_id, opd_id=pengajuan.opd_id).first()
    )
    if lama is None or lama.pk == pengajuan.pk:
        raise TidakDitemukan("Tahapan pembanding tidak ditemukan.")
    return lama
