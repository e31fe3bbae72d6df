"""What the day engine computes from, in two statements, however many people and days. Facts as known now."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np

from terukur.inti.sql import tanya
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.choices import PeristiwaPotongan as Peristiwa
from terukur.kehadiran.queries.bahan_sql import SQL_SEBAGIAN, SQL_SEMUA, URUTAN_JENIS
from terukur.kehadiran.queries.rekam import muat_rekam
from terukur.kehadiran.rules.hari import TANPA_APEL, TANPA_ATURAN, Angka, Aturan, Bahan, Lihat, Pita
from terukur.kehadiran.rules.lapis import susun_lapisan, susun_manual
from terukur.kehadiran.rules.larik_jadwal import (
    TINGKAT,
    Indeks,
    JadwalHari,
    Khusus,
    Lingkup,
    Pola,
    PolaDipakai,
    potong,
    susun_jadwal,
    susun_lingkup,
)
from terukur.organisasi.queries import zona_pemda

SATU_HARI = dt.timedelta(days=1)
PRIBADI = TINGKAT.index(LingkupJadwal.PEGAWAI)
Isi = dict[str, list[Any]]


def nomor_hari(tanggal: dt.date) -> int:
    return (tanggal - dt.date(1970, 1, 1)).days


def zona_detik() -> int:
    """Seconds by which the pemda is ahead of UTC; none of the three zones changes its clock."""
    selisih = dt.datetime(2026, 1, 1, tzinfo=zona_pemda()).utcoffset()
    assert selisih is not None
    return int(selisih.total_seconds())


def muat_bahan(
    *, sejak: dt.date, sampai: dt.date, pegawai: Sequence[UUID] | None = None
) -> tuple[Bahan, list[Aturan]]:
    """Everything that decides the days ``sejak`` .. ``sampai`` of these people, or of everyone (None).

    Everyone: active, or holding an office on one of these days. With the rule sets that ``aturan`` indexes.
    """
    isi = _baca(sejak - SATU_HARI, sampai + SATU_HARI, pegawai)
    orang, hari = len(isi["pegawai"]), (sampai - sejak).days + 1
    awal, zona = nomor_hari(sejak), zona_detik()
    tempat = _Tempat(isi["penugasan"], orang, awal - 1, hari + 2)
    jadwal = _jadwal(isi, tempat, zona)
    aturan, aturan_hari = _aturan(isi["ketentuan"], tempat)
    pagi, siang, ganda = susun_lapisan(
        orang, hari, ((n, a - awal, z - awal, j, b) for n, a, z, j, b, *_ in isi["permohonan"])
    )
    manual = susun_manual(
        orang, hari, awal, zona, ((n, a - awal, j, m, p) for n, a, _, j, _, m, p in isi["permohonan"])
    )
    kecuali = np.zeros((orang, hari), np.bool_)
    for n, a, z in isi["kecuali"]:
        kecuali[n, potong(a, z, awal, hari)] = True
    dalam = (slice(None), slice(1, -1))
    return Bahan(
        awal=awal,
        zona=zona,
        lihat=_lihat(isi["sidak"], isi["apel"]),
        rekam=muat_rekam(
            isi["pin"], tolak=isi["tolak"], awal=awal - 1, hari=hari + 2, zona=zona, pegawai=pegawai
        ),
        masuk=jadwal.masuk,
        pulang=jadwal.pulang,
        buka=jadwal.buka,
        ada_jadwal=jadwal.ada[dalam],
        luwes=jadwal.luwes[dalam],
        libur=jadwal.libur[dalam],
        pagi=pagi,
        siang=siang,
        ganda=ganda,
        manual_masuk=manual[0],
        manual_pulang=manual[1],
        koreksi_masuk=manual[2],
        koreksi_pulang=manual[3],
        dikecualikan=kecuali,
        aturan=aturan_hari[dalam],
        opd=tempat.opd[dalam].astype(np.int64),
        pegawai=_uuid(isi["pegawai"]),
        opd_kode=_uuid(tempat.nomor_opd),
    ), aturan


def muat_jadwal(pegawai_id: UUID, *, sejak: dt.date, sampai: dt.date) -> JadwalHari:
    """The roster of one person on these days, past or to come, as it is known now. One statement."""
    isi = _baca(sejak, sampai, [pegawai_id])
    hari = (sampai - sejak).days + 1
    return _jadwal(isi, _Tempat(isi["penugasan"], 1, nomor_hari(sejak), hari), zona_detik())


def _baca(sejak: dt.date, sampai: dt.date, pegawai: Sequence[UUID] | None) -> Isi:
    nilai = {
        "sejak": sejak, "sampai": sampai, "urutan": [str(j) for j in URUTAN_JENIS],
        "pegawai": list(pegawai or ()), "zona": zona_pemda().key,
    }  # fmt: skip
    isi: Isi = json.loads(tanya(SQL_SEMUA if pegawai is None else SQL_SEBAGIAN, nilai)[0][0])
    return isi


class _Tempat:
    """OPD and unit of everyone on each day as indices, -1 none; and what holds there."""

    def __init__(self, penugasan: list[Any], orang: int, awal: int, hari: int) -> None:
        self.awal, self.hari = awal, hari
        self.nomor_opd: dict[str, int] = {}
        self.nomor_unit: dict[str, int] = {}
        self.opd, self.unit = np.full((2, orang, hari), -1, np.int32)
        for n, a, z, opd, unit in penugasan:
            di = potong(a, z, awal, hari)
            self.opd[n, di] = self.nomor_opd.setdefault(opd, len(self.nomor_opd))
            self.unit[n, di] = self.nomor_unit.setdefault(unit, len(self.nomor_unit)) if unit else -1

    def berlaku(self, baris: list[Any]) -> tuple[Indeks, Indeks]:
        """Which of the rows of a ``Berlingkup`` table holds, and on which level."""
        return susun_lingkup([self._lingkup(*b[:6]) for b in baris], self.opd, self.unit, self.awal)

    def _lingkup(
        self, lingkup: str, opd: str | None, unit: str | None, n: int | None, sejak: int, sampai: int | None
    ) -> Lingkup:
        milik = n or 0
        if opd:
            milik = self.nomor_opd.setdefault(opd, len(self.nomor_opd))
        elif unit:
            milik = self.nomor_unit.setdefault(unit, len(self.nomor_unit))
        return Lingkup(lingkup, milik, sejak, sampai)


def _jadwal(isi: Isi, tempat: _Tempat, zona: int) -> JadwalHari:
    nomor = {p[0]: n for n, p in enumerate(isi["pola"])}
    jam: list[list[Any]] = [[] for _ in nomor]
    for milik, *baris in isi["hari_pola"]:
        jam[nomor[milik]].append(tuple(baris))
    ramadan = np.zeros(tempat.hari, np.bool_)
    for a, z in isi["ramadan"]:
        ramadan[potong(a, z, tempat.awal, tempat.hari)] = True
    libur = np.zeros(tempat.hari, np.int16)
    for tanggal, perkiraan in isi["libur"]:  # estimates first: a decided holiday wins
        libur[tanggal - tempat.awal] = 2 if perkiraan else 1
    # Who holds no office has no roster but his own.
    pola, tingkat_pola = tempat.berlaku(isi["pola_berlaku"])
    pola = np.where((tempat.opd < 0) & (tingkat_pola < PRIBADI), -1, pola)
    khusus, tingkat = tempat.berlaku(isi["khusus"])
    khusus = np.where((tempat.opd < 0) & (tingkat < PRIBADI), -1, khusus)
    return susun_jadwal(
        awal=tempat.awal,
        zona=zona,
        pola=[Pola(p[1], p[2], p[3], jam[n]) for n, p in enumerate(isi["pola"])],
        dipakai=[PolaDipakai(nomor[b[6]], b[7]) for b in isi["pola_berlaku"]],
        berlaku=pola,
        khusus=[Khusus(b[6], b[7]) for b in isi["khusus"]],
        khusus_berlaku=khusus,
        khusus_tingkat=tingkat,
        ramadan=ramadan,
        libur=libur,
    )


def _aturan(baris: list[Any], tempat: _Tempat) -> tuple[list[Aturan], Angka]:
    """Rule sets, the first of them none, and which holds on each day."""
    aturan = [TANPA_ATURAN]
    for *_, id_, cara, toleransi, jarak, batas, tebus_menit, tebus_kali, pita in baris:
        isi: dict[str, list[Pita]] = {}
        for peristiwa, *p in pita:
            isi.setdefault(peristiwa, []).append(Pita(*p))

        def persen(peristiwa: str, isi: dict[str, list[Pita]] = isi) -> int:
            return sum(p.persen for p in isi.get(peristiwa, ()))

        aturan.append(
            Aturan(
                id=id_,
                cara=cara,
                toleransi=toleransi,
                jarak=jarak,
                batas=batas,
                terlambat=tuple(isi.get(Peristiwa.TERLAMBAT, ())),
                pulang_cepat=tuple(isi.get(Peristiwa.PULANG_CEPAT, ())),
                tanpa_keterangan=persen(Peristiwa.TANPA_KETERANGAN),
                izin=persen(Peristiwa.IZIN),
                sakit=persen(Peristiwa.SAKIT),
                tebus_menit=tebus_menit,
                tebus_kali=tebus_kali,
                apel=persen(Peristiwa.APEL),
            )
        )
    return aturan, (tempat.berlaku(baris)[0] + 1).astype(np.int16)


def _lihat(sidak: list[Any], apel: list[Any]) -> Lihat:
    """Marks of closed sidak, and apel that were missed."""
    baris = [*sidak, *((n, waktu, TANPA_APEL) for n, waktu in apel)]
    orang, waktu, jenis = np.array(baris, np.int64).reshape(-1, 3).T
    return Lihat(orang, waktu, jenis)


def _uuid(isi: Sequence[str] | dict[str, int]) -> Angka:
    """(n, 2): each UUID as two int64, its sixteen bytes in order."""
    return np.frombuffer(b"".join(UUID(u).bytes for u in isi), "<i8").reshape(-1, 2)
