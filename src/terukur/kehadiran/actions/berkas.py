"""Files of records: kept with their berita acara, looked at, then applied once."""

import datetime as dt
from typing import Any

from django.db import transaction

from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.kehadiran.actions.lingkup import is_diri
from terukur.kehadiran.actions.simpan import simpan_rekam
from terukur.kehadiran.choices import AsalPindai
from terukur.kehadiran.models import BerkasPindai, Mesin, PinPegawai
from terukur.kehadiran.protokol.rekam import Muatan

PALING_BANYAK = 200_000
"""Lines of one file: a device holds no more."""


@transaction.atomic
def terima_berkas(
    *, mesin: Mesin, berkas: Berkas, berita_acara: Berkas | None, nomor: str, alasan: str, tertua: dt.date,
    oleh: Pelaku, pada: dt.datetime,
) -> BerkasPindai:  # fmt: skip
    """Keep a file for a device; nothing of it counts yet."""
    satu = BerkasPindai.objects.create(
        mesin=mesin, berkas=berkas, berita_acara=berita_acara, nomor=nomor.strip(), alasan=alasan.strip(),
        tertua=tertua, dibuat_pada=pada, dibuat_oleh=oleh.id, dibuat_nama=oleh.nama,
    )  # fmt: skip
    isi = {
        "mesin": mesin.nomor_seri, "berkas": berkas.nama, "sidik": berkas.sidik, "nomor": satu.nomor,
        "alasan": satu.alasan,
    }  # fmt: skip
    _catat(satu, "terima", isi, oleh=oleh, pada=pada)
    return satu


@transaction.atomic
def terapkan_berkas(
    *, berkas_id: int, isi: bytes, muatan: Muatan, asal: AsalPindai, oleh: Pelaku, pada: dt.datetime
) -> BerkasPindai:
    """Take the records of a file, known ones passed over. ``muatan``: its lines that belong to the device."""
    satu = _kunci(berkas_id)
    if muatan.jumlah > PALING_BANYAK:
        raise AturanDilanggar(f"Berkas ini memuat lebih dari {PALING_BANYAK} baris.", kode="terlalu_besar")
    if not muatan.rekam:
        raise AturanDilanggar("Tidak ada rekam yang dapat diterapkan dari berkas ini.", kode="kosong")
    jenis = "usb" if asal == AsalPindai.USB else "berkas"
    hasil = simpan_rekam(
        mesin=satu.mesin, tabel=jenis, isi=isi, muatan=muatan, asal=asal, alamat=None, pada=pada,
        tertua=satu.tertua,
    )  # fmt: skip
    satu.kiriman = hasil.kiriman
    satu.save(update_fields=["kiriman"])
    rincian: dict[str, Any] = {
        "berkas": satu.berkas.nama, "jumlah_baris": hasil.kiriman.jumlah_baris,
        "jumlah_baru": hasil.kiriman.jumlah_baru, "jumlah_karantina": hasil.kiriman.jumlah_karantina,
    }  # fmt: skip
    if sejak := _rekam_sendiri(satu.mesin, muatan, oleh):
        rincian |= {"milik_sendiri": True, "sejak": sejak}
    _catat(satu, "terapkan", rincian, oleh=oleh, pada=pada)
    return satu


def _rekam_sendiri(mesin: Mesin, muatan: Muatan, oleh: Pelaku) -> dt.date | None:
    """Day of the first record of whoever applies the file himself; None where it holds none of his."""
    ada = PinPegawai.objects.diketahui(None).filter(
        kelompok=mesin.kelompok_id, pin__in={r.pin for r in muatan.rekam}, pegawai__pengguna__isnull=False
    )
    milik = {pin for pin, u in ada.order_by().values_list("pin", "pegawai__pengguna") if is_diri(u, oleh)}
    return min((r.waktu.date() for r in muatan.rekam if r.pin in milik), default=None)


@transaction.atomic
def batalkan_berkas(*, berkas_id: int, oleh: Pelaku, pada: dt.datetime) -> BerkasPindai:
    """The file is not applied; it stays in the store."""
    satu = _kunci(berkas_id)
    satu.dibatalkan_pada = pada
    satu.save(update_fields=["dibatalkan_pada"])
    _catat(satu, "batalkan", {"berkas": satu.berkas.nama}, oleh=oleh, pada=pada)
    return satu


def _kunci(berkas_id: int) -> BerkasPindai:
    satu = BerkasPindai.objects.select_for_update(of=("self",)).select_related("mesin", "berkas").get(
        pk=berkas_id
    )  # fmt: skip
    if satu.kiriman_id or satu.dibatalkan_pada:
        raise AturanDilanggar("Berkas ini sudah diterapkan atau dibatalkan.", kode="status")
    return satu


def _catat(satu: BerkasPindai, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"berkas_rekam.{verba}", objek="berkas_rekam", objek_id=str(satu.pk), isi=isi, oleh=oleh,
        pada=pada, opd_id=satu.mesin.opd_id,
    )  # fmt: skip
