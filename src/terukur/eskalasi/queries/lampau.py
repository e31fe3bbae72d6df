"""Papers as they stood at a past instant, told by the journal: the record itself holds the last act only."""

import datetime as dt
from collections.abc import Iterable, Sequence

from terukur.eskalasi.models import Peringatan, TindakLanjut
from terukur.eskalasi.rules.alur import ALUR_PERINGATAN, ALUR_TINDAK_LANJUT
from terukur.inti.alur import Alur
from terukur.inti.izin import Izin
from terukur.inti.waktu import baca_tanggal
from terukur.jejak.models import Catatan
from terukur.jejak.queries import riwayat_sampai
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import sebut_saat

JAWABAN = ("tanggapi", "laporkan")


def peringatan_saat(semua: Iterable[Peringatan], saat: dt.datetime) -> list[Peringatan]:
    """These, issued by then, as they stood then; only to be read, never saved. Two queries."""
    daftar = list(semua)
    catatan = riwayat_sampai("peringatan", [p.pk for p in daftar], sampai=saat)
    for p in daftar:
        milik = catatan[str(p.pk)]
        _ulang(p, ALUR_PERINGATAN, milik)
        for c in milik:
            match _verba(c):
                case "terbit":
                    p.tanggal_tenggat = baca_tanggal(c.isi["tenggat"])
                case "beri_tenggat":
                    p.tanggal_tenggat = dt.date.fromisoformat(c.isi["tenggat"])
        _alihan(p, milik)
    _sebut(daftar, saat)
    return daftar


def tindak_lanjut_saat(semua: Iterable[TindakLanjut], saat: dt.datetime) -> list[TindakLanjut]:
    """The same of disposisi in the hands of an OPD. Two queries."""
    daftar = list(semua)
    catatan = riwayat_sampai("tindak_lanjut", [t.pk for t in daftar], sampai=saat)
    for t in daftar:
        milik = catatan[str(t.pk)]
        _ulang(t, ALUR_TINDAK_LANJUT, milik)
        t.diterima_pada, t.diterima_oleh, t.diterima_nama = None, "", ""
        t.tanggal_tenggat = t.disposisi.tanggal_tenggat
        for c in milik:
            if _verba(c) == "terima":
                t.diterima_pada, t.diterima_oleh, t.diterima_nama = c.pada, c.pelaku_id, c.pelaku_nama
        _alihan(t, milik)
    _sebut(daftar, saat)
    return daftar


def _alihan(induk: Peringatan | TindakLanjut, catatan: Sequence[Catatan]) -> None:
    """Whose duty the answer was, and until when, where it passed to another OPD (ADR 0023)."""
    semula = induk.asal or induk.opd
    induk.opd, induk.asal, induk.diteruskan_pada = semula, None, None
    for c in catatan:
        if _verba(c) == "alih":
            induk.opd = OPD(pk=c.opd_id, nama=c.isi["penerima_surat"])
            induk.asal, induk.diteruskan_pada = semula, c.pada
            induk.tanggal_tenggat = dt.date.fromisoformat(c.isi["tenggat"])


def _sebut(daftar: Sequence[Peringatan | TindakLanjut], saat: dt.datetime) -> None:
    sebut_saat((o for s in daftar for o in (s.opd, s.asal) if o), saat)


def _verba(c: Catatan) -> str:
    return c.peristiwa.partition(".")[2]


def _ulang(induk: Peringatan | TindakLanjut, alur: Alur, catatan: Sequence[Catatan]) -> None:
    """State, answer and decision as these entries leave them."""
    induk.status = alur.status_sesudah(_verba(c) for c in catatan)
    induk.ditanggapi_pada = induk.putus_pada = None
    induk.catatan = induk.putus_oleh = induk.putus_nama = induk.putus_jabatan = ""
    for c in catatan:
        langkah = alur.transisi.get(_verba(c))
        if langkah is None:
            continue
        if langkah.nama in JAWABAN:
            induk.ditanggapi_pada = c.pada
        elif langkah.izin == Izin.ESKALASI_TERBIT:
            induk.catatan = c.isi.get("catatan", induk.catatan)
            induk.putus_pada, induk.putus_oleh = c.pada, c.pelaku_id
            induk.putus_nama, induk.putus_jabatan = c.pelaku_nama, c.penugasan
