"""Reads of requests. A reason or file about somebody's health is for the asker and BKPSDM only."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.alur import Tindakan
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.choices import StatusPermohonan
from terukur.kehadiran.models import Permohonan
from terukur.kehadiran.queries.atasan import bawahan, kedudukan_banyak
from terukur.kehadiran.queries.kuota import batas_sanggah
from terukur.kehadiran.queries.lingkup import penugasan_hari
from terukur.kehadiran.rules.atasan import Atasan, Kedudukan
from terukur.kehadiran.rules.permohonan import (
    ALUR_PERMOHONAN,
    MENUNGGU,
    Jenjang,
    KonteksPermohonan,
    is_kesehatan,
    tahap_kedua,
)
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda

S = StatusPermohonan


def semua_permohonan() -> QuerySet[Permohonan]:
    """All of them with person, device and file, unordered."""
    return Permohonan.objects.select_related("pegawai", "mesin", "berkas", "banding_atas")


def pegawai_pengguna(pengguna: Pengguna) -> Pegawai | None:
    """The person behind a login, if one is recorded."""
    return Pegawai.objects.filter(pengguna=pengguna, aktif=True).first()


def milik(pengguna: Pengguna) -> QuerySet[Permohonan]:
    """What this person asked for, for himself or (a group SPT) for others, newest first."""
    sendiri = list(Pegawai.objects.filter(pengguna=pengguna).values_list("pk", flat=True))
    milik = Q(pegawai__in=sendiri) | Q(diajukan_oleh=str(pengguna.pk))
    return semua_permohonan().filter(milik).order_by("-diajukan_pada", "pk")


def is_bkpsdm(pengguna: Pengguna) -> bool:
    """Does he manage the attendance of the whole kabupaten?"""
    izin = Izin.KEHADIRAN_KELOLA
    return pengguna.akses.boleh(izin) and pengguna.akses.cakupan(izin) is None


def terlihat(pengguna: Pengguna, *, pada: dt.datetime) -> QuerySet[Permohonan]:
    """Requests of people in the OPD that the reader oversees (``KEHADIRAN_LIHAT``)."""
    cakupan = pengguna.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    semua = semua_permohonan()
    if cakupan is None:
        return semua
    return semua.filter(pegawai__in=penugasan_hari(pada).filter(opd_pada__in=cakupan).values("pegawai_id"))


@dataclass(frozen=True, slots=True)
class Dibaca:
    """A request as one reader sees it. ``rincian``: whether reason and file are his to read."""

    p: Permohonan
    kedudukan: Kedudukan
    konteks: KonteksPermohonan
    rincian: bool
    tindakan: dict[str, Tindakan]

    @property
    def pembaca_catatan(self) -> str:
        """Who will read the note of a decision, in words for whoever writes it."""
        if is_kesehatan(self.p.jenis):
            return "Hanya dibaca pemohon dan BKPSDM. Jangan menuliskan diagnosis."
        return "Dibaca pemohon, yang memutus dan BKPSDM, dan tercatat di jejak."

    @property
    def giliran(self) -> str:
        """Who decides next, in words; empty when nobody does."""
        if self.p.status == S.DIAJUKAN:
            return sebut(self.kedudukan.atasan) or "belum ada atasan yang tercatat"
        if self.p.status == S.DISETUJUI_ATASAN:
            if self.konteks.banding or self.konteks.kedua is Jenjang.BKPSDM:
                return "BKPSDM"
            return sebut(self.kedudukan.kepala) or "kepala OPD"
        return ""


def sebut(atasan: Iterable[Atasan]) -> str:
    """``Plt. Kepala Dinas Kesehatan (Nama)`` of who comes first."""
    pertama = next(iter(atasan), None)
    return f"{pertama.sebutan} ({pertama.nama})" if pertama else ""


def susun_konteks(
    p: Permohonan, k: Kedudukan, *, pengguna: Pengguna, pada: dt.datetime, sudah_banding: bool = False
) -> KonteksPermohonan:
    """What a step looks at, for this reader at ``pada``."""
    kedua = tahap_kedua(p.jenis, kepala_atau_eselon_ii=k.kepala_atau_eselon_ii)
    banding = p.banding_atas_id is not None
    memutus = {a.pengguna_id for a in k.atasan}
    mengepalai = {a.pengguna_id for a in k.kepala}
    pemohon = p.pegawai.pengguna_id == pengguna.pk
    if banding or kedua is Jenjang.BKPSDM:
        pejabat = is_bkpsdm(pengguna)
    else:
        pejabat = kedua is Jenjang.KEPALA and pengguna.pk in mengepalai
    ditolak = p.status == S.DITOLAK and p.putus_pada is not None
    return KonteksPermohonan(
        pemohon=pemohon,
        atasan=pengguna.pk in memutus and not pemohon,
        pejabat=pejabat and not pemohon,
        bkpsdm=is_bkpsdm(pengguna),
        kedua=kedua,
        satu_tangan=kedua is Jenjang.KEPALA and bool(memutus & mengepalai),
        banding=banding,
        menunggu_pejabat=p.status == S.DISETUJUI_ATASAN,
        sudah_banding=sudah_banding,
        batas_banding=batas_sanggah(p.pegawai_id, hari_pemda(p.putus_pada), pada=pada)
        if ditolak and pemohon and p.putus_pada
        else None,
        hari=hari_pemda(pada),
        nama_atasan=sebut(k.atasan),
    )


def baca(
    daftar: Collection[Permohonan], *, untuk: Pengguna, pada: dt.datetime, rinci: bool = False
) -> list[Dibaca]:
    """Each request with what this reader may see and do. A fixed number of queries unless ``rinci`` (one)."""
    tempat = kedudukan_banyak({p.pegawai_id for p in daftar}, pada=pada)
    bkpsdm = is_bkpsdm(untuk)
    hasil = []
    for p in daftar:
        k = tempat[p.pegawai_id]
        sudah = rinci and Permohonan.objects.filter(banding_atas=p).exists()
        konteks = susun_konteks(p, k, pengguna=untuk, pada=pada, sudah_banding=sudah)
        pemutus = konteks.atasan or konteks.pejabat or str(untuk.pk) in (p.atasan_oleh, p.putus_oleh)
        rincian = konteks.pemohon or bkpsdm or (pemutus and not is_kesehatan(p.jenis))
        langkah = ALUR_PERMOHONAN.tindakan(status=p.status, izin=untuk.akses.boleh, konteks=konteks)
        boleh = {t.nama: t for t in langkah if t.boleh}
        hasil.append(Dibaca(p, k, konteks, rincian, boleh))
    return hasil


def get_permohonan(permohonan_id: UUID, *, untuk: Pengguna, pada: dt.datetime) -> Dibaca:
    """One request for its asker, his superiors, who decided it, and who oversees his OPD.

    Anybody else: ``TidakDitemukan``.
    """
    p = semua_permohonan().filter(pk=permohonan_id).first()
    if p is None:
        raise TidakDitemukan("Permohonan tidak ditemukan.")
    satu = baca([p], untuk=untuk, pada=pada, rinci=True)[0]
    k = satu.konteks
    if (
        k.pemohon
        or k.atasan
        or k.pejabat
        or str(untuk.pk) in (p.atasan_oleh, p.putus_oleh, p.diajukan_oleh)
        or (untuk.akses.boleh(Izin.KEHADIRAN_LIHAT) and terlihat(untuk, pada=pada).filter(pk=p.pk).exists())
    ):
        return satu
    raise TidakDitemukan("Permohonan tidak ditemukan.")


def menunggu_keputusan(untuk: Pengguna, *, pada: dt.datetime) -> list[Dibaca]:
    """What waits for this reader's decision, the oldest first. A fixed number of queries."""
    menunggu = semua_permohonan().filter(status__in=MENUNGGU)
    orang = set(menunggu.filter(status=S.DIAJUKAN).values_list("pegawai_id", flat=True))
    syarat = Q(status=S.DIAJUKAN, pegawai__in=bawahan(untuk, pada=pada, di_antara=orang))
    if is_bkpsdm(untuk):
        syarat |= Q(status=S.DISETUJUI_ATASAN)
    elif kepala := [p.opd_id for p in untuk.akses.peran if p.opd_id]:
        milik_opd = penugasan_hari(pada).filter(opd_pada__in=kepala).values("pegawai_id")
        syarat |= Q(status=S.DISETUJUI_ATASAN, pegawai__in=milik_opd)
    calon = list(menunggu.filter(syarat).order_by("diajukan_pada", "pk"))
    return [d for d in baca(calon, untuk=untuk, pada=pada) if {"setujui", "teruskan"} & d.tindakan.keys()]


def sebut_masa(p: Permohonan) -> str:
    """``2–4 November 2026``, ``3 November 2026 (paruh pertama)``."""
    if p.sejak == p.sampai:
        bagian = "" if p.bagian == "penuh" else f" ({p.get_bagian_display().lower()})"
        return f"{tulis_tanggal(p.sejak)}{bagian}"
    awal = tulis_tanggal(p.sejak)
    if (p.sejak.year, p.sejak.month) == (p.sampai.year, p.sampai.month):
        awal = str(p.sejak.day)
    elif p.sejak.year == p.sampai.year:
        awal = awal.rpartition(" ")[0]
    return f"{awal}–{tulis_tanggal(p.sampai)}"
