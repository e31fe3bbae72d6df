"""What an OPD that ended still had to answer passes to the one that carries on (ADR 0023)."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.eskalasi import queries
from terukur.eskalasi.actions import bersama, pemberitahuan
from terukur.eskalasi.actions.disposisi import kunci_tindak_lanjut
from terukur.eskalasi.actions.peringatan import kunci_peringatan
from terukur.eskalasi.models import Peringatan, TindakLanjut
from terukur.eskalasi.rules.alur import alasan_bukan_pemutus, tenggat_penerus
from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM, Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.organisasi import queries as organisasi
from terukur.organisasi.models import OPD


@transaction.atomic
def teruskan_surat(opd_ids: Collection[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Pass on what is open of those of these OPD whose last day is over: until then their head may answer.

    A single successor takes all of it; otherwise who issued the paper is asked for whom. Registered with
    ``organisasi.penyedia.daftar_penerima_akhir``.
    """
    hari = organisasi.hari_pemda(pada)
    akhir = {o: h for o, h in organisasi.hari_terakhir(opd_ids).items() if h < hari}
    penerus = organisasi.penerus_banyak(akhir) if akhir else {}
    for s in queries.surat_terbuka(akhir) if akhir else ():
        calon = penerus.get(s.opd_id, [])
        induk = _kunci(s)
        if len(calon) != 1:
            pemberitahuan.minta_penerima(induk, pada=pada)
        elif queries.is_terbuka(induk) and induk.opd_id in akhir:
            alasan = f"OPD berakhir {tulis_tanggal(akhir[induk.opd_id])}"
            _alihkan(induk, calon[0], alasan, oleh=oleh, pada=pada)


def teruskan_surat_sisa(*, pada: dt.datetime) -> None:
    """The same of all OPD; each night, because an end is recorded before the last day."""
    teruskan_surat({s.opd_id for s in queries.surat_terbuka()}, oleh=SISTEM, pada=pada)


@transaction.atomic
def tetapkan_penerima(
    *,
    penerima: OPD,
    catatan: str,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
    peringatan_id: UUID | None = None,
    tindak_lanjut_id: UUID | None = None,
) -> Peringatan | TindakLanjut:
    """Whoever decides about the paper names the OPD that answers it; also corrects who took it over."""
    bersama.periksa_pelaku(pengguna, oleh)
    induk: Peringatan | TindakLanjut
    if peringatan_id is not None:
        induk = kunci_peringatan(peringatan_id)
    else:
        assert tindak_lanjut_id is not None, "one of both"
        induk = kunci_tindak_lanjut(tindak_lanjut_id)
    catatan = bersama.wajib_beralasan(catatan, "Tuliskan dasar atau alasan penerimanya.")
    konteks = queries.susun_konteks(induk, pengguna=pengguna, pada=pada)
    if alasan := alasan_bukan_pemutus(konteks):
        raise AturanDilanggar(alasan)
    if penerima not in queries.calon_penerima(induk, pada=pada):
        raise AturanDilanggar(
            f"{penerima.nama} tidak dapat menerima surat ini: hanya surat terbuka dari OPD yang sudah "
            "berakhir yang diteruskan, kepada penerusnya yang ada hari ini.",
            kolom={"penerima": "Pilih dari daftar."},
        )
    bersama.periksa_opd_lain(pengguna, penerima, pada=pada)
    _alihkan(induk, penerima, catatan, oleh=oleh, pada=pada)
    return induk


def _kunci(s: Peringatan | TindakLanjut) -> Peringatan | TindakLanjut:
    return kunci_peringatan(s.pk) if isinstance(s, Peringatan) else kunci_tindak_lanjut(s.pk)


def _alihkan(
    induk: Peringatan | TindakLanjut, penerima: OPD, alasan: str, *, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Text, paper and answers stay; whoever takes over has the days that the paper gave."""
    objek = "peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut"
    surat = induk if isinstance(induk, Peringatan) else induk.disposisi
    semula, sejak = induk.opd, organisasi.hari_pemda(induk.diteruskan_pada or surat.terbit_pada)
    induk.asal = induk.asal or semula
    induk.opd, induk.diteruskan_pada = penerima, pada
    if queries.is_menunggu_opd(induk):
        batas = tenggat_penerus(induk.tanggal_tenggat, sejak, hari=organisasi.hari_pemda(pada))
        if batas > induk.tanggal_tenggat:
            induk.tanggal_tenggat = organisasi.geser_hari_kerja(batas - SATU_HARI, 1).tanggal
    induk.save()
    c = catat(
        peristiwa=f"{objek}.alih", objek=objek, objek_id=induk.pk, opd_id=penerima.pk, oleh=oleh, pada=pada,
        isi={
            "nomor_register": surat.kertas.nomor, "asal_surat": semula.nama,
            "penerima_surat": penerima.nama, "tenggat": induk.tanggal_tenggat, "alasan": alasan,
        },
    )  # fmt: skip
    pemberitahuan.beri_tahu_alih(induk, nomor_catatan=c.nomor, pada=pada)
