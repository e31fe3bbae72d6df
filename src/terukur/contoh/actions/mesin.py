"""Devices of the demo and what they sent this month, by the intake that real devices use."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.bagian import siapkan_bagian
from terukur.kehadiran.actions.hitung import hitung_rentang
from terukur.kehadiran.actions.mesin import daftarkan, kelompok_bernama
from terukur.kehadiran.actions.pin import PetaPin, petakan_pin
from terukur.kehadiran.actions.terima import layani
from terukur.kehadiran.choices import Dialek
from terukur.kehadiran.models import Mesin, MesinPadam, Pindai
from terukur.kehadiran.protokol.http import Permintaan
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.queries.lingkup import opd_orang
from terukur.kehadiran.rules.hari import KOSONG
from terukur.kehadiran.rules.terima import zona
from terukur.organisasi.models import OPD, Pegawai
from terukur.organisasi.queries import hari_pemda, zona_pemda

ALAMAT = "10.20.0.7"
UMUM, KESEHATAN, RSUD, DIAM, USB = (
    f"CONTOH-{n}" for n in ("ADMS-01", "ADMS-02", "ACC-03", "ADMS-04", "USB-05")
)
"""Serial numbers that no device has."""
BARU = "CONTOH-BARU-06"
DAFTAR = (
    (UMUM, "Mesin lobi Kantor Bupati", "Setda", Dialek.ADMS, "Lobi"),
    (KESEHATAN, "Mesin Dinas Kesehatan", "Dinas Kesehatan", Dialek.ADMS, "Pintu depan"),
    (RSUD, "Mesin RSUD", "RSUD", Dialek.ACC, "Pintu pegawai"),
    (DIAM, "Mesin Dinas Pendidikan", "Dinas Pendidikan", Dialek.ADMS, "Lantai 1"),
    (USB, "Mesin kantor camat (USB)", "Kec. Watu Panjang", Dialek.BERKAS, ""),
)
HARI_DIAM = 2
"""Days for which the device ``DIAM`` has been silent."""
SEPEKAN = 7
SEHARI = dt.timedelta(days=1)
Tekan = tuple[dt.datetime, str, int, int]
"""(wall clock, PIN, button, way of recognition)."""


@transaction.atomic
def isi_mesin(*, pada: dt.datetime) -> None:
    """Admit devices, map everybody's PIN, and let the devices send this month up to now."""
    hari = hari_pemda(pada)
    awal = hari.replace(day=1)
    siapkan_bagian(pada=pada)
    _daftarkan(pada)
    milik = _petakan(awal, pada)
    _kirim_sebulan(milik, awal, hari, pada)
    _padamkan(pada)
    _kejadian(pada)
    hitung_rentang(sejak=awal, sampai=hari, pada=pada)


def _daftarkan(pada: dt.datetime) -> None:
    semua = list(OPD.objects.filter(aktif=True).order_by("kode"))
    jam = dt.datetime.now(zona_pemda()).utcoffset() or dt.timedelta()
    for seri, nama, singkatan, dialek, tempat in DAFTAR:
        opd = next((o for o in semua if o.singkatan.startswith(singkatan)), semua[0])
        daftarkan(
            nomor_seri=seri, nama=nama, opd=opd, unit=None, tempat=tempat, dialek=dialek,
            zona=round(jam.total_seconds() / 3600), kelompok=kelompok_bernama("Seluruh kabupaten"),
            jaringan=["10.20.0.0/16"], kunci="", token="", oleh=SISTEM, pada=pada,
        )  # fmt: skip


def _petakan(awal: dt.date, pada: dt.datetime) -> dict[UUID, tuple[str, str]]:
    """{person: (PIN, serial number of the device he uses)}; one newcomer has no PIN yet."""
    orang = list(Pegawai.objects.filter(aktif=True).exclude(nip="").order_by("nip"))
    tempat = opd_orang([p.pk for p in orang], pada=pada)
    singkatan = dict(OPD.objects.order_by().values_list("pk", "singkatan"))
    khusus = {"Dinas Kesehatan": KESEHATAN, "Dinas Pendidikan": DIAM}
    milik = {}
    for p in orang:
        opd = singkatan.get(tempat.get(p.pk), "")  # type: ignore[arg-type]
        milik[p.pk] = (str(int(p.nip[4:])), RSUD if opd.startswith("RSUD") else khusus.get(opd, UMUM))
    peta = [PetaPin(milik[p.pk][0], p, awal, None, tempat.get(p.pk)) for p in orang[:-1]]
    petakan_pin(
        kelompok=kelompok_bernama("Seluruh kabupaten"), peta=peta, dasar="Daftar PIN (contoh)",
        oleh=SISTEM, pada=pada - dt.timedelta(hours=1),
    )  # fmt: skip
    pin, seri = milik[orang[-1].pk]
    isi = f"USER PIN={pin}\tName={orang[-1].nama[:24]}\tPri=0\tPasswd=\tCard=\tGrp=1\n"
    _post(seri, isi.encode(), pada - SEHARI, table="OPERLOG")
    return milik


def _kirim_sebulan(
    milik: dict[UUID, tuple[str, str]], awal: dt.date, hari: dt.date, pada: dt.datetime
) -> None:
    """Each device sends a week at a time, as one that was connected again does."""
    per: dict[tuple[str, int], list[Tekan]] = defaultdict(list)
    diam = hari - HARI_DIAM * SEHARI
    for orang, waktu, tombol, cara in _tekanan(awal, hari, pada):
        pin, seri = milik.get(orang, ("", ""))
        if pin and not (seri == DIAM and waktu.date() >= diam):
            per[seri, (waktu.date() - awal).days // SEPEKAN].append((waktu, pin, tombol, cara))
    for (seri, pekan), tekan in sorted(per.items()):
        saat = min(pada, dt.datetime.combine(awal + (pekan + 1) * SEPEKAN * SEHARI, dt.time(1), zona_pemda()))
        if seri == DIAM:
            saat = min(saat, pada - HARI_DIAM * SEHARI)
        if seri == RSUD:
            baris = (
                f"time={w}\tpin={p}\tevent=0\tinoutstatus={t}\tverifytype={c}" for w, p, t, c in sorted(tekan)
            )
            _post(seri, "\n".join(baris).encode(), saat, table="rtlog")
        else:
            baris = (f"{p}\t{w}\t{t}\t{c}\t0\t0\t0" for w, p, t, c in sorted(tekan))
            _post(seri, "\n".join(baris).encode(), saat, table="ATTLOG", stamp="9999")


def _tekanan(awal: dt.date, hari: dt.date, pada: dt.datetime) -> Iterator[tuple[UUID, dt.datetime, int, int]]:
    """Whoever is on duty comes and goes: mostly in time, some late, some twice, some not at all."""
    bahan, _ = muat_bahan(sejak=awal, sampai=hari)
    acak = random.Random(1945)  # noqa: S311 - the same month each time
    isi = bahan.pegawai.tobytes()
    orang = [UUID(bytes=isi[n : n + 16]) for n in range(0, len(isi), 16)]
    kini = int(pada.timestamp())

    def jam(detik: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(detik, zona_pemda()).replace(tzinfo=None)

    for n, p in enumerate(orang):
        rajin = acak.random()
        cara = 4 if rajin > 0.93 else 15 if rajin > 0.5 else 1
        for h in range(bahan.libur.shape[1]):
            masuk, pulang = int(bahan.masuk[n, h + 1]), int(bahan.pulang[n, h + 1])
            if masuk == KOSONG or bahan.libur[n, h] == 1 or bahan.pagi[n, h] or bahan.siang[n, h]:
                continue
            nasib = acak.random()
            if nasib < 0.015 + 0.02 * (rajin < 0.1):
                continue
            datang = masuk - acak.randrange(60, 2400)
            if nasib > 0.93:
                datang = masuk + acak.randrange(60, 3000)
            pergi = pulang + acak.randrange(0, 1800) - (1500 if 0.9 < nasib < 0.92 else 0)
            tekan = [(datang, 0)] if nasib < 0.03 else [(datang, 0), (pergi, 1)]
            if nasib > 0.99:
                tekan.append((datang + 9, 0))
            yield from ((p, jam(d), tombol, cara) for d, tombol in tekan if d < kini)


def _padamkan(pada: dt.datetime) -> None:
    mesin = Mesin.objects.get(nomor_seri=DIAM)
    sejak = pada - HARI_DIAM * SEHARI
    _ambil(DIAM, sejak)
    MesinPadam.objects.create(mesin=mesin, sejak=sejak)


def _kejadian(pada: dt.datetime) -> None:
    """Somebody set a clock, a line was broken, a stranger came, and the others are there now."""
    jam = pada.astimezone(zona(Mesin.objects.get(nomor_seri=KESEHATAN).zona)).replace(tzinfo=None)
    kemarin = f"{jam - SEHARI:%Y-%m-%d %H:%M:%S}"
    _post(KESEHATAN, f"OPLOG 21\t1\t{kemarin}\t0\t0\t0\t0\n".encode(), pada - SEHARI, table="OPERLOG")
    _post(KESEHATAN, b"17\t2000-01-01 00:00:07\t0\t1\n", pada - SEHARI, table="ATTLOG", stamp="9999")
    _post(BARU, f"801\t{kemarin}\t0\t15\n".encode(), pada - SEHARI, table="ATTLOG", stamp="0")
    for seri in (UMUM, KESEHATAN, RSUD):
        _ambil(seri, pada)


def _ambil(seri: str, pada: dt.datetime) -> None:
    jumlah = Pindai.objects.filter(mesin__nomor_seri=seri).count()
    info = f"Ver 8.0.4.7-20230615 (contoh),420,610,{jumlah},10.20.0.7"
    layani(_minta("GET", "getrequest", b"", sn=seri, info=info), alamat=ALAMAT, pada=pada)


def _post(seri: str, isi: bytes, pada: dt.datetime, **kueri: str) -> None:
    layani(_minta("POST", "cdata", isi, sn=seri, **kueri), alamat=ALAMAT, pada=pada)


def _minta(metode: str, jalur: str, isi: bytes, **kueri: Any) -> Permintaan:
    return Permintaan(metode, ("iclock", jalur), kueri, {}, len(isi), False, True, isi)
