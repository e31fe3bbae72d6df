"""The program kerja of one OPD in one stage as the page's navigation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from terukur.perencanaan.models import SubKegiatanRencana, VersiNomenklatur
from terukur.perencanaan.penyedia import penyedia_uang
from terukur.perencanaan.queries.isi import baca_isi
from terukur.perencanaan.queries.nomenklatur import nama_kode, versi_tahun
from terukur.perencanaan.queries.program import daftar_sub_kegiatan
from terukur.perencanaan.rules.kode import bidang_dari_kode_opd, induk_kode
from terukur.perencanaan.rules.matriks import HasilPeriksa, periksa_program_kerja
from terukur.perencanaan.rules.pohon import Daun, Simpul, susun_pohon
from terukur.tenggat.models import Pengajuan


@dataclass(frozen=True, slots=True)
class PohonProgram:
    """The tree with its rows, findings and money; ``jumlah``: total by id of sub kegiatan."""

    akar: list[Simpul]
    baris: list[SubKegiatanRencana]
    hasil: HasilPeriksa
    jumlah: Mapping[UUID, Decimal]
    versi: VersiNomenklatur | None

    @property
    def total(self) -> Decimal | None:
        return sum(self.jumlah.values(), Decimal(0)) if self.jumlah else None


def pohon_program(pengajuan: Pengajuan) -> PohonProgram:
    """Everything the navigation shows, in a constant number of queries."""
    versi = versi_tahun(pengajuan.jendela.tahun)
    baris = list(daftar_sub_kegiatan([pengajuan.pk]))
    isi = baca_isi([pengajuan.pk], tahun=pengajuan.jendela.tahun)[pengajuan.pk]
    hasil = periksa_program_kerja(
        isi.baris, bidang_opd=bidang_dari_kode_opd(pengajuan.opd.kode), hilang=isi.hilang
    )
    bergalat = {t.baris for t in hasil.galat}
    uang = penyedia_uang()
    jumlah = uang.jumlah([pengajuan.pk]) if uang else {}
    induk = {induk_kode(b.kode) for b in baris}
    kode = induk | {induk_kode(k) for k in induk}
    nama = nama_kode(versi, kode) if versi and kode else {}
    daun = [
        Daun(
            str(b.pk),
            b.kode,
            b.nama,
            b.unit.nama if b.unit else "",
            jumlah.get(b.pk),
            str(b.pk) not in bergalat and (uang is None or b.pk in jumlah),
        )
        for b in baris
    ]
    return PohonProgram(susun_pohon(daun, nama), baris, hasil, jumlah, versi)
