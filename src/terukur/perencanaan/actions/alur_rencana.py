"""The steps of RPJMD and Renstra: signing, verifying, returning, setting by a document."""

import datetime as dt
import hashlib
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.alur import Transisi
from terukur.inti.bitemporal import catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.baku import baku
from terukur.organisasi.queries import hari_pemda, pengguna_berperan
from terukur.perencanaan.actions.rencana import catat_rencana, kunci_versi
from terukur.perencanaan.choices import JenisRencana
from terukur.perencanaan.models import RencanaBerlaku, VersiRencana
from terukur.perencanaan.queries.rencana import (
    SYARAT_VERIFIKATOR,
    baca_rencana,
    konflik_renstra,
    susun_konteks_rencana,
)
from terukur.perencanaan.rules.alur import ALUR_RENCANA
from terukur.perencanaan.rules.rencana import isi_baku
from terukur.pesan.actions import kirim
from terukur.tenggat.actions import IsiPenetapan


def _langkah(versi: VersiRencana, nama: str, *, pengguna: Pengguna, pada: dt.datetime) -> Transisi:
    """The step, if the workflow allows it to this user now."""
    alur = ALUR_RENCANA[JenisRencana(versi.dokumen.jenis)]
    if nama not in alur.transisi:
        raise AturanDilanggar("Langkah ini tidak ada pada RPJMD; RPJMD langsung ditetapkan.")
    konteks = susun_konteks_rencana(versi, baca_rencana(versi, pada=pada), pengguna=pengguna, pada=pada)
    return alur.periksa(nama, status=versi.status, konteks=konteks)


def _beri_tahu(
    versi: VersiRencana, kepada: list[Pengguna], judul: str, isi: str, *, pada: dt.datetime
) -> None:
    assert versi.dokumen.opd is not None
    kirim(
        kepada=kepada, judul=f"{judul}: {versi.dokumen} {versi.dokumen.opd.nama}", isi=isi,
        tautan=reverse("perencanaan:rencana", args=[versi.pk]),
        kunci=f"renstra:{versi.pk}:{versi.status}:{pada.isoformat()}", pada=pada,
    )  # fmt: skip


def _orang_opd(versi: VersiRencana, *, pada: dt.datetime) -> list[Pengguna]:
    peran = (Peran.OPERATOR_OPD, Peran.ADMIN_OPD, Peran.KEPALA_OPD)
    orang = [u for p in peran for u in pengguna_berperan(p, opd_id=versi.dokumen.opd_id, pada=pada)]
    return list({u.pk: u for u in orang}.values())


@transaction.atomic
def ajukan_renstra(*, versi_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime) -> VersiRencana:
    """The head of the OPD signs the Renstra and hands it to Bappeda."""
    versi = kunci_versi(versi_id)
    langkah = _langkah(versi, "ajukan", pengguna=pengguna, pada=pada)
    versi.status = langkah.ke
    versi.diajukan_pada, versi.diajukan_oleh, versi.diajukan_nama = pada, oleh.id, oleh.nama
    versi.diajukan_penugasan = oleh.penugasan
    versi.save()
    catat_rencana(versi, "ajukan", {"sidik_isi": _sidik(versi, pada=pada)}, oleh=oleh, pada=pada)
    pemeriksa = pengguna_berperan(Peran.VERIFIKATOR, pada=pada, syarat=(SYARAT_VERIFIKATOR,))
    _beri_tahu(versi, pemeriksa, "Menunggu verifikasi", "Renstra sudah ditandatangani kepala OPD.", pada=pada)
    return versi


@transaction.atomic
def verifikasi_renstra(
    *, versi_id: UUID, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> VersiRencana:
    """Bappeda finds the Renstra in order; of one's own OPD only where no other verifier is."""
    versi = kunci_versi(versi_id)
    langkah = _langkah(versi, "verifikasi", pengguna=pengguna, pada=pada)
    _, sendiri = konflik_renstra(versi, pengguna=pengguna, pada=pada)
    versi.status = langkah.ke
    versi.diverifikasi_pada, versi.diverifikasi_oleh = pada, oleh.id
    versi.diverifikasi_nama, versi.diverifikasi_sendiri = oleh.nama, sendiri
    versi.save()
    catat_rencana(versi, "verifikasi", {"diverifikasi_sendiri": sendiri}, oleh=oleh, pada=pada)
    return versi


@transaction.atomic
def kembalikan_renstra(
    *, versi_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> VersiRencana:
    """Bappeda returns the Renstra to the OPD with what to correct."""
    versi = kunci_versi(versi_id)
    langkah = _langkah(versi, "kembalikan", pengguna=pengguna, pada=pada)
    if not catatan.strip():
        raise AturanDilanggar("Catatan wajib diisi.", kolom={"catatan": "Tuliskan yang perlu diperbaiki."})
    versi.status = langkah.ke
    versi.dikembalikan_pada, versi.catatan_kembali = pada, catatan.strip()
    versi.diverifikasi_pada, versi.diverifikasi_oleh, versi.diverifikasi_nama = None, "", ""
    versi.diverifikasi_sendiri = False
    versi.save()
    catat_rencana(versi, "kembalikan", {"catatan": versi.catatan_kembali}, oleh=oleh, pada=pada)
    _beri_tahu(versi, _orang_opd(versi, pada=pada), "Dikembalikan", versi.catatan_kembali[:300], pada=pada)
    return versi


@transaction.atomic
def tetapkan_rencana(
    *, versi_id: UUID, isi: IsiPenetapan, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> VersiRencana:
    """Record the document that sets an RPJMD (Perda) or a Renstra (Perkada); it freezes the version.

    In force from the date of the document to the end of the period. A Perubahan takes over from its
    own date; what held before that day, and what was known before this instant, stays to be asked.
    """
    versi = kunci_versi(versi_id)
    dokumen = versi.dokumen
    if isi.tanggal > hari_pemda(pada):
        raise AturanDilanggar(
            "Tanggal dokumen tidak boleh sesudah hari ini.",
            kolom={"tanggal": "Belum tiba; paling akhir hari ini."},
        )
    if isi.tanggal.year > dokumen.tahun_akhir:
        raise AturanDilanggar(
            f"Tanggal dokumen sesudah periode {dokumen}.", kolom={"tanggal": "Sesudah akhir periode."}
        )
    if versi.nomor:
        _periksa_urutan(versi, isi.tanggal)
    langkah = _langkah(versi, "tetapkan", pengguna=pengguna, pada=pada)
    versi.status = langkah.ke
    versi.ditetapkan_pada, versi.ditetapkan_oleh = pada, oleh.id
    versi.jenis_dokumen, versi.nomor_dokumen = isi.jenis, isi.nomor.strip()
    versi.tanggal_dokumen, versi.penanda_tangan = isi.tanggal, isi.penanda_tangan.strip()
    versi.save()
    catat_fakta(
        RencanaBerlaku, kunci={"pemilik": dokumen.pemilik}, isi={"versi": versi}, sejak=isi.tanggal,
        sampai=dt.date(dokumen.tahun_akhir, 12, 31), pada=pada,
    )  # fmt: skip
    catat_rencana(
        versi, "tetapkan",
        {
            "jenis": isi.jenis, "nomor": versi.nomor_dokumen, "tanggal": isi.tanggal,
            "penanda_tangan": versi.penanda_tangan, "sidik_isi": _sidik(versi, pada=pada),
        },
        oleh=oleh, pada=pada,
    )  # fmt: skip
    if dokumen.opd is not None:
        kata = f"{versi.get_jenis_dokumen_display()} Nomor {versi.nomor_dokumen}."
        _beri_tahu(versi, _orang_opd(versi, pada=pada), "Ditetapkan", kata, pada=pada)
    return versi


def _periksa_urutan(versi: VersiRencana, tanggal: dt.date) -> None:
    """A Perubahan is not older than the version it changes."""
    sebelum = versi.dokumen.daftar_versi.get(nomor=versi.nomor - 1)
    if sebelum.tanggal_dokumen and tanggal <= sebelum.tanggal_dokumen:
        raise AturanDilanggar(
            "Tanggal Perubahan harus sesudah tanggal dokumen yang diubahnya.",
            kolom={"tanggal": "Harus sesudah tanggal dokumen sebelumnya."},
        )


def _sidik(versi: VersiRencana, *, pada: dt.datetime) -> str:
    """Digest of the whole content, so that the journal proves what was signed or set."""
    isi = {
        k: {"label": label, **kolom} for k, (label, kolom) in isi_baku(baca_rencana(versi, pada=pada)).items()
    }
    return hashlib.sha256(baku(isi)).hexdigest()
