"""Verification by requirement: notes, verifikasi, kembalikan, and what a correction costs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.inti.sql import sisipkan
from terukur.jejak.actions import catat
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.berita_acara import terbitkan_berita_acara
from terukur.tenggat.actions.pemberitahuan import beri_tahu_opd
from terukur.tenggat.choices import StatusPemeriksaan, StatusPengajuan
from terukur.tenggat.models import CatatanPemeriksaan, PemeriksaanSyarat, Pengajuan, Syarat
from terukur.tenggat.penyedia import daftar_penyedia


@dataclass(frozen=True, slots=True)
class IsiCatatan:
    """A note on the whole requirement, on a row, or on one field of a row."""

    isi: str
    baris: str = ""
    kolom: str = ""


def mulai_pemeriksaan(pengajuan: Pengajuan, syarat: list[Syarat], *, pada: dt.datetime) -> None:
    """Set the requirements of a package just frozen as waiting.

    A requirement verified before keeps its verification while the new content equals the one
    that was verified; otherwise it waits again, and the fields that did not change stay known as
    verified through ``versi_diverifikasi``.
    """
    ada: dict[int, PemeriksaanSyarat] = {}
    if pengajuan.versi > 1:
        ada = {p.syarat_id: p for p in PemeriksaanSyarat.objects.filter(pengajuan=pengajuan)}
    sisipkan(
        [
            PemeriksaanSyarat(pengajuan=pengajuan, syarat=s, menunggu_sejak=pada)
            for s in syarat
            if s.pk not in ada
        ]
    )
    for s in syarat:
        pemeriksaan = ada.get(s.pk)
        if pemeriksaan is None:
            continue
        tetap = pemeriksaan.status == StatusPemeriksaan.DIVERIFIKASI and not queries.perubahan_syarat(
            pengajuan, s.kode, sejak_versi=pemeriksaan.versi_diverifikasi or 0
        )
        if not tetap:
            pemeriksaan.status = StatusPemeriksaan.MENUNGGU
            pemeriksaan.menunggu_sejak = pada
            pemeriksaan.save()


def _siapkan(
    pengajuan_id: UUID, kode: str, langkah: str, *, pengguna: Pengguna, pada: dt.datetime
) -> tuple[Pengajuan, Syarat, PemeriksaanSyarat, bool]:
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    syarat = Syarat.objects.filter(jendela=pengajuan.jendela, kode=kode).first()
    if syarat is None:
        raise TidakDitemukan("Syarat tidak ditemukan pada jadwal ini.")
    periksa_bagian(pengguna, kode, pengajuan.opd_id)
    alasan, sendiri = queries.konflik(pengguna, pengajuan, syarat=kode, pada=pada)
    rules.ALUR_PENGAJUAN.periksa(
        rules.langkah_periksa(langkah, pengajuan.status),
        status=pengajuan.status,
        konteks=rules.KonteksPengajuan(pengajuan.jendela, pada, konflik=alasan),
    )
    pemeriksaan = PemeriksaanSyarat.objects.select_for_update().get(pengajuan=pengajuan, syarat=syarat)
    return pengajuan, syarat, pemeriksaan, sendiri


def periksa_bagian(pengguna: Pengguna, kode: str, opd_id: UUID) -> None:
    """Raise ``TidakBerhak`` unless the requirement belongs to this verifier's part."""
    if not pengguna.akses.boleh(Izin.PENGAJUAN_VERIFIKASI, opd_id):
        raise TidakBerhak("Pemeriksaan ini hanya oleh verifikator.")
    if kode not in queries.bagian_pemeriksa(pengguna, [kode]):
        nama = daftar_penyedia.ambil(kode).nama
        raise TidakBerhak(f"Syarat “{nama}” diperiksa oleh verifikator lain; bagian Anda berbeda.")


def _catat(pengajuan: Pengajuan, verba: str, isi: dict[str, Any], *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"pengajuan.{verba}", objek="pengajuan", objek_id=pengajuan.pk,
        isi={"jendela": pengajuan.jendela_id, "opd": pengajuan.opd.nama, **isi},
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip


@transaction.atomic
def verifikasi(
    *, pengajuan_id: UUID, kode: str, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> Pengajuan:
    """Verify one requirement as it is frozen now; its open notes are settled with it.

    With the last requirement the package becomes ``diverifikasi`` and its Berita Acara is issued.
    """
    pengajuan, syarat, pemeriksaan, sendiri = _siapkan(
        pengajuan_id, kode, "verifikasi", pengguna=pengguna, pada=pada
    )
    if pemeriksaan.status == StatusPemeriksaan.DIVERIFIKASI:
        raise AturanDilanggar(f"“{syarat.nama}” sudah diverifikasi; muat ulang halaman.", kode="sudah")
    if pemeriksaan.status == StatusPemeriksaan.DIKEMBALIKAN:
        raise AturanDilanggar(
            f"“{syarat.nama}” sudah dikembalikan; pemeriksaan berlanjut setelah perbaikannya diajukan."
        )
    pemeriksaan.status = StatusPemeriksaan.DIVERIFIKASI
    pemeriksaan.versi_diverifikasi = pengajuan.versi
    pemeriksaan.diperiksa_pada, pemeriksaan.diperiksa_oleh = pada, oleh.id
    pemeriksaan.diperiksa_nama = oleh.nama
    pemeriksaan.diverifikasi_sendiri = sendiri
    pemeriksaan.save()
    CatatanPemeriksaan.objects.filter(pengajuan=pengajuan, syarat=syarat, selesai_pada=None).update(
        selesai_pada=pada, selesai_oleh=oleh.id
    )
    _catat(
        pengajuan, "verifikasi", {"syarat": kode, "versi": pengajuan.versi, "diverifikasi_sendiri": sendiri},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    if not queries.syarat_belum(pengajuan):
        langkah = rules.ALUR_PENGAJUAN.periksa(
            "selesaikan_verifikasi",
            status=pengajuan.status,
            konteks=rules.KonteksPengajuan(pengajuan.jendela, pada),
        )
        pengajuan.status = langkah.ke
        pengajuan.diverifikasi_pada = pada
        pengajuan.save()
        terbitkan_berita_acara(pengajuan, oleh=oleh, pada=pada)
        beri_tahu_opd(
            pengajuan, judul=f"Terverifikasi: {pengajuan.jendela.judul}",
            isi=f"Seluruh syarat {pengajuan.opd.nama} sudah diverifikasi.",
            kunci=f"pengajuan.diverifikasi:{pengajuan.pk}:{pengajuan.versi}", pada=pada,
        )  # fmt: skip
    return pengajuan


@transaction.atomic
def kembalikan(
    *,
    pengajuan_id: UUID,
    kode: str,
    catatan: tuple[IsiCatatan, ...] = (),
    pengguna: Pengguna,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Pengajuan:
    """Return the package because of one requirement, with the notes that say what to correct.

    Notes already open on the requirement count too; without any note nothing is returned. The
    other requirements keep their verification.
    """
    pengajuan, syarat, pemeriksaan, sendiri = _siapkan(
        pengajuan_id, kode, "kembalikan", pengguna=pengguna, pada=pada
    )
    for c in catatan:
        _tulis_catatan(pengajuan, syarat, c, oleh=oleh, pada=pada)
    terbuka = CatatanPemeriksaan.objects.filter(pengajuan=pengajuan, syarat=syarat, selesai_pada=None)
    jumlah = terbuka.count()
    if not jumlah:
        raise AturanDilanggar(
            "Tulis dahulu catatan yang menjelaskan apa yang harus diperbaiki.",
            kolom={"isi": "Catatan wajib diisi saat mengembalikan."},
        )
    pemeriksaan.status = StatusPemeriksaan.DIKEMBALIKAN
    pemeriksaan.diperiksa_pada, pemeriksaan.diperiksa_oleh = pada, oleh.id
    pemeriksaan.diperiksa_nama = oleh.nama
    pemeriksaan.diverifikasi_sendiri = sendiri
    pemeriksaan.save()
    pengajuan.status = StatusPengajuan.DIKEMBALIKAN
    pengajuan.dikembalikan_pada, pengajuan.dikembalikan_nama = pada, oleh.nama
    pengajuan.diverifikasi_pada = None
    pengajuan.save()
    _catat(
        pengajuan, "kembalikan", {"syarat": kode, "versi": pengajuan.versi, "jumlah_catatan": jumlah},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    beri_tahu_opd(
        pengajuan, judul=f"Dikembalikan: {pengajuan.jendela.judul}",
        isi=f"“{syarat.nama}” perlu diperbaiki; ada {jumlah} catatan verifikator.",
        kunci=f"pengajuan.kembalikan:{pengajuan.pk}:{pengajuan.versi}:{kode}", pada=pada,
    )  # fmt: skip
    return pengajuan


def _tulis_catatan(
    pengajuan: Pengajuan, syarat: Syarat, c: IsiCatatan, *, oleh: Pelaku, pada: dt.datetime
) -> CatatanPemeriksaan:
    if not c.isi.strip():
        raise AturanDilanggar("Catatan masih kosong.", kolom={"isi": "Tulis catatannya."})
    label = ""
    if c.baris:
        label = dict(daftar_penyedia.ambil(syarat.kode).baris(pengajuan)).get(c.baris, "")
        if not label:
            raise AturanDilanggar(
                "Baris yang dicatat tidak ada lagi; muat ulang halaman.", kolom={"baris": "Pilih baris."}
            )
    return CatatanPemeriksaan.objects.create(
        pengajuan=pengajuan, syarat=syarat, baris=c.baris, label_baris=label[:300],
        kolom=c.kolom if c.baris else "", isi=c.isi.strip(), versi=pengajuan.versi,
        dibuat_pada=pada, dibuat_oleh=oleh.id, dibuat_nama=oleh.nama,
    )  # fmt: skip


@transaction.atomic
def tambah_catatan(
    *, pengajuan_id: UUID, kode: str, catatan: IsiCatatan, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> CatatanPemeriksaan:
    """Put a note on a row or field while reading; the OPD sees it at once."""
    pengajuan, syarat, _, _ = _siapkan(pengajuan_id, kode, "kembalikan", pengguna=pengguna, pada=pada)
    hasil = _tulis_catatan(pengajuan, syarat, catatan, oleh=oleh, pada=pada)
    _catat(
        pengajuan, "catat",
        {"syarat": kode, "baris": hasil.baris, "kolom": hasil.kolom, "catatan": hasil.isi},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return hasil


@transaction.atomic
def tanggapi_catatan(
    *, catatan_id: int, tanggapan: str, oleh: Pelaku, pada: dt.datetime
) -> CatatanPemeriksaan:
    """The OPD answers a note; the last answer stands, earlier ones stay in the journal."""
    pengajuan_id = (
        CatatanPemeriksaan.objects.filter(pk=catatan_id).values_list("pengajuan_id", flat=True).first()
    )
    if pengajuan_id is None:
        raise TidakDitemukan("Catatan tidak ditemukan.")
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    catatan = CatatanPemeriksaan.objects.select_for_update().get(pk=catatan_id)
    if catatan.selesai_pada:
        raise AturanDilanggar("Catatan ini sudah selesai dan tidak perlu ditanggapi.")
    if not tanggapan.strip():
        raise AturanDilanggar("Tanggapan masih kosong.", kolom={"tanggapan": "Tulis tanggapan."})
    catatan.tanggapan = tanggapan.strip()
    catatan.ditanggapi_pada, catatan.ditanggapi_oleh = pada, oleh.id
    catatan.save()
    _catat(
        pengajuan, "tanggapi", {"catatan": catatan.isi, "tanggapan": catatan.tanggapan}, oleh=oleh, pada=pada
    )
    return catatan


@transaction.atomic
def selesaikan_catatan(
    *, catatan_id: int, pengguna: Pengguna, oleh: Pelaku, pada: dt.datetime
) -> CatatanPemeriksaan:
    """The verifier settles one note."""
    catatan = (
        CatatanPemeriksaan.objects.select_for_update(of=("self",))
        .select_related("pengajuan__opd", "syarat")
        .filter(pk=catatan_id, selesai_pada=None)
        .first()
    )
    if catatan is None:
        raise TidakDitemukan("Catatan tidak ditemukan atau sudah selesai.")
    periksa_bagian(pengguna, catatan.syarat.kode, catatan.pengajuan.opd_id)
    alasan, _ = queries.konflik(
        pengguna, catatan.pengajuan, peran=Peran.VERIFIKATOR, syarat=catatan.syarat.kode, pada=pada
    )
    if alasan:
        raise TidakBerhak(alasan)
    catatan.selesai_pada, catatan.selesai_oleh = pada, oleh.id
    catatan.save()
    _catat(catatan.pengajuan, "selesaikan_catatan", {"catatan": catatan.isi}, oleh=oleh, pada=pada)
    return catatan
