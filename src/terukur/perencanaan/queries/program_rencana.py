"""Programs of the nomenclature that an RPJMD or a Renstra may name."""

from terukur.inti.kesalahan import AturanDilanggar
from terukur.organisasi.models import OPD
from terukur.perencanaan.choices import JenisPemda, Tingkat
from terukur.perencanaan.models import DokumenRencana
from terukur.perencanaan.queries.nomenklatur import nama_kode, saring_nomenklatur, versi_tahun
from terukur.perencanaan.rules.kode import (
    KodeKeliru,
    bentangkan_kode,
    bidang_dari_kode_opd,
    rapikan_kode,
    tingkat_kode,
)


def pilihan_program(opd: OPD, tahun: int) -> list[tuple[str, str]]:
    """(expanded code, name) of the programs of the OPD: its own bidang urusan, and penunjang."""
    versi = versi_tahun(tahun)
    bidang = bidang_dari_kode_opd(opd.kode)
    if versi is None or not bidang:
        return []
    daftar = saring_nomenklatur(
        versi, jenis_pemda=JenisPemda.KABKOT, tingkat=[Tingkat.PROGRAM], bidang=bidang
    )
    return sorted((bentangkan_kode(n.kode, bidang[0]), n.nama) for n in daftar)


def nama_program(dokumen: DokumenRencana, kode: str) -> tuple[str, str]:
    """(tidy code, official name) of a program that this document may name.

    A Renstra names programs of its OPD only; the RPJMD any program with an expanded code. The
    nomenclature is that of the last year of the period. Raises ``AturanDilanggar``.
    """
    try:
        kode = rapikan_kode(kode)
        if tingkat_kode(kode) != Tingkat.PROGRAM:
            raise KodeKeliru(f"“{kode}” bukan kode program. Contoh: 1.02.02")
    except KodeKeliru as galat:
        raise AturanDilanggar(str(galat), kolom={"kode": str(galat)}) from None
    if dokumen.opd is not None:
        nama = dict(pilihan_program(dokumen.opd, dokumen.tahun_akhir)).get(kode)
        pesan = f"Program {kode} bukan program {dokumen.opd.nama} menurut nomenklatur."
    else:
        versi = versi_tahun(dokumen.tahun_akhir)
        nama = nama_kode(versi, [kode]).get(kode) if versi and not kode.startswith("X") else None
        pesan = f"Program {kode} tidak ada dalam nomenklatur."
    if not nama:
        raise AturanDilanggar(pesan, kolom={"kode": pesan})
    return kode, nama
