"""Writes of rosters. A change that reaches back asks for the days it touches."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_hari, tandai_lingkup
from terukur.kehadiran.actions.lingkup import Untuk, periksa_masa, tolak_diri
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.models import (
    HariPola,
    JadwalKhusus,
    MasaRamadan,
    Pengecualian,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.rules.jadwal import SEMINGGU, Jam, hitung_geser, tahun_hijriah, tulis_jam
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda


def _catat(
    objek: str, verba: str, objek_id: object, isi: Mapping[str, Any], *, oleh: Pelaku, pada: dt.datetime,
    opd_id: Any = None,
) -> None:  # fmt: skip
    catat(
        peristiwa=f"{objek}.{verba}", objek=objek, objek_id=objek_id, isi=dict(isi), oleh=oleh, pada=pada,
        opd_id=opd_id,
    )  # fmt: skip


# ---- patterns ----


@transaction.atomic
def catat_pola(
    *,
    kode: str,
    nama: str,
    siklus: int = SEMINGGU,
    ikut_libur: bool = True,
    luwes_menit: int = 0,
    oleh: Pelaku,
    pada: dt.datetime,
) -> PolaKerja:
    """Name a new pattern; its hours follow by ``tetapkan_jam``. Cycle and leeway stay as they are."""
    if PolaKerja.objects.filter(kode__iexact=kode.strip()).exists():
        raise AturanDilanggar("Kode itu sudah dipakai.", kolom={"kode": "Pilih kode lain."})
    pola = PolaKerja.objects.create(
        kode=kode.strip(), nama=nama.strip(), siklus=siklus, ikut_libur=ikut_libur, luwes_menit=luwes_menit
    )
    isi = {"kode": pola.kode, "nama": pola.nama, "siklus": siklus, "luwes_menit": luwes_menit}
    _catat("pola_kerja", "catat", pola.pk, isi | {"ikut_libur": ikut_libur}, oleh=oleh, pada=pada)
    return pola


@transaction.atomic
def tetapkan_jam(
    *,
    pola_id: int,
    jam: Sequence[Jam],
    ramadan: bool = False,
    sejak: dt.date,
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> int:
    """Set the hours of each day of a pattern from ``sejak`` on; how many days differed and were written."""
    pola = PolaKerja.objects.select_for_update().filter(pk=pola_id).first()
    if pola is None:
        raise TidakDitemukan("Pola kerja tidak ditemukan.")
    if len(jam) != pola.siklus:
        raise AturanDilanggar(f"Isi jam untuk {pola.siklus} hari.", kode="siklus")
    kini = {
        h.urutan: h for h in HariPola.objects.pada(sejak).filter(pola=pola, ramadan=ramadan).order_by("pk")
    }
    nanti = set(
        HariPola.objects.diketahui(None)
        .filter(pola=pola, ramadan=ramadan, berlaku_sejak__gt=sejak)
        .values_list("urutan", flat=True)
    )
    berubah = []
    for n, j in enumerate(jam):
        lama = kini.get(n)
        isi = {
            "masuk": j.masuk, "pulang": j.pulang, "istirahat": j.istirahat, "buka_menit": j.buka_menit,
            "dasar": dasar.strip(),
        }  # fmt: skip
        if lama and n not in nanti and all(getattr(lama, k) == v for k, v in isi.items()):
            continue
        kunci = {"pola_id": pola.pk, "ramadan": ramadan, "urutan": n}
        catat_fakta(HariPola, kunci=kunci, isi=isi, sejak=sejak, pada=pada)
        berubah.append(n)
    if not berubah:
        return 0
    isi_jejak = {
        "nama": pola.nama, "ramadan": ramadan, "sejak": sejak, "dasar": dasar.strip(),
        "jam": [tulis_jam(j.masuk, j.pulang) for j in jam],
    }  # fmt: skip
    _catat("pola_kerja", "jam", pola.pk, isi_jejak, oleh=oleh, pada=pada)
    _tandai_pemakai(pola, sejak, pada=pada)
    return len(berubah)


def _tandai_pemakai(pola: PolaKerja, sejak: dt.date, *, pada: dt.datetime) -> None:
    """Ask for the days since ``sejak`` of all who work by the pattern."""
    pemakai = PolaBerlaku.objects.diketahui(None).filter(pola=pola)
    pemakai = pemakai.filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
    for b in pemakai.order_by("pk"):
        pemilik = b.opd_id or b.unit_id or b.pegawai_id
        awal = max(sejak, b.berlaku_sejak)
        tandai_lingkup(b.lingkup, pemilik, sejak=awal, sampai=b.berlaku_sampai, pada=pada)


# ---- who works by which pattern, and special days ----


def _tandai(untuk: Untuk, sejak: dt.date, sampai: dt.date | None, *, pada: dt.datetime) -> None:
    tandai_lingkup(untuk.lingkup, untuk.pemilik_id, sejak=sejak, sampai=sampai, pada=pada)


@transaction.atomic
def tetapkan_pola(
    *,
    untuk: Untuk,
    pola: PolaKerja,
    sejak: dt.date,
    sampai: dt.date | None = None,
    hari_ke: int = 1,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> PolaBerlaku:
    """Who works by ``pola`` on which days; ``hari_ke``: which day of its cycle ``sejak`` is, from 1."""
    tolak_diri(untuk.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    if not 1 <= hari_ke <= pola.siklus:
        raise AturanDilanggar(
            f"Siklus ini {pola.siklus} hari.", kolom={"hari_ke": f"Isi 1 sampai {pola.siklus}."}
        )
    isi = {
        **untuk.kolom, "pola_id": pola.pk, "dasar": dasar.strip(),
        "geser": hitung_geser(pola.siklus, sejak=sejak, hari_ke=hari_ke),
    }  # fmt: skip
    kunci = {"kunci": untuk.kunci}
    baris = catat_fakta(PolaBerlaku, kunci=kunci, isi=isi, sejak=sejak, sampai=sampai, pada=pada)
    isi_jejak = {"untuk": untuk.sebutan, "pola": pola.nama, "sejak": sejak, "sampai": sampai, "dasar": dasar}
    _catat(
        "pola_berlaku", "tetapkan", untuk.kunci, isi_jejak | {"hari_ke": hari_ke}, oleh=oleh, pada=pada,
        opd_id=untuk.opd_id,
    )  # fmt: skip
    _tandai(untuk, sejak, sampai, pada=pada)
    return baris


@transaction.atomic
def cabut_pola(
    *, untuk: Untuk, sejak: dt.date, sampai: dt.date | None = None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Nothing of its own holds for this scope on these days any more: the wider scope does."""
    tolak_diri(untuk.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    if not cabut_fakta(PolaBerlaku, kunci={"kunci": untuk.kunci}, sejak=sejak, sampai=sampai, pada=pada):
        raise AturanDilanggar("Pada hari itu tidak ada pola kerja yang dicabut.", kode="kosong")
    isi = {"untuk": untuk.sebutan, "sejak": sejak, "sampai": sampai}
    _catat("pola_berlaku", "cabut", untuk.kunci, isi, oleh=oleh, pada=pada, opd_id=untuk.opd_id)
    _tandai(untuk, sejak, sampai, pada=pada)


@transaction.atomic
def tetapkan_khusus(
    *,
    untuk: Untuk,
    sejak: dt.date,
    sampai: dt.date,
    jam: Jam,
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> JadwalKhusus:
    """Other hours, or a day off, on these days."""
    tolak_diri(untuk.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    if not dasar.strip():
        raise AturanDilanggar("Sebutkan dasarnya.", kolom={"dasar": "Isi surat atau keputusannya."})
    isi = {**untuk.kolom, "masuk": jam.masuk, "pulang": jam.pulang, "dasar": dasar.strip()}
    kunci = {"kunci": untuk.kunci}
    baris = catat_fakta(JadwalKhusus, kunci=kunci, isi=isi, sejak=sejak, sampai=sampai, pada=pada)
    isi_jejak = {
        "untuk": untuk.sebutan, "sejak": sejak, "sampai": sampai, "jam": tulis_jam(jam.masuk, jam.pulang),
        "dasar": dasar.strip(),
    }  # fmt: skip
    _catat("jadwal_khusus", "tetapkan", untuk.kunci, isi_jejak, oleh=oleh, pada=pada, opd_id=untuk.opd_id)
    _tandai(untuk, sejak, sampai, pada=pada)
    return baris


@transaction.atomic
def cabut_khusus(*, untuk: Untuk, sejak: dt.date, sampai: dt.date, oleh: Pelaku, pada: dt.datetime) -> None:
    """These days follow the pattern again."""
    tolak_diri(untuk.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    if not cabut_fakta(JadwalKhusus, kunci={"kunci": untuk.kunci}, sejak=sejak, sampai=sampai, pada=pada):
        raise AturanDilanggar("Pada hari itu tidak ada jadwal khusus yang dicabut.", kode="kosong")
    isi = {"untuk": untuk.sebutan, "sejak": sejak, "sampai": sampai}
    _catat("jadwal_khusus", "cabut", untuk.kunci, isi, oleh=oleh, pada=pada, opd_id=untuk.opd_id)
    _tandai(untuk, sejak, sampai, pada=pada)


# ---- Ramadan ----

PALING_LAMA_RAMADAN = 30


@transaction.atomic
def tetapkan_ramadan(
    *, sejak: dt.date, sampai: dt.date, dasar: str, oleh: Pelaku, pada: dt.datetime
) -> MasaRamadan:
    """The days of a Ramadan. Recorded again for the same Islamic year it moves, and both old and new days
    are computed again."""
    periksa_masa(sejak, sampai)
    if (sampai - sejak).days + 1 > PALING_LAMA_RAMADAN:
        raise AturanDilanggar(
            "Ramadan 29 atau 30 hari.", kolom={"sampai": "Paling lama 30 hari sejak hari pertama."}
        )
    if not dasar.strip():
        raise AturanDilanggar("Sebutkan dasarnya.", kolom={"dasar": "Contoh: Sidang isbat 17 Februari 2026"})
    tahun = tahun_hijriah(sejak)
    lama = cabut_fakta(MasaRamadan, kunci={"tahun": tahun}, sejak=dt.date.min, sampai=None, pada=pada)
    baris = catat_fakta(
        MasaRamadan, kunci={"tahun": tahun}, isi={"dasar": dasar.strip()}, sejak=sejak, sampai=sampai,
        pada=pada,
    )  # fmt: skip
    isi = {"sejak": sejak, "sampai": sampai, "dasar": dasar.strip()}
    _catat("ramadan", "tetapkan", tahun, isi, oleh=oleh, pada=pada)
    awal = min([sejak, *(m.berlaku_sejak for m in lama)])
    akhir = max([sampai, *(m.berlaku_sampai for m in lama if m.berlaku_sampai)])
    tandai_lingkup(LingkupJadwal.SEMUA, None, sejak=awal, sampai=akhir, pada=pada)
    return baris


# ---- left out by an SK ----


@transaction.atomic
def kecualikan(
    *,
    pegawai: Pegawai,
    nomor_sk: str,
    tanggal_sk: dt.date,
    alasan: str,
    sejak: dt.date,
    sampai: dt.date | None = None,
    opd_id: Any = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pengecualian:
    """Somebody need not record his presence, by an SK whose number every list shows."""
    tolak_diri(pegawai.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    kosong = {n: "Wajib diisi." for n, v in (("nomor_sk", nomor_sk), ("alasan", alasan)) if not v.strip()}
    if kosong:
        raise AturanDilanggar("Pengecualian hanya dengan SK dan alasan.", kolom=kosong)
    if tanggal_sk > hari_pemda(pada):
        raise AturanDilanggar("SK belum terbit.", kolom={"tanggal_sk": "Belum terbit; periksa tanggalnya."})
    isi = {"nomor_sk": nomor_sk.strip(), "tanggal_sk": tanggal_sk, "alasan": alasan.strip()}
    kunci = {"pegawai_id": pegawai.pk}
    baris = catat_fakta(Pengecualian, kunci=kunci, isi=isi, sejak=sejak, sampai=sampai, pada=pada)
    isi_jejak = {"pegawai": pegawai.nama, **isi, "sejak": sejak, "sampai": sampai}
    _catat("pengecualian", "tetapkan", pegawai.pk, isi_jejak, oleh=oleh, pada=pada, opd_id=opd_id)
    tandai_hari([pegawai.pk], sejak=sejak, sampai=sampai, pada=pada, tercatat=True)
    return baris


@transaction.atomic
def akhiri_pengecualian(
    *, pegawai: Pegawai, hari_terakhir: dt.date, opd_id: Any = None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """After ``hari_terakhir`` he records his presence again."""
    esok = hari_terakhir + SATU_HARI
    if not cabut_fakta(Pengecualian, kunci={"pegawai_id": pegawai.pk}, sejak=esok, sampai=None, pada=pada):
        raise AturanDilanggar("Sesudah hari itu tidak ada pengecualian yang berlaku.", kode="kosong")
    isi = {"pegawai": pegawai.nama, "hari_terakhir": hari_terakhir}
    _catat("pengecualian", "akhiri", pegawai.pk, isi, oleh=oleh, pada=pada, opd_id=opd_id)
    tandai_hari([pegawai.pk], sejak=esok, sampai=None, pada=pada, tercatat=True)
