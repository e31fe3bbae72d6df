"""A warning from its issue to the decision on its reply."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.eskalasi import queries
from terukur.eskalasi.actions import bersama, pemberitahuan
from terukur.eskalasi.choices import JenisPeringatan
from terukur.eskalasi.models import Peringatan
from terukur.eskalasi.models.peringatan import BERAKHIR
from terukur.eskalasi.queries.konteks import is_pimpinan
from terukur.eskalasi.rules.alur import ALUR_PERINGATAN, LANJUTAN
from terukur.eskalasi.rules.sebab import Sebab
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.waktu import tulis_tanggal
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.models import Catatan

KODE_KERTAS = {JenisPeringatan.PENJELASAN: ("PJ", "Permintaan Penjelasan")}
KODE_LAIN = ("PR", "Peringatan Kinerja")


@dataclass(frozen=True, slots=True)
class IsiPeringatan:
    """What the issuer decides. ``jabatan``: in which office he signs."""

    jenis: JenisPeringatan
    perihal: str
    diminta: str
    tanggal_tenggat: dt.date
    jabatan: str
    sebab: Sebab = field(default_factory=lambda: Sebab(""))


def _catat(p: Peringatan, verba: str, isi: Mapping[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> Catatan:
    return catat(
        peristiwa=f"peringatan.{verba}", objek="peringatan", objek_id=p.pk, isi=dict(isi), oleh=oleh,
        pada=pada, opd_id=p.opd_id,
    )  # fmt: skip


def kunci_peringatan(peringatan_id: UUID) -> Peringatan:
    """The warning, locked, with its OPD and paper."""
    p = (
        Peringatan.objects.select_for_update(of=("self",))
        .select_related("opd", "kertas")
        .filter(pk=peringatan_id)
        .first()
    )
    if p is None:
        raise TidakDitemukan("Peringatan tidak ditemukan.")
    return p


@transaction.atomic
def terbitkan(
    *,
    opd_id: UUID,
    isi: IsiPeringatan,
    sebelumnya_id: UUID | None = None,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Peringatan:
    """Issue a paper with its register number; the paper of the same matter before it is then closed."""
    bersama.periksa_pelaku(pengguna, oleh)
    opd = bersama.kunci_opd(opd_id)
    bersama.periksa_opd_lain(pengguna, opd, pada=pada)
    kepala = bersama.kepala_opd(opd, pada=pada)
    bersama.periksa_tenggat(isi.tanggal_tenggat, pada=pada)
    if not isi.sebab.teks.strip():
        raise AturanDilanggar("Tuliskan sebabnya.", kolom={"sebab": "Isi sebabnya."})
    sebelumnya = _tutup_sebelumnya(sebelumnya_id, opd_id, isi, pengguna=pengguna, oleh=oleh, pada=pada)
    kunci = isi.sebab.kunci or (sebelumnya.sebab_kunci if sebelumnya else "")
    _periksa_perkara(opd_id, kunci)
    p = Peringatan(
        jenis=isi.jenis, sebelumnya=sebelumnya, opd=opd, kepala_nama=kepala.pegawai.nama,
        kepala_jabatan=kepala.sebutan, perihal=isi.perihal.strip(), sebab=isi.sebab.sebagai_isi(),
        sebab_kunci=kunci, diminta=isi.diminta.strip(), tanggal_tenggat=isi.tanggal_tenggat,
        terbit_pada=pada, terbit_oleh=oleh.id, terbit_nama=oleh.nama, terbit_jabatan=isi.jabatan,
        terbit_pimpinan=is_pimpinan(pengguna),
    )  # fmt: skip
    isi_kertas = {
        "jenis": p.get_jenis_display(),
        "perihal": p.perihal,
        "opd": opd.nama,
        "kepala": p.kepala_nama,
        "jabatan": p.kepala_jabatan,
        "sebab": p.sebab,
        "diminta": p.diminta,
        "tenggat": tulis_tanggal(p.tanggal_tenggat, hari=True),
        "penerbit": p.terbit_nama,
        "jabatan_penerbit": p.terbit_jabatan,
        "sebelumnya": f"{sebelumnya.get_jenis_display()} {sebelumnya.kertas.nomor}" if sebelumnya else "",
    }
    catatan = _catat(p, "terbit", isi_kertas, oleh=oleh, pada=pada)
    kode, nama = KODE_KERTAS.get(isi.jenis, KODE_LAIN)
    p.kertas = daftarkan_kertas(
        jenis=kode, nama_jenis=nama, judul=f"{p.get_jenis_display()} kepada {opd.nama}"[:300],
        isi=isi_kertas, catatan=catatan, opd_id=opd.pk, nama_opd=opd.nama, oleh=oleh, pada=pada,
    )  # fmt: skip
    p.save(force_insert=True)
    pemberitahuan.beri_tahu_terbit(p, pada=pada)
    return p


def _tutup_sebelumnya(
    sebelumnya_id: UUID | None,
    opd_id: UUID,
    isi: IsiPeringatan,
    *,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Peringatan | None:
    """The paper that this one follows, closed; level I and the request for an explanation need none."""
    if sebelumnya_id is None:
        if isi.jenis in (JenisPeringatan.PENJELASAN, JenisPeringatan.PERINGATAN_1):
            return None
        raise AturanDilanggar(
            f"{isi.jenis.label} hanya lanjutan dari tingkat sebelumnya dalam perkara yang sama. "
            "Buka peringatan sebelumnya, lalu pilih “Terbitkan tingkat berikutnya”.",
            kode="tanpa_tingkat_sebelumnya",
        )
    lama = kunci_peringatan(sebelumnya_id)
    if lama.opd_id != opd_id:
        raise AturanDilanggar("Peringatan sebelumnya ditujukan kepada OPD lain.", kode="opd_lain")
    konteks = queries.susun_konteks(lama, pengguna=pengguna, pada=pada)
    langkah = ALUR_PERINGATAN.periksa("tingkatkan", status=lama.status, konteks=konteks)
    if isi.jenis != LANJUTAN[JenisPeringatan(lama.jenis)]:
        raise AturanDilanggar(
            f"Sesudah {lama.get_jenis_display()} yang diterbitkan adalah "
            f"{LANJUTAN[JenisPeringatan(lama.jenis)].label}.",
            kode="tingkat_terlewat",
        )
    bersama.pakai_putusan(lama, langkah.ke, lama.catatan, oleh=oleh, pada=pada)
    _catat(lama, "tingkatkan", {"jenis": isi.jenis.label}, oleh=oleh, pada=pada)
    return lama


def _periksa_perkara(opd_id: UUID, kunci: str) -> None:
    """One open paper for each matter of an OPD: a second one would hide that the first is unanswered."""
    if not kunci:
        return
    ada = (
        Peringatan.objects.filter(opd=opd_id, sebab_kunci=kunci)
        .exclude(status__in=BERAKHIR)
        .select_related("kertas")
        .first()
    )
    if ada is not None:
        raise AturanDilanggar(
            f"{ada.get_jenis_display()} {ada.kertas.nomor} untuk perkara ini masih terbuka. "
            "Lanjutkan dari sana.",
            kode="perkara_terbuka",
        )


def _putus(
    nama: str,
    peringatan_id: UUID,
    catatan: str,
    isi: Mapping[str, Any],
    *,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Peringatan:
    bersama.periksa_pelaku(pengguna, oleh)
    p = kunci_peringatan(peringatan_id)
    konteks = queries.susun_konteks(p, pengguna=pengguna, pada=pada)
    langkah = ALUR_PERINGATAN.periksa(nama, status=p.status, konteks=konteks)
    if tenggat := isi.get("tenggat"):
        p.tanggal_tenggat = tenggat
    bersama.pakai_putusan(p, langkah.ke, catatan, oleh=oleh, pada=pada)
    c = _catat(p, nama, {"catatan": catatan, **isi}, oleh=oleh, pada=pada)
    pemberitahuan.beri_tahu_putusan(p, nama, nomor_catatan=c.nomor, pada=pada)
    return p


@transaction.atomic
def terima(
    *, peringatan_id: UUID, catatan: str = "", pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Peringatan:
    """The reply is accepted: the matter is closed."""
    return _putus("terima", peringatan_id, catatan.strip(), {}, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def tolak(
    *, peringatan_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Peringatan:
    """The reply is not accepted, with the reason; a new deadline or the next level may follow."""
    catatan = bersama.wajib_beralasan(catatan, "Tuliskan mengapa tanggapan tidak diterima.")
    return _putus("tolak", peringatan_id, catatan, {}, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def beri_tenggat(
    *,
    peringatan_id: UUID,
    tanggal_tenggat: dt.date,
    catatan: str,
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Peringatan:
    """A new deadline for the same paper, with the reason; the OPD answers again."""
    catatan = bersama.wajib_beralasan(catatan, "Tuliskan mengapa diberi tenggat baru.")
    bersama.periksa_tenggat(tanggal_tenggat, pada=pada)
    isi = {"tenggat": tanggal_tenggat}
    return _putus("beri_tenggat", peringatan_id, catatan, isi, pengguna=pengguna, oleh=oleh, pada=pada)


@transaction.atomic
def cabut(
    *, peringatan_id: UUID, catatan: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Peringatan:
    """Withdraw the paper with the reason; it stays on record."""
    catatan = bersama.wajib_beralasan(catatan, "Tuliskan mengapa dicabut.")
    return _putus("cabut", peringatan_id, catatan, {}, pengguna=pengguna, oleh=oleh, pada=pada)
