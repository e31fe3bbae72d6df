"""Evidence of results: added while the report is open; withdrawn at any time, dated and on record."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from terukur.berkas.gambar import baca_lokasi
from terukur.berkas.gudang import jalan
from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.realisasi.actions.capaian import tulis_capaian
from terukur.realisasi.actions.isian import buka_untuk_diisi
from terukur.realisasi.choices import FOTO, StatusCapaian
from terukur.realisasi.models import BuktiRealisasi, CapaianResmi, LaporanRealisasi, Realisasi


@transaction.atomic
def tambah_bukti(
    *,
    opd_id: UUID,
    periode: str,
    kunci: UUID,
    berkas: Berkas | None = None,
    tautan: str = "",
    keterangan: str = "",
    tempat: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> BuktiRealisasi:
    """Add a stored file, or a link that begins with https://, to a result that was entered.

    Of a photo the place is kept that the camera wrote into it, beside what the person says.
    """
    laporan = buka_untuk_diisi(opd_id, periode, pada=pada)
    realisasi = Realisasi.objects.filter(laporan=laporan, kunci=kunci).first()
    if realisasi is None:
        raise AturanDilanggar("Simpan realisasinya dahulu, baru lampirkan bukti.")
    if (berkas is None) == (not tautan):
        raise AturanDilanggar(
            "Lampirkan satu berkas atau satu tautan.", kolom={"tautan": "Isi tautan atau pilih berkas."}
        )
    if tautan and not tautan.startswith("https://"):
        raise AturanDilanggar(
            "Tautan bukti harus diawali https://.", kolom={"tautan": "Contoh: https://contoh.go.id/lkpm"}
        )
    lintang, bujur = _letak(berkas)
    return BuktiRealisasi.objects.create(
        realisasi=realisasi,
        berkas=berkas,
        tautan=tautan,
        keterangan=keterangan.strip(),
        tempat=tempat.strip(),
        lintang=lintang,
        bujur=bujur,
        ditambah_pada=pada,
        ditambah_oleh=oleh.id,
    )


def _letak(berkas: Berkas | None) -> tuple[Decimal | None, Decimal | None]:
    if berkas is None or berkas.jenis not in FOTO:
        return None, None
    return baca_lokasi(jalan(berkas.sidik).read_bytes()) or (None, None)


@transaction.atomic
def cabut_bukti(*, bukti_id: UUID, alasan: str, oleh: Pelaku, pada: dt.datetime) -> BuktiRealisasi:
    """Withdraw evidence with a reason. Of a result that was already submitted, the figure is flagged."""
    bukti = (
        BuktiRealisasi.objects.select_for_update(of=("self",))
        .select_related("realisasi__laporan", "berkas")
        .filter(pk=bukti_id)
        .first()
    )
    if bukti is None:
        raise TidakDitemukan("Bukti tidak ditemukan.")
    if bukti.dicabut_pada is not None:
        raise AturanDilanggar("Bukti ini sudah dicabut; muat ulang halaman.", kode="sudah")
    if not alasan.strip():
        raise AturanDilanggar("Tuliskan alasan mencabut bukti.", kolom={"alasan": "Isi alasan."})
    realisasi, laporan = bukti.realisasi, bukti.realisasi.laporan
    LaporanRealisasi.objects.select_for_update().get(pk=laporan.pk)
    catatan = catat(
        peristiwa="bukti.cabut",
        objek="realisasi",
        objek_id=laporan.pk,
        isi={
            "periode": laporan.periode,
            "bukti": bukti.berkas.nama if bukti.berkas else bukti.tautan,
            "sidik": bukti.berkas.sidik if bukti.berkas else "",
            "alasan": alasan.strip(),
        },
        oleh=oleh,
        pada=pada,
        opd_id=laporan.opd_id,
    )
    resmi = (
        CapaianResmi.objects.diketahui(None)
        .filter(kunci=realisasi.kunci, periode=laporan.periode, opd=laporan.opd_id)
        .exclude(status=StatusCapaian.BELUM)
        .first()
    )
    bukti.dicabut_pada, bukti.dicabut_oleh, bukti.dicabut_nama = pada, oleh.id, oleh.nama
    # What was added while a correction is open was never part of the official figure.
    diajukan = laporan.diajukan_pada is not None and bukti.ditambah_pada <= laporan.diajukan_pada
    bukti.alasan_cabut, bukti.sesudah_diajukan = alasan.strip(), resmi is not None and diajukan
    bukti.save()
    if resmi is not None and diajukan:
        tulis_capaian(
            [realisasi.kunci],
            ganti={
                (realisasi.kunci, laporan.periode): {
                    "bukti": max(resmi.bukti - 1, 0),
                    "bukti_dicabut": resmi.bukti_dicabut + 1,
                }
            },
            catatan_nomor=catatan.nomor,
            pada=pada,
        )
    return bukti
