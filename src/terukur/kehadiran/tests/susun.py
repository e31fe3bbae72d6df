"""Days written for the reference, handed to the engine as arrays; and random kabupaten-months."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from terukur.kehadiran.choices import BagianHari, CaraBaca, JenisPermohonan, StatusHari
from terukur.kehadiran.rules.hari import (
    ADA,
    KOSONG,
    TANPA_APEL,
    TANPA_ATURAN,
    TIDAK_ADA,
    Aturan,
    Bahan,
    Hasil,
    Lihat,
    Pita,
    Rekam,
    Tanda,
)
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.rules.lapis import susun_lapisan, susun_manual
from terukur.kehadiran.tests.acuan import Hari, HasilAcuan, Jadwal, acuan

J, S, B = JenisPermohonan, StatusHari, BagianHari
ZONA = 8 * 3600
NOL = dt.datetime(1970, 1, 1)
HARI = dt.timedelta(days=1)
JENIS = {
    S.CUTI: J.CUTI_TAHUNAN, S.DINAS: J.DINAS_LUAR, S.DIKLAT: J.DIKLAT, S.SAKIT: J.SAKIT, S.IZIN: J.IZIN,
    S.WFA: J.WFA,
}  # fmt: skip

PITA = (Pita(1, 1, 30, 500), Pita(2, 31, 60, 1000), Pita(3, 61, 90, 1500), Pita(4, 91, None, 2000))
"""Permentan 68/2012."""
PERMENTAN = Aturan(id=1, terlambat=PITA, pulang_cepat=PITA, tanpa_keterangan=4000)
PEDOMAN = Aturan(
    id=2, batas=2500, tanpa_keterangan=2500, izin=1000, sakit=500, apel=700,
    terlambat=(Pita(1, 1, 30, 500), Pita(2, 31, 60, 1000), Pita(3, 61, 90, 1250), Pita(4, 91, None, 2500)),
    pulang_cepat=(Pita(1, 1, 30, 500), Pita(2, 31, 60, 1000), Pita(3, 61, 90, 1250), Pita(4, 91, None, 2500)),
)  # fmt: skip
"""The "pedoman" of absensi.md 5.3, with a cap of the day."""
PANRB = replace(PERMENTAN, id=4, tebus_menit=30, tebus_kali=5)
"""Up to 30 minutes may be made up for, five times a month (PermenPANRB 6/2018)."""
BGN = Aturan(
    id=3, toleransi=300, jarak=120, tanpa_keterangan=3000, cara=CaraBaca.STATUS,
    terlambat=(Pita(1, 1, 60, 500), Pita(2, 61, None, 1000)),
    pulang_cepat=(Pita(1, 1, 60, 500), Pita(2, 61, None, 1000)),
)  # fmt: skip
"""Two bands (Perban BGN 4/2025 Ps 15), with a wide tolerance."""

Tekan = tuple[dt.datetime, int]
Orang = tuple[Sequence[Hari], Sequence[Tekan]]
"""Days in a row with one more on either side, and presses in local time."""


def detik(saat: dt.datetime) -> int:
    return int((saat - NOL).total_seconds()) - ZONA


def bahan(orang: Sequence[Orang]) -> tuple[Bahan, list[Aturan]]:
    """The same as arrays."""
    semua = [hari for hari, _ in orang]
    n, d = len(orang), len(semua[0]) - 2
    awal = (semua[0][1].tanggal - NOL.date()).days
    aturan = [TANPA_ATURAN, *dict.fromkeys(h.aturan for b in semua for h in b if h.aturan != TANPA_ATURAN)]

    def kisi(nilai: Any, jenis: Any, tepi: bool = False) -> Any:
        return np.array([[nilai(h) for h in (b if tepi else b[1:-1])] for b in semua], jenis)

    def jam(h: Hari, ke: int) -> int:
        dua = h.jam()
        return detik(dua[ke]) if dua else KOSONG

    permohonan = [
        (o, k, k, JENIS[j], bagian)
        for o, b in enumerate(semua) for k, h in enumerate(b[1:-1]) for j, bagian in h.lapisan
    ]  # fmt: skip
    rekam = [
        (o, k, jenis, *nilai)
        for o, b in enumerate(semua)
        for k, h in enumerate(b[1:-1])
        for jenis, nilai in ((J.LUPA_REKAM, h.manual), (J.KOREKSI, h.koreksi))
    ]
    pagi, siang, ganda = susun_lapisan(n, d, permohonan)
    manual = susun_manual(n, d, awal, ZONA, rekam)
    tekan = [(o, detik(w), t) for o, (_, semua_tekan) in enumerate(orang) for w, t in semua_tekan]
    o, w, t = np.array(tekan, np.int64).reshape(-1, 3).T
    lihat = [
        (n, detik(h.saat(m)), jenis)
        for n, b in enumerate(semua)
        for h in b
        for jenis, saat in ((ADA, h.terlihat), (TIDAK_ADA, h.tidak_terlihat), (TANPA_APEL, h.tanpa_apel))
        for m in saat
    ]
    return Bahan(
        awal=awal,
        zona=ZONA,
        rekam=Rekam(o, w, t.astype(np.int16)),
        lihat=Lihat(*np.array(lihat, np.int64).reshape(-1, 3).T),
        masuk=kisi(lambda h: jam(h, 0), np.int64, True),
        pulang=kisi(lambda h: jam(h, 1), np.int64, True),
        buka=kisi(lambda h: h.jadwal.buka if h.jam() and h.jadwal.buka is not None else -1, np.int64, True),
        ada_jadwal=kisi(lambda h: h.jadwal is not None, np.bool_),
        luwes=kisi(lambda h: h.luwes, np.int64),
        libur=kisi(lambda h: ["", "resmi", "perkiraan"].index(h.libur if h.jadwal else ""), np.int16),
        pagi=pagi,
        siang=siang,
        ganda=ganda,
        manual_masuk=manual[0],
        manual_pulang=manual[1],
        koreksi_masuk=manual[2],
        koreksi_pulang=manual[3],
        dikecualikan=kisi(lambda h: h.dikecualikan, np.bool_),
        aturan=kisi(lambda h: aturan.index(h.aturan), np.int16),
        opd=np.zeros((n, d), np.int64) - 1,
        pegawai=np.arange(2 * n, dtype=np.int64).reshape(n, 2),
        opd_kode=np.zeros((0, 2), np.int64),
    ), aturan


def satu(h: Hasil, o: int, d: int) -> HasilAcuan:
    """One day of the engine in the words of the reference."""

    def saat(nilai: int) -> dt.datetime | None:
        return None if nilai == KOSONG else NOL + dt.timedelta(seconds=int(nilai) + ZONA)

    return HasilAcuan(
        S(int(h.status[o, d])), saat(h.masuk[o, d]), saat(h.pulang[o, d]), int(h.jumlah[o, d]),
        int(h.terlambat[o, d]), int(h.pulang_cepat[o, d]), int(h.pita_terlambat[o, d]),
        int(h.pita_pulang_cepat[o, d]), int(h.potongan[o, d]), Tanda(int(h.tanda[o, d])),
    )  # fmt: skip


def mesin(orang: Sequence[Orang], *, pada: dt.datetime) -> Hasil:
    return hitung(*bahan(orang), pada=detik(pada))


def banding(orang: Sequence[Orang], *, pada: dt.datetime) -> int:
    """Both on every day; returns how many days were compared."""
    h = mesin(orang, pada=pada)
    n = 0
    for o, (hari, tekan) in enumerate(orang):
        ditebus: Counter[int] = Counter()
        for k in range(len(hari) - 2):
            bulan = hari[k + 1].tanggal.month
            seharusnya = acuan(
                hari[k], hari[k + 1], hari[k + 2], list(tekan), pada=pada, ditebus=ditebus[bulan]
            )
            ditebus[bulan] += Tanda.DITEBUS in seharusnya.tanda
            assert satu(h, o, k) == seharusnya, (hari[k : k + 3], sorted(tekan))
            n += 1
    return n


def kabupaten(biji: int, orang: int, hari: int = 31) -> list[Orang]:
    """People of all kinds with everything that may happen to them, much more often than it does."""
    acak = random.Random(biji)
    awal = dt.date(2026, 1, 1) + acak.randrange(700) * HARI
    libur = {awal + acak.randrange(hari) * HARI: acak.choice(["resmi", "perkiraan"]) for _ in range(3)}
    mata = random.Random(-biji)
    return [_orang(acak, awal, hari, libur, mata) for _ in range(orang)]


SIF = (Jadwal(420, 840), Jadwal(840, 1260), Jadwal(1260, 1860), Jadwal(480, 1920), Jadwal(0, 480), Jadwal())


def _jadwal(acak: random.Random, jenis: str, tanggal: dt.date) -> Jadwal | None:
    if acak.random() < 0.03:
        masuk = acak.randrange(1440)
        return Jadwal(masuk, masuk + acak.randrange(1, 1441), acak.choice([None, None, 0, 90, 3000]))
    if acak.random() < 0.02:
        return None
    if jenis == "sif":
        return acak.choice(SIF)
    if jenis == "malam":
        return Jadwal(1200, 1890, acak.choice([None, 360])) if tanggal.weekday() < 5 else Jadwal()
    akhir = 6 if jenis == "enam" else 5
    if tanggal.weekday() >= akhir:
        return Jadwal()
    return Jadwal(450, 990 if tanggal.weekday() == 4 else 960, 240 if jenis == "enam" else None)


def _orang(
    acak: random.Random, awal: dt.date, hari: int, libur: dict[dt.date, str], mata: random.Random
) -> Orang:
    jenis = acak.choice(["lima", "lima", "enam", "malam", "sif"])
    cara = acak.choice(list(CaraBaca))
    dasar = acak.choice([PERMENTAN, PEDOMAN, BGN, TANPA_ATURAN, PANRB])
    aturan = (
        dasar
        if dasar == TANPA_ATURAN
        else Aturan(**{k: getattr(dasar, k) for k in dasar.__slots__} | {"cara": cara})
    )
    luwes = acak.choice([0, 0, 30, 60])
    kecuali = acak.random() < 0.05
    semua, tekan = [], []
    for n in range(-1, hari + 1):
        tanggal = awal + n * HARI
        jadwal = _jadwal(acak, jenis, tanggal)
        lapisan = tuple(
            (acak.choice(list(JENIS)), acak.choice([B.PENUH, B.PENUH, B.PAGI, B.SIANG]))
            for _ in range(acak.choice([0] * 12 + [1, 1, 2]))
        )
        jam = [acak.choice([None] * 8 + [acak.randrange(1440)]) for _ in range(4)]
        semua.append(
            Hari(
                tanggal,
                jadwal,
                luwes=luwes,
                lapisan=lapisan,
                manual=(jam[0], jam[1]),
                libur="" if jenis == "sif" else libur.get(tanggal, ""),
                koreksi=(jam[2], jam[3]) if acak.random() < 0.2 else (None, None),
                dikecualikan=kecuali,
                terlihat=_saat(mata),
                tidak_terlihat=_saat(mata),
                tanpa_apel=_saat(mata),
                aturan=aturan if acak.random() < 0.95 else TANPA_ATURAN,
            )
        )
        tekan += _tekan(acak, semua[-1])
    acak.shuffle(tekan)
    return semua, tekan + acak.sample(tekan, len(tekan) // 10)


def _saat(acak: random.Random) -> tuple[int, ...]:
    """Mostly nobody looks."""
    return tuple(acak.randrange(1440) for _ in range(acak.choice([0] * 9 + [1, 1, 2])))


def _tekan(acak: random.Random, hari: Hari) -> list[Tekan]:
    """Presses around the hours: none, one, doubles, breaks; some exactly at a boundary of minutes."""
    dua = hari.jam()
    hasil: list[Tekan] = []
    if dua is None:
        saat = [hari.saat(acak.randrange(1440))] * (acak.random() < 0.1)
    else:
        tengah = dua[0] + (dua[1] - dua[0]) / 2
        saat = [
            dua[ke] + dt.timedelta(seconds=round(acak.choice([acak.gauss(0, 900), acak.gauss(0, 9000)])))
            for ke in (0, 1)
            if acak.random() > 0.12
        ]
        saat += [tengah + dt.timedelta(seconds=acak.randrange(-3600, 3600))] * (acak.random() < 0.3)
        saat += [acak.choice(dua) + acak.choice([-60, -1, 0, 59, 60, 61]) * dt.timedelta(seconds=1)] * (
            acak.random() < 0.2
        )
    for s in saat * (acak.random() > 0.05):
        tombol = acak.choice([0, 1, 255]) if acak.random() < 0.4 else int(bool(dua) and s > tengah)
        hasil.append((s, acak.choice([tombol, tombol, 2, 3, 4, 5, 9])))
        if acak.random() < 0.3:
            hasil.append((s + dt.timedelta(seconds=acak.randrange(0, 130)), acak.choice([tombol, 255])))
    return hasil
