"""Whose a PIN is, from when to when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.inti.bitemporal import SATU_HARI, cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.antrean_pin import tandai_pin
from terukur.kehadiran.actions.lingkup import periksa_masa
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
    *, kelompok: KelompokMesin, peta: Sequence[PetaPin], dasar: str = "", oleh: Pelaku, pada: dt.datetime
) -> list[PinPegawai]:
    """Map PIN to people. Refused where somebody else has a PIN on one of these days: it must be ended first.

    The days on which a PIN was used before it was mapped are computed by one statement for all of them.
    """
    hasil = []
    for p in peta:
        periksa_masa(p.sejak, p.sampai)
        try:
            pin = baca_pin(p.pin)
        except TidakTerbaca:
            pesan = "PIN berisi huruf, angka, titik, garis; paling banyak 24."
            raise AturanDilanggar(pesan, kolom={"pin": pesan}) from None
        _tolak_milik_lain(kelompok, pin, p)
        hasil.append(
            catat_fakta(
                PinPegawai, kunci={"kelompok_id": kelompok.pk, "pin": pin},
                isi={"pegawai_id": p.pegawai.pk, "dasar": dasar}, sejak=p.sejak, sampai=p.sampai, pada=pada,
            )
        )  # fmt: skip
        _catat(
            kelompok, pin, "petakan",
            {"pin": pin, "pegawai": p.pegawai.nama, "sejak": p.sejak, "sampai": p.sampai, "dasar": dasar},
            oleh=oleh, pada=pada, opd_id=p.opd_id,
        )  # fmt: skip
    tandai_pin(
        kelompok.pk, [(b.pin, b.pegawai_id, b.berlaku_sejak, b.berlaku_sampai) for b in hasil], pada=pada
    )
    return hasil


def _tolak_milik_lain(kelompok: KelompokMesin, pin: str, p: PetaPin) -> None:
    lain = PinPegawai.objects.diketahui(None).filter(kelompok=kelompok, pin=pin).exclude(pegawai=p.pegawai)
    lain = lain.exclude(berlaku_sampai__lt=p.sejak)
    if p.sampai:
        lain = lain.filter(berlaku_sejak__lte=p.sampai)
    if ada := lain.select_related("pegawai").order_by("berlaku_sejak").first():
        pesan = f"PIN {pin} pada masa itu milik {ada.pegawai.nama}. Akhiri dahulu yang itu."
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
    opd_id: Any,
) -> None:  # fmt: skip
    catat(
        peristiwa=f"pin_pegawai.{verba}", objek="pin_pegawai", objek_id=f"{kelompok.pk}:{pin}", isi=isi,
        oleh=oleh, pada=pada, opd_id=opd_id,
    )  # fmt: skip
