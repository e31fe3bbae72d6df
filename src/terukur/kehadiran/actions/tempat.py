"""Places of records by phone, their screens, who may record there, and the rule set."""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.lingkup import periksa_masa, tolak_diri
from terukur.kehadiran.choices import AlasanRisiko, Dialek
from terukur.kehadiran.models import (
    KelompokMesin,
    KetentuanPonsel,
    LayarTempat,
    LetakMesin,
    Mesin,
    PinPegawai,
)
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL, desimal
from terukur.kehadiran.rules.risiko import NILAI_TERTINGGI
from terukur.organisasi.models import OPD, Pegawai

RADIUS_TERKECIL = 10


def kelompok_ponsel() -> KelompokMesin:
    return KelompokMesin.objects.get_or_create(nama=KELOMPOK_PONSEL)[0]


def _catat(tempat: Mesin, verba: str, isi: Mapping[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"tempat_rekam.{verba}", objek="tempat_rekam", objek_id=str(tempat.pk),
        isi={"tempat": tempat.nama, **isi}, oleh=oleh, pada=pada, opd_id=tempat.opd_id,
    )  # fmt: skip


def _letak(
    mesin: Mesin, lintang: float, bujur: float, radius: int, sejak: dt.date, *, pada: dt.datetime
) -> dict[str, Any]:
    """Write where it stands; what the journal says of it."""
    salah = {}
    if not -90 <= lintang <= 90:
        salah["lintang"] = "Lintang antara -90 dan 90. Contoh: -9,105."
    if not -180 <= bujur <= 180:
        salah["bujur"] = "Bujur antara -180 dan 180. Contoh: 124,892."
    if radius < RADIUS_TERKECIL:
        salah["radius"] = f"Sekurangnya {RADIUS_TERKECIL} meter."
    if salah:
        raise AturanDilanggar("Letak tidak sah.", kode="letak", kolom=salah)
    isi = {"lintang": desimal(lintang), "bujur": desimal(bujur), "radius": radius}
    catat_fakta(LetakMesin, kunci={"mesin_id": mesin.pk}, isi=isi, sejak=sejak, pada=pada)
    return {"titik": f"{lintang:.6f}, {bujur:.6f}", "radius": radius, "sejak": sejak}


@transaction.atomic
def daftarkan_tempat(
    *, nama: str, opd: OPD, zona: int, lintang: float, bujur: float, radius: int, sejak: dt.date,
    oleh: Pelaku, pada: dt.datetime,
) -> Mesin:  # fmt: skip
    """A place where those who may can record by phone. It stands in the place of a device."""
    tempat = Mesin.objects.create(
        nomor_seri=f"PONSEL-{uuid.uuid4()}", nama=nama.strip(), opd=opd, dialek=Dialek.PONSEL,
        kelompok=kelompok_ponsel(), zona=zona,
    )  # fmt: skip
    isi = _letak(tempat, lintang, bujur, radius, sejak, pada=pada)
    _catat(tempat, "daftar", {"opd": opd.nama, **isi}, oleh=oleh, pada=pada)
    return tempat


@transaction.atomic
def tetapkan_letak(
    *,
    mesin: Mesin,
    lintang: float,
    bujur: float,
    radius: int,
    sejak: dt.date,
    oleh: Pelaku,
    pada: dt.datetime,
) -> None:
    """Where a place or a device stands from ``sejak`` on. Records that were taken stay as they are."""
    isi = _letak(mesin, lintang, bujur, radius, sejak, pada=pada)
    _catat(mesin, "letak", isi, oleh=oleh, pada=pada)


@transaction.atomic
def atur_tempat(*, mesin_id: int, aktif: bool, oleh: Pelaku, pada: dt.datetime) -> None:
    """Put a place out of use or into use again. Its records stay."""
    tempat = Mesin.objects.select_for_update().get(pk=mesin_id, dialek=Dialek.PONSEL)
    if tempat.aktif == aktif:
        raise AturanDilanggar("Tempat ini sudah begitu keadaannya.", kode="sama")
    tempat.aktif, tempat.versi = aktif, tempat.versi + 1
    tempat.save(update_fields=["aktif", "versi"])
    _catat(tempat, "aktifkan" if aktif else "nonaktifkan", {}, oleh=oleh, pada=pada)


# ---- screens ----


@transaction.atomic
def buat_layar(*, tempat: Mesin, nama: str, oleh: Pelaku, pada: dt.datetime) -> tuple[LayarTempat, str]:
    """A screen of a place, and the secret of its address, which is stored nowhere."""
    kunci = secrets.token_urlsafe(32)
    layar = LayarTempat.objects.create(
        mesin=tempat, nama=nama.strip(), sidik_kunci=sha256(kunci.encode()).hexdigest(),
        rahasia=secrets.token_hex(32), dibuat_pada=pada, dibuat_nama=oleh.nama,
    )  # fmt: skip
    _catat(tempat, "buat_layar", {"layar": layar.nama}, oleh=oleh, pada=pada)
    return layar, kunci


@transaction.atomic
def cabut_layar(*, layar_id: int, oleh: Pelaku, pada: dt.datetime) -> None:
    """From now on the screen shows nothing and its codes are refused."""
    layar = LayarTempat.objects.select_for_update().get(pk=layar_id)
    if layar.dicabut_pada:
        raise AturanDilanggar("Layar ini sudah dicabut.", kode="sama")
    layar.dicabut_pada = pada
    layar.save(update_fields=["dicabut_pada"])
    _catat(layar.mesin, "cabut_layar", {"layar": layar.nama}, oleh=oleh, pada=pada)


# ---- who may ----


def _catat_izin(
    pegawai: Pegawai, verba: str, isi: Mapping[str, Any], *, opd_id: Any, oleh: Pelaku, pada: dt.datetime
) -> None:
    catat(
        peristiwa=f"izin_ponsel.{verba}", objek="izin_ponsel", objek_id=pegawai.pk,
        isi={"pegawai": pegawai.nama, **isi}, oleh=oleh, pada=pada, opd_id=opd_id,
    )  # fmt: skip


@transaction.atomic
def beri_izin(
    *, pegawai: Pegawai, dasar: str, sejak: dt.date, sampai: dt.date | None = None, opd_id: Any = None,
    oleh: Pelaku, pada: dt.datetime,
) -> PinPegawai:  # fmt: skip
    """Somebody may record by phone on these days, by a letter whose number is kept."""
    tolak_diri(pegawai.pengguna_id, oleh)
    periksa_masa(sejak, sampai)
    if not dasar.strip():
        raise AturanDilanggar(
            "Izin hanya dengan dasar.", kolom={"dasar": "Isi nomor SK atau surat tugasnya."}
        )
    baris = catat_fakta(
        PinPegawai, kunci={"kelompok_id": kelompok_ponsel().pk, "pin": pegawai.pk.hex[:24]},
        isi={"pegawai": pegawai, "dasar": dasar.strip()}, sejak=sejak, sampai=sampai, pada=pada,
    )  # fmt: skip
    isi = {"dasar": dasar.strip(), "sejak": sejak, "sampai": sampai}
    _catat_izin(pegawai, "beri", isi, opd_id=opd_id, oleh=oleh, pada=pada)
    tandai_hari([pegawai.pk], sejak=sejak, sampai=sampai, pada=pada, tercatat=True)
    return baris


@transaction.atomic
def akhiri_izin(
    *, baris: PinPegawai, hari_terakhir: dt.date, opd_id: Any = None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """After ``hari_terakhir`` he may not, and what he recorded later does not count."""
    sejak = max(hari_terakhir + SATU_HARI, baris.berlaku_sejak)
    kunci = {"kelompok_id": baris.kelompok_id, "pin": baris.pin}
    if not cabut_fakta(PinPegawai, kunci=kunci, sejak=sejak, sampai=None, pada=pada):
        raise AturanDilanggar("Sesudah hari itu izin ini tidak berlaku lagi.", kode="kosong")
    _catat_izin(
        baris.pegawai, "akhiri", {"hari_terakhir": hari_terakhir}, opd_id=opd_id, oleh=oleh, pada=pada
    )
    tandai_hari([baris.pegawai_id], sejak=sejak, sampai=None, pada=pada, tercatat=True)


# ---- rules ----


@transaction.atomic
def tetapkan_ketentuan_ponsel(
    *, ketelitian_terbesar: int, kecepatan_terbesar: int, ambang: int, hitung_menunggu: bool,
    simpan_hari: int, bobot: Mapping[str, int], dasar: str, sejak: dt.date, oleh: Pelaku, pada: dt.datetime,
) -> KetentuanPonsel:  # fmt: skip
    """The rule set of the kabupaten from ``sejak`` on; records that were taken keep what was said of them."""
    if not dasar.strip():
        raise AturanDilanggar("Sebutkan dasarnya.", kolom={"dasar": "Isi nomor peraturan atau edarannya."})
    if not 1 <= ambang <= NILAI_TERTINGGI:
        raise AturanDilanggar("Ambang di luar batas.", kolom={"ambang": f"Isi 1 sampai {NILAI_TERTINGGI}."})
    if set(bobot) != set(AlasanRisiko.values) or not all(0 <= n <= NILAI_TERTINGGI for n in bobot.values()):
        raise AturanDilanggar(f"Setiap alasan bernilai 0 sampai {NILAI_TERTINGGI}.", kode="bobot")
    isi: dict[str, Any] = {
        "ketelitian_terbesar": ketelitian_terbesar, "kecepatan_terbesar": kecepatan_terbesar,
        "ambang": ambang, "hitung_menunggu": hitung_menunggu, "simpan_hari": simpan_hari,
        "bobot": dict(bobot), "dasar": dasar.strip(),
    }  # fmt: skip
    k = catat_fakta(KetentuanPonsel, kunci={"kunci": "semua"}, isi=isi, sejak=sejak, pada=pada)
    catat(
        peristiwa="ketentuan_ponsel.tetapkan", objek="ketentuan_ponsel", objek_id="semua",
        isi={**isi, "bobot": [f"{AlasanRisiko(a).label}: {n}" for a, n in bobot.items()], "sejak": sejak},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return k
