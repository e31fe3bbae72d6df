"""Reports as they stood at a past instant, told by the journal: the record itself holds the last act only."""

import datetime as dt
from collections.abc import Iterable

from terukur.inti.periode import Periode
from terukur.jejak.models import Kertas
from terukur.jejak.queries import riwayat_sampai
from terukur.realisasi.models import LaporanRealisasi
from terukur.realisasi.rules.alur import ALUR_REALISASI


def laporan_saat(semua: Iterable[LaporanRealisasi], saat: dt.datetime) -> list[LaporanRealisasi]:
    """Those submitted by then, as they stood then; only to be read, never saved. One query.

    Drafts and what waited for a signature are on no record: of a report that was returned nobody knows how
    far its correction had come. ``kertas`` is left out.
    """
    daftar = [lap for lap in semua if lap.dibuat_pada <= saat]
    catatan = riwayat_sampai("realisasi", [lap.pk for lap in daftar], sampai=saat)
    hasil = []
    for lap in daftar:
        verba = {n: c.peristiwa.partition(".")[2] for n, c in enumerate(catatan[str(lap.pk)])}
        if "ajukan" not in verba.values():
            continue
        lap.status, lap.kertas, lap.siap_pada, lap.siap_oleh, lap.siap_nama = (
            ALUR_REALISASI.status_sesudah(verba.values()), None, None, "", "",
        )  # fmt: skip
        _kosongkan(lap, "diajukan", "dikembalikan", "diverifikasi")
        lap.alasan = ""
        for n, c in enumerate(catatan[str(lap.pk)]):
            match verba[n]:
                case "ajukan":
                    lap.diajukan_pada, lap.diajukan_oleh, lap.diajukan_nama = (
                        c.pada,
                        c.pelaku_id,
                        c.pelaku_nama,
                    )
                    lap.diajukan_penugasan = c.penugasan
                case "verifikasi":
                    lap.diverifikasi_pada, lap.diverifikasi_oleh = c.pada, c.pelaku_id
                    lap.diverifikasi_nama = c.pelaku_nama
                    lap.diverifikasi_sendiri = c.isi["diverifikasi_sendiri"]
                case "kembalikan" | "buka_ralat":
                    lap.dikembalikan_pada, lap.dikembalikan_oleh = c.pada, c.pelaku_id
                    lap.dikembalikan_nama, lap.alasan = c.pelaku_nama, c.isi["alasan"]
                    _kosongkan(lap, "diverifikasi")
        hasil.append(lap)
    return hasil


def _kosongkan(lap: LaporanRealisasi, *langkah: str) -> None:
    for nama in langkah:
        setattr(lap, f"{nama}_pada", None)
        setattr(lap, f"{nama}_oleh", "")
        setattr(lap, f"{nama}_nama", "")
    lap.diverifikasi_sendiri = False


def get_laporan_saat(lap: LaporanRealisasi | None, saat: dt.datetime) -> LaporanRealisasi | None:
    """The same of one report, with the paper that was signed last; None: not submitted by then. Two
    queries."""
    dahulu = laporan_saat([lap] if lap else [], saat)
    if not dahulu:
        return None
    label = Periode.baca(dahulu[0].periode).label
    assert dahulu[0].diajukan_pada is not None, "just those submitted are there"
    kertas = Kertas.objects.filter(jenis="LR", opd_id=dahulu[0].opd_id, pada=dahulu[0].diajukan_pada)
    dahulu[0].kertas = next((k for k in kertas.order_by("pk") if k.isi["periode"] == label), None)
    return dahulu[0]
