"""What is left to ask for: annual leave, lupa rekam, and the days until when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from terukur.inti.bitemporal import SATU_HARI
from terukur.kehadiran.choices import JenisPermohonan, StatusPermohonan
from terukur.kehadiran.models import HariKehadiran, MesinPadam, Permohonan, RekapBulan
from terukur.kehadiran.queries.bahan import muat_jadwal
from terukur.kehadiran.queries.lingkup import ketentuan_orang
from terukur.kehadiran.rules.hari import KOSONG
from terukur.kehadiran.rules.kalender import akhir_bulan
from terukur.kehadiran.rules.permohonan import MENUNGGU, SaldoCuti, setahun_bekerja, susun_saldo
from terukur.organisasi.models import HariLibur, Pegawai
from terukur.organisasi.queries import geser_hari_kerja, zona_pemda
from terukur.organisasi.rules import is_hari_kerja

J, S = JenisPermohonan, StatusPermohonan
HARI_SANGGAH = 3
"""Working days where no rule set names them."""
SEKITAR = dt.timedelta(minutes=30)
"""A device that was silent so near the hour explains that hour."""


def _hari_sanggah(pegawai_id: UUID, hari: dt.date, *, pada: dt.datetime) -> int:
    ketentuan = ketentuan_orang(pegawai_id, hari=hari, pada=pada)
    return ketentuan.hari_sanggah if ketentuan else HARI_SANGGAH


def batas_sanggah(pegawai_id: UUID, sejak: dt.date, *, pada: dt.datetime) -> dt.date:
    """Last day of an appeal against what was decided on ``sejak``."""
    return geser_hari_kerja(sejak, _hari_sanggah(pegawai_id, sejak, pada=pada)).tanggal


def batas_koreksi(pegawai_id: UUID, tanggal: dt.date, *, pada: dt.datetime) -> dt.date:
    """Until when an hour of ``tanggal`` may be asked for: so many working days into the next month.

    Later where the month was prepared later: the time for objections is for asking.
    """
    batas = batas_sanggah(pegawai_id, akhir_bulan(tanggal), pada=pada)
    rekap = RekapBulan.objects.filter(bulan=tanggal.replace(day=1)).first()
    return max(batas, rekap.batas_sanggah) if rekap else batas


def sisa_lupa(
    pegawai_id: UUID, tanggal: dt.date, *, pada: dt.datetime, kecuali: UUID | None = None
) -> tuple[int, int]:
    """(left, quota) of lupa rekam in the month of ``tanggal``; what waits for a decision counts as used."""
    ketentuan = ketentuan_orang(pegawai_id, hari=tanggal, pada=pada)
    kuota = ketentuan.kuota_lupa if ketentuan else 0
    terpakai = Permohonan.objects.filter(
        pegawai=pegawai_id, jenis=J.LUPA_REKAM, status__in=(*MENUNGGU, S.DISETUJUI),
        sejak__gte=tanggal.replace(day=1), sejak__lte=akhir_bulan(tanggal),
    )  # fmt: skip
    return kuota - terpakai.exclude(pk__in=[kecuali]).count(), kuota


def hari_cuti(pegawai_id: UUID, sejak: dt.date, sampai: dt.date) -> set[dt.date]:
    """The days on which a person is to work by his own roster, known or to come. Two queries.

    A holiday that is only an estimate is none of them; where no roster is known, Monday to Friday are.
    """
    jadwal = muat_jadwal(pegawai_id, sejak=sejak, sampai=sampai)
    kerja, ada = (jadwal.masuk[0] != KOSONG) & (jadwal.libur[0] == 0), jadwal.ada[0]
    semua = HariLibur.objects.filter(tanggal__gte=sejak, tanggal__lte=sampai)
    libur = set(semua.values_list("tanggal", flat=True))
    hari = [sejak + n * SATU_HARI for n in range((sampai - sejak).days + 1)]
    return {h for n, h in enumerate(hari) if (kerja[n] if ada[n] else is_hari_kerja(h, libur))}


def saldo_cuti(pegawai: Pegawai, tahun: int, *, kecuali: UUID | None = None) -> SaldoCuti:
    """Annual leave of a person in a year. A fixed number of queries.

    A year counts as recorded here when a day of its January was computed: before that nobody knows what
    was taken.
    """
    awal, akhir = dt.date(tahun - 2, 1, 1), dt.date(tahun, 12, 31)
    cuti = Permohonan.objects.filter(
        pegawai=pegawai, jenis=J.CUTI_TAHUNAN, status__in=(*MENUNGGU, S.DISETUJUI),
        sejak__lte=akhir, sampai__gte=awal,
    ).exclude(pk__in=[kecuali])  # fmt: skip
    kerja = hari_cuti(pegawai.pk, awal, akhir)
    terpakai: dict[int, int] = defaultdict(int)
    menunggu = 0
    for status, sejak, sampai in cuti.values_list("status", "sejak", "sampai").order_by("sejak", "pk"):
        for t in (h.year for h in kerja if sejak <= h <= sampai):
            if status == S.DISETUJUI:
                terpakai[t] += 1
            else:
                menunggu += t == tahun
    hari_awal = HariKehadiran.objects.filter(pegawai=pegawai).filter(
        tanggal__in=[dt.date(t, 1, h) for t in (tahun - 2, tahun - 1) for h in range(1, 32)]
    )
    tercatat = frozenset(t.year for t in hari_awal.values_list("tanggal", flat=True))
    return susun_saldo(
        tahun, terpakai=terpakai, menunggu=menunggu, tercatat=tercatat,
        boleh_sejak=setahun_bekerja(pegawai.nip, pegawai.status),
    )  # fmt: skip


def _saat(tanggal: dt.date, menit: int) -> dt.datetime:
    awal = dt.datetime.combine(tanggal, dt.time(0), tzinfo=zona_pemda())
    return awal + dt.timedelta(minutes=menit)


def kabar_mesin_banyak(daftar: Collection[Permohonan]) -> dict[UUID, str]:
    """{request: what the record of its device says about the hours asked for}. One query."""
    bermesin = [(p, p.mesin) for p in daftar if p.mesin is not None]
    padam: dict[int, list[MesinPadam]] = defaultdict(list)
    for satu in MesinPadam.objects.filter(mesin__in={m.pk for _, m in bermesin}).order_by("sejak", "pk"):
        padam[satu.mesin_id].append(satu)
    hasil = {}
    for p, mesin in bermesin:
        jam = [_saat(p.sejak, m) for m in (p.masuk, p.pulang) if m is not None]
        diam = next(
            (
                m
                for m in padam[mesin.pk]
                if m.sejak <= max(jam) + SEKITAR and (m.sampai is None or m.sampai >= min(jam) - SEKITAR)
            ),
            None,
        )
        hasil[p.pk] = _sebut_padam(mesin.nama, diam)
    return hasil


def _sebut_padam(nama: str, padam: MesinPadam | None) -> str:
    if padam is None:
        return f"Menurut catatan, {nama} hidup pada jam itu."
    sejak = padam.sejak.astimezone(zona_pemda())
    if padam.sampai is None:
        return f"{nama} tidak terdengar sejak {sejak:%d-%m-%Y %H.%M} dan belum terdengar lagi."
    return (
        f"{nama} tidak terdengar {sejak:%d-%m-%Y %H.%M} sampai {padam.sampai.astimezone(zona_pemda()):%H.%M}."
    )


def kabar_mesin(p: Permohonan) -> str:
    """As ``kabar_mesin_banyak``, for one; empty when no device is named."""
    return kabar_mesin_banyak([p]).get(p.pk, "")
