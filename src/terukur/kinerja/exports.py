"""The perjanjian kinerja as official paper, and the set action plan as a table."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from terukur.antarmuka.surat import cetak
from terukur.inti.lembar import Kolom
from terukur.inti.periode import Periode
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.kertas import keterangan_surat
from terukur.jejak.models import Kertas
from terukur.kinerja.models import RencanaAksiResmi, TargetResmi

KOLOM_RESMI = (
    Kolom("Nomor register", "aksi.nomor_register", "kode"),
    Kolom("Nomor", "aksi.isi.urutan", "angka"),
    Kolom("Rencana aksi", "aksi.isi.aksi"),
    Kolom("Indikator", "aksi.isi.ukuran.nama"),
    Kolom("Satuan", "aksi.isi.ukuran.satuan"),
    Kolom("Periode", "periode.label"),
    Kolom("Target", "target.nilai", "angka"),
    Kolom("Target sampai", "target.nilai_atas", "angka"),
    Kolom("Dicatat pada", "target.dicatat_pada", "waktu"),
    Kolom("Catatan jejak", "target.catatan_nomor", "angka"),
    Kolom("Penanggung jawab", "aksi.isi.penanggung_jawab"),
    Kolom("Sub kegiatan", "aksi.isi.kode_sub", "kode"),
)


def baris_resmi(
    daftar: Iterable[RencanaAksiResmi], target: Mapping[UUID, Mapping[str, TargetResmi]]
) -> list[dict[str, Any]]:
    """A row for each set action and period with a target."""
    return [
        {"aksi": a, "periode": Periode.baca(kode), "target": t}
        for a in daftar
        for kode, t in target.get(a.kunci, {}).items()
    ]


def cetak_perjanjian(kertas: Kertas) -> bytes:
    """The PDF: a statement of both parties and the annex; the same register entry gives the same paper."""
    tanggal = timezone.localtime(kertas.pada).date()
    data = {
        **kertas.isi,
        "kertas": keterangan_surat(kertas),
        "kop": {
            "pemda": settings.TERUKUR_PEMDA,
            "instansi": kertas.isi["opd"],
            "alamat": settings.TERUKUR_IBU_KOTA,
        },
        "tempat_tanggal": f"{settings.TERUKUR_IBU_KOTA}, {tulis_tanggal(tanggal)}",
    }
    return cetak("kinerja/perjanjian", data, tanggal=tanggal)
