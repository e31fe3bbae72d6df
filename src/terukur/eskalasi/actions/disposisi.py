"""A disposisi from the leader's instruction to its end in each OPD."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.eskalasi import queries
from terukur.eskalasi.actions import bersama, pemberitahuan
from terukur.eskalasi.choices import SifatDisposisi
from terukur.eskalasi.models import Disposisi, TindakLanjut
from terukur.eskalasi.queries.konteks import is_pimpinan
from terukur.eskalasi.rules.alur import ALUR_TINDAK_LANJUT
from terukur.eskalasi.rules.sebab import Sebab
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.models import Catatan


@dataclass(frozen=True, slots=True)
class IsiDisposisi:
    """What the giver decides. ``jabatan``: in which office he signs."""

    perihal: str
    instruksi: str
    sifat: SifatDisposisi
    tanggal_tenggat: dt.date
    jabatan: str
    sebab: Sebab = field(default_factory=lambda: Sebab(""))


@transaction.atomic
def beri(
    *, opd_ids: Sequence[UUID], isi: IsiDisposisi, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Disposisi:
    """Give an instruction to one or more OPD, with its register number."""
    bersama.periksa_pelaku(pengguna, oleh)
    if not opd_ids:
        raise AturanDilanggar("Pilih paling sedikit satu OPD.", kolom={"opd": "Pilih OPD-nya."})
    bersama.periksa_tenggat(isi.tanggal_tenggat, pada=pada)
    tujuan = []
    for opd_id in sorted(set(opd_ids)):
        opd = bersama.kunci_opd(opd_id)
        bersama.periksa_opd_lain(pengguna, opd, pada=pada)
        tujuan.append((opd, bersama.kepala_opd(opd, pada=pada)))
    tujuan.sort(key=lambda t: t[0].kode)
    d = Disposisi(
        perihal=isi.perihal.strip(), instruksi=isi.instruksi.strip(), sifat=isi.sifat,
        sebab=isi.sebab.sebagai_isi(), sebab_kunci=isi.sebab.kunci, tanggal_tenggat=isi.tanggal_tenggat,
        terbit_pada=pada, terbit_oleh=oleh.id, terbit_nama=oleh.nama, terbit_jabatan=isi.jabatan,
        terbit_pimpinan=is_pimpinan(pengguna),
    )  # fmt: skip
    isi_kertas = {
        "perihal": d.perihal,
        "instruksi": d.instruksi,
        "sifat": isi.sifat.label,
        "sebab": d.sebab,
        "tenggat": tulis_tanggal(d.tanggal_tenggat, hari=True),
        "penerbit": d.terbit_nama,
        "jabatan_penerbit": d.terbit_jabatan,
        "tujuan": [{"opd": o.nama, "jabatan": k.sebutan, "kepala": k.pegawai.nama} for o, k in tujuan],
    }
    catatan = catat(
        peristiwa="disposisi.beri", objek="disposisi", objek_id=d.pk, isi=isi_kertas, oleh=oleh, pada=pada
    )
    d.kertas = daftarkan_kertas(
        jenis="DS", nama_jenis="Disposisi", judul=f"Disposisi kepada {len(tujuan)} OPD", isi=isi_kertas,
        catatan=catatan, oleh=oleh, pada=pada,
    )  # fmt: skip
    d.save(force_insert=True)
    for opd, kepala in tujuan:
        t = TindakLanjut.objects.create(
            disposisi=d,
            opd=opd,
            tanggal_tenggat=d.tanggal_tenggat,
            kepala_nama=kepala.pegawai.nama,
            kepala_jabatan=kepala.sebutan,
        )
        pemberitahuan.beri_tahu_disposisi(t, pada=pada)
    return d


def _catat(
    t: TindakLanjut, verba: str, isi: Mapping[str, Any], *, oleh: Pelaku, pada: dt.datetime
) -> Catatan:
    return catat(
        peristiwa=f"tindak_lanjut.{verba}", objek="tindak_lanjut", objek_id=t.pk,
        isi={"nomor_register": t.disposisi.kertas.nomor, **isi}, oleh=oleh, pada=pada, opd_id=t.opd_id,
    )  # fmt: skip


def kunci_tindak_lanjut(tindak_lanjut_id: UUID) -> TindakLanjut:
    """A disposisi in the hands of one OPD, locked."""
    t = (
        TindakLanjut.objects.select_for_update(of=("self",))
        .select_related("opd", "disposisi__kertas")
        .filter(pk=tindak_lanjut_id)
        .first()
    )
    if t is None:
        raise TidakDitemukan("Disposisi tidak ditemukan.")
    return t


@transaction.atomic
def terima(*, tindak_lanjut_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime) -> TindakLanjut:
    """The head of the OPD has received the instruction."""
    bersama.periksa_pelaku(pengguna, oleh)
    t = kunci_tindak_lanjut(tindak_lanjut_id)
    konteks = queries.susun_konteks(t, pengguna=pengguna, pada=pada)
    t.status = ALUR_TINDAK_LANJUT.periksa("terima", status=t.status, konteks=konteks).ke
    t.diterima_pada, t.diterima_oleh, t.diterima_nama = pada, oleh.id, oleh.nama
    t.save()
    _catat(t, "terima", {}, oleh=replace(oleh, penugasan=konteks.penugasan), pada=pada)
    return t


def _putus(
    nama: str, tindak_lanjut_id: UUID, catatan: str, *, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> TindakLanjut:
    bersama.periksa_pelaku(pengguna, oleh)
    t = kunci_tindak_lanjut(tindak_lanjut_id)
    konteks = queries.susun_konteks(t, pengguna=pengguna, pada=pada)
    langkah = ALUR_TINDAK_LANJUT.periksa(nama, status=t.status, konteks=konteks)
    bersama.pakai_putusan(t, langkah.ke, catatan, oleh=oleh, pada=pada)
    c = _catat(t, nama, {"catatan": catatan}, oleh=oleh, pada=pada)
    pemberitahuan.beri_tahu_putusan(t, nama, nomor_catatan=c.nomor, pada=pada)
    return t


@transaction.atomic
def selesaikan(
    *, tindak_lanjut_id: UUID, catatan: str = "", pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> TindakLanjut:
    """The giver is content: the disposisi has come to its end in this OPD."""
    return _putus("selesaikan", tindak_lanjut_id, catatan.strip(), pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def kembalikan(
    *, tindak_lanjut_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> TindakLanjut:
    """The report goes back with a note; the OPD reports again."""
    catatan = bersama.wajib_beralasan(catatan, "Tuliskan apa yang masih kurang.")
    return _putus("kembalikan", tindak_lanjut_id, catatan, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def batalkan(
    *, tindak_lanjut_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> TindakLanjut:
    """Take the instruction back from one OPD with the reason; it stays on record."""
    catatan = bersama.wajib_beralasan(catatan, "Tuliskan mengapa dibatalkan.")
    return _putus("batalkan", tindak_lanjut_id, catatan, pengguna=pengguna, oleh=oleh, pada=pada)
