"""Rows for tests and measurements of the day engine, many at once; the generated month of October 2026."""

import csv
import datetime as dt
import subprocess
import sys
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection

from terukur.inti.bitemporal import CatatanResmi
from terukur.kehadiran.actions.hitung import hitung_rentang
from terukur.kehadiran.choices import AsalPindai, LingkupJadwal, PeristiwaPotongan, PutusanKiriman
from terukur.kehadiran.models import (
    BarisKetentuan,
    HariPola,
    KelompokMesin,
    Ketentuan,
    Kiriman,
    Mesin,
    PinPegawai,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.queries.bahan import zona_detik
from terukur.organisasi.choices import JenisPenugasan, StatusPegawai
from terukur.organisasi.models import OPD, Pegawai, Penugasan
from terukur.organisasi.queries import zona_pemda
from terukur.organisasi.tests.factories import AWAL, AWAL_PADA, buat_jabatan, buat_opd

L = LingkupJadwal
OKTOBER = dt.date(2026, 10, 1)
USAI = dt.datetime(2026, 11, 5, tzinfo=dt.UTC)
BATAS = ((1, 1, 30, "0.5"), (2, 31, 60, "1"), (3, 61, 90, "1.5"), (4, 91, None, "2"))
"""Permentan 68/2012."""


def hitung_hari(pegawai_id: uuid.UUID, tanggal: dt.date, *, pada: dt.datetime) -> int:
    """One day of one person, in a fixed number of statements whatever lies in the past."""
    return hitung_rentang(sejak=tanggal, sampai=tanggal, pada=pada, pegawai=[pegawai_id])


def setempat(tanggal: dt.date, jam: str) -> dt.datetime:
    """``07.31`` or ``07.31.05`` where the pemda is."""
    bagian = [int(b) for b in jam.split(".")]
    return dt.datetime.combine(tanggal, dt.time(*bagian), zona_pemda())


def resmi(sejak: dt.date = AWAL, sampai: dt.date | None = None, **isi: Any) -> dict[str, Any]:
    """Columns of a ``CatatanResmi`` that has always been known."""
    return isi | {"berlaku_sejak": sejak, "berlaku_sampai": sampai, "dicatat_pada": AWAL_PADA}


def untuk(lingkup: LingkupJadwal = L.SEMUA, milik: Any = None) -> dict[str, Any]:
    """Columns of a ``Berlingkup``."""
    kunci = str(lingkup) if milik is None else f"{lingkup}:{milik.pk}"
    return {"lingkup": lingkup, "kunci": kunci} | ({} if milik is None else {str(lingkup): milik})


def buat_pola(
    kode: str, jam: dict[int, tuple[int, int] | None], *, buka: int | None = None, **isi: Any
) -> PolaKerja:
    """``jam``: {day of the cycle: (in, out) in minutes, None: off}."""
    pola = PolaKerja.objects.create(kode=kode, nama=kode, **isi)
    HariPola.objects.bulk_create(
        HariPola(
            **resmi(), pola=pola, urutan=urutan, masuk=dua and dua[0], pulang=dua and dua[1],
            buka_menit=buka if dua else None,
        )
        for urutan, dua in jam.items()
    )  # fmt: skip
    return pola


def lima_hari(masuk: int = 450, pulang: int = 960, jumat: int = 990) -> dict[int, tuple[int, int] | None]:
    return dict.fromkeys(range(4), (masuk, pulang)) | {4: (masuk, jumat), 5: None, 6: None}


def pakai(pola: PolaKerja, lingkup: LingkupJadwal = L.SEMUA, milik: Any = None, **isi: Any) -> PolaBerlaku:
    return PolaBerlaku.objects.create(**resmi(), **untuk(lingkup, milik), pola=pola, **isi)


def buat_ketentuan(lingkup: LingkupJadwal = L.SEMUA, milik: Any = None, **isi: Any) -> Ketentuan:
    k = Ketentuan.objects.create(**resmi(), **untuk(lingkup, milik), dasar="Permentan 68/2012", **isi)
    baris = [
        BarisKetentuan(ketentuan=k, peristiwa=p, pita=n, dari=a, sampai=z, persen=Decimal(persen))
        for p in (PeristiwaPotongan.TERLAMBAT, PeristiwaPotongan.PULANG_CEPAT)
        for n, a, z, persen in BATAS
    ]
    tk = BarisKetentuan(ketentuan=k, peristiwa=PeristiwaPotongan.TANPA_KETERANGAN, persen=Decimal(4))
    BarisKetentuan.objects.bulk_create([*baris, tk])
    return k


def buat_mesin(opd: OPD, kelompok: KelompokMesin, nomor: int = 1) -> Mesin:
    return Mesin.objects.create(
        nomor_seri=f"UJI{nomor}", nama=f"Mesin {nomor}", kelompok=kelompok, opd=opd, zona=zona_detik() // 3600
    )


def rekam(*baris: tuple[Mesin, str, dt.datetime], tombol: int = 255) -> None:
    """Presses as a device sends them."""
    kiriman = Kiriman.objects.create(
        nomor_seri="UJI", jenis="ATTLOG", diterima_pada=USAI, isi=b"uji", sidik="0" * 64,
        putusan=PutusanKiriman.TERSIMPAN,
    )  # fmt: skip
    with connection.cursor() as kursor:
        kursor.executemany(
            "insert into kehadiran_pindai values (%s, %s, %s, %s, 1, %s, %s, %s) on conflict do nothing",
            [(m.pk, pin, w, tombol, AsalPindai.PUSH, USAI, kiriman.pk) for m, pin, w in baris],
        )


def catat_banyak(model: type[CatatanResmi], baris: list[dict[str, Any]]) -> None:
    model._default_manager.bulk_create([model(**b) for b in baris], batch_size=2000)


def jalankan_pembuat(alat: Path, folder: Path, orang: int) -> tuple[list[int], Any]:
    """Run absensi_gen.py: (night shift of each person, presses as rows of person, local seconds, device)."""
    subprocess.run([sys.executable, str(alat), str(folder), str(orang)], check=True, capture_output=True)
    with (folder / "pegawai.csv").open() as berkas:
        malam = [int(b["malam"]) for b in csv.DictReader(berkas)]
    return malam, np.loadtxt(folder / "pindai.csv", np.int64, delimiter=",", skiprows=1)


def isi_oktober(malam: list[int], pindai: Any, *, banyak_opd: int = 48) -> list[Pegawai]:
    """The generated month as a kabupaten with 150 devices in one group."""
    opd = [buat_opd() for _ in range(banyak_opd)]
    jabatan = [buat_jabatan(o, tunggal=False) for o in opd]
    orang = [
        Pegawai(id=uuid.UUID(int=n + 1), nama=f"Pegawai {n}", nip=f"{n + 1:018d}", status=StatusPegawai.PNS)
        for n in range(len(malam))
    ]
    Pegawai.objects.bulk_create(orang, batch_size=2000)
    catat_banyak(
        Penugasan,
        [
            resmi(
                pegawai=p, jabatan=jabatan[n % banyak_opd], jenis=JenisPenugasan.DEFINITIF, nomor_sk="SK",
                tanggal_sk=AWAL, sk_dicatat_pada=AWAL_PADA, tunggal=False,
            )
            for n, p in enumerate(orang)
        ],
    )  # fmt: skip
    pakai(buat_pola("kantor", lima_hari(), buka=240))
    sif = buat_pola("malam", lima_hari(1200, 1890, 1890), buka=360)
    catat_banyak(
        PolaBerlaku,
        [resmi(**untuk(L.PEGAWAI, p), pola=sif) for p, m in zip(orang, malam, strict=True) if m],
    )
    buat_ketentuan(batas_persen=Decimal(4))
    kelompok = KelompokMesin.objects.create(nama="Kabupaten")
    mesin = [buat_mesin(opd[n % banyak_opd], kelompok, n) for n in range(150)]
    catat_banyak(
        PinPegawai, [resmi(kelompok=kelompok, pin=str(n + 1), pegawai=p) for n, p in enumerate(orang)]
    )
    _salin_pindai([m.pk for m in mesin], np.unique(pindai, axis=0))
    return orang


def _salin_pindai(mesin: list[int], pindai: Any) -> None:
    rekam()  # nothing pressed: only its Kiriman
    kiriman = Kiriman.objects.latest("id").pk
    geser = zona_detik()
    with connection.cursor() as kursor:
        kursor.execute(
            "create temporary table uji_pindai (orang int, detik bigint, mesin int) on commit drop"
        )
        with kursor.copy("copy uji_pindai from stdin") as salinan:
            salinan.write("".join(f"{o}\t{w - geser}\t{m}\n" for o, w, m in pindai.tolist()))
        kursor.execute(
            "insert into kehadiran_pindai select (%s::bigint[])[mesin + 1], (orang + 1)::text,"
            " to_timestamp(detik), 255, 1, 1, to_timestamp(detik), %s from uji_pindai",
            [mesin, kiriman],
        )
        kursor.execute("drop table uji_pindai")
