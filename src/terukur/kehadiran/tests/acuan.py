"""The day of one person in plain Python, written from absensi.md 4: slow, and obviously right.

Shares with the engine only the names of what goes in (a rule set, the codes), none of its code.
"""

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any

from terukur.kehadiran.choices import BagianHari, CaraBaca, StatusHari
from terukur.kehadiran.rules.hari import TANPA_ATURAN, Aturan, Pita, Tanda

S = StatusHari
TENGAH_MALAM = dt.time(0)
SIANG = dt.time(12)


@dataclass(frozen=True)
class Jadwal:
    """Minutes after midnight; both None: a day off."""

    masuk: int | None = None
    pulang: int | None = None
    buka: int | None = None


LEPAS = Jadwal()


@dataclass(frozen=True)
class Hari:
    """One day of one person, in local wall-clock time. ``jadwal`` None: no roster is known.

    ``libur``: "", "resmi" or "perkiraan". ``lapisan``: (StatusHari, BagianHari) of approved absences.
    ``manual`` and ``koreksi``: approved hours in minutes after midnight; likewise when somebody was seen, was
    found not to be there, and when an apel was that he missed.
    """

    tanggal: dt.date
    jadwal: Jadwal | None = LEPAS
    luwes: int = 0
    libur: str = ""
    lapisan: tuple[tuple[StatusHari, BagianHari], ...] = ()
    manual: tuple[int | None, int | None] = (None, None)
    koreksi: tuple[int | None, int | None] = (None, None)
    dikecualikan: bool = False
    aturan: Aturan = TANPA_ATURAN
    terlihat: tuple[int, ...] = ()
    tidak_terlihat: tuple[int, ...] = ()
    tanpa_apel: tuple[int, ...] = ()

    def saat(self, menit: int) -> dt.datetime:
        return dt.datetime.combine(self.tanggal, TENGAH_MALAM) + dt.timedelta(minutes=menit)

    def jam(self) -> tuple[dt.datetime, dt.datetime] | None:
        """Working hours; None when nobody is expected."""
        if self.libur == "resmi" or self.jadwal is None or self.jadwal.masuk is None:
            return None
        assert self.jadwal.pulang is not None
        return self.saat(self.jadwal.masuk), self.saat(self.jadwal.pulang)

    def ujung(self) -> tuple[dt.datetime, dt.datetime]:
        siang = dt.datetime.combine(self.tanggal, SIANG)
        return self.jam() or (siang, siang)


@dataclass
class HasilAcuan:
    status: StatusHari
    masuk: dt.datetime | None = None
    pulang: dt.datetime | None = None
    jumlah: int = 0
    terlambat: int = 0
    pulang_cepat: int = 0
    pita_terlambat: int = 0
    pita_pulang_cepat: int = 0
    potongan: int = 0
    tanda: Tanda = field(default_factory=lambda: Tanda(0))


def pembuka(kemarin: Hari, hari: Hari) -> dt.datetime:
    """The instant at which the window of ``hari`` opens."""
    mulai_kemarin, selesai_kemarin = kemarin.ujung()
    mulai, _ = hari.ujung()
    if hari.jam() and hari.jadwal and hari.jadwal.buka is not None:
        buka = mulai - dt.timedelta(minutes=hari.jadwal.buka)
    else:
        buka = selesai_kemarin + (mulai - selesai_kemarin) / 2
    return min(max(buka, mulai_kemarin), mulai)


def arah(tombol: set[int]) -> str:
    ke = {"masuk" if t in (0, 3, 4) else "pulang" if t in (1, 2, 5) else "?" for t in tombol}
    return ke.pop() if len(ke) == 1 else "?"


def lambat(masuk: dt.datetime, jadwal: dt.datetime, toleransi: int) -> int:
    detik = int((masuk - jadwal).total_seconds())
    return detik // 60 if detik > toleransi else 0


Jam = dt.datetime | None


def baca(hari: Hari, rekam: dict[dt.datetime, set[int]]) -> tuple[Jam, Jam, Tanda]:
    """Arrival and departure out of the presses of one window."""
    if not rekam:
        return None, None, Tanda(0)
    waktu = sorted(rekam)
    jarak = dt.timedelta(seconds=max(hari.aturan.jarak, 1))
    jam = hari.jam()
    tengah = jam[0] + (jam[1] - jam[0]) / 2 if jam else dt.datetime.max
    tunggal = waktu[-1] - waktu[0] < jarak
    tanda = Tanda.REKAM_TUNGGAL if tunggal else Tanda(0)
    if not tunggal:
        filo: tuple[Jam, Jam] = waktu[0], waktu[-1]
    elif waktu[0] < tengah:
        filo = waktu[0], None
    else:
        filo = None, waktu[-1]
    cara = hari.aturan.cara if jam else CaraBaca.FILO
    if cara == CaraBaca.STATUS:
        masuk = [w for w in waktu if arah(rekam[w]) == "masuk"]
        pulang = [w for w in waktu if arah(rekam[w]) == "pulang"]
        jelas = len(masuk) + len(pulang) == len(waktu)
        if jelas and (not masuk or not pulang or pulang[-1] - masuk[0] >= jarak):
            return (masuk[0] if masuk else None), (pulang[-1] if pulang else None), tanda
        return *filo, tanda
    if tunggal or cara == CaraBaca.FILO:
        return *filo, tanda
    assert jam
    if cara == CaraBaca.PERTAMA:
        datang = waktu[0] if waktu[0] < tengah else None
        usai = jam[1] + geser(hari, datang)
        sesudah = [w for w in waktu if w >= usai] or [w for w in waktu[-1:] if w >= tengah]
        return datang, (sesudah[0] if sesudah else None), tanda
    disimpan = [waktu[0]]
    for w in waktu[1:]:
        if w - disimpan[-1] >= jarak:
            disimpan.append(w)
    if len(disimpan) % 2:
        tanda |= Tanda.REKAM_GANJIL
    keluar = disimpan[1::2]
    return disimpan[0], (keluar[-1] if keluar else None), tanda


def geser(hari: Hari, datang: Jam) -> dt.timedelta:
    """Flexible hours: both ends move by the minutes of coming late, up to the slack."""
    jam = hari.jam()
    if not jam or datang is None:
        return dt.timedelta(0)
    return dt.timedelta(minutes=min(lambat(datang, jam[0], hari.aturan.toleransi), hari.luwes))


def pita(baris: tuple[Pita, ...], menit: int) -> tuple[int, int]:
    for p in baris:
        if menit > 0 and p.dari <= menit and (p.sampai is None or menit <= p.sampai):
            return p.pita, p.persen
    return 0, 0


def pita_terakhir(baris: tuple[Pita, ...]) -> tuple[int, int]:
    if not baris:
        return 0, 0
    p = sorted(baris, key=lambda p: p.pita)[-1]
    return p.pita, p.persen


URUTAN = [S.CUTI, S.DINAS, S.DIKLAT, S.SAKIT, S.IZIN, S.WFA]


def lapisan_paruh(hari: Hari, paruh: BagianHari) -> StatusHari | None:
    jenis = {j for j, bagian in hari.lapisan if bagian in (BagianHari.PENUH, paruh)}
    return next((j for j in URUTAN if j in jenis), None)


def acuan(
    kemarin: Hari,
    hari: Hari,
    besok: Hari,
    semua: list[tuple[dt.datetime, int]],
    *,
    pada: dt.datetime,
    ditebus: int = 0,
) -> HasilAcuan:
    """The day ``hari`` as it stands at ``pada``; ``semua``: every press of the person, in any order.

    ``ditebus``: how often he made up for lateness in this month before.
    """
    buka, tutup = pembuka(kemarin, hari), pembuka(hari, besok)
    rekam: dict[dt.datetime, set[int]] = {}
    for w, tombol in semua:
        if buka <= w < tutup:
            rekam.setdefault(w, set()).add(tombol)
    tiga = (kemarin, hari, besok)
    terlihat = any(buka <= x.saat(m) < tutup for x in tiga for m in x.terlihat)
    tidak_terlihat = any(buka <= x.saat(m) < tutup for x in tiga for m in x.tidak_terlihat)
    apel = [x.saat(m) for x in tiga for m in x.tanpa_apel if buka <= x.saat(m) < tutup]
    masuk, pulang, tanda_baca = baca(hari, rekam)
    h = HasilAcuan(S.TANPA_JADWAL, masuk, pulang, len(rekam))
    pagi, siang = lapisan_paruh(hari, BagianHari.PAGI), lapisan_paruh(hari, BagianHari.SIANG)
    ada = [j for j in URUTAN if j in (pagi, siang)]
    for paruh in (BagianHari.PAGI, BagianHari.SIANG):
        if len({j for j, bagian in hari.lapisan if bagian in (BagianHari.PENUH, paruh)}) > 1:
            h.tanda |= Tanda.LAPISAN_GANDA
    penuh = pagi is not None and siang is not None
    jam = hari.jam()

    if jam is None:
        if hari.libur == "resmi" and hari.jadwal is not None:
            h.status = S.LIBUR
        elif hari.jadwal is not None:
            h.status = S.LEPAS
        elif penuh:
            h.status = ada[0]
        elif hari.dikecualikan:
            h.status = S.DIKECUALIKAN
        if hari.jadwal is not None and rekam:
            h.tanda |= Tanda.REKAM_SAAT_LEPAS
        return h

    if hari.libur == "perkiraan":
        h.tanda |= Tanda.LIBUR_PERKIRAAN
    if ada and not penuh:
        h.tanda |= Tanda.SEPARUH
    if penuh:
        h.status = ada[0]
        if rekam and ada[0] == S.CUTI:
            h.tanda |= Tanda.REKAM_SAAT_CUTI
        elif rekam and ada[0] != S.WFA:
            h.tanda |= Tanda.REKAM_SAAT_TIDAK_MASUK
        if terlihat and ada[0] != S.WFA:
            h.tanda |= Tanda.TERLIHAT_SAAT_KETERANGAN
        h.potongan = batasi(hari, potongan_paruh(hari, pagi, siang))
        return h
    if hari.dikecualikan:
        h.status = S.DIKECUALIKAN
        return h

    if hari.aturan.id == 0:
        h.tanda |= Tanda.TANPA_KETENTUAN
    selesai = tutup <= pada
    h.tanda |= tanda_baca if selesai else tanda_baca & ~Tanda.REKAM_GANJIL
    for sisi, (isi, ganti) in {
        "masuk": (hari.manual[0], hari.koreksi[0]), "pulang": (hari.manual[1], hari.koreksi[1]),
    }.items():  # fmt: skip
        terekam = getattr(h, sisi)
        if isi is not None and (
            terekam is None
            or (sisi == "masuk" and hari.saat(isi) < terekam)
            or (sisi == "pulang" and hari.saat(isi) > terekam)
        ):
            setattr(h, sisi, hari.saat(isi))
            h.tanda |= Tanda.REKAM_MANUAL
        if ganti is not None:
            setattr(h, sisi, hari.saat(ganti))
            h.tanda |= Tanda.KOREKSI
    hadir = h.masuk is not None or h.pulang is not None
    if tidak_terlihat:
        h.tanda |= Tanda.TIDAK_DI_TEMPAT
    if terlihat and not hadir:
        h.tanda |= Tanda.TERLIHAT_TANPA_REKAM
        hadir = hari.libur != "perkiraan"

    gerak = dt.timedelta(0)
    if pagi is None and h.masuk is not None:
        gerak = geser(hari, h.masuk)
        h.terlambat = lambat(h.masuk, jam[0] + gerak, hari.aturan.toleransi)
        lunas = jam[1] + gerak + dt.timedelta(minutes=h.terlambat)
        if (
            selesai and siang is None and h.pulang is not None and h.pulang >= lunas
            and 0 < h.terlambat <= hari.aturan.tebus_menit and ditebus < hari.aturan.tebus_kali
        ):  # fmt: skip
            h.tanda |= Tanda.DITEBUS
        else:
            h.pita_terlambat, potong = pita(hari.aturan.terlambat, h.terlambat)
            h.potongan += potong
    if not selesai:
        h.status, h.potongan = S.BELUM, 0
        return h
    if hadir:
        h.status = S.HADIR
    elif ada:
        h.status = ada[0]
    elif hari.libur == "perkiraan":
        h.status = S.BELUM
        return h
    else:
        h.status, h.potongan = S.TANPA_KETERANGAN, batasi(hari, hari.aturan.tanpa_keterangan)
        return h
    if pagi is None and h.masuk is None:
        h.tanda |= Tanda.TANPA_MASUK
        h.pita_terlambat, potong = pita_terakhir(hari.aturan.terlambat)
        h.potongan += potong
    if siang is None:
        if h.pulang is None:
            h.tanda |= Tanda.TANPA_PULANG
            h.pita_pulang_cepat, potong = pita_terakhir(hari.aturan.pulang_cepat)
        else:
            h.pulang_cepat = max(0, math.ceil((jam[1] + gerak - h.pulang).total_seconds() / 60))
            h.pita_pulang_cepat, potong = pita(hari.aturan.pulang_cepat, h.pulang_cepat)
        h.potongan += potong
    tengah = jam[0] + (jam[1] - jam[0]) / 2
    for saat in apel:
        if (pagi if saat < tengah else siang) is None:
            h.tanda |= Tanda.TIDAK_IKUT_APEL
            h.potongan += hari.aturan.apel
    h.potongan = batasi(hari, h.potongan + potongan_paruh(hari, pagi, siang))
    return h


def potongan_paruh(hari: Hari, *paruh: StatusHari | None) -> int:
    """Izin and sakit by their row; half of it for half a day."""
    a = hari.aturan
    return a.izin * paruh.count(S.IZIN) // 2 + a.sakit * paruh.count(S.SAKIT) // 2


def batasi(hari: Hari, potongan: int) -> int:
    return potongan if hari.aturan.batas is None else min(potongan, hari.aturan.batas)


def kolom_acuan(h: HasilAcuan) -> dict[str, Any]:
    return {
        "status": h.status, "masuk": h.masuk, "pulang": h.pulang, "jumlah": h.jumlah,
        "terlambat": h.terlambat, "pulang_cepat": h.pulang_cepat, "pita_terlambat": h.pita_terlambat,
        "pita_pulang_cepat": h.pita_pulang_cepat, "potongan": h.potongan, "tanda": h.tanda,
    }  # fmt: skip
