"""A perjanjian kinerja while it is drafted: begin, money, a PK Perubahan.

Drafts are no official facts and are not journalled one by one; what counts is frozen when it is signed.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.kinerja.choices import PemicuRevisi, StatusPerjanjian
from terukur.kinerja.models import BarisPerjanjian, PerjanjianKinerja, ProgramPerjanjian
from terukur.kinerja.queries.perjanjian import anggaran_perjanjian, versi_perjanjian
from terukur.kinerja.rules.perjanjian import alasan_tidak_diisi
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import Jabatan, Penugasan
from terukur.organisasi.queries import hari_pemda, pemegang_jabatan

S = StatusPerjanjian


def kunci_perjanjian(perjanjian_id: UUID) -> PerjanjianKinerja:
    """The version, locked."""
    satu = (
        PerjanjianKinerja.objects.select_for_update(of=("self",))
        .select_related("opd", "jabatan", "atasan", "pegawai", "kertas")
        .filter(pk=perjanjian_id)
        .first()
    )
    if satu is None:
        raise TidakDitemukan("Perjanjian kinerja tidak ditemukan; mungkin drafnya sudah dihapus.")
    return satu


def buka_perjanjian(perjanjian_id: UUID) -> PerjanjianKinerja:
    satu = kunci_perjanjian(perjanjian_id)
    if alasan := alasan_tidak_diisi(satu.status):
        raise AturanDilanggar(alasan, kode="terkunci")
    return satu


def tandai_perjanjian(satu: PerjanjianKinerja, *, pada: dt.datetime) -> None:
    """Say that the content changed: whoever is about to sign must have read it as it is."""
    satu.versi += 1
    satu.disimpan_pada = max(pada, satu.disimpan_pada)
    satu.save(update_fields=["versi", "disimpan_pada"])


# -- begin ------------------------------------------------------------------------------------


def _periksa_atasan(jabatan: Jabatan, atasan: Jabatan | None) -> None:
    def tolak(pesan: str) -> AturanDilanggar:
        return AturanDilanggar(pesan, kolom={"atasan": pesan})

    if jabatan.kepala:
        if atasan is not None:
            raise tolak("Kepala OPD berjanji kepada Bupati.")
        return
    if atasan is None or atasan.opd_id != jabatan.opd_id or not atasan.aktif:
        raise tolak("Pilih jabatan atasan dari OPD ini.")
    urutan = [list(Eselon).index(Eselon(j.eselon)) for j in (atasan, jabatan)]
    if not atasan.kepala and (atasan.pk == jabatan.pk or urutan[0] >= urutan[1]):
        raise tolak(f"{atasan.nama} tidak lebih tinggi daripada {jabatan.nama}.")


def _pemilik(jabatan: Jabatan, pegawai_id: UUID | None, *, pada: dt.datetime) -> Penugasan | None:
    """Whose PK it is, where many hold the office."""
    if jabatan.tunggal:
        return None
    pemegang = pemegang_jabatan([jabatan.pk], pada=pada).get(jabatan.pk, [])
    satu = next((p for p in pemegang if p.pegawai_id == pegawai_id), None)
    if satu is None:
        pesan = "Jabatan ini dipegang banyak orang; pilih pegawai yang memegangnya hari ini."
        raise AturanDilanggar(pesan, kolom={"pegawai": pesan})
    return satu


@transaction.atomic
def mulai_perjanjian(
    *,
    jabatan_id: UUID,
    tahun: int,
    atasan_id: UUID | None = None,
    pegawai_id: UUID | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> PerjanjianKinerja:
    """Begin the PK of an office for a year; of an office that many hold: of one person in it.

    The head of an OPD promises to the bupati (``atasan_id`` None), all others to a higher office of the OPD.
    """
    jabatan = Jabatan.objects.select_for_update().filter(pk=jabatan_id, aktif=True).first()
    if jabatan is None:
        raise TidakDitemukan("Jabatan itu tidak ada lagi.")
    if not hari_pemda(pada).year - 1 <= tahun <= hari_pemda(pada).year + 1:
        raise AturanDilanggar(f"Tahun {tahun} terlalu jauh; pilih tahun lalu, tahun ini atau tahun depan.")
    atasan = Jabatan.objects.filter(pk=atasan_id).first() if atasan_id else None
    _periksa_atasan(jabatan, atasan)
    pemilik = _pemilik(jabatan, pegawai_id, pada=pada)
    milik = pemilik.pegawai if pemilik else None
    if PerjanjianKinerja.objects.filter(jabatan=jabatan, pegawai=milik, tahun=tahun).exists():
        raise AturanDilanggar(
            f"Perjanjian kinerja {tahun} untuk jabatan ini sudah ada; buka dari daftar.", kode="sudah_ada"
        )
    return PerjanjianKinerja.objects.create(
        opd_id=jabatan.opd_id, jabatan=jabatan, pegawai=milik, atasan=atasan, tahun=tahun,
        dibuat_pada=pada, dibuat_oleh=oleh.id, disimpan_pada=pada,
    )  # fmt: skip


@transaction.atomic
def hapus_draf_perjanjian(*, perjanjian_id: UUID, oleh: Pelaku, pada: dt.datetime) -> None:
    """Throw away a draft that nobody has signed and that was never returned."""
    satu = buka_perjanjian(perjanjian_id)
    if satu.status != S.DRAF:
        raise AturanDilanggar("Yang pernah ditandatangani tidak dihapus; perbaiki lalu tanda tangani lagi.")
    satu.delete()


# -- money ------------------------------------------------------------------------------------


@transaction.atomic
def pilih_program(
    *, perjanjian_id: UUID, kode: Collection[str], oleh: Pelaku, pada: dt.datetime
) -> PerjanjianKinerja:
    """Name the programs (below the head: kegiatan) behind the promise; the budget says how much each has."""
    satu = buka_perjanjian(perjanjian_id)
    anggaran = anggaran_perjanjian(satu)
    if anggaran is None:
        raise AturanDilanggar(
            f"Anggaran {satu.tahun} OPD ini belum ditetapkan di Terukur.", kode="tanpa_anggaran"
        )
    if asing := set(kode) - {k for k, _, _ in anggaran.baris}:
        raise AturanDilanggar(f"{', '.join(sorted(asing))} tidak ada dalam anggaran OPD ini.", kode="asing")
    ProgramPerjanjian.objects.filter(perjanjian=satu).delete()
    ProgramPerjanjian.objects.bulk_create(
        ProgramPerjanjian(perjanjian=satu, kode=k, nama=nama, jumlah=jumlah)
        for k, nama, jumlah in anggaran.baris
        if k in kode
    )
    satu.sumber_anggaran = anggaran.tahap.label if kode else ""
    satu.save(update_fields=["sumber_anggaran"])
    tandai_perjanjian(satu, pada=pada)
    return satu


# -- PK Perubahan -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DasarPerubahan:
    """Why the PK changes and by which document; who approves is the second party, by signing."""

    pemicu: PemicuRevisi
    alasan: str
    nomor_dokumen: str
    tanggal_dokumen: dt.date


@transaction.atomic
def mulai_perubahan_perjanjian(
    *, perjanjian_id: UUID, dasar: DasarPerubahan, oleh: Pelaku, pada: dt.datetime
) -> PerjanjianKinerja:
    """Begin a PK Perubahan as a copy of the last set version, which holds until both signed the new one."""
    lama = kunci_perjanjian(perjanjian_id)
    terakhir = versi_perjanjian(lama).first()
    if lama.status != S.DITETAPKAN or terakhir is None or terakhir.pk != lama.pk:
        raise AturanDilanggar(
            "PK Perubahan dimulai dari versi terakhir yang sudah ditandatangani kedua pihak.",
            kode="bukan_akhir",
        )
    kosong = {
        k: f"Isi {nama}."
        for k, nama in (("alasan", "alasan"), ("nomor_dokumen", "nomor dokumen"))
        if not getattr(dasar, k).strip()
    }
    if kosong:
        raise AturanDilanggar("PK Perubahan memerlukan alasan dan dokumen.", kolom=kosong)
    if dasar.tanggal_dokumen > hari_pemda(pada):
        raise AturanDilanggar(
            "Tanggal dokumen tidak boleh sesudah hari ini.",
            kolom={"tanggal_dokumen": "Belum tiba; paling akhir hari ini."},
        )
    baru = PerjanjianKinerja.objects.create(
        opd_id=lama.jabatan.opd_id, jabatan=lama.jabatan, pegawai=lama.pegawai, atasan=lama.atasan,
        tahun=lama.tahun, perubahan_ke=lama.perubahan_ke + 1, pemicu=dasar.pemicu,
        alasan=dasar.alasan.strip(), nomor_dokumen=dasar.nomor_dokumen.strip(),
        tanggal_dokumen=dasar.tanggal_dokumen, sumber_anggaran=lama.sumber_anggaran,
        dibuat_pada=pada, dibuat_oleh=oleh.id, disimpan_pada=pada,
    )  # fmt: skip
    BarisPerjanjian.objects.bulk_create(
        BarisPerjanjian(
            perjanjian=baru, kunci=b.kunci, urutan=b.urutan, sasaran=b.sasaran, indikator_id=b.indikator_id,
            nilai=b.nilai, nilai_atas=b.nilai_atas, induk_id=b.induk_id, nama_penyimpan=oleh.nama,
        )
        for b in BarisPerjanjian.objects.filter(perjanjian=lama).order_by("urutan", "pk")
    )  # fmt: skip
    ProgramPerjanjian.objects.bulk_create(
        ProgramPerjanjian(perjanjian=baru, kode=p.kode, nama=p.nama, jumlah=p.jumlah)
        for p in ProgramPerjanjian.objects.filter(perjanjian=lama).order_by("kode")
    )
    return baru
