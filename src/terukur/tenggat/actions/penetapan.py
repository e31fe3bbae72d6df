"""APIP review, and the decree that freezes a stage."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi import queries as organisasi
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.pemberitahuan import beri_tahu_opd, beri_tahu_perbaikan_reviu
from terukur.tenggat.choices import HasilReviu, JenisPenetapan
from terukur.tenggat.models import Penetapan, Pengajuan, Reviu
from terukur.tenggat.penyedia import daftar_penyedia


@dataclass(frozen=True, slots=True)
class IsiPenetapan:
    """The document that sets a stage. ``penanda_tangan``: office and name as on the document."""

    jenis: JenisPenetapan
    nomor: str
    tanggal: dt.date
    penanda_tangan: str


@transaction.atomic
def reviu(
    *,
    pengajuan_id: UUID,
    hasil: HasilReviu,
    catatan: str,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Reviu:
    """Record the APIP review of the content verified now (Inspektorat)."""
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    alasan, _ = queries.konflik(pengguna, pengajuan, peran=Peran.INSPEKTORAT, pada=pada)
    rules.ALUR_PENGAJUAN.periksa(
        "reviu",
        status=pengajuan.status,
        konteks=rules.KonteksPengajuan(pengajuan.jendela, pada, konflik=alasan),
    )
    if hasil != HasilReviu.TANPA_CATATAN and not catatan.strip():
        raise AturanDilanggar(
            "Tuliskan catatan reviu untuk hasil ini.", kolom={"catatan": "Catatan wajib diisi."}
        )
    baris = Reviu.objects.create(
        pengajuan=pengajuan, versi=pengajuan.versi, hasil=hasil, catatan=catatan.strip(),
        direviu_pada=pada, direviu_oleh=oleh.id, direviu_nama=oleh.nama,
    )  # fmt: skip
    catat(
        peristiwa="pengajuan.reviu", objek="pengajuan", objek_id=pengajuan.pk,
        isi={"hasil": hasil, "catatan": baris.catatan, "versi": pengajuan.versi},
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip
    beri_tahu_opd(
        pengajuan, judul=f"Hasil reviu APIP: {pengajuan.jendela.judul}",
        isi=f"Hasil: {HasilReviu(hasil).label}. {baris.catatan[:300]}".strip(),
        kunci=f"pengajuan.reviu:{baris.pk}", pada=pada,
    )  # fmt: skip
    if hasil == HasilReviu.PERLU_PERBAIKAN:
        beri_tahu_perbaikan_reviu(pengajuan, catatan=baris.catatan, kunci=str(baris.pk), pada=pada)
    return baris


@transaction.atomic
def tetapkan(
    *, pengajuan_ids: Iterable[UUID], isi: IsiPenetapan, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> list[Penetapan]:
    """Freeze the stage of one or several verified packages by one document; all or nothing.

    The providers freeze their rows; afterwards the next stage starts from them.
    """
    if isi.tanggal > organisasi.hari_pemda(pada):
        raise AturanDilanggar(
            "Tanggal dokumen tidak boleh sesudah hari ini.",
            kolom={"tanggal": "Belum tiba; paling akhir hari ini."},
        )
    ids = sorted(set(pengajuan_ids))
    if not ids:
        raise AturanDilanggar("Pilih paling sedikit satu pengajuan yang sudah diverifikasi.")
    hasil = []
    for pengajuan in (queries.kunci_pengajuan(i) for i in ids):
        try:
            hasil.append(_tetapkan_satu(pengajuan, isi, pengguna=pengguna, oleh=oleh, pada=pada))
        except AlurMenolak as tolak:
            if len(ids) == 1:
                raise
            raise AlurMenolak(f"{pengajuan.opd.nama}: {tolak.pesan}", kode=tolak.kode) from tolak
    return hasil


def _tetapkan_satu(
    pengajuan: Pengajuan, isi: IsiPenetapan, *, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Penetapan:
    # The document is signed elsewhere; whoever records it must only not be a side of the package.
    alasan, _ = rules.konflik_pemeriksa(
        pelaku_id=str(pengguna.pk), opd_pelaku=frozenset(), opd_id=pengajuan.opd_id,
        terlibat=queries.terlibat(pengajuan), ada_pemeriksa_lain=True,
    )  # fmt: skip
    langkah = rules.ALUR_PENGAJUAN.periksa(
        "tetapkan",
        status=pengajuan.status,
        konteks=rules.KonteksPengajuan(
            pengajuan.jendela,
            pada,
            syarat_belum=queries.syarat_belum(pengajuan),
            perlu_reviu=queries.perlu_reviu(pengajuan),
            konflik=alasan,
        ),
    )
    for s in queries.daftar_syarat(pengajuan.jendela):
        daftar_penyedia.ambil(s.kode).tetapkan(pengajuan, oleh=oleh, pada=pada)
    pengajuan.status = langkah.ke
    pengajuan.ditetapkan_pada = pada
    pengajuan.save()
    penetapan = Penetapan.objects.create(
        pengajuan=pengajuan, jenis=isi.jenis, nomor=isi.nomor.strip(), tanggal=isi.tanggal,
        penanda_tangan=isi.penanda_tangan.strip(), ditetapkan_pada=pada, ditetapkan_oleh=oleh.id,
        ditetapkan_nama=oleh.nama,
    )  # fmt: skip
    catat(
        peristiwa="pengajuan.tetapkan", objek="pengajuan", objek_id=pengajuan.pk,
        isi={
            "tahapan": pengajuan.jendela.nama_tahapan, "jenis": isi.jenis, "nomor": penetapan.nomor,
            "tanggal": isi.tanggal, "penanda_tangan": penetapan.penanda_tangan, "versi": pengajuan.versi,
        },
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip
    beri_tahu_opd(
        pengajuan, judul=f"Ditetapkan: {pengajuan.jendela.judul}",
        isi=f"{penetapan.get_jenis_display()} Nomor {penetapan.nomor}.",
        kunci=f"pengajuan.tetapkan:{pengajuan.pk}", pada=pada,
    )  # fmt: skip
    return penetapan
