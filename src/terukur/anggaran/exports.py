"""Columns of this room's lists as XLSX and CSV. The list of ceilings imports again unchanged."""

from typing import Any

from terukur.inti.lembar import Kolom
from terukur.tenggat.choices import Tahapan


def _atau(objek: str, atribut: str) -> Any:
    def ambil(baris: Any) -> object:
        isi = getattr(baris, objek)
        return getattr(isi, atribut) if isi else ""

    return ambil


KOLOM_PAGU = (
    Kolom("Tahun", "tahun", "kode"),
    Kolom("Tahapan", lambda p: Tahapan(p.tahapan).label),
    Kolom("Pergeseran ke", lambda p: p.pergeseran_ke or "", "kode"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Nama OPD", "opd.nama"),
    Kolom("Kode unit", _atau("unit", "kode"), "kode"),
    Kolom("Nama unit", _atau("unit", "nama")),
    Kolom("Kode sumber dana", _atau("sumber_dana", "kode"), "kode"),
    Kolom("Nama sumber dana", _atau("sumber_dana", "nama")),
    Kolom("Pagu", "nilai", "rupiah"),
    Kolom("Dasar", "dasar"),
    Kolom("Berlaku sejak", "berlaku_sejak", "tanggal"),
    Kolom("Berlaku sampai", "berlaku_sampai", "tanggal"),
    Kolom("Dicatat pada", "dicatat_pada", "waktu"),
    Kolom("Digantikan pada", "digantikan_pada", "waktu"),
)

KOLOM_USULAN = (
    Kolom("Kode OPD", "sub_kegiatan_rencana.opd.kode", "kode"),
    Kolom("OPD", "sub_kegiatan_rencana.opd.nama"),
    Kolom("Unit", lambda k: k.sub_kegiatan_rencana.unit.nama if k.sub_kegiatan_rencana.unit else ""),
    Kolom("Jadwal", "sub_kegiatan_rencana.pengajuan.jendela.nama_tahapan"),
    Kolom("Kode sub kegiatan", "sub_kegiatan_rencana.kode", "kode"),
    Kolom("Sub kegiatan", "sub_kegiatan_rencana.nama"),
    Kolom("Sumber dana", _atau("sumber_dana", "nama")),
    Kolom("Rekening", _atau("rekening", "kode"), "kode"),
    Kolom("Usulan di atas pagu", "jumlah", "rupiah"),
    Kolom("Alasan", "alasan"),
)


def kolom_rekap(judul: str) -> tuple[Kolom, ...]:
    """Columns of a recapitulation by the dimension named ``judul``."""
    return (
        Kolom("Kode", "kode", "kode"),
        Kolom(judul, "nama"),
        Kolom("Diusulkan dalam pagu", "jumlah", "rupiah"),
        Kolom("Usulan di atas pagu", "di_atas_pagu", "rupiah"),
    )
