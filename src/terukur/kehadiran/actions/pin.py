"""Whose a PIN is, from when to when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions.antrean_pin import tandai_pin
from terukur.kehadiran.actions.lingkup import is_diri, periksa_masa
from terukur.kehadiran.models import KelompokMesin, PinPegawai
from terukur.kehadiran.protokol.rekam import TidakTerbaca, baca_pin
from terukur.organisasi.models import Pegawai


@dataclass(frozen=True, slots=True)
class PetaPin:
    """One mapping to be made. ``opd_id``: where the person works, for the journal."""

    pin: str
    pegawai: Pegawai
    sejak: dt.date
    sampai: dt.date | None = None
    opd_id: UUID | None = None


@transaction.atomic
def petakan_pin(
    *,
    kelompok: KelompokMesin,
    peta: Sequence[PetaPin],
    dasar: str = "",
    terlihat: QuerySet[Pegawai] | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[PinPegawai]:
    """Map PIN to people. Refused where somebody else has a PIN on one of these days: it must be ended first.

    ``terlihat``: of whom the refusal may tell the name; None: of nobody. That somebody mapped one to himself
    stands in the journal. New PIN are written by one statement, and so are asked for the days on which they
    were used before.
    """
    ada: dict[str, list[PinPegawai]] = defaultdict(list)
    lama = PinPegawai.objects.diketahui(None).filter(kelompok=kelompok, pin__in={p.pin.strip() for p in peta})
    for baris in lama.select_related("pegawai").order_by("berlaku_sejak"):
        ada[baris.pin].append(baris)
    hasil, baru = [], []
    for p in peta:
        periksa_masa(p.sejak, p.sampai)
        pin = _baca(p.pin)
        kena = [b for b in ada[pin] if _bertemu(b, p)]
        _tolak_milik_lain(pin, p, kena, terlihat)
        isi = {"pegawai": p.pegawai, "dasar": dasar}
        kunci = {"kelompok_id": kelompok.pk, "pin": pin}
        if kena:
            baris = catat_fakta(PinPegawai, kunci=kunci, isi=isi, sejak=p.sejak, sampai=p.sampai, pada=pada)
        else:
            baris = PinPegawai(
                **kunci, **isi, berlaku_sejak=p.sejak, berlaku_sampai=p.sampai, dicatat_pada=pada
            )
            baru.append(baris)
        ada[pin].append(baris)
        hasil.append(baris)
    PinPegawai.objects.bulk_create(baru)
    catatan = None
    for p, baris in zip(peta, hasil, strict=True):
        isi_jejak: dict[str, Any] = {
            "pin": baris.pin, "pegawai": p.pegawai.nama, "sejak": p.sejak, "sampai": p.sampai, "dasar": dasar,
        }  # fmt: skip
        if is_diri(p.pegawai.pengguna_id, oleh):
            isi_jejak["milik_sendiri"] = True
        catatan = _catat(
            kelompok, baris.pin, "petakan", isi_jejak, oleh=oleh, pada=pada, opd_id=p.opd_id, setelah=catatan
        )
    tandai_pin(
        kelompok.pk, [(b.pin, b.pegawai_id, b.berlaku_sejak, b.berlaku_sampai) for b in hasil], pada=pada
    )
    return hasil


def _baca(pin: str) -> str:
    try:
        return baca_pin(pin)
    except TidakTerbaca:
        pesan = "PIN berisi huruf, angka, titik, garis; paling banyak 24."
        raise AturanDilanggar(pesan, kolom={"pin": pesan}) from None


def _bertemu(baris: PinPegawai, p: PetaPin) -> bool:
    """Do the days of both meet?"""
    return (baris.berlaku_sampai is None or baris.berlaku_sampai >= p.sejak) and (
        p.sampai is None or baris.berlaku_sejak <= p.sampai
    )


def sebut_milik_lain(pin: str, nama: str) -> str:
    """Whose the PIN is already; ``nama`` empty: somebody whose name is not the reader's to know."""
    if not nama:
        return f"PIN {pin} pada masa itu milik pegawai di luar OPD atau unit Anda; hubungi BKPSDM."
    return f"PIN {pin} pada masa itu milik {nama}. Akhiri dahulu yang itu."


def _tolak_milik_lain(
    pin: str, p: PetaPin, kena: Sequence[PinPegawai], terlihat: QuerySet[Pegawai] | None
) -> None:
    if any(b.pk is None for b in kena):
        pesan = f"PIN {pin} disebut dua kali pada masa yang sama."
    elif lain := next((b for b in kena if b.pegawai_id != p.pegawai.pk), None):
        boleh = terlihat is not None and terlihat.filter(pk=lain.pegawai_id).exists()
        pesan = sebut_milik_lain(pin, lain.pegawai.nama if boleh else "")
    else:
        return
    raise AturanDilanggar(pesan, kode="pin_terpakai", kolom={"pin": pesan})


@transaction.atomic
def akhiri_pin(
    *, baris: PinPegawai, hari_terakhir: dt.date, opd_id: Any = None, oleh: Pelaku, pada: dt.datetime
) -> None:
    """After ``hari_terakhir`` the PIN is nobody's; before the first day of the row it never was his."""
    sejak = max(hari_terakhir + SATU_HARI, baris.berlaku_sejak)
    kunci = {"kelompok_id": baris.kelompok_id, "pin": baris.pin}
    lama = cabut_fakta(PinPegawai, kunci=kunci, sejak=sejak, sampai=baris.berlaku_sampai, pada=pada)
    if not lama:
        raise AturanDilanggar("PIN ini tidak berlaku lagi sesudah hari itu.", kode="kosong")
    tandai_pin(
        baris.kelompok_id,
        [(b.pin, b.pegawai_id, max(sejak, b.berlaku_sejak), b.berlaku_sampai) for b in lama],
        pada=pada,
    )
    isi = {"pin": baris.pin, "pegawai": baris.pegawai.nama, "hari_terakhir": hari_terakhir}
    _catat(baris.kelompok, baris.pin, "akhiri", isi, oleh=oleh, pada=pada, opd_id=opd_id)


def _catat(
    kelompok: KelompokMesin, pin: str, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime,
    opd_id: Any, setelah: Catatan | None = None,
) -> Catatan:  # fmt: skip
    return catat(
        peristiwa=f"pin_pegawai.{verba}", objek="pin_pegawai", objek_id=f"{kelompok.pk}:{pin}", isi=isi,
        oleh=oleh, pada=pada, opd_id=opd_id, setelah=setelah,
    )  # fmt: skip
