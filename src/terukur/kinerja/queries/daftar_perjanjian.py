"""Who has a perjanjian kinerja for a year, and who has not."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.kinerja.choices import StatusPerjanjian
from terukur.kinerja.models import PerjanjianKinerja
from terukur.kinerja.queries.perjanjian import is_berganti, perjanjian_terlihat
from terukur.kinerja.rules.perjanjian import GILIRAN
from terukur.organisasi import queries as organisasi
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import Jabatan, Pegawai, Penugasan

BELUM_ADA, BERGANTI = "belum", "berganti"


@dataclass(slots=True)
class JabatanPerjanjian:
    """One office (of an office that many hold: one person in it) with its PK of the year.

    ``berlaku``: the last version both parties signed. ``proses``: a version not signed by both yet;
    never filled in for a past instant, since drafts are no official facts.
    """

    jabatan: Jabatan
    pegawai: Pegawai | None = None
    pemegang: list[Penugasan] = field(default_factory=list)
    berlaku: PerjanjianKinerja | None = None
    proses: PerjanjianKinerja | None = None

    @property
    def pejabat(self) -> str:
        """Who holds the office now: ``Plt. Nama``; empty: it is vacant."""
        if self.pegawai:
            return self.pegawai.nama
        if not self.pemegang:
            return ""
        p = self.pemegang[0]
        return p.pegawai.nama if p.jenis == "definitif" else f"{p.get_jenis_display()} {p.pegawai.nama}"

    @property
    def berganti(self) -> bool:
        return self.berlaku is not None and is_berganti(self.berlaku, self.pemegang)

    @property
    def keadaan(self) -> str:
        """The state that the filter asks for."""
        if self.proses:
            return self.proses.status
        return StatusPerjanjian.DITETAPKAN.value if self.berlaku else BELUM_ADA

    @property
    def status(self) -> str:
        """In words, of the version in the making where there is one."""
        if self.proses is None:
            return str(StatusPerjanjian.DITETAPKAN.label) if self.berlaku else "Belum ada"
        return str(self.proses.get_status_display())

    @property
    def perubahan(self) -> int:
        """Which PK Perubahan is in the making; 0: none."""
        return self.proses.perubahan_ke if self.proses else 0

    @property
    def giliran(self) -> str:
        return GILIRAN[StatusPerjanjian(self.proses.status)] if self.proses else ""

    @property
    def nomor_register(self) -> str:
        return self.berlaku.kertas.nomor if self.berlaku and self.berlaku.kertas else ""


def daftar_perjanjian(
    untuk: Pengguna, *, tahun: int, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> list[JabatanPerjanjian]:
    """Structural offices in the reader's scope, and every other one with a PK of the year. Three queries.

    Heads of OPD come first within their OPD. ``diketahui``: what was set by then, and who held the office.
    """
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    semua = perjanjian_terlihat(untuk).filter(tahun=tahun).order_by("perubahan_ke", "pk")
    if diketahui:
        semua = semua.filter(ditetapkan_pada__lte=diketahui)
    versi = list(semua)
    jabatan = Jabatan.objects.filter(
        Q(aktif=True) & ~Q(eselon=Eselon.NONSTRUKTURAL) | Q(pk__in={v.jabatan_id for v in versi})
    ).select_related("opd")
    if cakupan is not None:
        jabatan = jabatan.filter(Q(opd__in=cakupan) | Q(pk__in={v.jabatan_id for v in versi}))
    menurut_id = {j.pk: j for j in jabatan.order_by("opd__kode", "pk")}
    hasil: dict[tuple[UUID, UUID | None], JabatanPerjanjian] = {
        (j.pk, None): JabatanPerjanjian(j) for j in menurut_id.values() if j.eselon != Eselon.NONSTRUKTURAL
    }
    for v in versi:
        satu = hasil.setdefault(
            (v.jabatan_id, v.pegawai_id), JabatanPerjanjian(menurut_id[v.jabatan_id], v.pegawai)
        )
        if v.status == StatusPerjanjian.DITETAPKAN:
            satu.berlaku = v
        else:
            satu.proses = v
    pemegang = organisasi.pemegang_jabatan(list(menurut_id), pada=diketahui or pada)
    for (jabatan_id, pegawai_id), satu in hasil.items():
        satu.pemegang = [p for p in pemegang.get(jabatan_id, []) if pegawai_id in (None, p.pegawai_id)]
    return sorted(hasil.values(), key=_urutan)


def _urutan(b: JabatanPerjanjian) -> Any:
    j = b.jabatan
    return (j.opd.kode, not j.kepala, list(Eselon).index(Eselon(j.eselon)), j.nama, str(j.pk), b.pejabat)
