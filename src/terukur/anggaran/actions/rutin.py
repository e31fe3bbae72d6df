"""Belanja rutin internal by hand: someone's word with a reason, and its withdrawal."""

import datetime as dt
from typing import Any

from django.db import transaction

from terukur.anggaran.models import TandaRutin
from terukur.anggaran.queries import awal_tahun
from terukur.inti.bitemporal import cabut_fakta, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.perencanaan.models import SubKegiatanRencana


def _sasaran(sub: SubKegiatanRencana) -> tuple[dict[str, Any], dict[str, dt.date]]:
    tahun = sub.pengajuan.jendela.tahun
    kunci = {"opd_id": sub.opd_id, "tahun": tahun, "kode": sub.kode}
    return kunci, {"sejak": awal_tahun(tahun), "sampai": dt.date(tahun, 12, 31)}


@transaction.atomic
def tandai_rutin(
    *, sub_kegiatan: SubKegiatanRencana, rutin: bool, alasan: str, oleh: Pelaku, pada: dt.datetime
) -> TandaRutin:
    """Say that a sub kegiatan is, or is not, belanja rutin internal in its year, whatever the rule says.

    ``sub_kegiatan`` with ``pengajuan.jendela``. The flag holds in every stage of the year.
    """
    if not alasan.strip():
        pesan = "Isi alasan. Contoh: hanya untuk rapat staf OPD."
        raise AturanDilanggar(pesan, kode="tanpa_alasan", kolom={"alasan": pesan})
    kunci, masa = _sasaran(sub_kegiatan)
    isi = {
        "rutin": rutin,
        "alasan": alasan.strip(),
        "ditandai_oleh": oleh.id,
        "nama_penanda": oleh.nama[:150],
    }
    tanda = catat_fakta(TandaRutin, kunci=kunci, isi=isi, **masa, pada=pada)
    _jejak("tandai", sub_kegiatan, {"rutin": rutin, "alasan": alasan.strip()}, oleh=oleh, pada=pada)
    return tanda


@transaction.atomic
def lepas_tanda(*, sub_kegiatan: SubKegiatanRencana, alasan: str, oleh: Pelaku, pada: dt.datetime) -> None:
    """Withdraw the flag; the rule decides again. Raises ``AturanDilanggar`` when there is none."""
    if not alasan.strip():
        pesan = "Isi alasan pelepasan tanda."
        raise AturanDilanggar(pesan, kode="tanpa_alasan", kolom={"alasan": pesan})
    kunci, masa = _sasaran(sub_kegiatan)
    if not cabut_fakta(TandaRutin, kunci=kunci, **masa, pada=pada):
        raise AturanDilanggar("Sub kegiatan ini tidak bertanda; tidak ada yang dilepas.", kode="tanpa_tanda")
    _jejak("lepas", sub_kegiatan, {"alasan": alasan.strip()}, oleh=oleh, pada=pada)


def _jejak(
    verba: str, sub: SubKegiatanRencana, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime
) -> None:
    catat(
        peristiwa=f"tanda_rutin.{verba}",
        objek="tanda_rutin",
        objek_id=f"{sub.pengajuan.jendela.tahun}-{sub.opd_id}-{sub.kode}",
        opd_id=sub.opd_id,
        isi={"tahun": sub.pengajuan.jendela.tahun, "kode_sub_kegiatan": sub.kode, **isi},
        oleh=oleh,
        pada=pada,
    )
