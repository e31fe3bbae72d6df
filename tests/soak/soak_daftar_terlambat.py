"""The late list over a thousand windows: three time zones, jumping clocks, a worker that comes and goes.

The machine's clock is a function of true time that jumps forward and back; every act and every
tick reads it. What must come out is computed here a second time, by going through the acts one by
one in the order in which they were stored. Run by ``make soak``; ``SOAK_BENIH`` repeats a run.
"""

import datetime as dt
import heapq
import itertools
import os
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.waktu import ZONA
from terukur.organisasi.tests.factories import buat_opd
from terukur.tenggat import actions, jobs
from terukur.tenggat.models import (
    Jendela,
    Pengajuan,
    Pengingat,
    RalatLaporan,
)
from terukur.tenggat.tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.lambat]
JUMLAH_JENDELA = int(os.environ.get("SOAK_JENDELA", "1000"))
BENIH = int(os.environ.get("SOAK_BENIH", "0")) or random.SystemRandom().randrange(1, 10**6)
AWAL = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
LAMA = dt.timedelta(days=60)
DETIK, MENIT, JAM = (dt.timedelta(**{k: 1}) for k in ("seconds", "minutes", "hours"))
LOMPATAN = (-2 * 24 * JAM, -6 * JAM, -JAM, -5 * MENIT, 5 * MENIT, JAM, 6 * JAM, 24 * JAM)


@dataclass
class Jam:
    """The machine's clock: true time plus the offset of the spell that true time falls into."""

    masa: list[tuple[dt.datetime, dt.datetime, dt.timedelta]]

    def baca(self, benar: dt.datetime) -> dt.datetime:
        return benar + next((x for a, b, x in self.masa if a <= benar < b), dt.timedelta())

    def lurus(self, saat: dt.datetime) -> bool:
        """The clock is right around ``saat``, and shows it once: not before by a jump, nor again by one.

        Set back past ``saat``, it lets an extension be granted that ends there, and only a later
        tick can tell of it.
        """
        return all(
            min(a, a + x) > saat + 2 * MENIT if a > saat else max(b, b + x) < saat for a, b, x in self.masa
        )


@dataclass
class Paket:
    """What really happened to one package, in the order of storing."""

    diterima: dt.datetime | None = None
    urut_simpan: int = 0
    perpanjangan: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)

    def batas(self, tenggat: dt.datetime, saat: dt.datetime) -> dt.datetime:
        return max([tenggat, *(s for putus, s in self.perpanjangan if putus <= saat)])


class Dunia:
    """Windows, packages and the acts on them; ``lakukan`` performs what is due in true time."""

    def __init__(self, acak: random.Random, jumlah: int) -> None:
        self.acak = acak
        self.contoh = f.daftarkan_contoh()
        self.opd = [buat_opd(f"Dinas {i:02}") for i in range(12)]
        self.kepala = {o.pk: f.buat_orang(Peran.KEPALA_OPD, opd=o, pada=AWAL) for o in self.opd}
        self.sekda: Pengguna = f.buat_orang(Peran.SEKDA, pada=AWAL)
        masa, kini = [], AWAL + 20 * JAM
        while kini < AWAL + LAMA:
            akhir = kini + acak.uniform(0.2, 8) * JAM
            masa.append((kini, akhir, acak.choice(LOMPATAN)))
            kini = akhir + acak.uniform(20, 120) * JAM
        self.jam = Jam(masa)
        self.mati = [
            (a, a + acak.uniform(0.1, 5) * JAM)
            for a in (AWAL + acak.random() * LAMA for _ in range(max(4, jumlah // 20)))
        ]
        self.paket: dict[UUID, Paket] = defaultdict(Paket)
        self.urut = 0
        self.nomor = itertools.count()
        self.acara: list[tuple[dt.datetime, int, tuple[Any, ...]]] = []
        for _ in range(jumlah):
            self._rencanakan()

    def _jadwalkan(self, saat: dt.datetime, *acara: object) -> None:
        heapq.heappush(self.acara, (saat, next(self.nomor), acara))

    def _rencanakan(self) -> None:
        acak = self.acak
        tenggat = AWAL + (2 + acak.random() * (LAMA.days - 12)) * 24 * JAM
        tenggat = tenggat.replace(minute=0, second=0, microsecond=0)
        tutup = tenggat + acak.choice((dt.timedelta(), JAM, 24 * JAM, 96 * JAM))
        isi = {
            "opd": acak.sample(self.opd, 3), "zona": acak.choice(list(ZONA)), "dibuka_pada": AWAL,
            "tenggat_pada": tenggat, "ditutup_pada": tutup, "toleransi_detik": acak.choice((0, 10, 20)),
        }  # fmt: skip
        saat = {tenggat, tutup}
        rencana = []
        for _ in range(3):
            perpanjangan = []
            for _ in range(acak.choice((0, 0, 1, 2))):
                sampai = tenggat + acak.choice((0.5, 1, 23, 24, 70)) * JAM
                perpanjangan.append((tenggat + acak.uniform(-30, 30) * JAM, sampai))
                saat.add(sampai)
            dekat = acak.choice(sorted(saat))
            kapan = (
                dekat - acak.uniform(1, 40) * JAM, dekat + acak.uniform(-20, 80) * DETIK,
                dekat + acak.uniform(0, 30) * JAM, None,
            )  # fmt: skip
            rencana.append((perpanjangan, acak.choice(kapan), acak.choice((0, 0, 0, 5, 200)) * DETIK))
        self._jadwalkan(tenggat - 45 * JAM, "buka", isi, rencana)
        for s in saat:
            for jeda in (15, 35, 55, 90):
                self._jadwalkan(s + jeda * DETIK, "detak")

    def lakukan(self) -> None:
        for kini in (AWAL + i * JAM for i in range(0, LAMA.days * 24 + 96, 3)):
            self._jadwalkan(kini, "detak")
        for _, akhir in self.mati:
            self._jadwalkan(akhir, "detak")
        while self.acara:
            benar, _, (apa, *isi) = heapq.heappop(self.acara)
            try:
                getattr(self, f"_{apa}")(benar, *isi)
            except AturanDilanggar:
                continue  # too late, too early, or already handed in: a person would read why

    def _buka(self, benar: dt.datetime, isi: dict[str, Any], rencana: list[Any]) -> None:
        jendela = f.buat_jendela(pada=AWAL, **isi)
        daftar = jendela.daftar_pengajuan.select_related("jendela", "opd").order_by("opd__nama")
        for p, (perpanjangan, terima, di_jalan) in zip(daftar, rencana, strict=True):
            self.contoh.lengkapi(p, pada=AWAL)
            for kapan, sampai in perpanjangan:
                self._jadwalkan(kapan, "perpanjang", p.pk, sampai)
            if terima is not None:
                self._jadwalkan(terima + di_jalan, "ajukan", p.pk, di_jalan)

    def _detak(self, benar: dt.datetime) -> None:
        if any(a <= benar < b for a, b in self.mati):
            return
        with time_machine.travel(self.jam.baca(benar), tick=False):
            jobs.berdetak()
        connection.queries_log.clear()

    def _ajukan(self, benar: dt.datetime, pk: UUID, di_jalan: dt.timedelta) -> None:
        p = Pengajuan.objects.select_related("jendela").get(pk=pk)
        diterima = self.jam.baca(benar - di_jalan)
        f.ajukan(p, kepala=self.kepala[p.opd_id], pada=diterima)
        self.urut += 1
        self.paket[pk].diterima, self.paket[pk].urut_simpan = diterima, self.urut

    def _perpanjang(self, benar: dt.datetime, pk: UUID, sampai: dt.datetime) -> None:
        p = Pengajuan.objects.get(pk=pk)
        pada = self.jam.baca(benar)
        actions.perpanjang_kolektif(
            jendela_id=p.jendela_id, opd_ids=[p.opd_id], sampai=sampai, dasar="Banjir",
            pengguna=self.sekda, oleh=self.sekda.pelaku(), pada=pada,
        )  # fmt: skip
        self.paket[pk].perpanjangan.append((pada, sampai))


def saat_seharusnya(jendela: Jendela, paket: list[Paket]) -> set[dt.datetime]:
    """Due, close, and each instant at which an extension in force ends, by asking every instant."""
    akhir = {s for p in paket for _, s in p.perpanjangan if p.batas(jendela.tenggat_pada, s) == s}
    return {jendela.tenggat_pada, jendela.ditutup_pada, *akhir}


def test_no_instant_is_missed_or_told_twice() -> None:
    print(f"\nSOAK_BENIH={BENIH} SOAK_JENDELA={JUMLAH_JENDELA}")
    dunia = Dunia(random.Random(BENIH), JUMLAH_JENDELA)
    dunia.lakukan()
    mati = tuple(dunia.mati)
    dunia.mati.clear()
    dunia._detak(AWAL + LAMA + 200 * JAM)

    terlewat: list[str] = []
    ganda: list[str] = []
    salah: list[str] = []
    lambat: list[str] = []
    jumlah_edisi = jumlah_lurus = 0
    ralat = set(RalatLaporan.objects.values_list("laporan_id", "pengajuan_id"))
    for jendela in Jendela.objects.order_by("pk"):
        pengajuan = list(jendela.daftar_pengajuan.order_by("pk"))
        paket = {str(p.pk): dunia.paket[p.pk] for p in pengajuan}
        edisi = list(jendela.daftar_laporan.select_related("kertas").order_by("edisi"))
        jumlah_edisi += len(edisi)
        ada = [e.saat for e in edisi]
        harus = saat_seharusnya(jendela, list(paket.values()))
        terlewat += [f"{jendela.pk} {s}" for s in harus - set(ada)]
        salah += [f"{jendela.pk} {s} seharusnya tidak terbit" for s in set(ada) - harus]
        if len(set(ada)) != len(ada) or [e.edisi for e in edisi] != list(range(1, len(edisi) + 1)):
            ganda.append(str(jendela.pk))
        assert jendela.status == "ditutup"
        toleransi = dt.timedelta(seconds=jendela.toleransi_detik)
        for e in edisi:
            for b in e.kertas.isi["baris"]:
                p = paket[b["pengajuan"]]
                masuk = p.diterima is not None and p.diterima <= e.saat + toleransi
                if (e.pk, UUID(b["pengajuan"])) in ralat:
                    masuk = False  # stored after the edition, which is corrected beside it
                harap = (
                    {"tepat_waktu", "terlambat"}
                    if masuk
                    else {"diperpanjang"}
                    if p.batas(jendela.tenggat_pada, e.saat) > e.saat
                    else {"belum"}
                )
                if b["keadaan"] not in harap:
                    salah.append(f"{e.pk} {b['opd']}: {b['keadaan']} bukan {harap}")
            if dunia.jam.lurus(e.saat) and not _mati(mati, e.saat):
                jumlah_lurus += 1
                if e.terbit_pada - e.saat > toleransi + 60 * DETIK:
                    lambat.append(f"{e.pk} {e.terbit_pada - e.saat}")
    tepat = 0
    for p in Pengajuan.objects.exclude(diajukan_pada=None).select_related("jendela").order_by("pk"):
        catatan = dunia.paket[p.pk]
        assert p.diajukan_pada == catatan.diterima
        assert catatan.diterima is not None
        batas = catatan.batas(p.jendela.tenggat_pada, catatan.diterima)
        harap_tepat = catatan.diterima <= batas + dt.timedelta(seconds=p.jendela.toleransi_detik)
        if p.tepat_waktu is not harap_tepat:
            salah.append(f"putusan {p.pk}")
        tepat += harap_tepat
    print(
        f"{JUMLAH_JENDELA} jadwal, {jumlah_edisi} edisi ({jumlah_lurus} tanpa gangguan), "
        f"{Pengajuan.objects.exclude(diajukan_pada=None).count()} pengajuan ({tepat} tepat waktu), "
        f"{len(ralat)} ralat, {Pengingat.objects.count()} pengingat: "
        f"{len(terlewat)} terlewat, {len(ganda)} ganda, {len(salah)} salah, {len(lambat)} lambat"
    )
    assert (terlewat, ganda, salah, lambat) == ([], [], [], [])
    assert jumlah_lurus, "no edition fell into a quiet hour: the run proves nothing about punctuality"
    assert ralat or JUMLAH_JENDELA < 100


def _mati(masa: tuple[tuple[dt.datetime, dt.datetime], ...], saat: dt.datetime) -> bool:
    return any(a - 5 * MENIT <= saat <= b + 5 * MENIT for a, b in masa)
