"""The answer of an OPD: drafted by its operator, sent by its head."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.berkas.models import Berkas
from terukur.eskalasi import queries
from terukur.eskalasi.actions import bersama, pemberitahuan
from terukur.eskalasi.actions.disposisi import kunci_tindak_lanjut
from terukur.eskalasi.actions.peringatan import kunci_peringatan
from terukur.eskalasi.models import Peringatan, Tanggapan, TindakLanjut
from terukur.eskalasi.queries.konteks import draf_tanggapan
from terukur.eskalasi.rules.alur import ALUR_PERINGATAN, ALUR_TINDAK_LANJUT, BISA_DITULIS, hari_terlambat
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi import queries as organisasi


def _kunci(objek: str, induk_id: UUID) -> Peringatan | TindakLanjut:
    return kunci_peringatan(induk_id) if objek == "peringatan" else kunci_tindak_lanjut(induk_id)


@transaction.atomic
def simpan_tanggapan(
    *,
    objek: str,
    induk_id: UUID,
    isi: str,
    versi: int,
    berkas: Berkas | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Tanggapan:
    """Save the draft. ``versi``: of the draft that was read, 0 for none; who saved meanwhile is shown.

    ``berkas`` None keeps the file that is attached already.
    """
    induk = _kunci(objek, induk_id)
    if induk.status not in BISA_DITULIS[objek]:
        raise AturanDilanggar(
            f"Statusnya “{induk.get_status_display()}”; isian tidak terbuka.", kode="tidak_terbuka"
        )
    if not isi.strip():
        raise AturanDilanggar("Tuliskan isinya.", kolom={"isi": "Isi tidak boleh kosong."})
    draf = draf_tanggapan(induk)
    if versi != (draf.versi if draf else 0):
        raise Bentrok(
            "Draf ini baru saja disimpan orang lain.",
            tersimpan={"isi": draf.isi if draf else ""},
            kiriman={"isi": isi.strip()},
        )
    baru = draf is None
    if draf is None:
        draf = Tanggapan(**{objek: induk}, versi=0)
    draf.isi, draf.versi = isi.strip(), draf.versi + 1
    draf.berkas = berkas or draf.berkas
    draf.disimpan_pada, draf.disimpan_oleh, draf.disimpan_nama = pada, oleh.id, oleh.nama
    draf.save()
    if baru:
        pemberitahuan.beri_tahu_draf(induk, draf, pada=pada)
    return draf


@transaction.atomic
def kirim_tanggapan(
    *, objek: str, induk_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Tanggapan:
    """The head sends the draft by the penugasan of the day; whether it is late is stored then."""
    bersama.periksa_pelaku(pengguna, oleh)
    induk = _kunci(objek, induk_id)
    konteks = queries.susun_konteks(induk, pengguna=pengguna, pada=pada)
    alur, nama = (
        (ALUR_PERINGATAN, "tanggapi") if isinstance(induk, Peringatan) else (ALUR_TINDAK_LANJUT, "laporkan")
    )
    langkah = alur.periksa(nama, status=induk.status, konteks=konteks)
    oleh = replace(oleh, penugasan=konteks.penugasan)
    tanggapan = draf_tanggapan(induk)
    assert tanggapan is not None, "the workflow's condition asked for it"
    tanggapan.dikirim_pada, tanggapan.dikirim_oleh = pada, oleh.id
    tanggapan.dikirim_nama, tanggapan.dikirim_penugasan = oleh.nama, oleh.penugasan[:300]
    tanggapan.hari_terlambat = hari_terlambat(
        konteks.tanggal_tenggat, is_menunggu_opd=True, hari=organisasi.hari_pemda(pada)
    )
    tanggapan.save()
    induk.status, induk.ditanggapi_pada = langkah.ke, pada
    induk.save()
    catat(
        peristiwa=f"{objek}.{nama}",
        objek=objek,
        objek_id=induk.pk,
        isi={
            "tanggapan": tanggapan.isi,
            "penyiap": tanggapan.disimpan_nama,
            "berkas": tanggapan.berkas.nama if tanggapan.berkas else "",
            "sidik": tanggapan.berkas.sidik if tanggapan.berkas else "",
            "tenggat": konteks.tanggal_tenggat,
            "hari_terlambat": tanggapan.hari_terlambat,
        },
        oleh=oleh,
        pada=pada,
        opd_id=induk.opd_id,
    )
    pemberitahuan.beri_tahu_ditanggapi(induk, tanggapan, pada=pada)
    return tanggapan
