"""Reads of perjanjian kinerja: one version, what it says, and who may sign it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.anggaran.queries import AnggaranProgram, anggaran_program
from terukur.inti.alur import Tindakan
from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import tanya
from terukur.kinerja.choices import StatusPerjanjian
from terukur.kinerja.models import BarisPerjanjian, DefinisiIndikator, PerjanjianKinerja, ProgramPerjanjian
from terukur.kinerja.models.perjanjian import sebut_perjanjian
from terukur.kinerja.queries.indikator import definisi_banyak
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import ukuran_beku
from terukur.kinerja.rules.perjanjian import (
    ALUR_PERJANJIAN,
    IsiBaris,
    IsiPerjanjian,
    IsiProgram,
    KonteksPerjanjian,
    Pihak,
    baca_pihak,
    kekurangan,
    sebutan_kepala_daerah,
)
from terukur.organisasi import queries as organisasi
from terukur.organisasi.models import Penugasan


def perjanjian_terlihat(untuk: Pengguna) -> QuerySet[PerjanjianKinerja]:
    """Versions in the reader's scope."""
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    baris = PerjanjianKinerja.objects.select_related(
        "opd", "jabatan", "atasan", "pegawai", "penanda", "kertas"
    )
    return baris if cakupan is None else baris.filter(opd__in=cakupan)


def get_perjanjian(
    perjanjian_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.KINERJA_LIHAT
) -> PerjanjianKinerja:
    """One version in the reader's scope of ``izin``, else ``TidakDitemukan``."""
    satu = perjanjian_terlihat(untuk).filter(pk=perjanjian_id).first()
    if satu is None or not untuk.akses.boleh(izin, satu.opd_id):
        raise TidakDitemukan("Perjanjian kinerja tidak ditemukan.")
    return satu


def get_baris(baris_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.KINERJA_ISI) -> BarisPerjanjian:
    """One line of a version in the reader's scope."""
    baris = BarisPerjanjian.objects.filter(pk=baris_id).first()
    if baris is None:
        raise TidakDitemukan("Baris itu tidak ditemukan; mungkin sudah dihapus.")
    baris.perjanjian = get_perjanjian(baris.perjanjian_id, untuk=untuk, izin=izin)
    return baris


def versi_perjanjian(perjanjian: PerjanjianKinerja) -> QuerySet[PerjanjianKinerja]:
    """All versions of the same PK, the newest first."""
    return (
        PerjanjianKinerja.objects.filter(
            jabatan=perjanjian.jabatan_id, pegawai=perjanjian.pegawai_id, tahun=perjanjian.tahun
        )
        .select_related("kertas", "penanda")
        .order_by("-perubahan_ke", "pk")
    )


def perjanjian_atasan(perjanjian: PerjanjianKinerja) -> PerjanjianKinerja | None:
    """The last set version of the superior's PK of the same year."""
    if perjanjian.atasan_id is None:
        return None
    return (
        PerjanjianKinerja.objects.filter(
            jabatan=perjanjian.atasan_id, tahun=perjanjian.tahun, status=StatusPerjanjian.DITETAPKAN
        )
        .select_related("jabatan", "kertas")
        .order_by("-perubahan_ke", "pk")
        .first()
    )


def target_baris(baris: BarisPerjanjian) -> Target | None:
    return None if baris.nilai is None else Target(baris.nilai, baris.nilai_atas)


def baca_baris(
    perjanjian: PerjanjianKinerja,
) -> list[tuple[BarisPerjanjian, DefinisiIndikator]]:
    """Lines of a version in order, with what their indicators mean at the end of the year. Two queries."""
    daftar = list(
        BarisPerjanjian.objects.filter(perjanjian=perjanjian)
        .select_related("indikator", "induk")
        .order_by("urutan", "pk")
    )
    definisi = definisi_banyak((b.indikator_id for b in daftar), per=dt.date(perjanjian.tahun, 12, 31))
    return [(b, definisi[b.indikator_id]) for b in daftar]


def baca_perjanjian(perjanjian: PerjanjianKinerja) -> IsiPerjanjian:
    """What a version says; of a signed one as it was frozen. Three queries."""
    return baca_banyak([perjanjian])[perjanjian.pk]


def baca_banyak(semua: Iterable[PerjanjianKinerja]) -> dict[UUID, IsiPerjanjian]:
    """The same of several versions of one year, in three queries."""
    milik = {p.pk: p for p in semua}
    daftar = list(
        BarisPerjanjian.objects.filter(perjanjian__in=milik)
        .select_related("indikator")
        .order_by("urutan", "pk")
    )
    tahun = max((p.tahun for p in milik.values()), default=0)
    belum = {b.indikator_id for b in daftar if b.ukuran is None}
    definisi = definisi_banyak(belum, per=dt.date(tahun, 12, 31)) if belum else {}
    baris: dict[UUID, list[IsiBaris]] = defaultdict(list)
    for b in daftar:
        ukuran = b.ukuran if b.ukuran is not None else ukuran_beku(definisi[b.indikator_id])
        baris[b.perjanjian_id].append(
            IsiBaris(str(b.kunci), b.urutan, b.sasaran, str(b.indikator_id), ukuran, target_baris(b))
        )
    program: dict[UUID, list[IsiProgram]] = defaultdict(list)
    for p in ProgramPerjanjian.objects.filter(perjanjian__in=milik).order_by("kode"):
        program[p.perjanjian_id].append(IsiProgram(p.kode, p.nama, p.jumlah))
    return {pk: IsiPerjanjian(tuple(baris[pk]), tuple(program[pk])) for pk in milik}


def sebelum_perjanjian(perjanjian: PerjanjianKinerja) -> PerjanjianKinerja | None:
    """The version that a PK Perubahan changes."""
    if not perjanjian.perubahan_ke:
        return None
    return versi_perjanjian(perjanjian).filter(perubahan_ke=perjanjian.perubahan_ke - 1).first()


def anggaran_perjanjian(perjanjian: PerjanjianKinerja) -> AnggaranProgram | None:
    """The budget to choose from: by program for the head, by kegiatan below (PermenPANRB 53/2014)."""
    tingkat = "program" if perjanjian.jabatan.kepala else "kegiatan"
    return anggaran_program(perjanjian.opd_id, perjanjian.tahun, tingkat)


# -- parties ----------------------------------------------------------------------------------


def _pihak(p: Penugasan) -> Pihak:
    orang = p.pegawai
    return Pihak(
        nama=orang.nama, nip=orang.nip, jabatan=p.nama_jabatan, sebutan=p.sebutan,
        kedudukan=str(p.get_jenis_display()), dasar=f"SK {p.nomor_sk}", pegawai=str(orang.pk),
        pengguna=str(orang.pengguna_id or ""),
    )  # fmt: skip


def kepala_daerah(*, pada: dt.datetime) -> tuple[Pihak, ...]:
    """Who holds the role Kepala daerah at ``pada``."""
    hasil = []
    for r in organisasi.pemegang_peran(Peran.KEPALA_DAERAH, pada=pada):
        jabatan, sebutan, kedudukan = sebutan_kepala_daerah(settings.TERUKUR_PEMDA, r.dasar)
        hasil.append(
            Pihak(r.pengguna.nama, "", jabatan, sebutan, kedudukan, r.dasar, pengguna=str(r.pengguna_id))
        )
    return tuple(hasil)


def calon_pihak(
    perjanjian: PerjanjianKinerja, *, pada: dt.datetime
) -> tuple[tuple[Pihak, ...], tuple[Pihak, ...]]:
    """(who may sign as first party, as second party) at ``pada``; one or two queries."""
    ids = [i for i in (perjanjian.jabatan_id, perjanjian.atasan_id) if i]
    pemegang = organisasi.pemegang_jabatan(ids, pada=pada)
    pertama = [
        _pihak(p)
        for p in pemegang.get(perjanjian.jabatan_id, [])
        if perjanjian.pegawai_id in (None, p.pegawai_id)
    ]
    if perjanjian.atasan_id is None:
        return tuple(pertama), kepala_daerah(pada=pada)
    return tuple(pertama), tuple(_pihak(p) for p in pemegang.get(perjanjian.atasan_id, []))


def nama_atasan(perjanjian: PerjanjianKinerja) -> str:
    """The office of the second party, in words."""
    if perjanjian.atasan:
        return perjanjian.atasan.nama
    return sebutan_kepala_daerah(settings.TERUKUR_PEMDA, "")[0]


def susun_konteks(
    perjanjian: PerjanjianKinerja, isi: IsiPerjanjian, *, pengguna: Pengguna, pada: dt.datetime
) -> KonteksPerjanjian:
    """Everything a step of this version may depend on."""
    pertama, kedua = calon_pihak(perjanjian, pada=pada)
    lama = sebelum_perjanjian(perjanjian) if perjanjian.diajukan_pada is None else None
    beku = perjanjian.pihak_pertama
    return KonteksPerjanjian(
        jabatan=perjanjian.jabatan.nama,
        atasan=nama_atasan(perjanjian),
        kekurangan=kekurangan(
            isi, pemicu=perjanjian.pemicu, lama=baca_perjanjian(lama) if lama is not None else None
        ),
        pertama=pertama,
        kedua=kedua,
        penanda=baca_pihak(beku).orang if beku else "",
        saya=str(pengguna.pk),
        bupati=perjanjian.atasan_id is None,
    )


def tindakan(
    perjanjian: PerjanjianKinerja, konteks: KonteksPerjanjian, *, pengguna: Pengguna
) -> list[Tindakan]:
    """The steps this reader may take now, each allowed or with its reason."""
    return ALUR_PERJANJIAN.tindakan(
        status=perjanjian.status,
        izin=lambda i: pengguna.akses.boleh(i, perjanjian.opd_id),
        konteks=konteks,
    )


def is_berganti(perjanjian: PerjanjianKinerja, pemegang: Sequence[Penugasan]) -> bool:
    """Whether the person who promised no longer holds the office, and another does or nobody."""
    return perjanjian.penanda_id is not None and all(p.pegawai_id != perjanjian.penanda_id for p in pemegang)


_MENUNGGU = f"""
select p.id, p.tahun, p.perubahan_ke, p.diajukan_pada, j.nama
from kinerja_perjanjiankinerja p join organisasi_jabatan j on j.id = p.jabatan_id
where p.status = %(status)s and (
  p.atasan_id is null and %(kepala_daerah)s
  or exists (
    select 1 from organisasi_penugasan s join organisasi_pegawai g on g.id = s.pegawai_id
    where s.jabatan_id = p.atasan_id and g.pengguna_id = %(pengguna)s and g.aktif
      and s.berlaku_sejak <= %(hari)s and (s.berlaku_sampai is null or s.berlaku_sampai >= %(hari)s)
      and {sql_diketahui("s")}
  )
)
order by p.diajukan_pada, p.id"""  # noqa: S608 - all text is ours
"""By hand because every landing page asks it (ADR 0013), mostly to learn that nothing waits."""


@dataclass(frozen=True, slots=True)
class PerjanjianMenunggu:
    """A version that waits for its second party. ``jabatan``: name of the office of the first one."""

    pk: UUID
    sebutan: str
    tahun: int
    jabatan: str
    diajukan_pada: dt.datetime


def menunggu_tanda_tangan(untuk: Pengguna, *, pada: dt.datetime) -> list[PerjanjianMenunggu]:
    """Versions that wait for the reader as second party, the oldest first. At most one query."""
    if not untuk.akses.boleh(Izin.PK_SETUJUI):
        return []
    baris = tanya(
        _MENUNGGU,
        {
            "status": StatusPerjanjian.DIAJUKAN.value,
            "pengguna": untuk.pk,
            "diketahui": pada,
            "hari": organisasi.hari_pemda(pada),
            "kepala_daerah": bool(untuk.akses.memegang(Peran.KEPALA_DAERAH)),
        },
    )
    return [
        PerjanjianMenunggu(pk, sebut_perjanjian(ke), tahun, jabatan, diajukan)
        for pk, tahun, ke, diajukan, jabatan in baris
    ]


def perubahan_terakhir(opd_id: UUID, tahun: int) -> PerjanjianKinerja | None:
    """The last set PK Perubahan of the head of the OPD: the ground of a revisi target."""
    return (
        PerjanjianKinerja.objects.filter(
            opd=opd_id,
            tahun=tahun,
            jabatan__kepala=True,
            perubahan_ke__gt=0,
            status=StatusPerjanjian.DITETAPKAN,
        )
        .select_related("kertas")
        .order_by("-perubahan_ke", "pk")
        .first()
    )


def indikator_belum_beraksi(
    opd_id: UUID, tahun: int, indikator_ids: Iterable[UUID]
) -> list[tuple[UUID, str]]:
    """(id, name) of the indicators that the head of the OPD promised and no action takes up. Two queries."""
    terakhir = (
        PerjanjianKinerja.objects.filter(
            opd=opd_id, tahun=tahun, jabatan__kepala=True, status=StatusPerjanjian.DITETAPKAN
        )
        .order_by("-perubahan_ke", "pk")
        .values("pk")[:1]
    )
    baris = (
        BarisPerjanjian.objects.filter(perjanjian__in=terakhir)
        .exclude(indikator__in=list(indikator_ids))
        .order_by("urutan", "pk")
    )
    return [(b.indikator_id, b.ukuran["nama"] if b.ukuran else "") for b in baris]
