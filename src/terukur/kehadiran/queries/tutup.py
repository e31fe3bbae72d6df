"""Closed months, those on their way, and what changed after closing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import tanya
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.choices import StatusHari, StatusPermohonan, StatusRekap
from terukur.kehadiran.models import Penyesuaian, Permohonan, RekapBulan, RekapPegawai
from terukur.kehadiran.rules.rekap import sidik_rekap
from terukur.organisasi.queries import hari_pemda

# Days written since closing, and a day before: their clock was read before they waited for the lock, or is
# that of another machine. What they say is compared anyway.
_SELISIH = """
select r.id, h.pegawai_id, g.nama, h.opd_id, h.tanggal, r.ditutup_pada, h.dihitung_pada,
       coalesce(p.status_baru, f.status_hari[extract(day from h.tanggal)::int]), h.status,
       coalesce(p.potongan_baru, f.potongan_hari[extract(day from h.tanggal)::int], 0), h.potongan
from kehadiran_rekapbulan r
join kehadiran_harikehadiran h on h.tanggal >= r.bulan and h.tanggal < r.bulan + interval '1 month'
  and h.dihitung_pada > r.ditutup_pada - interval '1 day'
join organisasi_pegawai g on g.id = h.pegawai_id
left join kehadiran_rekappegawai f on f.rekap_id = r.id and f.pegawai_id = h.pegawai_id
left join lateral (
    select p.status_baru, p.potongan_baru from kehadiran_penyesuaian p
    where p.pegawai_id = h.pegawai_id and p.tanggal = h.tanggal order by p.id desc limit 1
) p on true
where r.status = 'ditutup' and h.dihitung_pada > (
      select min(ditutup_pada) - interval '1 day' from kehadiran_rekapbulan
  )
  and (coalesce(p.status_baru, f.status_hari[extract(day from h.tanggal)::int]) is distinct from h.status
       or coalesce(p.potongan_baru, f.potongan_hari[extract(day from h.tanggal)::int], 0) <> h.potongan)
  and (%(opd)s::uuid[] is null or h.opd_id = any(%(opd)s::uuid[]))
order by g.nama, h.pegawai_id, h.tanggal
"""


@dataclass(frozen=True, slots=True)
class Selisih:
    """A day of a closed month that is now another than what was frozen or last adjusted."""

    asal_id: UUID
    pegawai_id: UUID
    nama: str
    opd_id: UUID | None
    tanggal: dt.date
    ditutup_pada: dt.datetime
    dihitung_pada: dt.datetime
    status_lama: int | None
    status_baru: int
    potongan_lama: int
    potongan_baru: int
    alasan: str = ""

    def get_status_lama_display(self) -> str:
        return "–" if self.status_lama is None else StatusHari(self.status_lama).label

    def get_status_baru_display(self) -> str:
        return StatusHari(self.status_baru).label


def _alasan(s: Selisih, permohonan: Collection[Permohonan]) -> str:
    """The request decided after the closing that touches the day; else that its inputs changed."""
    for p in permohonan:
        if p.sejak <= s.tanggal <= p.sampai and p.putus_pada:
            kata = "disetujui" if p.status == StatusPermohonan.DISETUJUI else "dibatalkan"
            return f"{p.get_jenis_display()}, {kata} {tulis_tanggal(hari_pemda(p.putus_pada))}"
    return f"Rekam, jadwal atau ketentuan berubah; dihitung {tulis_tanggal(hari_pemda(s.dihitung_pada))}"


def selisih(*, opd_ids: Collection[UUID] | None = None) -> list[Selisih]:
    """What would be booked into the next month that closes, with its reason. Two statements."""
    semua = [Selisih(*b) for b in tanya(_SELISIH, {"opd": None if opd_ids is None else list(opd_ids)})]
    if not semua:
        return []
    permohonan: dict[UUID, list[Permohonan]] = defaultdict(list)
    for p in Permohonan.objects.filter(
        pegawai__in={s.pegawai_id for s in semua},
        status__in=(StatusPermohonan.DISETUJUI, StatusPermohonan.DIBATALKAN),
        putus_pada__gte=min(s.ditutup_pada for s in semua),
    ).order_by("-putus_pada", "pk"):
        permohonan[p.pegawai_id].append(p)
    return [
        Selisih(
            s.asal_id, s.pegawai_id, s.nama, s.opd_id, s.tanggal, s.ditutup_pada, s.dihitung_pada,
            s.status_lama, s.status_baru, s.potongan_lama, s.potongan_baru,
            _alasan(s, permohonan[s.pegawai_id]),
        )
        for s in semua
    ]  # fmt: skip


def rekap_bulan(bulan: dt.date) -> RekapBulan | None:
    return RekapBulan.objects.filter(bulan=bulan.replace(day=1)).first()


def daftar_rekap() -> list[RekapBulan]:
    """All months prepared or closed, newest first."""
    return list(RekapBulan.objects.select_related("kertas").order_by("-bulan"))


def get_rekap(rekap_id: UUID) -> RekapBulan:
    rekap = RekapBulan.objects.select_related("kertas").filter(pk=rekap_id).first()
    if rekap is None:
        raise TidakDitemukan("Rekap bulan tidak ditemukan.")
    return rekap


def baris_rekap(rekap: RekapBulan, *, untuk: Pengguna) -> "QuerySet[RekapPegawai]":
    """Frozen rows of the OPD that the reader oversees."""
    cakupan = untuk.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    semua = RekapPegawai.objects.filter(rekap=rekap)
    return semua if cakupan is None else semua.filter(opd__in=cakupan)


def penyesuaian_rekap(rekap: RekapBulan, *, untuk: Pengguna) -> "QuerySet[Penyesuaian]":
    """What was booked into a closed month, of the people whose rows the reader sees."""
    cakupan = untuk.akses.cakupan(Izin.KEHADIRAN_LIHAT)
    semua = Penyesuaian.objects.filter(rekap=rekap).select_related("pegawai", "asal")
    if cakupan is None:
        return semua
    return semua.filter(pegawai__in=baris_rekap(rekap, untuk=untuk).values("pegawai"))


def penyesuaian_hari(pegawai_id: UUID, tanggal: dt.date) -> list[Penyesuaian]:
    """Adjustments booked for one day of a person, oldest first."""
    return list(
        Penyesuaian.objects.filter(Q(pegawai=pegawai_id) & Q(tanggal=tanggal))
        .select_related("rekap")
        .order_by("pk")
    )


def cocok(rekap: RekapBulan) -> bool:
    """Do the frozen rows still give the digest that was journalled?"""
    return rekap.status == StatusRekap.DITUTUP and rekap.sidik == sidik_rekap(
        f"{rekap.bulan:%Y-%m}", RekapPegawai.objects.filter(rekap=rekap).order_by("pk")
    )
